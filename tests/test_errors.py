"""Errors: what each says, what each keeps, and how they hang together."""

import pickle
import re
from typing import get_args

import pytest

from cvpalette import errors
from cvpalette.errors import (
    ClusterError,
    ColorError,
    CvpaletteError,
    ImageError,
    LibraryError,
    NamedError,
    OptionError,
    OutputConfigureError,
    OutputConflictError,
    OutputError,
    OutputLoadError,
    OutputNotFoundError,
    OutputRenderError,
    PaletteFileError,
    Problem,
    SettingsError,
    WorkerError,
    WriteError,
)
from cvpalette.messages import cause_of, listed, printable, quote
from cvpalette.result import LeftOut
from cvpalette.scope.exclusion import NothingCountsError

EXAMPLES = [
    CvpaletteError("something"),
    SettingsError("'0' is no number of colors"),
    ColorError("'red' is no color"),
    ImageError("a\nb.png", "has 9 pixels", "too-large", pixels=9),
    PaletteFileError("a\nb.gpl", "it holds no color", "invalid"),
    WorkerError("photo.jpg", "the process that read it died"),
    ClusterError("tcp://host:8786", "no scheduler answers there"),
    LibraryError("OpenCV is not installed"),
    NamedError("a thing", "fails"),
    WriteError("out.css", "exists"),
    OutputError("css", "cvpalette", "it broke"),
    OutputNotFoundError("gplx", "", "no output named 'gplx'"),
    OutputConflictError("ase", "", "claimed by 'one' and 'two'"),
    OutputLoadError("ase", "ase-plugin", "ImportError: no"),
    OptionError("css", "cvpalette", "it has no option 'x'"),
    OutputConfigureError("ase", "ase-plugin", "TypeError: no"),
    OutputRenderError("ase", "ase-plugin", "ZeroDivisionError: no"),
]


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_survives_pickling(error: CvpaletteError) -> None:
    """A batch may read its images in other processes: text and attributes arrive whole."""
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)


def test_a_new_name_survives_pickling_too() -> None:
    """What a source is called for its user may be known only once it has failed."""
    error = ImageError("photo.jpg", "is empty", "empty", is_shallow=True)
    error.rename("album/photo.jpg")
    copy = pickle.loads(pickle.dumps(error))
    assert str(copy) == "'album/photo.jpg': is empty"
    assert (copy.source, copy.problem, copy.is_shallow) == ("album/photo.jpg", "empty", True)


def test_what_is_left_of_an_image_survives_pickling_too() -> None:
    """An ImageError of its own kind, with records."""
    error = NothingCountsError("a.png", "has nothing visible", (LeftOut("transparent", 4),))
    copy = pickle.loads(pickle.dumps(error))
    assert vars(copy) == vars(error)
    assert copy.problem == "nothing-counts"


def test_every_problem_is_explained() -> None:
    """In the table of the module's docstring, in the same order."""
    table = re.findall(r"^    ([a-z][a-z-]+)  +\S", errors.__doc__ or "", re.MULTILINE)
    assert table == list(get_args(Problem))


def test_every_error_has_an_example_here() -> None:
    """The test above leaves none out."""
    public = {name for name in errors.__all__ if name.endswith("Error")}
    assert {type(error).__name__ for error in EXAMPLES} == public


def _drawn_tree() -> dict[str, tuple[str, ...]]:
    """Read the tree in the module's docstring: each error and the names of its bases, in order."""
    tree: dict[str, tuple[str, ...]] = {}
    path: list[tuple[int, str]] = []
    for match in re.finditer(
        r"^[│├└─ ]*(\w+Error)\b.*?(?:\((\w+Error)\))?$", errors.__doc__ or "", re.MULTILINE
    ):
        depth = match.start(1) - match.start()
        path = [(at, name) for at, name in path if at < depth]
        bases = (path[-1][1] if path else "Exception", match[2])
        tree[match[1]] = tuple(base for base in bases if base)
        path.append((depth, match[1]))
    return tree


def test_the_tree_in_the_docstring_is_the_classes() -> None:
    """Who reads the docstring knows what to catch."""
    actual = {
        name: tuple(base.__name__ for base in getattr(errors, name).__bases__)
        for name in errors.__all__
        if name.endswith("Error")
    }
    assert _drawn_tree() == actual


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ImageError("a.png", "is empty", "empty"), "'a.png': is empty"),
        (ImageError("a\nb.png", "is empty", "empty"), r"'a\nb.png': is empty"),
        (WriteError("a.css", "exists"), "'a.css': exists"),
        (OutputLoadError("ase", "plug", "no"), "output 'ase' of 'plug' cannot be loaded: no"),
        (OutputLoadError("ase", "", "no"), "output 'ase' cannot be loaded: no"),
        (OptionError("ase", "plug", "no"), "output 'ase' of 'plug': no"),
        (OptionError("ase", "cvpalette", "no"), "output 'ase': no"),
        (OutputConfigureError("ase", "plug", "no"), "output 'ase' of 'plug' does not take its options: no"),
        (OutputRenderError("ase", "plug", "no"), "output 'ase' of 'plug' cannot render: no"),
        (OutputNotFoundError("x", "", "no output named 'x'"), "no output named 'x'"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_an_error_names_the_thing_in_quotes(error: CvpaletteError, text: str) -> None:
    """One line: the thing in quotes, whose it is, and why."""
    assert str(error) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("photo.jpg", "photo.jpg"),
        ("two words.jpg", "two words.jpg"),
        ("漢字é.png", "漢字é.png"),
        ("a\nb\tc", r"a\nb\tc"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("bad\udcff.png", r"bad\xff.png"),
    ],
    ids=["plain", "blank", "unicode", "newline", "escape", "undecodable"],
)
def test_printable_is_one_line_of_valid_text(name: str, text: str) -> None:
    """No file's name breaks a line, colors a terminal or fails to encode."""
    assert printable(name) == text
    assert printable(name).encode().decode().isprintable()
    assert quote(name) == f"'{text}'"


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["a"], "'a'"), (["a", "b"], "'a' or 'b'"), (["a", "b", "c"], "'a', 'b' or 'c'")],
    ids=["none", "one", "two", "three"],
)
def test_listed_reads_as_a_sentence(names: list[str], text: str) -> None:
    """Choices stand in a message as people write them."""
    assert listed(names) == text
    assert listed(names, "and") == text.replace(" or ", " and ")


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ValueError("bad\nsecond line"), "ValueError: bad"),
        (KeyError("key"), "KeyError: 'key'"),
        (ZeroDivisionError(), "ZeroDivisionError"),
        (RuntimeError("a\x1bb"), r"RuntimeError: a\x1bb"),
    ],
    ids=["two lines", "key", "silent", "control"],
)
def test_a_foreign_exception_is_told_in_one_line(error: Exception, text: str) -> None:
    """Its type, and the first line of what it says."""
    assert cause_of(error) == text
