"""run(): all sources through all outputs, as the command line asks for it."""

import json
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from cvpalette.command.plan import Plan
from cvpalette.command.reporter import Reporter
from cvpalette.command.request import Request
from cvpalette.command.target import place_sources, write_to_stdout
from cvpalette.command.task import CountTask, Done
from cvpalette.errors import CvpaletteError, ImageError, SettingsError
from cvpalette.extraction import Extraction
from cvpalette.messages import quote, readable
from cvpalette.result import Result
from cvpalette.sources.addresses import STDIN
from cvpalette.sources.finding import Located

if TYPE_CHECKING:
    from cvpalette.batch.merging import Sum
    from cvpalette.command.combined import Combined, Failure

__all__ = ["run"]

# What the files of a merged palette are named after.
_PLACE: Final = "palette"


class _Told(Protocol):
    @property
    def warnings(self) -> tuple[str, ...]:
        """What everyone should know of a source that did not fail."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person at a terminal may want to know of it."""


Outcome = TypeVar("Outcome", bound=_Told)


def run(request: Request, reporter: Reporter) -> None:
    """Extract from every source and write through every output; what fails is said, and the rest goes on.

    Raises what Plan.of raises, before a source is read or a file written; and ClusterError.
    """
    plan = Plan.of(request, reporter)
    if plan is None:
        return
    if request.scheduler:
        from cvpalette.batch.cluster import Cluster  # noqa: PLC0415 -- few runs have one

        with Cluster.connect(request.scheduler) as cluster:
            _run_shown(replace(plan, cluster=cluster), reporter)
    else:
        _run_shown(plan, reporter)


def _run_shown(plan: Plan, reporter: Reporter) -> None:
    if not plan.is_batch:
        _run(plan, reporter)
        return

    def count() -> int:
        sources = place_sources(plan.sources, recursive=plan.request.recursive, fail=lambda _: None)
        return sum(plan.passes for _ in sources)

    with reporter.following(count, plan.passes, is_writing_here=plan.target.is_stdout):
        _run(plan, reporter)


def _run(plan: Plan, reporter: Reporter) -> None:
    if plan.request.weight:
        _merge_all(plan, reporter)
    elif plan.combined:
        _write_combined(plan, plan.combined, reporter)
    else:
        _write_each(plan, reporter)


def _write_each(plan: Plan, reporter: Reporter) -> None:
    """Show or write what comes of each source, in files of its own."""
    with closing(_work(plan.make_task(reporter), plan, reporter)) as outcomes:
        for source, done in outcomes:
            if isinstance(done, CvpaletteError):
                if plan.request.report:
                    from cvpalette.command.combined import Failure, describe_failure  # noqa: PLC0415

                    write_to_stdout(describe_failure(Failure(source, done)))
                continue
            if done.result:
                reporter.show(done.result)
            _deliver(done, source.place, plan, reporter)


def _deliver(done: Done, place: str, plan: Plan, reporter: Reporter) -> None:
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
            reporter.fail(error)
            continue
        if path and not plan.is_batch:
            reporter.tell(f"wrote {quote(path)}")
        if piece.report:
            reporter.tell(piece.report)


def _write_combined(
    plan: Plan, combined: "Combined", reporter: Reporter, first: Iterable[Result] = ()
) -> None:
    """Write the palettes of all sources into one file, after those that come first; raises WriteError."""
    sources = combined.skip(plan.find(reporter))
    with closing(_work(plan.make_task(reporter), plan, reporter, sources)) as outcomes:
        combined.write(plan.outputs[0], chain(first, _list_results(outcomes)))


def _list_results(
    outcomes: Iterable[tuple[Located, Done | CvpaletteError]],
) -> "Iterator[Result | Failure]":
    from cvpalette.command.combined import Failure  # noqa: PLC0415 -- loaded by now

    for source, done in outcomes:
        if isinstance(done, CvpaletteError):
            yield Failure(source, done)
        elif done.result:
            yield done.result


def _merge_all(plan: Plan, reporter: Reporter) -> None:
    """Find one palette for all, and write it; images are read again where each of them is shown.

    Raises SettingsError where they cannot be, or where the run would go on with another.
    """
    _require_possible(plan)
    common = _find_common(plan, reporter)
    if common is None:
        return
    # From here on, every image is in the palette of all.
    each = replace(plan, recipe=plan.recipe.giving(common.palette, common.result.name))
    if plan.combined:
        _write_combined(each, plan.combined, reporter, [common.result.compact()])
        return
    if not plan.outputs:
        reporter.show(common.result)
    rest = replace(plan, outputs=tuple(output for output in plan.outputs if not output.needs_image))
    _deliver(rest.make_task(reporter).render(common), _PLACE, plan, reporter)
    showing = tuple(output for output in plan.outputs if output.needs_image)
    if showing:
        _write_each(replace(each, outputs=showing), reporter)


def _require_possible(plan: Plan) -> None:
    if plan.request.resume:
        message = "'--resume' goes on with single palettes; a palette of all needs all images"
        raise SettingsError(message)
    if plan.passes > 1 and STDIN in plan.sources:
        message = f"'{STDIN}' can be read only once, and this run reads images twice; save it as a file"
        raise SettingsError(message)


def _find_common(plan: Plan, reporter: Reporter) -> Extraction | None:
    try:
        return _sum_up(plan, reporter).complete(plan.recipe)
    except ImageError as error:
        reporter.fail(error)
        return None


def _sum_up(plan: Plan, reporter: Reporter) -> "Sum":
    from cvpalette.batch.merging import Sum  # noqa: PLC0415 -- few runs merge

    task, total = CountTask(plan.recipe), Sum(str(plan.request.weight))
    sources = plan.find(reporter)
    if plan.cluster:
        from cvpalette.batch.distributing import add_on_cluster  # noqa: PLC0415 -- few runs have a cluster

        added = add_on_cluster(total, task, sources, cluster=plan.cluster, must_stay=_is_stdin)
    else:
        added = total.add_each(task, sources, jobs=plan.request.job_count, must_stay=_is_stdin)
    with closing(_follow(added, reporter)) as outcomes:
        for _ in outcomes:
            pass
    return total


def _work(
    task: Callable[[Located], Outcome],
    plan: Plan,
    reporter: Reporter,
    sources: Iterable[Located] | None = None,
) -> Generator[tuple[Located, Outcome | CvpaletteError], None, None]:
    """Give each source, in order, with what the task made of it or its error; by default all sources."""
    return _follow(_share(task, plan.find(reporter) if sources is None else sources, plan), reporter)


def _follow(
    outcomes: Generator[tuple[Located, Outcome | CvpaletteError], None, None], reporter: Reporter
) -> Generator[tuple[Located, Outcome | CvpaletteError], None, None]:
    """Give the outcomes, and say what failed and what there is to know; closes them if it is left early."""
    with closing(outcomes):
        for source, outcome in outcomes:
            if isinstance(outcome, CvpaletteError):
                reporter.fail(outcome)
            else:
                for warning in outcome.warnings:
                    reporter.warn(warning)
                for note in outcome.notes:
                    reporter.tell(note)
            yield source, outcome
            reporter.advance()


def _share(
    task: Callable[[Located], Outcome], sources: Iterable[Located], plan: Plan
) -> Generator[tuple[Located, Outcome | CvpaletteError], None, None]:
    """Do a task on each source: on the cluster, by workers, or here."""
    if plan.cluster:
        from cvpalette.batch.distributing import distribute  # noqa: PLC0415 -- few runs have a cluster

        yield from distribute(task, sources, cluster=plan.cluster, must_stay=_is_stdin)
        return
    if plan.is_batch:
        from cvpalette.batch.many import share_out  # noqa: PLC0415 -- one image needs no pool

        yield from share_out(task, sources, jobs=plan.request.job_count, must_stay=_is_stdin)
        return
    for source in sources:
        try:
            yield source, task(source)
        except CvpaletteError as error:
            yield source, error


def _is_stdin(source: Located) -> bool:
    """Tell whether a source is the stdin of this process, which workers do not have."""
    return source.path == STDIN
