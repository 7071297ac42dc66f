"""The file formats that hold animations, by name."""

from collections.abc import Mapping
from typing import Final

from cvpalette.quantizing.animated_gif import GIF
from cvpalette.quantizing.animated_png import APNG
from cvpalette.quantizing.animated_webp import WEBP
from cvpalette.quantizing.animation import Writer

__all__ = ["WRITERS"]

#: By the names of the option `format`.
WRITERS: Final[Mapping[str, Writer]] = {"gif": GIF, "png": APNG, "webp": WEBP}
