"""What the scripts in docs/drawing share: chips, labels, screenshots, and small files."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

import cvpalette

SAMPLES: Final = Path(__file__).parent.parent / "samples"
# The largest picture that a page may show, in bytes, and the qualities of WebP that are tried in this order.
LARGEST: Final = 60_000
_QUALITIES: Final = (90, 84, 78, 70, 60, 50)
_LETTERS: Final = 18


def save_small(image: Image.Image, path: Path) -> None:
    """Write an image as WebP, with the best quality that makes less than 60 kB.

    Raises:
        SystemExit: no quality does; draw it smaller.
    """
    for quality in _QUALITIES:
        stream = BytesIO()
        image.convert("RGB").save(stream, "WEBP", quality=quality, method=6)
        if len(stream.getvalue()) < LARGEST:
            path.write_bytes(stream.getvalue())
            return
    raise SystemExit(f"{path.name!r} of {image.width}x{image.height} pixels takes more than {LARGEST} bytes")


def draw_chips(
    sheet: Image.Image, colors: Iterable[cvpalette.Color], box: tuple[int, int, int, int], label: bool = True
) -> None:
    """Draw colors side by side in a box (left, top, right, bottom), with the hex of each written on it."""
    left, top, right, bottom = box
    chips = list(colors)
    for number, color in enumerate(chips):
        start, end = (left + (right - left) * edge // len(chips) for edge in (number, number + 1))
        pen = ImageDraw.Draw(sheet)
        pen.rectangle((start, top, end - 1, bottom - 1), fill=color.rgb)
        if label:
            ink = "white" if color.oklch[0] < 0.65 else "black"
            font = ImageFont.load_default(_LETTERS)
            pen.text(((start + end) / 2, bottom - 8), color.hex, ink, font, anchor="ms")


def write_label(sheet: Image.Image, at: tuple[int, int], text: str) -> None:
    """Write a line of black text, with its top left corner at a point."""
    ImageDraw.Draw(sheet).text(at, text, "black", ImageFont.load_default(_LETTERS))


def shoot(page: str, width: int, height: int, scale: float = 1.5) -> Image.Image | None:
    """Show a page of HTML in Chromium, `width` by `height` CSS pixels large, `scale` pixels each.

    Returns:
        What is to be seen; None if there is no Chromium, after telling so.
    """
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("neither 'chromium' nor 'google-chrome' is there: a picture stays as it is", file=sys.stderr)
        return None
    with tempfile.TemporaryDirectory() as folder:
        source, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        source.write_text(page, encoding="utf-8")
        how = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile")
        size = f"--window-size={width},{height}"
        looks = (f"--force-device-scale-factor={scale}", "--hide-scrollbars", size)
        command = [browser, *how, *looks, f"--screenshot={shot}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        with Image.open(shot) as image:
            return image.convert("RGB")
