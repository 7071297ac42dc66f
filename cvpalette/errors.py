"""Every error that cvpalette raises on purpose.

    CvpaletteError
    ├── SettingsError          a setting that cannot be: 0 colours, an unknown space     (ValueError)
    ├── ColorError             a text that is no colour                                  (ValueError)
    ├── ImageError             a source that cannot be read as an image                  (ValueError)
    ├── LibraryError           OpenCV or NumPy cannot be loaded                          (ImportError)
    ├── WriteError             a file that cannot, or must not, be written               (OSError)
    └── OutputError            an output that fails, named with its distribution
        ├── OutputNotFoundError    find: no output has that name
        │   └── OutputConflictError    find: two distributions claim one name
        ├── OutputLoadError        load: it cannot be imported, or is no output
        ├── OptionError            configure: an option it has not, or a value it refuses (ValueError)
        ├── OutputConfigureError   configure: it raised something else
        └── OutputRenderError      render: it raised, or gave neither str nor bytes

Each keeps what it was raised with as attributes, and survives pickling: a batch may read its images in
other processes.
"""

import os

__all__ = [
    "ColorError",
    "CvpaletteError",
    "ImageError",
    "LibraryError",
    "OptionError",
    "OutputConfigureError",
    "OutputConflictError",
    "OutputError",
    "OutputLoadError",
    "OutputNotFoundError",
    "OutputRenderError",
    "SettingsError",
    "WriteError",
    "cause_of",
    "listed",
    "printable",
    "quote",
    "readable",
    "reason_of",
]


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


class CvpaletteError(Exception):
    """The base of every error of cvpalette; its text is meant for people."""


class SettingsError(CvpaletteError, ValueError):
    """A setting has a value that cannot be."""


class ColorError(CvpaletteError, ValueError):
    """A text is no colour."""


class ImageError(CvpaletteError, ValueError):
    """A source cannot be read as an image, for the reason given."""

    def __init__(self, source: str, reason: str) -> None:
        """Keep the source's name as the user gave it, and the reason in plain words."""
        super().__init__(source, reason)
        self.source = source
        self.reason = reason

    def __str__(self) -> str:
        """Name the source in quotes, then say why."""
        return f"{quote(self.source)}: {self.reason}"


class LibraryError(CvpaletteError, ImportError):
    """A library that cvpalette is built on cannot be loaded; the text says what to install."""


class WriteError(CvpaletteError, OSError):
    """A file cannot, or must not, be written, for the reason given."""

    def __init__(self, path: str, reason: str) -> None:
        """Keep the target's path and the reason in plain words."""
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        """Name the file in quotes, then say why."""
        return f"{quote(self.path)}: {self.reason}"


class OutputError(CvpaletteError):
    """An output fails; `output` is its name and `distribution` whose it is."""

    verb = "failed"

    def __init__(self, output: str, distribution: str, reason: str) -> None:
        """Keep the output's name, its distribution (may be empty) and the reason."""
        super().__init__(output, distribution, reason)
        self.output = output
        self.distribution = distribution
        self.reason = reason

    def __str__(self) -> str:
        """Name the output and whose it is, then say why."""
        owner = f" of {quote(self.distribution)}" if self.distribution else ""
        return f"output {quote(self.output)}{owner} {self.verb}: {self.reason}"


class OutputNotFoundError(OutputError):
    """No installed output has that name; the reason is the whole sentence."""

    def __str__(self) -> str:
        """Give the reason alone: there is no output to name."""
        return self.reason


class OutputConflictError(OutputNotFoundError):
    """Two distributions claim one name, so neither is used."""


class OutputLoadError(OutputError):
    """An output cannot be imported, or what its entry point names is no output."""

    verb = "cannot be loaded"


class OptionError(OutputError, ValueError):
    """An output has no such option, or refuses its value."""

    verb = "cannot be configured"


class OutputConfigureError(OutputError):
    """An output raised something unforeseen while it took its options."""

    verb = "cannot be configured"


class OutputRenderError(OutputError):
    """An output raised while it rendered, or gave neither str nor bytes."""

    verb = "cannot render"


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
