"""The table of the command's options."""

import re
from collections.abc import Iterator
from itertools import groupby

from cvpalette.command.request import list_parameters
from cvpalette.settings.option import Declared

PANELS = ("Palette", "What counts", "Reading", "Writing", "Many images", "Other")


def list_options() -> Iterator[str]:
    """Give the lines of a table of all options, by panel."""
    ordered = sorted(list_parameters(), key=lambda each: PANELS.index(each.option.panel))
    for panel, group in groupby(ordered, key=lambda each: each.option.panel):
        yield from (f"**{panel}**", "", "| option | |", "|---|---|")
        for declared in group:
            yield f"| {_write_flags(declared)} | {_mark(declared.option.help)}{_write_default(declared)} |"
        yield ""


def _mark(text: str) -> str:
    """Return what an option does, with the other options in it as code."""
    return re.sub(r"(?<![\w-])(--[a-z][a-z-]*|-k auto)", r"`\1`", text)


def _write_flags(declared: Declared) -> str:
    value = "" if declared.kind == "flag" else f" {declared.metavar}"
    flags = ", ".join(f"`{flag}`" for flag in reversed(declared.option.flags[1:]))
    long = f"`{declared.flag}{value}`".replace("|", "\\|")
    return f"{flags}, {long}" if flags else long


def _write_default(declared: Declared) -> str:
    is_told = declared.default not in {None, False, ()} and declared.default != 0
    return f" The default is {declared.default}." if is_told else ""
