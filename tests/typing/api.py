"""Usage that mypy --strict must accept: never run, only read (`mypy` checks it with the rest)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, assert_type

import numpy as np
from numpy.typing import NDArray

import cvpalette
from cvpalette import (
    Color,
    ColorHistogram,
    Extraction,
    Image,
    ImageError,
    Output,
    Palette,
    PaletteError,
    PaletteReader,
    ReportingOutput,
    Settings,
    Swatch,
    WriteError,
)
from cvpalette.testing import OutputContract


def extract_from_any_source(array: NDArray[np.uint8]) -> None:
    """Take a path, bytes, an Image or an array; every setting is a keyword."""
    assert_type(cvpalette.extract("photo.jpg"), Extraction)
    cvpalette.extract(Path("photo.jpg"), colors="auto", tolerance=2.5)
    cvpalette.extract(b"...", colors=6, space="oklab", seed=1, sort="hue")
    cvpalette.extract(cvpalette.read_image("photo.jpg"))
    cvpalette.extract(array)
    cvpalette.extract(Image.from_array(array, "made"))


def read_a_palette(extraction: Extraction) -> None:
    """Swatches by order and by index, and all that a color knows."""
    palette = extraction.palette
    assert_type(palette, Palette)
    assert_type(palette[0], Swatch)
    assert_type(palette.sorted("hue"), Palette)
    assert_type(extraction.error, PaletteError)
    assert_type(extraction.settings, Settings)
    for swatch in palette:
        assert_type(swatch.share, float)
        assert_type(swatch.color.ink, Color)
        assert_type(swatch.color.oklch, tuple[float, float, float])
        assert_type(swatch.color.contrast(Color.from_hex("#fff")), float)


def cluster_many_images(images: list[Image]) -> Palette:
    """Histograms add."""
    histograms = [ColorHistogram.of_image(image) for image in images]
    total = histograms[0] + histograms[1]
    assert_type(total, ColorHistogram)
    assert_type(cvpalette.quantize(images[0], cvpalette.cluster(total, 6)), NDArray[np.uint8])
    assert_type(cvpalette.measure_error(total, cvpalette.cluster(total, 6, space="rgb")).mse, float)
    return cvpalette.cluster(total, 6, space="lab", seed=0)


def read_palette_files() -> Palette:
    """Take a path, bytes or an open file; a palette may stand for the one that would be found."""
    with Path("brand.gpl").open("rb") as file:
        palette = cvpalette.read_palette(file)
    cvpalette.extract(
        "photo.jpg", palette=cvpalette.read_palette("https://host/brand.hex", allow_private=True)
    )
    assert_type(cvpalette.read_palette(b"...", "brand.act"), Palette)
    return palette


def handle_errors() -> str:
    """Read what was wrong from attributes; every error has one base."""
    try:
        cvpalette.extract("missing.jpg")
    except ImageError as error:
        return assert_type(error.name, str) + assert_type(error.reason, str)
    except WriteError as error:
        return assert_type(error.name, str)
    except (cvpalette.CvpaletteError, ValueError) as error:
        return str(error)
    return ""


@dataclass(frozen=True)
class Count:
    """How many colors there are."""

    suffix: ClassVar[str] = ".txt"
    times: Annotated[int, "Times as many."] = 1

    def render(self, extraction: Extraction, /) -> str:
        """Write the number."""
        return f"{len(extraction.palette) * self.times}\n"

    def report(self, extraction: Extraction, contents: bytes, /) -> str:
        """Say how long it is."""
        return f"{extraction.image.name}: {len(contents)} bytes"


class TestCount(OutputContract):
    """What an author writes to test an output."""

    output = Count()


def parse_a_palette_file(reader: type[PaletteReader]) -> None:
    """Ask a class, which needs no options to read."""
    assert_type(reader.parse(b"#264653"), Palette)


def be_an_output() -> tuple[Output, ReportingOutput]:
    """Fulfil both protocols with a class that inherits from nothing."""
    return Count(times=2), Count()


def find_outputs_by_name() -> None:
    """Find, load, configure, render: what each gives."""
    configured = cvpalette.find_output("css").load().configure({"prefix": "brand"})
    assert_type(configured.render(cvpalette.extract("photo.jpg")), str | bytes)
    assert_type(sorted(cvpalette.find_outputs()), list[str])
