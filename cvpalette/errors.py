"""Every error that cvpalette raises on purpose.

    CvpaletteError
    ├── SettingsError              a setting that cannot be: 0 colours, an unknown space     (ValueError)
    ├── ColorError                 a text that is no colour                                  (ValueError)
    ├── LibraryError               OpenCV or NumPy cannot be loaded                          (ImportError)
    ├── NamedError                 what has a name that the user knows it by
    │   ├── ImageError                 a source that cannot be read as an image              (ValueError)
    │   │   └── UnknownFormatError         of no format that images have
    │   ├── PaletteFileError           a source that cannot be read as a palette             (ValueError)
    │   ├── WorkerError                a process, or an executor, that died at work          (RuntimeError)
    │   ├── ClusterError               a cluster that cannot be had, or is gone              (RuntimeError)
    │   └── WriteError                 a file that cannot, or must not, be written           (OSError)
    └── OutputError                an output that fails, named with its distribution
        ├── OutputNotFoundError        find: no output has that name
        │   └── OutputConflictError        find: two distributions claim one name
        ├── OutputLoadError            load: it cannot be imported, or is no output
        ├── OptionError                configure: an option it has not, or a value it refuses (ValueError)
        ├── OutputConfigureError       configure: it raised something else
        └── OutputRenderError          render: it raised, or gave neither str nor bytes

Each keeps what it was raised with as attributes, and survives pickling: a batch may read its images in
other processes.
"""

from typing import Self

from cvpalette.messages import quote

__all__ = [
    "ClusterError",
    "ColorError",
    "CvpaletteError",
    "ImageError",
    "LibraryError",
    "NamedError",
    "OptionError",
    "OutputConfigureError",
    "OutputConflictError",
    "OutputError",
    "OutputLoadError",
    "OutputNotFoundError",
    "OutputRenderError",
    "PaletteFileError",
    "SettingsError",
    "UnknownFormatError",
    "WorkerError",
    "WriteError",
]


class CvpaletteError(Exception):
    """The base of every error of cvpalette; its text is meant for people."""


class SettingsError(CvpaletteError, ValueError):
    """A setting has a value that cannot be."""


class ColorError(CvpaletteError, ValueError):
    """A text is no colour."""


class NamedError(CvpaletteError):
    """What is named, a source, a file or a cluster, fails for the reason given."""

    def __init__(self, name: str, reason: str) -> None:
        """Keep the name as the user gave it, and the reason in plain words."""
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    def __str__(self) -> str:
        """Give the name in quotes, then say why."""
        return f"{quote(self.name)}: {self.reason}"

    def rename(self, name: str) -> None:
        """Take another name, also for where it is pickled to."""
        self.name = name
        self.args = (name, *self.args[1:])


class ImageError(NamedError, ValueError):
    """A source cannot be read as an image."""


class UnknownFormatError(ImageError):
    """A source is of no format that images have, so it may hold something else."""

    def __init__(self, name: str, reason: str, short: str, data: bytes) -> None:
        """Keep what the source is called for short, and its bytes."""
        super().__init__(name, reason)
        self.args = (name, reason, short, data)
        self.short = short
        self.data = data

    def without_data(self) -> Self:
        """Return the error, which now holds neither the bytes nor the frames that read them."""
        self.data = b""
        self.args = (self.name, self.reason, self.short, b"")
        return self.with_traceback(None)


class PaletteFileError(NamedError, ValueError):
    """A source cannot be read as a palette."""


class WorkerError(NamedError, RuntimeError):
    """What worked on a source died of it, or with it."""


class ClusterError(NamedError, RuntimeError):
    """A cluster cannot be had, or is gone."""


class WriteError(NamedError, OSError):
    """A file cannot, or must not, be written."""


class LibraryError(CvpaletteError, ImportError):
    """A library that cvpalette is built on cannot be loaded; the text says what to install."""


class OutputError(CvpaletteError):
    """An output fails; `output` is its name, `distribution` whose it is, `source` at which of many."""

    verb = "failed"
    source = ""

    def __init__(self, output: str, distribution: str, reason: str) -> None:
        """Keep the output's name, its distribution (may be empty) and the reason."""
        super().__init__(output, distribution, reason)
        self.output = output
        self.distribution = distribution
        self.reason = reason

    def __str__(self) -> str:
        """Name the output and whose it is, then say why."""
        owner = f" of {quote(self.distribution)}" if self.distribution else ""
        source = f" {quote(self.source)}" if self.source else ""
        return f"output {quote(self.output)}{owner} {self.verb}{source}: {self.reason}"


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
