"""Progress: the bar and the summary for many sources."""

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from cvpalette.command import progress
from cvpalette.command.progress import Progress
from cvpalette.errors import ImageError

termios = pytest.importorskip("termios", reason="needs terminals of POSIX")


@contextmanager
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Make stderr a terminal meanwhile; gives a list that receives all text that a person saw on it."""
    leader, follower = os.openpty()
    termios.tcsetwinsize(follower, (24, 100))
    for name, value in {"TERM": "xterm-256color", "NO_COLOR": "", "COLUMNS": "100"}.items():
        monkeypatch.setenv(name, value)
    seen: list[str] = []
    with os.fdopen(follower, "w", encoding="utf-8") as stderr:
        monkeypatch.setattr(sys, "stderr", stderr)
        yield seen
    with os.fdopen(leader, "rb", buffering=0) as terminal, suppress(OSError):
        while data := terminal.read(1 << 16):
            seen.append(data.decode(errors="replace"))


@pytest.mark.parametrize("has_bar", [True, False])
def test_a_bar_has_count_and_failures(monkeypatch: pytest.MonkeyPatch, has_bar: bool) -> None:
    """There is no bar if the results appear at the terminal too."""
    monkeypatch.setattr(progress, "_PATIENCE", 0)
    with listening(monkeypatch) as seen:
        bar = Progress(lambda: 4, has_bar=has_bar)
        for failures in (0, 0, 1):
            bar.advance(failures)
        bar.close()
    text = "".join(seen)
    assert ("1 failed" in text, "3/" in text) == (has_bar, has_bar)


def test_whoever_waits_for_less_sees_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written in the first second; the clock of this test stands still."""
    monkeypatch.setattr(time, "monotonic", lambda: 100.0)
    with listening(monkeypatch) as seen:
        bar = Progress(lambda: 4, has_bar=True)
        bar.advance(0)
        bar.close()
    assert not seen


@pytest.mark.parametrize(
    ("number", "failures", "passes", "expected"),
    [
        (0, 0, 1, "0 images, "),
        (1, 0, 1, "1 image, "),
        (1200, 3, 1, "1,200 images, 3 failed, "),
        (6, 0, 2, "3 images, "),
    ],
)
def test_the_summary_is_a_line(number: int, failures: int, passes: int, expected: str) -> None:
    """It has images, failures, seconds and rate."""
    bar = Progress(lambda: 0, has_bar=False)
    for _ in range(number):
        bar.advance(failures)
    assert re.fullmatch(re.escape(expected) + r"\d+\.\d s, [\d.]+/s", bar.summarize(failures, passes))


def test_a_batch_ends_with_its_summary_at_a_terminal(see: Any, stripes: Path) -> None:
    """Errors are printed too."""
    code, seen = see(stripes.name, "missing.png", "-f", "css", "-o", "out")
    assert code == 1
    error, summary, wrote = seen.splitlines()
    assert str(ImageError("missing.png", "no such file or directory", "not-found")) in error
    assert re.fullmatch(r"cvpalette: 2 images, 1 failed, [\d.]+ s, [\d.]+/s", summary)
    assert "wrote" in wrote
    assert see(stripes.name, stripes.name, "-f", "css", "-o", "other", "--quiet") == (0, "")
