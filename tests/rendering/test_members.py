"""Names in source code: valid in each language, and all different."""

import pytest

from cvpalette.color.color import Color
from cvpalette.rendering.members import (
    DART,
    KOTLIN,
    PYTHON,
    SCRIPT,
    SWIFT,
    Language,
    list_members,
    require_type_name,
    unit,
)
from cvpalette.testing import make_result


@pytest.mark.parametrize(
    ("language", "names"),
    [
        (SWIFT, ["navyBlue", "navyBlue2", "defaultColor", "color2nd", "color5", "cremeBrulee"]),
        (DART, ["navyBlue", "navyBlue2", "defaultColor", "color2nd", "color5", "cremeBrulee"]),
        (KOTLIN, ["NavyBlue", "NavyBlue2", "Default", "Color2nd", "Color5", "CremeBrulee"]),
        (SCRIPT, ["navyBlue", "navyBlue2", "default", "color2nd", "color5", "cremeBrulee"]),
        (PYTHON, ["navy_blue", "navy_blue_2", "default", "color_2nd", "color_5", "creme_brulee"]),
    ],
    ids=["Swift", "Dart", "Kotlin", "JavaScript", "Python"],
)
def test_names_are_in_the_case_of_the_language(language: Language, names: list[str]) -> None:
    """A keyword, a digit in front and a name that repeats get an addition."""
    colors = [f"#00000{number}" for number in range(6)]
    given = ("Navy blue", "navy-blue!", "default", "2nd", "", "Crème brûlée")
    swatches, roles = list_members(make_result(colors, names=given), language)
    assert [each.name for each in swatches] == names
    assert not roles


def test_names_that_only_look_different_before_they_are_joined_get_a_number() -> None:
    """`color-1-2` and `color-12` are both `color12`."""
    result = make_result(["#000001", "#000002", "#000003"], names=("color 1 2", "color 12", "color 1 2 2"))
    names = [each.name for each in list_members(result, SCRIPT)[0]]
    assert names == ["color12", "color12_2", "color122"]


def test_roles_keep_their_names() -> None:
    """A swatch of that name gets a number."""
    swatches, roles = list_members(make_result(["#264653"], names=("On primary",)), SWIFT, roles=True)
    assert [each.name for each in swatches] == ["onPrimary2"]
    assert "onPrimary" in [role.name for role in roles]


def test_four_decimals_give_the_same_8_bits() -> None:
    """For each of the 256 levels."""
    for level in range(256):
        red, green, blue, alpha = unit(Color(level, 0, 255), level / 255)
        assert (round(float(red) * 255), green, blue) == (level, "0.0", "1.0")
        assert round(float(alpha) * 255) == level


@pytest.mark.parametrize("text", ["", "palette", "2nd", "A b", "A" * 61, "Größe", "Self"])
def test_a_name_that_is_no_type_is_an_error(text: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match="option 'name'"):
        require_type_name("name", text, SWIFT)
