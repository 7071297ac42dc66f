"""load_image() and load_frames(): whatever a caller has for an image, as Images."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TypeAlias, Union

import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.image import Image
from cvpalette.decoding.reading import read_frames
from cvpalette.errors import ImageError, UnknownFormatError
from cvpalette.messages import printable
from cvpalette.settings.settings import DEFAULT, Reading
from cvpalette.sources.store import is_store, name_in_store, read_store
from cvpalette.sources.stream import read_stream

if TYPE_CHECKING:
    import PIL.Image
    from typing_extensions import TypeIs

__all__ = ["Source", "is_url", "load_frames", "load_image"]

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

_URL: Final = re.compile(r"https?://", re.IGNORECASE)


def is_url(text: str) -> bool:
    """Tell whether a text is an http or https URL rather than a path."""
    return _URL.match(text) is not None


def load_image(source: Source, *, reading: Reading = DEFAULT, allow_private: bool = False) -> Image:
    """Return an Image of a path, an http or https URL, bytes, an open binary file, an array or an image.

    Of many frames it is the first, or the one that `reading` asks for. A file is read from where it stands,
    and stays open. A URL that leads to anything but the public internet, and an address in a store, such as
    s3://bucket/a.jpg, are refused unless `allow_private`: they may come from somebody who has no business
    there. Raises ImageError, which names the source.
    """
    return next(load_frames(source, reading=reading, allow_private=allow_private))


def load_frames(
    source: Source, *, reading: Reading = DEFAULT, allow_private: bool = False
) -> Iterator[Image]:
    """Give the frames, or pages, that `reading` asks for, of whatever load_image takes; at least one."""
    if isinstance(source, Image):
        return iter([source])
    if isinstance(source, np.ndarray):
        return iter([Image.from_array(source)])
    if _is_pillows(source):
        from cvpalette.sources.pillow import from_pillow  # noqa: PLC0415 -- Pillow, 15 ms

        return iter([from_pillow(source)])
    if isinstance(source, str) and is_url(source):
        return _from_url(source, reading, allow_private=allow_private)
    if isinstance(source, str) and is_store(source):
        return _from_store(source, reading, allow_private=allow_private)
    return _from_file(source, reading)


def _is_pillows(source: object) -> "TypeIs[PIL.Image.Image]":
    # Whoever has an image of Pillow's has loaded it.
    pillow = sys.modules.get("PIL.Image")
    return pillow is not None and isinstance(source, pillow.Image)


def _from_file(
    source: str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO, reading: Reading
) -> Iterator[Image]:
    if isinstance(source, str | os.PathLike):
        return read_frames(source, reading=reading)
    if isinstance(source, bytes | bytearray | memoryview):
        return read_frames(bytes(source), reading=reading)
    if callable(getattr(source, "read", None)):
        name = _name_of(source)
        return read_frames(read_stream(source, name), name, reading)
    kind = f"{type(source).__module__}.{type(source).__qualname__}".removeprefix("builtins.")
    raise ImageError(kind, "is no image, and nothing that one is read from: give a path, URL, bytes or array")


def _name_of(file: BinaryIO) -> str:
    # A pipe's or descriptor's name is a number.
    name = getattr(file, "name", None)
    return printable(Path(name).name) if isinstance(name, str) else "image"


def _from_store(address: str, reading: Reading, *, allow_private: bool) -> Iterator[Image]:
    if not allow_private:
        raise ImageError(address, "is in a store, and read with your rights: only with allow_private=True")
    data = read_store(address)
    try:
        yield from read_frames(data, name_in_store(address), reading)
    except ImageError as error:
        raise ImageError(address, error.reason) from error


def _from_url(url: str, reading: Reading, *, allow_private: bool) -> Iterator[Image]:
    from cvpalette.sources.web import download, name_of  # noqa: PLC0415 -- http and ssl, 50 ms

    data = download(url, allow_private=allow_private)
    try:
        yield from read_frames(data, name_of(url), reading)
    except UnknownFormatError as error:
        raise UnknownFormatError(url, error.reason, error.short, error.data) from error
    except ImageError as error:
        # Whoever has a list of them wants the address back, not its last part.
        raise ImageError(url, error.reason) from error
