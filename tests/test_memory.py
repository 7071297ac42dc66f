"""How much memory a large photo takes."""

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

MEGABYTE = 1 << 20
RUN = """
import re, sys
from pathlib import Path
from cvpalette.__main__ import main
sys.argv[0] = "cvpalette"
main()
# Not getrusage: Linux starts a process with its parent's peak.
print(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak from /proc")
@pytest.mark.parametrize("format_name", ["css", "quantized"])
def test_24_megapixels_take_under_500_mb(format_name: str, tmp_path: Path) -> None:
    """A camera's photo is read, counted and written on a small machine."""
    ramp = np.linspace(0, 255, 6000).astype(np.uint8)
    rows = np.linspace(0, 255, 4000).astype(np.uint8)[:, None]
    photo = np.dstack([np.broadcast_to(ramp, (4000, 6000)), np.broadcast_to(rows, (4000, 6000)), ramp ^ rows])
    (tmp_path / "photo.jpg").write_bytes(cv2.imencode(".jpg", photo)[1].tobytes())
    command = [sys.executable, "-Ic", RUN, "photo.jpg", "-f", format_name, "-o", "out.file"]
    result = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert int(result.stdout) * 1024 < 500 * MEGABYTE


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak from /proc")
def test_what_cannot_be_read_is_not_kept(tmp_path: Path) -> None:
    """Twenty files of 20 MB that are neither images nor palettes: one at a time."""
    names = [f"{number}.raw" for number in range(20)]
    for name in names:
        (tmp_path / name).write_bytes(b"\7" * (20 * MEGABYTE))
    command = [sys.executable, "-Ic", RUN, *names]
    result = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert len(result.stderr.splitlines()) == len(names)
    assert int(result.stdout) * 1024 < 250 * MEGABYTE
