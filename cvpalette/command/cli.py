"""main(): runs the command `cvpalette` with the arguments of the process and returns an exit code."""

import gc
import os
import sys
from typing import Any

from cvpalette.command.parsing import Parsed, parse
from cvpalette.command.reporter import Reporter, end, flush_stdout
from cvpalette.command.request import Request
from cvpalette.command.signals import received
from cvpalette.errors import explain_imports
from cvpalette.settings.option import list_declared
from cvpalette.settings.settings import Options, Reading, Scope, Settings

__all__ = ["main"]

# From so many images on, other processes do most of the work.
_MANY = 17
# A shell sets this variable when it asks to complete a word.
_COMPLETING = "_CVPALETTE_COMPLETE"


def main() -> int:
    """Run the command with the arguments of the process, and return its exit code."""
    try:
        code = _act()
        flush_stdout(is_told=code != 0)
    except BaseException as error:  # noqa: BLE001 -- any error is printed as one line
        return end(error)
    return code


def _act() -> int:
    if _COMPLETING in os.environ:
        return _complete()
    parsed = parse(sys.argv[1:])
    if parsed.action:
        return _answer(parsed)
    request = _make_request(parsed)
    _prepare_workers(request)
    with explain_imports():  # this loads numpy and cv2, so it waits until the arguments are known to be right
        from cvpalette.command.run import run  # noqa: PLC0415
        from cvpalette.decoding.noise import keep_from_user  # noqa: PLC0415

    if received():
        raise KeyboardInterrupt  # a library lost it while it was imported
    keep_from_user()
    gc.freeze()
    gc.enable()
    reporter = Reporter(quiet=request.quiet)
    run(request, reporter)
    return reporter.exit_code


def _answer(parsed: Parsed) -> int:
    """Print what an option such as --version asks for, and return the exit code."""
    match parsed.action:
        case "completion":
            return _complete()
        case "help":
            from cvpalette.command.help import show  # noqa: PLC0415 -- other runs do not need it

            show(parsed.topic)
        case "list_formats" | "list_palettes":
            _list(parsed)
        case _:
            from cvpalette import __version__  # noqa: PLC0415 -- the package's own name

            print(f"cvpalette {__version__}")  # noqa: T201 -- --version prints it
    return 0


def _list(parsed: Parsed) -> None:
    """Print the list of formats or of palettes; with `--format json`, as JSON."""
    asked = parsed.values["formats"]
    is_json = "json" in asked
    if parsed.action == "list_formats":
        names = [*parsed.sources, *(name for name in asked if name != "json")]
        if is_json:
            from cvpalette.command.tables import tabulate_formats  # noqa: PLC0415 -- loads every output
            from cvpalette.command.target import write_to_stdout  # noqa: PLC0415 -- few runs list anything

            write_to_stdout(tabulate_formats(names))
            return
        from cvpalette.command.listing import describe_outputs  # noqa: PLC0415 -- loads every output

        print(describe_outputs(names), end="")  # noqa: T201 -- --list-formats prints it
    elif is_json:
        from cvpalette.command.tables import tabulate_palettes  # noqa: PLC0415 -- few runs list them
        from cvpalette.command.target import write_to_stdout  # noqa: PLC0415 -- few runs list anything

        write_to_stdout(tabulate_palettes())
    else:
        from cvpalette.command.palette_listing import show_palettes  # noqa: PLC0415 -- few runs list them

        show_palettes()


def _prepare_workers(request: Request) -> None:
    """Start the processes that will share the work, if there are many images for sure."""
    jobs = request.job_count
    if jobs == 1 or request.scheduler or request.resume or getattr(sys, "frozen", False):
        return
    from cvpalette.sources.addresses import count_pictures  # noqa: PLC0415 -- it is needed later anyway

    if count_pictures(request.sources, _MANY) == _MANY:
        from cvpalette.batch.worker import start_spares  # noqa: PLC0415 -- few runs are batches

        start_spares(min(jobs, _MANY - 1))


def _complete() -> int:
    from cvpalette.command.completion import complete  # noqa: PLC0415 -- typer and rich, a tenth of a second

    return complete()


def _make_request(parsed: Parsed) -> Request:
    """Return the request of a command line; raises SettingsError for an impossible one."""
    extracting = {each.name for each in list_declared(Settings, Scope, Reading)}
    options: dict[str, Any] = {name: value for name, value in parsed.values.items() if name in extracting}
    others = {name: value for name, value in parsed.values.items() if name not in extracting}
    sources = parsed.sources
    if sys.platform == "win32":
        from cvpalette.sources.addresses import expand_patterns  # noqa: PLC0415 -- other shells did it already

        sources = expand_patterns(sources)
    return Request(sources=sources, options=Options(**options), given=frozenset(parsed.given), **others)
