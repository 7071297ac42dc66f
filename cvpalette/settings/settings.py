"""Settings: how a palette is to be found; pure Python, so that a wrong one is told at once."""

import math
import re
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from cvpalette.color.palette import SORTS, Palette
from cvpalette.errors import SettingsError
from cvpalette.messages import listed, quote

__all__ = ["AUTO", "DEFAULT_TOLERANCE", "MOST_COLORS", "SPACES", "VOCABULARIES", "Settings"]

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
