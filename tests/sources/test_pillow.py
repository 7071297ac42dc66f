"""from_pillow(): images of Pillow's, in all its modes."""

from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import PIL.ImageCms
import pytest

from cvpalette.decoding.reading import read_image
from cvpalette.errors import ImageError
from cvpalette.sources.pillow import from_pillow

ORANGE = (200, 100, 50)
GRAY = (124, 124, 124)
GREENISH = (204, 102, 51)


def _orange(mode: str) -> PIL.Image.Image:
    return PIL.Image.new("RGB", (3, 2), ORANGE).convert(mode)


@pytest.mark.parametrize(
    ("picture", "color", "alpha"),
    [
        (_orange("RGB"), ORANGE, None),
        (_orange("RGBA"), ORANGE, 255),
        (_orange("RGBX"), ORANGE, None),
        (_orange("L"), GRAY, None),
        (_orange("LA"), GRAY, 255),
        (_orange("1").point(lambda _: 255), (255, 255, 255), None),
        (_orange("P"), GREENISH, None),
        (_orange("PA"), GREENISH, 255),
        (_orange("CMYK"), ORANGE, None),
        (_orange("YCbCr"), (199, 99, 49), None),
        (_orange("HSV"), ORANGE, None),
        (PIL.Image.new("RGBA", (3, 2), (*ORANGE, 128)), ORANGE, 128),
        (PIL.Image.new("RGBA", (3, 2), (*ORANGE, 255)).convert("RGBa"), ORANGE, 255),
        (PIL.Image.new("LA", (3, 2), (80, 9)), (80, 80, 80), 9),
        (PIL.Image.new("I", (3, 2), 65535), (255, 255, 255), None),
        (PIL.Image.new("I;16", (3, 2), 51 * 257), (51, 51, 51), None),
        (PIL.Image.new("F", (3, 2), 0.2), (51, 51, 51), None),
    ],
    ids=lambda value: value.mode if isinstance(value, PIL.Image.Image) else "",
)
def test_every_mode_is_taken(picture: PIL.Image.Image, color: tuple[int, ...], alpha: int | None) -> None:
    """As people see it."""
    image = from_pillow(picture)
    assert np.abs(image.pixels.astype(int) - color).max() <= 1
    assert (image.width, image.height) == (3, 2)
    assert (None if image.alpha is None else image.alpha.tolist()) == (alpha and [[alpha] * 3] * 2)


def test_a_pictures_profile_counts_as_it_does_in_a_file(tmp_path: Path) -> None:
    """Its pixels are not sRGB."""
    profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("LAB")).tobytes()
    assert profile  # a profile for other pixels is as good as none
    picture = PIL.Image.new("RGB", (3, 2), ORANGE)
    picture.info["icc_profile"] = profile
    picture.save(tmp_path / "a.png", icc_profile=profile)
    assert np.array_equal(from_pillow(picture).pixels, read_image(tmp_path / "a.png").pixels)


def test_a_picture_is_turned_upright() -> None:
    """As a phone's photo is."""
    picture = PIL.Image.new("RGB", (3, 2), ORANGE)
    picture.putpixel((0, 0), (0, 0, 0))
    picture.getexif()[0x0112] = 6
    image = from_pillow(picture)
    assert (image.width, image.height) == (2, 3)
    assert image.pixels[0, 1].tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("mode", "transparent"), [("P", 0), ("L", 124), ("RGB", ORANGE)], ids=["an entry", "a level", "a color"]
)
def test_what_a_picture_calls_transparent_is(mode: str, transparent: Any) -> None:
    """It may be said beside the pixels."""
    picture = _orange(mode) if mode != "P" else PIL.Image.new("P", (3, 2), 0)
    picture.info["transparency"] = transparent
    image = from_pillow(picture)
    assert image.alpha is not None
    assert not image.alpha.any()


def test_a_picture_is_called_after_its_file(stripes: Path) -> None:
    """Where it has one; it is read only now."""
    with PIL.Image.open(stripes) as picture:
        assert from_pillow(picture).name == "stripes.png"
    assert from_pillow(_orange("RGB")).name == "image"


def test_the_frame_that_a_picture_is_at_is_taken(tmp_path: Path) -> None:
    """Its owner has chosen it."""
    frames = [PIL.Image.new("L", (3, 2), level) for level in (0, 100, 200)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    with PIL.Image.open(tmp_path / "a.gif") as picture:
        picture.seek(1)
        assert from_pillow(picture).pixels.max() == 100


@pytest.mark.parametrize(
    ("picture", "message"),
    [
        (PIL.Image.new("I", (3, 2), 70000), "has levels of 70000 to 70000; those of mode 'I' are 0 to 65535"),
        (PIL.Image.new("I", (3, 2), -1), "has levels of -1 to -1"),
        (PIL.Image.new("F", (3, 2), 200), "a float array must be 0 to 1, not 200 to 200"),
        (PIL.Image.new("I", (3, 2), 255), "has values of 16 bits, but the largest is 255, of 65,535; give"),
        (PIL.Image.new("I;16", (3, 2), 9), "has values of 16 bits, but the largest is 9, of 65,535; give"),
        (PIL.Image.new("I;16", (3, 2), 4080), "has values of 16 bits, but the largest is 4,080, of 65,535"),
        (PIL.Image.new("L", (3, 2), 1), "has values of 8 bits, but the largest is 1, of 255; give"),
    ],
    ids=["above", "below", "float", "I of 8 bits", "I;16 of 8 bits", "I;16 of 12 bits", "L of 1 bit"],
)
def test_levels_that_say_nothing_are_an_error(picture: PIL.Image.Image, message: str) -> None:
    """They may be 0 to 255, or light."""
    with pytest.raises(ImageError, match=f"'image': {message}"):
        from_pillow(picture)


def test_a_file_of_16_bits_may_be_dark(tmp_path: Path) -> None:
    """It says itself how many bits it has."""
    PIL.Image.new("I;16", (3, 2), 255).save(tmp_path / "dark.png")
    with PIL.Image.open(tmp_path / "dark.png") as picture:
        assert from_pillow(picture).pixels.max() <= 1


def test_a_file_of_8_bits_may_be_nearly_black(tmp_path: Path) -> None:
    """A film fades in."""
    PIL.Image.new("L", (3, 2), 1).save(tmp_path / "dark.png")
    with PIL.Image.open(tmp_path / "dark.png") as picture:
        assert from_pillow(picture).pixels.max() == 1


def test_a_pictures_file_may_be_damaged(stripes: Path) -> None:
    """It is found out only now."""
    stripes.write_bytes(stripes.read_bytes()[:60])
    with PIL.Image.open(stripes) as picture, pytest.raises(ImageError, match="cannot be taken from Pillow"):
        from_pillow(picture)
