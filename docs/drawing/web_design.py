"""Draws what docs/guides/web-design.md shows: its page in the colors of two photos, in Chromium."""

from pathlib import Path

import sheets
from PIL import Image

_WIDTH, _HEIGHT = 400, 500


def draw(folder: Path) -> None:
    """Write the pictures of the page."""
    page = sheets.read_block("guides/web-design.md", "page.html")
    with sheets.make_fixtures() as files:
        for photo, name in (("photo.jpg", "page"), ("samples/astronaut.webp", "astronaut")):
            sheets.run(photo, "-o", "theme.css", "-O", "css.roles=true", cwd=files)
            modes = [sheets.embed_sheet(page, files / "theme.css", mode) for mode in ("light", "dark")]
            shots = [sheets.shoot(text, _WIDTH, _HEIGHT, scale=1) for text in modes]
            both = Image.new("RGB", (2 * _WIDTH, _HEIGHT))
            for number, shot in enumerate(shots):
                if shot is None:
                    return
                both.paste(shot, (number * _WIDTH, 0))
            sheets.save_small(both, folder / f"web-design-{name}.webp")
