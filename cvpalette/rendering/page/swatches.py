"""A palette's swatches as markup, as CSS rules, and as data for the scripts."""

from html import escape
from typing import Any, Final, get_args

from cvpalette.color.notation import NOTATIONS, write_notation
from cvpalette.color.palette import Palette
from cvpalette.rendering.names import plain_name, share_note
from cvpalette.rendering.page.points import place
from cvpalette.result import Positions
from cvpalette.settings.settings import Pick

__all__ = [
    "MOST_ROWS",
    "describe_swatches",
    "list_marks",
    "list_swatches",
    "write_choices",
    "write_picks",
    "write_places",
    "write_rules",
]

#: More swatches than this are shown as chips alone, with text only for the one under the pointer.
MOST_ROWS: Final = 16
_LABELS: Final = {"hex": "Hex", "rgb": "RGB", "hsl": "HSL", "oklch": "OKLCH"}
# A translucent color is shown on a chessboard.
_SEEN_THROUGH: Final = (
    "background:linear-gradient(var(--color) 0 0),repeating-conic-gradient(#999 0 25%,#fff 0 50%) 0/1rem 1rem"
)


def list_swatches(palette: Palette, notation: str) -> str:
    """Return an item with a button for each swatch."""
    return "\n".join(_list_swatch(palette, index, notation) for index in range(len(palette)))


def _list_swatch(palette: Palette, index: int, notation: str) -> str:
    swatch, share = palette[index], share_note(palette, index)
    parts = [
        f'<span class="value">{write_notation(swatch.color, notation, swatch.alpha)}</span>',
        f' <span class="share">{escape(share)}</span>' if share else "",
        f' <span class="name">{escape(plain_name(swatch.name))}</span>' if swatch.name else "",
        # Even the shortest bar is visible, so a share of 0 has no bar.
        '<span class="bar"></span>' if share and swatch.share else "",
    ]
    return (
        f'<li><button type="button" class="swatch s{index}"><span class="chip"></span>'
        f'<span class="facts">{"".join(parts)}</span></button></li>'
    )


def write_rules(palette: Palette, within: str = "") -> str:
    """Return the rules that give each swatch its color, and its bar its length.

    They are for the elements in those of the selector `within`; by default, for all.
    """
    return "".join(
        f"{within}.s{index}{{--color:{write_notation(swatch.color, 'hex', swatch.alpha)}"
        f";--share:{swatch.share:.4%}}}\n"
        + (f"{within}.s{index} .chip{{{_SEEN_THROUGH}}}\n" if swatch.alpha < 1 else "")
        for index, swatch in enumerate(palette)
    )


def list_marks(positions: Positions) -> str:
    """Return a mark for each swatch that has a position: a dot to lay on the picture."""
    return "".join(
        f'<span class="mark s{index}"></span>'
        for index, position in enumerate(positions)
        if position is not None
    )


def write_places(positions: Positions, size: tuple[int, int], within: str = "") -> str:
    """Return the rules that give each mark its place in a picture of this width and height.

    They are for the elements in those of the selector `within`; by default, for all.
    """
    width, height = size
    return "".join(
        f"{within}.mark.s{index}"
        f"{{left:{(position.x + 0.5) / width:.2%};top:{(position.y + 0.5) / height:.2%}}}\n"
        for index, position in enumerate(positions)
        if position is not None
    )


def write_choices(notation: str) -> str:
    """Return a radio button for each notation, with `notation` chosen."""
    return "".join(
        f'<label><input type="radio" name="notation" value="{each}"{" checked" if each == notation else ""}>'
        f"<span>{_LABELS[each]}</span></label>"
        for each in NOTATIONS
    )


def write_picks(chosen: Pick) -> str:
    """Return a radio button for each way of picking colors, with `chosen` chosen."""
    return "".join(
        f'<label><input type="radio" name="pick" value="{each}"{" checked" if each == chosen else ""}>'
        f"<span>{each.capitalize()}</span></label>"
        for each in get_args(Pick)
    )


def describe_swatches(palette: Palette) -> list[dict[str, Any]]:
    """Return each swatch in every notation, whether it is dark, and where it is in CIELAB."""
    return [
        {each: write_notation(swatch.color, each, swatch.alpha) for each in NOTATIONS}
        | {"dark": swatch.color.ink.hex == "#ffffff", "lab": lab}
        for swatch, lab in zip(palette, place([color.rgb for color in palette.colors]), strict=True)
    ]
