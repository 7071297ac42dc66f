"""Draws what docs/guides/brand-colors.md shows: the brand's swatches, and a photo in its colors."""

from pathlib import Path

import sheets
from PIL import Image


def draw(folder: Path) -> None:
    """Write the pictures of the page."""
    with sheets.make_fixtures() as files:
        size = ("-O", "swatch.width=720", "-O", "swatch.height=150")
        sheets.run("brand.gpl", "-f", "swatch", *size, "-o", "brand.png", cwd=files)
        sheets.save_small(Image.open(files / "brand.png"), folder / "brand-colors-swatch.webp")
        photo = Image.open(sheets.SAMPLES / "coffee.png").convert("RGB").resize((360, 240))
        photo.save(files / "cup.png")
        drawn = ("-f", "quantized", "-O", "quantized.dither=floyd-steinberg", "-o", "branded.png")
        sheets.run("cup.png", "--palette", "brand.gpl", *drawn, cwd=files)
        both = [
            (photo, "the photo"),
            (Image.open(files / "branded.png").convert("RGB"), "in the brand's colors"),
        ]
        sheets.save_small(sheets.lay_out(both), folder / "brand-colors-photo.webp")
