"""The contract of outputs: defines four small protocols, and Rendered, which an output may return."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, is_dataclass
from pathlib import Path
from typing import Any, ClassVar, Final, Protocol, TypeAlias, runtime_checkable

from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction
from cvpalette.messages import listed
from cvpalette.plugins.options import Option, list_options, parse_options
from cvpalette.result import Result
from cvpalette.sources.addresses import FILM_SUFFIXES, PICTURE_SUFFIXES

__all__ = [
    "FAMILIES",
    "HOLDINGS",
    "NO_TEXT",
    "CombinedOutput",
    "Contents",
    "ImageOutput",
    "Output",
    "PaletteReader",
    "Rendered",
    "ending_of",
    "find_problem",
    "find_reader_problem",
    "suffixes_of",
]

#: One file, as text or bytes; or a set of files by their names, such as "icons/16.png".
Contents: TypeAlias = str | bytes | Mapping[str, str | bytes]

#: Suffixes of files that are no text, whatever a template says. Pictures of a few kinds are text.
NO_TEXT: Final = frozenset(
    (
        *({*PICTURE_SUFFIXES} - {".svg", ".pbm", ".pgm", ".ppm", ".pnm", ".ff", ".xpm", ".xbm"}),
        *FILM_SUFFIXES,
        *(".aco", ".act", ".ase", ".swatches", ".kpl", ".sketchpalette", ".pdf", ".ai"),
        *(".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".odg", ".epub"),
        *(".gz", ".bz2", ".xz", ".zst", ".7z", ".tar", ".rar", ".exe", ".wasm", ".sqlite", ".db", ".pickle"),
        *(".parquet", ".doc", ".xls", ".ppt"),
    )
)
# A suffix is added to a file's name, so it must not hold a slash.
_SUFFIX: Final = re.compile(r"\.[\w.+-]+")


#: What kinds of files there are, each with the heading of its list.
FAMILIES: Final[Mapping[str, str]] = {
    "palettes": "Palette files of drawing and paint programs",
    "styles": "Style sheets",
    "tokens": "Design tokens and JSON",
    "code": "Source code and toolkits",
    "tables": "Tables",
    "maps": "Color maps of plots and maps",
    "office": "Office programs",
    "pictures": "Pictures and pages",
    "terminals": "Terminals",
    "editors": "Editors",
    "desktops": "Desktops",
    "checks": "Checks",
    "": "Others",
}
#: What a file may hold of a palette besides its colors. Of the kinds of swatches, some hold only spot colors.
HOLDINGS: Final = frozenset(("names", "groups", "kinds", "spots", "alpha", "values", "shares", "comment"))


@dataclass(frozen=True)
class Rendered:
    r"""The contents that an output returns, with messages about them.

    `report` is a line or two for a person at a terminal. `facts` are printed as JSON by `--report`. Both may
    be functions, which are called only if the text or the facts are needed. `warning` is what everyone has to
    know of the contents, such as that they are of little use.

    Example:
        >>> made = cvpalette.Rendered("a text\n", report="2 colors have names", facts={"named": 2})
        >>> made.facts["named"]
        2
    """

    contents: Contents
    report: str | Callable[[], str] = ""
    facts: Mapping[str, Any] | Callable[[], Mapping[str, Any]] = field(default_factory=dict)
    warning: str | Callable[[], str] = ""


class Output(Protocol):
    r'''An output writes a palette as a file. It is a frozen dataclass, and need not inherit from this.

    Its fields are its options, each `Annotated[type, "help"]` with a default. The first line of its docstring
    describes it. Its name is the name of its entry point in the group `cvpalette.outputs`.

    An output that writes files of other suffixes too lists them in `suffixes`, a ClassVar: each further
    suffix with options as text, such as `{".webp": {"format": "webp"}}`. A file name with that suffix sets
    these options. `asked_suffixes`, a ClassVar, maps suffixes of these to reasons: files of such a suffix are
    written only if the user gives the options too, and are else refused with the reason.

    Three more ClassVars describe its files. `family` is their kind: 'palettes', 'styles', 'tokens', 'code',
    'tables', 'maps', 'office', 'pictures', 'terminals', 'editors', 'desktops', 'checks' or ''. `holds` is a
    frozenset of what a file holds besides colors, from 'names', 'groups', 'kinds', 'spots', 'alpha',
    'values', 'shares' and 'comment'; if it depends on options, it is a property. The command tells the user
    what a palette file has and the output does not hold. Further words of that come from a method
    `tell_losses(palette)`, which returns a list such as `["the order of groups that alternate"]`, empty if
    nothing more is lost. `read_suffixes` are further suffixes of files that `parse` reads.

    An output says with `whole_suffix = True` that only a file name with the whole of its suffix means it: one
    whose suffix is `.strip.png` is not meant by `a.png`.

    An output whose files may have any suffix of a text says so with `any_suffix = True`, a ClassVar, and has
    a property `file_suffix` for those that are not named. No such file is called `.png` or the like. One that
    reads files besides the source, named by its options, has a property `reads` with their paths: they are
    never overwritten. One with options that have no effect beside others has a property `idle` that maps
    their names to the reasons: the command tells the user. So does `idle_settings`, of the names of settings
    that a person may expect to see in its files, such as 'region'; each reason says what the output does.

    Example:
        >>> from dataclasses import dataclass
        >>> from typing import Annotated, ClassVar
        >>> @dataclass(frozen=True)
        ... class Gnuplot:
        ...     """Line colors of gnuplot."""
        ...
        ...     suffix: ClassVar[str] = ".gnuplot"
        ...     start: Annotated[int, "Number of the first line type"] = 1
        ...
        ...     def render(self, result, /):
        ...         numbered = enumerate(result.palette.colors, self.start)
        ...         return "".join(f"set linetype {number} lc rgb '{color}'\n" for number, color in numbered)
        >>> result = cvpalette.extract("logo.png").result
        >>> print(Gnuplot(start=8).render(result), end="")
        set linetype 8 lc rgb '#264653'
        set linetype 9 lc rgb '#e9c46a'
        set linetype 10 lc rgb '#e76f51'
    '''

    #: The suffix of its files, such as ".css". If two outputs would collide: a compound one, ".swatch.png".
    suffix: ClassVar[str]

    def render(self, result: Result, /) -> Contents | Rendered:
        r"""Return the contents: text that ends in one "\n" (written as UTF-8), bytes, or a set of files."""


@runtime_checkable
class ImageOutput(Protocol):
    r'''An output that needs the pixels: of an image, `render_image` is called, and not `render`.

    Where there is no image, `render` is called, if the output has it too: for a palette alone, such as that
    of a file, and for a result without its pixels. If it has not, a row with one pixel of each color is the
    image of a palette alone, and a result without its pixels is refused. An output without `render` gets no
    draft of an image, which would be smaller than the image is, unless it says with `takes_drafts = True`, a
    ClassVar, that the size does not matter.

    An output that shows all frames of an animation says so with `shows_frames = True`, a ClassVar. Otherwise
    the command tells the user that frames are missing.

    Example:
        >>> from dataclasses import dataclass
        >>> from typing import ClassVar
        >>> @dataclass(frozen=True)
        ... class Average:
        ...     """The mean red, green and blue of all pixels."""
        ...
        ...     suffix: ClassVar[str] = ".average.txt"
        ...
        ...     def render_image(self, extraction, /):
        ...         red, green, blue = extraction.image.pixels.mean(axis=(0, 1))
        ...         return f"{red:.0f} {green:.0f} {blue:.0f}\n"
        >>> isinstance(Average(), cvpalette.ImageOutput)
        True
        >>> print(Average().render_image(cvpalette.extract("photo.jpg")), end="")
        159 86 52
    '''

    suffix: ClassVar[str]

    def render_image(self, extraction: Extraction, /) -> Contents | Rendered:
        """Return the contents, as `Output.render` does."""


@runtime_checkable
class CombinedOutput(Protocol):
    r'''An output that can put the palettes of many sources into one file.

    A file whose suffix ends in ".jsonl" holds one JSON object a line, with the `path` and the `settings`
    of its result. No line depends on another: several processes write them, each with one result at a
    time. The command adds lines for sources that failed, and `--resume` can continue the file. An output
    with a `thumbnail`, a number of pixels, gets results with thumbnails; their longer side has that
    length. One with a method `digest_image(extraction)`, which returns a short text, gets results with
    that text as their `digest`: it is made while the pixels are there, by the processes that read the
    images. One whose `positions` is true gets results with their positions. One whose `scheme` is true
    gets results whose scheme is that of the picture. `combined_holds` is what such a file holds of each
    palette, if that is not what `holds` says.

    Example:
        >>> from dataclasses import dataclass
        >>> from typing import ClassVar
        >>> @dataclass(frozen=True)
        ... class Lines:
        ...     """One line for each image."""
        ...
        ...     suffix: ClassVar[str] = ".lines"
        ...     combined_suffix: ClassVar[str] = ".lines"
        ...
        ...     def render(self, result, /):
        ...         return "".join(self.render_all([result]))
        ...
        ...     def render_all(self, results, /):
        ...         for result in results:
        ...             yield f"{result.name}: {result.palette}\n"
        >>> outcomes = cvpalette.extract_many(["photo.jpg", "logo.png"], colors=2)
        >>> results = (outcome.result for outcome in outcomes)
        >>> print("".join(Lines().render_all(results)), end="")
        photo.jpg: #bc6a3f 78.9%, #351108 21.1%
        logo.png: #264653 58.3%, #e9c46a 41.7%
    '''

    #: The suffix of such files, such as ".jsonl"; it may be the same as `suffix`.
    combined_suffix: ClassVar[str]

    def render_all(self, results: Iterable[Result], /) -> Iterator[str | bytes]:
        """Give the contents of one file piece by piece, while the results come in one by one.

        There may be millions of results: keep as little of each as the format allows. The command writes each
        piece at once, before it waits for the next result.
        """


@runtime_checkable
class PaletteReader(Protocol):
    '''An output that reads its format too. The class itself parses, without options.

    A format that is only read has such a class without `render`. Its docstring describes it, it has a
    `suffix`, and its entry point is in the group `cvpalette.readers`.

    Example:
        >>> class Plain:
        ...     """Lists of colors of my program."""
        ...
        ...     suffix = ".plain"
        ...
        ...     @classmethod
        ...     def parse(cls, data, /):
        ...         mark, *lines = data.decode("ascii").split()
        ...         if mark != "PLAIN":
        ...             raise ValueError("it does not start with PLAIN")
        ...         return cvpalette.Palette.of_colors(map(cvpalette.Color.from_hex, lines))
        >>> isinstance(Plain, cvpalette.PaletteReader)
        True
        >>> print(Plain.parse(b"PLAIN #264653 #2a9d8f"))
        #264653, #2a9d8f
    '''

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Return the palette in a file of this format, also one that another program wrote.

        Raises ValueError, worded for the user and without the file's name, if the file is broken or has
        another format: a file without a known suffix is offered to all readers. If the format
        accepts any bytes, set `needs_suffix = True` on the class: it is then asked only about files with its
        suffix. A file of several palettes is one palette, and each of its swatches has a `group`. If only
        some bytes are so ambiguous, make `needs_suffix` a static method that says whether `data` is.
        """


def ending_of(suffix: str) -> str:
    """Return the last part of a suffix or a file's name: `.png` of `.swatch.png`, and '' if there is none."""
    return Path(f"a{suffix}").suffix


def suffixes_of(output: type[Any]) -> dict[str, Mapping[str, str]]:
    """Return each suffix that an output's files may have, with the options it sets; its own comes first."""
    return {output.suffix: {}, **getattr(output, "suffixes", {})}


def find_problem(output: object) -> str:
    """Return why an object is not an output, such as "has no method 'render'", or '' if it is one.

    Raises any error of the object's own annotations and defaults.
    """
    if not isinstance(output, type) or not is_dataclass(output):
        return "is not a dataclass"
    # Only this attribute says whether a dataclass is frozen.
    parameters: Any = getattr(output, "__dataclass_params__", None)
    if not parameters.frozen:
        return "is a dataclass that is not frozen: write @dataclass(frozen=True)"
    if not any(callable(getattr(output, method, None)) for method in ("render", "render_image")):
        return "has neither a method 'render' nor 'render_image'"
    return _find_suffix_problem(output) or _find_option_problem(list_options(output))


def find_reader_problem(reader: object) -> str:
    """Return why an object reads no palettes, such as "has no method 'parse'", or '' if it is a reader."""
    if not isinstance(reader, type):
        return "is not a class"
    if not callable(getattr(reader, "parse", None)):
        return "has no method 'parse'"
    suffixes = (getattr(reader, "suffix", None), *getattr(reader, "read_suffixes", ()))
    return "" if all(map(_is_suffix, suffixes)) else "has no 'suffix' such as '.css'"


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


def _find_option_problem(options: Sequence[Option]) -> str:
    required = [option.name for option in options if option.default is MISSING]
    if required:
        return f"has no default for its option {listed(required, 'and')}"
    odd = [option.name for option in options if not option.is_supported]
    if odd:
        kinds = "str, int, float, bool, Literal, or one of these with None"
        return f"has an option that no text can set, {listed(odd, 'and')}: its type is none of {kinds}"
    return ""


def _is_suffix(value: object) -> bool:
    return isinstance(value, str) and _SUFFIX.fullmatch(value) is not None
