"""`blurhash` and `thumbhash` in their packages of npm; `dominant` and `lqip` in Chromium."""

import base64
import json
import re
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pytest

from cvpalette.decoding.image import Image
from cvpalette.outputs.blurhash import BlurHash
from cvpalette.outputs.lqip import ImagePlaceholder
from cvpalette.outputs.thumbhash import ThumbHash
from cvpalette.testing import make_extraction

from .conftest import Write
from .painter import Painter
from .programs import Programs

Bytes = npt.NDArray[np.uint8]

_SIZES: Final = {"wide": (90, 40), "tall": (30, 96), "square": (64, 64)}
_COMPONENTS: Final = (4, 3)


def _draw(width: int, height: int, *, is_bright: bool, has_alpha: bool) -> Bytes:
    """Draw a spot on a slope of colors: a light one on dark, or a dark one on light; RGBA."""
    down, across = np.mgrid[:height, :width]
    near = np.exp(-(((across / width - 0.3) ** 2 + (down / height - 0.3) ** 2) * 12))
    spot = near if is_bright else 1 - near
    slope = np.dstack([across / width, down / height, 1 - across / width])
    # A part of a cosine that is exactly 0 lies between two numbers: noise leaves none.
    noise = np.random.default_rng(width).random((height, width, 3))
    levels = 255 * (0.8 * spot[..., np.newaxis] + 0.15 * slope + 0.05 * noise)
    alpha = (
        255 * np.clip(1.4 - 2 * np.hypot(across / width - 0.371, down / height - 0.632), 0, 1)
        if has_alpha
        else np.full_like(near, 255)
    )
    drawn: Bytes = np.rint(np.dstack([levels, alpha])).astype(np.uint8)
    return drawn


PICTURES: Final = {
    (shape, is_bright, has_alpha): _draw(*size, is_bright=is_bright, has_alpha=has_alpha)
    for shape, size in _SIZES.items()
    for is_bright in (True, False)
    for has_alpha in (False, True)
}


def _hash(output: Any, picture: Bytes) -> str:
    alpha = np.ascontiguousarray(picture[..., 3])
    image = Image(np.ascontiguousarray(picture[..., :3]), None if alpha.min() == 255 else alpha)
    extraction = make_extraction(["#264653"])
    return str(output.digest_image(type(extraction)(extraction.result, image, extraction.histogram)))


def _decode(levels: str, width: int, height: int) -> Bytes:
    return np.frombuffer(base64.b64decode(levels), np.uint8).reshape(height, width, 4)


def _measure(first: npt.NDArray[Any], second: npt.NDArray[Any]) -> float:
    return float(np.abs(first.astype(float) - second).mean())


def _fill(picture: Bytes) -> npt.NDArray[np.float64]:
    """Return the levels of a picture, with their mean where it is transparent."""
    colors, alpha = picture[..., :3].astype(float), picture[..., 3:] / 255
    mean = (colors * alpha).sum((0, 1)) / alpha.sum()
    return np.asarray(colors * alpha + mean * (1 - alpha))


@pytest.fixture
def answers(programs: Programs) -> list[tuple[tuple[str, bool, bool], dict[str, Any]]]:
    """Ask both packages about all pictures at once: Node takes longer to start than to answer."""
    x, y = _COMPONENTS
    asked = [
        {
            "width": picture.shape[1],
            "height": picture.shape[0],
            "rgba": base64.b64encode(picture.tobytes()).decode(),
            "blur": _hash(BlurHash(x=x, y=y), picture),
            "x": x,
            "y": y,
            "thumb": _hash(ThumbHash(), picture),
        }
        for picture in PICTURES.values()
    ]
    path = programs.work / "pictures.json"
    path.write_text(json.dumps(asked), encoding="utf-8")
    programs.find_npm("blurhash")
    answers = programs.ask_node("thumbhash", "placeholders.mjs", path)
    return [
        (what, {"ours": one, **answer}) for what, one, answer in zip(PICTURES, asked, answers, strict=True)
    ]


def test_both_packages_make_the_same_hashes_and_show_the_pictures(
    answers: list[tuple[tuple[str, bool, bool], dict[str, Any]]],
) -> None:
    """ThumbHash to the letter; BlurHash where the largest component is above 0, which its package forgets."""
    for (shape, is_bright, has_alpha), answer in answers:
        picture, ours = PICTURES[shape, is_bright, has_alpha], answer["ours"]
        height, width = picture.shape[:2]
        assert ours["thumb"] == answer["thumb"]
        assert answer["isValid"]
        if not has_alpha:  # the package does not look at alpha
            assert (ours["blur"] == answer["blur"]) == is_bright
        # Both blur what they show, so that it is far from the picture. Turned about, it is farther.
        wanted = _fill(picture)
        blurred = _decode(answer["blurred"], width, height)[..., :3]
        assert _measure(blurred, wanted) < 0.7 * _measure(blurred[::-1, ::-1], wanted)
        shown = answer["shown"]
        small = _decode(shown["rgba"], shown["width"], shown["height"])
        rows, columns = (
            np.arange(few) * side // few for few, side in zip(small.shape, (height, width), strict=False)
        )
        some = picture[rows][:, columns]
        assert _measure(small[..., 3], some[..., 3]) < 24
        few = wanted[rows][:, columns]
        assert _measure(small[..., :3], few) < 0.5 * _measure(small[::-1, ::-1, :3], few)
        assert answer["aspect"] == pytest.approx(width / height, rel=0.3)


def test_chromium_paints_the_dominant_color(painter: Painter, write: Write) -> None:
    """The text is a color of CSS as it is."""
    color = write("dominant", make_extraction(["#e76f51"])).read_text(encoding="utf-8")
    assert painter.paint_classes(f".whole {{ background: {color} }}", ["whole"]) == [["#e76f51", "whole"]]


def test_chromium_shows_the_tiny_picture_and_the_gradient(painter: Painter) -> None:
    """The picture is that of its WebP, and both layers of the background are understood."""
    for (shape, _, has_alpha), picture in PICTURES.items():
        declarations = _hash(ImagePlaceholder(), picture)
        found = re.search(r"base64,([^\"]+)", declarations)
        assert found
        tiny = painter.read_pixels(base64.b64decode(found[1]), "image/webp")
        width, height = _SIZES[shape]
        assert max(tiny.shape[:2]) == 16
        assert tiny.shape[1] / tiny.shape[0] == pytest.approx(width / height, rel=0.1)
        rows, columns = (
            (np.arange(few) * side + side // 2) // few
            for few, side in zip(tiny.shape, (height, width), strict=False)
        )
        some = picture[rows][:, columns].astype(float)
        assert np.abs(tiny[..., 3] - some[..., 3]).mean() < 12
        assert (np.abs(tiny[..., :3] - some[..., :3]) * some[..., 3:] / 255).mean() < 16
        layers = painter.read_background(f".tiny {{\n{declarations}}}", "tiny")
        assert layers.startswith('url("data:image/webp')
        assert ("linear-gradient" in layers) == (not has_alpha)
