"""An output that claims the name of one of cvpalette's own."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette import Result


@dataclass(frozen=True)
class RivalPalette:
    """Palette of a rival."""

    suffix: ClassVar[str] = ".gpl"

    def render(self, result: Result, /) -> str:
        """Write something else than `gpl` does."""
        return f"{result.palette}\n"
