"""The output `vision`: what others see, in words, for programs and on a page."""

import base64
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import PIL.Image
import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.vision import VisionPage
from cvpalette.plugins.contract import Rendered
from cvpalette.result import Result
from cvpalette.roles.vision import VISIONS
from cvpalette.testing import ImageContract, OutputContract, make_extraction

PAIR = ("#fdae61", "#a6d96a", "#2c7bb6")


class TestVisionPage(OutputContract, ImageContract):
    """What every output promises."""

    output = VisionPage()


class TestVisionText(OutputContract, ImageContract):
    """The same in words."""

    output = VisionPage(format="text")


def _text(rendered: Rendered) -> str:
    assert isinstance(rendered.contents, str)
    return rendered.contents


def test_json_has_each_color_as_seen_and_the_pairs() -> None:
    """Orange and light green are alike with deutan vision, and with protan vision."""
    document = json.loads(_text(VisionPage(format="json").render(make_extraction(PAIR).result)))
    assert [color["hex"] for color in document["colors"]] == list(PAIR)
    assert document["colors"][0]["deutan"] == "#dac662"
    assert [(pair["vision"], pair["colors"]) for pair in document["alike"]] == [
        ("protan", [0, 1]),
        ("deutan", [0, 1]),
    ]


def test_words_are_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """To the letter; one color has a name."""
    result = make_extraction(PAIR, names=("apricot", "", "")).result
    golden("vision/default.vision.txt", _text(VisionPage(format="text").render(result)))


def test_words_have_the_same() -> None:
    """Nothing is left out if there is nothing."""
    text = _text(VisionPage(format="text").render(make_extraction(PAIR).result))
    assert re.search(r"^deutan +1 #fdae61 +2 #a6d96a +2\.\d\d instead of 35\.\d\d$", text, re.MULTILINE)
    assert text.rstrip("\n").endswith("tritan  none")


def test_report_and_facts_count_the_pairs() -> None:
    """For a person, and for --report."""
    rendered = VisionPage().render(make_extraction(PAIR).result)
    assert callable(rendered.report)
    assert callable(rendered.facts)
    assert rendered.report() == "pairs that become alike: 1 with protan vision, 1 with deutan vision"
    assert rendered.facts() == {"alike": {"protan": 1, "deutan": 1, "tritan": 0}}


def test_the_page_has_the_picture_four_times() -> None:
    """In full vision and in three others; no script runs."""
    page = _text(VisionPage().render_image(make_extraction(PAIR)))
    pictures = re.findall(r'<img src="data:image/webp;base64,([^"]+)"', page)
    assert len(pictures) == 1 + len(VISIONS)
    assert "<script" not in page
    with PIL.Image.open(io.BytesIO(base64.b64decode(pictures[2]))) as picture:
        first, second = (np.asarray(picture.convert("RGB"), int)[row].mean(axis=0) for row in (0, 1))
    assert abs(first - second).max() < 25


def test_a_page_without_a_picture_has_none(extraction: Extraction) -> None:
    """For a palette, and if none is asked for."""
    for rendered in (VisionPage().render(extraction.result), VisionPage(picture=0).render_image(extraction)):
        assert "<img" not in _text(rendered)


@pytest.mark.parametrize(
    ("options", "message"),
    [({"picture": 4000}, "option 'picture' is 0 to 2048"), ({"alike": 0.0}, "option 'alike' is above 0")],
)
def test_what_makes_no_sense_is_refused(options: dict[str, float], message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=message):
        VisionPage(**options)  # type: ignore[arg-type]


def test_a_palette_of_the_same_name_as_the_picture_hides_no_picture() -> None:
    """Whether there is a picture is known, and not guessed by names."""
    extraction = make_extraction(PAIR)
    named = replace(extraction, result=replace(extraction.result, given=extraction.result.name))
    assert "<img" in _text(VisionPage().render_image(named))
    alone = Extraction.of_result(Result.of_palette(extraction.palette, "brand.gpl"))
    assert "<img" not in _text(VisionPage().render_image(alone))
