"""merge(): one palette for many images; their histograms are summed as they come."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Literal

import numpy as np

from cvpalette.batch.jobs import count_jobs
from cvpalette.batch.many import ManyOptions, share_out
from cvpalette.batch.weights import EQUAL, PIXELS, require_weight
from cvpalette.decoding.image import Image
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.errors import CvpaletteError, ImageError
from cvpalette.extraction import Counted, Extraction, Recipe, Share, sum_left_out, taking_options
from cvpalette.result import LeftOut
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
            raise ImageError("images", "there is none to merge")
        self._fold()
        (histogram,) = self._histograms
        if self._is_equal:
            histogram = histogram.scaled(self._pixels / self.images)
        extraction = recipe.complete(Counted(_NOWHERE, histogram, self._left_out))
        name = "1 image" if self.images == 1 else f"{self.images:,} images"
        result = replace(extraction.result, name=name, width=len(extraction.palette), height=1)
        return replace(Extraction.of_result(result), histogram=histogram)

    def _fold(self) -> None:
        self._histograms = [ColorHistogram.sum_of(self._histograms)]
        self._rows = len(self._histograms[0])


@dataclass(frozen=True, kw_only=True, eq=False)
class MergeOptions(ManyOptions):
    """All keywords of `merge`: those of `extract_many`, and what images weigh by."""

    #: Each image weighs by its pixels, or all weigh the same.
    by: Literal["pixels", "equal"] = "pixels"


@taking_options(MergeOptions)
def merge(sources: Iterable[Source], options: MergeOptions) -> Extraction:
    """Find one palette for many images; each weighs by its pixels, or all the same with `by="equal"`.

    The other keywords are those of `extract_many`. The whole has no image: a row of the palette's colors
    stands for it. Raises SettingsError, and the error of the first source that fails.
    """
    recipe, total = Recipe.of(options), Sum(options.by)
    share = partial(_share, recipe)
    shares = share_out(share, sources, jobs=count_jobs(options.jobs), executor=options.executor)
    for _, result in shares:
        if isinstance(result, CvpaletteError):
            raise result
        total.add(result)
    return total.complete(recipe)


def _share(recipe: Recipe, source: Source) -> Share:
    counted = recipe.count(source)
    return Share(counted.histogram, counted.left_out)
