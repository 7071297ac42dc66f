"""The colors of base16 and base24: eight neutrals, eight hues, and eight more."""

from typing import Final

from cvpalette.color.color import Color
from cvpalette.rendering.escaping import json_text
from cvpalette.rendering.names import summary
from cvpalette.rendering.syntax import make_editor
from cvpalette.rendering.themes import theme_name
from cvpalette.result import Result
from cvpalette.roles.scheme import Mode, Scheme
from cvpalette.roles.tone import Tone

__all__ = ["base16", "base24", "write_scheme"]

_ACCENTS: Final = ("red", "orange", "yellow", "green", "cyan", "blue", "magenta", "brown")
# base04 lies between comments and text. base06 and base07 are so far from the text toward white, or black.
_STATUS: Final = 0.4
_LIGHTER: Final = (0.4, 0.75)
# base10 and base11 are darker than a dark background, and lighter than a light one, as far as there is room.
_DEEPER: Final = (0.25, 0.5)
# The bright red, yellow, green, cyan, blue and magenta of base12 to base17, by their numbers in ANSI.
_BRIGHT: Final = (9, 11, 10, 14, 12, 13)


def base16(scheme: Scheme, mode: Mode) -> dict[str, Color]:
    """Return base00 to base0F, as the styling guide of base16 means them.

    The neutrals go from the background to the text and beyond it: base03 is for comments, base04 for the text
    of status bars, and base05 for text. All of these, and the hues, are readable (4.5:1) on base00, base01
    and base02.
    """
    editor = make_editor(scheme, mode)
    extreme = 0.0 if mode == "light" else 1.0
    neutrals = (
        *(editor.background, editor.surface, editor.selection, editor.muted),
        _step(editor.muted, editor.text.oklch[0], _STATUS),
        editor.text,
        *(_step(editor.text, extreme, part) for part in _LIGHTER),
    )
    colors = (*neutrals, *(editor.hues[name] for name in _ACCENTS))
    return {f"base{number:02X}": color for number, color in enumerate(colors)}


def base24(scheme: Scheme, mode: Mode) -> dict[str, Color]:
    """Return the colors of base16, two deeper backgrounds, and the bright colors of a terminal."""
    ansi, background = scheme.ansi(mode), scheme.mode(mode).background.color
    extreme = 1.0 if mode == "light" else 0.0
    colors = (
        *(_step(background, extreme, part) for part in _DEEPER),
        *(ansi.colors[number] for number in _BRIGHT),
    )
    return base16(scheme, mode) | {f"base{number:02X}": color for number, color in enumerate(colors, 16)}


def _step(color: Color, lightness: float, part: float) -> Color:
    """Return the color, a part of the way to a lightness."""
    tone = Tone.of(color)
    return Tone(tone.lightness + part * (lightness - tone.lightness), tone.chroma, tone.hue).color


def write_scheme(result: Result, system: str, mode: Mode, colors: dict[str, Color]) -> str:
    """Write colors as a scheme of tinted-theming, in YAML."""
    lines = [
        f"# {summary(result)}",
        f"system: {json_text(system)}",
        f"name: {json_text(theme_name(result, mode))}",
        'author: "cvpalette"',
        f"variant: {json_text(mode)}",
        "palette:",
        *(f"  {name}: {json_text(color.hex)}" for name, color in colors.items()),
    ]
    return "\n".join(lines) + "\n"
