"""show_palette() and show_builtin(): show palettes at a terminal as a table with color chips (rich)."""

import io
import sys
from itertools import compress
from typing import TYPE_CHECKING, Final

from cvpalette.messages import printable
from cvpalette.rendering.names import count_colors, percent, plain_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from cvpalette.palettes.builtin import Builtin
    from cvpalette.result import Result

__all__ = ["show_builtin", "show_palette"]

_CHIP: Final = 6
_BAR: Final = 30
# The most colors of a built-in palette that are shown; of more, every second or third is.
_STRIP: Final = 16
# The width of the columns hex, rgb and share, with the space between them.
_NUMBERS: Final = 32
# A multiplication sign, and the whole and half characters of a bar, as thin as rich's own progress bars.
_SIGNS: Final = (
    "\N{MULTIPLICATION SIGN}",
    "\N{BOX DRAWINGS HEAVY HORIZONTAL}",
    "\N{BOX DRAWINGS HEAVY LEFT}",
)


def show_palette(result: "Result") -> None:
    """Print a palette as a table; it has chips if the terminal has colors, and bars if it has room."""
    # Loading rich takes 100 ms, so it is loaded only here.
    from rich.cells import cell_len  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = _open_console()
    palette = result.palette
    # The fonts of old consoles of Windows lack the signs.
    is_plain = console.options.ascii_only or console.options.legacy_windows
    times, line, half = ("x", "=", "-") if is_plain else _SIGNS
    best = result.best_error
    facts = (
        f"{result.width} {times} {result.height}, {count_colors(palette)} in {result.settings.space}, "
        f"mean dE {result.error.delta_e_mean:.1f}"
        + (f" ({best.delta_e_mean:.1f} with any colors)" if best else "")
        # A palette alone has neither a size nor an error.
        if result.has_image
        else count_colors(palette)
    )
    left_out = sum(part.pixels for part in result.left_out)
    if left_out:
        facts += f", {percent(left_out / (left_out + result.counted))} left out"
    console.print(Text.assemble((printable(result.name), "bold"), "  ", (facts, "dim")))
    chip_width = _CHIP if _shows_chips(console) else 0
    names = [plain_name(swatch.name) for swatch in palette]
    name_width = max(map(cell_len, names))
    # The width of the column of names, and the space before the next column.
    taken = name_width + 2 if name_width else 0
    longest = max(0, min(_BAR, console.width - chip_width - _NUMBERS - taken))
    most = max(swatch.share for swatch in palette)
    table = Table.grid(padding=(0, 2, 0, 0))
    # A column that would be empty is left out.
    shown = [bool(chip_width), True, True, palette.has_shares, name_width > 0, palette.has_shares]
    headings = list(compress(["", "hex", "rgb", " share", "name", ""], shown))
    for heading in headings:
        # In a narrow terminal, names are cut, and numbers are not.
        table.add_column(no_wrap=heading != "name")
    table.add_row(*headings, style="dim")
    for swatch, name in zip(palette, names, strict=True):
        chip = Text(" " * chip_width, style=f"on {swatch.color.hex}")
        rgb = "{:3d} {:3d} {:3d}".format(*swatch.color.rgb)
        halves = max(swatch.share > 0, round(swatch.share / most * 2 * longest))
        bar = (line * (halves // 2) + half * (halves % 2))[:longest]
        called = Text(name, no_wrap=True, overflow="ellipsis")
        cells: list[str | Text] = [chip, swatch.color.hex, rgb, f"{percent(swatch.share):>6}", called, bar]
        table.add_row(*compress(cells, shown))
    console.print(table)
    console.print()


def show_builtin(palettes: "Sequence[Builtin]") -> None:
    """Print a row for each built-in palette: its name, its number of colors, its colors, and its title."""
    from rich.table import Table  # noqa: PLC0415 -- as above
    from rich.text import Text  # noqa: PLC0415

    console = _open_console()
    table = Table.grid(padding=(0, 2, 0, 0))
    headings = ["name", "colors", ""] if _shows_chips(console) else ["name", "colors"]
    for heading in headings:
        table.add_column(no_wrap=True, justify="right" if heading == "colors" else "left")
    table.add_column()
    table.add_row(*headings, "", style="dim")
    for each in palettes:
        strip = Text()
        for digits, _ in each.entries[:: -(-len(each.entries) // _STRIP)]:
            strip.append(" ", style=f"on #{digits}")
        cells: list[str | Text] = [each.name, str(len(each.entries)), strip]
        table.add_row(*cells[: len(headings)], Text(each.title, style="dim"))
    console.print(table)


def _open_console() -> "Console":
    from rich.console import Console  # noqa: PLC0415 -- as above

    if isinstance(sys.stdout, io.TextIOWrapper):
        # The terminal gets question marks for characters that it cannot show, as in write_to_stdout().
        sys.stdout.reconfigure(errors="replace")
    return Console(highlight=False)


def _shows_chips(console: "Console") -> bool:
    """Tell whether a terminal shows colors as they are: one with 16 colors cannot."""
    return not console.no_color and console.color_system in {"256", "truecolor"}
