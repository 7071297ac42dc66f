"""Rules of palettes: how they are written, and what does not keep them."""

import re
from collections.abc import Mapping

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.errors import SettingsError
from cvpalette.roles.role import Mode
from cvpalette.roles.rules import Rule, Violation

BLACK, WHITE, NAVY, GRAY, INK = ("#000000", "#ffffff", "#1d3557", "#767676", "#1d3558")


def _palette(*texts: str, names: tuple[str, ...] = ()) -> Palette:
    return Palette.of_colors([Color.from_hex(text) for text in texts], names)


def _roles(mode: Mode) -> Mapping[str, Color]:
    texts = {"light": ("#777777", WHITE), "dark": ("#eeeeee", BLACK)}[mode]
    return dict(zip(("text", "background"), map(Color.from_hex, texts), strict=True))


def _no_roles(mode: Mode) -> Mapping[str, Color]:
    pytest.fail(f"the roles of {mode} are not needed")


def _find(rule: str, palette: Palette) -> tuple[Violation, ...]:
    return Rule.parse(rule).find_violations(palette, _roles)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("distinct", "'distinct' is no rule: write it as 'distinct>=10'"),
        ("contrst>=3", "'contrst>=3' is no rule: there is no measure 'contrst'; did you mean 'contrast'?"),
        ("hue>=3", "there is no measure 'hue'; there are 'contrast', 'distinct' and 'difference'"),
        ("", "'' is no rule"),
        ("contrast>4", "write it as 'contrast>=4.5'"),
        ("contrast<=4", "write it as 'contrast>=4.5'"),
        ("contrast>=4,5", "write it as 'contrast>=4.5'"),
        ("contrast>=40", "a contrast is 1 to 21"),
        ("contrast>=0.5", "a contrast is 1 to 21"),
        ("difference<=3", "it names no palette file; write it as 'difference<=3:brand.gpl'"),
        ("difference>=3:a.gpl", "write it as 'difference<=3:brand.gpl'"),
        ("difference:x<=3:a", "'difference' takes nothing before its sign; leave out ':x'"),
        ("distinct:red>=3", "a vision is 'protan', 'deutan' or 'tritan', not 'red'"),
        ("distinct>=3:a.gpl", "only 'difference' takes a file; leave out ':a.gpl'"),
        ("contrast:a>=3", "name two colors with a slash between"),
        ("contrast:a/b/c>=3", "name two colors with a slash between"),
        ("contrast:#12/white>=3", "'#12' is no color"),
        ("contrast:light.text/dark.text>=3", "one of its colors is light, and the other is dark"),
    ],
)
def test_what_is_no_rule_is_an_error_that_says_what_would_be(text: str, message: str) -> None:
    """It quotes the text."""
    with pytest.raises(SettingsError, match=re.escape(message)):
        Rule.parse(text)


def test_blanks_around_the_parts_do_not_matter() -> None:
    """Nor do colons in the name of a file."""
    rule = Rule.parse(" difference <= 3 : C:/brand.gpl ".replace(" : ", ":"))
    assert (rule.measure, rule.limit, rule.file) == ("difference", 3.0, "C:/brand.gpl ")
    assert Rule.parse("contrast: dark blue / white >= 3").pair == ("dark blue", "white")


def test_a_contrast_is_asked_of_each_color_with_its_best_partner() -> None:
    """Black and white have each other; a gray that has 4.5 with one of them has enough."""
    palette = _palette(BLACK, WHITE, GRAY)
    assert Rule.parse("contrast>=4.5").find_violations(palette, _no_roles) == ()
    (violation,) = _find("contrast>=7", palette)
    assert violation.colors == (Color.from_hex(GRAY), Color.from_hex(BLACK))
    assert violation.value == pytest.approx(4.62, abs=0.01)
    assert violation.reason == "#767676 has a contrast of at most 4.62, with #000000"
    assert str(violation) == f"contrast>=7: {violation.reason}"


def test_a_single_color_has_no_contrast() -> None:
    """So it keeps no such rule, but all others."""
    assert [each.reason for each in _find("contrast>=1", _palette(NAVY))] == [
        "#1d3557 is the only color; a contrast needs two"
    ]
    assert _find("distinct>=99", _palette(NAVY)) == ()


@pytest.mark.parametrize(
    ("rule", "reasons"),
    [
        ("contrast:1/2>=7", []),
        ("contrast:2/3>=4.6", ["#ffffff and #767676 have a contrast of 4.54"]),
        ("contrast:#777/black>=5", ["#777777 and black #000000 have a contrast of 4.68"]),
        (
            "contrast:*/white>=4.6",
            [
                "#ffffff and white #ffffff have a contrast of 1.00",
                "#767676 and white #ffffff have a contrast of 4.54",
            ],
        ),
        (
            "contrast:*/*>=5",
            [
                "#ffffff and #767676 have a contrast of 4.54",
                "#000000 and #767676 have a contrast of 4.62",
            ],
        ),
        ("contrast:1/4>=1", ["there is no color 4; the palette has 3"]),
        (
            "contrast:text/background>=4.5",
            ["light text #777777 and light background #ffffff have a contrast of 4.47"],
        ),
        ("contrast:dark.text/background>=4.5", []),
        ("contrast:txet/white>=4.5", ["no swatch and no role is named 'txet'; did you mean 'text'?"]),
    ],
)
def test_a_contrast_is_asked_of_two_colors(rule: str, reasons: list[str]) -> None:
    """By place, name, notation or role; each pair is told once."""
    assert [each.reason for each in _find(rule, _palette(BLACK, WHITE, GRAY))] == reasons


def test_a_swatch_comes_before_a_role_of_its_name() -> None:
    """However it is capitalized."""
    palette = _palette(BLACK, GRAY, names=("Text", "Main Ground"))
    (violation,) = _find("contrast:text/main-ground>=5", palette)
    assert violation.reason == "Text #000000 and Main Ground #767676 have a contrast of 4.62"


def test_a_value_is_not_rounded_to_its_limit() -> None:
    """#777 on white has 4.478; and a difference that is too large is rounded up."""
    assert _find("contrast:#777/white>=4.5", _palette(NAVY))[0].reason.endswith("4.47")


def test_colors_are_distinct_in_a_vision() -> None:
    """The nearest pair comes first."""
    palette = _palette("#fdae61", "#a6d96a", "#2c7bb6", NAVY, INK)
    assert [each.colors[1].hex for each in _find("distinct>=10", palette)] == [INK]
    worst, other = _find("distinct:deutan>=10", palette)
    assert worst.reason.startswith(f"{NAVY} and {INK} differ by 0.")
    assert re.fullmatch("#fdae61 and #a6d96a differ by 2[.][0-9]{2} with deutan vision", other.reason)
