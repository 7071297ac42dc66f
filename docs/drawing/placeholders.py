"""Draws what docs/guides/placeholders.md shows: photos, and their placeholders as a page shows them."""

import base64
import io
import re
from pathlib import Path

import numpy as np
import sheets
from numpy.typing import NDArray
from PIL import Image, ImageOps

import cvpalette
from cvpalette.color.light import to_levels, to_light

_SIZE = (180, 120)
_PHOTOS = ("coffee.png", "rocket.jpg", "astronaut.webp")
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"

Reals = NDArray[np.float64]


def draw(folder: Path) -> None:
    """Write the picture of the page."""
    cells: list[tuple[Image.Image, str]] = []
    for name in _PHOTOS:
        photo = ImageOps.fit(Image.open(sheets.SAMPLES / name).convert("RGB"), (600, 400))
        found = cvpalette.extract(photo)
        text = {
            kind: str(cvpalette.render(found, kind)).strip() for kind in ("dominant", "blurhash", "thumbhash")
        }
        tiny = re.findall(r"base64,([^\"]+)", str(cvpalette.render(found, "lqip")))[0]
        gradient = str(cvpalette.render(found, "lqip", size=0))
        cells += [
            (photo.resize(_SIZE), name),
            (Image.new("RGB", _SIZE, text["dominant"]), "dominant"),
            (_show_blurhash(text["blurhash"]), "blurhash"),
            (_show_thumbhash(base64.b64decode(text["thumbhash"])), "thumbhash"),
            (_enlarge(Image.open(io.BytesIO(base64.b64decode(tiny)))), "lqip"),
            (_show_gradient(gradient), "lqip.size=0"),
        ]
    sheets.save_small(sheets.lay_out(cells, 6), folder / "placeholders.webp")


def _enlarge(picture: Image.Image) -> Image.Image:
    """Return a picture in the size of the others, as browsers enlarge it."""
    return picture.convert("RGB").resize(_SIZE, Image.Resampling.BILINEAR)


def _show_gradient(style: str) -> Image.Image:
    """Return a gradient of four colors, which are flat before the first place and behind the last."""
    colors = [cvpalette.Color.from_hex(color).rgb for color in re.findall("#[0-9a-f]{6}", style)]
    places = (np.arange(len(colors)) + 0.5) / len(colors)
    width, height = _SIZE
    length = width if "to right" in style else height
    line = np.stack(
        [
            np.interp((np.arange(length) + 0.5) / length, places, channel)
            for channel in zip(*colors, strict=True)
        ],
        axis=-1,
    )
    rows = line[np.newaxis] if "to right" in style else line[:, np.newaxis]
    return Image.fromarray(np.broadcast_to(np.rint(rows), (height, width, 3)).astype(np.uint8))


def _read_83(text: str) -> int:
    number = 0
    for digit in text:
        number = number * len(_DIGITS) + _DIGITS.index(digit)
    return number


def _show_blurhash(text: str) -> Image.Image:
    """Return what a BlurHash stands for: https://github.com/woltapp/blurhash, Algorithm.md."""
    y, x = (part + 1 for part in divmod(_read_83(text[0]), 9))
    largest = (_read_83(text[1]) + 1) / 166
    mean = to_light(np.array([list(_read_83(text[2:6]).to_bytes(3))], np.uint8))[0]
    parts = [mean]
    for start in range(6, len(text), 2):
        number = _read_83(text[start : start + 2])
        steps = np.array([number // 361, number // 19 % 19, number % 19]) / 9 - 1
        parts.append(np.sign(steps) * steps**2 * largest)
    width, height = _SIZE
    across = np.cos(np.pi * np.outer(np.arange(width), np.arange(x)) / width)
    down = np.cos(np.pi * np.outer(np.arange(height), np.arange(y)) / height)
    light = np.einsum("hy,yxc,wx->hwc", down, np.array(parts).reshape(y, x, 3), across)
    return Image.fromarray(to_levels(light))


def _show_thumbhash(data: bytes) -> Image.Image:
    """Return what a ThumbHash of an opaque picture stands for: https://github.com/evanw/thumbhash."""
    head = int.from_bytes(data[:5], "little")
    is_wide, sides = bool(head >> 39), head >> 24 & 7
    x, y = (7, sides) if is_wide else (sides, 7)
    nibbles = [nibble for byte in data[5:] for nibble in (byte & 15, byte >> 4)]
    channels: list[Reals] = []
    for mean, scale, columns, rows in (
        ((head & 63) / 63, (head >> 18 & 31) / 31, max(3, x), max(3, y)),
        ((head >> 6 & 63) / 31.5 - 1, 1.25 * (head >> 27 & 63) / 63, 3, 3),
        ((head >> 12 & 63) / 31.5 - 1, 1.25 * (head >> 33 & 63) / 63, 3, 3),
    ):
        parts = np.zeros((rows, columns))
        for row in range(rows):
            for column in range(columns):
                if column * rows < columns * (rows - row) and (row or column):
                    # Each part but the mean counts for 2 where it varies.
                    parts[row, column] = 2 * (nibbles.pop(0) / 7.5 - 1) * scale
        parts[0, 0] = mean
        channels.append(_sum_cosines(parts))
    light, yellow, reds = channels
    blue = light - 2 / 3 * yellow
    red = (3 * light - blue + reds) / 2
    levels = np.clip(np.dstack([red, red - reds, blue]), 0, 1) * 255
    return Image.fromarray(np.rint(levels).astype(np.uint8))


def _sum_cosines(parts: Reals) -> Reals:
    width, height = _SIZE
    rows, columns = parts.shape
    across = np.cos(np.pi / width * np.outer(np.arange(width) + 0.5, np.arange(columns)))
    down = np.cos(np.pi / height * np.outer(np.arange(height) + 0.5, np.arange(rows)))
    return np.asarray(down @ parts @ across.T)
