"""The output `tailwind3`: as we write it and as others do."""

from collections.abc import Callable

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.tailwind3 import TailwindConfig
from cvpalette.testing import OutputContract, ReaderContract, make_extraction


class TestTailwindConfig(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = TailwindConfig()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("tailwind3/default.tailwind.cjs", TailwindConfig().render(extraction.result))


def test_ramps_are_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """A color with a ramp is an object, whose DEFAULT is the color."""
    extraction = make_extraction(["#264653", "#e9c46a"], names=('Sea "*/"', ""))
    text = TailwindConfig(ramps=True, prefix="brand").render(extraction.result)
    golden("tailwind3/ramps.tailwind.cjs", text)
    palette = TailwindConfig.parse(text.encode())
    assert [(each.name, each.color.hex) for each in palette] == [('Sea "*/"', "#264653"), ("", "#e9c46a")]
    assert palette.notes == ("2 ramps are left out: only the color of each is read",)


def test_configurations_are_read_as_others_write_them() -> None:
    """Literals are colors, and code is told of."""
    palette = TailwindConfig.parse(
        b"""/** @type {import('tailwindcss').Config} */
        const colors = require("tailwindcss/colors")
        module.exports = {
          content: ["./src/**/*.{html,js}"],
          theme: {
            colors: { sky: colors.sky, none: "transparent", now: 'currentColor' },
            extend: {
              colors: {
                ...others, sea: "#264653", // the sea
                brand: { DEFAULT: '#2a9d8f', 50: `#e9c46a`, deep: { "d-1": "rgb(1 2 3 / 50%)" } },
                late: ({ opacityValue }) => `rgba(1, ${opacityValue})`, v: "var(--x)", n: 5, shorthand,
              },
              spacing: { a: "1px" },
            },
          },
          plugins: [require("x")({ a: [1, 2] })],
        }"""
    )
    assert [(each.group, each.name, each.color.hex, round(each.alpha, 2)) for each in palette] == [
        ("", "sea", "#264653", 1.0),
        ("", "brand", "#2a9d8f", 1.0),
        ("brand", "50", "#e9c46a", 1.0),
        ("brand/deep", "d-1", "#010203", 0.5),
    ]
    (note,) = palette.notes
    assert note.startswith("left out: 'sky' (it is code, which is not run), 'none' (transparent), 'now' ")
    assert note.endswith(" and 5 more")


@pytest.mark.parametrize(
    "text",
    [
        "import type { Config } from 'tailwindcss';\nexport default { OBJECT } satisfies Config;",
        "const config: Config = { OBJECT };\nexport default config;",
        "const withUi = require('ui');\nmodule.exports = withUi({ OBJECT });",
        "module.exports = defineConfig(config); var config = {}; let other = { OBJECT }",
    ],
    ids=["TypeScript", "a constant", "a call", "a later one"],
)
def test_the_object_that_is_exported_is_found(text: str) -> None:
    """Itself, or by its name, or in a call."""
    data = text.replace("OBJECT", "theme: { colors: { a: '#264653' } as const }").encode()
    if "other" in text:
        with pytest.raises(ValueError, match="it exports no object with 'theme'"):
            TailwindConfig.parse(data)
        return
    assert [(each.name, each.color.hex) for each in TailwindConfig.parse(data)] == [("a", "#264653")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it is no configuration of Tailwind's: it exports no object with 'theme'"),
        ("module.exports = require('x')", "it exports no object"),
        ("module.exports = { theme: code() }", "it exports no object with 'theme'"),
        ("module.exports = { theme: { colors: { a: 'red'", "it is cut short: a bracket is not closed"),
        ("module.exports = { ) }", r"'\)' closes no bracket that is open"),
        ("module.exports = { a: [ } ] }", "'}' closes no bracket that is open"),
        ("module.exports = { a: " + "[" * 5000 + "]" * 5000 + "}", "it is nested too deeply"),
        ("module.exports = { theme: { colors: " + "{a:" * 5000 + "}" * 5002, "it is nested too deeply"),
        ("module.exports = { theme: { colors: { a: 'none' } } }", "it holds no color: left out: 'a' "),
    ],
    ids=range(9),
)
def test_what_cannot_be_read_is_said(text: str, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=message):
        TailwindConfig.parse(text.encode())


def test_escapes_of_strings_are_decoded() -> None:
    """As JavaScript does; half of a pair is no character."""
    text = r"""module.exports = { theme: { colors: { "a\x41\u{1F34A}\n\u00e9\ud83c\'": "\x23264653" } } }"""
    (swatch,) = TailwindConfig.parse(text.encode())
    assert (swatch.name, swatch.color.hex) == ("aA\U0001f34a \u00e9\ufffd'", "#264653")


def test_a_prefix_that_some_tool_refuses_is_an_error() -> None:
    """Before anything is rendered."""
    with pytest.raises(ValueError, match="option 'prefix'"):
        TailwindConfig(prefix="2nd")
