"""Growth probe: one extraction in a process of its own, its time and the most memory it took."""

import json
import resource
import sys
from pathlib import Path
from time import perf_counter

import cv2
import numpy as np

import cvpalette

STATUS = Path("/proc/self/status")
UNIT = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there, else in kilobytes


def main() -> None:
    """Print times in seconds and memory in bytes as JSON."""
    what, path, colors = sys.argv[1], sys.argv[2], int(sys.argv[3])
    # Imports on first use, and threads that start once, are no part of growth.
    cvpalette.extract(np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8), colors=2)
    before = _peak()
    if what == "pixels":
        pixels = cv2.cvtColor(_decode(path), cv2.COLOR_BGR2RGB)
        start = perf_counter()
        cvpalette.extract(pixels, colors=colors)
    elif what == "decode":
        start = perf_counter()
        _decode(path)
    else:
        start = perf_counter()
        cvpalette.extract(path, colors=colors)
    seconds = perf_counter() - start
    print(json.dumps({"seconds": seconds, "before": before, "peak": _peak()}))


def _decode(path: str) -> np.ndarray:
    data = np.frombuffer(Path(path).read_bytes(), np.uint8)
    pixels = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if pixels is None:
        message = f"cannot decode '{path}'"
        raise SystemExit(message)
    return pixels


def _peak() -> int:
    # Linux hands ru_maxrss on from the process that started this one; the high-water mark is our own.
    if STATUS.exists():
        line = next(
            line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM")
        )
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT


if __name__ == "__main__":
    main()
