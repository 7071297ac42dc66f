"""load_image(): whatever a caller has for an image, as an Image."""

import os
import re
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias

import numpy as np
import PIL.Image
from numpy.typing import NDArray

from cvpalette.errors import ImageError, printable
from cvpalette.image import Image, read_image
from cvpalette.picture import from_pillow
from cvpalette.stream import read_stream

__all__ = ["Source", "is_url", "load_image"]

Source: TypeAlias = (
    str
    | os.PathLike[str]
    | bytes
    | bytearray
    | memoryview
    | BinaryIO
    | Image
    | PIL.Image.Image
    | NDArray[Any]
)

_URL: Final = re.compile(r"https?://", re.IGNORECASE)


def is_url(text: str) -> bool:
    """Tell whether a text is an http or https URL rather than a path."""
    return _URL.match(text) is not None


def load_image(source: Source, *, allow_private: bool = False) -> Image:
    """Return an Image of a path, an http or https URL, bytes, an open binary file, an array or an image.

    A file is read from where it stands, and stays open. A URL that leads to anything but the public internet
    is refused unless `allow_private`: it may come from somebody who has no business there. Raises ImageError,
    which names the source.
    """
    if isinstance(source, Image):
        return source
    if isinstance(source, np.ndarray):
        return Image.from_array(source)
    if isinstance(source, PIL.Image.Image):
        return from_pillow(source)
    if isinstance(source, str) and is_url(source):
        return _from_url(source, allow_private=allow_private)
    return _from_file(source)


def _from_file(source: str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO) -> Image:
    if isinstance(source, str | os.PathLike):
        return read_image(source)
    if isinstance(source, bytes | bytearray | memoryview):
        return read_image(bytes(source))
    if callable(getattr(source, "read", None)):
        name = _name_of(source)
        return read_image(read_stream(source, name), name)
    kind = f"{type(source).__module__}.{type(source).__qualname__}".removeprefix("builtins.")
    raise ImageError(kind, "is no image, and nothing that one is read from: give a path, URL, bytes or array")


def _name_of(file: BinaryIO) -> str:
    # A pipe's or descriptor's name is a number.
    name = getattr(file, "name", None)
    return printable(Path(name).name) if isinstance(name, str) else "image"


def _from_url(url: str, *, allow_private: bool) -> Image:
    from cvpalette.download import download, name_of  # noqa: PLC0415 -- http and ssl, 50 ms

    data = download(url, allow_private=allow_private)
    try:
        return read_image(data, name_of(url))
    except ImageError as error:
        # Whoever has a list of them wants the address back, not its last part.
        raise ImageError(url, error.reason) from error
