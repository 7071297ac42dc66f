"""Defines Encoding: what the numbers of a picture without an ICC profile mean, and how they become sRGB."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Final, Self, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.matrix_profile import encode_srgb

__all__ = ["ADOBE_RGB", "ROMM_RGB", "UNSPECIFIED", "Encoding", "UnknownEncodingError"]

Bytes: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float64]
Point: TypeAlias = tuple[float, float]
Curve: TypeAlias = Callable[[Floats], Floats]

#: The code point that says nothing.
UNSPECIFIED: Final = 2
# White in cd/m2: a page's white in HDR (BT.2408), and the brightest white of HLG's nominal display (BT.2100).
_REFERENCE_WHITE: Final = 203.0
_HLG_PEAK: Final = 1000.0
_HLG_GAMMA: Final = 1.2
_D65, _C, _E, _DCI = (0.3127, 0.3290), (0.310, 0.316), (1 / 3, 1 / 3), (0.314, 0.351)
_D50: Final = (0.3457, 0.3585)
_SRGB: Final = ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060), _D65)
_P3: Final = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
_NTSC: Final = ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070), _D65)
# Red, green, blue and white, as CIE 1931 x and y, by their code points (ITU-T H.273, table 2).
_PRIMARIES: Final[dict[int, tuple[Point, Point, Point, Point]]] = {
    1: _SRGB,
    UNSPECIFIED: _SRGB,
    4: ((0.67, 0.33), (0.21, 0.71), (0.14, 0.08), _C),
    5: ((0.64, 0.33), (0.29, 0.60), (0.15, 0.06), _D65),
    6: _NTSC,
    7: _NTSC,
    8: ((0.681, 0.319), (0.243, 0.692), (0.145, 0.049), _C),
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046), _D65),
    10: ((1.0, 0.0), (0.0, 1.0), (0.0, 0.0), _E),
    11: (*_P3, _DCI),
    12: (*_P3, _D65),
    22: ((0.630, 0.340), (0.295, 0.605), (0.155, 0.077), _D65),
}
# Bradford's cone responses: they adapt colors to another white.
_CONES: Final = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])


class UnknownEncodingError(ValueError):
    """A file names primaries, or a transfer, that H.273 does not define; the text says which."""


def _linear(levels: Floats) -> Floats:
    return levels


def _power(levels: Floats, *, gamma: float) -> Floats:
    return np.asarray(levels**gamma)


def _srgb(levels: Floats) -> Floats:
    return np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)


def _smpte_240m(levels: Floats) -> Floats:
    return np.where(levels < 0.0913, levels / 4, ((levels + 0.1115) / 1.1115) ** (1 / 0.45))


def _logarithm(levels: Floats, *, decades: float) -> Floats:
    return np.where(levels > 0, 10 ** (decades * (levels - 1)), 0)


def _cinema(levels: Floats) -> Floats:
    return levels**2.6 * (52.37 / 48)


def _romm(levels: Floats) -> Floats:
    return np.where(levels < 16 / 512, levels / 16, levels**1.8)


def _pq(levels: Floats) -> Floats:
    """Return the light of SMPTE ST 2084's perceptual quantizer: 1 is the reference white of HDR."""
    root = levels ** (32 / 2523)
    light = np.maximum(root - 107 / 128, 0) / (2413 / 128 - 2392 / 128 * root)
    return np.asarray(light ** (16384 / 2610) * (10_000 / _REFERENCE_WHITE))


def _hlg(levels: Floats) -> Floats:
    """Return the light of a scene in hybrid log-gamma (BT.2100), 0 to 1."""
    bright = (np.exp((levels - 0.55991073) / 0.17883277) + 0.28466892) / 12
    return np.where(levels <= 0.5, levels**2 / 3, bright)


# The light of levels 0 to 1, by the code points of transfers (ITU-T H.273, table 3). Light of 1 is white.
# The curves of cameras (1, 6, 11, 12, 14, 15) are shown with the curve of sRGB, as Chromium does.
_CURVES: Final[dict[int, Curve]] = {
    **dict.fromkeys((1, UNSPECIFIED, 6, 11, 12, 13, 14, 15), _srgb),
    4: partial(_power, gamma=2.2),
    5: partial(_power, gamma=2.8),
    7: _smpte_240m,
    8: _linear,
    9: partial(_logarithm, decades=2),
    10: partial(_logarithm, decades=2.5),
    16: _pq,
    17: _cinema,
    18: _hlg,
}
# Their light may be brighter than white.
_BRIGHT: Final = {_pq, _cinema, _hlg}


@dataclass(frozen=True)
class Encoding:
    """Primaries and white as CIE 1931 (x, y), the curve from levels to light, and whether black is level 16.

    `is_narrow` means that 8 bits hold black at 16 and white at 235, and deeper levels likewise.
    """

    primaries: tuple[Point, Point, Point, Point]
    curve: Curve
    is_narrow: bool = False

    @classmethod
    def named(cls, primaries: int, transfer: int, *, is_narrow: bool = False) -> Self | None:
        """Return the encoding of two code points (ITU-T H.273); None for sRGB.

        Raises UnknownEncodingError for code points that H.273 does not define.
        """
        for what, code, known in (("primaries", primaries, _PRIMARIES), ("transfer", transfer, _CURVES)):
            if code not in known:
                raise UnknownEncodingError(f"{what} {code}")
        found = cls(_PRIMARIES[primaries], _CURVES[transfer], is_narrow)
        return None if found == cls(_SRGB, _srgb) else found

    @classmethod
    def measured(cls, gamma: float | None, primaries: tuple[Point, Point, Point, Point]) -> Self | None:
        """Return the encoding of an exponent, if any, and of primaries; None for sRGB, or if impossible.

        Primaries within 0.005 of those of sRGB, and with them an exponent within 5 % of 2.2, are meant to be
        sRGB.
        """
        if np.abs(np.subtract(primaries, _SRGB)).max() <= 0.005:
            primaries = _SRGB
        is_usual = gamma is None or (primaries == _SRGB and abs(gamma / 2.2 - 1) <= 0.05)
        found = cls(primaries, _srgb if is_usual or gamma is None else partial(_power, gamma=gamma))
        if primaries == _SRGB and is_usual:
            return None
        try:
            usable = bool(np.isfinite(_matrix_of(primaries)).all())
        except (np.linalg.LinAlgError, ZeroDivisionError):
            usable = False
        return found if usable else None

    @classmethod
    def linear(cls, primaries: tuple[Point, Point, Point, Point] = _SRGB) -> Self:
        """Return the encoding of light itself; impossible primaries count as those of sRGB."""
        measured = cls.measured(1.0, primaries)
        return cls(measured.primaries if measured else _SRGB, _linear)

    def convert(self, pixels: NDArray[Any]) -> Bytes:
        """Return pixels (height, width, 3), of 8 or 16 bits, in sRGB; colors outside sRGB are clipped.

        Light above white is reduced until its brightest primary is that of white, so that its hue stays. In
        HDR, white is 203 cd/m2 (BT.2408). HLG is shown on its nominal display of 1000 cd/m2 (BT.2100).
        """
        light = _table_of(self, pixels.dtype.itemsize * 8).take(pixels)
        if self.curve is _hlg:
            luminance = light @ _luminances(self.primaries)
            light *= (luminance ** (_HLG_GAMMA - 1) * (_HLG_PEAK / _REFERENCE_WHITE))[..., None]
        if self.curve in _BRIGHT:
            light /= np.maximum(light.max(axis=-1, keepdims=True), 1)
        return self._encode(light)

    def show(self, light: NDArray[np.float32]) -> Bytes:
        """Return finite light (height, width, 3), 1 for white, in sRGB; brighter light as `convert` says."""
        return self._encode(light / np.maximum(light.max(axis=-1, keepdims=True), 1))

    def _encode(self, light: NDArray[np.float32]) -> Bytes:
        within = cv2.transform(light, _matrix_of(self.primaries)).clip(0, 1)
        return encode_srgb(np.rint(within * 65535).astype(np.uint16))


@lru_cache(maxsize=8)
def _table_of(encoding: Encoding, bits: int) -> NDArray[np.float32]:
    """Return the light of each level of so many bits."""
    levels = np.linspace(0, 1, 2**bits)
    if encoding.is_narrow:
        unit = 2**bits / 256 / (2**bits - 1)
        levels = ((levels - 16 * unit) / (219 * unit)).clip(0, 1)
    return encoding.curve(levels).astype(np.float32)


@lru_cache(maxsize=8)
def _matrix_of(primaries: tuple[Point, Point, Point, Point]) -> NDArray[np.float32]:
    """Return the matrix from linear light of these primaries to linear sRGB; white stays white."""
    white, srgb_white = _xyz_of(primaries[3]), _xyz_of(_D65)
    adapted = np.linalg.inv(_CONES) @ np.diag((_CONES @ srgb_white) / (_CONES @ white)) @ _CONES
    return np.asarray(np.linalg.inv(_to_xyz(_SRGB)) @ adapted @ _to_xyz(primaries), np.float32)


def _luminances(primaries: tuple[Point, Point, Point, Point]) -> NDArray[np.float32]:
    return np.asarray(_to_xyz(primaries)[1], np.float32)


def _to_xyz(primaries: tuple[Point, Point, Point, Point]) -> Floats:
    """Return the matrix (3, 3) from linear RGB to XYZ with a white of Y = 1."""
    colors = np.array([(x, y, 1 - x - y) for x, y in primaries[:3]]).T
    return np.asarray(colors * np.linalg.solve(colors, _xyz_of(primaries[3])))


def _xyz_of(white: Point) -> Floats:
    x, y = white
    return np.array([x / y, 1, (1 - x - y) / y])


#: Adobe RGB (1998), and ROMM RGB (ISO 22028-2, also known as ProPhoto RGB).
ADOBE_RGB: Final = Encoding(
    ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06), _D65), partial(_power, gamma=563 / 256)
)
ROMM_RGB: Final = Encoding(((0.734699, 0.265301), (0.159597, 0.840403), (0.036598, 0.000105), _D50), _romm)
