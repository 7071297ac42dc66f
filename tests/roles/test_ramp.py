"""Ramps: what holds for the steps of any color, and that they go as those of Tailwind CSS 4."""

import itertools
import pickle
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cvpalette.color.color import Color
from cvpalette.color.delta import delta_e
from cvpalette.errors import ColorError, SettingsError
from cvpalette.roles.ramp import STEPS, Ramp, make_ramp, read_curves
from cvpalette.roles.role import Role

# Near black, near white and between, in all combinations: grays, vivid colors and dark and light tints.
_GRID = [Color(*levels) for levels in itertools.product((0, 1, 128, 254, 255), repeat=3)]
_GRAYS = [Color(level, level, level) for level in (*range(0, 256, 17), 2, 3, 252, 253)]
# Dark grays have few levels, and so has their chroma.
_ROUNDING = 0.004
_LEVEL = st.integers(0, 255)


def _require_promises(color: Color) -> None:
    ramp = make_ramp(color)
    assert ramp[ramp.anchor] == color
    luminances = [step.luminance for step in ramp.values()]
    assert all(light > dark for light, dark in itertools.pairwise(luminances)), ramp.colors
    chromas = [step.oklch[1] for step in ramp.values()]
    peak = chromas.index(max(chromas))
    rising = itertools.pairwise(chromas[: peak + 1])
    falling = itertools.pairwise(chromas[peak:])
    assert all(before <= after + _ROUNDING for before, after in rising), ramp.colors
    assert all(before >= after - _ROUNDING for before, after in falling), ramp.colors


@pytest.mark.parametrize("colors", [_GRID, _GRAYS], ids=["grid", "grays"])
def test_the_promises_hold(colors: list[Color]) -> None:
    """The color itself is a step, luminance falls strictly, and chroma falls to both ends."""
    for color in colors:
        _require_promises(color)


@settings(deadline=None, max_examples=25)
@given(levels=st.tuples(_LEVEL, _LEVEL, _LEVEL))
@example(levels=(255, 255, 0))
@example(levels=(3, 2, 3))
@example(levels=(254, 253, 252))
def test_the_promises_hold_for_any_color(levels: tuple[int, int, int]) -> None:
    """Whatever it is."""
    _require_promises(Color(*levels))


@pytest.mark.parametrize("color", _GRAYS)
def test_a_gray_has_gray_steps(color: Color) -> None:
    """No tint comes from nowhere."""
    assert all(len(set(step.rgb)) == 1 for step in make_ramp(color).values())


@pytest.mark.parametrize(
    ("color", "anchor"),
    [
        ("#ffffff", 50),
        ("#fefefe", 50),
        ("#010101", 950),
        ("#000000", 950),
        ("#ffff00", 100),
        ("#00ff00", 300),
        ("#ff0000", 500),
        ("#0000ff", 800),
        ("#808080", 500),
    ],
)
def test_the_lightness_chooses_the_step(color: str, anchor: int) -> None:
    """Among colors as vivid, of the same hue: a yellow 500 is lighter than a blue one."""
    assert make_ramp(Color.from_hex(color)).anchor == anchor


#: Tailwind CSS 4's own steps: a vivid hue, two whose hue turns a lot, a gray with a hue and one without.
TAILWIND = {
    "blue": "#eff6ff #dbeafe #bedbff #8ec5ff #50a2ff #2b7fff #155dfc #1447e6 #193cb8 #1c398e #162456",
    "amber": "#fffbeb #fef3c6 #fee685 #ffd230 #ffb900 #fe9a00 #e17100 #bb4d00 #973c00 #7b3306 #461901",
    "yellow": "#fefce8 #fef9c2 #fff085 #ffdf20 #fdc700 #f0b100 #d08700 #a65f00 #894b00 #733e0a #432004",
    "slate": "#f8fafc #f1f5f9 #e2e8f0 #cad5e2 #90a1b9 #62748e #45556c #314158 #1d293d #0f172b #020618",
    "neutral": "#fafafa #f5f5f5 #e5e5e5 #d4d4d4 #a1a1a1 #737373 #525252 #404040 #262626 #171717 #0a0a0a",
}


@pytest.mark.parametrize("steps", TAILWIND.values(), ids=TAILWIND)
def test_a_500_of_tailwinds_has_tailwinds_ramp(steps: str) -> None:
    """Nearly so: a person sees no difference."""
    wanted = [Color.from_hex(step) for step in steps.split()]
    ramp = make_ramp(wanted[STEPS.index(500)])
    assert ramp.anchor == 500
    assert max(map(delta_e, ramp.colors, wanted)) < 2.3


def test_without_the_curves_of_its_hue_a_ramp_goes_between_the_neighbors() -> None:
    """Yellow is the hardest: it is lighter than its neighbors, and its hue turns by 50 degrees."""
    wanted = [Color.from_hex(step) for step in TAILWIND["yellow"].split()]
    middle = STEPS.index(500)
    others = [curve for curve in read_curves() if not 83 < curve[middle].hue < 84]
    assert len(others) == len(read_curves()) - 1
    ramp = make_ramp(wanted[middle], others)
    far = [delta_e(step, one) for step, one in zip(ramp.values(), wanted, strict=True)]
    assert sum(far) / len(far) < 3.5


def test_a_ramp_is_a_mapping_that_travels() -> None:
    """Of each step to its color, from light to dark; it pickles, and can be a key."""
    ramp = make_ramp(Color.from_hex("#2a9d8f"))
    assert isinstance(ramp, Mapping)
    assert tuple(ramp) == STEPS
    assert len(ramp) == len(STEPS) == 11
    assert ramp[600] == Color.from_hex("#2a9d8f")
    assert {pickle.loads(pickle.dumps(ramp)): 1} == {ramp: 1}
    assert ramp == Ramp(ramp.colors, 600) != Ramp(ramp.colors, 500)
    with pytest.raises(KeyError, match="550"):
        ramp[550]


def test_a_ramp_is_made_of_a_color_or_of_a_role() -> None:
    """A text is none: the error says how to make a color of it."""
    color = Color(38, 70, 83)
    assert make_ramp(Role(color)) == make_ramp(color)
    told = r"a color is such as cvpalette\.Color\.from_hex\('#264653'\), not '"
    rows = r"'tuple' is no color; of rows of levels, give \[cvpalette"
    for wrong, words in (("#264653", told), (None, told), ((38, 70, 83), rows)):
        with pytest.raises(ColorError, match=words):
            make_ramp(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("step", ["500", 51, None, [50]])
def test_a_step_that_there_is_not_is_an_error_that_lists_all(step: Any) -> None:
    """It is a KeyError too, so that the ramp is a mapping as others are."""
    ramp = make_ramp(Color(38, 70, 83))
    with pytest.raises(SettingsError, match=r"a ramp has the steps 50, 100, .* 950, not ") as caught:
        ramp[step]
    assert isinstance(caught.value, KeyError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    assert (ramp.get(step), step in ramp) == (None, False)
