"""Draws what docs/guides/sizes.md shows: a photo in other proportions, and without its speckles."""

from pathlib import Path

import sheets
from PIL import Image


def draw(folder: Path) -> None:
    """Write the pictures of the page."""
    with sheets.make_folder() as files:
        Image.open(sheets.SAMPLES / "coffee.png").save(files / "coffee.png")
        Image.open(sheets.SAMPLES / "chelsea.png").save(files / "chelsea.png")
        fits = [
            (_draw(files, "coffee.png", f"fit={fit}"), fit) for fit in ("fill", "pad", "stretch", "inside")
        ]
        sheets.save_small(sheets.lay_out(fits), folder / "sizes-fits.webp")
        speckled = _draw(files, "chelsea.png", "despeckle=0", size="400x266", colors="8")
        merged = _draw(files, "chelsea.png", "despeckle=80", size="400x266", colors="8")
        sheets.save_small(
            sheets.lay_out([(speckled, "8 colors"), (merged, "and despeckle=80")]),
            folder / "sizes-despeckle.webp",
        )


def _draw(files: Path, name: str, option: str, size: str = "200x200", colors: str = "16") -> Image.Image:
    """Draw a picture in a size, and lay one that is smaller on gray."""
    words = ("-k", colors, "-f", "quantized", "-O", f"quantized.size={size}", "-O", f"quantized.{option}")
    sheets.run(name, *words, "-o", "drawn.png", "--force", cwd=files)
    drawn = Image.open(files / "drawn.png").convert("RGB")
    sheet = Image.new("RGB", tuple(map(int, size.split("x"))), "#dddddd")
    sheet.paste(drawn, (0, 0))
    return sheet
