"""The command `cvpalette`: its arguments, and errors as messages and exit codes."""

import os
import sys
import traceback
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Annotated, Any, Final

import click
import typer

import cvpalette
from cvpalette import terminal
from cvpalette.errors import CvpaletteError, OptionError, OutputNotFoundError, SettingsError, quote
from cvpalette.palette import SORTS
from cvpalette.settings import SPACES, Settings

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


def _print_version(wanted: bool) -> None:  # noqa: FBT001 -- typer's callbacks take the value alone
    if wanted:
        typer.echo(f"cvpalette {cvpalette.__version__}")
        raise typer.Exit


def _print_formats(wanted: bool) -> None:  # noqa: FBT001
    if wanted:
        from cvpalette.listing import describe_outputs  # noqa: PLC0415 -- loads every output

        typer.echo(describe_outputs(), nl=False)
        raise typer.Exit


def _complete_format(incomplete: str) -> list[str]:
    from cvpalette.registry import find_outputs  # noqa: PLC0415 -- only when the shell asks

    return [name for name in find_outputs() if name.startswith(incomplete)]


@app.command()
def command(  # noqa: PLR0913 -- one parameter for each option
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCES...", help="Image files, folders of images, or - for stdin.")
    ],
    colors: Annotated[
        str, typer.Option("--colors", "-k", metavar="N|auto", help="How many colors; auto takes as few as will do.")
    ] = "6",
    space: Annotated[
        str, typer.Option("--space", "-s", metavar="|".join(SPACES), help="Where distances are measured.")
    ] = "lab",
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format", "-f", metavar="NAME", help="An installed output; may be repeated.", autocompletion=_complete_format
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="PATH", help="File, folder or -; a file's suffix may name the format."),
    ] = None,
    options: Annotated[
        list[str] | None,
        typer.Option("--option", "-O", metavar="FORMAT.NAME=VALUE", help="An output's option; may be repeated."),
    ] = None,
    sort: Annotated[str, typer.Option(metavar="|".join(SORTS), help="The order of the colors.")] = "share",
    tolerance: Annotated[
        float, typer.Option(metavar="DE", help="For -k auto: the mean CIEDE2000 that is near enough.")
    ] = 5.0,
    seed: Annotated[int, typer.Option(metavar="N", help="Another seed, another start of the clustering.")] = 0,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that were not named with --output.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where errors come from.")] = False,  # noqa: ARG001 -- seen in sys.argv
    list_formats: Annotated[
        bool, typer.Option("--list-formats", callback=_print_formats, is_eager=True, help="List the installed outputs.")
    ] = False,  # noqa: ARG001 -- done in its callback
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,  # noqa: ARG001
) -> int:
    """Find the colors of images, and write them in any format.

    Without --format: a table at a terminal, and one #rrggbb a line in a pipe.
    """
    settings = Settings.from_text(colors=colors, space=space, seed=seed, sort=sort, tolerance=tolerance)
    parsed = _parse_options(options or [])
    from cvpalette.run import Request, Voice, run  # noqa: PLC0415 -- numpy and cv2, once the arguments are right

    failures: list[CvpaletteError] = []

    def fail(error: CvpaletteError) -> None:
        failures.append(error)
        _say_error(str(error))

    tell = terminal.say if sys.stderr.isatty() and not quiet else None
    request = Request(
        sources=sources, settings=settings, formats=formats or (), options=parsed, output=output, force=force
    )
    run(request, Voice(fail=fail, tell=tell, show=_show))
    return _FAILED if failures else 0


def _parse_options(texts: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    options: dict[str, dict[str, str]] = defaultdict(dict)
    for text in texts:
        name, equals, value = text.partition("=")
        output, dot, option = name.partition(".")
        if not (equals and dot and output and option):
            message = f"{quote(text)} is no option; write it as FORMAT.NAME=VALUE, such as 'css.prefix=brand'"
            raise SettingsError(message)
        options[output][option] = value
    return options


def _show(extraction: Any) -> None:  # noqa: ANN401 -- an Extraction, whose import would load numpy
    if sys.stdout.isatty():
        terminal.show_palette(extraction)
    else:
        typer.echo("\n".join(color.hex for color in extraction.palette.colors))
