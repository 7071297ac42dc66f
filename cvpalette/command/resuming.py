"""find_written(): what a file of lines holds of a run that was cut off."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cvpalette.command.writing import worded
from cvpalette.errors import SettingsError
from cvpalette.messages import quote
from cvpalette.plugins.contract import ResumableOutput

__all__ = ["Written", "find_written"]


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
