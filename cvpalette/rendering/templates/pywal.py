"""render_pywal(): templates as pywal and pywal16 have them: `{color0}`, `{background.strip}`, `{{`."""

import colorsys
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from cvpalette.color.color import Color
from cvpalette.messages import quote, readable
from cvpalette.rendering.templates.limits import Page, TemplateError, undefined
from cvpalette.rendering.templates.model import Model, harmless

__all__ = ["render_pywal"]

# An escaped brace, or a marker. A brace that begins no marker stands for itself.
_PIECE: Final = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}")
_MARKER: Final = re.compile(r"(\w+)((?:\.\w+\([^()]*\))*)(?:\.(\w+))?")
_CALL: Final = re.compile(r"\.(\w+)\(([^()]*)\)")
_NUMBER: Final = re.compile(r"\s*(-?[0-9]{1,9}(?:\.[0-9]{1,9})?)%?\s*")


def _scale(color: Color, change: Callable[[int], float]) -> Color:
    return Color(*(min(255, max(0, int(change(channel)))) for channel in color.rgb))


def _saturate(color: Color, percent: float) -> Color:
    hue, lightness, _ = colorsys.rgb_to_hls(*(channel / 255 for channel in color.rgb))
    rgb = colorsys.hls_to_rgb(hue, lightness, min(1.0, percent / 100))
    return Color(*(int(channel * 255) for channel in rgb))


# What changes a color, by a number: a percentage without its sign, or a factor.
_FUNCTIONS: Final[dict[str, Callable[[Color, float], Color]]] = {
    "lighten": lambda color, by: _scale(color, lambda c: c + (255 - c) * abs(by) / 100),
    "darken": lambda color, by: _scale(color, lambda c: c * (1 - abs(by) / 100)),
    "saturate": lambda color, by: _saturate(color, abs(by)),
    "foxify": lambda color, by: _scale(color, lambda c: max(c, 10) * (1 + by)),
}
# How a color is written; `alpha` is 0 to 100.
_PROPERTIES: Final[dict[str, Callable[[Color, int], Any]]] = {
    "strip": lambda color, _: color.digits,
    "rgb": lambda color, _: "{},{},{}".format(*color.rgb),
    "rgbspace": lambda color, _: "{} {} {}".format(*color.rgb),
    "rgba": lambda color, alpha: "rgba({},{},{},{})".format(*color.rgb, alpha / 100),
    "xrgba": lambda color, _: "{:02x}/{:02x}/{:02x}/ff".format(*color.rgb),
    "hex_argb": lambda color, alpha: f"#{alpha * 255 // 100:02X}{color.digits}",
    "alpha": lambda color, alpha: f"[{alpha}]{color.hex}",
    "alpha_dec": lambda _, alpha: alpha / 100,
    "alpha_hex": lambda _, alpha: f"{alpha * 255 // 100:02X}",
    "decimal": lambda color, _: f"#{int(color.digits, 16)}",
    "decimal_strip": lambda color, _: int(color.digits, 16),
    "octal": lambda color, _: f"#{int(color.digits, 16):o}",
    "octal_strip": lambda color, _: f"{int(color.digits, 16):o}",
    "red": lambda color, _: f"{color.red / 255:.3f}",
    "green": lambda color, _: f"{color.green / 255:.3f}",
    "blue": lambda color, _: f"{color.blue / 255:.3f}",
    "red_hex": lambda color, _: color.hex[1:3],
    "green_hex": lambda color, _: color.hex[3:5],
    "blue_hex": lambda color, _: color.hex[5:],
    "red_dec": lambda color, _: color.red,
    "green_dec": lambda color, _: color.green,
    "blue_dec": lambda color, _: color.blue,
    "w3_luminance": lambda color, _: color.luminance,
}
_OPAQUE: Final = 100


def render_pywal(text: str, model: Model) -> str:
    """Return a template filled in; raises TemplateError."""
    names = _list_names(model)
    page, end, line = Page(), 0, 1
    for piece in _PIECE.finditer(text):
        page.add(text[end : piece.start()])
        line += text.count("\n", end, piece.start())
        end = piece.end()
        marker = piece[1]
        page.add(piece[0][0] if marker is None else _fill(marker, names, line), line)
    page.add(text[end:])
    return str(page)


def _list_names(model: Model) -> dict[str, Color | str]:
    ansi = model.result.scheme.ansi(model.mode)
    return {
        "wallpaper": harmless(readable(model.result.path or model.result.name)),
        "checksum": model.checksum,
        "alpha": str(_OPAQUE),
        "background": ansi.background,
        "foreground": ansi.foreground,
        "cursor": ansi.cursor,
        **{f"color{number}": color for number, color in enumerate(ansi.colors)},
    }


def _fill(marker: str, names: Mapping[str, Color | str], line: int) -> str:
    parsed = _MARKER.fullmatch(marker)
    if parsed is None:
        message = f"{quote('{' + marker[:60] + '}')} is no color; write two braces for one"
        raise TemplateError(message, line)
    name, calls, ending = parsed[1], parsed[2], parsed[3]
    if name not in names:
        raise undefined(name, names, line, marker)
    value = names[name]
    if isinstance(value, Color):
        return _write_color(value, calls, ending, marker, line)
    # pywal has the opacity as a color, so that it has these two parts.
    if name == "alpha" and not calls and ending in {"alpha_dec", "alpha_hex"}:
        return str(_PROPERTIES[ending](Color(0, 0, 0), _OPAQUE))
    if calls or ending:
        raise undefined(ending or calls[1:], (), line, marker)
    return value


def _write_color(color: Color, calls: str, ending: str | None, marker: str, line: int) -> str:
    alpha = _OPAQUE
    for function, argument in _CALL.findall(calls):
        number = _read_number(function, argument, line)
        if function == "adjust_alpha":
            alpha = min(_OPAQUE, int(abs(number) * (_OPAQUE if abs(number) < 1 else 1)))
        elif function in _FUNCTIONS:
            color = _FUNCTIONS[function](color, number)
        else:
            raise undefined(function, (*_FUNCTIONS, "adjust_alpha"), line, marker)
    if not ending:
        return color.hex
    if ending not in _PROPERTIES:
        raise undefined(ending, _PROPERTIES, line, marker)
    return str(_PROPERTIES[ending](color, alpha))


def _read_number(function: str, argument: str, line: int) -> float:
    number = _NUMBER.fullmatch(argument)
    if number is None:
        message = f"{quote(function)} takes a number, such as {function}(25), not {quote(argument[:60])}"
        raise TemplateError(message, line)
    return float(number[1])
