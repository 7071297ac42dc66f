"""What is written never costs what was there."""

import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-Im", "cvpalette"]


@pytest.mark.skipif(sys.platform == "win32", reason="stdin cannot be compared with a file")
def test_a_source_on_stdin_is_a_source(stripes: Path) -> None:
    """`cvpalette - -o photo.png < photo.png` would lose the photo."""
    before = stripes.read_bytes()
    with stripes.open("rb") as photo:
        command = [*COMMAND, "-", "-f", "quantized", "-o", str(stripes)]
        result = subprocess.run(command, stdin=photo, capture_output=True, check=False)
    assert (result.returncode, stripes.read_bytes()) == (1, before)
    assert b"a source is never overwritten" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there is no /dev/stdout")
def test_a_pipe_may_be_named(stripes: Path) -> None:
    """A name that leads to a pipe is written to, not replaced."""
    command = [*COMMAND, str(stripes), "-f", "hex", "-o", "/dev/stdout"]
    result = subprocess.run(command, capture_output=True, check=True)
    assert result.stdout.count(b"#") == 4


@pytest.mark.parametrize("arguments", [["-f", "css", "-f", "gpl"], ["stripes.png", "other.png", "-f", "css"]])
def test_a_name_of_one_file_is_no_folder_for_many(stripes: Path, arguments: list[str]) -> None:
    """A folder called 'out.css' is what nobody asked for."""
    (stripes.parent / "other.png").write_bytes(stripes.read_bytes())
    command = [*COMMAND, "stripes.png", *arguments, "-o", "out.css"]
    result = subprocess.run(command, cwd=stripes.parent, capture_output=True, check=False)
    assert result.returncode == 2
    assert b"'out.css' looks like a file" in result.stderr
    assert not (stripes.parent / "out.css").exists()


def test_several_pictures_do_not_share_stdout(stripes: Path) -> None:
    """Two PNGs end to end are one broken file."""
    (stripes.parent / "other.png").write_bytes(stripes.read_bytes())
    command = [*COMMAND, "stripes.png", "other.png", "-f", "swatch", "-o", "-"]
    result = subprocess.run(command, cwd=stripes.parent, capture_output=True, check=False)
    assert (result.returncode, result.stdout) == (1, b"")
    assert b"name a folder with --output" in result.stderr
