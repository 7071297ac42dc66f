"""An output that claims the name of one of cvpalette's own."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette import Extraction


@dataclass(frozen=True)
class RivalPalette:
    """Palette of a rival."""

    suffix: ClassVar[str] = ".gpl"

    def render(self, extraction: Extraction, /) -> str:
        """Write something else than `gpl` does."""
        return f"{extraction.palette}\n"
