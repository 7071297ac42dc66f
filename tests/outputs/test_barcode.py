"""The output `barcode`: a film as a strip of its frames' colors."""

import dataclasses
import io

import numpy as np
import PIL.Image
import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.barcode import FilmBarcode
from cvpalette.testing import ImageContract, OutputContract, make_extraction


class TestFilmBarcode(OutputContract, ImageContract):
    """What every output promises."""

    output = FilmBarcode()


def _film() -> Extraction:
    columns = np.zeros((3, 64, 3), np.uint8)
    columns[0] = 250, 0, 0
    columns[1] = 0, 250, 0
    columns[2, :32] = 0, 0, 200
    return dataclasses.replace(make_extraction(["#264653", "#e76f51"]), columns=columns)


def _draw(output: FilmBarcode, extraction: Extraction) -> np.ndarray:
    return np.asarray(PIL.Image.open(io.BytesIO(output.render_image(extraction))).convert("RGB"))


def test_frames_stand_side_by_side() -> None:
    """In order, each as wide as the others, and upright."""
    pixels = _draw(FilmBarcode(width=90, height=20), _film())
    assert pixels.shape == (20, 90, 3)
    assert (pixels[:, :30] == (250, 0, 0)).all()
    assert (pixels[:, 30:60] == (0, 250, 0)).all()
    assert (pixels[0, 60:] == (0, 0, 200)).all()
    assert (pixels[-1, 60:] == (0, 0, 0)).all()


def test_means_are_one_color_a_frame() -> None:
    """The mean of the light of what stands in its column: half of the light of 200 is 146."""
    pixels = _draw(FilmBarcode(width=3, height=2, style="means"), _film())
    assert pixels.tolist() == [[[250, 0, 0], [0, 250, 0], [0, 0, 146]]] * 2


def test_more_frames_than_pixels_are_averaged() -> None:
    """None is dropped, and black and white frames mix as their light does."""
    columns = np.zeros((1000, 64, 3), np.uint8)
    columns[::2] = 255
    film = dataclasses.replace(_film(), columns=columns)
    assert np.unique(_draw(FilmBarcode(width=100, height=4), film)).tolist() == [188]


def test_the_colors_of_a_frame_blend_in_light() -> None:
    """Halfway from black to white there is half of the light."""
    columns = np.zeros((1, 2, 3), np.uint8)
    columns[0, 1] = 255
    film = dataclasses.replace(_film(), columns=columns)
    assert 188 in _draw(FilmBarcode(width=1, height=3), film)


def test_an_image_is_a_film_of_one_frame() -> None:
    """Its rows' colors from top to bottom."""
    pixels = _draw(FilmBarcode(width=10, height=2), make_extraction(["#264653", "#e76f51"]))
    assert pixels[0, 0].tolist() == [0x26, 0x46, 0x53]
    assert pixels[1, 9].tolist() == [0xE7, 0x6F, 0x51]


@pytest.mark.parametrize("option", ["width", "height"])
@pytest.mark.parametrize("value", [0, -3, 20_001])
def test_a_size_that_cannot_be_is_refused(option: str, value: int) -> None:
    """In words for who gave it."""
    with pytest.raises(ValueError, match=f"option '{option}' is 1 to 20000, not '{value}'"):
        FilmBarcode(width=value) if option == "width" else FilmBarcode(height=value)
