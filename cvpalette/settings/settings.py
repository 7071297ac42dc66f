"""Settings, Scope and Reading: every option of extract(), once, with its check; pure Python."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import PurePath
from typing import Annotated, Any, Final, Literal, Protocol, TypeAlias, TypeVar, cast, get_args

from cvpalette.color.color import Color
from cvpalette.color.palette import SORTS, Palette
from cvpalette.errors import ColorError, ImageError, SettingsError
from cvpalette.messages import listed, quote
from cvpalette.settings.option import Option
from cvpalette.settings.region import Region

__all__ = [
    "ALL",
    "AUTO",
    "DEFAULT",
    "DISTANCE",
    "FIRST",
    "MOST_COLORS",
    "Ignored",
    "Options",
    "Reading",
    "Scope",
    "Settings",
    "Sort",
    "Space",
    "Vocabulary",
    "parse_colors",
]

Space: TypeAlias = Literal["lab", "oklab", "rgb"]
Sort: TypeAlias = Literal["share", "lightness", "hue", "chroma", "given"]
#: Whose names `names` takes.
Vocabulary: TypeAlias = Literal["css", "xkcd"]

AUTO: Final = "auto"
FIRST: Final = "first"
ALL: Final = "all"
#: An indexed PNG, a GIF and an .act hold so many.
MOST_COLORS: Final = 256
#: How near to an ignored color is the same color, in CIEDE2000: near enough for JPEG's noise.
DISTANCE: Final = 5.0
# Black and white are 100 apart.
_MOST_DISTANCE: Final = 100.0
# The number of an ignored color is one byte, and one number is left for the border's color.
_MOST_IGNORED: Final = 254
# cv2.setRNGSeed takes a C int.
_MOST_SEED: Final = 2**31 - 1
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}")
_PALETTE: Final = "Palette"
_SCOPE: Final = "What counts"
_READING: Final = "Reading"


def parse_colors(text: str) -> Any:
    """Return a number as an int, and any other text as it is: `Settings` checks it."""
    return int(text) if _NUMBER.fullmatch(text) else text


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How a palette is found; raises SettingsError for a value that is not possible."""

    #: 1 to 256, or 'auto': as few as leave a mean CIEDE2000 of at most `tolerance`, 32 at most.
    colors: Annotated[
        int | Literal["auto"],
        Option(
            ("--colors", "-k"),
            _PALETTE,
            "Find so many colors, 1 to 256; auto finds as few as will do.",
            metavar="N|auto",
            parse=parse_colors,
        ),
    ] = 6
    #: Where distances between colors are measured: CIELAB, Oklab or sRGB.
    space: Annotated[Space, Option(("--space", "-s"), _PALETTE, "Measure distances in this color space.")] = (
        "lab"
    )
    #: 0 to 2**31 - 1. The same seed gives the same palette.
    seed: Annotated[int, Option(("--seed",), _PALETTE, "Start the clustering elsewhere.", metavar="N")] = 0
    #: None is by share for a palette that is found, and as given for one that is given.
    sort: Annotated[
        Sort | None,
        Option(
            ("--sort",),
            _PALETTE,
            f"Order the colors: {', '.join(SORTS)}. A palette file keeps its order by default.",
            metavar="ORDER",
        ),
    ] = None
    # Chosen by eye on 30 photos: at 8, six paper clips give three colors that none of them has; at 5, half of
    # the photos need 14 colors or more. At 6 the median is 10.
    #: A mean CIEDE2000 above 0, for 'auto'. 6 is visible but close; 3 is hardly visible.
    tolerance: Annotated[
        float,
        Option(
            ("--tolerance",), _PALETTE, "With -k auto, allow this mean difference (CIEDE2000).", metavar="DE"
        ),
    ] = 6.0
    #: Small colors that are far from all others get swatches of their own, up to half of all swatches.
    accents: Annotated[
        bool, Option(("--accents",), _PALETTE, "Keep small colors that are far from all others.")
    ] = False
    #: Swatches get the nearest names that CSS or the xkcd survey has.
    names: Annotated[
        Vocabulary | None, Option(("--names",), _PALETTE, "Name each color by the nearest named one.")
    ] = None

    def __post_init__(self) -> None:
        """Refuse what is not possible, and say what is."""
        if self.colors != AUTO and not _is_whole(self.colors, 1, MOST_COLORS):
            message = f"{_shown(self.colors)} is no number of colors; give 1 to {MOST_COLORS}, or '{AUTO}'"
            raise SettingsError(message)
        _require(self.space, get_args(Space), "is no color space")
        if self.sort is not None:
            _require(self.sort, get_args(Sort), "is no order")
        if self.names is not None:
            _require(self.names, get_args(Vocabulary), "names no colors")
        if not _is_whole(self.seed, 0, _MOST_SEED):
            message = f"{_shown(self.seed)} is no seed; give a whole number from 0 to {_MOST_SEED}"
            raise SettingsError(message)
        if not _is_positive(self.tolerance):
            message = f"{_shown(self.tolerance)} is no tolerance; give a difference (CIEDE2000) above 0"
            raise SettingsError(message)


@dataclass(frozen=True, slots=True)
class Ignored:
    """A color that does not count, with all colors within a distance (CIEDE2000); 0 is that color alone."""

    color: Color
    distance: float = DISTANCE

    def __post_init__(self) -> None:
        """Refuse a distance that no two colors have."""
        if not 0 <= self.distance <= _MOST_DISTANCE:
            message = f"{_shown(self.distance)} is no distance; give 0 to 100, such as '{self.color}~5'"
            raise SettingsError(message)

    @classmethod
    def of(cls, words: "str | Color | Ignored") -> "Ignored":
        """Take a color, or `COLOR[~DISTANCE]` as a person writes it; raises SettingsError."""
        if isinstance(words, Ignored):
            return words
        if isinstance(words, Color):
            return cls(words)
        name, tilde, distance = words.partition("~")
        return cls(_color(name), _distance(distance, words) if tilde else DISTANCE)

    def __str__(self) -> str:
        """Write it as it is read: `#ffffff~5`."""
        return f"{self.color}~{self.distance:g}"


@dataclass(frozen=True, kw_only=True, eq=False)
class Scope:
    """Which pixels of an image count, in the order in which it is decided; by default all.

    Values may be given as a person writes them. Raises SettingsError for a value that is not possible.
    """

    #: The image is laid upon this color first. Without it, a pixel counts by its alpha.
    background: Annotated[
        Color | str | None,
        Option(("--background",), _SCOPE, "Lay the image upon a color first.", metavar="COLOR"),
    ] = None
    #: Left, top, width and height, each in pixels or percent: '10%,10%,80%,80%'.
    region: Annotated[
        Region | str | Sequence[int | str] | None,
        Option(("--region",), _SCOPE, "Count only this part, in pixels or percent.", metavar="X,Y,W,H"),
    ] = None
    #: An image of the same size, in any form that `extract` takes: white counts, black does not.
    mask: Annotated[
        Any,
        Option(
            ("--mask",),
            _SCOPE,
            "Count what is white in this image, and grays by their level.",
            metavar="FILE",
        ),
    ] = None
    #: Colors that do not count, as 'white' or '#fff~5'.
    ignore: Annotated[
        str | Color | Ignored | Iterable[str | Color | Ignored],
        Option(
            ("--ignore",),
            _SCOPE,
            "Leave out a color and all within a distance (CIEDE2000, 5 by default); may be repeated.",
            metavar="COLOR[~DE]",
            repeated=True,
        ),
    ] = ()
    #: The color that more than half of the outermost pixels have does not count.
    ignore_border: Annotated[
        bool, Option(("--ignore-border",), _SCOPE, "Leave out the color that most of the image's frame has.")
    ] = False

    def __post_init__(self) -> None:
        """Read what a person wrote, and refuse what is not possible."""
        ignore = (self.ignore,) if isinstance(self.ignore, str | Color | Ignored) else tuple(self.ignore)
        read = {
            "background": _color(self.background) if isinstance(self.background, str) else self.background,
            "region": None if self.region is None else Region.of(self.region),
            "ignore": tuple(Ignored.of(words) for words in ignore),
        }
        for name, value in read.items():
            object.__setattr__(self, name, value)
        if len(ignore) > _MOST_IGNORED:
            message = f"{len(ignore)} colors to ignore are too many; name at most {_MOST_IGNORED}"
            raise SettingsError(message)

    @property
    def ground(self) -> Color | None:
        """The background, once it is read."""
        return cast("Color | None", self.background)

    @property
    def rectangle(self) -> Region | None:
        """The region, once it is read."""
        return cast("Region | None", self.region)

    @property
    def ignored(self) -> tuple[Ignored, ...]:
        """The colors to ignore, once they are read."""
        return cast("tuple[Ignored, ...]", self.ignore)

    @property
    def is_all(self) -> bool:
        """Whether all pixels count, as they are."""
        asked = self.background, self.region, self.mask
        return asked == (None, None, None) and not (self.ignore or self.ignore_border)

    def without_pixels(self) -> "Scope":
        """Return the same with the name of its mask instead of the mask."""
        return self if self.mask is None else replace(self, mask=self.describe()["mask"])

    def describe(self) -> dict[str, Any]:
        """Return by name what was asked for, as it would be written; nothing else."""
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
    """What is read of a file; raises SettingsError for a value that is not possible."""

    #: Of an animation, or a file of many pages: 'first', 'all', or the number of one, from 1.
    frames: Annotated[
        int | Literal["first", "all"],
        Option(
            ("--frames",),
            _READING,
            "Read the first frame or page, all of them, or one by its number.",
            metavar="first|all|N",
            parse=_parse_frames,
        ),
    ] = FIRST
    #: Of a film, one frame for every so many seconds; by default about 300 frames in all.
    every: Annotated[
        float | None,
        Option(
            ("--every",),
            _READING,
            "Read one frame of a film for every so many seconds; about 300 in all by default.",
            metavar="SECONDS",
        ),
    ] = None
    #: An image of more pixels is refused before it is decoded.
    max_pixels: Annotated[
        int,
        Option(
            ("--max-pixels",), _READING, "Refuse an image of more pixels before it is decoded.", metavar="N"
        ),
    ] = 250_000_000
    #: The readable part of a truncated file counts.
    allow_truncated: Annotated[
        bool, Option(("--allow-truncated",), _READING, "Count the readable part of a truncated file.")
    ] = False

    def __post_init__(self) -> None:
        """Refuse what is not possible, and say what is."""
        if not _is_whole(self.max_pixels, 1, math.inf):
            message = f"{_shown(self.max_pixels)} is no number of pixels; give a whole number above 0"
            raise SettingsError(message)
        if self.frames not in {FIRST, ALL} and not _is_whole(self.frames, 1, math.inf):
            message = f"{_shown(self.frames)} names no frames; give '{FIRST}', '{ALL}', or a number from 1"
            raise SettingsError(message)
        if self.every is not None and not _is_positive(self.every):
            message = f"{_shown(self.every)} is no time between frames; give seconds above 0"
            raise SettingsError(message)

    def refuse_too_large(self, name: str, width: int, height: int) -> None:
        """Raise ImageError for a size that has no pixels, or more than are allowed."""
        if width < 1 or height < 1:
            raise ImageError(name, f"has no pixels: its size is {width} x {height}", "empty")
        pixels = width * height
        if pixels > self.max_pixels:
            reason = (
                f"has {pixels:,} pixels ({width} x {height}), more than max_pixels={self.max_pixels:,} allows"
            )
            raise ImageError(name, reason, "too-large", pixels=pixels)


class _HasPalette(Protocol):
    """A result, or anything else that has a palette."""

    @property
    def name(self) -> str: ...
    @property
    def palette(self) -> Palette: ...


_Part = TypeVar("_Part", Settings, Scope, Reading)


@dataclass(frozen=True, kw_only=True, eq=False)
class Options(Settings, Scope, Reading):
    """All keywords of `extract`: the fields of Settings, Scope and Reading, and two more."""

    #: A palette, or what has one, such as the result of `read_palette`: its colors are taken as they are.
    palette: Palette | _HasPalette | None = None
    #: URLs may lead to private networks, and addresses in stores are read.
    allow_private: bool = False

    def __post_init__(self) -> None:
        """Check all of it."""
        for kind in (Settings, Scope, Reading):
            kind.__post_init__(self)

    def part(self, kind: type[_Part]) -> _Part:
        """Return the Settings, the Scope or the Reading alone."""
        return kind(**{field.name: getattr(self, field.name) for field in fields(kind)})

    @property
    def given(self) -> tuple[Palette, str] | None:
        """The palette that was given, and its name, if any."""
        if self.palette is None:
            return None
        palette = self.palette if isinstance(self.palette, Palette) else self.palette.palette
        return palette, self.palette.name


def _require(value: object, choices: Sequence[str], what: str) -> None:
    if value not in choices:
        message = f"{_shown(value)} {what}; choose {listed(list(choices))}"
        raise SettingsError(message)


def _shown(value: object) -> str:
    return quote(str(value))


def _is_positive(value: object) -> bool:
    return isinstance(value, int | float) and 0 < value < math.inf


def _is_whole(value: object, least: int, most: float) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _color(text: str) -> Color:
    from cvpalette.color.names import parse_color  # noqa: PLC0415 -- few runs name a color

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
    return distance


DEFAULT: Final = Reading()
