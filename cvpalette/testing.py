'''Provides the tests that every output must pass; needs pytest.

The smallest case is one class:

    from cvpalette.testing import OutputContract


    class TestMyOutput(OutputContract):
        output = MyOutput()

A test class inherits one more contract for each further protocol that its output has:

    from cvpalette.testing import CombinedContract, OutputContract, ReaderContract


    class TestMyOutput(OutputContract, CombinedContract, ReaderContract):
        """What my output promises."""

        output = MyOutput()
'''

import builtins
import dataclasses
import io
import json
import os
import pickle
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import lru_cache, partial
from typing import Any, ClassVar, NoReturn

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch, Values
from cvpalette.decoding.image import Image
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.extraction import Extraction
from cvpalette.plugins.contract import (
    FAMILIES,
    HOLDINGS,
    CombinedOutput,
    ImageOutput,
    PaletteReader,
    Rendered,
    find_problem,
    find_reader_problem,
)
from cvpalette.plugins.options import list_options
from cvpalette.plugins.registry import ConfiguredOutput, FoundOutput
from cvpalette.rendering.names import plain_name
from cvpalette.result import Result
from cvpalette.roles.scheme import make_scheme
from cvpalette.scope.positions import find_positions
from cvpalette.settings.settings import Scope, Settings

__all__ = [
    "CombinedContract",
    "ImageContract",
    "OutputContract",
    "ReaderContract",
    "ReadingContract",
    "make_extraction",
    "make_result",
]

# These names end comments and strings, look like numbers and codes, or are written from right to left.
_NAMES = (
    'Deep "Sky" Blue',
    "*/ --> ' <b> & ;}",
    "#fff",
    "1 2 3",
    "\u05d0\u05d3\u05d5\u05dd \U0001f534",
    "a\\",
)
# A program that makes a palette may call a swatch so. No file has a name like these.
_UNPRINTABLE = ("two\nlines", "\u2028and\rmore\x85", "a\x07 bell \x1b[31m", "\ufffe", "half \ud800", "\x00")
_NEVER = frozenset("\x00\x07\x1b\x85\u2028\ufffe\ud800")
_MANY = 1 << 18
# What a file may hold of swatches besides colors and names, each with an example.
_COMMENT = "Made by Ada, CC0"
_INK = Color(138, 122, 107)
_FULL: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "groups": ({"group": "Reds"}, {"group": "Reds"}, {"group": "Blues"}),
    "kinds": ({"kind": "global"}, {"kind": "spot"}, {}),
    "spots": ({"kind": "global"}, {"kind": "spot"}, {}),
    "alpha": ({}, {"alpha": 0.6}, {"alpha": 0.2}),
    "values": ({}, {"color": _INK, "values": Values("cmyk", (0.1, 0.2, 0.3, 0.4))}, {}),
    "shares": ({"share": 0.5}, {"share": 0.3}, {"share": 0.2}),
    "comment": ({}, {}, {}),
}
_THREE = ("#264653", "#2a9d8f", "#e9c46a")
# What a palette file may have.
_ALONE = (
    Swatch(Color(38, 70, 83), name="Ink", group="Brand", kind="spot"),
    Swatch(Color(38, 70, 83), name="Ink", group="Signals", alpha=0.5),
    Swatch(_INK, group="Signals", kind="global", values=Values("cmyk", (0.1, 0.2, 0.3, 0.4))),
    Swatch(Color(233, 196, 106)),
)


def make_extraction(
    colors: Sequence[str], name: str = "stripes.png", width: int = 64, names: Sequence[str] = ()
) -> Extraction:
    """Return an extraction of an image with one row for each of the `colors` (`#rrggbb`).

    The image is `width` pixels wide. All colors have the same share. The swatches have the `names`, or no
    names.

    Example:
        >>> from cvpalette.testing import make_extraction
        >>> extraction = make_extraction(["#264653", "#2a9d8f"], width=3)
        >>> print(extraction.palette)
        #264653 50.0%, #2a9d8f 50.0%
        >>> extraction.image.pixels.shape
        (2, 3, 3)
    """
    found = [Color.from_hex(color) for color in colors]
    called = names or [""] * len(found)
    rows = np.array([color.rgb for color in found], np.uint8)
    image = Image(np.repeat(rows[:, None], width, axis=1), name=name)
    swatches = (Swatch(color, 1 / len(found), each) for color, each in zip(found, called, strict=True))
    palette, settings = Palette(tuple(swatches)), Settings(colors=len(found), sort="given")
    result = Result(
        palette=palette,
        name=name,
        width=image.width,
        height=image.height,
        counted=image.width * image.height,
        settings=settings,
        locate=partial(find_positions, image, Scope(), palette, settings.space),
        derive=partial(_derive, palette),
    )
    return Extraction(result, image, ColorHistogram.of_image(image))


# The contracts give the same few palettes to each output.
_derive = lru_cache(make_scheme)


def make_result(
    colors: Sequence[str], name: str = "stripes.png", width: int = 64, names: Sequence[str] = ()
) -> Result:
    """Return the result of the extraction that `make_extraction` makes.

    Example:
        >>> from cvpalette.testing import make_result
        >>> result = make_result(["#264653", "#2a9d8f"], names=["navy", "teal"])
        >>> print(cvpalette.render(result, "css"), end="")
        /* 2 colors of stripes.png, by cvpalette */
        :root {
          --color-navy: #264653; /* "navy", 50.0% */
          --color-teal: #2a9d8f; /* "teal", 50.0% */
        }
    """
    return make_extraction(colors, name, width, names).result


# The test that says what is wrong with a class that no contract fits.
_FIRST = "test_is_an_output"


def _find_misuse(tests: type[Any]) -> str:
    """Return why a test class has no output that can be tested, or ''."""
    if not hasattr(tests, "output"):
        return f"{tests.__name__} tests no output: set 'output' to an instance of it"
    output = tests.output
    if isinstance(output, type):
        return f"{tests.__name__}.output is a class: write output = {output.__name__}()"
    problem = find_problem(type(output))
    return f"{type(output).__name__} is not an output: it {problem}" if problem else ""


class _Contract:
    """The base of the contracts: the tested output, and how many colors its format holds."""

    #: An instance of the output that is tested.
    output: ClassVar[Any]
    #: How many colors the format holds. With more colors, an output raises ValueError; it never drops any.
    most_colors: ClassVar[int] = 256

    @pytest.fixture(autouse=True)
    def _requires_an_output(self, request: pytest.FixtureRequest) -> None:
        """Fail one test with an explanation, and skip the others, if there is no output to test."""
        problem = _find_misuse(type(self))
        if not problem:
            return
        if request.function.__name__ != _FIRST and hasattr(self, _FIRST):
            pytest.skip(f"{_FIRST} says what is wrong")
        _fail(problem)

    def render(self, extraction: Extraction) -> Rendered:
        """Render as the command does: an ImageOutput gets the extraction, any other output the result."""
        shows = isinstance(self.output, ImageOutput)
        is_alone = not extraction.result.has_image and hasattr(self.output, "render")
        made = (
            self.output.render_image(extraction)
            if shows and not is_alone
            else self.output.render(extraction.result)
        )
        return made if isinstance(made, Rendered) else Rendered(made)

    def render_files(self, extraction: Extraction) -> Mapping[str, str | bytes]:
        """Render, and return the files by name; the name of a single file is the suffix."""
        contents = self.render(extraction).contents
        return contents if isinstance(contents, Mapping) else {self.output.suffix: contents}


class OutputContract(_Contract):
    """The tests of every output: inherit from this class, and set `output` to an instance of your output.

    Example:
        >>> from cvpalette.testing import OutputContract
        >>> class TestCss(OutputContract):
        ...     output = cvpalette.find_output("css").load().output()
        >>> TestCss().test_is_an_output()
    """

    def test_describes_itself_in_one_line(self) -> None:
        """--list-formats shows the first line of the docstring."""
        kind = type(self.output)
        description = (kind.__doc__ or "").strip().split("\n", 1)[0]
        # Python gives a dataclass without a docstring its signature as the docstring.
        is_told = bool(description) and not description.startswith(f"{kind.__name__}(")
        _require(is_told, f"{kind.__name__} has no docstring: its first line is what --list-formats shows")

    def test_is_an_output(self) -> None:
        """The registry takes the output: a frozen dataclass that renders, with a suffix, and defaults."""
        problem = find_problem(type(self.output))
        _require(not problem, f"{type(self.output).__name__} is not an output: it {problem}")

    def test_says_what_its_files_are_in_known_words(self) -> None:
        """`family` is one of FAMILIES, and what it `holds` is among HOLDINGS: other words mean nothing."""
        family, held = getattr(self.output, "family", ""), getattr(self.output, "holds", None) or frozenset()
        _require(family in FAMILIES, f"its family {family!r} is none of {sorted(filter(None, FAMILIES))}")
        _require(held <= HOLDINGS, f"it says that it holds {sorted(held - HOLDINGS)}, which nothing can hold")

    def test_every_option_has_a_default_and_help(self) -> None:
        """An output works without options, and --list-formats explains each option."""
        for option in list_options(type(self.output)):
            has_default = option.default is not dataclasses.MISSING
            _require(has_default, f"option '{option.name}' has no default: an output works without options")
            _require(bool(option.help), f"option '{option.name}' has no help: write Annotated[…, \"help\"]")
            if option.is_optional:
                _require_unset(type(self.output), option.field)
        type(self.output)()

    def test_options_are_told_as_they_are_set(self) -> None:
        """The text of a default gives the same value when it is read, so that users can copy it."""
        for option in list_options(type(self.output)):
            read = option.parse(option.default_text)
            _require(
                read == option.default,
                f"option '{option.name}' is {option.default!r} by default, and its text "
                f"{option.default_text!r} is read as {read!r}",
            )

    def test_refuses_an_option_in_words(self) -> None:
        """An output refuses a wrong value with a ValueError that has a sentence for users."""
        for option in list_options(type(self.output)):
            try:
                type(self.output)(**{option.field: _WRONG.get(option.kind, "no such choice")})
            except ValueError as error:
                _require(
                    bool(str(error)), f"option '{option.name}' is refused with no message: say what is wrong"
                )
            except TypeError:
                continue  # a text where the option is a number: the command turns texts into numbers first

    @pytest.mark.parametrize("count", [1, 2, 6, 256])
    def test_renders_any_number_of_colors(self, count: int) -> None:
        """An output renders one color, and as many as its format holds; more colors are a ValueError."""
        extraction = make_extraction(_grays(count))
        if count <= self.most_colors:
            try:
                files = self.render_files(extraction)
            except ValueError as error:
                _fail(
                    f"{count} colors are refused: {str(error)!r}; if its format holds fewer, "
                    f"set 'most_colors' in {type(self).__name__}"
                )
            wrong = [name for name, data in files.items() if not isinstance(data, str | bytes)]
            _require(not wrong, f"with {count} colors, {wrong} are neither text nor bytes")
            return
        try:
            self.render(extraction)
        except ValueError as error:
            is_told = str(self.most_colors) in str(error)
            _require(
                is_told, f"{count} colors are refused with {str(error)!r}: name the limit, {self.most_colors}"
            )
        else:
            _fail(f"its format holds {self.most_colors} colors, but it renders {count}: raise ValueError")

    @pytest.mark.parametrize(
        "name", ["*/ --> \"'<&.png", "caf\u00e9 \u6f22\u5b57.jpg", "a\tb\nc.png", "n" * 250]
    )
    def test_takes_any_file_name(self, name: str) -> None:
        """A source can have any file name."""
        files = self.render_files(make_extraction(["#264653", "#e76f51"], name))
        _require(all(files.values()), f"it renders nothing for a file named {name!r}")

    def test_takes_any_swatch_name(self) -> None:
        """Names come from palette files, and may end comments and strings."""
        names = _NAMES[: self.most_colors]
        files = self.render_files(make_extraction(_grays(len(names)), names=names))
        _require(all(files.values()), f"it renders nothing for swatches named {list(names)}")

    def test_takes_names_that_no_file_has(self) -> None:
        """A program may name swatches with line breaks, control characters and halves of characters."""
        names = _UNPRINTABLE[: self.most_colors]
        colors = _grays(len(names))
        plain = self.render_files(make_extraction(colors, names=list(map(plain_name, names))))
        for file, data in self.render_files(make_extraction(colors, names=names)).items():
            if not isinstance(data, str):
                continue
            found = [name for name in names for sign in name if sign in _NEVER and sign in data]
            _require(
                not found,
                f"{file}: of the name {found[:1]}, a sign stands in the file that no text may have: "
                "plain_name of cvpalette.writing leaves it out",
            )
            lines, wanted = data.count("\n"), str(plain.get(file, data)).count("\n")
            _require(
                lines == wanted,
                f"{file}: names with line breaks make {lines} lines, not {wanted}: "
                "plain_name of cvpalette.writing makes one line of a name",
            )

    def test_renders_a_palette_alone(self) -> None:
        """A palette file is no picture: it has groups, kinds and alpha, a color twice, and no shares."""
        swatches = _ALONE[: self.most_colors]
        result = Result.of_palette(Palette.of_swatches(swatches, "Alone", comment=_COMMENT), "alone.gpl")
        try:
            files = self.render_files(Extraction.of_result(result))
        except Exception as error:  # noqa: BLE001 -- an output may raise anything
            _fail(
                f"it does not render the palette of a file, which has {len(swatches)} colors and no shares "
                f"and positions: {error!r}"
            )
        wrong = [name for name, data in files.items() if not isinstance(data, str | bytes)]
        _require(not wrong, f"of the palette of a file, {wrong} are neither text nor bytes")

    def test_says_what_is_idle_and_lost_in_words(self) -> None:
        """`idle` gives reasons by the names of options, and `tell_losses` a list of words."""
        names = {option.name for option in list_options(type(self.output))}
        for name, reason in dict(getattr(self.output, "idle", {})).items():
            is_option = name.replace("_", "-") in names
            _require(is_option, f"idle has {name!r}, and no option is called so: there are {sorted(names)}")
            _require(isinstance(reason, str) and bool(reason), f"idle gives no reason for {name!r}")
        tell = getattr(self.output, "tell_losses", None)
        if tell is None:
            return
        told = tell(Palette.of_swatches(_ALONE[: self.most_colors], "Alone"))
        is_list = isinstance(told, list) and all(isinstance(words, str) and words for words in told)
        _require(is_list, f"tell_losses returns {told!r}, and no list of words such as ['long names']")

    def test_prints_nothing(self) -> None:
        """What an output prints would be in the middle of a file that goes to stdout."""
        with redirect_stdout(io.StringIO()) as printed, redirect_stderr(printed):
            self.render(make_extraction(_THREE[: self.most_colors]))
        said = printed.getvalue()
        _require(not said, f"it prints {said[:60]!r}: return a Rendered with a report instead")

    def test_same_extraction_same_contents(self) -> None:
        """Rendering twice gives the same: contents have no time, no path and nothing random in them."""
        extraction = make_extraction(_THREE)
        first, second = self.render_files(extraction), self.render_files(extraction)
        _require(first == second, "the same extraction renders differently the second time: is a time in it?")

    def test_leaves_the_extraction_alone(self) -> None:
        """Rendering does not change the extraction: other outputs render it too."""
        extraction = make_extraction(_THREE)
        palette, histogram = extraction.palette, extraction.histogram
        arrays = (extraction.image.pixels, histogram.colors, histogram.counts)
        copies = [array.tobytes() for array in arrays]
        self.render(extraction)
        _require(extraction.palette == palette, "rendering changes the palette")
        _require(
            [array.tobytes() for array in arrays] == copies, "rendering changes the image or the histogram"
        )

    def test_text_ends_in_one_newline(self) -> None:
        r"""Each line of a text ends in "\n", the last one too; no empty line follows."""
        for name, data in self.render_files(make_extraction(["#264653", "#2a9d8f"])).items():
            if isinstance(data, str):
                _require(data.endswith("\n"), f"{name}: the text does not end in a newline")
                _require(not data.endswith("\n\n"), f"{name}: the text ends in more than one newline")
                data.encode("utf-8")

    def test_files_of_a_set_have_names(self) -> None:
        """A set of files is written into a folder: names are relative paths, and all different."""
        configured = ConfiguredOutput(_FOUND, self.output)
        rendered = configured.render(make_extraction(_THREE))
        if isinstance(rendered.contents, Mapping):
            folded = {name.casefold() for name in rendered.contents}
            is_apart = len(folded) == len(rendered.contents)
            _require(is_apart, f"two names of {sorted(rendered.contents)} differ only in case")

    def test_reports_in_words_and_facts_in_json(self) -> None:
        """A report is text for people; facts are values that JSON can hold."""
        rendered = self.render(make_extraction(_THREE))
        report = rendered.report() if callable(rendered.report) else rendered.report
        facts = rendered.facts() if callable(rendered.facts) else rendered.facts
        _require(isinstance(report, str), f"the report is {type(report).__name__}, not text")
        try:
            again = json.loads(json.dumps(dict(facts), allow_nan=False))
        except (TypeError, ValueError) as error:
            _fail(f"JSON cannot hold the facts: {error}")
        _require(again == dict(facts), f"the facts change in JSON: {dict(facts)!r} becomes {again!r}")

    def test_opens_no_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """An output returns contents; writing them is not its job."""
        extraction = make_extraction(["#264653", "#2a9d8f"])
        # The first rendering may import modules, which Python reads from files.
        self.render(extraction)

        def refuse(*arguments: object, **_: object) -> NoReturn:
            _fail(f"it opens {arguments[:1]}: an output returns contents, and opens no file")

        with monkeypatch.context() as patch:
            for module in (builtins, io, os):
                patch.setattr(module, "open", refuse)
            self.render(extraction)

    def test_travels_to_other_processes(self) -> None:
        """An output can be pickled, and the copy is equal: a batch renders in other processes."""
        try:
            again = pickle.loads(pickle.dumps(self.output))  # noqa: S301 -- pickled in the same line
        except Exception as error:  # noqa: BLE001 -- an output may raise anything
            _fail(f"it does not pickle, so batches cannot use other processes: {error!r}")
        _require(again == self.output, f"it pickles to something else: {again!r}, not {self.output!r}")

    def test_each_protocol_has_its_contract(self) -> None:
        """The test class of an output with `parse`, `render_all` or `render_image` inherits its contract."""
        kinds = (
            (PaletteReader, ReaderContract),
            (CombinedOutput, CombinedContract),
            (ImageOutput, ImageContract),
        )
        for protocol, contract in kinds:
            is_one, is_tested = isinstance(self.output, protocol), isinstance(self, contract)
            ours, theirs = type(self).__name__, contract.__name__
            method = _METHODS[theirs]
            _require(
                is_tested or not is_one,
                f"the output has {method!r}: {ours} must inherit {theirs} of cvpalette.testing too",
            )
            _require(
                is_one or not is_tested,
                f"{ours} inherits {theirs}, but the output has no {method!r}: drop one, or add the other",
            )


class ImageContract(_Contract):
    """The tests of an output that has `render_image`.

    Example:
        >>> from cvpalette.testing import ImageContract, OutputContract
        >>> class TestQuantized(OutputContract, ImageContract):
        ...     output = cvpalette.find_output("quantized").load().output()
        >>> TestQuantized().test_renders_transparent_pixels()
    """

    def test_renders_images_of_any_shape(self) -> None:
        """An image may have one pixel, one row or one column."""
        for width, colors in ((1, _THREE[:1]), (1, _THREE), (7, _THREE[:1])):
            files = self.render_files(make_extraction(colors, width=width))
            _require(all(files.values()), f"it renders nothing for {width} x {len(colors)} pixels")

    def test_renders_transparent_pixels(self) -> None:
        """A pixel of alpha 0 has no color, but is part of the image."""
        opaque = make_extraction(_THREE)
        alpha = np.full(opaque.image.pixels.shape[:2], 255, np.uint8)
        alpha[0] = 0
        image = Image(opaque.image.pixels, alpha, "stripes.png")
        files = self.render_files(Extraction(opaque.result, image, ColorHistogram.of_image(image)))
        _require(all(files.values()), "it renders nothing for an image with transparent pixels")


class CombinedContract(_Contract):
    """The tests of an output that has `render_all`.

    Example:
        >>> from cvpalette.testing import CombinedContract, OutputContract
        >>> class TestCsv(OutputContract, CombinedContract):
        ...     output = cvpalette.find_output("csv").load().output()
        >>> TestCsv().test_same_results_same_file()
    """

    def _make_result(self, colors: Sequence[str], name: str = "stripes.png") -> Result:
        """Return a result as the command gives it to the output: with its digest, if it makes one."""
        extraction = make_extraction(colors, name)
        return ConfiguredOutput(_FOUND, self.output).add_digest(extraction).result

    def combine(self, results: Iterable[Result]) -> bytes:
        """Return the whole combined file of some results."""
        return b"".join(map(_encode, self.output.render_all(results)))

    @pytest.mark.parametrize("count", [1, 2, 40])
    def test_combines_any_number_of_results(self, count: int) -> None:
        """A combined file has one result or many."""
        data = self.combine(self._make_result(_THREE, f"{number}.png") for number in range(count))
        _require(bool(data), f"{count} results make an empty file")

    def test_same_results_same_file(self) -> None:
        """The same results make the same file: it has no time and nothing random in it."""
        results = [self._make_result(_THREE, "a.png"), self._make_result(_THREE[:1], "b.png")]
        first, second = self.combine(results), self.combine(results)
        _require(first == second, "the same results make another file the second time: is a time in it?")

    def test_takes_one_result_at_a_time(self) -> None:
        """An output gives pieces as results come: there may be millions, too many to keep."""
        taken = 0
        result = self._make_result(_THREE[:1], "1.png")

        def count() -> Iterator[Result]:
            nonlocal taken
            # So many that an output may also write them in groups.
            for _ in range(_MANY):
                taken += 1
                yield result

        pieces = iter(self.output.render_all(count()))
        next(pieces)
        _require(taken < _MANY, "it takes all results before it gives its first piece: yield as they come")

    def test_lines_say_their_source(self) -> None:
        """Each line of a .jsonl file has the path and settings of its result, so that a run can resume."""
        if not self.output.combined_suffix.endswith(".jsonl"):
            return
        results = [
            dataclasses.replace(self._make_result(_THREE), path=path) for path in ("a/1.png", "b/1.png")
        ]
        lines = self.combine(results).decode().splitlines()
        _require(len(lines) == len(results), f"{len(results)} results make {len(lines)} lines, not one each")
        for line, result in zip(lines, results, strict=True):
            document = json.loads(line)
            told = document.get("path"), document.get("settings")
            wanted = result.path, result.asked
            _require(told == wanted, f"a line has the path and settings {told}, not {wanted}")


class ReaderContract(_Contract):
    """The tests of an output that has `parse`.

    Example:
        >>> from cvpalette.testing import OutputContract, ReaderContract
        >>> class TestGpl(OutputContract, ReaderContract):
        ...     output = cvpalette.find_output("gpl").load().output()
        >>> TestGpl().test_names_come_back()
    """

    #: Whether the format stores the names of swatches. An output with `holds` says so there.
    holds_names: ClassVar[bool] = True
    #: Whether the format stores the colors of the palette. A theme stores others, which are derived.
    holds_palette: ClassVar[bool] = True

    def read_back(self, extraction: Extraction) -> Palette:
        """Render, and return the palette that the output parses from that."""
        contents = self.render(extraction).contents
        if isinstance(contents, Mapping):
            _fail("parse takes the bytes of one file, and this format is a set of files: drop parse")
        palette: Palette = self.output.parse(_encode(contents))
        return palette

    @pytest.mark.parametrize("count", [1, 2, 6, 256])
    def test_what_it_wrote_it_reads(self, count: int) -> None:
        """An output reads back the same colors in the same order; a swatch without a name gets none."""
        extraction = make_extraction(_grays(min(count, self.most_colors)))
        palette = self.read_back(extraction)
        if not self.holds_palette:
            return
        wrong = [
            f"{number}: {was.hex} became {now.hex}"
            for number, (was, now) in enumerate(
                zip(extraction.palette.colors, palette.colors, strict=False), 1
            )
            if was != now
        ]
        _require(not wrong, f"colors change when they are written and read: {wrong[:3]}")
        _require(
            len(palette) == len(extraction.palette), f"{len(extraction.palette)} became {len(palette)} colors"
        )
        named = sorted({swatch.name for swatch in palette} - {""})
        _require(not named, f"swatches without names are read with the names {named[:3]}")

    def test_names_come_back(self) -> None:
        """An output reads back any name, if its format stores names."""
        names = _NAMES[: self.most_colors]
        palette = self.read_back(make_extraction(_grays(len(names)), names=names))
        if not self.holds_palette:
            return
        back = [swatch.name for swatch in palette]
        held = getattr(self.output, "holds", None)
        has_names = self.holds_names if held is None else "names" in held
        wanted = [name if has_names else "" for name in names]
        how = ""
        if has_names and not any(back):
            how = "; if its format has no names: " + (
                f"holds_names = False in {type(self).__name__}"
                if held is None
                else "take 'names' out of holds"
            )
        elif not has_names and back == list(names):
            how = "; if its format has names: " + (
                "holds_names = True" if held is None else "put 'names' into holds"
            )
        _require(back == wanted, f"the names {wanted} come back as {back}{how}")

    def test_what_it_holds_comes_back(self) -> None:
        """What an output says that it holds, it writes and reads: groups, kinds, alpha and so on."""
        held = getattr(self.output, "holds", None) or frozenset()
        for what in sorted(held & _FULL.keys()):
            palette = _make_full(what, self.most_colors)
            again = self.read_back(Extraction.of_result(Result.of_palette(palette, "full.gpl")))
            was, now = _list_held(palette, what), _list_held(again, what)
            _require(now == was, f"it says that it holds {what}: {was} comes back as {now}")

    def test_broken_files_are_value_errors(self) -> None:
        """A damaged file, or another, gives a palette or a ValueError; an empty file gives a ValueError."""
        contents = self.render(make_extraction(_grays(min(6, self.most_colors)))).contents
        _damage(self.output.parse, _encode(contents) if isinstance(contents, str | bytes) else b"")


class ReadingContract:
    '''The tests of a reader without an output.

    Example:
        >>> from cvpalette.testing import ReadingContract
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
        >>> class TestPlain(ReadingContract):
        ...     reader = Plain
        ...     examples = {"two colors": b"PLAIN #264653 #2a9d8f"}
        >>> TestPlain().test_reads_its_examples()
    '''

    #: The class that is tested, with `parse`.
    reader: ClassVar[Any]
    #: Files that it reads, each with what it is an example of.
    examples: ClassVar[Mapping[str, bytes]]

    def test_is_a_reader(self) -> None:
        """A reader is a class with a suffix and `parse`; the first line of its docstring describes it."""
        problem = find_reader_problem(self.reader)
        _require(not problem, f"{self.reader!r} is not a reader: it {problem}")
        first = (self.reader.__doc__ or "").strip().split("\n", 1)[0]
        _require(bool(first), f"{self.reader.__name__} has no docstring: its first line describes the format")

    def test_reads_its_examples(self) -> None:
        """Each example is a palette, and the same palette each time."""
        for what, data in self.examples.items():
            palette = self.reader.parse(data)
            _require(isinstance(palette, Palette), f"{what}: it returns {type(palette).__name__}, no Palette")
            _require(self.reader.parse(data) == palette, f"{what}: it reads another palette the second time")

    def test_broken_files_are_value_errors(self) -> None:
        """A damaged file, or another, gives a palette or a ValueError; an empty file gives a ValueError."""
        for data in self.examples.values():
            _damage(self.reader.parse, data)


def _damage(parse: Callable[[bytes], Palette], whole: bytes) -> None:
    """Require that a reader refuses an empty file, and bears those of other formats and many damaged ones."""
    _require(_refuses(parse, b""), "an empty file gives a palette, and no ValueError")
    for other in _OTHERS:
        _refuses(parse, other)
    chance = random.Random(0)  # noqa: S311 -- it only chooses the damage
    for _ in range(200):
        damaged = bytearray(whole[: chance.randrange(len(whole) + 1)])
        for _ in range(min(len(damaged), chance.randrange(4))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        _refuses(parse, bytes(damaged))


def _refuses(parse: Callable[[bytes], Palette], data: bytes) -> bool:
    """Tell whether parsing raises a ValueError; fail if it does anything else but parse."""
    try:
        palette = parse(data)
    except ValueError as error:
        _require(str(error).strip() != "", f"a ValueError that says nothing is raised for {data!r}")
        return True
    except Exception as error:
        message = f"{type(error).__name__} is raised, and no ValueError, for {data!r}: {error}"
        raise AssertionError(message) from error
    _require(len(palette) > 0, f"a damaged file gives a palette without colors: {data!r}")
    return False


def _make_full(what: str, most: int) -> Palette:
    """Return a palette whose swatches have one of the things that a file may hold."""
    fields = _FULL[what][:most]
    colors = [Color(200, 60 * number, 10) for number in range(len(fields))]
    swatches = [
        dataclasses.replace(Swatch(color, 1 / len(fields)), **field)
        for color, field in zip(colors, fields, strict=True)
    ]
    palette = Palette(tuple(swatches), has_shares=False)
    if what == "shares":
        return dataclasses.replace(palette, has_shares=True)
    return dataclasses.replace(palette, comment=_COMMENT if what == "comment" else "")


def _list_held(palette: Palette, what: str) -> list[Any]:
    """Return what a palette's swatches have of one thing, rounded as files round it."""
    match what:
        case "comment":
            return palette.comment.splitlines()
        case "alpha":
            return [round(swatch.alpha, 2) for swatch in palette]
        case "spots":
            return [swatch.kind == "spot" for swatch in palette]
        case "shares":
            return [palette.has_shares, *(round(swatch.share, 3) for swatch in palette)]
        case "values":
            return [_round(swatch.values) for swatch in palette]
        case _:
            return [getattr(swatch, {"groups": "group", "kinds": "kind"}[what]) for swatch in palette]


def _round(values: Values | None) -> tuple[Any, ...]:
    return (values.space, *(round(part, 2) for part in values.components)) if values else ()


_FOUND = FoundOutput("tested", "tests", "", None)  # type: ignore[arg-type]
# What an output has if a contract is for it.
_METHODS = {"ReaderContract": "parse", "CombinedContract": "render_all", "ImageContract": "render_image"}
# Files of other formats, which any reader may be asked about.
_OTHERS = (
    *(b"\0", b"\n", b"5", b"null", b"[]", b"[1]", b"{}", b'{"a": 1}', b'"#264653"', b"<a/>", b"a,b\n1,2\n"),
    *(b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\xff\xfe#\0", b"GIMP Palette\n", b"---\na: 1\n", b"\xff" * 64),
)
# For each kind of option, a value that every option of this kind should refuse.
_WRONG: Mapping[Any, Any] = {int: -(10**9), float: -1e9, str: "\0"}


def _require_unset(output: type[Any], field: str) -> None:
    """Require that an option whose type has None takes it."""
    try:
        output(**{field: None})
    except Exception as error:  # noqa: BLE001 -- an output may raise anything
        _fail(f"option '{field}' may be None by its type, and {output.__name__} refuses that: {error!r}")


def _require(is_right: bool, explanation: str) -> None:
    """Fail with an explanation, unless all is right."""
    if not is_right:
        _fail(explanation)


def _fail(explanation: str) -> NoReturn:
    """Fail with nothing but an explanation: a plugin's author does not know the code of the contracts."""
    pytest.fail(explanation, pytrace=False)


def _grays(count: int) -> list[str]:
    return [f"#{level:02x}{level:02x}{level:02x}" for level in range(count)]


def _encode(contents: str | bytes) -> bytes:
    return contents.encode() if isinstance(contents, str) else contents
