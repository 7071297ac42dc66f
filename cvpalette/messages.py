"""Names and reasons as messages have them: in quotes, on one line, in valid text."""

import os

__all__ = ["cause_of", "listed", "printable", "quote", "readable", "reason_of"]


def readable(name: str | os.PathLike[str]) -> str:
    """Return `name` as valid text: its undecodable bytes escaped."""
    return os.fspath(name).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def printable(name: str | os.PathLike[str]) -> str:
    """Return `name` on one line, as valid text: its control characters escaped too."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in readable(name))


def quote(name: str | os.PathLike[str]) -> str:
    """Return `name` in quotes, on one line, fit for a message."""
    return f"'{printable(name)}'"


def listed(names: list[str], last: str = "or") -> str:
    """Return names in quotes as a sentence has them: `'a', 'b' or 'c'`."""
    quoted = [quote(name) for name in names]
    return f" {last} ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def reason_of(error: Exception) -> str:
    """Return the system's reason for an OSError in its own short words, in the middle of a sentence."""
    reason = getattr(error, "strerror", None) or str(error)
    return f"{reason[:1].lower()}{reason[1:]}"


def cause_of(error: BaseException) -> str:
    """Return an exception met in somebody else's code as one line: its type, and what it says."""
    try:
        said = str(error).strip()
    except Exception:  # noqa: BLE001 -- an exception's text is somebody else's code too
        said = ""
    first = printable(said.splitlines()[0]) if said else ""
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
