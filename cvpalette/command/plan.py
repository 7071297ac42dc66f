"""Plan: a run that is ready to start: outputs loaded, the target looked at, sources yet to be found."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Self

from cvpalette.batch.recipe import Recipe
from cvpalette.command.gathering import Gathering, can_gather
from cvpalette.command.inputs import Inputs
from cvpalette.command.places import place_sources
from cvpalette.command.request import Request
from cvpalette.command.selection import format_of, select_outputs
from cvpalette.command.storing import StoreTarget
from cvpalette.command.target import STDOUT, Target
from cvpalette.command.task import Task
from cvpalette.command.voice import Voice
from cvpalette.engine.choosing import complete_settings
from cvpalette.errors import SettingsError
from cvpalette.messages import listed, quote
from cvpalette.plugins.contract import shows_image
from cvpalette.plugins.reading import read_palette
from cvpalette.plugins.registry import ConfiguredOutput
from cvpalette.result import describe
from cvpalette.sources.finding import Located
from cvpalette.sources.paths import is_folder
from cvpalette.sources.store import is_store

if TYPE_CHECKING:
    from cvpalette.batch.cluster import Cluster  # it takes 50 ms, and few have one

__all__ = ["Plan"]


@dataclass(frozen=True)
class Plan:
    """What a run does: where `gathering` is None, each source has files of its own.

    Where there is a `cluster`, its workers do it.
    """

    request: Request
    outputs: tuple[ConfiguredOutput, ...]
    recipe: Recipe
    target: Target
    gathering: Gathering | None
    cluster: "Cluster | None" = None

    @classmethod
    def of(cls, request: Request, voice: Voice) -> Self | None:
        """Look at all that can be wrong before a source is read; None where no output is left to write.

        Raises SettingsError, OptionError, OutputNotFoundError or OutputConflictError for wrong usage,
        WriteError, and ImageError or PaletteFileError for a mask or palette that cannot be read.
        """
        formats = _formats(request) or ([] if voice.shows and request.output is None else ["hex"])
        outputs = select_outputs(formats, request.options, voice.fail, request.output)
        if formats and not outputs:
            return None
        recipe = Recipe(
            settings=request.settings, scope=request.scope, reading=request.reading, allow_private=True
        ).with_mask()
        if request.palette is not None:
            given = read_palette(request.palette, allow_private=True)
            recipe = recipe.giving(given, PurePath(request.palette).name)
        gathers = not request.report and can_gather(outputs, request.output, is_batch=request.is_batch)
        shown = not request.merge or any(shows_image(output.output) for output in outputs)
        target = (StoreTarget if is_store(request.output or "") else Target)(
            request.output,
            Inputs(request.sources, request.recursive, (request.scope.mask, request.palette)),
            many=not gathers and (len(formats) > 1 or (request.is_batch and shown)),
            one_format=len(formats) == 1 and not request.report,
            force=request.force,
        )
        target.prepare()
        gathering = None
        if gathers or request.resume:
            asked = describe(complete_settings(recipe.settings, recipe.palette), recipe.scope)
            output = outputs[0] if gathers else None
            gathering = Gathering.plan(output, target, asked, resume=request.resume)
        return cls(request, tuple(outputs), recipe, target, gathering)

    def make_task(self, voice: Voice) -> Task:
        """Return what is done with each source."""
        request = self.request
        is_many = request.is_batch or self.gathering is not None
        return Task(
            self.recipe,
            request.settings,
            () if self.gathering else self.outputs,
            for_images=tuple(request.for_images),
            names_paths=is_many,
            reports=voice.tells and not is_many,
            facts=request.report,
            notes=voice.tells,
            finds=not self.outputs or self.gathering is not None,
            thumbnail=self.outputs[0].thumbnail if self.gathering else 0,
        )

    @property
    def passes(self) -> int:
        """How many times images are read: where they are merged, once more for what shows each of them."""
        shows_each = self.gathering or any(shows_image(output.output) for output in self.outputs)
        return 2 if self.request.merge and shows_each else 1

    def find(self, voice: Voice) -> Iterator[Located]:
        """Give the sources as they are found, but for what this run has written."""
        request = self.request
        found = place_sources(request.sources, recursive=request.recursive, fail=voice.fail)
        return (source for source in found if not self.target.has_written(source.path))


def _formats(request: Request) -> list[str]:
    formats = list(dict.fromkeys(request.formats))
    if request.output == STDOUT and len(formats) > 1:
        message = f"{listed(formats, 'and')} cannot share stdout; name a folder with --output"
        raise SettingsError(message)
    if request.report and request.output in ({STDOUT} if formats else {STDOUT, None}):
        message = (
            "'--report' tells of files on stdout; say with --format what to write, or with --output where"
        )
        raise SettingsError(message)
    if formats or request.output is None or request.output == STDOUT:
        return formats
    if request.output.endswith("/") or is_folder(request.output):
        message = f"{quote(request.output)} is a folder; say with --format what to write into it"
        raise SettingsError(message)
    return [format_of(request.output)]
