"""Compute how different two colors look, with the formula CIEDE2000."""

import math
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cvpalette.errors import SettingsError
from cvpalette.messages import quote

__all__ = ["ciede2000"]

Floats: TypeAlias = NDArray[np.float64]

_FULL: Final = 2 * math.pi
# The kinds of types that are real numbers.
_NUMBERS: Final = "fiu"
# Rounding may make half a turn a little too large. Times this, it still counts as half.
_ALMOST: Final = 1 - 4e-12
# (19) and (20) in radians: the blue where hues are turned, how wide it is, and by how much at most.
_BLUE, _BLUE_WIDTH, _ROTATION = math.radians(275), 1 / math.radians(25), math.radians(60)
# (15): the angles, as cosines and sines.
_AT_30, _AT_6, _AT_63 = ((math.cos(math.radians(at)), math.sin(math.radians(at))) for at in (30, 6, 63))


def ciede2000(first: ArrayLike, second: ArrayLike) -> Floats:
    """Return the color differences of CIELAB colors, pair by pair.

    Both are arrays, or lists or tuples of numbers, of the shape (..., 3): L from 0 to 100, a and b, of one
    white, which does not matter. Their shapes may be any that NumPy can broadcast. The result has the shape
    (...). A difference of 1 is about just noticeable, and black and white differ by 100. Two Color values are
    compared by `Color.difference`. Raises SettingsError for anything else.

    The formula is from Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula" (2005). The comments
    give its equation numbers. The weights of the three parametric factors are 1. With float32, the result is
    right to 0.001, except for opposite hues: there the formula itself jumps.

    Example:
        >>> first = np.array([[50.0, 2.6772, -79.7751], [0.0, 0.0, 0.0]])
        >>> second = np.array([[50.0, 0.0, -82.7485], [100.0, 0.0, 0.0]])
        >>> cvpalette.ciede2000(first, second).round(4).tolist()
        [2.0425, 100.0]
        >>> lab = np.array([color.lab for color in cvpalette.read_palette("brand.gpl").palette.colors])
        >>> cvpalette.ciede2000(lab[:, None], lab[None]).shape  # each with each
        (5, 5)
    """
    first, second = _take(first), _take(second)
    _require_same_grid(first, second)
    l1, a1, b1 = _channels(first)
    l2, a2, b2 = _channels(second)
    # (2)-(7): the chroma, with a stretched, and the hue.
    mean_chroma = (_length(a1, b1) + _length(a2, b2)) / 2
    stretch = 1.5 - 0.5 * np.sqrt(_of_chroma(mean_chroma))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = _length(a1, b1), _length(a2, b2)
    h1, h2 = _once_around(np.arctan2(b1, a1)), _once_around(np.arctan2(b2, a2))
    # (8)-(11): the differences. The hue turns the short way round. If a chroma is 0, it does not turn.
    turn = h2 - h1
    # Opposite hues keep their turn, even if rounding makes it too large: two of the published pairs are such.
    turn -= _FULL * np.rint(turn * (_ALMOST / _FULL))
    product = c1 * c2
    d_lightness, d_chroma = l2 - l1, c2 - c1
    d_hue = 2 * np.sqrt(product) * np.sin(turn / 2)
    # (12)-(14): the means. The mean hue is halfway on the short way. A gray takes the hue of the other color.
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = h1 + turn / 2
    if not product.all():
        hue = np.where(product == 0, h1 + h2, hue)
    # (15)-(22): the weights.
    from_middle = (lightness - 50) ** 2
    w_lightness = 1 + 0.015 * from_middle / np.sqrt(20 + from_middle)
    w_chroma, w_hue = 1 + 0.045 * chroma, 1 + 0.015 * chroma * _of_hue(hue)
    from_blue = (_once_around(hue) - _BLUE) * _BLUE_WIDTH
    # Far from blue, the power would underflow, and then the processor is slow.
    rotation = _ROTATION * np.exp(-np.minimum(from_blue * from_blue, 80))
    r = -2 * np.sqrt(_of_chroma(chroma)) * np.sin(rotation)
    e_lightness, e_chroma, e_hue = d_lightness / w_lightness, d_chroma / w_chroma, d_hue / w_hue
    squared = e_lightness**2 + e_chroma**2 + e_hue**2 + r * e_chroma * e_hue
    return np.asarray(np.sqrt(np.maximum(squared, 0)))


def _take(colors: ArrayLike) -> NDArray[Any]:
    """Return colors as an array (..., 3) of numbers; raises SettingsError for anything else."""
    if isinstance(colors, np.ndarray) and colors.dtype.kind in _NUMBERS and colors.shape[-1:] == (3,):
        return colors
    try:
        array = np.asarray(colors)
    except ValueError:  # rows of different lengths
        array = np.empty(0, object)
    if array.dtype.kind in _NUMBERS and array.shape[-1:] == (3,):
        return array
    if isinstance(colors, str) or array.dtype.kind not in _NUMBERS:
        what = quote(type(colors).__name__)
    else:
        what = f"{array.dtype} of {array.shape}"
    message = (
        f"ciede2000() takes CIELAB colors, an array of (..., 3), such as the lab of a Color, not {what}; "
        "two Color values are compared by first.difference(second)"
    )
    raise SettingsError(message)


def _require_same_grid(first: NDArray[Any], second: NDArray[Any]) -> None:
    try:
        np.broadcast_shapes(first.shape, second.shape)
    except ValueError as error:
        message = (
            f"ciede2000() compares pair by pair, and {first.shape} does not go with {second.shape}; "
            "give first[:, None] and second[None] for each with each"
        )
        raise SettingsError(message) from error


def _channels(colors: NDArray[Any]) -> Floats:
    """Return L, a and b, each as its own row, in float32 if the colors are, else in float64."""
    channels: Floats = np.moveaxis(colors, -1, 0)
    return np.ascontiguousarray(channels, None if colors.dtype == np.float32 else np.float64)


def _of_hue(hue: Floats) -> Floats:
    """Return T of equation (15).

    The cosines of multiples of the hue are computed from its own sine and cosine, in a third of the time.
    """
    cos, sin = np.cos(hue), np.sin(hue)
    cos2, sin2 = cos * cos - sin * sin, 2 * sin * cos
    cos3, sin3 = cos * cos2 - sin * sin2, sin * cos2 + cos * sin2
    cos4, sin4 = cos2 * cos2 - sin2 * sin2, 2 * sin2 * cos2
    once = -0.17 * _AT_30[0] * cos - 0.17 * _AT_30[1] * sin
    thrice = 0.32 * _AT_6[0] * cos3 - 0.32 * _AT_6[1] * sin3
    four_times = 0.20 * _AT_63[0] * cos4 + 0.20 * _AT_63[1] * sin4
    return np.asarray(1 + once + 0.24 * cos2 + thrice - four_times)


def _once_around(angle: Floats) -> Floats:
    """Return the same angle from 0 to a full turn; % would do as well, but it divides slowly."""
    return np.asarray(angle - _FULL * np.floor(angle * (1 / _FULL)))


def _length(a: Floats, b: Floats) -> Floats:
    """Return the hypotenuse; np.hypot never overflows, but takes three times as long."""
    return np.asarray(np.sqrt(a * a + b * b))


def _of_chroma(chroma: Floats) -> Floats:
    """Return c^7 / (c^7 + 25^7), computed by products because powers are slow."""
    cubed = chroma * chroma * chroma
    seventh = cubed * cubed * chroma
    return seventh / (seventh + 25.0**7)
