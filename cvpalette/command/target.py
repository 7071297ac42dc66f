"""Target: which file contents go to, or stdout; a source is never a target."""

import os
from pathlib import Path
from typing import Final

from cvpalette.command.inputs import Inputs
from cvpalette.command.writing import replace_file, worded, write_to_stdout
from cvpalette.errors import SettingsError, WriteError
from cvpalette.messages import quote
from cvpalette.sources.paths import is_folder

__all__ = ["STDOUT", "Target"]

STDOUT: Final = "-"


class Target:
    """Where a run writes, and what it has written."""

    def __init__(
        self,
        output: str | None,
        inputs: Inputs,
        *,
        many: bool = False,
        one_format: bool = True,
        force: bool = False,
    ) -> None:
        """Take `output` as the user named it: None for nothing, '-' for stdout.

        `many` says that more than one file may come: then `output` is a folder. With one format and no
        `output`, text goes to stdout.
        """
        self.output = output
        self._inputs = inputs
        self._many = many
        self._one_format = one_format
        self._force = force
        self._written: set[str] = set()

    @property
    def is_stdout(self) -> bool:
        """Whether text goes to stdout, for a person to see where that is a terminal."""
        return self.output == STDOUT or (self.output is None and self._one_format)

    @property
    def takes_many(self) -> bool:
        """Whether `output` names a folder: one that exists, ends in a slash, or has to hold many files."""
        if self.output in {None, STDOUT}:
            return False
        return self._many or is_folder(str(self.output)) or str(self.output).endswith(("/", os.sep))

    def prepare(self) -> None:
        """Make the folder that is asked for, before any slow work; raises SettingsError or WriteError."""
        if self.output in {None, STDOUT}:
            return
        path = Path(str(self.output))
        if not self.takes_many:
            if not is_folder(path.parent):
                raise WriteError(str(path), f"there is no folder {quote(path.parent)} to write it to")
            return
        if not is_folder(path):
            self._require_folder_name(path)
        with worded(path):
            path.mkdir(parents=True, exist_ok=True)

    @property
    def path(self) -> Path | str | None:
        """What `output` names, if it is no stream: a path, or an address in a store."""
        return None if self.output in {None, STDOUT} else Path(str(self.output))

    def write(self, contents: str | bytes, place: str, suffix: str) -> Path | str | None:
        """Write text (in UTF-8) or bytes as they are; returns the file's path, if any.

        `place` is where its source's files go, below the folder for all. Raises WriteError where a file
        cannot, or must not, be written: nothing is lost then.
        """
        is_text = isinstance(contents, str)
        if self.output == STDOUT and self._many and not is_text:
            raise WriteError("stdout", "cannot hold several pictures; name a folder with --output")
        if self.output == STDOUT or (self.is_stdout and is_text):
            write_to_stdout(contents)
            return None
        is_named = self.output is not None and not self.takes_many
        path = Path(str(self.output)) if is_named else Path(self.output or "") / f"{place}{suffix}"
        with worded(path):
            self.allow(path, is_named=is_named)
            if not is_named:
                path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, contents.encode() if isinstance(contents, str) else contents)
            self._written.add(os.path.realpath(path))
        return path

    def has_written(self, path: str) -> bool:
        """Tell whether a path is a file that this run has written."""
        return bool(self._written) and os.path.realpath(path) in self._written

    def allow(self, path: Path | str, *, is_named: bool) -> None:
        """Raise WriteError for a source, what this run has written, and what exists without being named."""
        if os.path.realpath(path) in self._written:
            raise WriteError(str(path), "is written in this run already; rename one of the images")
        if self._inputs.hold(path):
            raise WriteError(str(path), "is the source, and a source is never overwritten; name another file")
        if os.path.lexists(path) and not is_named and not self._force:
            other = (
                "go on with it with --resume"
                if self.output and not self.takes_many
                else "name a file with --output"
            )
            raise WriteError(str(path), f"exists and is kept; overwrite it with --force, or {other}")

    def _require_folder_name(self, path: Path) -> None:
        if os.path.lexists(path):
            message = (
                f"{quote(path)} is a file, but more than one is to be written; name a folder with --output"
            )
            raise SettingsError(message)
        if path.suffix and not str(self.output).endswith(("/", os.sep)):
            message = (
                f"{quote(path)} looks like a file, but more than one is to be written; '{path}/' is a folder"
            )
            raise SettingsError(message)
