"""The colors of a given palette that serve an image best."""

import itertools
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.color.spaces import to_space
from cvpalette.engine.choosing import bits_for, choose_palette
from cvpalette.engine.error import assign_shares, measure_error
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.engine.subset import choose_subset
from cvpalette.errors import SettingsError
from cvpalette.settings.settings import Settings, Space

BLACK, WHITE, RED, NAVY = (Color.from_hex(code) for code in ("#000000", "#ffffff", "#ff0000", "#000080"))


def _threads(count: int, seed: int = 1) -> Palette:
    rows = np.random.default_rng(seed).integers(0, 256, (count, 3))
    colors = [Color(*row) for row in rows.tolist()]
    return Palette.of_colors(colors, [f"Thread {number}" for number in range(count)], "Threads")


def _photo(seed: int = 3, size: int = 60) -> Any:
    """Return clouds of colors, as a photo has them."""
    generator = np.random.default_rng(seed)
    centers = generator.integers(20, 236, (9, 3))
    pixels = centers[generator.integers(0, 9, size * size)] + generator.normal(0, 22, (size * size, 3))
    return pixels.clip(0, 255).astype(np.uint8).reshape(size, size, 3)


def _cost(histogram: ColorHistogram, colors: Any, space: str) -> float:
    rows = to_space(histogram.anchors, space)[:, np.newaxis]
    places = to_space(np.array([color.rgb for color in colors]), space)
    return float(((rows - places) ** 2).sum(axis=2).min(axis=1) @ histogram.counts / histogram.total)


@pytest.mark.parametrize("space", ["lab", "oklab", "rgb"])
@pytest.mark.parametrize("seed", [3, 4])
def test_no_other_colors_are_better(space: Space, seed: int) -> None:
    """All subsets of a small palette are tried."""
    palette, histogram = _threads(12, seed), ColorHistogram.of_image(_photo(seed), bits=5)
    for k in (1, 3, 6):
        found = choose_subset(histogram, palette, Settings(colors=k, space=space))
        least = min(_cost(histogram, some, space) for some in itertools.combinations(palette.colors, k))
        assert _cost(histogram, found.colors, space) == pytest.approx(least, rel=1e-4)


def test_a_large_palette_is_chosen_from_nearly_as_well_as_from_all_colors() -> None:
    """With a thousand and more colors, only those near to some pixel are candidates."""
    histogram = ColorHistogram.of_image(_photo(), bits=5)
    few, many = (choose_subset(histogram, _threads(count), Settings(colors=6)) for count in (40, 3000))
    best = choose_palette(histogram, Settings(colors=6))
    costs = [_cost(histogram, found.colors, "lab") for found in (best, many, few)]
    assert costs == sorted(costs)
    assert costs[1] < 1.1 * costs[0]


def test_of_a_fine_palette_colors_close_together_can_be_chosen() -> None:
    """All pixels lie in one coarse cell, and so does the palette: no fewer of its colors are candidates."""
    levels = np.random.default_rng(3).integers(96, 112, (60, 60, 3), np.uint8)
    histogram = ColorHistogram.of_image(levels)
    rows = [*itertools.product(range(96, 112), repeat=3)]
    few, many = (Palette.of_colors([Color(*row) for row in some]) for some in (rows[::5], rows))
    found = [choose_subset(histogram, palette, Settings(colors=8)) for palette in (few, many)]
    assert [len(each) for each in found] == [8, 8]
    costs = [_cost(histogram, each.colors, "lab") for each in found]
    assert costs[1] < 1.02 * costs[0]


def test_a_larger_palette_is_not_worse_than_one_that_it_contains() -> None:
    """The colors that serve the smaller one best are candidates of the larger one too."""
    histogram = ColorHistogram.of_image((_photo() * 0.06 + 120).astype(np.uint8))
    large = _threads(3000)
    small = Palette.of_swatches(large.swatches[:1024])
    costs = [
        _cost(histogram, choose_subset(histogram, palette, Settings(colors=8)).colors, "lab")
        for palette in (small, large)
    ]
    assert costs[1] < 1.01 * costs[0]


def test_a_color_that_no_pixel_is_near_to_may_be_the_second_best() -> None:
    """Colors beside those of the pixels fill up the candidates of a large palette."""
    histogram = ColorHistogram.of_colors([(100, 100, 100), (110, 100, 100)], [5, 4])
    gray, pink = Color(104, 100, 100), Color(105, 100, 100)
    far = [Color(*row) for row in itertools.product(range(200, 211), repeat=3)]
    palette = Palette.of_colors([Color(100, 100, 100), *far, pink, Color(110, 100, 100), gray])
    assert choose_subset(histogram, palette, Settings(colors=1)).colors == (gray,)


def test_swatches_keep_what_they_have_and_their_order() -> None:
    """Names, groups, kinds and inks are those of the palette, whose roles may have no color now."""
    values = cvpalette.Values("cmyk", (0.0, 1.0, 1.0, 0.0))
    given = Palette.of_swatches(
        [
            Swatch(WHITE, name="Chalk", group="Plain"),
            Swatch(NAVY, name="Ink", group="Deep", kind="spot"),
            Swatch(RED, name="Signal", group="Deep", alpha=0.5, values=values),
        ],
        "Mine",
        "by me",
    )
    pixels = np.array([[[250, 0, 0], [250, 0, 0], [255, 250, 250]]], np.uint8)
    found = cvpalette.extract(pixels, palette=given, colors=2).palette
    assert [(each.name, each.group, each.kind, each.alpha, each.values) for each in found] == [
        ("Chalk", "Plain", "", 1.0, None),
        ("Signal", "Deep", "", 0.5, values),
    ]
    assert [each.share for each in found] == pytest.approx([1 / 3, 2 / 3])
    assert (found.name, found.comment, found.has_shares) == ("Mine", "by me", True)
    shared = cvpalette.extract(pixels, palette=given, colors=2, sort="share").palette
    assert [each.name for each in shared] == ["Signal", "Chalk"]


def test_of_equal_colors_the_first_is_chosen() -> None:
    """The second would be of no use."""
    given = Palette.of_colors([RED, NAVY, RED, NAVY], ["Red", "Navy", "Red again", "Navy again"])
    pixels = np.array([[RED.rgb, NAVY.rgb]], np.uint8)
    found = cvpalette.extract(pixels, palette=given, colors=3).palette
    assert [(each.name, each.share) for each in found] == [("Red", 0.5), ("Navy", 0.5)]


def test_without_a_number_all_colors_stay() -> None:
    """Those that no pixel is near to have the share 0, and there is nothing to compare with."""
    palette = _threads(30)
    every = cvpalette.extract(_photo(), palette=palette)
    histogram = ColorHistogram.of_image(_photo(), bits=bits_for(Settings(), palette))
    assert every.palette == assign_shares(histogram, palette)
    assert every.result.settings.colors is None
    assert (every.result.asked["colors"], every.result.best_error) == (30, None)


@pytest.mark.parametrize("colors", [30, 200])
def test_a_number_above_that_of_the_palette_leaves_out_what_is_of_no_use(colors: int) -> None:
    """The others are all there."""
    palette = _threads(30)
    every = cvpalette.extract(_photo(), palette=palette)
    found = cvpalette.extract(_photo(), palette=palette, colors=colors)
    assert set(found.palette.colors) == {each.color for each in every.palette if each.share}
    assert found.result.asked["colors"] == colors


@pytest.mark.parametrize("tolerance", [11.0, 14.0])
def test_auto_takes_the_fewest_colors_that_suffice(tolerance: float) -> None:
    """One fewer would not be within the tolerance."""
    histogram, palette = ColorHistogram.of_image(_photo(), bits=5), _threads(60)
    found = choose_subset(histogram, palette, Settings(colors="auto", tolerance=tolerance))
    fewer = choose_subset(histogram, palette, Settings(colors=len(found) - 1))
    assert measure_error(histogram, found).delta_e_mean <= tolerance
    assert measure_error(histogram, fewer).delta_e_mean > tolerance


def test_auto_takes_what_is_of_use_if_that_does_not_suffice() -> None:
    """No more than 32 colors, as without a palette."""
    histogram = ColorHistogram.of_image(_photo(), bits=5)
    assert len(choose_subset(histogram, _threads(90), Settings(colors="auto", tolerance=0.1))) == 32
    gray = Palette.of_colors(["#000", "#888", "#fff"])
    assert choose_subset(histogram, gray, Settings(colors="auto", tolerance=0.1)).colors == gray.colors


def test_colors_to_keep_are_chosen_in_any_case() -> None:
    """The others are the best beside them; a color that no pixel is near to stays too."""
    given = Palette.of_colors([NAVY, WHITE, RED, BLACK], ["Navy", "White", "Red", "Black"])
    pixels = np.array([[RED.rgb] * 5 + [WHITE.rgb] * 3], np.uint8)
    found = cvpalette.extract(pixels, palette=given, colors=2, keep="navy").palette
    assert [(each.name, each.share) for each in found] == [("Navy", 0), ("Red", 1)]
    only = cvpalette.extract(pixels, palette=given, colors=1, keep=BLACK).palette
    assert [(each.name, each.share) for each in only] == [("Black", 1)]


def test_a_color_to_keep_that_the_palette_lacks_is_an_error() -> None:
    """The message names the nearest; no image is read."""
    given = Palette.of_colors([NAVY, RED], ["Navy", ""], "Mine")
    lacking = "#00007f cannot be kept: it is not in the palette 'Mine'; the nearest of its colors is "
    with pytest.raises(SettingsError, match=f"{lacking}#000080, 'Navy'") as caught:
        cvpalette.extract("no such file.png", palette=given, colors=2, keep="#00007f")
    assert caught.value.setting == "keep"
    with pytest.raises(SettingsError, match="the nearest of its colors is #ff0000"):
        cvpalette.extract("no such file.png", palette=given, colors=2, keep="#fe0000")
    with pytest.raises(SettingsError, match=lacking):
        cvpalette.cluster(ColorHistogram.of_colors([RED]), 2, among=given, keep="#00007f")


def test_the_error_of_as_many_colors_of_any_is_there_to_compare() -> None:
    """It is that of the palette that is found without the given one, also after the pixels are gone."""
    found = cvpalette.extract(_photo(), palette=_threads(40), colors=5)
    free = cvpalette.extract(_photo(), colors=5)
    assert found.result.best_error == free.error
    assert found.error.mse > free.error.mse
    assert free.result.best_error is None
    assert pickle.loads(pickle.dumps(found.result)).best_error == free.error
    (outcome,) = cvpalette.extract_many([_photo()], palette=_threads(40), colors=5)
    assert outcome.result is not None
    assert (outcome.result.palette, outcome.result.best_error) == (found.palette, free.error)


def test_the_choice_is_the_same_each_time_and_in_any_order_of_pixels() -> None:
    """Another seed may lead to another choice, and is as good."""
    photo, palette = _photo(size=80), _threads(200)
    turned = np.ascontiguousarray(photo[::-1, ::-1])
    found = [
        cvpalette.extract(each, palette=palette, colors=9).palette.colors for each in (photo, photo, turned)
    ]
    assert found[0] == found[1] == found[2]
    other = cvpalette.extract(photo, palette=palette, colors=9, seed=2**31 - 1).palette.colors
    histogram = ColorHistogram.of_image(photo, bits=5)
    assert _cost(histogram, other, "lab") == pytest.approx(_cost(histogram, found[0], "lab"), rel=0.02)


def test_one_choice_serves_all_frames_and_all_images(tmp_path: Path) -> None:
    """An animation, and merged images, have the best colors of all their pixels together."""
    import PIL.Image  # noqa: PLC0415 -- only this test needs it

    frames = [PIL.Image.new("RGB", (8, 8), color) for color in ("#fa0000", "#00007a")]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    given = Palette.of_colors([WHITE, RED, BLACK, NAVY])
    found = cvpalette.extract(tmp_path / "a.gif", frames="all", palette=given, colors=2).palette
    assert found.colors == (RED, NAVY)
    merged = cvpalette.merge([np.asarray(frame) for frame in frames], palette=given, colors=2)
    assert merged.palette.colors == (RED, NAVY)
    assert merged.result.best_error is not None


def test_cluster_chooses_among_the_colors_of_a_palette_or_a_list() -> None:
    """The most common comes first, as always."""
    histogram = ColorHistogram.of_image(_photo(), bits=5)
    palette = _threads(40)
    chosen = choose_subset(histogram, palette, Settings(colors=4)).sorted("share")
    assert cvpalette.cluster(histogram, 4, among=palette) == chosen
    assert cvpalette.cluster(histogram, 4, among=list(palette.colors)).colors == chosen.colors


@pytest.mark.parametrize("asked", [{"pick": "colors"}, {"accents": True}, {"snap": True}], ids=str)
def test_what_looks_for_other_colors_does_not_go_with_a_palette(asked: dict[str, Any]) -> None:
    """The message says what to leave out."""
    histogram = ColorHistogram.of_colors([RED, NAVY])
    with pytest.raises(SettingsError, match="pick, accents and snap look for others: leave them out"):
        cvpalette.cluster(histogram, 2, among=[RED, NAVY], **asked)
