"""The output `dtcg`: design tokens of the W3C's community group, as of October 2025."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal

from cvpalette.color.color import Color
from cvpalette.color.notation import read_notation
from cvpalette.color.palette import Palette, Swatch
from cvpalette.errors import ColorError
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, as_share, as_text, decode_json, make_palette, tell_left_out
from cvpalette.rendering.escaping import token_description, token_string, token_text
from cvpalette.rendering.names import (
    identifiers,
    palette_name,
    plain_name,
    require_identifier,
    summary,
    swatch_notes,
)
from cvpalette.result import Result

__all__ = ["DesignTokens"]

_SCHEMA: Final = "https://www.designtokens.org/schemas/2025.10/format.json"
_GROUP: Final = "palette"
# Tokens have no field for a share and the like; such data belongs under a key of the tool that wrote it.
_OURS: Final = "org.cvpalette"
_DEEPEST: Final = 64
# Why tokens are left out.
_ALIAS: Final = "token", "only a reference to another one"
_UNTYPED: Final = "token", "no type is given"
_EXTENDS: Final = "inheritance", "tokens that a group only inherits are not read"


@dataclass(frozen=True)
class DesignTokens:
    """W3C design tokens (2025.10), read by Style Dictionary, Terrazzo and design tools."""

    suffix: ClassVar[str] = ".tokens.json"
    prefix: Annotated[str, "What the names begin with: PREFIX-1."] = "color"
    value: Annotated[
        Literal["object", "hex"], "The standard's color objects, or older hex text, for Penpot."
    ] = "object"

    def __post_init__(self) -> None:
        """Refuse a prefix that some tool cannot read."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write a group of the palette's tokens, each with its name and share."""
        palette = result.palette
        described = zip(identifiers(palette, self.prefix), palette, swatch_notes(palette), strict=True)
        members = {
            "$type": "color",
            "$description": token_description(summary(result)),
            "$extensions": {_OURS: {"name": token_string(palette_name(result))}},
            **{name: self._make_token(swatch, note, palette) for name, swatch, note in described},
        }
        # One token per line is readable, and five times as fast as indenting everything.
        encode = json.JSONEncoder(ensure_ascii=False).encode
        group = ",\n".join(f'    "{name}": {encode(member)}' for name, member in members.items())
        return f'{{\n  "$schema": "{_SCHEMA}",\n  "{_GROUP}": {{\n{group}\n  }}\n}}\n'

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
        another one is left out, since it adds no color, and so is a color without a type: a note says so.
        """
        document = decode_json(data)
        document = document if isinstance(document, dict) else {}
        left_out: Counter[tuple[str, str]] = Counter()
        tokens = list(_walk(document, (), "", left_out))
        common = _count_common([path for path, _ in tokens])
        ours = _ours(document.get(_GROUP))
        found = [_read_token("-".join(path[common:]), token, named=not ours) for path, token in tokens]
        notes = [tell_left_out(many, what, reason) for (what, reason), many in left_out.items()]
        return make_palette(found, token_text(as_text(ours.get("name"))), notes)


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
        # "$root" is a token for a group as a whole.
        if isinstance(member, dict) and (key == "$root" or not key.startswith("$")):
            yield from _walk(member, path if key == "$root" else (*path, key), kind, left_out)


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
