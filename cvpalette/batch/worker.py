"""What a worker process does before its first image; imports nothing heavy before it has said how."""

import _thread
import multiprocessing
import os
import signal

from cvpalette.batch.heap import keep_freed_memory

__all__ = ["begin"]


def begin() -> None:
    """Use one thread, leave Ctrl-C to the parent, and end when the parent does, however that ends."""
    if not hasattr(signal, "pthread_sigmask"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # elsewhere it is inherited, and holds from the start
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    import cv2  # noqa: PLC0415 -- NumPy reads the line above when it is loaded

    cv2.setNumThreads(1)
    keep_freed_memory()
    # None of `threading`'s: what a library says on stderr is thrown away only where there is no other thread.
    _thread.start_new_thread(_end_with_parent, ())


def _end_with_parent() -> None:
    # A worker waits for work on a pipe that it holds open itself: it would wait for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
