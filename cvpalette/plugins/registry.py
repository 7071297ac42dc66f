"""Finds and loads outputs from entry points: find, load, configure, render, each with an error of its own."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

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
from cvpalette.messages import cause_of, listed, quote
from cvpalette.plugins.contract import (
    FactualOutput,
    GatheringOutput,
    Output,
    PicturingOutput,
    ReportingOutput,
    find_problem,
    suffixes_of,
)
from cvpalette.plugins.entrypoints import EntryPoint, find_entry_points
from cvpalette.plugins.options import Option, list_options, parse_options
from cvpalette.result import Found

__all__ = ["GROUP", "ConfiguredOutput", "FoundOutput", "LoadedOutput", "find_output", "find_outputs"]

GROUP: Final = "cvpalette.outputs"


@dataclass(frozen=True, slots=True)
class FoundOutput:
    """An output that is installed; nothing of it is imported yet."""

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
        except (Exception, SystemExit) as error:  # a plugin's import may raise anything, or exit
            raise OutputLoadError(self.name, self.distribution, cause_of(error)) from error
        if problem:
            raise OutputLoadError(self.name, self.distribution, f"{quote(self.entry_point.value)} {problem}")
        return LoadedOutput(self, output, options)


@dataclass(frozen=True, slots=True)
class LoadedOutput:
    """An output that is imported: a class with options to choose, in the order of its fields."""

    found: FoundOutput
    output: type[Any]
    options: tuple[Option, ...]

    @property
    def suffix(self) -> str:
        """What names of its files end in."""
        return str(self.output.suffix)

    @property
    def many_suffix(self) -> str:
        """What names of its files for many sources end in, where it has such files; else the same."""
        return str(getattr(self.output, "many_suffix", self.suffix))

    @property
    def suffixes(self) -> dict[str, Mapping[str, str]]:
        """All that names of its files may end in, in lower case, with the options that each stands for."""
        return {suffix.lower(): options for suffix, options in suffixes_of(self.output).items()}

    @property
    def description(self) -> str:
        """The first line of its docstring."""
        return (self.output.__doc__ or "").strip().split("\n", 1)[0]

    def configure(self, options: Mapping[str, str] | None = None) -> "ConfiguredOutput":
        """Set its options from text; raises OptionError for a wrong one, OutputConfigureError if it fails."""
        name, distribution = self.found.name, self.found.distribution
        try:
            output = self.output(**parse_options(self.output, options or {}))
        except ValueError as error:
            raise OptionError(name, distribution, str(error)) from error
        except (Exception, SystemExit) as error:  # a plugin's constructor may raise anything
            raise OutputConfigureError(name, distribution, cause_of(error)) from error
        return ConfiguredOutput(self.found, output)


@dataclass(frozen=True, slots=True)
class ConfiguredOutput:
    """An output that is ready to render."""

    found: FoundOutput
    output: Output

    @property
    def suffix(self) -> str:
        """What names of its files end in, with the options that it has."""
        kind = type(self.output)
        for suffix, texts in suffixes_of(kind).items():
            options = parse_options(kind, texts)
            if options and all(getattr(self.output, field) == value for field, value in options.items()):
                return suffix
        return self.output.suffix

    @property
    def thumbnail(self) -> int:
        """How many pixels long the pictures are that it shows of each of many sources; 0 if it shows none."""
        return self.output.thumbnail if isinstance(self.output, PicturingOutput) else 0

    def render(self, extraction: Extraction) -> str | bytes:
        r"""Render the contents of a file, text with "\n" and one at its end; raises OutputRenderError."""
        with self._explaining():
            contents = self.output.render(extraction)
            if isinstance(contents, str):
                contents.encode()  # half a surrogate pair is no text
                return contents.replace("\r\n", "\n").rstrip("\n") + "\n"
        if not isinstance(contents, bytes):
            raise self._failure(f"it returned {quote(type(contents).__name__)}, neither str nor bytes")
        return contents

    def render_many(self, found: Iterable[Found]) -> Iterator[str | bytes]:
        """Give the contents of one file for many sources, piece by piece; raises OutputRenderError."""
        if not isinstance(self.output, GatheringOutput):
            message = f"the output {quote(self.found.name)} holds one palette in a file"
            raise TypeError(message)
        # What fails of the palettes' coming is none of the output's failures.
        with self._explaining(CvpaletteError):
            yield from self.output.render_many(found)

    def report(self, extraction: Extraction, contents: bytes) -> str:
        """Return what the output has to say of its contents, or nothing; raises OutputRenderError."""
        if not isinstance(self.output, ReportingOutput):
            return ""
        try:
            return str(self.output.report(extraction, contents))
        except (Exception, SystemExit) as error:  # a plugin may raise anything
            raise self._failure(cause_of(error)) from error

    def facts(self, extraction: Extraction, contents: bytes) -> dict[str, Any]:
        """Return what the output tells programs of its contents; raises OutputRenderError."""
        if not isinstance(self.output, FactualOutput):
            return {}
        try:
            return dict(self.output.facts(extraction, contents))
        except (Exception, SystemExit) as error:  # a plugin may raise anything
            raise self._failure(cause_of(error)) from error

    @contextmanager
    def _explaining(self, *passing: type[CvpaletteError]) -> Iterator[None]:
        try:
            yield
        except passing:
            raise
        except (CvpaletteError, ValueError) as error:  # words for the user, as when it takes its options
            raise self._failure(str(error) or cause_of(error)) from error
        except (Exception, SystemExit) as error:  # a plugin may raise anything
            raise self._failure(cause_of(error)) from error

    def _failure(self, reason: str) -> OutputRenderError:
        return OutputRenderError(self.found.name, self.found.distribution, reason)


def find_outputs() -> dict[str, list[FoundOutput]]:
    """Return the installed outputs by name, sorted; a name with more than one claims a conflict."""
    found: dict[str, list[FoundOutput]] = defaultdict(list)
    for entry_point in find_entry_points(GROUP):
        owner = entry_point.distribution or "an unnamed distribution"
        output = FoundOutput(entry_point.name, owner, entry_point.version, entry_point)
        found[entry_point.name].append(output)
    return dict(found)


def find_output(name: str) -> FoundOutput:
    """Return the output of that name; raises OutputNotFoundError, or OutputConflictError for two of them."""
    outputs = find_outputs()
    if name not in outputs:
        raise OutputNotFoundError(name, "", _not_found(name, list(outputs)))
    claims = outputs[name]
    if len(claims) > 1:
        owners = listed(sorted(claim.distribution for claim in claims), "and")
        reason = f"output {quote(name)} is claimed by {owners}; uninstall all but one of them"
        raise OutputConflictError(name, "", reason)
    return claims[0]


def _not_found(name: str, names: list[str]) -> str:
    if "," in name:
        return f"no output named {quote(name)}; a name has no comma"
    near = get_close_matches(name.lower(), names, 1)
    if near:
        return f"no output named {quote(name)}; did you mean {quote(near[0])}?"
    return f"no output named {quote(name)}; there are {listed(names, 'and')}"
