"""Target: which file contents go to, or stdout; a source is never a target."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cvpalette.errors import SettingsError, WriteError, quote
from cvpalette.paths import is_folder, is_same_file
from cvpalette.sources import STDIN
from cvpalette.writing import replace_file, worded, write_to_stdout

__all__ = ["STDOUT", "Target"]

STDOUT: Final = "-"
_STDIN_DESCRIPTOR: Final = 0


class Target:
    """Where a run writes, and what it has written."""

    def __init__(
        self,
        output: str | None,
        sources: Sequence[str],
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
        self._sources = sources
        self._many = many
        self._one_format = one_format
        self._force = force
        self._written: set[str] = set()

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

    def write(self, contents: str | bytes, stem: str, suffix: str) -> Path | None:
        """Write text (in UTF-8) or bytes as they are; returns the file's path, if any.

        Raises WriteError where a file cannot, or must not, be written: nothing is lost then.
        """
        is_text = isinstance(contents, str)
        if self.output == STDOUT and self._many and not is_text:
            raise WriteError("stdout", "cannot hold several pictures; name a folder with --output")
        if self.output == STDOUT or (self.output is None and self._one_format and is_text):
            write_to_stdout(contents)
            return None
        is_named = self.output is not None and not self.takes_many
        path = Path(str(self.output)) if is_named else Path(self.output or "") / f"{stem}{suffix}"
        with worded(path):
            self._refuse(path, stem, is_named=is_named)
            replace_file(path, contents.encode() if isinstance(contents, str) else contents)
            self._written.add(os.path.realpath(path))
        return path

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

    def _refuse(self, path: Path, stem: str, *, is_named: bool) -> None:
        if os.path.realpath(path) in self._written:
            reason = f"is written in this run already; rename one of the images named {quote(stem)}"
            raise WriteError(str(path), reason)
        if any(is_same_file(path, _STDIN_DESCRIPTOR if s == STDIN else s) for s in self._sources):
            raise WriteError(str(path), "is the source, and a source is never overwritten; name another file")
        if os.path.lexists(path) and not is_named and not self._force:
            reason = "exists and is kept; overwrite it with --force, or name a file with --output"
            raise WriteError(str(path), reason)
