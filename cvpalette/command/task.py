"""Task: what is done with one source, in whichever process; nothing of it is written there."""

import traceback
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from cvpalette.batch.recipe import Recipe
from cvpalette.decoding.formats import NO_IMAGE
from cvpalette.decoding.image import Image
from cvpalette.errors import (
    CvpaletteError,
    ImageError,
    OutputRenderError,
    PaletteFileError,
)
from cvpalette.extraction import Extraction, Share, extract_palette
from cvpalette.messages import listed, quote, readable
from cvpalette.plugins.reading import parse_opened
from cvpalette.plugins.registry import ConfiguredOutput
from cvpalette.rendering.names import count_colors
from cvpalette.result import Found
from cvpalette.settings.settings import AUTO, Settings
from cvpalette.sources.finding import Located, open_named

__all__ = ["CountTask", "Done", "Piece", "Task"]


@dataclass(frozen=True, slots=True)
class Piece:
    """The contents of one file, what its name ends in, and what its output has to say of it.

    `facts` are for programs, in two parts: what stands before the file's name, and after.
    """

    contents: str | bytes
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
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Extract from a source and render through every output; raises ImageError.

    A source that is a palette is taken as it is, with `settings` and without what `for_images` names. With
    `names_paths`, results say which of many sources they are of; with `reports` and `facts`, they have what
    outputs tell people and programs, with `notes` what a person wants to know, with `finds` what was found,
    and a `thumbnail` of so many pixels.
    """

    recipe: Recipe
    settings: Settings
    outputs: tuple[ConfiguredOutput, ...] = ()
    for_images: tuple[str, ...] = ()
    names_paths: bool = False
    reports: bool = False
    facts: bool = False
    notes: bool = False
    finds: bool = False
    thumbnail: int = 0

    def __call__(self, source: Located) -> Done:
        """Do it."""
        warnings: list[str] = []
        path = source.path if self.names_paths else ""
        try:
            extraction = replace(self._extract(source, path, warnings), path=path)
        except (ImageError, PaletteFileError) as error:
            error.rename(_call(error.name, path))
            raise
        return self.render(extraction, tuple(warnings))

    def render(self, extraction: Extraction, warnings: tuple[str, ...] = ()) -> Done:
        """Render what was found through every output."""
        pieces = tuple(piece for output in self.outputs for piece in self._render(output, extraction))
        notes = tuple(_note_if_far(extraction)) if self.notes else ()
        return Done(
            pieces, warnings, notes, Found.of(extraction, thumbnail=self.thumbnail) if self.finds else None
        )

    def _extract(self, source: Located, path: str, warnings: list[str]) -> Extraction:
        """Find the colours of an image, or the given ones in it; or take those of a palette as they are."""
        opened = open_named(source.path, self.recipe.reading)
        if opened.is_image:
            frames = _heed(opened.frames(), path, warnings)
            return self.recipe.complete(self.recipe.count_frames(frames))
        found = parse_opened(opened, otherwise=f"{NO_IMAGE}, and no palette")
        if self.for_images:
            options = listed(list(self.for_images), "and")
            name = quote(_call(opened.name, path))
            warnings.append(f"{name} is a palette, and taken as it is, without {options}")
        return extract_palette(found, opened.name, self.settings)

    def _render(self, output: ConfiguredOutput, extraction: Extraction) -> Iterator[Piece | CvpaletteError]:
        """Give what an output makes, and what it fails at."""
        try:
            contents = output.render(extraction)
        except CvpaletteError as error:
            if isinstance(error, OutputRenderError) and extraction.path:
                error.source = _call(extraction.image.name, extraction.path)
            yield _with_origin(error)
            return
        data = contents if isinstance(contents, bytes) else contents.encode()
        report, facts = "", None
        try:
            report = output.report(extraction, data) if self.reports else ""
            if self.facts:
                about = {"source": extraction.image.name}, {"format": output.found.name, "bytes": len(data)}
                facts = about[0], {**about[1], **output.facts(extraction, data)}
        except CvpaletteError as error:
            yield _with_origin(error)
        yield Piece(contents, output.suffix, report, facts)


def _note_if_far(extraction: Extraction) -> Iterator[str]:
    """Say so where 'auto' found no palette as near as was asked for."""
    settings, count = extraction.settings, count_colors(extraction.palette)
    if settings.colors == AUTO and (error := extraction.error.delta_e_mean) > settings.tolerance:
        name = quote(_call(extraction.image.name, extraction.path))
        yield (
            f"{name}: {count}, the most that auto takes, leave a mean dE of {error:.1f}, "
            f"not {settings.tolerance:g}"
        )


def _heed(frames: Iterator[Image], path: str, warnings: list[str]) -> Iterator[Image]:
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
    """Count the colours of a source, to be summed with others; raises ImageError."""

    recipe: Recipe

    def __call__(self, source: Located) -> Share:
        """Do it."""
        warnings: list[str] = []
        try:
            frames = _heed(open_named(source.path, self.recipe.reading).frames(), source.path, warnings)
            counted = self.recipe.count_frames(frames)
        except ImageError as error:
            error.rename(_call(error.name, source.path))
            raise
        return Share(counted.histogram, counted.left_out, tuple(warnings))
