"""Where the files of many sources go: in a tree like theirs, no two by one name."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cvpalette.command.target import Inputs, place_sources
from cvpalette.errors import CvpaletteError

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def tree(stripes: Path) -> Callable[..., None]:
    """Write the stripes by several names, beside themselves."""

    def write(*names: str) -> None:
        for name in names:
            path = stripes.parent / name
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(stripes, path)

    return write


def files(folder: Path) -> list[str]:
    """Return the files below a folder, as paths from there."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


TREES: list[tuple[list[str], list[str], list[str]]] = [
    (["p/x.png", "p/a/x.png"], ["p", "-r"], ["a/x.css", "x.css"]),
    (["p/x.png", "p/x.jpg"], ["p"], ["x.jpg.css", "x.png.css"]),
    (["a/x.png", "b/x.png"], ["a", "b"], ["a/x.css", "b/x.css"]),
    (["a/x.png", "b/x.png"], ["a/x.png", "b/x.png"], ["x-2.css", "x.css"]),
    (["a/x.png", "a/x.jpg"], ["a/x.png", "a/x.jpg"], ["x.jpg.css", "x.png.css"]),
    (["a/x.png", "b/x.png"], ["a", "b/x.png", "a/x.png"], ["x-2.css", "x.css"]),
    (["a/p/x.png", "b/p/x.png"], ["a/p", "b/p"], ["p/x-2.css", "p/x.css"]),
    (["p/x.png"], ["p", "p"], ["p/x.css"]),
]


@pytest.mark.parametrize(
    "case",
    TREES,
    ids=[
        "a tree",
        "two suffixes in a folder",
        "two folders",
        "two files of one name",
        "two files of one stem",
        "a folder and files",
        "two folders of one name",
        "a folder twice",
    ],
)
def test_no_two_files_meet(
    run_cli: Run,
    tree: Callable[..., None],
    tmp_path: Path,
    case: tuple[list[str], list[str], list[str]],
) -> None:
    """Each source has a file whose name can be foretold."""
    names, arguments, written = case
    tree(*names)
    result = run_cli(*arguments, "-f", "css", "-o", "out")
    assert (result.returncode, result.stderr) == (0, b"")
    assert files(tmp_path / "out") == written


def test_a_note_beside_an_image_changes_no_name(
    run_cli: Run, tree: Callable[..., None], tmp_path: Path
) -> None:
    """Only another image of its stem does."""
    tree("p/x.png")
    (tmp_path / "p" / "x.txt").write_text("a caption", "utf-8")
    run_cli("p", "-f", "css", "-o", "out")
    assert files(tmp_path / "out") == ["x.css"]


def test_an_image_that_is_broken_changes_no_name(
    run_cli: Run, tree: Callable[..., None], tmp_path: Path
) -> None:
    """A name depends on what there is, not on what could be read."""
    tree("p/x.png", "p/x.jpg", "b/x.png")
    (tmp_path / "p" / "x.jpg").write_bytes((tmp_path / "p" / "x.png").read_bytes()[:-30])
    assert run_cli("p", "b/x.png", "-f", "css", "-o", "out").returncode == 1
    assert files(tmp_path / "out") == ["x.css", "x.png.css"]


@pytest.mark.parametrize("output", [["-o", "p/out"], []], ids=["in a folder", "beside the sources"])
def test_what_is_written_is_no_source(
    run_cli: Run, tree: Callable[..., None], tmp_path: Path, output: list[str]
) -> None:
    """Pictures that a run writes below a folder that it goes through would give pictures without end."""
    tree("p/x.png", "p/z/y.png")
    folder = tmp_path / "p"
    arguments = [str(folder)] if output else ["."]
    result = run_cli(*arguments, "-r", "-f", "swatch", *output, cwd=tmp_path if output else folder)
    assert (result.returncode, result.stderr) == (0, b"")
    made = "out/" if output else ""
    assert files(folder) == sorted(["x.png", "z/y.png", f"{made}x.swatch.png", f"{made}z/y.swatch.png"])


def test_a_name_that_leads_up_leads_nowhere(tree: Callable[..., None], stripes: Path) -> None:
    """Of several folders each has its own name: that of '..' is what it is called."""
    tree("p/x.png", "q/y.png")
    failed: list[CvpaletteError] = []
    arguments = [os.path.join(stripes.parent, "p", "..", "q"), str(stripes.parent / "p")]  # noqa: PTH118
    places = [located.place for located in place_sources(arguments, recursive=False, fail=failed.append)]
    assert [Path(place).as_posix() for place in places] == ["q/y", "p/x"]
    assert not failed


def test_inputs_are_known_by_any_name(tree: Callable[..., None], stripes: Path) -> None:
    """Links included; what is missing is none."""
    tree("p/x.png")
    folder = stripes.parent / "p"
    try:
        (stripes.parent / "link.png").symlink_to(folder / "x.png")
    except OSError:
        pytest.skip("there are no links here")
    inputs = Inputs([str(folder), "missing.png", "-"], others=[str(stripes), None])
    held = [inputs.hold(path) for path in (folder / "x.png", stripes.parent / "link.png", stripes)]
    assert (held, inputs.hold("missing.png"), inputs.hold(__file__)) == ([True] * 3, False, False)
