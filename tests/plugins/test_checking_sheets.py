"""Rules about style sheets: variables that refer to others, and their values in each mode."""

import pytest

import cvpalette
from cvpalette.outputs.css import CssVariables
from cvpalette.outputs.shadcn import ShadcnTheme
from cvpalette.plugins.checking import check
from cvpalette.plugins.reading import read_palette
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
