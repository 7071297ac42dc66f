"""How palettes, swatches and shares are called in files: rules that all outputs share."""

import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from cvpalette.color.palette import Palette
from cvpalette.messages import listed, quote

if TYPE_CHECKING:
    from cvpalette.extraction import Extraction

__all__ = [
    "count_colors",
    "display_name",
    "given_name",
    "identifiers",
    "palette_name",
    "percent",
    "plain_name",
    "require_identifier",
    "share_note",
    "slug",
    "summary",
    "swatch_names",
    "swatch_notes",
]

# Pillow stops at palette lines of more than 100 bytes; with the numbers, this leaves a margin.
_LONGEST_NAME: Final = 60
# What CSS, Sass, Tailwind and every validator take as a name.
_IDENTIFIER: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SMALLEST_SHARE: Final = 0.0005


def plain_name(text: str) -> str:
    """Return a name on one line: no control characters, single blanks, at most 60 bytes of UTF-8."""
    # What is printable has neither control characters nor other blanks than the one of ASCII.
    plain = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    words = " ".join(plain.split()).encode()[:_LONGEST_NAME]
    return words.decode(errors="ignore").rstrip()


def display_name(text: str) -> str:
    """Return a plain name, or `untitled` where nothing of it is left."""
    return plain_name(text) or "untitled"


def percent(share: float) -> str:
    """Return a share as people read it: `31.2%`, and `<0.1%` rather than a nought, unless it is none."""
    return f"{share:.1%}" if share >= _SMALLEST_SHARE or not share else "<0.1%"


def swatch_names(palette: Palette) -> list[str]:
    """Return what each swatch is called where any text may stand: its name, or `color-1` by its number."""
    return [plain_name(swatch.name) or _unnamed(number) for number, swatch in enumerate(palette, 1)]


def given_name(text: str, number: int) -> str:
    """Return the name that a file gives its colour of this number; none if it is `color-1`, or nothing."""
    return "" if text == _unnamed(number) else plain_name(text)


def slug(text: str) -> str:
    """Return what ASCII has of a name: lower-case letters, digits and single hyphens; maybe nothing."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_text))


def identifiers(palette: Palette, prefix: str = "color", joint: str = "-") -> list[str]:
    """Return a variable's name for each swatch: `color-1`, or `color-navy` for a named one; no two the same.

    The words are joined by `joint`; a name that comes again is numbered: `color-navy-2`.
    """
    used: dict[str, None] = {}
    for number, swatch in enumerate(palette, 1):
        name = wanted = f"{prefix}-{slug(swatch.name) or number}"
        # Another colour's own name may end in the number that this one would get.
        again = 2
        while name in used:
            name = f"{wanted}-{again}"
            again += 1
        used[name] = None
    return [name.replace("-", joint) for name in used]


def swatch_notes(palette: Palette, write: Callable[[str], str] = str) -> list[str]:
    """Return what a comment says of each swatch: `navy, 31.2%`; nothing where neither is known.

    A name stands there as `write` has it.
    """
    names = (plain_name(swatch.name) for swatch in palette)
    parts = ((write(name) if name else "", share_note(palette, index)) for index, name in enumerate(names))
    return [", ".join(part for part in both if part) for both in parts]


def palette_name(extraction: "Extraction") -> str:
    """Return what a palette is called: its own name, or its image's without the suffix."""
    return plain_name(extraction.palette.name) or display_name(extraction.image.stem)


def share_note(palette: Palette, index: int) -> str:
    """Return the share of a swatch for a comment, `31.2%`; nothing where nobody knows the shares."""
    return percent(palette[index].share) if palette.has_shares else ""


def _unnamed(number: int) -> str:
    return f"color-{number}"


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
