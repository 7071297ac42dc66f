"""The output `hex`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.color.palette import Palette
from cvpalette.rendering.parsing import Entry, decode_text, make_palette, read_color
from cvpalette.result import Result

__all__ = ["HexLines"]


@dataclass(frozen=True)
class HexLines:
    """Hexadecimal colors, one per line, for pipes and pixel-art tools."""

    suffix: ClassVar[str] = ".hex"
    hash: Annotated[bool, "Begin each line with #; Lospec and Aseprite need lines without it."] = True

    def render(self, result: Result, /) -> str:
        """Write the colors in order."""
        start = 0 if self.hash else 1
        return "".join(f"{color.hex[start:]}\n" for color in result.palette.colors)

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read one color per line, in any CSS notation or as bare hex digits. Raises ValueError."""
        lines = enumerate(decode_text(data).splitlines(), 1)
        return make_palette(_read_line(number, line) for number, line in lines if line.strip())


def _read_line(number: int, line: str) -> Entry:
    try:
        return Entry(read_color(line))
    except ValueError as error:
        message = f"line {number}: {error}"
        raise ValueError(message) from error
