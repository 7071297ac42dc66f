"""Target: a file is whole or untouched, and where contents go."""

import errno
import os
from pathlib import Path
from typing import Any, NoReturn

import pytest

from cvpalette.command.target import Inputs, Target
from cvpalette.errors import SettingsError, WriteError

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
    """One that exists, ends in a slash, or has to hold many files."""
    assert target(output, many=many).takes_many is expected


def test_prepare_makes_a_folder_with_its_parents(tmp_path: Path) -> None:
    """Twice does no harm."""
    for _ in range(2):
        target(tmp_path / "a" / "b", many=True).prepare()
    assert (tmp_path / "a" / "b").is_dir()


def test_prepare_makes_nothing_for_a_file(tmp_path: Path) -> None:
    """A file is made when there is something to write."""
    target(tmp_path / "out.css").prepare()
    assert not list(tmp_path.iterdir())


def test_prepare_refuses_a_file_for_many(tmp_path: Path) -> None:
    """Before any slow work."""
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
    r"""Text in UTF-8 with "\n", bytes as they are; alike in files and on stdout."""
    path = target(tmp_path / "out").write(contents, "photo", ".css")
    assert path == tmp_path / "out"
    assert path.read_bytes() == expected
    assert target("-").write(contents, "photo", ".css") is None
    assert capsysbinary.readouterr().out == expected


@pytest.mark.parametrize(
    ("contents", "one_format", "written"),
    [("text", True, set()), (b"bytes", True, {"photo.x"}), ("text", False, {"photo.x"})],
    ids=["one text format", "one picture format", "one of many formats"],
)
def test_text_of_one_format_goes_to_stdout_by_itself(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    contents: str | bytes,
    one_format: bool,
    written: set[str],
) -> None:
    """All else becomes a file in the current folder, named after its source."""
    monkeypatch.chdir(tmp_path)
    target(None, one_format=one_format).write(contents, "photo", ".x")
    assert {path.name for path in tmp_path.iterdir()} == written


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    """At the last moment too, when all is written and not yet on the disk."""
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
    """What others may not read, they may not read afterwards."""
    path = tmp_path / "out.css"
    path.touch(mode=0o600)
    target(path).write("newer\n", "photo", ".css")
    assert path.stat().st_mode & 0o777 == 0o600


@needs_posix
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What it leads to is replaced."""
    (tmp_path / "link.css").symlink_to("real.css")
    target(tmp_path / "link.css").write("newer\n", "photo", ".css")
    assert (tmp_path / "link.css").is_symlink()
    assert (tmp_path / "real.css").read_bytes() == b"newer\n"


@needs_posix
def test_a_device_stays_a_device() -> None:
    """Root could replace /dev/null; that would be the end of many programs."""
    target(os.devnull).write("gone", "photo", ".css")
    assert not Path(os.devnull).is_file()


def test_a_name_may_be_as_long_as_names_can_be(tmp_path: Path) -> None:
    """The temporary name beside it is a short one of its own."""
    path = tmp_path / ("n" * 251 + ".css")
    assert target(path).write("text", "photo", ".css") == path


def test_one_run_writes_a_file_once(tmp_path: Path) -> None:
    """Two images of one name would overwrite each other, with --force too."""
    once = target(tmp_path, many=True, force=True)
    once.write("first\n", "photo", ".css")
    with pytest.raises(WriteError, match="rename one of the images"):
        once.write("second", "photo", ".css")
    assert (tmp_path / "photo.css").read_bytes() == b"first\n"


def test_a_source_is_no_target(tmp_path: Path) -> None:
    """Neither by force, nor as one of many."""
    path = tmp_path / "photo.css"
    path.write_bytes(b"pixels")
    with pytest.raises(WriteError, match="a source is never overwritten"):
        target(tmp_path, str(path), many=True, force=True).write("text", "photo", ".css")
    assert path.read_bytes() == b"pixels"
