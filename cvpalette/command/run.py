"""run(): all sources through all outputs, as the command line asks for it."""

import json
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from cvpalette.command.combined import Gathering
from cvpalette.command.plan import Plan, Request
from cvpalette.command.reporter import Voice
from cvpalette.command.target import place_sources, write_to_stdout
from cvpalette.command.task import CountTask, Done
from cvpalette.errors import CvpaletteError, ImageError, SettingsError
from cvpalette.extraction import Extraction
from cvpalette.messages import quote, readable
from cvpalette.plugins.contract import shows_image
from cvpalette.result import Found
from cvpalette.sources.finding import STDIN, Located

if TYPE_CHECKING:
    from cvpalette.batch.merging import Sum

__all__ = ["deliver", "heed", "is_stdin", "merge_all", "run", "work", "write_each", "write_gathered"]


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
        from cvpalette.batch.many import share_out  # noqa: PLC0415 -- one image needs no pool

        yield from share_out(task, sources, jobs=plan.request.jobs, must_stay=is_stdin)
        return
    for source in sources:
        try:
            yield source, task(source)
        except CvpaletteError as error:
            yield source, error


def is_stdin(source: Located) -> bool:
    """Tell whether a source is this process's stdin, which workers have not got."""
    return source.path == STDIN


def write_each(plan: Plan, voice: Voice) -> None:
    """Show or write what comes of each source, in files of its own."""
    with closing(work(plan.make_task(voice), plan, voice)) as results:
        for source, done in results:
            if done.found:
                voice.show(done.found)
            deliver(done, source.place, plan, voice)


def deliver(done: Done, place: str, plan: Plan, voice: Voice) -> None:
    """Write what was made of a source, and say so, unless there are many."""
    for piece in done.pieces:
        try:
            if isinstance(piece, CvpaletteError):
                raise piece
            path = plan.target.write(piece.contents, place, piece.suffix)
            if path and piece.facts:
                before, after = piece.facts
                facts = {**before, "file": readable(path), **after}
                write_to_stdout(json.dumps(facts, ensure_ascii=False, allow_nan=False) + "\n")
        except CvpaletteError as error:
            voice.fail(error)
            continue
        if path and not plan.request.is_batch:
            voice.tell(f"wrote {quote(path)}")
        if piece.report:
            voice.tell(piece.report)


def write_gathered(plan: Plan, gathering: Gathering, voice: Voice, first: Iterable[Found] = ()) -> None:
    """Write the palettes of all sources into one file, after those that come first; raises WriteError."""
    sources = gathering.skip(plan.find(voice))
    with closing(work(plan.make_task(voice), plan, voice, sources)) as results:
        found = (done.found for _, done in results if done.found)
        gathering.write(plan.outputs[0], chain(first, found))


# What a merged palette's files are named after.
_PLACE: Final = "palette"


def merge_all(plan: Plan, voice: Voice) -> None:
    """Find one palette for all, and write it; images are gone through again where each of them is shown.

    Raises SettingsError where they cannot be, or the run cannot go on with another.
    """
    _require_possible(plan)
    common = _find_common(plan, voice)
    if common is None:
        return
    # What comes now is every image in the palette of all.
    each = replace(plan, recipe=plan.recipe.giving(common.palette, common.image.name))
    if plan.gathering:
        write_gathered(each, plan.gathering, voice, [Found.of(common)])
        return
    if not plan.outputs:
        voice.show(Found.of(common))
    rest = replace(plan, outputs=tuple(output for output in plan.outputs if not shows_image(output.output)))
    deliver(rest.make_task(voice).render(common), _PLACE, plan, voice)
    showing = tuple(output for output in plan.outputs if shows_image(output.output))
    if showing:
        write_each(replace(each, outputs=showing), voice)


def _require_possible(plan: Plan) -> None:
    if plan.request.resume:
        message = "--resume goes on with single palettes; a palette of all needs all images"
        raise SettingsError(message)
    if plan.passes > 1 and STDIN in plan.request.sources:
        message = (
            f"'{STDIN}' can be read only once, and these formats read all images twice; save it as a file"
        )
        raise SettingsError(message)


def _find_common(plan: Plan, voice: Voice) -> Extraction | None:
    try:
        return _sum_up(plan, voice).complete(plan.recipe)
    except ImageError as error:
        voice.fail(error)
        return None


def _sum_up(plan: Plan, voice: Voice) -> "Sum":
    from cvpalette.batch.merging import Sum  # noqa: PLC0415 -- few merge

    task, total = CountTask(plan.recipe), Sum(str(plan.request.merge))
    sources = plan.find(voice)
    if plan.cluster:
        from cvpalette.batch.distributing import add_on_cluster  # noqa: PLC0415 -- few have a cluster

        results = add_on_cluster(total, task, sources, cluster=plan.cluster, must_stay=is_stdin)
    else:
        results = total.add_each(task, sources, jobs=plan.request.jobs, must_stay=is_stdin)
    with closing(heed(results, voice)) as told:
        for _ in told:
            pass
    return total


def run(request: Request, voice: Voice) -> None:
    """Extract from every source and write through every output; what fails is said, and the rest goes on.

    Raises what Plan.of raises, before a source is read or a file written; and ClusterError.
    """
    plan = Plan.of(request, voice)
    if plan is None:
        return
    if request.scheduler:
        from cvpalette.batch.cluster import Cluster  # noqa: PLC0415 -- few have one

        with Cluster.connect(request.scheduler) as cluster:
            _run_shown(replace(plan, cluster=cluster), voice)
    else:
        _run_shown(plan, voice)


def _run_shown(plan: Plan, voice: Voice) -> None:
    request = plan.request
    if not request.is_batch:
        _run(plan, voice)
        return

    def count() -> int:
        sources = place_sources(request.sources, recursive=request.recursive, fail=lambda _: None)
        return sum(plan.passes for _ in sources)

    with voice.following(count, plan.passes, is_writing_here=plan.target.is_stdout):
        _run(plan, voice)


def _run(plan: Plan, voice: Voice) -> None:
    if plan.request.merge:
        merge_all(plan, voice)
    elif plan.gathering:
        write_gathered(plan, plan.gathering, voice)
    else:
        write_each(plan, voice)
