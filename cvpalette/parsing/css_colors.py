"""Read the colors of a style sheet, with their names, and say in words what is left out."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from cvpalette.color.color import Color
from cvpalette.color.css_tokens import Kind, Token, walk
from cvpalette.color.css_values import CHANNELS, evaluate, seems_color
from cvpalette.color.palette import Value
from cvpalette.errors import ColorError
from cvpalette.messages import quote
from cvpalette.parsing.css_rules import SYSTEM, Declaration, Place, StyleSheet, read_style_sheet
from cvpalette.parsing.css_variables import Variables, find_reference
from cvpalette.parsing.entries import Entry
from cvpalette.rendering.names import plain_name
from cvpalette.roles.role import MODES, Mode

__all__ = ["USES", "StyleColors", "read_style_colors"]

#: What a note says about colors of properties.
USES: Final = "it sets no variable to a color: all its colors are read, by the number of their uses"

# So many ways to make a page dark are told apart. Sheets have two or three.
_MOST_SWITCHES: Final = 8
# What a note names before it counts the rest.
_SHOWN: Final = 3
_LONGEST_LABEL: Final = 32
# Properties whose words may be names of colors.
_COLORED: Final = re.compile(
    r"color|background|border|outline|fill|stroke|shadow|decoration|rule|emphasis|image|mask|caret"
)
_SIGNS: Final = ("--", "$", "@")
_NO_GROUPS: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class StyleColors:
    """The colors of a style sheet in their order, and what was left out, in words; empty if nothing was.

    If `are_uses`, they are those of properties that are no variables, and their shares are numbers of uses.
    `variables` are what `Palette.variables` are.
    """

    entries: list[Entry]
    left_out: str
    are_uses: bool = False
    variables: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)


class _Found(NamedTuple):
    """A color that a variable has at a place; a fully transparent one is None."""

    declaration: Declaration
    place: Place
    color: Color | None
    #: The variable that it has its color from, if its value is nothing else.
    alias: str = ""
    alpha: float = 1.0

    @property
    def name(self) -> str:
        """The variable's name without its sign."""
        return self.declaration.name.lstrip("-$@") or self.declaration.name


class _Part(NamedTuple):
    """A color that is only a part of a value, or the value of a property that is no variable."""

    declaration: Declaration
    color: Color
    alpha: float


def read_style_colors(
    text: str, rename: Callable[[str], str], groups: Mapping[str, str] = _NO_GROUPS
) -> StyleColors:
    """Return the color of each variable of a style sheet, such as `--sea`, at each place with another value.

    Variables are custom properties, and those of Sass and Less. In a sheet without a variable that is a
    color, the colors of all other properties are returned, each once and with the number of its uses as its
    share, the most used first. `rename` makes the name of a color out of that of a variable, which is given
    without its sign. If variables are set at several places, each place is a group. Otherwise `groups` has
    the groups of variables by their names.
    """
    reader = _Reader(read_style_sheet(text))
    entries = list(reader.name_variables(rename, groups))
    if entries:
        left_out = reader.explain({entry.color for entry in entries})
        return StyleColors(entries, left_out, variables=reader.list_values(rename))
    entries = reader.name_parts()
    return StyleColors(entries, reader.explain({entry.color for entry in entries}), are_uses=bool(entries))


class _Reader:
    """Computes the values of a style sheet."""

    def __init__(self, sheet: StyleSheet) -> None:
        self._sheet = sheet
        self._declared = [one for one in sheet.declarations if one.name.startswith(_SIGNS)]
        self._variables = Variables(self._declared, sheet.text)
        self._failed: dict[str, str] = {}
        self._aliases: list[_Found] = []
        self._alternatives: list[str] = []
        self._parts: list[_Part] = []
        self._found = [found for one in self._variables.chosen for found in self._read(one)]
        for one in sheet.declarations:
            if not one.name.startswith(_SIGNS):
                self._read_property(one)

    def _read(self, declaration: Declaration) -> Iterator[_Found]:
        """Give the color of a variable; that of light-dark() is two."""
        name, value, place = declaration.name, declaration.value, declaration.place
        reference = find_reference(value)
        try:
            tokens = self._variables.expand(value, place, declaration)
            if name in self._uses and _are_channels(tokens):
                tokens = [Token("function", self._uses[name], 0, 0, inside=tokens)]
            if not seems_color(tokens):
                self._parts.extend(_Part(declaration, *each) for each in _colors_in(tokens, has_words=False))
                return
            is_double = not place.scheme and any(_is_double(token) for token in walk(tokens))
            for each in [place, replace(place, scheme="dark")] if is_double else [place]:
                computed = evaluate(tokens, dark=each.scheme == "dark")
                yield _Found(declaration, each, computed.color, reference, computed.alpha or 0.0)
        except ColorError as error:
            if reference or seems_color(value):
                self._failed.setdefault(name, str(error))

    def _read_property(self, declaration: Declaration) -> None:
        try:
            tokens = self._variables.expand(declaration.value, declaration.place)
        except ColorError:
            # The variable itself is told of, if it is a color's.
            return
        has_words = _COLORED.search(declaration.name.lower()) is not None
        self._parts.extend(_Part(declaration, *each) for each in _colors_in(tokens, has_words=has_words))

    @cached_property
    def _uses(self) -> dict[str, str]:
        """For each variable that holds only the channels of a color, the function that they are given to.

        For example 'hsl' for `--a` in `hsl(var(--a) / 50%)`.
        """
        uses: dict[str, str] = {}
        for declaration in self._sheet.declarations:
            for token in walk(declaration.value):
                if token.kind != "function" or token.value.lower() not in CHANNELS:
                    continue
                first, *others = [one for one in token.inside if one.kind != "space"] or [token]
                if first is not token and (not others or others[0].is_sign(",") or others[0].is_sign("/")):
                    uses.setdefault(find_reference([first]), token.value)
        return uses

    def name_variables(self, rename: Callable[[str], str], within: Mapping[str, str]) -> Iterator[Entry]:
        """Give the colors of variables. Each but the first of a variable has its place in its name."""
        kept = self._keep_apart()
        colors = {found.color for found, _ in kept if not found.alias}
        used = {plain_name(rename(found.name)) for found, _ in kept}
        again: dict[str, int] = {}
        groups = _name_groups(found.place for found, _ in kept)
        order = {group: at for at, group in enumerate(dict.fromkeys(groups.values()))}
        kept.sort(key=lambda one: order[groups[_key_of(one[0].place)]])
        for found, label in kept:
            if found.alias and found.color in colors:
                self._aliases.append(found)
                continue
            colors.add(found.color)
            name = rename(found.name)
            if label:
                name = _make_unique(f"{name or found.name} ({label[:_LONGEST_LABEL].strip()})", used, again)
            group = groups[_key_of(found.place)] or within.get(found.name, "")
            yield Entry(found.color, name, group=group, alpha=found.alpha or 1.0)

    def list_values(self, rename: Callable[[str], str]) -> dict[str, dict[str, Value]]:
        """Return the colors of all variables, in each mode and at each place that is a group of its own.

        Each variable has its own name, and the one that `rename` gives it if no other variable is called so.
        If several switches make a page dark, as the user's preference and a class do, 'dark' has them all on,
        and 'dark 2', 'dark 3' and so on have one of them on.
        """
        values = {mode: self._list_mode(mode, self._variables, rename) for mode in MODES}
        groups = _name_groups(found.place for found in self._found)
        elements: dict[tuple[tuple[str, ...], str], dict[str, Value]] = {}
        for one in self._variables.chosen:
            if one.place.parts and one.name in self._colored:
                value = self._evaluate(one.name, one.place, one.place.scheme or "light", self._variables)
                here = elements.setdefault(_key_of(one.place), {})
                here.update({k: v for k, v in _call({one.name: value}, rename).items() if k not in here})
        found: dict[str, dict[str, Value]] = dict(values.items())
        for key, group in groups.items():
            parts, scheme = key
            if group:
                found.setdefault(group, elements.get(key, {}) if parts else found[scheme or "light"])
        for mode in MODES:
            for number, variables in enumerate(self._list_switched(mode), 2):
                found[f"{mode} {number}"] = self._list_mode(mode, variables, rename)
        return found

    @cached_property
    def _colored(self) -> dict[str, None]:
        """The names of the variables that have a color somewhere."""
        return dict.fromkeys([*(found.declaration.name for found in self._found), *self._failed])

    def _list_switched(self, mode: Mode) -> Iterator[Variables]:
        """Give the variables as each switch of a mode alone sets them; nothing if there are not two of them.

        A class or an attribute does not count while only the user's preference does, and the other way
        round. Of two classes, one has what it does not set from the other: pages often have both.
        """
        own = [one for one in self._declared if one.place.scheme == mode]
        switches = [*dict.fromkeys(one.place.switch for one in own)][:_MOST_SWITCHES]
        for switch in switches if len(switches) > 1 else ():
            here = {(one.name, one.place.parts) for one in own if one.place.switch == switch}
            kept = [
                one
                for one in self._declared
                if one.place.scheme != mode
                or one.place.switch == switch
                or (SYSTEM not in {switch, one.place.switch} and (one.name, one.place.parts) not in here)
            ]
            yield Variables(kept, self._sheet.text)

    def _list_mode(self, mode: Mode, variables: Variables, rename: Callable[[str], str]) -> dict[str, Value]:
        """Return the colors of all variables in a mode: those of the page and of elements, by labels."""
        schemes = {one.place.scheme for one in self._variables.chosen}
        # Where nothing is set for one mode only, its values are those that are known already.
        scheme = mode if mode in schemes else ""
        page = Place(scheme=scheme)
        colored = [name for name in self._colored if variables.has(name, page)]
        values = _call({name: self._evaluate(name, page, mode, variables) for name in colored}, rename)
        for one in variables.chosen:
            if not one.place.parts or one.name not in self._colored:
                continue
            # In this mode, the element has what is set for it there, or in any mode, or for the page.
            place, label = replace(one.place, scheme=scheme), " ".join(one.place.parts)
            if variables.has(one.name, place):
                here = _call({one.name: self._evaluate(one.name, place, mode, variables)}, rename)
                _label(values, here, label)
                if one.place.scheme in {"", mode} and not variables.has(one.name, page):
                    for called, value in here.items():
                        values.setdefault(called, value)
            if one.place.scheme:
                value = self._evaluate(one.name, one.place, one.place.scheme, variables)
                _label(values, _call({one.name: value}, rename), one.place.label)
        return values

    def _evaluate(self, name: str, place: Place, mode: Mode, variables: Variables) -> Value:
        """Return the color of a variable at a place, with its alpha, or why it has none there."""
        try:
            tokens = variables.value_of(name, place)
            if name in self._uses and _are_channels(tokens):
                tokens = [Token("function", self._uses[name], 0, 0, inside=tokens)]
            if not seems_color(tokens):
                return "its value is no color"
            computed = evaluate(tokens, dark=mode == "dark")
            color = computed.color
        except ColorError as error:
            return str(error)
        if color is None:
            return "it is transparent"
        alpha = 1.0 if computed.alpha is None else computed.alpha
        return color if alpha >= 1 else (color, alpha)

    def _keep_apart(self) -> list[tuple[_Found, str]]:
        """Return the colors of all variables at each place, each once there, with the place in words.

        The words are empty for the whole page, or for the first place if nothing is set for the whole page.
        """
        families: dict[str, list[_Found]] = {}
        for found in self._found:
            families.setdefault(found.name, []).append(found)
        kept: list[tuple[_Found, str]] = []
        for family in families.values():
            usual = {
                (found.place.parts, found.place.scheme) for found in family if not found.place.is_alternative
            }
            main = min(family, key=lambda found: _rank_place(found.place))
            colors = {(_key_of(main.place), main.color)}
            for found in family:
                place = found.place
                key = (_key_of(place), found.color)
                if place.is_alternative and (place.parts, place.scheme) in usual:
                    self._alternatives.append(found.declaration.name)
                elif found is main:
                    kept.append((found, ""))
                elif key not in colors:
                    colors.add(key)
                    kept.append((found, place.label or "other"))
        order = {id(found): number for number, found in enumerate(self._found)}
        return sorted(kept, key=lambda one: order[id(one[0])])

    def name_parts(self) -> list[Entry]:
        """Return the colors of properties that are no variables, the most used first.

        Each has the name of its first property, the number of its uses, and its largest alpha.
        """
        entries: dict[Color, Entry] = {}
        for declaration, color, alpha in sorted(self._parts, key=lambda part: part.declaration.start):
            name = " ".join(
                filter(None, [*declaration.place.parts, declaration.name, declaration.place.scheme])
            )
            entry = entries.setdefault(color, Entry(color, name, 0, alpha=alpha))
            uses, largest = (entry.share or 0) + 1, max(entry.alpha, alpha)
            entries[color] = entry._replace(share=uses, alpha=largest)
        return sorted(entries.values(), key=lambda entry: -(entry.share or 0))

    def explain(self, colors: set[Color | None]) -> str:
        """Return in words what is left out of these colors."""
        for declaration in self._variables.overridden:
            if any(found.color not in colors for found in self._read(declaration)):
                self._failed.setdefault(declaration.name, "it is set again")
        pieces = [
            _list_some([f"{quote(name)} ({reason})" for name, reason in self._failed.items()]),
            _count([one.declaration.name for one in self._aliases], "further name", self._explain_alias),
            _count(self._alternatives, "value", " for other screens or browsers, such as that of {}".format),
            self._explain_parts(colors),
        ]
        if self._sheet.imports:
            pieces.append(f"what it imports from {_list_some(list(map(quote, self._sheet.imports)))}")
        if self._sheet.is_too_deep:
            pieces.append("rules that are nested too deeply")
        return "; ".join(filter(None, pieces))

    def _explain_alias(self, name: str) -> str:
        return f" of the same colors, such as {name} for {quote(self._aliases[0].alias)}"

    def _explain_parts(self, colors: set[Color | None]) -> str:
        names: dict[Color, str] = {}
        for part in self._parts:
            if part.color not in colors:
                names.setdefault(part.color, part.declaration.name)
        first = next(iter(names), Color(0, 0, 0))
        return _count(list(names.values()), "color", f" in other values, such as '{first}' in {{}}".format)


def _call(values: Mapping[str, Value], rename: Callable[[str], str]) -> dict[str, Value]:
    """Return values by the names of their variables, without signs, and by those that they are renamed to."""
    called = {name.lstrip("-$@") or name: value for name, value in values.items()}
    renamed = {rename(name): value for name, value in called.items() if rename(name)}
    return {**renamed, **called}


def _label(values: dict[str, Value], here: Mapping[str, Value], label: str) -> None:
    """Add the values that variables have at a place, by their names with its label, also if it is cut."""
    for called, value in here.items():
        for shown in (label, label[:_LONGEST_LABEL].strip()):
            values.setdefault(f"{called} ({shown})", value)


def _name_groups(places: Iterable[Place]) -> dict[tuple[tuple[str, ...], str], str]:
    """Return the group of each place; there are none if all is set at one place.

    A group has the name of the class or id that its rule is for, or else words for the rule.
    """
    found: dict[tuple[tuple[str, ...], str], str] = {}
    for place in places:
        found.setdefault(_key_of(place), place.selector or place.label or ":root")
    return found if len(found) > 1 else dict.fromkeys(found, "")


def _key_of(place: Place) -> tuple[tuple[str, ...], str]:
    return place.parts, place.scheme


def _rank_place(place: Place) -> tuple[bool, int]:
    # The whole page, in a light scheme rather than in any; else the first one.
    return place.is_alternative, ("", "light", place.label).index(place.label)


def _make_unique(name: str, used: set[str], again: dict[str, int]) -> str:
    wanted = plain_name(name)
    name = wanted
    while name in used:
        # The last number that this name has been given; the next name of the kind begins there.
        again[wanted] = again.get(wanted, 1) + 1
        name = plain_name(f"{wanted[:50]} {again[wanted]}")
    used.add(name)
    return name


def _is_double(token: Token) -> bool:
    return token.kind == "function" and token.value.lower() == "light-dark"


def _are_channels(tokens: list[Token]) -> bool:
    """Tell whether tokens are three numbers, maybe with commas between them, and an alpha."""
    words = [
        token
        for token in tokens
        if token.kind != "space" and not token.is_sign(",") and not token.is_sign("/")
    ]
    return len(words) in {3, 4} and all(word.kind == "number" or word.is_word("none") for word in words)


def _colors_in(tokens: list[Token], *, has_words: bool) -> Iterator[tuple[Color, float]]:
    """Give the colors in a value, and their alphas; words are colors only if asked."""
    left = list(reversed(tokens))
    while left:
        token = left.pop()
        if seems_color([token]) and (has_words or token.kind != "ident"):
            try:
                color, alpha = _read_word(token.kind, token.value) if not token.inside else _read(token)
            except ColorError:
                continue
            if color is not None:
                yield color, alpha
        elif token.kind != "function" or token.value.lower() != "url":
            left.extend(reversed(token.inside))


@lru_cache(1 << 10)
def _read_word(kind: Kind, value: str) -> tuple[Color | None, float]:
    """Return the color of a name or of hex digits, which a sheet has many times, and its alpha."""
    return _read(Token(kind, value, 0, 0))


def _read(token: Token) -> tuple[Color | None, float]:
    computed = evaluate([token])
    return computed.color, computed.alpha or 1.0


def _list_some(items: list[str]) -> str:
    rest = len(items) - _SHOWN
    return ", ".join(items[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _count(names: list[str], noun: str, explain: Callable[[str], str]) -> str:
    """Return how many there are, and words with the first name as an example; nothing if there is none."""
    return f"{len(names)} {noun}{'s' if len(names) > 1 else ''}{explain(quote(names[0]))}" if names else ""
