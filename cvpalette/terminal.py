"""What a person sees: messages, and the table with colour chips (rich)."""

import sys
from typing import TYPE_CHECKING, Final

from cvpalette.errors import printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from cvpalette.extraction import Extraction
    from cvpalette.palette import Swatch

__all__ = ["say", "show_palette"]

_CHIP: Final = 6
_BAR: Final = 24
# A bar ends in eighths of a character.
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"


def say(message: str) -> None:
    """Write a line for people on stderr."""
    # Its own errors handler turns what a terminal cannot show into escapes.
    print(f"cvpalette: {message}", file=sys.stderr)  # noqa: T201 -- this is where words are printed


def show_palette(extraction: "Extraction") -> None:
    """Write a palette as a table on stdout; without colours, the chips are left out."""
    # 100 ms that only a person at a terminal waits for.
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    image = extraction.image
    times = "x" if console.options.ascii_only else "×"
    table = Table(box=None, padding=(0, 1), header_style="dim", pad_edge=False)
    if console.color_system:
        table.add_column("")
    table.add_column("hex")
    table.add_column("rgb", justify="right")
    table.add_column("share", justify="right")
    table.add_column("")
    most = max(swatch.share for swatch in extraction.palette)
    for swatch in extraction.palette:
        cells = [] if not console.color_system else [Text(" " * _CHIP, style=f"on {swatch.color.hex}")]
        red, green, blue = swatch.color.rgb
        rgb = f"{red:3d} {green:3d} {blue:3d}"
        table.add_row(*cells, swatch.color.hex, rgb, f"{swatch.share:.1%}", _bar(swatch, most, console))
    console.print(
        Text(printable(image.name), style="bold"),
        Text(f"{image.width} {times} {image.height}, {len(extraction.palette)} colors in {extraction.settings.space}", style="dim"),
    )
    console.print(table)


def _bar(swatch: "Swatch", most: float, console: "Console") -> "Text":
    from rich.text import Text  # noqa: PLC0415

    length = swatch.share / most * _BAR
    whole = int(length)
    if console.options.ascii_only:
        return Text("#" * max(1, round(length)))
    return Text("█" * whole + _EIGHTHS[int((length - whole) * 8)].strip() or "▏")
