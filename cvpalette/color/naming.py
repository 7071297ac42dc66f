"""Names for swatches: for each colour the nearest that CSS, or the xkcd survey, has a name for."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.arrays import to_space
from cvpalette.color.color import Color
from cvpalette.color.difference import ciede2000
from cvpalette.color.names import CSS_COLORS
from cvpalette.color.palette import Palette

__all__ = ["name_swatches"]


def name_swatches(palette: Palette, vocabulary: str) -> Palette:
    """Return the palette with the nearest name (CIEDE2000) for each swatch, from 'css' or 'xkcd'.

    A name that comes again is numbered: `navy`, `navy-2`.
    """
    names, named = _read(vocabulary)
    swatches = to_space(np.array([color.rgb for color in palette.colors], np.float64), "lab")
    nearest = ciede2000(swatches[:, np.newaxis], named[np.newaxis]).argmin(axis=1)
    seen: dict[str, int] = {}
    found = []
    for swatch, at in zip(palette, nearest, strict=True):
        name = names[at]
        seen[name] = seen.get(name, 0) + 1
        found.append(replace(swatch, name=f"{name}-{seen[name]}" if seen[name] > 1 else name))
    return replace(palette, swatches=tuple(found))


@cache
def _read(vocabulary: str) -> tuple[list[str], NDArray[np.float64]]:
    """Return the names, and their colours in CIELAB (n, 3)."""
    colors = CSS_COLORS if vocabulary == "css" else _read_xkcd()
    rgb = np.array([Color.from_hex(text).rgb for text in colors.values()], np.float64)
    return list(colors), np.asarray(to_space(rgb, "lab"), np.float64)


def _read_xkcd() -> Mapping[str, str]:
    lines = (files("cvpalette.color") / "xkcd.txt").read_text("ascii").splitlines()
    return {
        name: color for color, name in (line.split(" ", 1) for line in lines if not line.startswith("# "))
    }
