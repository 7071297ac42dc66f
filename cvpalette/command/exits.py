"""How a run ends: errors as one line on stderr, and as exit codes."""

import os
import signal
import sys
import traceback
from contextlib import suppress
from typing import Final

import click

from cvpalette.command import terminal
from cvpalette.command.hints import hint_for
from cvpalette.errors import CvpaletteError, OptionError, OutputNotFoundError, SettingsError
from cvpalette.messages import listed, quote, reason_of

__all__ = ["FAILED", "INTERRUPTED", "end", "flush_stdout", "say_error"]

FAILED: Final = 1
WRONG_USAGE: Final = 2
INTERRUPTED: Final = 130


def end(error: BaseException) -> int:
    """Say what ended a run, if there is something to say, and return its exit code."""
    # Typer's own answer to a closed pipe is to exit, with the reason behind it.
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
    terminal.say(f"error: {message}")


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
        case KeyboardInterrupt() | click.Abort():
            message, code = "interrupted", INTERRUPTED
        case click.MissingParameter():
            message = "'SOURCES...' is missing; name image files, folders, or - for stdin (see --help)"
            code = WRONG_USAGE
        case click.NoSuchOption():
            hint = f"; did you mean {listed(error.possibilities)}?" if error.possibilities else ""
            message, code = f"there is no option {quote(error.option_name)}{hint}", WRONG_USAGE
        case click.ClickException():
            message, code = error.format_message(), error.exit_code
        case SettingsError() | OptionError() | OutputNotFoundError():
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
