"""Usage that mypy --strict must accept: never run, only read (`mypy` checks it with the rest)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, assert_type

import numpy as np
from numpy.typing import NDArray

import cvpalette
from cvpalette import (
    Color,
    ColorHistogram,
    CombinedOutput,
    Extraction,
    Image,
    ImageError,
    ImageOutput,
    LeftOut,
    NamedError,
    Output,
    Palette,
    PaletteError,
    PaletteReader,
    Position,
    Rendered,
    Result,
    Settings,
    Swatch,
    WriteError,
)
from cvpalette.testing import CombinedContract, ImageContract, OutputContract, ReaderContract


def extract_from_any_source(array: NDArray[np.uint8]) -> None:
    """Take a path, bytes, an Image or an array; every setting is a keyword."""
    assert_type(cvpalette.extract("photo.jpg"), Extraction)
    assert_type(cvpalette.extract("photo.jpg").positions, tuple[Position | None, ...])
    cvpalette.extract(Path("photo.jpg"), colors="auto", tolerance=2.5)
    cvpalette.extract(b"...", colors=6, space="oklab", seed=1, sort="hue")
    cvpalette.extract(cvpalette.read_image("photo.jpg"))
    cvpalette.extract(array)
    cvpalette.extract(Image.from_array(array, "made"))
    cvpalette.extract(array, background="white", region="10%,10%,80%,80%", ignore=["black~2", Color(1, 2, 3)])
    cvpalette.extract("film.mp4", frames="all", every=2.5, max_pixels=10**8, allow_truncated=True)
    cvpalette.extract("photo.jpg", draft=True)
    cvpalette.extract("pages.tif", frames=3, mask=array, names="xkcd", accents=True)
    cvpalette.extract("photo.jpg", sort="path", names=cvpalette.read_palette("brand.gpl"))


def know_each_name() -> None:
    """Refuse a wrong name, of a function and of an import."""
    cvpalette.extractt("photo.jpg")  # type: ignore[attr-defined]
    from cvpalette import NothingHere  # type: ignore[attr-defined]  # noqa: F401, PLC0415


def hold_wrong_options_before_anything_runs() -> None:
    """Every option has its own type: what it does not take is an error for a type checker."""
    cvpalette.extract("photo.jpg", space="xyz")  # type: ignore[arg-type]
    cvpalette.extract("photo.jpg", sort="size")  # type: ignore[arg-type]
    cvpalette.extract("photo.jpg", names=["pantone"])  # type: ignore[arg-type]
    cvpalette.extract("photo.jpg", colors="many")  # type: ignore[arg-type]
    cvpalette.extract("photo.jpg", colors=6.5)  # type: ignore[arg-type]
    cvpalette.extract("photo.jpg", frames="last")  # type: ignore[arg-type]
    cvpalette.extract("photo.jpg", colour=6)  # type: ignore[call-arg]
    cvpalette.extract("photo.jpg", 6)  # type: ignore[call-arg]
    cvpalette.extract_many(["photo.jpg"], space="xyz")  # type: ignore[arg-type]
    cvpalette.extract_many(["photo.jpg"], positions=True)
    cvpalette.extract_many(["photo.jpg"], by="equal")  # type: ignore[call-arg]
    cvpalette.merge(["photo.jpg"], by="size")  # type: ignore[arg-type]


def extract_from_many_sources(paths: Iterable[Path]) -> Iterator[Result]:
    """Outcomes come one by one, each a result or an error; merged, they are one extraction."""
    for outcome in cvpalette.extract_many(paths, colors=5, jobs=2):
        assert_type(outcome.error, NamedError | None)
        if outcome.error:
            assert_type([outcome.error.source, outcome.error.problem, outcome.error.reason], list[str])
        if outcome.result:
            yield outcome.result
    assert_type(cvpalette.merge(paths, by="equal", colors=12, space="oklab"), Extraction)


def read_a_palette(extraction: Extraction) -> None:
    """Swatches by order and by index, and all that a color knows."""
    palette = extraction.palette
    assert_type(palette, Palette)
    assert_type(palette[0], Swatch)
    assert_type(palette.sorted("hue"), Palette)
    assert_type(extraction.error, PaletteError)
    assert_type(extraction.settings, Settings)
    assert_type(extraction.left_out, tuple[LeftOut, ...])
    assert_type(extraction.result, Result)
    assert_type(extraction.result.given, str | None)
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
    """Take a path, bytes or an open file; what was read may stand for the palette that would be found."""
    with Path("brand.gpl").open("rb") as file:
        brand = cvpalette.read_palette(file)
    cvpalette.extract("photo.jpg", palette=brand)
    cvpalette.extract("photo.jpg", palette=Palette.of_colors([Color(1, 2, 3)]))
    cvpalette.extract("photo.jpg", palette=cvpalette.read_palette("https://host/a.hex", allow_private=True))
    assert_type(cvpalette.read_palette(b"...", "brand.act"), Result)
    return brand.palette


def render_and_save(extraction: Extraction, palette: Palette) -> None:
    """Whatever has a palette, through an output by its name or by the suffix of a file."""
    assert_type(cvpalette.render(extraction, "css", prefix="brand"), str | bytes | Mapping[str, str | bytes])
    cvpalette.render(extraction.result, "quantized", dither="ordered", level=9)
    assert_type(cvpalette.save(palette, "brand.gpl", columns=4), Path)
    cvpalette.save(cvpalette.read_palette("brand.ase"), Path("brand.png"), "swatch")
    cvpalette.render("photo.jpg", "css")  # type: ignore[arg-type]


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
    combined_suffix: ClassVar[str] = ".counts.txt"
    times: Annotated[int, "Times as many."] = 1

    def render(self, result: Result, /) -> str:
        """Write the number."""
        return f"{len(result.palette) * self.times}\n"

    def render_image(self, extraction: Extraction, /) -> Rendered:
        """Write the number, and say of what size the image is."""
        width = extraction.image.width
        return Rendered(self.render(extraction.result), lambda: f"{width} pixels wide", {"width": width})

    def render_all(self, results: Iterable[Result], /) -> Iterator[str]:
        """Write all numbers."""
        return map(self.render, results)

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read as many blacks."""
        return Palette.of_colors([Color(0, 0, 0)] * int(data))


@dataclass(frozen=True)
class Icons:
    """A set of files."""

    suffix: ClassVar[str] = ".icons"

    def render(self, result: Result, /) -> Mapping[str, str | bytes]:
        """Write two files."""
        return {"name.txt": result.name, "icons/16.bin": b"\0"}


class TestCount(OutputContract, ImageContract, CombinedContract, ReaderContract):
    """What an author writes to test an output."""

    output = Count()
    most_colors = 64
    holds_names = False


def parse_a_palette_file(reader: type[PaletteReader]) -> None:
    """Ask a class, which needs no options to read."""
    assert_type(reader.parse(b"#264653"), Palette)


def be_an_output() -> tuple[Output, ImageOutput, CombinedOutput, type[PaletteReader], Output]:
    """Fulfil all protocols with a class that inherits from nothing."""
    return Count(times=2), Count(), Count(), Count, Icons()


def find_outputs_by_name(result: Result) -> None:
    """Find, load, configure, render: what each gives."""
    loaded = cvpalette.find_output("css").load()
    configured = loaded.configure({"prefix": "brand"})
    assert_type(configured.render(cvpalette.extract("photo.jpg")), Rendered)
    assert_type(loaded.configure_with({"prefix": "brand"}).render(result), Rendered)
    assert_type(configured.report(configured.render(result)), str)
    assert_type(sorted(cvpalette.find_outputs()), list[str])
