"""The public names: `import cvpalette` has them all, loads none, and says so everywhere alike."""

import ast
import importlib
import inspect
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import cvpalette
import cvpalette.testing
import cvpalette.writing


def _typed_imports() -> dict[str, str]:
    """Return what the block for type checkers imports: each name and its module."""
    tree = ast.parse(Path(cvpalette.__file__).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    return {
        alias.name: str(node.module).removeprefix("cvpalette.")
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_all_is_sorted_and_has_no_name_twice() -> None:
    """As ruff sorts it: a name has one place."""
    assert cvpalette.__all__ == sorted(set(cvpalette.__all__))


#: Names of types, for annotations: Python knows nothing of their names.
TYPES = ("Contents", "Problem", "Renderable", "Source")


@pytest.mark.parametrize("name", TYPES)
def test_types_of_signatures_have_public_names(name: str) -> None:
    """A program that passes a source on can annotate it."""
    home = importlib.import_module(f"cvpalette.{_typed_imports()[name]}")
    assert getattr(cvpalette, name) is getattr(home, name)
    assert name in home.__all__


@pytest.mark.parametrize("name", [name for name in cvpalette.__all__ if name not in TYPES])
def test_a_public_name_resolves_to_what_its_module_makes_public(name: str) -> None:
    """And it is defined there, not only passed on."""
    value = getattr(cvpalette, name)
    module = importlib.import_module(value.__module__)
    assert getattr(module, name) is value
    assert name in module.__all__
    assert inspect.getdoc(value)


def test_type_checkers_see_the_same_names() -> None:
    """The imports under TYPE_CHECKING, the homes and __all__ agree."""
    homes = {name: module for module, names in cvpalette._HOMES.items() for name in names}  # noqa: SLF001 -- what agrees is private
    assert _typed_imports() == homes
    assert sorted(homes) == cvpalette.__all__


def test_dir_lists_the_public_names() -> None:
    """Completion in a shell shows them before they are loaded."""
    assert set(cvpalette.__all__) <= set(dir(cvpalette))


def test_an_unknown_name_is_an_attribute_error() -> None:
    """Worded as Python's own."""
    with pytest.raises(AttributeError, match="module 'cvpalette' has no attribute 'not_there'"):
        cvpalette.not_there  # type: ignore[attr-defined]  # noqa: B018 -- looking is the test


def test_the_version_is_a_version() -> None:
    """Three numbers, and perhaps a suffix."""
    assert [part.isdigit() for part in cvpalette.__version__.split(".")[:2]] == [True, True]


@pytest.mark.parametrize("module", [cvpalette.testing, cvpalette.writing], ids=["testing", "writing"])
def test_what_plugins_import_is_sorted_and_described(module: ModuleType) -> None:
    """Their authors have no other place to look."""
    assert module.__all__ == sorted(set(module.__all__))
    for name in module.__all__:
        assert inspect.getdoc(getattr(module, name))


def test_outputs_can_be_written_without_numpy() -> None:
    """A plugin that only writes text must not make the command slower."""
    program = "import sys, cvpalette.writing; sys.exit(bool({'numpy', 'cv2'} & set(sys.modules)))"
    subprocess.run([sys.executable, "-Ic", program], check=True)
