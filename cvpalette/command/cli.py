"""The command `cvpalette`."""

import gc
from typing import Final

import typer

from cvpalette.batch.jobs import count_jobs
from cvpalette.command import arguments, batching
from cvpalette.command.exits import FAILED, INTERRUPTED, end, flush_stdout
from cvpalette.command.given import list_given, parse_options
from cvpalette.errors import SettingsError, explain_imports
from cvpalette.messages import listed
from cvpalette.settings.settings import AUTO, DEFAULT, DEFAULT_TOLERANCE, FIRST, Reading, Scope, Settings

__all__ = ["main"]

# Parameters that say how colours are found, and which of an image's pixels count.
_FINDING: Final = {"colors", "tolerance", "accents", "seed"}
_COUNTING: Final = {
    "background",
    "region",
    "mask",
    "ignore",
    "ignore_border",
    "frames",
    "every",
    "max_pixels",
    "allow_truncated",
    "palette",
}

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
    context: typer.Context,
    sources: arguments.Sources,
    colors: arguments.Colors = "6",
    space: arguments.Space = "lab",
    formats: arguments.Formats = None,
    output: arguments.Output = None,
    options: arguments.Options = None,
    sort: arguments.Sort = None,
    names: arguments.Names = None,
    tolerance: arguments.Tolerance = DEFAULT_TOLERANCE,
    accents: arguments.Accents = False,
    seed: arguments.Seed = 0,
    palette: arguments.Palette = None,
    background: arguments.Background = None,
    region: arguments.Region = None,
    mask: arguments.Mask = None,
    ignore: arguments.Ignore = None,
    ignore_border: arguments.IgnoreBorder = False,
    recursive: arguments.Recursive = False,
    frames: arguments.Frames = FIRST,
    every: arguments.Every = None,
    max_pixels: arguments.MaxPixels = DEFAULT.max_pixels,
    allow_truncated: arguments.AllowTruncated = False,
    jobs: batching.Jobs = None,
    scheduler: batching.Scheduler = None,
    merge: batching.Merge = False,
    merge_by: batching.MergeBy = None,
    resume: batching.Resume = False,
    force: arguments.Force = False,
    report: arguments.Report = False,
    quiet: arguments.Quiet = False,
    debug: arguments.Debug = False,  # noqa: ARG001 -- looked for before there are arguments
    list_formats: arguments.ListFormats = False,  # noqa: ARG001 -- this and the next act by themselves
    version: arguments.Version = False,  # noqa: ARG001
) -> int:
    """Find the colors of images, and write them in any format.

    SOURCES are image files, folders of images, palette files, http and https URLs, or - for stdin.

    Without --format: a table at a terminal, and one #rrggbb a line in a pipe.
    """
    settings = Settings.from_text(
        colors, space=space, seed=seed, sort=sort, tolerance=tolerance, accents=accents, names=names
    )
    scope = Scope.of(
        background=background, region=region, mask=mask, ignore=ignore or (), ignore_border=ignore_border
    )
    reading = Reading.from_text(
        max_pixels=max_pixels, allow_truncated=allow_truncated, frames=frames, every=every
    )
    sources = batching.name_everywhere(sources, scheduler, jobs)
    parsed = parse_options(options or [])
    count, weight = count_jobs(jobs), batching.choose_weight(merge_by, merge=merge)
    finding = list_given(context, _FINDING)
    if "--tolerance" in finding and settings.colors != AUTO:
        raise SettingsError("'--tolerance' says how few colors auto takes; add '--colors auto'")
    if palette is not None and finding:
        message = f"with '--palette' no colors are looked for; leave out {listed(finding, 'and')}"
        raise SettingsError(message)
    with explain_imports():  # numpy and cv2, once the arguments are right
        from cvpalette.command.plan import Request  # noqa: PLC0415
        from cvpalette.command.reporter import Voice  # noqa: PLC0415
        from cvpalette.command.run import run  # noqa: PLC0415
        from cvpalette.decoding.noise import keep_from_user  # noqa: PLC0415

    keep_from_user()
    gc.freeze()
    gc.enable()
    request = Request(
        sources=sources,
        settings=settings,
        scope=scope,
        palette=palette,
        for_images=[*finding, *list_given(context, _COUNTING)],
        recursive=recursive,
        reading=reading,
        formats=formats or (),
        options=parsed,
        output=output,
        jobs=count,
        scheduler=scheduler,
        merge=weight,
        resume=resume,
        force=force,
        report=report,
    )
    voice = Voice(quiet=quiet)
    run(request, voice)
    return FAILED if voice.failures else 0
