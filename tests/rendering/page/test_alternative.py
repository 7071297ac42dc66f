"""find_alternative(): the palette of the same pixels by the other way of picking colors."""

import io
from dataclasses import replace
from typing import Any

import numpy as np
import PIL.Image
import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.extraction import Extraction, extract
from cvpalette.rendering.page.alternative import find_alternative
from cvpalette.settings.settings import Pick
from cvpalette.testing import make_extraction


def _wall() -> np.ndarray:
    """Return a wall of many grays with a small red and a small blue thing."""
    noise = np.random.default_rng(0).normal(0, 12, (60, 80, 1))
    pixels = np.rint(np.linspace(60, 200, 80)[:, None] + noise).clip(0, 255).repeat(3, axis=2)
    pixels[10:15, 10:15] = (200, 30, 30)
    pixels[40:45, 60:65] = (30, 60, 200)
    return pixels.astype(np.uint8)


@pytest.mark.parametrize(("pick", "other"), [("pixels", "colors"), ("colors", "pixels")])
def test_it_is_what_extract_finds(pick: Pick, other: Pick) -> None:
    """Of the pixels that count: here those that are not ignored, of the right part."""
    options: dict[str, Any] = {
        "colors": 4,
        "ignore": "#c81e1e~20",
        "region": "40,0,40,60",
        "names": "css",
        "seed": 1,
    }
    found = find_alternative(extract(_wall(), pick=pick, **options))
    expected = extract(_wall(), pick=other, **options)
    assert found is not None
    assert found.palette == expected.palette
    assert found.settings == expected.settings
    assert found.positions == expected.positions
    assert found.palette != extract(_wall(), pick=pick, **options).palette


def test_a_mask_counts_here_too() -> None:
    """As gray as it is."""
    mask = np.zeros((60, 80, 1), np.uint8)
    mask[:, :40] = 255
    found = find_alternative(extract(_wall(), colors=4, mask=mask))
    assert found is not None
    assert found.palette == extract(_wall(), colors=4, mask=mask, pick="colors").palette


def test_names_of_a_palette_are_not_known_any_more() -> None:
    """A result does not keep it; the other palette has no names."""
    names = Palette((Swatch(Color(255, 0, 0), 0.5, "fire"), Swatch(Color(0, 0, 0), 0.5, "coal")))
    found = find_alternative(extract(_wall(), colors=4, names=names))
    assert found is not None
    assert {swatch.name for swatch in found.palette} == {""}


def _animation() -> bytes:
    frames = [PIL.Image.fromarray(_wall()), PIL.Image.fromarray(_wall()[:, ::-1])]
    contents = io.BytesIO()
    frames[0].save(contents, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    return contents.getvalue()


@pytest.mark.parametrize(
    "extraction",
    [
        extract(_wall(), palette=Palette.of_colors([Color(1, 2, 3), Color(200, 30, 30)])),
        extract(_animation(), colors=4, frames="all"),
        make_extraction(["#264653", "#2a9d8f"]),
        Extraction.of_result(replace(extract(_wall(), colors=4).result, locate=tuple)),
    ],
    ids=["given", "frames", "same", "no image"],
)
def test_some_have_no_other(extraction: Extraction) -> None:
    """Neither colors that nobody searched for, nor those whose pixels are not all there."""
    assert find_alternative(extraction) is None


def test_one_frame_of_an_animation_has_another() -> None:
    """Its pixels are there: what has none above has none because of its frames."""
    assert find_alternative(extract(_animation(), colors=4)) is not None
