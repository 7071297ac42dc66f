"""Runs the command for the tests, each time in a process of its own: a fork of this one.

Starting Python and loading NumPy and OpenCV takes longer than most runs of small images. A request is a byte
with the three standard streams, then a line of JSON: the arguments, the folder, the environment, and whether
its coverage is measured where that of this process is. Two lines answer it: the number of the process, and,
when it has ended, its exit code, negative for a signal.
"""

import gc
import importlib
import json
import os
import pkgutil
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import cvpalette.__main__
import cvpalette.errors

#: What is not loaded before a run: what starts it, what only pytest loads, and readers that add to Pillow or
#: need an extra.
ALONE = ("cvpalette.__main__", "cvpalette.testing", "cvpalette.decoding.readers.")

#: What our modules load while they run.
LATER = ("PIL.PngImagePlugin", "rich.console", "rich.markdown", "rich.table")


#: The variable that names a file for the places in the code that make errors: a line for each, `file:line`.
RECORD = "RECORD_ERRORS"


def serve(connection: socket.socket, coverage: Any) -> None:
    """Answer requests, one after another, until the other end is closed; coverage may be None."""
    while True:
        start, streams, *_ = socket.recv_fds(connection, 1, 3)
        if not start:
            return
        with connection.makefile("rb") as lines:
            arguments, folder, environment, is_measured = json.loads(lines.readline())
        process = os.fork()
        if not process:
            connection.close()
            if is_measured and coverage:
                coverage.start()
            _run(streams, arguments, folder, environment)
        for stream in streams:
            os.close(stream)
        connection.sendall(b"%d\n" % process)
        _, status = os.waitpid(process, 0)
        connection.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


def _run(streams: Sequence[int], arguments: list[str], folder: str, environment: dict[str, str]) -> NoReturn:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    # What Python knows of the streams is what they were at its start.
    sys.stdin = open(0, encoding=sys.stdin.encoding, errors=sys.stdin.errors, closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding=sys.stdout.encoding, errors=sys.stdout.errors, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, encoding=sys.stderr.encoding, errors=sys.stderr.errors, closefd=False)  # noqa: SIM115
    sys.argv = [cvpalette.__main__.__file__, *arguments]
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    # As a new Python would: outputs may be installed there.
    sys.path[:0] = filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))
    if RECORD in environment:
        _record_errors(environment[RECORD])
    cvpalette.__main__.run()


def _record_errors(path: str) -> None:
    """Write to a file where each error of cvpalette is made, from here on."""
    make = cvpalette.errors.CvpaletteError.__init__
    root = Path(cvpalette.__file__).parent

    def note(self: cvpalette.errors.CvpaletteError, *arguments: object) -> None:
        frame = sys._getframe(1)  # noqa: SLF001 -- it alone knows the caller
        # The constructors of subclasses call this one.
        while frame.f_code.co_name == "__init__" and frame.f_back:
            frame = frame.f_back
        place = f"{Path(frame.f_code.co_filename).relative_to(root).as_posix()}:{frame.f_lineno}"
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"{place}\n")
        make(self, *arguments)

    cvpalette.errors.CvpaletteError.__init__ = note  # type: ignore[method-assign, assignment]


def _load() -> Any:
    """Load the command, and return what measured that, if anything did."""
    # As the command does before it loads anything.
    gc.disable()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Runs load outputs, readers and more. That a run loads no more than it needs is tested in new Pythons.
    for module in pkgutil.walk_packages(cvpalette.__path__, "cvpalette."):
        if not module.name.startswith(ALONE):
            importlib.import_module(module.name)
    for name in LATER:
        importlib.import_module(name)
    coverage = sys.modules["coverage"].Coverage.current() if "coverage" in sys.modules else None
    if coverage:
        # What loading reached is saved once, and not by each run.
        coverage.stop()
        coverage.save()
    return coverage


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), _load())
