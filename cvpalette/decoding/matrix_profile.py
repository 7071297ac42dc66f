"""Converts to sRGB with an ICC profile of three curves and a matrix, which most profiles of photos are."""

import struct
from dataclasses import dataclass
from functools import cache
from typing import Final, Self, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["MatrixProfile", "encode_srgb"]

Bytes: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float64]

_WHITE: Final = 65535
_LEVELS: Final = np.linspace(0, 1, 256)
# Converts XYZ under D50, which ICC profiles use, to linear sRGB: the inverse of sRGB's own colorants.
_TO_SRGB: Final = np.linalg.inv(
    [[0.43607, 0.38515, 0.14307], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]]
)
# A profile with one of these tags has more than curves and a matrix.
_TABLES: Final = {b"A2B0", b"A2B1", b"A2B2", b"D2B0", b"D2B1", b"D2B2"}
# How many of the parameters g a b c d e f each of the five kinds of parametric curve has (ICC.1:2022 10.18).
_PARAMETERS: Final = (1, 3, 4, 5, 7)


@dataclass(frozen=True, eq=False)
class MatrixProfile:
    """Curves (1, 256, 1 or 3) uint16 from levels to light, 0 to 65535, and a matrix (3, 3) to linear sRGB."""

    curves: NDArray[np.uint16]
    matrix: NDArray[np.float32]

    @classmethod
    def parse(cls, profile: bytes) -> Self | None:
        """Read a profile; None if it is of another kind, or broken."""
        try:
            tags = _tags_of(profile)
            if profile[16:24] != b"RGB XYZ " or _TABLES & tags.keys():
                return None
            curves = np.stack([_curve_of(tags[letter + b"TRC"]) for letter in (b"r", b"g", b"b")], axis=-1)
            colorants = [_xyz_of(tags[letter + b"XYZ"]) for letter in (b"r", b"g", b"b")]
        except (KeyError, IndexError, ValueError, ZeroDivisionError, struct.error):
            return None
        if not np.isfinite(curves).all():
            return None
        levels = np.rint(curves.clip(0, 1) * _WHITE).astype(np.uint16)
        if (levels == levels[:, :1]).all():  # looking up one table for all channels is twice as fast
            levels = levels[:, :1]
        return cls(
            np.ascontiguousarray(levels[None]), (_TO_SRGB @ np.transpose(colorants)).astype(np.float32)
        )

    def convert(self, pixels: Bytes) -> Bytes:
        """Return pixels (height, width, 3) in sRGB."""
        light = cv2.LUT(pixels, self.curves)
        # cv2.transform saturates, so a color outside sRGB is clipped.
        return encode_srgb(np.asarray(cv2.transform(light, self.matrix), np.uint16))


def encode_srgb(light: NDArray[np.uint16]) -> Bytes:
    """Return the sRGB levels of linear light, 0 to 65535."""
    if _has_wide_tables():
        return np.asarray(cv2.LUT(light, _srgb_levels()[None]), np.uint8)
    return _srgb_levels().take(light)


@cache
def _srgb_levels() -> Bytes:
    """Return the sRGB level of each amount of light, 0 to 65535 (IEC 61966-2-1)."""
    light = np.arange(_WHITE + 1) / _WHITE
    curved = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(curved * 255), np.uint8)


@cache
def _has_wide_tables() -> bool:
    """Tell whether cv2.LUT takes 16-bit indices, as in OpenCV 5.0: it is four times as fast as NumPy."""
    try:
        cv2.LUT(np.zeros((1, 1), np.uint16), np.zeros((1, _WHITE + 1), np.uint8))
    except cv2.error:
        return False
    return True


def _tags_of(profile: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">I", profile, 128)
    tags = {}
    for index in range(min(count, 100)):
        name, start, length = struct.unpack_from(">4sII", profile, 132 + 12 * index)
        tags[name] = profile[start : start + length]
    return tags


def _xyz_of(tag: bytes) -> tuple[float, ...]:
    if tag[:4] != b"XYZ ":
        raise ValueError(tag[:4])
    return tuple(value / 65536 for value in struct.unpack_from(">3i", tag, 8))


def _curve_of(tag: bytes) -> Floats:
    """Return the light, 0 to 1, of each of the 256 levels."""
    if tag[:4] == b"curv":
        (count,) = struct.unpack_from(">I", tag, 8)
        points = np.array(struct.unpack_from(f">{count}H", tag, 12))
        if count == 0:
            return _LEVELS
        if count == 1:
            return _LEVELS ** float(points[0] / 256)
        return np.interp(_LEVELS, np.linspace(0, 1, count), points / _WHITE)
    if tag[:4] == b"para":
        (kind,) = struct.unpack_from(">H", tag, 8)
        numbers = struct.unpack_from(f">{_PARAMETERS[kind]}i", tag, 12)
        return _parametric_curve(kind, [number / 65536 for number in numbers])
    raise ValueError(tag[:4])


def _parametric_curve(kind: int, numbers: list[float]) -> Floats:
    """Return (a x + b) ** gamma + e from `start` on, and c x + f below it."""
    gamma, a, b, c, start, e, f = numbers + [0.0] * (7 - len(numbers))
    if kind == 0:
        a = 1.0
    elif kind <= 2:  # the power starts where a x + b is 0; below that the curve is flat; c is added to both
        c, start, e, f = 0.0, -b / a, c, c
    with np.errstate(all="ignore"):  # `parse` refuses values that are not finite
        powered = np.maximum(a * _LEVELS + b, 0) ** gamma + e
        return np.asarray(np.where(start <= _LEVELS, powered, c * _LEVELS + f))
