"""Write what cvpalette makes of the samples: `python samples/make.py [FOLDER]`, by default into samples/.

The folders `output` and `gallery` get the files. Without FOLDER, docs/gallery.md is written too.
"""

import subprocess
import sys
from pathlib import Path
from typing import get_args

import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont
import PIL.ImageOps

import cvpalette
from cvpalette.settings.settings import Pick

SAMPLES = Path(__file__).parent
sys.path.insert(0, str(SAMPLES))

import gallery_page  # noqa: E402 -- the folder of this script was missing

FORMATS = (
    *("android", "css", "csv", "dtcg", "gpl", "hex", "json", "latex", "less", "mplstyle", "scss", "tailwind"),
    *("quantized", "svg", "swatch"),
)
# The photos whose palettes are compared, and the sizes of that picture in pixels.
COMPARED = ("rocket.jpg", "coffee.png")
WIDTH, ROW, GAP, LETTERS = 1200, 220, 20, 24


def main(folder: Path) -> None:
    """Run the command that the README shows, on every photo here."""
    photos = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in {".jpg", ".png", ".webp"})
    formats = [argument for name in FORMATS for argument in ("--format", name)]
    target = f"{folder.resolve()}/"
    command = [sys.executable, "-Im", "cvpalette", *photos, *formats, "--output", target, "--force"]
    # From here, so that no path of anyone's machine is written.
    subprocess.run(command, check=True, cwd=SAMPLES)
    draw_picks().save(folder / "pick.webp", quality=80)


def draw_picks() -> PIL.Image.Image:
    """Draw some of the photos, with the palettes of both ways of picking colors beside each."""
    height = len(COMPARED) * (ROW + GAP) + GAP
    sheet = PIL.Image.new("RGB", (WIDTH, height), "white")
    for number, name in enumerate(COMPARED):
        top = GAP + number * (ROW + GAP)
        photo = PIL.Image.open(SAMPLES / name).convert("RGB")
        # All are cut to three by two.
        photo = PIL.ImageOps.fit(photo, (ROW * 3 // 2, ROW), centering=(0.5, 0))
        sheet.paste(photo, (GAP, top))
        for half, pick in enumerate(get_args(Pick)):
            palette = cvpalette.extract(SAMPLES / name, pick=pick).palette
            left = photo.width + 2 * GAP
            box = left, top + half * ROW // 2, WIDTH - GAP, top + (half + 1) * ROW // 2
            _draw_palette(sheet, palette, f"--pick {pick}", box)
    return sheet


def _draw_palette(
    sheet: PIL.Image.Image, palette: cvpalette.Palette, title: str, box: tuple[int, int, int, int]
) -> None:
    """Draw chips of one size in a box (left, top, right, bottom), under a title."""
    draw = PIL.ImageDraw.Draw(sheet)
    left, top, right, bottom = box
    draw.text((left, top), title, "black", PIL.ImageFont.load_default(LETTERS))
    for number, color in enumerate(palette.colors):
        start, end = (left + (right - left) * edge // len(palette) for edge in (number, number + 1))
        draw.rectangle((start, top + 3 * LETTERS // 2, end - 1, bottom - LETTERS // 3), fill=color.rgb)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES
    main(target / "output")
    gallery_page.make(target / "gallery")
    if target == SAMPLES:
        page = SAMPLES.parent / "docs" / "gallery.md"
        page.write_text(gallery_page.write_page(), encoding="utf-8")
