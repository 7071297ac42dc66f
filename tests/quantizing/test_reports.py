"""What is told of a file that was drawn."""

from dataclasses import replace
from unittest.mock import Mock

import pytest

from cvpalette.quantizing.reports import Drawn, Facts

STILL = Facts(
    name="a.png",
    source_bytes=2000,
    result_bytes=1000,
    width=4,
    height=3,
    colors=2,
    psnr=30.04,
    delta_e_mean=1.23456,
    delta_e_p95=4.56789,
    truecolor_png_bytes=3000,
    alpha_levels=(3, 2),
    regions=(9, 1),
)
MOVING = replace(
    STILL,
    delta_e_p95=None,
    truecolor_png_bytes=None,
    alpha_levels=None,
    regions=None,
    frames=1,
    seconds=0.5,
)


def test_facts_of_all_kinds_have_the_same_names() -> None:
    """What was not measured is left out; what no pixel or no file has is None."""
    still, moving = STILL.as_dict(), MOVING.as_dict()
    assert moving.keys() - still.keys() == {"frames", "seconds"}
    assert still.keys() - moving.keys() == {"delta_e_p95", "truecolor_png_bytes", "alpha_levels", "regions"}
    assert all(still[name] == moving[name] for name in still.keys() & moving.keys())
    assert (still["delta_e_mean"], still["delta_e_p95"]) == (1.235, 4.568)
    assert (still["alpha_levels"], still["regions"]) == ([3, 2], [9, 1])
    without = replace(STILL, source_bytes=None, psnr=None).as_dict()
    assert (without["source_bytes"], without["psnr"], without["is_larger"]) == (None, None, False)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (STILL, "4 x 3 pixels, 2 colors, 1 region of 9, 2 of 3 levels of alpha"),
        (MOVING, "1 frame of 4 x 3, 0.50 s, 2 colors"),
    ],
)
def test_a_line_says_what_a_file_is(facts: Facts, told: str) -> None:
    """It owns up to one that grew."""
    changed = "(PSNR 30.0 dB, mean dE 1.23)"
    assert facts.as_line() == f"'a.png': 1.0 kB in place of 2.0 kB, {told} {changed}"
    grown = replace(facts, source_bytes=999, psnr=None)
    assert grown.as_line() == (
        f"'a.png': 1.0 kB in place of 1.0 kB, LARGER than its source, {told} (no pixel changed)"
    )


def test_a_ruined_picture_is_warned_of_if_a_size_was_asked_for() -> None:
    """After what is told anyway; the file is measured once, and only if it must be."""
    found = replace(STILL, colors=1, delta_e_mean=10.5)
    ruined = Mock(return_value=found)
    warning = "'a.png': no more than 1 color fit in 9kB, and the mean dE is 10.5; a photo of this size is "
    drawn = Drawn(b"abc", ruined, "", "9kB")
    assert drawn.warn() == f"{warning}better a JPEG or an AVIF"
    assert drawn.report() == found.as_line()
    assert ruined.call_count == 1
    assert Drawn(b"", ruined, "On white.", "9kB").warn().startswith(f"On white.\n{warning}")
    calls = ruined.call_count
    assert Drawn(b"", ruined, "On white.").warn() == "On white."
    assert ruined.call_count == calls
    assert Drawn(b"", lambda: STILL, "", "9kB").warn() == ""
    assert len(drawn) == 3
