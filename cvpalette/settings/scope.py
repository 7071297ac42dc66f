"""Scope: which of an image's pixels count; pure Python, so that a wrong one is told at once."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final, Self

from cvpalette.color.color import Color
from cvpalette.color.names import parse_color
from cvpalette.errors import ColorError, SettingsError
from cvpalette.messages import quote
from cvpalette.settings.region import Region

__all__ = ["DISTANCE", "Ignored", "LeftOut", "Scope"]

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
