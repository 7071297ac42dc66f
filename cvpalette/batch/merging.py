"""merge(): one palette for many images; their histograms are summed as they come."""

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np

from cvpalette.batch.jobs import count_jobs
from cvpalette.batch.many import share_out
from cvpalette.batch.recipe import Recipe
from cvpalette.batch.weights import EQUAL, PIXELS, require_weight
from cvpalette.decoding.image import Image
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.errors import CvpaletteError, ImageError
from cvpalette.extraction import Counted, Extraction, Share, paint, sum_left_out
from cvpalette.settings.settings import LeftOut
from cvpalette.sources.loading import Source

__all__ = ["Sum", "merge"]

# Summing few large histograms is faster than many small ones: so many rows wait for each other.
_ROWS: Final = 1 << 16
_NOWHERE: Final = Image(np.zeros((1, 1, 3), np.uint8))


class Sum:
    """The colours of many images together: as large as those of a few, however many they are."""

    def __init__(self, by: str = PIXELS) -> None:
        """Weigh every image by its pixels, or all as 'equal'; raises SettingsError."""
        self.images = 0
        self._is_equal = require_weight(by) == EQUAL
        self._pixels = 0.0
        self._histograms: list[ColorHistogram] = []
        self._rows = 0
        self._left_out: tuple[LeftOut, ...] = ()

    def add(self, share: Share) -> None:
        """Add an image."""
        pixels = share.histogram.total
        self.images += 1
        self._pixels += pixels
        self._histograms.append(share.histogram.scaled(1 / pixels if self._is_equal else 1))
        self._rows += len(share.histogram)
        if self._rows > max(_ROWS, 2 * len(self._histograms[0])):
            self._fold()
        self._left_out = sum_left_out([*self._left_out, *share.left_out])

    def join(self, other: "Sum") -> None:
        """Add all that is in another sum, where images weigh the same."""
        if not other.images:
            return
        self.images += other.images
        self._pixels += other._pixels  # noqa: SLF001 -- its own kind
        self._histograms += other._histograms  # noqa: SLF001
        self._fold()
        self._left_out = sum_left_out([*self._left_out, *other._left_out])  # noqa: SLF001

    def complete(self, recipe: Recipe) -> Extraction:
        """Find the palette of all; raises ImageError where there is none."""
        if not self.images:
            raise ImageError("images", "there is none to merge", "empty")
        self._fold()
        (histogram,) = self._histograms
        if self._is_equal:
            histogram = histogram.scaled(self._pixels / self.images)
        extraction = recipe.complete(Counted(_NOWHERE, histogram, self._left_out))
        name = "1 image" if self.images == 1 else f"{self.images:,} images"
        return replace(extraction, image=paint(extraction.palette, name))

    def _fold(self) -> None:
        self._histograms = [ColorHistogram.sum_of(self._histograms)]
        self._rows = len(self._histograms[0])


def merge(
    sources: Iterable[Source],
    *,
    by: str = PIXELS,
    executor: Executor | None = None,
    jobs: int | None = None,
    **keywords: Any,
) -> Extraction:
    """Find one palette for many images; each weighs by its pixels, or all are 'equal'.

    `executor`, `jobs` and the keywords are those of `extract_many`. Of the whole there is no picture: its
    image is a row of the palette's colours. Raises SettingsError, and the first source's error that there is.
    """
    recipe, total = Recipe.of(**keywords), Sum(by)
    share = partial(_share, recipe)
    for _, result in share_out(share, sources, jobs=count_jobs(jobs), executor=executor):
        if isinstance(result, CvpaletteError):
            raise result
        total.add(result)
    return total.complete(recipe)


def _share(recipe: Recipe, source: Source) -> Share:
    counted = recipe.count(source)
    return Share(counted.histogram, counted.left_out)
