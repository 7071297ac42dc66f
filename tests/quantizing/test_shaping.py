"""Shape: an image in another size, cropped, padded or turned."""

import tracemalloc
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvpalette.color.color import Color
from cvpalette.color.light import to_levels, to_light
from cvpalette.decoding.image import Image
from cvpalette.errors import SettingsError
from cvpalette.quantizing.shaping import Shape, parse_anchor, parse_shape


def _noise(height: int, width: int) -> Image:
    return Image(np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8))


def _gray(rows: Any) -> Image:
    return Image(np.repeat(np.array(rows, np.uint8)[:, :, None], 3, axis=2))


def _levels(image: Image) -> list[list[int]]:
    found: list[list[int]] = image.pixels[:, :, 0].tolist()
    return found


@pytest.mark.parametrize(
    ("text", "size"), [("800x480", (800, 480)), ("800", (800, 0)), ("800x", None), ("x480", (0, 480))]
)
def test_a_size_has_one_side_or_two(text: str, size: tuple[int, int] | None) -> None:
    """One that is left open is 0."""
    if size is None:
        with pytest.raises(SettingsError, match="such as '800x480', '800' or 'x480', not '800x'"):
            parse_shape(text)
    else:
        assert parse_shape(text) == size


@pytest.mark.parametrize(
    "text", ["", "x", "0", "0x5", "5x0", "-3", "8X4", "1e3", "٣", "3.5", "8 x 4", "8x4\n"]
)
def test_what_is_no_size_is_refused(text: str) -> None:
    """The message says what one looks like."""
    with pytest.raises(SettingsError, match="a size is pixels such as"):
        parse_shape(text)


@pytest.mark.parametrize("text", ["65536", "x65536", "65535x65535", "999999999x999999999"])
def test_a_size_that_is_too_large_is_refused(text: str) -> None:
    """Before any memory is taken."""
    with pytest.raises(
        SettingsError, match="too large; it has at most 65,535 a side, and 250,000,000 in all"
    ):
        parse_shape(text)


def test_a_side_that_follows_may_be_too_large_too() -> None:
    """A column of pixels that is enlarged."""
    with pytest.raises(SettingsError, match="a picture of 10,000 x 40,000 pixels is too large"):
        Shape(size=(10_000, 0)).apply(_noise(4, 1))


def test_without_a_size_the_image_is_itself() -> None:
    """And so it is with the size that it has."""
    image = _noise(4, 6)
    assert Shape().apply(image) is image
    assert Shape(size=(6, 4)).apply(image) is image
    assert Shape(size=(6, 0), rotate="auto").apply(image) is image


@pytest.mark.parametrize(
    ("size", "fit", "expected"),
    [
        ((60, 60), "fill", (60, 60)),
        ((60, 60), "pad", (60, 60)),
        ((60, 60), "stretch", (60, 60)),
        ((60, 60), "inside", (60, 40)),
        ((300, 240), "inside", (300, 200)),
        ((60, 0), "pad", (60, 40)),
        ((0, 60), "stretch", (90, 60)),
        ((1, 0), "fill", (1, 1)),
        ((7, 500), "fill", (7, 500)),
        ((500, 7), "inside", (10, 7)),
    ],
)
def test_the_picture_has_the_size(size: tuple[int, int], fit: str, expected: tuple[int, int]) -> None:
    """Only one that is inside may be smaller."""
    shaped = Shape(size=size, fit=fit).apply(_noise(80, 120))
    assert (shaped.width, shaped.height) == expected


@settings(deadline=None, max_examples=100)
@given(
    st.integers(1, 40), st.integers(1, 40), st.integers(1, 90), st.integers(1, 90),
    st.sampled_from(["fill", "pad", "stretch", "inside"]), st.sampled_from(["auto", "smooth", "nearest"]),
    st.booleans(),
)  # fmt: skip
def test_any_image_goes_into_any_size(  # noqa: PLR0913, PLR0917 -- all that there is
    height: int, width: int, high: int, wide: int, fit: str, scaling: str, has_alpha: bool
) -> None:
    """A flat image stays flat, and opaque where it was."""
    pixels = np.full((height, width, 3), (200, 30, 90), np.uint8)
    image = Image(pixels, np.full((height, width), 255, np.uint8) if has_alpha else None)
    shape = Shape(size=(wide, high), fit=fit, scaling=scaling)
    shaped = shape.apply(image)
    assert fit == "inside" or (shaped.width, shaped.height) == (wide, high)
    assert shaped.width <= wide
    assert shaped.height <= high
    shown = shaped.pixels if shaped.alpha is None else shaped.pixels[shaped.alpha == 255]
    assert len(shown)
    assert np.unique(shown.reshape(-1, 3), axis=0).tolist() == [[200, 30, 90]]


def test_a_smaller_picture_is_the_mean_of_light() -> None:
    """Half black and half white is as bright as level 188, and not as 128."""
    board = _gray([[0, 255] * 4, [255, 0] * 4] * 4)
    assert _levels(Shape(size=(2, 2)).apply(board)) == [[188, 188], [188, 188]]


def test_a_smaller_picture_has_the_light_of_its_areas() -> None:
    """Whole areas, and areas with parts of pixels: as light that one step of OpenCV scales."""
    image = _noise(90, 130)
    for width, height in ((13, 9), (50, 31)):
        wanted = to_levels(cv2.resize(to_light(image.pixels), (width, height), interpolation=cv2.INTER_AREA))
        shaped = Shape(size=(width, height), fit="stretch").apply(image).pixels
        assert np.abs(shaped.astype(int) - wanted).max() <= 1


def test_a_larger_picture_is_interpolated_in_srgb() -> None:
    """The middle between black and white is the middle level; the ends do not wrap around."""
    shaped = Shape(size=(8, 1), fit="stretch", scaling="smooth").apply(_gray([[0, 255]]))
    levels = _levels(shaped)[0]
    assert levels == sorted(levels)
    assert levels[3] + levels[4] == pytest.approx(255, abs=1)
    assert levels[0] == 0
    assert levels[7] == 255


def test_a_picture_in_parts_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Large ones are scaled some rows and columns at a time."""
    image = Image(_noise(60, 70).pixels, np.random.default_rng(1).integers(0, 256, (60, 70), np.uint8))
    shapes = [Shape(size=size, fit="stretch", scaling="smooth") for size in ((20, 30), (200, 160), (20, 160))]
    whole = [shape.apply(image) for shape in shapes]
    monkeypatch.setattr("cvpalette.quantizing.shaping._CHUNK", 1000)
    for shape, expected in zip(shapes, whole, strict=True):
        # OpenCV rounds the last values of a row in another way than those before.
        off = np.abs(_lay_on_black(shape.apply(image)) - _lay_on_black(expected))
        assert off.max() < 1.1


def _lay_on_black(image: Image) -> np.ndarray:
    assert image.alpha is not None
    return image.pixels * (image.alpha[:, :, None] / 255)


@pytest.mark.parametrize("size", [(4, 4), (40, 40)])
def test_hidden_colors_do_not_show(size: tuple[int, int]) -> None:
    """Red on hidden green stays red, however thin it becomes."""
    pixels = np.full((16, 16, 3), (0, 255, 0), np.uint8)
    pixels[:, 5:11] = (255, 0, 0)
    alpha = np.zeros((16, 16), np.uint8)
    alpha[:, 5:11] = 255
    shaped = Shape(size=size, scaling="smooth").apply(Image(pixels, alpha))
    assert shaped.alpha is not None
    assert 0 < shaped.alpha[shaped.alpha < 255].max() < 255
    seen = shaped.pixels[shaped.alpha > 0]
    assert (seen[:, 1] == 0).all()
    assert (seen[:, 0] >= 253).all()


def test_fill_cuts_off_both_ends() -> None:
    """The middle stays: here, of columns 0 to 11, those from 3 to 8."""
    image = _gray([range(12)] * 6)
    assert _levels(Shape(size=(6, 6)).apply(image)) == [[3, 4, 5, 6, 7, 8]] * 6
    turned = Image(np.ascontiguousarray(np.rot90(image.pixels)))
    assert _levels(Shape(size=(6, 6)).apply(turned)) == [[level] * 6 for level in (8, 7, 6, 5, 4, 3)]


@pytest.mark.parametrize("scaling", ["smooth", "nearest"])
@pytest.mark.parametrize(
    ("before", "size"), [((2, 1), (1, 60_000)), ((1, 1), (65_535, 1)), ((10_000, 1), (100, 65_535))]
)
def test_fill_makes_no_more_than_what_is_seen(
    before: tuple[int, int], size: tuple[int, int], scaling: str
) -> None:
    """A pixel that is 60,000 wide and high would take many gigabytes before it is cut."""
    pixels = np.full((before[1], before[0], 3), (200, 30, 90), np.uint8)
    tracemalloc.start()
    try:
        shaped = Shape(size=size, scaling=scaling).apply(Image(pixels))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (shaped.width, shaped.height) == size
    assert (shaped.pixels == pixels[0, 0]).all()
    assert peak < 250 << 20


def test_fill_cuts_what_is_scaled() -> None:
    """Three of eight rows: four are scaled, and half of one is cut off at each end."""
    image = Image(_noise(8, 8).pixels, np.random.default_rng(1).integers(0, 256, (8, 8), np.uint8))
    assert image.alpha is not None
    middle = Image(image.pixels[2:6].copy(), image.alpha[2:6].copy())
    filled = Shape(size=(80, 30), scaling="smooth").apply(image)
    whole = Shape(size=(80, 40), scaling="smooth", fit="stretch").apply(middle)
    off = np.abs(_lay_on_black(filled) - _lay_on_black(Image(whole.pixels[5:35], _some(whole.alpha)[5:35])))
    assert off.max() < 1.1


def _some(alpha: np.ndarray | None) -> np.ndarray:
    assert alpha is not None
    return alpha


def test_between_two_directions_few_pixels_are_held() -> None:
    """A narrow picture becomes wide last."""
    tracemalloc.start()
    try:
        shaped = Shape(size=(900, 6000), fit="stretch").apply(_noise(6000, 1))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4 * shaped.pixels.nbytes


@pytest.mark.parametrize("words", [{"fit": "nonsense"}, {"rotate": "45"}, {"scaling": ""}], ids=str)
def test_words_that_are_none_are_refused(words: dict[str, str]) -> None:
    """The message lists those that there are."""
    ((field, word),) = words.items()
    with pytest.raises(SettingsError, match=f"the {field} of a shape is .*, not '{word}'"):
        Shape(**words)  # type: ignore[arg-type]


def test_pad_adds_the_color_of_the_border() -> None:
    """Or white if there is none, or what is asked for; `find_ground` tells which."""
    flat, noise = _gray([[90] * 8] * 4), _noise(4, 8)
    shape = Shape(size=(8, 8), fit="pad")
    assert _levels(shape.apply(flat)) == [[90] * 8] * 8
    for found, color in (
        (shape, (255, 255, 255)),
        (Shape(size=(8, 8), fit="pad", background=Color(1, 2, 3)), (1, 2, 3)),
    ):
        shaped = found.apply(noise).pixels
        assert np.array_equal(shaped[2:6], noise.pixels)
        assert {tuple(pixel) for pixel in shaped[[0, 1, 6, 7]].reshape(-1, 3).tolist()} == {color}
        assert found.find_ground(noise) == Color(*color)
    assert shape.find_ground(_noise(8, 8)) is None
    assert Shape(size=(8, 8)).find_ground(noise) is None


def test_padding_of_a_picture_with_alpha_is_clear() -> None:
    """A background makes all of it opaque."""
    image = Image(np.full((2, 4, 3), 100, np.uint8), np.full((2, 4), 128, np.uint8))
    shaped = Shape(size=(4, 4), fit="pad").apply(image)
    assert shaped.alpha is not None
    assert shaped.alpha[:, 0].tolist() == [0, 128, 128, 0]
    opaque = Shape(size=(4, 4), fit="pad", background=Color(0, 0, 0))
    assert opaque.apply(image).alpha is None
    assert _levels(opaque.apply(image)) == [[0] * 4, [50] * 4, [50] * 4, [0] * 4]
    assert opaque.find_ground(image) == Color(0, 0, 0)


@pytest.mark.parametrize(
    ("degrees", "rows"),
    [
        ("0", [[1, 2, 3], [4, 5, 6]]),
        ("90", [[4, 1], [5, 2], [6, 3]]),
        ("180", [[6, 5, 4], [3, 2, 1]]),
        ("270", [[3, 6], [2, 5], [1, 4]]),
    ],
)
def test_degrees_are_clockwise(degrees: str, rows: list[list[int]]) -> None:
    """Alpha turns along."""
    image = _gray([[1, 2, 3], [4, 5, 6]])
    shaped = Shape(rotate=degrees).apply(Image(image.pixels, image.pixels[:, :, 0].copy()))
    assert _levels(shaped) == rows
    assert shaped.alpha is not None
    assert shaped.alpha.tolist() == rows


@pytest.mark.parametrize(
    ("size", "first"), [((4, 6), [4, 4, 1, 1]), ((6, 4), [1, 1, 2, 2, 3, 3]), ((6, 6), [1] * 3 + [2] * 3)]
)
def test_auto_turns_only_what_lies_across(size: tuple[int, int], first: list[int]) -> None:
    """A square has neither direction."""
    shape = Shape(size=size, rotate="auto", scaling="nearest", fit="inside" if size != (6, 6) else "fill")
    assert len(_levels(shape.apply(_gray([[1, 2, 3], [4, 5, 6]])))[0]) == size[0]
    if size != (6, 6):
        assert _levels(shape.apply(_gray([[1, 2, 3], [4, 5, 6]])))[0] == first


def _draw_art() -> Image:
    """Draw a sprite of 16 x 12 pixels in four colors."""
    return _gray(np.random.default_rng(2).choice([0, 80, 160, 255], (12, 16)))


def test_enlarged_pixel_art_has_no_new_colors() -> None:
    """Each pixel is a square of a whole number of pixels, wherever the whole picture may be that small."""
    art = _draw_art()
    for size, factor in (((32, 24), 2), ((70, 50), 4), ((48, 0), 3)):
        shaped = Shape(size=size, fit="inside").apply(art)
        assert np.array_equal(shaped.pixels, art.pixels.repeat(factor, axis=0).repeat(factor, axis=1))
    padded = Shape(size=(70, 50), fit="pad", background=Color(9, 9, 9)).apply(art)
    assert np.array_equal(padded.pixels[1:49, 3:67], art.pixels.repeat(4, axis=0).repeat(4, axis=1))
    filled = Shape(size=(70, 50)).apply(art)
    assert set(np.unique(filled.pixels)) == {0, 80, 160, 255}


def test_what_is_no_pixel_art_is_smooth() -> None:
    """Many colors, a large picture, or a picture that is hardly enlarged; an option decides otherwise."""
    art = _draw_art()
    large = Image(np.tile(art.pixels, (30, 41, 1)))
    for image, factor in ((_noise(12, 16), 3), (art, 1.5), (large, 2)):
        size = int(image.width * factor), int(image.height * factor)
        assert len(np.unique(Shape(size=size).apply(image).pixels)) > 4
        nearest = Shape(size=size, scaling="nearest", fit="stretch").apply(image)
        assert {*np.unique(nearest.pixels)} == {*np.unique(image.pixels)}
    smooth = Shape(size=(48, 36), scaling="smooth").apply(art)
    assert len(np.unique(smooth.pixels)) > 4


@pytest.mark.parametrize(
    ("anchor", "first"),
    [("left", 0), ("0%,100%", 0), ("center", 3), ("top", 3), ("50%, 50%", 3), ("right", 6), ("100%,0%", 6)],
)
def test_what_is_at_the_anchor_stays(anchor: str, first: int) -> None:
    """Of ten columns of one row, four stay if a square of four is filled from four rows."""
    image = _gray([[10 * column for column in range(10)]] * 4)
    shaped = Shape(size=(4, 4), anchor=parse_anchor(anchor)).apply(image)
    assert _levels(shaped) == [[10 * (first + column) for column in range(4)]] * 4


@pytest.mark.parametrize(("anchor", "first"), [("top", 0), ("bottom", 6), ("0%,100%", 6), ("50%,33.4%", 2)])
def test_rows_stay_by_the_anchor_too(anchor: str, first: int) -> None:
    """The second number of a point is down."""
    image = _gray([[10 * row] * 4 for row in range(10)])
    shaped = Shape(size=(4, 4), anchor=parse_anchor(anchor)).apply(image)
    assert _levels(shaped) == [[10 * (first + row)] * 4 for row in range(4)]


@given(
    side=st.integers(1, 40),
    other=st.integers(1, 40),
    size=st.tuples(st.integers(1, 30), st.integers(1, 30)),
    anchor=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
@settings(max_examples=30, deadline=None)
def test_any_anchor_gives_the_size(
    side: int, other: int, size: tuple[int, int], anchor: tuple[float, float]
) -> None:
    """Whatever is cut off."""
    shaped = Shape(size=size, anchor=anchor).apply(_noise(side, other))
    assert (shaped.width, shaped.height) == size


@pytest.mark.parametrize("text", ["", "middle", "50%", "50,20", "101%,0%", "-1%,0%", "٣%,0%", "1%,2%,3%"])
def test_what_is_no_anchor_is_refused(text: str) -> None:
    """The message says what one looks like."""
    with pytest.raises(SettingsError, match="a point such as '50%,20%', across and down; not"):
        parse_anchor(text)


@pytest.mark.parametrize("size", [(30, 10), (10, 30), (31, 8)])
def test_the_place_in_padding_is_that_of_the_picture(size: tuple[int, int]) -> None:
    """All around it, there is nothing but the padding."""
    image, shape = _gray([[200] * 8] * 8), Shape(size=size, fit="pad", background=Color(0, 0, 0))
    place = shape.find_place(image)
    assert place
    expected = np.zeros(size[::-1], np.uint8)
    expected[place] = 200
    assert np.array_equal(shape.apply(image).pixels[:, :, 0], expected)


def test_what_is_not_padded_has_no_place() -> None:
    """Also if it fits without padding."""
    image = _gray([[200] * 8] * 8)
    for shape in (Shape(), Shape(size=(4, 2)), Shape(size=(4, 0), fit="pad"), Shape(size=(9, 9), fit="pad")):
        assert shape.find_place(image) is None
