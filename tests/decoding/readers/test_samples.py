"""Formats of bare samples: PAM and farbfeld."""

import struct
from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray

from cvpalette import ImageError, Reading, read_image

PIXELS: Final = np.random.default_rng(0).integers(0, 256, (5, 7, 4), np.uint8)


def _pam(samples: NDArray[np.uint8], most: int, kind: str) -> bytes:
    named = f"TUPLTYPE {kind}\n" if kind else ""
    header = f"P7\n# a comment\nWIDTH 7\nHEIGHT 5\n\nDEPTH {samples.shape[2]}\nMAXVAL {most}\n{named}ENDHDR\n"
    scaled = np.rint(samples * (most / 255)).astype(">u2" if most > 255 else "u1")
    return header.encode() + bytes(scaled.tobytes())


@pytest.mark.parametrize("most", [255, 1023, 65535])
@pytest.mark.parametrize("kind", ["RGB_ALPHA", "RGB", "GRAYSCALE", "GRAYSCALE_ALPHA", ""])
def test_pam_of_any_type_and_highest_level(kind: str, most: int) -> None:
    """A file without a type is told by its channels."""
    channels = {"RGB": [0, 1, 2], "GRAYSCALE": [0], "GRAYSCALE_ALPHA": [0, 3]}.get(kind, [0, 1, 2, 3])
    image = read_image(_pam(PIXELS[:, :, channels], most, kind))
    expected = PIXELS[:, :, :3] if len(channels) > 2 else PIXELS[:, :, [0, 0, 0]]
    assert np.array_equal(image.pixels, expected)
    if 3 in channels:
        assert image.alpha is not None
        assert np.array_equal(image.alpha, PIXELS[:, :, 3])
    else:
        assert image.alpha is None


def test_black_and_white() -> None:
    """1 is white, as in all types of PAM."""
    image = read_image(_pam(np.where(PIXELS[:, :, :1] > 99, 255, 0).astype(np.uint8), 1, "BLACKANDWHITE"))
    assert np.array_equal(image.pixels[:, :, 0] == 255, PIXELS[:, :, 0] > 99)


def test_another_type_is_named() -> None:
    """Its channels may be anything."""
    with pytest.raises(ImageError, match="a PAM of type 'DEPTHMAP' with 3 channels") as caught:
        read_image(_pam(PIXELS[:, :, :3], 255, "DEPTHMAP"))
    assert caught.value.problem == "unsupported"


@pytest.mark.parametrize(
    "header", [b"WIDTH 7\nHEIGHT 5\nDEPTH 3\nENDHDR\n", b"WIDTH 7\n1 2 3\n", b"MAXVAL 0\nENDHDR\n"]
)
def test_a_broken_header_is_damage(header: bytes) -> None:
    """Fields are missing, or there are none."""
    with pytest.raises(ImageError) as caught:
        read_image(b"P7\n" + header + bytes(200))
    assert caught.value.problem == "damaged"


def test_farbfeld() -> None:
    """16 bits; alpha is last."""
    data = b"farbfeld" + struct.pack(">II", 7, 5) + (PIXELS.astype(">u2") * 257).astype(">u2").tobytes()
    image = read_image(data)
    assert np.array_equal(image.pixels, PIXELS[:, :, :3])
    assert image.alpha is not None
    assert np.array_equal(image.alpha, PIXELS[:, :, 3])
    with pytest.raises(ImageError, match="is cut short"):
        read_image(data[:-60])
    part = read_image(data[:-60], reading=Reading(allow_truncated=True))
    assert part.alpha is not None
    assert not part.alpha[-1].any()
    assert part.warning is not None


@pytest.mark.parametrize("line", [b" " * 400_000 + b"x", b"WIDTH " + b" " * 400_000 + b"x\nx"])
def test_a_header_of_blanks_is_refused(line: bytes) -> None:
    """Its blanks are gone through once."""
    with pytest.raises(ImageError):
        read_image(b"P7\n" + line)
