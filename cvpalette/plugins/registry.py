"""Finds, loads, configures and runs outputs from entry points; each step has an error of its own."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final, Protocol

from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.errors import (
    CvpaletteError,
    OptionError,
    OutputConfigureError,
    OutputConflictError,
    OutputLoadError,
    OutputNotFoundError,
    OutputRenderError,
)
from cvpalette.extraction import Extraction
from cvpalette.messages import cause_of, guess, listed, quote
from cvpalette.plugins.contract import (
    NO_TEXT,
    CombinedOutput,
    Contents,
    ImageOutput,
    Rendered,
    ending_of,
    find_problem,
    suffixes_of,
)
from cvpalette.plugins.entrypoints import EntryPoint, find_entry_points, is_users
from cvpalette.plugins.meant import guess_meant
from cvpalette.plugins.options import Option, list_options, parse_options, take_options
from cvpalette.result import Result

__all__ = [
    "GROUP",
    "READERS",
    "ConfiguredOutput",
    "FoundOutput",
    "LoadedOutput",
    "choose_output",
    "find_output",
    "find_outputs",
    "tell_claims",
]

GROUP: Final = "cvpalette.outputs"
#: The group of entry points of readers that have no output.
READERS: Final = "cvpalette.readers"

# Files of these families have comments, with the shares in them.
_COMMENTED: Final = ("styles", "code")
# The spaces of a swatch's values, in words.
_SPACES: Final = {"cmyk": "CMYK values", "lab": "Lab values"}


@dataclass(frozen=True, slots=True)
class FoundOutput:
    """An output that is installed but not yet imported.

    Example:
        >>> found = cvpalette.find_output("gpl")
        >>> found.name, found.distribution, found.load().suffix
        ('gpl', 'cvpalette', '.gpl')
    """

    name: str
    distribution: str
    version: str
    entry_point: EntryPoint

    def load(self) -> "LoadedOutput":
        """Import the output; raises OutputLoadError."""
        try:
            output = self.entry_point.load()
            problem = find_problem(output)
            options = () if problem else list_options(output)
        except BaseException as error:  # a plugin's import may raise anything, or exit
            if is_users(error):
                raise
            raise OutputLoadError(self.name, self.distribution, cause_of(error)) from error
        if problem:
            raise OutputLoadError(self.name, self.distribution, f"{quote(self.entry_point.value)} {problem}")
        return LoadedOutput(self, output, options)


@dataclass(frozen=True, slots=True)
class LoadedOutput:
    """An output that is imported.

    `output` is its class, and `options` are its options in the order of its fields.

    Example:
        >>> cvpalette.find_output("gpl").load().description
        'GIMP palette, read by GIMP, Inkscape, Krita, LibreOffice and Aseprite.'
    """

    found: FoundOutput
    output: type[Any]
    options: tuple[Option, ...]

    @property
    def suffix(self) -> str:
        """The suffix of its files."""
        return str(self.output.suffix)

    @property
    def combined_suffix(self) -> str:
        """The suffix of its files for many sources; if it has no such files, the same as `suffix`."""
        return str(getattr(self.output, "combined_suffix", self.suffix))

    @property
    def suffixes(self) -> dict[str, Mapping[str, str]]:
        """All suffixes of its files, in lower case, with the options that each sets."""
        return {suffix.lower(): options for suffix, options in suffixes_of(self.output).items()}

    @property
    def reads_files(self) -> bool:
        """Whether its options name files that it reads: a service must not pass on such options of others.

        Example:
            >>> [name for name in ("css", "template") if cvpalette.find_output(name).load().reads_files]
            ['template']
        """
        return hasattr(self.output, "reads")

    def texts_for(self, file_name: str) -> Mapping[str, str]:
        """Return the options, as text, that the suffix of a file's name sets.

        One of the output's `asked_suffixes` sets none.
        """
        ending = Path(file_name).suffix.lower()
        asked = getattr(self.output, "asked_suffixes", {})
        setting = {suffix: texts for suffix, texts in self.suffixes.items() if suffix not in asked}
        fitting = (texts for suffix, texts in setting.items() if ending and suffix.endswith(ending))
        return next(fitting, {})

    def options_for(self, file_name: str) -> dict[str, Any]:
        """Return the options, as values, that the suffix of a file's name sets."""
        return parse_options(self.output, self.texts_for(file_name))

    @property
    def description(self) -> str:
        """The first line of the class's docstring."""
        return (self.output.__doc__ or "").strip().split("\n", 1)[0]

    def configure(self, options: Mapping[str, str] | None = None) -> "ConfiguredOutput":
        """Set options from text; raises OptionError for a wrong one, OutputConfigureError if that fails."""
        return self._make(options or {}, parse_options)

    def configure_with(self, values: Mapping[str, Any]) -> "ConfiguredOutput":
        """Set options from Python values; raises the same errors as `configure`."""
        return self._make(values, take_options)

    def _make(
        self, given: Mapping[str, Any], read: Callable[[type[Any], Mapping[str, Any]], dict[str, Any]]
    ) -> "ConfiguredOutput":
        name, distribution = self.found.name, self.found.distribution
        try:
            output = self.output(**read(self.output, given))
        except ValueError as error:
            raise OptionError(name, distribution, str(error)) from error
        except BaseException as error:  # a plugin's constructor may raise anything
            if is_users(error):
                raise
            raise OutputConfigureError(name, distribution, cause_of(error)) from error
        return ConfiguredOutput(self.found, output)


@dataclass(frozen=True, slots=True)
class ConfiguredOutput:
    """An output that is ready to render; any error of it becomes an OutputRenderError that names it."""

    found: FoundOutput
    output: Any

    @property
    def suffix(self) -> str:
        """The suffix of its files, which may depend on its options."""
        own = getattr(self.output, "file_suffix", "")
        if own and ending_of(str(own).lower()) not in NO_TEXT:
            return str(own)
        kind = type(self.output)
        for suffix, texts in suffixes_of(kind).items():
            options = parse_options(kind, texts)
            if options and all(getattr(self.output, field) == value for field, value in options.items()):
                return suffix
        return str(kind.suffix)

    @property
    def needs_image(self) -> bool:
        """Whether it cannot render without the image."""
        return not hasattr(self.output, "render")

    @property
    def reads(self) -> tuple[str, ...]:
        """The paths of files that it reads besides the source, and that must not be overwritten."""
        return tuple(getattr(self.output, "reads", ()))

    @property
    def idle(self) -> Mapping[str, str]:
        """The options that have no effect beside the other ones, by name, each with the reason."""
        return {name.replace("_", "-"): why for name, why in getattr(self.output, "idle", {}).items()}

    @property
    def idle_settings(self) -> Mapping[str, str]:
        """The settings that its files do not show, by name, each with the reason."""
        return dict(getattr(self.output, "idle_settings", {}))

    @property
    def holds(self) -> frozenset[str] | None:
        """What its files hold of a palette besides its colors, as in HOLDINGS; None if it does not say so."""
        held: frozenset[str] | None = getattr(self.output, "holds", None)
        return held

    def find_losses(self, palette: Palette, *, combined: bool = False) -> list[str]:
        """Return in words what a palette has and the output's files do not hold; [] if it does not say so.

        With `combined`, the file is that of many sources. Raises OutputRenderError.
        """
        held = getattr(self.output, "combined_holds", self.holds) if combined else self.holds
        is_commented = getattr(self.output, "family", "") in _COMMENTED
        losses = [] if held is None else _list_losses(palette, held, is_commented=is_commented)
        tell = None if combined else getattr(self.output, "tell_losses", None)
        try:
            with self._explaining():
                return [*losses, *map(str, tell(palette) if tell else ())]
        except OutputRenderError as error:
            error.verb, error.is_refusal = "cannot tell what its files do not hold", False
            raise

    @property
    def shows_frames(self) -> bool:
        """Whether it shows all frames of an animation or a film, and not only the first."""
        return bool(getattr(self.output, "shows_frames", False))

    @property
    def thumbnail(self) -> int:
        """The longer side, in pixels, of the thumbnails that it wants in results; 0 for no thumbnails."""
        return int(getattr(self.output, "thumbnail", 0))

    @property
    def shows_pictures(self) -> bool:
        """Whether it makes something of each image for a file of many, and nothing of a palette."""
        return hasattr(self.output, "digest_image")

    def add_digest(self, extraction: Extraction) -> Extraction:
        """Return the extraction with the output's digest of its image, if it makes one.

        Raises OutputRenderError.
        """
        make = getattr(self.output, "digest_image", None)
        if make is None:
            return extraction
        with self._explaining():
            digest = str(make(extraction))
        by = type(self.output).__name__
        return replace(extraction, result=replace(extraction.result, digest=digest, digested_by=by))

    @property
    def positions(self) -> bool:
        """Whether it wants the positions of swatches in results."""
        return bool(getattr(self.output, "positions", False))

    @property
    def scheme(self) -> bool:
        """Whether it wants the scheme of the picture in results."""
        return bool(getattr(self.output, "scheme", False))

    def render(self, what: Result | Extraction) -> Rendered:
        r"""Render the contents: text whose lines end in "\n", bytes, or a set of files.

        An output that needs the image gets it from an Extraction. It gets no draft, since it would show an
        image that is smaller than its source. Of a palette alone, a row of its colors is the image of an
        output that cannot do without one. Raises OutputRenderError.
        """
        with self._explaining():
            what = _give_image(what, is_needed=self.needs_image)
            takes_drafts = getattr(self.output, "takes_drafts", False) or not self.needs_image
            if isinstance(what, Extraction) and what.image.draft_of and not takes_drafts:
                raise ValueError(_name_draft(what.image))
            if isinstance(what, Extraction) and isinstance(self.output, ImageOutput):
                made = self.output.render_image(what)
            elif self.needs_image:
                raise ValueError("it shows the image, and a result has none; give it what extract() returns")
            else:
                made = self.output.render(what.result if isinstance(what, Extraction) else what)
            rendered = made if isinstance(made, Rendered) else Rendered(made)
            return replace(rendered, contents=_check(rendered.contents))

    def render_all(self, results: Iterable[Result]) -> Iterator[str | bytes]:
        """Give the contents of one file for many sources, piece by piece; raises OutputRenderError."""
        if not isinstance(self.output, CombinedOutput):
            message = f"the output {quote(self.found.name)} holds one palette in a file"
            raise TypeError(message)
        # Reading `results` may raise a CvpaletteError, which is not the output's failure.
        # GeneratorExit comes from the reader of these pieces, who wants no more.
        with self._explaining(CvpaletteError, GeneratorExit):
            yield from self.output.render_all(results)

    def report(self, rendered: Rendered) -> str:
        """Return the text for a person at a terminal; raises OutputRenderError."""
        with self._explaining():
            return str(rendered.report() if callable(rendered.report) else rendered.report)

    def warning(self, rendered: Rendered) -> str:
        """Return what everyone has to know of the contents, or ''; raises OutputRenderError."""
        with self._explaining():
            return str(rendered.warning() if callable(rendered.warning) else rendered.warning)

    def facts(self, rendered: Rendered) -> dict[str, Any]:
        """Return the facts for programs; raises OutputRenderError."""
        with self._explaining():
            return dict(rendered.facts() if callable(rendered.facts) else rendered.facts)

    @contextmanager
    def _explaining(self, *passing: type[BaseException]) -> Iterator[None]:
        try:
            yield
        except passing:
            raise
        except (CvpaletteError, ValueError) as error:  # its text is worded for the user
            failure = self._failure(str(error) or cause_of(error))
            # Half a surrogate pair, or a wrong type, is a mistake in an output, and nothing that it refuses.
            failure.is_refusal = bool(str(error)) and not isinstance(
                error, UnicodeError | _WrongContentsError
            )
            raise failure from error
        except BaseException as error:  # a plugin may raise anything
            if is_users(error):
                raise
            raise self._failure(cause_of(error)) from error

    def _failure(self, reason: str) -> OutputRenderError:
        return OutputRenderError(self.found.name, self.found.distribution, reason)


def _give_image(what: Result | Extraction, *, is_needed: bool) -> Result | Extraction:
    """Return a palette alone as what an output of it takes, and anything else as it is."""
    result = what.result if isinstance(what, Extraction) else what
    if result.has_image:
        return what
    if not is_needed:
        return result
    return what if isinstance(what, Extraction) else Extraction.of_result(what)


def _list_losses(palette: Palette, held: frozenset[str], *, is_commented: bool) -> list[str]:
    """Return in words what a palette has and is not among what files hold.

    Shares that stand in comments are not lost for a person who reads the file.
    """
    kinds = {swatch.kind for swatch in palette} - {"", "spot" if "spots" in held else ""}
    spaces = {swatch.values.space for swatch in palette if swatch.values}
    has = [
        ("names", any(swatch.name for swatch in palette) and "names"),
        ("groups", palette.groups and "groups"),
        *(("kinds", f"{kind} colors") for kind in sorted(kinds)),
        ("alpha", any(swatch.alpha < 1 for swatch in palette) and "alpha"),
        *(("values", _SPACES[space]) for space in sorted(spaces)),
        ("shares", palette.has_shares and not is_commented and "shares"),
        ("comment", palette.comment and "the comment"),
    ]
    return [words for what, words in has if words and what not in held]


def _name_draft(image: Image) -> str:
    width, height = image.whole_size
    return (
        f"it shows the image, and only a draft of it was read, {image.width} x {image.height} of {width} x "
        f"{height} pixels; read the whole image for it"
    )


class _WrongContentsError(ValueError):
    """An output returned what cannot be written."""


def _check(contents: object) -> Contents:
    """Return the contents as they are written to files; raises a ValueError for wrong types or names."""
    if isinstance(contents, Mapping):
        if not contents:
            raise _WrongContentsError("it returned a set of no files")
        return {_check_name(name): _check_file(data) for name, data in contents.items()}
    return _check_file(contents)


def _check_file(data: object) -> str | bytes:
    if isinstance(data, str):
        data.encode()  # raises UnicodeEncodeError, a ValueError, for half a surrogate pair
        return data.replace("\r\n", "\n").rstrip("\n") + "\n"
    if isinstance(data, bytes):
        return data
    message = f"it returned {quote(type(data).__name__)}, neither str nor bytes"
    raise _WrongContentsError(message)


def _check_name(name: object) -> str:
    """Return the name of a file in a set; raises ValueError if the file would lie outside its folder."""
    text = str(name)
    text.encode()  # half a surrogate pair is no text
    parts = PurePosixPath(text).parts
    if not parts or PurePosixPath(text).is_absolute() or ".." in parts or set(text) & {"\\", "\0", ":"}:
        message = f"it returned a file named {quote(text)}; a name is relative, such as 'icons/16.png'"
        raise _WrongContentsError(message)
    return str(PurePosixPath(text))


def find_outputs() -> dict[str, list[FoundOutput]]:
    """Return the installed outputs by name, sorted; two or more outputs of one name are a conflict.

    None of them is imported yet.

    Example:
        >>> outputs = cvpalette.find_outputs()
        >>> "css" in outputs, outputs["css"][0].distribution
        (True, 'cvpalette')
    """
    found: dict[str, list[FoundOutput]] = defaultdict(list)
    for entry_point in find_entry_points(GROUP):
        owner = entry_point.distribution or "an unnamed distribution"
        output = FoundOutput(entry_point.name, owner, entry_point.version, entry_point)
        found[entry_point.name].append(output)
    return dict(found)


def find_output(name: str) -> FoundOutput:
    """Return the output of that name, not yet imported; its `load` imports it.

    Raises OutputNotFoundError, or OutputConflictError if several distributions have an output of that name.

    Example:
        >>> css = cvpalette.find_output("css").load()
        >>> css.description, css.suffix
        ('CSS custom properties, for every style sheet.', '.css')
        >>> [(option.name, option.default) for option in css.options][:2]
        [('prefix', 'color'), ('notation', 'hex')]
    """
    return choose_output(name, find_outputs())


def choose_output(name: str, outputs: Mapping[str, list[FoundOutput]]) -> FoundOutput:
    """Return the one output of that name; raises OutputNotFoundError, or OutputConflictError for several."""
    given: object = name  # without a type checker, it may be anything
    name = given if isinstance(given, str) else str(given)[:60]
    if name not in outputs:
        raise _not_found(name, list(outputs))
    claims = outputs[name]
    if len(claims) > 1:
        raise OutputConflictError(name, "", tell_claims("output", name, claims))
    return claims[0]


class _Claim(Protocol):
    @property
    def distribution(self) -> str: ...


def tell_claims(kind: str, name: str, claims: Iterable[_Claim]) -> str:
    """Return the sentence about distributions that claim one name for an output or a reader."""
    owners = listed(sorted(claim.distribution for claim in claims), "and")
    return f"{kind} {quote(name)} is claimed by {owners}; uninstall all but one of them"


def _not_found(name: str, names: list[str]) -> OutputNotFoundError:
    if "," in name:
        return OutputNotFoundError(name, "", f"no output named {quote(name)}; a name has no comma")
    meant = guess_meant(name)
    if any(name == each.name for each in find_entry_points(READERS)):
        error = OutputNotFoundError(name, "", f"format {quote(name)} is only read, and not written{meant}")
        error.is_only_read = True
        return error
    hint = meant or guess(name, names)
    error = OutputNotFoundError(name, "", f"no output named {quote(name)}{hint}")
    error.known = () if hint else tuple(names)
    return error
