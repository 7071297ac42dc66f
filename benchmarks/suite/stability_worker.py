"""Stability worker: the palettes of photos and of their changed copies, with one version of the package."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

import cvpalette

CROP: Final = 0.02
QUALITY: Final = 60


def main(folder: Path, pick: str, colors: list[int], photos: list[Path]) -> None:
    """Print a line of JSON for each photo: its parts, their changes, and the swatches of each number."""
    # Older versions do not know this option.
    options = {"pick": pick} if pick else {}
    # Another version that is installed must not be measured in its place.
    if not Path(cvpalette.__file__).is_relative_to(folder):
        message = f"'{cvpalette.__file__}' is not in '{folder}'"
        raise SystemExit(message)
    for photo in photos:
        pixels = cv2.imdecode(np.frombuffer(photo.read_bytes(), np.uint8), cv2.IMREAD_COLOR_RGB)
        if pixels is None:
            raise SystemExit(f"'{photo}' cannot be read")
        found = {
            part: {
                change: {count: _swatches(image, count, options) for count in colors}
                for change, image in _change(whole)
            }
            for part, whole in _divide(pixels)
        }
        print(json.dumps(found), flush=True)


def _divide(pixels: Any) -> Iterator[tuple[str, Any]]:
    """Give the photo and its two parts, left and right or upper and lower."""
    height, width = pixels.shape[:2]
    yield "whole", pixels
    if width >= height:
        yield "left", pixels[:, : width // 2]
        yield "right", pixels[:, width // 2 :]
    else:
        yield "upper", pixels[: height // 2]
        yield "lower", pixels[height // 2 :]


def _change(pixels: Any) -> Iterator[tuple[str, Any]]:
    """Give the image itself and its changed copies, by the names that stability.py has for them."""
    height, width = pixels.shape[:2]
    yield "itself", pixels
    yield "half", cv2.resize(pixels, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    down, right = round(CROP * height), round(CROP * width)
    yield "crop", pixels[down : height - down, right : width - right]
    yield "turned", np.rot90(pixels)
    done, data = cv2.imencode(
        ".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, QUALITY]
    )
    assert done
    yield "jpeg", cv2.imdecode(data, cv2.IMREAD_COLOR_RGB)


def _swatches(pixels: Any, colors: int, options: dict[str, Any]) -> list[tuple[int, int, int]]:
    found = cvpalette.extract(np.ascontiguousarray(pixels), colors=colors, **options)
    return [swatch.color.rgb for swatch in found.palette]


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        sys.argv[2],
        [int(word) for word in sys.argv[3].split(",")],
        [Path(word) for word in sys.argv[4:]],
    )
