"""Defines Result: the palette of an image without its pixels, in a few kilobytes that can be pickled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass, field, replace
from functools import cached_property, partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.errors import SettingsError
from cvpalette.messages import quote
from cvpalette.settings.settings import Scope, Settings

if TYPE_CHECKING:
    from cvpalette.roles.scheme import Scheme

__all__ = ["LeftOut", "PaletteError", "Position", "Positions", "Result", "describe", "show_result"]


@dataclass(frozen=True, slots=True)
class PaletteError:
    """How far pixels are from the swatches nearest to them; all three numbers are 0 if they are the same.

    `delta_e_mean` is the mean difference (CIEDE2000) of the pixels that count. Up to about 2 is hardly
    visible, and 6 is visible but close. `delta_e_p95` is the difference that 95 percent of the pixels do not
    exceed. `mse` is the mean squared distance in sRGB, with channels from 0 to 255.

    Images of at most 1,024 colors are measured exactly. Photos are measured on cells of their histogram, each
    as its mean color. So the numbers are a little low: `delta_e_mean` by 1 to 3 percent on average, and by
    at most 10 percent on the photos that were measured.

    Example:
        >>> error = cvpalette.extract("photo.jpg", colors=6).error
        >>> round(error.delta_e_mean, 1), round(error.delta_e_p95, 1), round(error.mse)
        (5.5, 10.6, 838)
    """

    delta_e_mean: float = 0.0
    delta_e_p95: float = 0.0
    mse: float = 0.0


@dataclass(frozen=True, slots=True)
class Position:
    """Where a swatch is: a point of its color, and the part that the point lies in.

    The part is the largest area of touching pixels that are nearest to the swatch. `x` and `y` are its pixel
    that is farthest from its edge, counted from 0 at the top left. `left`, `top`, `width` and `height` are
    its bounding box. All are in pixels of the whole upright image. `share` is how much of the swatch's own
    pixels the part has, above 0 to 1: near 1 it is one area, near 0 it is scattered.

    Example:
        >>> positions = cvpalette.extract("logo.png").positions
        >>> positions[0]
        Position(x=57, y=15, left=4, top=4, width=112, height=112, share=1.0)
    """

    x: int
    y: int
    left: int
    top: int
    width: int
    height: int
    share: float


#: The position of each swatch in the palette's order, None for one without a pixel.
Positions: TypeAlias = tuple[Position | None, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many pixels do not count, and why. A pixel of weight 0.5 is half a pixel.

    `reason` is 'region', 'transparent', 'mask', 'ignore' or 'border'. For 'ignore' and 'border', `color` is
    the color that was left out. A 'border' without a color means that the image has no border color.

    Example:
        >>> shoe = cvpalette.extract("shoe.jpg", mask="mask.png", ignore_border=True)
        >>> print(*shoe.left_out, sep=", ")
        25,359 under the mask's black, 4,911 of the border's #ffffff
        >>> shoe.left_out[0].reason
        'mask'
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


@dataclass(frozen=True, kw_only=True, repr=False)
class Result:
    """A palette, and everything known about its source.

    - `palette` is the palette. The shares of a photo are counted on cells of its histogram: they are within
      1 percentage point of those counted pixel by pixel for 6 colors, and within 2 for 16.
    - `name` is the name of the source, and `path` tells sources of the same name apart in a batch.
    - `width` and `height` are the size of the source in pixels, and `frames` is how many frames were read.
    - `counted` is how many pixels count, and `left_out` says why the others do not.
    - `settings` and `scope` are the options that the palette was found with.
    - `given` is the name of the palette if the caller gave one, and None if it was found in the image.
    - `has_image` is False for a palette alone, such as that of a file: its size is made up.
    - `draft` is the width and height that a draft of the image was decoded at, or None. Each pixel of a draft
      counts as the pixels that it stands for, so all numbers are of the whole image.
    - `thumbnail` is the image as a small WebP, and empty unless an output asked for it.
    - `digest` is what an output made of the image for a file of many, and empty unless it asked for it.

    Example:
        >>> result = cvpalette.extract("photo.jpg", colors=3).result
        >>> result.name, result.width, result.height, result.counted
        ('photo.jpg', 240, 160, 38400.0)
        >>> print(result.palette)
        #ab4e24 55.4%, #daa47a 25.0%, #311007 19.6%
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
    has_image: bool = True
    path: str = ""
    thumbnail: bytes = b""
    digest: str = field(default="", compare=False)
    # Which output made the digest: it says nothing to others.
    digested_by: str = field(default="", compare=False)
    # The absolute path of the source, if it is a file of this machine: save() never overwrites it.
    origin: str = field(default="", compare=False)
    # Measures the error when it is asked for: that takes a millisecond, and few outputs show it. By default
    # the error is 0.
    measure: Callable[[], PaletteError] = field(default=PaletteError, compare=False)
    # Measures the error of the best colors of any, if those of the palette were chosen from a given one.
    measure_best: Callable[[], PaletteError] | None = field(default=None, compare=False)
    # Finds the positions when they are asked for, and holds the image until then. By default there are none.
    locate: Callable[[], Positions] = field(default=tuple, compare=False)
    # Derives the scheme when it is asked for, and holds the image until then. By default it is that of the
    # palette.
    derive: Callable[[], Scheme] | None = field(default=None, compare=False)

    @classmethod
    def of_palette(cls, palette: Palette, name: str, settings: Settings | None = None) -> Self:
        """Return the result of a palette alone: as if of an image with one pixel of each color, in a row.

        `name` is the name of its source, such as that of a file.

        Example:
            >>> palette = cvpalette.Palette.of_colors([cvpalette.Color(38, 70, 83)])
            >>> cvpalette.Result.of_palette(palette, "mine").has_image
            False
        """
        settings = settings or Settings()
        settings = replace(settings, colors=None, sort=settings.sort or "given")
        return cls(
            palette=palette,
            name=name,
            width=len(palette),
            height=1,
            counted=len(palette),
            settings=settings.without_palette(),
            given=name,
            has_image=False,
        )

    @cached_property
    def error(self) -> PaletteError:
        """How much the pixels that count differ from the palette; measured once, when it is asked for.

        Example:
            >>> round(cvpalette.extract("photo.jpg", colors=6).result.error.delta_e_mean, 1)
            5.5
        """
        return self.measure()

    @cached_property
    def best_error(self) -> PaletteError | None:
        """The error of as many colors of any, if the palette's were chosen from a given one; else None.

        It tells what the given palette costs. The colors are found as they are without it, when it is asked
        for.

        Example:
            >>> result = cvpalette.extract("photo.jpg", palette="css", colors=6).result
            >>> round(result.error.delta_e_mean, 1), round(result.best_error.delta_e_mean, 1)
            (8.3, 5.5)
        """
        return self.measure_best() if self.measure_best else None

    @property
    def is_chosen(self) -> bool:
        """Whether the colors were chosen from those of a given palette.

        Example:
            >>> cvpalette.extract("photo.jpg", palette="css", colors=6).result.is_chosen
            True
            >>> cvpalette.extract("photo.jpg", palette="gameboy").result.is_chosen
            False
        """
        return self.measure_best is not None

    @cached_property
    def positions(self) -> Positions:
        """Where each swatch is in the image, or None for a swatch without a pixel; found when asked for.

        In a film or an animation, it is the first frame. A palette without an image of its own has no
        positions: that of many images, or of a palette file. Raises SettingsError if the pixels are gone,
        because the result comes from another process or was made compact before anyone asked.

        Example:
            >>> logo = cvpalette.extract("logo.png").result
            >>> for swatch, position in zip(logo.palette, logo.positions):
            ...     print(swatch.color, position.x, position.y, f"{position.share:.0%}")
            #264653 57 15 100%
            #e9c46a 37 37 100%
            #e76f51 59 59 100%
        """
        return self.locate()

    @cached_property
    def scheme(self) -> Scheme:
        """The light and the dark colors for an interface and for a terminal; derived when asked for.

        They are derived from 8 colors that a person would pick from the picture. If the palette was given, or
        if the pixels are gone because the result is of a palette file, comes from another process or was made
        compact before anyone asked, they are derived from the palette. The primary color is one of the colors
        to keep, if one is colorful.

        Example:
            >>> print(cvpalette.extract("photo.jpg").result.scheme.dark.primary.hex)
            #bc3d23
        """
        from cvpalette.roles.scheme import make_scheme  # noqa: PLC0415 -- few outputs show a scheme

        return self.derive() if self.derive else make_scheme(self.palette, self.settings.kept)

    @property
    def asked(self) -> dict[str, Any]:
        """The settings and the scope by name, as JSON has them under `settings`.

        Example:
            >>> asked = cvpalette.extract("logo.png", colors=2, ignore="white").result.asked
            >>> asked["colors"], asked["space"], asked["ignore"]
            (2, 'lab', ['#ffffff~5'])
        """
        return describe(
            self.settings, self.scope, self.palette if self.given is not None else None, self.given
        )

    @property
    def has_size(self) -> bool:
        """Whether it is of one image: the size of a palette alone, or of many images, is made up.

        Example:
            >>> cvpalette.merge("photos").result.has_size
            False
        """
        # More pixels count than one image of this size has.
        return self.has_image and self.counted <= self.width * self.height * self.frames + 0.5

    @property
    def stem(self) -> str:
        """The name without its suffix; files made from this result are named after it."""
        return PurePath(self.name).stem

    def with_positions(self) -> Self:
        """Return the result with its positions found; it keeps them when it is made compact or pickled.

        Example:
            >>> import pickle
            >>> result = cvpalette.extract("logo.png").result.with_positions()
            >>> len(pickle.loads(pickle.dumps(result)).positions)
            3
        """
        return replace(self, locate=partial(tuple, self.positions))

    def with_scheme(self) -> Self:
        """Return the result with its scheme derived; it keeps it when it is made compact or pickled."""
        return replace(self, derive=partial(_same, self.scheme))

    def compact(self) -> Self:
        """Return the result with its errors measured, so that it keeps nothing of the image alive.

        Positions and the scheme are kept if they were asked for before: to find them takes longer than to
        measure.

        Example:
            >>> result = cvpalette.extract("photo.jpg").result.compact()
            >>> result.positions
            Traceback (most recent call last):
                ...
            cvpalette.errors.SettingsError: the positions in 'photo.jpg' were not asked for …
        """
        measured = partial(PaletteError, *astuple(self.error))
        best = partial(PaletteError, *astuple(self.best_error)) if self.best_error else None
        locate = self.locate
        if "positions" in vars(self):
            locate = partial(tuple, self.positions)
        elif locate is not tuple and getattr(locate, "func", None) not in {tuple, _refuse_positions}:
            locate = partial(_refuse_positions, self.name)
        derive = partial(_same, self.scheme) if _is_derived(self) else None
        return replace(
            self,
            measure=measured,
            measure_best=best,
            locate=locate,
            derive=derive,
            scope=self.scope.without_pixels(),
        )

    def __repr__(self) -> str:
        """Return one short line: the source, its size and the first colors; nothing is computed for it."""
        from cvpalette.color.showing import describe_source, list_colors  # noqa: PLC0415 -- only a person asks

        size = f", {self.width} x {self.height}" if self.has_size else ""
        return f"<Result of {describe_source(self.name)}{size}: {list_colors(self.palette)}>"

    def _repr_html_(self) -> str:
        """Show the result in a notebook: the source, the palette, and the error if it is known already."""
        return show_result(self)

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the compact result."""
        return dict(vars(self.compact()))


def show_result(result: Result, picture: bytes = b"", kind: str = "") -> str:
    """Return a result as HTML for a notebook, beside a picture of the media type `kind`, if there is one.

    The error is said if that takes no time. Positions and the scheme are not.
    """
    from cvpalette.color.showing import show_palette  # noqa: PLC0415 -- only notebooks ask

    facts = [result.palette.name] if result.palette.name else []
    if result.has_size:
        facts.append(f"{result.width} × {result.height} pixels")  # noqa: RUF001 -- the sign
    elif result.has_image:
        facts.append(f"{result.counted:,.0f} pixels")
    if result.frames > 1:
        facts.append(f"{result.frames} frames")
    if result.has_image and _is_measured(result):
        facts.append(f"error {result.error.delta_e_mean:.2f} (CIEDE2000)")
    return show_palette(result.palette, result.name, facts, picture, kind)


def _is_measured(result: Result) -> bool:
    """Tell whether the error is known, so that no pixels are needed for it."""
    return "error" in vars(result) or getattr(result.measure, "func", None) is PaletteError


def _same(scheme: Scheme) -> Scheme:
    return scheme


def _is_derived(result: Result) -> bool:
    """Tell whether the scheme is known, so that no image is needed for it."""
    return "scheme" in vars(result) or getattr(result.derive, "func", None) is _same


def _refuse_positions(name: str) -> Positions:
    message = (
        f"the positions in {quote(name)} were not asked for while its pixels were there;"
        " give positions=True to extract_many(), or ask before the result is made compact or pickled"
    )
    raise SettingsError(message)


def describe(
    settings: Settings, scope: Scope, palette: Palette | None = None, name: str | None = None
) -> dict[str, Any]:
    """Return the settings and the scope by name: the `settings` of JSON.

    `palette` is the given palette, if any, and `name` is its name.
    """
    asked = settings.describe() | {"palette": None}
    if palette is not None:
        asked |= {"colors": settings.colors or len(palette), "palette": name}
    return asked | scope.describe()
