"""Task: extracts from one source and renders it, in this process or another. It writes no files."""

import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from cvpalette.color.palette import Palette
from cvpalette.command.effects import WATCHED, Effects, count_frames
from cvpalette.decoding.formats import NO_IMAGE
from cvpalette.decoding.image import Image
from cvpalette.decoding.reading import Opened
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
from cvpalette.rendering.escaping import json_text
from cvpalette.rendering.names import count_colors
from cvpalette.result import Result
from cvpalette.settings.settings import AUTO, Reading
from cvpalette.sources.addresses import may_be_builtin
from cvpalette.sources.finding import Located, open_named

if TYPE_CHECKING:
    from cvpalette.roles.rules import Rule, Violation

__all__ = ["CountTask", "Done", "Piece", "Task", "Verdict", "judge", "tell_kept"]

# So many reasons why a rule is not kept are told; `--report` has all of them.
_FEW_REASONS: Final = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """The contents that one output made for a source, with the suffix of the file and a report for people.

    `facts` are for programs, in two parts: those before the file's name, and those after it. `warning` is for
    everyone.
    """

    contents: Contents
    suffix: str
    report: str = ""
    facts: tuple[dict[str, Any], dict[str, Any]] | None = None
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the palette of a source keeps a rule: if not, `violations` say why, the worst first."""

    source: str
    path: str
    rule: str
    violations: "tuple[Violation, ...]" = ()

    def __str__(self) -> str:
        """Say why it does not: the worst reasons, and how many more there are."""
        reasons = [violation.reason for violation in self.violations[:_FEW_REASONS]]
        more = len(self.violations) - len(reasons)
        told = "; ".join([*reasons, f"and {more:,} more"] if more else reasons)
        return f"{quote(_call(self.source, self.path))} does not keep {quote(self.rule)}: {told}"

    def describe(self) -> str:
        """Return it as a line of JSON."""
        path = {"path": readable(self.path)} if self.path else {}
        violations = [
            {
                "colors": [color.hex for color in violation.colors],
                "value": violation.value,
                "reason": violation.reason,
            }
            for violation in self.violations
        ]
        facts = {"rule": self.rule, "kept": not violations, "violations": violations}
        return json_text({"source": self.source, **path, **facts}) + "\n"


# Enough characters to tell a text from other files.
_FEW: Final = 4096


@dataclass(frozen=True, slots=True)
class Done:
    """The outcome of a source: a piece or an error from each output, and messages.

    `warnings` are for everyone, `notes` for a person at a terminal. `unused` are the flags that had no
    effect on the source, each with the reason. `losses` say what a format does not hold of a palette.
    `lines` are what the file of all sources gets for this one. `verdicts` say whether the palette keeps
    each of the rules.
    """

    pieces: tuple[Piece | CvpaletteError, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    result: Result | None = None
    unused: tuple[tuple[str, str], ...] = ()
    lines: str | bytes | CvpaletteError = ""
    verdicts: tuple[Verdict, ...] = ()
    losses: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type["Done"], tuple[Any, ...]]:
        # Python's own way for a dataclass with slots takes five times as long, in the process of the run.
        return Done, (
            self.pieces,
            self.warnings,
            self.notes,
            self.result,
            self.unused,
            self.lines,
            self.verdicts,
            self.losses,
        )


@dataclass(frozen=True, slots=True)
class Task:
    """Extract from a source and render with each output; raises ImageError or PaletteFileError.

    A source that is a palette is taken as it is; a warning lists the flags in `for_images`, which have no
    effect on it. `given` are all flags that the user wrote. With `names_paths`, results have the path of
    their source. With `reports` and `facts`, pieces have the outputs' reports for people and facts for
    programs. With `notes`, there are notes for a person. With `has_result`, the result is kept too, with a
    thumbnail if `thumbnail` gives its size in pixels, with its positions if `positions` says so, and with
    its scheme if `scheme` says so. An output in `lined` makes the lines of a source in a file of all sources.
    `combined` is the output of that file, if there is one. The palette must keep the `rules`.
    """

    recipe: Recipe
    outputs: tuple[ConfiguredOutput, ...] = ()
    for_images: tuple[str, ...] = ()
    given: frozenset[str] = frozenset()
    names_paths: bool = False
    reports: bool = False
    facts: bool = False
    notes: bool = False
    has_result: bool = False
    thumbnail: int = 0
    positions: bool = False
    scheme: bool = False
    lined: ConfiguredOutput | None = None
    combined: ConfiguredOutput | None = None
    rules: "tuple[Rule, ...]" = ()

    def __call__(self, source: Located) -> Done:
        """Extract from the source and render it."""
        messages = _Messages(source.name if self.names_paths else "")
        try:
            extraction = self._extract(source, messages).named(messages.path)
        except ImageError as error:
            error.rename(_call(error.name, messages.path))
            raise
        except PaletteFileError as error:
            error.rename(_call(error.name, messages.path))
            raise _with_origin(error)  # noqa: B904 -- it is the same error
        done = self.render(extraction)
        return replace(
            done, warnings=tuple(messages.warnings), unused=messages.unused, losses=messages.losses
        )

    def render(self, extraction: Extraction) -> Done:
        """Render an extraction with each output."""
        pieces = tuple(piece for output in self.outputs for piece in self._render(output, extraction))
        notes = tuple(_note_if_far(extraction.result)) if self.notes else ()
        verdicts = tuple(judge(extraction.result, self.rules))
        if self.notes and not self.names_paths:
            notes += tuple(tell_kept(extraction.result, self.rules, verdicts))
        if not (self.has_result or self.lined):
            return Done(pieces, notes=notes, verdicts=verdicts)
        shown = extraction.with_thumbnail(self.thumbnail) if self.thumbnail else extraction
        shown = self.combined.add_digest(shown) if self.combined else shown
        if self.lined:
            lines = _write_lines(self.lined, shown.result)
            return Done(pieces, notes=notes, lines=lines, verdicts=verdicts)
        result = shown.result.with_positions() if self.positions else shown.result
        result = result.with_scheme() if self.scheme else result
        return Done(pieces, notes=notes, result=result.compact(), verdicts=verdicts)

    def _extract(self, source: Located, messages: "_Messages") -> Extraction:
        """Find the colors of an image, or count the given colors in it; the colors of a palette are kept."""
        opened = _open(source, self.recipe.reading)
        if isinstance(opened, Result):
            return self._take_palette(opened.palette, opened.name, messages)
        if not opened.is_image:
            return self._read_palette(opened, messages)
        effects = Effects(
            *(self.given, opened, self.recipe.reading, self.recipe.scope.ignored),
            shows_frames=any(output.shows_frames for output in self.outputs),
        )
        frames = messages.note_warnings(effects.watch(opened.frames()))
        counted = self.recipe.keep_replay(self.recipe.count_frames(frames), opened)
        messages.unused = effects.find_unused(counted)
        extraction = self.recipe.complete(counted)
        messages.warnings += self._warn(opened, extraction, messages.call(opened.name))
        return extraction

    def _read_palette(self, opened: Opened, messages: "_Messages") -> Extraction:
        from cvpalette.plugins.reading import parse_opened  # noqa: PLC0415 -- few sources are palettes

        palette = parse_opened(opened, otherwise=_word_unknown).palette
        return self._take_palette(palette, opened.name, messages)

    def _take_palette(self, palette: Palette, called: str, messages: "_Messages") -> Extraction:
        name = quote(messages.call(called))
        messages.losses = tuple(self._tell_losses(palette))
        messages.warnings.extend(f"{name}: {note}" for note in palette.notes)
        # This warning names them, and no other is needed.
        messages.unused = tuple((flag, "") for flag in WATCHED if flag in self.given)
        if self.for_images:
            options = listed(list(self.for_images), "and")
            messages.warnings.append(f"{name} is a palette and taken as it is; {options} had no effect on it")
        settings = complete_settings(self.recipe.settings, palette)
        result = Result.of_palette(finish_palette(palette, settings), called, settings)
        return Extraction.of_result(result)

    def _tell_losses(self, palette: Palette) -> Iterator[str]:
        """Give a sentence for each format that was asked for and does not hold all that the palette has."""
        outputs = (self.combined,) if self.combined else self.outputs
        for output in outputs if {"--format", "--output"} & self.given else ():
            try:
                losses = output.find_losses(palette, combined=self.combined is not None)
            except OutputRenderError as error:
                yield str(error)
                continue
            if losses:
                told = " or ".join(filter(None, (", ".join(losses[:-1]), losses[-1])))
                yield f"format {quote(output.found.name)} does not hold {told}"

    def _warn(self, opened: Opened, extraction: Extraction, name: str) -> Iterator[str]:
        """Give warnings about frames and colors that were asked for and are missing."""
        has_all = extraction.columns is not None
        # A strip of a film shows all frames, but of an animation only one is read unless all are asked for.
        single = [
            output for output in self.outputs if output.needs_image and not (output.shows_frames and has_all)
        ]
        frames = 1
        if single:
            frames = extraction.result.frames if has_all else count_frames(opened)
        if frames > 1:
            names = listed([output.found.name for output in single], "and")
            shows = "shows" if len(single) == 1 else "show"
            hint = "; read all with --frames all" if any(output.shows_frames for output in single) else ""
            if any(output.found.name == "recolored" for output in single):
                hint += "; for all of them, format 'lut' writes a table for FFmpeg and others"
            yield f"{quote(name)} has {frames:,} frames, and {names} {shows} only one of them{hint}"
        asked, found = extraction.settings.number, len(extraction.palette)
        is_wanting = "--colors" in self.given and not self.names_paths
        if is_wanting and asked is not None and found < asked:
            yield f"{self._tell_few(extraction, name)}, fewer than --colors {asked} asks for"

    def _tell_few(self, extraction: Extraction, name: str) -> str:
        """Return how many colors there are: of a given palette, all of them, or those that are of use."""
        few, palette = count_colors(extraction.palette), self.recipe.palette
        if palette is None or not extraction.result.is_chosen:
            return f"{quote(name)} has {few}"
        holder = quote(str(self.recipe.given))
        if len(extraction.palette) == len(palette):
            return f"{holder} has {few}"
        return f"{few} of {holder} {'is' if len(extraction.palette) == 1 else 'are'} of use to {quote(name)}"

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
        report, facts, warning = "", None, ""
        try:
            warning = output.warning(rendered)
            report = output.report(rendered) if self.reports else ""
            facts = self._list_facts(output, rendered, result) if self.facts else None
        except CvpaletteError as error:
            yield _with_origin(error)
        yield Piece(rendered.contents, output.suffix, report, facts, warning)

    def _list_facts(
        self, output: ConfiguredOutput, rendered: Rendered, result: Result
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        contents = rendered.contents
        files = [contents] if isinstance(contents, str | bytes) else list(contents.values())
        about = {"format": output.found.name, "bytes": sum(len(encode(each)) for each in files)}
        return {"source": result.name}, {**about, **output.facts(rendered)}


def _word_unknown(data: bytes) -> str:
    """Return why a file is neither an image nor a palette: a text may be meant as a list of colors."""
    from cvpalette.parsing.entries import decode_text  # noqa: PLC0415 -- loaded by now

    try:
        text = decode_text(data)
    except ValueError:
        text = "\0"
    if all(character.isprintable() or character.isspace() for character in text[:_FEW]):
        return (
            "is a text, and neither an image nor a palette that cvpalette reads; "
            "a list of colors has one such as '#264653' in each line"
        )
    return f"{NO_IMAGE}, and no palette"


def judge(result: Result, rules: "tuple[Rule, ...]") -> Iterator[Verdict]:
    """Give the verdict on a result for each rule."""
    if not rules:
        return
    from cvpalette.plugins.checking import check_rule  # noqa: PLC0415 -- few runs have a rule

    for rule in rules:
        yield Verdict(result.name, result.path, rule.text, check_rule(result, rule))


def tell_kept(result: Result, rules: "tuple[Rule, ...]", verdicts: tuple[Verdict, ...]) -> Iterator[str]:
    """Give a sentence for each rule that the palette keeps: how near it is to the limit."""
    for rule, verdict in zip(rules, verdicts, strict=True):
        if not verdict.violations:
            from cvpalette.plugins.checking import find_margin  # noqa: PLC0415 -- few runs have a rule

            margin = find_margin(result, rule)
            yield f"{quote(_call(result.name, result.path))} keeps {quote(rule.text)}; the closest: {margin}"


def _write_lines(output: ConfiguredOutput, result: Result) -> str | bytes | CvpaletteError:
    """Return the lines of a result, or the error of the output, which ends the run."""
    try:
        pieces = list(output.render_all([result]))
    except OutputRenderError as error:
        return _with_origin(error)
    texts = [piece for piece in pieces if isinstance(piece, str)]
    return "".join(texts) if len(texts) == len(pieces) else b"".join(map(encode, pieces))


def _note_if_far(result: Result) -> Iterator[str]:
    """Give a note if the palette that 'auto' found is not as close as the tolerance asks for."""
    settings = result.settings
    is_searched = result.given is None or result.is_chosen
    if is_searched and settings.colors == AUTO and result.error.delta_e_mean > settings.tolerance:
        name = quote(_call(result.name, result.path))
        few = f"with {count_colors(result.palette)}, the most that auto takes"
        if result.is_chosen:
            few = f"even with {count_colors(result.palette)} of {quote(str(result.given))}"
        yield (
            f"{name}: {few}, the mean dE is "
            f"{result.error.delta_e_mean:.1f}, above the tolerance of {settings.tolerance:g}"
        )


def _open(source: Located, reading: Reading) -> Opened | Result:
    """Open a source; the result is a built-in palette, if the source names one and there is no such file."""
    if may_be_builtin(source.path):
        from cvpalette.plugins.reading import read_builtin  # noqa: PLC0415 -- few sources are words

        builtin = read_builtin(source.path)
        if builtin:
            return builtin
    try:
        return open_named(source.path, reading)
    except ImageError as error:
        from cvpalette.plugins.reading import advise_builtin  # noqa: PLC0415 -- few sources are not there

        advise_builtin(error, source.path, only_near=True)
        raise


@dataclass(slots=True)
class _Messages:
    """What a task says about a source; `path` tells it from others of the same name in a batch."""

    path: str
    warnings: list[str] = field(default_factory=list)
    unused: tuple[tuple[str, str], ...] = ()
    losses: tuple[str, ...] = ()

    def call(self, name: str) -> str:
        """Return the name of the source for messages."""
        return _call(name, self.path)

    def note_warnings(self, frames: Iterator[Image]) -> Iterator[Image]:
        """Give the frames, and note their warnings."""
        for frame in frames:
            if frame.warning:
                self.warnings.append(f"{quote(self.call(frame.name))} {frame.warning}")
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


def _require_image(opened: Opened | Result) -> Opened:
    """Return what was opened; raises ImageError for a palette, which cannot be merged with images."""
    what = "is a palette of cvpalette"
    if isinstance(opened, Opened):
        if opened.is_image:
            return opened
        from cvpalette.plugins.reading import parse_opened  # noqa: PLC0415 -- few sources are palettes

        try:
            parse_opened(opened)
        except PaletteFileError:
            return opened  # to read it as an image says what it is
        what = "is a palette"
    raise ImageError(opened.name, f"{what}, and only images can be merged; leave it out", "unsupported")


@dataclass(frozen=True, slots=True)
class CountTask:
    """Count the colors of a source, for a sum of many sources; raises ImageError."""

    recipe: Recipe
    given: frozenset[str] = frozenset()

    def __call__(self, source: Located) -> Share:
        """Count the colors of the source."""
        messages = _Messages(source.name)
        try:
            opened = _require_image(_open(source, self.recipe.reading))
            effects = Effects(self.given, opened, self.recipe.reading, self.recipe.scope.ignored)
            counted = self.recipe.count_frames(messages.note_warnings(effects.watch(opened.frames())))
        except ImageError as error:
            error.rename(messages.call(error.name))
            raise
        unused = effects.find_unused(counted)
        return Share(counted.histogram, counted.left_out, tuple(messages.warnings), unused=unused)
