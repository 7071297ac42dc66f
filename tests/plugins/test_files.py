"""Files are written so that nothing is lost: replaced, appended to, or written as sets."""

import errno
import io
import os
import stat
import sys
import threading
import zipfile
from pathlib import Path
from typing import NoReturn

import pytest

from cvpalette.errors import ImageError, WriteError
from cvpalette.plugins.files import (
    encode,
    growing,
    place_file,
    placing,
    replace_file,
    replacing,
    worded,
    write_set,
    zip_set,
)


def test_text_is_written_as_utf_8() -> None:
    """Bytes are written unchanged."""
    assert encode("é\n") == b"\xc3\xa9\n"
    assert encode(b"\xff\r\n") == b"\xff\r\n"


def test_what_the_system_says_is_one_error() -> None:
    """The error names the file. A CvpaletteError is kept, and a closed pipe is not an error."""
    with pytest.raises(WriteError, match=r"^'a\.css': cannot be written: "), worded("a.css"):
        raise OSError(13, "Permission denied")
    with pytest.raises(WriteError, match="cannot be written: "), worded("a\0b"):
        Path("a\0b").write_bytes(b"")
    with pytest.raises(ImageError), worded("a.css"):
        raise ImageError("b.png", "is empty", "empty")
    with pytest.raises(BrokenPipeError), worded("a.css"):
        raise BrokenPipeError


def test_a_new_file_holds_what_was_written(tmp_path: Path) -> None:
    """No other file is left beside it."""
    replace_file(tmp_path / "a.bin", b"new")
    assert (tmp_path / "a.bin").read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [tmp_path / "a.bin"]


def test_a_file_is_the_old_one_until_all_is_written(tmp_path: Path) -> None:
    """A reader meanwhile sees the whole old file."""
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    with replacing(path) as write:
        write(b"ne")
        assert path.read_bytes() == b"old"
        write(b"w")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError], ids=lambda error: error.__name__)
def test_what_is_broken_off_leaves_the_old_file(tmp_path: Path, error: type[BaseException]) -> None:
    """No other file is left beside it."""
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")

    def break_off() -> None:
        with replacing(path) as write:
            write(b"ne")
            raise error

    with pytest.raises(error):
        break_off()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_keeps_its_mode(tmp_path: Path) -> None:
    """Its permissions are for its owner to change."""
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    path.chmod(0o604)
    replace_file(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o604


def test_a_link_stays_one(tmp_path: Path) -> None:
    """The file that it points to is replaced."""
    (tmp_path / "real").mkdir()
    path = tmp_path / "real" / "a.bin"
    path.write_bytes(b"old")
    link = tmp_path / "link.bin"
    link.symlink_to(path)
    replace_file(link, b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    """A device or a pipe must not be replaced by a file."""
    path = tmp_path / "pipe"
    try:
        os.mkfifo(path)
    except (AttributeError, OSError):
        pytest.skip("needs pipes that have names")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(path.read_bytes()))
    reader.start()
    replace_file(path, b"new")
    reader.join()
    assert read == [b"new"]
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """The error says that it is a folder."""
    with pytest.raises(WriteError, match="is a folder"):
        replace_file(tmp_path, b"new")


def test_a_read_only_file_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Renaming over it would work, but its owner does not want that."""
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    # root may write to read-only files too.
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(WriteError, match="is read-only, and kept"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_name_may_be_as_long_as_names_can_be(tmp_path: Path) -> None:
    """The temporary file beside it has a short name."""
    path = tmp_path / ("n" * 255)
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_file_grows_behind_what_is_kept(tmp_path: Path) -> None:
    """The rest of the file, half a line, is cut off."""
    path = tmp_path / "a.jsonl"
    with growing(path, 0) as write:
        write(b"1\n")
        write(b"2\n3")
    with growing(path, 4) as write:
        write(b"4\n")
    assert path.read_bytes() == b"1\n2\n4\n"


def test_a_piece_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the disk gets full, no half of the piece stays."""
    path = tmp_path / "a.jsonl"

    class Full(io.FileIO):
        """A file on a disk with room for three more bytes."""

        def write(self, data: object, /) -> int:
            assert isinstance(data, bytes)
            if self.tell() >= 5:
                raise OSError(28, "No space left on device")
            return super().write(data[:3])

    def grow() -> None:
        with growing(path, 0) as write:
            write(b"1\n")
            write(b"second\n")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", lambda self, *_, **__: Full(self, "wb"))
        with pytest.raises(WriteError, match="no space left"):
            grow()
    assert path.read_bytes() == b"1\n"


def test_an_archive_is_the_same_each_time() -> None:
    """It has no dates. Unpacking it gives the files by their names."""
    files: dict[str, str | bytes] = {"a.txt": "é\n", "icons/16.png": b"\x89PNG" * 99}
    data = zip_set(files)
    assert data == zip_set(dict(files))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == list(files)
        assert archive.read("a.txt") == b"\xc3\xa9\n"
        assert archive.read("icons/16.png") == b"\x89PNG" * 99
    assert len(data) < 400


def test_a_set_is_written_with_its_folders(tmp_path: Path) -> None:
    """The paths are returned in order."""
    paths = write_set(tmp_path / "new" / "set", {"a.txt": "a", "b/c.bin": b"c"}, force=False)
    assert paths == [tmp_path / "new" / "set" / "a.txt", tmp_path / "new" / "set" / "b" / "c.bin"]
    assert [path.read_bytes() for path in paths] == [b"a", b"c"]


def test_a_set_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """If one file exists, no file is written, unless `force` is given."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.bin").symlink_to(tmp_path / "nowhere")
    files: dict[str, str | bytes] = {"a.txt": "a", "b/c.bin": b"c"}
    with pytest.raises(WriteError, match=r"c\.bin': exists and is kept; nothing was written to "):
        write_set(tmp_path, files, force=False)
    assert not (tmp_path / "a.txt").exists()
    (tmp_path / "b" / "c.bin").unlink()
    (tmp_path / "b" / "c.bin").write_bytes(b"old")
    write_set(tmp_path, files, force=True)
    assert (tmp_path / "b" / "c.bin").read_bytes() == b"c"


def test_a_set_in_the_place_of_a_file_is_an_error(tmp_path: Path) -> None:
    """The file is kept."""
    path = tmp_path / "set"
    path.write_bytes(b"old")
    with pytest.raises(WriteError, match="cannot be written: "):
        write_set(path, {"a.txt": "a"}, force=True)
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("has_links", [True, False])
def test_a_name_that_was_taken_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    """Also on a file system without hard links. Force replaces what is there, even a link."""
    if not has_links:

        def fail(*_: object) -> NoReturn:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))

        monkeypatch.setattr(Path, "hardlink_to", fail)
    place_file(tmp_path / "a.css", b"first", force=False)
    with pytest.raises(WriteError, match=r"a\.css': exists and is kept"):
        place_file(tmp_path / "a.css", b"second", force=False)
    with (
        pytest.raises(WriteError, match=r"a\.css': exists and is kept"),
        placing(tmp_path / "a.css", force=False) as write,
    ):
        write(b"second")
    assert (tmp_path / "a.css").read_bytes() == b"first"
    place_file(tmp_path / "a.css", b"third", force=True)
    assert (tmp_path / "a.css").read_bytes() == b"third"
    assert list(tmp_path.iterdir()) == [tmp_path / "a.css"]


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
@pytest.mark.parametrize("force", [False, True])
def test_a_link_that_was_planted_is_not_followed(tmp_path: Path, force: bool) -> None:
    """It may lead to a file that belongs to somebody else, or to none."""
    victim, link = tmp_path / "victim", tmp_path / "a.css"
    link.symlink_to(victim)
    if force:
        place_file(link, b"new", force=True)
    else:
        with pytest.raises(WriteError, match="exists and is kept"):
            place_file(link, b"new", force=False)
    assert not victim.exists()
    assert link.is_symlink() is not force


@pytest.mark.parametrize(
    "failure", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()], ids=["full", "Ctrl-C"]
)
@pytest.mark.parametrize("step", ["writing", "naming"])
def test_a_set_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, step: str
) -> None:
    """The first file goes too, and so do the folders that were made."""
    calls = 0
    original = os.fsync if step == "writing" else os.link

    def fail(*arguments: object, **how: object) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise failure
        original(*arguments, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "fsync" if step == "writing" else "link", fail)
    if step == "naming":
        # Without hard links, the name is taken in another way, which fails too.
        monkeypatch.setattr(Path, "open", _failing_open)
    contents: dict[str, str | bytes] = {"one.txt": "1\n", "deep/two.txt": "2\n"}
    with pytest.raises((WriteError, KeyboardInterrupt)):
        write_set(tmp_path / "set", contents, force=False)
    assert calls == 2
    assert list(tmp_path.iterdir()) == []


_open = Path.open


def _failing_open(path: Path, mode: str = "r") -> object:
    if mode == "xb" and path.name == "two.txt":
        raise OSError(errno.ENOSPC, "full")
    return _open(path, mode)


@pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX")
def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    """A file that is in use, young, or not ours is kept."""
    import fcntl  # noqa: PLC0415 -- Windows has none

    names = [".cvpalette-dead.tmp", ".cvpalette-used.tmp", ".cvpalette-young.tmp", ".other-dead.tmp"]
    for name in names:
        (tmp_path / name).write_bytes(b"half")
        if "young" not in name:
            os.utime(tmp_path / name, (1e9, 1e9))
    with (tmp_path / names[1]).open("rb") as used:
        fcntl.flock(used, fcntl.LOCK_EX)
        replace_file(tmp_path / "a.css", b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names[1:], "a.css"])
