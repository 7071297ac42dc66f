"""Leaving pixels out: what is left out, and not how, decides which palette there is."""

from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

import cvpalette
from cvpalette.color.difference import ciede2000
from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image

SAMPLES = Path(__file__).parents[1] / "samples"
# What palettes are asked for: each of these needs something else of the pixels.
ASKED: dict[str, dict[str, Any]] = {
    "pixels": {},
    "colors": {"pick": "colors"},
    "auto": {"colors": "auto", "tolerance": 9},
    "auto colors": {"colors": "auto", "pick": "colors"},
    "accents": {"colors": 4, "accents": True},
    "snap": {"snap": True},
    "keep": {"keep": "#2a9d8f"},
    "all": {"pick": "colors", "colors": "auto", "accents": True, "snap": True, "keep": "#2a9d8f"},
}
PICTURES = ["photo", "product", "art"]
# No picture has such a green.
GREEN = "#00ff00~1"


@cache
def _draw(name: str) -> Image:
    if name == "photo":
        photo = cvpalette.load_image(SAMPLES / "coffee.png").pixels
        return Image(cv2.resize(photo, (105, 70), interpolation=cv2.INTER_AREA).astype(np.uint8))
    if name == "product":  # thin colorful things on white paper, with soft edges
        large = np.full((600, 800, 3), 255, np.uint8)
        for number, color in enumerate([(5, 162, 82), (252, 107, 40), (0, 108, 230), (243, 223, 3)]):
            at = (120 + 180 * number, 180 + 60 * number)
            cv2.ellipse(large, at, (90, 30), 40 * number, 0, 360, color, 9, cv2.LINE_AA)
        return Image(cv2.resize(large, (120, 90), interpolation=cv2.INTER_AREA).astype(np.uint8))
    art = np.full((70, 110, 3), (250, 240, 220), np.uint8)
    for number, color in enumerate([(20, 40, 90), (220, 60, 50), (240, 190, 60), (90, 160, 140)]):
        cv2.circle(art, (16 + 25 * number, 20 + 9 * number), 10, color, -1, cv2.LINE_AA)
    return Image(art)


def _border(name: str) -> str:
    return {"photo": "#8b4a2b~12", "product": "white", "art": "#faf0dc"}[name]


def _palette(image: Image, **options: Any) -> list[tuple[str, float]]:
    palette = cvpalette.extract(image, **options).palette
    return [(swatch.color.hex, swatch.share) for swatch in palette]


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("name", PICTURES)
def test_what_leaves_out_nothing_changes_nothing(name: str, asked: str) -> None:
    """A color that no pixel has, a region and a mask of all, and opacity."""
    image, options = _draw(name), ASKED[asked]
    expected = _palette(image, **options)
    white = np.full(image.pixels.shape[:2], 255, np.uint8)
    ways: list[dict[str, Any]] = [
        {"ignore": [GREEN, "#ff00ff~1"]},
        {"mask": Image(np.repeat(white[:, :, np.newaxis], 3, axis=2))},
    ]
    assert [_palette(image, **options, **way) for way in ways] == [expected] * len(ways)
    opaque = Image(image.pixels, white)
    assert _palette(opaque, **options, region="0%,0%,100%,100%") == expected
    assert _palette(opaque, **options, background="#00ff00", ignore=GREEN) == expected


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("name", PICTURES)
def test_the_way_of_leaving_out_does_not_matter(name: str, asked: str) -> None:
    """The same pixels are ignored, under a mask's black, transparent, or of the border."""
    image, options, code = _draw(name), ASKED[asked], _border(name)
    near = _near(image, code)
    assert 0 < near.sum() < near.size
    kept = np.where(near, 0, 255).astype(np.uint8)
    expected = _palette(image, **options, ignore=code)
    ways = [
        _palette(image, **options, mask=Image(np.repeat(kept[:, :, np.newaxis], 3, axis=2))),
        _palette(Image(image.pixels, kept), **options),
    ]
    if name != "photo":
        ways.append(_palette(image, **options, ignore_border=True))
    assert ways == [expected] * len(ways)


def _near(image: Image, code: str) -> np.ndarray:
    rule = cvpalette.Scope(ignore=code).ignored[0]
    lab = to_space(image.pixels.reshape(-1, 3), "lab")
    center = np.broadcast_to(to_space(np.array([rule.color.rgb]), "lab"), lab.shape)
    near: np.ndarray = ciede2000(lab, center).reshape(image.pixels.shape[:2]) <= rule.distance + 1e-6
    return near


@pytest.mark.parametrize(
    "way", [{"ignore": "white"}, {"ignore": "white~12"}, {"ignore_border": True}], ids=str
)
def test_a_product_keeps_its_own_colors_without_its_paper(way: dict[str, Any]) -> None:
    """They were grays and browns: means of what lies in one column, but not together in the picture."""
    image = _draw("product")
    whole = [color for color, _ in _palette(image, colors=4, pick="colors")]
    found = [color for color, _ in _palette(image, colors=4, pick="colors", **way)]
    lab = [
        to_space(np.array([cvpalette.Color.from_hex(code).rgb for code in each]), "lab")
        for each in (whole, found)
    ]
    gaps = ciede2000(lab[0][:, np.newaxis], lab[1][np.newaxis])
    assert gaps.min(axis=1).max() < 8
    assert gaps.min(axis=0).max() < 8


def test_a_scheme_is_that_of_the_picture_if_nothing_is_left_out() -> None:
    """It is derived from colors that a person would pick, and from the backdrop."""
    for name in PICTURES:
        image = _draw(name)
        expected = cvpalette.extract(image).scheme
        assert cvpalette.extract(image, ignore=GREEN).scheme == expected
        assert (
            cvpalette.extract(Image(image.pixels, np.full(image.pixels.shape[:2], 255, np.uint8))).scheme
            == expected
        )
