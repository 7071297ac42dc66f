"""Rules about style sheets: variables that refer to others, and their values in each mode."""

from typing import Literal

import pytest

import cvpalette
from cvpalette.outputs.contrast import ContrastTable
from cvpalette.outputs.css import CssVariables
from cvpalette.outputs.shadcn import ShadcnTheme
from cvpalette.plugins.checking import check
from cvpalette.plugins.reading import read_palette
from cvpalette.result import Result
from cvpalette.testing import make_extraction

PRIMITIVES = ":root { --white: #fff; --black: #111; --bg: var(--white); --fg: var(--black) }"
# As shadcn/ui's own template for Tailwind CSS 4 has it.
GLOBALS = """@import "tailwindcss";
@custom-variant dark (&:is(.dark *));
@theme inline { /* } */
  --radius-sm: calc(var(--radius) - 4px);
  --color-background: var(--background);
  --color-foreground: var(--foreground);
}
:root { --radius: 0.625rem; --background: oklch(1 0 0); --foreground: oklch(0.145 0 0); }
.dark { --background: oklch(0.145 0 0); --foreground: oklch(0.985 0 0); }
@layer base { * { @apply border-border outline-ring/50; } }
"""


def _check(sheet: str, rule: str, group: str = "") -> list[str]:
    palette = read_palette(sheet.encode(), "theme.css").palette
    return [each.reason for each in check(palette.of_group(group) if group else palette, rule)]


def test_a_variable_that_refers_to_another_has_its_own_value_in_each_mode() -> None:
    """The light value does not stand in for a dark one that is no color of the palette by itself."""
    sheet = (
        ":root { --gray-300: #d1d5db; --bg: #ffffff; --fg: #111111 }"
        ".dark { --bg: #e5e7eb; --fg: var(--gray-300) }"
    )
    reason = "fg (dark) #d1d5db and bg (dark) #e5e7eb have a contrast of 1.19"
    assert _check(sheet, "contrast:fg/bg>=7") == [reason]
    assert _check(sheet, "contrast:dark.fg/dark.bg>=7") == [reason]
    assert _check(sheet, "contrast:light.fg/light.bg>=7") == []
    assert _check(sheet, "contrast:fg/bg>=7", ".dark") == [
        "fg #d1d5db and bg #e5e7eb have a contrast of 1.19"
    ]


def test_variables_over_variables_are_found_by_their_names() -> None:
    """Semantic names over primitive ones; none of the former is a swatch."""
    assert _check(PRIMITIVES, "contrast:fg/bg>=18.8") == []
    assert _check(PRIMITIVES, "contrast:fg/bg>=19") == ["fg #111111 and bg #ffffff have a contrast of 18.88"]
    assert _check(PRIMITIVES, "contrast:--fg/white>=18") == []
    # What is the very color of the page is not compared with it.
    assert _check(PRIMITIVES, "contrast:*/bg>=18") == []
    assert _check(PRIMITIVES, "contrast:fgg/bg>=3") == [
        "no color of the palette is named 'fgg'; did you mean 'fg'?"
    ]


def test_a_value_of_the_page_follows_its_variables_into_the_dark() -> None:
    """`--fg` is set once, and what it refers to twice."""
    sheet = ":root { --ink: #111; --paper: #fff; --fg: var(--ink); --bg: var(--paper) } .dark { --ink: #222 }"
    assert _check(sheet, "contrast:fg/bg>=17") == [
        "fg (dark) #222222 and bg #ffffff have a contrast of 15.90"
    ]


@pytest.mark.parametrize(
    ("more", "rule", "reason"),
    [
        (
            ".dark { --bg: #111; --fg: var(--ink) }",
            "contrast:fg/bg>=7",
            "'fg' has no color in dark mode: '--ink' is not set in it",
        ),
        (".dark { --fg: 4px }", "contrast:fg/bg>=7", "'fg' has no color in dark mode: its value is no color"),
        (
            ".dark { --fg: transparent }",
            "contrast:dark.fg/white>=7",
            "'fg' has no color in dark mode: it is transparent",
        ),
        (
            ".dark { --line: #888 }",
            "contrast:line/bg>=3",
            "'line' has no color in light mode, and others have one only there",
        ),
    ],
    ids=range(4),
)
def test_a_value_that_is_not_known_breaks_the_rule(more: str, rule: str, reason: str) -> None:
    """No other value stands in for it."""
    assert _check(PRIMITIVES + more, rule) == [reason]


def test_a_sheet_for_one_mode_has_its_colors_in_both() -> None:
    """Only a name with the other mode finds nothing."""
    sheet = ".dark { --bg: #111; --fg: #eee; --ink: var(--fg) }"
    assert _check(sheet, "contrast:ink/bg>=16") == []
    assert _check(sheet, "contrast:light.ink/light.bg>=1") == [
        "'ink' has no color in light mode, and others have one only there"
    ]


def test_places_of_a_page_have_values_of_their_own() -> None:
    """By the name of the place, or as a group, which has all else from the page."""
    sheet = PRIMITIVES + ".card { --bg: var(--black); --line: #777 }"
    assert _check(sheet, "contrast:fg/bg (.card)>=2") == [
        "fg #111111 and bg (.card) #111111 have a contrast of 1.00"
    ]
    assert _check(sheet, "contrast:white/bg>=18", ".card") == []
    assert _check(sheet, "contrast:fg/bg>=2", ".card") == [
        "fg #111111 and bg #111111 have a contrast of 1.00"
    ]


def test_a_theme_of_tailwind_that_only_refers_is_plain_css() -> None:
    """Names and modes are those of the variables that hold the colors."""
    palette = read_palette(GLOBALS.encode(), "globals.css").palette
    assert [(each.name, each.group) for each in palette] == [
        ("background", ":root"),
        ("foreground", ":root"),
        ("background (dark)", ".dark"),
        ("foreground (dark)", ".dark"),
    ]
    assert check(palette, "contrast:foreground/background>=18") == ()
    assert [each.reason for each in check(palette, "contrast:color-foreground/background>=19.7")] == [
        "color-foreground (dark) #fafafa and background (dark) #0a0a0a have a contrast of 18.96"
    ]
    dark = "contrast:dark.foreground/dark.background>=19"
    assert [each.colors for each in check(palette, dark)] == [
        (cvpalette.Color(250, 250, 250), cvpalette.Color(10, 10, 10))
    ]


@pytest.mark.parametrize("name", ["globals.css", "globals.tailwind.css", "stdin"])
def test_a_theme_of_shadcn_is_read_beside_the_theme_of_tailwind(name: str) -> None:
    """As people paste it into the style sheet of their project."""
    ours = ShadcnTheme().render(make_extraction(["#264653", "#2a9d8f", "#e9c46a", "#e76f51"]).result)
    theme = "".join(f"--color-{each}: var(--{each});" for each in ("background", "foreground", "primary"))
    pasted = read_palette(f'@import "tailwindcss"; @theme inline {{ {theme} }} {ours}'.encode(), name).palette
    alone = read_palette(ours.encode(), "theme.css").palette
    assert pasted.colors == alone.colors
    assert pasted[0].name == "background"
    assert check(pasted, "contrast:foreground/background>=7") == ()
    assert check(pasted, "contrast:primary-foreground/primary>=4.5") == ()


def test_roles_are_found_by_the_names_of_their_properties() -> None:
    """With the prefix and without it, and as they are by now."""
    result = make_extraction(["#264653", "#e9c46a"], names=("Sea", "")).result
    sheet = CssVariables(prefix="brand", roles=True, modes="class").render(result)
    for names in ("text/background", "brand-text/brand-background", "dark.brand-text/dark.background"):
        assert _check(sheet, f"contrast:{names}>=7") == []
        assert "have a contrast of" in _check(sheet, f"contrast:{names}>=21")[0]
    assert _check(sheet, "contrast:Sea/brand-sea>=1") == []
    # A role that refers to a variable that is not there has no other color.
    text = result.scheme.dark.text.hex
    broken = sheet.replace(f"--brand-text: {text}", "--brand-text: var(--none)")
    assert broken != sheet
    assert _check(broken, "contrast:text/background>=7") == [
        "'text' has no color in dark mode: '--none' is not set in it"
    ]


@pytest.mark.parametrize(
    ("sheet", "name"),
    [
        ("$white: #fff; $black: #111; $fg: $black; $bg: $white;", "a.scss"),
        ("@white: #fff; @black: #111; @fg: @black; @bg: @white;", "a.less"),
    ],
)
def test_variables_of_sass_and_less_are_found_too(sheet: str, name: str) -> None:
    """Those that only refer to others."""
    palette = read_palette(sheet.encode(), name).palette
    assert [each.name for each in palette] == ["white", "black"]
    assert [each.reason for each in check(palette, "contrast:fg/bg>=19")] == [
        "fg #111111 and bg #ffffff have a contrast of 18.88"
    ]


BRAND = ".brand { --fg: #111; --bg: #fff }"
SPOILED = "fg (dark) #333333 and bg (dark) #111111 have a contrast of 1.49"


@pytest.mark.parametrize(
    "sheet",
    [
        f"{BRAND} .dark .brand {{ --fg: #333; --bg: #111 }}",
        f"{BRAND} .brand.dark {{ --fg: #333; --bg: #111 }}",
        f"{BRAND} :is(.brand):is(.dark, .dark *) {{ --fg: #333; --bg: #111 }}",
        f"{BRAND} @media (prefers-color-scheme: dark) {{ .brand {{ --fg: #333; --bg: #111 }} }}",
        f":root {{ --sea: #123 }} {BRAND} .dark .brand {{ --fg: #333; --bg: #111 }}",
        ".brand { --fg: light-dark(#111, #333); --bg: light-dark(#fff, #111) }",
        ".brand { --ink: #111; --fg: var(--ink); --bg: #fff } .dark .brand { --ink: #333; --bg: #111 }",
    ],
    ids=range(7),
)
def test_an_element_has_its_own_colors_in_the_dark(sheet: str) -> None:
    """Those of a rule that is for it and for dark pages count for its names."""
    assert _check(sheet, "contrast:fg/bg>=7") == [SPOILED]
    assert _check(sheet, "contrast:dark.fg/dark.bg>=7") == [SPOILED]
    assert _check(sheet, "contrast:light.fg/light.bg>=7") == []
    assert _check(sheet, "contrast:fg (.brand)/bg (.brand)>=7") == [
        "fg (.brand) (dark) #333333 and bg (.brand) (dark) #111111 have a contrast of 1.49"
    ]


def test_an_element_as_a_group_follows_into_the_dark() -> None:
    """What the element does not set is as the page has it in that mode."""
    sheet = (
        ":root { --fg: #111; --bg: #fff; } .dark { --fg: #eee; --bg: #000 }"
        ".card { --bg: #eee } .dark .card { --bg: #aaa }"
    )
    assert _check(sheet, "contrast:fg/bg>=7", ".card") == [
        "fg (dark) #eeeeee and bg (dark) #aaaaaa have a contrast of 2.00"
    ]
    assert _check(sheet, "contrast:fg/bg>=7", ".card dark") == [
        "fg #eeeeee and bg #aaaaaa have a contrast of 2.00"
    ]


@pytest.mark.parametrize("modes", ["class", "data-theme", "media", "light-dark"])
def test_roles_of_an_element_are_found_in_the_dark(modes: Literal["class", "media"]) -> None:
    """In rules and in what shows the scheme."""
    result = make_extraction(["#264653", "#e9c46a"]).result
    sheet = CssVariables(roles=True, modes=modes, selector=".brand").render(result)
    assert _check(sheet, "contrast:text/background>=4.5") == []
    text = result.scheme.dark.text.hex
    spoiled = sheet.replace(f"--color-text: {text}", "--color-text: #333").replace(f", {text})", ", #333)")
    assert spoiled != sheet
    assert "text (dark) #333333" in _check(spoiled, "contrast:text/background>=4.5")[0]
    palette = read_palette(spoiled.encode(), "theme.css").palette
    table = ContrastTable(of="scheme").render(Result.of_palette(palette, "theme")).contents
    assert "text       #333333" in str(table)


SYSTEM = "@media (prefers-color-scheme: dark) {{ :root:not([data-theme=light]) {{ --fg: {}; --bg: #111 }} }}"
TOGGLE = ":root[data-theme=dark] {{ --fg: {}; --bg: #111 }}"


@pytest.mark.parametrize(("system", "toggle"), [("#ddd", "#333"), ("#333", "#ddd")])
@pytest.mark.parametrize("other", [TOGGLE, ".dark {{ --fg: {}; --bg: #111 }}"])
@pytest.mark.parametrize("first", [SYSTEM, ".dark-mode {{ --fg: {}; --bg: #111 }}"])
def test_every_switch_to_dark_is_checked(system: str, toggle: str, other: str, first: str) -> None:
    """Not only the last in the sheet."""
    page = ":root { --fg: #111; --bg: #fff }"
    for parts in ([first.format(system), other.format(toggle)], [other.format(toggle), first.format(system)]):
        sheet = " ".join([page, *parts])
        for rule in ("contrast:fg/bg>=7", "contrast:dark.fg/dark.bg>=7"):
            assert _check(sheet, rule) == [SPOILED]


def test_a_switch_sets_what_it_sets_alone() -> None:
    """A class does not lend its ground to the user's preference; another class does."""
    page = ":root { --fg: #111; --bg: #fff }"
    dark = ".dark { --fg: #eee; --bg: #111 }"
    system = "@media (prefers-color-scheme: dark) { :root { --fg: #ddd } }"
    assert _check(page + dark + system, "contrast:fg/bg>=7") == [
        "fg (dark) #dddddd and bg #ffffff have a contrast of 1.35"
    ]
    assert _check(f"{page} {dark} [data-theme=dark] {{ --fg: #ddd }}", "contrast:fg/bg>=7") == []


@pytest.mark.parametrize(
    ("rule", "reasons"),
    [
        ("contrast:fg/bg>=4.5", ["fg #00000033 and bg #ffffff have a contrast of 1.60"]),
        ("contrast:ink/bg>=17.4", []),
        ("contrast:ink/bg>=17.6", ["ink #000000e6 and bg #ffffff have a contrast of 17.58"]),
        ("contrast:bg/fg>=1", ["fg #00000033 is translucent: its contrast depends on what is below"]),
        ("contrast:*/*>=4.5", ["fg #00000033 and bg #ffffff have a contrast of 1.60"]),
        (
            "contrast>=4.5",
            [
                "fg #00000033 has a contrast of at most 1.60, with bg #ffffff",
                "bg #ffffff has a contrast of at most 1.60, with fg #00000033",
            ],
        ),
    ],
    ids=range(6),
)
def test_a_translucent_color_is_mixed_with_what_is_below(rule: str, reasons: list[str]) -> None:
    """As browsers show it; what is below a translucent ground is not known."""
    ink = "--base: rgb(0 0 0 / 90%); --ink: var(--base);" if "ink" in rule else ""
    sheet = f":root {{ --fg: rgb(0 0 0 / 20%); --bg: #fff; {ink} }}"
    assert _check(sheet, rule) == reasons


def test_colors_that_are_all_translucent_have_no_contrast() -> None:
    """None of them says what is below it."""
    why = "is translucent: its contrast depends on what is below"
    assert _check(":root { --a: #0003; --b: #fffc }", "contrast>=2") == [
        f"a #00000033 {why}",
        f"b #ffffffcc {why}",
    ]
