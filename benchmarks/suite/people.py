"""People: palettes that people picked, and how near those of a tool are to them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, pstdev
from typing import Final, Self

import numpy as np

from cvpalette import Color, ColorHistogram, Palette, PaletteError, measure_error
from cvpalette.color.spaces import to_space
from suite.halves import SUFFIXES
from suite.matching import Swatches, all_distances, pair_up
from suite.photo import Photo, Rgb, read_photo

LIST: Final = "people.json"
#: One of people's colors is found if a color is at most this far away, in CIEDE2000.
FOUND: Final = 10


@dataclass(frozen=True)
class Picture:
    """A picture, and the colors that somebody picked from it."""

    path: Path
    people: tuple[Rgb, ...]

    @property
    def name(self) -> str:
        """The set and the file."""
        return f"{self.path.parent.name}/{self.path.name}"


def read_pictures(folder: Path) -> list[Picture]:
    """Return the pictures of a folder with people.json, sorted by name: `{set: {name: [hex color, ...]}}`."""
    sets: dict[str, dict[str, list[str]]] = json.loads((folder / LIST).read_text(encoding="utf-8"))
    return [
        Picture(_find(folder / name, stem), tuple(Color.from_hex(each).rgb for each in colors))
        for name, palettes in sorted(sets.items())
        for stem, colors in sorted(palettes.items())
    ]


def _find(folder: Path, stem: str) -> Path:
    for suffix in sorted(SUFFIXES):
        if (path := folder / f"{stem}{suffix}").exists():
            return path
    message = f"'{LIST}' has '{stem}', but '{folder}' has no picture of that name"
    raise SystemExit(message)


@dataclass(frozen=True)
class Nearness:
    """How near a palette is to what people picked from one picture, in CIEDE2000."""

    #: The mean over the pairs of the best one-to-one match, as many as the shorter palette has colors.
    matched: float
    #: The mean over people's colors of the distance to the nearest color.
    nearest: float
    #: The part of people's colors that are found.
    found: float
    #: The mean CIELAB chroma of the palette.
    chroma: float
    #: The mean over the pixels of the distance to the color that is nearest in CIELAB.
    fidelity: float
    #: How many colors are missing.
    missing: int

    @classmethod
    def of(cls, palette: Sequence[Rgb], picture: Picture, photo: Photo) -> Self:
        """Compare a palette with that of people, and with the pixels."""
        distances = all_distances(picture.people, palette)
        return cls(
            fmean(pair_up(distances)),
            float(distances.min(axis=1).mean()),
            float((distances.min(axis=1) <= FOUND).mean()),
            mean_chroma(palette),
            error_of(palette, photo).delta_e_mean,
            max(0, len(picture.people) - len(set(palette))),
        )


def mean_chroma(palette: Swatches) -> float:
    """Return the mean CIELAB chroma of colors, sRGB of 0 to 255."""
    lab = to_space(np.array(palette), "lab")
    return float(np.hypot(lab[:, 1], lab[:, 2]).mean())


def error_of(palette: Sequence[Rgb], photo: Photo) -> PaletteError:
    """Return how far all pixels of a photo are from a palette."""
    histogram = ColorHistogram(photo.rgb.astype(np.float32), photo.shares)
    return measure_error(histogram, Palette.of_colors(Color(*color) for color in palette))


def count_colors(pictures: Sequence[Picture]) -> Iterator[tuple[Picture, Photo]]:
    """Give each picture with its colors."""
    for picture in pictures:
        yield picture, read_photo(picture.path)


def mean_and_deviation(values: Sequence[float]) -> tuple[float, float]:
    """Return a mean, and the standard deviation of this mean."""
    return fmean(values), pstdev(values) / len(values) ** 0.5
