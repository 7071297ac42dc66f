"""from_pillow(): an image of Pillow's as an Image."""

import io
from pathlib import Path
from typing import Any, Final

import numpy as np
import PIL.Image

from cvpalette.decoding.image import Image
from cvpalette.decoding.reading import read_image
from cvpalette.errors import ImageError
from cvpalette.messages import printable

__all__ = ["from_pillow"]

# Modes whose pixels are what we take, where nothing beside them says what they mean.
_PLAIN: Final = {"L", "LA", "RGB", "RGBA"}
# Modes that a PNG holds as they are; a TIFF holds the others.
_PNG: Final = {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}
# Modes that no file holds in every version of Pillow, and what stands for them.
_CONVERTED: Final = {"RGBa": "RGBA", "La": "LA", "HSV": "RGB", "PA": "RGBA", "YCbCr": "RGB"}
_ORIENTATION: Final = 0x0112


def from_pillow(picture: PIL.Image.Image) -> Image:
    """Take the frame that a picture is at; its profile and orientation count as they do in a file.

    Levels of mode I are 0 to 65535, those of mode F 0 to 1. Raises ImageError.
    """
    name = printable(Path(str(getattr(picture, "filename", "") or "image")).name)
    try:
        data = _take(picture, name)
    except ImageError:
        raise
    except Exception as error:
        # A picture reads its file only now, and that may be damaged; or no file holds its mode.
        reason = f"cannot be taken from Pillow: {printable(str(error))}"
        raise ImageError(name, reason, "invalid") from error
    return data if isinstance(data, Image) else read_image(data, name)


def _take(picture: PIL.Image.Image, name: str) -> Image | bytes:
    """Return an Image, or for what needs more than its pixels the bytes of a file: one reader for all."""
    if picture.mode == "F":
        return Image.from_array(_channels(picture), name)
    exif, profile = picture.getexif(), picture.info.get("icc_profile")
    plain = picture.mode in _PLAIN and not profile and "transparency" not in picture.info
    if plain and exif.get(_ORIENTATION, 1) == 1:
        return Image.from_array(_channels(picture), name)
    if picture.mode.startswith("I"):
        picture = PIL.Image.fromarray(_sixteen_bits(picture, name))
    picture = picture.convert(_CONVERTED.get(picture.mode, picture.mode))
    how: dict[str, Any] = {"format": "TIFF"}
    if picture.mode in _PNG:
        how = {"format": "PNG", "compress_level": 0}
    file = io.BytesIO()
    picture.save(file, exif=exif, icc_profile=profile, **how)
    return file.getvalue()


def _channels(picture: PIL.Image.Image) -> np.ndarray:
    """Return the levels (height, width, channels), of gray too: without the last, they may be a list."""
    return np.asarray(picture).reshape(picture.height, picture.width, -1)


def _sixteen_bits(picture: PIL.Image.Image, name: str) -> np.ndarray:
    levels = np.asarray(picture)
    if levels.min() < 0 or levels.max() > 65535:
        reason = f"has levels of {levels.min()} to {levels.max()}; those of mode 'I' are 0 to 65535"
        raise ImageError(name, reason, "invalid")
    return levels.astype(np.uint16)
