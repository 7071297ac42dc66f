"""merge_all(): one palette for all sources of a run, and what is made of each with it."""

from contextlib import closing
from dataclasses import replace
from typing import Final

from cvpalette.batch.merging import Sum
from cvpalette.command.each import deliver, write_each, write_gathered
from cvpalette.command.plan import Plan
from cvpalette.command.task import CountTask
from cvpalette.command.voice import Voice
from cvpalette.command.working import heed, is_stdin, work
from cvpalette.errors import ImageError, SettingsError
from cvpalette.extraction import Extraction
from cvpalette.plugins.contract import shows_image
from cvpalette.result import Found
from cvpalette.sources.finding import STDIN

__all__ = ["merge_all"]

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


def _sum_up(plan: Plan, voice: Voice) -> Sum:
    task, by = CountTask(plan.recipe), str(plan.request.merge)
    if plan.cluster:
        from cvpalette.batch.distributing import Tree  # noqa: PLC0415 -- few have a cluster

        tree = Tree(plan.cluster, by)
        with closing(heed(tree.add(task, plan.find(voice), must_stay=is_stdin), voice)) as results:
            for _ in results:
                pass
        return tree.fetch()
    total = Sum(by)
    with closing(work(task, plan, voice)) as shares:
        for _, share in shares:
            total.add(share)
    return total
