"""`python -m cvpalette`, and the script `cvpalette`."""

import atexit
import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

__all__ = ["main", "run"]


def main() -> int:
    """Run the command; whoever interrupts its imports gets the same exit code as later."""
    # What imports make is there to stay: looking through it for garbage takes an eighth of the start.
    gc.disable()
    # The threads that NumPy starts for large matrices spin, waiting for work, on a core that others want.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from cvpalette.command import cli  # noqa: PLC0415 -- 100 ms, in which Ctrl-C may come
    except KeyboardInterrupt:
        return 130
    return cli.main()


def run() -> NoReturn:
    """Run the command, and end the process with its exit code."""
    code = main()
    import threading  # noqa: PLC0415 -- loaded by now

    # A thread that is still at work is waited for.
    if threading.active_count() > 1:
        sys.exit(code)
    # Python would take apart all that was loaded, a tenth of the time that a photo takes, for a process
    # whose memory goes back at once. What others have registered for its end is done.
    atexit._run_exitfuncs()  # noqa: SLF001
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
