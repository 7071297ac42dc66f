"""parse(): reads the words of a command line, by the table of options.

Typer could do it too; it makes completion. But it takes 60 to 100 ms to start, as long as a
photo takes, and the wording of its errors changes with its version. A test checks that both parse alike.
"""

import os
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Final

from cvpalette.command.request import list_parameters
from cvpalette.errors import CvpaletteError
from cvpalette.messages import guess, listed, quote
from cvpalette.settings.option import Declared

__all__ = ["HELP", "Parsed", "UsageError", "parse"]

#: The options that show help and end the command.
HELP: Final = ("--help", "-h")
# Typer adds these to every command.
_COMPLETION: Final = ("--install-completion", "--show-completion")
_NO_SOURCES: Final = "no source is given; name an image, a folder, a palette, or - for stdin"
# Its color has the distance that --ignore has by default.
_BORDER: Final = "--ignore-border"
# The options that print something and end the command.
_EAGER: Final = {"version", "list_formats", "list_palettes"}
# Of these, --format says in which form they print, or about which formats.
_LISTS: Final = {"list_formats", "list_palettes"}


class UsageError(CvpaletteError):
    """A command line cannot be understood; the text says why."""


@dataclass(slots=True)
class Parsed:
    """A command line: its sources, its values by the names of their fields, and its flags in `given`.

    `action` is 'version', 'list_formats', 'list_palettes', 'help' or 'completion' if the user asked for one
    of them; of several, the first one counts. `topic` is the panel that `--help` is about, 'all', or ''.
    """

    sources: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    given: dict[str, None] = field(default_factory=dict)
    action: str = ""
    topic: str = ""


def parse(words: Sequence[str]) -> Parsed:
    """Read the words that follow the command's name; raises UsageError."""
    if not words:
        from cvpalette.command.help import first_steps  # noqa: PLC0415 -- few runs need it

        message = f"{_NO_SOURCES}, such as:\n{first_steps()}"
        raise UsageError(message)
    line = _Line(words)
    while line.rest:
        word = line.rest.popleft()
        if word == "--":
            line.parsed.sources += line.rest
            break
        if word == "-" or not word.startswith("-"):
            line.parsed.sources.append(word)
        elif word.startswith("--"):
            line.take_long(*word.partition("="))
        else:
            line.take_short(word[1:])
    return line.finish()


# What people ask --help about that has a list of its own.
_LISTED: Final = {
    **dict.fromkeys(("format", "formats", "outputs"), "--list-formats shows the formats with their options"),
    "palettes": "--list-palettes shows the built-in palettes",
}


def _is_asked_about(word: str) -> bool:
    from cvpalette.command.help import TOPICS  # noqa: PLC0415 -- only these runs need it

    return bool(_tell_list(word) or guess(word, TOPICS))


def _tell_list(word: str) -> str:
    """Return what describes a format, or lists what a word names, after a semicolon; or ''."""
    from cvpalette.plugins.entrypoints import find_entry_points  # noqa: PLC0415 -- only a slip needs it

    if word in _LISTED:
        return f"; {_LISTED[word]}"
    groups = ("cvpalette.outputs", "cvpalette.readers")
    is_format = any(each.name == word for group in groups for each in find_entry_points(group))
    return f"; '--list-formats {word}' describes the format" if is_format else ""


class _Line:
    """A command line that is being read; `rest` are the words not read yet."""

    def __init__(self, words: Sequence[str]) -> None:
        self.rest = deque(words)
        self.parsed = Parsed()
        self._flags = {flag: each for each in list_parameters() for flag in each.option.flags}
        self._texts: list[tuple[Declared, str, str]] = []

    def take_long(self, name: str, equals: str, value: str) -> None:
        """Take an option such as `--colors 6` or `--colors=6`."""
        if name in HELP:
            self._ask_help(value if equals else None)
            return
        if name in _COMPLETION:
            self._act("completion")
            return
        declared = self._find(name)
        if declared.kind != "flag":
            self._texts.append((declared, name, value if equals else self._next(name, declared)))
            return
        if equals:
            instead = quote(f"COLOR~{value}")
            distance = f", or give the color as --ignore {instead}" if name == _BORDER else ""
            message = f"{quote(name)} takes no value; leave out {quote(equals + value)}{distance}"
            raise UsageError(message)
        self._set_flag(declared)

    def take_short(self, letters: str) -> None:
        """Take options such as `-k 6`, `-k6`, or `-rq`."""
        for at, letter in enumerate(letters, 1):
            name = f"-{letter}"
            if name in HELP:
                self._ask_help(None)
                continue
            declared = self._find(name)
            if declared.kind != "flag":
                self._texts.append((declared, name, letters[at:] or self._next(name, declared)))
                return
            self._set_flag(declared)

    def finish(self) -> Parsed:
        """Convert texts to values; of the same option, the last one counts, unless it may be repeated."""
        parsed = self.parsed
        if parsed.action in _LISTS:
            parsed.values["formats"] = [text for each, _, text in self._texts if each.name == "formats"]
        if parsed.action:
            return parsed
        self._refuse_two_targets()
        # A text that a later one replaces is not read, as with typer.
        last = {declared.name: at for at, (declared, _, _) in enumerate(self._texts)}
        for at, (declared, name, text) in enumerate(self._texts):
            if last[declared.name] != at and not declared.option.repeated:
                continue
            value = _convert(declared, name, text)
            if declared.option.repeated:
                parsed.values.setdefault(declared.name, []).append(value)
            else:
                parsed.values[declared.name] = value
            parsed.given[declared.flag] = None
        if not parsed.sources:
            message = f"{_NO_SOURCES}; --help shows examples"
            raise UsageError(message)
        return parsed

    def _refuse_two_targets(self) -> None:
        """Refuse two values of --output: who names two files wants both."""
        targets = list(dict.fromkeys(text for declared, _, text in self._texts if declared.name == "output"))
        if len(targets) > 1:
            suffixes = [PurePath(target).suffix[1:] for target in targets]
            message = f"'--output' names one file or folder, not {listed(targets, 'and')}; "
            if len(set(suffixes)) < len(suffixes) and all(suffixes):
                message += "run it once for each of them"
            else:
                formats = " ".join(f"-f {each}" for each in (suffixes if all(suffixes) else ("css", "gpl")))
                message += f"for several formats, repeat --format and name a folder: {formats} -o colors/"
            raise UsageError(message)

    def _ask_help(self, topic: str | None) -> None:
        """Show the help on a topic; without one, the next word may be it."""
        from cvpalette.command.help import TOPICS  # noqa: PLC0415 -- only these runs need it

        self._act("help")
        word = topic if topic is not None else self.rest[0] if self.rest else ""
        if word in TOPICS:
            self.parsed.topic = self.parsed.topic or word
            if topic is None:
                self.rest.popleft()
        # Another word may be a file that stands after --help, unless it is nearly the name of a panel.
        elif topic is not None or (word and not os.path.lexists(word) and _is_asked_about(word)):
            meant = _tell_list(word) or guess(word, TOPICS) or f"; choose {listed(list(TOPICS))}"
            message = f"there is no help on {quote(word)}{meant}"
            raise UsageError(message)

    def _find(self, name: str) -> Declared:
        if name not in self._flags:
            raise UsageError(_unknown(name, self._flags))
        return self._flags[name]

    def _act(self, action: str) -> None:
        self.parsed.action = self.parsed.action or action

    def _set_flag(self, declared: Declared) -> None:
        if declared.name in _EAGER:
            self._act(declared.name)
        self.parsed.values[declared.name] = True
        self.parsed.given[declared.flag] = None

    def _next(self, name: str, declared: Declared) -> str:
        if not self.rest:
            # An unquoted '#' begins a comment of the shell, which takes the rest of the line with it.
            hint = "; in a shell, quote a color such as '#ffffff'" if "COLOR" in declared.metavar else ""
            message = f"{quote(name)} needs a value: {declared.metavar}{hint}"
            raise UsageError(message)
        return self.rest.popleft()


def _convert(declared: Declared, name: str, text: str) -> Any:
    if declared.option.repeated and "COLOR" in declared.metavar:
        _require_one_color(name, text)
    if declared.option.parse:
        return declared.option.parse(text)
    if declared.kind not in {"whole", "number"}:
        return text
    try:
        # int() and float() alone would accept 1_000 too, and digits of other scripts.
        if "_" in text or not text.isascii():
            raise ValueError(text)
        return int(text) if declared.kind == "whole" else float(text)
    except ValueError as error:
        what = "a whole number" if declared.kind == "whole" else "a number"
        message = f"{quote(name)} takes {what}, not {quote(text)}"
        raise UsageError(message) from error


def _require_one_color(name: str, text: str) -> None:
    """Refuse several colors with commas, which no color has but one in the notation of a function."""
    colors = text.replace(",", " ").split()
    if "," in text and "(" not in text and len(colors) > 1:
        instead = " ".join(
            f"{name} {color}" if color.isalnum() else f"{name} {quote(color)}" for color in colors
        )
        message = f"{quote(name)} takes one color, not {quote(text)}; repeat the option: {instead}"
        raise UsageError(message)


# What people look for that is no option of its own, and what does it.
_DOES: Final = {
    "'--pick colors' finds vivid ones": ("--vivid", "--vibrant", "--salient"),
    "'-f quantized -O quantized.dither=floyd-steinberg' does it": ("--dither", "--dithering"),
    "'-f quantized' writes the image in few colors": ("--quantize", "--posterize", "--reduce"),
    "'-O css.prefix=NAME' sets it for a style sheet": ("--prefix",),
    "'--require difference<=3:FILE' compares two palettes, with its quotes": ("--diff", "--compare"),
    "'-f vision' shows what others see, and '--require distinct:deutan>=8' checks it, with its quotes": (
        "--colorblind",
        "--colourblind",
        "--color-blind",
        "--cvd",
        "--vision",
        "--deutan",
        "--protan",
        "--tritan",
    ),
    "'-f contrast' shows it": ("--contrast", "--wcag"),
    "'--colors N', or '-k N', does it": ("-n", "--number", "--num", "--num-colors", "--count", "--clusters"),
    "'--ignore COLOR' does it": ("--exclude", "--without"),
    "did you mean '--ignore-border'?": ("--ignore-background", "--ignore-bg", "--remove-background"),
    "'-O swatch.width=N' does it for a picture of the colors": ("--width", "--size"),
    "name files in other folders with --recursive": ("-R",),
}


def _mean_option(name: str) -> str:
    """Return what does what an unknown option asks for, after a semicolon, or ''."""
    for does, words in _DOES.items():
        if name in words:
            return f"; {does}"
    from cvpalette.plugins.entrypoints import find_entry_points  # noqa: PLC0415 -- only a slip needs it

    outputs = {f"--{each.name}" for each in find_entry_points("cvpalette.outputs")}
    return f"; '-f {name[2:]}' writes it" if name in outputs else ""


def _unknown(name: str, flags: Iterable[str]) -> str:
    border, _, distance = name.partition("~")
    if border == _BORDER:
        instead = quote(f"COLOR~{distance}")
        return f"{quote(border)} takes no distance; give the color instead, as --ignore {instead}"
    long = [flag for flag in (*flags, *HELP, *_COMPLETION) if flag.startswith("--")]
    meant = _mean_option(name) or guess(name, long) or "; --help names all"
    return f"there is no option {quote(name)}{meant}"
