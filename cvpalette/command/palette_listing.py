"""Lists, for --list-palettes, each built-in palette."""

import sys

from cvpalette.palettes.builtin import list_builtin

__all__ = ["show_palettes"]


def show_palettes() -> None:
    """Print each built-in palette: at a terminal its colors, else a line of name, number of colors and title.

    The three are parted by tabs.
    """
    found = list_builtin()
    if sys.stdout is not None and sys.stdout.isatty():
        from cvpalette.command.terminal import show_builtin  # noqa: PLC0415 -- rich, 100 ms

        show_builtin(found)
        return
    for each in found:
        print(each.name, len(each.entries), each.title, sep="\t")  # noqa: T201 -- --list-palettes prints it
