"""Colors of palette files in RGB of other kinds: with an ICC profile, or Apple's Generic RGB."""

from collections.abc import Sequence
from typing import Final

from cvpalette.color.color import Color, clip_color

__all__ = ["convert_color", "convert_generic"]

# Pillow's modes, and the names in the header of a profile.
_MODES: Final = {"RGB": ("RGB", b"RGB "), "CMYK": ("CMYK", b"CMYK"), "GRAY": ("L", b"GRAY")}
# The white point and the primaries of Apple's profile "Generic RGB", as XYZ of D50, and its gamma.
_GENERIC: Final = ((0.4543, 0.3533, 0.1566), (0.2426, 0.6744, 0.0830), (0.0148, 0.0904, 0.7195))
_GENERIC_GAMMA: Final = 1.8


def convert_generic(levels: Sequence[float]) -> Color:
    """Return the sRGB color of red, green and blue, 0 to 1, in Apple's Generic RGB.

    That is what NSColor calls calibrated RGB. Levels outside of 0 to 1 are clipped.
    """
    linear = [min(1.0, max(0.0, level)) ** _GENERIC_GAMMA for level in levels]
    x, y, z = (sum(part * level for part, level in zip(row, linear, strict=True)) for row in _GENERIC)
    return clip_color("xyz-d50", (x, y, z))


def convert_color(model: str, values: Sequence[float], profile: bytes) -> Color:
    """Return the sRGB color of values from 0 to 1 under an ICC profile.

    `model` is 'RGB', 'CMYK' or 'GRAY'. Raises ValueError for a profile that is broken or of another model.
    """
    import numpy as np  # noqa: PLC0415 -- few palette files have profiles

    from cvpalette.decoding.matrix_profile import MatrixProfile  # noqa: PLC0415 -- as above

    mode, kind = _MODES[model]
    if profile[16:20] != kind:
        raise ValueError("the profile is of another color model")
    levels = np.clip(np.asarray(values, np.float64), 0, 1)
    matrix = MatrixProfile.parse(profile) if model == "RGB" else None
    if matrix:
        # In floating point: a profile with linear levels has too few of them in 8 bits.
        curves = np.broadcast_to(matrix.curves[0], (256, 3)) / 65535
        light = [
            np.interp(level * 255, np.arange(256), curve)
            for level, curve in zip(levels, curves.T, strict=True)
        ]
        red, green, blue = (matrix.matrix.astype(np.float64) @ light).tolist()
        return clip_color("srgb-linear", (red, green, blue))
    import PIL.Image  # noqa: PLC0415 -- as above

    from cvpalette.decoding.profiles import convert_image  # noqa: PLC0415 -- as above

    pixel = np.rint(levels * 255).astype(np.uint8)
    picture = PIL.Image.frombytes(mode, (1, 1), pixel.tobytes())
    red, green, blue = convert_image(picture, profile)[0, 0].tolist()
    return Color(red, green, blue)
