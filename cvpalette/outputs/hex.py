"""The output `hex`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from cvpalette.color.palette import Palette
from cvpalette.parsing.entries import Entry, decode_text, make_palette, read_color
from cvpalette.result import Result

__all__ = ["HexLines"]

_HASHED: Final = re.compile(r"#(?:[0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})")
_BARE: Final = re.compile(r"[0-9A-Fa-f]{6}")
_SEPARATOR: Final = re.compile(r"[,;\s]+")
# What is hardly anything but a color: a #, a function, or six hex digits among them a letter and a number.
_MARKED: Final = re.compile(
    r"""['"]?(?:
        \#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})
      | (?=[0-9a-f]{0,5}[a-f])(?=[0-9a-f]{0,5}[0-9])[0-9a-f]{6}
      | [a-z]{3,5}\(.*
    )['"]?""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class HexLines:
    """Hexadecimal colors, one per line, for pipes and pixel-art tools."""

    suffix: ClassVar[str] = ".hex"
    family: ClassVar[str] = "palettes"
    holds: ClassVar[frozenset[str]] = frozenset()
    hash: Annotated[bool, "Begin each line with #; Lospec and Aseprite need lines without it."] = True

    def render(self, result: Result, /) -> str:
        """Write the colors in order."""
        start = 0 if self.hash else 1
        return "".join(f"{color.hex[start:]}\n" for color in result.palette.colors)

    @staticmethod
    def needs_suffix(data: bytes, /) -> bool:
        """Tell whether the data has only words and numbers, which may be colors or anything else."""
        return not any(map(_MARKED.fullmatch, _SEPARATOR.split(decode_text(data))))

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read lines of colors: one color in any CSS notation, or several as hex digits. Raises ValueError.

        Several colors of a line are separated by commas, semicolons, tabs or spaces. Each may be in quotes,
        and either all of them have a # or none.
        """
        lines = enumerate(decode_text(data).splitlines(), 1)
        return make_palette(entry for number, line in lines for entry in _read_line(number, line))


def _read_line(number: int, line: str) -> Iterator[Entry]:
    words = [word.strip("'\"") for word in _SEPARATOR.split(line.strip()) if word.strip("'\"")]
    forms = {_form_of(word) for word in words}
    if not words or (len(words) > 1 and len(forms) == 1 and "" not in forms):
        yield from (Entry(read_color(word)) for word in words)
        return
    try:
        yield Entry(read_color(line.strip().rstrip(",;").strip("'\"")))
    except ValueError as error:
        message = f"line {number}: {error}"
        raise ValueError(message) from error


def _form_of(word: str) -> str:
    """Return "#" for hex digits with a #, "0" for six digits without, and an empty string for other words."""
    return "#" if _HASHED.fullmatch(word) else "0" if _BARE.fullmatch(word) else ""
