"""Photo: its distinct colors, and how far a palette is from them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from suite.halves import find_photos

Floats: TypeAlias = NDArray[np.float64]
Rgb: TypeAlias = tuple[int, int, int]

ROWS_AT_ONCE = 4096  # so that a table of distances stays in the cache
LINEAR_TO_LMS = np.array(
    [
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    ]
)
LMS_TO_OKLAB = np.array(
    [
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    ]
)


@dataclass(frozen=True)
class Photo:
    """The distinct colors of a photo in its spaces, and the share of its pixels each one has."""

    path: Path
    rgb: Floats
    lab: Floats
    shares: Floats

    def error(self, palette: list[Rgb], space: str) -> float:
        """Return the mean over all pixels of the squared distance to the nearest color."""
        swatches = np.asarray(palette, dtype=np.float64).reshape(-1, 3)
        if space == "lab":
            return self._error(self.lab, rgb_to_lab(swatches))
        if space == "oklab":
            return self._error(self.oklab, rgb_to_oklab(swatches))
        return self._error(self.rgb, swatches)

    @cached_property
    def oklab(self) -> Floats:
        """The colors in Oklab; only goals.py measures errors in it."""
        return rgb_to_oklab(self.rgb)

    def _error(self, colors: Floats, swatches: Floats) -> float:
        total = 0.0
        # The nearest is found in float32, in a third of the time; its distance is then exact.
        coarse = swatches.astype(np.float32)
        lengths = (coarse**2).sum(axis=1)
        for start in range(0, len(colors), ROWS_AT_ONCE):
            rows = colors[start : start + ROWS_AT_ONCE]
            nearest = (lengths - rows.astype(np.float32) @ (2 * coarse.T)).argmin(axis=1)
            distances = ((rows - swatches[nearest]) ** 2).sum(axis=1)
            total += float(distances @ self.shares[start : start + ROWS_AT_ONCE])
        return total


def read_photos(folder: Path) -> Iterator[Photo]:
    """Read every photo of a folder, in the order of their names."""
    for path in find_photos(folder):
        yield read_photo(path)


def read_photo(path: Path) -> Photo:
    """Read one photo and count its colors."""
    with Image.open(path) as image:
        return count_photo(path, np.asarray(image.convert("RGB")))


def count_photo(path: Path, pixels: NDArray[np.uint8]) -> Photo:
    """Count the colors of pixels."""
    codes = pixels.reshape(-1, 3).astype(np.uint32) @ np.array([65_536, 256, 1], dtype=np.uint32)
    distinct, counts = np.unique(codes, return_counts=True)
    channels = [distinct >> 16, (distinct >> 8) & 255, distinct & 255]
    rgb = np.stack(channels, axis=1).astype(np.float64)
    return Photo(path, rgb, rgb_to_lab(rgb), counts / counts.sum())


def rgb_to_lab(rgb: Floats) -> Floats:
    """Convert sRGB of 0 to 255 to CIELAB (D65) with OpenCV, as the least known errors were found.

    Its float32 Lab is off the formulas by up to a few tenths: enough to move an error by half a percent.
    """
    pixels = (rgb / 255).astype(np.float32)[np.newaxis]
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2Lab)[0].astype(np.float64)


def rgb_to_oklab(rgb: Floats) -> Floats:
    """Convert sRGB of 0 to 255 to Oklab, times 100 so that white has lightness 100 as in CIELAB.

    The matrices are those of Ottosson, "A perceptual color space for image processing" (2020, with the
    corrections of 2021), for linear sRGB.
    """
    encoded = rgb / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    return 100 * np.cbrt(linear @ LINEAR_TO_LMS.T) @ LMS_TO_OKLAB.T


def read_least_errors(folder: Path) -> dict[str, dict[str, float]]:
    """Return the least error known of each photo, or nothing where nobody wrote them down."""
    for candidate in (folder / "best_known.json", folder.parent / "best_known.json"):
        if candidate.exists():
            least: dict[str, dict[str, float]] = json.loads(candidate.read_text(encoding="utf-8"))
            return least
    return {}
