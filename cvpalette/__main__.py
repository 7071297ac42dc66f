"""Runs the command: as `python -m cvpalette`, or as the script `cvpalette`."""

import atexit
import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

__all__ = ["main", "run"]


def main() -> int:
    """Run the command and return its exit code; Ctrl-C during its imports gives 130, as it does later."""
    from cvpalette.command import signals  # noqa: PLC0415 -- only the process of the command has it

    signals.open_missing_streams()
    signals.catch_signals()
    # Imported modules stay for the whole run: searching them for garbage takes an eighth of the start-up.
    gc.disable()
    # NumPy starts threads for large matrices. They keep cores busy while they wait for work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from cvpalette.command import cli  # noqa: PLC0415 -- takes 100 ms: Ctrl-C may come meanwhile
    except BaseException:
        if signals.received():
            signals.let_signals_kill()
            return signals.exit_code()
        raise
    try:
        return cli.main()
    finally:
        signals.let_signals_kill()


def run() -> NoReturn:
    """Run the command, and end the process with its exit code."""
    code = main()
    import threading  # noqa: PLC0415 -- it is loaded already

    # sys.exit waits for threads that still work.
    if threading.active_count() > 1:
        sys.exit(code)
    # sys.exit would also free every loaded module, which takes a tenth of the time of a photo. The system
    # frees the memory of a process anyway. So only the functions that atexit has registered run.
    atexit._run_exitfuncs()  # noqa: SLF001
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
