"""Combined: writes the palettes of a run to one file or stdout as they come; --resume continues the file."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path, PurePath
from typing import Any, Final, NamedTuple, Self

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.command.stored import filling_stored
from cvpalette.command.target import Target, write_to_stdout
from cvpalette.errors import CvpaletteError, SettingsError
from cvpalette.extraction import Recipe
from cvpalette.messages import quote, readable
from cvpalette.plugins.files import encode, growing, placing, replacing, worded
from cvpalette.plugins.registry import ConfiguredOutput
from cvpalette.rendering.escaping import json_text
from cvpalette.result import Result, describe
from cvpalette.settings.settings import Scope, Settings
from cvpalette.sources.finding import Located

__all__ = ["NO_LINES", "Combined", "Failure", "Written", "describe_failure", "find_written"]

NO_LINES: Final = (
    "'--resume' goes on with a file of JSON Lines; name it with --output, such as 'results.jsonl'"
)
_LINES: Final = ".jsonl"
_VERSION: Final = 1
# What only some sources have, whatever the options are.
_SOMETIMES: Final = frozenset(
    (
        *("draft", "comment", "colors.name_distance"),
        *("colors.group", "colors.kind", "colors.alpha", "colors.values"),
    )
)
# What is asked of a source that is a palette; the other settings have no effect on it.
_OF_PALETTES: Final = ("names", "sort")


class Failure(NamedTuple):
    """A source that failed, and why."""

    source: Located
    error: CvpaletteError


@dataclass(frozen=True, slots=True)
class Written:
    """The content of a file of JSON lines: the paths of finished sources, bytes, and number of failures."""

    paths: frozenset[str] = frozenset()
    size: int = 0
    failures: int = 0


@dataclass(frozen=True)
class Combined:
    """The place that the palettes go to. `written` is what an interrupted run has left there.

    With `names_file`, the user did not name the file; `force` says whether it may replace another.
    """

    path: Path | str | None
    has_lines: bool = False
    written: Written = field(default_factory=Written)
    names_file: bool = False
    force: bool = False

    @classmethod
    def plan(cls, output: ConfiguredOutput | None, target: Target, recipe: Recipe, *, resume: bool) -> Self:
        """Check the file before any slow work; raises SettingsError or WriteError."""
        has_lines = output is not None and output.output.combined_suffix.endswith(_LINES)
        path = target.path
        if resume and isinstance(path, str):
            raise SettingsError(
                f"'--resume' goes on with a file of this machine; {quote(path)} is in a store"
            )
        if resume and (path is None or not has_lines):
            raise SettingsError(NO_LINES)
        if path is None:
            own = output and target.name_combined(output.output.combined_suffix)
            if not own:
                return cls(None, has_lines)
            target.allow(own, is_named=False)
            return cls(own, names_file=True, force=target.force)
        target.allow(path, is_named=not has_lines or resume)
        if isinstance(path, str):
            return cls(path, has_lines)
        return cls(path, has_lines, find_written(path, recipe, _list_fields(output)) if resume else Written())

    def skip(self, sources: Iterable[Located]) -> Iterator[Located]:
        """Give the sources that are not in the file yet."""
        return (source for source in sources if readable(source.name) not in self.written.paths)

    def write(self, output: ConfiguredOutput, outcomes: Iterator[Result | str | bytes | Failure]) -> bool:
        """Write each outcome when it comes: a result, or the lines of one; failures only as JSON lines.

        Returns whether there was anything to write. If not, the file is left as it was: an old gallery is
        better than an empty one. Raises WriteError and OutputRenderError.
        """
        worth = (each for each in outcomes if self.has_lines or isinstance(each, Result))
        for first in worth:
            with self._open() as write:
                rest = chain([first], worth)
                for piece in _each_line(output, rest) if self.has_lines else _all_together(output, rest):
                    write(piece)
            return True
        return False

    @contextmanager
    def _open(self) -> Iterator[Callable[[str | bytes], object]]:
        """Give a function that writes a piece, whole or not at all; raises WriteError."""
        if self.path is None:
            yield write_to_stdout
            return
        if isinstance(self.path, str):
            keep = filling_stored(self.path)
        elif self.names_file:
            keep = placing(self.path, force=self.force)
        elif self.has_lines:
            keep = growing(self.path, _drop_failures(self.path, self.written))
        else:
            keep = replacing(self.path)
        with keep as write:
            yield lambda piece: write(encode(piece))


def _each_line(
    output: ConfiguredOutput, outcomes: Iterable[Result | str | bytes | Failure]
) -> Iterator[str | bytes]:
    for each in outcomes:
        if isinstance(each, str | bytes):
            yield each
        elif isinstance(each, Failure):
            yield describe_failure(each)
        else:
            yield from output.render_all([each])


def _all_together(
    output: ConfiguredOutput, outcomes: Iterable[Result | str | bytes | Failure]
) -> Iterator[str | bytes]:
    return output.render_all(each for each in outcomes if isinstance(each, Result))


def describe_failure(failure: Failure) -> str:
    """Return a JSON line about a source that failed: with a problem for programs and a message for people."""
    error, path = failure.error, readable(failure.source.name)
    name = getattr(error, "name", path)
    document = {
        "version": _VERSION,
        # The name without folders, as in the lines of results. `path` has the folders.
        "source": PurePath(path).name if name == path else name,
        "path": path,
        "error": {"problem": getattr(error, "problem", "failed"), "message": str(error)},
    }
    return json_text(document) + "\n"


def _list_fields(output: ConfiguredOutput | None) -> frozenset[str] | None:
    """Return the fields of the lines that an output writes; None if it cannot tell without an image."""
    if output is None:
        return None
    palette = Palette.of_colors([Color(0, 0, 0)])
    probe = replace(Result.of_palette(palette, "probe"), path="probe")
    try:
        document = json.loads(b"".join(map(encode, output.render_all([probe]))))
    except (CvpaletteError, ValueError):
        return None
    return _fields_of(document) if isinstance(document, dict) else None


def _fields_of(document: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of what a line has, and a color in it: they depend on the options."""
    colors = document.get("colors")
    first = colors[0] if isinstance(colors, list) and colors and isinstance(colors[0], dict) else {}
    return frozenset({*document, *(f"colors.{name}" for name in first)} - _SOMETIMES)


def find_written(path: Path, recipe: Recipe, wanted: frozenset[str] | None = None) -> Written:
    """Read the JSON lines of a file. An incomplete line at its end is ignored; failures are only counted.

    `wanted` are the fields that all lines must have. Raises SettingsError if a line is not from cvpalette, or
    was made with other settings or other options of the output.
    """
    if not path.exists():
        return Written()
    asked = recipe.asked
    paths: set[str] = set()
    size = failures = 0
    with worded(path), path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                break
            size += len(line)
            document = _read_line(line, f"{quote(path)}: line {number}")
            if _is_failure(document):
                failures += 1
                continue
            # A line that was written before an option existed was made with its default.
            before = {**describe(Settings(), Scope()), **document["settings"]}
            before = _without_own(before, document.get("source"), asked)
            if before != asked:
                message = f"{quote(path)}: line {number} was made with {_difference(before, asked)}"
                raise SettingsError(message)
            if before["palette"] is not None and before["palette"] != document.get("source"):
                _require_same_palette(document, recipe, f"{quote(path)}: line {number}")
            if wanted is not None and _fields_of(document) != wanted:
                has = _compare(_fields_of(document), wanted)
                message = f"{quote(path)}: line {number} {has}; give the same options, or name another file"
                raise SettingsError(message)
            paths.add(document["path"])
    return Written(frozenset(paths), size, failures)


def _require_same_palette(document: Mapping[str, Any], recipe: Recipe, where: str) -> None:
    """Raise SettingsError if the colors of a line are not from the given palette, or not chosen as asked for.

    Two palettes may have one name: files in two folders, or a file that was changed since.
    """
    own = {color.hex for color in recipe.palette.colors} if recipe.palette else set()
    colors = document.get("colors")
    found = colors if isinstance(colors, list) else []
    others = [
        each["hex"] for each in found if isinstance(each, dict) and each.get("hex", "") not in {"", *own}
    ]
    name = quote(str(recipe.given))
    error = document.get("error")
    if others:
        message = (
            f"{where} has {quote(others[0])}, which {name} does not have now; give the palette that it was "
            "made with, or name another file"
        )
    elif isinstance(error, dict) and ("best" in error) != recipe.chooses:
        told = ("all colors", "chosen colors")
        has, wants = told if recipe.chooses else told[::-1]
        message = f"{where} has {has} of {name}, not {wants}; give the same options, or name another file"
    else:
        return
    raise SettingsError(message)


def _without_own(before: dict[str, Any], source: object, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of a line without what a source that is a palette sets itself.

    That are its number of colors, and its order unless another one is asked for.
    """
    if before["palette"] is None or before["palette"] != source:
        return before
    own = {each: before[each] for each in _OF_PALETTES}
    # If no order is asked for, colors that are found are in that of their shares.
    if own["sort"] == "given" and asked["sort"] == "share":
        own["sort"] = "share"
    return {**asked, **own}


def _read_line(line: bytes, where: str) -> dict[str, Any]:
    """Return the JSON object of a line about a source or its failure; raises SettingsError."""
    try:
        document = json.loads(line)
        is_ours = isinstance(document["path"], str) and (
            _is_failure(document) or isinstance(document["settings"], dict)
        )
    except (KeyError, TypeError, ValueError) as error:
        message = (
            f"{where} is not from a run of cvpalette, so '--resume' cannot go on with it; name another file"
        )
        raise SettingsError(message) from error
    if not is_ours:
        message = (
            f"{where} is not from a run of cvpalette, so '--resume' cannot go on with it; name another file"
        )
        raise SettingsError(message)
    found: dict[str, Any] = document
    return found


def _is_failure(document: dict[str, Any]) -> bool:
    return "colors" not in document and "problem" in document.get("error", ())


def _drop_failures(path: Path, written: Written) -> int:
    """Remove the lines about failures from a file, since their sources are tried again; returns its size."""
    if not written.failures:
        return written.size
    size = 0
    # The file is closed before it is replaced: Windows replaces no file that is open.
    with replacing(path) as write, path.open("rb") as file:
        left = written.size
        for line in file:
            left -= len(line)
            if left < 0:
                break
            if not _is_failure(json.loads(line)):
                write(line)
                size += len(line)
    return size


def _compare(fields: frozenset[str], wanted: frozenset[str]) -> str:
    missing, more = sorted(wanted - fields), sorted(fields - wanted)
    if missing:
        return f"lacks {quote(missing[0])}, which this run writes"
    return f"has {quote(more[0])}, which this run does not write"


def _difference(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    name = min(name for name in {*before, *now} if before.get(name) != now.get(name))
    return f"{name} {before.get(name)!s}, not {now.get(name)!s}; give the same settings, or name another file"
