"""What is left out: regions, masks, transparency, colors and the border; and the sum of it all."""

from typing import Any

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.decoding.image import Image
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.errors import ImageError
from cvpalette.result import LeftOut
from cvpalette.scope.exclusion import find_border, lay_upon, leave_out
from cvpalette.settings.settings import Scope

WHITE = Color(255, 255, 255)
RED, GREEN, BLUE = (200, 0, 0), (0, 200, 0), (0, 0, 200)


@pytest.fixture
def image() -> Image:
    """Give 4 x 3 pixels: a column each of red, green, blue and white."""
    return Image(np.array([[RED, GREEN, BLUE, WHITE.rgb]] * 3, np.uint8), name="four.png")


def _count(image: Image, **asked: Any) -> tuple[dict[tuple[int, ...], float], tuple[LeftOut, ...]]:
    counted, left_out = leave_out(image, Scope(**asked))
    histogram = ColorHistogram.of_image(counted)
    colors = [tuple(int(channel) for channel in color) for color in histogram.colors]
    return dict(zip(colors, histogram.counts.tolist(), strict=True)), left_out


def test_by_default_all_counts(image: Image) -> None:
    """The very image, with nothing left out."""
    counted, left_out = leave_out(image, Scope())
    assert counted is image
    assert left_out == ()


def test_a_region_counts_alone(image: Image) -> None:
    """In pixels or percent."""
    for region in ("1,0,2,2", "25%,0,50%,2"):
        counts, left_out = _count(image, region=region)
        assert counts == {GREEN: 2, BLUE: 2}
        assert left_out == (LeftOut("region", 8),)


def test_a_region_has_its_part_of_the_alpha(image: Image) -> None:
    """Upright and in place."""
    alpha = np.array([[255, 0, 51, 255]] * 3, np.uint8)
    counts, left_out = _count(Image(image.pixels, alpha), region="1,0,2,1")
    assert counts == {BLUE: pytest.approx(0.2)}
    assert left_out == (LeftOut("region", 10), LeftOut("transparent", 1.8))


def test_a_region_beside_the_image_is_an_error(image: Image) -> None:
    """It names the image, its size and the region."""
    with pytest.raises(
        ImageError, match=r"'four.png': has 4 x 3 pixels, and the region '9,9,1,1' lies outside"
    ):
        leave_out(image, Scope(region="9,9,1,1"))


def test_a_masks_white_counts_and_its_grays_by_their_level(image: Image) -> None:
    """Black does not; the mask's color is its lightness, and its transparency black."""
    mask = Image.from_array(np.array([[255, 51, 0, 255]] * 3, np.uint8)[:, :, None])
    counts, left_out = _count(image, mask=mask)
    assert counts == {RED: 3, GREEN: pytest.approx(0.6), WHITE.rgb: 3}
    assert left_out == (LeftOut("mask", 5.4),)
    see_through = Image(mask.pixels, np.array([[255, 255, 255, 0]] * 3, np.uint8))
    assert _count(image, mask=see_through)[0] == {RED: 3, GREEN: pytest.approx(0.6)}


def test_a_mask_is_laid_on_the_whole_image(image: Image) -> None:
    """Not on the region of it."""
    mask = Image.from_array(np.array([[0, 255, 0, 0]] * 3, np.uint8)[:, :, None])
    assert _count(image, mask=mask, region="1,0,3,1")[0] == {GREEN: 1}


def test_a_mask_and_the_images_own_alpha_multiply(image: Image) -> None:
    """Half of half is a quarter."""
    half = np.full((3, 4), 128, np.uint8)
    counts, left_out = _count(Image(image.pixels, half), mask=Image.from_array(half[:, :, None]))
    assert counts == dict.fromkeys([RED, GREEN, BLUE, WHITE.rgb], pytest.approx(0.75, abs=0.01))
    assert sum(counts.values()) + sum(part.pixels for part in left_out) == pytest.approx(12)


def test_a_mask_of_another_size_is_an_error(image: Image) -> None:
    """It names both, and says what would do."""
    mask = Image(np.zeros((4, 3, 3), np.uint8), name="m.png")
    with pytest.raises(
        ImageError, match=r"'four.png': has 4 x 3 pixels, but its mask 'm.png' has 3 x 4; a mask must have"
    ):
        leave_out(image, Scope(mask=mask))


def test_ignored_colors_do_not_count(image: Image) -> None:
    """Each is said with what it took."""
    counts, left_out = _count(image, ignore=["white", "#c80000~0", "black"])
    assert counts == {GREEN: 3, BLUE: 3}
    assert left_out == (
        LeftOut("ignore", 3, WHITE),
        LeftOut("ignore", 3, Color(*RED)),
        LeftOut("ignore", 0, Color(0, 0, 0)),
    )


def test_the_borders_color_does_not_count() -> None:
    """Anywhere; its frame is that of the whole image, whatever region counts."""
    pixels = np.full((20, 20, 3), 255, np.uint8)
    pixels[5:15, 5:15] = RED
    pixels[8:10, 8:10] = 254
    counts, left_out = _count(Image(pixels), ignore_border=True, region="25%,25%,50%,50%")
    assert counts == {RED: 96}
    assert left_out == (LeftOut("region", 300), LeftOut("border", 4, WHITE))


def test_without_a_border_nothing_is_ignored(image: Image) -> None:
    """And JSON shows that it was looked for."""
    counts, left_out = _count(image, ignore_border=True)
    assert sum(counts.values()) == 12
    assert left_out == (LeftOut("border", 0),)


def test_a_background_shows_through_what_is_transparent() -> None:
    """Blended in sRGB, as browsers do; then all of it is there."""
    pixels = np.array([[RED, RED, RED]], np.uint8)
    image = Image(pixels, np.array([[255, 51, 0]], np.uint8), "a.png", 7)
    actual = lay_upon(image, WHITE)
    assert actual.pixels.tolist() == [[[200, 0, 0], [244, 204, 204], [255, 255, 255]]]
    assert (actual.alpha, actual.name, actual.source_bytes) == (None, "a.png", 7)


def test_a_background_changes_nothing_that_is_opaque(image: Image) -> None:
    """Nor does none."""
    assert lay_upon(image, WHITE) is image
    see_through = Image(image.pixels, np.zeros((3, 4), np.uint8))
    assert lay_upon(see_through, None) is see_through


def test_a_large_image_is_laid_upon_its_background_whole() -> None:
    """It is taken in parts, which must meet."""
    alpha = np.tile(np.arange(256, dtype=np.uint8), (5000, 1))
    actual = lay_upon(Image(np.zeros((5000, 256, 3), np.uint8), alpha), WHITE)
    assert np.array_equal(actual.pixels[:, :, 1], 255 - alpha)


@pytest.mark.parametrize(
    ("alpha", "asked", "message"),
    [
        (0, {}, "has nothing visible: every pixel is fully transparent"),
        (0, {"region": "0,0,1,1"}, "nothing left to count: 11 outside the region, 1 transparent"),
        (255, {"ignore": "black~100"}, "nothing left to count: 12 ignored as #000000"),
        (0, {"ignore": "white"}, "has nothing visible"),
        (255, {"mask": Image(np.zeros((3, 4, 3), np.uint8))}, "to count: 12 under the mask's black"),
    ],
    ids=["transparent", "transparent region", "every color ignored", "nothing to ignore", "black mask"],
)
def test_nothing_left_is_an_error(image: Image, alpha: int, asked: dict[str, Any], message: str) -> None:
    """It names the image, and says where its pixels went."""
    image = Image(image.pixels, np.full((3, 4), alpha, np.uint8), image.name)
    with pytest.raises(ImageError, match=f"'four.png': has .*{message.removeprefix('has ')}"):
        leave_out(image, Scope(**asked))


def test_a_border_that_is_all_there_is_is_an_error() -> None:
    """A blank page has no product on it."""
    with pytest.raises(ImageError, match="nothing left to count: 16 of the border's #ffffff"):
        leave_out(Image(np.full((4, 4, 3), 255, np.uint8)), Scope(ignore_border=True))


def test_what_counts_and_what_does_not_are_all_pixels() -> None:
    """With everything at once, to the weight of a pixel."""
    random = np.random.default_rng(3)
    pixels = random.integers(0, 256, (40, 50, 3), np.uint8)
    pixels[:3] = pixels[-3:] = pixels[:, :3] = pixels[:, -3:] = 255
    image = Image(pixels, random.integers(0, 256, (40, 50), np.uint8))
    mask = Image.from_array(random.integers(0, 256, (40, 50), np.uint8))
    counts, left_out = _count(
        image, mask=mask, region="2%,5%,90%,90%", ignore=["red~30", "#0f0~30"], ignore_border=True
    )
    assert [part.reason for part in left_out] == [
        "region",
        "transparent",
        "mask",
        "ignore",
        "ignore",
        "border",
    ]
    assert all(part.pixels > 0 for part in left_out)
    assert sum(counts.values()) + sum(part.pixels for part in left_out) == pytest.approx(2000)


PAPER = (250, 250, 248)
INK = (200, 30, 30)


def _product(height: int = 100, width: int = 150) -> np.ndarray:
    """Return a red thing on a white ground that it does not touch the edges of."""
    pixels = np.full((height, width, 3), PAPER, np.uint8)
    pixels[height // 4 : -height // 4, width // 4 : -width // 4] = INK
    return pixels


def test_the_border_is_the_color_around_a_product() -> None:
    """To the level."""
    assert find_border(Image(_product())) == Color(*PAPER)


def test_noise_does_not_hide_a_border() -> None:
    """A studio's gray is no one color: a camera, and JPEG, make it many."""
    noise = np.random.default_rng(1).normal(0, 3, (100, 150, 3))
    pixels = np.clip(_product() - 40.0 + noise, 0, 255).astype(np.uint8)
    found = find_border(Image(pixels))
    assert found is not None
    assert np.abs(np.subtract(found.rgb, np.subtract(PAPER, 40))).max() <= 2


def test_a_thing_may_touch_the_edge() -> None:
    """While the ground has most of it."""
    pixels = _product()
    pixels[60:, 50:100] = INK
    assert find_border(Image(pixels)) == Color(*PAPER)


def test_a_lone_row_of_the_edge_is_not_the_border() -> None:
    """Scans and screenshots have such lines; the frame is 2 % of the shorter side thick."""
    pixels = _product(300, 300)
    pixels[0] = pixels[:, 0] = 0
    assert find_border(Image(pixels)) == Color(*PAPER)


@pytest.mark.parametrize("share", [0.3, 0.5])
def test_a_color_without_the_majority_is_no_border(share: float) -> None:
    """Half is not most."""
    pixels = np.random.default_rng(1).integers(0, 256, (100, 100, 3), np.uint8)
    pixels[: round(100 * share)] = PAPER
    pixels[round(100 * share) :, :, 0] //= 4  # nothing near white in the rest
    assert find_border(Image(pixels)) is None


def test_what_is_transparent_is_no_border() -> None:
    """The color under it does not exist; the frame is what can be seen of it."""
    alpha = np.full((100, 150), 255, np.uint8)
    alpha[:, 20:] = 0
    pixels = _product()
    pixels[:, 20:] = INK
    assert find_border(Image(pixels, alpha)) == Color(*PAPER)
    assert find_border(Image(_product(), np.zeros((100, 150), np.uint8))) is None


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1), (2, 2), (2, 9), (3, 3)], ids=str)
def test_an_image_may_be_all_frame(shape: tuple[int, int]) -> None:
    """However small."""
    assert find_border(Image(np.full((*shape, 3), INK, np.uint8))) == Color(*INK)


def test_each_pixel_of_the_frame_is_counted_once() -> None:
    """In 3 x 3 pixels there are 8: here four of each color, and none has most."""
    pixels = np.full((3, 3, 3), PAPER, np.uint8)
    pixels[0] = INK
    pixels[1, 0] = INK
    pixels[1, 1] = INK
    assert find_border(Image(pixels)) is None
    pixels = pixels.copy()
    pixels[1, 0] = PAPER
    assert find_border(Image(pixels)) == Color(*PAPER)
