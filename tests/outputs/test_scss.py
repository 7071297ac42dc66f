"""The output `scss`."""

from collections.abc import Callable

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.scss import ScssVariables
from cvpalette.testing import OutputContract, make_extraction


class TestScssVariables(OutputContract):
    """What every output promises."""

    output = ScssVariables()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("scss/default.scss", ScssVariables().render(extraction.result))


def test_names_and_prefix_are_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """Names as slugs, and as they are in comments, which they do not end."""
    extraction = make_extraction(
        ["#264653", "#2a9d8f", "#e9c46a"], names=("Crème *", "red", 'Crème --> */ % < & "')
    )
    golden("scss/names.scss", ScssVariables(prefix="brand").render(extraction.result))


def test_a_prefix_that_some_tool_refuses_is_an_error() -> None:
    """Before anything is rendered."""
    with pytest.raises(ValueError, match="option 'prefix'"):
        ScssVariables(prefix="2nd")


def test_ramps_are_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """-O scss.ramps=true: variables, and a map of maps."""
    extraction = make_extraction(["#264653", "#e9c46a"], names=("", "Sun"))
    golden("scss/ramps.scss", ScssVariables(ramps=True).render(extraction.result))


def test_roles_are_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """-O scss.roles=true, ramps=true and text=true: variables and maps."""
    extraction = make_extraction(["#264653", "#e9c46a"], names=("", "Sun"))
    golden("scss/roles.scss", ScssVariables(roles=True, ramps=True, text=True).render(extraction.result))
