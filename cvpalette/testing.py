'''The tests that every output must pass; needs pytest.

A test class inherits one contract for each protocol that its output fulfils:

    from cvpalette.testing import CombinedContract, OutputContract, ReaderContract

    class TestMyOutput(OutputContract, CombinedContract, ReaderContract):
        """What my output promises."""

        output = MyOutput()
'''

import builtins
import contextlib
import dataclasses
import io
import json
import os
import pickle
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, NoReturn

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.decoding.image import Image
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.extraction import Extraction
from cvpalette.plugins.contract import CombinedOutput, ImageOutput, PaletteReader, Rendered, find_problem
from cvpalette.plugins.options import list_options
from cvpalette.plugins.registry import ConfiguredOutput, FoundOutput
from cvpalette.result import Result
from cvpalette.settings.settings import Settings

__all__ = [
    "CombinedContract",
    "ImageContract",
    "OutputContract",
    "ReaderContract",
    "make_extraction",
    "make_result",
]

# They end comments and strings, look like numbers and codes, or are written from right to left.
_NAMES = (
    'Deep "Sky" Blue',
    "*/ --> ' <b> & ;}",
    "#fff",
    "1 2 3",
    "\u05d0\u05d3\u05d5\u05dd \U0001f534",
    "a\\",
)
_THREE = ("#264653", "#2a9d8f", "#e9c46a")


def make_extraction(
    colors: Sequence[str], name: str = "stripes.png", width: int = 64, names: Sequence[str] = ()
) -> Extraction:
    """Return an extraction of stripes of the colors given (`#rrggbb`), all of one height and so of one share.

    The image is `width` pixels wide and has one row for each color. Its swatches have `names`, or none.
    """
    found = [Color.from_hex(color) for color in colors]
    called = names or [""] * len(found)
    rows = np.array([color.rgb for color in found], np.uint8)
    image = Image(np.repeat(rows[:, None], width, axis=1), name=name)
    swatches = (Swatch(color, 1 / len(found), each) for color, each in zip(found, called, strict=True))
    settings = Settings(colors=len(found), sort="given")
    result = Result(
        palette=Palette(tuple(swatches)),
        name=name,
        width=image.width,
        height=image.height,
        counted=image.width * image.height,
        settings=settings,
    )
    return Extraction(result, image, ColorHistogram.of_image(image))


def make_result(
    colors: Sequence[str], name: str = "stripes.png", width: int = 64, names: Sequence[str] = ()
) -> Result:
    """Return the result of what `make_extraction` makes: the same without the image."""
    return make_extraction(colors, name, width, names).result


class _Contract:
    """What the contracts share: an output, and what its format can hold."""

    #: An instance of the output that is tested.
    output: ClassVar[Any]
    #: How many colors the format holds. With more, an output may raise ValueError; it never drops any.
    most_colors: ClassVar[int] = 256

    def render(self, extraction: Extraction) -> Rendered:
        """Render as the command does: the image where the output wants it, or the result alone."""
        made = (
            self.output.render_image(extraction)
            if isinstance(self.output, ImageOutput)
            else self.output.render(extraction.result)
        )
        return made if isinstance(made, Rendered) else Rendered(made)

    def render_files(self, extraction: Extraction) -> Mapping[str, str | bytes]:
        """Render, and return the files by name: one alone is named by the suffix."""
        contents = self.render(extraction).contents
        return contents if isinstance(contents, Mapping) else {self.output.suffix: contents}


class OutputContract(_Contract):
    """What every output promises: inherit, and set `output` to an instance of yours."""

    def test_is_a_frozen_dataclass(self) -> None:
        """An output is a value: its fields are its options."""
        kind = type(self.output)
        _require(dataclasses.is_dataclass(kind), f"{kind.__name__} is no @dataclass(frozen=True)")
        # The one mark that Python leaves on a class, with or without fields.
        parameters: Any = vars(kind)["__dataclass_params__"]
        _require(parameters.frozen, f"{kind.__name__} is not frozen: write @dataclass(frozen=True)")

    def test_describes_itself_in_one_line(self) -> None:
        """The first line of the docstring is what --list-formats shows."""
        kind = type(self.output)
        description = (kind.__doc__ or "").strip().split("\n", 1)[0]
        # A dataclass without a docstring gets its signature for one.
        is_told = bool(description) and not description.startswith(f"{kind.__name__}(")
        _require(is_told, f"{kind.__name__} has no docstring: its first line is what --list-formats shows")

    def test_is_an_output(self) -> None:
        """It is what the registry takes: it renders, and has a suffix and defaults for all options."""
        problem = find_problem(type(self.output))
        _require(not problem, f"{type(self.output).__name__} is no output: it {problem}")

    def test_every_option_has_a_default_and_help(self) -> None:
        """An output works without options, and --list-formats explains each."""
        for option in list_options(type(self.output)):
            has_default = option.default is not dataclasses.MISSING
            _require(has_default, f"option '{option.name}' has no default: an output works without options")
            _require(bool(option.help), f"option '{option.name}' has no help: write Annotated[…, \"help\"]")
        type(self.output)()

    def test_options_are_told_as_they_are_set(self) -> None:
        """A default is written as text that gives the same value again, so that users can copy it."""
        for option in list_options(type(self.output)):
            if option.default is None:
                continue
            read = option.parse(option.default_text)
            _require(
                read == option.default,
                f"option '{option.name}' is {option.default!r} by default, and its text "
                f"{option.default_text!r} is read as {read!r}",
            )

    def test_refuses_an_option_in_words(self) -> None:
        """What an output says of a wrong value is for users: a ValueError with a sentence."""
        for option in list_options(type(self.output)):
            try:
                type(self.output)(**{option.field: _WRONG.get(option.kind, "no such choice")})
            except ValueError as error:
                _require(
                    bool(str(error)), f"option '{option.name}' is refused without a word: say what is wrong"
                )
            except TypeError:
                continue  # text for a number: the command reads numbers before the output sees them

    @pytest.mark.parametrize("count", [1, 2, 6, 256])
    def test_renders_any_number_of_colors(self, count: int) -> None:
        """From one color to as many as the format holds; more than that is an error."""
        extraction = make_extraction(_grays(count))
        if count <= self.most_colors:
            files = self.render_files(extraction)
            wrong = [name for name, data in files.items() if not isinstance(data, str | bytes)]
            _require(not wrong, f"of {count} colors, {wrong} are neither text nor bytes")
            return
        try:
            self.render(extraction)
        except ValueError as error:
            is_told = str(self.most_colors) in str(error)
            _require(
                is_told, f"{count} colors are refused with {str(error)!r}: name the most, {self.most_colors}"
            )
        else:
            pytest.fail(
                f"{count} colors are more than its format holds, {self.most_colors}: raise ValueError"
            )

    @pytest.mark.parametrize(
        "name", ["*/ --> \"'<&.png", "caf\u00e9 \u6f22\u5b57.jpg", "a\tb\nc.png", "n" * 250]
    )
    def test_takes_any_file_name(self, name: str) -> None:
        """Names come from files, and files have any name."""
        files = self.render_files(make_extraction(["#264653", "#e76f51"], name))
        _require(all(files.values()), f"it renders nothing for a file named {name!r}")

    def test_takes_any_swatch_name(self) -> None:
        """Names come from palette files, and end comments and strings if they can."""
        names = _NAMES[: self.most_colors]
        files = self.render_files(make_extraction(_grays(len(names)), names=names))
        _require(all(files.values()), f"it renders nothing for swatches named {list(names)}")

    def test_same_extraction_same_contents(self) -> None:
        """No time, no path, no chance: what is rendered twice is the same."""
        extraction = make_extraction(_THREE)
        first, second = self.render_files(extraction), self.render_files(extraction)
        _require(first == second, "the same extraction renders differently the second time: is a time in it?")

    def test_leaves_the_extraction_alone(self) -> None:
        """Other outputs render the same one."""
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
        r"""Text is lines that end in "\n"; the last one too, and no empty one follows."""
        for name, data in self.render_files(make_extraction(["#264653", "#2a9d8f"])).items():
            if isinstance(data, str):
                _require(data.endswith("\n"), f"{name}: the text does not end in a newline")
                _require(not data.endswith("\n\n"), f"{name}: the text ends in more than one newline")
                data.encode("utf-8")

    def test_files_of_a_set_have_names(self) -> None:
        """A set of files is written below its folder: names are relative, and of different files."""
        configured = ConfiguredOutput(_FOUND, self.output)
        rendered = configured.render(make_extraction(_THREE))
        if isinstance(rendered.contents, Mapping):
            folded = {name.casefold() for name in rendered.contents}
            is_apart = len(folded) == len(rendered.contents)
            _require(is_apart, f"two files of {sorted(rendered.contents)} are one where case does not count")

    def test_reports_in_words_and_facts_in_json(self) -> None:
        """A report is text for a person; facts are what JSON can hold."""
        rendered = self.render(make_extraction(_THREE))
        report = rendered.report() if callable(rendered.report) else rendered.report
        facts = rendered.facts() if callable(rendered.facts) else rendered.facts
        _require(isinstance(report, str), f"the report is {type(report).__name__}, not text")
        try:
            again = json.loads(json.dumps(dict(facts), allow_nan=False))
        except (TypeError, ValueError) as error:
            pytest.fail(f"the facts are not what JSON can hold: {error}")
        _require(again == dict(facts), f"the facts change in JSON: {dict(facts)!r} becomes {again!r}")

    def test_opens_no_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """An output returns contents; writing them is not its job."""
        extraction = make_extraction(["#264653", "#2a9d8f"])
        # What it imports while rendering may be read from files, once.
        self.render(extraction)

        def refuse(*arguments: object, **_: object) -> NoReturn:
            pytest.fail(f"it opens {arguments[:1]}: an output returns contents, and opens no file")

        with monkeypatch.context() as patch:
            for module in (builtins, io, os):
                patch.setattr(module, "open", refuse)
            self.render(extraction)

    def test_travels_to_other_processes(self) -> None:
        """A batch renders in workers: an output pickles, and is the same there."""
        try:
            again = pickle.loads(pickle.dumps(self.output))  # noqa: S301 -- what was pickled a moment ago
        except Exception as error:  # noqa: BLE001 -- whatever the output raises
            pytest.fail(f"it does not pickle, so batches cannot use other processes: {error!r}")
        _require(again == self.output, f"it pickles to something else: {again!r}, not {self.output!r}")

    def test_each_protocol_has_its_contract(self) -> None:
        """Whoever writes `parse`, `render_all` or `render_image` inherits the contract that tests it."""
        kinds = (
            (PaletteReader, ReaderContract),
            (CombinedOutput, CombinedContract),
            (ImageOutput, ImageContract),
        )
        for protocol, contract in kinds:
            if isinstance(self.output, protocol) is not isinstance(self, contract):
                has = "has" if isinstance(self.output, protocol) else "has not"
                pytest.fail(
                    f"the output {has} what {protocol.__name__} asks for: "
                    f"{type(self).__name__} inherits {contract.__name__} if and only if it does"
                )


class ImageContract(_Contract):
    """What an output promises that has `render_image`."""

    def test_renders_images_of_any_shape(self) -> None:
        """One pixel, one row and one column are images too."""
        for width, colors in ((1, _THREE[:1]), (1, _THREE), (7, _THREE[:1])):
            files = self.render_files(make_extraction(colors, width=width))
            _require(all(files.values()), f"it renders nothing of {width} x {len(colors)} pixels")

    def test_renders_transparent_pixels(self) -> None:
        """A pixel of alpha 0 has no color, and is part of the image."""
        opaque = make_extraction(_THREE)
        alpha = np.full(opaque.image.pixels.shape[:2], 255, np.uint8)
        alpha[0] = 0
        image = Image(opaque.image.pixels, alpha, "stripes.png")
        files = self.render_files(Extraction(opaque.result, image, ColorHistogram.of_image(image)))
        _require(all(files.values()), "it renders nothing of an image with transparent pixels")


class CombinedContract(_Contract):
    """What an output promises that has `render_all`."""

    def combine(self, results: Iterable[Result]) -> bytes:
        """Return the whole file that results make."""
        return b"".join(map(_encode, self.output.render_all(results)))

    @pytest.mark.parametrize("count", [1, 2, 40])
    def test_combines_any_number_of_results(self, count: int) -> None:
        """A folder has one image, or very many."""
        data = self.combine(make_result(_THREE, f"{number}.png") for number in range(count))
        _require(bool(data), f"{count} results make an empty file")

    def test_same_results_same_file(self) -> None:
        """No time, no chance: the same results make the same file."""
        results = [make_result(_THREE, "a.png"), make_result(_THREE[:1], "b.png")]
        first, second = self.combine(results), self.combine(results)
        _require(first == second, "the same results make another file the second time: is a time in it?")

    def test_takes_one_result_at_a_time(self) -> None:
        """There may be millions: none is kept until the last one has come."""
        taken = 0

        def count() -> Iterator[Result]:
            nonlocal taken
            for number in range(1 << 10):
                taken += 1
                yield make_result(_THREE[:1], f"{number}.png")

        pieces = iter(self.output.render_all(count()))
        next(pieces)
        _require(taken < 1 << 10, "it takes all results before it gives its first piece: yield as they come")

    def test_lines_say_their_source(self) -> None:
        """A file of lines, .jsonl, is gone on with: each line has the path and the settings of its result."""
        if self.output.combined_suffix != ".jsonl":
            return
        results = [dataclasses.replace(make_result(_THREE), path=path) for path in ("a/1.png", "b/1.png")]
        lines = self.combine(results).decode().splitlines()
        _require(len(lines) == len(results), f"{len(results)} results make {len(lines)} lines, not one each")
        for line, result in zip(lines, results, strict=True):
            document = json.loads(line)
            told = document.get("path"), document.get("settings")
            wanted = result.path, result.asked
            _require(told == wanted, f"a line has the path and settings {told}, not {wanted}")


class ReaderContract(_Contract):
    """What an output promises that has `parse`."""

    #: Whether the names of swatches come back.
    holds_names: ClassVar[bool] = True

    def read_back(self, extraction: Extraction) -> Palette:
        """Return the palette that the output parses from what it rendered."""
        contents = self.render(extraction).contents
        if isinstance(contents, Mapping):
            pytest.fail("a format that is a set of files is not parsed: parse takes the bytes of one file")
        palette: Palette = self.output.parse(_encode(contents))
        return palette

    @pytest.mark.parametrize("count", [1, 2, 6, 256])
    def test_what_it_wrote_it_reads(self, count: int) -> None:
        """The same colors in the same order; and a swatch without a name gets none."""
        extraction = make_extraction(_grays(min(count, self.most_colors)))
        palette = self.read_back(extraction)
        wrong = [
            f"{number}: {was.hex} became {now.hex}"
            for number, (was, now) in enumerate(
                zip(extraction.palette.colors, palette.colors, strict=False), 1
            )
            if was != now
        ]
        _require(not wrong, f"colors change on the way: {wrong[:3]}")
        _require(
            len(palette) == len(extraction.palette), f"{len(extraction.palette)} became {len(palette)} colors"
        )
        named = sorted({swatch.name for swatch in palette} - {""})
        _require(not named, f"swatches that had no names are called {named[:3]}")

    def test_names_come_back(self) -> None:
        """Whatever they are, where the format holds any."""
        names = _NAMES[: self.most_colors]
        palette = self.read_back(make_extraction(_grays(len(names)), names=names))
        back = [swatch.name for swatch in palette]
        wanted = [name if self.holds_names else "" for name in names]
        _require(back == wanted, f"the names {wanted} come back as {back}")

    def test_broken_files_are_value_errors(self) -> None:
        """A file that was cut or damaged gives a palette or a message, and an empty one a message."""
        with pytest.raises(ValueError, match=r"\w"):
            self.output.parse(b"")
        contents = self.render(make_extraction(_grays(min(6, self.most_colors)))).contents
        whole = _encode(contents) if isinstance(contents, str | bytes) else b""
        chance = random.Random(0)  # noqa: S311 -- damage, not secrets
        for _ in range(200):
            damaged = bytearray(whole[: chance.randrange(len(whole) + 1)])
            for _ in range(min(len(damaged), chance.randrange(4))):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            with contextlib.suppress(ValueError):
                palette = self.output.parse(bytes(damaged))
                _require(
                    bool(len(palette)), f"a damaged file is read as no colors at all: {bytes(damaged)!r}"
                )


_FOUND = FoundOutput("tested", "tests", "", None)  # type: ignore[arg-type]
# A value that no option of the kind should take for right.
_WRONG: Mapping[Any, Any] = {int: -(10**9), float: -1e9, str: "\0"}


def _require(is_right: bool, explanation: str) -> None:
    """Fail with an explanation: whoever inherits a contract does not know its code."""
    if not is_right:
        pytest.fail(explanation)


def _grays(count: int) -> list[str]:
    return [f"#{level:02x}{level:02x}{level:02x}" for level in range(count)]


def _encode(contents: str | bytes) -> bytes:
    return contents.encode() if isinstance(contents, str) else contents
