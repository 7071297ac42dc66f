"""The files that the documentation's commands name, made small from the samples."""

import os
import shutil
import tempfile
from pathlib import Path

import cv2
import numpy as np
import PIL.Image
import PIL.ImageDraw

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch

CHECKOUT = Path(__file__).parents[2]
SAMPLES = CHECKOUT / "samples"

#: The width of photos, in pixels: what finds their colors takes a few milliseconds.
WIDTH = 240

#: The swatches of `brand`: their names, colors and groups.
BRAND = (
    ("Ink", "#264653", "Brand"),
    ("Sea", "#2a9d8f", "Brand"),
    ("Sand", "#e9c46a", "Brand"),
    ("Clay", "#e76f51", "Signals"),
    ("Leaf", "#8ab17d", "Signals"),
)


def make(folder: Path) -> None:
    """Fill a folder with all that commands and programs of the documentation name."""
    photo = _shrink("coffee.png")
    photo.save(folder / "photo.jpg", quality=90)
    photo.save(folder / "photo.png")
    (folder / "broken.jpg").write_bytes((folder / "photo.jpg").read_bytes()[:4000])
    (folder / "notes.txt").write_text("Buy milk.\n", encoding="utf-8")
    _draw_shoe().save(folder / "shoe.jpg", quality=90)
    mask = PIL.Image.new("L", (WIDTH, 160), 0)
    PIL.ImageDraw.Draw(mask).rectangle((40, 50, 200, 130), 255)
    mask.save(folder / "mask.png")
    _draw_logo(folder)
    _draw_sprite().save(folder / "sprite.png")
    _write_brand(folder)
    _write_photos(folder / "photos")
    _write_film(folder)
    if SAMPLES.is_dir():
        _link(SAMPLES, folder / "samples")


def make_once(shared: Path) -> Path:
    """Return a folder as `make` fills it, made by the first of many processes that asks for it."""
    target = shared / "documented"
    if not target.is_dir():
        made = Path(tempfile.mkdtemp(dir=shared))
        make(made)
        try:
            made.rename(target)
        except OSError:  # another one was first
            shutil.rmtree(made)
    return target


def _shrink(name: str) -> PIL.Image.Image:
    photo = PIL.Image.open(SAMPLES / name).convert("RGB")
    return photo.resize((WIDTH, photo.height * WIDTH // photo.width), PIL.Image.Resampling.BOX)


def _draw_shoe() -> PIL.Image.Image:
    """Return a red shoe with a black sole before a white backdrop."""
    shoe = PIL.Image.new("RGB", (WIDTH, 160), "white")
    draw = PIL.ImageDraw.Draw(shoe)
    draw.polygon(((50, 60), (110, 60), (150, 95), (195, 105), (195, 122), (50, 122)), "#c8102e")
    draw.polygon(((50, 60), (82, 60), (82, 122), (50, 122)), "#8a1024")
    draw.rectangle((48, 122, 198, 132), "#101820")
    draw.line((112, 66, 140, 92), "#f2a900", 5)
    return shoe


def _draw_logo(folder: Path) -> None:
    """Write a logo of three flat colors, as a drawing and with transparent surroundings as pixels."""
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120">\n'
        '  <circle cx="60" cy="60" r="56" fill="#264653"/>\n'
        '  <rect x="28" y="28" width="64" height="64" fill="#e9c46a"/>\n'
        '  <rect x="44" y="44" width="32" height="32" fill="#e76f51"/>\n'
        "</svg>\n"
    )
    (folder / "logo.svg").write_text(drawing, encoding="utf-8")
    logo = PIL.Image.new("RGBA", (120, 120))
    draw = PIL.ImageDraw.Draw(logo)
    draw.ellipse((4, 4, 115, 115), "#264653")
    draw.rectangle((28, 28, 91, 91), "#e9c46a")
    draw.rectangle((44, 44, 75, 75), "#e76f51")
    logo.save(folder / "logo.png")


def _draw_sprite() -> PIL.Image.Image:
    """Return pixel art: a mushroom of 16 x 16 pixels in four colors, on nothing."""
    # The left half; the right one is its mirror image.
    rows = (
        *("......##", "....##rr", "...#rrrr", "..#rrrww", ".#rrrrww", ".#rwrrrw", "#rwwwrrr", "#rwwwrrr"),
        *("#rrwrrrr", "#rrrr###", ".####www", "...#wwww", "...#ww#w", "...#ww#w", "....#www", ".....###"),
    )
    inks = {".": (0, 0, 0, 0), "#": (43, 32, 48, 255), "r": (214, 57, 64, 255), "w": (255, 233, 199, 255)}
    pixels = np.array([[inks[sign] for sign in row + row[::-1]] for row in rows], np.uint8)
    return PIL.Image.fromarray(pixels)


def _write_brand(folder: Path) -> None:
    swatches = tuple(
        Swatch(Color.from_hex(color), 0.2, name=name, group=group) for name, color, group in BRAND
    )
    grouped = cvpalette.Result.of_palette(Palette(swatches, "Brand"), "brand")
    cvpalette.save(grouped, folder / "brand.ase")
    named = Palette.of_colors([swatch.color for swatch in swatches], [name for name, *_ in BRAND], "Brand")
    cvpalette.save(cvpalette.Result.of_palette(named, "brand"), folder / "brand.gpl")


def _write_photos(folder: Path) -> None:
    """Write six photos, one of them in a folder of its own."""
    (folder / "holiday").mkdir(parents=True)
    for name in ("astronaut.webp", "chelsea.png", "coffee.png", "rocket.jpg"):
        _shrink(name).save(folder / f"{Path(name).stem}.jpg", quality=85)
    _draw_shoe().save(folder / "shoe.jpg", quality=85)
    _shrink("rocket.jpg").crop((0, 0, WIDTH, 80)).save(folder / "holiday" / "sky.jpg", quality=85)


def _write_film(folder: Path) -> None:
    """Write a film of two seconds and an animation: a sky that goes from night to day."""
    night, day = np.array((16, 24, 48)), np.array((150, 200, 240))
    frames = []
    for number in range(20):
        frame = np.empty((48, 64, 3), np.uint8)
        frame[:] = night + (day - night) * number // 19
        frame[36:] = (40, 70, 40)
        frames.append(frame)
    writer = cv2.VideoWriter(str(folder / "film.mp4"), cv2.VideoWriter.fourcc(*"mp4v"), 10, (64, 48))
    for frame in frames:
        writer.write(frame[:, :, ::-1])
    writer.release()
    first, *others = (PIL.Image.fromarray(frame) for frame in frames[::5])
    first.save(folder / "animation.gif", save_all=True, append_images=others, duration=100, loop=0)


def _link(target: Path, link: Path) -> None:
    """Link a folder, or copy it where links need a right that users lack."""
    try:
        link.symlink_to(target, target_is_directory=True)
    except OSError:
        shutil.copytree(target, link)


def copy(made: Path, folder: Path) -> None:
    """Give a page a folder of its own, in which it may write."""
    shutil.copytree(made, folder, symlinks=True, dirs_exist_ok=True)
    assert os.access(folder / "photo.jpg", os.W_OK)
