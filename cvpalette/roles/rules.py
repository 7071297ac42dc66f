"""Rule: a rule that a palette may have to keep, such as `contrast>=4.5`, in pure Python."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product
from typing import Final, Literal, Self, TypeAlias

from cvpalette.color.color import Color
from cvpalette.color.delta import delta_e_lab
from cvpalette.color.palette import Palette
from cvpalette.errors import ColorError, SettingsError
from cvpalette.messages import guess, listed, quote
from cvpalette.roles.contrasts import write_low
from cvpalette.roles.role import MODES, Mode
from cvpalette.roles.rule_colors import EVERY, NamedColor, RoleColors, RuleColors, explain_no_role, find_mode
from cvpalette.roles.vision import VISIONS, Vision, see

__all__ = ["RoleColors", "Rule", "Violation"]

Measure: TypeAlias = Literal["contrast", "distinct", "difference"]

_PATTERN: Final = re.compile(
    r"\s*(?P<measure>[^:<>=]*?)\s*(?::(?P<of>[^<>=]*?)\s*)?"
    r"(?P<sign>>=|<=)\s*(?P<limit>[0-9]+(?:\.[0-9]+)?)\s*(?::(?P<file>.+))?",
    re.DOTALL,
)
_EXAMPLES: Final[dict[Measure, str]] = {
    "contrast": "contrast>=4.5",
    "distinct": "distinct>=10",
    "difference": "difference<=3:brand.gpl",
}
_SIGN: Final = re.compile(r"[<>=\N{GREATER-THAN OR EQUAL TO}\N{LESS-THAN OR EQUAL TO}]+")
# Names of the contrast of the draft of WCAG 3.
_OTHER_CONTRASTS: Final = frozenset({"apca", "lc", "wcag3"})
# WCAG 2.2: black on white has this contrast.
_LARGEST_CONTRAST: Final = 21.0
_TRANSLUCENT: Final = "is translucent: its contrast depends on what is below"


@dataclass(frozen=True, slots=True)
class Violation:
    """What keeps a palette from keeping a rule, in words.

    `colors` are the colors that fail, mostly two, and `value` is their contrast or difference (CIEDE2000). If
    a color that the rule names is missing, there are none of them.

    Example:
        >>> palette = cvpalette.read_palette("brand.gpl").palette
        >>> worst = cvpalette.check(palette, "distinct>=20")[0]
        >>> print(worst)
        distinct>=20: Sea #2a9d8f and Leaf #8ab17d differ by 18.18
        >>> print(*worst.colors, round(worst.value, 1))
        #2a9d8f #8ab17d 18.2
    """

    rule: str
    reason: str
    colors: tuple[Color, ...] = ()
    value: float | None = None

    def __str__(self) -> str:
        """Return the rule and the reason."""
        return f"{self.rule}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, as it was written, and in parts. The docstring of `parse` lists the rules there are.

    `pair` are the two colors that a contrast is measured between. `vision` is that of the distinct colors.
    `file` is the palette that differences are measured to, and `others` are its colors, once it is read. Or
    they are the colors of a palette that has no file.
    """

    text: str
    measure: Measure
    limit: float
    pair: tuple[str, str] | None = None
    vision: Vision | None = None
    file: str | None = None
    others: tuple[Color, ...] = field(default=(), repr=False)

    @classmethod
    def parse(cls, text: str, others: tuple[Color, ...] = ()) -> Self:
        """Read a rule; raises SettingsError for anything else.

        `others` are colors that differences are measured to. Then the rule is such as `difference<=3`, and
        names no file.

        - `contrast>=4.5`: each color has another one that it has this contrast with (WCAG 2.2).
        - `contrast:A/B>=4.5`: these two have this contrast. Each is the name of a swatch, or of a role of the
          scheme, such as `text` or `dark.text`; or the number of a swatch, from 1; or `#rrggbb`, white or
          black; or `*` for each swatch. `contrast:*/*>=3` is for all pairs. `dark.text` is also the swatch
          `text (dark)`, as readers of style sheets call the dark value of `text`.
        - `distinct>=10`: any two colors differ by this much (CIEDE2000).
        - `distinct:deutan>=8`: they do so as seen with that vision; or with protan or tritan vision.
        - `difference<=3:FILE`: each color is this near (CIEDE2000) to some color of a palette file.
        """
        found = _PATTERN.fullmatch(text)
        measure = re.split("[:<>=]", text, maxsplit=1)[0].strip()
        if measure not in _EXAMPLES:
            raise SettingsError(_refuse(text, _explain_measure(measure)))
        if not found or found["sign"] not in _EXAMPLES[measure]:
            raise SettingsError(_refuse(text, _correct(text, measure)))
        rule = cls(text.strip(), measure, float(found["limit"]), file=found["file"], others=others)
        if others:
            rule._require_no_file()
        rule._require_sense()
        return rule._taking(found["of"])

    def _require_no_file(self) -> None:
        """Raise SettingsError for a rule that is not measured to the colors that are given beside it."""
        if self.file or self.measure != "difference":
            reason = "only 'difference<=3', without a file, is measured to another palette"
            raise SettingsError(_refuse(self.text, reason))

    def _require_sense(self) -> None:
        if self.measure == "contrast" and not 1 <= self.limit <= _LARGEST_CONTRAST:
            raise SettingsError(_refuse(self.text, "a contrast is 1 to 21"))
        if self.measure == "difference" and not self.file and not self.others:
            raise SettingsError(
                _refuse(self.text, "it names no palette file; write it as 'difference<=3:brand.gpl'")
            )
        if self.measure != "difference" and self.file:
            reason = f"only 'difference' takes a file; leave out {quote(':' + self.file)}"
            raise SettingsError(_refuse(self.text, reason))

    def _taking(self, of: str | None) -> Self:
        """Return the rule with what stands after its measure; raises SettingsError."""
        if of is None:
            return self
        if self.measure == "distinct":
            if of not in VISIONS:
                raise SettingsError(_refuse(self.text, f"a vision is {listed([*VISIONS])}, not {quote(of)}"))
            return replace(self, vision=of)
        if self.measure == "difference":
            reason = f"'difference' takes nothing before its sign; leave out {quote(':' + of)}"
            raise SettingsError(_refuse(self.text, reason))
        first, _, second = (part.strip() for part in of.partition("/"))
        if not first or not second or "/" in second:
            reason = "name two colors with a slash between, such as 'contrast:text/background>=4.5'"
            raise SettingsError(_refuse(self.text, reason))
        for name in (first, second):
            _require_color(self.text, name)
        if not _modes_of(first) & _modes_of(second):
            reason = (
                "one of its colors is light, and the other is dark; name two of one mode, such as "
                "'dark.text/dark.background'"
            )
            raise SettingsError(_refuse(self.text, reason))
        return replace(self, pair=(first, second))

    def require_roles(self) -> None:
        """Raise SettingsError for a name such as `dark.txet`, where only roles have names with a mode."""
        for name in self.pair or ():
            reason = explain_no_role(name)
            if reason:
                raise SettingsError(_refuse(self.text, reason))

    def find_violations(self, palette: Palette, roles: RoleColors | None) -> tuple[Violation, ...]:
        """Return what keeps a palette from keeping the rule, the worst first; nothing if it keeps it.

        `roles` is called only if the rule names a role. It is None for a palette that was given, about which
        derived roles would say nothing: then a name is that of one of its colors, or of a role in its file.
        """
        swatches = [
            NamedColor(each.color, each.name, place, each.alpha) for place, each in enumerate(palette)
        ]
        if self.measure == "distinct":
            found = self._find_alike(swatches)
        elif self.measure == "difference":
            found = self._find_far(swatches)
        elif self.pair is None:
            found = self._find_unreadable(swatches)
        else:
            found = self._find_low(RuleColors(swatches, palette.roles, roles, palette.variables), self.pair)
        sign = -1 if self.measure == "difference" else 1
        return tuple(sorted(found, key=lambda each: sign * (each.value or 0.0)))

    def _find_alike(self, swatches: Sequence[NamedColor]) -> Iterator[Violation]:
        """Give each pair of swatches that differs by less than the limit; or the only swatch."""
        if len(swatches) == 1:
            reason = f"{swatches[0]} is the only color; a difference needs two"
            yield Violation(self.text, reason, (swatches[0].color,))
        seen = [(see(each.color, self.vision) if self.vision else each.color).lab for each in swatches]
        how = f" with {self.vision} vision" if self.vision else ""
        for first, second in combinations(swatches, 2):
            value = delta_e_lab(seen[first.place], seen[second.place])
            if value < self.limit:
                reason = f"{first} and {second} differ by {write_low(value)}{how}"
                yield Violation(self.text, reason, (first.color, second.color), value)

    def _find_far(self, swatches: Sequence[NamedColor]) -> Iterator[Violation]:
        """Give each swatch that is farther than the limit from all colors of the file."""
        others = [(other, other.lab) for other in self.others]
        for swatch in swatches:
            own = swatch.color.lab
            value, other = min((delta_e_lab(own, lab), other) for other, lab in others)
            if value > self.limit:
                where = quote(self.file) if self.file else "the other palette"
                reason = f"{swatch} is {_write_high(value)} from {other.hex}, the nearest color of {where}"
                yield Violation(self.text, reason, (swatch.color, other), value)

    def _find_unreadable(self, swatches: Sequence[NamedColor]) -> Iterator[Violation]:
        """Give each swatch whose contrast with all others is below the limit."""
        for swatch in swatches:
            others = [other for other in swatches if other.place != swatch.place]
            if not others:
                reason = f"{swatch} is the only color; a contrast needs two"
                yield Violation(self.text, reason, (swatch.color,))
                continue
            # Either of two may lie on the other.
            known = [(swatch.contrast(other) or other.contrast(swatch), other) for other in others]
            value, best = max(
                ((one, other) for one, other in known if one), key=_first, default=(0.0, swatch)
            )
            if not value:
                yield Violation(self.text, f"{swatch} {_TRANSLUCENT}", (swatch.color,))
            elif value < self.limit:
                reason = f"{swatch} has a contrast of at most {write_low(value)}, with {best}"
                yield Violation(self.text, reason, (swatch.color, best.color), value)

    def _find_low(self, known: RuleColors, names: tuple[str, str]) -> Iterator[Violation]:
        """Give each pair of the colors with these names whose contrast is below the limit.

        A swatch is compared with itself only if the rule names it twice. A rule that compares nothing is not
        kept.
        """
        told: set[tuple[NamedColor, NamedColor]] = set()
        is_compared = False
        try:
            for first, second in _list_pairs(known, names):
                if first.place == second.place >= 0 and EVERY in names:
                    continue
                is_compared = True
                # Two colors of the palette are the same pair in both modes, and in either order.
                if (first, second) in told or (second, first) in told:
                    continue
                violation = self._measure(first, second, is_either=names == (EVERY, EVERY))
                if violation:
                    told.add((first, second))
                    yield violation
        except KeyError as error:
            yield Violation(self.text, str(error.args[0]))
            return
        if not is_compared:
            only = known.swatches[0]
            yield Violation(self.text, f"{only} is the only color; a contrast needs two", (only.color,))

    def _measure(self, first: NamedColor, second: NamedColor, *, is_either: bool) -> Violation | None:
        """Return what is wrong with a color on another one; if `is_either`, either may lie below."""
        value = first.contrast(second)
        if value is None and is_either:
            value = second.contrast(first)
        if value is None:
            return Violation(self.text, f"{second} {_TRANSLUCENT}", (second.color,))
        if value >= self.limit:
            return None
        reason = f"{first} and {second} have a contrast of {write_low(value)}"
        return Violation(self.text, reason, (first.color, second.color), value)


def _list_pairs(known: RuleColors, names: tuple[str, str]) -> Iterator[tuple[NamedColor, NamedColor]]:
    """Give the pairs that two names stand for in each mode; raises KeyError with the reason for none."""
    for mode in MODES:
        if all(mode in _modes_of(name) for name in names):
            for view in known.list_views(mode):
                yield from product(*(view.find(name, mode) for name in names))


def _first(pair: tuple[float, NamedColor]) -> float:
    return pair[0]


def _refuse(text: str, reason: str) -> str:
    return f"{quote(text)} is no rule: {reason}"


def _correct(text: str, measure: Measure) -> str:
    """Return how a rule is written whose sign or number is wrong."""
    sign = ">=" if ">=" in _EXAMPLES[measure] else "<="
    wrong = _SIGN.search(text)
    meant = f"{text[: wrong.start()]}{sign}{text[wrong.end() :]}" if wrong else ""
    if wrong and _PATTERN.fullmatch(meant) and wrong[0] != sign:
        return f"write {quote(sign)} in place of {quote(wrong[0])}"
    limit = _EXAMPLES[measure].partition(sign)[2]
    whole = f"{text.strip()}{sign}{limit}"
    example = whole if not wrong and measure == "contrast" else _EXAMPLES[measure]
    return f"write it as {quote(example)}"


def _explain_measure(measure: str) -> str:
    if measure.casefold() in _OTHER_CONTRASTS:
        return f"of contrasts, only that of WCAG 2.2 is computed; write it as {quote(_EXAMPLES['contrast'])}"
    return f"there is no measure {quote(measure)}" + (
        guess(measure, _EXAMPLES) or f"; there are {listed([*_EXAMPLES], 'and')}"
    )


def _modes_of(name: str) -> set[Mode]:
    """Return the modes that a color is asked for in: one, if its name begins with it."""
    mode = find_mode(name)
    return {mode} if mode else set(MODES)


def _require_color(text: str, name: str) -> None:
    """Raise SettingsError for a hexadecimal color that is none."""
    if not name.startswith("#"):
        return
    try:
        Color.from_hex(name)
    except ColorError as error:
        raise SettingsError(_refuse(text, str(error))) from error


def _write_high(value: float) -> str:
    # As with write_low, no value that fails looks like one that does not.
    return f"{math.ceil(value * 100) / 100:.2f}"
