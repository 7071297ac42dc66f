"""Fixtures for the tests of plugins: distributions that are installed as files."""

import sys
from collections.abc import Callable, Iterator

import pytest

from cvpalette.plugins.registry import GROUP


@pytest.fixture
def install(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., None]]:
    """Install distributions as files: a module, and the metadata that pip would write."""
    site = tmp_path_factory.mktemp("site")
    monkeypatch.syspath_prepend(str(site))
    modules = []

    def add(
        distribution: str, source: str, metadata: bool = True, group: str = GROUP, **entry_points: str
    ) -> None:
        module = distribution.replace("-", "_")
        modules.append(module)
        (site / f"{module}.py").write_text(source, encoding="utf-8")
        folder = site / f"{module}-1.0.dist-info"
        folder.mkdir()
        lines = [f"{name} = {module}{value}" for name, value in entry_points.items()]
        (folder / "entry_points.txt").write_text("\n".join([f"[{group}]", *lines, ""]), encoding="utf-8")
        if metadata:
            text = f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n"
            (folder / "METADATA").write_text(text, encoding="utf-8")

    yield add
    for module in modules:
        sys.modules.pop(module, None)
