"""Image.from_array(): arrays of every kind that people have."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvpalette.decoding.image import Image, _split_array
from cvpalette.errors import ImageError

#: One level, as each type has it, and in 8 bits.
LEVELS = [
    (np.uint8, 51, 51),
    (np.uint8, 2, 2),
    (np.uint16, 51 * 257, 51),
    (np.uint16, 4096, 16),
    (np.uint16, 65535, 255),
    (np.uint16, 51 * 257 + 128, 51),
    (np.uint16, 51 * 257 + 129, 52),
    (">u2", 51 * 257, 51),
    (np.float16, 0.2, 51),
    (np.float32, 0.2, 51),
    (np.float64, 0.2, 51),
    (np.float64, 1.0, 255),
    (np.float64, 1 + 1e-7, 255),
    (np.float32, -1e-7, 0),
    (bool, True, 255),
    (bool, False, 0),
]


@pytest.mark.parametrize(("kind", "level", "expected"), LEVELS, ids=str)
@pytest.mark.parametrize("channels", [None, 1, 2, 3, 4])
def test_every_type_and_shape_is_scaled(kind: Any, level: float, expected: int, channels: int | None) -> None:
    """Gray, gray and alpha, RGB, RGB and alpha; rounded to the nearest of 256 levels."""
    shape = (2, 5) if channels is None else (2, 5, channels)
    pixels, alpha = _split_array(np.full(shape, level, kind), "image")
    assert np.array_equal(pixels, np.full((2, 5, 3), expected, np.uint8))
    assert (alpha is not None) == (channels in {2, 4})
    if alpha is not None:
        assert np.array_equal(alpha, np.full((2, 5), expected, np.uint8))


def test_channels_stay_in_their_order() -> None:
    """RGB, and alpha last."""
    pixels, alpha = _split_array(np.array([[[0.0, 0.2, 0.4, 0.6]]]), "image")
    assert pixels.tolist() == [[[0, 51, 102]]]
    assert alpha is not None
    assert alpha.tolist() == [[153]]


@given(st.integers(4096, 65535) | st.just(0))
def test_16_bits_round_to_the_nearest(level: int) -> None:
    """None is more than half a level off."""
    pixels, _ = _split_array(np.full((1, 1), level, np.uint16), "image")
    assert abs(int(pixels[0, 0, 0]) * 257 - level) <= 128


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
def test_a_large_array_is_converted_whole(kind: Any) -> None:
    """It is taken in parts, which must meet."""
    rows = np.arange(2000) % 256
    scale = {np.uint8: 1, np.uint16: 257, np.float32: 1 / 255}[kind]
    array = np.repeat((rows * scale).astype(kind)[:, None], 1100, axis=1)
    pixels, _ = _split_array(array, "image")
    assert np.array_equal(pixels[:, 0, 0], rows)
    assert np.array_equal(pixels[:, -1, 2], rows)


def test_an_array_may_lie_in_memory_in_any_way() -> None:
    """Turned, mirrored, every second pixel of a larger one."""
    array = np.random.default_rng(1).integers(0, 256, (8, 6, 3), np.uint8)
    for view in (
        array[::-1],
        array[:, ::-2],
        array.swapaxes(0, 1),
        array[:, :, ::-1],
        np.asfortranarray(array),
    ):
        pixels, _ = _split_array(view, "image")
        assert np.array_equal(pixels, view)
        assert pixels.flags.c_contiguous


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((2, 3, 3), np.int32),
        np.zeros((2, 3, 3), np.uint32),
        np.zeros((2, 3), np.int8),
        np.zeros((2, 3), complex),
        np.zeros((2, 3), object),
        np.zeros((2, 3, 5), np.uint8),
        np.zeros((2, 3, 0), np.uint8),
        np.zeros(3, np.uint8),
        np.zeros((1, 2, 3, 3), np.uint8),
        np.zeros((0, 3, 3), np.uint8),
        np.zeros((2, 0), np.float32),
    ],
    ids=lambda array: f"{array.dtype} {array.shape}",
)
def test_other_types_and_shapes_are_an_error(array: np.ndarray) -> None:
    """The message says what is taken, and what this is."""
    with pytest.raises(ImageError, match=r"uint8, uint16 or float 0 to 1.*, not") as caught:
        Image.from_array(array)
    assert str(array.shape) in str(caught.value)


@pytest.mark.parametrize("columns", [3, 4])
def test_a_list_of_colors_is_not_taken_for_a_narrow_gray_image(columns: int) -> None:
    """The error gives both ways to say what is meant, and both are taken."""
    array = np.arange(5 * columns, dtype=np.uint8).reshape(5, columns)
    with pytest.raises(ImageError) as caught:
        Image.from_array(array)
    assert caught.value.problem == "invalid"
    assert all(way in str(caught.value) for way in ("array[None]", "array[:, :, None]", "5 colors"))
    assert np.array_equal(Image.from_array(array[None]).pixels, array[None, :, :3])
    assert np.array_equal(Image.from_array(array[:, :, None]).pixels[:, :, 1], array)


@pytest.mark.parametrize("value", [255.0, 1.01, -0.01, np.nan, np.inf, -np.inf])
def test_floats_beyond_0_to_1_are_an_error(value: float) -> None:
    """They may be 0 to 255, or light: nothing is guessed."""
    array = np.full((2, 5), 0.5)
    array[1, 1] = value
    with pytest.raises(ImageError, match=r"a float array must be 0 to 1, (not|and this one has NaN)"):
        Image.from_array(array)


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float64])
def test_the_array_stays_the_callers(kind: Any) -> None:
    """What is written to it later changes no image."""
    array = np.full((2, 3, 4), {np.uint8: 255, np.uint16: 65535, np.float64: 1}[kind], kind)
    image = Image.from_array(array)
    before = image.pixels.copy()
    array[:] = 0
    assert np.array_equal(image.pixels, before)
    assert array.flags.writeable


@pytest.mark.parametrize("size", [(64, 64), (50, 3000), (1080, 40)], ids=str)
def test_the_column_of_an_image_is_its_mean_light(size: tuple[int, int]) -> None:
    """Black and white squares look like 188 from afar, not like 128."""
    squares = np.indices(size).sum(axis=0) % 2 == 0
    column = Image.from_array(squares[:, :, None]).column
    assert column.shape == (64, 3)
    assert (column == 188).all()


@pytest.mark.parametrize(("most", "kind"), [(255, "'uint8'"), (2, "'uint8'"), (1, "bool")])
@pytest.mark.parametrize("channels", [None, 3])
def test_levels_of_8_bits_in_16_are_an_error(most: int, kind: str, channels: int | None) -> None:
    """They would all be black. It says how to convert them."""
    array = np.zeros((4, 5) if channels is None else (4, 5, channels), np.uint16)
    array[1, 2] = most
    told = rf"the largest is {most}, of 65,535; give array\.astype\({kind}\)$"
    with pytest.raises(ImageError, match=told):
        Image.from_array(array)
    with pytest.raises(ImageError, match=told):
        Image.from_array(array.astype(">u2"))


def test_black_of_16_bits_is_black() -> None:
    """There is no other way to take it; and one brighter pixel says that all have 16 bits."""
    array = np.zeros((4, 5), np.uint16)
    assert not Image.from_array(array).pixels.any()
    array[0, 0] = 4096
    assert Image.from_array(array).pixels.max() == 16


@pytest.mark.parametrize(
    ("most", "told"),
    [
        (256, "256, of 65,535; for 10 bits give array / 1023, for 12 bits give array / 4095, and for"),
        (1023, "1,023, of 65,535; for 10 bits give array / 1023, for 12 bits give array / 4095, and for"),
        (1024, "1,024, of 65,535; for 12 bits give array / 4095, and for a picture as dark as that"),
        (4095, "4,095, of 65,535; for 12 bits give array / 4095, and for a picture as dark as that"),
    ],
)
def test_levels_of_10_and_12_bits_in_16_are_an_error(most: int, told: str) -> None:
    """A sensor's picture would be nearly black. Each way that the message names is taken."""
    array = np.full((4, 5), most, np.uint16)
    with pytest.raises(ImageError, match=f"the largest is {told}"):
        Image.from_array(array)
    assert Image.from_array(np.full((4, 5), 4095, np.uint16) / 4095).pixels.min() == 255
    assert Image.from_array(array / 65535).pixels.max() == round(most / 257)


def test_0_and_1_of_8_bits_are_an_error() -> None:
    """They are no and yes, and would be black. Black alone is black."""
    array = np.zeros((4, 5), np.uint8)
    assert not Image.from_array(array).pixels.any()
    array[0, 0] = 1
    told = r"the largest is 1, of 255; give array\.astype\(bool\) or array \* 255, and for a picture as dark"
    with pytest.raises(ImageError, match=told):
        Image.from_array(array)
    assert Image.from_array(array.astype(bool)).pixels.max() == 255
    assert Image.from_array(array / 255).pixels.max() == 1


def test_many_images_in_one_array_are_an_error() -> None:
    """It says what takes them."""
    with pytest.raises(ImageError, match=r"for many images give extract_many\(list\(array\)\)$"):
        Image.from_array(np.zeros((7, 4, 5, 3), np.uint8))


@pytest.mark.parametrize("kind", [np.int64, np.int32, np.uint32, np.int8])
def test_whole_numbers_of_other_types_are_converted_by_the_caller(kind: Any) -> None:
    """It says how, if they are those of 8 bits."""
    with pytest.raises(ImageError, match=r"; its values are 0 to 255: give array\.astype\('uint8'\)$"):
        Image.from_array(np.full((4, 5), 100, kind))
    with pytest.raises(ImageError, match=r"not \w+ of \(4, 5\)$"):
        Image.from_array(np.full((4, 5), -100, kind) if kind is not np.uint32 else np.full((4, 5), 256, kind))
