"""Finds the palette of a source in one call, extract(); Extraction holds the result and the image."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial, reduce, wraps
from inspect import Parameter, signature
from math import isclose
from operator import or_
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Concatenate,
    Final,
    ParamSpec,
    Self,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.decoding.reading import Opened
from cvpalette.engine.choosing import choose_palette, complete_settings, count_image, finish_palette
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.errors import ImageError
from cvpalette.messages import guess, quote
from cvpalette.result import LeftOut, PaletteError, Positions, Result, describe, show_result
from cvpalette.settings.region import Region
from cvpalette.settings.settings import ALL, DEFAULT, NamedColors, Options, Reading, Scope, Settings
from cvpalette.sources.addresses import PALETTE_SUFFIXES, is_folder
from cvpalette.sources.loading import Source, load_image, open_source, origin_of

__all__ = [
    "Counted",
    "Extraction",
    "Recipe",
    "Share",
    "explain_pattern",
    "extract",
    "sum_left_out",
    "taking_options",
]

if TYPE_CHECKING:
    from cvpalette.roles.scheme import Scheme

Keywords = ParamSpec("Keywords")
Given = TypeVar("Given")
Returned = TypeVar("Returned")
Taken = TypeVar("Taken", bound=Options)

# A scheme is derived from so many colors.
_SCHEME_COLORS: Final = 8
# Modes of Pillow whose levels are those of an array.
_GRAY_MODES: Final = ("L", "I", "I;16")
# A mask that reaches no higher holds no and yes, or the numbers of parts. Masks that fade reach white.
_FAINT: Final = 7
# What other libraries call a keyword.
_MEANT: Final = {
    **dict.fromkeys(
        ("k", "n", "n_colors", "ncolors", "num_colors", "color_count", "count", "n_clusters", "clusters"),
        "colors",
    ),
    **dict.fromkeys(("random_state", "rng", "random_seed"), "seed"),
    **dict.fromkeys(("colorspace", "color_space"), "space"),
    **dict.fromkeys(("workers", "n_jobs", "processes", "max_workers"), "jobs"),
    **dict.fromkeys(("crop", "bbox", "roi", "box"), "region"),
    **dict.fromkeys(("order", "sort_by", "sort_mode"), "sort"),
}
# So many frames are added to a sum at once, if they are small.
_MOST_WAITING: Final = 16
# The longer side of the picture in a notebook, in pixels: twice what it is shown at, for sharp screens.
_SHOWN_SIDE: Final = 192


@dataclass(frozen=True, eq=False)
class Counted:
    """The first frame of a source, and the colors that count in all its frames.

    `image` is the first frame, laid on the background if there is one. If there is more than one frame,
    `columns` (frames, 64, 3) uint8 sRGB is each frame squeezed into one column. `replay` gives the
    frames once more, if all were asked for.
    """

    image: Image
    histogram: ColorHistogram
    left_out: tuple[LeftOut, ...] = ()
    columns: NDArray[np.uint8] | None = None
    replay: Callable[[], Iterator[Image]] | None = field(default=None, repr=False)


@dataclass(frozen=True, eq=False, slots=True)
class Share:
    """What one source adds to a sum: its colors, the pixels left out, and its warnings and notes.

    `unused` are options that had no effect on it, each with the reason.
    """

    histogram: ColorHistogram
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unused: tuple[tuple[str, str], ...] = ()


def _count_frames(frames: Iterable[Image], scope: Scope, count: Callable[[Image], ColorHistogram]) -> Counted:
    """Count the colors of all frames together; `count` counts those of one.

    There must be at least one frame, and the mask of the scope must be read already. Raises ImageError if no
    pixel counts.
    """
    first: Image | None = None
    parts: list[ColorHistogram] = []
    waiting = 0
    empty: ImageError | None = None
    left_out: tuple[LeftOut, ...] = ()
    columns: list[NDArray[np.uint8]] = []
    start: Image | None = None
    for frame in frames:
        if start:
            columns.append(frame.column)
        start = start or frame
        if frame.alpha is None and scope.is_all:
            whole: Image = frame
            counted: Image | None = frame
        else:
            whole, counted, records, error = _leave_out(frame, scope)
            left_out, empty = sum_left_out([*left_out, *records]), empty or error
        first = first or whole
        if counted is not None:
            found = count(counted)
            if frame.weight > 1:
                found = found.scaled(frame.weight)
            parts.append(found)
            waiting += len(found) if len(parts) > 1 else 0
            # The sum comes first. It grows, so it is not copied for each small frame.
            if waiting >= len(parts[0]) or len(parts) > _MOST_WAITING:
                parts, waiting = [ColorHistogram.sum_of(parts)], 0
        # Its pixels must not stay while the next frame is decoded; only those of the first frame are shown.
        del frame, whole, counted
    if first is None or not parts:
        raise empty or ImageError("image", "has no frames", "empty")
    strip = np.array([start.column, *columns]) if start and columns else None
    histogram = parts[0] if len(parts) == 1 else ColorHistogram.sum_of(parts)
    return Counted(first, histogram, left_out, strip)


def _stands_for_loss(frame: Image) -> bool:
    """Tell whether a frame is the one transparent pixel that carries the warning of a truncated source."""
    return bool(frame.warning and frame.alpha is not None and frame.alpha.size == 1 and not frame.alpha.any())


def _leave_out(
    frame: Image, scope: Scope
) -> tuple[Image, Image | None, tuple[LeftOut, ...], ImageError | None]:
    """Return a frame on its background, its part that counts, what is left out, and an error if all is."""
    from cvpalette.scope.exclusion import NothingCountsError, lay_upon, leave_out  # noqa: PLC0415

    whole = lay_upon(frame, scope.ground)
    try:
        counted, records = leave_out(whole, scope)
    except NothingCountsError as error:
        return whole, None, error.left_out, error
    return whole, counted, records, None


def sum_left_out(records: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """Add up the pixels that were left out for the same reason and the same color."""
    sums: dict[tuple[str, Color | None], float] = {}
    for record in records:
        key = record.reason, record.color
        sums[key] = sums.get(key, 0) + record.pixels
    return tuple(LeftOut(reason, pixels, color) for (reason, color), pixels in sums.items())


@dataclass(frozen=True, eq=False, repr=False)
class Extraction:
    """The result of an image, together with the image itself.

    `result` is what most outputs render. `image` is the whole image, laid on the background if there is one.
    `histogram` holds the pixels that count. For a film or an animation, `image` is the first frame, and
    `columns` (frames, 64, 3) uint8 sRGB is each frame squeezed into one column. If `image` is a draft, it
    is smaller than the size that the result gives. `replay` gives the frames of the source once more; it is
    None unless all were asked for, and there are several.

    Example:
        >>> extraction = cvpalette.extract("photo.jpg", colors=3)
        >>> print(extraction.palette)
        #ab4e24 55.4%, #daa47a 25.0%, #311007 19.6%
        >>> extraction.image.pixels.shape, extraction.histogram.total, extraction.result.name
        ((160, 240, 3), 38400.0, 'photo.jpg')
    """

    result: Result
    image: Image
    histogram: ColorHistogram
    columns: NDArray[np.uint8] | None = None
    replay: Callable[[], Iterator[Image]] | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        """Return one short line: the source, its size and the first colors, and no arrays."""
        from cvpalette.color.showing import describe_source, list_colors  # noqa: PLC0415 -- only a person asks

        size = f", {self.image.width} x {self.image.height}" if self.result.has_size else ""
        return f"<Extraction of {describe_source(self.result.name)}{size}: {list_colors(self.palette)}>"

    def _repr_html_(self) -> str:
        """Show the extraction in a notebook: a small picture, the palette, and the error if it is known."""
        from cvpalette.decoding.thumbnail import THUMBNAIL_QUALITY, encode_webp  # noqa: PLC0415 -- Pillow

        if not self.result.has_size:  # then a row of the colors stands for the image
            return show_result(self.result)
        picture = encode_webp(self.image, _SHOWN_SIDE, THUMBNAIL_QUALITY)
        return show_result(self.result, picture, "image/webp")

    @classmethod
    def of_result(cls, result: Result) -> Self:
        """Return an extraction of a result without its image: a row of the palette's colors stands for it.

        Example:
            >>> result = cvpalette.read_palette("brand.gpl")
            >>> cvpalette.Extraction.of_result(result).image.pixels.shape
            (1, 5, 3)
        """
        row = np.array([[color.rgb for color in result.palette.colors]], np.uint8)
        image = Image(row, name=result.name)
        return cls(result, image, ColorHistogram.of_image(image))

    def frames(self) -> Iterator[Image]:
        """Give all frames once more, one at a time, each laid on the background if there is one.

        If not all were asked for, or the source has only one, it is the image. The source is decoded again.
        So the pixels of one frame are in memory at a time, and the bytes of a file that is no film. A film is
        read from its file. Raises ImageError if the source cannot be read any more.

        Example:
            >>> found = cvpalette.extract("animation.gif", frames="all")
            >>> [frame.seconds for frame in found.frames()]
            [0.1, 0.1, 0.1, 0.1]
        """
        if self.replay is None:
            yield self.image
            return
        from cvpalette.scope.exclusion import lay_upon  # noqa: PLC0415 -- few sources have many frames

        for frame in self.replay():
            if not _stands_for_loss(frame):
                yield lay_upon(frame, self.result.scope.ground)
            del frame  # it must not stay while the next one is decoded

    @property
    def palette(self) -> Palette:
        """The palette of the result."""
        return self.result.palette

    @property
    def settings(self) -> Settings:
        """The settings that the palette was found with."""
        return self.result.settings

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """How many pixels do not count, and why."""
        return self.result.left_out

    @property
    def scheme(self) -> Scheme:
        """The light and the dark colors for an interface and for a terminal; derived when asked for."""
        return self.result.scheme

    @property
    def error(self) -> PaletteError:
        """How much the pixels that count differ from the palette."""
        return self.result.error

    @property
    def positions(self) -> Positions:
        """Where each swatch is in the image; found when it is asked for."""
        return self.result.positions

    def named(self, path: str) -> Self:
        """Return the extraction with a path, which tells its source from others of the same name."""
        return replace(self, result=replace(self.result, path=path))

    def with_thumbnail(self, side: int) -> Self:
        """Return the extraction with a thumbnail in its result; the longer side has at most `side` pixels."""
        from cvpalette.decoding.thumbnail import THUMBNAIL_QUALITY, encode_webp  # noqa: PLC0415 -- Pillow

        thumbnail = encode_webp(self.image, side, THUMBNAIL_QUALITY)
        return replace(self, result=replace(self.result, thumbnail=thumbnail))


@dataclass(frozen=True, kw_only=True, eq=False)
class Recipe:
    """How palettes are found, as one value that can be sent to other processes.

    Its mask is read already. If there is a `palette`, its colors are used and none are searched for: the best
    of them if the settings have a number and it `is_choice`, else all. `given` is its name.
    """

    settings: Settings = field(default_factory=Settings)
    scope: Scope = field(default_factory=Scope)
    reading: Reading = DEFAULT
    palette: Palette | None = None
    given: str | None = None
    is_choice: bool = True
    allow_private: bool = False

    @classmethod
    def of(cls, options: Options) -> Self:
        """Return the recipe for the options of `extract`, and read its mask; raises ImageError."""
        recipe = cls(
            settings=options.part(Settings),
            scope=options.part(Scope),
            reading=options.part(Reading),
            allow_private=options.allow_private,
        ).with_mask()
        return recipe.giving(*options.given) if options.given else recipe

    def giving(self, palette: Palette, name: str) -> Self:
        """Return the recipe that uses the colors of a palette of this name instead of finding colors.

        Raises SettingsError if colors are chosen from it, and it lacks one to keep.
        """
        if self.settings.colors is not None and self.settings.kept:
            from cvpalette.engine.subset import require_kept  # noqa: PLC0415 -- few palettes are chosen from

            require_kept(palette, self.settings.kept, name)
        return replace(self, palette=palette, given=name)

    def sharing(self, palette: Palette, name: str) -> Self:
        """Return the recipe that uses all colors of a palette, which was found with these settings."""
        return replace(self, palette=palette, given=name, is_choice=False)

    def with_mask(self) -> Self:
        """Return the recipe with its mask read, so that many images need only one read; raises ImageError."""
        if self.scope.mask is None:
            return self
        mask = load_image(_as_mask(self.scope.mask), allow_private=self.allow_private)
        _refuse_faint(mask)
        return replace(self, scope=replace(self.scope, mask=mask))

    @property
    def chooses(self) -> bool:
        """Whether colors are chosen from a given palette, and not all of them taken."""
        return self.palette is not None and self.settings.colors is not None and self.is_choice

    @property
    def asked(self) -> dict[str, object]:
        """The options of the palette by name, as JSON contains them."""
        settings = complete_settings(self.settings, self.palette)
        return describe(settings, self.scope, self.palette, self.given)

    def count(self, source: Source) -> Counted:
        """Count the colors of a source; raises ImageError."""
        return self.count_opened(open_source(source, reading=self.reading, allow_private=self.allow_private))

    def count_opened(self, opened: Opened) -> Counted:
        """Count the colors of a source that is open, and keep what reads its frames once more."""
        return self.keep_replay(self.count_frames(opened.frames()), opened)

    def keep_replay(self, counted: Counted, opened: Opened) -> Counted:
        """Return the colors with what reads the frames again, if all were asked for and there are several."""
        if counted.columns is None or self.reading.frames != ALL:
            return counted
        return replace(counted, replay=opened.frames)

    def count_frames(self, frames: Iterator[Image]) -> Counted:
        """Count the colors of all frames together; raises ImageError if no pixel counts."""
        count = partial(count_image, settings=self.settings, palette=self.palette)
        return _count_frames(frames, self.scope, count)

    def complete(self, counted: Counted) -> Extraction:
        """Find the palette of the counted colors, or use the given palette, or the best of its colors."""
        histogram, image = counted.histogram, counted.image
        width, height = image.whole_size
        frames = 1 if counted.columns is None else len(counted.columns)
        settings = complete_settings(self.settings, self.palette)
        if self.palette is None:
            chosen = choose_palette(histogram, settings)
            if settings.sort == "given":
                chosen = _as_in_strip(chosen, image)
        elif settings.colors is None or not self.is_choice:
            from cvpalette.engine.error import assign_shares  # noqa: PLC0415 -- few runs have a given palette

            chosen = assign_shares(histogram, self.palette, settings.space)
        else:
            from cvpalette.engine.subset import choose_subset  # noqa: PLC0415 -- as above

            chosen = choose_subset(histogram, self.palette, settings)
        palette = finish_palette(chosen, settings)
        is_subset = self.chooses
        result = Result(
            palette=palette,
            name=image.name,
            width=width,
            height=height,
            draft=(image.width, image.height) if image.draft_of else None,
            frames=frames,
            counted=histogram.total,
            settings=settings.without_palette(),
            scope=self.scope,
            left_out=counted.left_out,
            given=self.given,
            measure=partial(_measure, histogram, palette, settings),
            measure_best=partial(_measure_best, histogram, len(palette), settings) if is_subset else None,
            locate=partial(_locate, image, self.scope, palette, settings),
            derive=partial(self.derive_scheme, histogram, None if frames > 1 else image)
            if self.palette is None
            else None,
        )
        return Extraction(result, image, histogram, counted.columns, counted.replay)

    def derive_scheme(self, histogram: ColorHistogram, image: Image | None) -> Scheme:
        """Derive the scheme from 8 colors that a person would pick, and those to keep.

        `image` holds the pixels that were counted, and is None if they were those of several images. Then the
        colors are the nearest to all pixels, unless the histogram knows what a person would pick.
        """
        from cvpalette.engine.backdrop import find_backdrop  # noqa: PLC0415 -- few outputs show a scheme
        from cvpalette.roles.scheme import make_scheme  # noqa: PLC0415

        kept = self.settings.kept
        settings = replace(
            self.settings,
            colors=max(_SCHEME_COLORS, len(kept)),
            pick="colors",
            space="lab",
            sort="share",
            accents=False,
            snap=False,
        )
        if histogram.spreads is None and image is not None:
            histogram = replace(self, settings=settings).count_frames(iter([image])).histogram
        palette = finish_palette(choose_palette(histogram, settings), settings)
        # What was left out hides the backdrop, or is the backdrop.
        area = image.weight * image.width * image.height if image is not None else 0
        is_whole = isclose(histogram.total, area)
        backdrop = find_backdrop(image, palette) if image is not None and is_whole else None
        return make_scheme(palette, kept, backdrop)

    def extract(self, source: Source) -> Extraction:
        """Find the palette of a source; raises ImageError."""
        extraction = self.complete(self.count(source))
        return replace(extraction, result=replace(extraction.result, origin=origin_of(source)))

    def find(self, source: Source, *, positions: bool = False, scheme: bool = False) -> Result:
        """Return the result of a source, without its pixels; raises ImageError.

        With `positions` and `scheme`, they are found before the pixels are gone.
        """
        result = self.extract(source).result
        result = result.with_positions() if positions else result
        return (result.with_scheme() if scheme else result).compact()


def _as_mask(given: Any) -> Any:
    """Return a mask as a source: levels of 0 and 1 are no and yes, in an array and in an image of Pillow."""
    levels = given
    if hasattr(given, "getbands") and given.mode in _GRAY_MODES:
        levels = np.asarray(given)
    if not isinstance(levels, np.ndarray):
        return given
    if levels.dtype.kind in "iu" and levels.size and int(levels.min()) >= 0 and int(levels.max()) == 1:
        given = levels = levels.astype(bool)
    # An array of two dimensions may be gray or a list of colors. A mask is gray.
    return given[:, :, None] if given is levels and levels.ndim == 2 else given


def _refuse_faint(mask: Image) -> None:
    """Raise ImageError for a mask that has some levels, all near to black: it holds 0 and 1, or labels."""
    most = int(mask.pixels.max())
    if 0 < most <= _FAINT:
        reason = (
            f"is a mask whose brightest pixel is {most}, of 255, so next to nothing would count; a mask is "
            f"white where pixels count: multiply it by 255, or give array == {most} for a label"
        )
        raise ImageError(mask.name, reason, "invalid")


def _as_in_strip(palette: Palette, image: Image) -> Palette:
    """Return the palette of an image that is itself a palette in the image's order; any other as it is."""
    from cvpalette.decoding.strip import read_strip  # noqa: PLC0415 -- few runs ask for this order

    found = read_strip(image)
    colors = [cell.color for cell in found.cells if cell] if found else []
    if not set(palette.colors) <= set(colors):
        return palette
    return replace(palette, swatches=tuple(sorted(palette, key=lambda swatch: colors.index(swatch.color))))


def _measure(histogram: ColorHistogram, palette: Palette, settings: Settings) -> PaletteError:
    from cvpalette.engine.error import measure_error  # noqa: PLC0415 -- few outputs show an error

    return measure_error(histogram, palette, space=settings.space)


def _measure_best(histogram: ColorHistogram, colors: int, settings: Settings) -> PaletteError:
    """Measure the error of as many colors that are found in the histogram, and are of no palette."""
    free = replace(settings, colors=colors, keep=())
    return _measure(histogram, choose_palette(histogram, free), settings)


def _locate(image: Image, scope: Scope, palette: Palette, settings: Settings) -> Positions:
    from cvpalette.scope.positions import find_positions  # noqa: PLC0415 -- few outputs show positions

    return find_positions(image, scope, palette, settings.space)


def _require_known(function: str, kind: Any, keywords: Iterable[str]) -> None:
    """Raise the TypeError that Python raises for an unknown keyword, with the function's own name."""
    known = kind.__dataclass_fields__
    unknown = next((keyword for keyword in keywords if keyword not in known), None)
    if unknown is None:
        return
    meant = _MEANT.get(unknown.lower(), "")
    hint = f"; did you mean {quote(meant)}?" if meant else guess(unknown, known)
    message = f"{function}() got an unexpected keyword argument {quote(unknown)}{hint}"
    raise TypeError(message)


def _refuse_more(function: str, arguments: tuple[object, ...]) -> None:
    """Raise TypeError for options that are given by their place."""
    if not arguments:
        return
    name = "sources" if function != "extract" else "source"
    first = arguments[0]
    is_count = isinstance(first, int) and not isinstance(first, bool)
    hint = f"write colors={first}" if is_count else "write the names of options, such as colors=4"
    message = f"{function}() takes the {name} alone by position; {hint}"
    raise TypeError(message)


def _list_keywords(kind: Any) -> Iterator[Parameter]:
    """Give the keywords as a person wants to see them: `colors` first, and each type without its Option."""
    parameters = dict(signature(kind).parameters)
    for part in (Settings, Scope, Reading, kind):
        for name in part.__dataclass_fields__:
            if name in parameters:
                each = parameters.pop(name)
                plain = each.annotation
                if get_origin(plain) is Annotated:
                    plain = get_args(plain)[0]
                if isinstance(plain, UnionType) or get_origin(plain) is Union:
                    plain = reduce(or_, _list_public(get_args(plain)))
                yield each.replace(annotation=plain)


def _list_public(kinds: Iterable[Any]) -> Iterator[Any]:
    """Give the types of a union that have public names; whatever has a palette is mostly a Result."""
    for kind in kinds:
        if getattr(kind, "__name__", "") == "_HasPalette":
            yield Result
        elif kind not in (NamedColors, Region):
            yield kind


def taking_options(
    kind: Callable[Keywords, Taken],
) -> Callable[[Callable[[Given, Taken], Returned]], Callable[Concatenate[Given, Keywords], Returned]]:
    """Turn a function that takes the options as one object into one that takes each option as a keyword.

    So each keyword, its type and its default are written once: in the class of the options.
    """

    def decorate(
        function: Callable[[Given, Taken], Returned],
    ) -> Callable[Concatenate[Given, Keywords], Returned]:
        @wraps(function)
        def call(given: Given, /, *arguments: Keywords.args, **keywords: Keywords.kwargs) -> Returned:
            _refuse_more(function.__name__, arguments)
            _require_known(function.__name__, kind, keywords)
            return function(given, kind(*arguments, **keywords))

        own = signature(function)
        first = next(iter(own.parameters.values())).replace(kind=Parameter.POSITIONAL_ONLY)
        call.__signature__ = own.replace(parameters=[first, *_list_keywords(kind)])  # type: ignore[attr-defined]
        return call

    return decorate


@taking_options(Options)
def extract(source: Source, options: Options) -> Extraction:
    """Find the colors of an image; return them with all that is known of the image.

    The source is a path, a URL, bytes, an open binary file, a NumPy array, an Image, or an image of Pillow.
    The channels of an array are red, green and blue. Those of `cv2.imread` are blue, green and red: give
    `array[:, :, ::-1]`. The keywords are the options of the command, and the fields of Settings, Scope and
    Reading, which say more of each.

    Raises SettingsError for an invalid option, before the image is read. Raises ImageError if the image
    cannot be read, or none of its pixels counts. Raises TypeError for an unknown keyword.

    Keywords:
    - `colors`: how many to find, 1 to 256, by default 6, or 'auto' for as few as `tolerance` allows; with
      `palette`, how many of its colors to choose, by default all.
    - `space`: where distances are measured: 'lab', 'oklab' or 'rgb'.
    - `pick`: 'pixels' for the least error, or 'colors' for what a person would pick.
    - `seed`: 0 to 2**31 - 1; the same seed gives the same palette.
    - `sort`: 'share', 'lightness', 'hue', 'chroma', 'path' or 'given'.
    - `tolerance`: for 'auto', the mean difference (CIEDE2000) that is allowed.
    - `accents`: keep small parts whose color is far from all others.
    - `keep`: colors that are in the palette in any case, such as '#e63946'; with `palette`, some of its own.
    - `snap`: take only colors that the image has.
    - `names`: name colors after 'css', 'xkcd', 'basic', or a palette with names.
    - `background`: lay a transparent image on this color first.
    - `region`: count only this part: '10%,10%,80%,80%' or (left, top, width, height).
    - `mask`: count the pixels that are white in this image, or 1, or True.
    - `ignore`: leave out colors, such as 'white' or '#fff~5'.
    - `ignore_border`: leave out the color of most pixels at the edges.
    - `frames`: of an animation, 'first', 'all', or a number from 1.
    - `every`: the seconds between the frames that are read of a film.
    - `max_pixels`: an image with more is refused.
    - `allow_truncated`: count the readable part of a broken file.
    - `draft`: read a large JPEG at half its size or less, which is faster.
    - `only`: the kinds of files that are read, such as ('jpeg', 'png'); others are refused.
    - `palette`: use these colors, all or the best of them, and find only their shares.
    - `allow_private`: allow URLs of private networks, and addresses in stores.

    Example:
        >>> found = cvpalette.extract("photo.jpg", colors=3, sort="lightness", names="basic")
        >>> for swatch in found.palette:
        ...     print(swatch.color, f"{swatch.share:.0%}", swatch.name)
        #311007 20% brown
        #ab4e24 55% brown-2
        #daa47a 25% tan
        >>> stripes = np.array([[[38, 70, 83], [233, 196, 106]]], np.uint8)
        >>> print(cvpalette.extract(stripes).palette)
        #264653 50.0%, #e9c46a 50.0%
    """
    try:
        recipe = Recipe.of(options)
    except ImageError as error:  # of the mask
        raise _shortened(error) from error.__cause__
    try:
        return recipe.extract(source)
    except ImageError as error:
        error.advise(_advice_for(source, error))
        raise _shortened(error) from error.__cause__


def _shortened(error: ImageError) -> ImageError:
    """Return an error without its traceback, if where it was found explains nothing; its words tell all."""
    if error.problem == "not-found":
        error.__cause__ = None
    if error.__cause__ is None and error.problem in {"not-found", "invalid"}:
        error.with_traceback(None)
    return error


def explain_pattern(path: str) -> str:
    """Return what to do with a path that is not found if a shell would have changed it; else ''."""
    if path.startswith("~"):
        return "only a shell replaces '~'; give os.path.expanduser(path)"
    return "only a shell replaces '*'; give extract_many(glob.glob(path))" if "*" in path else ""


def _advice_for(source: Source, error: ImageError) -> str:
    """Return the name of the function that reads such a source, in words, or ''."""
    if not isinstance(source, str | os.PathLike):
        return ""
    path = os.fspath(source)
    if error.problem == "not-found":
        return explain_pattern(path)
    if error.problem not in {"not-a-file", "unsupported"}:
        return ""
    if is_folder(path):
        return "extract_many() reads the images in it"
    return "read_palette() reads palettes" if path.lower().endswith(PALETTE_SUFFIXES) else ""
