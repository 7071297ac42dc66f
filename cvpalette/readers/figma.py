"""The reader `figma`: variables of Figma, as its interface and its export plugins write them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar, Final, NamedTuple, TypeAlias, TypeVar

from cvpalette.color.color import clip_color
from cvpalette.color.palette import Palette
from cvpalette.errors import ColorError
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, as_text, decode_json, make_palette, tell_left_out
from cvpalette.parsing.tokens import find_places, read_translucent

__all__ = ["FigmaVariables"]

_ALIAS: Final = "VARIABLE_ALIAS"
# A level of 1 with the errors of its arithmetic.
_MOST: Final = 1.001
# Why variables are left out.
_LOST: Final = "variable", "a reference to one that the file does not have"

_Place = TypeVar("_Place", bound=tuple[Any, str])
#: A collection, a mode and a variable, by their names.
_Key: TypeAlias = tuple[str, str, str]


class _Variable(NamedTuple):
    """A variable in one mode: where it is, its value, and the number that its levels are of."""

    path: tuple[str, ...]
    value: Any
    full: float = 1.0


class FigmaVariables:
    """JSON of Figma's variables: of its REST interface, and of the plugins that export them.

    Collections, their modes and the groups in names are groups. References to other variables are followed.
    Variables that are no colors are ignored. The form is that of Figma's REST API (variables/local), of the
    plugin variables2json and of the plugins that write a collection with its `variables`.
    """

    suffix: ClassVar[str] = ".figma.json"
    family: ClassVar[str] = "tokens"
    read_suffixes: ClassVar[tuple[str, ...]] = (".json",)

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of all collections in all modes. Raises ValueError."""
        document = decode_json(data)
        left_out: Counter[tuple[str, str]] = Counter()
        found = list(_list_variables(document, left_out))
        if not found:
            raise ValueError("it holds no variables of Figma that are colors")
        places, name = find_places([each.path for each in found])
        entries = [
            _read(each)._replace(name=place.name, group=place.group)
            for each, place in zip(found, places, strict=True)
        ]
        notes = [tell_left_out(many, what, reason) for (what, reason), many in left_out.items()]
        return make_palette(entries, name, notes)


def _list_variables(document: Any, left_out: Counter[tuple[str, str]]) -> Iterator[_Variable]:
    """Give the variables that are colors, whichever form the file has."""
    if isinstance(document, dict) and isinstance(document.get("collections"), list):
        yield from _list_resolved(document["collections"], left_out)
        return
    meta = document.get("meta", document) if isinstance(document, dict) else document
    if isinstance(meta, dict) and isinstance(meta.get("variableCollections"), dict):
        collections, variables = meta["variableCollections"], meta.get("variables")
        yield from _list_raw(collections, variables if isinstance(variables, dict) else {}, left_out)
        return
    # A plugin writes a collection with its variables in it, or a list of such.
    listed = [each for each in (meta if isinstance(meta, list) else [meta]) if isinstance(each, dict)]
    collections = {str(number): each for number, each in enumerate(listed)}
    inner = {
        _number_of(variable.get("id")): {**variable, "variableCollectionId": key}
        for key, each in collections.items()
        for variable in _dicts(each.get("variables"))
    }
    yield from _list_raw(collections, inner, left_out)


def _dicts(values: Any) -> list[dict[str, Any]]:
    return [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []


def _list_modes(
    collections: Iterable[Any],
) -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """Give each variable of each mode of the collections."""
    for collection in _dicts(collections):
        for mode in _dicts(collection.get("modes")):
            yield from ((collection, mode, variable) for variable in _dicts(mode.get("variables")))


def _list_resolved(collections: Iterable[Any], left_out: Counter[tuple[str, str]]) -> Iterator[_Variable]:
    """Give the variables of a file that lists them by mode, with levels of 0 to 255."""
    found: dict[_Key, _Variable] = {}
    aliases: dict[_Key, tuple[str, str]] = {}
    for collection, mode, each in _list_modes(collections):
        if each.get("type") != "color":
            continue
        name, value = as_text(each.get("name")), each.get("value")
        key = as_text(collection.get("name")), as_text(mode.get("name")), name
        inner = [key[1]] if len(_dicts(collection["modes"])) > 1 else []
        found[key] = _Variable((key[0], *inner, *name.split("/")), value, 255)
        if each.get("isAlias") is True and isinstance(value, dict):
            aliases[key] = as_text(value.get("collection")), as_text(value.get("name"))
    follow = _follow_names(found, aliases)
    ends: dict[Any, Any] = {}
    for key, variable in found.items():
        end = _find_end((key, key[1]), follow, ends)
        if end is None:
            left_out[_LOST] += 1
        else:
            yield variable._replace(value=found[end[0]].value)


def _follow_names(
    found: Iterable[_Key], aliases: Mapping[_Key, tuple[str, str]]
) -> Callable[[tuple[_Key, str]], tuple[_Key, str] | None]:
    """Return what follows a reference to a collection and a name, in the mode that it is looked up in."""
    keys = dict.fromkeys(found)
    firsts = {(key[0], key[2]): key for key in reversed(keys)}

    def follow(place: tuple[_Key, str]) -> tuple[_Key, str] | None:
        key, mode = place
        if key not in aliases:
            return place
        collection, name = aliases[key]
        # The same mode if the other collection has it, else its first.
        same = (collection, mode, name)
        target = same if same in keys else firsts.get((collection, name))
        return target and (target, mode)

    return follow


def _find_end(start: _Place, follow: Callable[[_Place], _Place | None], ends: dict[Any, Any]) -> Any:
    """Return the last place that references lead to from `start`; None if they end nowhere, or never.

    `follow` gives the next place, and of the last one that very object. `ends` keeps what is found, so that
    no reference is followed twice.
    """
    path: list[_Place] = []
    place: _Place | None = start
    while place is not None and place not in ends:
        # Until its end is known, a place leads nowhere: so does one in a circle.
        ends[place] = None
        path.append(place)
        following = follow(place)
        if following is place:
            ends[place] = place
        place = following
    end = None if place is None else ends[place]
    ends.update(dict.fromkeys(path, end))
    return end


def _list_raw(
    collections: Mapping[str, Any], variables: Mapping[str, Any], left_out: Counter[tuple[str, str]]
) -> Iterator[_Variable]:
    """Give the variables of a file that has them by their numbers, with levels of 0 to 1."""
    modes = {
        number: _name_modes(each.get("modes"))
        for number, each in collections.items()
        if isinstance(each, dict)
    }
    ends: dict[Any, Any] = {}

    def follow(place: tuple[str, str]) -> tuple[str, str] | None:
        variable, mode = variables.get(place[0]), place[1]
        if not isinstance(variable, dict):
            return None
        value, used = _value_in(variable, mode, collections)
        if not isinstance(value, dict) or value.get("type") != _ALIAS or _resolved(variable, used):
            return place
        return _number_of(value.get("id")), mode

    for number, variable in variables.items():
        if not isinstance(variable, dict) or variable.get("resolvedType", variable.get("type")) != "COLOR":
            continue
        key = _number_of(variable.get("variableCollectionId"))
        collection = collections.get(key)
        collection = collection if isinstance(collection, dict) else {}
        names = modes.get(key, {})
        values = variable.get("valuesByMode")
        for mode in values if isinstance(values, dict) else ():
            inner = [names.get(mode, "")] if len(names) > 1 else []
            path = (as_text(collection.get("name")), *inner, *as_text(variable.get("name")).split("/"))
            end = _find_end((number, mode), follow, ends)
            value, used = _value_in(variables[end[0]], mode, collections) if end else (None, "")
            value = _resolved(variables[end[0]], used) or value if end else None
            if value is None:
                left_out[_LOST] += 1
            else:
                yield _Variable(path, value)


def _number_of(value: Any) -> str:
    """Return the number of a variable or a collection, which is text."""
    return str(value) if isinstance(value, str | int) else ""


def _name_modes(modes: Any) -> dict[str, str]:
    """Return the names of modes by their numbers, from a list of objects or an object."""
    if isinstance(modes, dict):
        return {number: as_text(name) for number, name in modes.items()}
    return {as_text(mode.get("modeId")): as_text(mode.get("name")) for mode in _dicts(modes)}


def _value_in(variable: dict[str, Any], mode: str, collections: Mapping[str, Any]) -> tuple[Any, str]:
    """Return a variable's value in a mode, and the mode of its own that it is of; it may be a reference."""
    values = variable.get("valuesByMode")
    if not isinstance(values, dict):
        return None, ""
    collection = collections.get(_number_of(variable.get("variableCollectionId")))
    default = _number_of(collection.get("defaultModeId")) if isinstance(collection, dict) else ""
    # The variable of another collection has modes of its own.
    used = mode if mode in values else default if default in values else next(iter(values), "")
    return values.get(used), used


def _resolved(variable: dict[str, Any], mode: str) -> dict[str, Any] | None:
    """Return what a plugin found that a variable's reference in a mode leads to, if it says so."""
    already = variable.get("resolvedValuesByMode")
    found = already.get(mode) if isinstance(already, dict) else None
    value = found.get("resolvedValue") if isinstance(found, dict) else None
    return value if isinstance(value, dict) else None


def _read(variable: _Variable) -> Entry:
    """Read levels, or text; raises ValueError."""
    value = variable.value
    try:
        if isinstance(value, str):
            color, alpha = read_translucent(value)
            return Entry(color, alpha=alpha)
        red, green, blue = (float(value[key]) / variable.full for key in "rgb")
        alpha = float(value.get("a", 1))
        if not all(0 <= level <= _MOST for level in (red, green, blue, alpha)):
            raise ColorError("a level is out of range")
        return Entry(clip_color("srgb", (red, green, blue)) if alpha else None, alpha=alpha or 1.0)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        message = f"the value of variable {quote('/'.join(variable.path)[:60])} is no color"
        raise ValueError(message) from error
