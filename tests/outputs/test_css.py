"""The output `css`."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.extraction import Extraction
from cvpalette.outputs.css import CssVariables
from cvpalette.outputs.tailwind import TailwindTheme
from cvpalette.parsing.entries import ROLES_LEFT_OUT
from cvpalette.result import Result
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
    [
        *(".dark", "html, :host", '[data-theme="dark"] > *', ".a:not(.b) ~ #c", "media"),
        *("[data-theme=dark]", "[data-theme='dark']", "html[data-theme=dark]"),
        *(":root, [data-theme=light]", "[ data-theme = 'dark' i ]", "[lang|='de']", ".sm\\:dark", "[hidden]"),
        *(":where(html:not([data-theme='x']), .a:is(.b, #c))", ":root:has(input[type=checkbox]:checked)"),
    ],
)
def test_a_selector_is_taken(selector: str) -> None:
    """As it is."""
    assert f"\n{selector} {{\n" in CssVariables(selector=selector).render(make_result(["#264653"]))


@pytest.mark.parametrize(
    "selector",
    [
        *(
            "",
            " ",
            "a {",
            "}",
            "a; b",
            "/* a",
            "@media x",
            '"',
            "[a",
            "a(",
            "a\nb",
            "[a='b]",
            "a\\",
            "[a='}']",
        ),
        *(
            "a)",
            "a]",
            "[a=]",
            "[a=\"b']",
            "a /* b */",
            ":is(a",
            ":not(a) {} b",
            "a\\{",
            "a\\\n",
            "<!--",
            "[a=b;]",
        ),
    ],
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
        (
            THEMES,
            {"sea": "#2a9d8f", "sea (dark)": "#000000", "ink": "#ffffff", "f:oo": "#ffffff", "é": "#010203"},
        ),
        (":root{--brand-1:#264653;--brand-2:#2a9d8f}", {"brand-1": "#264653", "brand-2": "#2a9d8f"}),
        ("--color-1:#264653", {"": "#264653"}),
    ],
    ids=["coolors", "pywal", "themes", "minified", "bare"],
)
def test_what_others_write_is_read(text: str, colors: dict[str, str]) -> None:
    """Variables that are colors; of a list without rules, the first of a name."""
    for data in (text.encode(), text.replace("\n", "\r\n").encode("utf-8-sig")):
        palette = CssVariables.parse(data)
        assert {swatch.name: swatch.color.hex for swatch in palette} == colors


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "--a: rgb(1, 2)",
            "it sets nothing to a color, .*; left out: '--a' \\(it has three components, and .*",
        ),
        ("body { color: currentcolor }", "it sets nothing to a color, such as '--color-1: #264653'$"),
        ("/* --a: #000;", "it sets nothing to a color"),
        ("--a: transparent", "it holds no color"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, message: str) -> None:
    """What looks like a color, and is none, is told; what does not is something else."""
    with pytest.raises(ValueError, match=f"^{message}"):
        CssVariables.parse(text.encode())


def _read(text: str) -> tuple[dict[str, str], str]:
    """Return the colors by their names, and what was left out."""
    palette = CssVariables.parse(text.encode())
    return {swatch.name: swatch.color.hex for swatch in palette}, "; ".join(palette.notes)


@pytest.mark.parametrize(
    ("text", "colors"),
    [
        (
            ":root{--a:#111;--b:#222}.dark{--a:#333;--b:#222}",
            {"a": "#111111", "b": "#222222", "a (dark)": "#333333"},
        ),
        (".dark{--a:#111}:root{--a:#222}", {"a (dark)": "#111111", "a": "#222222"}),
        (".x{--a:#111}.y{--a:#222}.x{--a:#111}", {"a": "#111111", "a (.y)": "#222222"}),
        ("@media print{.dark{--a:#111}}:root{--a:#222}", {"a (print dark)": "#111111", "a": "#222222"}),
        (":root{--a:light-dark(#111,#222)}", {"a": "#111111", "a (dark)": "#222222"}),
        (
            ":root{--a:light-dark(#111,#222)}.dark{--a:#333}",
            {"a": "#111111", "a (dark)": "#222222", "a (dark) 2": "#333333"},
        ),
        (
            "@property --a{syntax:'<color>';initial-value:#111}:root{--a:#222}",
            {"a (initial)": "#111111", "a": "#222222"},
        ),
        (
            "@property --a{initial-value:#111}:root{--b:color-mix(in srgb,var(--a),var(--a))}",
            {"a": "#111111"},
        ),
        (
            ".dark{--a:#111}:root{--a:#222;--b:rgb(from var(--a) r g b)}.dark{--c:hsl(from var(--a) h s l)}",
            {"a (dark)": "#111111", "a": "#222222"},
        ),
        (
            ":root{--a:var(--x,#111);--b:var(--c,#222);--c:var(--b,#333);--d:var(--b,#444)}",
            {"a": "#111111", "d": "#444444"},
        ),
        (
            ":root{--t:1 2 3;--a:rgb(var(--t));--u:4,5,6}.x{color:rgba(var(--u),.5)}",
            {"t": "#010203", "u": "#040506"},
        ),
        (":root{--h:120;--a:hsl(var(--h) 100% 50%)}", {"a": "#00ff00"}),
        ("$a:#111;@b:#222;--c:#333;", {"a": "#111111", "b": "#222222", "c": "#333333"}),
        (
            "body{color:red;font:tan;border:1px solid #222}a:hover{fill:url(#fff);color:#222}",
            {"color": "#ff0000", "border": "#222222"},
        ),
        ("--😀:#111;--é\\31 :#222;--1\\:b:#333", {"😀": "#111111", "é1": "#222222", "1:b": "#333333"}),
    ],
)
def test_each_color_has_a_name_of_its_own(text: str, colors: dict[str, str]) -> None:
    """The place tells the values of a variable apart. A value that comes again is one color."""
    found, _ = _read(text)
    assert {name: color for name, color in found.items() if name in colors} == colors
    assert set(found.values()) == set(colors.values())


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("--b:canvas", "'--b' (a system color depends on the computer)"),
        ("--b:var(--c)", "'--b' ('--c' is not set in it)"),
        ("--b:var(--b)", "'--b' ('--b' refers to itself)"),
        ("--b:#12345", "'--b' (a hex color has 3, 4, 6 or 8 digits)"),
        (
            "--b:canvas;--c:canvas;--d:canvas;--e:canvas;--f:canvas",
            "'--d' (a system color depends on the computer) and 2 more",
        ),
        ("--b:var(--a)", "1 further name of the same colors, such as '--b' for '--a'"),
        ("--b:var(--c)}.x{--c:#222}.y{--c:#333", "'--b' ('--c' has several values)"),
        ("--a:#222", "'--a' (it is set again)"),
        (
            "}@media (color-gamut:p3){:root{--a:color(display-p3 1 0 0)}",
            "1 value for other screens or browsers, such as that of '--a'",
        ),
        ("--b:0 0 1px #222", "1 color in other values, such as '#222222' in '--b'"),
        ("}x{color:#222;fill:#333", "2 colors in other values, such as '#222222' in 'color'"),
        ("}@import 'x.css';a{", "what it imports from 'x.css'"),
        ("}" + "a{" * 99 + "--b:#222", "rules that are nested too deeply"),
    ],
)
def test_what_is_left_out_is_told(text: str, note: str) -> None:
    """In one note, by the name and the reason."""
    found, notes = _read(f":root{{--a:#111;{text}}}")
    assert "#111111" in found.values() or "it is set again" in note
    assert notes.startswith("left out: ")
    assert notes.endswith(note)


def test_nothing_is_told_if_nothing_is_left_out() -> None:
    """Sizes, words and the same color again are no colors that are missing."""
    _, notes = _read(":root{--a:#111;--b:4px;--c:'x';--d:initial;--e:0 0 1px #111;--a:#111}x{color:#111}")
    assert not notes


def test_variables_of_variables_end() -> None:
    """However many stand for each other, and however much they stand for."""
    doubled = "".join(f"--v{n + 1}:color-mix(in srgb,var(--v{n}),var(--v{n}));" for n in range(60))
    chained = "".join(f"--w{n}:var(--w{n + 1});" for n in range(3000))
    found, notes = _read(f":root{{--v0:#111;{doubled}{chained}--w3000:#222}}")
    assert {"#111111", "#222222"} == set(found.values())
    assert "its variables stand for too much" in notes


def test_what_somebody_made_of_ours_is_named_by_its_properties() -> None:
    """Where no name stands in the comment, and the property is not one that we number."""
    text = CssVariables(prefix="brand").render(make_result(["#264653", "#2a9d8f", "#e9c46a"], names="abc"))
    text = (
        text.replace('/* "b", ', "/* ").replace("brand-b", "brand-sea").replace('"c"', "").replace("-c", "-3")
    )
    text = text.replace("}", "  --color-ink: #000;\n}")
    names = [swatch.name for swatch in CssVariables.parse(text.encode())]
    assert names == ["a", "brand-sea", "", "ink"]


def test_a_theme_of_tailwind_has_the_names_of_its_comments() -> None:
    """Whatever its properties are called; a number is no name."""
    extraction = make_extraction(["#264653", "#2a9d8f", "#e9c46a"], names=("Deep sea", "", "navy"))
    for theme, names in (
        (TailwindTheme(), ["Deep sea", "", "navy"]),
        (TailwindTheme(prefix="brand"), ["Deep sea", "", "navy"]),
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


def test_variables_that_stand_for_too_much_are_told() -> None:
    """References inside functions count as those beside them do."""
    sheet = f":root {{ --sea: #0a66c2; --a: {'x ' * 3000}; --b: {'f(var(--a)) ' * 2000}; }}"
    palette = CssVariables.parse(sheet.encode())
    assert [color.hex for color in palette.colors] == ["#0a66c2"]


def test_ramps_are_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """-O css.ramps=true: the steps of each color are beside it, in the same notation."""
    extraction = make_extraction(["#264653", "#e9c46a"], names=("", "Sun"))
    golden("css/ramps.css", CssVariables(ramps=True, notation="oklch").render(extraction.result))


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_a_ramp_of_ours_is_left_out(line_break: str) -> None:
    """The palette comes back, and a note says so. Tailwind's file is read like any style sheet."""
    result = make_result(["#264653", "#2a9d8f", "#ffffff"], names=("", "navy", "navy 50"))
    for output in (CssVariables(ramps=True), TailwindTheme(ramps=True)):
        text = output.render(result).replace("\n", line_break)
        palette = CssVariables.parse(text.encode())
        assert palette.colors == result.palette.colors
        assert palette.notes == ("3 ramps are left out: only the color of each is read",)


def test_a_ramp_that_others_wrote_is_read() -> None:
    """So is what is left of one of ours: all colors are colors of the palette."""
    theirs = CssVariables(ramps=True).render(make_result(["#264653"])).replace(", by cvpalette", "")
    assert len(CssVariables.parse(theirs.encode())) == 12
    lines = CssVariables(ramps=True).render(make_result(["#264653"])).splitlines()
    short = CssVariables.parse("\n".join([*lines[:8], *lines[9:]]).encode())
    assert (len(short), short.notes) == (11, ())


@pytest.mark.parametrize("modes", ["light-dark", "media", "class", "data-theme"])
def test_roles_are_the_golden_files(modes: Any, golden: Callable[[str, str | bytes], None]) -> None:
    """-O css.roles=true: light and dark, by each of the ways of CSS, and -O css.text=true."""
    extraction = make_extraction(["#264653", "#e9c46a"], names=("", "Sun"))
    golden(f"css/{modes}.css", CssVariables(roles=True, text=True, modes=modes).render(extraction.result))


@pytest.mark.parametrize(
    ("selector", "dark"),
    [
        (":root", ".dark {"),
        (".brand", ":is(.brand) .dark,\n:is(.brand):is(.dark, .dark *) {"),
        ("#app, .brand", ":is(#app, .brand) .dark,\n:is(#app, .brand):is(.dark, .dark *) {"),
    ],
)
def test_elements_inside_the_class_are_dark(selector: str, dark: str) -> None:
    """An element of the selector sets the light values again, even inside one that is dark."""
    text = CssVariables(roles=True, modes="class", selector=selector).render(make_result(["#264653"]))
    assert f"\n}}\n\n{dark}\n  color-scheme: dark;\n" in text
    other = CssVariables(roles=True, modes="data-theme", selector=selector).render(make_result(["#264653"]))
    assert other == text.replace(".dark", '[data-theme="dark"]')


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_roles_and_colors_of_text_of_ours_are_left_out(line_break: str) -> None:
    """The palette comes back, with the swatch that is called like a role, and notes say what is missing."""
    result = make_result(["#264653", "#2a9d8f"], names=("text on color-1", "primary"))
    for output in (CssVariables(roles=True, text=True), TailwindTheme(roles=True, text=True)):
        palette = CssVariables.parse(output.render(result).replace("\n", line_break).encode())
        assert palette.colors == result.palette.colors
        assert palette.notes == (
            "2 colors are left out: made for text on another color",
            ROLES_LEFT_OUT,
        )


def test_roles_that_others_wrote_are_read() -> None:
    """They are colors of any style sheet."""
    text = CssVariables(roles=True).render(make_result(["#264653"])).replace(", by cvpalette", "")
    assert len(CssVariables.parse(text.encode())) > 15


@pytest.fixture
def full() -> Result:
    """Return a palette with groups, alpha, and a comment that would end a comment of CSS."""
    swatches = (
        Swatch(Color(200, 30, 30), 0.25, "Sea", group="Reds", alpha=0.6),
        Swatch(Color(20, 30, 30), 0.25, "Sea", group='Reds/Deep */"x" \\'),
        Swatch(Color(0, 30, 30), 0.25),
        Swatch(Color(0, 9, 30), 0.25, "b", group="Blues", alpha=0.2),
    )
    palette = Palette(swatches, "Mine", has_shares=False, comment="By Ada */ x\nCC0")
    return Result.of_palette(palette, "mine.ase")


def test_groups_alpha_and_comment_are_the_golden_file(
    full: Result, golden: Callable[[str, str | bytes], None]
) -> None:
    """Groups are comments before their colors. The comment is one that tools keep."""
    golden("css/groups.css", CssVariables().render(full))


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize("output", [CssVariables(), CssVariables(ramps=True, text=True, roles=True)])
def test_groups_alpha_and_comment_come_back(full: Result, output: CssVariables, line_break: str) -> None:
    """Beside what was added, too; a color of no group stays in none."""
    read = CssVariables.parse(output.render(full).replace("\n", line_break).encode())
    assert [swatch.group for swatch in read] == [swatch.group for swatch in full.palette]
    assert [swatch.alpha for swatch in read] == [swatch.alpha for swatch in full.palette]
    assert read.comment == "By Ada * / x\nCC0"


@pytest.mark.parametrize("notation", ["rgb", "hsl", "oklch"])
def test_alpha_stands_behind_a_slash(full: Result, notation: Any) -> None:
    """In each notation but hex."""
    lines = CssVariables(notation=notation).render(full).splitlines()
    assert [line.partition(" / ")[2][:6] for line in lines if line.startswith("  --")] == [
        "60%); ", "", "", "20%); ",
    ]  # fmt: skip


def test_the_only_group_is_the_palette() -> None:
    """Its name is that of the palette."""
    palette = Palette((Swatch(Color(200, 30, 30), 1.0, "sea", group="Reds"),), has_shares=False)
    read = CssVariables.parse(CssVariables().render(Result.of_palette(palette, "x.ase")).encode())
    assert (read.name, read[0].group) == ("Reds", "")


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ("/*!\n * Theme 1.0\n * MIT\n */\n:root{--a:#111}", "Theme 1.0\nMIT"),
        ("/* CSS HEX */\n:root{--a:#111}", ""),
        (":root{--a:#111}/*! later */", ""),
    ],
)
def test_a_comment_of_a_license_is_kept(text: str, comment: str) -> None:
    """One with an exclamation mark, which says that it has to be."""
    assert CssVariables.parse(text.encode()).comment == comment


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        (":root{--a:#111}.dark{--a:#222}", {"a": ":root", "a (dark)": ".dark"}),
        ("#x{--a:#111}@media print{#x{--b:#222}}", {"a": "#x", "b": "print #x"}),
        (
            ":root{--a:#111}@media (prefers-color-scheme: dark){:root{--a:#222}}",
            {"a": ":root", "a (dark)": "dark"},
        ),
        (":root{--a:#111;--b:#222}", {"a": "", "b": ""}),
    ],
)
def test_places_are_groups(text: str, groups: dict[str, str]) -> None:
    """If there are several: called by their class or id, or else in words."""
    assert {swatch.name: swatch.group for swatch in CssVariables.parse(text.encode())} == groups
