"""Finds, loads, configures and runs outputs from entry points; each step has an error of its own."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.errors import (
    CvpaletteError,
    OptionError,
    OutputConfigureError,
    OutputConflictError,
    OutputError,
    OutputLoadError,
    OutputNotFoundError,
    OutputRenderError,
    SettingsError,
)
from cvpalette.extraction import Extraction
from cvpalette.messages import cause_of, guess, listed, quote
from cvpalette.plugins.contract import (
    CombinedOutput,
    Contents,
    ImageOutput,
    Rendered,
    find_problem,
    suffixes_of,
)
from cvpalette.plugins.entrypoints import EntryPoint, find_entry_points, is_users
from cvpalette.plugins.files import ZIP
from cvpalette.plugins.options import Option, list_options, parse_options, take_options
from cvpalette.result import Result
from cvpalette.sources.addresses import FILM_SUFFIXES, IMAGE_SUFFIXES, PALETTE_SUFFIXES, PICTURE_SUFFIXES

__all__ = [
    "GROUP",
    "ConfiguredOutput",
    "FoundOutput",
    "LoadedOutput",
    "find_by_suffix",
    "find_output",
    "find_outputs",
]

GROUP: Final = "cvpalette.outputs"

# Suffixes of well-known formats that no output has to write: another format under such a name is a lie.
_KNOWN: Final = frozenset(
    (
        *(*IMAGE_SUFFIXES, *FILM_SUFFIXES, *PALETTE_SUFFIXES),
        *(".ico", ".icns", ".cur", ".tga", ".pcx", ".jxl", ".exr", ".hdr", ".dng", ".ai", ".eps", ".ps"),
        ".pdf",
        *(".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp", ".odg", ".rtf", ".epub"),
        *(".gz", ".bz2", ".xz", ".zst", ".7z", ".tar", ".rar", ".exe", ".wasm", ".sqlite", ".db", ".pickle"),
        *(".xml", ".js", ".mjs", ".ts", ".py", ".md", ".yaml", ".yml", ".toml", ".sass", ".styl", ".tex"),
    )
)
# The spaces of a swatch's values, in words.
_SPACES: Final = {"cmyk": "CMYK values", "lab": "Lab values"}
# Suffixes of files that are no text, whatever a template says. Pictures of a few kinds are text.
_NO_TEXT: Final = frozenset(
    (
        *({*PICTURE_SUFFIXES} - {".svg", ".pbm", ".pgm", ".ppm", ".pnm", ".ff"}),
        *FILM_SUFFIXES,
        *(".aco", ".act", ".ase", ".swatches", ".kpl", ".sketchpalette", ".pdf", ".ai"),
        *(".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".odg", ".epub"),
        *(".gz", ".bz2", ".xz", ".zst", ".7z", ".tar", ".rar", ".exe", ".wasm", ".sqlite", ".db", ".pickle"),
        *(".parquet", ".doc", ".xls", ".ppt"),
    )
)


@dataclass(frozen=True, slots=True)
class FoundOutput:
    """An output that is installed but not yet imported."""

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
    """An output that is imported: its class, and its options in the order of its fields."""

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

    def texts_for(self, file_name: str) -> Mapping[str, str]:
        """Return the options, as text, that the suffix of a file's name sets."""
        ending = Path(file_name).suffix.lower()
        fitting = (texts for suffix, texts in self.suffixes.items() if ending and suffix.endswith(ending))
        return next(fitting, {})

    def options_for(self, file_name: str) -> dict[str, Any]:
        """Return the options, as values, that the suffix of a file's name sets."""
        return parse_options(self.output, self.texts_for(file_name))

    def require_suffix(self, file_name: str) -> None:
        """Raise SettingsError if a file's name has the suffix of another format, since it would mislead.

        Pictures take only their own suffixes. Text may have any that names no other format, such as '.txt'.
        """
        name = file_name.lower()
        ending = _ending_of(name)
        if getattr(self.output, "any_suffix", False):
            if ending in _NO_TEXT:
                message = (
                    f"{quote(file_name)}: output {quote(self.found.name)} writes text, and a {quote(ending)} "
                    "file is none"
                )
                raise SettingsError(message)
            return
        own = (*self.suffixes, self.combined_suffix.lower())
        if any(suffix.endswith(ending) for suffix in own) or ending == ZIP:
            return
        outputs = find_outputs()
        others = sorted(other for other in outputs if name.endswith(_suffixes_of(other, outputs) or ("\0",)))
        if others and self.found.name not in others:
            own_name = quote(self.found.name)
            message = f"{quote(file_name)} has the suffix of output {listed(others)}, not of {own_name}"
            raise SettingsError(message)
        endings = list(dict.fromkeys(map(_ending_of, own)))
        if ending in _KNOWN or not set(IMAGE_SUFFIXES).isdisjoint(endings):
            message = (
                f"{quote(file_name)}: output {quote(self.found.name)} writes {listed(endings)} files, "
                f"not {quote(ending)}"
            )
            raise SettingsError(message)

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
        if own and _ending_of(str(own).lower()) not in _NO_TEXT:
            return str(own)
        kind = type(self.output)
        for suffix, texts in suffixes_of(kind).items():
            options = parse_options(kind, texts)
            if options and all(getattr(self.output, field) == value for field, value in options.items()):
                return suffix
        return str(kind.suffix)

    def require_suffix(self, file_name: str) -> None:
        """Raise SettingsError if an option chose another file type than the suffix of the file's name."""
        ending = _ending_of(file_name.lower())
        kind = type(self.output)
        if getattr(kind, "any_suffix", False):
            return
        chosen = self.suffix
        fitting = [suffix for suffix in suffixes_of(kind) if ending and suffix.lower().endswith(ending)]
        if not fitting or chosen in fitting or not suffixes_of(kind)[chosen]:
            return
        message = (
            f"{quote(file_name)}: the options of output {quote(self.found.name)} choose a "
            f"{quote(_ending_of(chosen))} file; leave them out, or change the suffix"
        )
        raise SettingsError(message)

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
        return dict(getattr(self.output, "idle", {}))

    @property
    def holds(self) -> frozenset[str] | None:
        """What its files hold of a palette besides its colors, as in HOLDINGS; None if it does not say so."""
        held: frozenset[str] | None = getattr(self.output, "holds", None)
        return held

    def find_losses(self, palette: Palette) -> list[str]:
        """Return in words what a palette has and the output's files do not hold; [] if it does not say so."""
        if self.holds is None:
            return []
        spots = {swatch.kind for swatch in palette}
        has = {
            "names": any(swatch.name for swatch in palette) and "names",
            "groups": palette.groups and "groups",
            "kinds": any(spots) and f"that colors are {' or '.join(sorted(filter(None, spots)))}",
            "alpha": any(swatch.alpha < 1 for swatch in palette) and "alpha",
            "values": " and ".join(
                sorted({_SPACES[swatch.values.space] for swatch in palette if swatch.values})
            ),
            "shares": palette.has_shares and "shares",
            "comment": palette.comment and "the comment",
        }
        return [words for what, words in has.items() if words and what not in self.holds]

    @property
    def shows_frames(self) -> bool:
        """Whether it shows all frames of an animation or a film, and not only the first."""
        return bool(getattr(self.output, "shows_frames", False))

    @property
    def thumbnail(self) -> int:
        """The longer side, in pixels, of the thumbnails that it wants in results; 0 for no thumbnails."""
        return int(getattr(self.output, "thumbnail", 0))

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
        image that is smaller than its source. Raises OutputRenderError.
        """
        with self._explaining():
            if isinstance(what, Extraction) and self.needs_image and what.image.draft_of:
                raise ValueError(_name_draft(what.image))
            if isinstance(what, Extraction) and isinstance(self.output, ImageOutput):
                made = self.output.render_image(what)
            elif self.needs_image:
                raise ValueError(
                    "it shows the image, and a palette alone has none; give it what extract() returns"
                )
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
            raise self._failure(str(error) or cause_of(error)) from error
        except BaseException as error:  # a plugin may raise anything
            if is_users(error):
                raise
            raise self._failure(cause_of(error)) from error

    def _failure(self, reason: str) -> OutputRenderError:
        return OutputRenderError(self.found.name, self.found.distribution, reason)


def _name_draft(image: Image) -> str:
    width, height = image.whole_size
    return (
        f"it shows the image, and only a draft of it was read, {image.width} x {image.height} of {width} x "
        f"{height} pixels; read the whole image for it"
    )


def _ending_of(suffix: str) -> str:
    """Return the last part of a suffix or a file's name: `.png` of `.swatch.png`, and '' if there is none."""
    return Path(f"a{suffix}").suffix


def _check(contents: object) -> Contents:
    """Return the contents as they are written to files; raises ValueError for wrong types or names."""
    if isinstance(contents, Mapping):
        if not contents:
            raise ValueError("it returned a set of no files")
        return {_check_name(name): _check_file(data) for name, data in contents.items()}
    return _check_file(contents)


def _check_file(data: object) -> str | bytes:
    if isinstance(data, str):
        data.encode()  # raises UnicodeEncodeError, a ValueError, for half a surrogate pair
        return data.replace("\r\n", "\n").rstrip("\n") + "\n"
    if isinstance(data, bytes):
        return data
    message = f"it returned {quote(type(data).__name__)}, neither str nor bytes"
    raise ValueError(message)


def _check_name(name: object) -> str:
    """Return the name of a file in a set; raises ValueError if the file would lie outside its folder."""
    text = str(name)
    text.encode()  # half a surrogate pair is no text
    parts = PurePosixPath(text).parts
    if not parts or PurePosixPath(text).is_absolute() or ".." in parts or set(text) & {"\\", "\0", ":"}:
        message = f"it returned a file named {quote(text)}; a name is relative, such as 'icons/16.png'"
        raise ValueError(message)
    return str(PurePosixPath(text))


def find_outputs() -> dict[str, list[FoundOutput]]:
    """Return the installed outputs by name, sorted; two or more outputs of one name are a conflict."""
    found: dict[str, list[FoundOutput]] = defaultdict(list)
    for entry_point in find_entry_points(GROUP):
        owner = entry_point.distribution or "an unnamed distribution"
        output = FoundOutput(entry_point.name, owner, entry_point.version, entry_point)
        found[entry_point.name].append(output)
    return dict(found)


def find_output(name: str) -> FoundOutput:
    """Return the output of that name; raises OutputNotFoundError, or OutputConflictError for several."""
    return _choose(name, find_outputs())


def _choose(name: str, outputs: Mapping[str, list[FoundOutput]]) -> FoundOutput:
    given: object = name  # without a type checker, it may be anything
    name = given if isinstance(given, str) else str(given)[:60]
    if name not in outputs:
        raise _not_found(name, list(outputs))
    claims = outputs[name]
    if len(claims) > 1:
        owners = listed(sorted(claim.distribution for claim in claims), "and")
        reason = f"output {quote(name)} is claimed by {owners}; uninstall all but one of them"
        raise OutputConflictError(name, "", reason)
    return claims[0]


def find_by_suffix(file_name: str) -> FoundOutput:
    """Return the one output that has the suffix of this name; raises SettingsError."""
    suffix = Path(file_name).suffix.lower()
    found = list(_names_for(file_name.lower(), suffix)) if suffix else []
    if len(found) == 1:
        return find_output(found[0])
    if found:
        message = f"a {quote(suffix)} file may come from {listed(found)}"
    elif suffix:
        there = _guess_suffix(file_name, suffix) or f"; there are {_list_endings()}"
        message = f"no output writes {quote(suffix)} files{there}"
    else:
        message = f"{quote(file_name)} has no suffix that names an output; there are {_list_endings()}"
    raise SettingsError(message)


# Any text may have this suffix. It is no format's unless a longer one stands before it: `.paintnet.txt`.
_ANY_TEXT: Final = ".txt"


def _list_endings() -> str:
    return listed(_find_endings(), "and")


def _find_endings() -> list[str]:
    outputs = find_outputs()
    endings = {_ending_of(suffix) for name in outputs for suffix in _suffixes_of(name, outputs)}
    return sorted(endings - {_ANY_TEXT})


def _guess_suffix(file_name: str, suffix: str) -> str:
    """Return a guess of the file's name: with the suffix of an output so named, or one that is like it."""
    stem, outputs = file_name[: -len(suffix)], find_outputs()
    endings = {ending.removeprefix("."): ending for ending in _find_endings()}
    named = {name: next(iter(_suffixes_of(name, outputs)), "") for name in outputs}
    meant = endings | {name: own for name, own in named.items() if own}
    near = guess(suffix.removeprefix("."), meant)
    return re.sub("'([^']*)'", lambda found: quote(stem + meant[found[1]]), near)


def _names_for(file_name: str, suffix: str) -> Iterator[str]:
    # Most suffixes hold the output's name: `.css`, `.swatch.png`. Then no other output needs to be loaded.
    _, *parts = file_name.rsplit(".", 2)
    namesake, whole = parts[0], f".{'.'.join(parts)}"
    outputs = find_outputs()
    if namesake in outputs and whole in _suffixes_of(namesake, outputs):
        yield namesake
        return
    suffixes = {name: _suffixes_of(name, outputs) for name in outputs}
    # `a.tailwind.css` ends in both `.css` and `.tailwind.css`: the longest suffix wins.
    endings = (own for several in suffixes.values() for own in several if file_name.endswith(own))
    longest = max(endings, key=len, default="")
    for name, several in suffixes.items():
        is_its_end = suffix != _ANY_TEXT and any(own.endswith(suffix) for own in several)
        is_its_end = is_its_end and not _is_named_whole(name, outputs)
        if longest in several if longest else is_its_end:
            yield name


def _is_named_whole(name: str, outputs: Mapping[str, list[FoundOutput]]) -> bool:
    """Tell whether files of an output are named by their whole suffix only."""
    return bool(getattr(_choose(name, outputs).load().output, "whole_suffix", False))


def _suffixes_of(name: str, outputs: Mapping[str, list[FoundOutput]]) -> tuple[str, ...]:
    try:
        loaded = _choose(name, outputs).load()
    except OutputError:
        return ()  # the output is broken or in conflict: the search goes on without it
    return *loaded.suffixes, loaded.combined_suffix.lower()


def _not_found(name: str, names: list[str]) -> OutputNotFoundError:
    if "," in name:
        return OutputNotFoundError(name, "", f"no output named {quote(name)}; a name has no comma")
    hint = guess(name, names)
    error = OutputNotFoundError(name, "", f"no output named {quote(name)}{hint}")
    error.known = () if hint else tuple(names)
    return error
