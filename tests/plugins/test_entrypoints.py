"""Entry points: the same as importlib.metadata finds, without its e-mail parser."""

import os.path
import sys
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from cvpalette.plugins.entrypoints import EntryPoint, find_entry_points

Add = Callable[..., None]


def theirs(group: str) -> list[tuple[str, str, str, str]]:
    """Return the entry points that importlib.metadata finds, in the form of ours."""
    found = metadata.entry_points(group=group)
    return sorted((f.name, f.value, f.dist.name, f.dist.version) for f in found if f.dist)


@pytest.fixture
def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Add:
    """Write the metadata of a distribution to a folder that is first on the path."""

    def write(folder: str, info: str, entries: str, name: str = "Plug-In") -> None:
        place = tmp_path / folder / info
        place.mkdir(parents=True)
        (place / "entry_points.txt").write_text(entries, encoding="utf-8")
        about = "METADATA" if info.endswith(".dist-info") else "PKG-INFO"
        text = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.5\n\nName: not this\n"
        (place / about).write_text(text, encoding="utf-8")
        if str(tmp_path / folder) not in sys.path:
            monkeypatch.syspath_prepend(str(tmp_path / folder))

    return write


@pytest.mark.parametrize("group", ["cvpalette.outputs", "console_scripts", "pytest11", "nobody's"])
def test_what_is_installed_is_found(group: str) -> None:
    """This holds for wheels and for editable installations."""
    assert find_entry_points(group) == theirs(group)


@pytest.mark.parametrize("info", ["plug_in-1.5.dist-info", "plug_in.egg-info", "Plug.In-1.5-py3.11.egg-info"])
def test_a_section_is_read_as_importlib_reads_it(add: Add, info: str) -> None:
    """Comments, blanks and extras are read alike; other sections are ignored."""
    lines = "[other]\nno=a:B\n[mine]\n# c=d:E\n\n  one = a.b : C.d [x, y] \ntwo=a\n[mine.too]\nno = a:B\n"
    add("site", info, lines)
    expected = [
        EntryPoint("one", "a.b : C.d [x, y]", "Plug-In", "1.5"),
        EntryPoint("two", "a", "Plug-In", "1.5"),
    ]
    assert find_entry_points("mine") == expected == theirs("mine")


def test_what_is_shadowed_is_not_there(add: Add) -> None:
    """The first distribution on the path counts, even if its name is spelled otherwise."""
    add("later", "plug_in-1.0.dist-info", "[mine]\nold = a:B\n")
    add("first", "Plug.in-2.0.dist-info", "[mine]\nnew = a:B\n")
    assert [found.name for found in find_entry_points("mine")] == ["new"]
    assert [name for name, *_ in theirs("mine")] == ["new"]


def test_what_is_no_folder_disturbs_nothing(
    add: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python itself ignores such an entry of the path."""
    add("site", "plug_in-1.5.dist-info", "[mine]\none = a:B\n")
    monkeypatch.setattr(sys, "path", [tmp_path, str(tmp_path / "not there"), "\0", *sys.path])
    assert find_entry_points("mine") == [EntryPoint("one", "a:B", "Plug-In", "1.5")]


def test_what_is_in_an_archive_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tools zipapp and shiv make such archives."""
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(
            "plug_in-1.5.dist-info/METADATA", "Metadata-Version: 2.1\nName: plug-in\nVersion: 1.5\n"
        )
        file.writestr("plug_in-1.5.dist-info/entry_points.txt", "[mine]\none = a:B\n")
    monkeypatch.syspath_prepend(str(archive))
    assert find_entry_points("mine") == [EntryPoint("one", "a:B", "plug-in", "1.5")]


def test_what_another_finder_knows_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some installers add a finder of their own before Python's."""

    class Known(metadata.Distribution):
        """A distribution that is not on the path."""

        def read_text(self, filename: str) -> str | None:
            """Return a file of the distribution's metadata."""
            texts = {
                "METADATA": "Metadata-Version: 2.1\nName: known\nVersion: 3\n",
                "entry_points.txt": "[mine]\none = a:B\n",
            }
            return texts.get(filename)

        def locate_file(self, path: object) -> Path:
            """Return the place of a file."""
            return Path(str(path))

    class Finder:
        """A finder for sys.meta_path."""

        find_spec = staticmethod(lambda *_: None)
        find_distributions = staticmethod(lambda *_: [Known()])

    monkeypatch.setattr(sys, "meta_path", [Finder(), *sys.meta_path])
    assert find_entry_points("mine") == [EntryPoint("one", "a:B", "known", "3")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("os.path", os.path), ("os.path:join", os.path.join), ("os : path.join [extra]", os.path.join)],
)
def test_a_reference_is_imported(value: str, expected: object) -> None:
    """It may name a module, or an object in it."""
    assert EntryPoint("one", value, "", "").load() is expected


@pytest.mark.parametrize(
    "value", ["", "no reference", "a:b:c", ":a", "os;path", "a" + " " * 100_000 + "x", "a" + " [" * 50_000]
)
def test_what_is_no_reference_says_so(value: str) -> None:
    """Nothing with a similar name is imported instead."""
    with pytest.raises(ValueError, match="is no reference such as 'module:name'"):
        EntryPoint("one", value, "", "").load()
