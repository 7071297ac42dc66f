"""Compute calc() and the other math functions in the components of CSS colors (CSS Values Level 4)."""

import math
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from cvpalette.color.css_tokens import Token, trim
from cvpalette.errors import ColorError
from cvpalette.messages import quote

__all__ = ["Number", "compute", "is_math", "split_arguments"]

_DEGREES: Final = {"deg": 1.0, "grad": 0.9, "rad": 180 / math.pi, "turn": 360.0}
_CONSTANTS: Final = {
    "e": math.e,
    "pi": math.pi,
    "infinity": math.inf,
    "-infinity": -math.inf,
    "nan": math.nan,
}


class Number(NamedTuple):
    """A value and its unit: '' for a plain number, '%', or 'deg' for any angle."""

    value: float
    unit: str = ""


def split_arguments(tokens: list[Token], sign: str = ",") -> list[list[Token]]:
    """Return the tokens between commas, each list without spaces around it."""
    pieces: list[list[Token]] = [[]]
    for token in tokens:
        if token.is_sign(sign):
            pieces.append([])
        else:
            pieces[-1].append(token)
    return [trim(piece) for piece in pieces]


def is_math(token: Token) -> bool:
    """Tell whether a token is a math function, such as calc()."""
    return token.kind == "function" and token.value.lower() in _FUNCTIONS


def compute(token: Token, words: Mapping[str, float]) -> Number:
    """Return the value of a number, of a word, or of a math function.

    `words` gives the values of words such as the `l` of a relative color. Raises ColorError.
    """
    if token.kind == "number":
        return _read_number(token)
    if token.kind == "ident":
        value = words.get(token.value.lower(), _CONSTANTS.get(token.value.lower()))
        if value is not None:
            return Number(value)
    if token.kind == "block" and token.value == "(":
        return _add(token.inside, words)
    if is_math(token):
        name = token.value.lower()
        return _FUNCTIONS[name](split_arguments(token.inside), words)
    message = f"{quote(token.value[:40])} is no number"
    raise ColorError(message)


def _read_number(token: Token) -> Number:
    # float() takes thousands of digits, and gives infinity for a number that is too large.
    value, unit = float(token.value), token.unit
    if unit in {"", "%"}:
        return Number(value, unit)
    if unit in _DEGREES:
        return Number(value * _DEGREES[unit], "deg")
    message = f"{quote(token.value[:40] + unit[:10])} has a unit that no component of a color has"
    raise ColorError(message)


def _add(tokens: list[Token], words: Mapping[str, float]) -> Number:
    """Compute sums, whose signs have spaces around them, of products."""
    total, sign, piece = None, 1.0, list[Token]()
    for token in [*trim(tokens), None]:
        if token is not None and not (token.is_sign("+") or token.is_sign("-")):
            piece.append(token)
            continue
        number = _multiply(trim(piece), words)
        if total is not None and total.unit != number.unit:
            raise ColorError("numbers of different units are added")
        total = Number((total.value if total else 0.0) + sign * number.value, number.unit)
        if token is not None:
            sign, piece = (-1.0 if token.value == "-" else 1.0), []
    assert total is not None  # noqa: S101 -- the last round made it
    return total


def _multiply(tokens: list[Token], words: Mapping[str, float]) -> Number:
    factors = [token for token in tokens if token.kind != "space"]
    # A factor, then a sign and a factor, and so on.
    if len(factors) % 2 == 0:
        raise ColorError("a sum or product is incomplete")
    result = compute(factors[0], words)
    for sign, token in zip(factors[1::2], factors[2::2], strict=True):
        factor = compute(token, words)
        if sign.is_sign("*"):
            if result.unit and factor.unit:
                raise ColorError("two numbers with units are multiplied")
            result = Number(result.value * factor.value, result.unit or factor.unit)
        elif sign.is_sign("/"):
            if factor.unit and factor.unit != result.unit:
                raise ColorError("a number is divided by one of another unit")
            unit = "" if factor.unit else result.unit
            result = Number(_divide(result.value, factor.value), unit)
        else:
            raise ColorError("a sum or product is incomplete")
    return result


def _divide(number: float, by: float) -> float:
    if by:
        return number / by
    return math.nan if not number or math.isnan(number) else math.copysign(math.inf, number)


_Arguments = list[list[Token]]
_Function = Callable[[_Arguments, Mapping[str, float]], Number]


def _alike(
    arguments: _Arguments, words: Mapping[str, float], least: int = 1, most: int = 999
) -> list[Number]:
    """Return the arguments as numbers of one unit."""
    numbers = [_add(argument, words) for argument in arguments]
    if not least <= len(numbers) <= most or len({number.unit for number in numbers}) != 1:
        raise ColorError("a math function has other arguments than it takes")
    return numbers


def _of_one_unit(function: Callable[..., float], least: int = 1, most: int = 999) -> _Function:
    """Return a function whose result has the unit of its arguments."""

    def apply(arguments: _Arguments, words: Mapping[str, float]) -> Number:
        numbers = _alike(arguments, words, least, most)
        return Number(_try(function, *(number.value for number in numbers)), numbers[0].unit)

    return apply


def _of_plain(function: Callable[..., float], least: int = 1, most: int = 1, unit: str = "") -> _Function:
    """Return a function of plain numbers; the angles that it takes are given in radians."""

    def apply(arguments: _Arguments, words: Mapping[str, float]) -> Number:
        numbers = _alike(arguments, words, least, most)
        values = (math.radians(n.value) if n.unit == "deg" else n.value for n in numbers)
        return Number(_try(function, *values), unit)

    return apply


def _try(function: Callable[..., float], *values: float) -> float:
    try:
        return function(*values)
    except (ValueError, ZeroDivisionError):
        return math.nan
    except OverflowError:
        return math.inf


def _clamp(arguments: _Arguments, words: Mapping[str, float]) -> Number:
    # `none` leaves a bound out.
    low, high = (
        None if len(piece) == 1 and piece[0].is_word("none") else piece
        for piece in (arguments[0], arguments[-1])
    )
    given = [piece for piece in (low, arguments[1] if len(arguments) == 3 else [], high) if piece is not None]
    numbers = _alike(given, words)
    value = numbers[0 if low is None else 1].value
    if high is not None:
        value = min(value, numbers[-1].value)
    if low is not None:
        value = max(value, numbers[0].value)
    return Number(value, numbers[0].unit)


def _round(arguments: _Arguments, words: Mapping[str, float]) -> Number:
    way = "nearest"
    if len(arguments[0]) == 1 and arguments[0][0].is_word(*_WAYS):
        way, arguments = arguments[0][0].value.lower(), arguments[1:]
    numbers = _alike(arguments, words, 1, 2)
    step = abs(numbers[1].value) if len(numbers) > 1 else 1.0
    return Number(_try(_WAYS[way], numbers[0].value / step if step else math.nan) * step, numbers[0].unit)


_WAYS: Final[Mapping[str, Callable[[float], float]]] = {
    "nearest": lambda number: math.floor(number + 0.5),
    "up": math.ceil,
    "down": math.floor,
    "to-zero": math.trunc,
}


def _degrees(function: Callable[..., float]) -> Callable[..., float]:
    return lambda *values: math.degrees(function(*values))


_FUNCTIONS: Final[Mapping[str, _Function]] = {
    "calc": _of_one_unit(lambda number: number, 1, 1),
    "min": _of_one_unit(lambda *numbers: min(numbers)),
    "max": _of_one_unit(lambda *numbers: max(numbers)),
    "clamp": _clamp,
    "round": _round,
    "mod": _of_one_unit(lambda number, by: number - by * math.floor(number / by), 2, 2),
    "rem": _of_one_unit(math.fmod, 2, 2),
    "abs": _of_one_unit(abs, 1, 1),
    "hypot": _of_one_unit(math.hypot),
    "sign": _of_plain(lambda number: math.copysign(1.0, number) if number else 0.0),
    "sin": _of_plain(math.sin),
    "cos": _of_plain(math.cos),
    "tan": _of_plain(math.tan),
    "asin": _of_plain(_degrees(math.asin), unit="deg"),
    "acos": _of_plain(_degrees(math.acos), unit="deg"),
    "atan": _of_plain(_degrees(math.atan), unit="deg"),
    "atan2": _of_plain(_degrees(math.atan2), 2, 2, unit="deg"),
    "pow": _of_plain(math.pow, 2, 2),
    "sqrt": _of_plain(math.sqrt),
    "log": _of_plain(math.log, 1, 2),
    "exp": _of_plain(math.exp),
}
