"""Workers: how a worker process sets itself up, and what happens if it cannot start."""

import ctypes
import os
import subprocess
import sys

import pytest

from cvpalette.batch import worker
from cvpalette.batch.many import share_out
from cvpalette.batch.worker import end_spares, keep_freed_memory, start_spares

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


@pytest.mark.usefixtures("measured")
class TestSpares:
    """Processes may start before their work is known."""

    def test_workers_use_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """No other process is started while one waits."""
        start_spares(2)
        monkeypatch.setattr(worker, "_open_process", None)
        results = list(share_out(abs, range(-20, 0), jobs=2, are_at_hand=True))
        assert [result for _, result in results] == list(range(20, 0, -1))
        assert not worker.spares

    def test_those_that_are_not_used_end(self) -> None:
        """At the latest when the process ends."""
        start_spares(1)
        (spare,) = worker.spares
        end_spares()
        assert spare.returncode is not None
        assert not worker.spares

    def test_none_can_be_started(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The error comes when there is work for them."""
        monkeypatch.setattr(sys, "executable", "/nowhere/python")
        start_spares(2)
        assert not worker.spares

    def test_one_that_has_died_is_replaced(self) -> None:
        """As any other worker is."""
        start_spares(1)
        worker.spares[0].kill()
        worker.spares[0].wait()
        results = list(share_out(abs, range(20), jobs=2, are_at_hand=True))
        assert [result for _, result in results] == list(range(20))
