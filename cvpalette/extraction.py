"""extract(): source to palette in one call; Extraction, all that an output may draw on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from cvpalette.clustering import cell_bits, cluster
from cvpalette.color import Color
from cvpalette.difference import PaletteError, measure_error
from cvpalette.errors import ImageError
from cvpalette.exclusion import NothingCountsError, lay_upon, leave_out
from cvpalette.histogram import ColorHistogram
from cvpalette.image import Image
from cvpalette.intake import Source, load_frames, load_image
from cvpalette.palette import Palette
from cvpalette.reading import DEFAULT, Reading
from cvpalette.scope import Ignored, LeftOut, Scope
from cvpalette.settings import DEFAULT_TOLERANCE, Settings

__all__ = ["Extraction", "extract", "extract_frames", "load_mask"]

# 'auto' looks no further: a palette of more is one that nobody reads.
_MOST_AUTO_COLORS: Final = 32


@dataclass(frozen=True, eq=False)
class Extraction:
    """What was found in an image, and all that an output may draw on.

    `image` is the whole image, upon its background if it was given one; `histogram` holds what counts of it,
    and `left_out` says what does not: together they are all its pixels.
    """

    palette: Palette
    image: Image
    histogram: ColorHistogram
    settings: Settings
    scope: Scope = field(default_factory=Scope)
    left_out: tuple[LeftOut, ...] = ()

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
    tolerance: float = DEFAULT_TOLERANCE,
    accents: bool = False,
    background: str | Color | None = None,
    region: str | Sequence[int | str] | None = None,
    mask: Source | None = None,
    ignore: str | Color | Ignored | Iterable[str | Color | Ignored] = (),
    ignore_border: bool = False,
    reading: Reading = DEFAULT,
    allow_private: bool = False,
) -> Extraction:
    """Find the colours of an image: a path, URL, bytes, open file, array, Image or image of Pillow's.

    `colors` is 1 to 256, or 'auto': the fewest, up to 32, whose mean CIEDE2000 over the pixels is at most
    `tolerance`. `accents` keeps small colours that are far from all others.

    The image is laid upon `background`, a colour; then counts what is within `region`, four numbers of pixels
    or a text such as '10%,10%,80%,80%'; each pixel by the level of `mask`, an image of the same size; and no
    colour that is in `ignore`, written 'white' or '#fff~5' with a distance, nor with `ignore_border` that of
    the image's frame. `reading` says what may be read of a file, and which of its frames; `allow_private`
    lets a URL lead to a private network.

    Raises SettingsError before the image is read, ImageError where it cannot be.
    """
    settings = Settings(
        colors=colors, space=space, seed=seed, sort=sort, tolerance=tolerance, accents=accents
    )
    scope = Scope.of(
        background=background, region=region, mask=mask, ignore=ignore, ignore_border=ignore_border
    )
    scope = load_mask(scope, allow_private=allow_private)
    frames = load_frames(source, reading=reading, allow_private=allow_private)
    return extract_frames(frames, settings, scope)


def load_mask(scope: Scope, *, allow_private: bool = False) -> Scope:
    """Return the scope with its mask read, once for however many images; raises ImageError."""
    if scope.mask is None:
        return scope
    return replace(scope, mask=load_image(scope.mask, allow_private=allow_private))


def extract_frames(frames: Iterable[Image], settings: Settings, scope: Scope | None = None) -> Extraction:
    """Find the colours of all frames together; the extraction's image is the first.

    There is at least one; the scope's mask is read already. Raises ImageError where nothing of them counts.
    """
    scope = scope or Scope()
    most = settings.colors if isinstance(settings.colors, int) else _MOST_AUTO_COLORS
    first: Image | None = None
    histogram: ColorHistogram | None = None
    empty: NothingCountsError | None = None
    left_out: dict[tuple[str, Color | None], float] = {}
    for frame in frames:
        whole = lay_upon(frame, scope.background)
        first = first or whole
        try:
            counted, records = leave_out(whole, scope)
        except NothingCountsError as error:
            empty, records = empty or error, error.left_out
        else:
            found = ColorHistogram.of_image(counted, bits=cell_bits(most))
            histogram = found if histogram is None else histogram + found
        for record in records:
            key = record.reason, record.color
            left_out[key] = left_out.get(key, 0) + record.pixels
    if first is None or histogram is None:
        raise empty or ImageError("image", "has no frames")
    palette = _find_palette(histogram, settings).sorted(settings.sort)
    records = tuple(LeftOut(reason, pixels, color) for (reason, color), pixels in left_out.items())
    return Extraction(palette, first, histogram, settings, scope, records)


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
