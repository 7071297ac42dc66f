"""Draws what docs/start.md shows: the table at a terminal, the page, and the picture in few colors."""

from pathlib import Path

import sheets
from PIL import Image


def draw(folder: Path) -> None:
    """Write the pictures of the page."""
    with sheets.make_fixtures() as files:
        _shoot_terminal(files, folder)
        _shoot_page(files, folder)
    _draw_quantized(folder)


def _shoot_terminal(files: Path, folder: Path) -> None:
    shot = sheets.shoot_terminal(["photo.jpg"], files, rows=10)
    if shot:
        sheets.save_small(shot, folder / "start-terminal.webp")


def _shoot_page(files: Path, folder: Path) -> None:
    sheets.run("photo.jpg", "--names", "css", "-o", "colors.css", cwd=files)
    page = sheets.read_block("start.md", "page.html")
    shot = sheets.shoot(sheets.embed_sheet(page, files / "colors.css"), width=560, height=260)
    if shot:
        sheets.save_small(shot, folder / "start-page.webp")


def _draw_quantized(folder: Path) -> None:
    with sheets.make_folder() as files:
        photo = Image.open(sheets.SAMPLES / "coffee.png").convert("RGB").resize((300, 200))
        photo.save(files / "photo.png")
        sheets.run("photo.png", "-f", "quantized", "-o", "few.png", cwd=files)
        dithered = ("-f", "quantized", "-O", "quantized.dither=floyd-steinberg", "-o", "dithered.png")
        sheets.run("photo.png", "-k", "16", *dithered, cwd=files)
        shown = [("photo.png", "the photo"), ("few.png", "6 colors"), ("dithered.png", "16 colors, dithered")]
        pictures = [(Image.open(files / name).convert("RGB"), label) for name, label in shown]
        sheets.save_small(sheets.lay_out(pictures), folder / "start-quantized.webp")
