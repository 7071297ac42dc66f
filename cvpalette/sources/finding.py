"""Finds the single sources that an argument of the command names: a file, a folder's images, a URL, stdin."""

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path, PurePath
from typing import Final

from cvpalette.decoding.formats import HEAD_LENGTH, begins_image, begins_unread_image
from cvpalette.decoding.reading import Opened, open_file
from cvpalette.errors import ImageError, problem_of
from cvpalette.messages import fold, printable, readable, reason_of
from cvpalette.settings.settings import DEFAULT, Reading
from cvpalette.sources.addresses import (
    PALETTE_SUFFIXES,
    PICTURE_SUFFIXES,
    STDIN,
    is_data,
    is_folder,
    is_store,
    is_url,
    shorten,
    split_group,
)
from cvpalette.sources.loading import open_source

__all__ = ["Located", "find_sources", "locate_sources", "make_portable", "open_named"]

# macOS puts a file `._photo.jpg` beside `photo.jpg` on foreign disks. The second are our temporary files.
_OTHERS: Final = ("._", ".cvpalette-")
# What a file is meant to be.
_IMAGE: Final = "image"
_PALETTE: Final = "palette"
# What no file may be called on Windows. There, what follows a colon names a hidden part of another file.
_UNSAFE: Final = re.compile(r'[<>:"|?*\\/]')
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?=\.|\Z)", re.IGNORECASE)
# Parts of an object's name that are left out: results must not be written outside their folder.
_NO_FOLDERS: Final = frozenset({"", ".", ".."})


@dataclass(frozen=True, slots=True)
class Located:
    """A source, and its place: the path of its results below the folder for results.

    The place is relative to the folder that the user named. It has no suffix, unless another image in the
    same folder differs only in the suffix.
    """

    path: str
    place: str

    def __reduce__(self) -> tuple[type["Located"], tuple[str, str]]:
        # Python's own way for a dataclass with slots takes five times as long; there may be a million.
        return Located, (self.path, self.place)

    def __str__(self) -> str:
        """Return the name of the source in messages."""
        return self.name

    @property
    def name(self) -> str:
        """The path for messages and results: a data URI is shortened."""
        return shorten(self.path)


def find_sources(argument: str, *, recursive: bool = False, palettes: bool = False) -> Iterator[str]:
    """Give the sources that an argument names: a folder's images in order of name, else the argument itself.

    A file of a folder is taken for an image if its suffix or its first bytes say so. Reading it then tells
    whether it is one. With `palettes`, the folder's palette files are sources too, except those that lie
    beside an image of the same name: they were made of it.

    With `recursive`, it also gives the images in subfolders. It does not follow links to folders, so that no
    folder is searched twice. Raises ImageError for a folder without images, and for a store that cannot be
    listed.
    """
    return (located.path for located in locate_sources(argument, recursive=recursive, palettes=palettes))


def locate_sources(argument: str, *, recursive: bool = False, palettes: bool = False) -> Iterator[Located]:
    """Give the sources that an argument names, with their places, as soon as each is found."""
    if argument == STDIN:
        yield Located(argument, "stdin")
    elif is_url(argument):
        yield Located(argument, make_portable(_stem(_name_of_url(argument))))
    elif is_data(argument):
        yield Located(argument, "data")
    elif not argument:
        raise ImageError(argument, "is an empty name; give the path of a file", "not-found")
    elif is_store(argument):
        yield from _locate_in_store(argument, recursive=recursive)
    elif is_folder(argument):
        yield from _locate_in(argument, recursive=recursive, palettes=palettes)
    else:
        file, group = split_group(argument)
        stem = _stem(readable(PurePath(file).name))
        yield Located(argument, f"{stem}-{make_portable(group)}" if group else stem)


def _name_of_url(url: str) -> str:
    from cvpalette.sources.web import name_of  # noqa: PLC0415 -- http and ssl, 50 ms

    return name_of(url)


def _locate_in_store(address: str, *, recursive: bool) -> Iterator[Located]:
    from cvpalette.sources.store import list_store, name_in_store, resolve_in_store  # noqa: PLC0415

    root = resolve_in_store(address)
    for folder, found in groupby(list_store(address, recursive=recursive), _folder_of):
        names = [name_in_store(each) for each in found]
        namesakes = Counter(fold(_stem(name)) for name in names)
        below = [part for part in folder[len(root) :].split("/") if part not in _NO_FOLDERS]
        for name in names:
            own = _stem(name) if namesakes[fold(_stem(name))] == 1 else name
            yield Located(f"{folder}/{name}", "/".join(map(make_portable, [*below, own])))


def _folder_of(address: str) -> str:
    return address.rpartition("/")[0]


def _locate_in(folder: str, *, recursive: bool, palettes: bool) -> Iterator[Located]:
    failures: list[OSError] = []
    number = 0
    for path, place in _walk(folder, recursive=recursive, palettes=palettes, failures=failures):
        number += 1
        yield Located(str(path), readable(place.relative_to(folder).as_posix()))
    if failures:
        failed = str(failures[0].filename or folder)
        reason, problem = f"cannot be listed: {reason_of(failures[0])}", problem_of(failures[0])
        raise ImageError(failed, reason, problem) from failures[0]
    if not number:
        if folder.lower().rstrip(f"/{os.sep}").endswith((".colorset", ".xcassets")):
            raise ImageError(folder, "is a folder; give the file Contents.json of a color set in it", "empty")
        raise ImageError(folder, "is a folder without images", "empty", is_shallow=not recursive)


def open_named(source: str, reading: Reading = DEFAULT) -> Opened:
    """Open one source that a user names: a file, a URL, or stdin, which is read to its end.

    Raises ImageError. A private address is not refused: the user who types it may use it.
    """
    if source != STDIN:
        return open_source(source, reading=reading, allow_private=True)
    # sys.stdin is None if the process was started with stdin closed.
    if sys.stdin is None:
        raise ImageError("stdin", "is closed; there is nothing to read", "invalid")
    from cvpalette.sources.stream import read_stream  # noqa: PLC0415 -- few sources are streams

    return open_file(read_stream(sys.stdin.buffer, "stdin"), "stdin", reading)


def _walk(
    folder: str, *, recursive: bool, palettes: bool, failures: list[OSError]
) -> Iterator[tuple[Path, Path]]:
    """Give the images in a folder and their places, in order of name; then those in each subfolder."""
    for current, folders, files in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(folders) if recursive else []
        files.sort()
        namesakes = _find_namesakes(files)
        # What the files of a shared stem are meant to be. Each of them is looked into once more.
        kinds: dict[str, list[tuple[str, str]]] = {}
        for name in files:
            path, stem = Path(current, name), _stem(name)
            kind = _kind_of(path, palettes=palettes)
            if not kind:
                continue
            folded = fold(stem)
            if folded in namesakes and folded not in kinds:
                kinds[folded] = [
                    (_stem(other), _kind_of(Path(current, other), palettes=palettes))
                    for other in namesakes[folded]
                ]
            shared = kinds.get(folded, [(stem, kind)])
            if kind == _PALETTE and (stem, _IMAGE) in shared:
                continue
            is_only = sum(other == kind for _, other in shared) == 1
            yield path, Path(current, stem) if is_only else path


def _kind_of(path: Path, *, palettes: bool) -> str:
    """Return what a file is meant to be: an image, or a palette if those are asked for; else ''."""
    if _is_image(path):
        return _IMAGE
    return _PALETTE if palettes and _is_palette(path) else ""


def _find_namesakes(names: list[str]) -> dict[str, list[str]]:
    """Return the names that share a stem, by folded stem. Others are left out: there may be a million."""
    stems = [fold(_stem(name)) for name in names]
    found: dict[str, list[str]] = {stem: [] for stem, other in pairwise(sorted(stems)) if stem == other}
    for stem, name in zip(stems, names, strict=True):
        if stem in found:
            found[stem].append(name)
    return found


def make_portable(name: str) -> str:
    """Return what a URL, a store or a palette calls a thing as a name that a file may have on any system."""
    safe = _UNSAFE.sub("-", printable(name)).rstrip(". ")
    return _DEVICE.sub(r"\g<0>_", safe, count=1) if _DEVICE.match(safe) else safe or "_"


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def _is_image(path: Path) -> bool:
    """Tell whether a file is meant to be an image, by its suffix or its first bytes."""
    name = path.name.lower()
    if name.startswith(_OTHERS):
        return False
    if name.endswith(PICTURE_SUFFIXES):
        # Also a link that leads nowhere: the error comes when it is read. A file may be removed meanwhile.
        return os.path.lexists(path)
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_LENGTH)
    except OSError:
        # A file that cannot be opened may be an image; the error comes when it is read.
        return True
    return begins_image(head) or begins_unread_image(head)


def _is_palette(path: Path) -> bool:
    """Tell whether a file is meant to be a palette, by its suffix."""
    name = path.name.lower()
    return name.endswith(PALETTE_SUFFIXES) and not name.startswith(_OTHERS)
