"""Compute CSS colors from tokens: every notation of CSS Color Levels 4 and 5, in pure Python."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cvpalette.color.color import Color, clip_color
from cvpalette.color.css_math import Number, compute, is_math, split_arguments
from cvpalette.color.css_spaces import SPACES, from_srgb, to_srgb
from cvpalette.color.css_tokens import Token, trim
from cvpalette.color.names import CSS_COLORS
from cvpalette.errors import ColorError
from cvpalette.messages import quote

__all__ = ["CHANNELS", "CssColor", "evaluate", "seems_color"]

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
_OF_COLOR: Final = ((1.0, 1.0, 1.0), (1.0, 1.0, 1.0))
# rgba() and hsla() mean the same as rgb() and hsl().
_ALIASES: Final = {"rgba": "rgb", "hsla": "hsl"}
#: The functions whose components are plain numbers, without a space's name.
CHANNELS: Final = frozenset({*_FUNCTIONS, *_ALIASES})
_OTHERS: Final = frozenset({"color", "color-mix", "light-dark", "alpha"})
_UNKNOWN: Final = frozenset(
    {"device-cmyk", "contrast-color", "color-contrast", "color-hdr", "ictcp", "jzazbz", "jzczhz"}
)
# What a component is like: two spaces share a missing component if it is alike (CSS Color 4, 12.2).
_KINDS: Final[dict[str, str]] = {
    "hsl": "hsl",
    "hwb": "hwk",
    "lab": "lab",
    "lch": "lsh",
    "oklab": "lab",
    "oklch": "lsh",
}
# The words for the components in relative colors.
_WORDS: Final[dict[str, str]] = {**_KINDS, "hwb": "hwb", "lch": "lch", "oklch": "lch", "xyz": "xyz"}
_WORDS.update(dict.fromkeys(("xyz-d50", "xyz-d65"), "xyz"))
# Below these, a color is gray for CSS, and its hue means nothing.
_GRAY: Final = {"hsl": 1e-3, "lch": 1.5e-3, "oklch": 4e-6, "hwb": 1e-3}
# The least and the most of components, the first ones of each function.
_LIMITS: Final[Mapping[str, tuple[tuple[float, float], ...]]] = {
    "rgb": ((0.0, 1.0),) * 3,
    "hsl": ((-math.inf, math.inf), (0.0, math.inf)),
    "lab": ((0.0, 100.0),),
    "lch": ((0.0, 100.0), (0.0, math.inf)),
    "oklab": ((0.0, 1.0),),
    "oklch": ((0.0, 1.0), (0.0, math.inf)),
}
_HUE_WAYS: Final = ("shorter", "longer", "increasing", "decreasing")
_LARGEST: Final = 1e6
# CSS Color 4, section 6.2. The old ones of Appendix A are words that values may have for other reasons.
_SYSTEM: Final = re.compile(
    r"accentcolor(text)?|activetext|button(border|face|text)|canvas(text)?|field(text)?|graytext"
    r"|highlight(text)?|linktext|mark(text)?|selecteditem(text)?|visitedtext"
)


@dataclass(frozen=True, slots=True)
class CssColor:
    """A color of a space, with its alpha from 0 to 1. None is a missing component: CSS writes it `none`."""

    space: str
    components: tuple[float | None, ...]
    alpha: float | None = 1.0

    @property
    def color(self) -> Color | None:
        """The color clipped to sRGB, without its alpha; None if it is fully transparent.

        Raises ColorError for components that no color has.
        """
        first, second, third = (component or 0.0 for component in self.components)
        color = clip_color(self.space, (first, second, third))
        return color if self.alpha else None

    def to_space(self, space: str) -> "CssColor":
        """Return the color in another space; the hue of a gray is missing there (CSS Color 4, 12.2)."""
        # In browsers, a color of hsl() or hwb() is one of sRGB, so that a gray has no hue.
        if space == self.space and not (space in {"hsl", "hwb"} and _is_gray(space, self.components)):
            return self
        first, second, third = (component or 0.0 for component in self.components)
        converted: list[float | None] = list(from_srgb(space, to_srgb(self.space, (first, second, third))))
        kinds = _KINDS.get(space, "rgb")
        if _is_gray(space, converted):
            converted[kinds.index("h")] = None
        missing = {
            kind
            for kind, one in zip(_KINDS.get(self.space, "rgb"), self.components, strict=True)
            if one is None
        }
        return CssColor(
            space,
            tuple(None if kind in missing else one for kind, one in zip(kinds, converted, strict=True)),
            self.alpha,
        )


def _is_gray(space: str, components: Sequence[float | None]) -> bool:
    if space not in _GRAY:
        return False
    _, second, third = (component or 0.0 for component in components)
    return second + third >= 100 - _GRAY[space] if space == "hwb" else abs(second) <= _GRAY[space]


def seems_color(tokens: list[Token]) -> bool:
    """Tell whether tokens are meant as a color, though maybe with a slip or one that cannot be computed."""
    if len(tokens) != 1:
        return False
    token, name = tokens[0], tokens[0].value.lower()
    if token.kind == "function":
        return name in CHANNELS | _OTHERS | _UNKNOWN
    if token.kind == "hash":
        return name.isalnum() and name.isascii()
    is_name = name in CSS_COLORS or name in {"transparent", "currentcolor"} or _SYSTEM.fullmatch(name)
    return token.kind == "ident" and bool(is_name)


def evaluate(tokens: list[Token], *, dark: bool = False) -> CssColor:
    """Return the color that tokens are, for a dark color scheme if asked.

    Raises ColorError with the reason: it is no color, or only a browser knows it, such as a system color.
    """
    tokens = trim(tokens)
    if len(tokens) != 1:
        raise ColorError("it is no color")
    try:
        return _evaluate(tokens[0], dark=dark)
    except RecursionError as error:
        raise ColorError("it is nested too deeply") from error
    except OverflowError as error:
        raise ColorError("its components are out of range") from error


def _evaluate(token: Token, *, dark: bool) -> CssColor:
    name = token.value.lower()
    if token.kind == "hash":
        return _read_hex(name)
    if token.kind == "ident":
        return _read_word(name)
    if token.kind != "function":
        raise ColorError("it is no color")
    if name == "color-mix":
        return _mix(token, dark=dark)
    if name == "light-dark":
        pieces = split_arguments(token.inside)
        if len(pieces) != 2 or not all(len(piece) == 1 for piece in pieces):
            raise ColorError("light-dark() takes two colors")
        return _evaluate(pieces[dark][0], dark=dark)
    return _read_function(_ALIASES.get(name, name), token.inside, dark=dark)


def _read_hex(digits: str) -> CssColor:
    if len(digits) not in {3, 4, 6, 8} or not set(digits) <= set("0123456789abcdef"):
        raise ColorError("a hex color has 3, 4, 6 or 8 digits")
    size = 1 if len(digits) < 5 else 2
    levels = [int(digits[at : at + size] * (3 - size), 16) / 255 for at in range(0, len(digits), size)]
    return CssColor("srgb", tuple(levels[:3]), levels[3] if len(levels) > 3 else 1.0)


def _read_word(word: str) -> CssColor:
    if word in CSS_COLORS:
        return _read_hex(CSS_COLORS[word].removeprefix("#"))
    if word == "transparent":
        return CssColor("srgb", (0.0, 0.0, 0.0), 0.0)
    if word == "currentcolor":
        raise ColorError("currentcolor depends on the element")
    if _SYSTEM.fullmatch(word):
        raise ColorError("a system color depends on the computer")
    raise ColorError("it is no color")


def _read_function(name: str, inside: list[Token], *, dark: bool) -> CssColor:
    """Read a function of components, absolute, or relative to another color (CSS Color 5, 4)."""
    words = _list_words(inside)
    origin = None
    if words[:1] and words[0].is_word("from"):
        if len(words) < 2:
            raise ColorError("a relative color has a color after 'from'")
        origin, words = _evaluate(words[1], dark=dark), words[2:]
    if name == "alpha" and origin:
        return _with_alpha(origin, words)
    if name == "color" and words:
        space, (units, percents) = words[0].value.lower(), _OF_COLOR
        words = words[1:]
        if space not in SPACES or space in _KINDS:
            raise ColorError("color() has a color space that cvpalette does not know")
    elif name in _FUNCTIONS:
        space, units, percents = _FUNCTIONS[name]
    else:
        message = f"{quote(name[:40])}() is no color that cvpalette computes"
        raise ColorError(message)
    if len(words) not in {3, 4}:
        raise ColorError("it has three components, and maybe alpha")
    values, default = _values_of(origin, space, units)
    components = tuple(
        _read_component(word, values, unit, percent)
        for word, unit, percent in zip(words, units, percents, strict=False)
    )
    alpha = _read_alpha(words[3], values) if len(words) == 4 else default
    return CssColor(space, _clamp(name if origin is None else space, components), alpha)


def _list_words(inside: list[Token]) -> list[Token]:
    # CSS 3 separates all words by commas. CSS 4 uses spaces, and a slash before the alpha.
    slashes = [at for at, token in enumerate(inside) if token.is_sign("/")]
    words = [
        token
        for token in inside
        if token.kind != "space" and not token.is_sign(",") and not token.is_sign("/")
    ]
    last = [token for token in inside[slashes[-1] :] if token.kind != "space"][1:] if slashes else words[-1:]
    if len(slashes) > 1 or len(last) > 1:
        raise ColorError("a slash stands only before the alpha")
    return words


def _with_alpha(origin: CssColor, words: list[Token]) -> CssColor:
    if len(words) > 1:
        raise ColorError("alpha() changes only the alpha")
    alpha = _read_alpha(words[0], {"alpha": origin.alpha or 0.0}) if words else origin.alpha
    return CssColor(origin.space, origin.components, alpha)


def _values_of(
    origin: CssColor | None, space: str, units: tuple[float, ...]
) -> tuple[dict[str, float | None], float | None]:
    """Return what the words of a relative color stand for, and its alpha if none is written."""
    if origin is None:
        return {}, 1.0
    converted = origin.to_space(space)
    words = _WORDS.get(space, "rgb")
    values: dict[str, float | None] = {
        word: None if one is None else one / unit
        for word, one, unit in zip(words, converted.components, units, strict=True)
    }
    return {**values, "alpha": origin.alpha}, origin.alpha


def _read_component(
    word: Token, values: Mapping[str, float | None], unit: float, percent: float
) -> float | None:
    """Read a component. A hue has a `percent` of 0, and only a hue may have a unit of angle."""
    name = word.value.lower()
    if word.is_word("none", *values):
        # The word of a missing component is missing, too.
        value = values.get(name)
        return None if value is None else value * unit
    number = _compute(word, values)
    if number.unit == "%":
        if not percent:
            raise ColorError("a hue has no percentages")
        return number.value / 100 * percent
    if number.unit and percent:
        raise ColorError("only a hue is an angle")
    return number.value * unit


def _read_alpha(word: Token, values: Mapping[str, float | None]) -> float | None:
    alpha = _read_component(word, values, 1.0, 1.0)
    return None if alpha is None else min(1.0, max(0.0, alpha))


def _compute(word: Token, values: Mapping[str, float | None]) -> Number:
    if word.kind != "number" and not is_math(word):
        raise ColorError("a component is a number")
    number = compute(word, {name: value or 0.0 for name, value in values.items()})
    if word.kind == "number":
        return number
    # CSS Values 4, 10.9: what is not a number is 0. No component needs more than a million.
    value = 0.0 if math.isnan(number.value) else min(_LARGEST, max(-_LARGEST, number.value))
    return Number(value, number.unit)


def _clamp(name: str, components: tuple[float | None, ...]) -> tuple[float | None, ...]:
    """Keep components in the ranges that their function has. A relative color has no limits in sRGB."""
    limits = _LIMITS.get(name, ())
    limited = (
        one if one is None else min(high, max(low, one))
        for one, (low, high) in zip(components, limits, strict=False)
    )
    return (*limited, *components[len(limits) :])


def _mix(token: Token, *, dark: bool) -> CssColor:
    """Compute color-mix() (CSS Color 5, 3), of two colors or more."""
    pieces = [[one for one in piece if one.kind != "space"] for piece in split_arguments(token.inside)]
    space, way = "oklab", "shorter"
    if pieces[0] and pieces[0][0].is_word("in"):
        space, way = _read_method(pieces.pop(0))
    found = [_read_part(piece, dark=dark) for piece in pieces]
    if len(found) < 1:
        raise ColorError("color-mix() takes colors")
    shares = _complete([share for _, share in found])
    total = sum(shares)
    if not total:
        raise ColorError("the percentages of color-mix() add to 0")
    result, so_far = found[0][0].to_space(space), shares[0]
    for (color, _), share in zip(found[1:], shares[1:], strict=True):
        so_far += share
        result = _blend(result, color.to_space(space), share / so_far if so_far else 0.5, way)
    alpha = result.alpha if result.alpha is None else result.alpha * min(1.0, total)
    return CssColor(space, result.components, alpha)


def _read_method(words: list[Token]) -> tuple[str, str]:
    space = words[1].value.lower() if len(words) > 1 else ""
    if space not in SPACES:
        raise ColorError("color-mix() has a color space that cvpalette does not know")
    if len(words) == 2:
        return space, "shorter"
    way = words[2].value.lower()
    if (
        len(words) != 4
        or way not in _HUE_WAYS
        or not words[3].is_word("hue")
        or "h" not in _KINDS.get(space, "")
    ):
        raise ColorError("color-mix() has a way to mix that CSS does not know")
    return space, way


def _read_part(words: list[Token], *, dark: bool) -> tuple[CssColor, float | None]:
    """Return a color of color-mix(), with its share from 0 to 1 if it has one."""
    shares = [word for word in words if word.kind == "number" or is_math(word)]
    colors = [word for word in words if word not in shares]
    if len(colors) != 1 or len(shares) > 1:
        raise ColorError("color-mix() takes colors, each with a percentage or without")
    if not shares:
        return _evaluate(colors[0], dark=dark), None
    share = _compute(shares[0], {})
    if share.unit != "%" or not 0 <= share.value <= 100:
        raise ColorError("color-mix() takes percentages from 0% to 100%")
    return _evaluate(colors[0], dark=dark), share.value / 100


def _complete(shares: list[float | None]) -> list[float]:
    """Share what is left of 1 among the colors without a percentage."""
    left = max(0.0, 1 - sum(share for share in shares if share is not None))
    missing = shares.count(None)
    return [left / missing if share is None else share for share in shares]


def _blend(first: CssColor, second: CssColor, share: float, way: str) -> CssColor:
    """Interpolate between two colors of one space, with premultiplied alpha (CSS Color 4, 12)."""
    alphas = (first.alpha, second.alpha)
    alpha = _between(alphas, share)
    kinds = _KINDS.get(first.space, "rgb")
    blended: list[float | None] = []
    for kind, one, other in zip(kinds, first.components, second.components, strict=True):
        if kind == "h" and not (one is None and other is None):
            # A missing hue is the other one, even if the way between the two is a full turn.
            hues = [hue or 0.0 for hue in (other if one is None else one, one if other is None else other)]
            blended.append(_between(_turn(hues[0], hues[1], way), share))
        elif one is None or other is None or not alpha:
            blended.append(_between((one, other), share))
        else:
            weights = [weight if weight is not None else alpha for weight in alphas]
            blended.append((one * weights[0] * (1 - share) + other * weights[1] * share) / alpha)
    return CssColor(first.space, tuple(blended), alpha)


def _between(values: tuple[float | None, float | None], share: float) -> float | None:
    first, second = values
    if first is None or second is None:
        return first if second is None else second
    return first * (1 - share) + second * share


def _turn(first: float, second: float, way: str) -> tuple[float, float]:
    """Return two hues so that the way from one to the other is the one asked for (CSS Color 4, 12.4)."""
    first, second = first % 360, second % 360
    step = second - first
    if way == "shorter":
        step = (step + 180) % 360 - 180 if step != 180 else step
    elif way == "longer":
        step += -360 if 0 < step < 180 else 360 if -180 < step <= 0 else 0
    elif way == "increasing":
        step %= 360
    else:
        step = -(-step % 360)
    return first, first + step
