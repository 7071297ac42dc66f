"""Pages that show contrasts: of each pair of a palette, or of the roles of a scheme. They need no scripts."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.rendering.held_roles import holds_roles, roles_of
from cvpalette.rendering.names import count_colors, palette_name, plain_name
from cvpalette.rendering.page.document import draw_icon, write_still_document
from cvpalette.result import Result
from cvpalette.roles.contrasts import LEVELS, level_of, list_pairs, list_role_pairs, write_low
from cvpalette.roles.role import MODES, Mode, Roles

__all__ = ["MOST_IN_MATRIX", "write_palette_page", "write_scheme_page"]

#: A palette of more colors has a line for each color, and no matrix.
MOST_IN_MATRIX = 32
_STYLES = ("page.css", "contrasts.css")
_LEVEL_WORDS = {
    "AAA": "Enough for any text",
    "AA": "Enough for text, and AAA for large text",
    "large": "Enough for large text, icons and controls",
    "": "Not enough for what must be read or seen",
}


def write_palette_page(result: Result) -> str:
    """Return a page with the contrast of each pair of colors."""
    palette = result.palette
    is_small = len(palette) <= MOST_IN_MATRIX
    table = _write_matrix(palette) if is_small else _write_list(palette)
    counts = [pair.level for pair in list_pairs(palette.colors)]
    return _write(
        palette_name(result),
        f"{count_colors(palette)}, each on each other",
        [_write_legend(counts), f'<div class="wide">{table}</div>'],
        palette.colors,
        _write_rules(palette.colors),
    )


def write_scheme_page(result: Result) -> str:
    """Return a page with the contrast of each role on what it stands on, in both modes."""
    both = {mode: roles_of(result, mode) for mode in MODES}
    parts, rules = [], []
    for mode in MODES:
        roles = both[mode]
        parts.append(_write_mode(mode, roles))
        named = roles.named()
        rules += [
            f".{mode} .b-{name}{{background:{role.hex};color:{role.color.ink.hex}}}\n"
            f".{mode} .t-{name}{{color:{role.hex}}}\n"
            for name, role in named.items()
        ]
    levels = [pair.level for mode in MODES for pair in list_role_pairs(both[mode])]
    modes = f'<div class="modes">{"".join(parts)}</div>'
    name = palette_name(result)
    about = f"the roles of its {'file' if holds_roles(result) else 'scheme'} on what they stand on"
    return _write(name, about, [_write_legend(levels), modes], result.palette.colors, "".join(rules))


def _write(name: str, about: str, parts: Iterable[str], colors: Sequence[Color], rules: str) -> str:
    body = (
        f"<header><h1>{escape(name)}</h1>\n<p>Contrast by WCAG 2.2: {escape(about)}</p></header>\n"
        f"<main>\n{''.join(parts)}\n</main>"
    )
    title = f"{name}, contrast"
    return write_still_document(
        title=title, icon=draw_icon(colors), body=body, styles=_STYLES, rules=f"\n{rules}"
    )


def _write_legend(levels: Sequence[str]) -> str:
    """Return how many pairs reach each level and no higher one, and what it is for."""
    items = "".join(
        f'<div><dt><span class="level">{level or "none"}</span> '
        f'<span class="least">{_write_least(level)}</span>'
        f" {levels.count(level)}</dt><dd>{_LEVEL_WORDS[level]}</dd></div>"
        for level in (*LEVELS, "")
    )
    return f'<dl class="legend">{items}</dl>\n'


def _write_least(level: str) -> str:
    return f"{LEVELS[level]:g}:1" if level else f"below {min(LEVELS.values()):g}:1"


def _write_rules(colors: Sequence[Color]) -> str:
    """Return the rules for a ground of each color, with an ink to read on it, and for text of the color."""
    return "".join(
        f".b{index}{{background:{color.hex};color:{color.ink.hex}}}\n.t{index}{{color:{color.hex}}}\n"
        for index, color in enumerate(colors)
    )


def _write_matrix(palette: Palette) -> str:
    heads = "".join(_write_head(palette, index, "col") for index in range(len(palette)))
    rows = "\n".join(
        f"<tr>{_write_head(palette, row, 'row')}"
        f"{''.join(_write_cell(palette, row, column) for column in range(len(palette)))}</tr>"
        for row in range(len(palette))
    )
    caption = "Each row's color as text on each column's"
    return f'<table class="matrix"><caption>{caption}</caption>\n<tr><td></td>{heads}</tr>\n{rows}\n</table>'


def _write_head(palette: Palette, index: int, scope: str) -> str:
    swatch = palette[index]
    name = f'<span class="name">{escape(plain_name(swatch.name))}</span>' if swatch.name else ""
    return f'<th scope="{scope}" class="b{index}"><span class="hex">{swatch.color.hex}</span>{name}</th>'


def _write_cell(palette: Palette, row: int, column: int) -> str:
    if row == column:
        return '<td class="same"></td>'
    contrast = palette[row].color.contrast(palette[column].color)
    return f'<td class="b{column}"><span class="sample t{row}">Aa</span>{_write_value(contrast)}</td>'


def _write_value(contrast: float) -> str:
    level = level_of(contrast)
    shown = f' <span class="level">{level}</span>' if level else ""
    return f'<span class="value">{write_low(contrast)}{shown}</span>'


def _write_list(palette: Palette) -> str:
    """Return a line for each color: with how many others it reaches each level, and the best of them."""
    heads = "".join(f'<th scope="col">{level or "none"}</th>' for level in (*LEVELS, ""))
    rows = "\n".join(_list_counts(palette))
    head = f'<tr><th scope="col">Color</th>{heads}<th scope="col">Best with</th></tr>'
    return f'<table class="counts">\n{head}\n{rows}\n</table>'


def _list_counts(palette: Palette) -> Iterator[str]:
    colors = palette.colors
    for index, color in enumerate(colors):
        contrasts = {place: color.contrast(other) for place, other in enumerate(colors) if place != index}
        levels = [level_of(contrast) for contrast in contrasts.values()]
        cells = "".join(f"<td>{levels.count(level)}</td>" for level in (*LEVELS, ""))
        best = max(contrasts, key=contrasts.__getitem__)
        yield (
            f"<tr>{_write_head(palette, index, 'row')}{cells}"
            f'<td class="b{best}">{colors[best].hex}{_write_value(contrasts[best])}</td></tr>'
        )


def _write_mode(mode: Mode, roles: Roles) -> str:
    """Return the roles of a mode: each on the background and on the surface, and its own text on it."""
    named, pairs = roles.named(), {(pair.first, pair.second): pair for pair in list_role_pairs(roles)}
    rows = []
    for name in dict.fromkeys(str(first) for first, _ in pairs):
        if name.startswith("on-"):
            continue
        cells = "".join(
            f'<td class="b-{ground}"><span class="sample t-{name}">Aa</span>'
            f"{_write_value(pairs[name, ground].contrast)}</td>"
            for ground in ("background", "surface")
        )
        own = f"on-{name}"
        text = (
            f'<td class="b-{name}"><span class="sample t-{own}">Aa</span>'
            f"{_write_value(pairs[own, name].contrast)}</td>"
            if own in named
            else "<td></td>"
        )
        head = f'<th scope="row">{name} <span class="hex">{named[name].hex}</span></th>'
        rows.append(f"<tr>{head}{cells}{text}</tr>")
    heads = "".join(
        f'<th scope="col">{head}</th>' for head in ("", "on background", "on surface", "its text")
    )
    body = "\n".join([f"<tr>{heads}</tr>", *rows])
    table = f'<table class="roles">\n{body}\n</table>'
    return f'<section class="mode {mode}"><h2>{mode.capitalize()}</h2>{table}</section>\n'
