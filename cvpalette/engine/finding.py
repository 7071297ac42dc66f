"""cluster() and find_palette(): the palette of a histogram, with flat colors, accents and snapped colors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch, take_palette
from cvpalette.color.spaces import to_space
from cvpalette.engine.cells import shares_of
from cvpalette.engine.clustering import NO_SWATCHES, cluster_rows, has_few, space_points, working
from cvpalette.engine.histogram import ColorHistogram, take_histogram
from cvpalette.engine.partition import Floats
from cvpalette.engine.rounding import shared_out
from cvpalette.errors import SettingsError
from cvpalette.settings.settings import MOST_COLORS, Pick, Settings, Space

if TYPE_CHECKING:
    from cvpalette.engine.flat_palette import FlatArt
    from cvpalette.engine.present import PresentColors
    from cvpalette.engine.spreads import Spreads
    from cvpalette.extraction import Extraction
    from cvpalette.result import Result

__all__ = ["cluster", "find_palette", "kept_swatches", "seen_spreads"]

Swatches = NDArray[np.uint8]

# 'auto' may find so many accents, however few colors the rest has.
_FEWEST_ACCENTS: Final = 2
# An accent in flat art is the flat color that differs by at most so many levels.
_NEAR_FLAT: Final = 8
# A color that was picked becomes a common one near it, as if its cluster had this spread in CIELAB: three
# quarters of them are nearer than 2.
_PICKED_SPREAD: Final = 10.0


def cluster(  # noqa: PLR0913 -- the settings of clustering, by name
    histogram: ColorHistogram | Extraction,
    colors: int,
    *,
    space: Space = "lab",
    pick: Pick = "pixels",
    seed: int = 0,
    accents: bool = False,
    keep: str | Color | Iterable[str | Color] = (),
    snap: bool = False,
    among: Palette | Result | Extraction | Sequence[Color | str] | None = None,
) -> Palette:
    """Return the colors that are nearest to all pixels in `space`, the most common first.

    `histogram` is a ColorHistogram, or the return value of `extract`, which has one. `colors` is 1 to 256.
    `space` is 'lab', 'oklab' or 'rgb'. With `pick` 'colors', they are the colors that a person would pick.
    The histogram must be made with `spreads` for that. If it was also made with `present`, they are colors
    that the image has.

    A histogram with at most `colors` distinct colors gives these colors unchanged, with their exact shares. A
    histogram with more gives exactly `colors` swatches, all different. Up to 32 colors of flat art are colors
    that it has. With `accents`, small parts that stand out keep swatches of their own. The histogram must be
    made with `accents` for that. The colors to `keep` are among the swatches, exactly. With `snap`, each
    other swatch is a color that the image has. The histogram must be made with `present` for that. The same
    seed gives the same palette. Raises SettingsError for an impossible value, for an empty histogram, for
    one that lacks what the settings need, and for what is none.

    With `among`, a palette or a list of colors, those of its colors are chosen that are nearest to all
    pixels. They keep their names, and there are fewer if no pixel is nearest to the others. The colors to
    keep must be in it. Raises SettingsError with `pick`, `accents` or `snap`, since these look for others.

    Example:
        >>> histogram = cvpalette.ColorHistogram.of_image(cvpalette.load_image("photo.jpg"))
        >>> print(cvpalette.cluster(histogram, 3))
        #ac4f25 56.4%, #dba67c 23.9%, #321109 19.7%
        >>> print(cvpalette.cluster(histogram, 3, keep="#2a9d8f"))
        #b96539 76.3%, #341108 20.8%, #2a9d8f 2.9%
        >>> print(cvpalette.cluster(histogram, 3, among=cvpalette.read_palette("css")))
        #a0522d 66.1%, #deb887 18.8%, #000000 15.1%
    """
    settings = Settings(
        colors=colors, space=space, pick=pick, seed=seed, accents=accents, keep=keep, snap=snap
    )
    if not isinstance(settings.colors, int):
        message = f"cluster() finds a whole number of colors, 1 to {MOST_COLORS}; 'auto' is for extract()"
        raise SettingsError(message)
    taken = take_histogram("cluster()", histogram)
    if among is not None:
        return _choose_among(taken, take_palette(among), settings)
    _require_data(taken, settings)
    return find_palette(taken, settings.colors, settings)


def _choose_among(histogram: ColorHistogram, palette: Palette, settings: Settings) -> Palette:
    from cvpalette.engine.subset import choose_subset, require_kept  # noqa: PLC0415 -- few palettes are given

    if settings.pick != "pixels" or settings.accents or settings.snap:
        message = "among= takes colors of a palette; pick, accents and snap look for others: leave them out"
        raise SettingsError(message)
    require_kept(palette, settings.kept, palette.name or "among")
    return choose_subset(histogram, palette, settings).sorted("share")


def _require_data(histogram: ColorHistogram, settings: Settings) -> None:
    """Raise SettingsError if the histogram was made without what the settings need."""
    if settings.pick == "colors" and histogram.spreads is None:
        setting, needed = "pick='colors'", "spreads=True, present=True"
    elif settings.accents and histogram.accents is None:
        setting, needed = "accents=True", "accents=True"
    elif settings.snap and histogram.present is None:
        setting, needed = "snap=True", "present=True"
    else:
        return
    message = (
        f"{setting} needs a histogram that knows more than its colors; "
        f"make it with ColorHistogram.of_image(image, {needed})"
    )
    raise SettingsError(message)


def find_palette(
    histogram: ColorHistogram,
    colors: int,
    settings: Settings,
    *,
    fixed: Swatches = NO_SWATCHES,
    grows: bool = False,
) -> Palette:
    """Find `colors` colors of a histogram that is not empty; the number in the settings is ignored.

    `fixed` (f, 3) are colors that must be among them, and so are the colors to keep. If the palette `grows`,
    accents are added to these colors, and take the place of none.
    """
    search = _Search.of(histogram, colors, settings, fixed)
    swatches, shares = search.found(grows=grows)
    swatches, shares = _ordered(swatches, shares, histogram.total)
    return Palette(
        tuple(
            Swatch(Color(*color), share)
            for color, share in zip(swatches.tolist(), shares.tolist(), strict=True)
        )
    )


@dataclass(frozen=True, eq=False)
class _Search:
    """The search for k colors: the rows to search, the settings, and colors (f, 3) that are fixed.

    The fixed colors are all different. `art` is the histogram as flat art, if it is. `present` are the colors
    that the palette may have, or None if it may have any. `spreads` are given if the colors are those that a
    person would pick.
    """

    histogram: ColorHistogram
    k: int
    settings: Settings
    fixed: Swatches
    art: FlatArt | None
    present: PresentColors | None
    spreads: Spreads | None

    @classmethod
    def of(cls, histogram: ColorHistogram, k: int, settings: Settings, fixed: Swatches) -> _Search:
        art, rows, spreads = None, histogram, None
        fixed = _joined(kept_swatches(settings), fixed)
        if not has_few(histogram, k, fixed):
            if histogram.flat is not None:
                from cvpalette.engine.flat_palette import FlatArt  # noqa: PLC0415 -- photos do not need it

                art = FlatArt.of(histogram)
            rows = art.histogram if art else working(histogram, k, settings.space)
            spreads = seen_spreads(histogram, art) if settings.pick == "colors" else None
        present = histogram.present if settings.snap or spreads or art else None
        rows = replace(rows, accents=histogram.accents)
        return cls(rows, k, settings, fixed, art, present, spreads)

    def found(self, *, grows: bool) -> tuple[Swatches, Floats]:
        """Return the swatches and their weights: k, and accents in addition if the palette `grows`."""
        swatches, shares = self._without_accents(self.k, self.fixed)
        is_chosen = not has_few(self.histogram, self.k, self.fixed)
        if is_chosen and self.settings.accents and self.histogram.accents is not None:
            swatches, shares = self._with_accents(swatches, shares, grows=grows)
        if self.settings.snap and self.present is not None and not self.art and not self.spreads:
            space = self.settings.space
            points = space_points(self.histogram, space)
            radiuses = points.spreads(to_space(swatches, space) - points.origin)
            order = np.argsort(-shares, kind="stable")
            swatches, shares = self._snapped(
                swatches[order], radiuses[order], self.present, space, self.fixed
            )
        return swatches, shares

    def _without_accents(self, k: int, fixed: Swatches) -> tuple[Swatches, Floats]:
        """Return k swatches with the fixed ones among them, and their weights."""
        if self.spreads:
            return self._picked(k, fixed, self.spreads)
        if self.art:
            snap = self.settings.snap
            return self.art.choose(k, fixed, self.settings.space, self._clustered, snap=snap)
        return cluster_rows(self.histogram, k, self.settings, fixed)

    def _clustered(self, histogram: ColorHistogram, k: int, fixed: Swatches) -> Swatches:
        """Return the k best swatches of some rows beside the fixed ones."""
        found = cluster_rows(histogram, k + len(fixed), self.settings, fixed)[0]
        if not len(fixed):
            return found
        is_new = (found[:, np.newaxis] != fixed).any(axis=2).all(axis=1)
        return np.asarray(found[is_new])

    def _picked(self, k: int, fixed: Swatches, spreads: Spreads) -> tuple[Swatches, Floats]:
        """Return k swatches that a person would pick, with the fixed ones among them, and their weights."""
        from cvpalette.engine.picking import pick_colors  # noqa: PLC0415 -- only some runs ask for them

        colors = pick_colors(spreads, k - len(fixed), fixed, self.settings.seed)
        found = np.rint(colors).clip(0, 255).astype(np.uint8)
        if self.art and len(found):
            found = np.stack([self.art.nearest(color, _NEAR_FLAT) for color in found])
        swatches = _joined(fixed, found)
        if len(swatches) < k and self.art:
            return self.art.choose(k, swatches, self.settings.space, self._clustered, snap=True)
        if len(swatches) < k:  # the small copy of the picture has fewer colors
            rest = self._clustered(self.histogram, k - len(swatches), swatches)
            swatches = _joined(swatches, rest)
        if self.art or self.present is None:
            points = space_points(self.histogram, self.settings.space)
            return shared_out(
                swatches, self.histogram, points, self.settings.space, present=self.present, fixed=fixed
            )
        return self._snapped(swatches, np.full(len(swatches), _PICKED_SPREAD), self.present, "lab", fixed)

    def _snapped(
        self, swatches: Swatches, radiuses: Floats, present: PresentColors, space: str, fixed: Swatches
    ) -> tuple[Swatches, Floats]:
        """Exchange each swatch (k, 3) for a common color near it, or else the nearest; the fixed ones stay.

        How near, is up to the `radiuses` (k,) of their clusters in `space`. All are different. The first
        swatch chooses first.
        """
        common = present.common_near(swatches, radiuses, space)
        kept = _tuples(fixed)
        taken = dict.fromkeys(kept)
        for number, swatch in enumerate(_tuples(swatches)):
            if swatch in kept:
                continue
            color = common.get(number)
            if color is None or color in taken:
                color = present.nearest(swatches[number].astype(np.float64), space, taken)
            if color is not None:
                taken[color] = None
        snapped = np.array(list(taken), dtype=np.uint8)
        points = space_points(self.histogram, self.settings.space)
        return shared_out(snapped, self.histogram, points, self.settings.space, present=present, fixed=fixed)

    def _with_accents(self, swatches: Swatches, shares: Floats, *, grows: bool) -> tuple[Swatches, Floats]:
        """Give a swatch to each accent that the swatches do not show; accents get at most a third of them."""
        from cvpalette.engine.accents import find_accent  # noqa: PLC0415 -- few runs ask for them

        kept, most = self.fixed, max(_FEWEST_ACCENTS if grows else 1, self.k // 3)
        if not grows:
            most = min(most, self.k - len(kept))
        for count in range(1, most + 1):
            # Each accent leaves fewer swatches for the rest, which may lose another accent: look again.
            accent = find_accent(self.histogram, swatches)
            if accent is None:
                break
            if self.art:
                accent = self.art.nearest(accent, _NEAR_FLAT)
            elif self.present is not None:
                color = self.present.nearest(accent.astype(np.float64), "lab", set(_tuples(kept)))
                accent = accent if color is None else np.array(color, dtype=np.uint8)
            kept = _joined(kept, accent[np.newaxis])
            swatches, shares = self._without_accents(self.k + count if grows else self.k, kept)
        return swatches, shares


def seen_spreads(histogram: ColorHistogram, art: FlatArt | None) -> Spreads | None:
    """Return the spreads of what a person sees: for flat art, without the mixed colors of edges."""
    spreads = histogram.spreads
    if spreads is None or art is None:
        return spreads
    seen = art.seen
    return spreads.recounted(to_space(seen.colors, "lab"), seen.counts)


def kept_swatches(settings: Settings) -> Swatches:
    """Return the colors to keep (f, 3)."""
    return np.array([color.rgb for color in settings.kept], dtype=np.uint8).reshape(-1, 3)


def _joined(swatches: Swatches, others: Swatches) -> Swatches:
    """Return all swatches, each once, in their order."""
    return np.array(list(dict.fromkeys(_tuples(swatches) + _tuples(others))), dtype=np.uint8).reshape(-1, 3)


def _tuples(swatches: Swatches) -> list[tuple[int, int, int]]:
    return [(red, green, blue) for red, green, blue in swatches.tolist()]


def _ordered(swatches: Swatches, weights: Floats, total: float) -> tuple[Swatches, Floats]:
    """Return the swatches and their shares, the most common first; equal shares are sorted by color."""
    shares = shares_of(weights, total)
    order = np.lexsort((*swatches.T[::-1], -shares))
    return swatches[order], shares[order]
