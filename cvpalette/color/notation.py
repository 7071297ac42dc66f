"""Write colors as CSS does (hex, rgb(), hsl() or oklch()), and read every CSS notation, in pure Python."""

import math
import re
from typing import Final

from cvpalette.color.color import Color
from cvpalette.color.names import CSS_COLORS
from cvpalette.errors import ColorError
from cvpalette.messages import quote

__all__ = ["NOTATIONS", "read_notation", "write_notation"]

NOTATIONS: Final = ("hex", "rgb", "hsl", "oklch")

_HEX: Final = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_FUNCTION: Final = re.compile(r"([a-z]+)\(([^()]*)\)")
_NUMBER: Final = re.compile(
    r"([+-]?(?:[0-9]++\.?[0-9]*|\.[0-9]++)(?:e[+-]?[0-9]{1,3})?)(%|deg|grad|rad|turn)?"
)
_DEGREES: Final = {"": 1.0, "deg": 1.0, "grad": 0.9, "rad": 180 / math.pi, "turn": 360.0}
_HUE: Final = 0.0
# For each function: its space, then the values of 1 and of 100% for each component. A hue has no percentages.
_FUNCTIONS: Final = {
    "rgb": ("srgb", (1 / 255, 1 / 255, 1 / 255), (1.0, 1.0, 1.0)),
    "hsl": ("hsl", (1.0, 1.0, 1.0), (_HUE, 100.0, 100.0)),
    "hwb": ("hwb", (1.0, 1.0, 1.0), (_HUE, 100.0, 100.0)),
    "lab": ("lab", (1.0, 1.0, 1.0), (100.0, 125.0, 125.0)),
    "lch": ("lch", (1.0, 1.0, 1.0), (100.0, 150.0, _HUE)),
    "oklab": ("oklab", (1.0, 1.0, 1.0), (1.0, 0.4, 0.4)),
    "oklch": ("oklch", (1.0, 1.0, 1.0), (1.0, 0.4, _HUE)),
}


def write_notation(color: Color, notation: str) -> str:
    """Write a color as 'hex', 'rgb', 'hsl' or 'oklch', with enough digits to read the same 8 bits again."""
    if notation == "rgb":
        return f"rgb({color.red} {color.green} {color.blue})"
    if notation == "hsl":
        hue, saturation, lightness = color.hsl
        return f"hsl({_round(hue, 2, 360)}deg {_round(saturation * 100, 2)}% {_round(lightness * 100, 2)}%)"
    if notation == "oklch":
        lightness, chroma, hue = color.oklch
        return f"oklch({_round(lightness * 100, 2)}% {_round(chroma, 5)} {_round(hue, 2, 360)}deg)"
    return color.hex


def _round(value: float, digits: int, turn: float = math.inf) -> str:
    return f"{round(value, digits) % turn:.{digits}f}".rstrip("0").rstrip(".")


def read_notation(text: str) -> Color | None:
    """Read a CSS color: a name, `#rgb` to `#rrggbbaa`, or a function such as rgb() or color().

    A color outside sRGB is clipped. A color of alpha 0 gives None; any other alpha is ignored. Raises
    ColorError for anything else.
    """
    word = text.strip().lower()
    try:
        if _HEX.fullmatch(word):
            return _read_hex(word[1:])
        if word in CSS_COLORS:
            return Color.from_hex(CSS_COLORS[word])
        if word == "transparent":
            return None
        function = _FUNCTION.fullmatch(word)
        if function:
            return _read_function(function[1], function[2])
    except ValueError as error:
        message = f"{quote(text[:60])} is no color"
        raise ColorError(message) from error
    message = f"{quote(text[:60])} is no color"
    raise ColorError(message)


def _read_hex(digits: str) -> Color | None:
    size = 1 if len(digits) < 5 else 2
    color, alpha = digits[: 3 * size], digits[3 * size :]
    return None if alpha and not int(alpha, 16) else Color.from_hex(color)


def _read_function(name: str, arguments: str) -> Color | None:
    # CSS 3 separates all words by commas. CSS 4 uses blanks, and a slash before the alpha.
    words = arguments.replace(",", " ").replace("/", " ").split()
    if name == "color":
        space, *words = words or [""]
        units, percents = (1.0, 1.0, 1.0), (1.0, 1.0, 1.0)
    else:
        # rgba() and hsla() mean the same as rgb() and hsl().
        name = name.removesuffix("a")
        if name not in _FUNCTIONS:
            raise ColorError("there is no such function")
        space, units, percents = _FUNCTIONS[name]
    if len(words) not in {3, 4}:
        raise ColorError("it has three components, and maybe alpha")
    if len(words) == 4 and _read_number(words[3], 1.0, 1.0) <= 0:
        return None
    first, second, third = (
        _read_number(word, unit, percent) for word, unit, percent in zip(words, units, percents, strict=False)
    )
    return Color.from_space(space, (first, second, third))


def _read_number(word: str, unit: float, percent: float) -> float:
    """Read a component. A hue has a `percent` of 0, and only a hue may have a unit of angle."""
    if word == "none":
        return 0.0
    found = _NUMBER.fullmatch(word)
    if not found:
        raise ColorError("a component is a number")
    number, kind = float(found[1]), found[2] or ""
    if kind == "%":
        if not percent:
            raise ColorError("a hue has no percentages")
        return number / 100 * percent
    if kind and percent:
        raise ColorError("only a hue is an angle")
    return number * (unit if percent else _DEGREES[kind])
