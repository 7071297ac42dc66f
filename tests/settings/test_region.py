"""Region: a rectangle as people write it, and where it lies on an image."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvpalette.errors import SettingsError
from cvpalette.settings.region import Region


@pytest.mark.parametrize(
    ("words", "box"),
    [
        ("0,0,200,100", (0, 0, 200, 100)),
        ("10,20,30,40", (10, 20, 40, 60)),
        (" 10 , 20 , 30 , 40 ", (10, 20, 40, 60)),
        ((10, 20, 30, 40), (10, 20, 40, 60)),
        ("10%,10%,80%,80%", (20, 10, 180, 90)),
        ((0, 0, "50%", "12.5%"), (0, 0, 100, 13)),
        ("10,25%,50%,25", (10, 25, 110, 50)),
        ("150,50,100,100", (150, 50, 200, 100)),
        ("0,0,100%,100%", (0, 0, 200, 100)),
        ("0%,0%,0.001%,0.001%", (0, 0, 1, 1)),
        ("99.999%,99.999%,1%,1%", (199, 99, 200, 100)),
    ],
    ids=str,
)
def test_a_region_lies_on_an_image(words: Any, box: tuple[int, int, int, int]) -> None:
    """Of 200 x 100 pixels; it ends where the image does."""
    assert Region.of(words).place(200, 100) == box


def test_a_region_beside_the_image_is_empty() -> None:
    """Whoever places it says so, with the image's name."""
    left, top, right, bottom = Region.of("200,0,10,10").place(200, 100)
    assert left >= right
    assert top < bottom


@given(st.integers(1, 5000), st.integers(0, 100))
def test_regions_that_touch_in_percent_touch_in_pixels(side: int, percent: int) -> None:
    """No pixel is in both of them or in neither, but for one that is less than a pixel."""
    if not 0 < percent < 100:
        return
    before = Region.of((0, 0, f"{percent}%", 1)).place(side, 1)
    after = Region.of((f"{percent}%", 0, f"{100 - percent}%", 1)).place(side, 1)
    assert before[0] == 0
    assert after[2] == side
    assert after[0] in {before[2], before[2] - 1}
    if side * percent >= 50 and side * (100 - percent) >= 100:
        assert after[0] == before[2]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "1,2,3",
        "1,2,3,4,5",
        "a,b,c,d",
        "-1,0,10,10",
        "1.5,0,10,10",
        "1e2,0,1,1",
        "٣,0,1,1",
        "0,0,1,1px",
        (1, 2),
    ],
    ids=str,
)
def test_what_is_no_region_is_an_error(words: Any) -> None:
    """The message shows how to write one."""
    with pytest.raises(SettingsError, match="is no region; write it as X,Y,W,H, in pixels or percent"):
        Region.of(words)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("0,0,0,10", "'0,0,0,10' has no pixel"),
        ("0,0,10,0%", "'0,0,10,0%' has no pixel"),
        ("100%,0,1,1", "starts at 100% or more"),
        ("0,0,101%,10", "is larger than 100% of the image"),
    ],
)
def test_what_no_image_has_is_an_error(words: str, message: str) -> None:
    """Before any image is read."""
    with pytest.raises(SettingsError, match=message):
        Region.of(words)


@pytest.mark.parametrize("words", ["1,2,3,4", "10%,0,12.5%,80%", "123456789,0,1,1"])
def test_a_region_is_written_as_it_was_read(words: str) -> None:
    """In messages, and in JSON."""
    assert str(Region.of(words)) == words
