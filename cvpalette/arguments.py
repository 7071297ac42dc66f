"""The command's arguments, one type each: their flags, metavars and help."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, TypeAlias

import typer

import cvpalette
from cvpalette.errors import SettingsError, quote
from cvpalette.palette import SORTS
from cvpalette.settings import SPACES

__all__ = [
    "Accents",
    "AllowTruncated",
    "Background",
    "Colors",
    "Debug",
    "Force",
    "Formats",
    "Frames",
    "Ignore",
    "IgnoreBorder",
    "ListFormats",
    "Mask",
    "MaxPixels",
    "Options",
    "Output",
    "Quiet",
    "Recursive",
    "Region",
    "Seed",
    "Sort",
    "Sources",
    "Space",
    "Tolerance",
    "Version",
    "parse_options",
]


def parse_options(texts: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """Sort options written as FORMAT.NAME=VALUE by format and name; raises SettingsError."""
    options: dict[str, dict[str, str]] = defaultdict(dict)
    for text in texts:
        name, equals, value = text.partition("=")
        output, dot, option = name.partition(".")
        if not (equals and dot and output and option):
            message = f"{quote(text)} is no option; write it as FORMAT.NAME=VALUE, such as 'css.prefix=brand'"
            raise SettingsError(message)
        options[output][option] = value
    return options


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cvpalette {cvpalette.__version__}")
        raise typer.Exit


def _print_formats(wanted: bool) -> None:
    if wanted:
        from cvpalette.listing import describe_outputs  # noqa: PLC0415 -- loads every output

        typer.echo(describe_outputs(), nl=False)
        raise typer.Exit


def _complete_format(incomplete: str) -> Iterator[str]:
    from cvpalette.registry import find_outputs  # noqa: PLC0415 -- only when the shell asks

    return (name for name in find_outputs() if name.startswith(incomplete))


def _complete_space(incomplete: str) -> Iterator[str]:
    return (space for space in SPACES if space.startswith(incomplete))


def _complete_sort(incomplete: str) -> Iterator[str]:
    return (sort for sort in SORTS if sort.startswith(incomplete))


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
        autocompletion=_complete_space,
    ),
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
        autocompletion=_complete_format,
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
    str,
    typer.Option(metavar="ORDER", help=f"{', '.join(SORTS)}.", autocompletion=_complete_sort),
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
MaxPixels: TypeAlias = Annotated[
    int, typer.Option(metavar="N", help="Refuse an image of more pixels, before it is decoded.")
]
AllowTruncated: TypeAlias = Annotated[
    bool, typer.Option("--allow-truncated", help="Take what is there of a file that is cut short.")
]
Force: TypeAlias = Annotated[
    bool, typer.Option("--force", help="Overwrite files that were not named with --output.")
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
