"""Combined: the palettes of a whole run in one file, or on stdout, as they come; --resume goes on with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Final, Self

from cvpalette.command.target import (
    STDOUT,
    Target,
    filling_stored,
    growing,
    replacing,
    worded,
    write_to_stdout,
)
from cvpalette.errors import SettingsError
from cvpalette.messages import quote, readable
from cvpalette.plugins.contract import GatheringOutput, ResumableOutput
from cvpalette.plugins.registry import ConfiguredOutput
from cvpalette.result import Found
from cvpalette.sources.finding import Located, is_folder

__all__ = ["NO_LINES", "Gathering", "Written", "can_gather", "find_written"]


@dataclass(frozen=True, slots=True)
class Written:
    """The paths of the sources that are done, and how many bytes of the file their lines take."""

    paths: frozenset[str] = frozenset()
    size: int = 0


def find_written(path: Path, output: ResumableOutput, asked: Mapping[str, Any]) -> Written:
    """Read the whole lines of a file; half a line at its end does not count.

    Raises SettingsError where the file is not one of this output, or was asked for otherwise.
    """
    if not path.exists():
        return Written()
    paths: set[str] = set()
    size = 0
    with worded(path), path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                break
            try:
                source, before = output.read_line(line.decode())
            except ValueError as error:
                message = f"{quote(path)}: line {number} is none that a run can go on with: {error}"
                raise SettingsError(message) from error
            if before != asked:
                message = f"{quote(path)}: line {number} was made with {_difference(before, asked)}"
                raise SettingsError(message)
            paths.add(source)
            size += len(line)
    return Written(frozenset(paths), size)


def _difference(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    name = min(name for name in {*before, *now} if before.get(name) != now.get(name))
    return f"{name} {before.get(name)!s}, not {now.get(name)!s}; give the same settings, or name another file"


NO_LINES: Final = "--resume goes on with a file of lines; name it with --output, such as 'results.jsonl'"


def can_gather(outputs: list[ConfiguredOutput], path: str | None, *, is_batch: bool) -> bool:
    """Tell whether a run's palettes go to one file, or stdout, of an output that has such files."""
    if len(outputs) != 1 or not isinstance(output := outputs[0].output, GatheringOutput):
        return False
    if path in {None, STDOUT}:
        return is_batch
    if is_folder(str(path)) or not str(path).lower().endswith(output.many_suffix.lower()):
        return False
    return is_batch or output.many_suffix != output.suffix


@dataclass(frozen=True)
class Gathering:
    """Where the palettes go; `written` is what is there already, of a run that was cut off."""

    path: Path | str | None
    is_growing: bool = False
    written: Written = field(default_factory=Written)

    @classmethod
    def plan(
        cls, output: ConfiguredOutput | None, target: Target, asked: Mapping[str, Any], *, resume: bool
    ) -> Self:
        """Look at the file before any slow work; raises SettingsError or WriteError."""
        lines = output.output if output and isinstance(output.output, ResumableOutput) else None
        path = target.path
        if resume and isinstance(path, str):
            raise SettingsError(f"--resume goes on with a file on this machine; {quote(path)} is in a store")
        if resume and (path is None or lines is None):
            raise SettingsError(NO_LINES)
        if path is None:
            return cls(None)
        target.allow(path, is_named=lines is None or resume)
        if isinstance(path, str):
            return cls(path)
        written = find_written(path, lines, asked) if resume and lines else Written()
        return cls(path, lines is not None, written)

    def skip(self, sources: Iterable[Located]) -> Iterator[Located]:
        """Give the sources that are not done yet."""
        return (source for source in sources if readable(source.path) not in self.written.paths)

    def write(self, output: ConfiguredOutput, found: Iterator[Found]) -> None:
        """Write all that is found, as it comes; raises WriteError or OutputRenderError.

        Where nothing is, a file stays as it was: better an old gallery than an empty one.
        """
        for first in found:
            with self._open() as write:
                for piece in output.render_many(chain([first], found)):
                    write(piece)

    @contextmanager
    def _open(self) -> Iterator[Callable[[str | bytes], object]]:
        """Give a function that writes a piece, whole; raises WriteError."""
        if self.path is None:
            yield write_to_stdout
            return
        if isinstance(self.path, str):
            keep = filling_stored(self.path)
        else:
            keep = growing(self.path, self.written.size) if self.is_growing else replacing(self.path)
        with keep as write:
            yield lambda piece: write(piece.encode() if isinstance(piece, str) else piece)
