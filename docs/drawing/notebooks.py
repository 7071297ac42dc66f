"""What a cell of a notebook shows, on a light and on a dark page: the picture of guides/notebooks.md."""

from pathlib import Path
from typing import Final

from sheets import SAMPLES, save_small, shoot

import cvpalette

_HALF: Final = '<div style="padding:14px;background:{};color:{};font:14px system-ui,sans-serif">{}</div>'
_LIGHT, _DARK = ("#fff", "#222"), ("#131416", "#ddd")


def draw(folder: Path) -> None:
    """Draw what an extraction shows, twice."""
    shown = cvpalette.extract(SAMPLES / "coffee.png", colors=6, names="xkcd")._repr_html_()
    halves = "".join(_HALF.format(*ground, shown) for ground in (_LIGHT, _DARK))
    picture = shoot(f'<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">{halves}</body>', 700, 410)
    if picture:
        save_small(picture, folder / "notebooks.webp")
