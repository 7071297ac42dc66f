"""check(): rules of results, extractions and palettes, from the library."""

import re
from pathlib import Path
from typing import Any

import pytest

import cvpalette
from cvpalette.color.palette import Palette
from cvpalette.errors import PaletteFileError, SettingsError
from cvpalette.extraction import Extraction
from cvpalette.result import Result
from cvpalette.testing import make_result


def test_a_rule_is_checked_of_whatever_can_be_rendered(extraction: Extraction) -> None:
    """All three have the same palette."""
    for what in (extraction, extraction.result, extraction.palette):
        assert cvpalette.check(what, "distinct>=10") == ()
        assert len(cvpalette.check(what, "distinct>=99")) == 6


def test_roles_are_those_of_the_scheme(extraction: Extraction) -> None:
    """Which keeps its promises."""
    assert cvpalette.check(extraction, "contrast:text/background>=7") == ()
    assert len(cvpalette.check(extraction, "contrast:text/background>=21")) == 2


def test_a_difference_is_to_the_nearest_color_of_a_file(extraction: Extraction, tmp_path: Path) -> None:
    """The farthest color comes first."""
    brand = tmp_path / "brand.hex"
    brand.write_text("#264653\n#2a9d8f\n#e9c46b\n", "utf-8")
    assert cvpalette.check(extraction, f"difference<=40:{brand}") == ()
    (violation,) = cvpalette.check(extraction, f"difference<=3:{brand}")
    assert [color.hex for color in violation.colors] == ["#e76f51", "#e9c46b"]
    assert violation.value is not None
    assert violation.value > 3
    assert violation.reason.endswith(f", the nearest color of '{brand}'")


def test_what_cannot_be_checked_is_an_error(extraction: Extraction) -> None:
    """A file that is missing, a text that is no rule, a thing that has no palette."""
    with pytest.raises(PaletteFileError):
        cvpalette.check(extraction, "difference<=3:missing.gpl")
    with pytest.raises(SettingsError, match="is no rule"):
        cvpalette.check(extraction, "nice")
    with pytest.raises(SettingsError, match="'int' cannot be checked"):
        cvpalette.check(3, "distinct>=3")  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", [None, 5, b"contrast>=4", ["contrast>=4"]])
def test_a_rule_is_a_text(rule: Any) -> None:
    """Anything else is an error of ours, and none of Python's."""
    kind = type(rule).__name__
    with pytest.raises(SettingsError, match=f"a rule is a text such as 'contrast>=4.5', not '{kind}'"):
        cvpalette.check(make_result(["#000000"]), rule)


def test_two_palettes_are_compared_without_a_file() -> None:
    """Whatever has a palette is the other one."""
    other = Palette.of_colors(["#ff0000", "#0000ff"])
    near = Palette.of_colors(["#fe0000"])
    assert cvpalette.check(near, "difference<=3", other=other) == ()
    assert cvpalette.check(near, "difference<=3", Result.of_palette(other, "brand")) == ()
    (far,) = cvpalette.check(Palette.of_colors(["#00ff00"]), "difference<=3", other)
    assert re.fullmatch(r"#00ff00 is [0-9.]+ from #\w{6}, the nearest color of the other palette", far.reason)


@pytest.mark.parametrize("rule", ["contrast>=3", "distinct>=3", "difference<=3:brand.gpl"])
def test_only_a_difference_has_another_palette(rule: str) -> None:
    """And it has one only."""
    palette = Palette.of_colors(["#ff0000", "#0000ff"])
    with pytest.raises(SettingsError, match="only 'difference<=3', without a file, is measured to another"):
        cvpalette.check(palette, rule, other=palette)


def test_the_other_palette_may_be_a_list_of_colors() -> None:
    """As elsewhere; what is none is told."""
    palette = Palette.of_colors(["#264653", "#e76f51"])
    assert cvpalette.check(palette, "difference<=3", other=["#e76f51", "#264653"]) == ()
    with pytest.raises(SettingsError, match="'int' is no palette; give a Palette, what has one"):
        cvpalette.check(palette, "difference<=3", other=5)  # type: ignore[arg-type]
