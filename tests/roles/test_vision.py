"""How other kinds of vision see colors: as the papers say, and as other programs have it."""

from typing import Final

import pytest

from cvpalette.color.color import Color
from cvpalette.color.css_spaces import multiply
from cvpalette.roles.vision import SIMULATIONS, VISIONS, Alike, Vision, find_alike, see

COLORS: Final = (
    (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (0, 255, 255), (255, 0, 255),
    (233, 196, 106), (38, 70, 83), (231, 111, 81), (42, 157, 143),
)  # fmt: skip
#: What DaltonLens 0.1.5 makes of them: Machado 2009 of severity 1, and Brettel 1997 with the cones of Smith
#: and Pokorny 1975. It rounds down, so its levels are up to 1 lower.
SEEN: Final[dict[Vision, tuple[tuple[int, int, int], ...]]] = {
    "protan": (
        (108, 95, 0), (254, 229, 0), (0, 88, 254), (254, 243, 0), (237, 241, 254), (0, 127, 254),
        (214, 194, 97), (62, 68, 83), (142, 130, 77), (149, 147, 142),
    ),
    "deutan": (
        (163, 144, 0), (238, 214, 58), (0, 61, 251), (254, 249, 49), (208, 220, 254), (104, 154, 250),
        (223, 204, 109), (56, 63, 82), (171, 156, 78), (133, 136, 144),
    ),
    "tritan": (
        (254, 0, 78), (123, 234, 254), (0, 95, 134), (254, 239, 242), (73, 248, 254), (238, 98, 120),
        (241, 186, 191), (37, 70, 81), (233, 104, 123), (64, 151, 177),
    ),
}  # fmt: skip
#: The matrices of tritan vision in libDaltonLens, which uses X, Y and Z of sRGB with fewer digits.
BRETTEL_485: Final = ((0.93678, 0.18979, -0.12657), (0.06154, 0.81526, 0.12320), (-0.37562, 1.12767, 0.24796))
BRETTEL_660: Final = ((1.01277, 0.13548, -0.14826), (-0.01243, 0.86812, 0.14431), (0.07589, 0.80500, 0.11911))


@pytest.mark.parametrize("vision", VISIONS)
def test_colors_are_seen_as_published_programs_have_them(vision: Vision) -> None:
    """To the level, but for their way of rounding."""
    for rgb, expected in zip(COLORS, SEEN[vision], strict=True):
        differences = [
            ours - theirs for ours, theirs in zip(see(Color(*rgb), vision).rgb, expected, strict=True)
        ]
        assert set(differences) <= {0, 1}


def test_tritan_is_the_simulation_of_brettel() -> None:
    """Its two matrices are those of libDaltonLens, to what the digits of the inputs allow."""
    simulation = SIMULATIONS["tritan"]
    for ours, theirs in ((simulation.ahead, BRETTEL_485), (simulation.behind, BRETTEL_660)):
        for row, expected in zip(ours, theirs, strict=True):
            assert row == pytest.approx(expected, abs=0.012)


@pytest.mark.parametrize("vision", VISIONS)
def test_grays_stay_as_they_are(vision: Vision) -> None:
    """White and black are the same to everyone, and so is all between."""
    for level in range(256):
        assert see(Color(level, level, level), vision) == Color(level, level, level)


@pytest.mark.parametrize("vision", VISIONS)
def test_what_was_seen_is_seen_so_again(vision: Vision) -> None:
    """A vision without one kind of cones leaves a plane, and what lies in it stays there."""
    for matrix in (SIMULATIONS[vision].ahead, SIMULATIONS[vision].behind):
        once = multiply(matrix, (0.5, 0.4, 0.3))
        assert multiply(matrix, once) == pytest.approx(once, abs=0.02)


def test_both_matrices_of_tritan_meet_where_they_change() -> None:
    """Near the plane between them, both make the same of a light."""
    simulation = SIMULATIONS["tritan"]
    x, y, z = simulation.normal
    light = (0.5, 0.4, -(0.5 * x + 0.4 * y) / z)
    assert multiply(simulation.ahead, light) == pytest.approx(multiply(simulation.behind, light), abs=1e-9)


def test_pairs_that_become_alike_are_found() -> None:
    """Orange and light green, for deutan vision; two that were alike before are not named."""
    colors = [Color.from_hex(text) for text in ("#fdae61", "#a6d96a", "#a6d96b", "#2c7bb6")]
    found = list(find_alike(colors, "deutan", 8))
    assert [(pair.first, pair.second) for pair in found] == [(0, 1), (0, 2)]
    assert all(isinstance(pair, Alike) and pair.seen < 8 <= pair.difference for pair in found)
    assert list(find_alike(colors, "tritan", 8)) == []
