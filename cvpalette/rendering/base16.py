"""base16_slots(): the slots of base16, and the eight more of base24, from a scheme; and their YAML."""

from typing import Final

from cvpalette.color.color import Color
from cvpalette.rendering.escaping import json_text
from cvpalette.rendering.names import summary
from cvpalette.rendering.syntax import make_editor
from cvpalette.rendering.themes import theme_name
from cvpalette.result import Result
from cvpalette.roles.scheme import Mode, Scheme
from cvpalette.roles.tone import Tone

__all__ = ["base16_slots", "write_scheme"]

_ACCENTS: Final = ("red", "orange", "yellow", "green", "cyan", "blue", "magenta", "brown")
# base04 lies between comments and text. base06 and base07 are so far from the text toward white, or black.
_STATUS: Final = 0.4
_LIGHTER: Final = (0.4, 0.75)
# base10 and base11 are darker than a dark background, and lighter than a light one, as far as there is room.
_DEEPER: Final = (0.25, 0.5)
# The bright red, yellow, green, cyan, blue and magenta of base12 to base17, by their numbers in ANSI.
_BRIGHT: Final = (9, 11, 10, 14, 12, 13)


def base16_slots(scheme: Scheme, mode: Mode) -> dict[str, Color]:
    """Return the colors of a mode by the names of their slots: base00 to base0F, and base10 to base17.

    They are meant as the styling guides of base16 and base24 have it. The neutrals go from the background to
    the text and beyond it: base03 is for comments, base04 for the text of status bars, and base05 for text.
    From base03 to base0F, each is readable (4.5:1) on base00, base01 and base02. base10 and base11 are deeper
    backgrounds, and base12 to base17 a terminal's bright colors, which are readable on base00.
    """
    editor = make_editor(scheme, mode)
    deepest, furthest = (1.0, 0.0) if mode == "light" else (0.0, 1.0)
    slots = (
        *(editor.background, editor.surface, editor.selection, editor.muted),
        _step(editor.muted, editor.text.oklch[0], _STATUS),
        editor.text,
        *(_step(editor.text, furthest, part) for part in _LIGHTER),
        *(editor.hues[name] for name in _ACCENTS),
        *(_step(editor.background, deepest, part) for part in _DEEPER),
        *(editor.ansi.colors[number] for number in _BRIGHT),
    )
    return {f"base{number:02X}": color for number, color in enumerate(slots)}


def _step(color: Color, lightness: float, part: float) -> Color:
    """Return the color, a part of the way to a lightness."""
    tone = Tone.of(color)
    return Tone(tone.lightness + part * (lightness - tone.lightness), tone.chroma, tone.hue).color


def write_scheme(result: Result, system: str, mode: Mode, count: int) -> str:
    """Write the first `count` slots as a scheme of tinted-theming, in YAML."""
    slots = list(base16_slots(result.scheme, mode).items())[:count]
    lines = [
        f"# {summary(result)}",
        f"system: {json_text(system)}",
        f"name: {json_text(theme_name(result, mode))}",
        'author: "cvpalette"',
        f"variant: {json_text(mode)}",
        "palette:",
        *(f"  {name}: {json_text(color.hex)}" for name, color in slots),
    ]
    return "\n".join(lines) + "\n"
