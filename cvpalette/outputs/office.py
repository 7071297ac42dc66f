"""The output `office`."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Final, Literal
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr  # it only writes

from cvpalette.color.color import Color, clip_color
from cvpalette.color.names import CSS_COLORS
from cvpalette.color.palette import Palette
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, make_palette
from cvpalette.parsing.markup import local_name, read_xml
from cvpalette.rendering.archives import Archive, write_archive
from cvpalette.rendering.names import palette_name, plain_name
from cvpalette.result import Result

__all__ = ["OfficeTheme"]

_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_DOCUMENT: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE: Final = "application/vnd.openxmlformats-officedocument"
_TYPES: Final = "[Content_Types].xml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ACCENTS: Final = tuple(f"accent{number}" for number in range(1, 7))
#: The colors of a theme, in the order of the file.
_SLOTS: Final = ("dk1", "lt1", "dk2", "lt2", *_ACCENTS, "hlink", "folHlink")
# The roles that are accents after the palette's own colors.
_ROLES: Final = ("primary", "secondary", "accent", "info", "success", "warning")
# Where programs keep their themes; a file may have several.
_PLACES: Final = ("theme/theme/theme{}.xml", "ppt/theme/theme{}.xml", "word/theme/theme{}.xml")
_MORE_PLACES: Final = ("xl/theme/theme{}.xml", "visio/theme/theme{}.xml")
_VARIANT: Final = "themeVariants/variant{}/theme/theme/theme1.xml"
_MOST_THEMES: Final = 16
# The system's colors of Windows for text and its background, if the file does not say them.
_SYSTEM: Final = {"windowText": "000000", "window": "ffffff"}
_PRESET: Final = re.compile(r"^(dk|lt|med)(?=[A-Z])")
_LONG: Final = {"dk": "dark", "lt": "light", "med": "medium"}
_FILL: Final = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE: Final = '<a:ln w="{}">' + _FILL + '<a:prstDash val="solid"/></a:ln>'
_FONTS: Final = '<a:latin typeface="{}"/><a:ea typeface=""/><a:cs typeface=""/>'


@dataclass(frozen=True)
class OfficeTheme:
    """Office theme for PowerPoint, Word and Excel, with all colors as custom colors and 6 as accents.

    Themes are also read from the documents of Office, each as a group. The file of colors alone holds 6
    colors of the palette, and no names. The format is that of ECMA-376, part 1, 20.1. It was tried in
    LibreOffice, and not in PowerPoint.
    """

    suffix: ClassVar[str] = ".thmx"
    suffixes: ClassVar[Mapping[str, Mapping[str, str]]] = {".office.xml": {"form": "colors"}}
    read_suffixes: ClassVar[tuple[str, ...]] = (".pptx", ".potx", ".docx", ".dotx", ".xlsx", ".xltx")
    family: ClassVar[str] = "office"
    form: Annotated[
        Literal["theme", "colors"], "A theme, or the file of colors in Office's folder 'Theme Colors'."
    ] = "theme"

    @property
    def holds(self) -> frozenset[str]:
        """What a file holds: only a theme has custom colors with names."""
        return frozenset({"names"} if self.form == "theme" else ())

    def render(self, result: Result, /) -> str | bytes:
        """Write a package with a theme in it, or its colors alone."""
        name = quoteattr(palette_name(result))
        slots = "".join(
            f'<a:{slot}><a:srgbClr val="{_digits(color)}"/></a:{slot}>' for slot, color in _choose(result)
        )
        if self.form == "colors":
            return f'{_HEAD}<a:clrScheme xmlns:a="{_DRAWING}" name={name}>{slots}</a:clrScheme>\n'
        customs = "".join(
            f'<a:custClr{_name_of(swatch.name)}><a:srgbClr val="{_digits(swatch.color)}"/></a:custClr>'
            for swatch in result.palette
        )
        theme = (
            f'<a:theme xmlns:a="{_DRAWING}" name={name}><a:themeElements>'
            f"<a:clrScheme name={name}>{slots}</a:clrScheme>{_make_fonts()}{_make_format()}</a:themeElements>"
            f"<a:objectDefaults/><a:extraClrSchemeLst/><a:custClrLst>{customs}</a:custClrLst></a:theme>"
        )
        return _pack(theme)

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the custom colors of a theme, or else its 12 colors, in order. Raises ValueError.

        If there are custom colors, the 12 are roles of the palette. Several themes are groups.
        """
        if not data.startswith(b"PK"):
            return _make_palette([_read_theme(read_xml(data))])
        whole = f"it is no document of Office, which is a ZIP archive with {quote(_TYPES)} in it"
        archive = Archive(data, whole)
        if _TYPES not in archive:
            raise ValueError(whole)
        themes = [_read_theme(read_xml(archive.read(place))) for place in _find_places(archive)]
        if not themes:
            raise ValueError("it is a document without a theme of Office")
        return _make_palette(themes)


def _digits(color: Color) -> str:
    return color.digits.upper()


def _name_of(name: str) -> str:
    plain = plain_name(name)
    return f" name={quoteattr(plain)}" if plain else ""


def _choose(result: Result) -> Iterator[tuple[str, Color]]:
    """Give a color for each slot of a theme."""
    light, dark = result.scheme.light, result.scheme.dark
    accents = [swatch.color for swatch in result.palette][: len(_ACCENTS)]
    accents += [light.named()[role].color for role in _ROLES[len(accents) :]]
    colors = (
        *(light.text.color, light.background.color, dark.background.color, light.surface.color),
        *accents,
        *(light.link.color, light.muted.color),
    )
    return zip(_SLOTS, colors, strict=True)


def _make_fonts() -> str:
    fonts = "".join(
        f"<a:{kind}Font>{_FONTS.format(face)}</a:{kind}Font>"
        for kind, face in (("major", "Calibri Light"), ("minor", "Calibri"))
    )
    return f'<a:fontScheme name="Office">{fonts}</a:fontScheme>'


def _make_format() -> str:
    """Return the plainest styles of shapes; each of the four lists needs three."""
    lines = "".join(_LINE.format(width) for width in (6350, 12700, 19050))
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'<a:fmtScheme name="Office"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{lines}</a:lnStyleLst><a:effectStyleLst>{effects}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
    )


def _pack(theme: str) -> bytes:
    def relate(kind: str, target: str) -> str:
        relation = f'<Relationship Id="rId1" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'
        return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relation}</Relationships>'

    def override(part: str, kind: str) -> str:
        return f'<Override PartName="/theme/theme/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>'

    types = (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{override('themeManager', 'themeManager')}{override('theme1', 'theme')}</Types>"
    )
    return write_archive(
        {
            _TYPES: types,
            "_rels/.rels": relate("officeDocument", "theme/theme/themeManager.xml"),
            "theme/theme/themeManager.xml": f'{_HEAD}<a:themeManager xmlns:a="{_DRAWING}"/>',
            "theme/theme/_rels/themeManager.xml.rels": relate("theme", "theme1.xml"),
            "theme/theme/theme1.xml": f"{_HEAD}{theme}",
        }
    )


def _find_places(archive: Archive) -> list[str]:
    """Return the themes of a document by their places, the first one's variants last."""
    patterns = (*_PLACES, *_MORE_PLACES, _VARIANT)
    places = (pattern.format(number) for pattern in patterns for number in range(1, _MOST_THEMES + 1))
    return [place for place in places if place in archive]


@dataclass(frozen=True)
class _Theme:
    """The colors of a theme: those of its slots, and the custom ones."""

    name: str
    slots: tuple[Entry, ...]
    customs: tuple[Entry, ...]


def _read_theme(root: Element) -> _Theme:
    """Read a theme, or its colors alone; raises ValueError."""
    kind = local_name(root.tag)
    if kind not in {"theme", "clrScheme"}:
        message = f"it is no theme of Office: it begins with {quote(kind[:60])}"
        raise ValueError(message)
    scheme = next((each for each in root.iter() if local_name(each.tag) == "clrScheme"), None)
    if scheme is None:
        raise ValueError("it is a theme of Office without colors")
    slots = {local_name(each.tag): each for each in scheme}
    missing = next((slot for slot in _SLOTS if slot not in slots), "")
    if missing:
        message = f"its colors are no theme's: {quote(missing)} is missing"
        raise ValueError(message)
    customs = [each for each in root.iter() if local_name(each.tag) == "custClr"]
    return _Theme(
        root.get("name") or scheme.get("name") or "",
        tuple(_read_slot(slots[slot], slot) for slot in _SLOTS),
        tuple(_read_slot(each, each.get("name", "")) for each in customs),
    )


def _read_slot(element: Element, name: str) -> Entry:
    """Read the color in a slot or in a custom color; changes of the color, such as a tint, do not count."""
    for child in element:
        read = _READERS.get(local_name(child.tag))
        if read:
            try:
                return Entry(read(child.attrib), name)
            except (KeyError, ValueError, OverflowError) as error:
                message = f"the color {quote(name[:60])} has values that are not of its color model"
                raise ValueError(message) from error
    message = f"the color {quote(name[:60])} is in no color model that a theme may have"
    raise ValueError(message)


def _read_system(fields: Mapping[str, str]) -> Color:
    return Color.from_hex(fields.get("lastClr") or _SYSTEM[fields["val"]])


def _read_linear(fields: Mapping[str, str]) -> Color:
    red, green, blue = (_read_part(fields[key]) for key in "rgb")
    return clip_color("srgb-linear", (red, green, blue))


def _read_hsl(fields: Mapping[str, str]) -> Color:
    saturation, lightness = (_read_part(fields[key]) for key in ("sat", "lum"))
    return clip_color("hsl", (int(fields["hue"]) / 60000, saturation * 100, lightness * 100))


def _read_part(text: str) -> float:
    """Read a percentage, which is in thousandths of a percent, or has the sign in the strict form."""
    part = float(text[:-1]) / 100 if text.endswith("%") else int(text) / 100000
    if not 0 <= part <= 1:
        raise ValueError(text)
    return part


def _read_preset(fields: Mapping[str, str]) -> Color:
    name = _PRESET.sub(lambda found: _LONG[found[1]], fields["val"]).lower()
    return Color.from_hex(CSS_COLORS[name])


_READERS: Final[Mapping[str, Callable[[Mapping[str, str]], Color]]] = {
    "srgbClr": lambda fields: Color.from_hex(fields["val"]),
    "sysClr": _read_system,
    "scrgbClr": _read_linear,
    "hslClr": _read_hsl,
    "prstClr": _read_preset,
}


def _make_palette(themes: list[_Theme]) -> Palette:
    """Return the palette of one theme, or of several that differ, as groups."""
    kept = list({(theme.slots, theme.customs): theme for theme in reversed(themes)}.values())[::-1]
    first = kept[0]
    if len(kept) == 1:
        palette = make_palette(first.customs or first.slots, first.name)
        roles = [(entry.name, entry.color) for entry in first.slots if entry.color] if first.customs else []
        return replace(palette, roles=tuple(roles))
    names = [theme.name or "theme" for theme in kept]
    found = [
        entry._replace(group=name if name not in names[:index] else f"{name} {index + 1}")
        for index, (name, theme) in enumerate(zip(names, kept, strict=True))
        for entry in theme.customs or theme.slots
    ]
    return make_palette(found)
