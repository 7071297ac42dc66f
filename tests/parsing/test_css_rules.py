"""The declarations of a style sheet, and the places where they hold."""

import pytest

from cvpalette.parsing.css_rules import StyleSheet, read_style_sheet


def _names(sheet: StyleSheet) -> list[str]:
    return [one.name for one in sheet.declarations]


def _labels(text: str) -> list[str]:
    return [one.place.label for one in read_style_sheet(text).declarations]


def test_every_rule_is_read() -> None:
    """At-rules within at-rules, rules within rules, and declarations outside of any."""
    sheet = read_style_sheet(
        "--a:1;@charset 'x';@layer p,q;"
        "@layer q{@media screen{@supports (display:grid){x{--b:1;&.y{--c:1}--d:1}}"
        "}}@theme inline{--e:1}@property --f{syntax:'*';initial-value:1}@unknown z{--g:1}$h:1;@i : 1;"
        "k{l:1;a:hover{m:1}}"
    )
    assert _names(sheet) == ["--a", "--b", "--c", "--d", "--e", "--f", "--g", "$h", "@i", "l", "m"]


def test_a_list_with_headings_is_read() -> None:
    """As people paste it."""
    assert _names(read_style_sheet("# Sea\n--a: 1;\n# Sand -- \n--b: 2;\n$c: 3; x; a{# --d: 4}")) == [
        "--a",
        "--b",
        "$c",
    ]


def test_strings_comments_and_addresses_hold_no_rules() -> None:
    """Nor does what follows a broken string on its line."""
    text = "a{b:'}c{--x:1}';d:url(};--y:1);/*--z:1*/--e/**/:/**/1}/*--w:1;"
    assert _names(read_style_sheet(text)) == ["b", "d", "--e"]
    assert _names(read_style_sheet('a{b:"\n;--c:1}')) == ["b", "--c"]


def test_line_breaks_of_all_systems_are_the_same() -> None:
    """A string ends at each."""
    for line_break in ("\n", "\r", "\r\n", "\f"):
        assert _names(read_style_sheet(f'a{{b:"{line_break};--c:1}}')) == ["b", "--c"]


@pytest.mark.parametrize(
    ("rule", "label"),
    [
        (":root", ""),
        ("html, .x", ""),
        (":root:not(.dark)", ""),
        (":host, *::before", ""),
        (":where(:root, [data-x])", ""),
        (".dark", "dark"),
        (":root.dark-mode", "dark"),
        ("[data-bs-theme='dark']", "dark"),
        (':root[data-theme="dark"] body', "dark"),
        (":host(.dark)", "dark"),
        (".light, .light-theme", "light"),
        (".darkly", ".darkly"),
        ("[data-theme=dark-dimmed]", "[data-theme=dark-dimmed]"),
        (".dark .btn > b", ".btn b dark"),
        (".a .b", ".a .b"),
        ("@media (prefers-color-scheme: dark)", "dark"),
        ("@media screen and (prefers-color-scheme:LIGHT)", "light"),
        ("@media screen", ""),
        ("@media print", "print"),
        ("@media (min-width: 1px)", "(min-width: 1px)"),
        ("@variant dark", "dark"),
        ("@theme static", ""),
        ("@keyframes k", "@keyframes k"),
        ("@layer base", ""),
    ],
)
def test_a_place_is_told_in_few_words(rule: str, label: str) -> None:
    """What every page has says nothing."""
    assert _labels(f"{rule}{{--a:1}}") == [label]
    assert set(_labels(f"{rule}{{@media print{{--a:1}}}}")[0].split()) == {*label.split(), "print"}


@pytest.mark.parametrize(
    ("rule", "is_alternative"),
    [
        ("@media (color-gamut: p3)", True),
        ("@supports (color: color(display-p3 1 1 1))", True),
        ("@supports (display: grid)", False),
    ],
)
def test_rules_for_other_screens_and_browsers_are_known(rule: str, *, is_alternative: bool) -> None:
    """They set the same color in another notation."""
    (one,) = read_style_sheet(f"{rule}{{:root{{--a:1}}}}").declarations
    assert one.place.is_alternative == is_alternative


def test_ranks_are_those_of_the_cascade() -> None:
    """Layers in the order in which they are named first, then all else; for important ones the other way."""
    text = "@layer p,q;@layer q{a{b:1}}@layer p{a{b:2}}a{b:3;b:4!important}@layer q{a{b:5 ! IMPORTANT}}"
    found = read_style_sheet(text).declarations
    order = [one.value[0].value for one in sorted(found, key=lambda one: one.rank)]
    assert order == ["2", "1", "3", "4", "5"]


def test_imports_and_deep_rules_are_told() -> None:
    """What is not read is known."""
    sheet = read_style_sheet(
        "@import 'a.css';@import url(b.css);@import url('c.css') print;" + "a{" * 9999 + "--b:1"
    )
    assert sheet.imports == ["a.css", "b.css", "c.css"]
    assert sheet.is_too_deep
    assert not sheet.declarations
