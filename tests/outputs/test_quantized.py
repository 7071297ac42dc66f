"""The output `quantized`: the image in its own colors."""

import io
import re
from collections.abc import Callable

import numpy as np
import PIL.Image
import pytest

from cvpalette.extraction import Extraction, extract
from cvpalette.image import Image, read_image
from cvpalette.outputs.quantized import QuantizedImage
from cvpalette.testing import OutputContract


class TestQuantizedImage(OutputContract):
    """What every output promises."""

    output = QuantizedImage()


def _open(contents: bytes) -> PIL.Image.Image:
    picture = PIL.Image.open(io.BytesIO(contents))
    picture.load()
    return picture


def _noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, shape, np.uint8)


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """As decoded pixels, in a PPM: how a PNG is packed depends on zlib."""
    picture = _open(QuantizedImage().render(extraction)).convert("RGB")
    golden("quantized/default.ppm", b"P6\n64 4\n255\n" + picture.tobytes())


@pytest.mark.parametrize("colors", [1, 2, 6, 256])
def test_the_picture_has_the_palettes_colors_and_no_other(colors: int) -> None:
    """An indexed PNG of the image's size."""
    extraction = extract(_noise(30, 40, 3), colors=colors)
    picture = _open(QuantizedImage().render(extraction))
    found = {tuple(pixel) for pixel in np.asarray(picture.convert("RGB")).reshape(-1, 3).tolist()}
    assert (picture.format, picture.mode, picture.size) == ("PNG", "P", (40, 30))
    assert found <= {color.rgb for color in extraction.palette.colors}
    assert len(found) > colors * 0.9


def test_few_colors_are_not_changed(extraction: Extraction) -> None:
    """Flat art comes out as it went in, and the report says so."""
    contents = QuantizedImage().render(extraction)
    assert np.array_equal(np.asarray(_open(contents).convert("RGB")), extraction.image.pixels)
    assert "no pixel changed" in QuantizedImage().report(extraction, contents)


@pytest.mark.parametrize("colors", [2, 6, 255])
def test_what_is_mostly_transparent_becomes_fully_so(colors: int) -> None:
    """One more entry than the palette has; the rest is opaque."""
    array = _noise(20, 20, 4)
    picture = _open(QuantizedImage().render(extract(array, colors=colors))).convert("RGBA")
    assert np.array_equal(np.asarray(picture)[:, :, 3], np.where(array[:, :, 3] < 128, 0, 255))


def test_256_colors_leave_no_entry_for_transparency() -> None:
    """An error that says what would work; never a color less in silence."""
    with pytest.raises(ValueError, match="ask for at most 255 colors"):
        QuantizedImage().render(extract(_noise(40, 40, 4), colors=256))


def test_an_opaque_alpha_costs_no_entry() -> None:
    """All of 255: 256 colors are possible."""
    array = np.dstack([_noise(40, 40, 3), np.full((40, 40), 255, np.uint8)])
    picture = _open(QuantizedImage().render(extract(array, colors=256)))
    assert "transparency" not in picture.info


def test_the_level_changes_bytes_and_no_pixel() -> None:
    """-O quantized.level=0 is the largest, 9 the smallest."""
    extraction = extract(np.sort(_noise(60, 60), axis=None).reshape(60, 60), colors=4)
    large, small = (QuantizedImage(level=level).render(extraction) for level in (0, 9))
    assert len(large) > len(small)
    assert _open(large).tobytes() == _open(small).tobytes()


@pytest.mark.parametrize("level", [-1, 10])
def test_a_level_that_zlib_has_not_is_an_error(level: int) -> None:
    """Before anything is read."""
    with pytest.raises(ValueError, match=f"option 'level' is 0 to 9, not '{level}'"):
        QuantizedImage(level=level)


def test_the_report_says_bytes_colors_and_fidelity() -> None:
    """What was won and what it cost; PSNR and mean dE of one grey for black and white."""
    file = io.BytesIO()
    PIL.Image.fromarray(np.array([[0, 255]], np.uint8)).save(file, "BMP")
    extraction = extract(read_image(file.getvalue(), "two.bmp"), colors=1, space="rgb")
    contents = QuantizedImage().render(extraction)
    report = QuantizedImage().report(extraction, contents)
    assert re.match(r"'?two\.bmp'?: 1\.1 kB before, 0\.1 kB after \(", report)
    assert ", 1 color," in report
    assert "PSNR 6.0 dB, mean dE " in report


def test_the_report_owns_up_to_a_file_that_grew() -> None:
    """Some are small already."""
    extraction = extract(Image(_noise(9, 9, 3), name="a.webp", source_bytes=50), colors=2)
    assert "larger than its source" in QuantizedImage().report(
        extraction, QuantizedImage().render(extraction)
    )


def test_the_report_of_an_array_compares_no_sizes() -> None:
    """It has no file to compare with."""
    extraction = extract(_noise(9, 9, 3), colors=2)
    assert "before" not in QuantizedImage().report(extraction, QuantizedImage().render(extraction))


def test_the_report_measures_what_is_visible() -> None:
    """Where nothing is opaque enough to stay, there is nothing to measure, and nothing fails."""
    extraction = extract(np.full((3, 3, 4), (10, 20, 30, 100), np.uint8), colors=2)
    report = QuantizedImage().report(extraction, QuantizedImage().render(extraction))
    assert "PSNR" not in report
