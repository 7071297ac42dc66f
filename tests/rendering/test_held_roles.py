"""Roles that a palette's file holds, in the outputs that write roles."""

import json
from typing import Any

import pytest

import cvpalette
from cvpalette.color.color import Color
from cvpalette.errors import SettingsError
from cvpalette.outputs.contrast import ContrastTable
from cvpalette.plugins.reading import read_palette
from cvpalette.rendering.held_roles import holds_roles, roles_of
from cvpalette.result import Result
from cvpalette.roles.role import MODES
from cvpalette.testing import make_extraction

RESULT = make_extraction(["#264653", "#e9c46a"], names=("Sea", "")).result


def _read(old: str = "", new: str = "") -> Result:
    """Return what a style sheet of ours with roles is read as, after someone changed it."""
    sheet = cvpalette.render(RESULT, "css", roles=True, modes="class")
    assert isinstance(sheet, str)
    assert old in sheet
    return read_palette(sheet.replace(old, new, 1).encode(), "theme.css")


def _named(result: Result) -> dict[str, dict[str, Color]]:
    return {
        mode: {name: role.color for name, role in roles_of(result, mode).named().items()} for mode in MODES
    }


def test_roles_of_an_image_are_those_of_its_scheme() -> None:
    """Nothing else has them."""
    assert not holds_roles(RESULT)
    assert [roles_of(RESULT, mode) for mode in MODES] == [RESULT.scheme.light, RESULT.scheme.dark]


def test_roles_of_a_file_are_kept_whatever_they_are_by_now() -> None:
    """In the light, and in the dark."""
    text, dark = RESULT.scheme.light.text.hex, RESULT.scheme.dark.text.hex
    assert _named(_read()) == _named(RESULT)
    assert _named(_read(f"text: {text}", "text: #123456"))["light"]["text"] == Color(18, 52, 86)
    changed = _named(_read(f"text: {dark}", "text: #fedcba"))
    assert (changed["light"]["text"].hex, changed["dark"]["text"].hex) == (text, "#fedcba")


def test_a_role_that_the_file_lacks_is_derived() -> None:
    """And the text on a color of the file is made for it."""
    primary = RESULT.scheme.light.primary.hex
    on = RESULT.scheme.light.on_primary.hex
    result = _read(f"  --color-on-primary: {on};\n")
    assert _named(result)["light"]["on-primary"].contrast(Color.from_hex(primary)) >= 4.5
    result = _read(f"--color-link: {RESULT.scheme.light.link.hex};", "")
    assert _named(result)["light"]["link"] == result.scheme.light.link.color


@pytest.mark.parametrize(
    ("output", "options"),
    [
        ("css", {"roles": True}),
        ("tailwind", {"roles": True}),
        ("scss", {"roles": True}),
        ("dtcg", {"roles": True, "value": "hex"}),
        ("typescript", {"roles": True}),
        ("csv", {"roles": True}),
        ("contrast", {"of": "scheme"}),
        ("contrast", {"of": "scheme", "format": "json"}),
        ("contrast", {"of": "scheme", "format": "html"}),
    ],
    ids=str,
)
def test_outputs_write_the_roles_of_the_file(output: str, options: dict[str, Any]) -> None:
    """Each that has an option for roles."""
    result = _read(f"text: {RESULT.scheme.light.text.hex}", "text: #123456")
    text = cvpalette.render(result, output, **options)
    assert isinstance(text, str)
    assert "#123456" in text
    assert RESULT.scheme.dark.primary.hex in text


def test_a_table_of_contrasts_says_whose_roles_they_are() -> None:
    """As `--require` takes them."""
    result = _read(f"text: {RESULT.scheme.light.text.hex}", "text: #808080")
    table = cvpalette.render(result, "contrast", of="scheme")
    assert isinstance(table, str)
    assert table.startswith("Contrast of the roles in theme, by WCAG 2.2\n")
    pairs = json.loads(str(cvpalette.render(result, "contrast", of="scheme", format="json")))
    contrast = next(each for each in pairs["light"]["pairs"] if each["colors"] == ["text", "background"])[
        "contrast"
    ]
    (worst, *_) = cvpalette.check(result, "contrast:light.text/light.background>=7")
    assert worst.value is not None
    assert contrast == pytest.approx(worst.value, abs=0.01)
    assert str(cvpalette.render(RESULT, "contrast", of="scheme")).startswith("Contrast of the scheme of ")


def test_a_scheme_of_roles_of_others_says_that_it_is_derived_anew() -> None:
    """The pairs of a theme of others are checked by rules alone."""
    sheet = b":root { --background: #fff; --foreground: #bbb }"
    result = cvpalette.read_palette(sheet, "theme.css")
    rendered = ContrastTable(of="scheme").render(result)
    assert str(rendered.contents).startswith("Contrast of the scheme derived anew from theme, by WCAG 2.2\n")
    assert rendered.warning == (
        "the scheme is derived anew from the colors of the style sheet; to check its own pairs, name them in "
        "rules, such as 'contrast:foreground/background>=4.5'"
    )
    assert not ContrastTable(of="palette").render(result).warning
    for other in (RESULT, _read("text", "text")):
        assert not ContrastTable(of="scheme").render(other).warning


def test_roles_are_no_group() -> None:
    """Not even where a file has them in groups."""
    tokens = str(cvpalette.render(RESULT, "dtcg", roles=True)).encode()
    palette = read_palette(tokens, "a.tokens.json").palette
    assert palette.roles
    with pytest.raises(SettingsError, match="its roles are no group of the palette; leave 'light' out"):
        palette.of_group("light")
