"""The output `dtcg`: design tokens of the W3C's community group, as of October 2025."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal

from cvpalette.color.alpha import alpha_level, alpha_part
from cvpalette.color.color import Color, clip_color
from cvpalette.color.palette import KINDS, Palette, Swatch
from cvpalette.errors import ColorError
from cvpalette.messages import quote
from cvpalette.parsing.entries import (
    Entry,
    as_share,
    as_text,
    decode_json,
    make_palette,
    tell_left_out,
    with_roles,
)
from cvpalette.parsing.tokens import find_places, read_translucent, read_values
from cvpalette.rendering.escaping import token_description, token_string, token_text
from cvpalette.rendering.names import palette_name, plain_name, require_identifier, slug, summary, theirs
from cvpalette.rendering.variables import RoleVariable, Text, Variable, list_variables
from cvpalette.result import Result
from cvpalette.roles.role import MODES

__all__ = ["DesignTokens"]

_SCHEMA: Final = "https://www.designtokens.org/schemas/2025.10/format.json"
_GROUP: Final = "palette"
# Tokens have no field for a share and the like; such data belongs under a key of the tool that wrote it.
_OURS: Final = "org.cvpalette"
# The token for a group as a whole.
_ROOT: Final = "$root"
_DEEPEST: Final = 64
_STEPS: Final = {"50", "950", *(f"{hundred}00" for hundred in range(1, 10))}
# In our data: the token that a color of text is for.
_ON: Final = "on"
# Why tokens are left out.
_ALIAS: Final = "token", "only a reference to another one"
_UNTYPED: Final = "token", "no type is given"
_NO_COLOR: Final = "token", "its text is no color, such as 'inherit'"
_RAMP: Final = "ramp", "only the color of each is read"
_INK: Final = "color", "made for text on another color"
_ROLES: Final = (
    "role group",
    "no colors of the palette; rules and the option 'roles' take them, and schemes are derived anew",
)
_EXTENDS: Final = "inheritance", "tokens that a group only inherits are not read"


@dataclass(frozen=True)
class DesignTokens:
    """W3C design tokens (2025.10), read by Style Dictionary 5, Terrazzo and design tools.

    Shares, kinds of swatches, values of CMYK and Lab and the file's comment are in an extension of ours.
    Other tools keep it and do not show it. Style Dictionary 4, which npm installs for Node 20, writes color
    objects as [object Object]: give it hex text. The format is that of the Design Tokens Community Group.
    """

    suffix: ClassVar[str] = ".tokens.json"
    family: ClassVar[str] = "tokens"
    holds: ClassVar[frozenset[str]] = frozenset(
        ("names", "groups", "kinds", "alpha", "values", "shares", "comment")
    )
    prefix: Annotated[str, "What the names begin with: PREFIX-1."] = "color"
    value: Annotated[
        Literal["object", "hex"],
        "The standard's color objects, or older hex text, for Style Dictionary 4 and Penpot.",
    ] = "object"
    ramps: Annotated[bool, "Make each color a group, with the steps from 50 to 950 in it: PREFIX-1.50."] = (
        False
    )
    text: Text = False
    roles: Annotated[bool, "Add the groups 'light' and 'dark' with the roles of the scheme."] = False

    def __post_init__(self) -> None:
        """Refuse a prefix that some tool cannot read."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write a group of the palette's tokens, each with its name and share, and the groups in it.

        With ramps, each is a group of its own: its color is the token $root, and the steps are tokens.
        """
        palette = result.palette
        # One token per line is readable, and five times as fast as indenting everything.
        encode = json.JSONEncoder(ensure_ascii=False).encode
        members = {
            "$type": encode("color"),
            "$description": encode(token_description(summary(result))),
            "$extensions": encode({_OURS: self._describe(result)}),
        }
        swatches, roles = list_variables(
            result, self.prefix, ramps=self.ramps, text=self.text, roles=self.roles
        )
        found = []
        for variable, swatch in zip(swatches, palette, strict=True):
            token = encode(self._make_token(swatch, variable.note, palette))
            found.append((swatch.group, variable.name, self._add_steps(token, variable)))
            if variable.text:
                known = {"$extensions": {_OURS: {_ON: variable.name}}}
                ink = encode({"$value": self._write(variable.text.color)} | known)
                found.append((swatch.group, variable.text.name, ink))
        tree = {"$schema": encode(_SCHEMA), _GROUP: _write_object(members | _nest(found), "  ")}
        if roles:
            tree["light"] = self._write_mode(roles, {each.role: each.light for each in roles})
            tree["dark"] = self._write_mode(roles, {each.role: each.dark for each in roles})
        return _write_object(tree, "") + "\n"

    def _add_steps(self, token: str, variable: Variable | RoleVariable) -> str:
        """Return a token as JSON, or a group of it and the steps of its ramp if it has one."""
        if not variable.steps:
            return token
        encode = json.JSONEncoder(ensure_ascii=False).encode
        steps = {
            str(step): encode({"$value": self._write(each.color)}) for step, each in variable.steps.items()
        }
        return _write_object({_ROOT: token, **steps}, "    ")

    def _write_mode(self, roles: list[RoleVariable], colors: Mapping[str, Color]) -> str:
        """Write the group of the roles in one mode; their ramps are the same in both."""
        encode = json.JSONEncoder(ensure_ascii=False).encode
        tokens = {
            each.role: self._add_steps(encode({"$value": self._write(colors[each.role])}), each)
            for each in roles
        }
        return _write_object({"$type": encode("color"), **tokens}, "  ")

    def _describe(self, result: Result) -> dict[str, str]:
        """Return what the palette as a whole has beside its colors."""
        comment = theirs(result.palette.comment)
        known = {"name": token_string(palette_name(result))}
        return known | ({"comment": token_string(comment)} if comment else {})

    def _make_token(self, swatch: Swatch, note: str, palette: Palette) -> dict[str, Any]:
        name = plain_name(swatch.name)
        known: dict[str, Any] = {"name": token_string(name)} if name else {}
        if palette.has_shares:
            known["share"] = swatch.share
        if swatch.group:
            known["group"] = token_string(swatch.group)
        if swatch.kind:
            known["kind"] = swatch.kind
        if swatch.values:
            known["values"] = {"space": swatch.values.space, "components": swatch.values.components}
        described = {"$description": token_description(note)} if note else {}
        extended = {"$extensions": {_OURS: known}} if known else {}
        return {"$value": self._write(swatch.color, swatch.alpha), **described, **extended}

    def _write(self, color: Color, alpha: float = 1) -> str | dict[str, Any]:
        if self.value == "hex":
            return color.hex + (f"{alpha_level(alpha):02x}" if alpha < 1 else "")
        # Six digits are enough to get the same byte back, in Style Dictionary and Terrazzo too.
        components = [round(level / 255, 6) for level in color.rgb]
        return {
            "colorSpace": "srgb",
            "components": components,
            "alpha": 1 if alpha == 1 else alpha_part(alpha, 6),
            "hex": color.hex,
        }

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the color tokens of all groups, in any color space, as objects or as text. Raises ValueError.

        A token's group is its path without its last key, and without the groups that contain all tokens. Its
        name is the last key, with as many of the keys before as make it clear: see `find_places`. A token
        that only refers to another one is left out, since it adds no color, and so is a color without a type.
        Ramps, roles and colors of text that we wrote are left out too. Notes say so.
        """
        document = decode_json(data)
        document = document if isinstance(document, dict) else {}
        left_out: Counter[tuple[str, str]] = Counter()
        ours = _ours(document.get(_GROUP))
        tokens = list(_walk(_drop_added(document, left_out) if ours else document, (), "", left_out))
        places, name = find_places([path for path, _ in tokens])
        found = [
            _read_token(place.name, token, named=not ours)._replace(
                group=token_text(as_text(_ours(token).get("group"))) if ours else place.group
            )
            for place, (_, token) in zip(places, tokens, strict=True)
        ]
        notes = [tell_left_out(many, what, reason) for (what, reason), many in left_out.items() if many]
        comment = token_text(as_text(ours.get("comment")))
        name = token_text(as_text(ours.get("name"))) if ours else name
        palette = make_palette(found, name, notes, comment)
        return with_roles(palette, {mode: _read_roles(document.get(mode)) for mode in MODES if ours})


def _read_roles(group: Any) -> dict[str, Color]:
    """Return the roles of a group that we wrote, without the steps of ramps; raises ValueError."""
    tokens = _walk(group, (), "", Counter()) if isinstance(group, dict) else ()
    entries = {path[0]: _read_token(path[0], token, named=True) for path, token in tokens if len(path) == 1}
    return {role: entry.color for role, entry in entries.items() if entry.color}


def _write_object(members: Mapping[str, Any], indent: str) -> str:
    """Write an object whose values are JSON already, each on a line, or objects of such."""
    inner = {
        name: value if isinstance(value, str) else _write_object(value, indent + "  ")
        for name, value in members.items()
    }
    lines = ",\n".join(f'{indent}  "{name}": {value}' for name, value in inner.items())
    return f"{{\n{lines}\n{indent}}}"


def _nest(found: list[tuple[str, str, str]]) -> dict[str, Any]:
    """Return tokens by name, in objects for their groups.

    Each is given by its group, its name and its JSON. A group that comes again after other tokens is a second
    object, so that the order stays.
    """
    tree: dict[str, Any] = {}
    taken = {name for _, name, _ in found}
    before: list[str] = []
    opened = [tree]
    for group, name, token in found:
        words = group.split("/") if group else []
        same = next(
            (at for at, pair in enumerate(zip(before, words, strict=False)) if pair[0] != pair[1]), None
        )
        shared = min(len(before), len(words)) if same is None else same
        del opened[shared + 1 :]
        for word in words[shared:]:
            # A group must not be called as a token is, or as another group.
            key = wanted = slug(word) or "group"
            number = 1
            while key in taken:
                number += 1
                key = f"{wanted}-{number}"
            taken.add(key)
            opened[-1][key] = {}
            opened.append(opened[-1][key])
        opened[-1][name] = token
        before = words
    return tree


def _walk(
    group: dict[str, Any], path: tuple[str, ...], kind: Any, left_out: Counter[tuple[str, str]]
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the color tokens of a group and its subgroups, in order, with their paths; count other colors."""
    if len(path) > _DEEPEST:
        raise ValueError("it is nested too deeply")
    kind = group.get("$type", kind)
    if "$value" in group:
        reason = _find_reason(group["$value"], kind)
        if reason:
            left_out[reason] += 1
        elif kind == "color":
            yield path, group
        return
    if "$extends" in group:
        left_out[_EXTENDS] += 1
    for key, member in group.items():
        if isinstance(member, dict) and (key == _ROOT or not key.startswith("$")):
            # The token of a group goes by the group's name, and is in the group.
            yield from _walk(
                member, (*path, (*path, key)[-2] if key == _ROOT and path else key), kind, left_out
            )


def _drop_added(document: dict[str, Any], left_out: Counter[tuple[str, str]]) -> dict[str, Any]:
    """Return a document of ours without what was added to the palette, and count that.

    Instead of a ramp, it has the token of the color alone.
    """
    members = _drop_from(document[_GROUP], left_out, 0)
    roles = [mode for mode in MODES if mode in document]
    left_out[_ROLES] += len(roles)
    return {name: member for name, member in document.items() if name not in roles} | {_GROUP: members}


def _drop_from(group: dict[str, Any], left_out: Counter[tuple[str, str]], depth: int) -> dict[str, Any]:
    if depth > _DEEPEST:
        raise ValueError("it is nested too deeply")
    members = {}
    for name, member in group.items():
        is_ramp = isinstance(member, dict) and _STEPS | {_ROOT} == member.keys()
        if _ON in _ours(member):
            left_out[_INK] += 1
        elif is_ramp:
            left_out[_RAMP] += 1
            members[name] = member[_ROOT]
        elif isinstance(member, dict) and "$value" not in member and not name.startswith("$"):
            members[name] = _drop_from(member, left_out, depth + 1)
        else:
            members[name] = member
    return members


def _find_reason(value: Any, kind: Any) -> tuple[str, str] | None:
    """Return why a color is left out, or None for one that counts and for what is no color."""
    if kind == "color" and _refers(value):
        return _ALIAS
    if kind == "color" and isinstance(value, str) and not _is_color(value) and not _is_read(value):
        return _NO_COLOR
    return _UNTYPED if not kind and _is_color(value) else None


def _is_read(text: str) -> bool:
    """Tell whether a text is a color; tokens that are made of style sheets also have other words."""
    try:
        read_translucent(text)
    except ColorError:
        return False
    return True


def _is_color(value: Any) -> bool:
    if isinstance(value, dict):
        return {"colorSpace", "components"} <= value.keys()
    return isinstance(value, str) and value.startswith("#")


def _refers(value: Any) -> bool:
    return "{" in value if isinstance(value, str) else isinstance(value, dict) and "$ref" in value


def _ours(item: Any) -> dict[str, Any]:
    extensions = item.get("$extensions") if isinstance(item, dict) else None
    ours = extensions.get(_OURS) if isinstance(extensions, dict) else None
    return ours if isinstance(ours, dict) else {}


def _read_token(path: str, token: dict[str, Any], *, named: bool) -> Entry:
    """Read a token; if `named`, its path is its name unless our extension has one."""
    try:
        color, alpha = _read_value(token["$value"])
    except ColorError as error:
        message = f"token {quote(path[:60])}: {error}"
        raise ValueError(message) from error
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        message = (
            f"token {quote(path[:60])} has neither a color space with three components nor a color as text"
        )
        raise ValueError(message) from error
    ours = _ours(token)
    return Entry(
        color,
        token_text(as_text(ours.get("name"))) or (path if named else ""),
        as_share(ours.get("share")),
        kind=kind if (kind := ours.get("kind")) in KINDS else "",
        alpha=alpha,
        values=read_values(ours.get("values")),
    )


def _read_value(value: Any) -> tuple[Color | None, float]:
    if isinstance(value, str):
        return read_translucent(value)
    alpha = float(value.get("alpha", 1))
    if alpha <= 0:
        return None, 1.0
    if not isinstance(value["colorSpace"], str):
        raise TypeError
    first, second, third = (0.0 if part == "none" else float(part) for part in value["components"])
    return clip_color(value["colorSpace"], (first, second, third)), min(1.0, alpha)
