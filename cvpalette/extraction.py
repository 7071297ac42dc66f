"""extract(): source to palette in one call; Extraction, all that an output may draw on."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.clustering import cell_bits, cluster
from cvpalette.difference import PaletteError, measure_error
from cvpalette.errors import ImageError
from cvpalette.histogram import ColorHistogram
from cvpalette.image import Image, read_frames
from cvpalette.palette import Palette
from cvpalette.reading import DEFAULT, Reading
from cvpalette.settings import Settings

__all__ = ["Extraction", "Source", "extract"]

Source: TypeAlias = str | os.PathLike[str] | bytes | Image | NDArray[Any]

# 'auto' looks no further: a palette of more is one that nobody reads.
_MOST_AUTO_COLORS: Final = 32


@dataclass(frozen=True, eq=False)
class Extraction:
    """What was found in an image, and all that an output may draw on."""

    palette: Palette
    image: Image
    histogram: ColorHistogram
    settings: Settings

    @property
    def error(self) -> PaletteError:
        """How far the image's pixels are from the palette; measured anew at each call."""
        return measure_error(self.histogram, self.palette, space=self.settings.space)


def extract(  # noqa: PLR0913 -- one keyword for each setting
    source: Source,
    *,
    colors: int | str = 6,
    space: str = "lab",
    seed: int = 0,
    sort: str = "share",
    tolerance: float = 5.0,
    accents: bool = False,
    reading: Reading = DEFAULT,
) -> Extraction:
    """Find the colours of an image: a path, the bytes of a file, an Image, or an array of uint8 pixels.

    `colors` is 1 to 256, or 'auto': the fewest, up to 32, whose mean CIEDE2000 over the pixels is at most
    `tolerance`. `accents` keeps small colours that are far from all others. `reading` says what may be read
    of a file, and which of its frames. Raises SettingsError before the image is read, ImageError where it
    cannot be.
    """
    settings = Settings(
        colors=colors, space=space, seed=seed, sort=sort, tolerance=tolerance, accents=accents
    )
    return extract_frames(_frames_of(source, reading), settings)


def extract_frames(frames: Iterable[Image], settings: Settings) -> Extraction:
    """Find the colours of all frames together; the extraction's image is the first.

    There is at least one. Raises ImageError where nothing is visible.
    """
    most = settings.colors if isinstance(settings.colors, int) else _MOST_AUTO_COLORS
    unread = iter(frames)
    image = next(unread)
    histogram = ColorHistogram.of_image(image, bits=cell_bits(most))
    for frame in unread:
        histogram += ColorHistogram.of_image(frame, bits=cell_bits(most))
    if not len(histogram):
        raise ImageError(image.name, "has nothing visible: every pixel is fully transparent")
    palette = _find_palette(histogram, settings).sorted(settings.sort)
    return Extraction(palette, image, histogram, settings)


def _frames_of(source: Source, reading: Reading) -> Iterable[Image]:
    if isinstance(source, Image):
        return [source]
    if isinstance(source, np.ndarray):
        return [Image.from_array(source)]
    return read_frames(source, reading=reading)


def _find_palette(histogram: ColorHistogram, settings: Settings) -> Palette:
    """Cluster into as many colours as are asked for, or as few as will do."""

    def find(colors: int) -> Palette:
        return cluster(histogram, colors, space=settings.space, seed=settings.seed, accents=settings.accents)

    if isinstance(settings.colors, int):
        return find(settings.colors)
    # More colours are never worse by more than the noise of clustering: halve the range.
    fewest, most = 1, _MOST_AUTO_COLORS
    palette = find(most)
    while fewest < most:
        middle = (fewest + most) // 2
        candidate = find(middle)
        if measure_error(histogram, candidate, space=settings.space).delta_e_mean <= settings.tolerance:
            palette, most = candidate, middle
        else:
            fewest = middle + 1
    return palette
