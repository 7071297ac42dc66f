"""Replace variables in the values of a style sheet by what they stand for (CSS Custom Properties Level 1)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, NamedTuple

from cvpalette.color.css_tokens import Token, trim
from cvpalette.errors import ColorError
from cvpalette.messages import quote
from cvpalette.parsing.css_rules import Declaration, Place

__all__ = ["Variables", "find_reference"]

# So many variables may refer to each other in a row, and so many tokens may come of one value.
_LONGEST_CHAIN: Final = 40
_MOST_TOKENS: Final = 4000
# And so many of all values of a sheet. Large sheets of frameworks have some ten thousand.
_MOST_OF_ALL: Final = 200_000
_INITIAL: Final = Place(("initial",))


class _UnsetError(ColorError):
    """A variable has no value, so that its fallback counts."""


class _CycleError(ColorError):
    """A variable refers to itself. All variables on the way have no value, whatever their fallbacks."""

    def __init__(self, name: str, start: int) -> None:
        super().__init__(f"{quote(name)} refers to itself")
        self.start = start


class _Expanded(NamedTuple):
    tokens: list[Token]
    #: How many tokens there are, with those in functions.
    size: int


def find_reference(value: list[Token]) -> str:
    """Return the name of a variable if the value is nothing but a reference to it, else an empty string."""
    found = _read_reference(value, 0) if value else None
    return found[0] if found and found[1] == len(value) else ""


def _read_reference(tokens: list[Token], at: int) -> tuple[str, int] | None:
    """Return the variable that is referred to here, as CSS, Sass or Less do, and where the reference ends."""
    token = tokens[at]
    if token.kind == "function" and token.value.lower() == "var":
        inside = trim(token.inside)
        is_name = bool(inside) and inside[0].kind == "ident" and inside[0].value.startswith("--")
        return (inside[0].value, at + 1) if is_name else None
    if token.is_sign("$") and at + 1 < len(tokens) and tokens[at + 1].kind == "ident":
        return f"${tokens[at + 1].value}", at + 2
    return (f"@{token.value}", at + 1) if token.kind == "at" else None


class Variables:
    """The variables of a style sheet. `chosen` are those that count, in order, `overridden` the others."""

    def __init__(self, declarations: Iterable[Declaration], text: str) -> None:
        """Choose between the values that one variable has at one place, as the cascade does."""
        self._text = text
        self._places: dict[str, dict[Place, Declaration]] = {}
        self._expanded: dict[tuple[int, Place], _Expanded] = {}
        # Why a variable has no value. Each is looked for once, however many others refer to it.
        self._failed: dict[tuple[int, Place], ColorError] = {}
        self._tokens = 0
        self._single: dict[str, Declaration | None] = {}
        self.overridden: list[Declaration] = []
        for one in declarations:
            places = self._places.setdefault(one.name, {})
            old = places.get(one.place)
            if old is None:
                places[one.place] = one
            elif one.rank < old.rank or not (one.is_in_rule or old.is_in_rule):
                self.overridden.append(one)
            else:
                # It counts from where the variable was set first: that is its place in the list.
                places[one.place] = one._replace(start=old.start)
                self.overridden.append(old)
        chosen = (one for places in self._places.values() for one in places.values())
        self.chosen = sorted(chosen, key=lambda one: one.start)

    def expand(self, value: list[Token], place: Place, of: Declaration | None = None) -> list[Token]:
        """Return a value with what its variables stand for at a place. `of` is the declaration it is from.

        Raises ColorError with the reason if one has no value, or none that a file alone can tell.
        """
        try:
            return trim(self._expand(value, place, (id(of),)).tokens)
        except RecursionError as error:
            raise ColorError("it is nested too deeply") from error

    def has(self, name: str, place: Place) -> bool:
        """Tell whether a variable is set for a place, whatever its value is.

        One that is set for dark pages only is not set for light ones, or for any.
        """
        try:
            found = self._find(name, place)
        except ColorError:
            return False
        return found.place.scheme != "dark" or place.scheme == "dark"

    def value_of(self, name: str, place: Place) -> list[Token]:
        """Return the value of a variable at a place. Raises ColorError as `expand` does."""
        try:
            return trim(self._expand_variable(self._find(name, place), place, ()).tokens)
        except RecursionError as error:
            raise ColorError("it is nested too deeply") from error

    def _expand(self, value: list[Token], place: Place, chain: tuple[int, ...]) -> _Expanded:
        tokens: list[Token] = []
        size, at = 0, 0
        while at < len(value):
            token = value[at]
            reference = _read_reference(value, at)
            if reference:
                name, at = reference
                found = self._resolve(name, token, place, chain)
                tokens.extend(found.tokens)
                size += found.size
                self._tokens += found.size
            else:
                if token.inside:
                    inside = self._expand(token.inside, place, chain)
                    token = replace(token, inside=inside.tokens)
                    size += inside.size
                tokens.append(token)
                size += 1
                at += 1
            if size > _MOST_TOKENS or self._tokens > _MOST_OF_ALL:
                raise ColorError("its variables stand for too much")
        return _Expanded(tokens, size)

    def _resolve(self, name: str, token: Token, place: Place, chain: tuple[int, ...]) -> _Expanded:
        try:
            return self._expand_variable(self._find(name, place), place, chain)
        except _UnsetError:
            comma = next((at for at, one in enumerate(token.inside) if one.is_sign(",")), None)
            if comma is None:
                raise
            return self._expand(token.inside[comma + 1 :], place, chain)

    def _expand_variable(self, found: Declaration, place: Place, chain: tuple[int, ...]) -> _Expanded:
        # A variable of another element has the value that it has there, in the same scheme.
        if found.place.parts or place.parts:
            place = replace(found.place, scheme=place.scheme or found.place.scheme)
        key = (id(found), place)
        if key not in self._expanded:
            if id(found) in chain:
                raise _CycleError(found.name, id(found))
            if key in self._failed:
                raise self._failed[key].with_traceback(None)
            if len(chain) > _LONGEST_CHAIN:
                raise ColorError("too many variables refer to each other in a row")
            self._expand_first(found, key, chain)
        return self._expanded[key]

    def _expand_first(self, found: Declaration, key: tuple[int, Place], chain: tuple[int, ...]) -> None:
        try:
            self._expanded[key] = self._expand(found.value, key[1], (*chain, id(found)))
        except _CycleError as error:
            self._failed[key] = _UnsetError(str(error))
            if error.start != id(found):
                raise
            raise self._failed[key] from error
        except ColorError as error:
            self._failed[key] = error
            raise

    def _find(self, name: str, place: Place) -> Declaration:
        """Return what sets a variable for a place: there, or for the whole page, or everywhere the same."""
        places = self._places.get(name, {})
        wanted = (
            Place(parts, scheme, is_alternative)
            for parts in dict.fromkeys((place.parts, ()))
            for scheme in dict.fromkeys((place.scheme, "", "light"))
            for is_alternative in (place.is_alternative, not place.is_alternative)
        )
        found = next((places[one] for one in (*wanted, _INITIAL) if one in places), None)
        if found is None and places:
            found = self._find_single(name)
        if found is None or (len(found.value) == 1 and found.value[0].is_word("initial")):
            message = f"{quote(name)} is not set in it"
            raise _UnsetError(message)
        return found

    def _find_single(self, name: str) -> Declaration:
        """Return what sets a variable if that is the same in all places; raises ColorError otherwise."""
        if name not in self._single:
            all_of_it = list(self._places[name].values())
            texts = {self._text[one.value[0].start : one.value[-1].end] for one in all_of_it if one.value}
            self._single[name] = all_of_it[0] if len(texts) < 2 else None
        found = self._single[name]
        if found is None:
            message = f"{quote(name)} has several values"
            raise ColorError(message)
        return found
