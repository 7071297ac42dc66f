"""Workers: how a worker process sets itself up, and what happens if it cannot start."""

import ctypes
import os
import subprocess
import sys

import pytest

from cvpalette.batch.worker import keep_freed_memory

SCRIPT = """
import resource, sys
import numpy as np
from cvpalette.batch.worker import keep_freed_memory
if sys.argv[1] == "kept":
    print(keep_freed_memory())
for _ in range(50):
    np.ones(1 << 20, np.uint8)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(200):
    np.ones(1 << 20, np.uint8)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""
#: The environment variable that Dask sets for its workers.
DASK = {"MALLOC_TRIM_THRESHOLD_": "65536"}


def run(how: str) -> list[str]:
    """Return whether a process can keep freed memory, and how many pages it gets for 200 arrays."""
    command = [sys.executable, "-Ic", SCRIPT, how]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, **DASK}
    ).stdout.split()


@pytest.mark.skipif(sys.platform != "linux", reason="counts pages as Linux does")
def test_pages_are_asked_for_once() -> None:
    """A megabyte is 256 pages."""
    said, pages = run("kept")
    if said == "False":
        pytest.skip("needs glibc")
    assert int(pages) < 256
    (without,) = run("given back")
    assert int(without) > 200 * 200


def test_a_system_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing happens there."""
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    assert keep_freed_memory.__wrapped__() is False
