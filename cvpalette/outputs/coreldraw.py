"""The output `coreldraw`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr  # it only writes

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch, Values
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, make_palette, tell_left_out
from cvpalette.parsing.markup import local_name, read_comments, read_xml
from cvpalette.rendering.adobe import color_of
from cvpalette.rendering.escaping import xml_comment
from cvpalette.rendering.names import comment_lines, palette_name, swatch_names
from cvpalette.result import Result

__all__ = ["CorelPalette"]

# How many tints a color of each color model has.
_TINTS: Final = {"RGB": 3, "CMYK": 4, "LAB": 3, "GRAY": 1, "CMY": 3}


@dataclass(frozen=True)
class CorelPalette:
    """CorelDRAW palette, read by CorelDRAW and Corel PHOTO-PAINT from X5 on.

    CMYK and Lab stay as they were given, and spot colors stay spot colors. It has no groups. It was not tried
    in a program of Corel's: the format is as other readers of it have it, such as PixiEditor's.
    """

    suffix: ClassVar[str] = ".corel.xml"
    family: ClassVar[str] = "palettes"
    holds: ClassVar[frozenset[str]] = frozenset({"names", "spots", "values", "comment"})

    def render(self, result: Result, /) -> str:
        """Write all colors on one page, after the color spaces of spot colors."""
        import uuid  # noqa: PLC0415 -- only this needs it

        palette = result.palette
        named = list(zip(swatch_names(palette), palette, strict=True))
        spots = {
            index: f"{name} {index + 1}" for index, (name, one) in enumerate(named) if one.kind == "spot"
        }
        page = _write_page((swatch, name, spots.get(index)) for index, (name, swatch) in enumerate(named))
        spaces = [
            f'    <cs name={quoteattr(space)} fixedID="{number}">{_write_models(palette[index])}</cs>\n'
            for number, (index, space) in enumerate(spots.items(), 1)
        ]
        body = f"  <colorspaces>\n{''.join(spaces)}  </colorspaces>\n" if spaces else ""
        body += f"  <colors>\n{page}  </colors>\n"
        # The same palette has the same number.
        number = str(uuid.uuid5(uuid.NAMESPACE_OID, palette_name(result) + body)).upper()
        comments = "".join(f"  {xml_comment(line)}\n" for line in comment_lines(result))
        head = f'<?xml version="1.0" encoding="UTF-8"?>\n<palette guid="{number}"'
        return f"{head} name={quoteattr(palette_name(result))}>\n{comments}{body}</palette>\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of all pages. Raises ValueError."""
        root = read_xml(data)
        pages = root.findall("colors/page")
        if local_name(root.tag) != "palette" or not pages:
            raise ValueError("it is no palette of CorelDRAW, which has <palette> with <colors> and a <page>")
        reader = _Reader({space.get("name", ""): space for space in root.findall("colorspaces/cs")})
        found = [entry for page in pages for entry in reader.read_page(page)]
        return make_palette(found, root.get("name", ""), reader.notes(), read_comments(data))


def _write_page(rows: Iterable[tuple[Swatch, str, str | None]]) -> str:
    lines = []
    for swatch, name, space in rows:
        told = f'cs={quoteattr(space)} tints="1"' if space else _write_color(swatch)
        lines.append(f"      <color {told} name={quoteattr(name)}/>\n")
    return f"    <page>\n{''.join(lines)}    </page>\n"


def _write_color(swatch: Swatch) -> str:
    space, components = swatch.values or ("", ())
    if space == "cmyk":
        return _write_tints("CMYK", components)
    if space == "lab":
        lightness, a, b = components
        return _write_tints("LAB", (lightness / 100, (a + 128) / 255, (b + 128) / 255))
    return _write_tints("RGB", [level / 255 for level in swatch.color.rgb])


def _write_tints(model: str, tints: Sequence[float]) -> str:
    return f'cs="{model}" tints="{",".join(f"{round(tint, 9):.10g}" for tint in tints)}"'


def _write_models(swatch: Swatch) -> str:
    """Return the color of an ink in each model that it is known in."""
    models = [_write_color(swatch)] if swatch.values else []
    rgb = _write_tints("RGB", [level / 255 for level in swatch.color.rgb])
    return "".join(f"<color {model}/>" for model in [*models, rgb])


@dataclass
class _Reader:
    """Reads colors, also those of the color spaces that the file has, and counts those it cannot read."""

    spaces: dict[str, Element]
    _unknown: dict[str, int] = field(default_factory=dict)

    def read_page(self, page: Element) -> Iterator[Entry]:
        """Give the colors of a page; raises ValueError for one with values that are not of its model."""
        for number, element in enumerate(page.findall("color"), 1):
            name = element.get("name", "")
            try:
                entry = self._read(element)
            except (ValueError, OverflowError) as error:
                message = f"color {number}, {quote(name[:60])}, has values that are not of its color model"
                raise ValueError(message) from error
            if entry:
                yield entry._replace(name=name)

    def notes(self) -> list[str]:
        """Return what was left out, in words."""
        return [
            tell_left_out(count, "color", f"the color model {quote(model[:60])} is not known")
            for model, count in self._unknown.items()
        ]

    def _read(self, element: Element) -> Entry | None:
        model = element.get("cs", "")
        tints = [float(tint) for tint in element.get("tints", "").split(",")]
        if model in _TINTS:
            return _make_entry(model, tints)
        models = {color.get("cs", ""): color for color in self.spaces.get(model, ())}
        known = {name: color for name, color in models.items() if name in _TINTS}
        if not known:
            self._unknown[model] = self._unknown.get(model, 0) + 1
            return None
        found = [self._read(color) for color in known.values()]
        values = next((entry.values for entry in found if entry and entry.values), None)
        # A program shows the color that the ink's maker gives for screens.
        shown = _read_ink(self._read(known["RGB"]) if "RGB" in known else found[0], tints)
        return shown and shown._replace(values=values if tints == [1] else None)


def _read_ink(entry: Entry | None, tints: list[float]) -> Entry | None:
    """Return an ink as a spot color, lighter if its tint is below 1."""
    if not entry or not entry.color or len(tints) != 1 or not 0 <= tints[0] <= 1:
        raise ValueError(tints)
    red, green, blue = (int(255 - tints[0] * (255 - level) + 0.5) for level in entry.color.rgb)
    return Entry(Color(red, green, blue), kind="spot")


def _make_entry(model: str, tints: Sequence[float]) -> Entry:
    if len(tints) != _TINTS[model] or not all(0 <= tint <= 1 for tint in tints):
        raise ValueError(tints)
    if model == "LAB":
        lab = (tints[0] * 100, tints[1] * 255 - 128, tints[2] * 255 - 128)
        return Entry(color_of("LAB", lab), values=Values("lab", lab))
    if model == "CMYK":
        return Entry(color_of("CMYK", tuple(tints)), values=Values("cmyk", tuple(tints)))
    levels = [1 - tint for tint in tints] if model == "CMY" else tints
    return Entry(color_of("GRAY" if model == "GRAY" else "RGB", tuple(levels)))
