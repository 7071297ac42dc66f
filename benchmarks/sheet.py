#!/usr/bin/env python3
"""Draw sheets on which a judge sees pictures with two palettes each, and cannot tell which is whose.

    python benchmarks/sheet.py FOLDER [--first N] [--every N] [-k COLORS] [--seed N] [--rows N]
        [--output FOLDER]

FOLDER has pictures. Each has a palette of `--pick pixels` and one of `--pick colors`, called A and B in
random order. The sheets are sheet-1.png and so on. Do not look at key.json before you have judged them all.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont
from suite.halves import find_photos

from cvpalette import extract

PICKS: Final = ("pixels", "colors")
LETTERS: Final = "AB"
# In pixels.
THUMBNAIL: Final = 360
SWATCH: Final = (110, 60)
GAP: Final = 12
LABEL: Final = 40
FONT: Final = 28
GROUND: Final = (255, 255, 255)
INK: Final = (0, 0, 0)


def main() -> int:
    """Draw the sheets and write the key."""
    arguments = _parse_arguments()
    pictures = find_photos(arguments.folder)[arguments.first - 1 :: arguments.every]
    chance = random.Random(arguments.seed)
    arguments.output.mkdir(parents=True, exist_ok=True)
    key: dict[str, dict[str, object]] = {}
    rows: list[Image.Image] = []
    for number, path in enumerate(pictures, 1):
        order = chance.sample(PICKS, len(PICKS))
        palettes = [extract(path, colors=arguments.colors, pick=pick).palette for pick in order]
        rows.append(_draw_row(number, path, [[color.rgb for color in each.colors] for each in palettes]))
        key[str(number)] = {"picture": path.name} | dict(zip(LETTERS, order, strict=True))
    for number, some in enumerate(_batched(rows, arguments.rows), 1):
        _stack(some).save(arguments.output / f"sheet-{number}.png")
    (arguments.output / "key.json").write_text(json.dumps(key, indent=1) + "\n", encoding="utf-8")
    return 0


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="pictures")
    parser.add_argument("--first", type=int, default=1, metavar="N", help="begin at the Nth picture")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth picture")
    parser.add_argument("-k", "--colors", type=int, default=6, help="colors of each palette [%(default)s]")
    parser.add_argument("--seed", type=int, default=0, help="another order of the palettes [%(default)s]")
    parser.add_argument("--rows", type=int, default=10, help="pictures on a sheet [%(default)s]")
    parser.add_argument("--output", type=Path, default=Path(), help="folder for sheets and key")
    return parser.parse_args()


def _batched(rows: Sequence[Image.Image], count: int) -> Iterator[Sequence[Image.Image]]:
    for start in range(0, len(rows), count):
        yield rows[start : start + count]


def _draw_row(number: int, path: Path, palettes: Sequence[Sequence[tuple[int, int, int]]]) -> Image.Image:
    """Return the picture, and beside it its palettes, one below the other."""
    with Image.open(path) as image:
        small = image.convert("RGB")
    small = small.resize((THUMBNAIL, round(THUMBNAIL * small.height / small.width)), Image.Resampling.LANCZOS)
    across, down = SWATCH
    left = LABEL + THUMBNAIL + GAP + LABEL
    width = left + across * max(map(len, palettes)) + GAP
    row = Image.new("RGB", (width, max(small.height, len(palettes) * (down + GAP)) + GAP), GROUND)
    draw = ImageDraw.Draw(row)
    font = ImageFont.load_default(FONT)
    draw.text((2, 0), str(number), INK, font)
    row.paste(small, (LABEL, 0))
    for line, palette in enumerate(palettes):
        top = line * (down + GAP)
        draw.text((left - LABEL + 8, top + GAP), LETTERS[line], INK, font)
        for place, color in enumerate(palette):
            corner = left + place * across
            draw.rectangle((corner, top, corner + across - 1, top + down - 1), color)
    return row


def _stack(rows: Sequence[Image.Image]) -> Image.Image:
    """Return the rows, one below the other."""
    sheet = Image.new("RGB", (max(row.width for row in rows), sum(row.height for row in rows)), GROUND)
    top = 0
    for row in rows:
        sheet.paste(row, (0, top))
        top += row.height
    return sheet


if __name__ == "__main__":
    sys.exit(main())
