"""extract(): a source to a palette in one call; Extraction, what was found with the image itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.decoding.strip import Column, squeeze_each
from cvpalette.engine.choosing import bits_for, choose_palette, complete_settings, finish_palette
from cvpalette.engine.error import PaletteError, assign_shares, measure_error
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.errors import ImageError
from cvpalette.scope.exclusion import NothingCountsError, lay_upon, leave_out
from cvpalette.settings.settings import DEFAULT, DEFAULT_TOLERANCE, Ignored, LeftOut, Reading, Scope, Settings
from cvpalette.sources.loading import Source, load_frames, load_image

__all__ = [
    "Counted",
    "Extraction",
    "Share",
    "count_frames",
    "extract",
    "extract_counted",
    "extract_frames",
    "extract_palette",
    "load_mask",
    "paint",
    "sum_left_out",
]


@dataclass(frozen=True, eq=False)
class Counted:
    """A source's first frame, upon its background if it was given one, and what counts of all its frames.

    `columns` (frames, 64, 3) uint8 sRGB is each of the frames squeezed into one column, where there are more
    than one.
    """

    image: Image
    histogram: ColorHistogram
    left_out: tuple[LeftOut, ...] = ()
    columns: NDArray[np.uint8] | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Share:
    """What one source adds to a sum: its colours, what was left out, and what is to be known of it."""

    histogram: ColorHistogram
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def count_frames(frames: Iterable[Image], scope: Scope, *, bits: int) -> Counted:
    """Count all frames together, in cells of at least so many bits a channel.

    There is at least one frame; the scope's mask is read already. Raises ImageError where nothing counts.
    """
    first: Image | None = None
    histogram: ColorHistogram | None = None
    empty: NothingCountsError | None = None
    left_out: tuple[LeftOut, ...] = ()
    columns: list[Column] = []
    for frame in squeeze_each(frames, columns):
        whole = lay_upon(frame, scope.background)
        first = first or whole
        try:
            counted, records = leave_out(whole, scope)
        except NothingCountsError as error:
            empty, records = empty or error, error.left_out
        else:
            found = ColorHistogram.of_image(counted, bits=bits)
            histogram = found if histogram is None else histogram + found
        left_out = sum_left_out([*left_out, *records])
    if first is None or histogram is None:
        raise empty or ImageError("image", "has no frames", "empty")
    return Counted(first, histogram, left_out, np.array(columns) if columns else None)


def sum_left_out(records: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """Add the pixels that were left out for one reason, and because of one colour."""
    sums: dict[tuple[str, Color | None], float] = {}
    for record in records:
        key = record.reason, record.color
        sums[key] = sums.get(key, 0) + record.pixels
    return tuple(LeftOut(reason, pixels, color) for (reason, color), pixels in sums.items())


@dataclass(frozen=True, eq=False)
class Extraction:
    """What was found in an image, and all that an output may draw on.

    `image` is the whole image, upon its background if it was given one; `histogram` holds what counts of it,
    and `left_out` says what does not: together they are all its pixels. `is_given` says that the palette was
    not found in it. `path` tells images of one name apart, where there are many: what the user named, and the
    rest of the way below that. Of a film or an animation, `image` is the first frame, and `columns` (frames,
    64, 3) uint8 sRGB is each of them squeezed into one column.
    """

    palette: Palette
    image: Image
    histogram: ColorHistogram
    settings: Settings
    scope: Scope = field(default_factory=Scope)
    left_out: tuple[LeftOut, ...] = ()
    is_given: bool = False
    path: str = ""
    columns: NDArray[np.uint8] | None = None

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
    sort: str | None = None,
    tolerance: float = DEFAULT_TOLERANCE,
    accents: bool = False,
    names: str | None = None,
    palette: Palette | None = None,
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
    `tolerance`. `accents` keeps small colours that are far from all others. `names` gives swatches the names
    that 'css' or 'xkcd' have for them. With a `palette`, its colours are taken instead of the image's own.

    The image is laid upon `background`, a colour; then counts what is within `region`, four numbers of pixels
    or a text such as '10%,10%,80%,80%'; each pixel by the level of `mask`, an image of the same size; and no
    colour that is in `ignore`, written 'white' or '#fff~5' with a distance, nor with `ignore_border` that of
    the image's frame. `reading` says what may be read of a file, and which of its frames; `allow_private`
    lets a URL lead to a private network.

    Raises SettingsError before the image is read, ImageError where it cannot be.
    """
    settings = Settings(
        colors=colors,
        space=space,
        seed=seed,
        sort=sort,
        tolerance=tolerance,
        accents=accents,
        names=names,
    )
    if palette:
        settings = settings.giving(palette, palette.name)
    scope = Scope.of(
        background=background, region=region, mask=mask, ignore=ignore, ignore_border=ignore_border
    )
    scope = load_mask(scope, allow_private=allow_private)
    frames = load_frames(source, reading=reading, allow_private=allow_private)
    return extract_frames(frames, settings, scope, palette)


def load_mask(scope: Scope, *, allow_private: bool = False) -> Scope:
    """Return the scope with its mask read, once for however many images; raises ImageError."""
    if scope.mask is None:
        return scope
    return replace(scope, mask=load_image(scope.mask, allow_private=allow_private))


def extract_palette(palette: Palette, name: str, settings: Settings) -> Extraction:
    """Return a palette that was read from a file of this name, as if found in a row of its colours."""
    image = paint(palette, name)
    settings = complete_settings(settings.giving(palette, name), palette)
    histogram = ColorHistogram.of_image(image)
    return Extraction(finish_palette(palette, settings), image, histogram, settings, is_given=True)


def paint(palette: Palette, name: str) -> Image:
    """Return an image of a palette alone: a row of its colours."""
    return Image(np.array([[color.rgb for color in palette.colors]], np.uint8), name=name)


def extract_frames(
    frames: Iterable[Image],
    settings: Settings,
    scope: Scope | None = None,
    palette: Palette | None = None,
) -> Extraction:
    """Find the colours of all frames together, or in them those of a palette; its image is the first.

    There is at least one; the scope's mask is read already. Raises ImageError where nothing of them counts.
    """
    scope = scope or Scope()
    counted = count_frames(frames, scope, bits=bits_for(settings))
    return extract_counted(counted, settings, scope, palette)


def extract_counted(
    counted: Counted, settings: Settings, scope: Scope, palette: Palette | None = None
) -> Extraction:
    """Find the colours of what was counted, or in it those of a palette."""
    histogram = counted.histogram
    settings = complete_settings(settings, palette)
    chosen = (
        assign_shares(histogram, palette, settings.space) if palette else choose_palette(histogram, settings)
    )
    return Extraction(
        finish_palette(chosen, settings),
        counted.image,
        histogram,
        settings,
        scope,
        counted.left_out,
        is_given=palette is not None,
        columns=counted.columns,
    )
