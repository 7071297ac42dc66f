"""Output: the plugin contract."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, is_dataclass
from typing import Any, ClassVar, Final, Protocol, runtime_checkable

from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction
from cvpalette.messages import listed
from cvpalette.plugins.options import list_options, parse_options
from cvpalette.result import Found

__all__ = [
    "FactualOutput",
    "GatheringOutput",
    "Output",
    "PaletteReader",
    "PicturingOutput",
    "ReportingOutput",
    "ResumableOutput",
    "find_problem",
    "shows_image",
    "suffixes_of",
]

# It becomes part of a file's name, and of nothing above it.
_SUFFIX: Final = re.compile(r"\.[\w.+-]+")


class Output(Protocol):
    """What a format is to cvpalette: a frozen dataclass that renders; it need not inherit from this.

    Its fields are its options, each `Annotated[type, "help"]` with a default; the first line of its
    docstring describes it; its name is the name of its entry point in the group `cvpalette.outputs`.

    One that can write other files too may say so in `suffixes`, a ClassVar: for each further suffix the
    options, as text, that it stands for: {".webp": {"format": "webp"}}. A name given with --output sets them.
    """

    #: What names of its files end in; compound where two would collide: ".css", ".swatch.png".
    suffix: ClassVar[str]

    def render(self, extraction: Extraction, /) -> str | bytes:
        r"""Return a file's contents: text that ends in one "\n" (written as UTF-8), or bytes as they are."""


@runtime_checkable
class ReportingOutput(Output, Protocol):
    """An output that has something to say of what it made."""

    def report(self, extraction: Extraction, contents: bytes, /) -> str:
        """Return a line or two for the person at the terminal, about contents that it rendered."""


@runtime_checkable
class GatheringOutput(Output, Protocol):
    """An output of which one file can hold the palettes of many sources."""

    #: What names of such files end in: ".jsonl"; it may be the same as `suffix`.
    many_suffix: ClassVar[str]

    def render_many(self, found: Iterable[Found], /) -> Iterator[str | bytes]:
        """Give the contents of one file piece by piece, while the palettes come in one by one.

        There may be millions: keep as little of each as the format allows. What a piece holds is written
        before the next palette is waited for.
        """


@runtime_checkable
class PicturingOutput(GatheringOutput, Protocol):
    """A gathering output that shows the images too, as the thumbnails of what is found."""

    #: How many pixels their longer sides have, at most; 0 for no thumbnails.
    thumbnail: int


@runtime_checkable
class ResumableOutput(GatheringOutput, Protocol):
    """A gathering output whose every piece is a line about one source: its files can be gone on with."""

    def read_line(self, line: str, /) -> tuple[str, Mapping[str, Any]]:
        """Return the `path` and the `asked` of what a line is about; raises ValueError for another's line."""


@runtime_checkable
class FactualOutput(Output, Protocol):
    """An output that has facts to tell of what it made, for programs."""

    def facts(self, extraction: Extraction, contents: bytes, /) -> Mapping[str, Any]:
        """Return what JSON can hold, by name, about contents that it rendered."""


@runtime_checkable
class PaletteReader(Output, Protocol):
    """An output that reads its format too; its class is one without being configured."""

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Return the palette that a file holds, whoever wrote it.

        Raises ValueError for what cannot be read: words for the user, without the file's name. What is no
        file of the format is refused too: without a suffix that says what a file is, all readers are asked.
        Where any bytes would do, `needs_suffix = True` on the class keeps it from being asked then;
        where only some would, it is a static method that tells so of `data`.
        """


def suffixes_of(output: type[Any]) -> dict[str, Mapping[str, str]]:
    """Return each suffix that an output's files may have, its own first, with the options it stands for."""
    return {output.suffix: {}, **getattr(output, "suffixes", {})}


def shows_image(output: Output) -> bool:
    """Tell whether what an output makes is of the image itself: `shows_image = True` on its class says so."""
    return bool(getattr(output, "shows_image", False))


def find_problem(output: object) -> str:
    """Say why something is no output, such as "has no method 'render'"; nothing where it is one.

    Raises whatever its own annotations and defaults raise.
    """
    if not isinstance(output, type) or not is_dataclass(output):
        return "is not a dataclass"
    if not callable(getattr(output, "render", None)):
        return "has no method 'render'"
    problem = _find_suffix_problem(output)
    if problem:
        return problem
    required = [option.name for option in list_options(output) if option.default is MISSING]
    if required:
        return f"has no default for its option {listed(required, 'and')}"
    return ""


def _find_suffix_problem(output: type[Any]) -> str:
    if not _is_suffix(getattr(output, "suffix", None)):
        return "has no 'suffix' such as '.css'"
    for suffix, options in suffixes_of(output).items():
        if not _is_suffix(suffix):
            return "has 'suffixes' that are not all such as '.css'"
        try:
            parse_options(output, options)
        except ValueError as error:
            return f"has 'suffixes' with options that it refuses: {error}"
    return ""


def _is_suffix(value: object) -> bool:
    return isinstance(value, str) and _SUFFIX.fullmatch(value) is not None
