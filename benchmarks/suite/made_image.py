"""Made image: a JPEG of any size whose colors and grain are like a photo's."""

from pathlib import Path

import cv2
import numpy as np

ASPECT = 1.5
COARSE_SIDE = 24
STRIP_ROWS = 512
QUALITY = 90


def make_image(megapixels: float, path: Path) -> Path:
    """Write the image unless it is there."""
    if path.exists():
        return path
    width = round((megapixels * 1e6 * ASPECT) ** 0.5)
    height = round(megapixels * 1e6 / width)
    random = np.random.default_rng(0)
    coarse = random.integers(0, 256, (COARSE_SIDE, round(COARSE_SIDE * ASPECT), 3), dtype=np.uint8)
    pixels = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    # Strip by strip: the noise of 100 megapixels at once would take gigabytes.
    for top in range(0, height, STRIP_ROWS):
        strip = pixels[top : top + STRIP_ROWS]
        grain = random.normal(0, 6, strip.shape[:2]).astype(np.float32)[:, :, None]
        strip[:] = np.clip(strip + grain, 0, 255).astype(np.uint8)
    done, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    if not done:
        message = f"cannot make an image of {megapixels:g} megapixels"
        raise SystemExit(message)
    path.write_bytes(data.tobytes())
    return path
