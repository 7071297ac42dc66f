"""Represent one sRGB color, with all coordinates and notations that outputs need, in pure Python."""

import colorsys
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self, cast

from cvpalette.color.css_spaces import (
    LINEAR_TO_LMS,
    LINEAR_TO_XYZ,
    LMS_TO_OKLAB,
    Vector,
    multiply,
    to_srgb,
)
from cvpalette.errors import ColorError
from cvpalette.messages import printable, quote

__all__ = ["Color", "clip_color", "require_color"]

# The amount of light of each level (IEC 61966-2-1). A table is faster, and palettes compute little else.
_LINEAR = tuple(
    c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in range(256)
)
# Below this chroma, the hue is only rounding noise of the matrices: #808080 gets a chroma of 3e-8.
_ACHROMATIC_CHROMA = 1e-5
# CIE 15: where the cube root becomes a line, and how steep the line is.
_EPSILON = 216 / 24389
_KAPPA = 24389 / 27
_WHITE = multiply(LINEAR_TO_XYZ, (1.0, 1.0, 1.0))


@dataclass(frozen=True, order=True, slots=True, repr=False)
class Color:
    """One sRGB color: red, green and blue, each a whole number from 0 to 255, also one of NumPy.

    Raises ColorError for other values.

    Example:
        >>> teal = cvpalette.Color(42, 157, 143)
        >>> print(teal, teal.rgb, teal < cvpalette.Color(42, 157, 144))
        #2a9d8f (42, 157, 143) True
        >>> pixels = np.array([[[42, 157, 143]]], np.uint8)
        >>> cvpalette.Color(*pixels[0, 0]) == teal
        True
    """

    red: int
    green: int
    blue: int

    def __post_init__(self) -> None:
        """Refuse a channel that is not a whole number from 0 to 255."""
        channel: Any  # without a type checker, it may be anything
        for name, channel in zip(("red", "green", "blue"), self.rgb, strict=True):
            if type(channel) is not int and hasattr(channel, "__index__"):
                # A whole number of another library, such as a level of an array.
                channel = channel.__index__()  # noqa: PLW2901 -- the same number
                object.__setattr__(self, name, channel)
            if not isinstance(channel, int) or not 0 <= channel <= 255:
                message = f"a channel is a whole number from 0 to 255, not {printable(repr(channel)[:60])}"
                raise ColorError(message)

    @classmethod
    def from_hex(cls, text: str) -> Self:
        """Read `#rrggbb`, `rrggbb` or `#rgb`, in upper or lower case; raises ColorError for anything else.

        Example:
            >>> print(cvpalette.Color.from_hex("#fa0"))
            #ffaa00
            >>> cvpalette.Color.from_hex("teal")
            Traceback (most recent call last):
                ...
            cvpalette.errors.ColorError: 'teal' is no color; write it as '#rrggbb', such as '#264653'
        """
        known: object = text  # without a type checker, it may be anything
        if not isinstance(known, str):
            message = f"a color's notation is a text such as '#264653', not {quote(type(known).__name__)}"
            raise ColorError(message)
        digits = text.strip().removeprefix("#")
        if len(digits) == 3:
            digits = "".join(digit * 2 for digit in digits)
        # int() alone would also accept "+1", "1_0" and the digits of other scripts.
        if len(digits) != 6 or not set(digits) <= set("0123456789abcdefABCDEF"):
            message = f"{quote(text)} is no color; write it as '#rrggbb', such as '#264653'"
            raise ColorError(message)
        return cls(*bytes.fromhex(digits))

    @classmethod
    def from_space(cls, space: str, components: Vector) -> Self:
        """Return a color of another space; each sRGB channel is clipped to its range.

        `space` is 'srgb', 'srgb-linear', 'hsl', 'hwb', 'lab', 'lch', 'oklab', 'oklch', 'display-p3',
        'display-p3-linear', 'a98-rgb', 'prophoto-rgb', 'rec2020', 'xyz', 'xyz-d65', 'xyz-d50' or 'lab-d65'.
        The components are three numbers in the ranges of CSS Color 4: channels and coordinates from 0 to 1,
        hues in degrees, the rest of 'hsl' and 'hwb' from 0 to 100, the lightness of 'lab' and 'lch' from 0 to
        100, and that of 'oklab' and 'oklch' from 0 to 1. The property `hsl` gives fractions: multiply its
        last two by 100. Raises ColorError for an unknown space, and for components that no color has: a
        lightness or percentage beyond its range, or a channel far beyond 0 to 1.

        'lab' and 'lch' have the white D50, as in CSS. The white of sRGB is D65: 'lab-d65' takes what the
        property `lab`, scikit-image and OpenCV's floats give.

        Example:
            >>> print(cvpalette.Color.from_space("oklch", (0.6, 0.1, 190)))
            #14938d
            >>> print(cvpalette.Color.from_space("display-p3", (0, 1, 0)))
            #00ff00
            >>> teal = cvpalette.Color.from_hex("#2a9d8f")
            >>> print(cvpalette.Color.from_space("lab-d65", teal.lab))
            #2a9d8f
        """
        components = _three(space, components)
        srgb = to_srgb(space, components)
        _require_possible(space, components)
        return cls(*_to_levels(srgb))

    @property
    def rgb(self) -> tuple[int, int, int]:
        """Red, green and blue, 0 to 255."""
        return self.red, self.green, self.blue

    @property
    def hex(self) -> str:
        """`#rrggbb`, in lower case."""
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def digits(self) -> str:
        """`rrggbb`, the notation of formats that have no sign in front."""
        return self.hex[1:]

    @property
    def linear(self) -> tuple[float, float, float]:
        """Red, green and blue as amounts of light, 0 to 1 (IEC 61966-2-1)."""
        return _LINEAR[self.red], _LINEAR[self.green], _LINEAR[self.blue]

    @property
    def hsl(self) -> tuple[float, float, float]:
        """Hue in degrees [0, 360), saturation 0 to 1, and lightness 0 to 1.

        CSS and `from_space` write the last two in percent, 0 to 100.

        Example:
            >>> [round(part, 3) for part in cvpalette.Color.from_hex("#264653").hsl]
            [197.333, 0.372, 0.237]
        """
        hue, lightness, saturation = colorsys.rgb_to_hls(*(c / 255 for c in self.rgb))
        return hue * 360 % 360, saturation, lightness

    @property
    def cmyk(self) -> tuple[float, float, float, float]:
        """Cyan, magenta, yellow and black, each 0 to 1, by the naive formula, for values to begin with.

        It takes inks for perfect filters, and as much black as goes: K = 1 - max(R, G, B), and C =
        (1 - R - K) / (1 - K). Real inks print other colors. A print shop converts with a profile.

        Example:
            >>> cvpalette.Color.from_hex("#ff8000").cmyk
            (0.0, 0.4980392156862745, 1.0, 0.0)
        """
        most = max(self.rgb)
        if not most:
            return 0.0, 0.0, 0.0, 1.0
        cyan, magenta, yellow = ((most - channel) / most for channel in self.rgb)
        return cyan, magenta, yellow, 1 - most / 255

    @property
    def lab(self) -> tuple[float, float, float]:
        """Lightness 0 to 100, a and b of CIELAB (CIE 15), with the white of sRGB, D65.

        The engine measures with these numbers. `from_space` calls them 'lab-d65'. CSS, Photoshop and files of
        swatches mean another white, D50: there the same color has other numbers, and `from_space` calls them
        'lab'.

        Example:
            >>> blue = cvpalette.Color.from_hex("#264653")
            >>> [round(number, 2) for number in blue.lab]
            [27.89, -7.63, -11.41]
            >>> cvpalette.Color.from_space("lab-d65", blue.lab) == blue
            True
        """
        xyz = multiply(LINEAR_TO_XYZ, self.linear)
        relative = (one / white for one, white in zip(xyz, _WHITE, strict=True))
        x, y, z = (math.cbrt(t) if t > _EPSILON else (_KAPPA * t + 16) / 116 for t in relative)
        return 116 * y - 16, 500 * (x - y), 200 * (y - z)

    @property
    def oklab(self) -> tuple[float, float, float]:
        """Lightness 0 to 1, a and b of Oklab (Ottosson, 2020)."""
        long, middle, short = multiply(LINEAR_TO_LMS, self.linear)
        return multiply(LMS_TO_OKLAB, (math.cbrt(long), math.cbrt(middle), math.cbrt(short)))

    @property
    def oklch(self) -> tuple[float, float, float]:
        """Oklab as lightness 0 to 1, chroma, and hue in degrees [0, 360); a gray has chroma and hue 0.

        Example:
            >>> [round(part, 3) for part in cvpalette.Color.from_hex("#264653").oklch]
            [0.375, 0.044, 226.202]
        """
        lightness, a, b = self.oklab
        chroma = math.hypot(a, b)
        if chroma < _ACHROMATIC_CHROMA:
            return lightness, 0.0, 0.0
        return lightness, chroma, math.degrees(math.atan2(b, a)) % 360

    @property
    def luminance(self) -> float:
        """Relative luminance, 0 (black) to 1 (white), as WCAG 2.2 defines it."""
        red, green, blue = self.linear
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(self, other: "Color | str") -> float:
        """Return WCAG 2.2's contrast ratio with another color, from 1 (the same) to 21 (black on white).

        The other is a Color, or a text such as '#264653'. Raises ColorError for others.

        Example:
            >>> text, page = cvpalette.Color(38, 70, 83), cvpalette.Color(255, 255, 255)
            >>> round(text.contrast(page), 2)
            10.08
            >>> round(text.contrast("#fff"), 2)
            10.08
        """
        dark, light = sorted((self.luminance, _read_hex(other).luminance))
        return (light + 0.05) / (dark + 0.05)

    def difference(self, other: "Color | str") -> float:
        """Return how different another color looks: CIEDE2000, from 0 (the same) to about 100.

        1 is about just noticeable, and black and white differ by 100. The other is a Color, or a text such as
        '#264653'. Raises ColorError for others. `ciede2000` measures whole arrays.

        Example:
            >>> teal, sea = cvpalette.Color.from_hex("#2a9d8f"), cvpalette.Color.from_hex("#2a9d9f")
            >>> round(teal.difference(sea), 2)
            6.28
        """
        from cvpalette.color.delta import delta_e  # noqa: PLC0415 -- few colors are compared

        return delta_e(self, _read_hex(other))

    @property
    def ink(self) -> "Color":
        """Black or white, whichever is easier to read on this color.

        Example:
            >>> navy, sand = cvpalette.Color(38, 70, 83), cvpalette.Color(233, 196, 106)
            >>> print(navy.ink, sand.ink)
            #ffffff #000000
        """
        # Compare the contrasts with black, (luminance + 0.05) / 0.05, and white, 1.05 / (luminance + 0.05).
        is_light = (self.luminance + 0.05) ** 2 >= 1.05 * 0.05
        return Color(0, 0, 0) if is_light else Color(255, 255, 255)

    def __str__(self) -> str:
        """Return the color as `#rrggbb`."""
        return self.hex

    def __repr__(self) -> str:
        """Return the expression that makes the color."""
        return f"Color.from_hex('{self.hex}')"

    def _repr_html_(self) -> str:
        """Show the color in a notebook: as a chip with its notations."""
        from cvpalette.color.showing import show_color  # noqa: PLC0415 -- only notebooks ask

        return show_color(self)


def clip_color(space: str, components: Vector) -> Color:
    """Return a color of another space as `from_space` does, however far outside sRGB it is: files go far.

    CSS clips a lightness too (CSS Color 4), and files of light have colors brighter than white.
    """
    return Color(*_to_levels(to_srgb(space, _three(space, components))))


def _to_levels(srgb: Vector) -> tuple[int, int, int]:
    red, green, blue = (math.floor(255 * min(1.0, max(0.0, channel)) + 0.5) for channel in srgb)
    return red, green, blue


# What each component is called, and the least and the most of it, of the spaces whose ranges are well known.
# Channels go slightly beyond 0 to 1 for a color that is wider than the space.
_CHANNELS = (("a channel", -1.0, 2.0, "0 to 1; Color(red, green, blue) takes levels of 0 to 255"),) * 3
_PERCENTS = (None, ("a percentage", -1.0, 101.0, "0 to 100"), ("a percentage", -1.0, 101.0, "0 to 100"))
_LIGHTNESS = (("the lightness", -1.0, 101.0, "0 to 100"), None, None)
_SHARE = (("the lightness", -0.01, 1.01, "0 to 1"), None, None)
_RANGES: dict[str, tuple[tuple[str, float, float, str] | None, ...]] = {
    **dict.fromkeys(("srgb", "display-p3", "a98-rgb", "prophoto-rgb", "rec2020"), _CHANNELS),
    **dict.fromkeys(("hsl", "hwb"), _PERCENTS),
    **dict.fromkeys(("lab", "lch", "lab-d65"), _LIGHTNESS),
    **dict.fromkeys(("oklab", "oklch"), _SHARE),
}


def _require_possible(space: str, components: Vector) -> None:
    """Raise ColorError for a component that no color of the space has."""
    for component, known in zip(components, _RANGES.get(space, ()), strict=False):
        if known and not known[1] <= component <= known[2]:
            name, _, _, told = known
            message = f"{name} of {quote(space)} is not {component:g}, but {told}"
            raise ColorError(message)


def _three(space: object, components: object) -> Vector:
    """Return the components of a color as floats; raises ColorError if they are not three numbers."""
    try:
        first, second, third = map(float, cast("Iterable[float]", components))
    except (TypeError, ValueError) as error:
        shown = printable(repr(components)[:60])
        message = (
            f"a color of {quote(str(space)[:40])} has three numbers, such as (0.6, 0.1, 190), not {shown}"
        )
        raise ColorError(message) from error
    return first, second, third


def _read_hex(value: object) -> Color:
    """Return a color, or the one that a text such as '#264653' means; raises ColorError."""
    return Color.from_hex(value) if isinstance(value, str) else require_color(value)


def require_color(value: object) -> Color:
    """Return a value that is a color; raises ColorError, which says how to make one."""
    if isinstance(value, Color):
        return value
    shown = quote(value) if isinstance(value, str) else quote(type(value).__name__)
    if isinstance(getattr(value, "color", None), Color):
        message = f"{shown} is no color, but has one; give its .color"
    elif hasattr(value, "__len__") and not isinstance(value, str):
        message = f"{shown} is no color; of rows of levels, give [cvpalette.Color(*row) for row in rows]"
    else:
        message = f"a color is such as cvpalette.Color.from_hex('#264653'), not {shown}"
    raise ColorError(message)
