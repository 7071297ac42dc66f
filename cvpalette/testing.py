"""OutputContract, and ReaderContract for those that parse: the tests that outputs must pass; needs pytest.

from cvpalette.testing import OutputContract

class TestMyOutput(OutputContract):
    output = MyOutput()
"""

import builtins
import contextlib
import dataclasses
import io
import os
import random
from collections.abc import Sequence
from typing import Any, ClassVar, NoReturn

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.decoding.image import Image
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.extraction import Extraction
from cvpalette.plugins.contract import PaletteReader, find_problem
from cvpalette.plugins.options import list_options
from cvpalette.settings.settings import Settings

__all__ = ["OutputContract", "ReaderContract", "make_extraction"]


def make_extraction(
    colors: Sequence[str], name: str = "stripes.png", width: int = 64, names: Sequence[str] = ()
) -> Extraction:
    """Return an extraction of stripes of the colors given (`#rrggbb`), all of one height and so of one share.

    The image is `width` pixels wide and has one row for each color; its swatches have `names`, or none.
    """
    found = [Color.from_hex(color) for color in colors]
    called = names or [""] * len(found)
    rows = np.array([color.rgb for color in found], np.uint8)
    image = Image(np.repeat(rows[:, None], width, axis=1), name=name)
    swatches = (Swatch(color, 1 / len(found), each) for color, each in zip(found, called, strict=True))
    palette = Palette(tuple(swatches))
    return Extraction(palette, image, ColorHistogram.of_image(image), Settings(colors=len(found)))


# They end comments and strings, look like numbers and codes, or are written from right to left.
_NAMES = (
    'Deep "Sky" Blue',
    "*/ --> ' <b> & ;}",
    "#fff",
    "1 2 3",
    "\u05d0\u05d3\u05d5\u05dd \U0001f534",
    "a\\",
)


def _greys(count: int) -> list[str]:
    return [f"#{level:02x}{level:02x}{level:02x}" for level in range(count)]


class OutputContract:
    """What an output promises; inherit, and set `output` to an instance of yours.

    `most_colors` is how many its format holds: with more it may raise ValueError, never cut in silence.
    """

    output: ClassVar[Any]
    most_colors: ClassVar[int] = 256

    def test_is_a_frozen_dataclass(self) -> None:
        """An output is a value: its fields are its options."""
        assert dataclasses.is_dataclass(self.output)
        # The one mark that Python leaves on a class, with or without fields.
        parameters: Any = vars(type(self.output))["__dataclass_params__"]
        assert parameters.frozen

    def test_describes_itself_in_one_line(self) -> None:
        """The first line of the docstring is what --list-formats shows."""
        description = (type(self.output).__doc__ or "").strip().split("\n", 1)[0]
        # A dataclass without a docstring gets its signature for one.
        assert description
        assert not description.startswith(f"{type(self.output).__name__}(")

    def test_is_an_output(self) -> None:
        """It is what the registry takes: it renders, and has a suffix and defaults for all options."""
        assert not find_problem(type(self.output))

    def test_every_option_has_a_default_and_help(self) -> None:
        """An output works without options, and --list-formats explains each."""
        for option in list_options(type(self.output)):
            assert option.default is not dataclasses.MISSING, option.name
            assert option.help, option.name
        type(self.output)()

    @pytest.mark.parametrize("count", [1, 2, 6, 256])
    def test_renders_any_number_of_colors(self, count: int) -> None:
        """From one color to as many as the format holds; more than that is an error."""
        extraction = make_extraction(_greys(count))
        if count > self.most_colors:
            with pytest.raises(ValueError, match=str(self.most_colors)):
                self.output.render(extraction)
        else:
            assert isinstance(self.output.render(extraction), str | bytes)

    @pytest.mark.parametrize(
        "name", ["*/ --> \"'<&.png", "caf\u00e9 \u6f22\u5b57.jpg", "a\tb\nc.png", "n" * 250]
    )
    def test_takes_any_file_name(self, name: str) -> None:
        """Names come from files, and files are named anything."""
        assert self.output.render(make_extraction(["#264653", "#e76f51"], name))

    def test_same_extraction_same_contents(self) -> None:
        """No time, no path, no chance: what is rendered twice is the same."""
        extraction = make_extraction(["#264653", "#2a9d8f", "#e9c46a"])
        assert self.output.render(extraction) == self.output.render(extraction)

    def test_leaves_the_extraction_alone(self) -> None:
        """Other outputs render the same one."""
        extraction = make_extraction(["#264653", "#2a9d8f", "#e9c46a"])
        palette, histogram = extraction.palette, extraction.histogram
        arrays = (extraction.image.pixels, histogram.colors, histogram.counts)
        copies = [array.tobytes() for array in arrays]
        self.output.render(extraction)
        assert extraction.palette == palette
        assert [array.tobytes() for array in arrays] == copies

    def test_text_ends_in_one_newline(self) -> None:
        r"""Text is lines that end in "\n"; the last one too, and no empty one behind it."""
        contents = self.output.render(make_extraction(["#264653", "#2a9d8f"]))
        if isinstance(contents, str):
            assert contents.endswith("\n")
            assert not contents.endswith("\n\n")
            contents.encode("utf-8")

    def test_opens_no_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """An output returns contents; writing them is not its job."""
        extraction = make_extraction(["#264653", "#2a9d8f"])
        # What it imports while rendering may be read from files, once.
        self.output.render(extraction)

        def refuse(*_: object, **__: object) -> NoReturn:
            pytest.fail("an output opens no file")

        with monkeypatch.context() as patch:
            for module in (builtins, io, os):
                patch.setattr(module, "open", refuse)
            self.output.render(extraction)

    def test_an_output_that_parses_is_a_reader(self) -> None:
        """Whoever writes `parse` inherits ReaderContract, which tests it."""
        assert isinstance(self.output, PaletteReader) is isinstance(self, ReaderContract)


class ReaderContract(OutputContract):
    """What an output promises that reads its format too.

    `holds_names` is whether the names of swatches come back.
    """

    holds_names: ClassVar[bool] = True

    def read_back(self, extraction: Extraction) -> Palette:
        """Return the palette that the output parses from what it rendered."""
        palette: Palette = self.output.parse(_encode(self.output.render(extraction)))
        return palette

    @pytest.mark.parametrize("count", [1, 2, 6, 256])
    def test_what_it_wrote_it_reads(self, count: int) -> None:
        """The same colors in the same order; and what had no names gets none."""
        extraction = make_extraction(_greys(min(count, self.most_colors)))
        palette = self.read_back(extraction)
        assert palette.colors == extraction.palette.colors
        assert {swatch.name for swatch in palette} == {""}

    def test_names_come_back(self) -> None:
        """Whatever they are, where the format holds any."""
        names = _NAMES[: self.most_colors]
        palette = self.read_back(make_extraction(_greys(len(names)), names=names))
        assert [swatch.name for swatch in palette] == [name if self.holds_names else "" for name in names]

    def test_broken_files_are_value_errors(self) -> None:
        """A file that was cut or damaged gives a palette or a message, and an empty one a message."""
        with pytest.raises(ValueError, match=r"\w"):
            self.output.parse(b"")
        whole = _encode(self.output.render(make_extraction(_greys(min(6, self.most_colors)))))
        chance = random.Random(0)  # noqa: S311 -- damage, not secrets
        for _ in range(200):
            damaged = bytearray(whole[: chance.randrange(len(whole) + 1)])
            for _ in range(min(len(damaged), chance.randrange(4))):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            with contextlib.suppress(ValueError):
                assert len(self.output.parse(bytes(damaged)))


def _encode(contents: str | bytes) -> bytes:
    return contents.encode() if isinstance(contents, str) else contents
