"""The output `hex`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction
from cvpalette.rendering.parsing import Found, decode_text, make_palette, read_color

__all__ = ["HexLines"]


@dataclass(frozen=True)
class HexLines:
    """Hexadecimal colors, one a line, for pipes and pixel-art tools."""

    suffix: ClassVar[str] = ".hex"
    hash: Annotated[bool, "Begin each line with #; Lospec and Aseprite want none."] = True

    def render(self, extraction: Extraction, /) -> str:
        """Write the colours in order."""
        start = 0 if self.hash else 1
        return "".join(f"{color.hex[start:]}\n" for color in extraction.palette.colors)

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read a colour a line, with # or without, or in any notation of CSS; raises ValueError."""
        lines = enumerate(decode_text(data).splitlines(), 1)
        return make_palette(_read_line(number, line) for number, line in lines if line.strip())


def _read_line(number: int, line: str) -> Found:
    try:
        return Found(read_color(line))
    except ValueError as error:
        message = f"line {number}: {error}"
        raise ValueError(message) from error
