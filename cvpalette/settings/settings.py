"""Settings, Scope and Reading: every option of the product, with its check."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, Final, Self

from cvpalette.color.color import Color
from cvpalette.color.names import parse_color
from cvpalette.color.palette import SORTS, Palette
from cvpalette.errors import ColorError, ImageError, SettingsError
from cvpalette.messages import listed, quote
from cvpalette.settings.region import Region

__all__ = [
    "ALL",
    "AUTO",
    "DEFAULT",
    "DEFAULT_TOLERANCE",
    "DISTANCE",
    "FIRST",
    "MOST_COLORS",
    "SPACES",
    "VOCABULARIES",
    "Ignored",
    "LeftOut",
    "Reading",
    "Scope",
    "Settings",
]

SPACES: Final = ("lab", "oklab", "rgb")
AUTO: Final = "auto"
# Whose names `names` takes.
VOCABULARIES: Final = ("css", "xkcd")
# What an indexed PNG, a GIF and an .act hold.
MOST_COLORS: Final = 256
# Chosen by eye on 30 photos: at 8, six paper clips come out as three colours that are none of theirs; at 5,
# half of the photos take 14 colours or more. At 6 the middle one takes 10.
DEFAULT_TOLERANCE: Final = 6.0
# cv2.setRNGSeed takes a C int.
_MOST_SEED: Final = 2**31 - 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How a palette is to be found; raises SettingsError for a value that cannot be.

    `colors` is 1 to 256 or 'auto', and then `tolerance` is the mean CIEDE2000 that is near enough.
    `accents` gives small colours that are far from all others swatches of their own. Without `sort`, what is
    found comes by share, and what is given stays as it is. `names` is 'css' or 'xkcd', or none. `palette` is
    the name of the palette that was given, and `colors` is how many it has then; see `giving`.
    """

    colors: int | str = 6
    space: str = "lab"
    seed: int = 0
    sort: str | None = None
    tolerance: float = DEFAULT_TOLERANCE
    accents: bool = False
    names: str | None = None
    palette: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be, and say what can."""
        most = math.inf if self.palette is not None else MOST_COLORS
        if self.colors != AUTO and not _is_whole(self.colors, 1, most):
            message = (
                f"{quote(str(self.colors))} is no number of colors; give 1 to {MOST_COLORS}, or '{AUTO}'"
            )
            raise SettingsError(message)
        if self.space not in SPACES:
            message = f"{quote(str(self.space))} is no color space; choose {listed(list(SPACES))}"
            raise SettingsError(message)
        if self.sort is not None and self.sort not in SORTS:
            message = f"{quote(str(self.sort))} is no order; choose {listed(list(SORTS))}"
            raise SettingsError(message)
        if self.names is not None and self.names not in VOCABULARIES:
            message = f"{quote(str(self.names))} names no colors; choose {listed(list(VOCABULARIES))}"
            raise SettingsError(message)
        if not _is_whole(self.seed, 0, _MOST_SEED):
            message = f"{quote(str(self.seed))} is no seed; give a whole number from 0 to {_MOST_SEED}"
            raise SettingsError(message)
        if not _is_distance(self.tolerance):
            message = f"{quote(str(self.tolerance))} is no tolerance; give a difference (CIEDE2000) above 0"
            raise SettingsError(message)

    @classmethod
    def from_text(cls, colors: str, **others: Any) -> Self:
        """Take the number of colours as a person writes it, and the others as they are."""
        return cls(colors=int(colors) if re.fullmatch(r"-?[0-9]{1,9}", colors) else colors, **others)

    def giving(self, palette: Palette, name: str) -> Self:
        """Return the settings for a palette that is given, by this name, rather than found."""
        return replace(self, colors=len(palette), palette=name)


def _is_distance(value: object) -> bool:
    return isinstance(value, int | float) and 0 < value < math.inf


def _is_whole(value: object, least: int, most: float) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


#: How near to an ignored colour is the same colour, in CIEDE2000: near enough for JPEG's noise.
DISTANCE: Final = 5.0
# Black and white are 100 apart.
_MOST_DISTANCE: Final = 100.0
# A colour's number stands in a byte, and one is left for the border's.
_MOST_IGNORED: Final = 254


@dataclass(frozen=True, slots=True)
class Ignored:
    """A colour that does not count, and all within a distance of it (CIEDE2000); 0 is that colour alone."""

    color: Color
    distance: float = DISTANCE

    def __post_init__(self) -> None:
        """Refuse a distance that no two colours have."""
        if not 0 <= self.distance <= _MOST_DISTANCE:
            message = f"{quote(str(self.distance))} is no distance; give 0 to 100, such as '{self.color}~5'"
            raise SettingsError(message)

    @classmethod
    def of(cls, words: "str | Color | Ignored") -> "Ignored":
        """Take a colour, or `COLOR[~DISTANCE]` as a person writes it; raises SettingsError."""
        if isinstance(words, Ignored):
            return words
        if isinstance(words, Color):
            return cls(words)
        name, tilde, distance = words.partition("~")
        return cls(_color(name), _distance(distance, words) if tilde else DISTANCE)

    def __str__(self) -> str:
        """Write it as it is read: `#ffffff~5`."""
        return f"{self.color}~{self.distance:g}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many pixels do not count, and why; one of half a weight is half a pixel.

    `reason` is 'region', 'transparent', 'mask', 'ignore' or 'border'; of the last two, `color` says which
    colour. A border without one was looked for and not found.
    """

    reason: str
    pixels: float
    color: Color | None = None

    def __str__(self) -> str:
        """Say it in a few words, for a message."""
        words = {
            "region": "outside the region",
            "transparent": "transparent",
            "mask": "under the mask's black",
            "ignore": f"ignored as {self.color}",
            "border": f"of the border's {self.color}" if self.color else "of the border",
        }
        number = f"{self.pixels:,.1f}".removesuffix(".0")
        return f"{number} {words[self.reason]}"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Scope:
    """Which of an image's pixels count, in the order in which it is decided; by default all.

    `background` is what the image is laid upon first; `region` the part that counts; `mask` an image whose
    white counts, black does not, and greys do by their level; `ignore` the colours that do not count, and
    `ignore_border` adds the colour of the image's frame to them.
    """

    background: Color | None = None
    region: Region | None = None
    #: Whatever `extract` takes for an image, and an Image once that is read.
    mask: Any = None
    ignore: tuple[Ignored, ...] = ()
    ignore_border: bool = False

    def __post_init__(self) -> None:
        """Refuse more colours to ignore than can be told apart."""
        if len(self.ignore) > _MOST_IGNORED:
            message = f"{len(self.ignore)} colors to ignore are too many; name at most {_MOST_IGNORED}"
            raise SettingsError(message)

    @classmethod
    def of(
        cls,
        *,
        background: str | Color | None = None,
        region: str | Sequence[int | str] | None = None,
        mask: Any = None,
        ignore: str | Color | Ignored | Iterable[str | Color | Ignored] = (),
        ignore_border: bool = False,
    ) -> Self:
        """Take all of it as a person writes it; raises SettingsError for what cannot be."""
        several = (ignore,) if isinstance(ignore, str | Color | Ignored) else tuple(ignore)
        return cls(
            background=_color(background) if isinstance(background, str) else background,
            region=None if region is None else Region.of(region),
            mask=mask,
            ignore=tuple(Ignored.of(words) for words in several),
            ignore_border=ignore_border,
        )

    def describe(self) -> dict[str, Any]:
        """Return what was asked for, by name, as it would be written; nothing of what was not."""
        mask = None
        if self.mask is not None:
            named = getattr(self.mask, "name", self.mask)
            mask = PurePath(named).name if isinstance(named, str | PurePath) else "image"
        asked = {
            "background": self.background and self.background.hex,
            "region": self.region and str(self.region),
            "mask": mask,
            "ignore": [str(ignored) for ignored in self.ignore],
            "ignore_border": self.ignore_border,
        }
        return {name: value for name, value in asked.items() if value}


def _color(text: str) -> Color:
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


FIRST: Final = "first"
ALL: Final = "all"
_MOST_DIGITS: Final = 9


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What may be read of an image file; raises SettingsError for a value that cannot be.

    A frame of more than `max_pixels` is refused before it is decoded. With `allow_truncated`, what is there
    of a file that is cut short counts. `frames` is 'first', 'all', or the number of one, from 1. Of a
    film, whatever `frames` is, one for `every` so many seconds is read, by default about 300.
    """

    max_pixels: int = 250_000_000
    allow_truncated: bool = False
    frames: int | str = FIRST
    every: float | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be, and say what can."""
        if not _is_number(self.max_pixels):
            message = f"{quote(str(self.max_pixels))} is no number of pixels; give a whole number above 0"
            raise SettingsError(message)
        if self.frames not in {FIRST, ALL} and not _is_number(self.frames):
            message = (
                f"{quote(str(self.frames))} names no frames; give '{FIRST}', '{ALL}', or a number from 1"
            )
            raise SettingsError(message)
        if self.every is not None and not 0 < self.every < math.inf:
            message = f"{quote(str(self.every))} is no time between frames; give seconds above 0"
            raise SettingsError(message)

    @classmethod
    def from_text(
        cls, *, max_pixels: int, allow_truncated: bool, frames: str, every: float | None = None
    ) -> Self:
        """Take the frames as a person writes them."""
        is_number = frames.isascii() and frames.isdigit() and len(frames) <= _MOST_DIGITS
        chosen = int(frames) if is_number else frames
        return cls(max_pixels=max_pixels, allow_truncated=allow_truncated, frames=chosen, every=every)

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


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


DEFAULT: Final = Reading()
