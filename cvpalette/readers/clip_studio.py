"""The reader `clip-studio`."""

from collections.abc import Iterator
from typing import ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.parsing.entries import Entry, make_palette
from cvpalette.rendering.adobe import Fields

__all__ = ["ClipStudioColors"]

# The version is a number of 16 bits; all known files have 256.
_MAGIC: Final = b"SLCC\x00\x01"
_CHANNELS: Final = 4


class ClipStudioColors:
    """Color set of Clip Studio Paint; it has no names of colors.

    Its empty places are left out. The format's facts come from the public description in the project
    CLSEncoderDecoder.
    """

    suffix: ClassVar[str] = ".cls"
    family: ClassVar[str] = "palettes"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors in order. Raises ValueError."""
        if not data.startswith(_MAGIC):
            raise ValueError("it is no color set of Clip Studio Paint, which begins with 'SLCC'")
        fields = Fields(data, len(_MAGIC), is_little=True)
        head = Fields(fields.read_bytes(*fields.read("I")), is_little=True)
        # The name is there in the system's own encoding, and then in UTF-8.
        head.read_bytes(*head.read("H"))
        _, size = head.read("IH")
        name = head.read_bytes(size).decode("utf-8", "replace")
        channels, count, _ = fields.read("3I")
        if channels > _CHANNELS:
            message = f"its colors have {channels} channels, which no color set has"
            raise ValueError(message)
        return make_palette(_read_colors(fields, count), name)


def _read_colors(fields: Fields, count: int) -> Iterator[Entry]:
    for _ in range(count):
        block = Fields(fields.read_bytes(*fields.read("I")))
        red, green, blue, alpha = block.read("4B")
        # Clip Studio Paint shows any other alpha as opaque.
        yield Entry(Color(red, green, blue) if alpha else None)
