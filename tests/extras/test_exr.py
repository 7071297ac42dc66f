"""OpenEXR, with its extra: light of 1 is white, and primaries, alpha and windows count."""

from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from cvpalette import ImageError, Reading, read_image

OpenEXR = pytest.importorskip("OpenEXR")
LIGHT: Final = [(1.0, 1.0, 1.0), (0.0, 0.0, 0.0), (0.5, 0.25, 0.125), (4.0, 2.0, 1.0)]
SHOWN: Final = [(255, 255, 255), (0, 0, 0), (188, 137, 99), (255, 188, 137)]


def _exr(path: Path, channels: dict[str, Any], **header: Any) -> bytes:
    whole = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage, **header}
    OpenEXR.File(whole, channels).write(str(path / "a.exr"))
    return (path / "a.exr").read_bytes()


def _rgb(light: Any = LIGHT, kind: type = np.float16, prefix: str = "") -> dict[str, Any]:
    picture: np.ndarray = np.array(light, kind)[None].repeat(8, axis=0)
    return {f"{prefix}{name}": np.ascontiguousarray(picture[:, :, n]) for n, name in enumerate("RGB")}


@pytest.mark.parametrize("kind", [np.float16, np.float32])
def test_light_is_shown_as_srgb(kind: type, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Light above white is reduced until its brightest primary is that of white."""
    image = read_image(_exr(tmp_path, _rgb(kind=kind)))
    assert np.abs(image.pixels[0].astype(int) - SHOWN).max() <= 1
    assert (image.alpha, image.warning) == (None, None)
    assert capfd.readouterr() == ("", "")


def test_what_is_no_number_is_black_or_white(tmp_path: Path) -> None:
    """And negative light is none."""
    nan, infinite = float("nan"), float("inf")
    image = read_image(
        _exr(tmp_path, _rgb([(nan,) * 3, (infinite,) * 3, (-1, -1, -1), (1, 0, -5)], np.float32))
    )
    assert image.pixels[0].tolist() == [[0] * 3, [255] * 3, [0] * 3, [255, 0, 0]]


def test_primaries_are_converted(tmp_path: Path) -> None:
    """The same color in Display P3 has less red."""
    p3 = (0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.3127, 0.329)
    shown = read_image(_exr(tmp_path, _rgb([(1, 1, 1), (0.5, 0.1, 0.1)]), chromaticities=p3)).pixels[0]
    assert np.abs(shown.astype(int) - [(255, 255, 255), (202, 81, 86)]).max() <= 2


def test_colors_are_multiplied_by_alpha(tmp_path: Path) -> None:
    """So they are divided by it."""
    alpha = np.array([[1, 0, 0.5, 0.25]] * 8, np.float16)
    channels = {name: plane * alpha for name, plane in _rgb().items()}
    image = read_image(_exr(tmp_path, {**channels, "A": alpha}))
    assert image.alpha is not None
    assert image.alpha[0].tolist() == [255, 0, 128, 64]
    assert np.abs(image.pixels[0, [0, 2, 3]].astype(int) - [SHOWN[n] for n in (0, 2, 3)]).max() <= 1


def test_gray_and_layers(tmp_path: Path) -> None:
    """A layer without a name comes before others; a file with many channels decodes only those that count."""
    assert (read_image(_exr(tmp_path, {"Y": np.full((8, 8), 0.5, np.float16)})).pixels == 188).all()
    both = {**_rgb([(0, 0, 0)] * 4, prefix="back."), **_rgb(), "Z": np.zeros((8, 4), np.float32)}
    assert np.abs(read_image(_exr(tmp_path, both)).pixels[0].astype(int) - SHOWN).max() <= 1
    layer = {**_rgb(prefix="view.left."), "Z": np.zeros((8, 4), np.float32)}
    assert np.abs(read_image(_exr(tmp_path, layer)).pixels[0].astype(int) - SHOWN).max() <= 1


def test_what_is_outside_of_the_display_window_is_cut_off(tmp_path: Path) -> None:
    """As viewers do."""
    window = (np.array([2, 0], np.int32), np.array([9, 3], np.int32))
    image = read_image(_exr(tmp_path, _rgb(), displayWindow=window))
    assert (image.width, image.height) == (2, 4)
    assert np.abs(image.pixels[0].astype(int) - SHOWN[2:]).max() <= 1


def test_what_is_no_picture_is_refused_by_name(tmp_path: Path) -> None:
    """Depths, numbers of objects, and channels of luminance and chroma."""
    plane = np.zeros((8, 4), np.float32)
    for channels, reason in (
        ({"Z": plane}, "an OpenEXR file without red, green and blue; its channels are Z"),
        ({name: plane.astype(np.uint32) for name in "RGB"}, "an OpenEXR file of whole numbers"),
    ):
        with pytest.raises(ImageError, match=reason) as caught:
            read_image(_exr(tmp_path, channels))
        assert caught.value.problem == "unsupported"


def test_limits_and_damage(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The header is enough for the limit; a truncated file is an error, and nothing is written to stdout."""
    data = _exr(tmp_path, _rgb())
    with pytest.raises(ImageError, match=r"has 32 pixels \(4 x 8\)") as caught:
        read_image(data, reading=Reading(max_pixels=31))
    assert caught.value.problem == "too-large"
    for cut in (8, 100, len(data) - 30):
        with pytest.raises(ImageError) as caught:
            read_image(data[:cut])
        assert caught.value.problem in {"damaged", "truncated"}
    assert capfd.readouterr().out == ""


def test_attributes_that_decoding_does_not_need_are_left_out(tmp_path: Path) -> None:
    """The library crashes at some of them, such as a name that is not ASCII."""
    data = _exr(tmp_path, _rgb(), owner="a person", comments="a text")
    odd = data.replace(b"owner\0", b"\xff\xfe\xfd\xfc\xfb\0").replace(b"a text", b"\xff\xff\xff\xff\xff\xff")
    assert odd != data
    assert np.array_equal(read_image(odd).pixels, read_image(data).pixels)


@pytest.mark.parametrize("count", [1, 2])
def test_the_first_part_counts(count: int, tmp_path: Path) -> None:
    """It may be in tiles."""
    tiles = OpenEXR.TileDescription()
    tiles.xSize = tiles.ySize = 4
    light = [LIGHT, [(0.0, 0.0, 0.0)] * 4]
    parts = [
        OpenEXR.Part({"type": OpenEXR.tiledimage, "tiles": tiles, "name": f"part {n}"}, _rgb(light[n]))
        for n in range(count)
    ]
    OpenEXR.File(parts).write(str(tmp_path / "a.exr"))
    image = read_image(tmp_path / "a.exr")
    assert np.abs(image.pixels[0].astype(int) - SHOWN).max() <= 1


@pytest.mark.parametrize(
    ("old", "new", "reason", "problem"),
    [
        (b"\x02\0\0\0channels", b"\x02\x08\0\0channels", "a deep OpenEXR file", "unsupported"),
        (b"\x02\0\0\0channels", b"\x03\0\0\0channels", "an OpenEXR file of version 0x3", "unsupported"),
        (b"\0G\0", b"\0\xff\0", "whose names are not ASCII", "unsupported"),
        (b"box2i\0\x10", b"box2x\0\x10", "its attribute 'dataWindow' is of another kind", "damaged"),
        (b"lineOrder\0line", b"lineOrxer\0line", "its header lacks an attribute", "damaged"),
        (b"chlist\0", b"chlist\0\xff\xff\xff", "is cut short", "truncated"),
        (b"\x07\0\0\0display", b"\x07\0\0\x7fdisplay", "more than max_pixels", "too-large"),
        (b"\x07\0\0\0display", b"\x07\0\0\xffdisplay", "its window is empty", "damaged"),
    ],
)
def test_a_header_that_is_not_read_is_told(
    old: bytes, new: bytes, reason: str, problem: str, tmp_path: Path
) -> None:
    """Before the library sees it."""
    data = _exr(tmp_path, _rgb())
    assert old in data
    with pytest.raises(ImageError, match=reason) as caught:
        read_image(data.replace(old, new, 1))
    assert caught.value.problem == problem
