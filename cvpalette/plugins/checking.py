"""check(): tells what keeps a palette from keeping a rule."""

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, take_palette
from cvpalette.errors import SettingsError
from cvpalette.extraction import Extraction
from cvpalette.messages import quote
from cvpalette.result import Result
from cvpalette.roles.role import Mode
from cvpalette.roles.rules import Rule, Violation

__all__ = ["check", "check_rule", "complete_rule", "find_margin"]


def check(
    what: Result | Extraction | Palette,
    rule: str,
    /,
    other: Result | Extraction | Palette | Collection[Color | str] | None = None,
) -> tuple[Violation, ...]:
    """Return what keeps a palette from keeping a rule, the worst first; nothing if it keeps the rule.

    `what` is what `render` takes. The rules are those of the command: 'contrast>=4.5',
    'contrast:text/background>=7', 'distinct>=10', 'distinct:deutan>=8', 'difference<=3:brand.gpl'. A palette
    file that the rule names is read as `read_palette` does. For 'difference<=3', which names none, the
    palette to compare with is `other`, which may also be a list of colors. Of a palette that was given, a
    rule names the colors, or the roles that its file has, and no derived ones. Raises SettingsError for
    anything else that is no rule, and PaletteFileError.

    Example:
        >>> palette = cvpalette.read_palette("brand.gpl").palette
        >>> cvpalette.check(palette, "contrast:Ink/Sand>=4.5")
        ()
        >>> for violation in cvpalette.check(palette, "contrast:Ink/Clay>=4.5"):
        ...     print(violation.reason)
        Ink #264653 and Clay #e76f51 have a contrast of 3.25
        >>> found = cvpalette.extract("logo.png").palette
        >>> cvpalette.check(found, "difference<=3", other=palette)
        ()
    """
    known: object = rule  # without a type checker, the argument may be anything
    if not isinstance(known, str):
        kind = quote(type(known).__name__)
        message = f"a rule is a text such as 'contrast>=4.5', not {kind}"
        raise SettingsError(message)
    others = () if other is None else take_palette(other).colors
    return check_rule(_take(what), complete_rule(Rule.parse(rule, others)))


def complete_rule(rule: Rule, *, allow_private: bool = False, warn: Callable[[str], object] = str) -> Rule:
    """Return a rule with the colors of its palette file, if it names one; raises PaletteFileError.

    What the palette leaves out of its file goes to `warn`, which by default does nothing.
    """
    if rule.file is None:
        return rule
    from cvpalette.plugins.reading import read_palette  # noqa: PLC0415 -- few rules name a file

    read = read_palette(rule.file, allow_private=allow_private)
    for note in read.palette.notes:
        warn(f"{quote(read.name)}: {note}")
    return replace(rule, others=read.palette.colors)


def check_rule(result: Result, rule: Rule) -> tuple[Violation, ...]:
    """Return what keeps the palette of a result from keeping a rule whose file is read."""

    def colors_of(mode: Mode) -> Mapping[str, Color]:
        return {name: role.color for name, role in result.scheme.mode(mode).named().items()}

    # Roles that are derived from a given palette keep their contrasts, whatever its file has.
    return rule.find_violations(result.palette, colors_of if result.given is None else None)


def find_margin(result: Result, rule: Rule) -> str:
    """Return in words what is nearest to the limit of a rule that a palette keeps."""
    # With a limit that nothing can keep, the worst violation is what is nearest to the true one.
    strictest = -1.0 if rule.measure == "difference" else math.inf
    return check_rule(result, replace(rule, limit=strictest))[0].reason


def _take(what: object) -> Result:
    match what:
        case Palette():
            return Result.of_palette(what, what.name or "palette")
        case Extraction():
            return what.result
        case Result():
            return what
        case _:
            kind = quote(type(what).__name__)
            message = f"{kind} cannot be checked; give a result, an extraction or a palette"
            raise SettingsError(message)
