"""The output `contrast`: the contrast of each pair of colors, and the levels of WCAG 2.2 that it reaches."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal

from cvpalette.color.palette import Palette
from cvpalette.plugins.contract import Rendered
from cvpalette.rendering.escaping import json_text
from cvpalette.rendering.held_roles import holds_roles, roles_of
from cvpalette.rendering.names import count_colors, palette_name, plain_name
from cvpalette.rendering.page.contrasts import write_palette_page, write_scheme_page
from cvpalette.result import Result
from cvpalette.roles.contrasts import LEVELS, Pair, level_of, list_pairs, list_role_pairs, write_low
from cvpalette.roles.role import MODES, Roles

__all__ = ["ContrastTable"]

_VERSION: Final = 1
# A line of text has so many characters: a terminal is rarely narrower.
_WIDTH: Final = 80
_COLUMN: Final = 7
# A block of columns, which fits into a line, and the most colors that are shown as blocks.
_BLOCK: Final = 8
_MOST_IN_BLOCKS: Final = 16
_NONE: Final = "\N{EN DASH}"
_DERIVED: Final = (
    "the scheme is derived anew from the colors of the style sheet; to check its own pairs, name them in "
    "rules, such as 'contrast:foreground/background>=4.5'"
)
_USES: Final = {
    "AAA": "any text",
    "AA": "text, and AAA for large text",
    "large": "large text, icons and controls",
    "": "nothing that must be read or seen",
}


@dataclass(frozen=True)
class ContrastTable:
    """Contrast of each pair of colors by WCAG 2.2, as text, JSON or a page."""

    suffix: ClassVar[str] = ".contrast.txt"
    family: ClassVar[str] = "checks"
    suffixes: ClassVar[Mapping[str, Mapping[str, str]]] = {
        ".contrast.json": {"format": "json"},
        ".contrast.html": {"format": "html"},
    }
    of: Annotated[Literal["palette", "scheme"], "Each pair of the palette, or what stands on what."] = (
        "palette"
    )
    format: Annotated[Literal["text", "json", "html"], "What to write."] = "text"

    def render(self, result: Result, /) -> Rendered:
        """Write the contrasts of the palette, or of the roles of its scheme."""
        write = {"text": self._write_text, "json": self._write_json, "html": self._write_page}[self.format]
        return Rendered(
            write(result).rstrip("\n") + "\n",
            facts=lambda: {"pairs": self._count(result)},
            warning=_DERIVED if self.of == "scheme" and _is_derived_anew(result) else "",
        )

    def _count(self, result: Result) -> dict[str, int]:
        """Return how many pairs reach each level and no higher one; 'none' are those below all."""
        return {level or "none": count for level, count in _count_levels(self._list(result)).items()}

    def _list(self, result: Result) -> list[Pair]:
        if self.of == "palette":
            return list(list_pairs(result.palette.colors))
        return [pair for mode in MODES for pair in list_role_pairs(roles_of(result, mode))]

    def _write_text(self, result: Result) -> str:
        if self.of == "scheme":
            what = "roles in" if holds_roles(result) else "scheme of"
            what = "scheme derived anew from" if _is_derived_anew(result) else what
            title = f"Contrast of the {what} {palette_name(result)}, by WCAG 2.2"
            parts = [_write_roles(mode, roles_of(result, mode)) for mode in MODES]
            return "\n\n".join([title, *parts])
        palette = result.palette
        title = f"Contrast of {palette_name(result)}, {count_colors(palette)}, by WCAG 2.2"
        if len(palette) > _MOST_IN_BLOCKS:
            return "\n\n".join([title, _write_counts(palette)])
        blocks = [_write_block(palette, start) for start in range(0, len(palette), _BLOCK)]
        return "\n\n".join([title, *blocks, _write_levels(self._list(result))])

    def _write_json(self, result: Result) -> str:
        about: dict[str, Any] = {"version": _VERSION, "source": result.name, "of": self.of, "levels": LEVELS}
        if self.of == "palette":
            swatches = [
                {"hex": each.color.hex, "name": plain_name(each.name) or None} for each in result.palette
            ]
            pairs = [_describe(pair) for pair in self._list(result)]
            return json_text({**about, "colors": swatches, "pairs": pairs})
        for mode in MODES:
            roles = roles_of(result, mode)
            about[mode] = {
                "colors": {name: role.hex for name, role in roles.named().items()},
                "pairs": [_describe(pair) for pair in list_role_pairs(roles)],
            }
        return json_text(about)

    def _write_page(self, result: Result) -> str:
        return write_palette_page(result) if self.of == "palette" else write_scheme_page(result)


def _is_derived_anew(result: Result) -> bool:
    """Tell whether the palette is that of a style sheet whose roles, if it has any, are not ours."""
    return result.given is not None and bool(result.palette.variables) and not holds_roles(result)


def _describe(pair: Pair) -> dict[str, Any]:
    return {
        "colors": [pair.first, pair.second],
        "contrast": float(write_low(pair.contrast)),
        "level": pair.level or None,
    }


def _count_levels(pairs: list[Pair]) -> dict[str, int]:
    counts = Counter(pair.level for pair in pairs)
    return {level: counts[level] for level in (*LEVELS, "")}


def _write_block(palette: Palette, start: int) -> str:
    """Return some columns of the matrix: contrasts above its diagonal, and their levels below."""
    columns = range(start, min(start + _BLOCK, len(palette)))
    head = " " * 10 + "".join(f"{column + 1:>{_COLUMN}}" for column in columns)
    lines = [head]
    for row, swatch in enumerate(palette):
        cells = []
        for column in columns:
            contrast = swatch.color.contrast(palette[column].color)
            shown = write_low(contrast) if column > row else level_of(contrast) or _NONE
            cells.append(f"{shown if column != row else '·':>{_COLUMN}}")
        line = f"{row + 1:>2} {swatch.color.hex}{''.join(cells)}"
        lines.append(_add_name(line, swatch.name))
    return "\n".join(lines)


def _add_name(line: str, name: str) -> str:
    """Return a line with a name at its end, cut to the width of the text."""
    plain, room = plain_name(name), _WIDTH - len(line) - 2
    if not plain:
        return line
    return f"{line}  {plain if len(plain) <= room else f'{plain[: room - 1].rstrip()}…'}"


def _write_levels(pairs: list[Pair]) -> str:
    """Return the legend: each level, how many pairs reach it and no higher one, and what it is for."""
    lines = []
    for level, count in _count_levels(pairs).items():
        least = f"{LEVELS[level]:g}:1" if level else ""
        noun = "pair" if count == 1 else "pairs"
        lines.append(f"{level or _NONE:<7}{count:>4} {noun:<7}{least:<7}{_USES[level]}")
    return "\n".join(lines)


def _write_counts(palette: Palette) -> str:
    """Return a line for each color: with how many others it reaches each level, and the best of them."""
    heads = (*LEVELS, _NONE)
    lines = [f"{'':<11}{''.join(f'{head:>7}' for head in heads)}   best"]
    lines += (_write_count(palette, index) for index in range(len(palette)))
    return "\n".join(lines)


def _write_count(palette: Palette, index: int) -> str:
    color = palette[index].color
    contrasts = [
        (color.contrast(other), place) for place, other in enumerate(palette.colors) if place != index
    ]
    counts = Counter(level_of(contrast) for contrast, _ in contrasts)
    cells = "".join(f"{counts[level]:>7}" for level in (*LEVELS, ""))
    best, place = max(contrasts, key=lambda each: each[0])
    line = (
        f"{index + 1:>3} {color.hex}{cells}{write_low(best):>8} with {place + 1} {palette[place].color.hex}"
    )
    return _add_name(line, palette[index].name)


def _write_roles(mode: str, roles: Roles) -> str:
    """Return the roles of a mode: their contrasts on the page, and that of their own text on them."""
    return "\n".join(_list_roles(mode, roles))


def _list_roles(mode: str, roles: Roles) -> Iterator[str]:
    named, pairs = roles.named(), {(pair.first, pair.second): pair for pair in list_role_pairs(roles)}
    yield f"{mode:<11}{'':<9}{'on background':<16}{'on surface':<16}its text"
    yield f"{'':<20}{roles.background.hex:<16}{roles.surface.hex:<16}".rstrip()
    for name in dict.fromkeys(str(pair.first) for pair in pairs.values()):
        if name.startswith("on-"):
            continue
        cells = [_write_cell(pairs[name, ground]) for ground in ("background", "surface")]
        own = named.get(f"on-{name}")
        text = f"{own.hex} {_write_cell(pairs[f'on-{name}', name])}" if own else ""
        yield f"{name:<11}{named[name].hex:<9}{cells[0]:<16}{cells[1]:<16}{text}".rstrip()


def _write_cell(pair: Pair) -> str:
    return f"{write_low(pair.contrast):>5} {pair.level or _NONE}"
