"""Plan: a run that is ready to start: outputs loaded, the target looked at, sources yet to be found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Self

from cvpalette.batch.recipe import Recipe
from cvpalette.command.combined import Gathering, can_gather
from cvpalette.command.reporter import Voice
from cvpalette.command.target import STDOUT, Inputs, StoreTarget, Target, place_sources
from cvpalette.command.task import Task
from cvpalette.engine.choosing import complete_settings
from cvpalette.errors import OutputConfigureError, OutputError, OutputLoadError, SettingsError
from cvpalette.messages import listed, quote
from cvpalette.plugins.contract import shows_image
from cvpalette.plugins.reading import read_palette
from cvpalette.plugins.registry import ConfiguredOutput, LoadedOutput, find_output, find_outputs
from cvpalette.result import describe
from cvpalette.settings.settings import DEFAULT, Reading, Scope, Settings
from cvpalette.sources.finding import Located, is_folder, is_many
from cvpalette.sources.store import is_store

if TYPE_CHECKING:
    from cvpalette.batch.cluster import Cluster

__all__ = ["Plan", "Request", "format_of", "select_outputs"]


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a run is asked for.

    `for_images` are the options that were given and say nothing to a source that is a palette.
    """

    sources: Sequence[str]
    settings: Settings
    scope: Scope = field(default_factory=Scope)
    palette: str | None = None
    for_images: Sequence[str] = ()
    reading: Reading = DEFAULT
    recursive: bool = False
    formats: Sequence[str] = ()
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    output: str | None = None
    jobs: int = 1
    scheduler: str | None = None
    merge: str | None = None
    resume: bool = False
    force: bool = False
    report: bool = False

    @property
    def is_batch(self) -> bool:
        """Whether there may be more than one source."""
        return len(self.sources) > 1 or any(map(is_many, self.sources))


def select_outputs(
    formats: Sequence[str],
    options: Mapping[str, Mapping[str, str]],
    fail: Callable[[OutputError], None],
    path: str | None = None,
) -> list[ConfiguredOutput]:
    """Load and configure outputs by name; one that is broken goes to `fail`, and the others go on.

    The suffix of `path`, the file to write, may stand for options too; those that are given come before.
    Raises OutputNotFoundError, OutputConflictError, OptionError or SettingsError for wrong usage.
    """
    found = [find_output(name) for name in dict.fromkeys(formats)]
    for name in options:
        if name not in formats:
            message = (
                f"there are options for {quote(name)}, which is no output of this run; add --format {name}"
            )
            raise SettingsError(message)
    selected = []
    for output in found:
        try:
            loaded = output.load()
            implied = _options_for(loaded, path or "")
            selected.append(loaded.configure({**implied, **options.get(output.name, {})}))
        except (OutputLoadError, OutputConfigureError) as error:
            fail(error)
    return selected


def format_of(path: str) -> str:
    """Return the name of the one output whose files end as this path does; raises SettingsError."""
    suffix = Path(path).suffix.lower()
    names = list(_names_for(Path(path).name.lower(), suffix)) if suffix else []
    if len(names) == 1:
        return names[0]
    if names:
        message = f"a {quote(suffix)} file may come from {listed(names)}; choose with --format"
    else:
        what = (
            f"no output writes {quote(suffix)} files"
            if suffix
            else f"{quote(path)} names no format by its suffix"
        )
        message = f"{what}; choose one with --format: {listed(list(find_outputs()))}"
    raise SettingsError(message)


def _options_for(loaded: LoadedOutput, path: str) -> Mapping[str, str]:
    ending = Path(path).suffix.lower()
    fitting = (options for suffix, options in loaded.suffixes.items() if ending and suffix.endswith(ending))
    return next(fitting, {})


def _names_for(file_name: str, suffix: str) -> Iterator[str]:
    # An output named like the suffix, or with one such as `.NAME.png`, is asked alone: others stay unloaded.
    _, *parts = file_name.rsplit(".", 2)
    namesake, whole = parts[0], f".{'.'.join(parts)}"
    if namesake in find_outputs() and whole in _suffixes_of(namesake):
        yield namesake
        return
    suffixes = {name: _suffixes_of(name) for name in find_outputs()}
    # Of `.tailwind.css` and `.css`, the longer one is meant.
    endings = (own for several in suffixes.values() for own in several if file_name.endswith(own))
    longest = max(endings, key=len, default="")
    for name, several in suffixes.items():
        if longest in several if longest else any(own.endswith(suffix) for own in several):
            yield name


def _suffixes_of(name: str) -> tuple[str, ...]:
    try:
        loaded = find_output(name).load()
    except OutputError:
        return ()  # broken, or claimed twice: --format says which, this only looks for one that works
    return *loaded.suffixes, loaded.many_suffix.lower()


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
