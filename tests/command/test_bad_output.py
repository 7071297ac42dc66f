"""If a file cannot, or must not, be written, no other file is lost and no half of it is left."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]
Refuse = Callable[..., str]


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """Return every path below a folder, with the contents of files."""
    return {str(path): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def told(result: subprocess.CompletedProcess[bytes]) -> str:
    """Return the message of a run that failed with 1: one or two lines for people."""
    message = result.stderr.decode()
    assert result.returncode == 1
    assert 1 <= len(message.splitlines()) <= 2
    for unwanted in ("Traceback", "please report"):
        assert unwanted not in message
    return message


@pytest.fixture
def refuse(run_cli: Run, stripes: Path) -> Refuse:
    """Run a command that must not write, check that every file is unchanged, and return stderr."""

    def run(*arguments: str, names: str) -> str:
        before = snapshot(stripes.parent)
        message = told(run_cli(*arguments))
        assert f"'{names}'" in message
        assert snapshot(stripes.parent) == before
        return message

    return run


@pytest.mark.parametrize(
    ("target", "named"),
    [
        pytest.param("stripes.png/out/", "stripes.png/out", id="folder below a file"),
        pytest.param("stripes.png/out.css", "stripes.png/out.css", id="file below a file"),
        pytest.param("missing/out.css", "missing/out.css", id="folder that is missing"),
        pytest.param(
            "/proc/out.css",
            "/proc/out.css",
            id="folder that takes no files",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="needs /proc"),
        ),
        pytest.param(f"{'n' * 300}.css", f"{'n' * 300}.css", id="name that is too long"),
    ],
)
def test_a_target_that_cannot_be_written(refuse: Refuse, target: str, named: str) -> None:
    """The message names the target as the user wrote it."""
    refuse("stripes.png", "-f", "css", "-o", target, names=named)


def test_a_folder_is_no_file_to_write(run_cli: Run, stripes: Path) -> None:
    """A folder's suffix does not choose a format; with --format, the file goes into the folder."""
    (stripes.parent / "out.css").mkdir()
    assert b"'out.css' is a folder" in run_cli(stripes, "-o", "out.css").stderr
    assert run_cli(stripes, "-f", "css", "-o", "out.css").returncode == 0
    assert (stripes.parent / "out.css" / "stripes.css").is_file()


@pytest.fixture(params=["same name", "other spelling", "symbolic link", "hard link"])
def alias(request: pytest.FixtureRequest, stripes: Path) -> str:
    """Make another name for the stripes."""
    try:
        if request.param == "symbolic link":
            (stripes.parent / "alias.png").symlink_to(stripes)
        elif request.param == "hard link":
            (stripes.parent / "alias.png").hardlink_to(stripes)
    except OSError:
        pytest.skip("the file system has no such links")
    return {"same name": "stripes.png", "other spelling": "./stripes.png"}.get(request.param, "alias.png")


@pytest.mark.parametrize("force", [[], ["--force"]], ids=["", "with force"])
def test_a_source_is_never_overwritten(refuse: Refuse, alias: str, force: list[str]) -> None:
    """This holds for any name of the source."""
    message = refuse("stripes.png", "-f", "quantized", "-o", alias, *force, names=os.path.normpath(alias))
    assert "is the source" in message


def test_another_source_is_never_overwritten(run_cli: Run, stripes: Path) -> None:
    """A file that is named after one source may be another source."""
    other = stripes.parent / "stripes.swatch.png"
    shutil.copy(stripes, other)
    message = told(run_cli("stripes.png", other.name, "-f", "swatch", "-o", "./", "--force"))
    assert f"'{other.name}': is the source" in message
    assert other.read_bytes() == stripes.read_bytes()


@pytest.mark.parametrize("kind", ["file", "dangling link", "folder"])
def test_what_exists_is_kept_without_force(refuse: Refuse, stripes: Path, kind: str) -> None:
    """Only a file that -o names is overwritten; the message says what to do."""
    taken = stripes.parent / "stripes.swatch.png"
    if kind == "file":
        taken.write_bytes(b"mine")
    elif kind == "folder":
        taken.mkdir()
    else:
        taken.symlink_to("nowhere")
    assert "--force" in refuse("stripes.png", "-f", "swatch", "-o", "./", names=taken.name)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "arguments",
    [
        ["stripes.png"],
        ["stripes.png", "-f", "css"],
        ["stripes.png", "-f", "swatch", "-o", "-"],
        ["--list-formats"],
    ],
    ids=["palette", "text", "picture", "list of formats"],
)
@pytest.mark.usefixtures("stripes")
def test_a_full_disk_behind_stdout(run_cli: Run, arguments: list[str]) -> None:
    """`cvpalette photo.jpg > palette.txt` fails if the disk is full."""
    with Path("/dev/full").open("wb") as full:
        result = run_cli(*arguments, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert "'stdout': cannot be written: no space left on device" in told(result)


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that sets limits")
@pytest.mark.parametrize("older", [None, b"mine"], ids=["new file", "file that was there"])
def test_a_disk_that_gets_full(stripes: Path, older: bytes | None) -> None:
    """The old file stays, and the half of the new one is removed."""
    target = stripes.parent / "out.swatch.png"
    if older:
        target.write_bytes(older)
    before = snapshot(stripes.parent)
    limited = ["sh", "-c", 'ulimit -f 1; exec "$@"', "sh", sys.executable, "-Im", "cvpalette"]
    # The coverage tool would write to the full disk too.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    command = [*limited, str(stripes), "-o", str(target)]
    result = subprocess.run(command, check=False, capture_output=True, cwd=stripes.parent, env=environment)
    assert f"'{target}': cannot be written" in told(result)
    assert snapshot(stripes.parent) == before
