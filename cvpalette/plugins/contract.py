"""The contract of outputs: four small protocols, and Rendered, what an output may return."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, is_dataclass
from typing import Any, ClassVar, Final, Protocol, TypeAlias, runtime_checkable

from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction
from cvpalette.messages import listed
from cvpalette.plugins.options import list_options, parse_options
from cvpalette.result import Result

__all__ = [
    "CombinedOutput",
    "Contents",
    "ImageOutput",
    "Output",
    "PaletteReader",
    "Rendered",
    "find_problem",
    "suffixes_of",
]

#: One file, as text or bytes; or a set of files by their names, such as "icons/16.png".
Contents: TypeAlias = str | bytes | Mapping[str, str | bytes]

# It becomes part of a file's name, and of nothing above it.
_SUFFIX: Final = re.compile(r"\.[\w.+-]+")


@dataclass(frozen=True)
class Rendered:
    """What an output returns when there is more to say than the contents.

    `report` is a line or two for a person at a terminal, `facts` are what `--report` prints as JSON. Both may
    be functions: these are called only if somebody asks.
    """

    contents: Contents
    report: str | Callable[[], str] = ""
    facts: Mapping[str, Any] | Callable[[], Mapping[str, Any]] = field(default_factory=dict)


class Output(Protocol):
    """A palette as a file: a frozen dataclass that renders. It need not inherit from this.

    Its fields are its options, each `Annotated[type, "help"]` with a default. The first line of its docstring
    describes it. Its name is the name of its entry point in the group `cvpalette.outputs`.

    An output that can write other files too says so in `suffixes`, a ClassVar: each further suffix, and the
    options, as text, that it stands for: {".webp": {"format": "webp"}}. The name of a file then sets them.
    """

    #: What names of its files end in; compound where two would collide: ".css", ".swatch.png".
    suffix: ClassVar[str]

    def render(self, result: Result, /) -> Contents | Rendered:
        r"""Return the contents: text that ends in one "\n" (written as UTF-8), bytes, or a set of files."""


@runtime_checkable
class ImageOutput(Protocol):
    """An output that needs the pixels. One that has `render` too uses that where there is no image."""

    suffix: ClassVar[str]

    def render_image(self, extraction: Extraction, /) -> Contents | Rendered:
        """Return the contents, as `Output.render` does."""


@runtime_checkable
class CombinedOutput(Protocol):
    """An output that can put the palettes of many sources into one file.

    A file whose suffix is ".jsonl" holds one JSON object a line, with the `path` and the `settings` of its
    result: the command adds lines for sources that failed, and `--resume` goes on with it. An output with a
    `thumbnail`, a number of pixels, gets results that have thumbnails whose longer side is that long.
    """

    #: What names of such files end in: ".jsonl"; it may be the same as `suffix`.
    combined_suffix: ClassVar[str]

    def render_all(self, results: Iterable[Result], /) -> Iterator[str | bytes]:
        """Give the contents of one file piece by piece, while the results come in one by one.

        There may be millions: keep as little of each as the format allows. A piece is written before the next
        result is waited for.
        """


@runtime_checkable
class PaletteReader(Protocol):
    """An output that reads its format too. Its class reads, without being configured."""

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Return the palette that a file holds, whoever wrote it.

        Raises ValueError, in words for the user and without the file's name, for what cannot be read and for
        what is no file of the format: a file without a known suffix is shown to all readers. Where any bytes
        would do, `needs_suffix = True` on the class keeps it from being asked then. Where only some would, it
        is a static method that tells so of `data`.
        """


def suffixes_of(output: type[Any]) -> dict[str, Mapping[str, str]]:
    """Return each suffix that an output's files may have, its own first, with the options it stands for."""
    return {output.suffix: {}, **getattr(output, "suffixes", {})}


def find_problem(output: object) -> str:
    """Say why something is no output, such as "has no method 'render'"; nothing where it is one.

    Raises whatever its own annotations and defaults raise.
    """
    if not isinstance(output, type) or not is_dataclass(output):
        return "is not a dataclass"
    if not any(callable(getattr(output, method, None)) for method in ("render", "render_image")):
        return "has neither a method 'render' nor 'render_image'"
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
    if hasattr(output, "render_all") and not _is_suffix(getattr(output, "combined_suffix", None)):
        return "has a method 'render_all' and no 'combined_suffix' such as '.jsonl'"
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
