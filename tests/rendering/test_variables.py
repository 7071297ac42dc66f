"""The variables of style sheets and token files: swatches, ramps, colors of text, and roles."""

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.rendering.names import identifiers
from cvpalette.rendering.variables import Variable, flatten, list_variables
from cvpalette.result import Result
from cvpalette.roles.ramp import make_ramp
from cvpalette.testing import make_result

# Names that are those of roles, of steps and of colors of text.
NAMES: Final = ("text", "on primary", "primary 50", "primary", "1 text", "background", "text text")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("", "1-50"), ["c-1", "c-1-50-2"]),
        (("1-50", ""), ["c-1-50", "c-2"]),
        (("navy 950", "navy"), ["c-navy-950", "c-navy-2"]),
        (("navy", "Navy", "navy 2 50"), ["c-navy", "c-navy-2", "c-navy-2-50-2"]),
        (("50", "", "50 50"), ["c-50", "c-2", "c-50-50-2"]),
        (("navy 51", "navy"), ["c-navy-51", "c-navy"]),
    ],
)
def test_a_name_is_not_that_of_a_step(names: tuple[str, ...], expected: list[str]) -> None:
    """Of any color's ramp. Without ramps, only whole names are compared."""
    result = make_result(["#264653", "#2a9d8f", "#e9c46a"][: len(names)], names=names)
    variables = list_variables(result, "c", ramps=True).swatches
    assert [each.name for each in variables] == expected
    every = [each.name for each in flatten(variables)]
    assert len(set(every)) == len(every) == 12 * len(names)
    assert [each.name for each in list_variables(result, "c").swatches] == identifiers(result.palette, "c")


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.text("1250 a", max_size=6) | st.sampled_from(NAMES), min_size=1, max_size=6),
    *(st.booleans(),) * 3,
    st.sampled_from("-_"),
)
def test_no_two_variables_have_one_name(
    names: list[str], ramps: bool, text: bool, roles: bool, joint: str
) -> None:
    """Whatever the swatches are called."""
    palette = Palette.of_colors([Color(0, 0, 0)] * len(names), names)
    result = Result.of_palette(palette, "a.gpl")
    swatches, named = list_variables(result, "c", joint=joint, ramps=ramps, text=text, roles=roles)
    every = [each.name for each in flatten(swatches)]
    every += [name for each in named for name in (each.name, *(step.name for step in each.steps.values()))]
    assert len(set(every)) == len(every)


def test_steps_are_colors_of_the_ramp() -> None:
    """By their numbers; one of them is the color itself. Without ramps there are none."""
    result = make_result(["#264653"], names=["sea"])
    (variable,) = list_variables(result, "c", ramps=True).swatches
    assert {step: each.color for step, each in variable.steps.items()} == dict(
        make_ramp(result.palette[0].color)
    )
    assert [each.note for each in flatten([variable])] == ["sea, 100.0%", *[""] * 11]
    assert list(flatten(list_variables(result, "c").swatches)) == [
        Variable("c-sea", result.palette[0].color, "sea, 100.0%")
    ]


def test_colors_of_text_are_black_or_white() -> None:
    """Whichever is easier to read."""
    light, dark = list_variables(make_result(["#e9c46a", "#264653"]), "c", text=True).swatches
    assert light.text is not None
    assert dark.text is not None
    assert (light.text.name, light.text.color.hex) == ("c-1-text", "#000000")
    assert (dark.text.name, dark.text.color.hex, dark.text.note) == ("c-2-text", "#ffffff", "text on c-2")


def test_roles_are_those_of_the_scheme() -> None:
    """A swatch of the same name gets a number, since roles keep theirs."""
    result = make_result(["#264653", "#2a9d8f"], names=["primary", "sea"])
    swatches, roles = list_variables(result, "c", roles=True, ramps=True, joint="_")
    assert [each.name for each in swatches] == ["c_primary_2", "c_sea"]
    assert {each.role: (each.light, each.dark) for each in roles} == {
        name: (role.color, result.scheme.dark.named()[name].color)
        for name, role in result.scheme.light.named().items()
    }
    primary = next(each for each in roles if each.role == "primary")
    assert primary.name == "c_primary"
    assert {step: each.color for step, each in primary.steps.items()} == dict(make_ramp(primary.light))
    assert {each.role for each in roles if each.steps} == {
        *("primary", "secondary", "accent", "error", "warning", "success", "info")
    }
    assert list_variables(result, "c").roles == []
