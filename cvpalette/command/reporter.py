"""Reporter: what a run says to people: errors, warnings, what it made, how far it is, and how it ends."""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from cvpalette.command.hints import hint_for
from cvpalette.command.parsing import UsageError
from cvpalette.errors import CvpaletteError, OptionError, OutputNotFoundError, SettingsError
from cvpalette.messages import quote, reason_of

if TYPE_CHECKING:
    from cvpalette.command.progress import Progress
    from cvpalette.result import Result

__all__ = ["FAILED", "INTERRUPTED", "Reporter", "end", "flush_stdout", "say", "say_error"]

FAILED: Final = 1
WRONG_USAGE: Final = 2
INTERRUPTED: Final = 130


class Reporter:
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
            say(f"warning: {message}")

    def tell(self, message: str) -> None:
        """Say what was made."""
        if self.tells:
            say(message)

    def show(self, result: "Result") -> None:
        """Show a palette as a table."""
        from cvpalette.command.terminal import show_palette  # noqa: PLC0415 -- only a person sees it

        show_palette(result)

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
        from cvpalette.command.progress import Progress  # noqa: PLC0415 -- only a person sees it

        self._progress = Progress(count, has_bar=not (is_writing_here and self.shows))
        try:
            yield
        finally:
            self._progress.close()
        say(self._progress.summarize(self.failures, passes))
        self._progress = None


def end(error: BaseException) -> int:
    """Say what ended a run, if there is something to say, and return its exit code."""
    if isinstance(error, BrokenPipeError) or isinstance(error.__context__, BrokenPipeError):
        # The reader has what it wanted (`| head -1`).
        _discard_stdout()
        return 0
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else FAILED
    message, code = _word(error)
    if code == INTERRUPTED:
        # Whoever presses Ctrl-C again does not want to wait for what is left to do either.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if isinstance(error, OSError):
        _discard_stdout()
    say_error(message, error)
    return code


def say_error(message: str, error: BaseException | None = None) -> None:
    """Write an error for people; with --debug, where it comes from too."""
    if error is not None and _is_debugging():
        traceback.print_exception(error)
    say(f"error: {message}")


def flush_stdout(*, is_told: bool) -> None:
    """Write what is left in stdout's buffer; a failure that was told already is not told again."""
    try:
        if sys.stdout:
            sys.stdout.flush()
    except OSError:
        if not is_told:
            raise
        _discard_stdout()


def _word(error: BaseException) -> tuple[str, int]:
    """Return what to say of an error, and its exit code."""
    code = FAILED
    match error:
        case KeyboardInterrupt():
            message, code = "interrupted", INTERRUPTED
        case UsageError() | SettingsError() | OptionError() | OutputNotFoundError():
            message, code = f"{error}{hint_for(error)}", WRONG_USAGE
        case CvpaletteError():
            message = f"{error}{hint_for(error)}"
        case OSError():
            # What goes wrong with any file but stdout is worded where it happens.
            message = f"{quote(error.filename or 'stdout')}: cannot be written: {reason_of(error)}"
        case _:
            hint = "" if _is_debugging() else "; please report it with what --debug prints"
            message = f"{type(error).__name__}: {error}{hint}"
    return message, code


def _is_debugging() -> bool:
    # Also before, and without, a successful look at the arguments.
    return "--debug" in sys.argv


def _discard_stdout() -> None:
    """Point stdout at nothing: Python would complain of what is left in its buffer when it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(message: str) -> None:
    """Write a line for people on stderr."""
    # Its own errors handler turns what a terminal cannot show into escapes.
    print(f"cvpalette: {message}", file=sys.stderr)  # noqa: T201 -- this is where words are printed
