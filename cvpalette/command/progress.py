"""Progress: shows a person at a terminal a bar with rate, time left and failures, and a line at the end."""

import os
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

__all__ = ["Progress"]

# Seconds before the bar appears. A shorter run needs no bar, and saves the tenth of a second to load rich.
_PATIENCE: Final = 1.0


class Progress:
    """Counts the sources that are done, and shows a bar after a second."""

    def __init__(self, count: Callable[[], int], *, has_bar: bool) -> None:
        """Take a function that counts all sources; it runs in a thread of its own, as it may take long."""
        self._count = count
        self._has_bar = has_bar
        self._start = time.monotonic()
        self._done = 0
        self._bar: tuple[Bar, TaskID] | None = None

    def advance(self, failures: int) -> None:
        """Count one more source as done; `failures` is the number of failures so far."""
        self._done += 1
        if self._bar is None:
            if not self._has_bar or time.monotonic() - self._start < _PATIENCE:
                return
            self._bar = _show_bar()
            threading.Thread(target=self._learn_total, daemon=True).start()
        bar, task = self._bar
        bar.update(task, completed=self._done, failures=f"{failures:,} failed" if failures else "")

    def close(self) -> None:
        """Remove the bar."""
        if self._bar is not None:
            bar = self._bar[0]
            bar.stop()
            bar.console.file.close()

    def summarize(self, failures: int, passes: int) -> str:
        """Return a summary of the run: `1,000 images, 3 failed, 41.2 s, 24.3/s`."""
        seconds = time.monotonic() - self._start
        number = self._done // passes
        images = "1 image" if number == 1 else f"{number:,} images"
        failed = f", {failures:,} failed" if failures else ""
        return f"{images}{failed}, {seconds:.1f} s, {number / max(seconds, 1e-3):.1f}/s"

    def _learn_total(self) -> None:
        total = self._count()
        if self._bar is not None:
            bar, task = self._bar
            bar.update(task, total=total)


def _show_bar() -> "tuple[Bar, TaskID]":
    from rich import progress  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415 -- 100 ms, so only long runs load it
    from rich.text import Text  # noqa: PLC0415

    class Rate(progress.ProgressColumn):
        """A column with the number of images a second."""

        def render(self, task: progress.Task) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "")

    # While an image is decoded, stderr is redirected to hide the noise of libraries. So the bar writes to its
    # own copy of stderr.
    own = os.fdopen(os.dup(sys.stderr.fileno()), "w", encoding=sys.stderr.encoding, errors="replace")
    bar = progress.Progress(
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        Rate(),
        progress.TimeRemainingColumn(),
        progress.TextColumn("{task.fields[failures]}"),
        console=Console(file=own),
        transient=True,
        redirect_stdout=False,
    )
    bar.start()
    return bar, bar.add_task("", total=None, failures="")
