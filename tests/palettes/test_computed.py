"""Palettes whose colors follow from a rule."""

from cvpalette.palettes.computed import (
    compute_ega,
    compute_led332,
    compute_led332_light,
    compute_nes,
    compute_sms,
    compute_web216,
    compute_xterm256,
)


def test_ega_has_cga_among_its_colors() -> None:
    """CGA's brown is number 20: red in full, green in a third."""
    colors = {name: digits for digits, name in compute_ega()}
    assert (colors["0"], colors["7"], colors["20"], colors["56"], colors["63"]) == (
        "000000",
        "aaaaaa",
        "aa5500",
        "555555",
        "ffffff",
    )
    assert len(set(colors.values())) == 64


def test_sms_counts_red_first() -> None:
    """Its numbers are those of the machine's color memory."""
    colors = [digits for digits, _ in compute_sms()]
    assert (colors[1], colors[3], colors[12], colors[48], colors[63]) == (
        "550000",
        "ff0000",
        "00ff00",
        "0000ff",
        "ffffff",
    )
    assert set(colors) == {digits for digits, _ in compute_ega()}


def test_levels_of_leds_are_time_and_look_lighter() -> None:
    """A byte has three bits of red, three of green and two of blue; the light is even to the time."""
    time, light = ([digits for digits, _ in colors] for colors in (compute_led332(), compute_led332_light()))
    assert (time[0], time[0b111_000_00], time[0b000_011_01], time[255]) == (
        "000000",
        "ff0000",
        "006d55",
        "ffffff",
    )
    # 3 / 7 in sRGB is 175, and a third is 156.
    assert (light[0], light[0b111_000_00], light[0b000_011_01], light[255]) == (
        "000000",
        "ff0000",
        "00af9c",
        "ffffff",
    )


def test_web_colors_are_called_by_their_short_notation() -> None:
    """Each level is a pair of the same digits."""
    assert all("".join(digit * 2 for digit in name) == digits for digits, name in compute_web216())


def test_xterm_has_a_cube_and_grays() -> None:
    """Number 16 is the first of the cube, 231 the last, and 232 the first gray."""
    colors = [digits for digits, _ in compute_xterm256()]
    assert (colors[4], colors[16], colors[17], colors[21], colors[196], colors[231]) == (
        "0000ee",
        "000000",
        "00005f",
        "0000ff",
        "ff0000",
        "ffffff",
    )
    assert (colors[208], colors[232], colors[255]) == ("ff8700", "080808", "eeeeee")


def test_nes_is_decoded_from_its_signal() -> None:
    """Calculated by hand: 0.312 and 0.840 V, 120 degrees from blue, are #c13400."""
    colors = {name: digits for digits, name in compute_nes()}
    grays = [colors[name] for name in ("0f", "00", "10", "20")]
    assert grays == ["000000", "626262", "ababab", "ffffff"]
    assert (colors["16"], colors["2d"]) == ("c13400", "4e4e4e")
    # The opposite of blue has the phase of the burst. Its red is as much as blue's.
    blue, yellow = (bytes.fromhex(colors[name]) for name in ("22", "28"))
    assert (blue[0], blue[2], yellow[0], yellow[2]) == (0xA6, 0xFF, 0xA6, 0)
    assert len(set(colors.values())) == 54
