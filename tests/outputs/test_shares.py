"""What text outputs say of shares, and of palettes that have none."""

import dataclasses
import re

import pytest

from cvpalette.color.palette import Palette, Swatch
from cvpalette.plugins.registry import find_output
from cvpalette.testing import make_result

NOTED = ("android", "css", "dtcg", "gpl", "latex", "less", "mplstyle", "scss", "tailwind")
FOUND = make_result(["#264653", "#2a9d8f"])
SHARES = (0.9996, 0.0004)


@pytest.mark.parametrize("name", NOTED)
def test_shares_are_noted_where_they_are_known(name: str) -> None:
    """In percent, and never as a nought; a palette that was given has none, and says so by saying nothing."""
    output = find_output(name).load().configure()
    swatches = (Swatch(color, share) for color, share in zip(FOUND.palette.colors, SHARES, strict=True))
    known = output.render(dataclasses.replace(FOUND, palette=Palette(tuple(swatches)))).contents
    given = Palette.of_colors(FOUND.palette.colors, ["navy", ""])
    unknown = output.render(dataclasses.replace(FOUND, palette=given)).contents
    assert isinstance(known, str)
    assert isinstance(unknown, str)
    assert "100.0%" in known
    assert "<0.1%" in known
    assert not re.search(r"[0-9]%", unknown)
    assert "navy" in unknown
