"""Halves: which photos may be looked at to decide something, and which are held out to judge it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

SUFFIXES: Final = {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff"}
DECIDING: Final = "deciding half"
HELD_OUT: Final = "held-out half"


def find_photos(folder: Path) -> list[Path]:
    """Return the photos of a folder, sorted by name; ends the program if there is none."""
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    if not paths:
        message = f"no photo in '{folder}'; it takes {', '.join(sorted(SUFFIXES))}"
        raise SystemExit(message)
    return paths


def split_halves(photos: Iterable[Path], held_out: Iterable[str] = ()) -> dict[str, frozenset[str]]:
    """Return the file names of each half.

    Those given are held out, or every second one of all: the second, the fourth and so on, sorted by name.
    """
    names = sorted(photo.name for photo in photos)
    apart = frozenset(held_out) or frozenset(names[1::2])
    if unknown := apart - set(names):
        message = f"no photo is called {', '.join(sorted(unknown))}"
        raise SystemExit(message)
    return {DECIDING: frozenset(names) - apart, HELD_OUT: apart}
