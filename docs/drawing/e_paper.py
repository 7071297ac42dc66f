"""Draws what docs/guides/e-paper.md shows: a photo on panels of few inks."""

from pathlib import Path

import sheets
from PIL import Image, ImageOps

import cvpalette

# One dot of a panel is two pixels wide, so that dots can be told apart.
_SIZE, _DOT = (160, 108), 2


def draw(folder: Path) -> None:
    """Write the pictures of the page."""
    with sheets.make_folder() as files:
        photo = ImageOps.fit(Image.open(sheets.SAMPLES / "coffee.png").convert("RGB"), _SIZE)
        photo.save(files / "panel.png")
        dithers = [
            (_draw(files, "epaper-7-measured", name), name)
            for name in ("none", "floyd-steinberg", "blue-noise")
        ]
        sheets.save_small(
            sheets.lay_out([(_enlarge(photo), "the photo"), *dithers], 2), folder / "e-paper-dithers.webp"
        )
        measured = (dithers[1][0], "mixed of the inks as they look")
        nominal = (
            _draw(files, "epaper-7", "floyd-steinberg", "epaper-7-measured"),
            "mixed of the nominal inks",
        )
        sheets.save_small(sheets.lay_out([measured, nominal]), folder / "e-paper-measured.webp")
        panels = ("epaper-bwr-measured", "epaper-gray4", "epaper-6-measured")
        shown = [(_draw(files, name, "floyd-steinberg"), name) for name in panels]
        sheets.save_small(sheets.lay_out(shown), folder / "e-paper-panels.webp")


def _draw(files: Path, palette: str, dither: str, shown: str = "") -> Image.Image:
    """Draw panel.png in a palette, and show it in that or another one of the same inks."""
    options = ("-O", f"quantized.dither={dither}")
    sheets.run("panel.png", "--palette", palette, "-f", "quantized", *options, "-o", "drawn.png", cwd=files)
    drawn = Image.open(files / "drawn.png")
    colors = cvpalette.read_palette(shown or palette).palette.colors
    drawn.putpalette([level for color in colors for level in color.rgb])
    return _enlarge(drawn.convert("RGB"))


def _enlarge(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width * _DOT, picture.height * _DOT), Image.Resampling.NEAREST)
