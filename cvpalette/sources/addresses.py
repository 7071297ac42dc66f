"""Tells whether a text names a path, a URL, an address in a store, or stdin; pure Python."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Final

from cvpalette.messages import conceal

__all__ = [
    "FILM_SUFFIXES",
    "IMAGE_SUFFIXES",
    "PALETTE_SUFFIXES",
    "PICTURE_SUFFIXES",
    "STDIN",
    "count_pictures",
    "ends_as_folder",
    "expand_patterns",
    "is_data",
    "is_folder",
    "is_many",
    "is_store",
    "is_store_folder",
    "is_url",
    "may_be_builtin",
    "names_path",
    "shorten",
    "split_group",
]

STDIN: Final = "-"
_URL: Final = re.compile(r"https?://", re.IGNORECASE)
# A scheme has two letters at least: C://photos is a folder on a drive of Windows.
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_WORD: Final = re.compile(r"[a-z0-9]+(?:[-_ ][a-z0-9]+)*", re.IGNORECASE)
_DATA: Final = re.compile(r"data:[^,/\\]*(?:/[^,/\\]*)?,", re.IGNORECASE)
_LONGEST_DATA: Final = 60
_SHORTENED: Final = 40
#: The suffix decides whether an object in a store is an image: reading its first bytes would cost a request.
IMAGE_SUFFIXES: Final = (
    *(".jpg", ".jpeg", ".jpe", ".png", ".apng", ".webp", ".avif", ".avifs", ".gif", ".tif", ".tiff", ".bmp"),
    *(".pbm", ".pgm", ".ppm", ".pnm", ".pfm", ".jp2", ".j2k", ".jpx", ".heic", ".heif", ".psd", ".qoi"),
    *(".dds", ".psb", ".ico", ".cur", ".tga", ".pcx", ".sgi", ".pam", ".ff", ".xpm", ".xbm", ".icns"),
    *(".jxl", ".exr", ".hdr", ".kra", ".ora", ".procreate", ".sketch", ".pxd", ".clip"),
    *(".afdesign", ".afphoto", ".afpub"),
)
#: Suffixes of pictures that cvpalette may not read. A file of a folder that has one is meant to be an image.
PICTURE_SUFFIXES: Final = (
    *(*IMAGE_SUFFIXES, ".svg", ".svgz", ".krz", ".pxm", ".rgbe"),
    *(".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".rw2", ".raf", ".xcf", ".hif", ".jxr", ".dib"),
)
#: Suffixes of films, and of films that hold one picture.
FILM_SUFFIXES: Final = (
    *(".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".ogv", ".flv", ".wmv", ".3gp"),
)
#: Suffixes that only palettes have. Others, such as .css and .json, name many files that are none.
PALETTE_SUFFIXES: Final = (
    *(".aco", ".act", ".ase", ".gpl", ".hex", ".pal", ".swatches", ".soc", ".kpl", ".sketchpalette", ".acb"),
    *(".aseprite", ".clr", ".colors", ".colorscheme", ".cpt", ".ggr", ".itermcolors", ".psppalette", ".thmx"),
    *(".tokens.json", ".paintnet.txt", ".rgb.txt", ".corel.xml", ".qgis.xml", ".scribus.xml", ".office.xml"),
)


def is_url(text: str) -> bool:
    """Tell whether a text is an http or https URL."""
    return _URL.match(text) is not None


def is_data(text: str) -> bool:
    """Tell whether a text is a data URI: it begins like `data:image/png;base64,`."""
    return _DATA.match(text) is not None


def shorten(address: str) -> str:
    """Return an address for messages and results, without passwords and tokens.

    Of a data URI, it is only the beginning and a checksum.
    """
    if not is_data(address) or len(address) <= _LONGEST_DATA:
        return conceal(address)
    from zlib import crc32  # noqa: PLC0415 -- few sources are data URIs

    checksum = crc32(address.encode("utf-8", "surrogateescape"))
    return f"{address[:_SHORTENED]}...{checksum:08x}"


def is_store(text: str) -> bool:
    """Tell whether a text is an address in a store, such as s3://bucket/photos."""
    return _ADDRESS.match(text) is not None and not is_url(text)


def is_store_folder(text: str) -> bool:
    """Tell whether a text is an address in a store that does not end in a suffix of images."""
    return is_store(text) and not text.lower().endswith(IMAGE_SUFFIXES)


def names_path(text: str) -> bool:
    """Tell whether a text is a path, and not an address, stdin or empty."""
    return text not in {"", STDIN} and not _ADDRESS.match(text) and not is_data(text)


def split_group(source: str) -> tuple[str, str]:
    """Return the path or URL of a palette file, and the group that it names, or ''.

    A file whose own name has a number sign is that file. Objects in stores may have one, so they name no
    group.
    """
    file, sign, group = source.partition("#")
    if not sign or not group or is_data(source) or is_store(source) or source == STDIN:
        return source, ""
    if is_url(source):
        from urllib.parse import unquote  # noqa: PLC0415 -- few sources are URLs

        return file, unquote(group)
    while not os.path.exists(source) and sign:  # noqa: PTH110 -- Path.exists() raises for long names
        if os.path.isfile(file):  # noqa: PTH113
            return file, group
        more, sign, group = group.partition("#")
        file = f"{file}#{more}"
    return source, ""


def may_be_builtin(text: str) -> bool:
    """Tell whether a text may name a built-in palette: it has no dot or slash, and there is no such file."""
    return _WORD.fullmatch(text) is not None and not os.path.lexists(text)


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Tell whether a path names a folder."""
    # Path.is_dir() raises for a name that is too long.
    return os.path.isdir(path)  # noqa: PTH112


def ends_as_folder(text: str) -> bool:
    """Tell whether a text ends as the name of a folder may: in a slash, on Windows also in a backslash."""
    return text.endswith(("/", os.sep))


def expand_patterns(sources: Iterable[str]) -> list[str]:
    """Return sources with the files that a pattern such as *.jpg names in its place, in order of name.

    Shells of POSIX do this; those of Windows leave it to programs. A pattern that names nothing stays. Square
    brackets are letters, as Windows allows them in names, and no name there has an asterisk.
    """
    found: list[str] = []
    for source in sources:
        if names_path(source) and set(source) & set("*?"):
            from glob import glob  # noqa: PLC0415 -- few sources are patterns

            found += sorted(glob(source.replace("[", "[[]"))) or [source]  # noqa: PTH207 -- keeps the spelling
        else:
            found.append(source)
    return found


def is_many(text: str) -> bool:
    """Tell whether a text names a folder of images, on this machine or in a store."""
    return is_folder(text) or is_store_folder(text)


def count_pictures(sources: Iterable[str], most: int) -> int:
    """Return how many pictures sources name for sure, but at most `most`: a quick look at their names."""
    return sum(1 for _ in islice(_name_pictures(sources), most))


def _name_pictures(sources: Iterable[str]) -> Iterator[str]:
    for source in sources:
        if is_store_folder(source):
            continue
        if not is_folder(source):
            yield source
            continue
        with suppress(OSError), os.scandir(source) as entries:
            yield from (entry.name for entry in entries if entry.name.lower().endswith(PICTURE_SUFFIXES))
