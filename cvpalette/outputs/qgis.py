"""The output `qgis`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr  # it only writes

from cvpalette.color.alpha import alpha_level
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.messages import listed, quote
from cvpalette.parsing.entries import Entry, join_groups, make_palette
from cvpalette.parsing.markup import local_name, read_comments, read_xml
from cvpalette.rendering.escaping import xml_comment
from cvpalette.rendering.groups import gather_groups, read_group, tell_lost_order, tell_lost_ungrouped
from cvpalette.rendering.names import comment_lines, plain_name
from cvpalette.result import Result

__all__ = ["QgisStyle"]

_STYLE: Final = "qgis_style"
_LAYER: Final = "qgis"
# Red, green, blue and alpha; newer versions write the exact levels behind them.
_COLOR: Final = re.compile(r"([0-9]{1,3}),([0-9]{1,3}),([0-9]{1,3})(?:,([0-9]{1,3}))?(?:,[a-z].*)?")
_STOP: Final = re.compile(r"(?:^|:)\s*([0-9.eE-]{1,30});([0-9]{1,3}(?:,[0-9]{1,3}){2,3})")


@dataclass(frozen=True)
class QgisStyle:
    """QGIS style with a color ramp for each group of colors, for the style manager of QGIS 3.

    A gradient has no names, and is read as the colors of its stops. QGIS keeps one ramp of each name, so the
    colors of a group are put together. In a layer's style (.qml), the colors of the values of a raster are
    read. The format is that of qgscolorrampimpl.cpp.
    """

    suffix: ClassVar[str] = ".qgis.xml"
    read_suffixes: ClassVar[tuple[str, ...]] = (".qml",)
    family: ClassVar[str] = "maps"
    ramp: Annotated[
        Literal["preset", "gradient"], "A list of colors with names, or a run from color to color."
    ] = "preset"

    @property
    def holds(self) -> frozenset[str]:
        """What a file holds: only a preset ramp has names."""
        names = {"names"} if self.ramp == "preset" else set()
        return frozenset({"groups", "alpha", "comment"} | names)

    def render(self, result: Result, /) -> str:
        """Write a ramp for each group of colors."""
        lines = ["<!DOCTYPE qgis_style>", f'<{_STYLE} version="2">']
        lines += [f"  {xml_comment(line)}" for line in comment_lines(result)]
        lines += ["  <symbols/>", "  <colorramps>"]
        for group, swatches in gather_groups(result).items():
            lines.append(f'    <colorramp type="{self.ramp}" name={quoteattr(group)}>')
            properties = _list_preset if self.ramp == "preset" else _list_gradient
            lines += [f'      <prop k="{key}" v={quoteattr(value)}/>' for key, value in properties(swatches)]
            lines += [f'      <prop k="rampType" v="{self.ramp}"/>', "    </colorramp>"]
        return "\n".join([*lines, "  </colorramps>", f"</{_STYLE}>"]) + "\n"

    def tell_losses(self, palette: Palette, /) -> list[str]:
        """Say what groups lose."""
        return tell_lost_order(palette) + tell_lost_ungrouped(palette)

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read all color ramps of a style, or the colors of a layer's values. Raises ValueError."""
        root = read_xml(data)
        kind = local_name(root.tag)
        if kind == _LAYER:
            return make_palette(_read_layer(root))
        if kind != _STYLE:
            message = f"it is no style of QGIS: it begins with {quote(kind[:60])}"
            raise ValueError(message)
        left_out: list[str] = []
        entries: list[Entry] = []
        for ramp in root.iterfind("colorramps/colorramp"):
            found = list(_read_ramp(ramp))
            entries += found
            if not found:
                left_out.append(ramp.get("name", ""))
        found, name = join_groups(entries)
        notes = [f"color ramps that QGIS makes itself are left out: {_show(left_out)}"] if left_out else []
        return make_palette(found, name, notes, read_comments(data))


def _show(names: list[str]) -> str:
    shown = listed([name[:60] for name in names[:3]], "and")
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def _write_color(swatch: Swatch) -> str:
    return ",".join(map(str, (*swatch.color.rgb, alpha_level(swatch.alpha))))


def _list_preset(swatches: list[Swatch]) -> Iterator[tuple[str, str]]:
    for index, swatch in enumerate(swatches):
        yield f"preset_color_{index}", _write_color(swatch)
        # QGIS calls a color without a name so.
        yield f"preset_color_name_{index}", plain_name(swatch.name) or swatch.color.hex


def _list_gradient(swatches: list[Swatch]) -> Iterator[tuple[str, str]]:
    yield "color1", _write_color(swatches[0])
    yield "color2", _write_color(swatches[-1])
    yield "discrete", "0"
    last = len(swatches) - 1
    stops = [f"{index / last:.6g};{_write_color(swatches[index])}" for index in range(1, last)]
    if stops:
        yield "stops", ":".join(stops)


def _read_ramp(ramp: Element) -> Iterator[Entry]:
    """Give the colors of a ramp; there are none in one that QGIS makes itself."""
    name = ramp.get("name", "")
    group = read_group(name)
    fields = {each.get("k", ""): each.get("v", "") for each in ramp.iter("prop")}
    fields |= {each.get("name", ""): each.get("value", "") for each in ramp.iter("Option")}
    try:
        if ramp.get("type") == "preset":
            yield from (entry._replace(group=group) for entry in _read_preset(fields))
        elif ramp.get("type") == "gradient":
            yield from (entry._replace(group=group) for entry in _read_gradient(fields))
    except (KeyError, ValueError) as error:
        message = f"the color ramp {quote(name[:60])} has a color that is not such as '38,70,83,255'"
        raise ValueError(message) from error


def _read_preset(fields: Mapping[str, str]) -> Iterator[Entry]:
    index = 0
    while f"preset_color_{index}" in fields:
        entry = _read_color(fields[f"preset_color_{index}"])
        name = fields.get(f"preset_color_name_{index}", "")
        is_named = not (entry.color and name.lower() == entry.color.hex)
        yield entry._replace(name=name if is_named else "")
        index += 1


def _read_gradient(fields: Mapping[str, str]) -> Iterator[Entry]:
    first, last = (_read_color(fields[key]) for key in ("color1", "color2"))
    yield first
    stops = [(float(offset), color) for offset, color in _STOP.findall(fields.get("stops", ""))]
    for _, color in sorted(stops, key=lambda stop: stop[0]):
        yield _read_color(color)
    # A gradient needs two ends, also that of a single color.
    if stops or first != last:
        yield last


def _read_color(text: str) -> Entry:
    found = _COLOR.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    red, green, blue, alpha = (255 if level is None else int(level) for level in found.groups())
    color = Color(red, green, blue)
    return Entry(color if alpha else None, alpha=min(1.0, alpha / 255))


def _read_layer(root: Element) -> Iterator[Entry]:
    """Give the colors of a raster's values, each with the label that it has in a legend."""
    for element in root.iter():
        if element.tag not in {"paletteEntry", "item"} or "color" not in element.attrib:
            continue
        try:
            color = Color.from_hex(element.attrib["color"])
            alpha = min(255, max(0, int(element.get("alpha", "255"))))
        except ValueError as error:
            shown = quote(element.attrib["color"][:60])
            message = f"the color of {quote(element.get('label', '')[:60])}, {shown}, is no '#rrggbb'"
            raise ValueError(message) from error
        yield Entry(color if alpha else None, element.get("label", ""), alpha=alpha / 255)
