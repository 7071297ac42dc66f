"""The output `css`."""

import re
from collections.abc import Callable

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.css import CssVariables
from cvpalette.outputs.tailwind import TailwindTheme
from cvpalette.testing import OutputContract, ReaderContract, make_extraction, make_result


class TestCssVariables(OutputContract, ReaderContract):
    """What every output promises."""

    output = CssVariables()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("css/default.css", CssVariables().render(extraction.result))


def test_the_prefix_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """-O css.prefix=brand."""
    golden("css/prefix.css", CssVariables(prefix="brand").render(extraction.result))


@pytest.mark.parametrize("prefix", ["", "2nd", "Color", "a b", "a;", "crème", "-color"])
def test_a_prefix_that_some_tool_refuses_is_an_error(prefix: str) -> None:
    """vnu, stylelint and Tailwind each refuse another kind."""
    with pytest.raises(ValueError, match="option 'prefix'"):
        CssVariables(prefix=prefix)


def test_a_name_ends_no_comment() -> None:
    """Nothing of a file's name is ever read as CSS."""
    text = CssVariables().render(make_result(["#264653"], "*/ } body { color: red } /*.png"))
    without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    assert re.sub(r"\s", "", without_comments) == ":root{--color-1:#264653;}"


def test_every_property_is_a_line_with_color_in_it(extraction: Extraction) -> None:
    """GIMP imports these; a value is six digits in lower case, as stylelint wants."""
    lines = CssVariables().render(extraction.result).splitlines()[2:-1]
    assert len(lines) == 4
    assert all(re.match(r"  --color-\d+: #[0-9a-f]{6};", line) for line in lines)


@pytest.mark.parametrize("notation", ["rgb", "hsl", "oklch"])
def test_notations_are_the_golden_files(
    extraction: Extraction, golden: Callable[[str, str | bytes], None], notation: str
) -> None:
    """-O css.notation=oklch -O css.selector=.dark."""
    rendered = CssVariables(notation=notation, selector=".dark").render(extraction.result)  # type: ignore[arg-type]
    golden(f"css/{notation}.css", rendered)


def test_names_are_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """As strings in comments, which they do not end."""
    extraction = make_extraction(["#264653", "#2a9d8f", "#e9c46a"], names=('Crème "*/"', "", "navy\\"))
    golden("css/names.css", CssVariables().render(extraction.result))


@pytest.mark.parametrize(
    "selector",
    [".dark", "html, :host", '[data-theme="dark"] > *', ".a:not(.b) ~ #c", "media"],
)
def test_a_selector_is_taken(selector: str) -> None:
    """As it is."""
    assert f"\n{selector} {{\n" in CssVariables(selector=selector).render(make_result(["#264653"]))


@pytest.mark.parametrize(
    "selector", ["", " ", "a {", "}", "a; b", "/* a", "@media x", '"', "[a", "a(", "a\nb", "[a='b']", "a\\"]
)
def test_a_selector_that_is_none_is_an_error(selector: str) -> None:
    """What would make anything else of the file."""
    with pytest.raises(ValueError, match="option 'selector' is a CSS selector, such as ':root', not '"):
        CssVariables(selector=selector)


COOLORS = """/* CSS HEX */
--jet-black: #202a25ff;
--pearl-aqua: #5f9ea0ff;

/* CSS HSL */
--jet-black: hsla(150, 14%, 15%, 1);
--pearl-aqua: hsla(182, 25%, 50%, 1);

/* SCSS HEX */
$jet-black: #202a25ff;
"""
PYWAL = """/* Taken from pywal */
:root {
    --wallpaper: url("/a;b/--c: red.jpg");

    /* Special */
    --background: #0f0f10;
    --foreground: #c3c3c3;

    /* Colors */
    --color0: #0f0f10;
    --color1: #6A5F5D;
}
"""
THEMES = """@media print { :root { --color-sea: hsl(172.7deg 57.79% 39.02%); --radius: 4px } }
.dark { --color-sea: #000; --color-ink /* ours */ : /* dark; */ white; --alias: var(--color-sea) }
:root{--f\\:oo:#fff!important;--é:RGB(1,2,3);--glass:rgba(0,0,0,0);--shadow:0 0 1px #000;color:#123456}
"""


@pytest.mark.parametrize(
    ("text", "colors"),
    [
        (COOLORS, {"jet-black": "#202a25", "pearl-aqua": "#5f9ea0"}),
        (PYWAL, {"background": "#0f0f10", "foreground": "#c3c3c3", "": "#6a5f5d"}),
        (THEMES, {"sea": "#2a9d8f", "ink": "#ffffff", "f:oo": "#ffffff", "é": "#010203"}),
        (":root{--brand-1:#264653;--brand-2:#2a9d8f}", {"brand-1": "#264653", "brand-2": "#2a9d8f"}),
        ("--color-1:#264653", {"": "#264653"}),
    ],
    ids=["coolors", "pywal", "themes", "minified", "bare"],
)
def test_what_others_write_is_read(text: str, colors: dict[str, str]) -> None:
    """Custom properties that are colors, as they are set first; all else is passed over."""
    for data in (text.encode(), text.replace("\n", "\r\n").encode("utf-8-sig")):
        palette = CssVariables.parse(data)
        assert {swatch.name: swatch.color.hex for swatch in palette} == colors


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("/*\n*/:root {\n  --a: #000;\n  --b: #12345;\n}", "line 4: '#12345' is no color"),
        ("--a: rgb(1, 2)", "line 1: 'rgb\\(1, 2\\)' is no color"),
        ("body { color: #000 }", "it sets no custom property, such as '--color-1: #264653', to a color"),
        ("/* --a: #000;", "it sets no custom property"),
        ("--a: transparent", "it holds no color"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, message: str) -> None:
    """What looks like a color, and is none, is a slip; what does not is something else."""
    with pytest.raises(ValueError, match=f"^{message}"):
        CssVariables.parse(text.encode())


def test_what_somebody_made_of_ours_is_named_by_its_properties() -> None:
    """Where no name stands in the comment, and the property is not one that we number."""
    text = CssVariables(prefix="brand").render(make_result(["#264653", "#2a9d8f", "#e9c46a"], names="abc"))
    text = (
        text.replace('/* "b", ', "/* ").replace("brand-b", "brand-sea").replace('"c"', "").replace("-c", "-3")
    )
    text = text.replace("}", "  --color-ink: #000;\n}")
    names = [swatch.name for swatch in CssVariables.parse(text.encode())]
    assert names == ["a", "brand-sea", "", "ink"]


def test_a_theme_of_tailwind_is_named_by_its_properties() -> None:
    """Its comments are for people; a number is no name."""
    extraction = make_extraction(["#264653", "#2a9d8f", "#e9c46a"], names=("Deep sea", "", "navy"))
    for theme, names in (
        (TailwindTheme(), ["deep-sea", "", "navy"]),
        (TailwindTheme(prefix="brand"), ["brand-deep-sea", "", "brand-navy"]),
    ):
        assert [
            swatch.name for swatch in CssVariables.parse(theme.render(extraction.result).encode())
        ] == names


@pytest.mark.parametrize(
    "text",
    [
        COOLORS,
        PYWAL,
        THEMES,
        *(CssVariables(selector=one).render(make_result(["#264653"])) for one in (".dark", "a, #b > *")),
        TailwindTheme().render(make_result(["#264653"])),
        "\ufeff@charset 'utf-8';\n@import url(a.css);\n:root,\r\n:host([a='b']):not(.c)\n{ --a: #000 }",
        ".sm\\:dark::before{--a:#000}",
    ],
)
def test_a_style_sheet_is_known_by_how_it_begins(text: str) -> None:
    """Whatever it is called."""
    assert not CssVariables.needs_suffix(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "<!doctype html>\n<style>:root { --a: #000 }</style>",
        "# Colors\n\n:root { --a: #000 }",
        "Colors\n\n```css\n:root { --a: #000; }\n```",
        "Use --a: #000; in :root { }",
        "- --a: #000;",
        "#!/bin/sh\n# --a: #000;\nmain() { :; }",
        "function draw(a) { /* */ } // --a: #000;",
        '{"a": 1} --a: #000;',
        "import x\n\n@dataclass\nclass A:\n    # --a: #000;",
        "",
    ],
)
def test_anything_else_needs_its_suffix(text: str) -> None:
    """Though a property stands in it, which is read where the file is named as a style sheet."""
    assert CssVariables.needs_suffix(text.encode())
