"""Draws what docs/guides/devices.md shows: pictures on devices, in the colors that a person sees there."""

from pathlib import Path

import sheets
from PIL import Image

from cvpalette.quantizing.devices import find_device

# The width and height of a tile on a sheet. The dots of paper are fine, and so many of them need much room.
_TILE, _PAPER = (320, 240), (280, 200)
_MACHINES = ("gameboy", "zx-spectrum", "c64-multicolor", "nes", "pico-8", "teletext")
_PAPERS = ("waveshare-7.5", "waveshare-7.5b", "inky-7", "waveshare-7.3e")
_ART = ("zx-spectrum", "c64", "inky-what-red", "led-wall")
_GRAY = (236, 236, 236)


def draw(folder: Path) -> None:
    """Write the pictures of the page."""
    photo, game = sheets.SAMPLES / "coffee.png", sheets.SAMPLES / "gallery" / "game.png"
    logo = sheets.SAMPLES / "gallery" / "poster.png"
    with sheets.make_folder() as files:
        for name, devices, source, tile in (
            ("devices-machines", _MACHINES, photo, _TILE),
            ("devices-paper", _PAPERS, sheets.SAMPLES / "chelsea.png", _PAPER),
            ("devices-art", _ART, game, _TILE),
            ("devices-logo", _ART, logo, _TILE),
        ):
            shown = [(_place(_draw(files, source, device), tile), device) for device in devices]
            sheets.save_small(sheets.lay_out(shown, 2), folder / f"{name}.webp")


def _draw(files: Path, source: Path, name: str) -> Image.Image:
    """Draw a picture for a device, and show it with the device's measured colors."""
    sheets.run(str(source), "-f", "quantized", "-O", f"quantized.device={name}", "-o", "drawn.png", cwd=files)
    drawn = Image.open(files / "drawn.png")
    colors = find_device(name).measured_colors
    drawn.putpalette([level for color in colors for level in color.rgb])
    return drawn.convert("RGB")


def _place(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Put a picture in the middle of a tile: each pixel a whole number of times, or cut to the middle."""
    width, height = size
    times = max(1, min(width // picture.width, height // picture.height))
    large = picture.resize((picture.width * times, picture.height * times), Image.Resampling.NEAREST)
    left, top = (large.width - width) // 2, (large.height - height) // 2
    if left >= 0 and top >= 0:
        return large.crop((left, top, left + width, top + height))
    tile = Image.new("RGB", size, _GRAY)
    tile.paste(large, (-left, -top))
    return tile
