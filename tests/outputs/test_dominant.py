"""The output `dominant`."""

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.extraction import Extraction
from cvpalette.outputs.dominant import DominantColor
from cvpalette.result import Result
from cvpalette.testing import CombinedContract, ImageContract, OutputContract


class TestDominantColor(OutputContract, ImageContract, CombinedContract):
    """What every output promises."""

    output = DominantColor()


def _paint(*parts: tuple[str, int]) -> np.ndarray:
    rows = [np.tile(np.array(Color.from_hex(color).rgb, np.uint8), (rows, 40, 1)) for color, rows in parts]
    return np.concatenate(rows)


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("dominant/default.dominant.txt", DominantColor().render_image(extraction))


def test_it_is_a_color_of_the_picture_and_no_mean() -> None:
    """A yellow wall with a few things before it is yellow; a mean would be none of the colors."""
    found = cvpalette.extract(_paint(("#ffc814", 60), ("#c8195a", 20), ("#5aa0e6", 20)))
    assert DominantColor().render_image(found) == "#ffc814\n"


def test_colorful_parts_count_for_more_than_gray_ones() -> None:
    """A red that fills a third is named before a gray of two thirds, and not a dot of it."""
    most = cvpalette.extract(_paint(("#808080", 66), ("#c81e1e", 33)))
    assert DominantColor().render_image(most) == "#c81e1e\n"
    least = cvpalette.extract(_paint(("#808080", 96), ("#c81e1e", 4)))
    assert DominantColor().render_image(least) == "#808080\n"


def test_a_palette_that_is_given_is_not_searched_for_others() -> None:
    """The color is one of it, with the shares that its colors have in the picture."""
    pixels = _paint(("#ffc814", 60), ("#c8195a", 20))
    given = Palette.of_colors([Color.from_hex("#2040ff"), Color.from_hex("#e0b020")])
    found = cvpalette.extract(pixels, palette=given)
    assert DominantColor().render_image(found) == "#e0b020\n"


def test_a_palette_alone_has_one_too() -> None:
    """By its shares, if it has some."""
    swatches = tuple(
        Swatch(Color.from_hex(color), share) for color, share in (("#2040ff", 0.1), ("#808080", 0.9))
    )
    result = Result.of_palette(Palette(swatches), "two.gpl")
    assert DominantColor().render(result) == "#808080\n"
    assert '"dominant": "#808080"' in "".join(DominantColor().render_all([result]))


def test_many_are_an_object_by_path(extraction: Extraction) -> None:
    """With the sizes of the pictures; of none, it is empty."""
    one = replace(extraction.result, path='photos/"a".png', digest="#123456")
    written = "".join(DominantColor().render_all([one, replace(one, path="b.png")]))
    assert json.loads(written) == {
        'photos/"a".png': {"width": 64, "height": 4, "dominant": "#123456"},
        "b.png": {"width": 64, "height": 4, "dominant": "#123456"},
    }
    assert json.loads("".join(DominantColor().render_all([]))) == {}


def test_a_result_alone_is_refused(extraction: Extraction) -> None:
    """Its palette would give another color than its picture does, and nobody would know."""
    other = replace(extraction.result, digest="00Qhtx", digested_by="BlurHash")
    for result in (extraction.result, other):
        with pytest.raises(ValueError, match="it shows the image, and a result has none"):
            DominantColor().render(result)
        with pytest.raises(ValueError, match="it shows the image, and a result has none"):
            list(DominantColor().render_all([result]))
    given = replace(extraction.result, given="nord.gpl")
    assert DominantColor().render(given) == "#e76f51\n"
