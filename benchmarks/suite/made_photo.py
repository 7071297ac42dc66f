"""Made photo: a JPEG of two megapixels, put together from the samples."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np

NAMES: Final = ("astronaut.webp", "chelsea.png", "coffee.png", "rocket.jpg")
SIZE: Final = (816, 612)
#: Enlarged, a photo is smoother than a camera's.
NOISE: Final = 3


def make_photo(samples: Path, folder: Path) -> Path:
    """Write four samples side by side, with a camera's noise, into a folder."""
    parts = []
    for name in NAMES:
        part = cv2.imread(str(samples / name))
        if part is None:
            message = f"'{samples / name}' cannot be read"
            raise SystemExit(message)
        parts.append(cv2.resize(part, SIZE, interpolation=cv2.INTER_CUBIC))
    pixels = np.vstack([np.hstack(parts[:2]), np.hstack(parts[2:])]).astype(np.float32)
    pixels += np.random.default_rng(0).normal(0, NOISE, pixels.shape).astype(np.float32)
    path = folder / "photo.jpg"
    cv2.imwrite(str(path), np.clip(pixels, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 90])
    return path
