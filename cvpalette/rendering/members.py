"""The names that colors have in source code: valid in each programming language, and all different."""

import re
from typing import Final, Literal, NamedTuple, TypeAlias

from cvpalette.color.alpha import alpha_part
from cvpalette.color.color import Color
from cvpalette.color.palette import Swatch
from cvpalette.messages import quote
from cvpalette.rendering.held_roles import roles_of
from cvpalette.rendering.names import swatch_notes, swatch_slugs
from cvpalette.rendering.variables import RoleVariable, Variable
from cvpalette.result import Result
from cvpalette.roles.role import MODES

__all__ = [
    "DART",
    "KOTLIN",
    "PYTHON",
    "SCRIPT",
    "SWIFT",
    "Case",
    "Language",
    "list_members",
    "require_type_name",
    "unit",
]

#: How the words of a name are joined: `navyBlue`, `NavyBlue`, `navy_blue`.
Case: TypeAlias = Literal["camel", "pascal", "snake"]

_TYPE_NAME: Final = re.compile(r"[A-Z][A-Za-z0-9]{0,59}")


class Language(NamedTuple):
    """How a programming language writes the name of a color, and the names that it keeps for itself.

    `reserved` are the keywords in that case, and the names that our own code around the colors has.
    """

    case: Case
    reserved: frozenset[str]
    #: The names that a type cannot have.
    types: frozenset[str] = frozenset()


#: Swift 6: the keywords of The Swift Programming Language, Lexical Structure.
SWIFT: Final = Language(
    "camel",
    frozenset(
        "actor all any as associatedtype async await borrowing break case catch class consuming"  # noqa: SIM905
        " continue default defer deinit do else enum extension fallthrough false fileprivate for"
        " func guard if import in indirect init inout internal is isolated let macro nil"
        " nonisolated open operator package precedencegroup private protocol public repeat"
        " rethrows return self some static struct subscript super switch throw throws true try"
        " typealias var where while".split()
    ),
    frozenset({"Any", "Color", "ColorScheme", "Protocol", "Self", "Type"}),
)
#: Kotlin has no keyword in capitals, so only our own names are kept.
KOTLIN: Final = Language("pascal", frozenset({"All", "Color"}), frozenset({"All", "Any", "Color", "List"}))
#: Dart 3: its reserved words, and the members that every object has.
DART: Final = Language(
    "camel",
    frozenset(
        "abstract all as assert async await base break case catch class const continue"  # noqa: SIM905
        " covariant darkScheme default deferred do dynamic else enum export extends extension"
        " external factory false final finally for function get hashCode hide if implements"
        " import in interface is late library lightScheme mixin new noSuchMethod null of on"
        " operator part required rethrow return runtimeType sealed set show static super switch"
        " sync this throw toString true try type typedef var void when while with yield".split()
    ),
    frozenset({"Brightness", "Color", "ColorScheme", "Function", "List", "MaterialColor"}),
)
#: JavaScript and TypeScript take any word as a key; `__proto__`, which is none, cannot come up.
SCRIPT: Final = Language("camel", frozenset())
#: Python takes any text as a key.
PYTHON: Final = Language("snake", frozenset())


def list_members(
    result: Result, language: Language, *, roles: bool = False
) -> tuple[list[Variable], list[RoleVariable]]:
    """Return a variable for each swatch, called by its name alone, and the roles if they are asked for.

    A swatch without a name is called `color1` by its number, in the language's case. A name that begins with
    a digit gets `color` in front, and one that the language keeps for itself gets it behind. A name that
    repeats gets its group in front if that is another, else a number. Roles keep their names.
    """
    used = set(language.reserved)
    named: list[RoleVariable] = []
    if roles:
        light, dark = (roles_of(result, mode).named() for mode in MODES)
        for role in light:
            name = _join(role, language.case)
            used.add(name)
            named.append(RoleVariable(role, name, light[role].color, dark[role].color))
    # The next number to try for each name: without it, many swatches of one name would take quadratic time.
    numbers: dict[str, int] = {}
    swatches = []
    notes = swatch_notes(result.palette)
    slugs = swatch_slugs(result.palette)
    for number, (swatch, words, note) in enumerate(zip(result.palette, slugs, notes, strict=True), 1):
        wanted = _name(words, number, language)
        name = _join(wanted, language.case)
        while name in used:
            numbers[wanted] = numbers.get(wanted, 1) + 1
            name = _number(_join(wanted, language.case), numbers[wanted], language.case)
        used.add(name)
        swatches.append(Variable(name, swatch.color, note, alpha=swatch.alpha))
    return swatches, named


def _name(words: str, number: int, language: Language) -> str:
    """Return the words of a swatch's name as the language takes them, joined with hyphens."""
    if not words:
        return f"color-{number}"
    if words[0].isdigit():
        return f"color-{words}"
    return f"{words}-color" if _join(words, language.case) in language.reserved else words


def _number(name: str, number: int, case: Case) -> str:
    """Return a name with a number, which stands apart from digits: `color50_2` is not color 502."""
    return f"{name}_{number}" if case == "snake" or name[-1].isdigit() else f"{name}{number}"


def _join(words: str, case: Case) -> str:
    parts = words.split("-")
    if case == "snake":
        return "_".join(parts)
    capitals = "".join(part.capitalize() for part in parts)
    return capitals if case == "pascal" else parts[0] + "".join(part.capitalize() for part in parts[1:])


def require_type_name(option: str, text: str, language: Language) -> None:
    """Raise ValueError, worded for the user, unless the text can be the name of a type in the language."""
    if not _TYPE_NAME.fullmatch(text):
        message = (
            f"option {quote(option)} is letters and digits, a capital letter first, such as 'Palette', "
            f"not {quote(text)}"
        )
        raise ValueError(message)
    if text in language.types:
        message = f"option {quote(option)} cannot be {quote(text)}, which has a meaning of its own there"
        raise ValueError(message)


def unit(color: Color, alpha: float = 1.0) -> tuple[str, str, str, str]:
    """Return red, green, blue and alpha as 0 to 1, with four decimals, enough for 8 bits."""
    red, green, blue = (channel / 255 for channel in color.rgb)
    return _unit(red), _unit(green), _unit(blue), _unit(alpha_part(alpha, 4))


def _unit(value: float) -> str:
    digits = f"{value:.4f}".rstrip("0")
    return f"{digits}0" if digits.endswith(".") else digits


def write_hex(swatch: Swatch) -> str:
    """Return a swatch's color as `#rrggbb`, or as `#rrggbbaa` if it is translucent."""
    return Variable("", swatch.color, alpha=swatch.alpha).hex
