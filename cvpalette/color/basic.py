"""Tell which of 27 words most people call a color, by the answers of the xkcd color survey."""

from functools import cache
from importlib.resources import files
from itertools import combinations_with_replacement
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["powers", "read_basic", "say_basic"]

_MIDDLE, _SCALE = np.array([50.0, 0.0, 0.0]), np.array([50.0, 60.0, 60.0])
# The products of up to three coordinates, by their indices; the empty product is 1.
_PRODUCTS: Final = [
    list(each) for degree in range(4) for each in combinations_with_replacement(range(3), degree)
]


def powers(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the 20 terms of a cubic polynomial of CIELAB colors (n, 3), as (n, 20)."""
    scaled = (lab - _MIDDLE) / _SCALE
    return np.stack([scaled[:, product].prod(axis=1) for product in _PRODUCTS], axis=1)


def say_basic(lab: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the number of the word for each CIELAB color (n, 3): the most likely answer.

    The words are those of `read_basic`. The chances are a multinomial logistic regression of 1.7 million
    answers, which `benchmarks/color_words.py` makes.
    """
    return np.asarray(np.argmax(powers(lab) @ _read()[2], axis=1))


def read_basic() -> dict[str, str]:
    """Return the color that the survey's list gives to each word."""
    words, colors, _ = _read()
    return dict(zip(words, colors, strict=True))


@cache
def _read() -> tuple[list[str], list[str], NDArray[np.float64]]:
    """Return the words, their colors, and the weights (20, words)."""
    lines = (files("cvpalette.color") / "basic.txt").read_text("ascii").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("# ")]
    words, colors, weights = zip(*rows, strict=True)
    return list(words), list(colors), np.array([each.split() for each in weights], np.float64).T
