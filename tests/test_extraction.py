"""extract(): what counts is what the palette is of, and the whole image stays."""

import base64
import dataclasses
import io
import pickle
import re
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.errors import ImageError, SettingsError
from cvpalette.extraction import Extraction, Recipe, extract
from cvpalette.outputs.quantized import QuantizedImage
from cvpalette.result import Result
from cvpalette.settings.settings import Ignored, Options, Scope
from cvpalette.testing import make_extraction

RED, WHITE = (200, 0, 0), (255, 255, 255)


@pytest.fixture
def product() -> np.ndarray:
    """Give a red thing on white: 4 of 36 pixels."""
    pixels = np.full((6, 6, 3), WHITE, np.uint8)
    pixels[2:4, 2:4] = RED
    return pixels


@pytest.mark.parametrize(
    "asked",
    [
        {"ignore_border": True},
        {"ignore": "white"},
        {"ignore": Color(*WHITE)},
        {"ignore": [Ignored(Color(*WHITE), 1.0)]},
        {"region": (2, 2, 2, 2)},
        {"region": "34%,34%,33%,33%"},
        {"mask": np.pad(np.full((2, 2), fill_value=True), 2)},
    ],
    ids=str,
)
def test_a_product_is_what_counts(product: np.ndarray, asked: dict[str, Any]) -> None:
    """By whatever way it is said."""
    found = extract(product, **asked)
    assert [(swatch.color.rgb, swatch.share) for swatch in found.palette] == [(RED, 1.0)]
    assert (found.histogram.total, sum(part.pixels for part in found.left_out)) == (4, 32)


def test_the_image_stays_whole(product: np.ndarray) -> None:
    """Outputs draw all of it: what was left out is mapped to what was found."""
    found = extract(product, ignore_border=True)
    assert np.array_equal(found.image.pixels, product)
    contents = QuantizedImage().render_image(found).contents
    assert isinstance(contents, bytes)
    assert contents.startswith(b"\x89PNG")


def test_a_background_is_part_of_the_image() -> None:
    """It counts, and outputs have it."""
    pixels = np.array([[(*RED, 255), (*RED, 0)]], np.uint8)
    found = extract(pixels, background="white")
    assert {swatch.color.rgb: swatch.share for swatch in found.palette} == {RED: 0.5, WHITE: 0.5}
    assert found.image.pixels.tolist() == [[list(RED), list(WHITE)]]
    assert (found.image.alpha, found.left_out) == (None, ())


def test_an_image_with_nothing_visible_may_have_a_background() -> None:
    """Without one it is an error."""
    pixels = np.zeros((2, 2, 4), np.uint8)
    with pytest.raises(ImageError, match="nothing visible: every pixel is fully transparent"):
        extract(pixels)
    assert extract(pixels, background="#fff").palette.colors == (Color(*WHITE),)


def test_a_wrong_setting_is_told_before_the_image_is_read(tmp_path: Path) -> None:
    """The image may be large, or far away."""
    with pytest.raises(SettingsError, match="'whit' is no colo"):
        extract(tmp_path / "missing.png", ignore="whit")


def test_a_mask_may_be_whatever_an_image_may_be(product: np.ndarray, tmp_path: Path) -> None:
    """It is read once, and then known by its name."""
    mask = np.zeros((6, 6), np.uint8)
    mask[2:4, 2:4] = 255
    path = tmp_path / "mask.png"
    PIL.Image.fromarray(mask).save(path)
    for source in (mask, path, str(path), path.read_bytes(), PIL.Image.fromarray(mask)):
        assert extract(product, mask=source).palette.colors == (Color(*RED),)
    recipe = Recipe.of(Options(mask=path))
    assert isinstance(recipe.scope.mask, Image)
    assert recipe.with_mask().scope.mask is recipe.scope.mask
    assert recipe.scope.describe() == {"mask": "mask.png"}
    assert recipe.find(product).asked.items() >= {"mask": "mask.png"}.items()


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.int64, bool])
def test_a_mask_of_0_and_1_says_no_and_yes(product: np.ndarray, kind: Any) -> None:
    """Libraries of science give such arrays."""
    mask = np.zeros((6, 6), kind)
    mask[2:4, 2:4] = 1
    for source in (mask, mask[:, :, None]):
        found = extract(product, mask=source)
        assert found.palette.colors == (Color(*RED),)
        assert found.result.counted == 4


@pytest.mark.parametrize("mode", ["L", "I", "I;16"])
def test_a_mask_of_pillow_may_have_0_and_1(product: np.ndarray, mode: str) -> None:
    """As one of NumPy."""
    mask = PIL.Image.new(mode, (6, 6), 0)
    mask.putpixel((2, 2), 1)
    assert extract(product, mask=mask).result.counted == 1


def test_a_mask_that_is_nearly_black_is_an_error(product: np.ndarray, tmp_path: Path) -> None:
    """A file of 0 and 1 looks black to a person too, and an array of labels means one of them."""
    mask = np.zeros((6, 6), np.uint8)
    mask[2:4, 2:4] = 1
    PIL.Image.fromarray(mask).save(tmp_path / "mask.png")
    with pytest.raises(ImageError, match=r"'mask.png': is a mask whose brightest pixel is 1, of 255, so"):
        extract(product, mask=tmp_path / "mask.png")
    with pytest.raises(ImageError, match=r"brightest pixel is 3, .* or give array == 3 for a label"):
        extract(product, mask=3 * mask)
    assert extract(product, mask=8 * mask).result.counted == pytest.approx(4 * 8 / 255)


def test_a_mask_that_cannot_be_read_is_an_error(product: np.ndarray) -> None:
    """It is named."""
    with pytest.raises(ImageError, match=r"'missing.png': no such file"):
        extract(product, mask="missing.png")


def test_an_extraction_shows_what_its_result_has(product: np.ndarray) -> None:
    """The palette, how it was asked for, what was left out, and the error."""
    found = extract(product, colors=2, ignore="white")
    result = found.result
    assert (found.palette, found.settings) == (result.palette, result.settings)
    assert (found.left_out, found.error) == (result.left_out, result.error)
    assert (result.width, result.height, result.counted, result.given) == (6, 6, 4, None)


def test_an_extraction_may_get_a_path_and_a_thumbnail(product: np.ndarray) -> None:
    """Neither changes the first one, nor anything else in it."""
    found = extract(product)
    named = found.named("photos/a.png").with_thumbnail(3)
    assert (named.result.path, found.result.path, found.result.thumbnail) == ("photos/a.png", "", b"")
    with PIL.Image.open(io.BytesIO(named.result.thumbnail)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (3, 3))
    assert dataclasses.replace(named.result, path="", thumbnail=b"") == found.result
    assert (named.image, named.histogram) == (found.image, found.histogram)


def test_a_result_alone_has_an_image_of_its_colors() -> None:
    """A row of them, for what shows an image in any case."""
    result = make_extraction(["#264653", "#e76f51"], "a.png").result
    extraction = Extraction.of_result(result)
    assert extraction.result is result
    assert extraction.image.pixels.tolist() == [[[0x26, 0x46, 0x53], [0xE7, 0x6F, 0x51]]]
    assert (extraction.image.name, extraction.histogram.total) == ("a.png", 2)


PAPER = Palette.of_colors([Color(*WHITE), Color(*RED)], ["paper", "ink"], "Print")


@pytest.mark.parametrize(
    ("given", "name"),
    [(PAPER, "Print"), (Result.of_palette(PAPER, "print.gpl"), "print.gpl")],
    ids=["palette", "result"],
)
def test_a_given_palette_is_taken_as_it_is(product: np.ndarray, given: Palette | Result, name: str) -> None:
    """In its order, with its names, the shares of the image, and its own name in the result."""
    found = extract(product, palette=given)
    assert [(swatch.name, swatch.color.rgb) for swatch in found.palette] == [("paper", WHITE), ("ink", RED)]
    assert [swatch.share for swatch in found.palette] == pytest.approx([32 / 36, 4 / 36])
    assert (found.result.given, found.result.asked["palette"]) == (name, name)


def test_a_recipe_does_step_by_step_what_extract_does(product: np.ndarray) -> None:
    """Count, and complete; what it finds without the image is the same result."""
    recipe = Recipe.of(Options(colors=2, seed=3))
    counted = recipe.count(product)
    found = extract(product, colors=2, seed=3)
    assert recipe.complete(counted).result == found.result == recipe.find(product)
    assert recipe.asked == found.result.asked
    frames = recipe.count_frames(iter([counted.image, counted.image]))
    assert (frames.histogram.total, frames.columns.shape if frames.columns is not None else None) == (
        72,
        (2, 64, 3),
    )


def test_a_recipe_travels_to_other_processes(product: np.ndarray, tmp_path: Path) -> None:
    """Its mask goes with it, and the file may be gone."""
    path = tmp_path / "mask.png"
    PIL.Image.fromarray(np.full((6, 6), 255, np.uint8)).save(path)
    recipe = Recipe.of(Options(mask=path, palette=PAPER))
    path.unlink()
    assert pickle.loads(pickle.dumps(recipe)).find(product) == recipe.find(product)


def test_no_frame_is_an_error() -> None:
    """There is nothing to find."""
    with pytest.raises(ImageError, match="has no frames"):
        Recipe(scope=Scope()).count_frames(iter([]))


def test_an_extraction_prints_in_one_line(product: np.ndarray) -> None:
    """Its arrays would fill the screen."""
    found = extract(product, colors=2)
    colors = " ".join(color.hex for color in found.palette.colors)
    assert repr(found) == f"<Extraction of 'image', {found.image.width} x {found.image.height}: {colors}>"


def test_the_text_of_an_extraction_is_short() -> None:
    """Of as many colors as there are; and so are those of its parts."""
    pixels = np.random.default_rng(0).integers(0, 256, (40, 40, 3), np.uint8)
    found = extract(pixels, colors=256)
    assert len(repr(found)) < 110
    assert repr(found).endswith(" …>")
    assert repr(found.image) == "<Image 'image', 40 x 40>"
    assert repr(found.histogram) == f"<ColorHistogram of {len(found.histogram):,} colors, 1,600 pixels>"


def test_an_extraction_shows_a_small_picture_beside_its_palette() -> None:
    """A WebP within the page; the error as soon as it is known."""
    found = extract(np.random.default_rng(0).integers(0, 256, (400, 800, 3), np.uint8), colors=2)
    shown = found._repr_html_()
    data = re.search(r' src="data:image/webp;base64,([^"]+)"', shown)
    assert data
    with PIL.Image.open(io.BytesIO(base64.b64decode(data[1]))) as picture:
        assert picture.size == (192, 96)
    assert len(shown) < 30_000
    assert "CIEDE2000" not in shown
    assert f"error {found.error.delta_e_mean:.2f} (CIEDE2000)" in found._repr_html_()


def test_an_error_names_the_function_that_reads_such_a_source(tmp_path: Path) -> None:
    """A folder is for extract_many(), a palette for read_palette()."""
    (tmp_path / "brand.gpl").write_text("GIMP Palette\n1 2 3\n", "utf-8")
    for source, function in ((tmp_path, "extract_many"), (tmp_path / "brand.gpl", "read_palette")):
        with pytest.raises(ImageError, match=rf"; {function}\(\) reads") as caught:
            extract(source)
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    with pytest.raises(ImageError) as missing:
        extract(tmp_path / "missing.png")
    assert "()" not in str(missing.value)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"colors": "6"}, "'6' is no number of colors; give 1 to 256, or 'auto'; give the number itself"),
        ({"seed": "7"}, "give the number itself, not a text"),
        ({"tolerance": "7"}, "give the number itself, not a text"),
        ({"every": "2"}, "give the number itself, not a text"),
        ({"frames": "2"}, "give the number itself, not a text"),
        ({"max_pixels": "2"}, "give the number itself, not a text"),
        ({"ignore": "#fff~200"}, "'200' in '#fff~200' is no distance; give 0 to 100"),
    ],
)
def test_a_wrong_value_is_told_as_it_was_written(options: dict[str, Any], message: str) -> None:
    """The message says what would work."""
    with pytest.raises(SettingsError) as caught:
        extract("photo.jpg", **options)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.full((2, 2, 3), np.nan), "has NaN"),
        (np.zeros((0, 4, 3), np.uint8), "it has no pixels"),
        (np.zeros((3, 40, 50), np.uint8), "array.transpose"),
    ],
    ids=["NaN", "empty", "channels first"],
)
def test_an_array_that_is_no_image_is_told_why(array: np.ndarray, message: str) -> None:
    """The message says what would work."""
    with pytest.raises(ImageError, match=message):
        extract(array)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("missing.png", r"no such file or directory$"),
        ("~/missing.png", r"only a shell replaces '~'; give os\.path\.expanduser\(path\)$"),
        ("photos/*.jpg", r"only a shell replaces '\*'; give extract_many\(glob\.glob\(path\)\)$"),
    ],
)
def test_a_path_that_is_not_there_is_told_in_few_lines(path: str, told: str) -> None:
    """A notebook shows each function of a traceback, and each error behind it."""
    with pytest.raises(ImageError, match=told) as caught:
        extract(path)
    assert caught.value.__suppress_context__
    assert caught.value.__cause__ is None
    assert len(caught.traceback) <= 3
    (outcome,) = cvpalette.extract_many([path])
    assert re.search(told, str(outcome.error))


def test_a_file_that_opencv_cannot_read_is_told() -> None:
    """cv2.imread() says nothing of it."""
    nothing: Any = None
    with pytest.raises(ImageError, match=r"cv2\.imread\(\) returns None for a file that it cannot read$"):
        extract(nothing)


def test_many_images_have_no_size(product: np.ndarray) -> None:
    """That of the row of colors would be taken for theirs."""
    merged = cvpalette.merge([product, product], colors=2)
    for shown in (repr(merged), repr(merged.result), merged._repr_html_(), merged.result._repr_html_()):
        assert " x " not in shown
        assert "\u00d7" not in shown
        assert "<img" not in shown
    assert "72 pixels" in merged._repr_html_()
    assert "6 x 6" in repr(extract(product))
    assert "6 \u00d7 6 pixels" in extract(product)._repr_html_()


@pytest.mark.parametrize(
    ("source", "options"),
    [(np.zeros((2, 5), np.int64) - 1, {}), (np.zeros((2, 5), np.uint8), {"mask": "missing.png"})],
    ids=["array", "mask"],
)
def test_an_error_that_tells_all_is_short(source: Any, options: dict[str, Any]) -> None:
    """A kind of array, and a mask that is not there: where it was found explains nothing."""
    with pytest.raises(ImageError) as caught:
        extract(source, **options)
    assert len(caught.traceback) <= 3
    assert caught.value.__cause__ is None
