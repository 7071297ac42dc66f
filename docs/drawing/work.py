"""Draws what the pages on outputs, folders and films show."""

import importlib
import re
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Final, cast

import cv2
import numpy as np
import sheets
from PIL import Image

import cvpalette

PAGE: Final = Path(__file__).parent.parent / "write-an-output.md"


def draw(folder: Path) -> None:
    """Draw the pictures into a folder."""
    _draw_mosaic(folder / "typst-mosaic.webp")
    _draw_barcodes(folder / "barcode.webp")
    _draw_gallery(folder / "gallery-page.webp")


def _draw_mosaic(path: Path) -> None:
    """Draw a photo, and beside it what the page's output makes of it, as Typst sets it."""
    try:
        typst = importlib.import_module("typst")
    except ImportError:
        print("Typst is not there (pip install typst): a picture stays as it is", file=sys.stderr)
        return
    photo = sheets.SAMPLES / "coffee.png"
    with tempfile.TemporaryDirectory() as home:
        output = _take_block("cvpalette_typst/mosaic.py")
        text = output["TypstMosaic"]().render_image(cvpalette.extract(photo)).contents
        page = "#set page(width: auto, height: auto, margin: 0pt)\n#set square(size: 10pt)\n"
        document = Path(home, "mosaic.typ")
        document.write_text(page + text, encoding="utf-8")
        mosaic = Image.open(BytesIO(typst.compile(str(document), format="png", ppi=108))).convert("RGB")
    with Image.open(photo) as whole:
        left = whole.convert("RGB").resize(mosaic.size, Image.Resampling.LANCZOS)
    sheet = Image.new("RGB", (2 * mosaic.width + 16, mosaic.height), "white")
    sheet.paste(left, (0, 0))
    sheet.paste(mosaic, (mosaic.width + 16, 0))
    sheets.save_small(sheet, path)


def _take_block(file: str) -> dict[str, type]:
    """Return what the block of the page that is written to a file defines."""
    blocks = PAGE.read_text("utf-8").split("```python\n")
    block = next(block for block in blocks if block.startswith(f"# {file}\n"))
    names: dict[str, type] = {"__name__": __name__}  # type: ignore[dict-item]
    exec(compile(block.partition("```")[0], file, "exec"), names)  # noqa: S102 -- the page is ours
    return names


def _draw_barcodes(path: Path) -> None:
    """Draw both barcodes of a film that wanders over four photos."""
    with tempfile.TemporaryDirectory() as home:
        film = Path(home, "film.mp4")
        _write_film(film)
        extraction = cvpalette.extract(film)
    strips = []
    for style in ("columns", "means"):
        data = cast("bytes", cvpalette.render(extraction, "barcode", style=style, width=720, height=120))
        strips.append(Image.open(BytesIO(data)).convert("RGB"))
    sheet = Image.new("RGB", (720, 250), "white")
    sheet.paste(strips[0], (0, 0))
    sheet.paste(strips[1], (0, 130))
    sheets.save_small(sheet, path)


def _write_film(path: Path) -> None:
    """Write a film of 12 seconds in which a window of 160x90 pixels goes across each of four photos."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 25, (160, 90))
    for name in ("astronaut.webp", "chelsea.png", "coffee.png", "rocket.jpg"):
        photo = Image.open(sheets.SAMPLES / name).convert("RGB")
        photo = photo.resize((400, photo.height * 400 // photo.width))
        for part in np.linspace(0, 1, 75):
            left, top = round(part * (photo.width - 160)), round(part * (photo.height - 90))
            frame = np.asarray(photo.crop((left, top, left + 160, top + 90)))
            writer.write(np.ascontiguousarray(frame[:, :, ::-1]))
    writer.release()


def _draw_gallery(path: Path) -> None:
    """Shoot the gallery page of parts of the photos, as it is after somebody typed the color of the cup."""
    with tempfile.TemporaryDirectory() as home:
        for name in ("astronaut.webp", "chelsea.png", "coffee.png", "rocket.jpg"):
            photo = Image.open(sheets.SAMPLES / name).convert("RGB").resize((480, 320))
            parts = {"whole": (0, 0, 480, 320), "left": (0, 80, 240, 240), "right": (240, 80, 480, 240)}
            for part, box in parts.items():
                photo.crop(box).save(Path(home, f"{Path(name).stem}-{part}.png"))
        page = Path(home, "gallery.html")
        command = [sys.executable, "-Im", "cvpalette", home, "-o", str(page)]
        subprocess.run(command, check=True)
        text = page.read_text("utf-8")
    typed = (
        "<script>const field = document.getElementById('color'); field.value = '#a8321a';"
        "field.dispatchEvent(new Event('input', {bubbles: true}))</script>"
    )
    # The page lets no script run but its own.
    text = re.sub("<meta http-equiv=[^>]*>", "", text).replace("</body>", f"{typed}</body>")
    shot = sheets.shoot(text, 720, 560, 1.25)
    if shot:
        sheets.save_small(shot, path)
