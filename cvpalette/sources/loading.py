"""Loads any kind of source as an Image: open_source(), load_image() and load_frames()."""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias, Union

import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.image import Image
from cvpalette.decoding.reading import Opened, open_file
from cvpalette.errors import ImageError, SettingsError
from cvpalette.messages import conceal, printable, quote
from cvpalette.settings.settings import DEFAULT, Reading
from cvpalette.sources.addresses import is_data, is_store, is_url, names_path, shorten, split_group

if TYPE_CHECKING:
    import PIL.Image
    from typing_extensions import TypeIs

__all__ = ["Source", "load_frames", "load_image", "open_source", "origin_of", "take_pixels"]

Source: TypeAlias = Union[
    str,
    os.PathLike[str],
    bytes,
    bytearray,
    memoryview,
    BinaryIO,
    Image,
    "PIL.Image.Image",
    NDArray[Any],
]


def load_image(source: Source, *, reading: Reading = DEFAULT, allow_private: bool = False) -> Image:
    """Return an Image of a path, an http, https or data URI, bytes, an open file, an array or an image.

    If there are many frames, it is the first, or the one that `reading` asks for. An open file is read from
    its position to its end, and stays open. URLs that do not lead to the public internet, and addresses in
    stores such as s3://bucket/a.jpg, are refused unless `allow_private`: the person who wrote the address may
    have no right to read there. Raises ImageError, which names the source.

    Example:
        >>> cvpalette.load_image("photo.jpg").name
        'photo.jpg'
        >>> cvpalette.load_image(np.zeros((2, 3, 3), np.uint8)).width
        3
        >>> try:
        ...     cvpalette.load_image("http://127.0.0.1/a.png")
        ... except cvpalette.ImageError as error:
        ...     print(error.problem)
        refused
    """
    return next(load_frames(source, reading=reading, allow_private=allow_private))


def load_frames(
    source: Source, *, reading: Reading = DEFAULT, allow_private: bool = False
) -> Iterator[Image]:
    """Give the frames, or pages, that `reading` asks for, of any source that `load_image` takes.

    By default it is the first frame. Each is read when it is taken. Raises ImageError, which names the
    source.

    Example:
        >>> every = cvpalette.Reading(frames="all")
        >>> len(list(cvpalette.load_frames("animation.gif", reading=every)))
        4
    """
    return open_source(source, reading=reading, allow_private=allow_private).frames()


def open_source(source: Source, *, reading: Reading = DEFAULT, allow_private: bool = False) -> Opened:
    """Read the bytes of any source that load_image takes, without decoding them.

    Raises ImageError if the bytes cannot be read, and for a known format that cvpalette does not read.
    """
    if isinstance(source, Image):
        return _take(source)
    if isinstance(source, np.ndarray):
        return _take(Image.from_array(source))
    if _is_pillows(source):
        from cvpalette.sources.pillow import from_pillow  # noqa: PLC0415 -- Pillow, 15 ms

        return _take(from_pillow(source))
    if isinstance(source, str | os.PathLike) and "#" in (whole := os.fspath(source)):
        file, group = split_group(whole)
        if group:
            return _open_group(file, group, reading, allow_private=allow_private)
    if isinstance(source, str) and (is_url(source) or is_data(source) or is_store(source)):
        return _open_address(source, reading, allow_private=allow_private)
    return _open_file(source, reading)


def _open_group(file: str, group: str, reading: Reading, *, allow_private: bool) -> Opened:
    """Open a palette file of which one group is meant; raises ImageError for an image in a file."""
    opened = open_source(file, reading=reading, allow_private=allow_private)
    if is_url(file) and opened.is_image:
        return opened  # the rest of a URL of an image means nothing
    name = f"{opened.name}#{group}"
    if opened.is_image:
        reason = f"is an image, and has no group {quote(group)}; leave out {quote('#' + group)}"
        raise ImageError(name, reason, "invalid")
    return replace(opened, name=name, group=group)


def take_pixels(source: object) -> Image:
    """Return an image that is there already: an Image, an array, one of Pillow, or what holds an Image.

    Raises SettingsError for anything else, such as a path: only `extract` and `load_image` read files. Raises
    ImageError as `load_image` does.
    """
    held = source if isinstance(source, Image) else getattr(source, "image", None)
    if isinstance(held, Image):
        return held
    if isinstance(source, np.ndarray) or _is_pillows(source):
        return load_image(source)
    is_file = isinstance(source, str | os.PathLike | bytes)
    hint = "; load_image() reads files" if is_file else ""
    kind = quote(type(source).__name__)
    message = f"{kind} is no image; give an Image, an array of pixels, or an image of Pillow{hint}"
    raise SettingsError(message)


def origin_of(source: object) -> str:
    """Return the absolute path of a source that is a file of this machine, also an open one; else ''."""
    named = source if isinstance(source, str | os.PathLike) else getattr(source, "name", None)
    is_file = isinstance(source, str | os.PathLike) or callable(getattr(source, "read", None))
    if not is_file or not isinstance(named, str | os.PathLike) or not names_path(path := os.fspath(named)):
        return ""
    return os.path.abspath(split_group(path)[0])  # noqa: PTH100 -- Path.absolute() keeps '..'


def _open_address(address: str, reading: Reading, *, allow_private: bool) -> Opened:
    if is_url(address):
        return _open_url(address, reading, allow_private=allow_private)
    if is_store(address):
        return _open_store(address, reading, allow_private=allow_private)
    from cvpalette.sources.data import read_data  # noqa: PLC0415 -- few sources are data URIs

    name = shorten(address)
    return open_file(read_data(address, name), name, reading)


def _take(image: Image) -> Opened:
    return Opened(image.name, image.name, b"", is_image=True, read=lambda: iter([image]))


def _is_pillows(source: object) -> "TypeIs[PIL.Image.Image]":
    # If the source is an image of Pillow, Pillow is loaded already.
    pillow = sys.modules.get("PIL.Image")
    return pillow is not None and isinstance(source, pillow.Image)


def _open_file(
    source: str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO, reading: Reading
) -> Opened:
    if isinstance(source, str | os.PathLike):
        return open_file(source, reading=reading)
    if isinstance(source, bytes | bytearray | memoryview):
        return open_file(bytes(source), reading=reading)
    if callable(getattr(source, "read", None)):
        from cvpalette.sources.stream import read_stream  # noqa: PLC0415 -- few sources are open files

        name = _name_of(source)
        return open_file(read_stream(source, name), name, reading)
    kind = f"{type(source).__module__}.{type(source).__qualname__}".removeprefix("builtins.")
    reason = "is not a kind of source: give a path, URL, bytes, open file, array or image"
    known: object = source  # without a type checker, it may be anything
    if known is None:
        reason += "; cv2.imread() returns None for a file that it cannot read"
    elif isinstance(source, list | tuple):
        reason += "; extract_many() takes many"
    elif hasattr(source, "palette") or hasattr(source, "swatches"):
        reason += "; for found colors: cluster(ColorHistogram.of_colors(palette.colors), 8)"
    elif hasattr(getattr(source, "result", None), "palette"):
        reason += (
            "; for the colors of many outcomes: cluster(ColorHistogram.of_colors([color for outcome in "
            "outcomes if outcome.result for color in outcome.result.palette.colors]), 8)"
        )
    raise ImageError(kind, reason, "invalid")


def _name_of(file: BinaryIO) -> str:
    # The name of a pipe or of a descriptor is a number.
    name = getattr(file, "name", None)
    return printable(Path(name).name) if isinstance(name, str) else "image"


def _open_store(address: str, reading: Reading, *, allow_private: bool) -> Opened:
    from cvpalette.sources.store import is_known_store, name_in_store, read_store  # noqa: PLC0415 -- few are

    if not allow_private:
        reason = "is in a store, which is read with your credentials; allow_private=True allows it"
        if not is_known_store(address):
            reason = "is no http or https URL; besides these, only stores such as s3:// are read"
        raise ImageError(address, reason, "refused")

    return _open_fetched(read_store(address), address, name_in_store(address), reading)


def _open_url(url: str, reading: Reading, *, allow_private: bool) -> Opened:
    from cvpalette.sources.web import download, name_of  # noqa: PLC0415 -- http and ssl, 50 ms

    return _open_fetched(download(url, allow_private=allow_private), url, name_of(url), reading)


def _open_fetched(data: bytes, address: str, short: str, reading: Reading) -> Opened:
    """Open bytes that came from an address; messages name the whole address, not only its last part."""
    try:
        return replace(open_file(data, short, reading), name=conceal(address))
    except ImageError as error:
        error.rename(address)
        raise
