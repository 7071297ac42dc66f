"""Target: where contents go, stdout or files; a file is whole or untouched, and a source never a target."""

import os
import shutil
import stat
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cvpalette.errors import SettingsError, WriteError, quote
from cvpalette.paths import is_folder, is_same_file

__all__ = ["STDOUT", "Target"]

STDOUT: Final = "-"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a run writes: `output` as the user named it (None for nothing, '-' for stdout).

    `many` says that more than one file may come: then `output` is a folder. With one format and no
    `output`, text goes to stdout.
    """

    output: str | None
    sources: Sequence[str]
    many: bool = False
    one_format: bool = True
    force: bool = False
    written: dict[str, str] = field(default_factory=dict)

    @property
    def takes_many(self) -> bool:
        """Whether `output` names a folder: one that exists, ends in a slash, or has to hold many files."""
        if self.output in {None, STDOUT}:
            return False
        return self.many or is_folder(str(self.output)) or str(self.output).endswith(("/", os.sep))

    def prepare(self) -> None:
        """Make the folder that is asked for, before any slow work; raises SettingsError or WriteError."""
        if not self.takes_many:
            return
        folder = Path(str(self.output))
        if os.path.lexists(folder) and not is_folder(folder):
            message = (
                f"{quote(folder)} is a file, but more than one is to be written; name a folder with --output"
            )
            raise SettingsError(message)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError) as error:
            raise _failure(folder, error) from error

    def write(self, contents: str | bytes, stem: str, suffix: str) -> Path | None:
        """Write text (in UTF-8) or bytes as they are; returns the file's path, if any.

        Raises WriteError where a file cannot, or must not, be written: nothing is lost then.
        """
        data = contents if isinstance(contents, bytes) else contents.encode()
        is_lone_text = self.output is None and self.one_format and isinstance(contents, str)
        if self.output == STDOUT or is_lone_text:
            _write_to_stdout(data, is_text=isinstance(contents, str))
            return None
        is_named = self.output is not None and not self.takes_many
        path = Path(str(self.output)) if is_named else Path(self.output or "") / f"{stem}{suffix}"
        self._refuse(path, stem, is_named=is_named)
        _replace(path, data)
        self.written[os.path.realpath(path)] = stem
        return path

    def _refuse(self, path: Path, stem: str, *, is_named: bool) -> None:
        if os.path.realpath(path) in self.written:
            reason = f"is written in this run already; rename one of the images named {quote(stem)}"
            raise WriteError(str(path), reason)
        if any(is_same_file(path, source) for source in self.sources):
            raise WriteError(str(path), "is the source, and a source is never overwritten; name another file")
        if os.path.lexists(path) and not is_named and not self.force:
            raise WriteError(
                str(path), "exists and is kept; overwrite it with --force, or name a file with --output"
            )


def _write_to_stdout(data: bytes, *, is_text: bool) -> None:
    if sys.stdout is None:
        raise WriteError("stdout", "is closed")
    if sys.stdout.isatty():
        if not is_text:
            raise WriteError(STDOUT, "is a terminal, and this is no text; name a file with --output")
        # A terminal of another encoding gets question marks, not mojibake.
        encoding = sys.stdout.encoding or "utf-8"
        data = data.decode().encode(encoding, "replace")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        raise  # the reader has what it wanted: the end of the run, and no failure
    except OSError as error:
        raise _failure(Path("stdout"), error) from error


def _replace(path: Path, data: bytes) -> None:
    """Write beside the target and rename, so that whoever looks sees the old file or the new, whole."""
    named, path = path, Path(os.path.realpath(path))
    try:
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            if path.is_dir():
                raise WriteError(str(named), "is a folder")
            path.write_bytes(data)  # a device or a pipe, such as /dev/null: nothing to replace
            return
        # A name of its own, and a short one: the target's may be as long as names can be.
        temporary = path.with_name(f".cvpalette-{os.urandom(4).hex()}.tmp")
        try:
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                shutil.copymode(path, temporary)
            temporary.replace(path)
        except BaseException:  # interrupted too: no temporary file stays behind
            temporary.unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:
        if isinstance(error, WriteError):
            raise
        raise _failure(named, error) from error


def _failure(path: Path, error: Exception) -> WriteError:
    reason = getattr(error, "strerror", None) or str(error)
    return WriteError(str(path), f"cannot be written: {reason[:1].lower()}{reason[1:]}")
