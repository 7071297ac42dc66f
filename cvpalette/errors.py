"""Every error that cvpalette raises on purpose, and what is said where a library cannot be loaded.

    CvpaletteError
    ├── SettingsError              a setting that cannot be: 0 colors, an unknown space     (ValueError)
    ├── ColorError                 a text that is no color                                  (ValueError)
    ├── LibraryError               OpenCV or NumPy cannot be loaded                          (ImportError)
    ├── NamedError                 what has a name that the user knows it by
    │   ├── ImageError                 a source that cannot be read as an image              (ValueError)
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
other processes. No error holds a file's bytes.

An ImageError and a PaletteFileError have a `problem`, for programs; their `reason` is for people:

    not-found        there is no such file, object or host
    not-permitted    the system, the server or the store refuses access
    not-a-file       it is a folder, a named pipe, a socket or a device
    unreachable      the disk, the network or the store does not give its bytes
    refused          cvpalette was not allowed to: a private address, a store
    unsupported      a format, or a feature of one, that is not read; or its extra is not installed
    damaged          its bytes contradict its format
    truncated        its bytes end too early
    too-large        it has more pixels or bytes than are allowed, or than there is memory for
    empty            it has no bytes, no pixels, no images or no colors
    nothing-counts   it has pixels, and what was asked for leaves none of them
    invalid          it is no kind of source; or it has no such frame or region, or its mask does not fit
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Literal, TypeAlias

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
    "Problem",
    "SettingsError",
    "WorkerError",
    "WriteError",
    "explain_imports",
    "problem_of",
]

#: What is wrong with a source; the module's docstring says what each means.
Problem: TypeAlias = Literal[
    "not-found",
    "not-permitted",
    "not-a-file",
    "unreachable",
    "refused",
    "unsupported",
    "damaged",
    "truncated",
    "too-large",
    "empty",
    "nothing-counts",
    "invalid",
]


def problem_of(error: Exception) -> Problem:
    """Return the problem that an error of the system's stands for, where it gives no bytes."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "not-found"
        case PermissionError():
            return "not-permitted"
        case OSError():
            return "unreachable"
        case _:  # a name that no file can have, or a file that is closed
            return "invalid"


class CvpaletteError(Exception):
    """The base of every error of cvpalette; its text is meant for people."""


class SettingsError(CvpaletteError, ValueError):
    """A setting has a value that cannot be."""


class ColorError(CvpaletteError, ValueError):
    """A text is no color."""


class NamedError(CvpaletteError):
    """What is named, a source, a file or a cluster, fails for the reason given."""

    def __init__(self, name: str, reason: str) -> None:
        """Keep the name as the user gave it, and the reason in plain words."""
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    @property
    def source(self) -> str:
        """The name, as results and other errors call it."""
        return self.name

    def __str__(self) -> str:
        """Give the name in quotes, then say why."""
        return f"{quote(self.name)}: {self.reason}"

    def rename(self, name: str) -> None:
        """Take another name, also for where it is pickled to."""
        self.name = name
        self.args = (name, *self.args[1:])


class ImageError(NamedError, ValueError):
    """A source cannot be read as an image.

    `pixels` is how many a source has that is too large, else 0. `is_shallow` tells of a folder without images
    that those below it were not looked into.
    """

    def __init__(
        self, name: str, reason: str, problem: Problem, *, pixels: int = 0, is_shallow: bool = False
    ) -> None:
        """Keep what is wrong, for programs too."""
        super().__init__(name, reason)
        self.args = (name, reason, problem)
        self.problem = problem
        self.pixels = pixels
        self.is_shallow = is_shallow


class PaletteFileError(NamedError, ValueError):
    """A source cannot be read as a palette."""

    def __init__(self, name: str, reason: str, problem: Problem) -> None:
        """Keep what is wrong, for programs too."""
        super().__init__(name, reason)
        self.args = (name, reason, problem)
        self.problem = problem


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


# The packages, of Debian and of what descends from it, with the libraries that OpenCV's windows need.
_PACKAGES: Final = {
    "libGL": "libgl1",
    "libEGL": "libegl1",
    "libgthread": "libglib2.0-0",
    "libglib": "libglib2.0-0",
    "libSM": "libsm6",
    "libICE": "libice6",
    "libXext": "libxext6",
    "libXrender": "libxrender1",
    "libX11": "libx11-6",
    "libxcb": "libxcb1",
}
_SHARED_LIBRARY: Final = r"(lib[\w+-]+?)(?:-[\d.]+)?\.so[\d.]*"
_HEADLESS: Final = "pip uninstall --yes opencv-python; pip install opencv-python-headless"
_OLDEST_NUMPY: Final = (2, 0)
_NUMPY: Final = "pip install --upgrade 'numpy>=2.0.2' opencv-python"


@contextmanager
def explain_imports() -> Iterator[None]:
    """Turn an ImportError of NumPy's or OpenCV's into a LibraryError."""
    try:
        yield
    except LibraryError:
        raise
    except (ImportError, AttributeError) as error:
        reason = _explain(error)
        if reason is None:
            raise
        raise LibraryError(reason) from error


def _explain(error: Exception) -> str | None:
    """Return what to do about an error, None where it is about something else."""
    installed = _numpy_version()
    if installed is None:
        return "NumPy is not installed; install it with: pip install numpy"
    if tuple(int(part) for part in installed.split(".")[:2]) < _OLDEST_NUMPY:
        return f"NumPy {installed} is too old; upgrade it with: {_NUMPY}"
    return _explain_opencv(error, installed) if isinstance(error, ImportError) else None


def _explain_opencv(error: ImportError, numpy: str) -> str | None:
    import re  # noqa: PLC0415 -- importing cvpalette is to cost next to nothing

    if isinstance(error, ModuleNotFoundError) and error.name == "cv2":
        return "OpenCV is not installed; install it with: pip install opencv-python"
    if "numpy" in str(error):
        return f"OpenCV does not work with NumPy {numpy}; upgrade both with: {_NUMPY}"
    found = re.search(_SHARED_LIBRARY, str(error))
    if not found:
        return None
    package = _PACKAGES.get(found[1])
    system = f"install it with: apt install {package}" if package else "install it"
    return (
        f"OpenCV needs {quote(found[0])}, which this system has not; {system}\n"
        f"or take the build that needs none: {_HEADLESS}"
    )


def _numpy_version() -> str | None:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 -- as above

    try:
        return version("numpy")
    except PackageNotFoundError:
        return None
