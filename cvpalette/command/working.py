"""work(): a task on every source of a run, here or by workers; what fails is said, and the rest goes on."""

import pickle
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from typing import Protocol, TypeVar

from cvpalette.command.plan import Plan
from cvpalette.command.voice import Voice
from cvpalette.errors import CvpaletteError
from cvpalette.sources.finding import STDIN, Located

__all__ = ["heed", "is_stdin", "work"]


class _Result(Protocol):
    @property
    def warnings(self) -> tuple[str, ...]:
        """What is to be known of a source that did not fail."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person at a terminal may want to know of it."""


Result = TypeVar("Result", bound=_Result)


def work(
    task: Callable[[Located], Result], plan: Plan, voice: Voice, sources: Iterable[Located] | None = None
) -> Generator[tuple[Located, Result], None, None]:
    """Give each source, in order, with what the task made of it; by default all that are found."""
    return heed(_share(task, plan.find(voice) if sources is None else sources, plan), voice)


def heed(
    results: Generator[tuple[Located, Result | CvpaletteError], None, None], voice: Voice
) -> Generator[tuple[Located, Result], None, None]:
    """Give the results, and say what failed and what is to be known; close it, if it is left early."""
    with closing(results):
        for source, result in results:
            if isinstance(result, CvpaletteError):
                voice.fail(result)
            else:
                for warning in result.warnings:
                    voice.warn(warning)
                for note in result.notes:
                    voice.tell(note)
                yield source, result
            voice.advance()


def _share(
    task: Callable[[Located], Result], sources: Iterable[Located], plan: Plan
) -> Generator[tuple[Located, Result | CvpaletteError], None, None]:
    if plan.cluster:
        from cvpalette.batch.distributing import distribute  # noqa: PLC0415 -- few have a cluster

        yield from distribute(task, sources, cluster=plan.cluster, must_stay=is_stdin)
        return
    if plan.request.is_batch:
        from cvpalette.batch.sharing import share_out  # noqa: PLC0415 -- one image needs no pool

        jobs = plan.request.jobs if _can_travel(task) else 1
        yield from share_out(task, sources, jobs=jobs, must_stay=is_stdin)
        return
    for source in sources:
        try:
            yield source, task(source)
        except CvpaletteError as error:
            yield source, error


def _can_travel(task: object) -> bool:
    """Tell whether a task can be done by another process: somebody's output may be none that is pickled."""
    try:
        pickle.dumps(task)
    except Exception:  # noqa: BLE001 -- somebody else's code
        return False
    return True


def is_stdin(source: Located) -> bool:
    """Tell whether a source is this process's stdin, which workers have not got."""
    return source.path == STDIN
