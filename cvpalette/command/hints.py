"""explain(): tells the command's user about an error, and what to do. The error itself names no flag."""

import os
import sys
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from cvpalette.errors import (
    ColorError,
    CvpaletteError,
    ImageError,
    OutputConfigureError,
    OutputError,
    OutputLoadError,
    OutputNotFoundError,
    PaletteFileError,
    Problem,
)
from cvpalette.messages import guess, quote
from cvpalette.sources.addresses import PALETTE_SUFFIXES, is_folder, is_url

__all__ = ["explain"]

_PIPE: Final = "pipe its content to 'cvpalette -'"
_AGAIN: Final = "copy or download it again"
_FOR_URLS: Final[Mapping[Problem, str]] = {
    "not-found": "check the address",
    "unreachable": "check the address, or try again",
    "not-permitted": "fetch it with a browser, and name the file",
    "refused": f"fetch it with another program, and {_PIPE}",
}
_FOR_IMAGES: Final[Mapping[Problem, str]] = {
    "truncated": "take what is there with --allow-truncated",
    "damaged": f"{_AGAIN}, or save it anew with another program",
    "nothing-counts": "'cvpalette --help counting' tells what leaves pixels out",
}
# The first word of other programs' command lines, and what does it here.
_SUBCOMMANDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("diff", "compare"), "--require 'difference<=3:FILE' compares two palettes"),
    "convert": "'cvpalette a.ase -o b.gpl' converts",
    **dict.fromkeys(("extract", "show", "get"), "name the image alone"),
    "list": "--list-formats and --list-palettes list",
    "help": "--help shows the options",
}
# Themes that people name like palettes, by the first part of their names.
_THEMES: Final = {
    **{name: name.title() for name in ("catppuccin", "dracula", "everforest", "gruvbox", "monokai", "nord")},
    "rose": "Ros\u00e9 Pine",
    "solarized": "Solarized",
    "tokyo": "Tokyo Night",
    "tokyonight": "Tokyo Night",
}
# The options that take a color, and may be repeated.
_TAKE_COLORS: Final = ("--ignore", "--keep")
_AS_SOURCE: Final = "to take colors as a source, write them into a text file, one in each line"
# A folder may have a million files.
_MOST_FILES: Final = 1000


def explain(error: CvpaletteError) -> str:
    """Return an error's message, with a hint if there is one."""
    if isinstance(error, OutputNotFoundError) and error.known and "," not in error.output:
        return f"{error.reason}; --list-formats shows all"
    if isinstance(error, ImageError | PaletteFileError) and error.problem == "not-found":
        meant = "" if is_url(error.name) else _guess_meaning(error.name)
        if meant:
            return f"{quote(error.name)}: no such file or directory; {meant}"
    if isinstance(error, ImageError | PaletteFileError) and "built-in palette" in error.reason:
        theme = _THEMES.get(error.name.lower().split("-")[0])
        if theme:
            return f"{error}; {theme} is a theme: write its colors into a file, one in each line"
        return f"{error}{'' if error.reason.endswith('?') else ';'} --list-palettes shows all"
    hint = _find_hint(error)
    return f"{error}; {hint}" if hint else str(error)


def _find_hint(error: CvpaletteError) -> str:
    match error:
        case ImageError() if is_url(error.name):
            return _hint_url(error)
        case ImageError(problem="empty"):
            return _hint_empty(error)
        case ImageError():
            return _hint_image(error)
        case PaletteFileError():
            return _hint_palette(error)
        case OutputError():
            return _hint_output(error)
        case _:
            return ""


def _hint_url(error: ImageError) -> str:
    if error.problem == "unreachable" and _passes_proxies():
        return f"fetch it with another program, and {_PIPE}"
    return _FOR_URLS.get(error.problem) or _hint_image(error)


def _hint_empty(error: ImageError) -> str:
    below = (
        "those in folders below it are found with --recursive, and palette files of any suffix "
        "if you name them"
    )
    hints = [below if error.is_shallow else "", _tell_hidden(error.name)]
    return "; ".join(filter(None, hints)) or (_AGAIN if Path(error.name).is_file() else "")


def _hint_image(error: ImageError) -> str:
    match error.problem:
        case "too-large" if error.pixels:
            return f"allow them with --max-pixels {error.pixels}"
        case "not-found":
            return _guess_file(error.name)
        case "not-a-file" if not is_folder(error.name):
            return _PIPE
        case "unsupported" if error.name.lower().endswith(PALETTE_SUFFIXES) and _is_given("--like"):
            return "--palette takes the colors of a palette file"
        case problem:
            return _FOR_IMAGES.get(problem, "")


def _guess_meaning(name: str) -> str:
    """Return what to do if a source that is not there is a word of another kind: a color, or a subcommand."""
    if name in _SUBCOMMANDS:
        return f"there are no subcommands; {_SUBCOMMANDS[name]}"
    is_notation = name.startswith("#")
    if not is_notation and not name.isalpha():
        return ""
    from cvpalette.color.names import parse_color  # noqa: PLC0415 -- few sources are missing

    try:
        parse_color(name)
    except ColorError:
        return ""
    if is_notation:
        return _AS_SOURCE
    # Of several colors after an option, the second one is a source. The command line alone tells that.
    if _is_given(*_TAKE_COLORS):
        return "for several colors, repeat the option, as in --ignore white --ignore black"
    return _AS_SOURCE


def _is_given(*flags: str) -> bool:
    return any(word.partition("=")[0] in flags for word in sys.argv[1:])


def _hint_palette(error: PaletteFileError) -> str:
    match error.problem:
        case "damaged":
            return _FOR_IMAGES["damaged"]
        case "not-found":
            return _guess_file(error.name)
        case "unsupported" if error.reason.startswith("is an image"):
            return "--like takes the colors of a picture"
        case "unsupported" if error.reason.startswith("is no palette"):
            return "--list-formats shows the formats that are read"
        case _:
            return ""


def _hint_output(error: OutputError) -> str:
    match error:
        case OutputNotFoundError() if "," in error.output:
            return "for several, repeat --format"
        case OutputNotFoundError() if error.is_only_read and not error.reason.endswith("?"):
            return "--list-formats shows those that are written"
        case OutputLoadError() | OutputConfigureError() if error.distribution not in {"", "cvpalette"}:
            return f"a newer version of {quote(error.distribution)} may do it, or its authors want to know"
        case _:
            return ""


def _tell_hidden(folder: str) -> str:
    """Return a hint for a folder that has the name of a built-in palette."""
    from cvpalette.palettes.builtin import is_builtin  # noqa: PLC0415 -- few folders have such a name

    return f"the built-in palette {quote(folder)} is hidden by this folder" if is_builtin(folder) else ""


def _guess_file(name: str) -> str:
    """Return a guess at the file that is meant, without the semicolon, or ''."""
    path = Path(name)
    try:
        with os.scandir(path.parent) as entries:
            names = [entry.name for entry in islice(entries, _MOST_FILES)]
    except (OSError, ValueError):
        return ""
    beside = path.parent.as_posix()
    shown = [each if beside == "." else f"{beside}/{each}" for each in sorted(names)]
    return guess(name, shown).removeprefix("; ") if path.name else ""


def _passes_proxies() -> bool:
    from cvpalette.sources.web import has_proxies  # noqa: PLC0415 -- http and ssl, which are loaded by now

    return has_proxies()
