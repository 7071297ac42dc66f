"""Draw the pictures of the gallery that are our own: `python samples/gallery/draw.py`, beside this script."""

import math
import random
from itertools import pairwise
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

HERE: Final = Path(__file__).parent
# Shapes are drawn this many times larger, and made smaller, so that their edges are smooth.
FINE: Final = 4
Color = tuple[int, int, int]

# The sky above, the sky at the horizon, the sun, and the hills from far to near, at hours of a day.
DAY: Final = (
    (0, ("#0b1033", "#1d2350", "#f6e7b4", "#171b42", "#10132f", "#0a0c20")),
    (5, ("#1f2a63", "#e98a6d", "#ffd9a0", "#4a3f75", "#33305c", "#1f2143")),
    (7, ("#6fb3dd", "#ffd7a3", "#fff3c4", "#7c93b5", "#4f7f7a", "#2f5d4f")),
    (12, ("#3f9be0", "#bfe6f7", "#fffbe0", "#79b7a8", "#58a05f", "#33753f")),
    (17, ("#4f86c6", "#ffd08a", "#ffe9a8", "#8a95a8", "#6f8f52", "#40663a")),
    (19, ("#4b2f73", "#ff7a4d", "#ffc25c", "#7b3f6b", "#54305a", "#341f42")),
    (21, ("#171a4a", "#6d3b78", "#f3d9b0", "#2f2a5c", "#221f47", "#15142f")),
    (24, ("#0b1033", "#1d2350", "#f6e7b4", "#171b42", "#10132f", "#0a0c20")),
)

# A pixel a letter; what the letters are is below.
ROCKET: Final = """
.......RR.......
......RRRR......
......RRRD......
.....KWWWWK.....
.....WWWWWS.....
....KWWKKWSK....
....WWKBBKWS....
....WWKBCKWS....
....WWWKKWSS....
....WWWWWWSS....
..RRWWRRRWSSRD..
.RRRWWWWWWSSRRD.
.RRDWWRRRWSSRDD.
.RD.KWWWWSSK.DD.
.....KKKKKK.....
......FFFF......
.....FYYYYF.....
......YCCY......
......FYYF......
.......FF.......
"""
LETTERS: Final = {
    "K": "#2b2140",
    "R": "#e5383b",
    "D": "#a4161a",
    "W": "#fff6e0",
    "S": "#d9c7b8",
    "B": "#2f6fde",
    "C": "#ffffff",
    "F": "#f4772e",
    "Y": "#f9c22e",
}
SKY, CLOUD, GRASS, BLADE, EARTH, STONE = "#5cc8e8", "#ffffff", "#6cc644", "#3f8f2e", "#8a5a3b", "#6b432b"


def main() -> None:
    """Draw them all."""
    draw_poster().save(HERE / "poster.png", optimize=True)
    draw_game().save(HERE / "game.png", optimize=True)
    frames = [draw_hour((frame * 1.2 + 6) % 24) for frame in range(20)]
    rest = frames[1:]
    frames[0].save(
        HERE / "day.webp", quality=72, method=6, save_all=True, append_images=rest, duration=300, loop=0
    )


def draw_poster() -> Image.Image:
    """Draw a harbor as a poster of flat colors: a sun, a tower, boats and waves."""
    sheet, pen = _start(480, 320, "#f4e3c1")
    pen.ellipse(_box(300, 60, 420, 180), "#ef6f4c")
    pen.polygon(_points((0, 190), (110, 110), (190, 172), (250, 140), (330, 200), (0, 200)), "#8fb8a8")
    pen.rectangle(_box(0, 196, 480, 320), "#1f5673")
    # The tower, its stripes, and its lamp.
    pen.polygon(_points((78, 226), (88, 92), (122, 92), (132, 226)), "#fbf6ea")
    for top, left, right in ((112, 86, 124), (152, 83, 127), (192, 80, 130)):
        pen.polygon(
            _points((left, top + 20), (left + 1, top), (right - 1, top), (right, top + 20)), "#c8402f"
        )
    pen.rectangle(_box(82, 86, 128, 93), "#16324a")
    pen.rectangle(_box(92, 66, 118, 86), "#f2b63c")
    pen.polygon(_points((88, 66), (105, 48), (122, 66)), "#16324a")
    pen.ellipse(_box(40, 214, 176, 262), "#16324a")
    for left, top, size in ((220, 224, 1.0), (352, 206, 0.62)):
        pen.polygon(_boat(left, top, size, (8, -6), (8, -92), (74, -6)), "#fbf6ea")
        pen.polygon(_boat(left, top, size, (0, -6), (0, -76), (-42, -6)), "#f2b63c")
        pen.polygon(_boat(left, top, size, (-52, 0), (84, 0), (64, 24), (-34, 24)), "#c8402f")
    for row, color in enumerate(("#2f7f95", "#16324a", "#2f7f95")):
        top = 254 + 22 * row
        for left in range(-40 + 20 * (row % 2), 480, 40):
            pen.pieslice(_box(left, top, left + 40, top + 40), 180, 360, color)
        pen.rectangle(_box(0, top + 20, 480, 320), color)
    return sheet.resize((480, 320), Image.Resampling.LANCZOS)


def draw_game() -> Image.Image:
    """Draw a scene of a game in pixels, 80 by 54, each six by six large."""
    sheet = Image.new("RGB", (80, 54), SKY)
    pen = ImageDraw.Draw(sheet)
    for left, top in ((8, 8), (50, 5), (66, 16)):
        pen.rectangle((left, top + 2, left + 11, top + 4), CLOUD)
        pen.rectangle((left + 3, top, left + 8, top + 2), CLOUD)
    pen.ellipse((22, 28, 84, 90), "#3aa6b9")
    pen.ellipse((-30, 32, 36, 90), "#2f8f9d")
    pen.rectangle((0, 44, 79, 53), EARTH)
    pen.rectangle((0, 42, 79, 45), GRASS)
    chance = random.Random(7)  # noqa: S311 -- a picture is no secret
    for left in range(80):
        if chance.random() < 0.4:
            pen.line((left, 45, left, 45 + chance.randrange(2)), BLADE)
    for _ in range(14):
        left, top = chance.randrange(78), chance.randrange(48, 53)
        pen.rectangle((left, top, left + 1, top), STONE)
    # Two trees and a house.
    for left in (6, 70):
        pen.rectangle((left, 36, left + 1, 42), STONE)
        for row, half in enumerate((1, 2, 2, 3, 4, 4, 5)):
            pen.line((left - half + 1, 28 + row, left + half, 28 + row), BLADE)
    pen.rectangle((50, 33, 63, 42), "#fff6e0")
    for row in range(7):
        pen.line((55 - row, 26 + row, 58 + row, 26 + row), "#a4161a")
    pen.rectangle((52, 36, 54, 38), "#2f6fde")
    pen.rectangle((58, 36, 61, 42), STONE)
    _stamp(sheet, ROCKET, 24, 12)
    return sheet.resize((480, 324), Image.Resampling.NEAREST)


def draw_hour(hour: float) -> Image.Image:
    """Draw hills at an hour of the day, 0 to 24, as a frame of a film that begins in the morning."""
    high, low, sun, *hills = (_blend(number, hour) for number in range(6))
    sheet, pen = _start(360, 203, "#000000")
    for top in range(203):
        part = min(top / 150, 1) ** 1.4
        pen.rectangle(_box(0, top, 360, top + 1), _mix(high, low, part))
    # The sun is up from 5 to 20; the moon is where the sun is not.
    is_day = 5 <= hour < 20
    way = (hour - 5) / 15 if is_day else ((hour - 20) % 24) / 9
    middle, height = 20 + 320 * way, 150 - 115 * math.sin(math.pi * way)
    size = 17 if is_day else 11
    if not is_day:
        chance = random.Random(3)  # noqa: S311 -- a picture is no secret
        for _ in range(70):
            x, y = chance.uniform(0, 360), chance.uniform(0, 110)
            pen.ellipse(_box(x, y, x + 1.2, y + 1.2), _mix(high, (255, 255, 255), chance.uniform(0.4, 0.9)))
    pen.ellipse(_box(middle - size, height - size, middle + size, height + size), sun)
    for number, color in enumerate(hills):
        line = [(x, _height(x, number)) for x in range(0, 361, 3)]
        pen.polygon(_points(*line, (360, 203), (0, 203)), color)
    return sheet.resize((256, 144), Image.Resampling.LANCZOS)


def _height(x: float, hill: int) -> float:
    waves = math.sin(x / (62 - 9 * hill) + 2.1 * hill) * 16 + math.sin(x / (27 + 5 * hill) + hill) * 6
    return 128 + 24 * hill + waves


def _blend(number: int, hour: float) -> Color:
    for (start, before), (end, after) in pairwise(DAY):
        if hour <= end:
            return _mix(_read(before[number]), _read(after[number]), (hour - start) / (end - start))
    raise ValueError(hour)


def _read(text: str) -> Color:
    red, green, blue = bytes.fromhex(text[1:])
    return red, green, blue


def _mix(start: Color, end: Color, part: float) -> Color:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(start, end, strict=True))
    return red, green, blue


def _stamp(sheet: Image.Image, letters: str, left: int, top: int) -> None:
    for row, line in enumerate(letters.split()):
        for column, letter in enumerate(line):
            if letter in LETTERS:
                sheet.putpixel((left + column, top + row), _read(LETTERS[letter]))


def _start(width: int, height: int, color: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    sheet = Image.new("RGB", (width * FINE, height * FINE), color)
    return sheet, ImageDraw.Draw(sheet)


def _box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    return left * FINE, top * FINE, right * FINE - 1, bottom * FINE - 1


def _points(*points: tuple[float, float]) -> list[tuple[float, float]]:
    return [(x * FINE, y * FINE) for x, y in points]


def _boat(left: float, top: float, size: float, *points: tuple[float, float]) -> list[tuple[float, float]]:
    return _points(*((left + x * size, top + y * size) for x, y in points))


if __name__ == "__main__":
    main()
