"""Read an SVG as the colors that its shapes are painted with, and count the uses of each."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias
from xml.etree.ElementTree import Element

from cvpalette.color.color import Color
from cvpalette.color.css_tokens import read_tokens
from cvpalette.color.css_values import evaluate
from cvpalette.errors import ColorError
from cvpalette.parsing.markup import local_name, read_xml
from cvpalette.parsing.selectors import Rules, read_declarations

__all__ = ["Drawing", "Use", "read_svg"]

_MOST_BYTES: Final = 1 << 22
_DEEPEST: Final = 250
# Elements that are drawn, with those that `use` draws again.
_MOST_DRAWN: Final = 200_000
_MOST_CHAIN: Final = 30
_SVG: Final = "{http://www.w3.org/2000/svg}"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_INKSCAPE: Final = "{http://www.inkscape.org/namespaces/inkscape}"
_OSB: Final = "{http://www.openswatchbook.org/uri/2009/osb}paint"

_GROUPS: Final = frozenset({"svg", "g", "a", "switch"})
_SHAPES: Final = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
_TEXTS: Final = frozenset({"text", "tspan", "textPath", "tref"})
_GRADIENTS: Final = frozenset(
    {"linearGradient", "radialGradient", "meshgradient", "solidColor", "solidcolor"}
)
_LIGHTS: Final = frozenset({"feDiffuseLighting", "feSpecularLighting"})
_FLOODS: Final = frozenset({"feFlood", "feDropShadow"})
_MARKERS: Final = ("marker-start", "marker-mid", "marker-end")
# Numbers that leave nothing of a shape if they are 0.
_SIZES: Final = {"rect": ("width", "height"), "circle": ("r",), "ellipse": ("rx", "ry")}
#: The properties that paint, and those that decide whether anything is painted.
_PROPERTIES: Final = frozenset(
    (
        *("color", "display", "fill", "fill-opacity", "filter", "flood-color", "lighting-color"),
        *(*_MARKERS, "marker", "opacity", "solid-color", "solid-opacity", "stop-color", "stop-opacity"),
        *("stroke", "stroke-opacity", "stroke-width", "visibility"),
    )
)
_URL: Final = re.compile(r"""url\(\s*["']?\s*#([^"')]+?)\s*["']?\s*\)\s*(.*)""", re.DOTALL | re.IGNORECASE)
_ICC: Final = re.compile(r"\s+icc-color\(.*", re.DOTALL | re.IGNORECASE)
_NUMBER: Final = re.compile(r"\s*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?)\s*(%?)")
_VARIABLE: Final = re.compile(r"var\(\s*(--[^\s,()]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)")
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
# Names that Inkscape gives to swatches by itself.
_NUMBERED: Final = re.compile(r"(?:linearGradient|swatch)[-_0-9]*")

Styles: TypeAlias = Mapping[str, str]


class Use(NamedTuple):
    """A color of a drawing: its name if it has one, how often it is used, and its largest opacity.

    `is_swatch` is True for one that Inkscape lists among the swatches of the file.
    """

    color: Color
    name: str
    count: int
    alpha: float
    is_swatch: bool = False


class Drawing(NamedTuple):
    """The root of an SVG, its colors, the most used first, and whether a color is one of a page around it."""

    root: Element
    uses: list[Use]
    needs_page: bool


class _Paint(NamedTuple):
    """A paint as it is written: a color with its alpha, or the id of a gradient or pattern, or neither."""

    color: Color | None = None
    alpha: float = 1.0
    id: str = ""
    is_current: bool = False
    fallback: str = ""


class _State(NamedTuple):
    """What an element gets from those around it."""

    fill: str = "black"
    stroke: str = "none"
    color: str = ""
    fill_opacity: float = 1.0
    stroke_opacity: float = 1.0
    has_width: bool = True
    is_visible: bool = True
    markers: tuple[str, str, str] = ("", "", "")
    #: The product of all `opacity` around it, which is no property that is inherited.
    opacity: float = 1.0


def read_svg(data: bytes) -> Drawing:
    """Return the drawing of an SVG, or of one that gzip has packed (SVGZ); raises ValueError.

    Its colors are those that its shapes and texts are painted with, as SVG 2 and CSS say: by attributes, by
    styles and by rules for classes and the like, and of the gradients and patterns that are used. What is
    never drawn does not count, except the swatches that Inkscape keeps in a file. Nothing is ever loaded.
    """
    root = read_xml(_unpack(data), most=_MOST_BYTES, deepest=_DEEPEST, allows_entities=True)
    if local_name(root.tag) != "svg" or not (root.tag.startswith(_SVG) or root.tag == "svg"):
        raise ValueError("it is no SVG: its first element is not 'svg'")
    return _Reader(root).read()


def _unpack(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        unpacked = zlib.decompressobj(31).decompress(data, _MOST_BYTES + 1)
    except zlib.error as error:
        raise ValueError("it is no SVG: what gzip packed is damaged") from error
    return unpacked


class _Reader:
    def __init__(self, root: Element) -> None:
        self._root = root
        self._styles: dict[Element, Styles] = {}
        self._parents: dict[Element, Element] = {}
        self._ids: dict[str, Element] = {}
        self._variables: dict[str, str] = {}
        self._paints: dict[str, _Paint | None] = {}
        self._attributes: dict[str, dict[str, tuple[str, bool]]] = {}
        self._servers: dict[str, Counter[Color]] = {}
        self._server_alphas: dict[str, dict[Color, float]] = {}
        self._counts: Counter[Color] = Counter()
        self._alphas: dict[Color, float] = {}
        self._open: list[str] = []
        self._drawn = 0
        self._needs_page = False

    def read(self) -> Drawing:
        sheets = [
            "".join(each.itertext())
            for each in self._root.iter()
            if local_name(each.tag) == "style" and each.get("media", "all") in {"all", "screen", ""}
        ]
        self._declare([self._root], Rules(sheets))
        self._draw(self._root, _State())
        names = dict(self._name_swatches())
        for color in names:
            self._counts.setdefault(color, 0)
        uses = [
            Use(color, names.get(color, ""), count, self._alphas.get(color, 1.0), color in names)
            for color, count in self._counts.most_common()
        ]
        return Drawing(self._root, uses, self._needs_page)

    # ---- What is declared for each element ----

    def _declare(self, ancestors: list[Element], rules: Rules) -> None:
        """Find the declarations of an element and those in it, as the cascade has them."""
        element = ancestors[-1]
        if "id" in element.attrib:
            self._ids.setdefault(element.attrib["id"], element)
        found = {name: (value, False) for name, value in element.attrib.items() if name in _PROPERTIES}
        own = self._read_attribute(element.attrib["style"]) if "style" in element.attrib else {}
        by_rule = rules.find(ancestors) if rules else {}
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
            self._declare([*ancestors, child], rules) if rules else self._declare([child], rules)

    def _read_attribute(self, text: str) -> dict[str, tuple[str, bool]]:
        """Read the declarations of a style attribute. Programs write the same one many times."""
        if text not in self._attributes:
            if any(sign in text for sign in "\"'(\\!/"):
                self._attributes[text] = read_declarations(read_tokens(text), text)
            else:
                pairs = (piece.partition(":") for piece in text.split(";"))
                self._attributes[text] = {
                    name.strip() if name.strip().startswith("--") else name.strip().lower(): (
                        value.strip(),
                        False,
                    )
                    for name, _, value in pairs
                    if value.strip()
                }
        return self._attributes[text]

    def _enter(self, element: Element, state: _State) -> _State | None:
        """Return what holds in an element; None if nothing of it is shown."""
        styles = self._styles.get(element)
        if styles is None:
            return state
        if styles.get("display", "").strip().lower() == "none":
            return None
        changes: dict[str, object] = {}
        for name in ("fill", "stroke"):
            value = styles.get(name, "inherit").strip()
            if value.lower() not in {"inherit", "unset"} and self._read_paint(value) is not None:
                changes[name] = value
        color = styles.get("color", "currentcolor").strip()
        if self._is_color(color):
            changes["color"] = color
        for name, key in (("fill-opacity", "fill_opacity"), ("stroke-opacity", "stroke_opacity")):
            if name in styles:
                changes[key] = _read_part(styles[name], getattr(state, key))
        if "opacity" in styles:
            changes["opacity"] = state.opacity * _read_part(styles["opacity"], 1.0)
        if "visibility" in styles and styles["visibility"].strip().lower() in {
            "visible",
            "hidden",
            "collapse",
        }:
            changes["is_visible"] = styles["visibility"].strip().lower() == "visible"
        if "stroke-width" in styles:
            changes["has_width"] = not _is_zero(styles["stroke-width"])
        if any(name in styles for name in (*_MARKERS, "marker")):
            changes["markers"] = tuple(
                styles.get(name, styles.get("marker", old))
                for name, old in zip(_MARKERS, state.markers, strict=True)
            )
        return state._replace(**changes)  # type: ignore[arg-type]

    def _is_color(self, text: str) -> bool:
        paint = self._read_paint(text)
        return paint is not None and not paint.is_current and not paint.id and text.lower() != "inherit"

    def _read_paint(self, text: str) -> _Paint | None:
        """Return what a value means as a paint; None if it means nothing, and does not count."""
        if text not in self._paints:
            self._paints[text] = self._compute_paint(text, 0)
        return self._paints[text]

    def _compute_paint(self, text: str, depth: int) -> _Paint | None:
        word = _ICC.sub("", text.strip())
        if "var(" in word:
            variable = _VARIABLE.search(word)
            if variable is None or depth > _MOST_CHAIN:
                return None
            value = self._variables.get(variable[1], variable[2]) or ""
            return self._compute_paint(word[: variable.start()] + value + word[variable.end() :], depth + 1)
        address = _URL.match(word)
        if address:
            return _Paint(id=address[1], fallback=address[2])
        if word.lower() in {"none", "context-fill", "context-stroke"}:
            return _Paint()
        if word.lower() == "currentcolor":
            return _Paint(is_current=True)
        try:
            computed = evaluate(read_tokens(word))
            return _Paint(computed.color, 1.0 if computed.alpha is None else computed.alpha)
        except (ColorError, ValueError):
            return None

    # ---- What is drawn ----

    def _draw(self, element: Element, state: _State) -> None:
        """Count the colors of an element and of those in it."""
        inside = self._enter(element, state)
        kind = local_name(element.tag)
        if inside is None or not (element.tag.startswith(_SVG) or element.tag == kind):
            return
        if kind in _GROUPS | _SHAPES | _TEXTS or kind == "use":
            self._count_drawn()
            self._use_filter(element, inside)
        if kind in _SHAPES:
            self._paint_shape(element, kind, inside)
        elif kind in _GROUPS or kind in _TEXTS:
            if kind in _TEXTS and _has_text(element):
                self._paint(inside.fill, inside, inside.fill_opacity)
                self._paint_stroke(inside)
            for child in element:
                self._draw(child, inside)
        elif kind == "use":
            self._draw_use(element, inside)

    def _count_drawn(self) -> None:
        self._drawn += 1
        if self._drawn > _MOST_DRAWN:
            raise ValueError(f"it draws more than {_MOST_DRAWN} elements, too many for a palette")

    def _draw_use(self, element: Element, state: _State) -> None:
        target = self._find(_address_of(element))
        if target is None or not self._enter_reference(element.get("href") or element.get(_XLINK, "")):
            return
        if local_name(target.tag) == "symbol":
            inside = self._enter(target, state)
            for child in target if inside else ():
                self._draw(child, inside or state)
        else:
            self._draw(target, state)
        self._open.pop()

    def _enter_reference(self, address: str) -> bool:
        """Note that something is read in place; False if that is going on, or goes too deep."""
        if address in self._open or len(self._open) > _MOST_CHAIN:
            return False
        self._open.append(address)
        return True

    def _paint_shape(self, element: Element, kind: str, state: _State) -> None:
        if any(_is_zero(element.get(name, "")) for name in _SIZES.get(kind, ())):
            return
        if kind == "path" and not _has_area(element.get("d", "")):
            kind = "line"
        if kind == "line" and element.get("d", "-") == "":
            return
        if kind != "line":
            self._paint(state.fill, state, state.fill_opacity)
        self._paint_stroke(state)
        if kind in {"path", "line", "polyline", "polygon"} and state.is_visible:
            for marker in dict.fromkeys(state.markers):
                found = _URL.match(marker.strip())
                if found:
                    self._use_server(found[1], 1.0)

    def _paint_stroke(self, state: _State) -> None:
        if state.has_width:
            self._paint(state.stroke, state, state.stroke_opacity)

    def _paint(self, text: str, state: _State, opacity: float) -> None:
        """Count a paint once."""
        paint = self._read_paint(text)
        alpha = opacity * state.opacity
        if paint is None or not state.is_visible or not alpha:
            return
        if paint.id:
            if self._find(paint.id) is None:
                if paint.fallback:
                    self._paint(paint.fallback, state, opacity)
            else:
                self._use_server(paint.id, alpha)
            return
        if paint.is_current:
            self._needs_page = self._needs_page or not state.color
            paint = self._read_paint(state.color or "black") or _Paint()
        if paint.color is not None and paint.alpha * alpha > 0:
            self._count(paint.color, paint.alpha * alpha)

    def _count(self, color: Color, alpha: float, times: int = 1) -> None:
        self._counts[color] += times
        self._alphas[color] = max(self._alphas.get(color, 0.0), min(1.0, alpha))

    def _find(self, name: str) -> Element | None:
        return self._ids.get(name)

    # ---- Gradients, patterns, markers and filters: each is read once, and counted at each use ----

    def _use_server(self, name: str, alpha: float) -> None:
        element = self._find(name)
        if element is None:
            return
        if name not in self._servers:
            if not self._enter_reference(name):
                return
            counts, self._counts = self._counts, Counter()
            alphas, self._alphas = self._alphas, {}
            try:
                self._read_server(element)
            finally:
                self._servers[name], self._counts = self._counts, counts
                found, self._alphas = self._alphas, alphas
                self._open.pop()
            self._server_alphas[name] = found
        for color, times in self._servers[name].items():
            self._count_drawn()
            self._count(color, alpha * self._server_alphas[name].get(color, 1.0), times)

    def _read_server(self, element: Element) -> None:
        kind = local_name(element.tag)
        state = self._inherit(element)
        if state is None:
            return
        if kind in _GRADIENTS:
            for stop in self._list_stops(element):
                self._read_stop(stop)
        elif kind == "pattern":
            holder: Element | None = element
            for _ in range(_MOST_CHAIN):
                if holder is None or len(holder):
                    break
                holder = self._find(_address_of(holder))
            for child in holder if holder is not None else ():
                self._draw(child, state)
        elif kind == "marker":
            for child in element:
                self._draw(child, state)

    def _list_stops(self, element: Element) -> Iterator[Element]:
        """Give the stops of a gradient, which may be those of another one."""
        if local_name(element.tag).lower() == "solidcolor":
            yield element
            return
        for _ in range(_MOST_CHAIN):
            stops = [each for each in element.iter() if local_name(each.tag) == "stop"]
            following = self._find(_address_of(element))
            if stops or following is None:
                yield from stops
                return
            element = following

    def _read_stop(self, stop: Element) -> None:
        """Count the color of a stop once, however many stops of the gradient have it."""
        styles = self._styles.get(stop, {})
        paint = self._read_paint(styles.get("stop-color", styles.get("solid-color", "black")))
        if paint is not None and paint.is_current:
            state = self._inherit(stop)
            paint = self._read_paint((state.color if state else "") or "black")
        alpha = _read_part(styles.get("stop-opacity", styles.get("solid-opacity", "1")), 1.0)
        if paint is not None and paint.color is not None and alpha * paint.alpha > 0:
            self._counts[paint.color] = 0
            self._count(paint.color, alpha * paint.alpha)

    def _inherit(self, element: Element) -> _State | None:
        """Return what holds in an element by those that it stands in; None if it is not shown."""
        chain = [element]
        while chain[-1] in self._parents:
            chain.append(self._parents[chain[-1]])
        state: _State | None = _State()
        for each in reversed(chain):
            state = self._enter(each, state)
            if state is None:
                return None
        return state._replace(opacity=1.0) if state else None

    def _use_filter(self, element: Element, state: _State) -> None:
        address = _URL.match(self._styles.get(element, {}).get("filter", "").strip())
        holder = self._find(address[1]) if address else None
        for each in holder if holder is not None and local_name(holder.tag) == "filter" else ():
            kind = local_name(each.tag)
            name = "lighting-color" if kind in _LIGHTS else "flood-color" if kind in _FLOODS else ""
            self._count_drawn()
            if name and name in self._styles.get(each, {}):
                self._paint(self._styles[each][name], state, 1.0)

    # ---- Swatches of Inkscape ----

    def _name_swatches(self) -> Iterator[tuple[Color, str]]:
        """Give the colors of gradients that Inkscape lists as swatches, used or not, and their names."""
        for element in self._root.iter():
            solid = element.get(_OSB) or element.get(f"{_INKSCAPE}swatch")
            if solid != "solid" or local_name(element.tag) not in _GRADIENTS:
                continue
            for stop in self._list_stops(element):
                paint = self._read_paint(self._styles.get(stop, {}).get("stop-color", "black"))
                if paint is not None and paint.color is not None:
                    name = element.get(f"{_INKSCAPE}label") or element.get("id", "")
                    yield paint.color, "" if _NUMBERED.fullmatch(name) else name
                break


def _address_of(element: Element) -> str:
    """Return the id that an element refers to, in this file only."""
    address = (element.get("href") or element.get(_XLINK) or "").strip()
    return address[1:] if address.startswith("#") else ""


def _has_text(element: Element) -> bool:
    tails = (child.tail for child in element)
    return any(text and not text.isspace() for text in (element.text, *tails))


def _has_area(path: str) -> bool:
    """Tell whether a path may have something to fill: more than one straight line."""
    letters = path.translate(_NO_LETTERS)
    # A line along an axis has one number.
    return bool(letters) or len(_NUMBER.findall(path)) > (3 if _ALONG_AXIS.search(path) else 4)


# What is left of a path's data are the letters of lines to more than one place.
_NO_LETTERS: Final = dict.fromkeys(map(ord, "0123456789+-.eE, \t\r\nMmLlHhVvZz"))
_ALONG_AXIS: Final = re.compile("[HhVv]")


def _read_part(text: str, otherwise: float) -> float:
    """Return an opacity from 0 to 1."""
    found = _NUMBER.fullmatch(text.rstrip() if text else "")
    if not found:
        return otherwise
    return min(1.0, max(0.0, float(found[1]) / (100 if found[2] else 1)))


def _is_zero(text: str) -> bool:
    found = _NUMBER.match(text)
    return found is not None and not float(found[1])
