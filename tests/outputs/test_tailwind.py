"""The output `tailwind`."""

from collections.abc import Callable
from typing import Any

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.tailwind import TailwindTheme
from cvpalette.testing import OutputContract, make_extraction


class TestTailwindTheme(OutputContract):
    """What every output promises."""

    output = TailwindTheme()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("tailwind/default.tailwind.css", TailwindTheme().render(extraction.result))


def test_names_and_prefix_are_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """Names as slugs, and as they are in comments, which they do not end."""
    extraction = make_extraction(
        ["#264653", "#2a9d8f", "#e9c46a"], names=("Crème *", "red", 'Crème --> */ % < & "')
    )
    golden("tailwind/names.tailwind.css", TailwindTheme(prefix="brand").render(extraction.result))


def test_a_prefix_that_some_tool_refuses_is_an_error() -> None:
    """Before anything is rendered."""
    with pytest.raises(ValueError, match="option 'prefix'"):
        TailwindTheme(prefix="2nd")


def test_ramps_are_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """-O tailwind.ramps=true, for bg-palette-1-500."""
    extraction = make_extraction(["#264653", "#e9c46a"], names=("", "Sun"))
    golden("tailwind/ramps.tailwind.css", TailwindTheme(ramps=True).render(extraction.result))


@pytest.mark.parametrize("modes", ["media", "class"])
def test_roles_are_the_golden_files(modes: Any, golden: Callable[[str, str | bytes], None]) -> None:
    """-O tailwind.roles=true, for bg-palette-primary and text-palette-on-primary."""
    extraction = make_extraction(["#264653", "#e9c46a"], names=("", "Sun"))
    contents = TailwindTheme(roles=True, text=True, modes=modes).render(extraction.result)
    golden(f"tailwind/{modes}.tailwind.css", contents)
