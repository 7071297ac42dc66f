"""Convert the color spaces of CSS and of design tokens to sRGB, in pure Python."""

import colorsys
import math
from collections.abc import Callable
from functools import partial
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


def _decode_rec2020(encoded: float) -> float:
    alpha, beta = 1.09929682680944, 0.018053968510807
    return float(((encoded + alpha - 1) / alpha) ** (1 / 0.45)) if encoded >= beta * 4.5 else encoded / 4.5


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
    lightness, a, b = lab
    middle = (lightness + 16) / 116
    roots = (middle + a / 500, middle, middle - b / 200)
    x, y, z = (f**3 if f > 6 / 29 else (116 * f - 16) * 27 / 24389 for f in roots)
    return _from_xyz_d50((x * _D50_WHITE[0], y, z * _D50_WHITE[2]))


def _from_oklab(oklab: Vector) -> Vector:
    first, second, third = (root**3 for root in multiply(_OKLAB_TO_LMS, oklab))
    return _from_linear(multiply(_LMS_TO_LINEAR, (first, second, third)))


def _from_polar(finish: _Conversion, lch: Vector) -> Vector:
    """Convert from lightness, chroma and hue, by way of the space's lightness, a and b."""
    lightness, chroma, hue = lch
    angle = math.radians(hue)
    return finish((lightness, chroma * math.cos(angle), chroma * math.sin(angle)))


#: For each space, the conversion of its components to sRGB from 0 to 1. Components of rgb and xyz spaces are
#: 0 to 1. Hues are in degrees. L is 0 to 100 in lab and lch, and 0 to 1 in oklab and oklch. In hsl and hwb,
#: the components other than the hue are 0 to 100.
SPACES: Final[dict[str, _Conversion]] = {
    "srgb": lambda rgb: rgb,
    "srgb-linear": _from_linear,
    "hsl": _from_hsl,
    "hwb": _from_hwb,
    "lab": _from_lab,
    "lch": partial(_from_polar, _from_lab),
    "oklab": _from_oklab,
    "oklch": partial(_from_polar, _from_oklab),
    "display-p3": partial(_from_rgb, _P3_TO_XYZ, _decode, _from_xyz),
    "a98-rgb": partial(_from_rgb, _A98_TO_XYZ, lambda encoded: float(encoded ** (563 / 256)), _from_xyz),
    "prophoto-rgb": partial(
        _from_rgb,
        _PROPHOTO_TO_XYZ_D50,
        lambda encoded: encoded / 16 if encoded <= 16 / 512 else float(encoded**1.8),
        _from_xyz_d50,
    ),
    "rec2020": partial(_from_rgb, _REC2020_TO_XYZ, _decode_rec2020, _from_xyz),
    "xyz": _from_xyz,
    "xyz-d65": _from_xyz,
    "xyz-d50": _from_xyz_d50,
}


def to_srgb(space: str, components: Vector) -> Vector:
    """Return a color of a space as sRGB, 0 to 1; a color outside sRGB gives values outside this range.

    The ranges of the components are those of CSS functions and of design tokens: see SPACES. Raises
    ColorError for an unknown space, and for components that no color has.
    """
    if space not in SPACES:
        message = f"there is no color space {quote(space[:40])}; there are {listed(list(SPACES), 'and')}"
        raise ColorError(message)
    if not all(abs(component) <= _LARGEST for component in components):
        raise ColorError("its components are out of range")
    return SPACES[space](components)
