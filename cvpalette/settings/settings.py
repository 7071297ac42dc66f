"""Defines Settings, Scope and Reading: every option of extract(), with its check; pure Python."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import PurePath
from typing import Annotated, Any, Final, Literal, Protocol, TypeAlias, TypeVar, cast, get_args

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, take_palette
from cvpalette.errors import ColorError, ImageError, PaletteFileError, SettingsError, naming
from cvpalette.messages import listed, quote
from cvpalette.settings.kinds import parse_kinds
from cvpalette.settings.option import Option
from cvpalette.settings.region import Region

__all__ = [
    "ALL",
    "AUTO",
    "DEFAULT",
    "DEFAULT_COLORS",
    "DISTANCE",
    "FIRST",
    "MOST_AUTO_COLORS",
    "MOST_COLORS",
    "MOST_FRAMES",
    "Ignored",
    "NamedColors",
    "Options",
    "Pick",
    "Reading",
    "Scope",
    "Settings",
    "Sort",
    "Space",
    "Vocabulary",
    "parse_colors",
]

Space: TypeAlias = Literal["lab", "oklab", "rgb"]
Pick: TypeAlias = Literal["pixels", "colors"]
Sort: TypeAlias = Literal["share", "lightness", "hue", "chroma", "path", "given"]
#: The lists of color names that `names` can use.
Vocabulary: TypeAlias = Literal["css", "xkcd", "basic"]

AUTO: Final = "auto"
FIRST: Final = "first"
ALL: Final = "all"
#: How many colors are found if nobody says how many.
DEFAULT_COLORS: Final = 6
#: An indexed PNG, a GIF and an .act file hold at most this many colors.
MOST_COLORS: Final = 256
#: 'auto' stops here: nobody reads a palette of more colors.
MOST_AUTO_COLORS: Final = 32
#: Colors within this distance (CIEDE2000) of an ignored color are ignored too. It covers the noise of JPEG.
DISTANCE: Final = 5.0
# The distance of black and white.
_MOST_DISTANCE: Final = 100.0
# Ignored colors are numbered in one byte, and the border color needs a number too.
_MOST_IGNORED: Final = 254
# cv2.setRNGSeed takes a C int.
_MOST_SEED: Final = 2**31 - 1
_LIKE_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}")
#: The most frames of a file that are read: each takes a millisecond, however few pixels it has.
MOST_FRAMES: Final = 10_000
# All frames of a file may have as many pixels as so many images of the largest size. By default, these are
# 1,200 frames in full HD, 300 in 4K, or 280 pages in A4 at 300 dpi.
_FRAMES_OF_MOST_PIXELS: Final = 10
_PALETTE: Final = "Palette"
_SCOPE: Final = "What counts"
_READING: Final = "Reading"


def parse_colors(text: str) -> Any:
    """Return a number as an int, and any other text unchanged: `Settings` checks it."""
    return int(text) if _NUMBER.fullmatch(text) else text


class _HasPalette(Protocol):
    """A result, or anything else that has a palette."""

    @property
    def name(self) -> str: ...
    @property
    def palette(self) -> Palette: ...


@dataclass(frozen=True, slots=True)
class NamedColors:
    """Colors that others are named after: a palette and its name.

    There is no palette before its file is read, and none in the settings of a result. Until the file is read,
    `name` is its path.
    """

    name: str
    palette: Palette | None = field(default=None, repr=False)

    @classmethod
    def of(cls, holder: object, name: str = "") -> "NamedColors | None":
        """Return the named colors of a palette, or of an object that has one; None for anything else.

        `name` is the name of the palette, by default its own or the object's.

        Raises SettingsError if none of its colors has a name.
        """
        palette = holder if isinstance(holder, Palette) else getattr(holder, "palette", None)
        if not isinstance(palette, Palette):
            return None
        name = name or getattr(holder, "name", "") or "palette"
        if not any(swatch.name for swatch in palette):
            message = f"the colors of {quote(name)} have no names; give a palette whose colors have names"
            raise SettingsError(message)
        return cls(name, palette)


def _parse_names(text: str) -> Any:
    """Return a path as named colors that are not read yet, and any other text unchanged.

    A path has a dot or a slash: `./css` is a file, and `css` is not.
    """
    is_path = any(mark in text for mark in "./\\")
    return NamedColors(text) if is_path else text


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How a palette is found: keywords of `extract` as one value. Raises SettingsError for an invalid value.

    A result has the settings that its palette was found with.

    Example:
        >>> cvpalette.Settings(colors=4, keep="#e63946").colors
        4
        >>> cvpalette.Settings(colors=0)
        Traceback (most recent call last):
            ...
        cvpalette.errors.SettingsError: '0' is no number of colors; give 1 to 256, or 'auto'
    """

    #: 1 to 256, or 'auto': the fewest colors with a mean CIEDE2000 of at most `tolerance`, but at most 32.
    #: Of a given palette, those of its colors are chosen that serve the image best. None finds 6 colors, and
    #: takes all colors of a given palette.
    colors: Annotated[
        int | Literal["auto"] | None,
        Option(
            ("--colors", "-k"),
            _PALETTE,
            "Find this many colors, 1 to 256; auto finds as few as --tolerance allows. Of a --palette, take "
            "the best.",
            brief="Find this many colors, by default 6",
            metavar="N|auto",
            parse=parse_colors,
        ),
    ] = None
    #: Where distances between colors are measured: CIELAB, Oklab or sRGB.
    space: Annotated[
        Space,
        Option(
            ("--space", "-s"),
            _PALETTE,
            "Measure how alike colors are in this color space; lab and oklab are near to what people see.",
        ),
    ] = "lab"
    #: 'pixels' finds the colors that stand for all pixels with the least error. 'colors' finds those that a
    #: person would pick: a color that is rare, colorful, or lies together counts for more than its pixels.
    #: Its share is still of the pixels nearest to it, however far they are.
    pick: Annotated[
        Pick,
        Option(
            ("--pick",),
            _PALETTE,
            "Find colors that stand for all pixels, or those that a person would pick: vivid ones too. "
            "A share is of the pixels nearest to a color.",
            brief="colors: what a person would pick",
        ),
    ] = "pixels"
    #: 0 to 2**31 - 1. The same seed gives the same palette.
    seed: Annotated[
        int,
        Option(
            ("--seed",),
            _PALETTE,
            "Search for the colors from another start; the same number gives the same palette.",
            metavar="N",
        ),
    ] = 0
    #: None sorts a found palette by share, and keeps the order of a given palette.
    sort: Annotated[
        Sort | None,
        Option(
            ("--sort",),
            _PALETTE,
            "Order colors by share, lightness, hue or chroma (how vivid), on a path of likes, or as given. "
            "A palette file keeps its order by default.",
            brief="By share, lightness, hue or chroma",
            metavar="ORDER",
        ),
    ] = None
    # The default was chosen by eye on 30 photos. At 8, a photo of six paper clips gives three colors that no
    # clip has. At 5, half of the photos need 14 colors or more. At 6 the median is 10.
    #: For 'auto': a mean CIEDE2000 above 0. A difference of 6 is visible but close; 3 is hardly visible.
    tolerance: Annotated[
        float,
        Option(
            ("--tolerance",),
            _PALETTE,
            "With -k auto, add colors until the mean difference (CIEDE2000) is this; 3 is hardly seen.",
            metavar="DE",
        ),
    ] = 6.0
    #: Small parts whose color is far from all others get swatches of their own, up to a third of all.
    accents: Annotated[
        bool, Option(("--accents",), _PALETTE, "Keep small parts whose color is far from all others.")
    ] = False
    #: Colors that are in the palette, exactly, whatever else is in it. The others are found around them.
    keep: Annotated[
        str | Color | Iterable[str | Color],
        Option(
            ("--keep",),
            _PALETTE,
            "Have this color in the palette, and find the others around it; may be repeated.",
            brief="Have this color in the palette",
            metavar="COLOR",
            repeated=True,
        ),
    ] = ()
    #: Each swatch is a color that the image has: a common one near the mean that it stands for.
    snap: Annotated[
        bool,
        Option(
            ("--snap",),
            _PALETTE,
            "Take only colors that the image has: common ones near those that are found.",
        ),
    ] = False
    #: Each swatch gets the name of the nearest color of CSS, of the xkcd survey, or of a palette with names,
    #: which may be the name of a built-in palette.
    #: 'basic' gives it the word that most people use for it.
    names: Annotated[
        Vocabulary | str | NamedColors | Palette | _HasPalette | None,
        Option(
            ("--names",),
            _PALETTE,
            "Name each color after the nearest one of a list or palette, or by a basic word.",
            metavar="css|xkcd|basic|NAME|FILE",
            parse=_parse_names,
        ),
    ] = None

    def __post_init__(self) -> None:
        """Refuse invalid values, and name the valid ones."""
        for name in ("colors", "seed"):
            object.__setattr__(self, name, _plain(getattr(self, name)))
        with naming("colors"):
            if self.colors not in (None, AUTO) and not _is_whole(self.colors, 1, MOST_COLORS):
                message = (
                    f"{_shown(self.colors)} is no number of colors; give 1 to {MOST_COLORS}, or '{AUTO}'"
                )
                raise SettingsError(message + _not_text(self.colors))
        _require(self.space, get_args(Space), "is no color space", "space")
        _require(self.pick, get_args(Pick), "is no way to pick colors", "pick")
        if self.sort is not None:
            _require(self.sort, get_args(Sort), "is no order", "sort")
        with naming("names"):
            if self.names is not None and not isinstance(self.names, NamedColors):
                object.__setattr__(self, "names", _named(self.names))
        with naming("seed"):
            if not _is_whole(self.seed, 0, _MOST_SEED):
                message = f"{_shown(self.seed)} is no seed; give a whole number from 0 to {_MOST_SEED}"
                raise SettingsError(message + _not_text(self.seed))
        _require_flag(self, "accents")
        _require_flag(self, "snap")
        with naming("keep"):
            given: Any = self.keep
            given = sorted(given, key=str) if isinstance(given, set | frozenset) else given
            kept = tuple(dict.fromkeys(_color(each) for each in (given if _is_many(given) else (given,))))
            object.__setattr__(self, "keep", kept)
        self._refuse_too_few()
        with naming("tolerance"):
            if not _is_positive(self.tolerance):
                message = f"{_shown(self.tolerance)} is no tolerance; give a difference (CIEDE2000) above 0"
                raise SettingsError(message + _not_text(self.tolerance))

    def _refuse_too_few(self) -> None:
        """Raise SettingsError if the number of colors leaves no room for all that must be in the palette."""
        kept, most = len(self.kept), MOST_COLORS if self.number is None else self.number
        if kept > most:
            colors = "1 color" if most == 1 else f"{most} colors"
            message = f"{kept} colors to keep do not fit in a palette of {colors}; find more, or keep fewer"
            raise SettingsError(message)
        if self.accents and self.number is not None and most <= max(kept, 1):
            if kept:
                message = "all colors are kept, which leaves no room for accents"
                raise SettingsError(f"{message}; find more, or leave accents out")
            message = "one color leaves no room for accents; find 2 or more, or 'auto', or leave accents out"
            raise SettingsError(message)

    @property
    def number(self) -> int | None:
        """How many colors are found in an image, or None for 'auto'.

        Example:
            >>> cvpalette.Settings().number, cvpalette.Settings(colors=4).number
            (6, 4)
        """
        if self.colors is None:
            return DEFAULT_COLORS
        return self.colors if isinstance(self.colors, int) else None

    @property
    def kept(self) -> tuple[Color, ...]:
        """The colors to keep, as Color values, each once.

        Example:
            >>> print(*cvpalette.Settings(keep=["gold", "#E63946", "gold"]).kept)
            #ffd700 #e63946
        """
        return cast("tuple[Color, ...]", self.keep)

    @property
    def vocabulary(self) -> str | Palette | None:
        """What colors are named after: the name of a list, a palette, or None.

        Raises SettingsError if the palette is not there: its file was not read, or a result left it out.
        """
        names = cast("str | NamedColors | None", self.names)
        if not isinstance(names, NamedColors):
            return names
        if names.palette is None:
            message = (
                f"the colors of {quote(names.name)} are not known; give the palette, read with read_palette()"
            )
            raise SettingsError(message)
        return names.palette

    def without_palette(self) -> "Settings":
        """Return the settings with the name of the palette that colors are named after, instead of itself."""
        names = self.names
        return replace(self, names=NamedColors(names.name)) if isinstance(names, NamedColors) else self

    def describe(self) -> dict[str, Any]:
        """Return all settings by name, as JSON has them.

        Example:
            >>> cvpalette.Settings(colors=4, names="css").describe()["names"]
            'css'
        """
        asked = {each.name: getattr(self, each.name) for each in fields(Settings)}
        names = self.names
        named = names.name if isinstance(names, NamedColors) else names
        return asked | {"keep": [color.hex for color in self.kept], "names": named}


@dataclass(frozen=True, slots=True)
class Ignored:
    """A color that does not count, with all colors within a distance of it.

    `distance` is a difference (CIEDE2000) from 0 to 100; 0 means only this color. Raises SettingsError for
    any other distance.

    Example:
        >>> white = cvpalette.Ignored(cvpalette.Color(255, 255, 255), distance=10)
        >>> print(white)
        #ffffff~10
        >>> print(*cvpalette.extract("shoe.jpg", ignore=white).left_out)
        30,176 ignored as #ffffff
    """

    color: Color
    distance: float = DISTANCE

    def __post_init__(self) -> None:
        """Refuse a distance that is not possible between two colors."""
        if not 0 <= self.distance <= _MOST_DISTANCE:
            message = f"{_shown(self.distance)} is no distance; give 0 to 100, such as '{self.color}~5'"
            raise SettingsError(message)

    @classmethod
    def of(cls, words: object) -> "Ignored":
        """Return the ignored color for a color, or for a text `COLOR[~DISTANCE]`; raises SettingsError.

        Example:
            >>> print(cvpalette.Ignored.of("white~2"), cvpalette.Ignored.of("#000"))
            #ffffff~2 #000000~5
        """
        if isinstance(words, Ignored):
            return words
        if isinstance(words, Color):
            return cls(words)
        if not isinstance(words, str):
            message = f"{_shown(words)} is no color to ignore; write COLOR~DISTANCE, such as 'white~5'"
            raise SettingsError(message)
        name, tilde, distance = words.partition("~")
        return cls(_color(name), _distance(distance, words) if tilde else DISTANCE)

    def __str__(self) -> str:
        """Write it as `of` reads it: `#ffffff~5`."""
        return f"{self.color}~{self.distance:g}"


@dataclass(frozen=True, kw_only=True, eq=False)
class Scope:
    """Which pixels of an image count, by default all: keywords of `extract` as one value.

    The fields are applied in their order. Values may be texts, as on the command line. Raises SettingsError
    for an invalid value.

    Example:
        >>> scope = cvpalette.Scope(region="10%,10%,80%,80%", ignore=["white", "#000~2"])
        >>> scope.describe()
        {'region': '10%,10%,80%,80%', 'ignore': ['#ffffff~5', '#000000~2']}
    """

    #: The image is laid on this color first. Without it, a pixel counts in proportion to its alpha.
    background: Annotated[
        Color | str | None,
        Option(("--background",), _SCOPE, "Lay the image on this color first.", metavar="COLOR"),
    ] = None
    #: Left, top, width and height, each in pixels or percent: '10%,10%,80%,80%'.
    region: Annotated[
        Region | str | Sequence[int | str] | None,
        Option(
            ("--region",),
            _SCOPE,
            "Count only this part, in pixels or percent.",
            brief="Count only this part of the image",
            metavar="X,Y,W,H",
        ),
    ] = None
    #: An image of the same size, in any form that `extract` takes: white counts, black does not. An array of
    #: whole numbers may also have 0 and 1, for no and yes.
    mask: Annotated[
        Any,
        Option(
            ("--mask",),
            _SCOPE,
            "Count the pixels that are white in this image; gray ones count in part.",
            metavar="FILE",
        ),
    ] = None
    #: Colors that do not count, such as 'white' or '#fff~5'.
    ignore: Annotated[
        str | Color | Ignored | Iterable[str | Color | Ignored],
        Option(
            ("--ignore",),
            _SCOPE,
            "Leave out a color, and what differs from it by at most DE (CIEDE2000, 5 by default); may be "
            "repeated.",
            brief="Leave out a color, such as white",
            metavar="COLOR[~DE]",
            repeated=True,
        ),
    ] = ()
    #: If more than half of the outermost pixels have one color, it does not count.
    ignore_border: Annotated[
        bool,
        Option(("--ignore-border",), _SCOPE, "Leave out the color of most pixels at the image's edges."),
    ] = False

    def __post_init__(self) -> None:
        """Read values that are texts, and refuse invalid ones."""
        # A value that is not a sequence of colors is one color; Ignored.of refuses it if it is not.
        given: Any = self.ignore
        ignore = tuple(given) if _is_many(given) else (given,)
        with naming("background"):
            ground = self.background if self.background is None else _color(self.background)
            object.__setattr__(self, "background", ground)
        with naming("region"):
            region = None if self.region is None else Region.of(self.region)
            object.__setattr__(self, "region", region)
        with naming("ignore"):
            object.__setattr__(self, "ignore", tuple(Ignored.of(words) for words in ignore))
            if len(ignore) > _MOST_IGNORED:
                message = f"{len(ignore)} colors to ignore are too many; name at most {_MOST_IGNORED}"
                raise SettingsError(message)
        _require_flag(self, "ignore_border")

    @property
    def ground(self) -> Color | None:
        """The background, as a Color."""
        return cast("Color | None", self.background)

    @property
    def rectangle(self) -> Region | None:
        """The region, as a Region."""
        return cast("Region | None", self.region)

    @property
    def ignored(self) -> tuple[Ignored, ...]:
        """The colors to ignore, as Ignored values."""
        return cast("tuple[Ignored, ...]", self.ignore)

    @property
    def is_all(self) -> bool:
        """Whether no option leaves out or changes any pixel."""
        asked = self.background, self.region, self.mask
        return asked == (None, None, None) and not (self.ignore or self.ignore_border)

    def without_pixels(self) -> "Scope":
        """Return the scope with the name of the mask instead of its pixels."""
        return self if self.mask is None else replace(self, mask=self.describe()["mask"])

    def describe(self) -> dict[str, Any]:
        """Return the options that are set, by name, as a person would write them."""
        mask = None
        if self.mask is not None:
            named = getattr(self.mask, "name", self.mask)
            mask = PurePath(named).name if isinstance(named, str | PurePath) else "image"
        asked = {
            "background": self.ground and self.ground.hex,
            "region": self.rectangle and str(self.rectangle),
            "mask": mask,
            "ignore": [str(ignored) for ignored in self.ignored],
            "ignore_border": self.ignore_border,
        }
        return {name: value for name, value in asked.items() if value}


def _parse_frames(text: str) -> Any:
    return int(text) if text.isascii() and _NUMBER.fullmatch(text) else text


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Which part of a file is read, and how much at most. Raises SettingsError for an invalid value.

    Its fields are keywords of `extract`. The functions that read images take it as `reading`.

    Example:
        >>> reading = cvpalette.Reading(frames=2, max_pixels=1_000_000)
        >>> cvpalette.load_image("animation.gif", reading=reading).width
        64
    """

    #: The frames of an animation, or pages of a file: 'first', 'all', or the number of one, from 1. Of a
    #: film, 'first' and 'all' read about 300 frames, and a number reads only this one.
    frames: Annotated[
        int | Literal["first", "all"],
        Option(
            ("--frames",),
            _READING,
            "Read the first frame or page, all of them, or one by its number.",
            brief="Which frames or pages of a file",
            metavar="first|all|N",
            parse=_parse_frames,
        ),
    ] = FIRST
    #: The seconds between the frames that are read of a film; by default about 300 frames are read in all.
    every: Annotated[
        float | None,
        Option(
            ("--every",),
            _READING,
            "Read a frame of a film every so many seconds; by default about 300 in all.",
            metavar="SECONDS",
        ),
    ] = None
    #: An image with more pixels is refused before it is decoded. All frames of a file together may have ten
    #: times as many pixels, and there may be 10,000 frames.
    max_pixels: Annotated[
        int,
        Option(
            ("--max-pixels",), _READING, "Refuse an image with more pixels before it is decoded.", metavar="N"
        ),
    ] = 250_000_000
    #: The readable part of a truncated file counts.
    allow_truncated: Annotated[
        bool, Option(("--allow-truncated",), _READING, "Count the readable part of a truncated file.")
    ] = False
    #: A large JPEG is decoded at 1/2, 1/4 or 1/8 of its size, in a third to two thirds of the time. Each
    #: pixel is then the mean of 4, 16 or 64, so the palette differs a little.
    draft: Annotated[
        bool,
        Option(
            ("--draft",),
            _READING,
            "Read a large JPEG at half its size or less: faster, but the colors differ a little.",
        ),
    ] = False

    #: The kinds of files that are read, such as 'jpeg' or ('jpeg', 'png', 'webp', 'film'); by default all.
    #: A file of another kind is refused before it is decoded. Its first bytes tell its kind, not its name.
    only: str | Iterable[str] | None = None

    def __post_init__(self) -> None:
        """Refuse invalid values, and name the valid ones."""
        with naming("only"):
            object.__setattr__(self, "only", parse_kinds(self.only))
        with naming("max_pixels"):
            if not _is_whole(self.max_pixels, 1, math.inf):
                message = f"{_shown(self.max_pixels)} is no number of pixels; give a whole number above 0"
                raise SettingsError(message + _not_text(self.max_pixels))
        object.__setattr__(self, "frames", _plain(self.frames))
        with naming("frames"):
            # A tuple, not a set: the value may not be hashable.
            if self.frames not in (FIRST, ALL) and not _is_whole(self.frames, 1, math.inf):
                message = (
                    f"{_shown(self.frames)} names no frames; give '{FIRST}', '{ALL}', or a number from 1"
                )
                raise SettingsError(message + _not_text(self.frames))
        _require_flag(self, "allow_truncated")
        _require_flag(self, "draft")
        with naming("every"):
            if self.every is not None and not _is_positive(self.every):
                message = f"{_shown(self.every)} is no time between frames; give seconds above 0"
                raise SettingsError(message + _not_text(self.every))

    def refuse_kind(self, name: str, kind: str) -> None:
        """Raise ImageError if files of this kind are not read; `kind` is one of KINDS."""
        only = cast("tuple[str, ...] | None", self.only)
        if only is not None and kind not in only:
            reason = f"is of the kind {quote(kind)}, and only {listed([*only], 'and')} may be read"
            raise ImageError(name, reason, "unsupported")

    def refuse_too_large(self, name: str, width: int, height: int) -> None:
        """Raise ImageError if an image of this size has no pixels, or more than are allowed."""
        if width < 1 or height < 1:
            raise ImageError(name, f"has no pixels: its size is {width} x {height}", "empty")
        pixels = width * height
        if pixels > self.max_pixels:
            reason = (
                f"has {pixels:,} pixels ({width} x {height}), more than max_pixels={self.max_pixels:,} allows"
            )
            raise ImageError(name, reason, "too-large", pixels=pixels)

    def refuse_too_many(self, name: str, frames: int, pixels: int) -> None:
        """Raise ImageError if so many frames, with so many pixels in all, are more than are allowed."""
        if frames > MOST_FRAMES:
            reason = f"has more than {MOST_FRAMES:,} frames, too many to read all; read one by its number"
            raise ImageError(name, reason, "too-large")
        if pixels > self.most_pixels_of_frames:
            reason = (
                f"has {pixels:,} pixels in {frames:,} frames, more than "
                f"{_FRAMES_OF_MOST_PIXELS} x max_pixels={self.max_pixels:,} allows"
            )
            raise ImageError(name, reason, "too-large", pixels=-(-pixels // _FRAMES_OF_MOST_PIXELS))

    @property
    def most_pixels_of_frames(self) -> int:
        """The most pixels that all frames of a file may have together."""
        return _FRAMES_OF_MOST_PIXELS * self.max_pixels


_Part = TypeVar("_Part", Settings, Scope, Reading)


@dataclass(frozen=True, kw_only=True, eq=False)
class Options(Settings, Scope, Reading):
    """All keywords of `extract`: the fields of Settings, Scope and Reading, and two more."""

    #: A palette, an object that has one, such as the result of `read_palette`, a list of colors, or the name
    #: of a built-in palette. No other colors are used: all of them, or with `colors` those that serve best.
    palette: Palette | _HasPalette | str | Sequence[Color | str] | None = None
    #: Allows URLs that lead to private networks, and addresses in stores.
    allow_private: bool = False

    def __post_init__(self) -> None:
        """Check all options."""
        for kind in (Settings, Scope, Reading):
            kind.__post_init__(self)
        if isinstance(self.palette, list | tuple):
            with naming("palette"):
                object.__setattr__(self, "palette", take_palette(self.palette))
        builtin = _find_builtin(self.palette) if isinstance(self.palette, str) else ""
        if isinstance(builtin, Palette):
            object.__setattr__(self, "palette", NamedColors(str(self.palette).lower(), builtin))
        elif self.palette is not None and self.given is None:
            message = (
                f"{_shown(self.palette)} is no palette and no result; give a Palette, or what extract() or "
                f"read_palette() returned, or the name of a built-in palette{builtin}"
            )
            with naming("palette"):
                raise SettingsError(message)

    def part(self, kind: type[_Part]) -> _Part:
        """Return only the Settings, the Scope or the Reading."""
        return kind(**{each.name: getattr(self, each.name) for each in fields(kind)})

    @property
    def given(self) -> tuple[Palette, str] | None:
        """The given palette and its name, or None."""
        holder = self.palette
        palette = holder if isinstance(holder, Palette) else getattr(holder, "palette", None)
        return (palette, getattr(holder, "name", palette.name)) if isinstance(palette, Palette) else None


def _named(given: object) -> object:
    """Return the name of a list of names, or the named colors of a palette; raises SettingsError."""
    lists = get_args(Vocabulary)
    # A tuple, not a set: the value may not be hashable.
    found = given if given in lists else NamedColors.of(given)
    if found is None and isinstance(given, str):
        builtin = _find_builtin(given)
        if isinstance(builtin, Palette):
            return NamedColors.of(builtin, given.lower())
        raise SettingsError(_refuse_names(given) + builtin)
    if found is None:
        raise SettingsError(_refuse_names(given))
    return found


def _refuse_names(given: object) -> str:
    lists = listed([*get_args(Vocabulary)])
    message = f"{_shown(given)} names no colors; choose {lists}, or give a palette with names"
    if isinstance(given, str) and "/" not in given:
        message += f", such as the file {quote('./' + given)}"
    return message


def _find_builtin(name: str) -> Palette | str:
    """Return the built-in palette of a name, or a guess at the name that is meant, which may be ''."""
    from cvpalette.palettes.builtin import find_builtin, guess_builtin  # noqa: PLC0415 -- few names are theirs

    try:
        return find_builtin(name)
    except PaletteFileError:
        return guess_builtin(name)


# What people call a way to pick colors, or an order.
_MEANT: Final = {
    **dict.fromkeys(("vivid", "vibrant", "human", "perceived", "salient"), "colors"),
    **dict.fromkeys(("average", "mean", "all"), "pixels"),
    **dict.fromkeys(("saturation", "colorfulness"), "chroma"),
    **dict.fromkeys(("luminance", "luminosity", "brightness", "light", "value"), "lightness"),
    **dict.fromkeys(("count", "frequency", "area", "population"), "share"),
}


def _require(value: object, choices: Sequence[str], what: str, name: str) -> None:
    with naming(name):
        if value not in choices:
            meant = _MEANT.get(str(value).lower(), "")
            hint = f"did you mean {quote(meant)}?" if meant in choices else f"choose {listed(list(choices))}"
            message = f"{_shown(value)} {what}; {hint}"
            raise SettingsError(message)


def _require_flag(holder: object, name: str) -> None:
    value = getattr(holder, name)
    with naming(name):
        if not isinstance(value, bool):
            message = f"{_shown(value)} is not possible for {name}; give True or False"
            raise SettingsError(message)


def _shown(value: object) -> str:
    return quote(str(value))


def _not_text(value: object) -> str:
    """Return a remark if a value is a number written as a text. The command turns such texts into numbers."""
    is_text = isinstance(value, str) and _LIKE_NUMBER.fullmatch(value)
    return "; give the number itself, not a text" if is_text else ""


def _is_positive(value: object) -> bool:
    return isinstance(value, int | float) and 0 < value < math.inf


def _is_whole(value: object, least: int, most: float) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _plain(value: Any) -> Any:
    """Return a whole number, also one of NumPy, as an int, and any other value unchanged."""
    return value.__index__() if hasattr(value, "__index__") and not isinstance(value, bool) else value


def _is_many(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | Color | Ignored)


def _color(text: object) -> Color:
    from cvpalette.color.names import parse_color  # noqa: PLC0415 -- few runs name a color

    if isinstance(text, Color):
        return text
    if not isinstance(text, str):
        message = f"{_shown(text)} is no color; give a Color, or write it as CSS does: 'white' or '#fff'"
        raise SettingsError(message)
    try:
        return parse_color(text)
    except ColorError as error:
        raise SettingsError(str(error)) from error


def _distance(text: str, words: str) -> float:
    try:
        distance = float(text)
    except ValueError:
        distance = math.nan
    if math.isnan(distance):
        message = f"{quote(text)} in {quote(words)} is no distance; write COLOR~DISTANCE, such as 'white~5'"
        raise SettingsError(message)
    if not 0 <= distance <= _MOST_DISTANCE:
        message = f"{quote(text)} in {quote(words)} is no distance; give 0 to {_MOST_DISTANCE:g}"
        raise SettingsError(message)
    return distance


DEFAULT: Final = Reading()
