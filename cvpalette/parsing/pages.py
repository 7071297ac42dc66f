"""Read the colors of an HTML page: those of its styles and attributes, and the palettes of pages of ours."""

import html
import json
import re
from typing import Any, Final, NamedTuple

from cvpalette.color.color import Color
from cvpalette.errors import ColorError
from cvpalette.parsing.css_colors import StyleColors, read_style_colors
from cvpalette.parsing.entries import Entry, decode_text

__all__ = ["Page", "begins_page", "read_page"]

# Pages of ours hold a picture.
_MOST_BYTES: Final = 1 << 22
_MOST_STYLE: Final = 1 << 20
_BEGINNING: Final = re.compile(
    r"\s*+(?>(?:<!--.*?-->\s*+|<\?xml[^>]*+>\s*+)*)<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
# Attributes that are colors: those of old HTML, and those of drawings in a page.
_ATTRIBUTES: Final = {
    "bgcolor": "background-color",
    "bordercolor": "border-color",
    "link": "color",
    "vlink": "color",
    "alink": "color",
    **{name: name for name in ("color", "fill", "stroke", "stop-color", "flood-color", "lighting-color")},
}
# A comment, a tag or a declaration; one that is not closed ends with the page. Python's own parser of HTML
# needs quadratic time for what is not closed.
_MARKUP: Final = re.compile(
    r"""<!--.*?(?:-->|\Z) | <[!?][^>]*+>?
    | <(?P<end>/?)(?P<tag>[a-zA-Z][^\s/>]*+)
      (?P<attributes>(?>(?:=\s*+"[^"]*+"? | =\s*+'[^']*+'? | [^>])*))>?""",
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(
    r"""(?P<name>[^\s=/>"']++)(?:\s*+=\s*+(?P<value>"[^"]*+"?|'[^']*+'?|[^\s>"']++))?"""
)
_RAW: Final = frozenset({"style", "script", "title", "textarea"})
_COLORS_OF_META: Final = frozenset(
    {"theme-color", "msapplication-tilecolor", "msapplication-navbutton-color"}
)
# Old HTML has hex digits without their sign.
_BARE: Final = re.compile(r"[0-9a-fA-F]{6}|[0-9a-fA-F]{3}")
# Python's unescape() fails at longer numbers; no character has one of these.
_LONG: Final = re.compile(r"&#[0-9]{10,}+;?")
_OURS: Final = "cvpalette"
_RULE: Final = re.compile(
    r"^\.s([0-9]{1,4})\{--color:(#[0-9a-f]{6})([0-9a-f]{2})?;--share:([0-9.]{1,9})%\}$", re.MULTILINE
)
_CLASS: Final = re.compile(r"swatch s([0-9]{1,4})")


class Page(NamedTuple):
    """The colors of a page, and its title. `is_ours` tells that they are the palettes that we wrote there."""

    found: StyleColors
    title: str
    is_ours: bool = False


def begins_page(data: bytes) -> bool:
    """Tell whether data begins as a page does."""
    return _BEGINNING.match(data[:4096].decode("latin-1").removeprefix("\xef\xbb\xbf")) is not None


def read_page(data: bytes) -> Page:
    """Return the colors of a page; raises ValueError for one that has none.

    If a style of the page sets variables to colors, they are those, else all colors of styles, of attributes
    and of drawings in the page, the most used first. Nothing that the page refers to is loaded.
    """
    text = decode_text(data, most=_MOST_BYTES)
    reader = _Reader()
    reader.read(text)
    if reader.is_ours:
        ours = _read_ours(reader)
        if ours:
            return ours
    style = "\n".join([*reader.styles, *reader.declared])
    if len(style) > _MOST_STYLE:
        raise ValueError("its styles are larger than 1 MiB, too large for a palette")
    return Page(read_style_colors(style, str), reader.title)


class _Reader:
    """Collects the styles of a page, and of its attributes what they mean as styles."""

    def __init__(self) -> None:
        self.styles: list[str] = []
        self.declared: list[str] = []
        self.data: list[str] = []
        self.names: dict[int, str] = {}
        self.is_ours = self.has_shares = False
        self.title = ""
        self._inside = ""
        self._swatch: int | None = None
        self._part = ""

    def read(self, text: str) -> None:
        """Go through the elements of a page."""
        at = 0
        while found := _MARKUP.search(text, at):
            self._take(text[at : found.start()])
            at = found.end()
            tag = (found["tag"] or "").lower()
            if not tag:
                continue
            self._end()
            if found["end"]:
                continue
            self._begin(tag, _read_attributes(found["attributes"]))
            if tag in _RAW:
                # What looks like markup is text up to the end of the element.
                end = re.compile(rf"</{tag}\b|\Z", re.IGNORECASE).search(text, at)
                stop = end.start() if end else len(text)
                self._take(text[at:stop])
                at = stop
        self._take(text[at:])

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Collect what the attributes of an element say."""
        self._inside = tag if tag in {"style", "title", "script"} else ""
        if tag == "script" and attributes.get("type") != "application/json":
            self._inside = ""
        if tag == "meta":
            self._read_meta(attributes)
        self._note_swatch(tag, attributes.get("class", ""))
        if "style" in attributes and not set("{}") & set(attributes["style"]):
            self.declared.append(f"*{{{attributes['style']}}}")
        for name, meaning in _ATTRIBUTES.items():
            value = attributes.get(name, "").strip()
            # A style that imports nothing else is left by such a value.
            if value and not set("{};") & set(value) and (tag, name) != ("link", "color"):
                sign = "#" if _BARE.fullmatch(value) else ""
                self.declared.append(f"*{{{meaning}:{sign}{value}}}")

    def _read_meta(self, attributes: dict[str, str]) -> None:
        name, content = attributes.get("name", "").lower(), attributes.get("content", "")
        if name in _COLORS_OF_META and not set("{};") & set(content):
            self.declared.append(f"*{{color:{content}}}")
        self.is_ours = self.is_ours or (name == "generator" and content == _OURS)

    def _note_swatch(self, tag: str, classes: str) -> None:
        """Note whether the text that follows is the name of a swatch of ours."""
        if tag == "button":
            found = _CLASS.fullmatch(classes)
            self._swatch = int(found[1]) if found else None
        self._part = classes if tag == "span" and self._swatch is not None else ""
        self.has_shares = self.has_shares or self._part == "share"

    def _end(self) -> None:
        """Note that what follows is in no style, title, script or name."""
        self._inside = self._part = ""

    def _take(self, data: str) -> None:
        """Collect styles, the title, and what a page of ours holds."""
        if self._inside == "style":
            self.styles.append(data)
        elif self._inside == "title" and not self.title:
            self.title = " ".join(_unescape(data).split())
        elif self._inside == "script":
            self.data.append(data)
        elif self._part == "name" and self._swatch is not None:
            # A page with a switch has two palettes; the first one is shown.
            self.names.setdefault(self._swatch, _unescape(data))


def _read_attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in _ATTRIBUTE.finditer(text):
        value = each["value"] or ""
        found.setdefault(each["name"].lower(), _unescape(value.strip("\"'")))
    return found


def _unescape(text: str) -> str:
    return html.unescape(_LONG.sub("\ufffd", text))


def _read_ours(reader: _Reader) -> Page | None:
    """Return what a page of ours shows: a palette, or a gallery of palettes; None if it is another one."""
    rules = _RULE.findall("\n".join(reader.styles))
    if rules:
        entries = [
            Entry(
                Color.from_hex(color),
                reader.names.get(int(at), ""),
                float(share) if reader.has_shares else None,
                alpha=int(alpha or "ff", 16) / 255,
            )
            for at, color, alpha, share in rules
        ]
        return Page(StyleColors(entries, ""), reader.title.rpartition(",")[0], is_ours=True)
    try:
        palettes = json.loads("".join(reader.data))
        entries = [entry for each in palettes for entry in _read_line(each)]
    except (ValueError, TypeError, LookupError, ColorError, RecursionError):
        return None
    return Page(StyleColors(entries, ""), "", is_ours=True) if entries else None


def _read_line(line: list[Any]) -> list[Entry]:
    """Return the colors of a palette in a gallery; they are a group."""
    name, _, digits, shares = line[:4]
    colors = [Color.from_hex(f"#{digits[at : at + 6]}") for at in range(0, len(digits), 6)]
    return [
        Entry(color, share=float(share) if shares else None, group=str(name).replace("/", " "))
        for color, share in zip(colors, shares or [0] * len(colors), strict=True)
    ]
