"""Converts a Pillow image to an Image."""

import io
from pathlib import Path
from typing import Any, Final

import numpy as np
import PIL.Image

from cvpalette.decoding.image import Image, refuse_narrow
from cvpalette.decoding.reading import read_image
from cvpalette.errors import ImageError
from cvpalette.messages import printable

__all__ = ["from_pillow"]

# Modes whose pixels are taken directly, if there is no profile, transparency or orientation.
_PLAIN: Final = {"L", "LA", "RGB", "RGBA"}
# Modes that a PNG can store; a TIFF stores the others.
_PNG: Final = {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}
# Modes that some versions of Pillow cannot save, and the modes to convert them to.
_CONVERTED: Final = {"RGBa": "RGBA", "La": "LA", "HSV": "RGB", "PA": "RGBA", "YCbCr": "RGB"}
_ORIENTATION: Final = 0x0112


def from_pillow(picture: PIL.Image.Image) -> Image:
    """Convert the current frame of a picture, and apply its profile and orientation, as for a file.

    Levels of mode I are 0 to 65535, and levels of mode F are 0 to 1. Raises ImageError.
    """
    name = printable(Path(str(getattr(picture, "filename", "") or "image")).name)
    try:
        data = _take(picture, name)
    except ImageError:
        raise
    except Exception as error:
        # Pillow reads the file of a picture only now: it may be damaged. Or Pillow cannot save the mode.
        reason = f"cannot be taken from Pillow: {printable(str(error))}"
        raise ImageError(name, reason, "invalid") from error
    return data if isinstance(data, Image) else read_image(data, name)


def _take(picture: PIL.Image.Image, name: str) -> Image | bytes:
    """Return an Image; if the picture has more than plain pixels, return the bytes of a file to decode."""
    if picture.mode == "F":
        return Image.from_array(_channels(picture), name)
    exif, profile = picture.getexif(), picture.info.get("icc_profile")
    plain = picture.mode in _PLAIN and not profile and "transparency" not in picture.info
    if plain and exif.get(_ORIENTATION, 1) == 1:
        return _take_levels(picture, name)
    if picture.mode.startswith("I"):
        picture = PIL.Image.fromarray(_sixteen_bits(picture, name))
    picture = picture.convert(_CONVERTED.get(picture.mode, picture.mode))
    how: dict[str, Any] = {"format": "TIFF"}
    if picture.mode in _PNG:
        how = {"format": "PNG", "compress_level": 0}
    file = io.BytesIO()
    picture.save(file, exif=exif, icc_profile=profile, **how)
    return file.getvalue()


def _take_levels(picture: PIL.Image.Image, name: str) -> Image:
    """Return an Image of levels of 8 bits; those of a file may be nearly black, as below."""
    levels = _channels(picture)
    if picture.format and levels.max() == 1:
        return Image.from_array(levels / 255, name)
    return Image.from_array(levels, name)


def _channels(picture: PIL.Image.Image) -> np.ndarray:
    """Return the levels (height, width, channels), also of gray: (n, 3) could be a list of colors."""
    return np.asarray(picture).reshape(picture.height, picture.width, -1)


def _sixteen_bits(picture: PIL.Image.Image, name: str) -> np.ndarray:
    levels = np.asarray(picture)
    if levels.min() < 0 or levels.max() > 65535:
        reason = f"has levels of {levels.min()} to {levels.max()}; those of mode 'I' are 0 to 65535"
        raise ImageError(name, reason, "invalid")
    # A file may hold a dark picture. An image that was made in memory is rather one of 8 bits.
    if not picture.format:
        refuse_narrow(int(levels.max()), name)
    return levels.astype(np.uint16)
