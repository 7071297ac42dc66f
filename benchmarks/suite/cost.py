"""Cost: what `--pick colors` takes beside `--pick pixels`, in error and in processor time."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Final, TypeAlias

import numpy as np
from PIL import Image

from cvpalette import Palette, extract
from suite.halves import find_photos
from suite.people import error_of
from suite.photo import count_photo

COLORS: Final = (6, 16)
PICKS: Final = ("pixels", "colors")
ROUNDS: Final = 5
# The mean CIEDE2000, the mean squared distance in sRGB, and the seconds.
Measured: TypeAlias = tuple[float, float, float]
HEAD: Final = """\
## What `--pick colors` costs

{photos} photos. Error and time are multiples of those of `--pick pixels`: the mean over the photos, and the
worst photo. The error is of all pixels to the color that is nearest in CIELAB: the mean CIEDE2000, and the
mean squared distance in sRGB. The time is the processor time of an extraction from decoded pixels, the least
of {rounds} rounds, in turn.

| | CIEDE2000 | worst | squared, sRGB | worst | milliseconds, median | time | worst |
|:--|--:|--:|--:|--:|--:|--:|--:|
"""


def render_costs(folder: Path) -> str:
    """Measure on the photos of a folder, and return the section of the report."""
    photos = find_photos(folder)
    found: dict[tuple[int, str], list[Measured]] = {(colors, pick): [] for colors in COLORS for pick in PICKS}
    for path in photos:
        print(f"  {path.name}", file=sys.stderr)
        with Image.open(path) as image:
            pixels = np.asarray(image.convert("RGB"))
        photo = count_photo(path, pixels)
        for colors in COLORS:
            seconds: dict[str, list[float]] = {pick: [] for pick in PICKS}
            palettes: dict[str, Palette] = {}
            for _ in range(ROUNDS):
                for pick in PICKS:
                    start = time.process_time()
                    palettes[pick] = extract(pixels, colors=colors, pick=pick).palette
                    seconds[pick].append(time.process_time() - start)
            for pick, palette in palettes.items():
                error = error_of([color.rgb for color in palette.colors], photo)
                found[colors, pick].append((error.delta_e_mean, error.mse, min(seconds[pick])))
    rows = (_row(colors, *(found[colors, pick] for pick in PICKS)) for colors in COLORS)
    return HEAD.format(photos=len(photos), rounds=ROUNDS) + "\n".join(rows) + "\n"


def _row(colors: int, plain: Sequence[Measured], picked: Sequence[Measured]) -> str:
    ratios = np.array(picked) / np.array(plain)
    differences, squares, times = (
        f"{mean:.2f} | {worst:.2f}"
        for mean, worst in zip(ratios.mean(axis=0), ratios.max(axis=0), strict=True)
    )
    took = " / ".join(f"{1000 * median(seconds for *_, seconds in some):.1f}" for some in (plain, picked))
    return f"| k = {colors} | {differences} | {squares} | {took} | {times} |"
