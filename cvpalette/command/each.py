"""write_each() and write_gathered(): what is made of every source, in files of its own, or all in one."""

import json
from collections.abc import Iterable
from contextlib import closing
from itertools import chain

from cvpalette.command.gathering import Gathering
from cvpalette.command.plan import Plan
from cvpalette.command.task import Done
from cvpalette.command.voice import Voice
from cvpalette.command.working import work
from cvpalette.command.writing import write_to_stdout
from cvpalette.errors import CvpaletteError
from cvpalette.messages import quote, readable
from cvpalette.result import Found

__all__ = ["deliver", "write_each", "write_gathered"]


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
