"""Formats names and reasons for messages: in quotes, on one line, as valid text. Compares names too."""

import os
from collections.abc import Iterable

__all__ = ["cause_of", "conceal", "fold", "guess", "listed", "printable", "quote", "readable", "reason_of"]


# The scheme, the user with a password, the host with the path, and the query.
_ADDRESS = r"(?i)([a-z][a-z0-9+.-]+://)([^/?#]*@)?([^?#]*)(\?[^#]*)?"
_HIDDEN = "\u2026"


def conceal(name: str) -> str:
    """Return the name of a source for messages, without the passwords and tokens that an address may have.

    Of an http or https URL, the query is hidden too; a checksum stands for it, so that two of them differ.
    """
    if "://" not in name:
        return name
    import re  # noqa: PLC0415 -- importing cvpalette must take almost no time

    found = re.match(_ADDRESS, name)
    if found:
        scheme, user, rest, query = found.groups()
        is_web = scheme.lower() in {"http://", "https://"}
        if is_web and query and not query.startswith(f"?{_HIDDEN}"):
            from zlib import crc32  # noqa: PLC0415 -- few sources are URLs

            query = f"?{_HIDDEN}{crc32(query.encode('utf-8', 'surrogateescape')):08x}"
        hidden = f"{_HIDDEN}@" if user else ""
        name = f"{scheme}{hidden}{rest}{query or ''}{name[found.end() :]}"
    return name


def readable(name: str | os.PathLike[str]) -> str:
    """Return `name` as valid text: bytes that cannot be decoded are escaped."""
    return os.fspath(name).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def fold(name: str) -> str:
    """Return a name in the form in which names that a person takes for the same are equal.

    Case does not count, nor how accents are written: so Windows and macOS compare the names of files.
    """
    if name.isascii():
        return name.lower()
    from unicodedata import normalize  # noqa: PLC0415 -- most names are ASCII

    return normalize("NFC", normalize("NFC", name).casefold())


def printable(name: str | os.PathLike[str]) -> str:
    """Return `name` as valid text on one line: control characters are escaped too."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in readable(name))


def quote(name: str | os.PathLike[str]) -> str:
    """Return `name` for a message: in quotes, on one line."""
    return f"'{printable(name)}'"


def listed(names: list[str], last: str = "or") -> str:
    """Return names for a sentence, each in quotes: `'a', 'b' or 'c'`."""
    quoted = [quote(name) for name in names]
    return f" {last} ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


# Words that share three quarters of their letters are near: "csss" and "css", but not "vscode" and "barcode".
_NEAR = 0.75
_SHORTEST_BEGINNING = 3
_MOST_GUESSES = 3


def guess(word: str, names: Iterable[str]) -> str:
    """Return `; did you mean 'css' or 'csv'?` for the names that a mistyped word is near to, or ''.

    A name is near if the words share most of their letters in order (difflib's ratio), or if it begins with
    the word. The dashes before an option do not count.
    """
    from difflib import SequenceMatcher  # noqa: PLC0415 -- only a slip needs it

    wanted = word.lower().strip("-")
    ratios = {}
    for name in names:
        bare = name.lower().strip("-")
        begins = len(wanted) >= _SHORTEST_BEGINNING and bare.startswith(wanted)
        ratio = SequenceMatcher(None, wanted, bare).ratio()
        ratios[name] = max(ratio, _NEAR) if begins else ratio
    best = max(ratios.values(), default=0.0)
    near = [name for name, ratio in ratios.items() if ratio == best][:_MOST_GUESSES]
    return f"; did you mean {listed(near)}?" if wanted and best >= _NEAR else ""


def reason_of(error: Exception) -> str:
    """Return the operating system's words for an error, with a small first letter."""
    reason = getattr(error, "strerror", None) or str(error)
    return f"{reason[:1].lower()}{reason[1:]}"


def cause_of(error: BaseException) -> str:
    """Return an exception of another library in one line: its type, and the first line of its text."""
    try:
        said = str(error).strip()
    except Exception:  # noqa: BLE001 -- the exception's own __str__ may raise
        said = ""
    first = printable(said.splitlines()[0]) if said else ""
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
