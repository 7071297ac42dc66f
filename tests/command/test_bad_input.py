"""Bad input gives one line that names it; no file is lost, and none is left behind."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import PIL.Image
import pytest

from cvpalette.messages import conceal

Run = Callable[..., subprocess.CompletedProcess[bytes]]
Refuse = Callable[..., str]


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """Return every path below a folder, with the contents of files."""
    return {str(path): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.fixture
def refuse(run_cli: Run, stripes: Path) -> Refuse:
    """Run a command that must fail, check its exit code, stdout and files, and return stderr."""

    def run(*arguments: str | Path, code: int, names: str | tuple[str, ...] = ()) -> str:
        before = snapshot(stripes.parent)
        result = run_cli(*arguments)
        message = result.stderr.decode()
        assert (result.returncode, result.stdout) == (code, b"")
        assert 1 <= len(message.splitlines()) <= 2
        for unwanted in ("Traceback", "please report"):
            assert unwanted not in message
        for name in (names,) if isinstance(names, str) else names:
            assert f"'{name}'" in message
        assert snapshot(stripes.parent) == before
        return message

    return run


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        pytest.param("-k 0", "0", id="no colors"),
        pytest.param("-k -1", "-1", id="fewer than no colors"),
        pytest.param("-k 257", "257", id="more colors than 256"),
        pytest.param("-k six", "six", id="a number in words"),
        pytest.param("--tolerance 0", "0.0", id="no tolerance"),
        pytest.param("--tolerance 3", "--colors auto", id="a tolerance without auto"),
        pytest.param("--space hsv", ("hsv", "lab", "oklab", "rgb"), id="unknown space"),
        pytest.param("--sort size", ("size", "share", "hue"), id="unknown order"),
        pytest.param("--seed -1", "-1", id="seed below zero"),
        pytest.param("--seed one", "one", id="seed in words"),
        pytest.param("--region 1,2", ("1,2", "10%,10%,80%,80%"), id="region of two numbers"),
        pytest.param("--region 0,0,0,9", "0,0,0,9", id="region of no pixels"),
        pytest.param("--ignore whit", ("whit", "white"), id="unknown color to ignore"),
        pytest.param("--ignore white~far", ("far", "white~far", "white~5"), id="distance in words"),
        pytest.param("--background #12", ("#12", "#rrggbb"), id="unknown background"),
        pytest.param("--fromat css", ("--fromat", "--format"), id="unknown argument"),
        pytest.param("-f", "-f", id="argument without its value"),
        pytest.param("-f wxyz", "wxyz", id="unknown format"),
        pytest.param("-f css -O css.size=1", ("css", "size", "prefix"), id="unknown option"),
        pytest.param("-f swatch -O swatch.width=wide", ("width", "wide"), id="option of the wrong type"),
        pytest.param("-f swatch -O swatch.width=0", ("width", "0"), id="option out of range"),
        pytest.param("-f hex -O hex.hash=maybe", ("hash", "yes", "no", "maybe"), id="neither yes nor no"),
        pytest.param("-f css -O gpl.columns=1", "gpl", id="option of a format not asked for"),
        pytest.param("-f css -O prefix=a", "prefix=a", id="option without its format"),
        pytest.param("-o out.png", ("quantized", "swatch"), id="suffix of two formats"),
        pytest.param("-o out.docx", (".docx", ".css"), id="suffix of no format"),
        pytest.param("-o out", ("out", ".css"), id="no suffix"),
        pytest.param("-o .", ".", id="folder without a format"),
        pytest.param("-f gpl -o x.css", ("x.css", "css", "gpl"), id="suffix of another format"),
        pytest.param(
            "-f css -o x.tokens.json", ("x.tokens.json", "dtcg"), id="long suffix of another format"
        ),
        pytest.param("-f css -f gpl -o -", ("css", "gpl"), id="two formats to stdout"),
        pytest.param("-f css -f gpl -o stripes.png", "stripes.png", id="two formats into a file"),
    ],
)
def test_wrong_usage_ends_with_2(refuse: Refuse, arguments: str, names: str | tuple[str, ...]) -> None:
    """The error comes before a source is read; it quotes the mistake and often says what would work."""
    refuse("stripes.png", *arguments.split(), code=2, names=names)


def test_no_source_is_wrong_usage(refuse: Refuse) -> None:
    """The message says that sources are missing."""
    assert "no source is given" in refuse("-f", "css", code=2)


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [("-f gplx", "gpl"), ("-f css -O css.prefx=a", "prefix")],
    ids=["of a format", "of an option"],
)
def test_a_slip_is_answered_with_the_right_name(refuse: Refuse, arguments: str, meant: str) -> None:
    """The message suggests the nearest name."""
    assert f"did you mean '{meant}'?" in refuse("stripes.png", *arguments.split(), code=2)


@pytest.fixture
def unreadable(stripes: Path) -> Path:
    """Write one file of each kind that is not an image, to the folder of the stripes."""
    folder = stripes.parent
    PIL.Image.open(stripes).save(folder / "whole.jpg")
    for whole, cut in ((stripes, "cut.png"), (folder / "whole.jpg", "cut.jpg")):
        (folder / cut).write_bytes(whole.read_bytes()[:-20])
    (folder / "empty.png").touch()
    (folder / "text.png").write_text("I am no picture.\n", "utf-8")
    (folder / "no-images").mkdir()
    (folder / "no-images" / "notes.txt").write_text("None here.\n", "utf-8")
    return folder


@pytest.mark.usefixtures("unreadable")
@pytest.mark.parametrize(
    "source",
    [
        pytest.param("missing.png", id="missing file"),
        pytest.param("no-images", id="folder without images"),
        pytest.param("empty.png", id="empty file"),
        pytest.param("text.png", id="text file"),
        pytest.param("cut.png", id="truncated PNG"),
        pytest.param("cut.jpg", id="truncated JPEG"),
        pytest.param(f"{'n' * 300}.png", id="name that is too long"),
        pytest.param("zz://bucket/photo.jpg", id="URL of another scheme"),
        pytest.param("http://localhost:1/photo.jpg", id="URL that nobody answers"),
        pytest.param("http://user@localhost/photo.jpg", id="URL with a user"),
    ],
)
def test_an_unreadable_source_ends_with_1(refuse: Refuse, source: str) -> None:
    """This holds with a file to write and without."""
    refuse(source, code=1, names=conceal(source))
    refuse(source, "-f", "swatch", code=1, names=conceal(source))


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        pytest.param("--mask missing.png", "missing.png", id="missing mask"),
        pytest.param("--mask small.png", ("stripes.png", "small.png"), id="mask of another size"),
        pytest.param("--region 40,0,9,9", ("stripes.png", "40,0,9,9"), id="region beside the image"),
        pytest.param("--ignore black~100", "stripes.png", id="nothing left"),
    ],
)
def test_what_does_not_fit_the_image_ends_with_1(
    refuse: Refuse, tmp_path: Path, arguments: str, names: str | tuple[str, ...]
) -> None:
    """The message names the image and the mask or region that does not fit it."""
    PIL.Image.new("L", (4, 4), "white").save(tmp_path / "small.png")
    refuse("stripes.png", *arguments.split(), "-o", "out.css", code=1, names=names)


def test_a_mask_is_never_overwritten(refuse: Refuse, tmp_path: Path) -> None:
    """The mask is an input like the source, even if --output names it."""
    PIL.Image.new("L", (40, 40), "white").save(tmp_path / "mask.png")
    arguments = "--mask mask.png -f swatch -o mask.png --force"
    assert "is read in this run" in refuse("stripes.png", *arguments.split(), code=1, names="mask.png")


def test_an_empty_stdin_ends_with_1(refuse: Refuse) -> None:
    """Its name in messages is stdin."""
    refuse("-", code=1, names="stdin")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_not_waited_for(refuse: Refuse, tmp_path: Path) -> None:
    """Opening a pipe without a writer would never return."""
    os.mkfifo(tmp_path / "pipe.png")
    refuse("pipe.png", code=1, names="pipe.png")


def test_one_bad_source_does_not_stop_the_others(run_cli: Run, unreadable: Path) -> None:
    """All other files are written; the exit code says that something failed."""
    result = run_cli("stripes.png", "cut.png", "missing.png", "whole.jpg", "-f", "css", "-o", "out")
    assert result.returncode == 1
    assert [line.split("'")[1] for line in result.stderr.decode().splitlines()] == ["cut.png", "missing.png"]
    assert set(snapshot(unreadable / "out")) == {
        str(unreadable / "out" / name) for name in ("stripes.css", "whole.css")
    }


NAMES = [
    pytest.param("two words.png", id="spaces"),
    pytest.param("two\nlines.png", id="newline"),
    pytest.param("-dash.png", id="leading dash"),
    pytest.param("[a-z]*'?.png", id="quote and wildcards"),
    pytest.param("\u6f22\u5b57 caf\u00e9.png", id="beyond ASCII"),
    pytest.param(os.fsdecode(b"caf\xe9.png") if os.name != "nt" else "\udce9.png", id="bytes, not UTF-8"),
]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_may_have_any_name(run_cli: Run, stripes: Path, name: str) -> None:
    """The file is read, its name stands in comments, and files are named after it."""
    try:
        shutil.copy(stripes, stripes.parent / name)
    except OSError:
        pytest.skip("the file system refuses such a name")
    result = run_cli("-f", "css", "-f", "swatch", "-o", "out", "--", name)
    assert (result.returncode, result.stderr) == (0, b"")
    assert sorted(path.suffix for path in (stripes.parent / "out").iterdir()) == [".css", ".png"]


@pytest.mark.skipif(sys.platform != "linux", reason="what a name may hold differs elsewhere")
@pytest.mark.parametrize("name", NAMES)
def test_any_name_fits_on_one_line_of_a_message(refuse: Refuse, name: str) -> None:
    """A missing file is named, whatever its name is."""
    assert len(refuse("--", name, code=1).splitlines()) == 1
