"""Finds the readers of palette files: outputs that parse their format, and readers without an output."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final

from cvpalette.color.palette import Palette
from cvpalette.errors import OutputError, OutputLoadError
from cvpalette.messages import cause_of, quote
from cvpalette.plugins.contract import PaletteReader, find_reader_problem, suffixes_of
from cvpalette.plugins.entrypoints import EntryPoint, find_entry_points, is_users
from cvpalette.plugins.registry import READERS, FoundOutput, LoadedOutput, find_outputs, tell_claims
from cvpalette.plugins.signatures import has_strict_sign, hint_readers

__all__ = [
    "READERS",
    "FoundReader",
    "LoadedReader",
    "find_contested",
    "find_readers",
    "group_suffixes",
    "order_readers",
]

_OWN: Final = "cvpalette"
# Suffixes of files of any program: such a file need not be meant for a reader that asks for it.
_SHARED: Final = frozenset(
    (".json", ".yaml", ".yml", ".toml", ".ini", ".conf", ".xml", ".js", ".cjs", ".mjs", ".ts", ".txt")
)
# Readers that take colors in any text or JSON.
_GENERIC: Final = frozenset(("json", "csv", "hex", "css", "scss", "less", "cpt", "coolors", "x11"))


@dataclass(frozen=True, slots=True)
class _Contested:
    """What stands for readers of one name: it has all their suffixes, and says whose they are."""

    suffix: str
    read_suffixes: tuple[str, ...]
    reason: str

    def parse(self, data: bytes) -> Palette:  # noqa: ARG002 -- no reader is asked
        """Refuse every file."""
        raise ValueError(self.reason)


@dataclass(frozen=True, slots=True)
class LoadedReader:
    """A reader that is imported: an object with `parse`."""

    name: str
    distribution: str
    reader: Any

    @property
    def is_contested(self) -> bool:
        """Whether several distributions have a reader of this name, so that none of them is used."""
        return isinstance(self.reader, _Contested)

    @property
    def suffix(self) -> str:
        """The suffix of its files."""
        return str(self.reader.suffix)

    @property
    def suffixes(self) -> tuple[str, ...]:
        """All suffixes of files that it is asked about first, in lower case."""
        combined = getattr(self.reader, "combined_suffix", self.suffix)
        further = getattr(self.reader, "read_suffixes", ())
        return tuple(str(each).lower() for each in (*suffixes_of(self.reader), combined, *further))

    @property
    def description(self) -> str:
        """The first line of the class's docstring."""
        return (self.reader.__doc__ or "").strip().split("\n", 1)[0]

    def claims(self, file_name: str) -> int:
        """Return the length of its longest suffix that ends the file's name, or is it, or 0."""
        return len(self._claim(file_name))

    def is_meant(self, file_name: str) -> bool:
        """Tell whether the file's name says that it is for this reader, and not for any of several."""
        suffix = self._claim(file_name)
        return bool(suffix) and (suffix not in _SHARED or suffix == f".{self.name}")

    def _claim(self, file_name: str) -> str:
        name = f".{file_name.lower()}"
        return max((suffix for suffix in self.suffixes if name.endswith(suffix)), key=len, default="")

    def parse(self, data: bytes, *, is_claimed: bool) -> Palette:
        """Parse a file; any error of the reader becomes a ValueError, worded for the user."""
        kind = "output" if hasattr(self.reader, "render") else "reader"
        whose = f"{kind} {quote(self.name)} of {quote(self.distribution)}"
        try:
            if not is_claimed and self._needs_suffix(data):
                raise ValueError("its name does not have the suffix of the format")
            palette = self.reader.parse(data)
        except ValueError:
            raise
        except BaseException as error:  # a plugin may raise anything
            if is_users(error):
                raise
            message = f"{whose} cannot parse it: {cause_of(error)}"
            raise ValueError(message) from error
        if isinstance(palette, Palette):
            return palette
        message = f"{whose} cannot parse it: it returned {quote(type(palette).__name__)}, no Palette"
        raise ValueError(message)

    def _needs_suffix(self, data: bytes) -> bool:
        """Tell whether it parses these bytes only in a file that has its suffix."""
        needs = getattr(self.reader, "needs_suffix", False)
        return bool(needs(data) if callable(needs) else needs)


@dataclass(frozen=True, slots=True)
class FoundReader:
    """A reader without an output that is installed but not yet imported."""

    name: str
    distribution: str
    version: str
    entry_point: EntryPoint

    def load(self) -> LoadedReader:
        """Import the reader; raises OutputLoadError."""
        try:
            reader = self.entry_point.load()
            problem = find_reader_problem(reader)
        except BaseException as error:  # a plugin's import may raise anything, or exit
            if is_users(error):
                raise
            raise OutputLoadError(self.name, self.distribution, cause_of(error)) from error
        if problem:
            raise OutputLoadError(self.name, self.distribution, f"{quote(self.entry_point.value)} {problem}")
        return LoadedReader(self.name, self.distribution, reader)


def group_suffixes(loaded: "LoadedOutput | LoadedReader") -> tuple[list[str], list[str]]:
    """Return the suffixes of a format, and those that an output only reads."""
    if isinstance(loaded, LoadedReader):
        return list(dict.fromkeys(loaded.suffixes)), []
    written = dict.fromkeys([*suffixes_of(loaded.output), loaded.combined_suffix])
    read = getattr(loaded.output, "read_suffixes", ())
    return list(written), [suffix for suffix in dict.fromkeys(read) if suffix not in written]


def find_readers() -> dict[str, list[FoundReader]]:
    """Return the installed readers without an output by name, sorted; two of one name are a conflict."""
    found: dict[str, list[FoundReader]] = {}
    for each in find_entry_points(READERS):
        owner = each.distribution or "an unnamed distribution"
        found.setdefault(each.name, []).append(FoundReader(each.name, owner, each.version, each))
    return found


def order_readers(file_name: str, data: bytes) -> Iterator[tuple[LoadedReader, bool]]:
    """Give all readers, the likeliest first, and whether each is meant by the file's name or first bytes.

    First come the readers of formats that only such bytes begin, then those with the file's suffix, then
    those of other distributions, and then the others. A reader is loaded when its turn comes. If only one
    format has the first bytes, no reader of any text or JSON is given after its own.
    """
    claims = _Claims()
    asked: set[str] = set()

    def ask(readers: Iterable[LoadedReader | None], *, is_sure: bool) -> Iterator[tuple[LoadedReader, bool]]:
        for reader in readers:
            if reader and reader.name not in asked:
                asked.add(reader.name)
                yield reader, is_sure or reader.is_meant(file_name)

    yield from ask(map(claims.load, hint_readers(data, sure=True)), is_sure=True)
    if has_strict_sign(data):
        asked |= _GENERIC
    # A reader with the suffix as its name is asked before the others are loaded, to save time. A name with
    # more dots may have a longer suffix of another reader, such as `.tokens.json`.
    namesake = claims.load(PurePath(file_name).suffix[1:].lower()) if file_name.count(".") == 1 else None
    if namesake and namesake.claims(file_name):
        yield from ask([namesake], is_sure=False)
    yield from ask(map(claims.load, claims.list_foreign()), is_sure=False)
    likely = list(hint_readers(data, sure=False))
    if not PurePath(file_name).suffix:
        yield from ask(map(claims.load, likely), is_sure=False)
    loaded = [reader for reader in map(claims.load, claims.names) if reader]
    ranks = {name: rank for rank, name in enumerate(likely)}
    loaded.sort(key=lambda reader: (-reader.claims(file_name), ranks.get(reader.name, len(ranks))))
    yield from ask(loaded, is_sure=False)


class _Claims:
    """The readers by name. With a name that two distributions claim, no file is read."""

    def __init__(self) -> None:
        self._found: dict[str, list[FoundOutput | FoundReader]] = {}
        for found in (find_outputs(), find_readers()):
            for name, claims in found.items():
                self._found.setdefault(name, []).extend(claims)

    @property
    def names(self) -> list[str]:
        return sorted(self._found)

    def list_foreign(self) -> list[str]:
        """Return the names that are not of cvpalette's own readers."""
        return [name for name in self.names if any(each.distribution != _OWN for each in self._found[name])]

    def load(self, name: str) -> LoadedReader | None:
        """Return the reader of a name; None if it is missing or broken, or cannot parse.

        If several distributions claim the name, it is a reader that refuses every file and names them.
        """
        claims = self._found.get(name, [])
        loaded = [_load(claim) for claim in claims]
        if len(claims) < 2:
            return loaded[0] if loaded else None
        contested = find_contested(claims)
        if contested:
            suffixes = tuple(suffix for each in loaded if each for suffix in each.suffixes)
            return LoadedReader(name, "", _Contested("", suffixes, tell_contested(name, contested)))
        return next(filter(None, loaded), None)


def _load(found: FoundOutput | FoundReader) -> LoadedReader | None:
    """Return a reader; None if it is broken, or an output that cannot parse."""
    try:
        loaded = found.load()
    except OutputError:
        return None
    if isinstance(loaded, LoadedReader):
        return loaded
    is_one = isinstance(loaded.output, PaletteReader)
    return LoadedReader(found.name, found.distribution, loaded.output) if is_one else None


def find_contested(claims: Sequence[FoundOutput | FoundReader]) -> list[FoundOutput | FoundReader]:
    """Return those of the claims to one name that keep each other from reading; [] if there is no conflict.

    A reader may have the name of an output that does not read: together they are one format.
    """
    if len(claims) < 2:
        return []
    outputs = [claim for claim in claims if isinstance(claim, FoundOutput)]
    if len(outputs) == 1 and _only_writes(outputs[0]):
        claims = [claim for claim in claims if claim is not outputs[0]]
    return list(claims) if len(claims) > 1 else []


def _only_writes(found: FoundOutput) -> bool:
    try:
        return not isinstance(found.load().output, PaletteReader)
    except OutputError:  # nobody knows what it would do
        return False


def tell_contested(name: str, claims: Sequence[FoundOutput | FoundReader]) -> str:
    """Return the sentence about distributions that claim one name."""
    kinds = {type(claim) for claim in claims}
    kind = "format" if len(kinds) > 1 else "output" if FoundOutput in kinds else "reader"
    return tell_claims(kind, name, claims)
