"""Made colors: a PNG of two megapixels that has as many distinct colors as are asked for."""

from pathlib import Path

import cv2
import numpy as np

SIZE = (1155, 1732)


def make_colors(count: int, path: Path) -> Path:
    """Write the image unless it is there; its colors are drawn from all, and occur equally often."""
    if path.exists():
        return path
    random = np.random.default_rng(0)
    codes = random.choice(1 << 24, count, replace=False).astype(np.uint32)
    # In no order: that is the hardest to count, since neighbors have different colors.
    shown = random.permutation(np.resize(codes, SIZE[0] * SIZE[1]))
    pixels = np.stack([shown >> 16, shown >> 8 & 255, shown & 255], axis=1).astype(np.uint8)
    done, data = cv2.imencode(".png", pixels.reshape(*SIZE, 3), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not done:
        message = f"cannot make an image of {count:,} colors"
        raise SystemExit(message)
    path.write_bytes(data.tobytes())
    return path
