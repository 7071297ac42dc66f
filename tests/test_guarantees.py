"""The promises of extract(), kept for any image: hypothesis looks for one that breaks them."""

import io
import math
from typing import Literal, get_args

import numpy as np
import PIL.Image
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cvpalette.color.color import Color
from cvpalette.decoding.image import Image
from cvpalette.decoding.reading import decode
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.errors import ImageError
from cvpalette.extraction import extract
from cvpalette.settings.settings import Space

# The same examples every time: a test that fails for one fails for all.
STEADY = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
SPACES = st.sampled_from(get_args(Space))
SEEDS = st.integers(0, 2**31 - 1)
COUNTS = st.one_of(st.integers(1, 8), st.integers(1, 40), st.just(256))


@st.composite
def _pictures(draw: st.DrawFn) -> np.ndarray:
    """Draw pixels in few levels or all, next to each other or far apart, gray, with alpha or without."""
    levels = draw(
        st.one_of(
            st.just([0, 255]),
            st.just([0, 1, 2, 3]),
            st.just(list(range(0, 256, 51))),
            st.just(list(range(256))),
            st.lists(st.integers(0, 255), min_size=1, max_size=3),
        )
    )
    shape = (draw(st.integers(1, 20)), draw(st.integers(1, 20)), draw(st.sampled_from([1, 2, 3, 4])))
    generator = np.random.default_rng(draw(st.integers(0, 2**32)))
    picture = generator.choice(np.array(levels, np.uint8), shape)
    # Levels of 0 and 1 alone are refused: they are no and yes.
    return picture * np.uint8(2) if picture.max() == 1 else picture


def _visible(array: np.ndarray) -> np.ndarray:
    image = Image.from_array(array)
    pixels = image.pixels.reshape(-1, 3)
    return pixels if image.alpha is None else pixels[image.alpha.reshape(-1) > 0]


@STEADY
@given(array=_pictures(), colors=COUNTS, space=SPACES, seed=SEEDS)
def test_any_image_has_as_many_swatches_as_asked_for(
    array: np.ndarray, colors: int, space: Space, seed: int
) -> None:
    """min(k, distinct colors) swatches, no two alike; shares above 0 that add to 1, the largest first."""
    visible = _visible(array)
    if not len(visible):
        with pytest.raises(ImageError, match="nothing visible"):
            extract(array, colors=colors, space=space, seed=seed)
        return
    palette = extract(array, colors=colors, space=space, seed=seed).palette
    shares = [swatch.share for swatch in palette]
    assert len(palette) == min(colors, len(np.unique(visible, axis=0)))
    assert len(set(palette.colors)) == len(palette)
    assert min(shares) > 0
    assert math.fsum(shares) == pytest.approx(1, abs=1e-9)
    assert shares == sorted(shares, reverse=True)


@STEADY
@given(array=_pictures(), space=SPACES, seed=SEEDS)
def test_few_colors_are_found_exactly(array: np.ndarray, space: Space, seed: int) -> None:
    """At most k distinct colors: exactly those, with exactly their shares."""
    image = Image.from_array(array)
    weights = np.full(image.pixels.shape[:2], 255) if image.alpha is None else image.alpha.astype(int)
    expected: dict[Color, int] = {}
    for pixel, weight in zip(image.pixels.reshape(-1, 3).tolist(), weights.reshape(-1).tolist(), strict=True):
        if weight:
            expected[Color(*pixel)] = expected.get(Color(*pixel), 0) + weight
    if not 0 < len(expected) <= 256:
        return
    palette = extract(array, colors=len(expected), space=space, seed=seed).palette
    total = sum(expected.values())
    actual = {swatch.color: swatch.share for swatch in palette}
    assert actual == pytest.approx({color: weight / total for color, weight in expected.items()}, abs=1e-12)


@STEADY
@given(array=_pictures(), colors=COUNTS, space=SPACES, seed=SEEDS)
def test_the_same_seed_gives_the_same_palette(
    array: np.ndarray, colors: int, space: Space, seed: int
) -> None:
    """To the last bit of the shares."""
    if len(_visible(array)):
        one, other = (extract(array, colors=colors, space=space, seed=seed).palette for _ in range(2))
        assert one == other


@STEADY
@given(
    pixels=arrays.arrays(np.uint8, st.tuples(st.integers(1, 8), st.integers(1, 8), st.just(3))),
    cut=st.integers(0, 8),
)
def test_any_two_histograms_add(pixels: np.ndarray, cut: int) -> None:
    """Wherever an image is cut in two, and if one half has nothing."""
    parts = [part for part in (pixels[:cut], pixels[cut:]) if part.size]
    whole = ColorHistogram.of_image(Image(pixels.copy()))
    result = ColorHistogram.of_image(Image(parts[0].copy()))
    for part in parts[1:]:
        result += ColorHistogram.of_image(Image(part.copy()))
    assert np.array_equal(result.colors, whole.colors)
    assert np.array_equal(result.counts, whole.counts)


def _gradient() -> np.ndarray:
    ramp = np.linspace(0, 255, 48).astype(np.uint8)
    return np.stack(np.broadcast_arrays(ramp, ramp[:, None], ramp[::-1]), axis=-1)


DIFFICULT = {
    "one pixel": np.full((1, 1, 3), 7, np.uint8),
    "flat": np.full((300, 300, 3), (1, 2, 3), np.uint8),
    "two colors": np.zeros((50, 50, 3), np.uint8) + 2 * np.eye(50, dtype=np.uint8)[:, :, None],
    "gradient": _gradient(),
    "gray gradient": np.arange(256, dtype=np.uint8)[None].repeat(9, axis=0),
    "noise": np.random.default_rng(0).integers(0, 256, (60, 60, 3), np.uint8),
    "pure gray noise": np.random.default_rng(0).integers(0, 256, (90, 90), np.uint8),
    "one bright pixel": np.pad(np.full((1, 1, 3), 255, np.uint8), ((0, 400), (0, 400), (0, 0))),
    "a trace of alpha": np.pad(np.full((1, 1, 4), (2, 2, 2, 1), np.uint8), ((0, 9), (0, 9), (0, 0))),
}


@pytest.mark.parametrize("name", DIFFICULT)
@pytest.mark.parametrize("space", ["lab", "oklab", "rgb"])
@pytest.mark.parametrize("colors", [1, 2, 6, 255])
def test_a_difficult_image_is_like_any_other(name: str, space: Space, colors: int) -> None:
    """Never an exception from OpenCV, never NaN, never a swatch twice."""
    array = DIFFICULT[name]
    palette = extract(array, colors=colors, space=space).palette
    assert len(set(palette.colors)) == len(palette) == min(colors, len(np.unique(_visible(array), axis=0)))
    assert math.fsum(swatch.share for swatch in palette) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("space", ["lab", "oklab", "rgb"])
def test_an_image_of_more_colors_than_are_listed_is_like_any_other(space: Space) -> None:
    """40,000 of them: they are counted in cells from here on."""
    pixels = np.random.default_rng(0).integers(0, 256, (200, 200, 3), np.uint8)
    palette = extract(pixels, colors=6, space=space).palette
    assert len(set(palette.colors)) == len(palette) == 6
    assert palette == extract(pixels, colors=6, space=space).palette


@pytest.mark.parametrize("colors", [1, 6, 256, "auto"])
def test_nothing_visible_is_an_image_error(colors: int | Literal["auto"]) -> None:
    """A palette is never empty: there is nothing to make one of."""
    with pytest.raises(ImageError, match="'image': has nothing visible"):
        extract(np.zeros((4, 4, 4), np.uint8), colors=colors)


def _file(format_name: str) -> bytes:
    file = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 256, (16, 16, 3), np.uint8)
    PIL.Image.fromarray(noise).save(file, format_name)
    return file.getvalue()


FILES = [_file(name) for name in ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF", "BMP", "PPM", "JPEG2000")]


@settings(STEADY, max_examples=300)
@given(
    file=st.sampled_from(FILES), at=st.floats(0, 1, exclude_max=True), junk=st.binary(min_size=1, max_size=8)
)
@example(file=FILES[0], at=0.0, junk=b"\0" * 8)
def test_a_damaged_file_is_an_image_or_an_image_error(file: bytes, at: float, junk: bytes) -> None:
    """Bytes changed anywhere: what comes is pixels or one error, nothing else."""
    start = int(at * len(file))
    try:
        pixels, alpha = decode(file[:start] + junk + file[start + len(junk) :], "a")
    except ImageError:
        return
    assert pixels.dtype == np.uint8
    assert pixels.shape[2] == 3
    assert alpha is None or alpha.shape == pixels.shape[:2]
