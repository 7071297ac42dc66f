"""The output `scss`."""

from collections.abc import Callable

import pytest

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.extraction import Extraction
from cvpalette.outputs.scss import ScssVariables
from cvpalette.result import Result
from cvpalette.testing import OutputContract, ReaderContract, make_extraction


class TestScssVariables(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

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


def _list(palette: Palette) -> list[tuple[str, str, str, float]]:
    return [(each.group, each.name, each.color.hex, round(each.alpha, 2)) for each in palette]


def test_style_sheets_are_read_as_others_write_them() -> None:
    """Variables, references, maps and lists; what only Sass can compute is told."""
    palette = ScssVariables.parse(
        b"""// By Ada
        @use "sass:color";
        $primary: #264653 !default; $primary: red !default;
        $sea: $primary;
        $dark: darken($primary, 10%); $mixed: color.mix($primary, red);
        $pale: rgba($primary, .5); $twice: #abc; $twice: #abd;
        $map: ("a": #ff0000, 50: $primary, deep: (b: hsl(0 100% 50% / 20%), c: blue),);
        $merged: map-merge($map, (d: lime));
        $list: #111, $primary, #222; $one: (#333,);
        $address: "http://example.org"; $fonts: "A", serif; $base: $fonts;
        @mixin paint($a: red) { color: $a; .b:hover & { $inner: #123456; } }
        """
    )
    assert _list(palette) == [
        ("", "primary", "#264653", 1.0),
        ("", "pale", "#264653", 0.5),
        ("", "twice", "#aabbdd", 1.0),
        ("map", "a", "#ff0000", 1.0),
        ("map/deep", "b", "#ff0000", 0.2),
        ("map/deep", "c", "#0000ff", 1.0),
        ("merged", "d", "#00ff00", 1.0),
        ("list", "", "#111111", 1.0),
        ("list", "", "#222222", 1.0),
        ("one", "", "#333333", 1.0),
        ("", "inner", "#123456", 1.0),
    ]
    assert palette.comment == "By Ada"
    assert palette.notes == (
        "left out: 'dark' (darken() is not computed) and 'mixed' (mix() is not computed)",
        "left out: further names of the same colors: 'sea', 'map/50' and 'list'",
        "left out: values that are set again: '$twice'",
        "left out: what it imports from 'sass:color'",
    )


def test_the_group_of_all_colors_is_the_palette() -> None:
    """A sheet that is nothing but one map has its name."""
    palette = ScssVariables.parse(b"$material: (a: #123456, b: #654321);")
    assert (palette.name, _list(palette)) == (
        "material",
        [("", "a", "#123456", 1.0), ("", "b", "#654321", 1.0)],
    )


def test_what_we_added_is_left_out() -> None:
    """Ramps, colors of text, and roles are no colors of the palette."""
    result = make_extraction(["#264653", "#e9c46a"], names=("Sea", "")).result
    text = ScssVariables(text=True, ramps=True, roles=True).render(result)
    palette = ScssVariables.parse(text.encode())
    assert _list(palette) == [("", "Sea", "#264653", 1.0), ("", "", "#e9c46a", 1.0)]
    assert [note.partition(":")[0] for note in palette.notes] == [
        "2 ramps are left out",
        "2 colors are left out",
        "left out",
    ]
    # As rules do not find them.
    assert palette.notes[-1] == (
        "left out: the maps of roles, since they are no colors of the palette; "
        "rules do not take them, and schemes are derived anew"
    )
    (missing,) = cvpalette.check(palette, "contrast:text/background>=7")
    assert "no color of the palette is named 'text'" in missing.reason


def test_a_variable_that_was_renamed_keeps_its_new_name() -> None:
    """In a file of ours, only numbers are no names."""
    text = "// 2 colors of a.png, by cvpalette\n$color-1: #264653;\n$sea: #2a9d8f;\n"
    assert [each.name for each in ScssVariables.parse(text.encode())] == ["", "sea"]


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("// c\n$a: red;", False),
        ("@use 'x'; @import \"y\";\n$a: red;", False),
        ("@mixin x { a: b }", False),
        ("a { color: red }", True),
        ("$a = 5;", True),
    ],
    ids=range(5),
)
def test_only_what_begins_like_sass_is_found_without_its_suffix(text: str, needs: bool) -> None:
    """Any text may hold a variable somewhere."""
    assert ScssVariables.needs_suffix(text.encode()) is needs


@pytest.mark.parametrize(
    "text",
    [
        "$a: " + "(a: " * 5000 + "red" + ")" * 5000 + ";",
        "a {" * 5000 + "$a: red" + "}" * 5000,
        "".join(f"$a{number}: $a{number + 1};" for number in range(5000)) + "$a5000: red;",
        "$a0: red red;" + "".join(f"$a{n + 1}: $a{n} $a{n};" for n in range(40)),
        "$a: (" + "x: $b," * 20_000 + ");",
        "$a: red;" * 20_000,
    ],
    ids=["maps", "rules", "a chain", "a bomb", "an unset one", "again"],
)
def test_hostile_sheets_end_soon(text: str) -> None:
    """In a palette or an error, both in words."""
    try:
        assert len(ScssVariables.parse(text.encode())) == 1
    except ValueError as error:
        assert "it sets no variable of Sass to a color" in str(error)  # noqa: PT017 -- either is right


@pytest.mark.parametrize("output", [ScssVariables(), ScssVariables(ramps=True, text=True, roles=True)])
def test_groups_come_back(output: ScssVariables) -> None:
    """As comments. A color before all of them has none, though the map behind names it again."""
    groups = ("", "Reds", "Reds/Deep", "")
    swatches = (Swatch(Color(200, 30, at), 0.25, group=group) for at, group in enumerate(groups))
    text = output.render(Result.of_palette(Palette(tuple(swatches), has_shares=False), "x.ase"))
    assert '\n\n// group "Reds/Deep"\n' in text
    assert tuple(swatch.group for swatch in ScssVariables.parse(text.encode())) == groups


def test_a_color_may_get_its_alpha_again() -> None:
    """The outermost function counts, and Sass takes an alpha above 1 as 1."""
    palette = ScssVariables.parse(
        b"$a: rgba(#ff0000, 50); $b: rgba($a, .5); $c: rgba($b, 20%); $d: rgba(rgba($c, 1), .25);"
    )
    assert _list(palette) == [
        ("", name, "#ff0000", alpha) for name, alpha in (("a", 1.0), ("b", 0.5), ("c", 0.2), ("d", 0.25))
    ]
