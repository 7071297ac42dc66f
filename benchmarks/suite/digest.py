"""Digest: cvpalette's palettes as text, in whatever Python and with as many threads as it is told."""

import hashlib
import sys
import threading
from collections.abc import Iterator

import cv2
import numpy as np

import cvpalette
from suite import pixels

COLORS = (6, 16, 64, 256)
SPACES = ("lab", "oklab", "rgb")


def digest(paths: list[str]) -> str:
    """Return a hash over every swatch and share of every photo, number of colors and space."""
    found = hashlib.sha256()
    for path in paths:
        for colors in COLORS:
            for space in SPACES:
                for swatch in cvpalette.extract(path, colors=colors, space=space).palette:
                    found.update(f"{swatch.color.hex} {swatch.share!r}\n".encode())
    return found.hexdigest()


def reorder(paths: list[str], order: str) -> Iterator[str]:
    """Give the swatches of each photo as it is and in another order."""
    for path in paths:
        before = pixels.decode(path)
        if order == "rows upside down":
            after = np.ascontiguousarray(before[::-1])
        else:
            shuffled = np.random.default_rng(0).permutation(before.reshape(-1, 3))
            after = shuffled.reshape(before.shape)
        for colors in COLORS[:2]:
            yield f"{_text(before, colors)} {_text(after, colors)}"


def main() -> None:
    """Print what was asked for."""
    what, threads, where, *paths = sys.argv[1:]
    cv2.setNumThreads(int(threads))
    if what != "digest":
        for line in reorder(paths, what):
            print(line)
    elif where == "thread":
        # OpenCV's random numbers belong to a thread: a new one starts with other numbers.
        thread = threading.Thread(target=lambda: print(digest(paths)))
        thread.start()
        thread.join()
    else:
        print(digest(paths))


def _text(image: np.ndarray, colors: int) -> str:
    found = cvpalette.extract(image, colors=colors).palette
    return ",".join(bytes(swatch.color.rgb).hex() for swatch in found)


if __name__ == "__main__":
    main()
