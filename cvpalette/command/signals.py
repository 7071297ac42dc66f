"""Turns SIGINT and SIGTERM into one KeyboardInterrupt, and remembers which of them came."""

import os
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import Final

__all__ = ["catch_signals", "exit_code", "let_signals_kill", "name_of", "open_missing_streams", "received"]

_CODE: Final = 128
_NAMES: Final = {signal.SIGINT: "interrupted", signal.SIGTERM: "terminated"}
_received: Final[list[int]] = []


def catch_signals() -> None:
    """Have SIGINT and SIGTERM raise a KeyboardInterrupt; a second signal ends the process at once.

    Only the command calls this, never the library. A signal that the caller ignores stays ignored.
    """
    for number, usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGTERM, signal.SIG_DFL)):
        with suppress(ValueError):  # only the main thread may do this
            if signal.getsignal(number) == usual:
                signal.signal(number, _take)
    # A KeyboardInterrupt in a callback of the garbage collector is lost. The run still ends: see received().
    usual_hook = sys.unraisablehook
    sys.unraisablehook = lambda about: None if _received else usual_hook(about)


def _take(number: int, _: FrameType | None) -> None:
    if _received:
        os._exit(_CODE + number)
    _received.append(number)
    raise KeyboardInterrupt


def received() -> int:
    """Return the signal that came, or 0.

    A library may lose the KeyboardInterrupt, or turn it into another error: NumPy makes it an ImportError.
    """
    return _received[0] if _received else 0


def exit_code() -> int:
    """Return the exit code of a run that a signal ended: 130 for SIGINT, 143 for SIGTERM."""
    return _CODE + (received() or signal.SIGINT)


def name_of() -> str:
    """Return what the signal did to the run, for a message."""
    return _NAMES.get(signal.Signals(received() or signal.SIGINT), "interrupted")


def let_signals_kill() -> None:
    """Let a further signal end the process at once, without a traceback."""
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(ValueError):
            if signal.getsignal(number) is _take:
                signal.signal(number, signal.SIG_DFL)


def open_missing_streams() -> None:
    """Open the null device for each standard stream that is closed.

    Otherwise the next file that is opened gets the stream's number, and messages of C libraries go into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number is this one
