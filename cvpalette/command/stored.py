"""StoreTarget: writes contents to a folder or a single object in a store, such as s3://bucket/folder."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from cvpalette.command.target import Target
from cvpalette.errors import ImageError, SettingsError, WriteError
from cvpalette.messages import quote
from cvpalette.plugins.contract import Contents
from cvpalette.plugins.files import ZIP, encode, zip_set
from cvpalette.sources.store import exists_in_store, filling, resolve_in_store, write_to_store

__all__ = ["StoreTarget", "filling_stored"]


@contextmanager
def filling_stored(address: str) -> Iterator[Callable[[bytes], object]]:
    """Give a function that writes pieces; they are stored when the `with` ends; raises WriteError."""
    with filling(address) as write:
        yield write


class StoreTarget(Target):
    """The place in a store that a run writes to, and the objects that it has written; no folder is made."""

    @property
    def takes_many(self) -> bool:
        """Whether `output` is a folder: the addresses of all files begin with it."""
        return self._many or self.path.endswith("/")

    @property
    def path(self) -> str:
        """The address that the user gave."""
        return str(self.output)

    def prepare(self) -> None:
        """Check the address before any slow work; raises SettingsError or WriteError."""
        with _worded():
            resolve_in_store(self.path)
        if self.takes_many and not self.path.endswith("/") and PurePosixPath(self.path).suffix:
            message = (
                f"{quote(self.path)} is a name for the output of one source in one format, but more is to be"
            )
            folder = quote(f"{self.path.removesuffix(PurePosixPath(self.path).suffix)}/")
            raise SettingsError(f"{message} written; name a folder, such as {folder}")

    def write(self, contents: Contents, place: str, suffix: str) -> str:
        """Write text (in UTF-8), bytes or a set of files, and return the address; raises WriteError."""
        is_named = not self.takes_many
        address = self.path if is_named else f"{self.path.rstrip('/')}/{place}{suffix}"
        if not isinstance(contents, Mapping):
            files: Mapping[str, str | bytes] = {address: contents}
        elif address.lower().endswith(ZIP):
            files = {address: zip_set(contents)}
        else:
            files = {f"{address}/{name}": data for name, data in contents.items()}
        for each in files:
            self.allow(each, is_named=is_named)
        with _worded():
            for each, data in files.items():
                write_to_store(each, encode(data))
                self._written.add(resolve_in_store(each))
        return address

    def has_written(self, path: str) -> bool:
        """Tell whether this run has written to an address."""
        return path in self._written

    def allow(self, path: Path | str, *, is_named: bool) -> None:
        """Raise WriteError if the address is a source, or was written in this run, or exists unnamed."""
        address = str(path)
        with _worded():
            if resolve_in_store(address) in self._written:
                raise WriteError(address, "is written in this run already; rename one of the images")
            if not exists_in_store(address):
                return
            if self._inputs.hold(address):
                raise WriteError(address, self._inputs.refusal(address, "object"))
            if not is_named and not self.force:
                raise WriteError(address, "exists and is kept; overwrite it with --force")


@contextmanager
def _worded() -> Iterator[None]:
    try:
        yield
    except ImageError as error:
        raise WriteError(error.name, error.reason) from error
