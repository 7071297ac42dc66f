"""The command `cvpalette`: its arguments, and errors as messages and exit codes."""

import os
import sys
import traceback
from contextlib import suppress
from typing import Final

import click
import typer

from cvpalette import arguments, terminal
from cvpalette.errors import CvpaletteError, OptionError, OutputNotFoundError, SettingsError
from cvpalette.settings import Settings

__all__ = ["main"]

_FAILED: Final = 1
_WRONG_USAGE: Final = 2
_INTERRUPTED: Final = 130
_WRONG_USAGES: Final = (SettingsError, OptionError, OutputNotFoundError)

app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode="rich", no_args_is_help=True)


def main() -> int:
    """Run the command with the process's arguments, and return its exit code."""
    try:
        code = typer.main.get_command(app).main(prog_name="cvpalette", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has what it wanted (`| head -1`); Python would complain when it closes stdout.
        _discard_stdout()
        return 0
    except (KeyboardInterrupt, click.Abort):
        return _stop("interrupted", _INTERRUPTED)
    except click.ClickException as error:
        return _stop(error.format_message(), error.exit_code)
    except CvpaletteError as error:
        return _stop(str(error), _WRONG_USAGE if isinstance(error, _WRONG_USAGES) else _FAILED)
    except Exception as error:  # noqa: BLE001 -- the last door: a bug too is told in one line
        if isinstance(error, OSError):
            _discard_stdout()
        hint = "" if _is_debugging() else "; please report it with what --debug prints"
        return _stop(f"{type(error).__name__}: {error}{hint}", _FAILED)
    return code if isinstance(code, int) else 0


def _is_debugging() -> bool:
    # Also before, and without, a successful look at the arguments.
    return "--debug" in sys.argv


def _stop(message: str, code: int) -> int:
    _say_error(message)
    return code


def _say_error(message: str) -> None:
    if _is_debugging():
        traceback.print_exc()
    terminal.say(f"error: {message}")


def _discard_stdout() -> None:
    """Point stdout at nothing, so that what is left in its buffer does no harm."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@app.command()
def command(  # noqa: PLR0913, PLR0917 -- one parameter for each argument
    sources: arguments.Sources,
    colors: arguments.Colors = "6",
    space: arguments.Space = "lab",
    formats: arguments.Formats = None,
    output: arguments.Output = None,
    options: arguments.Options = None,
    sort: arguments.Sort = "share",
    tolerance: arguments.Tolerance = 5.0,
    seed: arguments.Seed = 0,
    force: arguments.Force = False,
    quiet: arguments.Quiet = False,
    debug: arguments.Debug = False,  # noqa: ARG001 -- looked for before there are arguments
    list_formats: arguments.ListFormats = False,  # noqa: ARG001 -- this and the next act by themselves
    version: arguments.Version = False,  # noqa: ARG001
) -> int:
    """Find the colors of images, and write them in any format.

    SOURCES are image files, folders of images, or - for stdin.

    Without --format: a table at a terminal, and one #rrggbb a line in a pipe.
    """
    settings = Settings.from_text(colors=colors, space=space, seed=seed, sort=sort, tolerance=tolerance)
    parsed = arguments.parse_options(options or [])
    from cvpalette.run import Request, Voice, run  # noqa: PLC0415 -- numpy and cv2, once the arguments are right

    failures: list[CvpaletteError] = []

    def fail(error: CvpaletteError) -> None:
        failures.append(error)
        _say_error(str(error))

    tell = terminal.say if sys.stderr.isatty() and not quiet else None
    request = Request(
        sources=sources, settings=settings, formats=formats or (), options=parsed, output=output, force=force
    )
    show = terminal.show_palette if sys.stdout.isatty() else None
    run(request, Voice(fail=fail, tell=tell, show=show))
    return _FAILED if failures else 0
