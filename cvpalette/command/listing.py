"""Lists, for --list-formats, each installed format by family, with its options and its distribution."""

import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from cvpalette.errors import OutputError
from cvpalette.messages import listed, printable
from cvpalette.plugins.contract import FAMILIES, PaletteReader
from cvpalette.plugins.readers import (
    FoundReader,
    LoadedReader,
    find_contested,
    find_readers,
    group_suffixes,
)
from cvpalette.plugins.registry import FoundOutput, LoadedOutput, find_output, find_outputs

__all__ = ["Claims", "describe_outputs", "find_formats", "is_unusable", "owner_of"]

_INDENT: Final = "    "
_NARROWEST: Final = 40
_OWN: Final = "cvpalette"

Claims: TypeAlias = Sequence[FoundOutput | FoundReader]


@dataclass(frozen=True, slots=True)
class _Described:
    """A format: its family, its first line, and the lines below that."""

    family: str
    heading: str
    details: tuple[str, ...] = ()


def find_formats(names: Sequence[str] = ()) -> dict[str, Claims]:
    """Return who claims each format, by its name: those with some names, in their order, or all.

    The name of a family stands for its formats, unless a format has that name. Raises OutputNotFoundError for
    a name that is neither.
    """
    claims: dict[str, Claims] = dict(find_outputs())
    for name, readers in find_readers().items():
        claims[name] = [*claims.get(name, ()), *readers]
    wanted: dict[str, None] = {}
    for name in names:
        if name in claims:
            wanted[name] = None
        elif name and name in FAMILIES:
            wanted |= dict.fromkeys(each for each in sorted(claims) if _find_family(claims[each]) == name)
        else:
            find_output(name)  # raises, with a guess at what is meant
    return {name: claims[name] for name in wanted or sorted(claims)}


def _find_family(claims: Claims) -> str:
    try:
        loaded = claims[0].load()
    except OutputError:  # a broken output has no family
        return ""
    return str(getattr(loaded.output if isinstance(loaded, LoadedOutput) else loaded.reader, "family", ""))


def is_unusable(claims: Claims) -> bool:
    """Tell whether several distributions claim a format so that it is neither written nor read."""
    outputs = sum(isinstance(claim, FoundOutput) for claim in claims)
    return outputs > 1 or (len(claims) > 1 and not outputs)


def describe_outputs(names: Sequence[str] = ()) -> str:
    """Describe some formats, or all; a broken output is listed as broken.

    At a terminal the lines are wrapped to its width. In a pipe each format and each option has one line,
    which begins with its name, so that a search for the name finds all of it. Raises OutputNotFoundError.
    """
    width = 0
    if sys.stdout is not None and sys.stdout.isatty():
        width = max(_NARROWEST, shutil.get_terminal_size().columns)
    formats = [_describe(claims) for claims in find_formats(names).values()]
    lines: list[str] = []
    for family, title in FAMILIES.items():
        members = [each for each in formats if each.family == family]
        if members:
            lines += ["", f"{title}:", ""] if lines else [f"{title}:", ""]
        for each in members:
            lines += _wrap(each.heading, width, "", _INDENT)
            for detail in each.details:
                lines += _wrap(detail, width, _INDENT, _INDENT * 2)
    # A plugin's names and words may hold anything, also what would change the terminal.
    return "\n".join(map(printable, lines)) + "\n"


def _describe(claims: Claims) -> _Described:
    found = claims[0]
    if is_unusable(claims):
        return _Described("", f"{found.name}  {_tell_claims(claims)}")
    contested = find_contested(claims)
    try:
        loaded = found.load()
    except OutputError as error:
        return _Described("", f"{found.name}  ({owner_of(found)})  broken: {error.reason}")
    kind = loaded.output if isinstance(loaded, LoadedOutput) else loaded.reader
    family = getattr(kind, "family", "")
    owner = "" if found.distribution == _OWN else f" ({owner_of(found)})"
    return _Described(
        family if family in FAMILIES else "",
        f"{found.name}  {_list_suffixes(loaded)}  {_tell_use(loaded, claims)}{owner}: {loaded.description}",
        (
            *([f"It is not read: {_tell_claims(contested)}"] if contested else []),
            *(_describe_options(loaded) if isinstance(loaded, LoadedOutput) else ()),
        ),
    )


def _tell_use(loaded: LoadedOutput | LoadedReader, claims: Claims) -> str:
    if isinstance(loaded, LoadedReader):
        return "read"
    # A reader of another distribution may have the name of an output that does not read.
    is_read = isinstance(loaded.output, PaletteReader) or len(claims) > 1
    return "written and read" if is_read and not find_contested(claims) else "written"


def _tell_claims(claims: Claims) -> str:
    """Return that distributions claim one name, with their versions."""
    owners = listed([owner_of(claim) for claim in claims], "and")
    return f"claimed by {owners}; uninstall all but one of them"


def _list_suffixes(loaded: LoadedOutput | LoadedReader) -> str:
    """Return the suffixes of a format: those that are written, and then those that are only read."""
    written, read = group_suffixes(loaded)
    return f"{', '.join(written)}{', reads ' if read else ''}{', '.join(read)}"


def _describe_options(loaded: LoadedOutput) -> Iterator[str]:
    for option in loaded.options:
        usage = f"-O {loaded.found.name}.{option.name}={option.choices}"
        yield f"{usage}  {option.help} [{option.told_default}]"


def owner_of(found: FoundOutput | FoundReader) -> str:
    """Return the distribution that a format comes from, with its version."""
    return f"{found.distribution} {found.version}".strip()


def _wrap(text: str, width: int, first: str, others: str) -> list[str]:
    if not width:
        return [first + text]
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=others, break_on_hyphens=False)
