"""Name the colors of a palette after the colors of CSS, of the xkcd survey, or of another palette."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.color import Color
from cvpalette.color.difference import ciede2000
from cvpalette.color.names import CSS_COLORS
from cvpalette.color.palette import Palette
from cvpalette.color.spaces import to_space

__all__ = ["name_swatches"]

_Coordinates: TypeAlias = NDArray[np.float64]

# Swatches that are compared with all named colors at once: the intermediate arrays stay below 10 MB each.
_BLOCK: Final = 1024 * 905


def name_swatches(palette: Palette, vocabulary: str | Palette) -> Palette:
    """Return the palette with a name for each swatch, and its distance (CIEDE2000) to the named color.

    `vocabulary` is 'css', 148 names; 'xkcd', 905 of the 949 most common names of the xkcd color survey; or a
    palette, whose colors with a name count. The nearest of these colors gives the name. The 44 names of the
    survey that are left out tell what a body gives off, a wound, or an insult. 'basic' gives the one of 27
    words that most people in this survey use. A repeated name gets a number: `navy-2`.
    """
    swatches = _place(palette.colors)
    if isinstance(vocabulary, Palette):
        called = [swatch for swatch in vocabulary if swatch.name]
        names, named = [swatch.name for swatch in called], _place(tuple(swatch.color for swatch in called))
    else:
        names, named = _read(vocabulary)
    if vocabulary == "basic":
        from cvpalette.color.basic import say_basic  # noqa: PLC0415 -- few runs ask for these words

        chosen = say_basic(swatches)
        distances = ciede2000(swatches, named[chosen])
    else:
        chosen, distances = _find_nearest(swatches, named)
    found = _numbered(names[at] for at in chosen)
    swatches_named = (
        replace(swatch, name=name, name_distance=distance)
        for swatch, name, distance in zip(palette, found, distances.tolist(), strict=True)
    )
    return replace(palette, swatches=tuple(swatches_named))


def _find_nearest(swatches: _Coordinates, named: _Coordinates) -> tuple[NDArray[np.intp], _Coordinates]:
    """Return the number of the nearest named color for each swatch, and their distance."""
    step = max(1, _BLOCK // len(named))
    nearest, least = [], []
    for start in range(0, len(swatches), step):
        distances = ciede2000(swatches[start : start + step, np.newaxis], named[np.newaxis])
        nearest.append(distances.argmin(axis=1))
        least.append(distances.min(axis=1))
    return np.concatenate(nearest), np.concatenate(least)


def _numbered(names: Iterator[str]) -> Iterator[str]:
    taken: set[str] = set()
    seen: dict[str, int] = {}
    for name in names:
        number, free = seen.get(name, 1), name
        while free in taken:
            number += 1
            free = f"{name}-{number}"
        seen[name] = number
        taken.add(free)
        yield free


@cache
def _read(vocabulary: str) -> tuple[list[str], _Coordinates]:
    """Return the names and their colors (n, 3) in CIELAB."""
    colors = _COLORS[vocabulary]()
    return list(colors), _place(tuple(map(Color.from_hex, colors.values())))


def _place(colors: tuple[Color, ...]) -> _Coordinates:
    """Return the colors in CIELAB (n, 3)."""
    return to_space([color.rgb for color in colors], "lab")


def _read_xkcd() -> Mapping[str, str]:
    lines = (files("cvpalette.color") / "xkcd.txt").read_text("ascii").splitlines()
    return {
        name: color for color, name in (line.split(" ", 1) for line in lines if not line.startswith("# "))
    }


def _read_basic() -> Mapping[str, str]:
    from cvpalette.color.basic import read_basic  # noqa: PLC0415 -- few runs ask for these words

    return read_basic()


_COLORS: Final = {"css": lambda: CSS_COLORS, "xkcd": _read_xkcd, "basic": _read_basic}
