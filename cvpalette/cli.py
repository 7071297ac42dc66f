"""The command `cvpalette`."""

import gc
import sys
from typing import Final

import typer

from cvpalette import arguments, terminal
from cvpalette.errors import CvpaletteError
from cvpalette.exits import FAILED, INTERRUPTED, end, flush_stdout, say_error
from cvpalette.loading import explained
from cvpalette.reading import DEFAULT, FIRST, Reading
from cvpalette.scope import Scope
from cvpalette.settings import DEFAULT_TOLERANCE, Settings

__all__ = ["main"]

app: Final = typer.Typer(
    pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]}
)


def main() -> int:
    """Run the command with the process's arguments, and return its exit code."""
    try:
        code = typer.main.get_command(app).main(prog_name="cvpalette", standalone_mode=False)
        flush_stdout(is_told=code == FAILED)
    except BaseException as error:  # noqa: BLE001 -- the last door: whatever it is, it is told in one line
        return end(error)
    # Typer makes this of a KeyboardInterrupt.
    return end(KeyboardInterrupt()) if code == INTERRUPTED else int(code or 0)


@app.command()
def command(  # noqa: PLR0913, PLR0917 -- one parameter for each argument
    sources: arguments.Sources,
    colors: arguments.Colors = "6",
    space: arguments.Space = "lab",
    formats: arguments.Formats = None,
    output: arguments.Output = None,
    options: arguments.Options = None,
    sort: arguments.Sort = "share",
    tolerance: arguments.Tolerance = DEFAULT_TOLERANCE,
    accents: arguments.Accents = False,
    seed: arguments.Seed = 0,
    background: arguments.Background = None,
    region: arguments.Region = None,
    mask: arguments.Mask = None,
    ignore: arguments.Ignore = None,
    ignore_border: arguments.IgnoreBorder = False,
    recursive: arguments.Recursive = False,
    frames: arguments.Frames = FIRST,
    max_pixels: arguments.MaxPixels = DEFAULT.max_pixels,
    allow_truncated: arguments.AllowTruncated = False,
    force: arguments.Force = False,
    quiet: arguments.Quiet = False,
    debug: arguments.Debug = False,  # noqa: ARG001 -- looked for before there are arguments
    list_formats: arguments.ListFormats = False,  # noqa: ARG001 -- this and the next act by themselves
    version: arguments.Version = False,  # noqa: ARG001
) -> int:
    """Find the colors of images, and write them in any format.

    SOURCES are image files, folders of images, http and https URLs, or - for stdin.

    Without --format: a table at a terminal, and one #rrggbb a line in a pipe.
    """
    settings = Settings.from_text(
        colors, space=space, seed=seed, sort=sort, tolerance=tolerance, accents=accents
    )
    scope = Scope.of(
        background=background, region=region, mask=mask, ignore=ignore or (), ignore_border=ignore_border
    )
    reading = Reading.from_text(max_pixels=max_pixels, allow_truncated=allow_truncated, frames=frames)
    parsed = arguments.parse_options(options or [])
    with explained():  # numpy and cv2, once the arguments are right
        from cvpalette.run import Request, Voice, run  # noqa: PLC0415

    gc.freeze()
    gc.enable()
    failures: list[CvpaletteError] = []

    def fail(error: CvpaletteError) -> None:
        failures.append(error)
        say_error(str(error), error)

    def warn(message: str) -> None:
        terminal.say(f"warning: {message}")

    tell = terminal.say if sys.stderr and sys.stderr.isatty() and not quiet else None
    request = Request(
        sources=sources,
        settings=settings,
        scope=scope,
        recursive=recursive,
        reading=reading,
        formats=formats or (),
        options=parsed,
        output=output,
        force=force,
    )
    show = terminal.show_palette if sys.stdout and sys.stdout.isatty() else None
    run(request, Voice(fail=fail, warn=None if quiet else warn, tell=tell, show=show))
    return FAILED if failures else 0
