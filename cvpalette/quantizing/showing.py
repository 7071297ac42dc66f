"""Draw a picture for a device: within what the device can show, and under the rules that it has."""

from dataclasses import replace
from functools import partial
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.color.light import to_levels, to_light
from cvpalette.decoding.image import Image
from cvpalette.quantizing.cells import choose_colors, draw_within, spread_out
from cvpalette.quantizing.devices import Device
from cvpalette.quantizing.indexed import IndexedImage
from cvpalette.quantizing.mapping import Bytes, map_pixels
from cvpalette.quantizing.packing import Layout
from cvpalette.quantizing.quantize import quantize
from cvpalette.quantizing.shades import are_shades

__all__ = ["draw_for", "find_layout", "fit_range", "make_picture", "make_raw_picture"]

Floats: TypeAlias = NDArray[np.float32]

# The part of light that red, green and blue have in luminance (IEC 61966-2-1, CIE 1931).
_LUMINANCE: Final = np.array([0.2126, 0.7152, 0.0722], np.float32)
# What stands for a number that no color has.
_UNUSED: Final = (0, 0, 0, 255)


def draw_for(  # noqa: PLR0913 -- those of `quantize`, by name
    device: Device,
    image: Image,
    *,
    dither: str,
    strength: float = 1,
    serpentine: bool = False,
    place: tuple[slice, slice] | None = None,
) -> Bytes:
    """Return the number of one of a device's colors for each of its pixels (height, width).

    `image` has the size that the device shows, `device.shown_size`, and no alpha. Light is mixed. `dither`,
    `strength` and `serpentine` are those of `quantize`; cells of few colors have no serpentine. All around
    `place`, rows and columns, the image has one color. It becomes the nearest color of the device there,
    without dots; of cells only where none of the picture is in a cell, and not where cells share palettes.
    """
    indices = _draw_all(device, image, dither, strength, serpentine=serpentine)
    cells = device.cells
    if place is None or (cells is not None and cells.palettes):
        return indices
    colors = np.array([color.rgb for color in device.measured_colors], np.uint8)
    light = fit_range(to_light(image.pixels[:1, :1]), to_light(colors))
    flat = map_pixels(replace(image, pixels=to_levels(light), alpha=None), colors, "lab")
    filled = np.full_like(indices, flat[0, 0])
    steps = [
        each * (1 if cells is None else cell)
        for each, cell in zip(
            device.stretch[::-1], (cells.height, cells.width) if cells else (1, 1), strict=True
        )
    ]
    # Whole cells are kept: from the first that has any of the picture to the last.
    kept = tuple(
        slice(some.start // step * (step // each), -(-some.stop // step) * (step // each))
        for some, step, each in zip(place, steps, device.stretch[::-1], strict=True)
    )
    filled[kept] = indices[kept]
    return filled


def _draw_all(device: Device, image: Image, dither: str, strength: float, *, serpentine: bool) -> Bytes:
    draw = partial(quantize, dither=dither, strength=strength, linear=True, serpentine=serpentine)
    colors = np.array([color.rgb for color in device.measured_colors], np.uint8)
    light = fit_range(_shrink(to_light(image.pixels), device.stretch), to_light(colors))
    if device.cells is None:
        return draw(to_levels(light), list(device.measured_colors))
    mixed = dither != "none" and strength > 0
    chosen = choose_colors(light, to_light(colors), device.cells, mixed=mixed)
    if not device.cells.width:
        # One cell is the whole picture, and it is drawn like any other.
        few = chosen.reshape(-1)
        some = [device.measured_colors[at] for at in few]
        indices = draw(to_levels(light), some)
        return np.asarray(few.astype(np.uint8)[indices])
    allowed = spread_out(chosen, device.cells, (light.shape[0], light.shape[1]))
    return draw_within(light, to_light(colors), allowed, dither, strength)


def make_picture(device: Device, indices: Bytes, *, measured: bool = False) -> IndexedImage:
    """Return a picture (height, width) of the numbers of colors in square pixels, as the device shows it.

    Its colors are those of the driver, or with `measured` those that a person sees.
    """
    colors = device.measured_colors if measured else device.nominal_colors
    across, down = device.stretch
    wide = np.repeat(np.repeat(indices, down, axis=0), across, axis=1)
    return IndexedImage(wide, np.array([(*color.rgb, 255) for color in colors], np.uint8))


def make_raw_picture(device: Device, indices: Bytes) -> IndexedImage:
    """Return the picture whose packed pixels are the bytes that the device's driver takes.

    Pixels are the device's own, and their numbers are its codes. Planes come one below the other.
    """
    entries = np.array([(*color.rgb, 255) for color in device.nominal_colors], np.uint8)
    if device.planes:
        planes = np.concatenate([(indices != ink).astype(np.uint8) for ink in device.planes])
        return IndexedImage(planes, entries[:2])
    if not device.codes:
        return IndexedImage(indices, entries)
    table = np.full((max(device.codes) + 1, 4), _UNUSED, np.uint8)
    table[list(device.codes)] = entries
    return IndexedImage(np.array(device.codes, np.uint8)[indices], table)


def find_layout(device: Device) -> Layout:
    """Return how the bytes of `make_raw_picture` lie."""
    colors = tuple(color.rgb for color in device.nominal_colors) if device.planes else ()
    return Layout(planes=device.planes, colors=colors, is_tiled=device.is_tiled)


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
    if are_shades(to_levels(colors[None])[0]):
        gray = light @ _LUMINANCE
        light = np.repeat(gray[:, :, None], 3, axis=2)
    return np.asarray(black + light * (white - black), np.float32)
