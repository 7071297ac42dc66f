"""Task: what is done with one source, in whichever process; it writes nothing."""

import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from cvpalette.decoding.formats import NO_IMAGE
from cvpalette.decoding.image import Image
from cvpalette.engine.choosing import complete_settings, finish_palette
from cvpalette.errors import (
    CvpaletteError,
    ImageError,
    OutputRenderError,
    PaletteFileError,
)
from cvpalette.extraction import Extraction, Recipe, Share
from cvpalette.messages import listed, quote, readable
from cvpalette.plugins.contract import Contents, Rendered
from cvpalette.plugins.files import encode
from cvpalette.plugins.registry import ConfiguredOutput
from cvpalette.rendering.names import count_colors
from cvpalette.result import Result
from cvpalette.settings.settings import AUTO
from cvpalette.sources.finding import Located, open_named

__all__ = ["CountTask", "Done", "Piece", "Task"]


@dataclass(frozen=True, slots=True)
class Piece:
    """What one output made of a source: contents, what the name of the file ends in, and what to say of it.

    `facts` are for programs, in two parts: what stands before the file's name, and after.
    """

    contents: Contents
    suffix: str
    report: str = ""
    facts: tuple[dict[str, Any], dict[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What was made of a source: a piece or an error of each output, and what there is to say.

    `warnings` are for everyone, `notes` for a person at a terminal.
    """

    pieces: tuple[Piece | CvpaletteError, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    result: Result | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Extract from a source and render through every output; raises ImageError.

    A source that is a palette is taken as it is, without what `for_images` names. With `names_paths`, results
    say which of many sources they are of. With `reports` and `facts` they have what outputs tell people and
    programs, with `notes` what a person wants to know, with `has_result` the result itself, and a `thumbnail`
    of so many pixels.
    """

    recipe: Recipe
    outputs: tuple[ConfiguredOutput, ...] = ()
    for_images: tuple[str, ...] = ()
    names_paths: bool = False
    reports: bool = False
    facts: bool = False
    notes: bool = False
    has_result: bool = False
    thumbnail: int = 0

    def __call__(self, source: Located) -> Done:
        """Do it."""
        warnings: list[str] = []
        path = source.path if self.names_paths else ""
        try:
            extraction = self._extract(source, path, warnings).named(path)
        except (ImageError, PaletteFileError) as error:
            error.rename(_call(error.name, path))
            raise
        return self.render(extraction, tuple(warnings))

    def render(self, extraction: Extraction, warnings: tuple[str, ...] = ()) -> Done:
        """Render what was found through every output."""
        pieces = tuple(piece for output in self.outputs for piece in self._render(output, extraction))
        notes = tuple(_note_if_far(extraction.result)) if self.notes else ()
        if not self.has_result:
            return Done(pieces, warnings, notes)
        shown = extraction.with_thumbnail(self.thumbnail) if self.thumbnail else extraction
        return Done(pieces, warnings, notes, shown.result.compact())

    def _extract(self, source: Located, path: str, warnings: list[str]) -> Extraction:
        """Find the colors of an image, or the given ones in it; or take those of a palette as they are."""
        opened = open_named(source.path, self.recipe.reading)
        if opened.is_image:
            frames = _note_warnings(opened.frames(), path, warnings)
            return self.recipe.complete(self.recipe.count_frames(frames))
        from cvpalette.plugins.reading import parse_opened  # noqa: PLC0415 -- few sources are palettes

        palette = parse_opened(opened, otherwise=f"{NO_IMAGE}, and no palette").palette
        if self.for_images:
            options = listed(list(self.for_images), "and")
            name = quote(_call(opened.name, path))
            warnings.append(f"{name} is a palette, and taken as it is, without {options}")
        settings = complete_settings(self.recipe.settings, palette)
        result = Result.of_palette(finish_palette(palette, settings), opened.name, settings)
        return Extraction.of_result(result)

    def _render(self, output: ConfiguredOutput, extraction: Extraction) -> Iterator[Piece | CvpaletteError]:
        """Give what an output makes, and what it fails at."""
        result = extraction.result
        try:
            rendered = output.render(extraction)
        except OutputRenderError as error:
            if result.path:
                error.source = _call(result.name, result.path)
            yield _with_origin(error)
            return
        report, facts = "", None
        try:
            report = output.report(rendered) if self.reports else ""
            facts = self._list_facts(output, rendered, result) if self.facts else None
        except CvpaletteError as error:
            yield _with_origin(error)
        yield Piece(rendered.contents, output.suffix, report, facts)

    def _list_facts(
        self, output: ConfiguredOutput, rendered: Rendered, result: Result
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        contents = rendered.contents
        files = [contents] if isinstance(contents, str | bytes) else list(contents.values())
        about = {"format": output.found.name, "bytes": sum(len(encode(each)) for each in files)}
        return {"source": result.name}, {**about, **output.facts(rendered)}


def _note_if_far(result: Result) -> Iterator[str]:
    """Say so where 'auto' found no palette as near as was asked for."""
    settings = result.settings
    if result.given is None and settings.colors == AUTO and result.error.delta_e_mean > settings.tolerance:
        name = quote(_call(result.name, result.path))
        yield (
            f"{name}: {count_colors(result.palette)}, the most that auto takes, leave a mean dE of "
            f"{result.error.delta_e_mean:.1f}, not {settings.tolerance:g}"
        )


def _note_warnings(frames: Iterator[Image], path: str, warnings: list[str]) -> Iterator[Image]:
    """Give the frames, and keep what they lack."""
    for frame in frames:
        if frame.warning:
            warnings.append(f"{quote(_call(frame.name, path))} {frame.warning}")
        yield frame


def _call(name: str, path: str) -> str:
    """Return what a source is called: of many, a file by its path, as others may have its name."""
    return path if name == readable(PurePath(path).name) else name


def _with_origin(error: CvpaletteError) -> CvpaletteError:
    """Note down for --debug where an error comes from: what is pickled loses its causes."""
    if error.__cause__:
        error.add_note("".join(traceback.format_exception(error.__cause__)).rstrip())
        error.__cause__ = None
    return error


@dataclass(frozen=True, slots=True)
class CountTask:
    """Count the colors of a source, to be summed with others; raises ImageError."""

    recipe: Recipe

    def __call__(self, source: Located) -> Share:
        """Do it."""
        warnings: list[str] = []
        try:
            opened = open_named(source.path, self.recipe.reading)
            frames = _note_warnings(opened.frames(), source.path, warnings)
            counted = self.recipe.count_frames(frames)
        except ImageError as error:
            error.rename(_call(error.name, source.path))
            raise
        return Share(counted.histogram, counted.left_out, tuple(warnings))
