"""The output `dominant`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.engine.choosing import choose_palette
from cvpalette.extraction import Extraction
from cvpalette.rendering.placeholders import require_digest, write_map
from cvpalette.result import Result
from cvpalette.settings.settings import Settings

__all__ = ["DominantColor"]

# The color is one of so many that the picture is divided into.
_COLORS: Final = 8
# Gray weighs like a color of this chroma (OKLCh). Of 26 photos, less chose small parts, and more shadows.
_GRAY: Final = 0.05


@dataclass(frozen=True)
class DominantColor:
    """The one color that a picture is remembered by, as #rrggbb; of many pictures, a JSON object by path.

    It is no mean, which is often a brown that is nowhere in the picture. The picture is divided into 8
    colors, and the one with the most pixels is taken, where colorful ones count for more. A palette that is
    given, or is alone, is not searched for others.
    """

    suffix: ClassVar[str] = ".dominant.txt"
    family: ClassVar[str] = "pictures"
    combined_suffix: ClassVar[str] = ".json"

    def render(self, result: Result, /) -> str:
        """Write the color of a palette; that of a picture is not found in its palette alone."""
        return f"{self._find(result)}\n"

    def render_image(self, extraction: Extraction, /) -> str:
        """Write the color of a picture."""
        return f"{self.digest_image(extraction)}\n"

    def digest_image(self, extraction: Extraction, /) -> str:
        """Return the color of a picture, or of the palette that was given for it, as #rrggbb."""
        if extraction.result.given is not None:
            return _choose(extraction.palette).hex
        return _choose(choose_palette(extraction.histogram, Settings(colors=_COLORS))).hex

    def render_all(self, results: Iterable[Result], /) -> Iterator[str]:
        """Write the size and the color of each picture by its path."""
        return write_map("dominant", ((result, self._find(result)) for result in results))

    def _find(self, result: Result) -> str:
        if result.has_image and result.given is None:
            return require_digest(result, self)
        return _choose(result.palette).hex


def _choose(palette: Palette) -> Color:
    return max(palette, key=_weigh).color


def _weigh(swatch: Swatch) -> float:
    _, chroma, _ = swatch.color.oklch
    return swatch.share * (_GRAY + chroma)
