"""Writes the tables of docs/ anew, from the options and the outputs themselves: python docs/make.py."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.command.request import list_parameters
from cvpalette.plugins.contract import PaletteReader
from cvpalette.plugins.registry import find_outputs
from cvpalette.rendering.templates.colors import NOTATIONS, TemplateColor
from cvpalette.rendering.templates.model import VARIABLES, make_model
from cvpalette.result import Result
from cvpalette.settings.option import Declared

HERE = Path(__file__).parent
PANELS = ("Palette", "What counts", "Reading", "Writing", "Many images", "Other")
SECTION = re.compile(r"(<!-- made by docs/make\.py: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def list_options() -> Iterator[str]:
    """Give the lines of a table of all options, by panel."""
    ordered = sorted(list_parameters(), key=lambda each: PANELS.index(each.option.panel))
    for panel, group in groupby(ordered, key=lambda each: each.option.panel):
        yield from (f"**{panel}**", "", "| option | |", "|---|---|")
        for declared in group:
            yield f"| {_write_flags(declared)} | {declared.option.help}{_write_default(declared)} |"
        yield ""


def list_formats() -> Iterator[str]:
    """Give the lines of a table of the outputs that come with cvpalette."""
    yield from ("| format | suffix | what it is | read |", "|---|---|---|---|")
    for name, claims in find_outputs().items():
        if claims[0].distribution == "cvpalette":
            loaded = claims[0].load()
            read = "✓" if isinstance(loaded.output, PaletteReader) else ""
            yield f"| `{name}` | `{loaded.suffix}` | {loaded.description} | {read} |"


def list_notations() -> Iterator[str]:
    """Give the lines of a table of the notations that templates can write a color in."""
    color = TemplateColor(Color.from_hex("#264653"))
    yield from ("| notation | | `#264653` |", "|---|---|---|")
    for name, (words, _) in NOTATIONS.items():
        yield f"| `{name}` | {words} | `{color[name]}` |"


def list_variables() -> Iterator[str]:
    """Give the lines of a table of every name in a template."""
    values = make_model(Result.of_palette(Palette.of_colors([Color(38, 70, 83)]), "x"), "dark").values
    yield from ("| name | |", "|---|---|")
    for name, words in VARIABLES.items():
        value = values[name]
        if isinstance(value, Mapping) and name not in {"light", "dark"}:
            parts = ", ".join(f"`{each}`" for each in value)
            yield f"| `{name}` | {words}: {parts} |"
        else:
            yield f"| `{name}` | {words} |"


def make(text: str) -> str:
    """Return a page with its tables as they are today."""
    tables: dict[str, Callable[[], Iterator[str]]] = {
        "options": list_options,
        "formats": list_formats,
        "notations": list_notations,
        "variables": list_variables,
    }

    def fill(found: re.Match[str]) -> str:
        table = "\n".join(tables[found[2]]()).strip()
        return f"{found[1]}{table}\n{found[3]}"

    return SECTION.sub(fill, text)


def _write_flags(declared: Declared) -> str:
    value = "" if declared.kind == "flag" else f" {declared.metavar}"
    flags = ", ".join(f"`{flag}`" for flag in reversed(declared.option.flags[1:]))
    long = f"`{declared.flag}{value}`".replace("|", "\\|")
    return f"{flags}, {long}" if flags else long


def _write_default(declared: Declared) -> str:
    is_told = declared.default not in {None, False, ()} and declared.default != 0
    return f" The default is {declared.default}." if is_told else ""


if __name__ == "__main__":
    for page in sorted(HERE.glob("*.md")):
        page.write_text(make(page.read_text(encoding="utf-8")), encoding="utf-8")
