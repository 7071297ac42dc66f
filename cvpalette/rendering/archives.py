"""ZIP archives of palettes: written the same for the same palette, and read within limits."""

import io
import zipfile
from collections.abc import Mapping
from typing import Final

__all__ = ["Archive", "write_archive"]

# Real files have a few kilobytes. An ICC profile for CMYK has up to some megabytes.
_MOST_BYTES: Final = 1 << 20
_MOST_PROFILE: Final = 1 << 22
_UNIX: Final = 3
_BEGINNING: Final = b"PK\3\4"


def write_archive(files: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP archive of files, in order.

    It has no date and no compression, since versions of zlib differ: equal files give equal bytes.
    """
    contents = io.BytesIO()
    with zipfile.ZipFile(contents, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.create_system = _UNIX
            archive.writestr(entry, data)
    return contents.getvalue()


class Archive:
    """A ZIP archive in memory; its files are unpacked one at a time."""

    def __init__(self, data: bytes, whole: str) -> None:
        """Open the archive; `whole` describes in an error what the data should be. Raises ValueError."""
        self._whole = whole
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._names = set(self._archive.namelist())
        except Exception as error:  # errors of zipfile for broken archives have no common base
            cut = ": the archive is damaged or cut short" if data.startswith(_BEGINNING) else ""
            message = f"{whole}{cut}"
            raise ValueError(message) from error

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a file of this name."""
        return name in self._names

    @property
    def names(self) -> list[str]:
        """The names of its files, sorted."""
        return sorted(self._names)

    def read(self, name: str, *, most: int = _MOST_BYTES) -> bytes:
        """Return a file; a limit holds, whatever size the archive claims. Raises ValueError."""
        try:
            entry = self._archive.getinfo(name)
            # Other compression methods may ask for gigabytes of memory before the first byte.
            if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise NotImplementedError
            with self._archive.open(entry) as file:
                unpacked = file.read(most + 1)
        except Exception as error:  # errors of zipfile and zlib for broken archives have no common base
            raise ValueError(self._whole) from error
        if len(unpacked) > most:
            message = f"its '{name}' is larger than {most >> 20} MiB unpacked, too large for a palette"
            raise ValueError(message)
        return unpacked

    def read_profile(self, name: str) -> bytes:
        """Return an ICC profile, which may be larger than a palette; raises ValueError."""
        return self.read(name, most=_MOST_PROFILE)
