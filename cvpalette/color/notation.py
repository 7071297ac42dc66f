"""Write colors as CSS does (hex, rgb(), hsl() or oklch()), and read every CSS notation, in pure Python."""

import math
import re
from typing import Final

from cvpalette.color.alpha import alpha_level
from cvpalette.color.color import Color
from cvpalette.color.names import CSS_COLORS
from cvpalette.errors import ColorError
from cvpalette.messages import quote

__all__ = ["NOTATIONS", "read_notation", "write_notation"]

NOTATIONS: Final = ("hex", "rgb", "hsl", "oklch")

# A color of alpha 0 would be none.
_LEAST_PERCENT: Final = 0.01
# No color is longer than this, however many others it is mixed from.
_LONGEST: Final = 2000
_HEX: Final = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")


def write_notation(color: Color, notation: str, alpha: float = 1.0) -> str:
    """Write a color as 'hex', 'rgb', 'hsl' or 'oklch', with enough digits to read the same 8 bits again.

    `alpha`, above 0 to 1, is written if it is below 1: in two digits of hex, or in percent behind a slash.
    """
    end = f" / {max(_LEAST_PERCENT, round(alpha * 100, 2)):g}%)" if alpha < 1 else ")"
    if notation == "rgb":
        return f"rgb({color.red} {color.green} {color.blue}{end}"
    if notation == "hsl":
        hue, saturation, lightness = color.hsl
        return (
            f"hsl({_round(hue, 2, 360)}deg {_round(saturation * 100, 2)}% {_round(lightness * 100, 2)}%{end}"
        )
    if notation == "oklch":
        lightness, chroma, hue = color.oklch
        return f"oklch({_round(lightness * 100, 2)}% {_round(chroma, 5)} {_round(hue, 2, 360)}deg{end}"
    return color.hex if alpha >= 1 else f"{color.hex}{alpha_level(alpha):02x}"


def _round(value: float, digits: int, turn: float = math.inf) -> str:
    return f"{round(value, digits) % turn:.{digits}f}".rstrip("0").rstrip(".")


def read_notation(text: str) -> Color | None:
    """Read a CSS color: a name, `#rgb` to `#rrggbbaa`, or a function such as rgb(), color() or color-mix().

    A color outside sRGB is clipped. A color of alpha 0 gives None; any other alpha is ignored. The color
    of light-dark() is its first. Raises ColorError for anything else.
    """
    word = text.strip().lower()
    if _HEX.fullmatch(word):
        return _read_hex(word[1:])
    if word in CSS_COLORS:
        return Color.from_hex(CSS_COLORS[word])
    # Most colors are hex or a name.
    from cvpalette.color.css_tokens import read_tokens  # noqa: PLC0415
    from cvpalette.color.css_values import evaluate  # noqa: PLC0415

    try:
        if len(word) > _LONGEST:
            raise ColorError("it is too long")
        return evaluate(read_tokens(word)).color
    except ColorError as error:
        message = f"{quote(text[:60])} is no color"
        raise ColorError(message) from error


def _read_hex(digits: str) -> Color | None:
    size = 1 if len(digits) < 5 else 2
    color, alpha = digits[: 3 * size], digits[3 * size :]
    return None if alpha and not int(alpha, 16) else Color.from_hex(color)
