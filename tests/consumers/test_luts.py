"""`lut` in FFmpeg and ImageMagick, which make of a picture what `recolored` makes of it."""

from pathlib import Path

import numpy as np
import PIL.Image
import pytest

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.color.spaces import to_space
from cvpalette.extraction import Extraction

from .programs import Programs

PALETTE = Palette.of_colors(
    [Color(46, 52, 64), Color(216, 222, 233), Color(136, 192, 208), Color(191, 97, 106)]
)
#: The mean and the largest difference (CIEDE2000). FFmpeg rounds down to 8 bits, which alone is up to 1.
LIMITS = (0.7, 3.0)


@pytest.fixture
def shades(tmp_path: Path) -> Path:
    """Write a picture with all hues, from dark to light."""
    rows, columns = np.mgrid[0:96, 0:96] / 95
    pixels = 255 * np.stack([columns, rows, (1 - columns) * (0.3 + 0.7 * rows)], axis=-1)
    path = tmp_path / "shades.png"
    PIL.Image.fromarray(pixels.astype(np.uint8)).save(path)
    return path


def _compare(extraction: Extraction, path: Path, drawn: Path) -> tuple[float, float]:
    """Return the mean and the largest difference between our picture and that of a program."""
    ours = path.with_name("ours.png")
    cvpalette.save(extraction, ours, "recolored")
    first, second = (
        to_space(np.asarray(PIL.Image.open(each).convert("RGB")).reshape(-1, 3), "lab")
        for each in (ours, drawn)
    )
    differences = cvpalette.ciede2000(first, second)
    return float(differences.mean()), float(differences.max())


@pytest.mark.parametrize("size", [17, 33, 65])
def test_ffmpeg_applies_a_cube(programs: Programs, shades: Path, size: int) -> None:
    """Its filter `lut3d` does, with the interpolation that programs use by default."""
    extraction = cvpalette.extract(shades, palette=PALETTE)
    cvpalette.save(extraction, shades.with_name("a.cube"), "lut", size=size)
    table = "format=gbrp,lut3d=a.cube:interp=tetrahedral"
    programs.run(programs.find("ffmpeg"), "-v", "error", "-i", shades, "-vf", table, "drawn.png")
    mean, most = _compare(extraction, shades, shades.with_name("drawn.png"))
    assert mean < LIMITS[0]
    assert most < LIMITS[1]


def test_ffmpeg_applies_a_hald_clut(programs: Programs, shades: Path) -> None:
    """Its filter `haldclut` takes the table as a second picture."""
    extraction = cvpalette.extract(shades, palette=PALETTE)
    cvpalette.save(extraction, shades.with_name("a.hald.png"), "lut")
    inputs = ("-v", "error", "-i", shades, "-i", shades.with_name("a.hald.png"))
    frames = ("-filter_complex", "haldclut", "-frames:v", "1", "drawn.png")
    programs.run(programs.find("ffmpeg"), *inputs, *frames)
    mean, most = _compare(extraction, shades, shades.with_name("drawn.png"))
    assert mean < LIMITS[0]
    assert most < LIMITS[1]


def test_imagemagick_applies_a_hald_clut(programs: Programs, shades: Path) -> None:
    """Its operator `-hald-clut` changes the picture."""
    extraction = cvpalette.extract(shades, palette=PALETTE)
    cvpalette.save(extraction, shades.with_name("a.hald.png"), "lut")
    drawn = shades.with_name("drawn.png")
    # Other programs are called convert too, and mogrify is ImageMagick's alone.
    programs.find("mogrify")
    programs.run(programs.find("convert"), shades, shades.with_name("a.hald.png"), "-hald-clut", drawn)
    mean, most = _compare(extraction, shades, drawn)
    assert mean < LIMITS[0]
    assert most < LIMITS[1]
