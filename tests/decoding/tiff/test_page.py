"""What a TIFF says of its pixels and cvpalette does not read is refused by name; it is not called damaged."""

from typing import Any

import numpy as np
import pytest

from cvpalette.decoding.reading import decode
from cvpalette.errors import ImageError
from cvpalette.settings.settings import Reading

RGB, GRAY, INKS, YCBCR = 2, 1, 5, 6
COMPRESSION, PHOTOMETRIC, FILL, PLANES, PREDICTOR, EXTRA, FORMAT = 259, 262, 266, 284, 317, 338, 339

REFUSED: dict[str, tuple[dict[int, list[int]], str]] = {
    "compression": ({COMPRESSION: [34661]}, r"compression JBIG \(34661\)"),
    "SGILog": ({COMPRESSION: [34676]}, r"compression SGILog \(34676\)"),
    "unknown compression": ({COMPRESSION: [12345]}, "compression 12345"),
    "compression 0": ({COMPRESSION: [0]}, "compression 0"),
    "old-style JPEG in pieces": ({COMPRESSION: [6]}, r"compression old-style JPEG \(6\)"),
    "12-bit JPEG": (
        {COMPRESSION: [7], 258: [12] * 3},
        r"compression JPEG \(7\) of RGB with 3 samples of 12 bits",
    ),
    "planar JPEG": ({COMPRESSION: [7], PLANES: [2]}, r"compression JPEG \(7\) of RGB"),
    "LERC": (
        {COMPRESSION: [34887], 50674: [4, 1]},
        r"compression LERC \(34887\) that is compressed once more",
    ),
    "photometric": ({PHOTOMETRIC: [77]}, "photometric interpretation 77"),
    "LogLuv": ({PHOTOMETRIC: [32845]}, r"LogLuv \(32845\)"),
    "ITU LAB": ({PHOTOMETRIC: [10]}, r"ITU LAB \(10\)"),
    "planes": ({PLANES: [3]}, "planar configuration 3"),
    "fill order": ({FILL: [3]}, "fill order 3"),
    "predictor": ({COMPRESSION: [8], PREDICTOR: [4]}, "predictor 4"),
    "predictor of 12 bits": (
        {COMPRESSION: [8], PREDICTOR: [2], 258: [12] * 3},
        r"differences of 12 bits \(predictor 2\)",
    ),
    "depth": ({258: [24] * 3}, "24 bits a sample"),
    "depth of floats": ({258: [24] * 3, FORMAT: [3] * 3}, r"24 bits a sample \(float\)"),
    "depths": ({258: [5, 6, 5]}, "5 and 6 bits a sample"),
    "complex": ({258: [64] * 3, FORMAT: [6] * 3}, "complex numbers"),
    "format": ({FORMAT: [9] * 3}, "samples of format 9"),
    "formats": ({FORMAT: [1, 1, 2]}, "1 and 2 as formats of the samples"),
    "extra": ({277: [4], EXTRA: [7]}, "extra samples of kind 7"),
    "samples": ({277: [400], 258: [8]}, "400 samples a pixel"),
    "fewer samples": ({277: [2], 258: [8, 8]}, "RGB with 2 samples a pixel"),
    "ink set": ({PHOTOMETRIC: [INKS], 277: [4], 258: [8] * 4, 332: [2]}, "inks other than cyan"),
    "inks": ({PHOTOMETRIC: [INKS], 277: [6], 258: [8] * 6, 334: [6]}, "inks other than cyan"),
    "dot range": ({PHOTOMETRIC: [INKS], 277: [4], 258: [8] * 4, 336: [255, 0]}, "a dot range of 255 to 0"),
    "signed inks": ({PHOTOMETRIC: [INKS], 277: [4], 258: [8] * 4, FORMAT: [2] * 4}, "inks of signed samples"),
    "premultiplied inks": (
        {PHOTOMETRIC: [INKS], 277: [5], 258: [8] * 5, EXTRA: [1]},
        "inks with alpha multiplied into it",
    ),
    "subsampling": ({PHOTOMETRIC: [YCBCR], 530: [3, 1]}, "YCbCr subsampling 3 x 1"),
    "deep YCbCr": ({PHOTOMETRIC: [YCBCR], 258: [16] * 3}, "subsampled YCbCr of 16 bits"),
    "deep LAB": ({PHOTOMETRIC: [8], 258: [32] * 3}, "CIELAB of 32 bits"),
    "a mask alone": ({PHOTOMETRIC: [4], 277: [1], 258: [1]}, r"a transparency mask \(4\)"),
    "fax with uncompressed parts": (
        {COMPRESSION: [4], PHOTOMETRIC: [0], 258: [1], 277: [1], 293: [2]},
        r"compression CCITT Group 4 \(4\) with uncompressed parts",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_read_is_refused_by_name(kind: str, write: Any, page: Any) -> None:
    """With what would work instead."""
    tags, words = REFUSED[kind]
    with pytest.raises(ImageError, match=words) as caught:
        decode(write(page((4, 4), bytes(400), RGB, 8, 3, tags)), "a")
    assert caught.value.problem == "unsupported"
    assert "convert it first" in caught.value.reason


def test_lossless_jpeg_is_refused_by_name(write: Any, page: Any) -> None:
    """The decoder knows only that it fails."""
    lossless = b"\xff\xd8\xff\xc3\0\x0b\x08\0\x04\0\x04\x01\x01\x11\0\xff\xd9"
    with pytest.raises(ImageError, match=r"compression JPEG \(7\) with lossless") as caught:
        decode(write(page((4, 4), lossless, GRAY, 8, 1, {COMPRESSION: [7]})), "a")
    assert caught.value.problem == "unsupported"


def test_a_page_without_a_photometric_interpretation_is_refused(write: Any, page: Any) -> None:
    """0 may be black or white."""
    tags, chunks, below = page((4, 4), bytes(16), GRAY)
    del tags[PHOTOMETRIC]
    with pytest.raises(ImageError, match="no photometric interpretation"):
        decode(write((tags, chunks, below)), "a")


@pytest.mark.parametrize("code", [22610, 34887, 34934, 50002])
def test_a_compression_of_the_extra_names_the_extra(
    code: int, write: Any, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """JPEG XR, LERC and JPEG XL, where imagecodecs is not installed."""
    monkeypatch.setitem(__import__("sys").modules, "imagecodecs", None)
    data = write(page((4, 4), bytes(48), RGB, 8, 3, {COMPRESSION: [code]}))
    with pytest.raises(ImageError, match=rf"\({code}\).*pip install 'cvpalette\[tiff\]'") as caught:
        decode(data, "a")
    assert caught.value.problem == "unsupported"


def test_tiles_are_measured_before_they_are_decoded(write: Any, page: Any) -> None:
    """A picture of 4 x 4 has no tiles of a billion pixels."""
    tags, _, _ = page((4, 4), b"", RGB, 16, 3, {COMPRESSION: [8], 322: [32768], 323: [32768]})
    with pytest.raises(ImageError, match="tiles of 32768 x 32768 are larger than its picture"):
        decode(write((tags, [b"x"], ())), "a")


def test_a_page_is_measured_before_it_is_decoded(write: Any, page: Any) -> None:
    """As every other file."""
    with pytest.raises(ImageError, match=r"has 16 pixels \(4 x 4\), more than max_pixels=4"):
        decode(write(page((4, 4), bytes(96), RGB, 16, 3)), "a", Reading(max_pixels=4))


@pytest.mark.parametrize("bits", [8, 16])
def test_samples_that_are_neither_color_nor_alpha_are_told(bits: int, write: Any, page: Any) -> None:
    """As a saved selection, or a channel of heat: they are no transparency."""
    from cvpalette.decoding.reading import decode_frames  # noqa: PLC0415

    pixel = np.array([200, 100, 50, 0], f"<u{bits // 8}") * (257 if bits == 16 else 1)
    data = write(page((4, 4), pixel.tobytes() * 16, RGB, bits, 4, {EXTRA: [0]}))
    (frame,) = decode_frames(data, "a")
    assert frame.pixels.reshape(-1, 3).tolist() == [[200, 100, 50]] * 16
    assert frame.alpha is None
    assert frame.warning == "has a sample a pixel that is neither color nor alpha: it does not count"
