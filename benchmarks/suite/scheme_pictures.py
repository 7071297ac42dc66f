"""The pictures that schemes are made of: photos, odd images, and palettes made here."""

import colorsys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from cvpalette import CvpaletteError, read_image
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.extraction import extract
from cvpalette.roles.scheme import Scheme, make_scheme
from suite.halves import find_photos

# In pixels: the longer side that a peer needs to see, and a band of a palette.
SIDE: Final = 1024
BAND: Final = (64, 256)


def _turn(number: int, saturation: float = 1.0, value: float = 1.0) -> list[str]:
    """Return colors of so many hues, evenly spread."""
    levels = [colorsys.hsv_to_rgb(each / number, saturation, value) for each in range(number)]
    return ["#" + "".join(f"{round(255 * level):02x}" for level in three) for three in levels]


PALETTES: Final = {
    "black": ["#000000"],
    "white": ["#ffffff"],
    "gray": ["#808080"],
    "grays": ["#101010", "#4a4a4a", "#8c8c8c", "#d9d9d9"],
    "1 bit": ["#000000", "#ffffff"],
    "one blue": ["#1d4ed8"],
    "one yellow": ["#ffee00"],
    "one pale pink": ["#fbe4ea"],
    "one near black": ["#05060f"],
    "two near equal": ["#3b7a57", "#3b7b58"],
    "two complements": ["#00c853", "#d500f9"],
    "red and green": ["#ff0000", "#00ff00"],
    "primaries": ["#ff0000", "#00ff00", "#0000ff"],
    "printing inks": ["#00ffff", "#ff00ff", "#ffff00", "#000000"],
    "rainbow": _turn(12),
    "pastels": _turn(8, 0.2, 1.0),
    "neon on black": ["#000000", "#39ff14", "#ff073a", "#04d9ff"],
    "browns": ["#2b1d0e", "#5c4033", "#8b5a2b", "#c4a484"],
    "only dark": _turn(6, 0.9, 0.15),
    "only light": ["#fffdf7", "#f7fff9", "#f9f7ff", "#fff7fa"],
}


@dataclass(frozen=True)
class Source:
    """A picture or a palette: its kind, its name, our scheme of it, and a file for the peers to read."""

    kind: str
    name: str
    scheme: Scheme
    path: Path


def list_sources(photos: Path, odd: Path | None, cache: Path) -> Iterator[Source]:
    """Yield the photos, the images of the folder `odd` that can be read, and the palettes.

    The peers read an odd image as we decoded it, and a palette as bands of the same width: how well they
    read files is not measured here.
    """
    cache.mkdir(parents=True, exist_ok=True)
    for path in find_photos(photos):
        yield Source("photos", path.name, extract(path).scheme, path)
    for path in sorted(odd.iterdir()) if odd else ():
        if path.name != "manifest.csv" and (scheme := _scheme_of(path)):
            yield Source("odd images", path.name, scheme, _save_decoded(path, cache))
    for name, colors in PALETTES.items():
        palette = Palette.of_colors(map(Color.from_hex, colors))
        yield Source("palettes", name, make_scheme(palette), _save_bands(name, palette, cache))


def _scheme_of(path: Path) -> Scheme | None:
    try:
        return extract(path).scheme
    except CvpaletteError:
        return None


def _save_decoded(path: Path, cache: Path) -> Path:
    saved = cache / f"{path.name}.png"
    if not saved.exists():
        image = read_image(path)
        layers = [image.pixels] if image.alpha is None else [image.pixels, image.alpha[..., None]]
        picture = Image.fromarray(np.concatenate(layers, axis=2))
        picture.thumbnail((SIDE, SIDE))
        picture.save(saved)
    return saved


def _save_bands(name: str, palette: Palette, cache: Path) -> Path:
    saved = cache / f"palette {name}.png"
    if not saved.exists():
        row = np.repeat(np.array([color.rgb for color in palette.colors], np.uint8), BAND[0], axis=0)
        Image.fromarray(np.repeat(row[None], BAND[1], axis=0)).save(saved)
    return saved
