"""Read an SVG as the colors that its shapes are painted with, and count the uses of each."""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from cvpalette.color.color import Color
from cvpalette.parsing.markup import local_name, read_xml
from cvpalette.parsing.painting import Paint, State, Styling, read_reference

__all__ = ["Drawing", "Use", "read_svg"]

_MOST_BYTES: Final = 1 << 22
_DEEPEST: Final = 250
# Elements that are drawn, with those that `use` draws again.
_MOST_DRAWN: Final = 50_000
_MOST_CHAIN: Final = 30
_SVG: Final = "{http://www.w3.org/2000/svg}"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_INKSCAPE: Final = "{http://www.inkscape.org/namespaces/inkscape}"
_OSB: Final = "{http://www.openswatchbook.org/uri/2009/osb}paint"

_GROUPS: Final = frozenset({"svg", "g", "a", "switch"})
_SHAPES: Final = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
_TEXTS: Final = frozenset({"text", "tspan", "textPath", "tref"})
_DRAWN: Final = _GROUPS | _SHAPES | _TEXTS | {"use"}
_GRADIENTS: Final = frozenset(
    {"linearGradient", "radialGradient", "meshgradient", "solidColor", "solidcolor"}
)
_LIGHTS: Final = frozenset({"feDiffuseLighting", "feSpecularLighting"})
_FLOODS: Final = frozenset({"feFlood", "feDropShadow"})
_MARKED: Final = frozenset({"path", "line", "polyline", "polygon"})
# Numbers that leave nothing of a shape if they are 0.
_SIZES: Final = {
    "svg": ("width", "height"),
    "rect": ("width", "height"),
    "circle": ("r",),
    "ellipse": ("rx", "ry"),
}
# The others have a size that is derived from the other one.
_SIZED: Final = frozenset({"rect", "circle"})
# Names that Inkscape gives to swatches by itself.
_NUMBERED: Final = re.compile(r"(?:linearGradient|swatch)[-_0-9]*")


class Use(NamedTuple):
    """A color of a drawing: its name if it has one, how often it is used, and its largest opacity.

    `is_swatch` is True for one that Inkscape lists among the swatches of the file.
    """

    color: Color
    name: str
    times: int
    alpha: float
    is_swatch: bool = False


class Drawing(NamedTuple):
    """The root of an SVG, its colors, the most used first, and whether a color is one of a page around it."""

    root: Element
    uses: list[Use]
    needs_page: bool


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
    """Goes through a drawing as a viewer does, and counts."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._styling = Styling(root)
        self._counts: Counter[Color] = Counter()
        self._alphas: dict[Color, float] = {}
        # What gradients, patterns and markers paint, by id: the uses and largest alphas of their colors.
        self._servers: dict[str, tuple[Counter[Color], dict[Color, float]]] = {}
        self._open: list[str] = []
        self._drawn = 0
        self._needs_page = False

    def read(self) -> Drawing:
        self._draw(self._root, State())
        names = dict(self._name_swatches())
        for color in names:
            self._counts.setdefault(color, 0)
        uses = [
            Use(color, names.get(color, ""), times, self._alphas.get(color, 1.0), color in names)
            for color, times in self._counts.most_common()
        ]
        return Drawing(self._root, uses, self._needs_page)

    def _draw(self, element: Element, state: State) -> None:
        """Count the colors of an element and of those in it."""
        kind = local_name(element.tag)
        inside = self._styling.enter(element, state)
        if kind not in _DRAWN or inside is None or not (element.tag.startswith(_SVG) or element.tag == kind):
            return
        if kind == "svg" and _has_no_size(element, kind):
            return
        self._note_drawn()
        self._use_filter(element, inside)
        if kind in _SHAPES:
            self._paint_shape(element, kind, inside)
        elif kind == "use":
            self._draw_use(element, inside)
        else:
            if kind in _TEXTS and _has_text(element):
                self._paint(inside.fill, inside, inside.fill_opacity)
                self._paint_stroke(inside)
            for child in element:
                self._draw(child, inside)

    def _note_drawn(self) -> None:
        self._drawn += 1
        if self._drawn > _MOST_DRAWN:
            message = f"it draws more than {_MOST_DRAWN} elements, too many for a palette"
            raise ValueError(message)

    def _draw_use(self, element: Element, state: State) -> None:
        name = _address_of(element)
        target = self._styling.ids.get(name)
        if target is None or not self._enter_reference(f"#{name}"):
            return
        if local_name(target.tag) == "symbol":
            inside = self._styling.enter(target, state)
            for child in target if inside else ():
                self._draw(child, inside or state)
        else:
            self._draw(target, state)
        self._open.pop()

    def _enter_reference(self, name: str) -> bool:
        """Note that something is read in place; False if that is going on, or goes too deep."""
        if name in self._open or len(self._open) > _MOST_CHAIN:
            return False
        self._open.append(name)
        return True

    def _paint_shape(self, element: Element, kind: str, state: State) -> None:
        if _has_no_size(element, kind):
            return
        path = element.get("d", "")
        if kind == "path" and not path.strip():
            return
        if kind != "line" and (kind != "path" or _has_area(path)):
            self._paint(state.fill, state, state.fill_opacity)
        self._paint_stroke(state)
        if kind in _MARKED and state.is_visible:
            for marker in dict.fromkeys(state.markers):
                self._use_server(read_reference(marker)[0], 1.0)

    def _paint_stroke(self, state: State) -> None:
        if state.has_width:
            self._paint(state.stroke, state, state.stroke_opacity)

    def _paint(self, text: str, state: State, opacity: float) -> None:
        """Count a paint once."""
        paint = self._styling.read_paint(text)
        alpha = opacity * state.opacity
        if paint is None or not state.is_visible or not alpha:
            return
        if paint.id in self._styling.ids:
            self._use_server(paint.id, alpha)
            return
        if paint.id:
            paint = self._styling.read_paint(paint.fallback) or Paint()
        self._count(self._take_current(paint, state), alpha)

    def _take_current(self, paint: Paint, state: State) -> Paint:
        """Return a paint with the color that `currentColor` stands for."""
        if not paint.is_current:
            return paint
        self._needs_page = self._needs_page or not state.color
        return self._styling.read_paint(state.color or "black") or Paint()

    def _count(self, paint: Paint, alpha: float, times: int = 1) -> None:
        alpha *= paint.alpha
        if paint.color is not None and alpha > 0:
            self._counts[paint.color] += times
            self._alphas[paint.color] = max(self._alphas.get(paint.color, 0.0), min(1.0, alpha))

    # ---- Gradients, patterns, markers and filters: each is read once, and counted at each use ----

    def _use_server(self, name: str, alpha: float) -> None:
        if name not in self._servers:
            element = self._styling.ids.get(name)
            if element is None or not self._enter_reference(name):
                return
            outer = self._counts, self._alphas
            self._counts, self._alphas = Counter(), {}
            self._read_server(element)
            self._servers[name] = self._counts, self._alphas
            self._counts, self._alphas = outer
            self._open.pop()
        counts, alphas = self._servers[name]
        for color, times in counts.items():
            self._note_drawn()
            self._count(Paint(color), alpha * alphas[color], times)

    def _read_server(self, element: Element) -> None:
        kind = local_name(element.tag)
        if kind in _GRADIENTS:
            for stop in self._list_stops(element):
                self._read_stop(stop)
            return
        state = self._styling.inherit(element) if kind in {"pattern", "marker"} else None
        if state is not None:
            for child in self._find_holder(element) if kind == "pattern" else element:
                self._draw(child, state)

    def _find_holder(self, pattern: Element) -> Element:
        """Return the pattern that has the contents of one, which may be those of another one."""
        for _ in range(_MOST_CHAIN):
            following = self._styling.ids.get(_address_of(pattern))
            if len(pattern) or following is None:
                break
            pattern = following
        return pattern

    def _list_stops(self, element: Element) -> Iterable[Element]:
        """Return the stops of a gradient, which may be those of another one."""
        if local_name(element.tag).lower() == "solidcolor":
            return [element]
        for _ in range(_MOST_CHAIN):
            stops = [each for each in element.iter() if local_name(each.tag) == "stop"]
            following = self._styling.ids.get(_address_of(element))
            if stops or following is None:
                return stops
            element = following
        return []

    def _read_stop(self, stop: Element) -> None:
        """Count the color of a stop once, however many stops of the gradient have it."""
        self._note_drawn()
        styling = self._styling
        paint = styling.read_paint(styling.of(stop, "stop-color", styling.of(stop, "solid-color", "black")))
        if paint is not None and paint.is_current:
            paint = self._take_current(paint, styling.inherit(stop) or State())
        alpha = styling.part_of(stop, "stop-opacity") * styling.part_of(stop, "solid-opacity")
        if paint is not None:
            self._count(paint, alpha, times=0 if paint.color in self._counts else 1)

    def _use_filter(self, element: Element, state: State) -> None:
        name = self._styling.of(element, "filter")
        holder = self._styling.ids.get(read_reference(name)[0]) if name else None
        for each in holder if holder is not None and local_name(holder.tag) == "filter" else ():
            self._note_drawn()
            kind = local_name(each.tag)
            color = "lighting-color" if kind in _LIGHTS else "flood-color" if kind in _FLOODS else ""
            if color and self._styling.of(each, color):
                self._paint(self._styling.of(each, color), state, 1.0)

    # ---- Swatches of Inkscape ----

    def _name_swatches(self) -> Iterator[tuple[Color, str]]:
        """Give the colors of gradients that Inkscape lists as swatches, used or not, and their names."""
        for element in self._root.iter():
            solid = element.get(_OSB) or element.get(f"{_INKSCAPE}swatch")
            if solid != "solid" or local_name(element.tag) not in _GRADIENTS:
                continue
            for stop in self._list_stops(element):
                paint = self._styling.read_paint(self._styling.of(stop, "stop-color", "black"))
                if paint is not None and paint.color is not None:
                    name = element.get(f"{_INKSCAPE}label") or element.get("id") or ""
                    yield paint.color, "" if _NUMBERED.fullmatch(name) else name
                break


def _address_of(element: Element) -> str:
    """Return the id that an element refers to, in this file only."""
    address = (element.get("href") or element.get(_XLINK) or "").strip()
    return address[1:] if address.startswith("#") else ""


def _has_text(element: Element) -> bool:
    tails = (child.tail for child in element)
    return any(text and not text.isspace() for text in (element.text, *tails))


def _has_no_size(element: Element, kind: str) -> bool:
    """Tell whether a size of a shape is 0; one that is missing is 0, unless a style may set it."""
    missing = "0" if kind in _SIZED and not {"style", "class", "id"} & element.attrib.keys() else ""
    sizes = _SIZES.get(kind, ())
    return any(_ZERO.fullmatch(element.get(name, missing).strip()) for name in sizes)


def _has_area(path: str) -> bool:
    """Tell whether a path may have something to fill: a part of it is more than one straight line."""
    return bool(path.translate(_NO_LETTERS)) or any(map(_is_more_than_a_line, _MOVES.split(path)))


def _is_more_than_a_line(part: str) -> bool:
    # A line along an axis has one number.
    return len(_NUMBERS.findall(part)) > (3 if _ALONG_AXIS.search(part) else 4)


_NUMBERS: Final = re.compile(r"[0-9]*\.?[0-9]+")
_ZERO: Final = re.compile(r"(?:0+(?:\.0*)?|\.0+|-[0-9.]+)(?:[a-z]{1,3}|%)?")
# What is left of a path's data are the letters of lines to more than one place.
_NO_LETTERS: Final = dict.fromkeys(map(ord, "0123456789+-.eE, \t\r\nMmLlHhVvZz"))
_MOVES: Final = re.compile("[Mm]")
_ALONG_AXIS: Final = re.compile("[HhVv]")
