"""Gathering: the palettes of a whole run in one file, or on stdout, as they come."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Final, Self

from cvpalette.command.resuming import Written, find_written
from cvpalette.command.storing import filling_stored
from cvpalette.command.target import STDOUT, Target
from cvpalette.command.writing import growing, replacing, write_to_stdout
from cvpalette.errors import SettingsError
from cvpalette.messages import quote, readable
from cvpalette.plugins.contract import GatheringOutput, ResumableOutput
from cvpalette.plugins.registry import ConfiguredOutput
from cvpalette.result import Found
from cvpalette.sources.finding import Located
from cvpalette.sources.paths import is_folder

__all__ = ["NO_LINES", "Gathering", "can_gather"]

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
