"""The reader `figma`: variables of Figma, as its interface and its export plugins write them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Final, NamedTuple

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.errors import ColorError
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, as_text, decode_json, make_palette, tell_left_out
from cvpalette.parsing.tokens import find_places, read_translucent

__all__ = ["FigmaVariables"]

_ALIAS: Final = "VARIABLE_ALIAS"
_DEEPEST: Final = 64
# A level of 1 with the errors of its arithmetic.
_MOST: Final = 1.001
# Why variables are left out.
_LOST: Final = "variable", "a reference to one that the file does not have"


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
        str(variable.get("id")): {**variable, "variableCollectionId": key}
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
    found: dict[tuple[str, str, str], _Variable] = {}
    aliases: dict[tuple[str, str, str], tuple[str, str]] = {}
    for collection, mode, each in _list_modes(collections):
        if each.get("type") != "color":
            continue
        name, value = as_text(each.get("name")), each.get("value")
        key = as_text(collection.get("name")), as_text(mode.get("name")), name
        inner = [key[1]] if len(_dicts(collection["modes"])) > 1 else []
        found[key] = _Variable((key[0], *inner, *name.split("/")), value, 255)
        if each.get("isAlias") is True and isinstance(value, dict):
            aliases[key] = as_text(value.get("collection")), as_text(value.get("name"))
    for key, variable in found.items():
        target: tuple[str, str, str] | None = key
        for _ in range(_DEEPEST):
            if target not in aliases:
                break
            wanted = aliases[target]
            # The same mode if the other collection has it, else its first.
            same = (wanted[0], key[1], wanted[1])
            first = (each for each in found if (each[0], each[2]) == wanted)
            target = same if same in found else next(first, None)
        if target is None or target in aliases:
            left_out[_LOST] += 1
        else:
            yield variable._replace(value=found[target].value)


def _list_raw(
    collections: Mapping[str, Any], variables: Mapping[str, Any], left_out: Counter[tuple[str, str]]
) -> Iterator[_Variable]:
    """Give the variables of a file that has them by their numbers, with levels of 0 to 1."""
    for variable in variables.values():
        if not isinstance(variable, dict) or variable.get("resolvedType", variable.get("type")) != "COLOR":
            continue
        collection = collections.get(str(variable.get("variableCollectionId")))
        collection = collection if isinstance(collection, dict) else {}
        values = variable.get("valuesByMode")
        modes = _name_modes(collection.get("modes"))
        for mode in values if isinstance(values, dict) else ():
            inner = [modes.get(mode, "")] if len(modes) > 1 else []
            path = (as_text(collection.get("name")), *inner, *as_text(variable.get("name")).split("/"))
            value = _resolve(variable, mode, collections, variables)
            if value is None:
                left_out[_LOST] += 1
            else:
                yield _Variable(path, value)


def _name_modes(modes: Any) -> dict[str, str]:
    """Return the names of modes by their numbers, from a list of objects or an object."""
    if isinstance(modes, dict):
        return {number: as_text(name) for number, name in modes.items()}
    return {as_text(mode.get("modeId")): as_text(mode.get("name")) for mode in _dicts(modes)}


def _resolve(
    variable: dict[str, Any], mode: str, collections: Mapping[str, Any], variables: Mapping[str, Any]
) -> Any:
    """Return a variable's value in a mode, through references, or None if one leads nowhere."""
    for _ in range(_DEEPEST):
        values = variable.get("valuesByMode")
        if not isinstance(values, dict):
            return None
        collection = collections.get(str(variable.get("variableCollectionId")))
        default = collection.get("defaultModeId") if isinstance(collection, dict) else None
        # The variable of another collection has modes of its own.
        used = mode if mode in values else str(default) if str(default) in values else next(iter(values), "")
        value = values.get(used)
        if not isinstance(value, dict) or value.get("type") != _ALIAS:
            return value
        already = variable.get("resolvedValuesByMode")
        resolved = already.get(used) if isinstance(already, dict) else None
        if isinstance(resolved, dict) and isinstance(resolved.get("resolvedValue"), dict):
            return resolved["resolvedValue"]
        following = variables.get(str(value.get("id")))
        if not isinstance(following, dict):
            return None
        variable = following
    return None


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
        return Entry(Color.from_space("srgb", (red, green, blue)) if alpha else None, alpha=alpha or 1.0)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        message = f"the value of variable {quote('/'.join(variable.path)[:60])} is no color"
        raise ValueError(message) from error
