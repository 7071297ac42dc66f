"""Plan: prepares a run: loads the outputs and checks the target. The sources are found later."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final, Self

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.command.reporter import Reporter
from cvpalette.command.request import Request
from cvpalette.command.target import STDOUT, Inputs, Target, place_sources
from cvpalette.command.task import Task
from cvpalette.errors import (
    ColorError,
    CvpaletteError,
    OutputConfigureError,
    OutputError,
    OutputLoadError,
    SettingsError,
)
from cvpalette.extraction import Recipe
from cvpalette.messages import listed, quote
from cvpalette.plugins.contract import CombinedOutput
from cvpalette.plugins.registry import ConfiguredOutput, find_output
from cvpalette.plugins.suffixes import find_by_suffix, require_chosen_suffix, require_suffix
from cvpalette.result import Result
from cvpalette.settings.settings import NamedColors, Reading, Scope, Settings
from cvpalette.sources.addresses import (
    IMAGE_SUFFIXES,
    STDIN,
    ends_as_folder,
    is_folder,
    is_many,
    is_store,
    is_url,
    names_path,
)
from cvpalette.sources.finding import Located

if TYPE_CHECKING:
    from cvpalette.batch.cluster import Cluster  # it takes 50 ms, and few runs use a cluster
    from cvpalette.command.combined import Combined
    from cvpalette.roles.rules import Rule

__all__ = ["Plan", "is_batch"]


# What a photo in other colors is named like, and what writes it.
_PHOTOS: Final = (".png", ".jpg", ".jpeg", ".webp")
_RECOLORED: Final = "'-f recolored' moves the picture's colors, and it stays a photo"
# The options of `quantized` with which each picture gets a palette of its own, or that of a device.
_OWN_PALETTES: Final = ("device", "colors", "max-size")


def _list_read_besides(request: Request, outputs: Sequence[ConfiguredOutput]) -> list[object]:
    """Return what is read besides the sources, which no output may overwrite."""
    return [*request.read_besides, *(path for output in outputs for path in output.reads)]


def is_batch(request: Request) -> bool:
    """Tell whether there may be more than one source."""
    return len(request.sources) > 1 or any(map(is_many, request.sources))


@dataclass(frozen=True)
class Plan:
    """A run that is ready to start. If `combined` is None, each source gets files of its own.

    Each palette must keep the `rules`, whose files are read. If there is a `cluster`, its workers do the
    work.
    """

    request: Request
    sources: tuple[str, ...]
    outputs: tuple[ConfiguredOutput, ...]
    recipe: Recipe
    target: Target
    combined: "Combined | None"
    rules: "tuple[Rule, ...]" = ()
    cluster: "Cluster | None" = None

    @classmethod
    def of(cls, request: Request, reporter: Reporter) -> Self | None:
        """Check everything before a source is read, and return the plan, or None if all outputs are broken.

        Raises SettingsError, OptionError, OutputNotFoundError or OutputConflictError for wrong usage,
        WriteError, and ImageError or PaletteFileError for a mask or palette that cannot be read.
        """
        formats = _list_formats(request)
        if len(formats) > 1 and request.output is None and not (request.report or reporter.shows):
            raise SettingsError(_cannot_share(formats))
        if not formats and not request.only_checks and not (reporter.shows and request.output is None):
            formats = ["hex"]
        options = _add_most_colors(request, request.parse_output_options())
        with _telling_of_recolored(request):
            outputs = _select_outputs(formats, options, reporter.fail, request.output)
        if formats and not outputs:
            return None
        _require_common_palette(request, options)
        many = is_batch(request)
        combines = _can_combine(outputs, request.output, is_batch=many)
        if combines and request.report:
            _require_files_of_each(request, is_batch=many)
            combines = False
        shows_each = request.weight is None or any(output.needs_image for output in outputs)
        recipe = _make_recipe(request, reporter.warn)
        rules = _read_rules(request, reporter.warn)
        target = _find_target(request.output)(
            request.output,
            Inputs(request.sources, request.recursive, _list_read_besides(request, outputs)),
            many=not combines and (len(formats) > 1 or (many and shows_each)),
            one_format=len(formats) == 1 and not request.report,
            force=request.force,
        )
        with _telling_of_all(request, outputs):
            target.prepare()
        for warning in (
            *_find_unused(request, target),
            *_find_idle(outputs, options),
            *_find_idle_settings(outputs, request),
            *_find_misnamed(outputs, target),
        ):
            reporter.warn(warning)
        combined = None
        if combines or request.resume:
            from cvpalette.command.combined import Combined  # noqa: PLC0415 -- few runs combine

            output = outputs[0] if combines else None
            combined = Combined.plan(output, target, recipe, resume=request.resume)
        return cls(request, _name_sources(request), tuple(outputs), recipe, target, combined, rules)

    @property
    def is_batch(self) -> bool:
        """Whether there may be more than one source."""
        return is_batch(self.request)

    @property
    def shows_palettes(self) -> bool:
        """Whether a person at a terminal sees the palettes. A check prints no colors elsewhere."""
        return not self.outputs and self.target.shows and not self.request.report

    def make_task(self, reporter: Reporter) -> Task:
        """Return the task to run on each source."""
        request = self.request
        names_paths = self.is_batch or self.combined is not None
        lined = self.outputs[0] if self.combined and self.combined.has_lines else None
        return Task(
            self.recipe,
            () if self.combined else self.outputs,
            for_images=tuple(request.for_images),
            given=request.given,
            names_paths=names_paths,
            reports=reporter.tells and not names_paths,
            facts=request.report,
            notes=reporter.tells,
            has_result=self.shows_palettes or (self.combined is not None and lined is None),
            thumbnail=self.outputs[0].thumbnail if self.combined else 0,
            positions=self.combined is not None and self.outputs[0].positions,
            scheme=self.combined is not None and self.outputs[0].scheme,
            lined=lined,
            combined=self.outputs[0] if self.combined else None,
            rules=self.rules,
        )

    @property
    def passes(self) -> int:
        """How often each image is read: twice if images are merged and then shown one by one; else once."""
        shows_each = self.combined or any(output.needs_image for output in self.outputs)
        return 2 if self.request.weight and shows_each else 1

    def place(self, fail: Callable[[CvpaletteError], None]) -> Iterator[Located]:
        """Give the sources of all arguments; palette files of folders are left out if pixels are merged."""
        request = self.request
        return place_sources(
            self.sources, recursive=request.recursive, palettes=request.weight is None, fail=fail
        )

    def find(self, reporter: Reporter) -> Iterator[Located]:
        """Give the sources as they are found, except files that this run has written."""
        found = self.place(reporter.fail)
        return (source for source in found if not self.target.has_written(source.path))


def _find_unused(request: Request, target: Target) -> Iterator[str]:
    """Give a warning for each option that has no effect on these sources, or on this target."""
    if request.recursive and not any(map(is_many, request.sources)):
        yield "--recursive had no effect: no source is a folder"
    if request.jobs is not None and not is_batch(request):
        yield "--jobs had no effect: there is one source"
    if request.force and (target.output == STDOUT or (target.is_stdout and not target.shows)):
        yield "--force had no effect: no file is written"


def _find_idle(
    outputs: Sequence[ConfiguredOutput], options: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    """Give a warning for each option of an output that has no effect beside its other options."""
    for output in outputs:
        given = {name.replace("_", "-") for name in options.get(output.found.name, ())}
        for name, why in output.idle.items():
            if name in given:
                yield f"--option {output.found.name}.{name} had no effect: {why}"


def _find_idle_settings(outputs: Sequence[ConfiguredOutput], request: Request) -> Iterator[str]:
    """Give a note for each setting that the user gave and an output does not show."""
    for output in outputs:
        told: dict[str, list[str]] = {}
        for name, why in output.idle_settings.items():
            flag = f"--{name.replace('_', '-')}"
            if flag in request.given:
                told.setdefault(why, []).append(flag)
        for why, flags in told.items():
            yield f"{' and '.join(flags)}: {quote(output.found.name)} {why}"


def _add_most_colors(
    request: Request, options: Mapping[str, Mapping[str, str]]
) -> Mapping[str, Mapping[str, str]]:
    """Return the options of outputs, where the user's number of colors is the most that `quantized` takes.

    Its own option `max-size` would else take as many as fit.
    """
    given = options.get("quantized", {})
    names = {name.replace("_", "-") for name in given}
    if "--colors" not in request.given or "max-size" not in names or "colors" in names:
        return options
    return {**options, "quantized": {**given, "colors": str(request.options.colors)}}


def _require_common_palette(request: Request, options: Mapping[str, Mapping[str, str]]) -> None:
    """Raise SettingsError if merged images shall be drawn in another palette than the one of all of them."""
    given = {name.replace("_", "-") for name in options.get("quantized", {})}
    found = [name for name in _OWN_PALETTES if name in given]
    if request.weight is None or not found:
        return
    merge = request.list_given("merge", "merge_by")[0]
    message = (
        f"{quote(merge)} finds one palette for all images, and option 'quantized.{found[0]}' takes another; "
        "leave one of them out"
    )
    raise SettingsError(message)


def _find_misnamed(outputs: Sequence[ConfiguredOutput], target: Target) -> Iterator[str]:
    """Give a warning if the name of the file says nothing of its format, or says something else."""
    if len(outputs) != 1 or target.path is None or target.takes_many:
        return
    (output,), name = outputs, PurePath(str(target.path)).name
    family = getattr(output.output, "family", "")
    if family in {"palettes", "pictures"} and "." not in name and not hasattr(output.output, "any_suffix"):
        example = quote(name + output.suffix)
        yield f"{quote(name)} has no suffix; programs know the format by one, as in {example}"
    if output.found.name == "typescript" and name.lower().startswith("tailwind."):
        yield (
            f"{quote(name)} has the colors in TypeScript, and is no configuration of Tailwind CSS; its "
            "formats are 'tailwind', and 'tailwind3' for version 3"
        )


def _can_combine(outputs: list[ConfiguredOutput], path: str | None, *, is_batch: bool) -> bool:
    """Tell whether the palettes of all sources go into one file or stdout, by an output that can do so."""
    if len(outputs) != 1 or not isinstance(output := outputs[0].output, CombinedOutput):
        return False
    if path in {None, STDOUT}:
        return is_batch
    if is_folder(str(path)) or not str(path).lower().endswith(output.combined_suffix.lower()):
        return False
    return is_batch or output.combined_suffix != outputs[0].suffix


def _require_files_of_each(request: Request, *, is_batch: bool) -> None:
    """Raise SettingsError if one file for all sources is named, since a report is about the file of each."""
    if is_batch and request.output:
        message = (
            f"'--report' tells about a file for each source, and {quote(request.output)} is one for all; "
            "name a folder, or leave --report out"
        )
        raise SettingsError(message)


def _find_target(output: str | None) -> type[Target]:
    if not is_store(output or ""):
        return Target
    from cvpalette.command.stored import StoreTarget  # noqa: PLC0415 -- few runs write there

    return StoreTarget


def _make_recipe(request: Request, warn: Callable[[str], None]) -> Recipe:
    """Return the recipe of a request, with its mask and its palette; raises ImageError, PaletteFileError.

    What a palette leaves out of its file goes to `warn`. Raises SettingsError if colors shall be named after
    a palette that has no names.
    """
    options = request.options
    settings = options.part(Settings)
    if isinstance(settings.names, NamedColors) and settings.names.palette is None:
        settings = replace(settings, names=_read_palette(settings.names.name, warn))
    recipe = Recipe(
        settings=settings,
        scope=options.part(Scope),
        reading=options.part(Reading),
        allow_private=True,
    ).with_mask()
    if request.like is not None:
        # What counts in the sources, such as a region, says nothing of another picture.
        if request.like == STDIN:
            message = "'--like' takes a file or an address, and no pipe; save the picture as a file"
            raise SettingsError(message)
        found = replace(recipe, scope=Scope()).extract(request.like).result
        return recipe.sharing(found.palette, found.name)
    if request.palette is None:
        return recipe
    read = _read_palette(request.palette, warn)
    return recipe.giving(read.palette, read.name)


def _read_rules(request: Request, warn: Callable[[str], None]) -> "tuple[Rule, ...]":
    """Return the rules of a request, with their files read; raises SettingsError or PaletteFileError."""
    if not request.require:
        return ()
    from cvpalette.plugins.checking import complete_rule  # noqa: PLC0415 -- few runs have a rule

    rules = request.parse_rules()
    if _has_images_alone(request):
        for rule in rules:
            rule.require_roles()
    return tuple(complete_rule(rule, allow_private=True, warn=warn) for rule in rules)


def _has_images_alone(request: Request) -> bool:
    """Tell whether no palette file can give a color a name such as `text (dark)`."""
    return (
        request.palette is None
        and request.like is None
        and not isinstance(request.options.names, NamedColors)
        and all(source.lower().endswith(IMAGE_SUFFIXES) for source in request.sources)
    )


def _read_palette(path: str, warn: Callable[[str], None]) -> Result:
    """Return the palette of a file, called by the file's name, or of colors with commas between them.

    Raises PaletteFileError, and SettingsError for a text among colors that is none.
    """
    colors = _read_colors(path)
    if colors:
        return Result.of_palette(Palette.of_colors(colors), path)
    from cvpalette.plugins.reading import read_palette  # noqa: PLC0415 -- few runs give a palette

    read = read_palette(path, allow_private=True)
    for note in read.palette.notes:
        warn(f"{quote(read.name)}: {note}")
    return replace(read, name=PurePath(path).name)


def _read_colors(text: str) -> list[Color]:
    """Return the colors of a text such as '#1b1464,#ffd166', or [] for one that may be a file or an address.

    Raises SettingsError if some of them are none.
    """
    if not (text.startswith("#") or "," in text) or os.path.lexists(text) or is_url(text):
        return []
    from cvpalette.color.names import parse_color  # noqa: PLC0415 -- few palettes are written out

    colors, errors = [], []
    for word in filter(None, map(str.strip, text.split(","))):
        try:
            colors.append(parse_color(word))
        except ColorError as error:
            errors.append(error)
    if colors and errors:
        raise SettingsError(str(errors[0]))
    return colors


def _name_sources(request: Request) -> tuple[str, ...]:
    """Return the sources; for workers on other machines, the paths of files are absolute."""
    if request.scheduler is None:
        return tuple(request.sources)
    return tuple(map(_make_absolute, request.sources))


def _make_absolute(source: str) -> str:
    """Return the absolute path of a file; an address and a built-in palette keep their names."""
    if not names_path(source):
        return source
    from cvpalette.plugins.reading import read_builtin  # noqa: PLC0415 -- few runs use a cluster

    return source if read_builtin(source) else str(Path(source).absolute())


def _list_formats(request: Request) -> list[str]:
    """Return the formats given by name, or else the format of the target's suffix; raises SettingsError."""
    formats = list(dict.fromkeys(request.formats))
    if request.output == STDOUT and len(formats) > 1:
        raise SettingsError(_cannot_share(formats))
    has_place = formats or request.only_checks
    if request.report and request.output in ({STDOUT} if has_place else {STDOUT, None}):
        message = (
            "'--report' prints to stdout; name a format with --format, a file with --output, or a rule with "
            "--require"
        )
        raise SettingsError(message)
    if formats or request.output is None or request.output == STDOUT:
        return formats
    if ends_as_folder(request.output) or is_folder(request.output):
        message = f"{quote(request.output)} is a folder; name a format for its files with --format"
        raise SettingsError(message)
    try:
        with_options = request.parse_output_options().keys()
        return [find_by_suffix(PurePath(request.output).name, with_options).name]
    except SettingsError as error:
        if _means_photo(request):
            raise SettingsError(f"{error}; {_RECOLORED}") from error
        guessed = str(error).endswith("?")
        message = str(error) if guessed else f"{error}; choose one with --format"
        raise SettingsError(f"{message}{'' if guessed else _tell_of_all(request)}") from error


def _means_photo(request: Request) -> bool:
    """Tell whether a picture, which is no format's own, shall get the colors of a palette or another one."""
    names = (request.palette, request.like)
    return names != (None, None) and PurePath(request.output or "").suffix.lower() in _PHOTOS


@contextmanager
def _telling_of_recolored(request: Request) -> Iterator[None]:
    """Add to the refusal of a name what writes a photo in other colors."""
    try:
        yield
    except SettingsError as error:
        if not _means_photo(request) or request.formats:
            raise
        raise SettingsError(f"{error}; {_RECOLORED}") from error


def _tell_of_all(request: Request) -> str:
    """Return how several sources go into one file, after a semicolon; '' for one source."""
    if not is_batch(request) or request.weight is not None or request.report:
        return ""
    page = PurePath(request.output or "palettes").with_suffix(".html")
    return f"; --merge makes one palette of all sources, and -o {page} one page"


@contextmanager
def _telling_of_all(request: Request, outputs: Sequence[ConfiguredOutput]) -> Iterator[None]:
    """Add to the refusal of one name for several files how several sources go into one, in one format."""
    try:
        yield
    except SettingsError as error:
        if len(outputs) != 1:
            raise
        if outputs[0].shows_pictures:
            name = PurePath(request.output or "").with_suffix(outputs[0].output.combined_suffix)
            raise SettingsError(f"{error}; -o {name} is one file of all sources") from error
        raise SettingsError(f"{error}{_tell_of_all(request)}") from error


def _cannot_share(formats: Sequence[str]) -> str:
    return f"{listed(list(formats), 'and')} cannot share stdout; name a folder with --output"


def _select_outputs(
    formats: Sequence[str],
    options: Mapping[str, Mapping[str, str]],
    fail: Callable[[OutputError], None],
    path: str | None,
) -> list[ConfiguredOutput]:
    """Load and configure outputs by name; the error of a broken output goes to `fail`.

    The suffix of `path`, the file to write, may set options too; the options of the user take precedence.
    Raises OutputNotFoundError, OutputConflictError, OptionError or SettingsError for wrong usage.
    """
    found = [find_output(name) for name in formats]
    for name in options:
        if name not in formats:
            find_output(name)  # a name that is misspelled is told as such
            message = (
                f"there are options for {quote(name)}, but this run does not write it; add --format {name}"
            )
            raise SettingsError(message)
    selected = []
    for output in found:
        try:
            loaded = output.load()
            implied = loaded.texts_for(path or "")
            if path and len(formats) == 1 and not ends_as_folder(path) and not is_folder(path):
                require_suffix(loaded, PurePath(path).name)
            configured = loaded.configure({**implied, **options.get(output.name, {})})
            if path and len(formats) == 1 and not ends_as_folder(path) and not is_folder(path):
                require_chosen_suffix(configured, PurePath(path).name)
            selected.append(configured)
        except (OutputLoadError, OutputConfigureError) as error:
            fail(error)
    return selected
