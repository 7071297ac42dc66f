"""The output `tailwind`."""

from collections.abc import Callable
from typing import Any

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.tailwind import TailwindTheme
from cvpalette.testing import OutputContract, ReaderContract, make_extraction


class TestTailwindTheme(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

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


@pytest.mark.parametrize("modes", ["media", "class", "data-theme"])
def test_roles_are_the_golden_files(modes: Any, golden: Callable[[str, str | bytes], None]) -> None:
    """-O tailwind.roles=true, for bg-palette-primary and text-palette-on-primary."""
    extraction = make_extraction(["#264653", "#e9c46a"], names=("", "Sun"))
    contents = TailwindTheme(roles=True, text=True, modes=modes).render(extraction.result)
    golden(f"tailwind/{modes}.tailwind.css", contents)


def test_themes_are_read_as_others_write_them() -> None:
    """Of variables, only colors of the theme."""
    palette = TailwindTheme.parse(
        b"""@import "tailwindcss";
        @theme inline { --color-sea: hsl(200 50% 50%); --color-sky: #abc; --spacing: 1px; --shade: red; }
        a { color: blue }"""
    )
    assert [(each.name, each.color.hex) for each in palette] == [("sea", "#4095bf"), ("sky", "#aabbcc")]
    assert palette.notes[0] == "1 color is left out: of variables that are no colors of the theme"
    assert "1 color in other values" in palette.notes[1]


@pytest.mark.parametrize("modes", ["media", "class", "data-theme"])
def test_what_we_added_is_left_out(modes: Any) -> None:
    """Ramps, colors of text, and roles are no colors of the palette."""
    result = make_extraction(["#264653", "#e9c46a"], names=("Sea */", "")).result
    text = TailwindTheme(text=True, ramps=True, roles=True, modes=modes).render(result)
    assert isinstance(text, str)
    palette = TailwindTheme.parse(text.encode())
    assert [(each.name, each.color.hex) for each in palette] == [("Sea */", "#264653"), ("", "#e9c46a")]
    assert [note.partition(":")[0] for note in palette.notes] == [
        "2 ramps are left out",
        "2 colors are left out",
        "left out",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (":root { --color-a: red }", "it is no style sheet of Tailwind's: it has no @theme"),
        ("@theme { --a: red }", "it holds no color: no variable that begins with --color-"),
    ],
    ids=range(2),
)
def test_what_cannot_be_read_is_said(text: str, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=message):
        TailwindTheme.parse(text.encode())
