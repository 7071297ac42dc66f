"""Draws what docs/guides/recoloring.md shows: photos in the colors of palettes, and of other photos."""

import re
from pathlib import Path

import sheets
from PIL import Image, ImageOps

_SIZE = (240, 160)
_PAGE = sheets.DOCS / "guides" / "recoloring.md"
_PHOTOS = {"chelsea": "chelsea.png", "coffee": "coffee.png", "rocket": "rocket.jpg"}


def draw(folder: Path) -> None:
    """Write the pictures of the page."""
    with sheets.make_folder() as files:
        for name, file in _PHOTOS.items():
            photo = ImageOps.fit(Image.open(sheets.SAMPLES / file).convert("RGB"), _SIZE)
            photo.save(files / f"{name}.png")
        for name, digits in re.findall(r"printf '%s\\n' ([^>]*) > (\w+)\.hex", _PAGE.read_text("utf-8")):
            (files / f"{digits}.hex").write_text(
                name.replace("\\\n> ", "").replace(" ", "\n") + "\n", "utf-8"
            )
        rows = []
        for name in _PHOTOS:
            rows.append((Image.open(files / f"{name}.png"), "the photo"))
            rows += [
                (_recolor(files, name, "--palette", f"{each}.hex"), each)
                for each in ("nord", "gruvbox", "dusk")
            ]
        sheets.save_small(sheets.lay_out(rows, 4), folder / "recoloring-palettes.webp")
        liked = [
            (Image.open(files / "rocket.png"), "the photo"),
            (Image.open(files / "coffee.png"), "the other picture"),
            (_recolor(files, "rocket", "--like", "coffee.png"), "--like coffee.png"),
            (_recolor(files, "rocket", "--like", "coffee.png", "amount=0.5"), "amount 0.5"),
        ]
        sheets.save_small(sheets.lay_out(liked, 4), folder / "recoloring-like.webp")
        kept = [
            (_recolor(files, "chelsea", "--palette", "nord.hex"), "nord"),
            (
                _recolor(files, "chelsea", "--palette", "nord.hex", "keep-lightness=true"),
                "with its lightness",
            ),
        ]
        sheets.save_small(sheets.lay_out(kept), folder / "recoloring-lightness.webp")


def _recolor(files: Path, name: str, flag: str, colors: str, option: str = "") -> Image.Image:
    words = ("-O", f"recolored.{option}") if option else ()
    sheets.run(f"{name}.png", flag, colors, "-f", "recolored", *words, "-o", "drawn.png", cwd=files)
    with Image.open(files / "drawn.png") as drawn:
        return drawn.convert("RGB")
