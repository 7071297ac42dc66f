"""Defines Result: the palette of an image without its pixels, in a few kilobytes that can be pickled."""

from collections.abc import Callable
from dataclasses import asdict, astuple, dataclass, field, replace
from functools import cached_property, partial
from pathlib import PurePath
from typing import Any, Self

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.settings.settings import Scope, Settings

__all__ = ["LeftOut", "PaletteError", "Result", "describe"]


@dataclass(frozen=True, slots=True)
class PaletteError:
    """How much pixels differ from their nearest swatch: CIEDE2000, and squared distance in sRGB (0..255)."""

    delta_e_mean: float = 0.0
    delta_e_p95: float = 0.0
    mse: float = 0.0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many pixels do not count, and why. A pixel of weight 0.5 is half a pixel.

    `reason` is 'region', 'transparent', 'mask', 'ignore' or 'border'. For 'ignore' and 'border', `color` is
    the color that was left out. A 'border' without a color means that the image has no border color.
    """

    reason: str
    pixels: float
    color: Color | None = None

    def __str__(self) -> str:
        """Describe it in a few words, for a message."""
        if self.reason == "border" and self.color is None:
            return "nothing at the border, where no color covers most pixels"
        words = {
            "region": "outside the region",
            "transparent": "transparent",
            "mask": "under the mask's black",
            "ignore": f"ignored as {self.color}",
            "border": f"of the border's {self.color}",
        }
        number = "<0.1" if 0 < self.pixels < 0.05 else f"{self.pixels:,.1f}".removesuffix(".0")
        return f"{number} {words[self.reason]}"


@dataclass(frozen=True, kw_only=True)
class Result:
    """A palette, and everything known about its source.

    `name` is the name of the source, `width` and `height` are its size in pixels, and `frames` is how many of
    its frames were read. `counted` is how many pixels count, and `left_out` says why the others do not.
    `scope` is the options that say which pixels count. `given` is the name of the palette if the caller gave
    one, and None if the palette was found in the image. `draft` is the width and height that a draft of the
    image was decoded at, or None. Each of its pixels counts as the pixels that it stands for, so all
    numbers are of the whole image. In a batch, `path` tells sources of the same name
    apart. `thumbnail` is the image as a small WebP, and empty unless an output asked for it.
    """

    palette: Palette
    name: str
    width: int
    height: int
    frames: int = 1
    draft: tuple[int, int] | None = None
    counted: float
    settings: Settings = field(default_factory=Settings)
    scope: Scope = field(default_factory=Scope, compare=False)
    left_out: tuple[LeftOut, ...] = ()
    given: str | None = None
    path: str = ""
    thumbnail: bytes = field(default=b"", repr=False)
    # The absolute path of the source, if it is a file of this machine: save() never overwrites it.
    origin: str = field(default="", repr=False, compare=False)
    # Measures the error when it is asked for: that takes a millisecond, and few outputs show it. By default
    # the error is 0.
    measure: Callable[[], PaletteError] = field(default=PaletteError, repr=False, compare=False)

    @classmethod
    def of_palette(cls, palette: Palette, name: str, settings: Settings | None = None) -> Self:
        """Return the result of a palette file: as if of an image with one pixel of each color, in a row."""
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
        """How much the pixels that count differ from the palette; measured once, when it is asked for."""
        return self.measure()

    @property
    def asked(self) -> dict[str, Any]:
        """The settings and the scope by name: the `settings` of JSON."""
        return describe(
            self.settings, self.scope, self.palette if self.given is not None else None, self.given
        )

    @property
    def stem(self) -> str:
        """The name without its suffix; files made from this result are named after it."""
        return PurePath(self.name).stem

    def compact(self) -> Self:
        """Return the result with its error measured, so that it keeps nothing of the image alive."""
        measured = partial(PaletteError, *astuple(self.error))
        return replace(self, measure=measured, scope=self.scope.without_pixels())

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the compact result."""
        return dict(vars(self.compact()))


def describe(
    settings: Settings, scope: Scope, palette: Palette | None = None, name: str | None = None
) -> dict[str, Any]:
    """Return the settings and the scope by name: the `settings` of JSON.

    `palette` is the given palette, if any, and `name` is its name.
    """
    asked = asdict(settings) | {"palette": None}
    if palette is not None:
        asked |= {"colors": len(palette), "palette": name}
    return asked | scope.describe()
