"""evaluate(): the expressions of matugen's templates: a name or a value, and filters that change it."""

import colorsys
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol, Self

from cvpalette.color.color import Color
from cvpalette.color.notation import read_notation
from cvpalette.errors import ColorError
from cvpalette.messages import quote
from cvpalette.rendering.shades import mix
from cvpalette.rendering.templates.limits import COLOR_STEPS, Steps, TemplateError, require_short, undefined
from cvpalette.roles.tone import Tone, turn_between

__all__ = ["FORMATS", "Shade", "evaluate"]

_TOKEN: Final = re.compile(
    r"""\s*(?:("(?:[^"\\]|\\.)*")|([+-]?[0-9]{1,9}(?:\.[0-9]{1,9})?)|([\w.\s]+)|([|:,*/+-]))"""
)
_WORD: Final = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
# Material turns a color toward another by half of the way, and at most by so much.
_HARMONY: Final = (0.5, 15.0)
_MIDDLE: Final = 0.5
# How much slower than a comparison it is to read an expression, and to find the words of a text.
_READING: Final = 10
_FILTERING: Final = 5
# The filters that compute in OKLCH.
_IN_OKLCH: Final = ("blend", "harmonize")


def _number(value: float, digits: int = 2) -> str:
    return f"{round(value, digits):g}"


def _list_hsl(shade: "Shade") -> str:
    hue, saturation, lightness = shade.hsl
    return f"{hue:.0f}, {saturation:.0f}%, {lightness:.0f}%"


#: How a color is written, by matugen's names.
FORMATS: Final[dict[str, Callable[["Shade"], str]]] = {
    "hex": lambda shade: shade.color.hex,
    "hex_stripped": lambda shade: shade.color.digits,
    "hex_alpha": lambda shade: f"{shade.color.hex}{round(shade.alpha * 255):02x}",
    "hex_alpha_stripped": lambda shade: f"{shade.color.digits}{round(shade.alpha * 255):02x}",
    "rgb": lambda shade: "rgb({}, {}, {})".format(*shade.color.rgb),
    "rgba": lambda shade: "rgba({}, {}, {}, {})".format(*shade.color.rgb, _number(shade.alpha)),
    "hsl": lambda shade: f"hsl({_list_hsl(shade)})",
    "hsla": lambda shade: f"hsla({_list_hsl(shade)}, {_number(shade.alpha)})",
    "red": lambda shade: str(shade.color.red),
    "green": lambda shade: str(shade.color.green),
    "blue": lambda shade: str(shade.color.blue),
    "alpha": lambda shade: _number(shade.alpha),
    "hue": lambda shade: _number(shade.hsl[0]),
    "saturation": lambda shade: _number(shade.hsl[1]),
    "lightness": lambda shade: _number(shade.hsl[2]),
}


@dataclass(frozen=True)
class Shade:
    """A color with an alpha from 0 to 1, and the format that it will be written in."""

    color: Color
    alpha: float = 1.0
    form: str = ""

    @classmethod
    def of(cls, color: Color) -> Self:
        """Return an opaque shade without a format."""
        return cls(color)

    def written_as(self, form: str) -> "Shade":
        """Return the shade with a format."""
        return replace(self, form=form)

    @property
    def hsl(self) -> tuple[float, float, float]:
        """Hue in degrees, saturation and lightness in percent."""
        hue, saturation, lightness = self.color.hsl
        return hue, saturation * 100, lightness * 100

    def with_hsl(self, hue: float, saturation: float, lightness: float) -> "Shade":
        """Return the shade with other numbers of HSL; each is brought into its range."""
        parts = (max(0.0, min(1.0, part / 100)) for part in (lightness, saturation))
        rgb = colorsys.hls_to_rgb(hue % 360 / 360, *parts)
        return replace(self, color=Color(*(int(255 * channel + _MIDDLE) for channel in rgb)))

    def __str__(self) -> str:
        """Return it in its format, or as hex."""
        return FORMATS[self.form or "hex"](self)


@dataclass(frozen=True)
class Value:
    """The value of an expression: a text, a number, a truth or a color."""

    value: Any

    @property
    def is_true(self) -> bool:
        """Whether a condition with this value holds."""
        return bool(self.value)

    def __str__(self) -> str:
        """Return it as the template writes it."""
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        return f"{self.value:g}" if isinstance(self.value, float) else str(self.value)


class Names(Protocol):
    """What knows the values of names."""

    def find(self, path: str, line: int) -> Any:
        """Return the value of a dotted path; raises TemplateError."""


def evaluate(text: str, names: Names, steps: Steps, line: int) -> Value:
    """Return the value of an expression; raises TemplateError."""
    # Reading it takes longer than what a filter does.
    steps.go_through(len(text), line, times=_READING)
    tokens = _split(text, line)
    stages = _cut(tokens, "|")
    value = _compute(stages[0], names, text, line)
    for stage in stages[1:]:
        is_dear = bool(stage) and stage[0][1] in _IN_OKLCH
        steps.take(line, cost=COLOR_STEPS if is_dear else 1)
        value = _filter(value, stage, names, text, line)
        if isinstance(value, str):
            steps.go_through(len(value), line, times=_FILTERING)
    return Value(value)


_Token = tuple[str, str]


def _split(text: str, line: int) -> list[_Token]:
    tokens: list[_Token] = []
    end, text = 0, text.strip()
    while end < len(text):
        found = _TOKEN.match(text, end)
        if found is None:
            raise _unreadable(text, line)
        kinds = ("text", "number", "name", "sign")
        kind, word = next((kind, word) for kind, word in zip(kinds, found.groups(), strict=True) if word)
        # Between two values, a sign before a number is an operator.
        if kind == "number" and word[0] in "+-" and tokens and tokens[-1][0] != "sign":
            tokens += [("sign", word[0]), ("number", word[1:])]
        else:
            tokens.append((kind, word.strip()))
        end = found.end()
    return tokens


def _unreadable(text: str, line: int) -> TemplateError:
    return TemplateError(f"{quote(text[:60])} is no expression", line)


def _cut(tokens: list[_Token], sign: str) -> list[list[_Token]]:
    parts: list[list[_Token]] = [[]]
    for token in tokens:
        if token == ("sign", sign):
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


_OPERATORS: Final[dict[str, Callable[[float, float], float]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


def _compute(tokens: list[_Token], names: Names, text: str, line: int) -> Any:
    """Return the value of a name or a literal, or of two with an operator between them."""
    if len(tokens) == 1 and tokens[0][0] != "sign":
        kind, word = tokens[0]
        if kind == "text":
            return re.sub(r"\\(.)", r"\1", word[1:-1])
        if kind == "number":
            return float(word) if "." in word else int(word)
        return word == "true" if word in {"true", "false"} else _find(word, names, line)
    if len(tokens) == 3 and tokens[1][0] == "sign" and tokens[1][1] in _OPERATORS:
        left, right = (_compute([token], names, text, line) for token in (tokens[0], tokens[2]))
        try:
            made = _OPERATORS[tokens[1][1]](*(float(str(each)) for each in (left, right)))
        except (ValueError, ArithmeticError) as error:
            raise _unreadable(text, line) from error
        if math.isfinite(made):
            return made
    raise _unreadable(text, line)


def _find(path: str, names: Names, line: int) -> Any:
    """Return the value of a name; raises TemplateError, also for a group, which is no value."""
    value = names.find(path, line)
    if isinstance(value, Mapping):
        parts = ", ".join(list(map(str, value))[:3])
        message = f"{quote(path[:60])} is a group; name a part of it: {parts}"
        raise TemplateError(message, line)
    return value


def _filter(value: Any, stage: list[_Token], names: Names, text: str, line: int) -> Any:
    if not stage or stage[0][0] != "name" or (len(stage) > 1 and stage[1] != ("sign", ":")):
        raise _unreadable(text, line)
    name = stage[0][1]
    arguments = (
        [_argument(each, names, text, line) for each in _cut(stage[2:], ",")] if len(stage) > 1 else []
    )
    if name in _TEXTS:
        kinds, change = _TEXTS[name]
        made = change(str(Value(value)), *_take(name, arguments, kinds, line))
        require_short(len(made), line)
        return made
    if name in FORMATS:
        message = f"'|{name}' is no filter; write .{name}, as in colors.primary.default.{name}"
        raise TemplateError(message, line)
    if name not in _COLORS:
        raise undefined(name, (*_COLORS, *_TEXTS), line, text)
    kinds, color_change = _COLORS[name]
    return color_change(_as_shade(name, value, line), *_take(name, arguments, kinds, line))


def _argument(tokens: list[_Token], names: Names, text: str, line: int) -> Any:
    # A bare word is a text, as in `saturate: 20, hsl`, unless it is a path.
    if len(tokens) == 1 and tokens[0][0] == "name" and "." not in tokens[0][1]:
        return tokens[0][1]
    return _compute(tokens, names, text, line)


def _take(name: str, arguments: list[Any], kinds: tuple[type, ...], line: int) -> list[Any]:
    try:
        if len(arguments) != len(kinds):
            raise ValueError(arguments)
        taken = [
            _as_shade(name, each, line) if kind is Shade else kind(str(Value(each)))
            for each, kind in zip(arguments, kinds, strict=True)
        ]
        if not all(math.isfinite(each) for each in taken if isinstance(each, float)):
            raise ValueError(arguments)
    except ValueError as error:
        if isinstance(error, TemplateError):
            raise
        words = {float: "a number", str: "a text", Shade: "a color"}
        wanted = " and ".join(words[kind] for kind in kinds) or "nothing"
        message = f"the filter {quote(name)} takes {wanted}"
        raise TemplateError(message, line) from error
    return taken


def _as_shade(name: str, value: Any, line: int) -> Shade:
    if isinstance(value, Shade):
        return value
    try:
        color = read_notation(str(value)[:200])
    except ColorError:
        color = None
    if color is None:
        message = f"the filter {quote(name)} takes a color, not {quote(str(value)[:60])}"
        raise TemplateError(message, line)
    return Shade(color, form="rgb" if str(value).startswith("rgb") else "hex")


def _lighten(shade: Shade, by: float) -> Shade:
    hue, saturation, lightness = shade.hsl
    return shade.with_hsl(hue, saturation, lightness + by)


def _contrast(shade: Shade, by: float) -> Shade:
    """Return a dark color lighter, and a light one darker."""
    return _lighten(shade, by if shade.hsl[2] < 50 else -by)


def _set_lightness(shade: Shade, to: float) -> Shade:
    """Set the lightness; less than 0 is how much darker, as in earlier versions of matugen."""
    hue, saturation, lightness = shade.hsl
    return shade.with_hsl(hue, saturation, to if to >= 0 else lightness + to)


def _saturate(shade: Shade, by: float, space: str = "hsl") -> Shade:
    if space == "hsv":
        hue, saturation, value = colorsys.rgb_to_hsv(*(channel / 255 for channel in shade.color.rgb))
        rgb = colorsys.hsv_to_rgb(hue, max(0.0, min(1.0, saturation + by / 100)), value)
        return replace(shade, color=Color(*(int(255 * channel + _MIDDLE) for channel in rgb)))
    hue, saturation, lightness = shade.hsl
    return shade.with_hsl(hue, saturation + by, lightness)


def _set_channel(index: int) -> Callable[[Shade, float], Shade]:
    def change(shade: Shade, to: float) -> Shade:
        rgb = list(shade.color.rgb)
        rgb[index] = int(max(0.0, min(255.0, to)))
        return replace(shade, color=Color(*rgb))

    return change


def _harmonize(shade: Shade, other: Shade) -> Shade:
    tone, part = Tone.of(shade.color), _HARMONY
    turn = part[0] * turn_between(tone.hue, Tone.of(other.color).hue)
    return replace(shade, color=replace(tone, hue=tone.hue + max(-part[1], min(part[1], turn))).color)


def _gray(shade: Shade) -> Shade:
    level = round(sum(shade.color.rgb) / 3)
    return replace(shade, color=Color(level, level, level))


def _blend(shade: Shade, other: Shade, part: float) -> Shade:
    """Turn the hue toward another color's; `part` is how much of the way, 0 to 1."""
    tone = Tone.of(shade.color)
    hue = Tone.of(mix(shade.color, other.color, max(0.0, min(1.0, part)))).hue
    return replace(shade, color=replace(tone, hue=hue).color)


_COLORS: Final[dict[str, tuple[tuple[type, ...], Callable[..., Shade]]]] = {
    "lighten": ((float,), _lighten),
    "auto_lightness": ((float,), _contrast),
    "auto_lighten": ((float,), _contrast),
    "saturate": ((float, str), _saturate),
    "grayscale": ((), _gray),
    "invert": (
        (),
        lambda shade: replace(shade, color=Color(*(255 - channel for channel in shade.color.rgb))),
    ),
    "blend": ((Shade, float), _blend),
    "harmonize": ((Shade,), _harmonize),
    "to_color": ((), lambda shade: shade),
    "set_alpha": ((float,), lambda shade, to: replace(shade, alpha=max(0.0, min(1.0, to)))),
    "set_red": ((float,), _set_channel(0)),
    "set_green": ((float,), _set_channel(1)),
    "set_blue": ((float,), _set_channel(2)),
    "set_hue": ((float,), lambda shade, to: shade.with_hsl(to, *shade.hsl[1:])),
    "set_saturation": ((float,), lambda shade, to: shade.with_hsl(shade.hsl[0], to, shade.hsl[2])),
    "set_lightness": ((float,), _set_lightness),
}


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _replace(text: str, old: str, new: str) -> str:
    require_short(len(text) + text.count(old) * len(new))
    return text.replace(old, new)


_TEXTS: Final[dict[str, tuple[tuple[type, ...], Callable[..., str]]]] = {
    "replace": ((str, str), _replace),
    "to_upper": ((), str.upper),
    "to_lower": ((), str.lower),
    "snake_case": ((), lambda text: "_".join(_words(text))),
    "kebab_case": ((), lambda text: "-".join(_words(text))),
    "pascal_case": ((), lambda text: "".join(word.title() for word in _words(text))),
    "camel_case": ((), lambda text: "".join(w.title() if i else w for i, w in enumerate(_words(text)))),
}
