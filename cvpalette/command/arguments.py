"""The command's arguments, one type each: their flags, metavars and help."""

from typing import Annotated, TypeAlias

import typer

import cvpalette
from cvpalette.color.palette import SORTS
from cvpalette.command.completion import complete_format, complete_names, complete_sort, complete_space
from cvpalette.settings.settings import SPACES, VOCABULARIES

__all__ = [
    "Accents",
    "AllowTruncated",
    "Background",
    "Colors",
    "Debug",
    "Every",
    "Force",
    "Formats",
    "Frames",
    "Ignore",
    "IgnoreBorder",
    "ListFormats",
    "Mask",
    "MaxPixels",
    "Names",
    "Options",
    "Output",
    "Palette",
    "Quiet",
    "Recursive",
    "Region",
    "Report",
    "Seed",
    "Sort",
    "Sources",
    "Space",
    "Tolerance",
    "Version",
]


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cvpalette {cvpalette.__version__}")
        raise typer.Exit


def _print_formats(wanted: bool) -> None:
    if wanted:
        from cvpalette.command.listing import describe_outputs  # noqa: PLC0415 -- loads every output

        typer.echo(describe_outputs(), nl=False)
        raise typer.Exit


# Explained in the command's own text: with click 8.5, typer loses the help of an argument.
Sources: TypeAlias = Annotated[list[str], typer.Argument(metavar="SOURCES...", hidden=True)]
Colors: TypeAlias = Annotated[
    str,
    typer.Option("--colors", "-k", metavar="N|auto", help="How many colors; auto takes as few as will do."),
]
Space: TypeAlias = Annotated[
    str,
    typer.Option(
        "--space",
        "-s",
        metavar="|".join(SPACES),
        help="Where distances are measured.",
        autocompletion=complete_space,
    ),
]
Palette: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="A palette file, whose colors are taken instead of the image's own."),
]
Background: TypeAlias = Annotated[
    str | None, typer.Option(metavar="COLOR", help="Lay what is transparent upon a color first.")
]
Region: TypeAlias = Annotated[
    str | None, typer.Option(metavar="X,Y,W,H", help="The part that counts, in pixels or percent.")
]
Mask: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", help="An image of the same size: white counts, black does not, greys by their level."
    ),
]
Ignore: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COLOR[~DE]",
        help="Leave out a color and all within a distance (CIEDE2000, 5 if not given); may be repeated.",
    ),
]
IgnoreBorder: TypeAlias = Annotated[
    bool, typer.Option("--ignore-border", help="Leave out the color that most of the image's frame has.")
]
Recursive: TypeAlias = Annotated[
    bool, typer.Option("--recursive", "-r", help="Take the images in a folder's folders too.")
]
Formats: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        "-f",
        metavar="NAME",
        help="An installed output; may be repeated.",
        autocompletion=complete_format,
    ),
]
Output: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="PATH", help="File, folder or -; a file's suffix may name the format."
    ),
]
Options: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--option", "-O", metavar="FORMAT.NAME=VALUE", help="An option of an output; may be repeated."
    ),
]
Sort: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="ORDER",
        help=f"{', '.join(SORTS)}; a palette that is read stays as given.",
        autocompletion=complete_sort,
    ),
]
Names: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="|".join(VOCABULARIES),
        help="Call each color by its nearest name.",
        autocompletion=complete_names,
    ),
]
Tolerance: TypeAlias = Annotated[
    float, typer.Option(metavar="DE", help="For -k auto: the mean CIEDE2000 that is near enough.")
]
Accents: TypeAlias = Annotated[
    bool, typer.Option("--accents", help="Keep small colors that are far from all others.")
]
Seed: TypeAlias = Annotated[
    int, typer.Option(metavar="N", help="Another seed starts the clustering elsewhere.")
]
Frames: TypeAlias = Annotated[
    str, typer.Option(metavar="first|all|N", help="Of an animation, or a file of many pages.")
]
Every: TypeAlias = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", help="Of a film, take a frame so often; by default about 300 in all."),
]
MaxPixels: TypeAlias = Annotated[
    int, typer.Option(metavar="N", help="Refuse an image of more pixels, before it is decoded.")
]
AllowTruncated: TypeAlias = Annotated[
    bool, typer.Option("--allow-truncated", help="Take what is there of a file that is cut short.")
]
Force: TypeAlias = Annotated[
    bool, typer.Option("--force", help="Overwrite files that were not named with --output.")
]
Report: TypeAlias = Annotated[
    bool, typer.Option("--report", help="Print a line of JSON about each file that is written.")
]
Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
Debug: TypeAlias = Annotated[bool, typer.Option("--debug", help="Show where errors come from.")]
ListFormats: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--list-formats", callback=_print_formats, is_eager=True, help="List the outputs and their options."
    ),
]
Version: TypeAlias = Annotated[
    bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
]
