"""What a path names, for paths that people typed: too long ones and ones with odd bytes name nothing."""

import os
import re
from typing import Final

__all__ = ["is_folder", "is_same_file", "names_path"]

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def names_path(source: str) -> bool:
    """Tell whether a source is a path, rather than an address, stdin or nothing."""
    return source not in {"", "-"} and not _ADDRESS.match(source)


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Tell whether a path names a folder."""
    # Path.is_dir() raises for a name that is longer than names can be.
    return os.path.isdir(path)  # noqa: PTH112


def is_same_file(path: str | os.PathLike[str], other: str | os.PathLike[str] | int) -> bool:
    """Tell whether two paths name one file, by whatever links; the other may be an open descriptor."""
    try:
        return os.path.samefile(path, other)  # noqa: PTH121
    except (OSError, ValueError):
        return False
