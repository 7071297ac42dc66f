"""run(): all sources through all outputs, as the command line asks for it."""

from dataclasses import replace

from cvpalette.command.each import write_each, write_gathered
from cvpalette.command.places import place_sources
from cvpalette.command.plan import Plan
from cvpalette.command.request import Request
from cvpalette.command.voice import Voice

__all__ = ["run"]


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
        from cvpalette.command.merging import merge_all  # noqa: PLC0415 -- only some runs need it

        merge_all(plan, voice)
    elif plan.gathering:
        write_gathered(plan, plan.gathering, voice)
    else:
        write_each(plan, voice)
