"""Writes --help from the table of options: a screen with what most people need, and each panel in full."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Final

from cvpalette.command.request import list_parameters
from cvpalette.settings.option import PANELS, Declared

__all__ = ["EVERYTHING", "TOPICS", "first_steps", "show", "write_help"]

#: What shows every option after --help, and all words that may follow it.
EVERYTHING: Final = "all"
TOPICS: Final = (*PANELS, EVERYTHING)

_USAGE: Final = "cvpalette [OPTIONS] SOURCES..."
_ABOUT: Final = "Find the colors of images, and write them in any format."
_SOURCES: Final = (
    "SOURCES are image files, folders of images, palette files, names of built-in palettes, http and https "
    "URLs, or - for stdin. Without --format, a terminal shows a table, and a pipe gets one #rrggbb a line."
)
_EXAMPLES: Final = (
    ("cvpalette photo.jpg", "show its colors"),
    ("cvpalette photo.jpg -k 8 -f css -o theme.css", "a style sheet of 8 colors"),
    ("cvpalette photo.jpg -k auto -f swatch -f gpl", "two files beside each other"),
    ("cvpalette shoe.jpg --ignore white -f hex", "colors without the backdrop"),
    ("cvpalette photos/ -r -f json -o colors.json", "all images of a folder"),
    ("cvpalette brand.ase -o brand.gpl", "convert a palette file"),
)
_FIRST_EXAMPLES: Final = (_EXAMPLES[0], _EXAMPLES[1], _EXAMPLES[-1])
_PANEL_EXAMPLES: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    "palette": (
        ("cvpalette photo.jpg -k 5 --names css", "five colors with names"),
        ("cvpalette photo.jpg --palette pico8 -f quantized", "the photo in given colors"),
    ),
    "counting": (
        ("cvpalette shoe.jpg --ignore 'white~10'", "white, and what is near it"),
        ("cvpalette photo.jpg --region 25%,25%,50%,50%", "the middle of the image"),
    ),
    "reading": (
        ("cvpalette film.mp4 --frames all --every 2", "a frame every two seconds"),
        ("cvpalette book.tiff --frames 3", "the third page"),
    ),
    "writing": (
        ("cvpalette photo.jpg -f css -O css.prefix=brand", "--brand-1 and so on"),
        ("cvpalette photos/ -f gpl -o palettes/", "a file for each image"),
    ),
    "many": (
        ("cvpalette photos/ --merge", "one palette for all"),
        ("cvpalette photos/ -f json -o colors.jsonl --resume", "go on after a break"),
    ),
    "other": (
        ("cvpalette --list-formats", "the formats and their options"),
        ("cvpalette --install-completion", "Tab completes words from then on"),
    ),
}
# Options that are in no table: each with its short name, its value, and its help.
_HELP_ROW: Final = ("--help", "-h", "[PANEL]", "Show the options of a panel, or those that most people need.")
_COMPLETION_ROWS: Final = (
    (
        "--install-completion",
        "",
        "",
        "Let your shell complete words with Tab: bash, zsh, fish or PowerShell.",
    ),
    ("--show-completion", "", "", "Print the script that does so."),
)

# Text wider than this is hard to read.
_WIDEST: Final = 100
# A narrower terminal has no room for columns.
_NARROW: Final = 66
_LEFT: Final = 10
_FLAGS: Final = 32
_BOLD: Final = "1"
_CYAN: Final = "36"


def show(topic: str = "") -> None:
    """Print the help on a panel, on everything, or in short."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    print("\n".join(write_help(topic, width, has_colors=_has_colors())))  # noqa: T201 -- --help prints it


def write_help(topic: str, width: int, *, has_colors: bool = False) -> Iterator[str]:
    """Give the lines of the help on a topic; '' is the short help, 'all' every panel."""
    page = _Page(width, has_colors=has_colors)
    if not topic:
        yield from page.write_short()
        return
    names = list(PANELS) if topic == EVERYTHING else [topic]
    if topic == EVERYTHING:
        yield from page.write_start()
    for name in names:
        yield from page.write_panel(name)
        yield ""
    yield from page.write_examples(_EXAMPLES if topic == EVERYTHING else _PANEL_EXAMPLES[topic])


def first_steps() -> str:
    """Return the lines that help whoever runs the command without a word."""
    width = max(len(command) for command, _ in _FIRST_EXAMPLES)
    lines = [f"  {command:<{width}}  {what}" for command, what in _FIRST_EXAMPLES]
    return "\n".join([*lines, "  cvpalette --help"])


class _Page:
    """The help in a terminal of some width, with colors or without."""

    def __init__(self, width: int, *, has_colors: bool) -> None:
        self._width = max(width - 1, 20)  # a full line is followed by an empty one in some terminals
        self._is_narrow = width < _NARROW
        self._has_colors = has_colors

    def write_short(self) -> Iterator[str]:
        """Give what most people need: a line for each common option, and the names of all others."""
        yield from self.write_start()
        for name, heading in PANELS.items():
            options = _list_panel(heading)
            left = self._paint(_BOLD, f"{name:<{_LEFT}}")
            if self._is_narrow:
                yield self._paint(_BOLD, name)
            for declared in options:
                if declared.option.brief:
                    yield from self._write_row(left, _write_flags(declared), declared.option.brief)
                    left = " " * _LEFT
            rest = [each.flag for each in options if not each.option.brief]
            rest += [flag for flag, *_ in _COMPLETION_ROWS] if name == "other" else []
            yield from self._write_rest(rest)
            yield ""
        yield from self.write_examples(_EXAMPLES)
        yield ""
        topics = ", ".join([*list(PANELS)[:-1], f"{[*PANELS][-1]} or {EVERYTHING}"])
        yield from self._wrap(f"More about an option: cvpalette --help PANEL, which is {topics}.")

    def write_start(self) -> Iterator[str]:
        """Give the lines about the command itself."""
        yield f"{self._paint(_BOLD, 'Usage:')} {_USAGE}"
        yield ""
        for paragraph in (_ABOUT, _SOURCES):
            yield from self._wrap(paragraph)
        yield ""

    def write_panel(self, name: str) -> Iterator[str]:
        """Give all options of a panel with their help."""
        yield self._paint(_BOLD, PANELS[name])
        rows = [
            (_write_flags(each), f"{each.option.help}{_write_default(each)}")
            for each in _list_panel(PANELS[name])
        ]
        if name == "other":
            rows += [(_join_flags(*row[:3]), row[3]) for row in (_HELP_ROW, *_COMPLETION_ROWS)]
        for flags, words in rows:
            yield from self._write_option(flags, words)

    def write_examples(self, examples: Sequence[tuple[str, str]]) -> Iterator[str]:
        """Give command lines, each with what it does."""
        yield self._paint(_BOLD, "Examples")
        longest = max(len(command) for command, _ in examples)
        for command, what in examples:
            line = f"  {command:<{longest}}  {what}"
            if len(line) <= self._width:
                yield line
            else:
                yield from self._wrap(what, "  # ", "  # ")
                # A command is never broken: people copy it.
                yield f"  {command}"

    def _write_row(self, left: str, flags: str, words: str) -> Iterator[str]:
        if self._is_narrow:
            yield from self._write_option(flags, words)
        else:
            indent = " " * (_LEFT + _FLAGS)
            text = self._wrap(words, indent, indent)
            yield f"{left}{self._paint(_CYAN, f'{flags:<{_FLAGS}}')}{text[0].strip()}"
            yield from text[1:]

    def _write_rest(self, flags: Sequence[str]) -> Iterator[str]:
        if flags:
            indent = "  " if self._is_narrow else " " * _LEFT
            yield from self._wrap(f"and {' '.join(flags)}", indent, f"{indent}    ")

    def _write_option(self, flags: str, words: str) -> Iterator[str]:
        """Give an option with its help beside it, or below it if there is no room."""
        start = 6 if self._is_narrow else 2 + _FLAGS
        text = self._wrap(words, " " * start, " " * start)
        first = f"  {flags}"
        if len(first) + 2 <= start and not self._is_narrow:
            yield f"  {self._paint(_CYAN, f'{flags:<{_FLAGS}}')}{text[0].strip()}"
            yield from text[1:]
        else:
            yield f"  {self._paint(_CYAN, flags.strip() if self._is_narrow else flags)}"
            yield from text

    def _wrap(self, text: str, first: str = "", others: str = "") -> list[str]:
        return wrap(
            text,
            self._width,
            initial_indent=first,
            subsequent_indent=others,
            break_on_hyphens=False,
            break_long_words=False,
        )

    def _paint(self, style: str, text: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self._has_colors else text


def _list_panel(heading: str) -> list[Declared]:
    """Return the options of a panel, in the order of the table."""
    return [each for each in list_parameters() if each.option.panel == heading]


def _write_flags(declared: Declared) -> str:
    long, *short = declared.option.flags
    return _join_flags(long, short[0] if short else "", "" if declared.kind == "flag" else declared.metavar)


def _join_flags(long: str, short: str, metavar: str) -> str:
    names = f"{short}, {long}" if short else f"    {long}"
    return f"{names} {metavar}" if metavar else names


def _write_default(declared: Declared) -> str:
    """Return the sentence about the default of an option, if its help should tell it."""
    return f" The default is {declared.default}." if declared.default else ""


def _has_colors() -> bool:
    """Tell whether stdout is a terminal that shows styles, and nobody forbids them."""
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    # The old console of Windows shows the codes themselves; its new terminal sets this variable.
    is_old = os.name == "nt" and not {"WT_SESSION", "TERM"} & os.environ.keys()
    return bool(sys.stdout and sys.stdout.isatty()) and not is_plain and not is_old
