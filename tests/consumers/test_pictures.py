"""`svg` and `swatch` in librsvg and Chromium; `quantized` there and in Pillow, pngquant and ImageMagick."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import PIL.Image
import pytest

from cvpalette.color.color import Color
from cvpalette.decoding.image import Image
from cvpalette.extraction import Extraction
from cvpalette.quantizing.animation import Drawing, Nearest
from cvpalette.quantizing.writers import WRITERS

from .conftest import Write
from .hostile import COLORS, NAMES
from .painter import Painter
from .programs import Programs

_MEDIA_TYPES = {"png": "image/png", "gif": "image/gif", "webp": "image/webp"}


def test_librsvg_draws_the_colors(
    programs: Programs, write: Write, named: Extraction, tmp_path: Path
) -> None:
    """The drawing has each color beside the next."""
    picture = tmp_path / "drawn.png"
    programs.run(programs.find("rsvg-convert"), "-o", picture, write("svg", named))
    with PIL.Image.open(picture) as drawn:
        assert _list_runs(np.asarray(drawn.convert("RGB"))[0]) == list(COLORS)


@pytest.mark.parametrize(("name", "media_type"), [("svg", "image/svg+xml"), ("swatch", "image/png")])
def test_chromium_shows_the_colors(
    painter: Painter, write: Write, named: Extraction, name: str, media_type: str
) -> None:
    """The picture has each color beside the next."""
    pixels = painter.read_pixels(write(name, named).read_bytes(), media_type)
    assert _list_runs(pixels[0, :, :3]) == list(COLORS)


def test_chromium_reads_the_names_in_a_drawing(painter: Painter, write: Write, named: Extraction) -> None:
    """Each rectangle's title begins with its name and its color."""
    titles = painter.read_titles(write("svg", named).read_text(encoding="utf-8"))
    facts = [title.rsplit(", ", 1)[0] for title in titles]
    assert facts == [f"{name}, {color}" for name, color in zip(NAMES, COLORS, strict=True)]


@pytest.mark.parametrize("name", _MEDIA_TYPES)
@pytest.mark.parametrize("has_alpha", [False, True])
def test_browser_and_pillow_show_the_quantized_image(  # noqa: PLR0913 -- what is read, and by whom
    programs: Programs, painter: Painter, write: Write, named: Extraction, name: str, *, has_alpha: bool
) -> None:
    """An image of few colors is itself, every pixel, and clear where it was."""
    image = named.image
    wanted = np.dstack([image.pixels, np.full(image.pixels.shape[:2], 255, np.uint8)])
    if has_alpha:
        wanted[:, ::2, 3] = 0
        image = replace(image, alpha=wanted[..., 3].copy())
    path = write("quantized", replace(named, image=image), format=name)
    read = programs.ask_python("python", "pillow_pixels.py", path)
    assert read["mode"] == ("RGBA" if name == "webp" and has_alpha else "RGB" if name == "webp" else "P")
    in_pillow = np.array(read["levels"], np.uint8).reshape(wanted.shape)
    in_browser = painter.read_pixels(path.read_bytes(), _MEDIA_TYPES[name])
    for shown in (in_pillow, in_browser):
        assert (shown[..., 3] == wanted[..., 3]).all()
        assert (shown[wanted[..., 3] > 0] == wanted[wanted[..., 3] > 0]).all()


@pytest.mark.parametrize("name", _MEDIA_TYPES)
@pytest.mark.parametrize("loops", [0, 1, 3])
def test_chromium_plays_an_animation(painter: Painter, name: str, loops: int) -> None:
    """Each frame with its pixels, its time and its transparency, as often as it was."""
    colors = tuple(Color.from_hex(text) for text in COLORS)
    levels = np.array([color.rgb for color in colors], np.uint8)
    frames, wanted = [], []
    for number in range(4):
        pixels = levels[np.add.outer(np.arange(6), np.arange(9)) % len(levels)]
        pixels[1:3, number : number + 3] = levels[number]
        alpha = np.full((6, 9), 255, np.uint8)
        alpha[3:5, 2 * number : 2 * number + 2] = 0
        frames.append(Image(pixels, alpha, seconds=0.1 + 0.05 * number, loops=loops))
        wanted.append(np.dstack([pixels, alpha]) * (alpha > 0)[:, :, None])
    drawing = Drawing(
        colors=colors, painter=Nearest(colors, "lab"), writer=WRITERS[name], binary=name == "gif"
    )
    shown = painter.read_frames(drawing.draw(lambda: iter(frames)).contents, _MEDIA_TYPES[name])
    assert shown["repetitions"] == (loops - 1 if loops else None)
    assert [frame["seconds"] for frame in shown["frames"]] == pytest.approx([0.1, 0.15, 0.2, 0.25])
    for frame, pixels in zip(shown["frames"], wanted, strict=True):
        assert np.array_equal(frame["pixels"], pixels)


@pytest.mark.parametrize("name", ["gif", "webp", "bmp", "tiff", "pcx", "ico", "xpm"])
def test_imagemagick_reads_the_quantized_image(
    programs: Programs, write: Write, named: Extraction, name: str
) -> None:
    """Every pixel of it, as a PNG that it makes of the file."""
    path = write("quantized", named, format=name)
    path = path.rename(path.with_name(f"picture.{name}"))
    programs.run(programs.find("mogrify"), "-format", "png", path)
    with PIL.Image.open(path.with_suffix(".png")) as picture:
        assert np.array_equal(np.asarray(picture.convert("RGB")), named.image.pixels)


_SHOW = """#include <stdio.h>
#include "picture.h"
int main(void) {
  for (unsigned long at = 0; at < sizeof NAME_pixels; at++) printf("%d\\n", NAME_pixels[at]);
  return NAME_WIDTH * NAME_HEIGHT == 0;
}
"""


def test_gcc_compiles_the_pixels(programs: Programs, write: Write, named: Extraction) -> None:
    """Without a warning, and the bytes are those of the raw file."""
    header = write("quantized", named, format="h")
    header = header.rename(header.with_name("picture.h"))
    found = re.search(r"char (\w+)_pixels", header.read_text("ascii"))
    assert found
    source = header.with_name("main.c")
    shown = _SHOW.replace("NAME_WIDTH", f"{found[1].upper()}_WIDTH").replace(
        "NAME_HEIGHT", f"{found[1].upper()}_HEIGHT"
    )
    source.write_text(shown.replace("NAME", found[1]), "ascii")
    strict = ("-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror")
    programs.run(programs.find("gcc"), *strict, source, "-o", source.with_suffix(""), warns=False)
    numbers = bytes(map(int, programs.run(source.with_suffix("")).split()))
    assert numbers == write("quantized", named, format="bin").read_bytes()


@pytest.fixture
def strip(write: Write, named: Extraction, tmp_path: Path) -> Path:
    """Write a picture of a pixel a color, as other quantizers take for a palette."""
    return write("strip", named).rename(tmp_path / "strip.png")


@pytest.fixture
def noise(tmp_path: Path) -> Path:
    """Write a picture of any colors, and of the palette's."""
    pixels = np.random.default_rng(7).integers(0, 256, (64, 64, 3), np.uint8)
    pixels[0, : len(COLORS)] = [Color.from_hex(color).rgb for color in COLORS]
    path = tmp_path / "noise.png"
    PIL.Image.fromarray(pixels).save(path)
    return path


def test_imagemagick_remaps_to_a_strip(programs: Programs, strip: Path, noise: Path) -> None:
    """The picture that it changes is in the colors of the strip afterwards."""
    programs.run(programs.find("mogrify"), "+dither", "-remap", strip, noise)
    assert _list_colors(noise) == set(COLORS)


@pytest.mark.parametrize("name", ["png", "gif", "bmp"])
def test_pillow_reads_a_strip(programs: Programs, write: Write, named: Extraction, name: str) -> None:
    """Its pixels are the colors, from left to right."""
    read = programs.ask_python("python", "pillow_pixels.py", write("strip", named, format=name))
    assert read["mode"] == "P"
    levels = np.array(read["levels"], np.uint8).reshape(-1, 4)
    assert ["#" + bytes(pixel[:3]).hex() for pixel in levels] == list(COLORS)


def test_pillow_reads_a_barcode(programs: Programs, write: Write, named: Extraction) -> None:
    """Of a film whose every frame has one color, it has a stripe for each."""
    frames = np.array([color.rgb for color in named.palette.colors], np.uint8)
    film = replace(named, columns=frames[:, np.newaxis].repeat(64, axis=1))
    path = write("barcode", film, width=str(len(COLORS)), height="2")
    read = programs.ask_python("python", "pillow_pixels.py", path)
    levels = np.array(read["levels"], np.uint8).reshape(2, len(COLORS), 4)
    assert ["#" + bytes(pixel[:3]).hex() for pixel in levels[0]] == list(COLORS)


def test_pngquant_maps_to_a_strip(programs: Programs, strip: Path, noise: Path, tmp_path: Path) -> None:
    """Its result is in the colors of the strip."""
    result = tmp_path / "result.png"
    programs.run(programs.find("pngquant"), "--nofs", "--map", strip, "-o", result, noise)
    assert _list_colors(result) == set(COLORS)


def _list_runs(row: npt.NDArray[np.uint8]) -> list[str]:
    """Return the colors of a row of pixels from left to right, each that goes on only once."""
    colors = ["#" + bytes(pixel).hex() for pixel in row]
    return [color for color, before in zip(colors, ["", *colors], strict=False) if color != before]


def _list_colors(path: Path) -> set[str]:
    with PIL.Image.open(path) as picture:
        pixels = np.asarray(picture.convert("RGB")).reshape(-1, 3)
    return {"#" + bytes(pixel).hex() for pixel in np.unique(pixels, axis=0)}
