"""The output `hex`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.extraction import Extraction

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
