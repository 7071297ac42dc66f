"""The output `mplstyle`."""

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, decode_text, make_palette, tell_some
from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.names import summary, swatch_notes
from cvpalette.result import Result

__all__ = ["MatplotlibStyle"]

# The cycle as a list, as one text, or as the older setting.
_CYCLE: Final = re.compile(
    r"""^[ \t]*axes\.(?:
        prop_cycle[ \t]*:[ \t]*[^\n#]{0,200}?cycler\([ \t]*(?:color[ \t]*=|["']color["'][ \t]*,)[ \t]*
            (?:[\[(]([^\])\n]*)[\])] | ("[^"\n]*"|'[^'\n]*'))
      | color_cycle[ \t]*:[ \t]*([^\n]*)
    )""",
    re.MULTILINE | re.VERBOSE,
)
_WORD: Final = re.compile(r""""([^"\n]*)"|'([^'\n]*)'|([^\s,"']+)""")
_DIGITS: Final = re.compile(r"#?([0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})")
_GRAY: Final = re.compile(r"0?\.[0-9]{1,20}|[01](?:\.0{0,20})?")
# Matplotlib's letters, whose cyan, magenta, yellow and green are darker than those of CSS.
_LETTERS: Final = {
    "b": "#0000ff",
    "g": "#008000",
    "r": "#ff0000",
    "c": "#00bfbf",
    "m": "#bf00bf",
    "y": "#bfbf00",
    "k": "#000000",
    "w": "#ffffff",
}
# The colors of Tableau 10 by their names in Matplotlib.
_TABLEAU: Final = {
    "tab:blue": "#1f77b4",
    "tab:orange": "#ff7f0e",
    "tab:green": "#2ca02c",
    "tab:red": "#d62728",
    "tab:purple": "#9467bd",
    "tab:brown": "#8c564b",
    "tab:pink": "#e377c2",
    "tab:gray": "#7f7f7f",
    "tab:grey": "#7f7f7f",
    "tab:olive": "#bcbd22",
    "tab:cyan": "#17becf",
}


@dataclass(frozen=True)
class MatplotlibStyle:
    """Matplotlib style that sets the cycle of line colors.

    Of any style, the cycle is read. Names stand in comments only. The facts are those of Matplotlib's
    documentation of customizing with style sheets, and of specifying colors.
    """

    suffix: ClassVar[str] = ".mplstyle"
    family: ClassVar[str] = "maps"
    holds: ClassVar[frozenset[str]] = frozenset()

    def render(self, result: Result, /) -> str:
        """Write the cycle of colors, with the name and share of each in comments."""
        palette = result.palette
        notes = [
            line_comment("#", f"{color.hex}: {note}")
            for color, note in zip(palette.colors, swatch_notes(palette), strict=True)
            if note
        ]
        # The colors have no #, which would begin a comment: matplotlib would keep its own colors.
        colors = ", ".join(f"'{color.digits}'" for color in palette.colors)
        comment = line_comment("#", summary(result))
        return "\n".join([comment, *notes, f"axes.prop_cycle: cycler('color', [{colors}])"]) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of axes.prop_cycle, or of the older axes.color_cycle. Raises ValueError."""
        found = _CYCLE.search(decode_text(data))
        if not found:
            raise ValueError("it sets no cycle of colors: no 'axes.prop_cycle: cycler(\\'color\\', […])'")
        words = [
            word[1] or word[2] or word[3] or ""
            for word in _WORD.finditer(found[1] or found[2] or found[3] or "")
        ]
        if found[2] and len(words) == 1 and set(words[0].lower()) <= set(_LETTERS):
            # A single text of letters is one color for each of them.
            words = list(words[0])
        entries, failed = [], []
        for word in words:
            try:
                entries.append(_read(word))
            except ValueError:
                failed.append(quote(word[:60]))
        return make_palette(entries, left_out=[tell_some(failed)] if failed else [])


def _read(word: str) -> Entry:
    """Return a color as Matplotlib writes it; raises ValueError."""
    from cvpalette.color.css_tokens import read_tokens  # noqa: PLC0415 -- only this reader needs them
    from cvpalette.color.css_values import evaluate  # noqa: PLC0415
    from cvpalette.rendering.adobe import color_of  # noqa: PLC0415

    if word.lower() in _LETTERS:
        return Entry(Color.from_hex(_LETTERS[word.lower()]))
    if word in _TABLEAU:
        return Entry(Color.from_hex(_TABLEAU[word]))
    if _GRAY.fullmatch(word):
        return Entry(color_of("GRAY", (float(word),)))
    digits = _DIGITS.fullmatch(word)
    color = evaluate(read_tokens(f"#{digits[1]}" if digits else word[:200]))
    return Entry(color.color, alpha=color.alpha or 0.0)
