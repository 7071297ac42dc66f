"""Result: what was found in an image, without its pixels: a few kilobytes that pickle."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import PurePath
from typing import Any, Self

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.settings.settings import Scope, Settings

__all__ = ["LeftOut", "PaletteError", "Result", "describe"]


@dataclass(frozen=True, slots=True)
class PaletteError:
    """How far pixels are from their nearest swatch: CIEDE2000, and squared distance in sRGB (0..255)."""

    delta_e_mean: float = 0.0
    delta_e_p95: float = 0.0
    mse: float = 0.0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many pixels do not count, and why. A pixel of half a weight is half a pixel.

    `reason` is 'region', 'transparent', 'mask', 'ignore' or 'border'. For the last two, `color` is the color
    that was left out. A border without a color was looked for and not found.
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


@dataclass(frozen=True, kw_only=True)
class Result:
    """A palette, and all that is known of where it was found.

    `name` is what the source is called, `width` and `height` are its size in pixels, `frames` is how many of
    its frames were read. `counted` is how many pixels count, and `left_out` says why the others do not.
    `scope` says which pixels were to count. `given` is the name of the palette where it was not
    found in the image but given, else None. In a batch, `path` tells sources of one name apart. `thumbnail`
    is the image as a small WebP, empty unless an output asked for it.
    """

    palette: Palette
    name: str
    width: int
    height: int
    frames: int = 1
    counted: float
    settings: Settings = field(default_factory=Settings)
    scope: Scope = field(default_factory=Scope, compare=False)
    left_out: tuple[LeftOut, ...] = ()
    given: str | None = None
    path: str = ""
    thumbnail: bytes = field(default=b"", repr=False)
    # An error takes a millisecond to measure, and few outputs show it. By default there is none.
    measure: Callable[[], PaletteError] = field(default=PaletteError, repr=False, compare=False)

    @classmethod
    def of_palette(cls, palette: Palette, name: str, settings: Settings | None = None) -> Self:
        """Return the result for a palette that a file of this name holds: a row of its colors, one each."""
        settings = replace(settings or Settings(), sort=(settings and settings.sort) or "given")
        return cls(
            palette=palette,
            name=name,
            width=len(palette),
            height=1,
            counted=len(palette),
            settings=settings,
            given=name,
        )

    @cached_property
    def error(self) -> PaletteError:
        """How far the pixels that count are from the palette; measured once, when it is asked for."""
        return self.measure()

    @property
    def asked(self) -> dict[str, Any]:
        """The settings by name, and which pixels were to count: the `settings` of JSON."""
        return describe(
            self.settings, self.scope, self.palette if self.given is not None else None, self.given
        )

    @property
    def stem(self) -> str:
        """The name without its suffix: what files that are made from it are named after."""
        return PurePath(self.name).stem

    def compact(self) -> Self:
        """Return the result with its error measured, so that it keeps nothing of the image alive."""
        compact = replace(self, measure=PaletteError, scope=self.scope.without_pixels())
        compact.__dict__["error"] = self.error
        return compact

    def __getstate__(self) -> dict[str, Any]:
        """Pickle what `compact` keeps."""
        return dict(vars(self.compact()))


def describe(
    settings: Settings, scope: Scope, palette: Palette | None = None, name: str | None = None
) -> dict[str, Any]:
    """Return by name how a palette was asked for, and which pixels count: the `settings` of JSON.

    `palette` is the palette that was given, if any, and `name` its name.
    """
    asked = asdict(settings) | {"palette": None}
    if palette is not None:
        asked |= {"colors": len(palette), "palette": name}
    return asked | scope.describe()
