"""run(): extracts from all sources and writes all outputs, as a request asks for."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from cvpalette.command.plan import Plan
from cvpalette.command.reporter import Reporter
from cvpalette.command.request import Request
from cvpalette.command.signals import received
from cvpalette.command.target import STDOUT_NAME, write_to_stdout
from cvpalette.command.task import CountTask, Done, Piece, Verdict, judge, tell_kept
from cvpalette.errors import CvpaletteError, ImageError, SettingsError, WriteError
from cvpalette.extraction import Extraction
from cvpalette.messages import quote, readable
from cvpalette.rendering.escaping import json_text
from cvpalette.result import Result
from cvpalette.sources.addresses import STDIN
from cvpalette.sources.finding import Located

if TYPE_CHECKING:
    from cvpalette.batch.merging import Sum
    from cvpalette.command.combined import Combined, Failure

__all__ = ["run"]

# Formats whose palettes can follow one another, since a file of them is a list of colors.
_LISTS: Final = ("hex",)
_IN_A_ROW: Final = (
    "stdout has the palettes of several sources one after another; --output FOLDER/ gives each a file, "
    "and --merge finds one palette for all"
)
# The base name of the files of a merged palette.
_PLACE: Final = "palette"


class _Told(Protocol):
    @property
    def warnings(self) -> tuple[str, ...]:
        """Warnings about a source that did not fail, for everyone."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes about the source, for a person at a terminal."""

    @property
    def unused(self) -> tuple[tuple[str, str], ...]:
        """Options that had no effect on the source, each with the reason."""


Outcome = TypeVar("Outcome", bound=_Told)


def run(request: Request, reporter: Reporter) -> None:
    """Extract from each source and write with each output; a failure is reported, and the run goes on.

    Raises the errors of Plan.of before it reads a source or writes a file; and ClusterError.
    """
    plan = Plan.of(request, reporter)
    if plan is None:
        return
    try:
        if request.scheduler:
            from cvpalette.batch.cluster import Cluster  # noqa: PLC0415 -- few runs have one

            with Cluster.connect(request.scheduler) as cluster:
                _run_shown(replace(plan, cluster=cluster), reporter)
        else:
            _run_shown(plan, reporter)
        reporter.tell_unused(is_batch=plan.is_batch)
    finally:
        reporter.tell_losses()
        reporter.tell_written()
        reporter.tell_placed(request.output or "")


def _run_shown(plan: Plan, reporter: Reporter) -> None:
    if not plan.is_batch:
        _run(plan, reporter)
        return

    def count() -> int:
        return sum(plan.passes for _ in plan.place(lambda _: None))

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
    """Show the palette of each source, or write it to files of its own."""
    with closing(_work(plan.make_task(reporter), plan, reporter)) as outcomes:
        for source, done in outcomes:
            if isinstance(done, CvpaletteError):
                _report(source, done, plan)
                continue
            reporter.note_losses(source.name, done.losses)
            if done.result:
                reporter.show(done.result)
            _pronounce(done.verdicts, plan, reporter)
            _deliver(done, source.place, plan, reporter)


def _pronounce(verdicts: Iterable[Verdict], plan: Plan, reporter: Reporter) -> None:
    """Tell which rules a palette does not keep, and write a line of JSON about each rule if asked for."""
    for verdict in verdicts:
        if verdict.violations:
            reporter.tell_broken(str(verdict))
        if plan.request.report:
            write_to_stdout(verdict.describe())


def _report(source: Located, error: CvpaletteError, plan: Plan) -> None:
    """Write a line of JSON about a source that failed, if such lines are asked for."""
    if plan.request.report:
        from cvpalette.command.combined import Failure, describe_failure  # noqa: PLC0415

        write_to_stdout(describe_failure(Failure(source, error)))


def _deliver(done: Done, place: str, plan: Plan, reporter: Reporter) -> None:
    """Write the pieces of a source; the paths are told only if there is a single source."""
    for piece in done.pieces:
        try:
            path = _write_piece(piece, place, plan)
        except CvpaletteError as error:
            if isinstance(error, SettingsError) or (
                isinstance(error, WriteError) and error.name == STDOUT_NAME
            ):
                raise  # nothing more can be written there
            reporter.fail(error)
            continue
        if path:
            _say_written(path, plan, reporter)
        elif plan.target.sent == 2 and not plan.target.shows and plan.outputs[0].found.name not in _LISTS:
            reporter.warn(_IN_A_ROW)
        if isinstance(piece, Piece) and piece.warning:
            reporter.warn(piece.warning)
        if isinstance(piece, Piece) and piece.report:
            reporter.tell(piece.report)


def _write_piece(piece: Piece | CvpaletteError, place: str, plan: Plan) -> Path | str | None:
    """Write a piece and its facts, and return its path, or None for stdout; raises its error."""
    if isinstance(piece, CvpaletteError):
        raise piece
    path = plan.target.write(piece.contents, place, piece.suffix)
    if path and piece.facts:
        before, after = piece.facts
        facts = {**before, "file": readable(path), **after}
        write_to_stdout(json_text(facts) + "\n")
    return path


def _say_written(path: Path | str, plan: Plan, reporter: Reporter) -> None:
    """Tell everyone about a file whose name the user did not choose, and a person about another."""
    if plan.target.names_files and not plan.request.report:
        reporter.note_written(path)
        if not plan.is_batch:
            reporter.tell_written()
    elif not plan.is_batch:
        reporter.tell(f"wrote {quote(path)}")
    else:
        reporter.note_placed(path)


def _write_combined(
    plan: Plan, combined: "Combined", reporter: Reporter, first: Iterable[Result] = ()
) -> None:
    """Write the results in `first`, and then those of all sources, into one file; raises WriteError."""
    sources = combined.skip(plan.find(reporter))
    with closing(_work(plan.make_task(reporter), plan, reporter, sources)) as outcomes:
        results = _list_results(_pronounce_each(outcomes, plan, reporter))
        is_written = combined.write(plan.outputs[0], chain(first, results))
    if combined.path and is_written:
        note = reporter.note_written if combined.names_file else reporter.note_placed
        note(combined.path)


def _pronounce_each(
    outcomes: Iterable[tuple[Located, Done | CvpaletteError]], plan: Plan, reporter: Reporter
) -> Iterator[tuple[Located, Done | CvpaletteError]]:
    """Give the outcomes, and tell which rules their palettes do not keep."""
    for source, done in outcomes:
        if isinstance(done, Done):
            reporter.note_losses(source.name, done.losses)
            _pronounce(done.verdicts, plan, reporter)
        yield source, done


def _list_results(
    outcomes: Iterable[tuple[Located, Done | CvpaletteError]],
) -> "Iterator[Result | str | bytes | Failure]":
    """Give the result of each source, or its lines if they are written already; raises OutputRenderError."""
    from cvpalette.command.combined import Failure  # noqa: PLC0415 -- loaded by now

    for source, done in outcomes:
        if isinstance(done, CvpaletteError):
            yield Failure(source, done)
        elif isinstance(done.lines, CvpaletteError):
            raise done.lines
        elif done.lines:
            yield done.lines
        elif done.result:
            yield done.result


def _merge_all(plan: Plan, reporter: Reporter) -> None:
    """Find one palette for all images, and write it; outputs that show each image read the images again.

    Raises SettingsError if the images cannot be read again, or with --resume.
    """
    _require_possible(plan)
    common = _find_common(plan, reporter)
    if common is None:
        return
    verdicts = tuple(judge(common.result, plan.rules))
    _pronounce(verdicts, plan, reporter)
    for sentence in tell_kept(common.result, plan.rules, verdicts) if reporter.tells else ():
        reporter.tell(sentence)
    # From here on, each image is shown in the common palette, whose verdicts are told.
    plan = replace(plan, rules=())
    each = replace(plan, recipe=plan.recipe.sharing(common.palette, common.result.name))
    if plan.combined:
        wants_scheme = plan.outputs[0].scheme
        result = common.result.with_scheme() if wants_scheme else common.result
        # What shows each picture has no entry for all of them together.
        first = [] if plan.outputs[0].shows_pictures else [result.compact()]
        _write_combined(each, plan.combined, reporter, first)
        return
    if plan.shows_palettes:
        reporter.show(common.result)
    rest = replace(plan, outputs=tuple(output for output in plan.outputs if not output.needs_image))
    _deliver(rest.make_task(reporter).render(common), _PLACE, plan, reporter)
    showing = tuple(output for output in plan.outputs if output.needs_image)
    if showing:
        _write_each(replace(each, outputs=showing), reporter)


def _require_possible(plan: Plan) -> None:
    if plan.request.resume:
        merge = plan.request.list_given("merge", "merge_by")[0]
        message = (
            f"'--resume' cannot be used with {quote(merge)}: one palette for all needs all images again; "
            "leave one of them out"
        )
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

    task, total = CountTask(plan.recipe, plan.request.given), Sum(str(plan.request.weight))
    sources = plan.find(reporter)
    if plan.cluster:
        from cvpalette.batch.on_cluster import add_on_cluster  # noqa: PLC0415 -- few runs have a cluster

        added = add_on_cluster(total, task, sources, cluster=plan.cluster, must_stay=_is_stdin)
    else:
        jobs = plan.request.job_count
        added = total.add_each(task, sources, jobs=jobs, must_stay=_is_stdin, are_at_hand=True)
    with closing(_follow(added, reporter)) as outcomes:
        for source, outcome in outcomes:
            # Images that are read again are reported then.
            if isinstance(outcome, CvpaletteError) and plan.passes == 1:
                _report(source, outcome, plan)
    return total


def _work(
    task: Callable[[Located], Outcome],
    plan: Plan,
    reporter: Reporter,
    sources: Iterable[Located] | None = None,
) -> Generator[tuple[Located, Outcome | CvpaletteError], None, None]:
    """Give each source, in order, with the task's outcome or error; by default all sources of the plan."""
    return _follow(_share(task, plan.find(reporter) if sources is None else sources, plan), reporter)


def _follow(
    outcomes: Generator[tuple[Located, Outcome | CvpaletteError], None, None], reporter: Reporter
) -> Generator[tuple[Located, Outcome | CvpaletteError], None, None]:
    """Give the outcomes, and report their errors, warnings and notes; closes `outcomes` at the end."""
    with closing(outcomes):
        for source, outcome in outcomes:
            if isinstance(outcome, CvpaletteError):
                reporter.fail(outcome)
            else:
                for warning in outcome.warnings:
                    reporter.warn(warning)
                for note in outcome.notes:
                    reporter.tell(note)
                reporter.note_unused(outcome.unused)
            yield source, outcome
            reporter.advance()
            if received():
                raise KeyboardInterrupt  # it was lost, for example in a callback of the garbage collector


def _share(
    task: Callable[[Located], Outcome], sources: Iterable[Located], plan: Plan
) -> Generator[tuple[Located, Outcome | CvpaletteError], None, None]:
    """Do a task on each source: on the cluster, by other processes, or in this process."""
    if plan.cluster:
        from cvpalette.batch.on_cluster import distribute  # noqa: PLC0415 -- few runs have a cluster

        yield from distribute(task, sources, cluster=plan.cluster, must_stay=_is_stdin)
        return
    if plan.is_batch:
        from cvpalette.batch.many import share_out  # noqa: PLC0415 -- one image needs no workers

        jobs = plan.request.job_count
        yield from share_out(task, sources, jobs=jobs, must_stay=_is_stdin, are_at_hand=True)
        return
    for source in sources:
        try:
            yield source, task(source)
        except CvpaletteError as error:
            yield source, error


def _is_stdin(source: Located) -> bool:
    """Tell whether a source is stdin: only this process can read it, workers cannot."""
    return source.path == STDIN
