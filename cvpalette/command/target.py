"""Target: writes contents to a file, a folder or stdout; it never overwrites a source."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any, Final

from cvpalette.errors import CvpaletteError, ImageError, SettingsError, WriteError
from cvpalette.messages import fold, quote, readable
from cvpalette.plugins.contract import Contents
from cvpalette.plugins.files import (
    ZIP,
    encode,
    place_file,
    replace_file,
    require_no_archive,
    worded,
    write_set,
    zip_set,
)
from cvpalette.sources.addresses import STDIN, ends_as_folder, is_folder, is_many, is_store, split_group
from cvpalette.sources.finding import Located, find_sources, locate_sources

__all__ = ["STDOUT", "STDOUT_NAME", "Inputs", "Target", "place_sources", "write_to_stdout"]


#: The name of stdout in messages.
STDOUT_NAME: Final = "stdout"


def write_to_stdout(contents: str | bytes) -> None:
    """Write text or bytes to stdout; raises WriteError, also if the bytes would go to a terminal."""
    if sys.stdout is None:
        raise WriteError(STDOUT_NAME, "is closed")
    data = contents if isinstance(contents, bytes) else contents.encode()
    if sys.stdout.isatty():
        if isinstance(contents, bytes):
            raise WriteError(STDOUT_NAME, "is a terminal, and this is no text; name a file with --output")
        # A terminal with another encoding than UTF-8 gets question marks, not garbled text.
        data = contents.encode(sys.stdout.encoding or "utf-8", "replace")
    with worded(STDOUT_NAME):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()


_STDIN_DESCRIPTOR: Final = 0


@dataclass(frozen=True)
class Inputs:
    """The sources that the user named: files, folders or stdin; `others` are a mask and a palette file."""

    arguments: Sequence[str]
    recursive: bool = False
    others: Sequence[Any] = ()

    def hold(self, path: str | os.PathLike[str]) -> bool:
        """Tell whether a path, or an address in a store, is one of the inputs; links are followed."""
        if is_store(str(path)):
            read = [str(each) for each in (*self.others, *self.arguments) if is_store(str(each))]
            from cvpalette.sources.store import covers  # noqa: PLC0415 -- few runs write there

            return any(covers(each, str(path), recursive=self.recursive) for each in read)
        identity = _identify(path)
        return identity is not None and identity in self._identities

    def refusal(self, path: str | os.PathLike[str], thing: str = "file") -> str:
        """Return why an input is not overwritten: it is the source, or a file that is read besides."""
        besides = replace(self, arguments=())
        what = "is read in this run, and" if besides.hold(path) else "is the source, and a source"
        return f"{what} is never overwritten; name another {thing}"

    @cached_property
    def _identities(self) -> set[tuple[int, int] | str | None]:
        """What identifies each input file; needed only if a target exists already."""
        found = (
            _STDIN_DESCRIPTOR if path == STDIN else split_group(os.fspath(path))[0] for path in self._find()
        )
        return set(map(_identify, found))

    def _find(self) -> Iterator[Any]:
        yield from filter(None, self.others)
        for argument in self.arguments:
            if is_store(argument):
                continue
            try:
                yield from find_sources(argument, recursive=self.recursive, palettes=True)
            except ImageError:
                continue  # the error is reported when the source is read


def _identify(path: str | os.PathLike[str] | int) -> tuple[int, int] | str | None:
    """Return what only one file has: its device and its number there; None if there is no such file."""
    try:
        found = os.stat(path)  # noqa: PTH116 -- any path, or a file descriptor
    except (OSError, ValueError):
        return None
    if found.st_ino:
        return found.st_dev, found.st_ino
    # Some disks of Windows number no files, nor are its pipes numbered.
    return None if isinstance(path, int) else os.path.normcase(os.path.realpath(path))


def place_sources(
    arguments: Sequence[str],
    *,
    recursive: bool,
    palettes: bool = False,
    fail: Callable[[CvpaletteError], None],
) -> Iterator[Located]:
    """Give the sources of all arguments, in order, as they are found; errors go to `fail`.

    With several folders, the places of each begin with the folder's name. If two places are still the same,
    the later one gets a number. So the same arguments give the same places, even if some cannot be read. With
    `palettes`, a folder's palette files are sources too.
    """
    if len(arguments) == 1:
        yield from _locate(arguments[0], recursive=recursive, palettes=palettes, fail=fail)
        return
    seen: set[str] = set()
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    for located in _arrange(arguments, recursive=recursive, palettes=palettes, fail=fail):
        if located.path in seen:
            continue
        place = located.place
        folded = fold(place)
        while fold(place) in taken:
            numbers[folded] = numbers.get(folded, 1) + 1
            place = f"{located.place}-{numbers[folded]}"
        seen.add(located.path)
        taken.add(fold(place))
        yield Located(located.path, place)


def _arrange(
    arguments: Sequence[str],
    *,
    recursive: bool,
    palettes: bool = False,
    fail: Callable[[CvpaletteError], None],
) -> Iterator[Located]:
    folders = {argument for argument in arguments if is_many(argument)}
    has_several = sum(argument in folders for argument in arguments) > 1
    files = (split_group(argument) for argument in arguments if argument not in folders)
    # Results of a group have the group's name.
    names = {fold(PurePath(file).name) for file, group in files if not group}
    namesakes = Counter(PurePath(name).stem for name in names)
    for argument in arguments:
        base, path = "", PurePath(argument)
        if has_several and argument in folders:
            base = readable(Path(argument).resolve().name)
        for located in _locate(argument, recursive=recursive, palettes=palettes, fail=fail):
            is_shared = (
                argument not in folders and fold(path.name) in names and namesakes[fold(path.stem)] > 1
            )
            place = readable(path.name) if is_shared else located.place
            yield Located(located.path, PurePath(base, place).as_posix())


def _locate(
    argument: str, *, recursive: bool, palettes: bool, fail: Callable[[CvpaletteError], None]
) -> Iterator[Located]:
    try:
        yield from locate_sources(argument, recursive=recursive, palettes=palettes)
    except CvpaletteError as error:
        fail(error)


STDOUT: Final = "-"
# Pages and drawings are text, but not for reading.
_PAGES: Final = (".html", ".htm", ".xhtml", ".svg", ".xml")
# A terminal shows longer text only if its lines are for people.
_SHORT: Final = 4096
_LONGEST_LINE: Final = 500
# Files for many sources that a terminal shows: they have a line for each.
_LINES: Final = (".jsonl", ".csv", ".tsv", ".txt")
_NOT_SHARED: Final = "stdout cannot hold several files; name a folder with --output"


def _is_for_reading(contents: str, suffix: str) -> bool:
    """Tell whether a person at a terminal wants to see a text."""
    if suffix.lower().endswith(_PAGES):
        return False
    return len(contents) <= _SHORT or max(map(len, contents.splitlines())) <= _LONGEST_LINE


class Target:
    """The place that a run writes to, and the files that it has written.

    Without `output`, one format goes to stdout. What is not for reading never goes to a terminal: it becomes
    a file in the current folder, named after its source.
    """

    def __init__(
        self,
        output: str | None,
        inputs: Inputs,
        *,
        many: bool = False,
        one_format: bool = True,
        force: bool = False,
    ) -> None:
        """Take `output` as the user named it: None if the user did not, '-' for stdout.

        With `many`, there may be more than one file, so `output` is a folder.
        """
        self.output = output
        self._inputs = inputs
        self._many = many
        self._one_format = one_format
        self.force = force
        self.shows = bool(sys.stdout) and sys.stdout.isatty()
        #: How many contents went to stdout.
        self.sent = 0
        self._written: set[str] = set()

    @property
    def is_stdout(self) -> bool:
        """Whether text goes to stdout; if that is a terminal, a person sees it."""
        return self.output == STDOUT or (self.output is None and self._one_format)

    @property
    def takes_many(self) -> bool:
        """Whether `output` names a folder: one that exists, ends in a slash, or has to hold many files."""
        if self.output in {None, STDOUT}:
            return False
        return self._many or is_folder(str(self.output)) or ends_as_folder(str(self.output))

    @property
    def names_files(self) -> bool:
        """Whether the files are named here, in the current folder, because the user named no place."""
        return self.output is None

    def prepare(self) -> None:
        """Make the folder, or check that the file's folder exists; raises SettingsError or WriteError."""
        if self.output in {None, STDOUT}:
            return
        path = Path(str(self.output))
        if not self.takes_many:
            if not is_folder(path.parent):
                raise WriteError(
                    str(path), f"there is no folder {quote(path.parent)} to write it to; make it first"
                )
            return
        if not is_folder(path):
            self._require_folder_name(path)
        with worded(path):
            path.mkdir(parents=True, exist_ok=True)

    @property
    def path(self) -> Path | str | None:
        """The path, or the address in a store, that `output` names; None for stdout or nothing."""
        return None if self.output in {None, STDOUT} else Path(str(self.output))

    def name_combined(self, suffix: str) -> Path | None:
        """Return a name for the file of all sources if it would go to a terminal and is not for reading."""
        if self.output is not None or not self.shows or suffix.lower().endswith(_LINES):
            return None
        folders = [each for each in self._inputs.arguments if is_many(each)]
        is_one = len(self._inputs.arguments) == 1 and folders and not is_store(folders[0])
        stem = readable(Path(folders[0]).resolve().name) if is_one else ""
        return Path(f"{stem or 'palettes'}{suffix}")

    def write(self, contents: Contents, place: str, suffix: str) -> Path | str | None:
        """Write text (in UTF-8), bytes or a set of files; returns the path, or None for stdout.

        `place` is the path of a source's files in the folder, without a suffix. A set of files becomes a
        folder, or an archive if the target ends in .zip. Raises WriteError if a file cannot, or must not, be
        written; existing files are then unchanged. Raises SettingsError for what stdout cannot hold.
        """
        if self._goes_to_stdout(contents, suffix):
            if isinstance(contents, Mapping):
                raise SettingsError(_NOT_SHARED)
            write_to_stdout(contents)
            self.sent += 1
            return None
        path = Path(str(self.output or ""))
        is_named = self.output is not None and not (self.takes_many and not self._holds_set(path, contents))
        if not is_named:
            path /= f"{place}{suffix}"
        with worded(path):
            if not is_named:
                self._make_folder_of(path)
            if isinstance(contents, Mapping) and path.suffix.lower() != ZIP:
                self._write_set(path, contents)
                return path
            self.allow(path, is_named=is_named)
            if not isinstance(contents, Mapping):
                require_no_archive(path)
            data = zip_set(contents) if isinstance(contents, Mapping) else encode(contents)
            if is_named:
                replace_file(path, data)
            else:
                place_file(path, data, force=self.force)
            self._written.add(os.path.realpath(path))
        return path

    def _goes_to_stdout(self, contents: Contents, suffix: str) -> bool:
        """Tell whether contents go to stdout; raises SettingsError if several sources cannot share it."""
        if not self.is_stdout:
            return False
        is_page = suffix.lower().endswith(_PAGES)
        if self.output is None and self.shows:
            return isinstance(contents, str) and _is_for_reading(contents, suffix)
        if self._many and (is_page or not isinstance(contents, str)):
            raise SettingsError(_NOT_SHARED)
        return True

    def _holds_set(self, folder: Path, contents: Contents) -> bool:
        """Tell whether the named folder is one that an earlier run made for this set of files."""
        if self._many or not isinstance(contents, Mapping) or ends_as_folder(str(self.output)):
            return False
        return any(os.path.lexists(folder / name) for name in contents)

    def _make_folder_of(self, path: Path) -> None:
        """Make the folder of an unnamed file; raises WriteError if a link leads out of the target."""
        path.parent.mkdir(parents=True, exist_ok=True)
        root = os.path.realpath(self.output or os.curdir)
        folder = os.path.realpath(path.parent)
        if folder != root and not folder.startswith(root.rstrip(os.sep) + os.sep):
            raise WriteError(
                str(path), f"would leave {quote(self.output or os.curdir)} by a link; name another folder"
            )

    def _write_set(self, folder: Path, contents: Mapping[str, str | bytes]) -> None:
        for name in contents:
            self.allow(folder / name, is_named=False)
        paths = write_set(folder, contents, force=self.force)
        self._written.update(os.path.realpath(path) for path in paths)

    def has_written(self, path: str) -> bool:
        """Tell whether this run has written the file at a path."""
        return bool(self._written) and os.path.realpath(path) in self._written

    def allow(self, path: Path | str, *, is_named: bool) -> None:
        """Raise WriteError if the path is a source, or was written in this run, or exists unnamed."""
        if os.path.realpath(path) in self._written:
            raise WriteError(str(path), "is written in this run already; rename one of the images")
        if self._inputs.hold(path):
            raise WriteError(str(path), self._inputs.refusal(path))
        if os.path.lexists(path) and not is_named and not self.force:
            raise WriteError(str(path), f"exists and is kept; overwrite it with --force, or {self._other}")

    @property
    def _other(self) -> str:
        """What to do instead of overwriting a file, in words."""
        if self.output and not self.takes_many:
            return "go on with it with --resume"
        if self._many or not self._one_format or self.output:
            return "name another folder with --output"
        return "name a file with --output"

    def _require_folder_name(self, path: Path) -> None:
        if os.path.lexists(path):
            message = (
                f"{quote(path)} is a file, but more than one is to be written; name a folder with --output"
            )
            raise SettingsError(message)
        if path.suffix and not ends_as_folder(str(self.output)):
            message = (
                f"{quote(path)} is a name for the output of one source in one format, but more is to be "
                f"written; name a folder, such as {quote(str(path.with_suffix('')) + '/')}"
                f"{'' if self._one_format else ', or run it once for each format'}"
            )
            raise SettingsError(message)
