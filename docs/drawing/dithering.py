"""Draws what docs/guides/dithering.md shows: one photo by each dither, and a ramp mixed as light and not."""

from pathlib import Path
from typing import Final

import numpy as np
import sheets
from PIL import Image, ImageOps

import cvpalette
from cvpalette.quantizing.dithers import DITHERS, SYNONYMS

_SIZE: Final = (200, 134)
_RAMP: Final = (256, 60)


def draw(folder: Path) -> None:
    """Write the pictures of the page."""
    photo = ImageOps.fit(Image.open(sheets.SAMPLES / "coffee.png").convert("RGB"), _SIZE)
    names = [name for name in DITHERS if name not in SYNONYMS]
    shown = [(_draw(photo, "epaper-gray4", name), name) for name in names]
    # Dots of four grays take less room as a picture of few colors than as one of many.
    half = (len(shown) + 1) // 2
    sheets.save_small(sheets.lay_out(shown[:half], 4), folder / "dithers.webp")
    sheets.save_small(sheets.lay_out(shown[half:], 4), folder / "dithers-more.webp")

    ramp = Image.fromarray(np.tile(np.arange(256, dtype=np.uint8), (_RAMP[1], 1))).convert("RGB")
    ramps = [
        (ramp, "the ramp"),
        (_draw(ramp, "1bit", "floyd-steinberg"), "light is mixed"),
        (_draw(ramp, "1bit", "floyd-steinberg", linear=False), "levels are mixed"),
    ]
    sheets.save_small(sheets.lay_out(ramps), folder / "dithering-light.webp")
    few = [
        (_draw(photo, "pico8", "none"), "none"),
        (_draw(photo, "pico8", "floyd-steinberg"), "by default"),
        (_draw(photo, "pico8", "floyd-steinberg", linear=False, strength=0.7), "levels, strength=0.7"),
    ]
    sheets.save_small(sheets.lay_out(few), folder / "dithering-pico8.webp")


def _draw(
    picture: Image.Image,
    palette: str,
    dither: str,
    *,
    linear: bool | None = None,
    strength: float | None = None,
) -> Image.Image:
    given = cvpalette.read_palette(palette)
    indices = cvpalette.quantize(picture, given, dither=dither, linear=linear, strength=strength)
    colors = np.array([color.rgb for color in given.palette.colors], np.uint8)
    return Image.fromarray(colors[indices])
