"""Task: extracts from one source and renders it, in this process or another. It writes no files."""

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
    """The contents that one output made for a source, with the suffix of the file and a report for people.

    `facts` are for programs, in two parts: those before the file's name, and those after it.
    """

    contents: Contents
    suffix: str
    report: str = ""
    facts: tuple[dict[str, Any], dict[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The outcome of a source: a piece or an error from each output, and messages.

    `warnings` are for everyone, `notes` for a person at a terminal.
    """

    pieces: tuple[Piece | CvpaletteError, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    result: Result | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Extract from a source and render with each output; raises ImageError or PaletteFileError.

    A source that is a palette is taken as it is; a warning lists the flags in `for_images`, which have no
    effect on it. With `names_paths`, results have the path of their source. With `reports` and `facts`,
    pieces have the outputs' reports for people and facts for programs. With `notes`, there are notes for a
    person. With `has_result`, the result is kept too, with a thumbnail if `thumbnail` gives its size in
    pixels.
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
        """Extract from the source and render it."""
        warnings: list[str] = []
        path = source.path if self.names_paths else ""
        try:
            extraction = self._extract(source, path, warnings).named(path)
        except (ImageError, PaletteFileError) as error:
            error.rename(_call(error.name, path))
            raise
        return self.render(extraction, tuple(warnings))

    def render(self, extraction: Extraction, warnings: tuple[str, ...] = ()) -> Done:
        """Render an extraction with each output."""
        pieces = tuple(piece for output in self.outputs for piece in self._render(output, extraction))
        notes = tuple(_note_if_far(extraction.result)) if self.notes else ()
        if not self.has_result:
            return Done(pieces, warnings, notes)
        shown = extraction.with_thumbnail(self.thumbnail) if self.thumbnail else extraction
        return Done(pieces, warnings, notes, shown.result.compact())

    def _extract(self, source: Located, path: str, warnings: list[str]) -> Extraction:
        """Find the colors of an image, or count the given colors in it; the colors of a palette are kept."""
        opened = open_named(source.path, self.recipe.reading)
        if opened.is_image:
            frames = _note_warnings(opened.frames(), path, warnings)
            return self.recipe.complete(self.recipe.count_frames(frames))
        from cvpalette.plugins.reading import parse_opened  # noqa: PLC0415 -- few sources are palettes

        palette = parse_opened(opened, otherwise=f"{NO_IMAGE}, and no palette").palette
        name = quote(_call(opened.name, path))
        warnings.extend(f"{name}: {note}" for note in palette.notes)
        if self.for_images:
            options = listed(list(self.for_images), "and")
            warnings.append(f"{name} is a palette and taken as it is; {options} had no effect on it")
        settings = complete_settings(self.recipe.settings, palette)
        result = Result.of_palette(finish_palette(palette, settings), opened.name, settings)
        return Extraction.of_result(result)

    def _render(self, output: ConfiguredOutput, extraction: Extraction) -> Iterator[Piece | CvpaletteError]:
        """Give the piece that an output makes, and its errors."""
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
    """Give a note if the palette that 'auto' found is not as close as the tolerance asks for."""
    settings = result.settings
    if result.given is None and settings.colors == AUTO and result.error.delta_e_mean > settings.tolerance:
        name = quote(_call(result.name, result.path))
        yield (
            f"{name}: with {count_colors(result.palette)}, the most that auto takes, the mean dE is "
            f"{result.error.delta_e_mean:.1f}, above the tolerance of {settings.tolerance:g}"
        )


def _note_warnings(frames: Iterator[Image], path: str, warnings: list[str]) -> Iterator[Image]:
    """Give the frames, and add their warnings to a list."""
    for frame in frames:
        if frame.warning:
            warnings.append(f"{quote(_call(frame.name, path))} {frame.warning}")
        yield frame


def _call(name: str, path: str) -> str:
    """Return the name of a source for messages: a file's path if there is one, as names may repeat."""
    return path if name == readable(PurePath(path).name) else name


def _with_origin(error: CvpaletteError) -> CvpaletteError:
    """Copy the traceback of an error's cause into its notes, for --debug: pickling loses the cause."""
    if error.__cause__:
        error.add_note("".join(traceback.format_exception(error.__cause__)).rstrip())
        error.__cause__ = None
    return error


@dataclass(frozen=True, slots=True)
class CountTask:
    """Count the colors of a source, for a sum of many sources; raises ImageError."""

    recipe: Recipe

    def __call__(self, source: Located) -> Share:
        """Count the colors of the source."""
        warnings: list[str] = []
        try:
            opened = open_named(source.path, self.recipe.reading)
            frames = _note_warnings(opened.frames(), source.path, warnings)
            counted = self.recipe.count_frames(frames)
        except ImageError as error:
            error.rename(_call(error.name, source.path))
            raise
        return Share(counted.histogram, counted.left_out, tuple(warnings))
