"""Find what each element of an SVG is painted with, by attributes, styles and rules, as CSS cascades them."""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypeAlias
from xml.etree.ElementTree import Element

from cvpalette.color.color import Color
from cvpalette.color.css_tokens import read_tokens
from cvpalette.color.css_values import evaluate
from cvpalette.errors import ColorError
from cvpalette.parsing.markup import local_name
from cvpalette.parsing.selectors import Rules, read_declarations

__all__ = ["MARKERS", "Paint", "State", "Styling", "read_reference"]

#: The properties that name a marker.
MARKERS: Final = ("marker-start", "marker-mid", "marker-end")
# Properties that paint, and those that decide whether anything is painted.
_PROPERTIES: Final = frozenset(
    (
        *("color", "display", "fill", "fill-opacity", "filter", "flood-color", "lighting-color"),
        *(*MARKERS, "marker", "opacity", "solid-color", "solid-opacity", "stop-color", "stop-opacity"),
        *("stroke", "stroke-opacity", "stroke-width", "visibility"),
    )
)
# A longer value is no paint.
_LONGEST: Final = 1000
_MOST_VARIABLES: Final = 30
_URL: Final = re.compile(
    r"""url\(\s*+["']?\s*+\#([^"')\s]++)\s*+["']?\s*+\)\s*+(.*)""", re.DOTALL | re.IGNORECASE | re.VERBOSE
)
_ICC: Final = re.compile(r"(?<!\s)\s++icc-color\(.*", re.DOTALL | re.IGNORECASE)
_NUMBER: Final = re.compile(r"\s*+([+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]{1,2})?)\s*+(%?)")
_VARIABLE: Final = re.compile(r"var\(\s*+(--[^\s,()]++)\s*+(?:,((?>(?:[^()]|\([^()]*+\))*)))?\)")
# In a style with one of these, a semicolon may be part of a value.
_SIGNS: Final = "\"'(\\!/"

_Declared: TypeAlias = Mapping[str, tuple[str, bool]]


class Paint(NamedTuple):
    """A color with its alpha, or the id of a gradient or pattern with what to take without it, or nothing."""

    color: Color | None = None
    alpha: float = 1.0
    id: str = ""
    is_current: bool = False
    fallback: str = ""


class State(NamedTuple):
    """What an element has from those around it; `opacity` is the product of theirs."""

    fill: str = "black"
    stroke: str = "none"
    color: str = ""
    fill_opacity: float = 1.0
    stroke_opacity: float = 1.0
    has_width: bool = True
    is_visible: bool = True
    markers: tuple[str, ...] = ("", "", "")
    opacity: float = 1.0


class Styling:
    """The styles of a document's elements, and its elements by id."""

    def __init__(self, root: Element) -> None:
        """Read all styles of the document; raises ValueError if its rules are too many."""
        self.ids: dict[str, Element] = {}
        self._parents: dict[Element, Element] = {}
        self._styles: dict[Element, Mapping[str, str]] = {}
        self._variables: dict[str, str] = {}
        self._inherited: dict[Element, State | None] = {}
        self._paints: dict[str, Paint | None] = {}
        self._attributes: dict[str, _Declared] = {}
        sheets = (
            "".join(each.itertext())
            for each in root.iter()
            if local_name(each.tag) == "style" and each.get("media", "all") in {"all", "screen", ""}
        )
        self._rules = Rules(sheets)
        self._declare([root])

    def _declare(self, ancestors: list[Element]) -> None:
        """Find the declarations of an element and of those in it."""
        element = ancestors[-1]
        if "id" in element.attrib:
            self.ids.setdefault(element.attrib["id"], element)
        found = {name: (value, False) for name, value in element.attrib.items() if name in _PROPERTIES}
        own = self._read_attribute(element.attrib["style"]) if "style" in element.attrib else {}
        by_rule = self._rules.find(ancestors) if self._rules else {}
        for name, value in (*by_rule.items(), *own.items()):
            if name.startswith("--"):
                # A drawing has few: they are not kept apart by element.
                self._variables.setdefault(name, value[0])
            elif name in _PROPERTIES and (value[1] or not found.get(name, value)[1]):
                found[name] = value
        if found:
            self._styles[element] = {name: value for name, (value, _) in found.items()}
        for child in element:
            self._parents[child] = element
            self._declare([*ancestors, child])

    def _read_attribute(self, text: str) -> _Declared:
        """Read the declarations of a style attribute. Programs write the same one many times."""
        if text not in self._attributes:
            if any(sign in text for sign in _SIGNS):
                self._attributes[text] = read_declarations(read_tokens(text), text)
            else:
                pairs = (piece.partition(":") for piece in text.split(";"))
                self._attributes[text] = {
                    name.strip().lower(): (value.strip(), False) for name, _, value in pairs if value.strip()
                }
        return self._attributes[text]

    def of(self, element: Element, name: str, otherwise: str = "") -> str:
        """Return the value that is declared for a property of an element."""
        return self._styles.get(element, {}).get(name, otherwise).strip()

    def part_of(self, element: Element, name: str, otherwise: float = 1.0) -> float:
        """Return an opacity of an element, 0 to 1."""
        found = _NUMBER.fullmatch(self.of(element, name))
        if not found:
            return otherwise
        return min(1.0, max(0.0, float(found[1]) / (100 if found[2] else 1)))

    def enter(self, element: Element, state: State) -> State | None:
        """Return what holds in an element, by what holds around it; None if nothing of it is shown."""
        if element not in self._styles:
            return state
        if self.of(element, "display").lower() == "none":
            return None
        changes: dict[str, Any] = {
            "fill_opacity": self.part_of(element, "fill-opacity", state.fill_opacity),
            "stroke_opacity": self.part_of(element, "stroke-opacity", state.stroke_opacity),
            "opacity": state.opacity * self.part_of(element, "opacity"),
        }
        for name in ("fill", "stroke"):
            value = self.of(element, name)
            if self.read_paint(value) is not None:
                changes[name] = value
        color = self.read_paint(self.of(element, "color"))
        if color is not None and color.color is not None:
            changes["color"] = self.of(element, "color")
        visibility = self.of(element, "visibility").lower()
        if visibility in {"visible", "hidden", "collapse"}:
            changes["is_visible"] = visibility == "visible"
        width = _NUMBER.match(self.of(element, "stroke-width"))
        if width:
            changes["has_width"] = float(width[1]) != 0
        all_markers = self.of(element, "marker")
        changes["markers"] = tuple(
            self.of(element, name, all_markers or old)
            for name, old in zip(MARKERS, state.markers, strict=True)
        )
        return state._replace(**changes)

    def inherit(self, element: Element) -> State | None:
        """Return what holds in an element where it stands; None if it is not shown."""
        if element not in self._inherited:
            parent = self._parents.get(element)
            around = State() if parent is None else self.inherit(parent)
            inside = around and self.enter(element, around)
            self._inherited[element] = inside and inside._replace(opacity=1.0)
        return self._inherited[element]

    def read_paint(self, text: str) -> Paint | None:
        """Return what a value means as a paint; None if it means nothing, and does not count."""
        if text not in self._paints:
            word = self._expand(text)
            self._paints[text] = _read_paint(word) if word and len(word) < _LONGEST else None
        return self._paints[text]

    def _expand(self, text: str) -> str:
        """Return a value with what its variables stand for."""
        for _ in range(_MOST_VARIABLES):
            if len(text) > _LONGEST or "var(" not in text:
                break
            variable = _VARIABLE.search(text)
            if variable is None:
                break
            value = self._variables.get(variable[1], variable[2]) or ""
            text = f"{text[: variable.start()]}{value}{text[variable.end() :]}"
        return text


def read_reference(text: str) -> tuple[str, str]:
    """Return the id in a value such as `url(#a)`, and what follows it; both are empty for any other value."""
    found = _URL.match(text[:_LONGEST])
    return (found[1], found[2]) if found else ("", "")


def _read_paint(text: str) -> Paint | None:
    name, rest = read_reference(text)
    if name:
        return Paint(id=name, fallback=rest)
    word = _ICC.sub("", text).lower()
    if word in {"none", "context-fill", "context-stroke"}:
        return Paint()
    if word == "currentcolor":
        return Paint(is_current=True)
    try:
        computed = evaluate(read_tokens(word))
        return Paint(computed.color, 1.0 if computed.alpha is None else computed.alpha)
    except (ColorError, ValueError):
        return None
