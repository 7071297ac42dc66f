"""Convert the color spaces of CSS and of design tokens to sRGB and back, in pure Python."""

import colorsys
import math
from collections.abc import Callable
from functools import cache, partial
from typing import Final, TypeAlias

from cvpalette.errors import ColorError
from cvpalette.messages import listed, quote

__all__ = [
    "LINEAR_TO_LMS",
    "LINEAR_TO_XYZ",
    "LMS_TO_OKLAB",
    "SPACES",
    "Matrix",
    "Vector",
    "from_srgb",
    "multiply",
    "to_srgb",
]

Vector: TypeAlias = tuple[float, float, float]
Matrix: TypeAlias = tuple[Vector, Vector, Vector]


def multiply(matrix: Matrix, vector: Vector) -> Vector:
    """Return the product of a matrix, given as rows, and a vector."""
    x, y, z = vector
    first, second, third = [a * x + b * y + c * z for a, b, c in matrix]
    return first, second, third


_Conversion: TypeAlias = Callable[[Vector], Vector]

# All matrices except Oklab's are from W3C, CSS Color Module Level 4, "Sample code for color conversions".
_XYZ_TO_LINEAR: Final = (
    (3.2409699419045226, -1.537383177570094, -0.4986107602930034),
    (-0.9692436362808796, 1.8759675015077202, 0.04155505740717559),
    (0.05563007969699366, -0.20397695888897652, 1.0569715142428786),
)
# Bradford's chromatic adaptation.
_D50_TO_D65: Final = (
    (0.955473421488075, -0.02309845494876471, 0.06325924320057072),
    (-0.0283697093338637, 1.0099953980813041, 0.021041441191917323),
    (0.012314014864481998, -0.020507649298898964, 1.330365926242124),
)
_P3_TO_XYZ: Final = (
    (0.4865709486482162, 0.26566769316909306, 0.1982172852343625),
    (0.2289745640697488, 0.6917385218365064, 0.079286914093745),
    (0.0, 0.04511338185890264, 1.043944368900976),
)
_A98_TO_XYZ: Final = (
    (0.5766690429101305, 0.1855582379065463, 0.1882286462349947),
    (0.29734497525053605, 0.6273635662554661, 0.07529145849399788),
    (0.02703136138641234, 0.07068885253582723, 0.9913375368376388),
)
_PROPHOTO_TO_XYZ_D50: Final = (
    (0.7977666449006423, 0.13518129740053308, 0.0313477341283922),
    (0.2880748288194013, 0.711835234241873, 0.00008993693872564),
    (0.0, 0.0, 0.8251046025104602),
)
_REC2020_TO_XYZ: Final = (
    (0.6369580483012914, 0.14461690358620832, 0.1688809751641721),
    (0.2627002120112671, 0.6779980715188708, 0.05930171646986196),
    (0.0, 0.028072693049087428, 1.060985057710791),
)
#: Linear sRGB to XYZ at D65 (IEC 61966-2-1).
LINEAR_TO_XYZ: Final = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
#: Linear sRGB to cone responses, and the cube roots of these to Oklab. Source: Björn Ottosson, "A perceptual
#: color space for image processing" (2020), https://bottosson.github.io/posts/oklab/
LINEAR_TO_LMS: Final = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
LMS_TO_OKLAB: Final = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
# The way back, as Ottosson gives it.
_OKLAB_TO_LMS: Final = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_LMS_TO_LINEAR: Final = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
_D50_WHITE: Final = (0.3457 / 0.3585, 1.0, (1 - 0.3457 - 0.3585) / 0.3585)
_D65_WHITE: Final = multiply(LINEAR_TO_XYZ, (1.0, 1.0, 1.0))
# No component of a real color is so large. Powers of larger numbers would overflow.
_LARGEST: Final = 1e6


def _curve(function: Callable[[float], float], vector: Vector) -> Vector:
    """Apply a transfer function; negative values get the mirrored function."""
    first, second, third = (math.copysign(function(abs(x)), x) for x in vector)
    return first, second, third


def _encode(linear: float) -> float:
    return 1.055 * linear ** (1 / 2.4) - 0.055 if linear > 0.0031308 else 12.92 * linear


def _decode(encoded: float) -> float:
    return float(((encoded + 0.055) / 1.055) ** 2.4) if encoded > 0.04045 else encoded / 12.92


def _decode_a98(encoded: float) -> float:
    return float(encoded ** (563 / 256))


def _encode_a98(linear: float) -> float:
    return float(linear ** (256 / 563))


def _decode_prophoto(encoded: float) -> float:
    return encoded / 16 if encoded <= 16 / 512 else float(encoded**1.8)


def _encode_prophoto(linear: float) -> float:
    return 16 * linear if linear < 1 / 512 else float(linear ** (1 / 1.8))


# Since 2025, CSS Color 4 means light as a screen shows it (ITU-R BT.1886), and no longer as a camera sees it
# (the curve of ITU-R BT.2020).
def _decode_rec2020(encoded: float) -> float:
    return float(encoded**2.4)


def _encode_rec2020(linear: float) -> float:
    return float(linear ** (1 / 2.4))


def _same(level: float) -> float:
    return level


def _from_linear(linear: Vector) -> Vector:
    return _curve(_encode, linear)


def _from_xyz(xyz: Vector) -> Vector:
    return _from_linear(multiply(_XYZ_TO_LINEAR, xyz))


def _from_xyz_d50(xyz: Vector) -> Vector:
    return _from_xyz(multiply(_D50_TO_D65, xyz))


def _from_rgb(matrix: Matrix, decode: Callable[[float], float], finish: _Conversion, rgb: Vector) -> Vector:
    """Convert from a space of red, green and blue, by way of XYZ."""
    return finish(multiply(matrix, _curve(decode, rgb)))


def _from_hsl(hsl: Vector) -> Vector:
    hue, saturation, lightness = hsl
    return colorsys.hls_to_rgb(hue / 360 % 1, lightness / 100, saturation / 100)


def _from_hwb(hwb: Vector) -> Vector:
    hue, white, black = hwb[0], hwb[1] / 100, hwb[2] / 100
    if white + black >= 1:
        gray = white / (white + black)
        return gray, gray, gray
    red, green, blue = (c * (1 - white - black) + white for c in colorsys.hls_to_rgb(hue / 360 % 1, 0.5, 1.0))
    return red, green, blue


def _from_lab(lab: Vector) -> Vector:
    return _from_xyz_d50(_lab_to_xyz(lab, _D50_WHITE))


def _from_lab_d65(lab: Vector) -> Vector:
    return _from_linear(multiply(_inverse(LINEAR_TO_XYZ), _lab_to_xyz(lab, _D65_WHITE)))


def _lab_to_xyz(lab: Vector, white: Vector) -> Vector:
    lightness, a, b = lab
    middle = (lightness + 16) / 116
    roots = (middle + a / 500, middle, middle - b / 200)
    x, y, z = (f**3 if f > 6 / 29 else (116 * f - 16) * 27 / 24389 for f in roots)
    return x * white[0], y * white[1], z * white[2]


def _from_oklab(oklab: Vector) -> Vector:
    first, second, third = (root**3 for root in multiply(_OKLAB_TO_LMS, oklab))
    return _from_linear(multiply(_LMS_TO_LINEAR, (first, second, third)))


def _from_polar(finish: _Conversion, lch: Vector) -> Vector:
    """Convert from lightness, chroma and hue, by way of the space's lightness, a and b."""
    lightness, chroma, hue = lch
    angle = math.radians(hue)
    return finish((lightness, chroma * math.cos(angle), chroma * math.sin(angle)))


@cache
def _inverse(matrix: Matrix) -> Matrix:
    """Return the inverse of a matrix: its adjugate by its determinant."""
    (a, b, c), (d, e, f), (g, h, i) = matrix
    whole = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    return (
        ((e * i - f * h) / whole, (c * h - b * i) / whole, (b * f - c * e) / whole),
        ((f * g - d * i) / whole, (a * i - c * g) / whole, (c * d - a * f) / whole),
        ((d * h - e * g) / whole, (b * g - a * h) / whole, (a * e - b * d) / whole),
    )


def _to_linear(srgb: Vector) -> Vector:
    return _curve(_decode, srgb)


def _to_xyz(srgb: Vector) -> Vector:
    return multiply(_inverse(_XYZ_TO_LINEAR), _to_linear(srgb))


def _to_xyz_d50(srgb: Vector) -> Vector:
    return multiply(_inverse(_D50_TO_D65), _to_xyz(srgb))


def _to_rgb(matrix: Matrix, encode: Callable[[float], float], begin: _Conversion, srgb: Vector) -> Vector:
    """Convert to a space of red, green and blue, by way of XYZ."""
    return _curve(encode, multiply(_inverse(matrix), begin(srgb)))


def _hue(srgb: Vector) -> float:
    """Return the hue of HSL and HWB in degrees; that of a gray is 0."""
    red, green, blue = srgb
    most, spread = max(srgb), max(srgb) - min(srgb)
    if not spread:
        return 0.0
    if most == red:
        return (green - blue) / spread * 60 % 360
    return (blue - red) / spread * 60 + 120 if most == green else (red - green) / spread * 60 + 240


def _to_hsl(srgb: Vector) -> Vector:
    """Convert as CSS Color 4, section 7.2: colors outside sRGB have a saturation too."""
    most, least = max(srgb), min(srgb)
    hue, lightness = _hue(srgb), (most + least) / 2
    scale = min(lightness, 1 - lightness)
    saturation = (most - lightness) / scale if scale else 0.0
    if saturation < 0:
        hue, saturation = (hue + 180) % 360, -saturation
    return hue, saturation * 100, lightness * 100


def _to_hwb(srgb: Vector) -> Vector:
    return _hue(srgb), min(srgb) * 100, (1 - max(srgb)) * 100


def _to_lab(srgb: Vector) -> Vector:
    return _xyz_to_lab(_to_xyz_d50(srgb), _D50_WHITE)


def _to_lab_d65(srgb: Vector) -> Vector:
    return _xyz_to_lab(multiply(LINEAR_TO_XYZ, _to_linear(srgb)), _D65_WHITE)


def _xyz_to_lab(xyz: Vector, white: Vector) -> Vector:
    relative = (one / full for one, full in zip(xyz, white, strict=True))
    x, y, z = (math.cbrt(t) if t > (6 / 29) ** 3 else (t * 24389 / 27 + 16) / 116 for t in relative)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _to_oklab(srgb: Vector) -> Vector:
    return multiply(
        _inverse(_OKLAB_TO_LMS), _curve(math.cbrt, multiply(_inverse(_LMS_TO_LINEAR), _to_linear(srgb)))
    )


def _to_polar(begin: _Conversion, srgb: Vector) -> Vector:
    """Convert to lightness, chroma and hue, by way of the space's lightness, a and b."""
    lightness, a, b = begin(srgb)
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _between(
    matrix: Matrix,
    decode: Callable[[float], float],
    encode: Callable[[float], float],
    finish: _Conversion = _from_xyz,
    begin: _Conversion = _to_xyz,
) -> tuple[_Conversion, _Conversion]:
    return partial(_from_rgb, matrix, decode, finish), partial(_to_rgb, matrix, encode, begin)


# For each space, the conversions of its components to sRGB, and of sRGB to its components.
_CONVERSIONS: Final[dict[str, tuple[_Conversion, _Conversion]]] = {
    "srgb": (lambda rgb: rgb, lambda rgb: rgb),
    "srgb-linear": (_from_linear, _to_linear),
    "hsl": (_from_hsl, _to_hsl),
    "hwb": (_from_hwb, _to_hwb),
    "lab": (_from_lab, _to_lab),
    "lch": (partial(_from_polar, _from_lab), partial(_to_polar, _to_lab)),
    "oklab": (_from_oklab, _to_oklab),
    "oklch": (partial(_from_polar, _from_oklab), partial(_to_polar, _to_oklab)),
    "display-p3": _between(_P3_TO_XYZ, _decode, _encode),
    "display-p3-linear": _between(_P3_TO_XYZ, _same, _same),
    "a98-rgb": _between(_A98_TO_XYZ, _decode_a98, _encode_a98),
    "prophoto-rgb": _between(
        _PROPHOTO_TO_XYZ_D50, _decode_prophoto, _encode_prophoto, _from_xyz_d50, _to_xyz_d50
    ),
    "rec2020": _between(_REC2020_TO_XYZ, _decode_rec2020, _encode_rec2020),
    "xyz": (_from_xyz, _to_xyz),
    "xyz-d65": (_from_xyz, _to_xyz),
    "xyz-d50": (_from_xyz_d50, _to_xyz_d50),
}
#: The spaces of CSS. Components of rgb and xyz spaces are 0 to 1. Hues are in degrees. L is 0 to 100 in lab
#: and lch, and 0 to 1 in oklab and oklch. In hsl and hwb, the components other than the hue are 0 to 100.
SPACES: Final = tuple(_CONVERSIONS)
# CIELAB with the white of sRGB, as `Color.lab` has it. CSS has no such space.
_LAB_D65: Final = "lab-d65"
_CONVERSIONS[_LAB_D65] = _from_lab_d65, _to_lab_d65


def to_srgb(space: str, components: Vector) -> Vector:
    """Return a color of a space as sRGB, 0 to 1; a color outside sRGB gives values outside this range.

    The ranges of the components are those of CSS functions and of design tokens: see SPACES. 'lab-d65' is
    'lab' with the white D65. Raises ColorError for an unknown space, and for components that no color has.
    """
    _require(space, components)
    return _CONVERSIONS[space][0](components)


def from_srgb(space: str, srgb: Vector) -> Vector:
    """Return a color of sRGB, 0 to 1 or outside of it, as components of a space: see SPACES.

    Raises ColorError for an unknown space, and for components that no color has.
    """
    _require(space, srgb)
    return _CONVERSIONS[space][1](srgb)


def _require(space: str, components: Vector) -> None:
    known: object = space  # without a type checker, it may be anything
    if not isinstance(known, str) or space not in _CONVERSIONS:
        asked = quote(str(known)[:40])
        message = f"there is no color space {asked}; there are {listed([*_CONVERSIONS], 'and')}"
        raise ColorError(message)
    if not all(abs(component) <= _LARGEST for component in components):
        raise ColorError("its components are out of range")
