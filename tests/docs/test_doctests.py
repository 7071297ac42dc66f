"""The examples of public docstrings work as printed, and every public name has one."""

import doctest
import importlib
import importlib.util
import inspect
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cvpalette
import cvpalette.testing
import cvpalette.writing

from . import fixtures

NAMES: dict[str, Any] = {
    # Names of types, such as Source, have no docstring.
    **{
        name: value
        for name in cvpalette.__all__
        if inspect.isclass(value := getattr(cvpalette, name)) or inspect.isroutine(value)
    },
    **{f"testing.{name}": getattr(cvpalette.testing, name) for name in cvpalette.testing.__all__},
    **{
        f"writing.{name}": getattr(cvpalette.writing, name)
        for name in cvpalette.writing.__all__
        if name != "ThemeMode"
    },
}
#: What public functions return, and has no public name.
OTHERS = ("plugins.options.Option", "plugins.registry.FoundOutput", "plugins.registry.LoadedOutput")

#: The examples that need what the tests do without: the stage `docs` has it.
NEEDS = {"Palette.to_frame": "pandas", "Palette.to_colormap": "matplotlib"}

_FLAGS = doctest.ELLIPSIS


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Run the examples in a folder with the files that they name."""
    if not fixtures.SAMPLES.is_dir():
        pytest.skip("there are no samples: the tests run away from the checkout")
    base = tmp_path_factory.getbasetemp()
    made = fixtures.make_once(base.parent if base.name.startswith("popen-") else base)
    target = tmp_path_factory.mktemp("examples")
    fixtures.copy(made, target)
    before = Path.cwd()
    os.chdir(target)
    yield target
    os.chdir(before)


def _list_docs(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Give the docstrings of a public name, and of its own methods and properties."""
    yield name, inspect.getdoc(value) or ""
    for member, what in vars(value).items() if inspect.isclass(value) else ():
        if not member.startswith("__") or member in {"__len__", "__iter__", "__getitem__", "__add__"}:
            function = getattr(what, "fget", None) or getattr(what, "func", None) or what
            yield f"{name}.{member}", inspect.getdoc(function) or ""


def _can_run(name: str) -> bool:
    return name not in NEEDS or importlib.util.find_spec(NEEDS[name]) is not None


def _run(name: str, doc: str) -> int:
    """Run the examples of a docstring; gives how many there are."""
    names = {"cvpalette": cvpalette, "np": np, "__name__": "example"}
    test = doctest.DocTestParser().get_doctest(doc.replace("…", "..."), names, name, None, None)
    told: list[str] = []
    doctest.DocTestRunner(optionflags=_FLAGS).run(test, out=told.append)
    assert not told, "".join(told)
    return len(test.examples)


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_has_an_example_that_works_as_printed(name: str) -> None:
    """And so do the examples of its methods and properties."""
    counts = {where: _run(where, doc) for where, doc in _list_docs(name, NAMES[name]) if _can_run(where)}
    assert counts[name] > 0, f"{name} has no example"


@pytest.mark.parametrize("name", OTHERS)
def test_examples_of_other_classes_work_as_printed(name: str) -> None:
    """They are in the reference too."""
    module, _, kind = name.rpartition(".")
    value = getattr(importlib.import_module(f"cvpalette.{module}"), kind)
    assert sum(_run(where, doc) for where, doc in _list_docs(kind, value)) > 0


@pytest.mark.parametrize(
    "module",
    [cvpalette, cvpalette.errors, cvpalette.testing, cvpalette.writing],
    ids=lambda each: each.__name__,
)
def test_examples_of_a_package_work_as_printed(module: Any) -> None:
    """What help(cvpalette) shows first is not left out."""
    doc = inspect.getdoc(module) or ""
    assert _run(module.__name__, doc) == doc.count(">>>")


def test_an_example_that_is_wrong_fails() -> None:
    """Or the tests above would say nothing."""
    with pytest.raises(AssertionError, match="Expected"):
        _run("wrong", ">>> 1 + 1\n3")
