"""How palettes, swatches and shares are called in files: rules that all outputs share."""

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from cvpalette.errors import listed, quote
from cvpalette.palette import Palette

if TYPE_CHECKING:
    from cvpalette.extraction import Extraction

__all__ = ["count_colors", "display_name", "percent", "require_identifier", "summary", "swatch_names"]

# Pillow stops at palette lines of more than 100 bytes; with the numbers, this leaves a margin.
_LONGEST_NAME: Final = 60
# What CSS, Sass, Tailwind and every validator take as a name.
_IDENTIFIER: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SMALLEST_SHARE: Final = 0.0005


def display_name(text: str) -> str:
    """Return a name on one line: no control characters, single blanks, at most 60 bytes of UTF-8."""
    plain = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    words = " ".join(plain.split()).encode()[:_LONGEST_NAME]
    return words.decode(errors="ignore").rstrip() or "untitled"


def percent(share: float) -> str:
    """Return a share as people read it: `31.2%`, and `<0.1%` rather than a nought."""
    return f"{share:.1%}" if share >= _SMALLEST_SHARE else "<0.1%"


def swatch_names(palette: Palette, prefix: str = "color") -> list[str]:
    """Return a name for each swatch, in order: `color-1`, `color-2` and so on."""
    return [f"{prefix}-{number}" for number in range(1, len(palette) + 1)]


def count_colors(palette: Palette) -> str:
    """Return how many colors there are, in words: `1 color`, `6 colors`."""
    return "1 color" if len(palette) == 1 else f"{len(palette)} colors"


def summary(extraction: "Extraction") -> str:
    """Return what a palette is, for the comment that files begin with: no path, no time."""
    return f"{count_colors(extraction.palette)} of {display_name(extraction.image.name)}, by cvpalette"


def require_identifier(option: str, text: str) -> None:
    """Raise ValueError, worded for the user, unless a text can begin a variable's name anywhere."""
    if not _IDENTIFIER.fullmatch(text):
        message = (
            f"option {quote(option)} is lower-case letters, digits and single hyphens, a letter first, "
            f"such as {listed(['color', 'brand-2'])}, not {quote(text)}"
        )
        raise ValueError(message)
