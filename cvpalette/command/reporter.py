"""Voice: how a run speaks to people: of what failed, what is to be known, what it made, how far it is."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cvpalette.command import terminal
from cvpalette.command.exits import say_error
from cvpalette.command.hints import hint_for
from cvpalette.command.progress import Progress
from cvpalette.errors import CvpaletteError
from cvpalette.result import Found

__all__ = ["Voice"]


class Voice:
    """Says errors always, warnings unless it is to be quiet, and all else to a person at a terminal only."""

    def __init__(self, *, quiet: bool) -> None:
        """Look at who listens."""
        self._is_quiet = quiet
        self._progress: Progress | None = None
        self.tells = bool(sys.stderr) and sys.stderr.isatty() and not quiet
        self.shows = bool(sys.stdout) and sys.stdout.isatty()
        self._failed: set[str] = set()
        self._warned: set[str] = set()

    @property
    def failures(self) -> int:
        """How many things failed so far."""
        return len(self._failed)

    def fail(self, error: CvpaletteError) -> None:
        """Say what failed; what is tried again, and fails again, is told once."""
        message = f"{error}{hint_for(error)}"
        if message not in self._failed:
            self._failed.add(message)
            say_error(message, error)

    def warn(self, message: str) -> None:
        """Say what is to be known of what did not fail; once, though images may be read twice."""
        if not self._is_quiet and message not in self._warned:
            self._warned.add(message)
            terminal.say(f"warning: {message}")

    def tell(self, message: str) -> None:
        """Say what was made."""
        if self.tells:
            terminal.say(message)

    def show(self, found: Found) -> None:
        """Show a palette as a table."""
        terminal.show_palette(found)

    def advance(self) -> None:
        """Tell that one more source is done with, if it failed or not."""
        if self._progress:
            self._progress.advance(self.failures)

    @contextmanager
    def following(self, count: Callable[[], int], passes: int, *, is_writing_here: bool) -> Iterator[None]:
        """Show how far a run is, unless its results are seen; `count` counts its sources, in its own time."""
        if not self.tells:
            yield
            return
        self._progress = Progress(count, has_bar=not (is_writing_here and self.shows))
        try:
            yield
        finally:
            self._progress.close()
        terminal.say(self._progress.summarize(self.failures, passes))
        self._progress = None
