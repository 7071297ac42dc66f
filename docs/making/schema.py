"""The tables of what JSON has, made from its schema."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

#: The objects of the schema in the order of reading, with their headings.
OBJECTS = {
    "palette": "A palette",
    "swatch": "A color",
    "settings": "The settings",
    "left_out": "What does not count",
    "position": "Where a color is",
    "scheme": "The scheme",
    "roles": "The roles of a scheme",
    "role": "A role",
    "ansi": "The colors of a terminal",
    "failure": "A source that failed",
}


def list_objects() -> Iterator[str]:
    """Give the lines of a table for each object that JSON has."""
    text = (files("cvpalette") / "schemas" / "palette.schema.json").read_text("utf-8")
    defined: dict[str, Any] = json.loads(text)["$defs"]
    for name, heading in OBJECTS.items():
        each = defined[name]
        yield from (f"## {heading}", "", each["description"], "", "| field | type | |", "|---|---|---|")
        for field, schema in each["properties"].items():
            often = "" if field in each["required"] else " Not always there."
            yield f"| `{field}` | {_type(schema)} | {_describe(schema, defined)}{often} |"
        yield ""


def _type(schema: dict[str, Any]) -> str:
    """Return what a value is, in few words: `number or null`, `color`, `list of object`."""
    match schema:
        case {"$ref": "#/$defs/hex"}:
            words = "color"
        case {"$ref": name}:
            words = f"[object](#{OBJECTS[name.removeprefix('#/$defs/')].lower().replace(' ', '-')})"
        case {"const": value}:
            words = f"`{json.dumps(value)}`"
        case {"enum": values}:
            words = " or ".join(f"`{json.dumps(each)}`" for each in values)
        case {"anyOf": members}:
            words = " or ".join(_type(each) for each in members)
        case {"type": "array", "minItems": least, "maxItems": most}:
            words = f"{least} numbers" if least == most < 16 else f"list of {_type(schema['items'])}"
        case {"type": "array", "items": items}:
            words = f"list of {_type(items)}"
        case _:
            kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
            words = " or ".join(
                {"integer": "whole number", "string": "text"}.get(kind, kind) for kind in kinds
            )
    return words


def _describe(schema: dict[str, Any], defined: dict[str, Any]) -> str:
    words: str = schema.get("description", "")
    if "properties" in schema:
        fields = schema["properties"]
        parts = "; ".join(
            f"`{name}` ({_type(each)}): {_describe(each, defined).removesuffix('.')}"
            for name, each in fields.items()
        )
        return f"{words} {parts}."
    if not words and "$ref" in schema:
        described: str = defined[schema["$ref"].removeprefix("#/$defs/")]["description"]
        return described
    return words
