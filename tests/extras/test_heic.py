"""HEIC, with its extra: colors are those that nclx names."""

import io
import struct

import numpy as np
import PIL.Image
import pytest

from cvpalette import ImageError, read_image

pillow_heif = pytest.importorskip("pillow_heif")


def _heic(color: tuple[int, int, int], primaries: int, transfer: int) -> bytes:
    """Encode a picture, and write other code points into its nclx."""
    file = io.BytesIO()
    pillow_heif.from_pillow(PIL.Image.new("RGB", (64, 64), color)).save(file, quality=-1, chroma=444)
    data = file.getvalue()
    at = data.index(b"colrnclx") + 8
    return data[:at] + struct.pack(">HH", primaries, transfer) + data[at + 4 :]


@pytest.mark.parametrize(
    ("stored", "primaries", "transfer", "shown"),
    [
        ((204, 76, 51), 1, 13, (204, 76, 51)),
        ((204, 76, 51), 12, 13, (221, 63, 37)),
        ((148, 148, 148), 9, 16, (255, 255, 255)),
    ],
)
def test_nclx_is_converted(
    stored: tuple[int, int, int], primaries: int, transfer: int, shown: tuple[int, int, int]
) -> None:
    """Phones write Display P3 without a profile too."""
    found = read_image(_heic(stored, primaries, transfer)).pixels[32, 32]
    assert np.abs(np.subtract(found.astype(int), shown)).max() <= 4


def test_unknown_code_points_are_refused() -> None:
    """Such a file is not damaged."""
    with pytest.raises(ImageError, match="color primaries") as found:
        read_image(_heic((1, 2, 3), 77, 13))
    assert found.value.problem == "unsupported"
