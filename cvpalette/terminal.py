"""What a person sees: messages, and the table with colour chips (rich)."""

import io
import sys
from typing import TYPE_CHECKING, Final

from cvpalette.errors import printable
from cvpalette.naming import count_colors, percent

if TYPE_CHECKING:
    from cvpalette.extraction import Extraction

__all__ = ["say", "show_palette"]

_CHIP: Final = 6
_BAR: Final = 30
# What hex, rgb and share take, with the room between them.
_NUMBERS: Final = 32
# A multiplication sign; and a bar's whole and half characters, thin as rich's own progress bars are.
_SIGNS: Final = (
    "\N{MULTIPLICATION SIGN}",
    "\N{BOX DRAWINGS HEAVY HORIZONTAL}",
    "\N{BOX DRAWINGS HEAVY LEFT}",
)


def say(message: str) -> None:
    """Write a line for people on stderr."""
    # Its own errors handler turns what a terminal cannot show into escapes.
    print(f"cvpalette: {message}", file=sys.stderr)  # noqa: T201 -- this is where words are printed


def show_palette(extraction: "Extraction") -> None:
    """Write a palette as a table on stdout; chips need colours, and bars need room."""
    # 100 ms that only a person at a terminal waits for.
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    if isinstance(sys.stdout, io.TextIOWrapper):
        # As in text for such a terminal: question marks for what it cannot show.
        sys.stdout.reconfigure(errors="replace")
    console = Console(highlight=False)
    image, palette = extraction.image, extraction.palette
    times, line, half = ("x", "=", "-") if console.options.ascii_only else _SIGNS
    facts = (
        f"{image.width} {times} {image.height}, {count_colors(palette)} in {extraction.settings.space}, "
        f"mean dE {extraction.error.delta_e_mean:.1f}"
    )
    left_out = sum(part.pixels for part in extraction.left_out)
    if left_out:
        facts += f", {percent(left_out / (left_out + extraction.histogram.total))} left out"
    console.print(Text.assemble((printable(image.name), "bold"), "  ", (facts, "dim")))
    # With 16 colours, chips would lie.
    chip_width = 0 if console.no_color or console.color_system not in {"256", "truecolor"} else _CHIP
    longest = max(0, min(_BAR, console.width - chip_width - _NUMBERS))
    most = max(swatch.share for swatch in palette)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_row(*[""] * bool(chip_width), "hex", "rgb", " share", style="dim")
    for swatch in palette:
        chip = [Text(" " * chip_width, style=f"on {swatch.color.hex}")] * bool(chip_width)
        rgb = "{:3d} {:3d} {:3d}".format(*swatch.color.rgb)
        halves = max(1, round(swatch.share / most * 2 * longest))
        bar = (line * (halves // 2) + half * (halves % 2))[:longest]
        table.add_row(*chip, swatch.color.hex, rgb, f"{percent(swatch.share):>6}", bar)
    console.print(table)
    console.print()
