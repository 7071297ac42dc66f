"""The wheel holds what it should, and nothing else."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
NOT_SHIPPED = ("tests", "samples", "benchmarks", ".ci", ".github")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel from a copy of the checkout, without the network."""
    if not (CHECKOUT / "cvpalette").is_dir():
        pytest.skip("there is no source to build: the tests run away from the checkout")
    folder = tmp_path_factory.mktemp("packaging")
    source = shutil.copytree(CHECKOUT, folder / "source", ignore=shutil.ignore_patterns(".*_cache", ".git"))
    build = ["-Im", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([sys.executable, *build, "-w", folder, source], check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_every_module_is_in_it(wheel: zipfile.ZipFile) -> None:
    """And the mark that it is typed."""
    modules = {path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "cvpalette").rglob("*.py")}
    assert {"cvpalette/py.typed", *modules} <= set(wheel.namelist())


def test_what_pages_are_made_of_is_in_it(wheel: zipfile.ZipFile) -> None:
    """Markup, styles and scripts are read from the package."""
    folder = CHECKOUT / "cvpalette" / "rendering" / "page"
    pieces = [path for path in folder.iterdir() if path.suffix in {".html", ".css", ".js"}]
    assert {path.suffix for path in pieces} == {".html", ".css", ".js"}
    assert {f"cvpalette/rendering/page/{path.name}" for path in pieces} <= set(wheel.namelist())


def test_built_in_palettes_are_in_it(wheel: zipfile.ZipFile) -> None:
    """With the licenses of their owners."""
    names = [path.name for path in (CHECKOUT / "cvpalette" / "palettes").glob("*.txt")]
    assert "licenses.txt" in names
    assert {f"cvpalette/palettes/{name}" for name in names} <= set(wheel.namelist())


def test_nothing_else_is_in_it(wheel: zipfile.ZipFile) -> None:
    """Tests, samples and benchmarks stay in the repository."""
    assert {name.split("/")[0] for name in wheel.namelist()}.isdisjoint(NOT_SHIPPED)


def test_every_built_in_output_is_an_entry_point(wheel: zipfile.ZipFile) -> None:
    """Built-ins come through the door that plugins come through."""
    points = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    text = wheel.read(points).decode()
    for path in (CHECKOUT / "cvpalette" / "outputs").glob("[!_]*.py"):
        assert f"cvpalette.outputs.{path.stem}:" in text
