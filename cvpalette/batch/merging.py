"""merge(): finds one palette for many images; each process sums the histograms of its own images."""

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Any, Final, Generic, Literal, Self, TypeVar

import numpy as np

from cvpalette.batch.jobs import count_jobs
from cvpalette.batch.many import (
    ManyOptions,
    Sources,
    are_at_hand,
    do_source,
    each_source,
    share_out,
    share_with,
)
from cvpalette.batch.sums import ColorSum
from cvpalette.color.color import Color
from cvpalette.decoding.image import Image
from cvpalette.errors import CvpaletteError, ImageError, SettingsError
from cvpalette.extraction import Counted, Extraction, Recipe, Share, taking_options
from cvpalette.messages import listed, quote
from cvpalette.result import LeftOut
from cvpalette.sources.loading import Source

__all__ = ["Added", "Adder", "MergeOptions", "Sum", "merge"]

Item = TypeVar("Item")

_PIXELS: Final = "pixels"
_EQUAL: Final = "equal"
# With equal weights, an image would count as one pixel and its colors as tiny parts of it. Scaled to so many
# pixels, they keep their digits. It is a power of two, so that dividing by it does not round.
_EQUAL_PIXELS: Final = 1 << 20
_NOWHERE: Final = Image(np.zeros((1, 1, 3), np.uint8))


@dataclass(frozen=True, slots=True)
class Added:
    """Facts and messages about a source whose colors were added to a sum, in this process or another."""

    pixels: float
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unused: tuple[tuple[str, str], ...] = ()

    def __reduce__(self) -> tuple[type["Added"], tuple[Any, ...]]:
        # Python's own way for a dataclass with slots takes five times as long, in the caller's process.
        return Added, (self.pixels, self.left_out, self.warnings, self.notes, self.unused)


class Adder(Generic[Item]):
    """Counts sources and adds up their colors; a copy in another process begins with an empty sum."""

    def __init__(self, count: Callable[[Item], Share], by: str) -> None:
        """Take the function that counts a source, and the weight of an image: 'pixels' or 'equal'."""
        self._count = count
        self._by = by
        self._colors = ColorSum()

    def __reduce__(self) -> tuple[type[Self], tuple[Callable[[Item], Share], str]]:
        return type(self), (self._count, self._by)

    def __call__(self, item: Item) -> Added:
        """Count a source and add its colors; raises the errors of counting."""
        return self.take(self._count(item))

    def take(self, share: Share) -> Added:
        """Add the colors of a source that is counted."""
        pixels = share.histogram.total
        equal = self._by == _EQUAL
        self._colors.add(share.histogram.scaled(_EQUAL_PIXELS / pixels) if equal else share.histogram)
        return Added(pixels, share.left_out, share.warnings, share.notes, share.unused)

    def hand_over(self) -> ColorSum:
        """Return the sum of all colors added so far."""
        return self._colors

    def join(self, colors: ColorSum) -> None:
        """Add the sum of another adder."""
        self._colors.join(colors)


class Sum:
    """The colors of many images together."""

    def __init__(self, by: str = _PIXELS) -> None:
        """Weigh each image by its 'pixels', or all images 'equal'; raises SettingsError."""
        if by not in {_PIXELS, _EQUAL}:
            message = f"images cannot be weighed by {quote(by)}; choose {listed([_PIXELS, _EQUAL])}"
            raise SettingsError(message)
        self.by = by
        self._images = 0
        self._colors = ColorSum()
        # Fractions add up without rounding, as ColorSum does: the order of the images does not matter.
        self._pixels: Fraction | int = 0
        self._left_out: dict[tuple[Any, Color | None], Fraction] = {}

    def add_each(  # noqa: PLR0913 -- as for share_out
        self,
        count: Callable[[Item], Share],
        items: Iterable[Item],
        *,
        jobs: int,
        executor: Executor | None = None,
        must_stay: Callable[[Item], bool] = lambda _: False,
        are_at_hand: bool = False,
    ) -> Generator[tuple[Item, Added | CvpaletteError], None, None]:
        """Count and add each item, in several processes or by an executor; give each with its facts or error.

        The sum is complete when the last item has been given. `are_at_hand` is that of `share_out`.
        """
        adder = Adder(count, self.by)
        if executor is None:
            results = share_out(
                adder, items, jobs=jobs, must_stay=must_stay, collect=self.join, are_at_hand=are_at_hand
            )
            for item, added in results:
                yield item, self.note(added)
        else:
            for item, share in share_with(executor, count, items, jobs=jobs):
                yield item, self.note(share if isinstance(share, CvpaletteError) else adder.take(share))
        self.join(adder.hand_over())

    def note(self, added: Added | CvpaletteError) -> Added | CvpaletteError:
        """Note the pixels of an image, and return `added`; the image's colors are added later, by `join`."""
        if isinstance(added, Added):
            self._images += 1
            # Whole numbers, which nearly all are, add up a hundred times as fast.
            self._pixels += int(added.pixels) if added.pixels.is_integer() else Fraction(added.pixels)
            for record in added.left_out:
                key = record.reason, record.color
                self._left_out[key] = self._left_out.get(key, Fraction()) + Fraction(record.pixels)
        return added

    def join(self, colors: ColorSum) -> None:
        """Add the colors of images that `note` has counted."""
        self._colors.join(colors)

    def complete(self, recipe: Recipe) -> Extraction:
        """Find the palette of all images; raises ImageError if there is no image."""
        if not self._images:
            raise ImageError("images", "there is none to merge; name at least one that can be read", "empty")
        histogram = self._colors.histogram()
        if self.by == _EQUAL:
            histogram = histogram.scaled(float(Fraction(self._pixels) / self._images) / _EQUAL_PIXELS)
        left_out = tuple(
            LeftOut(reason, float(pixels), color) for (reason, color), pixels in self._left_out.items()
        )
        extraction = recipe.complete(Counted(_NOWHERE, histogram, left_out))
        name = "1 image" if self._images == 1 else f"{self._images:,} images"
        result = replace(
            extraction.result,
            name=name,
            width=len(extraction.palette),
            height=1,
            locate=tuple,
            derive=partial(recipe.derive_scheme, histogram, None) if recipe.palette is None else None,
        )
        return replace(Extraction.of_result(result), histogram=histogram)


@dataclass(frozen=True, kw_only=True, eq=False)
class MergeOptions(ManyOptions):
    """All keywords of `merge`: those of `extract_many`, and `by`."""

    #: Each image weighs as much as it has pixels, or all images weigh the same.
    by: Literal["pixels", "equal"] = "pixels"


@taking_options(MergeOptions)
def merge(sources: Sources, options: MergeOptions) -> Extraction:
    """Find one palette for many images.

    Each image weighs as much as it has pixels; with `by="equal"`, all images weigh the same. The other
    keywords are those of `extract_many`. The result has no image of its own: a row of the palette's colors
    stands for it. Raises SettingsError, and the error of the first source that fails.

    Example:
        >>> everything = cvpalette.merge("photos", colors=4, by="equal")
        >>> print(everything.result.name, everything.palette)
        5 images #2c2b3a 29.1%, #9f795e 27.1%, #f1edeb 23.2%, #ad4628 20.5%
    """
    recipe, total = Recipe.of(options), Sum(options.by)
    count = partial(do_source, partial(_share, recipe))
    items, jobs = each_source(sources), count_jobs(options.jobs)
    added = total.add_each(
        count, items, jobs=jobs, executor=options.executor, are_at_hand=are_at_hand(sources)
    )
    with closing(added) as results:
        for _, result in results:
            if isinstance(result, CvpaletteError):
                raise result
    return total.complete(recipe)


def _share(recipe: Recipe, source: Source) -> Share:
    counted = recipe.count(source)
    return Share(counted.histogram, counted.left_out)
