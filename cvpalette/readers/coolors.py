"""The reader `coolors`: what the site coolors.co exports, and its addresses."""

import json
import re
from collections.abc import Iterator
from typing import Any, ClassVar, Final

from cvpalette.color.palette import Palette
from cvpalette.errors import ColorError
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, as_text, decode_text, join_groups, make_palette, read_color

__all__ = ["Coolors"]

# Six digits each, joined by hyphens; the site shows up to ten, and a collage or gradient has more.
_ADDRESS: Final = re.compile(
    r"(?:https?://)?(?:www\.)?coolors\.co/(?:[a-z-]{1,30}/){0,3}([0-9a-f]{6}(?>(?:-[0-9a-f]{6})*))/?",
    re.IGNORECASE,
)
_LINE: Final = re.compile(r"#?[0-9a-f]{6}(?>(?:\s*+[,-]\s*+#?[0-9a-f]{6})+)", re.IGNORECASE)
# Without an address, a number sign or a letter in each line, its numbers may be anything.
_IS_COLOR: Final = re.compile(r"[#a-f]", re.IGNORECASE)
_DIGITS: Final = re.compile(r"[0-9a-f]{6}", re.IGNORECASE)
_SECTION: Final = re.compile(
    r"^(?://\s*+)?/\*\s*+([\w#+](?: {0,2}[\w#+]){0,29}+)\s*+\*/[ \t]*$", re.MULTILINE
)
_VARIABLE: Final = re.compile(
    r"(?<![\w-])(?:--|\$)([\w-]{1,80}+)\s*+:\s*+(#[0-9a-f]{6})(?:ff)?\s*;", re.IGNORECASE
)
# The parts of an export in the order of what they hold: names as they are, then names as identifiers.
_PARTS: Final = ("extended array", "object", "xml", "css hex", "scss hex", "array", "with #", "csv")


class Coolors:
    """Exports of coolors.co: its code, CSV, XML, CSS and SCSS, and its addresses with colors in them.

    An export has the same colors in many notations: only one of them is read. Its JSON alone is read as any
    JSON is. The form is that of the site's exports, which it does not document.
    """

    suffix: ClassVar[str] = ".coolors.txt"
    family: ClassVar[str] = "palettes"
    read_suffixes: ClassVar[tuple[str, ...]] = (".url",)

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read an export, or the addresses of palettes, one a line; each is a group. Raises ValueError."""
        text = decode_text(data)
        sections = dict(_split(text))
        part = next((part for part in _PARTS if part in sections), "")
        if part:
            return make_palette(_read_part(part, sections[part]))
        entries, name = join_groups(_read_lines(text, is_export=False))
        return make_palette(entries, name)


def _split(text: str) -> Iterator[tuple[str, str]]:
    """Give the parts of an export, each by its heading in a comment."""
    found = list(_SECTION.finditer(text))
    for heading, following in zip(found, [*found[1:], None], strict=bool(found)):
        yield heading[1].lower(), text[heading.end() : following.start() if following else None]


def _read_part(part: str, text: str) -> list[Entry]:
    # All of it may be in comments of a program.
    text = re.sub(r"^//[ \t]?", "", text, flags=re.MULTILINE).strip()
    if part == "xml":
        return _read_xml(text)
    if part.endswith("css hex"):
        entries = [Entry(read_color(color), name) for name, color in _VARIABLE.findall(text)]
    elif part in {"csv", "with #"}:
        entries = list(_read_lines(text))
    else:
        entries = _read_json(text, part)
    if not entries:
        message = f"its part {quote(part)} holds no color"
        raise ValueError(message)
    return entries


def _read_json(text: str, part: str) -> list[Entry]:
    try:
        document = json.loads(text)
        pairs: list[tuple[str, Any]] = (
            list(document.items())
            if isinstance(document, dict)
            else [
                (as_text(each.get("name")), each["hex"]) if isinstance(each, dict) else ("", each)
                for each in document
            ]
        )
        return [Entry(read_color(color), name) for name, color in pairs]
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        message = f"its part {quote(part)} is no list of colors"
        raise ValueError(message) from error


def _read_xml(text: str) -> list[Entry]:
    from cvpalette.parsing.markup import read_xml  # noqa: PLC0415 -- only this form needs it

    root = read_xml(text.encode())
    if (
        root.tag != "palette"
        or not len(root)
        or any(each.tag != "color" or not each.get("hex") for each in root)
    ):
        raise ValueError("it is no palette of coolors: it is not a list of colors with hex digits")
    try:
        return [Entry(read_color(each.get("hex", "")), each.get("name", "")) for each in root]
    except ColorError as error:
        message = f"{error}; write it as '264653'"
        raise ValueError(message) from error


def _read_lines(text: str, *, is_export: bool = True) -> Iterator[Entry]:
    """Give the colors of lines that are each an address or a list of hex digits, or those of XML.

    Only in an export, which says that they are colors, all digits may be decimal.
    """
    if text.lstrip().startswith("<palette"):
        yield from _read_xml(text.strip())
        return
    lines = [line.strip() for line in text.splitlines()]
    lines = [line.removeprefix("URL=") for line in lines if line and line != "[InternetShortcut]"]
    for number, line in enumerate(lines, 1):
        address = _ADDRESS.fullmatch(line)
        if not address and not (_LINE.fullmatch(line) and (is_export or _IS_COLOR.search(line))):
            message = f"line {number}: {quote(line[:60])} is no address of coolors, and no list of hex digits"
            raise ValueError(message)
        group = f"palette-{number}" if len(lines) > 1 else ""
        for digits in _DIGITS.findall(address[1] if address else line):
            yield Entry(read_color(digits), group=group)
