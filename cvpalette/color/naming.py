"""Name the colors of a palette: each gets the name of the nearest color of CSS or of the xkcd survey."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.color import Color
from cvpalette.color.difference import ciede2000
from cvpalette.color.names import CSS_COLORS
from cvpalette.color.palette import Palette
from cvpalette.color.spaces import to_space

__all__ = ["name_swatches"]

# Swatches that are compared with all named colors at once: the intermediate arrays stay below 10 MB each.
_BLOCK: Final = 1024


def name_swatches(palette: Palette, vocabulary: str) -> Palette:
    """Return the palette with a name for each swatch: that of the nearest named color (CIEDE2000).

    `vocabulary` is 'css', 148 names, or 'xkcd', 905 of the 949 most common names of the xkcd color survey.
    The other 44 name what a body gives off, a wound, or an insult. A repeated name gets a number: `navy-2`.
    """
    names, named = _read(vocabulary)
    swatches = _place(palette.colors)
    nearest = [
        at
        for start in range(0, len(swatches), _BLOCK)
        for at in ciede2000(swatches[start : start + _BLOCK, np.newaxis], named[np.newaxis]).argmin(axis=1)
    ]
    found = _numbered(names[at] for at in nearest)
    swatches_named = (replace(swatch, name=name) for swatch, name in zip(palette, found, strict=True))
    return replace(palette, swatches=tuple(swatches_named))


def _numbered(names: Iterator[str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield f"{name}-{seen[name]}" if seen[name] > 1 else name


@cache
def _read(vocabulary: str) -> tuple[list[str], NDArray[np.float64]]:
    """Return the names and their colors (n, 3) in CIELAB."""
    colors = CSS_COLORS if vocabulary == "css" else _read_xkcd()
    return list(colors), _place(tuple(map(Color.from_hex, colors.values())))


def _place(colors: tuple[Color, ...]) -> NDArray[np.float64]:
    """Return the colors in CIELAB (n, 3)."""
    return to_space([color.rgb for color in colors], "lab")


def _read_xkcd() -> Mapping[str, str]:
    lines = (files("cvpalette.color") / "xkcd.txt").read_text("ascii").splitlines()
    return {
        name: color for color, name in (line.split(" ", 1) for line in lines if not line.startswith("# "))
    }
