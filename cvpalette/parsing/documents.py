"""Colors in JSON of any program: read_document() finds them, or refuses the document."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from cvpalette.color.palette import KINDS, Palette, Values
from cvpalette.messages import listed, quote
from cvpalette.parsing.entries import Entry, as_share, as_text, join_groups, make_palette
from cvpalette.parsing.levels import Levels, find_scale, scale_levels
from cvpalette.parsing.tokens import read_translucent, read_values

__all__ = ["read_document"]

#: The keys of objects and the numbers in lists, from 1, that lead to a color.
Path: TypeAlias = tuple[str | int, ...]

_PALETTES: Final = ("colors", "colours", "palette", "palettes", "swatches")
# Members of an object that describe it, if they are single values.
_ABOUT: Final = frozenset(
    (
        *("$schema", "author", "category", "comment", "copyright", "created", "date", "description", "id"),
        *("license", "mode", "name", "notes", "slug", "source", "tags", "theme", "title", "type", "updated"),
        *("url", "user", "version"),
    )
)
_NAMES: Final = ("name", "title", "label", "colorName")
_SHARES: Final = (
    "share",
    "frequency",
    "proportion",
    "percent",
    "percentage",
    "population",
    "pixels",
    "count",
)
_CHANNELS: Final = (("r", "g", "b"), ("red", "green", "blue"))
_ALPHAS: Final = ("a", "alpha", "opacity")
# The members of an object that hold its color. The words of the second line may also be names of colors.
_STRONG: Final = ("hex", "hexCode", "hexcode", "hex_code", "rgb")
_WEAK: Final = ("color", "colour", "value", "code")
# Words that are a color only where they are used.
_ELSEWHERE: Final = frozenset(("currentcolor", "inherit"))
_HEX: Final = re.compile(r"#[0-9a-f]{3,8}", re.IGNORECASE)
# What is hardly anything but a color. Other words may be names of colors or of anything else.
_MARKED: Final = re.compile(
    r"#[0-9a-f]{3,8}|[a-z]{3,5}\(.*|(?=.*[0-9])(?=.*[a-f])[0-9a-f]{6}", re.IGNORECASE | re.DOTALL
)
_DEEPEST: Final = 16


@dataclass(frozen=True, slots=True)
class _Found:
    """A color of a document: where it is, its text or its levels, its name and its share."""

    path: Path
    text: str = ""
    levels: Levels = ()
    name: str = ""
    share: float | None = None
    alpha: float = 1.0
    group: str = ""
    kind: str = ""
    values: Values | None = None

    def refuse(self) -> ValueError:
        return _refuse(self.path, self.text)


def read_document(document: Any) -> Palette:
    """Return the palette of a document that was JSON; raises ValueError for one that is not a palette.

    All members of the part that holds the colors must be colors. A note of the palette tells of colors in
    other parts. Several palettes are groups, called by their names or keys, and so are colors by name in
    objects.
    """
    if not isinstance(document, list | dict):
        raise ValueError("it holds no color")  # noqa: TRY004 -- it is the file that is wrong
    name, palettes, left_out = _find_palettes(document)
    is_called = all(members is not document for _, members in palettes)
    if isinstance(document, list) and document and all(map(_is_number, document)):
        raise ValueError("its numbers may be a color or anything else; write colors as '#264653'")
    found = [
        replace(each, group="/".join(filter(None, (group, each.group))))
        for group, members in palettes
        for each in _walk(members, ())
    ]
    if not is_called and found and not any(each.levels or _MARKED.fullmatch(each.text) for each in found):
        raise ValueError("its words may be colors or anything else; write colors as '#264653'")
    elsewhere = [each for each in found if each.text.lower() in _ELSEWHERE]
    if elsewhere:
        words = listed(sorted({each.text for each in elsewhere}), "and")
        left_out.append(f"{words}, which depend on their use, are left out")
        found = [each for each in found if each.text.lower() not in _ELSEWHERE]
    scale = find_scale(each.levels for each in found)
    entries, name = join_groups([_read(each, scale) for each in found], name)
    return make_palette(entries, name, left_out)


#: The name of a palette and the part of the document that holds its colors.
_Part: TypeAlias = tuple[str, Any]


def _find_palettes(document: Any) -> tuple[str, list[_Part], list[str]]:
    """Return the name of all, the palettes, and notes on other parts; one palette alone has no name there."""
    places = list(_find_places(document, ()))
    if len(places) > 1:
        # A palette may have a member of such a name: the outermost counts if it is the only one there.
        outer = [place for place in places if len(place[0]) == len(places[0][0])]
        places = outer if len(outer) == 1 else places
    if not places:
        return _split_palettes(document)
    if len(places) > 1:
        names = _name_parts([(path, as_text(holder.get("name"))) for path, holder, _ in places])
        parts = [
            ("/".join(filter(None, (name, inner))), members)
            for name, (_, holder, key) in zip(names, places, strict=True)
            for inner, members in _split_palettes(holder[key])[1]
        ]
        return as_text(document.get("name")), parts, []
    _, holder, key = places[0]
    called = (as_text(each.get(word)) for each in (holder, document) for word in ("name", "title"))
    others = [other for other in holder if other != key and _holds_color(holder[other], 0)]
    is_ours = holder.get("version") == 1 and "settings" in holder
    notes = [f"colors in {listed(others, 'and')} are left out"] if others and not is_ours else []
    name, parts, _ = _split_palettes(holder[key])
    return name or next(filter(None, called), ""), parts, notes


def _name_parts(found: list[tuple[tuple[str, ...], str]]) -> list[str]:
    """Return a name for each palette: its own, or the keys that lead to it, without those of all."""
    paths = [path for path, _ in found]
    shortest = min(map(len, paths))
    common = next((at for at in range(shortest) if len({path[at] for path in paths}) > 1), shortest)
    # The last key, such as 'colors', says nothing if it is the same everywhere.
    last = 1 if len({path[-1] for path in paths}) == 1 else 0
    # A name that two have is that of the object around both.
    often = Counter(name for _, name in found)
    return [
        (name if often[name] == 1 else "") or "/".join(path[common : len(path) - last]) or f"palette-{number}"
        for number, (path, name) in enumerate(found, 1)
    ]


def _split_palettes(members: Any) -> tuple[str, list[_Part], list[str]]:
    """Return the palettes of a list of lists or of objects with colors, or the one palette that it is."""
    if not isinstance(members, list) or not members:
        return "", [("", members)], []
    are_lists = all(
        isinstance(each, list) and each and all(isinstance(one, str) for one in each) for each in members
    )
    are_objects = all(isinstance(each, dict) and any(_find_places(each, (), 0)) for each in members)
    if not are_lists and not are_objects:
        return "", [("", members)], []
    if len(members) == 1:
        return _find_palettes(members[0]) if are_objects else ("", [("", members[0])], [])
    if are_lists:
        return "", [(f"palette-{number}", each) for number, each in enumerate(members, 1)], []
    parts, notes = [], []
    for number, each in enumerate(members, 1):
        name, inner, told = _find_palettes(each)
        group = name or f"palette-{number}"
        parts += [("/".join(filter(None, (group, within))), part) for within, part in inner]
        notes += told
    return "", parts, list(dict.fromkeys(notes))


def _find_places(
    node: Any, path: tuple[str, ...], deepest: int = _DEEPEST
) -> Iterator[tuple[tuple[str, ...], dict[str, Any], str]]:
    """Give the members of objects that are called as palettes are, each with its path; outer ones first."""
    if not isinstance(node, dict) or len(path) > deepest:
        return
    found = [key for key in node if key.lower() in _PALETTES and isinstance(node[key], list | dict)]
    yield from (((*path, key), node, key) for key in found)
    if not found:
        for key, member in node.items():
            yield from _find_places(member, (*path, key), deepest)


def _holds_color(node: Any, depth: int) -> bool:
    if isinstance(node, str):
        return _HEX.fullmatch(node) is not None
    members = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return depth < _DEEPEST and any(_holds_color(member, depth + 1) for member in members)


def _walk(node: Any, path: Path) -> Iterator[_Found]:
    """Give the colors of a part of a document, in order; raises ValueError for anything that is no color."""
    if len(path) > _DEEPEST:
        raise ValueError("it is nested too deeply")
    if isinstance(node, str):
        yield _Found(path, text=node, group=_group_of(path))
    elif isinstance(node, list):
        yield from _walk_list(node, path)
    elif isinstance(node, dict) and _is_color(node):
        group = as_text(node.get("group")) or _group_of(path)
        kind = as_text(node.get("kind"))
        values = read_values(node.get("values"))
        yield replace(_take(node, path), group=group, kind=kind if kind in KINDS else "", values=values)
    elif isinstance(node, dict):
        yield from _walk_group(node, path)
    else:
        raise _refuse(path)


def _walk_list(node: list[Any], path: Path) -> Iterator[_Found]:
    """Give the colors of a list, or the one color whose levels it holds."""
    if not node or not all(map(_is_number, node)):
        for number, member in enumerate(node, 1):
            yield from _walk(member, (*path, number))
        return
    # Levels deep in a document are mostly no colors, but positions and the like.
    if len(node) not in {3, 4} or len(path) > 1:
        raise _refuse(path)
    yield _Found(path, levels=node[:3], alpha=float(node[3:] != [0]))


def _walk_group(node: dict[str, Any], path: Path) -> Iterator[_Found]:
    for key, member in node.items():
        if key.startswith("$") and key not in _ABOUT:
            raise ValueError("it holds design tokens")
        if key.lower() not in _ABOUT or isinstance(member, list | dict) or _holds_color(member, 0):
            yield from _walk(member, (*path, key))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _channels_of(node: Any) -> Levels:
    """Return the levels of an object such as {"r": 38, "g": 70, "b": 83}; there are none in another one."""
    if isinstance(node, dict):
        for keys in _CHANNELS:
            levels = [node.get(key) for key in keys]
            if all(map(_is_number, levels)):
                return [level for level in levels if level is not None]
    return ()


def _is_color(node: dict[str, Any]) -> bool:
    """Tell whether an object is a single color, and not a group of colors by name."""
    if any(key in node and not isinstance(node[key], bool | None) for key in _STRONG) or _channels_of(node):
        return True
    if not any(isinstance(node.get(key), str | list) or _channels_of(node.get(key)) for key in _WEAK):
        return False
    # {"color": "#111", "background": "#fff"} is two colors.
    return not any(_holds_color(member, 0) for key, member in node.items() if key not in _WEAK)


def _take(node: dict[str, Any], path: Path) -> _Found:
    value = next((node[key] for key in (*_STRONG, *_WEAK) if node.get(key) is not None), None)
    if value is None:
        value = _channels_of(node)
    if isinstance(value, dict):
        # {"value": "#264653", …} of some services, or levels by name.
        value = _channels_of(value) or value.get("value")
    name = next((node[key] for key in _NAMES if node.get(key)), "")
    name = as_text(name.get("value") if isinstance(name, dict) else name)
    share = next((as_share(node[key]) for key in _SHARES if key in node), None)
    alphas = [float(node[key]) for key in _ALPHAS if _is_number(node.get(key)) and 0 <= node[key] <= 1]
    # Above 1, it may be of 100 or of 255.
    alpha = alphas[0] if alphas else 1.0
    if isinstance(value, str):
        return _Found(path, text=value, name=name, share=share, alpha=alpha)
    if not isinstance(value, list | tuple) or len(value) not in {3, 4} or not all(map(_is_number, value)):
        raise _refuse(path)
    alpha = 0.0 if value[3:] == [0] else alpha
    return _Found(path, levels=value[:3], name=name, share=share, alpha=alpha)


def _read(found: _Found, scale: float) -> Entry:
    try:
        color, alpha = (
            (scale_levels(found.levels, scale), 1.0) if found.levels else read_translucent(found.text)
        )
    except (ValueError, OverflowError) as error:
        raise found.refuse() from error
    return Entry(
        color,
        found.name or _name_of(found.path),
        found.share,
        found.group,
        found.kind,
        found.alpha if found.alpha < 1 else alpha,
        found.values,
    )


def _group_of(path: Path) -> str:
    """Return the keys of the objects that a color is in, or an empty string for one in a list."""
    return "/".join(path[:-1]) if all(isinstance(word, str) for word in path) else ""  # type: ignore[arg-type]


def _name_of(path: Path) -> str:
    """Return a color's name by its place: the keys, and its number in a list under a key."""
    words = [str(word) for word in path if word != "DEFAULT"]
    return "-".join(words) if any(isinstance(word, str) for word in path) else ""


def _refuse(path: Path, text: str = "") -> ValueError:
    # Only text is shown; other values may be nested too deeply.
    shown = f", {quote(text[:60])}," if text else ""
    place = f"color {quote('-'.join(map(str, path))[:60])}" if path else "it"
    return ValueError(f"{place}{shown} is not valid; write it as '#264653' or [38, 70, 83]")
