"""A scheme in a mock: its markup, its custom properties and its contrasts."""

import re

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.rendering.page.scheme import (
    list_properties,
    write_mock,
    write_mock_rules,
    write_scheme,
    write_scheme_rules,
)
from cvpalette.roles.scheme import MODES, Mode, Scheme, make_scheme


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    """Give a scheme of four colors."""
    return make_scheme(Palette.of_colors(map(Color.from_hex, ("#264653", "#2a9d8f", "#e9c46a", "#e76f51"))))


@pytest.mark.parametrize("mode", MODES)
def test_there_is_a_property_for_each_color(scheme: Scheme, mode: Mode) -> None:
    """By the name of its role, or its number in a terminal."""
    properties = list_properties(scheme, mode)
    assert len(properties) == 21 + 16 + 4
    assert properties["on-primary"] == scheme.mode(mode).on_primary.hex
    assert properties["ansi-9"] == scheme.ansi(mode).colors[9].hex
    assert properties["ansi-background"] == scheme.ansi(mode).background.hex
    assert properties["ansi-selection"] == scheme.ansi(mode).selection.hex


def test_the_mock_uses_every_color(scheme: Scheme) -> None:
    """And no other: what its style asks for has a value, and each value is asked for."""
    page = write_mock() + _style() + write_scheme_rules(scheme)
    asked = set(re.findall(r"var\(--([a-z0-9-]+)\)", page)) - {"line", "quiet", "mono"}
    assert asked == list_properties(scheme, "light").keys()
    numbers = {int(number) for number in re.findall(r'class="a(\d+)"', write_mock())}
    assert numbers == set(range(16))


def _style() -> str:
    from importlib.resources import files  # noqa: PLC0415 -- only here

    return (files("cvpalette.rendering.page") / "scheme.css").read_text("utf-8")


def test_a_mock_has_no_element_to_reach(scheme: Scheme) -> None:
    """It is a picture with a name: no key, no link, no script."""
    mock = write_mock()
    assert 'role="img" aria-label="' in mock
    assert not re.search(r"<(a|button|input|script)\b|tabindex| style=| on[a-z]+=", mock)
    assert "$" not in mock.replace("$ ", "")
    assert write_scheme(scheme).count("<input") == 2


def test_rules_may_be_within_an_element() -> None:
    """So that one page can have many mocks."""
    rules = write_mock_rules({"text": "#000000"}, {"text": "#ffffff"}, ".one ")
    assert rules.startswith(".one .mock{--text:light-dark(#000000,#ffffff);}\n.a0{color:var(--ansi-0)}")


@pytest.mark.parametrize("mode", MODES)
def test_the_mode_that_is_shown_is_chosen(scheme: Scheme, mode: Mode) -> None:
    """One of two, without a script."""
    assert re.findall(r'value="(\w+)" checked', write_scheme(scheme, mode)) == [mode]


def test_contrasts_are_told_for_both_modes(scheme: Scheme) -> None:
    """Each is the least of its kind, rounded down, beside what it must be."""
    rows = re.findall(
        r'scope="row">([^<]+)</th><td>([\d.]+):1</td><td>([\d.]+):1</td><td>([\d.]+):1<', write_scheme(scheme)
    )
    told = {name: (float(light), float(dark), float(needed)) for name, light, dark, needed in rows}
    for at, mode in enumerate(MODES):
        roles, ansi = scheme.mode(mode), scheme.ansi(mode)
        grounds = roles.background.color, roles.surface.color
        text = min(roles.text.color.contrast(ground) for ground in grounds)
        assert told["Text"][at] <= text < told["Text"][at] + 0.1
        black = ansi.colors[8].contrast(ansi.background)
        assert told["Bright black"][at] <= black < told["Bright black"][at] + 0.1
    assert [needed for *_, needed in told.values()] == [7, 4.5, 4.5, 4.5, 3, 4.5, 3]
    assert all(min(light, dark) >= needed for light, dark, needed in told.values())
