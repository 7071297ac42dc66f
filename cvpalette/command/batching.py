"""The arguments that are for many sources: their flags, metavars and help."""

import os
from collections.abc import Iterator
from typing import Annotated, TypeAlias

import typer

from cvpalette.batch.request import WEIGHTS, require_weight
from cvpalette.errors import SettingsError

__all__ = ["Jobs", "Merge", "MergeBy", "Resume", "Scheduler", "choose_weight", "name_everywhere"]


def choose_weight(by: str | None, *, merge: bool) -> str | None:
    """Return what merged images weigh by, None where they are not merged; raises SettingsError."""
    if by is None:
        return WEIGHTS[0] if merge else None
    return require_weight(by)


def name_everywhere(sources: list[str], scheduler: str | None, jobs: int | None) -> list[str]:
    """Return the sources as workers elsewhere know them: files by their whole paths; raises SettingsError."""
    if scheduler is None:
        return sources
    if jobs is not None:
        raise SettingsError("--jobs are for this machine, and --scheduler is for others; give one of them")
    from cvpalette.sources.finding import names_path  # noqa: PLC0415 -- numpy, once the arguments are right

    return [os.path.abspath(source) if names_path(source) else source for source in sources]  # noqa: PTH100


def _complete_weight(incomplete: str) -> Iterator[str]:
    return (weight for weight in WEIGHTS if weight.startswith(incomplete))


Jobs: TypeAlias = Annotated[
    int | None,
    typer.Option(metavar="N", help="How many images at a time; else one for each core."),
]
Scheduler: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS", help="Run on a Dask cluster, such as tcp://host:8786, not on this machine."
    ),
]
Merge: TypeAlias = Annotated[bool, typer.Option("--merge", help="Find one palette for all images.")]
MergeBy: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="|".join(WEIGHTS),
        help="And weigh each by its pixels, or all equally.",
        autocompletion=_complete_weight,
    ),
]
Resume: TypeAlias = Annotated[
    bool, typer.Option("--resume", help="Go on with a file of JSON Lines where a run was cut off.")
]
