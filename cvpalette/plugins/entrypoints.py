"""Reads entry points without importlib.metadata, since that import takes a tenth of the start time."""

import os
import re
import sys
from collections.abc import Iterator
from functools import reduce
from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any, Final, NamedTuple

__all__ = ["EntryPoint", "find_entry_points", "is_users"]

_REFERENCE: Final = re.compile(r"([\w.]++)\s*+(?::\s*+([\w.]++)\s*+)?(?:\[.*\]\s*+)?")
_INFOS: Final = (".dist-info", ".egg-info")


class EntryPoint(NamedTuple):
    """A name for an object in a distribution; `distribution` and `version` are empty if unknown."""

    name: str
    value: str
    distribution: str
    version: str

    def load(self) -> Any:
        """Import the object. Raises ValueError for a value that is not a reference, and any import error."""
        match = _REFERENCE.fullmatch(self.value)
        if match is None:
            message = f"{self.value!r} is no reference such as 'module:name'"
            raise ValueError(message)
        names = match[2].split(".") if match[2] else ()
        return reduce(getattr, names, import_module(match[1]))


def is_users(error: BaseException) -> bool:
    """Tell whether an error is the user's Ctrl-C, and no failure of a plugin.

    A plugin may raise anything, such as SystemExit, GeneratorExit or a KeyboardInterrupt of its own class.
    """
    return type(error) is KeyboardInterrupt


def find_entry_points(group: str) -> list[EntryPoint]:
    """Return a group's entry points, sorted.

    If distributions have the same name, only the first one on the path counts.
    """
    finders = [finder for finder in sys.meta_path if hasattr(finder, "find_distributions")]
    paths = [path for path in sys.path if isinstance(path, str)]
    # Only importlib.metadata can read archives and ask other finders.
    is_plain = finders == [PathFinder] and not any(p.endswith(".egg") or Path(p).is_file() for p in paths)
    found = _from_folders(paths, group) if is_plain else _from_metadata(group)
    return sorted(found)


def _from_metadata(group: str) -> Iterator[EntryPoint]:
    from importlib.metadata import entry_points  # noqa: PLC0415 -- 12 ms, mostly for its e-mail parser

    for found in entry_points(group=group):
        distribution = found.dist
        name, version = (distribution.name, distribution.version) if distribution else ("", "")
        yield EntryPoint(found.name, found.value, name or "", version or "")


def _from_folders(paths: list[str], group: str) -> Iterator[EntryPoint]:
    for info in _find_infos(paths):
        text = _read(info / "entry_points.txt")
        if f"[{group}]" not in text:
            continue
        about = _read(info / "METADATA") or _read(info / "PKG-INFO")
        owner, version = _header(about, "Name"), _header(about, "Version")
        for name, value in _pairs(text, group):
            yield EntryPoint(name, value, owner, version)


def _find_infos(paths: list[str]) -> Iterator[Path]:
    """Yield the metadata folder of each installed distribution; the first on the path hides later ones."""
    seen = set()
    for path in paths:
        try:
            names = os.listdir(path or ".")  # noqa: PTH208 -- only the names are needed
        except (OSError, ValueError):  # folders on the path need not exist
            continue
        for name in names:
            if not name.endswith(_INFOS):
                continue
            distribution = re.sub(r"[-_.]+", "_", name.rpartition(".")[0].partition("-")[0]).lower()
            if distribution not in seen:
                seen.add(distribution)
                yield Path(path, name)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:  # an .egg-info may be a file; most distributions have no entry points
        return ""


def _header(about: str, name: str) -> str:
    found = re.search(rf"^{name}:\s*(.*)$", about.partition("\n\n")[0], re.MULTILINE)
    return found[1].strip() if found else ""


def _pairs(text: str, group: str) -> Iterator[tuple[str, str]]:
    """Yield the names and values in a group's section of an entry_points.txt."""
    section = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif section == group and "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            yield name.strip(), value.strip()
