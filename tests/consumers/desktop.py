"""Desktop: a screen that nobody sees, and what stands on it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["Desktop", "open_desktop"]

_SIZE: Final = "1600x900x24"


@dataclass(frozen=True)
class Desktop:
    """An X display, and the file that it keeps its pixels in."""

    display: str
    screen: Path

    def take_picture(self) -> npt.NDArray[np.uint8]:
        """Return the pixels of the screen, height x width x RGB.

        The file is a dump as xwd makes it: a header of big-endian words, colormap entries of 12 bytes, rows.
        """
        data = self.screen.read_bytes()
        header, _, _, _, width, height, *_ = words = np.frombuffer(data, ">u4", 25).tolist()
        bytes_per_line, colormap_entries = words[12], words[19]
        start = header + 12 * colormap_entries
        rows = np.frombuffer(data, np.uint8, height * bytes_per_line, start).reshape(height, -1, 4)
        return rows[:, :width, 2::-1]


@contextmanager
def open_desktop(xvfb: str, folder: Path) -> Iterator[Desktop]:
    """Run an X server on a display that it chooses."""
    command = [xvfb, "-displayfd", "1", "-screen", "0", _SIZE, "-fbdir", str(folder), "-nolisten", "tcp"]
    # What a program left, such as its resources, stays when it has gone.
    command.append("-noreset")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout
        try:
            yield Desktop(f":{server.stdout.readline().strip()}", folder / "Xvfb_screen0")
        finally:
            server.terminate()
