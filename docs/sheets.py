"""What the scripts in docs/drawing share: chips, labels, screenshots, and small files."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont

import cvpalette

DOCS: Final = Path(__file__).parent
SAMPLES: Final = DOCS.parent / "samples"
# The largest picture that a page may show, in bytes, and the qualities of WebP that are tried in this order.
LARGEST: Final = 60_000
_QUALITIES: Final = (90, 84, 78, 70, 60, 50)
_LETTERS: Final = 18
_GAP: Final = 12
_BLOCK: Final = re.MULTILINE | re.DOTALL
_TERMINAL: Final = """<meta charset="utf-8"><style>
  body {{ background: #1b1b1f; color: #e6e6e6; margin: 0; padding: 12px }}
  pre {{ font: 14px/20px "DejaVu Sans Mono", monospace; margin: 0 }}
</style><pre>{code}</pre>"""


def save_small(image: Image.Image, path: Path) -> None:
    """Write an image as WebP, without loss or with the best quality that makes less than 60 kB.

    Raises:
        SystemExit: no quality does; draw it smaller.
    """
    ways: list[dict[str, Any]] = [{"lossless": True}, *({"quality": quality} for quality in _QUALITIES)]
    for way in ways:
        stream = BytesIO()
        image.convert("RGB").save(stream, "WEBP", method=6, **way)
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


def lay_out(pictures: Sequence[tuple[Image.Image, str]], columns: int = 0) -> Image.Image:
    """Lay pictures of one size side by side, with a label above each, in rows of so many or in one row."""
    width, height = pictures[0][0].size
    columns = columns or len(pictures)
    rows = -(-len(pictures) // columns)
    across, down = width + _GAP, height + _GAP + 3 * _LETTERS // 2
    sheet = Image.new("RGB", (columns * across + _GAP, rows * down + _GAP), "white")
    for number, (picture, label) in enumerate(pictures):
        left, top = _GAP + number % columns * across, _GAP + number // columns * down
        write_label(sheet, (left, top), label)
        sheet.paste(picture, (left, top + 3 * _LETTERS // 2))
    return sheet


@contextmanager
def make_folder() -> Iterator[Path]:
    """Give an empty folder that is gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@contextmanager
def make_fixtures() -> Iterator[Path]:
    """Give a folder with the files that the pages name, as the tests of the pages have them."""
    sys.path.insert(0, str(DOCS.parent))
    from tests.docs import fixtures  # noqa: PLC0415 -- the tests are found only now

    with make_folder() as folder:
        fixtures.make(folder)
        yield folder


def run(*words: str, cwd: Path) -> str:
    """Run the command in a folder, and give what it prints."""
    command = [sys.executable, "-Im", "cvpalette", *words]
    return subprocess.run(
        command, cwd=cwd, check=True, capture_output=True, text=True, encoding="utf-8"
    ).stdout


def read_block(page: str, file: str) -> str:
    """Read the block of a page that becomes a file, such as 'page.html'."""
    found = re.search(
        rf"^```\w+\n(\S+ {re.escape(file)}\b.*?)^```$", (DOCS / page).read_text("utf-8"), _BLOCK
    )
    if found is None:
        raise SystemExit(f"{page!r} has no block for the file {file!r}")
    return found[1]


def embed_sheet(page: str, sheet: Path, scheme: str = "") -> str:
    """Put a style sheet into a page that links it; `scheme` is 'light' or 'dark', or that of the browser."""
    link = f'<link rel="stylesheet" href="{sheet.name}">'
    if link not in page:
        raise SystemExit(f"the page does not link {sheet.name!r}")
    rule = f":root {{ color-scheme: {scheme} !important; }}" if scheme else ""
    return page.replace(link, f"<style>{sheet.read_text('utf-8')}{rule}</style>")


def shoot_terminal(words: Sequence[str], cwd: Path, rows: int, columns: int = 76) -> Image.Image | None:
    """Show what the command prints at a terminal of 24-bit color, in Chromium; None without Chromium."""
    import pty  # noqa: PLC0415 -- not on Windows

    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    here, there = pty.openpty()
    settings = {"COLORTERM": "truecolor", "TERM": "xterm-256color", "COLUMNS": str(columns), "LINES": "40"}
    command = [sys.executable, "-Im", "cvpalette", *words]
    subprocess.run(command, cwd=cwd, check=True, stdout=there, env={**os.environ, **settings})
    os.close(there)
    written = b""
    try:
        while chunk := os.read(here, 65536):
            written += chunk
    except OSError:  # how Linux says that all is read
        pass
    os.close(here)
    console = Console(record=True, width=columns, file=StringIO(), color_system="truecolor")
    console.print(Text(f"$ cvpalette {' '.join(words)}"))
    console.print(Text.from_ansi(written.decode().replace("\r", "")))
    page = console.export_html(inline_styles=True, code_format=_TERMINAL)
    return shoot(page, width=round(columns * 8.45) + 24, height=rows * 20 + 24)


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
