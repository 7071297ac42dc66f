"""`python -m cvpalette`, and the script `cvpalette`."""

import gc
import os
import sys

__all__ = ["main"]


def main() -> int:
    """Run the command; whoever interrupts its imports gets the same exit code as later."""
    # What imports make is there to stay: looking through it for garbage takes an eighth of the start.
    gc.disable()
    # The threads that NumPy starts for large matrices spin, waiting for work, on a core that others want.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from cvpalette import cli  # noqa: PLC0415 -- 100 ms, in which Ctrl-C may come
    except KeyboardInterrupt:
        return 130
    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
