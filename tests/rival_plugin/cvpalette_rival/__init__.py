"""An output that claims the name of one of cvpalette's own, and one that writes a set of files."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette import Rendered, Result


@dataclass(frozen=True)
class RivalPalette:
    """Palette of a rival."""

    suffix: ClassVar[str] = ".gpl"

    def render(self, result: Result, /) -> str:
        """Write something else than `gpl` does."""
        return f"{result.palette}\n"


@dataclass(frozen=True)
class RivalSet:
    """A file for each color, in a folder."""

    suffix: ClassVar[str] = ".colors"

    def render(self, result: Result, /) -> Rendered:
        """Write a number in words, and bytes for each color."""
        colors = result.palette.colors
        files = {f"raw/{number}.bin": bytes(color.rgb) for number, color in enumerate(colors, 1)}
        about = f"{len(colors)} colors of {result.name}"
        return Rendered({"about.txt": about, **files}, report=about, facts=lambda: {"files": len(files) + 1})
