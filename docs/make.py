"""Writes the tables of docs/ anew, from the options and the outputs themselves: python docs/make.py."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from inspect import cleandoc
from itertools import groupby
from pathlib import Path
from typing import Any

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.command.request import list_parameters
from cvpalette.palettes.builtin import list_builtin
from cvpalette.plugins.contract import FAMILIES, PaletteReader
from cvpalette.plugins.readers import FoundReader, LoadedReader, find_readers, group_suffixes
from cvpalette.plugins.registry import FoundOutput, LoadedOutput, find_outputs
from cvpalette.rendering.templates.colors import NOTATIONS, TemplateColor
from cvpalette.rendering.templates.model import VARIABLES, make_model
from cvpalette.result import Result
from cvpalette.settings.option import Declared

HERE = Path(__file__).parent
PANELS = ("Palette", "What counts", "Reading", "Writing", "Many images", "Other")
_BREWER = "brewer-"
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
    """Give the lines of a table for each family of the formats that come with cvpalette.

    Below each table is what its formats lose, and where the facts are from.
    """
    formats: dict[str, list[str]] = {}
    notes: dict[str, list[str]] = {}
    ours = {**find_formats(find_outputs()), **find_formats(find_readers())}
    for name, loaded in sorted(ours.items()):
        kind = loaded.output if isinstance(loaded, LoadedOutput) else loaded.reader
        does = ["write"] * is_output(kind) + ["read"] * isinstance(kind, PaletteReader)
        what, note = describe(kind)
        cells = [f"`{name}`", list_suffixes(loaded), ", ".join(does), list_holdings(kind), what]
        row = f"| {' | '.join(cells)} |"
        family = getattr(kind, "family", "")
        formats.setdefault(family, []).append(row)
        if note:
            notes.setdefault(family, []).append(f"- `{name}`: {note}")
    for family, title in FAMILIES.items():
        if family in formats:
            yield from (
                f"**{title}**",
                "",
                "| format | suffix | | holds | what it is |",
                "|---|---|---|---|---|",
            )
            yield from (*formats[family], "")
            if family in notes:
                yield from (*notes[family], "")


def find_formats(
    found: Mapping[str, Sequence[FoundOutput | FoundReader]],
) -> dict[str, LoadedOutput | LoadedReader]:
    """Return cvpalette's own outputs or readers by name."""
    own = {name: claims[0] for name, claims in found.items() if claims[0].distribution == "cvpalette"}
    return {name: each.load() for name, each in own.items()}


def list_suffixes(loaded: LoadedOutput | LoadedReader) -> str:
    """Return the suffixes of a format: those that are written, and then those that are only read."""
    written, read = ([f"`{suffix}`" for suffix in each] for each in group_suffixes(loaded))
    return f"{', '.join(written)}{', reads ' if read else ''}{', '.join(read)}"


def is_output(kind: Any) -> bool:
    """Tell whether a class writes its format."""
    return hasattr(kind, "render") or hasattr(kind, "render_image")


def list_holdings(kind: Any) -> str:
    """Return what files of a format hold besides colors; nothing if the format does not say so."""
    held = getattr(kind, "holds", None)
    held = kind().holds if isinstance(held, property) else held
    return "" if held is None else ", ".join(sorted(held)) or "colors"


def describe(kind: Any) -> tuple[str, str]:
    """Return the docstring of a format in two lines: what it is for, and what it loses."""
    what, _, note = cleandoc(kind.__doc__ or "").partition("\n\n")
    return " ".join(what.split()).replace("|", "\\|"), " ".join(note.split())


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


def list_palettes() -> Iterator[str]:
    """Give the lines of a table of the built-in palettes, but for Brewer's schemes, which have their own."""
    yield from ("| name | colors | what it is | source | license |", "|---|---|---|---|---|")
    for each in list_builtin():
        if not each.name.startswith(_BREWER):
            count = len(each.entries)
            yield f"| `{each.name}` | {count} | {each.about} | {each.source} | {each.license} |"


def list_schemes() -> Iterator[str]:
    """Give the lines of a table of Brewer's schemes."""
    yield from ("| name | colors | what it is |", "|---|---|---|")
    for each in list_builtin():
        if each.name.startswith(_BREWER):
            yield f"| `{each.name}` | {each.sizes[0]} to {each.sizes[-1]} | {each.about} |"


def make(text: str) -> str:
    """Return a page with its tables as they are today."""
    tables: dict[str, Callable[[], Iterator[str]]] = {
        "options": list_options,
        "formats": list_formats,
        "notations": list_notations,
        "palettes": list_palettes,
        "schemes": list_schemes,
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
