"""Reads XPM, the pictures of X11 that are source of C: characters stand for colors."""

import re
from itertools import islice
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.names import CSS_COLORS
from cvpalette.decoding.array_file import ArrayFile, Pixels

__all__ = ["XpmFile"]

_STRING: Final = re.compile(rb'"([^"\n]*)"|/\*.*?(?:\*/|\Z)', re.DOTALL)
# The kinds of displays that a color is for, from the best: color, gray, gray of 4 levels, black and white.
_KINDS: Final = (b"c", b"g", b"g4", b"m")
_KEYS: Final = {*_KINDS, b"s"}
_HEX: Final = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{9}|[0-9a-f]{12})")
_GRAY: Final = re.compile(r"gr[ae]y(\d{1,3})")
# Names that have another color in X11 than in CSS.
_OF_X11: Final = {
    **dict.fromkeys(("gray", "grey"), 0xBEBEBE),
    "green": 0x00FF00,
    "maroon": 0xB03060,
    "purple": 0xA020F0,
}
_MOST_COLORS: Final = 1 << 16
_MOST_CHARACTERS: Final = 4
_TRANSPARENT: Final = -1


class XpmFile(ArrayFile):
    """An XPM of version 3, as the manual of Le Hors (1996) describes it; its color None is transparent."""

    format = "XPM"
    format_description = "X11 Pixel Map"

    def _open(self) -> None:
        data = self.fp.read()  # type: ignore[union-attr]
        self._strings = (found[1] for found in _STRING.finditer(data) if found[1] is not None)
        numbers = next(self._strings, b"").split()[:4]
        if len(numbers) < 4:
            raise SyntaxError("its header has no size")
        width, height, self._count, self._characters = (int(number) for number in numbers)
        if not (0 < self._count <= _MOST_COLORS and 0 < self._characters <= _MOST_CHARACTERS):
            raise NotImplementedError(f"an XPM of {self._count} colors, {self._characters} characters each")
        self._mode, self._size = "RGB", (width, height)

    def decode(self, *, partly: bool) -> Pixels:
        """Look up the colors; a truncated file raises EOFError, or has missing pixels if `partly` is true."""
        width, height = self.size
        length = width * self._characters
        table = self._read_colors()
        rows = [row[:length] for row in islice(self._strings, height)]
        whole = next((number for number, row in enumerate(rows) if len(row) < length), len(rows))
        if whole < height and not partly:
            raise EOFError
        stored = b"".join(rows[:whole]) + next(iter(table)) * (width * (height - whole))
        keys = _join(np.frombuffer(stored, np.uint8).reshape(height, width, self._characters))
        known = _join(np.frombuffer(b"".join(table), np.uint8).reshape(-1, self._characters))
        order = np.argsort(known)
        at = order[np.searchsorted(known, keys, sorter=order).clip(0, len(known) - 1)]
        if (known[at] != keys).any():
            raise ValueError("its pixels have characters without a color")
        colors = np.array(list(table.values()), np.int64)[at]
        levels = np.dstack([colors >> shift & 255 for shift in (16, 8, 0)]).astype(np.uint8)
        shown = np.where(colors == _TRANSPARENT, 0, 255).astype(np.uint8)
        present = np.repeat(np.arange(height)[:, None] < whole, width, axis=1)
        return Pixels(levels, None if shown.all() else shown, None if whole >= height else present)

    def _read_colors(self) -> dict[bytes, int]:
        """Return the color, 0xrrggbb, of each group of characters."""
        lines = list(islice(self._strings, self._count))
        size = self._characters
        if len(lines) < self._count or any(len(line) < size for line in lines):
            raise EOFError
        return {line[:size]: _find_color(line[size:].split()) for line in lines}


def _join(characters: NDArray[np.uint8]) -> NDArray[Any]:
    """Return one number for each group of up to four characters in the last axis."""
    weights = 256 ** np.arange(characters.shape[-1], dtype=np.int64)
    return np.asarray(characters @ weights)


def _find_color(words: list[bytes]) -> int:
    """Return the color for the best display; a name may be of several words."""
    colors: dict[bytes, list[bytes]] = {}
    kind = b""
    for word in words:
        # A color may be called as a key, but not where a key must have its color.
        if word in _KEYS and (not kind or colors[kind]):
            kind = word
            colors[kind] = []
        elif kind:
            colors[kind].append(word)
    best = next((colors[kind] for kind in _KINDS if colors.get(kind)), None)
    if best is None:
        raise SyntaxError("a color of it has no value")
    return _parse_color("".join(word.decode("latin-1") for word in best).lower())


def _parse_color(text: str) -> int:
    if text == "none":
        return _TRANSPARENT
    if digits := _HEX.fullmatch(text):
        size = len(digits[1]) // 3
        most = 16**size - 1
        levels = [int(digits[1][at : at + size], 16) for at in range(0, 3 * size, size)]
        return int.from_bytes(round(level * 255 / most) for level in levels)
    if (gray := _GRAY.fullmatch(text)) and int(gray[1]) <= 100:
        return (int(gray[1]) * 255 + 50) // 100 * 0x010101
    if text in _OF_X11:
        return _OF_X11[text]
    if text not in CSS_COLORS:
        raise NotImplementedError(f"an XPM with the color {text!r}")
    return int(CSS_COLORS[text].removeprefix("#"), 16)
