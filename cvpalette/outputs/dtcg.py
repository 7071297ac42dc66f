"""The output `dtcg`: design tokens of the W3C's community group, as of October 2025."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal

from cvpalette.color.color import Color
from cvpalette.color.notation import read_notation
from cvpalette.color.palette import Palette, Swatch
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
from cvpalette.rendering.escaping import token_description, token_string, token_text
from cvpalette.rendering.names import palette_name, plain_name, require_identifier, summary
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
_RAMP: Final = "ramp", "only the color of each is read"
_INK: Final = "color", "made for text on another color"
_ROLES: Final = "role group", "roles are no colors of the palette; schemes are derived anew"
_EXTENDS: Final = "inheritance", "tokens that a group only inherits are not read"


@dataclass(frozen=True)
class DesignTokens:
    """W3C design tokens (2025.10), read by Style Dictionary, Terrazzo and design tools."""

    suffix: ClassVar[str] = ".tokens.json"
    family: ClassVar[str] = "tokens"
    holds: ClassVar[frozenset[str]] = frozenset(("names", "shares"))
    prefix: Annotated[str, "What the names begin with: PREFIX-1."] = "color"
    value: Annotated[
        Literal["object", "hex"], "The standard's color objects, or older hex text, for Penpot."
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
        """Write a group of the palette's tokens, each with its name and share.

        With ramps, each is a group of its own: its color is the token $root, and the steps are tokens.
        """
        palette = result.palette
        # One token per line is readable, and five times as fast as indenting everything.
        encode = json.JSONEncoder(ensure_ascii=False).encode
        members = {
            "$type": encode("color"),
            "$description": encode(token_description(summary(result))),
            "$extensions": encode({_OURS: {"name": token_string(palette_name(result))}}),
        }
        swatches, roles = list_variables(
            result, self.prefix, ramps=self.ramps, text=self.text, roles=self.roles
        )
        for variable, swatch in zip(swatches, palette, strict=True):
            token = encode(self._make_token(swatch, variable.note, palette))
            members[variable.name] = self._add_steps(token, variable)
            if variable.text:
                known = {"$extensions": {_OURS: {_ON: variable.name}}}
                members[variable.text.name] = encode({"$value": self._write(variable.text.color)} | known)
        tree = {"$schema": encode(_SCHEMA), _GROUP: _write_object(members, "  ")}
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

    def _make_token(self, swatch: Swatch, note: str, palette: Palette) -> dict[str, Any]:
        name = plain_name(swatch.name)
        known: dict[str, Any] = {"name": token_string(name)} if name else {}
        if palette.has_shares:
            known["share"] = swatch.share
        described = {"$description": token_description(note), "$extensions": {_OURS: known}} if note else {}
        return {"$value": self._write(swatch.color), **described}

    def _write(self, color: Color) -> str | dict[str, Any]:
        if self.value == "hex":
            return color.hex
        # Six digits are enough to get the same byte back, in Style Dictionary and Terrazzo too.
        components = [round(level / 255, 6) for level in color.rgb]
        return {"colorSpace": "srgb", "components": components, "alpha": 1, "hex": color.hex}

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the color tokens of all groups, in any color space, as objects or as text. Raises ValueError.

        A token's name is its path, without the groups that contain all tokens. A token that only refers to
        another one is left out, since it adds no color, and so is a color without a type. Ramps, roles and
        colors of text that we wrote are left out too. Notes say so.
        """
        document = decode_json(data)
        document = document if isinstance(document, dict) else {}
        left_out: Counter[tuple[str, str]] = Counter()
        ours = _ours(document.get(_GROUP))
        tokens = list(_walk(_drop_added(document, left_out) if ours else document, (), "", left_out))
        common = _count_common([path for path, _ in tokens])
        found = [_read_token("-".join(path[common:]), token, named=not ours) for path, token in tokens]
        notes = [tell_left_out(many, what, reason) for (what, reason), many in left_out.items() if many]
        palette = make_palette(found, token_text(as_text(ours.get("name"))), notes)
        return with_roles(palette, {mode: _read_roles(document.get(mode)) for mode in MODES if ours})


def _read_roles(group: Any) -> dict[str, Color]:
    """Return the roles of a group that we wrote, without the steps of ramps; raises ValueError."""
    tokens = _walk(group, (), "", Counter()) if isinstance(group, dict) else ()
    entries = {path[0]: _read_token(path[0], token, named=True) for path, token in tokens if len(path) == 1}
    return {role: entry.color for role, entry in entries.items() if entry.color}


def _write_object(members: Mapping[str, str], indent: str) -> str:
    """Write an object whose values are JSON already, each on a line."""
    lines = ",\n".join(f'{indent}  "{name}": {value}' for name, value in members.items())
    return f"{{\n{lines}\n{indent}}}"


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
            yield from _walk(member, path if key == _ROOT else (*path, key), kind, left_out)


def _drop_added(document: dict[str, Any], left_out: Counter[tuple[str, str]]) -> dict[str, Any]:
    """Return a document of ours without what was added to the palette, and count that.

    Instead of a ramp, it has the token of the color alone.
    """
    members = {}
    for name, member in document[_GROUP].items():
        is_ramp = isinstance(member, dict) and _STEPS | {_ROOT} == member.keys()
        if _ON in _ours(member):
            left_out[_INK] += 1
        else:
            left_out[_RAMP] += is_ramp
            members[name] = member[_ROOT] if is_ramp else member
    roles = [mode for mode in MODES if mode in document]
    left_out[_ROLES] += len(roles)
    return {name: member for name, member in document.items() if name not in roles} | {_GROUP: members}


def _find_reason(value: Any, kind: Any) -> tuple[str, str] | None:
    """Return why a color is left out, or None for one that counts and for what is no color."""
    if kind == "color" and _refers(value):
        return _ALIAS
    return _UNTYPED if not kind and _is_color(value) else None


def _is_color(value: Any) -> bool:
    if isinstance(value, dict):
        return {"colorSpace", "components"} <= value.keys()
    return isinstance(value, str) and value.startswith("#")


def _refers(value: Any) -> bool:
    return value.startswith("{") if isinstance(value, str) else isinstance(value, dict) and "$ref" in value


def _count_common(paths: list[tuple[str, ...]]) -> int:
    """Return how many groups all paths begin with; a token's own name is not a group."""
    longest = min((len(path) for path in paths), default=1) - 1
    return next((at for at in range(longest) if len({path[at] for path in paths}) > 1), max(0, longest))


def _ours(item: Any) -> dict[str, Any]:
    extensions = item.get("$extensions") if isinstance(item, dict) else None
    ours = extensions.get(_OURS) if isinstance(extensions, dict) else None
    return ours if isinstance(ours, dict) else {}


def _read_token(path: str, token: dict[str, Any], *, named: bool) -> Entry:
    """Read a token; if `named`, its path is its name unless our extension has one."""
    try:
        color = _read_value(token["$value"])
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
        color, token_text(as_text(ours.get("name"))) or (path if named else ""), as_share(ours.get("share"))
    )


def _read_value(value: Any) -> Color | None:
    if isinstance(value, str):
        return read_notation(value)
    if float(value.get("alpha", 1)) <= 0:
        return None
    first, second, third = (0.0 if part == "none" else float(part) for part in value["components"])
    return Color.from_space(value["colorSpace"], (first, second, third))
