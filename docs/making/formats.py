"""The pages of formats: one for each family, made from the outputs and the readers themselves."""

from collections.abc import Iterator, Mapping, Sequence
from inspect import cleandoc
from typing import Any

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.plugins.contract import FAMILIES, PaletteReader
from cvpalette.plugins.readers import FoundReader, LoadedReader, find_readers, group_suffixes
from cvpalette.plugins.registry import FoundOutput, LoadedOutput, find_outputs
from cvpalette.result import Result

#: The colors that examples show.
EXAMPLE = (("Ink", "#264653"), ("Sea", "#2a9d8f"), ("Sand", "#e9c46a"))
_LINES, _WIDTH = 12, 100
#: A bar inside a cell of a table.
BAR = "\\|"
# How sites and editors call the languages that they can color.
_LANGUAGES = {
    **{each: each for each in ("css", "scss", "less", "json", "xml", "toml", "lua", "c", "r")},
    "py": "python",
    "kt": "kotlin",
    "dart": "dart",
    "swift": "swift",
    "ts": "typescript",
    "h": "c",
}


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
    return " ".join(what.split()).replace("|", BAR), " ".join(note.split())


def list_families() -> Iterator[str]:
    """Give the lines of a table of the families, with the formats that are written and read."""
    yield from ("| family | written | only read |", "|---|---|---|")
    for family, formats in _group_formats().items():
        written = [f"`{name}`" for name, each in formats.items() if is_output(_kind(each))]
        read = [f"`{name}`" for name, each in formats.items() if not is_output(_kind(each))]
        page = f"{family}.md" if family else "../templates.md"
        yield f"| [{FAMILIES[family]}]({page}) | {', '.join(written)} | {', '.join(read)} |"


def list_family(family: str) -> Iterator[str]:
    """Give the lines of a family's page: a table of its formats, and what there is to say of each."""
    formats = _group_formats()[family]
    yield from ("| format | what it is | suffix | |", "|---|---|---|---|")
    for name, loaded in formats.items():
        kind = _kind(loaded)
        does = ["write"] * is_output(kind) + ["read"] * isinstance(kind, PaletteReader)
        what, _ = describe(kind)
        yield f"| [`{name}`](#{name}) | {what} | {list_suffixes(loaded)} | {', '.join(does)} |"
    for name, loaded in formats.items():
        yield from ("", f"## {name}", "")
        yield from _write_format(name, loaded)


def _group_formats() -> dict[str, dict[str, LoadedOutput | LoadedReader]]:
    """Return cvpalette's formats by family, in the order of families and then of names."""
    ours = {**find_formats(find_outputs()), **find_formats(find_readers())}
    grouped: dict[str, dict[str, LoadedOutput | LoadedReader]] = {family: {} for family in FAMILIES}
    for name in sorted(ours):
        grouped[getattr(_kind(ours[name]), "family", "")][name] = ours[name]
    return {family: formats for family, formats in grouped.items() if formats}


def _kind(loaded: LoadedOutput | LoadedReader) -> Any:
    return loaded.output if isinstance(loaded, LoadedOutput) else loaded.reader


def _write_format(name: str, loaded: LoadedOutput | LoadedReader) -> Iterator[str]:
    """Give what there is to say of a format: what it holds and loses, its options, and an example."""
    what, note = describe(_kind(loaded))
    yield what.replace(BAR, "|")
    if note:
        yield from ("", note)
    if held := list_holdings(_kind(loaded)):
        yield from ("", f"*It holds:* {held}.")
    if not isinstance(loaded, LoadedOutput):
        return
    if loaded.options:
        yield from ("", "| option | values | default | |", "|---|---|---|---|")
        for option in loaded.options:
            default = f"`{option.default_text}`" if option.default_text else option.told_default
            cells = [f"`-O {name}.{option.name}=`", option.choices, default, option.help]
            yield f"| {' | '.join(cell.replace('|', BAR) for cell in cells)} |"
    yield from _write_example(name, loaded)


def _write_example(name: str, loaded: LoadedOutput) -> Iterator[str]:
    """Give the first lines of what an output writes of three colors, if that is text."""
    if not hasattr(loaded.output, "render"):
        return
    names, colors = zip(*EXAMPLE, strict=True)
    palette = Palette.of_colors(map(Color.from_hex, colors), names, "Coast")
    try:
        contents = cvpalette.render(Result.of_palette(palette, "coast"), name)
    except cvpalette.OutputError:  # it needs more than a palette
        return
    if isinstance(contents, Mapping):
        files = ", ".join(f"`{file}`" for file in list(contents)[:8])
        yield from ("", f"It is a set of files: {files}{', …' if len(contents) > 8 else ''}.")
    elif isinstance(contents, str):
        lines = contents.rstrip("\n").split("\n")
        shown = [line if len(line) <= _WIDTH else f"{line[:_WIDTH]}…" for line in lines[:_LINES]]
        language = _LANGUAGES.get(loaded.suffix.rsplit(".", 1)[-1], "text")
        yield from ("", f"```{language}", *shown, *(["…"] if len(lines) > _LINES else []), "```")
