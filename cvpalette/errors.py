"""Defines every error that cvpalette raises on purpose, and explains libraries that cannot be loaded.

    CvpaletteError
    ├── SettingsError              an invalid setting: 0 colors, an unknown space            (ValueError)
    ├── ColorError                 a text that is not a color                                (ValueError)
    ├── LibraryError               OpenCV or NumPy cannot be loaded                          (ImportError)
    ├── NamedError                 a source, file, process or cluster failed: the error names it
    │   ├── ImageError                 a source that cannot be read as an image              (ValueError)
    │   ├── PaletteFileError           a source that cannot be read as a palette             (ValueError)
    │   ├── WorkerError                a process, or an executor, that died while it worked  (RuntimeError)
    │   ├── ClusterError               only the command's: a cluster that is gone            (RuntimeError)
    │   └── WriteError                 a file that cannot be written, or must not be         (OSError)
    └── OutputError                an output failed: the error names it and its distribution
        ├── OutputNotFoundError        find: no output has this name
        │   └── OutputConflictError        find: two distributions have an output of this name
        ├── OutputLoadError            load: it cannot be imported, or is not an output
        ├── OptionError                configure: an unknown option, or a value it refuses   (ValueError)
        ├── OutputConfigureError       configure: it raised something else
        └── OutputRenderError          render: it raised, or returned neither str nor bytes

Each error keeps its arguments as attributes. Each can be pickled, since a batch may read its images in
other processes. No error holds a file's bytes.

An ImageError and a PaletteFileError have a `problem` for programs and a `reason` for people. The problems:

    not-found        the file, the object or the host does not exist
    not-permitted    the system, the server or the store refuses access
    not-a-file       the source is a folder, a named pipe, a socket or a device
    unreachable      the disk, the network or the store does not deliver the bytes
    refused          cvpalette may not read the source: it has a private address, or is in a store
    unsupported      this format or feature is not read, or not without an extra, or `only` leaves it out
    damaged          the bytes contradict their format
    truncated        the bytes end too early
    too-large        the source has more pixels or bytes than are allowed, or than fit into memory
    empty            the source has no bytes, no pixels, no images or no colors
    nothing-counts   the source has pixels, but the options leave all of them out (a NothingCountsError)
    invalid          this is not a kind of source; or the frame or region is missing; or the mask does not fit
"""

from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENAMETOOLONG
from typing import Final, Literal, TypeAlias

from cvpalette.messages import conceal, listed, quote

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
    "naming",
    "problem_of",
]

#: What is wrong with a source. The docstring of this module explains each.
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
    """Return the problem that stands for an exception of the operating system."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "not-found"
        case PermissionError():
            return "not-permitted"
        case OSError() if error.errno == ENAMETOOLONG:
            return "invalid"
        case OSError():
            return "unreachable"
        case _:  # ValueError: no file can have this name, or the file is closed
            return "invalid"


class CvpaletteError(Exception):
    """The base class of every error of cvpalette; its text is for people.

    Example:
        >>> for source in ("missing.jpg", "broken.jpg"):
        ...     try:
        ...         cvpalette.extract(source)
        ...     except cvpalette.CvpaletteError as error:
        ...         print(type(error).__name__, error)
        ImageError 'missing.jpg': no such file or directory
        ImageError 'broken.jpg': is cut short: the file ends before its picture does
    """


class SettingsError(CvpaletteError, ValueError):
    """A setting has an invalid value; the text says which values there are.

    `setting` is the name of the setting, such as 'colors', and empty if there is no single one.

    Example:
        >>> cvpalette.extract("photo.jpg", colors=0)
        Traceback (most recent call last):
            ...
        cvpalette.errors.SettingsError: '0' is no number of colors; give 1 to 256, or 'auto'
        >>> try:
        ...     cvpalette.Settings(colors=0)
        ... except cvpalette.SettingsError as error:
        ...     print(error.setting)
        colors
    """

    setting = ""


@contextmanager
def naming(setting: str) -> Iterator[None]:
    """Give a SettingsError the name of the setting that it is about, unless it has one."""
    try:
        yield
    except SettingsError as error:
        error.setting = error.setting or setting
        raise


class ColorError(CvpaletteError, ValueError):
    """A value is not a color.

    Example:
        >>> cvpalette.Color(0, 0, 256)
        Traceback (most recent call last):
            ...
        cvpalette.errors.ColorError: a channel is a whole number from 0 to 255, not 256
    """


# A name with more letters is cut in errors: few paths have as many, and what a stranger sends has no limit.
_LONGEST: Final = 1024
_BEGINNING: Final = 100


def _call(name: str) -> str:
    """Return a name as errors have it."""
    name = conceal(name)
    return f"{name[:_BEGINNING]}\u2026" if len(name) > _LONGEST else name


class NamedError(CvpaletteError):
    """Something that the user named fails: a source, a file, a process or a cluster.

    `name` is what the user named, without the passwords and tokens that a URL may have, and `reason` is what
    is wrong with it, in words. `problem` is the same as a
    word for programs, and empty if there is no such word.

    Example:
        >>> try:
        ...     cvpalette.extract("missing.jpg")
        ... except cvpalette.NamedError as error:
        ...     print(error.name, "|", error.reason)
        missing.jpg | no such file or directory
    """

    problem: Problem | Literal[""] = ""

    def __init__(self, name: str, reason: str) -> None:
        """Keep the name as the user wrote it, but for passwords in it, and the reason in plain words."""
        name = _call(name)
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    @property
    def source(self) -> str:
        """The name, under the attribute that results and other errors have too."""
        return self.name

    def __str__(self) -> str:
        """Give the name in quotes, then the reason."""
        return f"{quote(self.name)}: {self.reason}"

    def advise(self, advice: str) -> None:
        """Add to the reason what would work, also in the pickled error."""
        if advice:
            self.reason = f"{self.reason}; {advice}"
            self.args = (self.name, self.reason, *self.args[2:])

    def rename(self, name: str) -> None:
        """Change the name, also in the pickled error."""
        self.name = _call(name)
        self.args = (self.name, *self.args[1:])


class ImageError(NamedError, ValueError):
    """A source cannot be read as an image.

    `problem` is what is wrong as a word for programs, and `reason` is the same for people, in words. `pixels`
    is the number of pixels of a source that is too large, else 0. `is_shallow` is true for a folder without
    images whose subfolders were not searched.

    Example:
        >>> try:
        ...     cvpalette.extract("photo.jpg", max_pixels=1000)
        ... except cvpalette.ImageError as error:
        ...     print(error.source, "|", error.problem, "|", error.reason)
        photo.jpg | too-large | has 38,400 pixels (240 x 160), more than max_pixels=1,000 allows
    """

    problem: Problem

    def __init__(
        self, name: str, reason: str, problem: Problem, *, pixels: int = 0, is_shallow: bool = False
    ) -> None:
        """Keep the problem too, for programs."""
        super().__init__(name, reason)
        self.args = (self.name, reason, problem)
        self.problem = problem
        self.pixels = pixels
        self.is_shallow = is_shallow


class PaletteFileError(NamedError, ValueError):
    """A source cannot be read as a palette; `problem` and `reason` are as those of ImageError.

    Example:
        >>> cvpalette.read_palette("notes.txt")
        Traceback (most recent call last):
            ...
        cvpalette.errors.PaletteFileError: 'notes.txt': is no palette that cvpalette reads
    """

    problem: Problem

    def __init__(self, name: str, reason: str, problem: Problem) -> None:
        """Keep the problem too, for programs."""
        super().__init__(name, reason)
        self.args = (self.name, reason, problem)
        self.problem = problem


class WorkerError(NamedError, RuntimeError):
    """A process or an executor died while it worked on a source, such as one that ran out of memory.

    It is the `error` of an Outcome, and is raised only if no process can be started at all.

    Example:
        >>> error = cvpalette.WorkerError("huge.tif", "was at work when the executor broke")
        >>> print(error)
        'huge.tif': was at work when the executor broke
    """


class ClusterError(NamedError, RuntimeError):
    """A cluster cannot be reached, or is gone."""


class WriteError(NamedError, OSError):
    """A file cannot be written, or must not be.

    Example:
        >>> cvpalette.save(cvpalette.read_palette("brand.gpl"), "brand.gpl")
        Traceback (most recent call last):
            ...
        cvpalette.errors.WriteError: 'brand.gpl': is the source, and a source is never overwritten; …
    """


class LibraryError(CvpaletteError, ImportError):
    """A library that cvpalette needs cannot be loaded; the text says what to install.

    Example:
        >>> issubclass(cvpalette.LibraryError, ImportError)
        True
    """


class OutputError(CvpaletteError):
    """An output fails.

    `output` is its name. `distribution` is the installed package that has it. `source` is the image that it
    failed at, in a batch. `reason` is what is wrong, in words.

    Example:
        >>> brand = cvpalette.read_palette("brand.gpl")
        >>> try:
        ...     cvpalette.render(brand, "css", prefixes="brand")
        ... except cvpalette.OutputError as error:
        ...     print(error.output, "|", error.distribution, "|", error.reason)
        css | cvpalette | it has no option 'prefixes'; did you mean 'prefix'?
    """

    verb = "failed"
    source = ""
    is_refusal = False

    def __init__(self, output: str, distribution: str, reason: str) -> None:
        """Keep the output's name, its distribution (which may be empty) and the reason."""
        super().__init__(output, distribution, reason)
        self.output = output
        self.distribution = distribution
        self.reason = reason

    def __str__(self) -> str:
        """Name the output, and its distribution unless that is cvpalette, then give the reason."""
        is_foreign = self.distribution not in {"", "cvpalette"}
        owner = f" of {quote(self.distribution)}" if is_foreign else ""
        # What an output refuses, it says in a sentence of its own.
        verb = f" {self.verb}" if self.verb and not (self.is_refusal and not self.source) else ""
        source = f" {quote(self.source)}" if self.source else ""
        return f"output {quote(self.output)}{owner}{verb}{source}: {self.reason}"


class OutputNotFoundError(OutputError):
    """No installed output has this name; the reason is a whole sentence.

    `known` are the names there are. `is_only_read` is true for a format that can only be read.

    Example:
        >>> cvpalette.find_output("scs")
        Traceback (most recent call last):
            ...
        cvpalette.errors.OutputNotFoundError: no output named 'scs'; did you mean 'scss'?
    """

    known: tuple[str, ...] = ()
    is_only_read = False

    def __str__(self) -> str:
        """Give only the reason, and the names there are: there is no output to name."""
        return self.reason + (f"; there are {listed(list(self.known), 'and')}" if self.known else "")


class OutputConflictError(OutputNotFoundError):
    """Two distributions have an output of the same name, so neither is used.

    Example:
        >>> issubclass(cvpalette.OutputConflictError, cvpalette.OutputNotFoundError)
        True
    """


class OutputLoadError(OutputError):
    """An output cannot be imported, or its entry point does not name an output.

    Example:
        >>> issubclass(cvpalette.OutputLoadError, cvpalette.OutputError)
        True
    """

    verb = "cannot be loaded"


class OptionError(OutputError, ValueError):
    """An output has no such option, or refuses its value.

    Example:
        >>> cvpalette.render(cvpalette.read_palette("brand.gpl"), "css", notation="cmyk")
        Traceback (most recent call last):
            ...
        cvpalette.errors.OptionError: … option 'notation' is 'hex', 'rgb', 'hsl' or 'oklch', not 'cmyk'
    """

    verb = ""


class OutputConfigureError(OutputError):
    """An output raised an unexpected exception while it took its options.

    Example:
        >>> issubclass(cvpalette.OutputConfigureError, cvpalette.OutputError)
        True
    """

    verb = "does not take its options"


class OutputRenderError(OutputError):
    """An output raised while it rendered, or returned neither str nor bytes.

    `is_refusal` is true if the output says so itself: its format holds fewer colors, for example.

    Example:
        >>> cvpalette.render(cvpalette.extract("logo.png").result, "quantized")
        Traceback (most recent call last):
            ...
        cvpalette.errors.OutputRenderError: … it shows the image, and a result has none; give it what …
    """

    verb = "cannot render"


# The libraries that OpenCV's windows need, and their packages in Debian and the systems based on it.
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
_OLDEST_NUMPY: Final = (2, 0)
# Each of these distributions has the module cv2. Two of them at once overwrite each other's files.
_USUAL: Final = "opencv-python"
_HEADLESS: Final = "opencv-python-headless"
_OPENCVS: Final = (_USUAL, _HEADLESS, "opencv-contrib-python", "opencv-contrib-python-headless")


@contextmanager
def explain_imports() -> Iterator[None]:
    """Turn an ImportError about NumPy or OpenCV into a LibraryError."""
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
    """Return what to do about an error, or None if it is not about NumPy or OpenCV."""
    numpy = _version_of("numpy")
    if numpy is None:
        return "NumPy is not installed; install it with: pip install numpy"
    if tuple(int(part) for part in numpy.split(".")[:2]) < _OLDEST_NUMPY:
        return f"NumPy {numpy} is too old; upgrade it with: {_upgrade()}"
    if isinstance(error, ImportError):
        return _explain_opencv(error, numpy)
    # A folder `cv2` that has lost its files is a module that has nothing.
    module = getattr(error, "obj", None)
    is_empty = getattr(module, "__name__", "") == "cv2" and not getattr(module, "__file__", None)
    return _tell_missing() if is_empty else None


def _explain_opencv(error: ImportError, numpy: str) -> str | None:
    import re  # noqa: PLC0415 -- importing cvpalette must take almost no time

    if isinstance(error, ModuleNotFoundError) and error.name == "cv2":
        return _tell_missing()
    if "numpy" in str(error):
        return f"OpenCV does not work with NumPy {numpy}; upgrade both with: {_upgrade()}"
    found = re.search(_SHARED_LIBRARY, str(error))
    if not found:
        return None
    package = _PACKAGES.get(found[1])
    system = f"install it with: apt install {package}" if package else "install it"
    installed = " ".join(each for each in _find_opencvs() if not each.endswith("headless")) or _USUAL
    return (
        f"OpenCV needs {quote(found[0])}, which this system does not have; {system}\n"
        f"or use the OpenCV that does not need it: pip uninstall --yes {installed}; pip install {_HEADLESS}"
    )


def _tell_missing() -> str:
    """Tell that there is no cv2, or that another distribution has taken its files along."""
    installed = _find_opencvs()
    if not installed:
        return (
            f"OpenCV is not installed; install it with: pip install {_USUAL}\n"
            f"or, without what only windows need: pip install {_HEADLESS}"
        )
    again = f"pip uninstall --yes {' '.join(installed)}; pip install {installed[-1]}"
    return (
        f"OpenCV is installed, as {listed(installed, 'and')}, but its files are missing: two of its packages "
        f"have the same files, and go together; install one anew with: {again}"
    )


def _upgrade() -> str:
    return f"pip install --upgrade 'numpy>=2.0.2' {next(iter(_find_opencvs()), _USUAL)}"


def _find_opencvs() -> list[str]:
    """Return the distributions of OpenCV that are installed."""
    return [each for each in _OPENCVS if _version_of(each)]


def _version_of(distribution: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 -- as above

    try:
        return version(distribution)
    except PackageNotFoundError:
        return None
