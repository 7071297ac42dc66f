"""explained(): where OpenCV or NumPy cannot be loaded, one message says what to install."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from cvpalette.errors import LibraryError
from cvpalette.messages import quote

__all__ = ["explained"]

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
def explained() -> Iterator[None]:
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
