"""merge(): finds one palette for many images; it is the same to the last bit whichever process adds them."""

import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

import cvpalette
from cvpalette.batch.merging import Sum, _share
from cvpalette.batch.sums import ColorSum
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.errors import ImageError, SettingsError
from cvpalette.extraction import Recipe


class TestMerge:
    """merge() finds one palette for all images."""

    def test_is_the_palette_of_the_sum(self) -> None:
        """The histograms of the images are added up."""
        noise = np.random.default_rng(5).integers(0, 256, (20, 40, 40, 3), np.uint8)
        images = [cvpalette.Image.from_array(pixels) for pixels in noise]
        merged = cvpalette.merge(images, colors=4)
        together = cvpalette.extract(noise.reshape(-1, 40, 3), colors=4)
        assert merged.image.name == "20 images"
        assert merged.palette.colors == together.palette.colors
        assert merged.histogram.total == 20 * 1600

    def test_equal_images_weigh_the_same(self) -> None:
        """Each image has the mean number of pixels; all together have as many pixels as before."""
        merged = cvpalette.merge(
            [np.zeros((9, 9, 3), np.uint8), np.full((1, 1, 3), 255, np.uint8)], by="equal"
        )
        assert [swatch.share for swatch in merged.palette] == [0.5, 0.5]
        assert merged.histogram.total == pytest.approx(82)

    def test_what_is_left_out_is_summed(self) -> None:
        """Pixels that are left out are summed for each reason."""
        stripes = np.repeat(np.array([[0], [9], [99]], np.uint8), 5, axis=1)
        merged = cvpalette.merge([stripes] * 3, ignore="black~0", region="0,0,4,3")
        left_out = {part.reason: part.pixels for part in merged.left_out}
        assert (left_out, merged.histogram.total) == ({"region": 9, "ignore": 12}, 24)

    def test_the_first_error_is_raised(self) -> None:
        """A palette of only some images would be wrong."""
        with pytest.raises(ImageError, match=r"'missing\.png'"):
            cvpalette.merge([np.zeros((4, 4, 3), np.uint8), "missing.png"])
        with pytest.raises(ImageError, match="there is none to merge"):
            cvpalette.merge([])

    def test_nothing_else_to_weigh_by(self) -> None:
        """The message lists the choices."""
        with pytest.raises(SettingsError, match="images cannot be weighed by 'size'"):
            cvpalette.merge([], by="size")  # type: ignore[arg-type]


def pictures(count: int) -> list[np.ndarray[Any, Any]]:
    """Return pictures of many kinds: noise, gradients, few colors, and half-transparent pixels."""
    generator = np.random.default_rng(7)
    found = []
    for number in range(count):
        ramp = np.linspace(number, 255 - number, 90).astype(np.uint8)
        picture = np.dstack(
            [np.broadcast_to(ramp, (60, 90)), generator.integers(0, 256, (60, 90, 2), np.uint8)]
        )
        if number % 3 == 1:
            picture //= 64
        if number % 5 == 2:
            picture = np.dstack([picture, generator.integers(0, 256, (60, 90), np.uint8)])
        found.append(picture.astype(np.uint8))
    return found


def histograms(count: int, bits: int) -> list[ColorHistogram]:
    """Return the histograms of pictures; every fourth one has wider cells."""
    images = map(cvpalette.Image.from_array, pictures(count))
    return [
        ColorHistogram.of_image(image, bits=bits - (number % 4 == 3)) for number, image in enumerate(images)
    ]


def bits_of(histogram: ColorHistogram) -> tuple[Any, ...]:
    """Return the bytes of everything in a histogram."""
    arrays = histogram.colors, histogram.counts, histogram.anchors
    return histogram.bits, histogram.steady is None, *(array.tobytes() for array in arrays)


def sum_up(some: list[ColorHistogram]) -> ColorSum:
    """Return the sum of some histograms."""
    total = ColorSum()
    for histogram in some:
        total.add(histogram)
    return total


class TestColorSum:
    """ColorSum adds whole numbers, so neither order nor grouping changes the sum."""

    @pytest.mark.parametrize("bits", [6, 7])
    def test_any_order_and_groups(self, bits: int) -> None:
        """This also holds for parts that were pickled."""
        some = histograms(24, bits)
        expected = bits_of(sum_up(some).histogram())
        generator = np.random.default_rng(1)
        for _ in range(5):
            shuffled = [some[at] for at in generator.permutation(len(some))]
            cuts = [0, *sorted(generator.integers(0, len(some), 3).tolist()), len(some)]
            total = ColorSum()
            for start, end in pairwise(cuts):
                total.join(pickle.loads(pickle.dumps(sum_up(shuffled[start:end]))))
            assert bits_of(total.histogram()) == expected

    @pytest.mark.parametrize("bits", [6, 7])
    def test_it_is_the_sum_of_histograms(self, bits: int) -> None:
        """The sum is that of ColorHistogram, within the rounding of floats."""
        some = histograms(24, bits)
        mine, theirs = sum_up(some).histogram(), ColorHistogram.sum_of(some)
        assert mine.bits == theirs.bits
        np.testing.assert_allclose(mine.counts, theirs.counts, rtol=1e-12)
        np.testing.assert_allclose(mine.colors, theirs.colors, rtol=1e-6)
        np.testing.assert_allclose(mine.anchors, theirs.anchors, rtol=1e-6)

    def test_one_histogram_is_itself(self) -> None:
        """With whole pixels, it is the same to the last bit."""
        for histogram in (each for each in histograms(8, 6) if not (each.counts % 1).any()):
            assert bits_of(sum_up([histogram]).histogram()) == bits_of(ColorHistogram.sum_of([histogram]))

    def test_few_colors_stay_exact(self) -> None:
        """Many colors become cells."""
        levels = np.arange(256, dtype=np.uint8)[None]
        some = [ColorHistogram.of_image(cvpalette.Image.from_array(levels // step)) for step in (1, 2, 3)]
        assert bits_of(sum_up(some).histogram()) == bits_of(ColorHistogram.sum_of(some))
        assert sum_up(some).histogram().bits == 8
        spread = np.random.default_rng(2).integers(0, 256, (4, 1, 500, 3), np.uint8)
        some = [ColorHistogram.of_image(cvpalette.Image.from_array(each)) for each in spread]
        assert {each.bits for each in some} == {8}
        assert bits_of(sum_up(some).histogram()) == bits_of(ColorHistogram.sum_of(some))
        assert sum_up(some).histogram().bits == 7


def told(found: cvpalette.Extraction) -> tuple[Any, ...]:
    """Return everything in a merged palette that could differ."""
    return found.palette, bits_of(found.histogram), found.left_out, found.image.name


@pytest.mark.parametrize(("by", "colors"), [("pixels", 40), ("equal", 5)])
def test_any_number_of_jobs_and_any_order(tmp_path: Path, by: str, colors: int) -> None:
    """They give the same bytes."""
    paths = []
    for number, picture in enumerate(pictures(40)):
        paths.append(tmp_path / f"{number:02}.png")
        PIL.Image.fromarray(picture).save(paths[-1])
    how: dict[str, Any] = {"by": by, "colors": colors}
    expected = told(cvpalette.merge(paths, jobs=1, **how))
    for jobs, order in ((2, [*reversed(paths)]), (3, [*paths[1::2], *paths[::2]])):
        assert told(cvpalette.merge(order, jobs=jobs, **how)) == expected
    with ThreadPoolExecutor(2) as executor:
        assert told(cvpalette.merge(paths, jobs=2, executor=executor, **how)) == expected


def test_errors_come_in_order_and_cost_no_other(stripes: Path) -> None:
    """This holds wherever the images are summed."""
    total = Sum()

    def sources() -> Iterator[Path]:
        for number in range(50):
            yield stripes.parent / "missing.png" if number % 20 == 19 else stripes

    recipe = Recipe()
    results = list(total.add_each(partial(_share, recipe), sources(), jobs=2))
    assert [item for item, _ in results] == list(sources())
    assert [at for at, (_, result) in enumerate(results) if isinstance(result, ImageError)] == [19, 39]
    assert total.complete(recipe).histogram.total == 48 * 1600


@pytest.mark.parametrize("k", [2, 16])
def test_flat_art_and_a_photo_have_colors_of_both(k: int) -> None:
    """Only flat art tells all its colors: those of the photo are not among them."""
    art = np.full((16, 16, 3), (0, 0, 255), np.uint8)
    noise = np.random.default_rng(3).integers(0, 256, (16, 16, 3), np.uint8)
    assert len(cvpalette.merge([art, noise], colors=k).palette) == k
    parts = [cvpalette.ColorHistogram.of_image(cvpalette.Image(pixels)) for pixels in (art, noise)]
    assert len(cvpalette.cluster(cvpalette.ColorHistogram.sum_of(parts), k)) == k
