"""Where a library cannot be loaded, one message says what to install: tested by hiding the library."""

import subprocess
import sys
from pathlib import Path

import pytest

from cvpalette import errors
from cvpalette.errors import LibraryError, explain_imports

# Python looks into a script's folder first: what stands there hides what is installed.
PATH = "import sys; sys.path.insert(0, sys.argv.pop(1)); "
COMMAND = f"{PATH}from cvpalette.command.cli import main; sys.exit(main())"
LIBRARY = f"{PATH}import cvpalette; cvpalette.extract"


def _run(code: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-Ic", code, str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def _hide(folder: Path, module: str, code: str) -> None:
    (folder / module).mkdir()
    (folder / module / "__init__.py").write_text(code)


@pytest.mark.parametrize(
    ("library", "package"),
    [("libGL.so.1", "libgl1"), ("libgthread-2.0.so.0", "libglib2.0-0"), ("libSM.so.6", "libsm6")],
)
def test_a_missing_library_of_the_system_is_named_with_its_package(
    tmp_path: Path, stripes: Path, library: str, package: str
) -> None:
    """Or take OpenCV's headless build, which needs none."""
    reason = f"{library}: cannot open shared object file: No such file or directory"
    _hide(tmp_path, "cv2", f"raise ImportError({reason!r})")
    result = _run(COMMAND, tmp_path, str(stripes))
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        f"cvpalette: error: OpenCV needs '{library}', which this system does not have; "
        f"install it with: apt install {package}\n"
        "or use the OpenCV that does not need it: "
        "pip uninstall --yes opencv-python; pip install opencv-python-headless\n"
    )


# What pip leaves of a package that it removes may be a folder without files.
EMPTY = "import sys, types; sys.modules['cv2'] = types.ModuleType('cv2'); "


@pytest.mark.parametrize(
    ("before", "code", "said"),
    [
        ("", "raise ModuleNotFoundError(\"No module named 'cv2'\", name='cv2')", "OpenCV is installed, as"),
        (
            "",
            "raise ImportError('numpy.core.multiarray failed to import')",
            "OpenCV does not work with NumPy",
        ),
        (EMPTY, "", "OpenCV is installed, as"),
    ],
    ids=["no OpenCV", "another NumPy", "an empty OpenCV"],
)
def test_a_missing_package_is_named(tmp_path: Path, stripes: Path, before: str, code: str, said: str) -> None:
    """With the command that installs it."""
    _hide(tmp_path, "cv2", code)
    result = _run(before + COMMAND, tmp_path, str(stripes))
    assert result.returncode == 1
    assert result.stderr.startswith(f"cvpalette: error: {said}")
    assert "pip install" in result.stderr
    assert "Traceback" not in result.stderr


USUAL, HEADLESS = "opencv-python", "opencv-python-headless"
NO_CV2 = ModuleNotFoundError("No module named 'cv2'", name="cv2")
NO_LIBRARY = ImportError("libGL.so.1: cannot open shared object file: No such file or directory")
OLD = ImportError("numpy.core.multiarray failed to import")


@pytest.mark.parametrize(
    ("installed", "error", "said"),
    [
        (
            [],
            NO_CV2,
            f"not installed; install it with: pip install {USUAL}\nor, without what only windows need",
        ),
        ([HEADLESS], NO_CV2, f"anew with: pip uninstall --yes {HEADLESS}; pip install {HEADLESS}"),
        ([USUAL, HEADLESS], NO_CV2, f"as '{USUAL}' and '{HEADLESS}', but its files are missing"),
        ([USUAL, HEADLESS], NO_CV2, f"pip uninstall --yes {USUAL} {HEADLESS}; pip install {HEADLESS}"),
        ([USUAL], NO_LIBRARY, f"pip uninstall --yes {USUAL}; pip install {HEADLESS}"),
        (["opencv-contrib-python"], NO_LIBRARY, f"--yes opencv-contrib-python; pip install {HEADLESS}"),
        ([USUAL], OLD, f"pip install --upgrade 'numpy>=2.0.2' {USUAL}"),
        ([HEADLESS], OLD, f"pip install --upgrade 'numpy>=2.0.2' {HEADLESS}"),
    ],
)
def test_the_opencv_that_is_installed_is_kept_in_mind(
    monkeypatch: pytest.MonkeyPatch, installed: list[str], error: ImportError, said: str
) -> None:
    """Any of its packages will do, and no advice makes two of them meet: they have the same files."""
    versions = {"numpy": "2.4.6", **dict.fromkeys(installed, "5.0.0")}
    monkeypatch.setattr(errors, "_version_of", versions.get)
    with pytest.raises(LibraryError) as caught, explain_imports():
        raise error
    assert said in str(caught.value)


def test_a_numpy_that_is_too_old_is_named(tmp_path: Path, stripes: Path) -> None:
    """Its version is read without loading it."""
    _hide(tmp_path, "cv2", "raise AttributeError('_ARRAY_API not found')")
    (tmp_path / "numpy-1.26.4.dist-info").mkdir()
    (tmp_path / "numpy-1.26.4.dist-info" / "METADATA").write_text("Name: numpy\nVersion: 1.26.4\n")
    result = _run(COMMAND, tmp_path, str(stripes))
    assert result.returncode == 1
    assert result.stderr.startswith("cvpalette: error: NumPy 1.26.4 is too old; upgrade it with: pip install")


@pytest.mark.parametrize(
    ("module", "beginning", "said"),
    [
        ("pypdfium2", b"%PDF-1.7\n", "is a PDF file: to read it, pip install 'cvpalette[pdf]'"),
        ("OpenEXR", b"\x76\x2f\x31\x01", "is an OpenEXR file: to read it, pip install 'cvpalette[exr]'"),
        ("pillow_jxl", b"\xff\x0a", "is a JPEG XL file: to read it, pip install 'cvpalette[jxl]'"),
        ("pillow_heif", b"\0\0\0\x18ftypheic", "is a HEIC file: to read it, pip install 'cvpalette[heic]'"),
    ],
)
def test_a_missing_extra_is_named(tmp_path: Path, module: str, beginning: bytes, said: str) -> None:
    """Only where a file needs it."""
    _hide(tmp_path, module, f"raise ModuleNotFoundError('No module named {module}', name='{module}')")
    (tmp_path / "a.png").write_bytes(beginning + bytes(60))
    result = _run(COMMAND, tmp_path, str(tmp_path / "a.png"))
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == f"cvpalette: error: 'a.png': {said}\n"


def test_an_extra_that_cannot_be_loaded_is_no_damaged_file(tmp_path: Path) -> None:
    """It may lack a library of the system."""
    reason = "libpdfium.so: cannot open shared object file"
    _hide(tmp_path, "pypdfium2", f"raise OSError({reason!r})")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n" + bytes(60))
    assert _run(COMMAND, tmp_path, str(tmp_path / "a.pdf")).stderr == (
        "cvpalette: error: 'a.pdf': is a PDF file: "
        f"the library of 'cvpalette[pdf]' cannot be loaded: OSError: {reason}\n"
    )


def test_the_library_raises_the_same_message(tmp_path: Path) -> None:
    """As an ImportError, and with the cause behind it."""
    _hide(tmp_path, "cv2", "raise ImportError('libGL.so.1: cannot open shared object file')")
    result = _run(LIBRARY, tmp_path)
    assert result.returncode == 1
    assert "cvpalette.errors.LibraryError: OpenCV needs 'libGL.so.1'" in result.stderr


def test_what_is_about_something_else_stays_as_it_is() -> None:
    """A bug of ours is no missing library."""
    for error in (ImportError("cannot import name 'x' from 'cvpalette'"), AttributeError("x"), KeyError("x")):
        with pytest.raises(type(error)) as caught, explain_imports():
            raise error
        assert caught.value is error
        assert not isinstance(caught.value, LibraryError)
