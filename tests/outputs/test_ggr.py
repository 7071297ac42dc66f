"""The output `ggr`: as we write it, and as GIMP does."""

from collections.abc import Callable

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.ggr import GimpGradient
from cvpalette.testing import OutputContract, ReaderContract, make_extraction, make_result


class TestGimpGradient(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = GimpGradient()


class TestHardStops(OutputContract, ReaderContract):
    """Bands of colors are read back as well."""

    output = GimpGradient(stops="hard")


@pytest.mark.parametrize("stops", ["smooth", "hard"])
def test_it_is_the_golden_file(
    stops: str, extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden(f"ggr/{stops}.ggr", GimpGradient(stops=stops).render(extraction.result))  # type: ignore[arg-type]


def _file(*segments: str, count: str = "", name: str = "Name: Mine\n") -> bytes:
    lines = "\n".join(segments)
    return f"GIMP Gradient\n{name}{count or len(segments)}\n{lines}\n".encode()


RED, GREEN, BLUE, CLEAR = "1 0 0 1", "0 1 0 1", "0 0 1 1", "0 0 1 0"


def _hexes(data: bytes) -> list[str]:
    return [color.hex for color in GimpGradient.parse(data).colors]


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        (
            [f"0 .25 .5 {RED} {GREEN} 0 0", f"0.5 0.75 1.0 {GREEN} {BLUE} 0 0 0 0"],
            ["#ff0000", "#00ff00", "#0000ff"],
        ),
        ([f"0 .25 .5 {RED} {RED} 0 0", f".5 .75 1 {RED} {RED} 0 0"], ["#ff0000", "#ff0000"]),
        (
            [f"0 .2 .4 {RED} {GREEN} 0 0", f".4 .5 .6 {GREEN} {GREEN} 0 0", f".6 .8 1 {GREEN} {BLUE} 0 0"],
            ["#ff0000", "#00ff00", "#00ff00", "#0000ff"],
        ),
        (
            [f"0 .2 .4 {RED} {RED} 0 0", f".4 .5 .6 {GREEN} {GREEN} 0 0", f".6 .8 1 {GREEN} {BLUE} 0 0"],
            ["#ff0000", "#00ff00", "#0000ff"],
        ),
        ([f"0 .5 1 {RED} {GREEN} 1 0"], ["#ff0000", "#00ff00"]),
    ],
    ids=["a stop between segments", "bands", "a band among runs", "a jump", "an old version"],
)
def test_stops_are_read(segments: list[str], expected: list[str]) -> None:
    """Where one segment ends as the next begins, there is one stop."""
    segments = [segment.replace(" .", " 0.") for segment in segments]
    assert _hexes(_file(*[f"0{one}" if one.startswith(".") else one for one in segments])) == expected


def test_what_is_no_fixed_color_is_told() -> None:
    """The colors of the moment, transparent ones, and what lies between the stops of a rainbow."""
    data = _file(
        f"0 0.25 0.5 {RED} {GREEN} 0 1 0 3", f"0.5 0.75 1 {CLEAR} {BLUE} 0 2 0 0", name="Name: Sky\r\n"
    )
    palette = GimpGradient.parse(data)
    assert (str(palette), palette.name) == ("#ff0000, #0000ff", "Sky")
    assert palette.notes == (
        "1 transparent color is left out",
        "1 stop is left out: the foreground or background color of the moment",
        "2 of 2 segments run through the hues, which are left out between the stops",
    )
    (note,) = GimpGradient.parse(_file(f"0 0.5 1 {RED} {RED} 0 1 0 0")).notes
    assert note == "its segment runs through the hues, which are left out between the stops"


def test_a_file_without_a_name_is_read() -> None:
    """As GIMP wrote it before 1.3."""
    palette = GimpGradient.parse(_file(f"0 0.5 1 {RED} {BLUE} 0 0", name=""))
    assert (len(palette), palette.name) == (2, "")


def test_positions_cover_all_from_0_to_1() -> None:
    """GIMP refuses gaps."""
    lines = GimpGradient().render(make_result(["#264653", "#2a9d8f", "#e9c46a"])).splitlines()[3:]
    assert [line.split()[:3] for line in lines] == [
        ["0.000000", "0.250000", "0.500000"],
        ["0.500000", "0.750000", "1.000000"],
    ]
    assert len(GimpGradient().render(make_extraction(["#264653"]).result).splitlines()) == 4


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"GIMP Palette\n", "line 1: a GIMP gradient begins with 'GIMP Gradient'"),
        (b"GIMP Gradient", "line 2: the number of segments should be 0"),
        (_file(f"0 0.5 1 {RED} {BLUE} 0 0", count="2"), "line 3: the number of segments should be 1"),
        (_file(f"0 0.5 1 {RED} {BLUE} 0 0", count="9" * 5000), "line 3: the number of segments should be 1"),
        (_file(f"0 0.5 1 {RED} {BLUE} 0 0", count="\u0661"), "line 3: the number of segments should be 1"),
        (_file(count="0"), "it holds no color"),
        (_file("0 0.5 1 1 0 0 1"), "line 4: '0 0.5 1 1 0 0 1' is no segment"),
        (_file(f"0 0.5 1 {RED} 0 0 nan 1 0 0"), "line 4: .* is no segment"),
        (_file(f"0 0.5 1 {RED} 0 0 2 1 0 0"), "line 4: a color of .* is not 0 to 1"),
        (_file(f"0 0.5 1 {RED} 0 0 1e999 1 0 0"), "line 4: a color of .* is not 0 to 1"),
        (_file(f"0 0.5 1 {CLEAR} {CLEAR} 0 0"), "it holds no color: 1 transparent color is left out"),
    ],
    ids=range(11),
)
def test_what_cannot_be_read_is_said(data: bytes, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=f"^{message}"):
        GimpGradient.parse(data)
