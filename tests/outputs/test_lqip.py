"""The output `lqip`."""

import base64
import io
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import PIL.Image
import pytest

from cvpalette.decoding.image import Image
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.extraction import Extraction
from cvpalette.outputs.lqip import ImagePlaceholder
from cvpalette.testing import CombinedContract, ImageContract, OutputContract, make_extraction


class TestImagePlaceholder(OutputContract, ImageContract, CombinedContract):
    """What every output promises."""

    output = ImagePlaceholder()


def _wrap(pixels: np.ndarray, alpha: np.ndarray | None = None) -> Extraction:
    image = Image(np.ascontiguousarray(pixels, np.uint8), alpha)
    return Extraction(make_extraction(["#264653"]).result, image, ColorHistogram.of_image(image))


def _open(style: str) -> np.ndarray:
    found = re.search(r'url\("data:image/webp;base64,([\w+/=]+)"\) center / cover no-repeat', style)
    assert found
    return np.asarray(PIL.Image.open(io.BytesIO(base64.b64decode(found[1]))))


def test_a_gradient_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """-O lqip.size=0, since the bytes of a WebP are those of one version of its library."""
    golden("lqip/gradient.lqip.css", ImagePlaceholder(size=0).render_image(extraction))


def test_a_rule_has_a_picture_a_gradient_and_a_shape() -> None:
    """The picture is a small one of the whole; its longer side has 16 pixels."""
    pixels = np.zeros((200, 400, 3))
    pixels[:, 200:] = 240, 120, 40
    style = ImagePlaceholder().render_image(_wrap(pixels))
    assert style.startswith("/* stripes.png, 64 x 1 */\n.lqip-stripes {\n  aspect-ratio: 400 / 200;\n")
    picture = _open(style)
    assert picture.shape == (8, 16, 3)
    assert np.abs(picture[:, :6].astype(int)).max() < 24
    assert np.abs(picture[:, 10:].astype(int) - (240, 120, 40)).max() < 24
    assert style.endswith(
        "no-repeat,\n"
        "    linear-gradient(to right, #000000 12.5%, #000000 37.5%, #f07828 62.5%, #f07828 87.5%);\n}\n"
    )


def test_the_gradient_goes_where_the_picture_changes_more() -> None:
    """From top to bottom, if that is so; a picture of two rows has two colors."""
    pixels = np.zeros((2, 40, 3))
    pixels[1] = 255
    style = ImagePlaceholder(size=0).render_image(_wrap(pixels))
    assert "linear-gradient(to bottom, #000000 25%, #ffffff 75%)" in style
    assert "url(" not in style


def test_what_is_transparent_stays_so() -> None:
    """In the picture, behind which there is no gradient, and in the gradient alone."""
    alpha = np.full((40, 40), 255, np.uint8)
    alpha[:20] = 0
    clear = _wrap(np.full((40, 40, 3), 128), alpha)
    style = ImagePlaceholder().render_image(clear)
    assert "gradient" not in style
    assert _open(style)[..., 3].mean() == pytest.approx(127, abs=16)
    alone = ImagePlaceholder(size=0).render_image(clear)
    assert "(to bottom, #00000000 12.5%, #00000000 37.5%, #808080 62.5%, #808080 87.5%)" in alone


def test_names_become_classes() -> None:
    """Of the whole path; one that is taken gets the suffix, and one without letters a word."""
    result = replace(make_extraction(["#264653"]).result, digest="  color: red;\n")
    paths = ["photos/Straße 1.jpg", "photos/strasse-1.png", "☃.png", "*/ evil.png"]
    style = "".join(ImagePlaceholder().render_all(replace(result, path=path) for path in paths))
    classes = re.findall(r"^\.([\w-]+) \{$", style, re.MULTILINE)
    assert classes[:2] == ["lqip-photos-strasse-1", "lqip-photos-strasse-1-png"]
    assert classes[3:] == ["lqip-evil"]
    assert style.count("*/") == len(paths)


def test_images_are_matched_by_their_address() -> None:
    """Then a page needs no classes."""
    result = replace(make_extraction(["#264653"]).result, digest="  color: red;\n", path='./photos/"a".jpg')
    output = ImagePlaceholder(match="src")
    (style,) = output.render_all([result])
    assert style.endswith(
        '\nimg[src="photos/\\"a\\".jpg"],\nimg[src$="/photos/\\"a\\".jpg"],\n'
        'img[src="photos/%22a%22.jpg"],\nimg[src$="/photos/%22a%22.jpg"] {\n  color: red;\n}\n'
    )
    assert output.idle == {"prefix": "images are matched by their src"}
    assert not ImagePlaceholder().idle


@pytest.mark.parametrize(
    ("path", "addresses"),
    [
        ("sky.png", ["sky.png", "/sky.png"]),
        ("my photo.jpg", ["my photo.jpg", "/my photo.jpg", "my%20photo.jpg", "/my%20photo.jpg"]),
        ("\u00e4.png", ["\u00e4.png", "/\u00e4.png", "%C3%A4.png", "/%C3%A4.png"]),
        ("/srv/a.png", ["/srv/a.png"]),
    ],
)
def test_an_address_is_matched_whole_and_in_each_spelling(path: str, addresses: list[str]) -> None:
    """The rule of sky.png is not for blue-sky.png."""
    result = replace(make_extraction(["#264653"]).result, digest="  color: red;\n", path=path)
    (style,) = ImagePlaceholder(match="src").render_all([result])
    found = re.findall(r'^img\[src(\$?)="(.*)"\](?:,| \{)$', style, re.MULTILINE)
    assert [each for _, each in found] == addresses
    assert all(each.startswith("/") for how, each in found if how)


@pytest.mark.parametrize("shape", [(1, 40, 3), (40, 1, 3), (1, 1, 3)])
def test_a_gradient_has_two_stops_at_least(shape: tuple[int, ...]) -> None:
    """Browsers drop a gradient of one."""
    style = ImagePlaceholder(size=0).render_image(_wrap(np.full(shape, 128)))
    (stops,) = re.findall(r"linear-gradient\(to \w+, (.*)\)", style)
    assert len(stops.split(", ")) >= 2


def test_a_result_without_its_image_is_refused(extraction: Extraction) -> None:
    """In the words of all outputs that show the image."""
    with pytest.raises(ValueError, match="it shows the image, and a result has none"):
        list(ImagePlaceholder().render_all([extraction.result]))


@pytest.mark.parametrize("size", [-1, 65])
def test_a_size_that_is_not_tiny_is_refused(size: int) -> None:
    """In words for who gave it."""
    with pytest.raises(ValueError, match=f"option 'size' is 0 to 64, not '{size}'"):
        ImagePlaceholder(size=size)


def test_a_prefix_is_an_identifier() -> None:
    """So that its class is one."""
    with pytest.raises(ValueError, match="option 'prefix' is lower-case letters"):
        ImagePlaceholder(prefix="1 2")
