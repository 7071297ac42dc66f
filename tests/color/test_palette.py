"""Swatch and Palette: what they refuse, and their orders."""

import math
from dataclasses import replace
from typing import Any

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import SORTS, Palette, Swatch
from cvpalette.errors import ColorError, SettingsError

SHARES = {"#e9c46a": 0.5, "#111111": 0.3, "#0000ff": 0.15, "#eeeeee": 0.05}


def _palette(shares: dict[str, float]) -> Palette:
    return Palette(tuple(Swatch(Color.from_hex(text), share) for text, share in shares.items()))


@pytest.mark.parametrize("share", [-0.1, 1.0001, math.nan, math.inf])
def test_a_share_is_0_to_1(share: float) -> None:
    """A swatch that nothing is like, or more than all, is none."""
    with pytest.raises(SettingsError, match="a share is 0 to 1"):
        Swatch(Color(0, 0, 0), share)


def test_a_palette_is_never_empty() -> None:
    """Whoever holds one has a first swatch."""
    with pytest.raises(SettingsError, match="at least one"):
        Palette(())


@pytest.mark.parametrize("shares", [(0.5, 0.4), (0.5, 0.6)], ids=["too little", "too much"])
def test_the_shares_of_a_palette_add_to_1(shares: tuple[float, float]) -> None:
    """Every pixel that counts is in one swatch, and in one only."""
    with pytest.raises(SettingsError, match="add to 1"):
        _palette(dict(zip(("#000000", "#ffffff"), shares, strict=True)))


def test_shares_that_miss_1_by_rounding_are_taken() -> None:
    """256 shares of 1/256 and thirds are no fault."""
    assert len(_palette({f"#{level:02x}{level:02x}{level:02x}": 1 / 255 for level in range(255)})) == 255


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("share", ["#e9c46a", "#111111", "#0000ff", "#eeeeee"]),
        ("lightness", ["#111111", "#0000ff", "#e9c46a", "#eeeeee"]),
        ("hue", ["#111111", "#eeeeee", "#e9c46a", "#0000ff"]),
        ("chroma", ["#0000ff", "#e9c46a"]),
        ("path", ["#0000ff", "#eeeeee", "#e9c46a", "#111111"]),
    ],
)
def test_sorted_has_the_order_asked_for(order: str, expected: list[str]) -> None:
    """Most common, darkest, grays then around the wheel, most colorful first; or each like the next."""
    result = [color.hex for color in _palette(SHARES).sorted(order).colors]
    assert result[: len(expected)] == expected
    assert sorted(result) == sorted(SHARES)


@pytest.mark.parametrize("order", [order for order in SORTS if order != "given"])
def test_an_order_does_not_depend_on_the_order_before(order: str) -> None:
    """Ties are broken by the color: the same swatches give the same palette."""
    even = dict.fromkeys(SHARES, 0.25)
    backwards = dict(reversed(even.items()))
    assert _palette(even).sorted(order) == _palette(backwards).sorted(order)


def test_an_unknown_order_is_an_error_that_lists_them() -> None:
    """The message says what would work."""
    with pytest.raises(
        SettingsError,
        match="no order 'size'; choose 'share', 'lightness', 'hue', 'chroma', 'path' or 'given'",
    ):
        _palette(SHARES).sorted("size")


def test_a_palette_is_a_sequence_of_swatches() -> None:
    """It iterates, counts and gives by index."""
    palette = _palette(SHARES)
    assert list(palette) == [palette[0], palette[1], palette[2], palette[3]]
    assert len(palette) == 4
    assert palette[0].color == palette.colors[0] == Color.from_hex("#e9c46a")


def test_a_palette_prints_on_one_line() -> None:
    """What print() shows in the README."""
    assert str(_palette(SHARES)) == "#e9c46a 50.0%, #111111 30.0%, #0000ff 15.0%, #eeeeee 5.0%"


def test_a_palette_is_a_value() -> None:
    """Equal palettes are one, and none is ever changed."""
    assert _palette(SHARES) == _palette(SHARES)
    assert hash(_palette(SHARES)) == hash(_palette(SHARES))
    with pytest.raises(AttributeError):
        _palette(SHARES).swatches = ()  # type: ignore[misc]


def test_a_palette_of_colors_has_no_shares() -> None:
    """A palette file says which colors, and not how much of each: its order stays."""
    colors = [Color(9, 9, 9), Color(1, 2, 3), Color(9, 9, 9)]
    palette = Palette.of_colors(colors, ["a", "", "c"], "brand")
    assert palette.colors == tuple(colors)
    assert [swatch.name for swatch in palette] == ["a", "", "c"]
    assert palette.name == "brand"
    assert not palette.has_shares
    assert palette.sorted("given") == palette.sorted("share") == palette
    assert palette.sorted("lightness").name == "brand"
    with pytest.raises(SettingsError, match="at least one"):
        Palette.of_colors([])


def test_shares_that_nobody_knows_are_not_printed() -> None:
    """One number for all would look as if somebody had counted."""
    assert str(Palette.of_colors([Color(1, 2, 3), Color(4, 5, 6)])) == "#010203, #040506"


def test_a_group_is_found_however_its_accents_are_written() -> None:
    """MacOS takes names of files apart, and people copy names from there."""
    swatch = Swatch(Color(0, 0, 0), 1.0, group="T\u00f6ne")
    assert Palette((swatch,)).of_group("to\u0308ne").swatches[0].group == ""


def test_a_palette_is_made_of_texts_too() -> None:
    """As CSS writes colors, like the colors to keep."""
    made = Palette.of_colors(["#f00", "gold", Color(1, 2, 3)], ["a", "b", "c"])
    assert made == Palette.of_colors([Color(255, 0, 0), Color(255, 215, 0), Color(1, 2, 3)], ["a", "b", "c"])
    with pytest.raises(ColorError, match="'gould' is no color"):
        Palette.of_colors(["gould"])


@pytest.mark.parametrize("given", ["#ff0000", Color(255, 0, 0), 5, None], ids=str)
def test_a_palette_is_made_of_several_colors(given: Any) -> None:
    """A single one may be a slip."""
    with pytest.raises(SettingsError, match=r"of several colors, such as \['#264653', 'gold'\], not '"):
        Palette.of_colors(given)


def test_colors_and_their_names_are_as_many() -> None:
    """Or there are no names."""
    with pytest.raises(SettingsError, match="2 colors have as many names or none, not 1"):
        Palette.of_colors(["red", "blue"], ["rot"])


@pytest.mark.parametrize("given", [[Color(1, 2, 3)], (Color(1, 2, 3),), ["#fff"], 5, None], ids=str)
def test_what_is_no_swatch_is_refused(given: Any) -> None:
    """It says what makes a palette of colors."""
    with pytest.raises(SettingsError, match=r"has swatches, not '.*'; Palette\.of_colors\(\) makes"):
        Palette(given)


def test_a_list_of_swatches_becomes_a_tuple() -> None:
    """So the palette is a value."""
    swatch = Swatch(Color(0, 0, 0), 1.0)
    swatches: Any = [swatch]
    assert Palette(swatches) == Palette((swatch,))
    assert hash(Palette(swatches)) == hash(Palette((swatch,)))


def test_a_slice_is_a_palette() -> None:
    """Its shares are those among its swatches, and the rest stays."""
    whole = replace(_palette(SHARES), name="Whole", comment="By me")
    first = whole[:2]
    assert isinstance(first, Palette)
    assert [swatch.color.hex for swatch in first] == ["#e9c46a", "#111111"]
    assert [swatch.share for swatch in first] == pytest.approx([0.625, 0.375])
    assert (first.name, first.comment, first.has_shares) == ("Whole", "By me", True)
    assert [swatch.color.hex for swatch in whole[::-2]] == ["#eeeeee", "#111111"]
    assert not Palette.of_colors(["red", "blue"])[1:].has_shares
    with pytest.raises(SettingsError, match="at least one"):
        whole[4:]
    with pytest.raises(IndexError):
        whole[4]


def test_a_slice_of_what_was_not_found_has_no_shares() -> None:
    """Kept colors may have a share of 0."""
    kept = Palette((Swatch(Color(1, 1, 1), 1.0), Swatch(Color(2, 2, 2), 0.0), Swatch(Color(3, 3, 3), 0.0)))
    assert [swatch.share for swatch in kept[1:]] == [0.5, 0.5]
    assert not kept[1:].has_shares
