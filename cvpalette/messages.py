"""Formats names and reasons for messages: in quotes, on one line, as valid text."""

import os

__all__ = ["cause_of", "listed", "printable", "quote", "readable", "reason_of"]


def readable(name: str | os.PathLike[str]) -> str:
    """Return `name` as valid text: bytes that cannot be decoded are escaped."""
    return os.fspath(name).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


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
