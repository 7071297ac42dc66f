"""Draw a picture for a device: within what the device can show, and under the rules that it has."""

from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.color.light import to_levels, to_light
from cvpalette.decoding.image import Image
from cvpalette.quantizing.cells import choose_colors, spread
from cvpalette.quantizing.devices import Device
from cvpalette.quantizing.mapping import Bytes
from cvpalette.quantizing.quantize import quantize

__all__ = ["draw_for", "fit_range"]

Floats: TypeAlias = NDArray[np.float32]

# The part of light that red, green and blue have in luminance (IEC 61966-2-1, CIE 1931).
_LUMINANCE: Final = np.array([0.2126, 0.7152, 0.0722], np.float32)
# Shades are those of one ink if none is farther than this from the line between the darkest and the lightest,
# as a part of its length.
_STRAIGHT: Final = 0.12


def draw_for(device: Device, image: Image, *, dither: str, strength: float) -> Bytes:
    """Return the number of one of a device's colors for each of its pixels (height, width).

    `image` has the size that the device shows, `device.shown_size`, and no alpha.
    """
    colors = np.array([color.rgb for color in device.measured_colors], np.uint8)
    light = fit_range(_shrink(to_light(image.pixels), device.stretch), to_light(colors))
    if device.cells is None:
        return quantize(to_levels(light), list(device.measured_colors), dither=dither, strength=strength)
    mixed = dither != "none" and strength > 0
    chosen = choose_colors(light, to_light(colors), device.cells, mixed=mixed)
    if not device.cells.width:
        # One cell is the whole picture, and it is drawn like any other.
        few = chosen.reshape(-1)
        some = [device.measured_colors[at] for at in few]
        indices = quantize(to_levels(light), some, dither=dither, strength=strength)
        return np.asarray(few.astype(np.uint8)[indices])
    return spread(light, to_light(colors), device.cells, chosen, dither, strength)


def _shrink(light: Floats, stretch: tuple[int, int]) -> Floats:
    across, down = stretch
    if across == down == 1:
        return light
    height, width = light.shape[:2]
    size = (width // across, height // down)
    return np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_AREA), np.float32)


def fit_range(light: Floats, colors: Floats) -> Floats:
    """Return amounts of light (height, width, 3) within those that the colors (k, 3) of a device reach.

    White becomes the device's lightest color, and black its darkest, since the eye takes a panel's white for
    white. If all colors are shades of one ink, the picture becomes gray first: no mixture has another hue.
    """
    luminance = colors @ _LUMINANCE
    black, white = colors[luminance.argmin()], colors[luminance.argmax()]
    if _is_straight(colors, black, white):
        gray = light @ _LUMINANCE
        light = np.repeat(gray[:, :, None], 3, axis=2)
    return np.asarray(black + light * (white - black), np.float32)


def _is_straight(colors: Floats, black: Floats, white: Floats) -> bool:
    along = white - black
    length = float(np.sqrt(along @ along))
    if not length:
        return True
    away = (colors - black) - np.outer((colors - black) @ along / length**2, along)
    return float(np.sqrt((away**2).sum(axis=1)).max()) <= _STRAIGHT * length
