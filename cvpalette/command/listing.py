"""Lists, for --list-formats, each installed format by family, with its options and its distribution."""

import shutil
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cvpalette.errors import OutputError
from cvpalette.messages import listed, printable
from cvpalette.plugins.contract import FAMILIES, PaletteReader
from cvpalette.plugins.readers import FoundReader, LoadedReader, find_readers, group_suffixes
from cvpalette.plugins.registry import FoundOutput, LoadedOutput, find_outputs

__all__ = ["describe_outputs"]

_INDENT: Final = "    "
_NARROWEST: Final = 40
_OWN: Final = "cvpalette"


@dataclass(frozen=True, slots=True)
class _Described:
    """A format: its family, its first line, and the lines below that."""

    family: str
    heading: str
    details: tuple[str, ...]


def describe_outputs() -> str:
    """Describe each format, wrapped to the width of the terminal; a broken output is listed as broken."""
    width = max(_NARROWEST, shutil.get_terminal_size().columns)
    claims: dict[str, Sequence[FoundOutput | FoundReader]] = {**find_readers(), **find_outputs()}
    formats = [_describe(claims[name], width) for name in sorted(claims)]
    lines: list[str] = []
    for family, title in FAMILIES.items():
        members = [each for each in formats if each.family == family]
        if members:
            lines += ["", f"{title}:", ""] if lines else [f"{title}:", ""]
        for each in members:
            heading = textwrap.wrap(each.heading, width, subsequent_indent=_INDENT, break_on_hyphens=False)
            lines += [*heading, *each.details]
    # A plugin's names and words may hold anything, also what would change the terminal.
    return "\n".join(map(printable, lines)) + "\n"


def _describe(claims: Sequence[FoundOutput | FoundReader], width: int) -> _Described:
    found = claims[0]
    if len(claims) > 1:
        owners = listed([_owner(claim) for claim in claims], "and")
        words = f"claimed by {owners}; uninstall all but one of them"
        return _Described("", found.name, tuple(_wrap(words, width)))
    try:
        loaded = found.load()
    except OutputError as error:
        heading = f"{found.name}  ({_owner(found)})"
        return _Described("", heading, tuple(_wrap(f"broken: {error.reason}", width)))
    if isinstance(loaded, LoadedOutput):
        kind = loaded.output
        does = "written and read" if isinstance(kind, PaletteReader) else "written"
        options = _describe_options(loaded, width)
    else:
        kind, does, options = loaded.reader, "read", []
    family = getattr(kind, "family", "")
    owner = "" if found.distribution == _OWN else f"  ({_owner(found)})"
    return _Described(
        family if family in FAMILIES else "",
        f"{found.name}  {_list_suffixes(loaded)}  {does}{owner}",
        (*_wrap(loaded.description, width), *options),
    )


def _list_suffixes(loaded: LoadedOutput | LoadedReader) -> str:
    """Return the suffixes of a format: those that are written, and then those that are only read."""
    written, read = group_suffixes(loaded)
    return f"{', '.join(written)}{', reads ' if read else ''}{', '.join(read)}"


def _describe_options(loaded: LoadedOutput, width: int) -> list[str]:
    lines = []
    for option in loaded.options:
        usage = f"-O {loaded.found.name}.{option.name}={option.choices}"
        lines += _wrap(f"{usage}  {option.help} [{option.default_text or 'empty'}]", width, hang=_INDENT)
    return lines


def _owner(found: FoundOutput | FoundReader) -> str:
    return f"{found.distribution} {found.version}".strip()


def _wrap(text: str, width: int, hang: str = "") -> list[str]:
    return textwrap.wrap(text, width, initial_indent=_INDENT, subsequent_indent=_INDENT + hang)
