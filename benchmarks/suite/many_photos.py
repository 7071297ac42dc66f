"""Many photos: a folder of as many JPEGs as are asked for, and how long a command takes on it."""

import subprocess
import time
from collections.abc import Iterable, Mapping
from itertools import cycle, islice
from pathlib import Path

import cv2


def save_photos(photos: Path, folder: Path, part: int) -> list[Path]:
    """Save each photo, its sides divided, as JPEG."""
    folder.mkdir()
    saved = []
    for photo in sorted(path for path in photos.iterdir() if path.suffix.lower() in {".png", ".jpg", ".ppm"}):
        pixels = cv2.imread(str(photo))
        if pixels is not None:
            path = folder / f"{photo.stem}.jpg"
            path.write_bytes(cv2.imencode(".jpg", pixels[::part, ::part])[1].tobytes())
            saved.append(path)
    return saved


def link(files: Iterable[Path], folder: Path, count: int) -> Path:
    """Give files as many names as are asked for."""
    folder.mkdir()
    for number, path in enumerate(islice(cycle(files), count)):
        (folder / f"{number:06}.jpg").hardlink_to(path)
    return folder


def seconds_of(command: list[str], variables: Mapping[str, str] | None = None) -> float:
    """Run a command, by default with the variables of this process, and return how long it took."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=variables)
    return time.perf_counter() - start
