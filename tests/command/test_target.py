"""Targets: a file is complete or unchanged, no source is overwritten, and all files have different names."""

import errno
import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from cvpalette.command.target import Inputs, Target, place_sources
from cvpalette.errors import CvpaletteError, SettingsError, WriteError

needs_posix = pytest.mark.skipif(os.name == "nt", reason="links, modes and devices of POSIX")


def target(output: str | Path | None, *sources: str, **how: Any) -> Target:
    """Return a target for a path."""
    return Target(None if output is None else str(output), Inputs(sources), **how)


@pytest.mark.parametrize(
    ("output", "many", "expected"),
    [
        (None, False, False),
        (None, True, False),
        ("-", True, False),
        ("out.css", False, False),
        ("out.css", True, True),
        ("out/", False, True),
        (os.curdir, False, True),
    ],
)
def test_what_is_a_folder(output: str | None, many: bool, expected: bool) -> None:
    """A folder exists already, ends in a slash, or has to hold many files."""
    assert target(output, many=many).takes_many is expected


def test_prepare_makes_a_folder_with_its_parents(tmp_path: Path) -> None:
    """A second call changes nothing."""
    for _ in range(2):
        target(tmp_path / "a" / "b", many=True).prepare()
    assert (tmp_path / "a" / "b").is_dir()


def test_prepare_makes_nothing_for_a_file(tmp_path: Path) -> None:
    """The file is made when its contents are written."""
    target(tmp_path / "out.css").prepare()
    assert not list(tmp_path.iterdir())


def test_prepare_refuses_a_file_for_many(tmp_path: Path) -> None:
    """The error comes before any slow work."""
    (tmp_path / "out").touch()
    with pytest.raises(SettingsError, match="is a file, but more than one is to be written"):
        target(tmp_path / "out", many=True).prepare()


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        ("a\nb\n", b"a\nb\n"),
        ("caf\u00e9\n", b"caf\xc3\xa9\n"),
        (b"a\r\n\0", b"a\r\n\0"),
    ],
    ids=["lines", "beyond ASCII", "bytes"],
)
def test_how_contents_are_written(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], contents: str | bytes, expected: bytes
) -> None:
    r"""Text is UTF-8 with "\n", bytes are unchanged; files and stdout are alike."""
    path = target(tmp_path / "out").write(contents, "photo", ".css")
    assert path == tmp_path / "out"
    assert path.read_bytes() == expected
    assert target("-").write(contents, "photo", ".css") is None
    assert capsysbinary.readouterr().out == expected


@pytest.mark.parametrize(
    ("contents", "one_format", "written"),
    [("text", True, set()), (b"bytes", True, set()), ("text", False, {"photo.x"})],
    ids=["one text format", "one picture format", "one of many formats"],
)
def test_one_format_goes_to_stdout_by_itself(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    contents: str | bytes,
    one_format: bool,
    written: set[str],
) -> None:
    """One of several formats becomes a file in the current folder, named after the source."""
    monkeypatch.chdir(tmp_path)
    target(None, one_format=one_format).write(contents, "photo", ".x")
    assert {path.name for path in tmp_path.iterdir()} == written


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    """This holds even if the last step, syncing to the disk, fails."""
    path = tmp_path / "out.css"
    path.write_bytes(b"older")

    def fail(_: int) -> NoReturn:
        raise failure

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises((WriteError, KeyboardInterrupt)) as caught:
        target(path).write("newer\n", "photo", ".css")
    assert isinstance(failure, KeyboardInterrupt) or "no space left on device" in str(caught.value)
    assert [(left, left.read_bytes()) for left in tmp_path.iterdir()] == [(path, b"older")]


@needs_posix
def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path) -> None:
    """Others who could not read the old file cannot read the new one."""
    path = tmp_path / "out.css"
    path.touch(mode=0o600)
    target(path).write("newer\n", "photo", ".css")
    assert path.stat().st_mode & 0o777 == 0o600


@needs_posix
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """The file that it points to is replaced."""
    (tmp_path / "link.css").symlink_to("real.css")
    target(tmp_path / "link.css").write("newer\n", "photo", ".css")
    assert (tmp_path / "link.css").is_symlink()
    assert (tmp_path / "real.css").read_bytes() == b"newer\n"


@needs_posix
def test_a_device_stays_a_device() -> None:
    """Root could replace /dev/null, which would break many programs."""
    target(os.devnull).write("gone", "photo", ".css")
    assert not Path(os.devnull).is_file()


def test_a_name_may_be_as_long_as_names_can_be(tmp_path: Path) -> None:
    """The temporary file beside it has a short name."""
    path = tmp_path / ("n" * 251 + ".css")
    assert target(path).write("text", "photo", ".css") == path


SET: dict[str, str | bytes] = {"about.txt": "two\n", "icons/16.bin": b"\0"}


@pytest.mark.parametrize(
    ("output", "many", "folder"),
    [
        ("mine", False, "mine"),
        ("mine", True, "mine/photo.icons"),
        ("mine/", False, "mine/photo.icons"),
    ],
    ids=["a name", "many", "a folder"],
)
def test_a_set_of_files_becomes_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str, many: bool, folder: str
) -> None:
    """The folder is --output itself, or is named after the source in a folder for many."""
    monkeypatch.chdir(tmp_path)
    assert target(output, many=many).write(SET, "photo", ".icons") == Path(folder)
    assert files(tmp_path) == [f"{folder}/about.txt", f"{folder}/icons/16.bin"]


@pytest.mark.parametrize("force", [False, True])
def test_a_set_of_files_goes_to_its_own_folder_again(tmp_path: Path, force: bool) -> None:
    """A second run with the same name means the same folder, and not one in it."""
    path = tmp_path / "mine"
    target(path).write(SET, "photo", ".icons")
    again = target(path, force=force)
    if force:
        again.write(SET, "photo", ".icons")
    else:
        with pytest.raises(WriteError, match="exists and is kept; overwrite it with --force"):
            again.write(SET, "photo", ".icons")
    assert files(tmp_path) == ["mine/about.txt", "mine/icons/16.bin"]


@needs_posix
@pytest.mark.parametrize("force", [False, True])
def test_a_link_in_an_output_folder_is_not_followed(tmp_path: Path, force: bool) -> None:
    """Somebody else may have put it there. With --force the link is replaced, and its file is kept."""
    folder, victim = tmp_path / "out", tmp_path / "victim"
    folder.mkdir()
    victim.write_bytes(b"mine")
    (folder / "photo.css").symlink_to(victim)
    one = target(f"{folder}/", force=force)
    if force:
        one.write("text\n", "photo", ".css")
        assert (folder / "photo.css").read_bytes() == b"text\n"
        assert not (folder / "photo.css").is_symlink()
    else:
        with pytest.raises(WriteError, match="exists and is kept"):
            one.write("text\n", "photo", ".css")
    assert victim.read_bytes() == b"mine"


@needs_posix
def test_a_linked_folder_does_not_lead_out_of_the_output_folder(tmp_path: Path) -> None:
    """The place `a/photo` of a source must not be a place elsewhere."""
    folder, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    (folder / "a").symlink_to(elsewhere)
    with pytest.raises(WriteError, match="by a link"):
        target(folder, many=True).write("text\n", "a/photo", ".css")
    assert list(elsewhere.iterdir()) == []


def test_a_single_file_is_no_archive(tmp_path: Path) -> None:
    """CSS under the name mine.zip would be a lie."""
    with pytest.raises(WriteError, match="names an archive"):
        target(tmp_path / "mine.zip").write("text\n", "photo", ".css")


class _Terminal(io.TextIOWrapper):
    """A stdout that is a terminal; `shown` is what a person sees."""

    def __init__(self) -> None:
        self.shown = io.BytesIO()
        super().__init__(self.shown, "utf-8")

    def isatty(self) -> bool:
        return True


LONG_LINE = "x" * 5000 + "\n"
LONG_LIST = "#ffffff\n" * 1000


@pytest.mark.parametrize(
    ("contents", "suffix", "is_file"),
    [
        ("#fff\n", ".hex", False),
        (LONG_LIST, ".hex", False),
        (LONG_LINE, ".json", True),
        ("<p>\n", ".html", True),
        ("<svg/>\n", ".svg", True),
        (b"\x89PNG", ".png", True),
        ({"a.txt": "a\n"}, ".icons", True),
    ],
    ids=["text", "long text", "one long line", "page", "drawing", "bytes", "set"],
)
def test_what_is_not_for_reading_never_goes_to_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, contents: Any, suffix: str, is_file: bool
) -> None:
    """It becomes a file in the current folder, named after the source."""
    monkeypatch.chdir(tmp_path)
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    path = target(None).write(contents, "photo", suffix)
    assert path == (Path(f"photo{suffix}") if is_file else None)
    assert bool(terminal.shown.getvalue()) is not is_file


@pytest.mark.parametrize(
    ("contents", "suffix"),
    [(b"bytes", ".png"), ("<p>\n", ".html"), (SET, ".icons")],
    ids=["b", "page", "set"],
)
@pytest.mark.parametrize("output", [None, "-"])
def test_a_pipe_holds_one_picture(output: str | None, contents: Any, suffix: str) -> None:
    """Two pictures, two pages or a set of files in one stream are nothing that a program can read."""
    with pytest.raises(SettingsError, match="cannot hold several files; name a folder with --output"):
        target(output, many=True).write(contents, "photo", suffix)


def test_a_set_of_files_becomes_an_archive_where_the_name_says_so(tmp_path: Path) -> None:
    """The archive is a file like any other: if it is named, it is replaced."""
    path = tmp_path / "mine.zip"
    path.write_bytes(b"older")
    assert target(path).write(SET, "photo", ".icons") == path
    with zipfile.ZipFile(path) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "about.txt": b"two\n",
            "icons/16.bin": b"\0",
        }
    assert list(tmp_path.iterdir()) == [path]


def test_a_set_of_files_overwrites_none_but_by_force(tmp_path: Path) -> None:
    """If one file exists, no file is written. A source is kept even with --force."""
    folder = tmp_path / "photo.icons"
    (folder / "icons").mkdir(parents=True)
    (folder / "icons" / "16.bin").write_bytes(b"older")
    with pytest.raises(WriteError, match=r"16\.bin': exists and is kept; overwrite it with --force"):
        target(tmp_path, many=True).write(SET, "photo", ".icons")
    assert files(folder) == ["icons/16.bin"]
    source = str(folder / "icons" / "16.bin")
    with pytest.raises(WriteError, match="a source is never overwritten"):
        target(tmp_path, source, many=True, force=True).write(SET, "photo", ".icons")
    assert files(folder) == ["icons/16.bin"]
    forced = target(tmp_path, many=True, force=True)
    forced.write(SET, "photo", ".icons")
    assert (folder / "icons" / "16.bin").read_bytes() == b"\0"
    assert forced.has_written(str(folder / "about.txt"))
    with pytest.raises(WriteError, match="is written in this run already"):
        forced.write(SET, "photo", ".icons")


def test_stdout_holds_no_set_of_files() -> None:
    """The message says to name a folder."""
    with pytest.raises(SettingsError, match="cannot hold several files; name a folder with --output"):
        target("-").write(SET, "photo", ".icons")


def test_one_run_writes_a_file_once(tmp_path: Path) -> None:
    """Two images of the same name would overwrite each other, even with --force."""
    once = target(tmp_path, many=True, force=True)
    once.write("first\n", "photo", ".css")
    with pytest.raises(WriteError, match="rename one of the images"):
        once.write("second", "photo", ".css")
    assert (tmp_path / "photo.css").read_bytes() == b"first\n"


def test_a_source_is_no_target(tmp_path: Path) -> None:
    """This also holds with --force, and for one file of many."""
    path = tmp_path / "photo.css"
    path.write_bytes(b"pixels")
    with pytest.raises(WriteError, match="a source is never overwritten"):
        target(tmp_path, str(path), many=True, force=True).write("text", "photo", ".css")
    assert path.read_bytes() == b"pixels"


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
    """Nobody wants a folder called 'out.css'."""
    (stripes.parent / "other.png").write_bytes(stripes.read_bytes())
    command = [*COMMAND, "stripes.png", *arguments, "-o", "out.css"]
    result = subprocess.run(command, cwd=stripes.parent, capture_output=True, check=False)
    assert result.returncode == 2
    assert b"is to be written; name a folder, such as 'out/'" in result.stderr
    assert not (stripes.parent / "out.css").exists()


def test_several_pictures_do_not_share_stdout(stripes: Path) -> None:
    """Two PNGs one after the other would be one broken file."""
    (stripes.parent / "other.png").write_bytes(stripes.read_bytes())
    command = [*COMMAND, "stripes.png", "other.png", "-f", "swatch", "-o", "-"]
    result = subprocess.run(command, cwd=stripes.parent, capture_output=True, check=False)
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"name a folder with --output" in result.stderr


Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def tree(stripes: Path) -> Callable[..., None]:
    """Write the stripes to files of several names."""

    def write(*names: str) -> None:
        for name in names:
            path = stripes.parent / name
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(stripes, path)

    return write


def files(folder: Path) -> list[str]:
    """Return the files below a folder, as relative paths."""
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
    (["p/x.png", "p/X.jpg"], ["p"], ["X.jpg.css", "x.png.css"]),
    (["p/x.png", "p/X.jpg"], ["p/x.png", "p/X.jpg"], ["X.jpg.css", "x.png.css"]),
    (["a/x.png", "b/X.png"], ["a/x.png", "b/X.png"], ["X-2.css", "x.css"]),
    (["p/\u00e9.png", "p/e\u0301.jpg"], ["p"], ["e\u0301.jpg.css", "\u00e9.png.css"]),
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
        "two cases in a folder",
        "two cases of one stem",
        "two cases of one name",
        "two ways to write an accent",
    ],
)
def test_no_two_files_meet(
    run_cli: Run,
    tree: Callable[..., None],
    tmp_path: Path,
    case: tuple[list[str], list[str], list[str]],
) -> None:
    """Each source has its own file, with a predictable name."""
    names, arguments, written = case
    tree(*names)
    result = run_cli(*arguments, "-f", "css", "-o", "out")
    assert (result.returncode, result.stderr) == (0, b"")
    assert files(tmp_path / "out") == written


def test_a_note_beside_an_image_changes_no_name(
    run_cli: Run, tree: Callable[..., None], tmp_path: Path
) -> None:
    """Only another image with the same stem changes the name."""
    tree("p/x.png")
    (tmp_path / "p" / "x.txt").write_text("a caption", "utf-8")
    run_cli("p", "-f", "css", "-o", "out")
    assert files(tmp_path / "out") == ["x.css"]


def test_an_image_that_is_broken_changes_no_name(
    run_cli: Run, tree: Callable[..., None], tmp_path: Path
) -> None:
    """The name depends on the files that exist, not on those that can be read."""
    tree("p/x.png", "p/x.jpg", "b/x.png")
    (tmp_path / "p" / "x.jpg").write_bytes((tmp_path / "p" / "x.png").read_bytes()[:-30])
    assert run_cli("p", "b/x.png", "-f", "css", "-o", "out").returncode == 1
    assert files(tmp_path / "out") == ["x.css", "x.png.css"]


@pytest.mark.parametrize("output", ["p/out", "."], ids=["in a folder", "beside the sources"])
def test_what_is_written_is_no_source(
    run_cli: Run, tree: Callable[..., None], tmp_path: Path, output: str
) -> None:
    """Otherwise, a run that writes pictures into the folder that it reads would never end."""
    tree("p/x.png", "p/z/y.png")
    folder = tmp_path / "p"
    source, cwd = (".", folder) if output == "." else (str(folder), tmp_path)
    result = run_cli(source, "-r", "-f", "swatch", "-o", output, cwd=cwd)
    assert (result.returncode, result.stderr) == (0, b"")
    made = "" if output == "." else "out/"
    assert files(folder) == sorted(["x.png", "z/y.png", f"{made}x.swatch.png", f"{made}z/y.swatch.png"])


def test_a_name_that_leads_up_leads_nowhere(tree: Callable[..., None], stripes: Path) -> None:
    """With several folders, each has its own name: '..' has the name of the folder it is."""
    tree("p/x.png", "q/y.png")
    failed: list[CvpaletteError] = []
    arguments = [os.path.join(stripes.parent, "p", "..", "q"), str(stripes.parent / "p")]  # noqa: PTH118
    places = [located.place for located in place_sources(arguments, recursive=False, fail=failed.append)]
    assert [Path(place).as_posix() for place in places] == ["q/y", "p/x"]
    assert not failed


def test_inputs_are_known_on_a_disk_without_numbers(
    tree: Callable[..., None], stripes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some disks of Windows number no files: then every file would be every other."""
    tree("x.png", "y.png")

    def number_nothing(path: Any, *, real: Callable[..., os.stat_result] = os.stat, **how: Any) -> Any:
        fields = list(real(path, **how))
        fields[1:3] = 0, 0
        return os.stat_result(fields)

    inputs = Inputs([str(stripes.parent / "x.png"), "-"])
    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", number_nothing)
        held = [inputs.hold(stripes.parent / name) for name in ("x.png", "y.png", "z.png")]
    assert held == [True, False, False]


def test_inputs_are_known_by_any_name(tree: Callable[..., None], stripes: Path) -> None:
    """Links are followed; a missing file is no input."""
    tree("p/x.png")
    folder = stripes.parent / "p"
    try:
        (stripes.parent / "link.png").symlink_to(folder / "x.png")
    except OSError:
        pytest.skip("there are no links here")
    inputs = Inputs([str(folder), "missing.png", "-"], others=[str(stripes), None])
    held = [inputs.hold(path) for path in (folder / "x.png", stripes.parent / "link.png", stripes)]
    assert (held, inputs.hold("missing.png"), inputs.hold(__file__)) == ([True] * 3, False, False)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-f", "kitty", "-O", "kity.mode=dark"], "no output named 'kity'; did you mean 'kitty'?"),
        (["-f", "kitty", "-O", "css.prefix=a"], "this run does not write it; add --format css"),
        (["-o", "x.tailwind"], "no output writes '.tailwind' files; did you mean 'x.tailwind.css'?\n"),
        (["-o", "x.csss"], "no output writes '.csss' files; did you mean 'x.css'?\n"),
        (["-o", "x.qqq"], "no output writes '.qqq' files; there are '.css', "),
        (["-f", "vscode"], "stdout cannot hold several files; name a folder with --output"),
        (
            ["other.png", "-f", "vscode", "-o", "x.vscode"],
            "more is to be written; name a folder, such as 'x/'",
        ),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage_and_guessed(
    run_cli: Run, stripes: Path, words: list[str], message: str
) -> None:
    """Nothing is written."""
    (stripes.parent / "other.png").write_bytes(stripes.read_bytes())
    result = run_cli(stripes.name, *words)
    assert (result.returncode, result.stdout) == (2, b"")
    assert message in result.stderr.decode()
    assert {path.name for path in stripes.parent.iterdir()} == {stripes.name, "other.png"}
