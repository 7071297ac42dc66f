"""Reading: what may be read of an image file; pure Python, so that a wrong value is told at once."""

import math
from dataclasses import dataclass
from typing import Final, Self

from cvpalette.errors import ImageError, SettingsError
from cvpalette.messages import quote

__all__ = ["ALL", "DEFAULT", "FIRST", "Reading"]

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
            raise ImageError(name, f"has no pixels: its size is {width} x {height}")
        if width * height > self.max_pixels:
            raise ImageError(
                name,
                f"is {width} x {height}: {width * height:,} pixels, more pixels than is safe to decode "
                f"({self.max_pixels:,}); allow them with --max-pixels {width * height}",
            )


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


DEFAULT: Final = Reading()
