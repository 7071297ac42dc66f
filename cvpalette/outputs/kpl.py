"""The output `kpl`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, ClassVar, Final
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from cvpalette.color.color import Color, clip_color
from cvpalette.color.palette import Palette, Swatch, Values
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, join_groups, make_palette, tell_left_out
from cvpalette.parsing.gimp import read_gimp
from cvpalette.parsing.markup import local_name, read_xml
from cvpalette.parsing.profiled import convert_color
from cvpalette.rendering.adobe import color_of
from cvpalette.rendering.archives import Archive, write_archive
from cvpalette.rendering.groups import tell_lost_order
from cvpalette.rendering.names import comment_lines, palette_name, swatch_names
from cvpalette.result import Result

__all__ = ["KritaPalette"]

# Source: "The Krita Palette format KPL" in Krita's manual.
_MIMETYPE: Final = "application/x-krita-palette"
_COLORS: Final = "colorset.xml"
_BUNDLE: Final = b"application/x-krita-resourcebundle"
_BUNDLED: Final = "META-INF/manifest.xml"
# All palettes of Krita itself together are smaller.
_MOST_IN_BUNDLE: Final = 1 << 22
_PROFILES: Final = "profiles.xml"
_MOST_COLUMNS: Final = 16
# The elements of colors, each with its color model and the attributes of its values.
_MODELS: Final = {
    "srgb": ("RGB", ("r", "g", "b")),
    "rgb": ("RGB", ("r", "g", "b")),
    "gray": ("GRAY", ("g",)),
    "cmyk": ("CMYK", ("c", "m", "y", "k")),
    "lab": ("LAB", ("L", "a", "b")),
    "xyz": ("XYZ", ("x", "y", "z")),
}
# Krita reads inks of floats as other inks, and only floats have Lab's own ranges.
_WRITTEN: Final = {"cmyk": ("CMYK", "U16"), "lab": ("Lab", "F32")}
# Profiles that come with Krita or the system, so that files need not hold them. In g10, levels are linear.
_KNOWN: Final = {
    "RGB": (
        (re.compile(r"srgb-elle-v[24]-g10|scrgb", re.IGNORECASE), "srgb-linear"),
        (re.compile(r"srgb(?:-elle-v[24]-srgbtrc| built-in| iec|\.icc|$)", re.IGNORECASE), "srgb"),
    ),
    "GRAY": (
        (re.compile(r"gray-d50-elle-v[24]-g10", re.IGNORECASE), "srgb-linear"),
        (re.compile(r"gray-d50-elle-v[24]-srgbtrc", re.IGNORECASE), "srgb"),
    ),
}


@dataclass(frozen=True)
class KritaPalette:
    """Krita palette, for Krita 4 and later: Settings, Manage Resources, Import, or its folder of palettes.

    A group is one place in the file, so groups that alternate are put together. The kind of a color is spot
    or not.
    """

    suffix: ClassVar[str] = ".kpl"
    # A bundle of resources, each palette of which is a group.
    read_suffixes: ClassVar[tuple[str, ...]] = (".bundle",)
    family: ClassVar[str] = "palettes"
    holds: ClassVar[frozenset[str]] = frozenset(("names", "groups", "spots", "values", "comment"))

    def render(self, result: Result, /) -> bytes:
        """Write a ZIP archive: its type, the swatches in rows by group, and an empty list of profiles."""
        palette = result.palette
        groups: dict[str, list[tuple[Swatch, str]]] = {"": []}
        for swatch, name in zip(palette, swatch_names(palette), strict=True):
            groups.setdefault(swatch.group, []).append((swatch, name))
        columns = min(max(map(len, groups.values())), _MOST_COLUMNS)
        first, *others = groups.items()
        written = [_write_entries(first[1], columns, 1)]
        number = 1 + len(first[1])
        for group, members in others:
            rows = _count_rows(members, columns)
            entries = _write_entries(members, columns, number)
            written.append(f'  <Group name={quoteattr(group)} rows="{rows}">\n{entries}  </Group>\n')
            number += len(members)
        comment = quoteattr("\n".join(comment_lines(result)))
        about = f"name={quoteattr(palette_name(result))} comment={comment}"
        head = f'<ColorSet version="2.0" {about} columns="{columns}" rows="{_count_rows(first[1], columns)}">'
        declaration = '<?xml version="1.0" encoding="UTF-8"?>'
        document = f"{declaration}\n{head}\n{''.join(written)}</ColorSet>\n"
        return write_archive(
            {"mimetype": _MIMETYPE, _COLORS: document, _PROFILES: f"{declaration}\n<Profiles/>\n"}
        )

    def tell_losses(self, palette: Palette, /) -> list[str]:
        """Say whether the colors come in another order, which puts those of a group together."""
        groups = [swatch.group for swatch in palette]
        is_late = groups[0] != "" and "" in groups
        return tell_lost_order(palette) or ["that colors without a group come after groups"] * is_late

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the swatches of all groups, row by row, in any color model, with the profiles in the file.

        Notes tell of colors whose profile is neither in the file nor known. Raises ValueError.
        """
        archive = Archive(data, f"it is not a Krita palette, which is a ZIP archive with '{_COLORS}' in it")
        if _BUNDLED in archive and _COLORS not in archive:
            return cls._parse_bundle(archive)
        root = read_xml(archive.read(_COLORS))
        if local_name(root.tag).lower() != "colorset":
            message = f"its '{_COLORS}' is no color set: it begins with {quote(local_name(root.tag)[:60])}"
            raise ValueError(message)
        reader = _Reader(archive)
        groups = [root, *(child for child in root if local_name(child.tag) == "Group")]
        found = [
            entry._replace(group="" if group is root else group.get("name", ""))
            for group in groups
            for entry in reader.read_group(group)
        ]
        entries, name = join_groups(found, root.get("name", ""))
        return make_palette(entries, name, reader.notes(), root.get("comment", ""))

    @classmethod
    def _parse_bundle(cls, archive: Archive) -> Palette:
        """Read a bundle of Krita's resources: each palette in it is a group, by its name."""
        if archive.read("mimetype").strip() != _BUNDLE:
            raise ValueError("it is not a Krita palette, nor a bundle of Krita's resources")
        names = [name for name in archive.names if name.startswith("palettes/") and not name.endswith("/")]
        readable = [name for name in names if name.endswith((".kpl", ".gpl"))]
        entries: list[Entry] = []
        notes = []
        room = _MOST_IN_BUNDLE
        for name in readable:
            contents = archive.read(name)
            room -= len(contents)
            if room < 0:
                raise ValueError("the palettes in it are larger than 4 MiB, too large for palettes")
            try:
                palette = cls.parse(contents) if name.endswith(".kpl") else read_gimp(contents)
            except ValueError as error:
                notes.append(f"the palette {quote(name)} is left out: {error}")
                continue
            called = palette.name or PurePath(name).stem
            for swatch in palette:
                group = f"{called}/{swatch.group}" if swatch.group else called
                entry = Entry(
                    swatch.color, swatch.name, None, group, swatch.kind, swatch.alpha, swatch.values
                )
                entries.append(entry)
            notes += [f"{called}: {note}" for note in palette.notes]
        others = len(names) - len(readable)
        if others:
            notes.append(
                tell_left_out(others, "palette", "it is in a format that is neither Krita's nor GIMP's")
            )
        return make_palette(*join_groups(entries), notes)


def _count_rows(members: list[Any], columns: int) -> int:
    return -(-len(members) // columns)


def _write_entries(members: list[tuple[Swatch, str]], columns: int, number: int) -> str:
    """Return the elements of a group's swatches, which are numbered from `number`, row by row."""
    return "".join(
        f'  <ColorSetEntry name={quoteattr(name)} id="{number + place}" {_write_color(swatch)}'
        f'<Position row="{place // columns}" column="{place % columns}"/></ColorSetEntry>\n'
        for place, (swatch, name) in enumerate(members)
    )


def _write_color(swatch: Swatch) -> str:
    """Return the depth and the kind of a swatch, the end of its tag, and the element of its color."""
    spot = f'spot="{"true" if swatch.kind == "spot" else "false"}"'
    if swatch.values is None:
        return f'bitdepth="U8" {spot}><sRGB {_levels_of(swatch.color)}/>'
    space, components = swatch.values
    _, keys = _MODELS[space]
    levels = " ".join(f'{key}="{part!r}"' for key, part in zip(keys, components, strict=True))
    element, depth = _WRITTEN[space]
    # Without the name of a profile, Krita takes its own for CMYK.
    return f'bitdepth="{depth}" {spot}><{element} {levels}/>'


def _levels_of(color: Color) -> str:
    return " ".join(f'{key}="{level / 255!r}"' for key, level in zip("rgb", color.rgb, strict=True))


@dataclass
class _Reader:
    """Reads the swatches of an archive, and counts those whose profile is not there."""

    archive: Archive
    _missing: dict[str, int] = field(default_factory=dict)
    _files: dict[str, str] | None = None

    def read_group(self, group: Element) -> Iterator[Entry]:
        """Give the swatches of a group by their places: row by row, or as in the file if one has no place."""
        entries = [child for child in group if local_name(child.tag) == "ColorSetEntry"]
        places = [_place_of(entry) for entry in entries]
        if None not in places:
            order = sorted(range(len(entries)), key=lambda index: places[index] or (0, 0))
            entries = [entries[index] for index in order]
        for entry in entries:
            yield from self._read_entry(entry)

    def notes(self) -> list[str]:
        """Return what was left out, in words."""
        return [
            tell_left_out(count, "color", f"the profile {quote(name)} is not in the file")
            for name, count in self._missing.items()
        ]

    def _read_entry(self, entry: Element) -> Iterator[Entry]:
        name = entry.get("name", "")
        elements = [child for child in entry if local_name(child.tag).lower() in _MODELS]
        if len(elements) != 1:
            message = f"color {quote(name[:60])} is in no color model that is known"
            raise ValueError(message)
        element = elements[0]
        model, keys = _MODELS[local_name(element.tag).lower()]
        try:
            values = tuple(float(element.attrib[key]) for key in keys)
            color = self._convert(model, values, element, entry.get("bitdepth", ""))
        except (KeyError, ValueError, OverflowError) as error:
            message = f"color {quote(name[:60])} has values that are not of its color model"
            raise ValueError(message) from error
        if color:
            kind = "spot" if entry.get("spot", "").lower() in {"true", "1"} else ""
            yield Entry(color, name, kind=kind, values=_keep_values(model, values, entry.get("bitdepth", "")))

    def _convert(self, model: str, values: tuple[float, ...], element: Element, depth: str) -> Color | None:
        """Return the color of values; count it and return None if its profile is not to be had."""
        if model == "LAB":
            return color_of("LAB", _lab_of(values, depth))
        if model == "XYZ":
            return clip_color("xyz-d50", (values[0], values[1], values[2]))
        profile = element.get("space", "")
        embedded = self._find_profile(profile)
        if embedded:
            return convert_color(model, values, embedded)
        is_plain = local_name(element.tag) == "sRGB" or model == "CMYK" or not profile
        if is_plain:
            return color_of(model, values)
        space = next((space for known, space in _KNOWN[model] if known.match(profile)), "")
        if not space:
            self._missing[profile] = self._missing.get(profile, 0) + 1
            return None
        red, green, blue = values if model == "RGB" else values * 3
        return clip_color(space, (red, green, blue))

    def _find_profile(self, name: str) -> bytes:
        """Return the ICC profile of that name in the archive, or nothing."""
        if self._files is None:
            listing: Any = read_xml(self.archive.read(_PROFILES)) if _PROFILES in self.archive else ()
            self._files = {each.get("name", ""): each.get("filename", "") for each in listing}
        file = self._files.get(name, name)
        return self.archive.read_profile(file) if file in self.archive else b""


def _keep_values(model: str, values: tuple[float, ...], depth: str) -> Values | None:
    if model == "LAB":
        return Values("lab", tuple(round(part, 6) for part in _lab_of(values, depth)))
    is_inks = model == "CMYK" and all(0 <= value <= 1 for value in values)
    return Values("cmyk", tuple(round(part, 6) for part in values)) if is_inks else None


def _place_of(entry: Element) -> tuple[int, int] | None:
    place = next((child for child in entry if local_name(child.tag) == "Position"), None)
    try:
        return None if place is None else (int(place.attrib["row"]), int(place.attrib["column"]))
    except (KeyError, ValueError):
        return None


def _lab_of(values: tuple[float, ...], depth: str) -> tuple[float, ...]:
    """Return L from 0 to 100, and a and b; older versions of Krita write integers as parts of their range."""
    if depth not in {"U8", "U16"} or not all(0 <= value <= 1 for value in values):
        return values
    a, b = ((value - 0.5) * (254 if value > 0.5 else 256) for value in values[1:])
    return values[0] * 100, a, b
