"""run(): all sources through all outputs, as the command line asks for it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cvpalette.errors import CvpaletteError, SettingsError, listed, quote
from cvpalette.extraction import Extraction, extract_frames, load_mask
from cvpalette.image import Image
from cvpalette.naming import count_colors
from cvpalette.paths import is_folder
from cvpalette.reading import DEFAULT, Reading
from cvpalette.registry import ConfiguredOutput
from cvpalette.scope import Scope
from cvpalette.selection import format_of, select_outputs
from cvpalette.settings import AUTO, Settings
from cvpalette.sources import find_sources, read_source
from cvpalette.target import STDOUT, Target

__all__ = ["Request", "Voice", "run"]


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a run is asked for, in the words of the command line."""

    sources: Sequence[str]
    settings: Settings
    scope: Scope = field(default_factory=Scope)
    reading: Reading = DEFAULT
    recursive: bool = False
    formats: Sequence[str] = ()
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    output: str | None = None
    force: bool = False


@dataclass(frozen=True, kw_only=True)
class Voice:
    """How a run speaks: of what failed, what is to be known, what it made, and of a palette as a table.

    `warn` and `tell` may be None: then it does not.
    Where there is no table (`show` is None), a palette that is to go nowhere goes to the output `hex`.
    """

    fail: Callable[[CvpaletteError], None]
    warn: Callable[[str], None] | None
    tell: Callable[[str], None] | None
    show: Callable[[Extraction], None] | None


def run(request: Request, voice: Voice) -> None:
    """Extract from every source and write through every output; what fails is said, and the rest goes on.

    Raises SettingsError, OptionError, OutputNotFoundError or OutputConflictError for wrong usage, before
    a source is read or a file written; and ImageError for a mask that cannot be read.
    """
    formats = _formats(request) or ([] if voice.show and request.output is None else ["hex"])
    outputs = select_outputs(formats, request.options, voice.fail)
    if formats and not outputs:
        return
    scope = load_mask(request.scope, allow_private=True)
    sources = list(dict.fromkeys(_expand(request, voice)))
    many = len(formats) > 1 or len(request.sources) > 1 or any(is_folder(s) for s in request.sources)
    # A mask is a source too: it is never overwritten.
    inputs = [*sources, *([request.scope.mask] if request.scope.mask else [])]
    target = Target(request.output, inputs, many=many, one_format=len(formats) == 1, force=request.force)
    target.prepare()
    for source in sources:
        try:
            frames = _heed(read_source(source, request.reading), voice)
            extraction = extract_frames(frames, request.settings, scope)
        except CvpaletteError as error:
            voice.fail(error)
            continue
        if voice.tell:
            _tell_if_far(extraction, voice.tell)
        if voice.show and not outputs:
            voice.show(extraction)
        for output in outputs:
            _write(output, extraction, target, voice)


def _formats(request: Request) -> list[str]:
    formats = list(dict.fromkeys(request.formats))
    if request.output == STDOUT and len(formats) > 1:
        message = f"{listed(formats, 'and')} cannot share stdout; name a folder with --output"
        raise SettingsError(message)
    if formats or request.output is None or request.output == STDOUT:
        return formats
    if request.output.endswith("/") or is_folder(request.output):
        message = f"{quote(request.output)} is a folder; say with --format what to write into it"
        raise SettingsError(message)
    return [format_of(request.output)]


def _expand(request: Request, voice: Voice) -> Iterator[str]:
    for argument in request.sources:
        try:
            yield from find_sources(argument, recursive=request.recursive)
        except CvpaletteError as error:
            voice.fail(error)


def _heed(frames: Iterator[Image], voice: Voice) -> Iterator[Image]:
    """Give the frames, and say what they lack."""
    for frame in frames:
        if frame.warning and voice.warn:
            voice.warn(f"{quote(frame.name)} {frame.warning}")
        yield frame


def _tell_if_far(extraction: Extraction, tell: Callable[[str], None]) -> None:
    """Say so where 'auto' found no palette as near as was asked for."""
    settings, count = extraction.settings, count_colors(extraction.palette)
    if settings.colors == AUTO and extraction.error.delta_e_mean > settings.tolerance:
        reached = f"{extraction.error.delta_e_mean:.1f}, not {settings.tolerance:g}"
        tell(
            f"{quote(extraction.image.name)}: {count}, the most that auto takes, leave a mean dE of {reached}"
        )


def _write(output: ConfiguredOutput, extraction: Extraction, target: Target, voice: Voice) -> None:
    try:
        contents = output.render(extraction)
        path = target.write(contents, extraction.image.stem, output.output.suffix)
        if not voice.tell:
            return
        if path:
            voice.tell(f"wrote {quote(path)}")
        report = output.report(extraction, contents if isinstance(contents, bytes) else contents.encode())
        if report:
            voice.tell(report)
    except CvpaletteError as error:
        voice.fail(error)
