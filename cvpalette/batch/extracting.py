"""extract_many(): the palettes of any number of images, in order, by as many workers as there are."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from cvpalette.batch.jobs import count_jobs
from cvpalette.batch.recipe import Recipe
from cvpalette.batch.sharing import share_out
from cvpalette.errors import CvpaletteError
from cvpalette.result import Found
from cvpalette.sources.loading import Source

__all__ = ["Outcome", "extract_many"]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What came of a source: what was found in it, or the error that says why nothing was."""

    source: Source
    found: Found | None = None
    error: CvpaletteError | None = None


def extract_many(
    sources: Iterable[Source],
    *,
    executor: Executor | None = None,
    jobs: int | None = None,
    **keywords: Any,
) -> Iterator[Outcome]:
    """Find the colours of many images; outcomes come one by one, in the order of the sources.

    The keywords are those of `extract`. By default `jobs` processes, one for each core, share the work, from
    the seventeenth source on: a script that calls this needs `if __name__ == "__main__":`. An `executor` of
    the interface of `concurrent.futures` does all of it instead, and `jobs` says how many workers it has.

    A source is taken from `sources` only when there is room for it, four for each job: they may have no end.
    Raises SettingsError at once, TypeError for an unknown keyword, and ImageError for a mask that cannot be
    read; what is wrong with a source is its outcome.
    """
    recipe = Recipe.of(**keywords)
    return _outcomes(recipe, sources, executor, count_jobs(jobs))


def _outcomes(
    recipe: Recipe, sources: Iterable[Source], executor: Executor | None, jobs: int
) -> Iterator[Outcome]:
    for source, found in share_out(recipe.find, sources, jobs=jobs, executor=executor):
        if isinstance(found, CvpaletteError):
            yield Outcome(source, error=found)
        else:
            yield Outcome(source, found)
