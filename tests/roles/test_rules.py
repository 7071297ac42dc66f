"""Rules of palettes: how they are written, and what does not keep them."""

import re
from collections.abc import Mapping
from dataclasses import replace

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


def _of_file(rule: str, palette: Palette) -> list[str]:
    """Return the reasons why a palette that was given does not keep a rule."""
    return [each.reason for each in Rule.parse(rule).find_violations(palette, None)]


def _find(rule: str, palette: Palette) -> tuple[Violation, ...]:
    return Rule.parse(rule).find_violations(palette, _roles)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("distinct", "'distinct' is no rule: write it as 'distinct>=10'"),
        ("contrst>=3", "'contrst>=3' is no rule: there is no measure 'contrst'; did you mean 'contrast'?"),
        ("hue>=3", "there is no measure 'hue'; there are 'contrast', 'distinct' and 'difference'"),
        ("", "'' is no rule"),
        ("contrast>4", "write '>=' in place of '>'"),
        ("contrast<=4", "write '>=' in place of '<='"),
        ("contrast:text/background>7", "write '>=' in place of '>'"),
        ("contrast:text/background \u2265 7", "write '>=' in place of '\u2265'"),
        ("contrast:text/background", "write it as 'contrast:text/background>=4.5'"),
        ("contrast>x", "write it as 'contrast>=4.5'"),
        (
            "apca:text/background>=60",
            "of contrasts, only that of WCAG 2.2 is computed; write it as 'contrast>=",
        ),
        ("contrast>=4,5", "write it as 'contrast>=4.5'"),
        ("contrast>=40", "a contrast is 1 to 21"),
        ("contrast>=0.5", "a contrast is 1 to 21"),
        ("difference<=3", "it names no palette file; write it as 'difference<=3:brand.gpl'"),
        ("difference>=3:a.gpl", "write '<=' in place of '>='"),
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


@pytest.mark.parametrize("rule", ["contrast>=1", "contrast:*/*>=1", "contrast:*/1>=1"])
def test_a_rule_that_compares_nothing_is_not_kept(rule: str) -> None:
    """A single color has no contrast, and differs from no other."""
    reasons = [each.reason for each in _find(rule, _palette(NAVY))]
    assert reasons == ["#1d3557 is the only color; a contrast needs two"]
    (violation,) = _find("distinct>=1", _palette(NAVY))
    assert violation.reason == "#1d3557 is the only color; a difference needs two"


def test_a_color_that_is_named_twice_is_compared_with_itself() -> None:
    """As two equal colors are. `*` stands for the others."""
    palette = _palette(BLACK, WHITE, names=("ink", "paper"))
    for rule in ("contrast:1/1>=7", "contrast:ink/1>=7", "contrast:ink/ink>=7"):
        assert [each.value for each in _find(rule, palette)] == [1.0]
    assert _find("contrast:*/1>=7", palette) == ()


def test_a_number_may_have_any_length() -> None:
    """Zeros before it count nothing."""
    palette = _palette(BLACK, WHITE)
    assert _find("contrast:1/0000000000002>=7", palette) == ()
    for digits in ("0", "000", "9" * 12, "9" * 5000):
        (violation,) = _find(f"contrast:{digits}/2>=4", palette)
        assert violation.reason == f"there is no color {digits[:60]}; the palette has 2"
    (violation,) = _find(f"contrast:{'x' * 5000}/2>=4", palette)
    assert len(violation.reason) < 300
    assert _find("distinct>=" + "9" * 5000, palette)


def test_a_role_is_found_however_it_is_written() -> None:
    """`on_primary` is how Python and templates write it."""
    rule = Rule.parse("contrast:dark.on_primary/on-primary>=2")

    def roles(_: Mode) -> Mapping[str, Color]:
        return {"on-primary": Color(0, 0, 0)}

    (violation,) = rule.find_violations(_palette(NAVY), roles)
    assert violation.reason == "dark on-primary #000000 and dark on-primary #000000 have a contrast of 1.00"
    rule.require_roles()


def test_a_given_palette_has_no_derived_roles() -> None:
    """They would keep their contrasts whatever is in its file."""
    palette = _palette(BLACK, WHITE, names=("ink", "paper"))
    assert _of_file("contrast:text/background>=7", palette) == [
        (
            "no color of the palette is named 'text', and roles that are only derived from its colors are "
            "not checked; there are 'ink' and 'paper'"
        )
    ]
    assert _of_file("contrast:dark.ink/paper>=1", palette) == [
        "no color of the palette is named 'dark.ink'; did you mean 'ink'?"
    ]
    assert _of_file("contrast:sea/1>=1", _palette(NAVY)) == [
        "no color of the palette is named 'sea'; its colors have no names"
    ]
    many = _palette(*[NAVY] * 30, names=tuple(f"color {number}" for number in range(30)))
    assert _of_file("contrast:sea/1>=1", many)[0].endswith("'color 20' and 9 more")


def test_a_mode_finds_the_color_that_a_file_has_for_it() -> None:
    """Readers of style sheets call the dark value of `text` 'text (dark)'."""
    names = ("text", "paper", "text (dark)", "paper (dark)", "line")
    palette = _palette(BLACK, WHITE, "#cccccc", "#222222", GRAY, names=names)
    assert _of_file("contrast:dark.text/dark.paper>=21", palette) == [
        "text (dark) #cccccc and paper (dark) #222222 have a contrast of 9.90"
    ]
    assert _of_file("contrast:light.text/paper>=21", palette) == []
    assert _of_file("contrast:text/paper>=21", palette) == _of_file("contrast:dark.text/paper>=21", palette)
    # What has no dark value is the same in both.
    assert _of_file("contrast:dark.line/paper>=4", palette) == [
        "line #767676 and paper (dark) #222222 have a contrast of 3.50"
    ]
    assert _of_file("contrast:text (dark)/white>=2", palette) == [
        "text (dark) #cccccc and white #ffffff have a contrast of 1.60"
    ]


def test_roles_that_a_file_has_besides_its_colors_are_found() -> None:
    """A color of the palette comes first."""
    roles = (("text", Color(0, 0, 0)), ("ink", Color(9, 9, 9)), ("text (dark)", Color(255, 255, 255)))
    palette = replace(_palette(NAVY, names=("ink",)), roles=roles)
    assert _of_file("contrast:text/ink>=12.4", palette) == [
        "text #000000 and ink #1d3557 have a contrast of 1.69",
        "text (dark) #ffffff and ink #1d3557 have a contrast of 12.35",
    ]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("dark.txet", "no role is named 'dark.txet'; did you mean 'dark.text'?"),
        ("light.on_primry", "no role is named 'light.on_primry'; did you mean 'light.on-primary'?"),
        ("dark.sea", "no role is named 'dark.sea'; there are 'background', 'surface', 'text',"),
    ],
)
def test_a_mode_of_no_role_can_be_told_before_an_image_is_read(name: str, reason: str) -> None:
    """And afterwards, it is guessed as it is written."""
    with pytest.raises(SettingsError, match=re.escape(f"is no rule: {reason}")):
        Rule.parse(f"contrast:{name}/1>=3").require_roles()
    Rule.parse("contrast:txet/1>=3").require_roles()
    (violation,) = _find("contrast:dark.txet/1>=3", _palette(NAVY))
    assert violation.reason == "no swatch and no role is named 'dark.txet'; did you mean 'dark.text'?"


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
