"""Lists, for --list-formats, each installed output with its options and its distribution."""

import shutil
import textwrap
from typing import Final

from cvpalette.errors import OutputError
from cvpalette.messages import listed, printable
from cvpalette.plugins.registry import FoundOutput, LoadedOutput, find_outputs

__all__ = ["describe_outputs"]

_INDENT: Final = "    "
_NARROWEST: Final = 40


def describe_outputs() -> str:
    """Describe each output, wrapped to the width of the terminal; a broken output is listed as broken."""
    width = max(_NARROWEST, shutil.get_terminal_size().columns)
    lines: list[str] = []
    for name, claims in find_outputs().items():
        if len(claims) > 1:
            owners = listed([_owner(claim) for claim in claims], "and")
            lines += [name, *_wrap(f"claimed by {owners}; uninstall all but one of them", width)]
        else:
            lines += _describe(claims[0], width)
    # A plugin's names and words may hold anything, also what would change the terminal.
    return "\n".join(map(printable, lines)) + "\n"


def _describe(found: FoundOutput, width: int) -> list[str]:
    try:
        loaded = found.load()
    except OutputError as error:
        return [f"{found.name}  ({_owner(found)})", *_wrap(f"broken: {error.reason}", width)]
    heading = f"{found.name}  {loaded.suffix}  ({_owner(found)})"
    lines = textwrap.wrap(heading, width, subsequent_indent=_INDENT, break_on_hyphens=False)
    return [*lines, *_wrap(loaded.description, width), *_describe_options(loaded, width)]


def _describe_options(loaded: LoadedOutput, width: int) -> list[str]:
    lines = []
    for option in loaded.options:
        usage = f"-O {loaded.found.name}.{option.name}={option.choices}"
        lines += _wrap(f"{usage}  {option.help} [{option.default_text or 'empty'}]", width, hang=_INDENT)
    return lines


def _owner(found: FoundOutput) -> str:
    return f"{found.distribution} {found.version}".strip()


def _wrap(text: str, width: int, hang: str = "") -> list[str]:
    return textwrap.wrap(text, width, initial_indent=_INDENT, subsequent_indent=_INDENT + hang)
