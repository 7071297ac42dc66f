"""Reporter: tells people about a run: errors, warnings, files written, progress and the end."""

import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from cvpalette.command.hints import explain
from cvpalette.command.parsing import UsageError
from cvpalette.command.signals import exit_code, let_signals_kill, name_of, received
from cvpalette.errors import CvpaletteError, OptionError, OutputNotFoundError, SettingsError
from cvpalette.messages import printable, quote, reason_of

if TYPE_CHECKING:
    from cvpalette.command.progress import Progress
    from cvpalette.result import Result

__all__ = ["FAILED", "Reporter", "end", "flush_stdout", "say", "say_error"]

FAILED: Final = 1
WRONG_USAGE: Final = 2
RULE_BROKEN: Final = 3
# So many files that were written are named one by one.
_FEW: Final = 9


class Reporter:
    """Prints errors always, warnings unless `quiet`, and everything else only to a person at a terminal.

    `tells` says whether stderr is such a terminal, `shows` whether stdout is one.
    """

    def __init__(self, *, quiet: bool) -> None:
        """Find out whether stderr and stdout are terminals."""
        self._is_quiet = quiet
        self._progress: Progress | None = None
        self.tells = bool(sys.stderr) and sys.stderr.isatty() and not quiet
        self.shows = bool(sys.stdout) and sys.stdout.isatty()
        self._failed: set[str] = set()
        self._broken: set[str] = set()
        self._warned: set[str] = set()
        self._unused: dict[str, str] | None = None
        self._losses: dict[str, tuple[str, int]] = {}
        self._written: list[str] = []
        self._written_count = 0
        self._placed = ""
        self._placed_count = 0

    @property
    def failures(self) -> int:
        """The number of different failures so far."""
        return len(self._failed)

    @property
    def exit_code(self) -> int:
        """The exit code of the run so far: a failure counts more than a rule that is not kept."""
        if self._failed:
            return FAILED
        return RULE_BROKEN if self._broken else 0

    def fail(self, error: CvpaletteError) -> None:
        """Print an error with its hint, but only once if the same work is tried again and fails again."""
        message = explain(error)
        if message not in self._failed:
            self._failed.add(message)
            say_error(message, error)

    def tell_broken(self, message: str) -> None:
        """Print that a palette does not keep a rule."""
        self._broken.add(message)
        say_error(message)

    def warn(self, message: str) -> None:
        """Print a warning, but only once: some runs read each image twice."""
        if not self._is_quiet and message not in self._warned:
            self._warned.add(message)
            say(f"warning: {message}")

    def note_written(self, path: str | os.PathLike[str]) -> None:
        """Note a file whose name the user did not choose; `tell_written` says what was written."""
        self._written_count += 1
        # There may be a million: the last name replaces the one before it.
        del self._written[_FEW:]
        self._written.append(os.fspath(path))

    def note_placed(self, path: str | os.PathLike[str]) -> None:
        """Note a file where the user wanted it; `tell_placed` says so to a person, who sees no more of it."""
        self._placed = os.fspath(path)
        self._placed_count += 1

    def tell_placed(self, place: str) -> None:
        """Tell a person about the files that are noted: the only one, or how many there are in `place`."""
        if self._placed_count == 1:
            self.tell(f"wrote {quote(self._placed)}")
        elif self._placed_count:
            self.tell(f"wrote {self._placed_count:,} files to {quote(place)}")
        self._placed_count = 0

    def note_unused(self, unused: Iterable[tuple[str, str]]) -> None:
        """Note the options that had no effect on a source, each with the reason."""
        found = dict(unused)
        if self._unused is not None:
            found = {flag: why for flag, why in self._unused.items() if flag in found}
        self._unused = found

    def tell_unused(self, *, is_batch: bool) -> None:
        """Print the options that had no effect on any source."""
        for flag, why in (self._unused or {}).items():
            if why or is_batch:
                self.warn(f"{flag} had no effect" + (" on any source" if is_batch else f": {why}"))

    def note_losses(self, name: str, losses: Iterable[str]) -> None:
        """Note what formats do not hold of a source's palette; `tell_losses` prints each sentence once."""
        for sentence in losses:
            # There may be a million sources: of one sentence, the first is named, and the others are counted.
            first, others = self._losses.get(sentence, (name, -1))
            self._losses[sentence] = first, others + 1

    def tell_losses(self) -> None:
        """Print what was lost, with the name of the first source, and the number of the others."""
        for sentence, (first, others) in self._losses.items():
            self.warn(f"{quote(first)}{f' (and {others:,} more)' if others else ''}: {sentence}")
        self._losses = {}

    def tell_written(self) -> None:
        """Print the names of the files noted, or the number of many."""
        written, count = self._written, self._written_count
        self._written, self._written_count = [], 0
        if self._is_quiet or not written:
            return
        if count <= _FEW:
            for path in written:
                say(f"wrote {quote(path)}")
        else:
            say(f"wrote {count:,} files, from {quote(written[0])} to {quote(written[-1])}")

    def tell(self, message: str) -> None:
        """Print a message for a person at a terminal."""
        if self.tells:
            say(message)

    def show(self, result: "Result") -> None:
        """Show a palette as a table."""
        from cvpalette.command.terminal import show_palette  # noqa: PLC0415 -- only for terminals

        show_palette(result)

    def advance(self) -> None:
        """Count one more source as done, whether it failed or not."""
        if self._progress:
            self._progress.advance(self.failures)

    @contextmanager
    def following(self, count: Callable[[], int], passes: int, *, is_writing_here: bool) -> Iterator[None]:
        """Show the progress of a run at a terminal; there is no bar if its results appear there too.

        `count` counts the sources of the run, and may take long.
        """
        if not self.tells:
            yield
            return
        from cvpalette.command.progress import Progress  # noqa: PLC0415 -- only for terminals

        self._progress = Progress(count, has_bar=not (is_writing_here and self.shows))
        try:
            yield
        finally:
            self._progress.close()
        say(self._progress.summarize(self.failures, passes))
        self._progress = None


def end(error: BaseException) -> int:
    """Print the error that ended a run, if users should see it, and return the exit code."""
    is_unread = isinstance(error, BrokenPipeError) or isinstance(error.__context__, BrokenPipeError)
    if is_unread and not received():
        # The reader closed the pipe, as `head -1` does: that is not an error.
        _discard_stdout()
        return 0
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else FAILED
    message, code = _word(error)
    if is_interruption(error):
        message, code = name_of(), exit_code()
        # A second Ctrl-C ends the process at once, even during the rest of the cleanup.
        let_signals_kill()
    if isinstance(error, OSError):
        _discard_stdout()
    say_error(message, error)
    return code


def is_interruption(error: BaseException) -> bool:
    """Tell whether an error ended the run because a signal came: libraries may turn it into another error."""
    return bool(received()) or isinstance(error, KeyboardInterrupt)


def say_error(message: str, error: BaseException | None = None) -> None:
    """Print an error; with --debug, its traceback too."""
    if error is not None and _is_debugging() and sys.stderr:
        traceback.print_exception(error)
    say(f"error: {message}")


def flush_stdout(*, is_told: bool) -> None:
    """Write the rest of stdout's buffer; raises OSError, unless an error was told already."""
    try:
        if sys.stdout:
            sys.stdout.flush()
    except OSError:
        if not is_told:
            raise
        _discard_stdout()


def _word(error: BaseException) -> tuple[str, int]:
    """Return the message of an error, and its exit code."""
    code = FAILED
    match error:
        case UsageError() | SettingsError() | OptionError() | OutputNotFoundError():
            message, code = explain(error), WRONG_USAGE
        case CvpaletteError():
            message = explain(error)
        case OSError():
            # Only errors of stdout come here: errors of files have become WriteError where they happened.
            message = f"{quote(error.filename or 'stdout')}: cannot be written: {reason_of(error)}"
        case _:
            hint = "" if _is_debugging() else "; please report it with the output of --debug"
            message = f"{type(error).__name__}: {error}{hint}"
    return message, code


def _is_debugging() -> bool:
    # This must work even before the arguments are parsed, or if they cannot be.
    return "--debug" in sys.argv


def _discard_stdout() -> None:
    """Redirect stdout to the null device: Python would fail to flush the buffer when it ends, and say so."""
    with suppress(AttributeError, OSError, ValueError):  # stdout may be closed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(message: str) -> None:
    """Print a message for people on stderr. Whatever it quotes, no character of it changes the terminal."""
    if sys.stderr is None:  # it is closed, and print() would write to stdout instead
        return
    message = "\n".join(map(printable, message.split("\n")))
    # stderr's own error handler replaces characters that a terminal cannot show by escapes.
    print(f"cvpalette: {message}", file=sys.stderr)  # noqa: T201 -- all messages are printed here
