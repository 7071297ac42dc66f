"""Tests for the table of devices, and that each device's rules hold in its pictures."""

import struct
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from cvpalette.decoding.image import Image
from cvpalette.errors import SettingsError
from cvpalette.quantizing.devices import DEVICES, Cells, Device, find_device
from cvpalette.quantizing.encoding import encode
from cvpalette.quantizing.packing import fewest_bits
from cvpalette.quantizing.showing import draw_for, find_layout, fit_range, make_picture, make_raw_picture
from cvpalette.sources.loading import take_pixels

NAMES = [device.name for device in DEVICES]
# A picture of so many of a device's pixels shows its rules as well as a whole screen does.
SMALL = 64, 48


def _shrunk(name: str) -> Device:
    return replace(find_device(name), width=SMALL[0], height=SMALL[1])


def _photo(size: tuple[int, int]) -> Image:
    """Return something like a photo: soft shades of many hues, with edges."""
    width, height = size
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    waves = [0.5 + 0.5 * np.sin(9 * x + k * y + k) for k in (2, 5, 9)]
    picture = np.dstack(waves) * np.where((x - 0.5) ** 2 + (y - 0.5) ** 2 < 0.1, 1, 0.55)[:, :, None]
    return take_pixels(np.rint(255 * picture).astype(np.uint8))


def _cut(indices: NDArray[np.uint8], cells: Cells) -> list[set[int]]:
    """Return the colors of each cell."""
    height, width = indices.shape
    tall, wide = cells.height or height, cells.width or width
    return [
        set(indices[top : top + tall, left : left + wide].reshape(-1).tolist())
        for top in range(0, height, tall)
        for left in range(0, width, wide)
    ]


# One device for each set of colors: others with the same colors differ in their sizes.
FLAT = {(each.measured_colors, each.dither): each.name for each in DEVICES if each.cells is None}


@pytest.mark.parametrize("name", FLAT.values())
def test_its_colors_are_all_that_it_has(name: str) -> None:
    """In the dither that suits it; the way to draw is that of any other picture."""
    device = _shrunk(name)
    indices = draw_for(device, _photo(device.shown_size), dither=device.dither)
    assert indices.shape == (device.height, device.width)
    assert len(np.unique(indices)) > 1
    assert indices.max() < len(device.nominal_colors)


@pytest.mark.parametrize("name", [device.name for device in DEVICES if device.cells])
@pytest.mark.parametrize("dither", ["none", "floyd-steinberg", "ordered"])
def test_its_rules_hold(name: str, dither: str) -> None:
    """No cell has more colors than it may, and there are no more sets of them: NES has 13 colors at once."""
    device = _shrunk(name)
    cells = device.cells
    assert cells is not None
    indices = draw_for(device, _photo(device.shown_size), dither=dither)
    assert indices.shape == (device.height, device.width)
    assert 1 < len(np.unique(indices)) <= cells.shared + cells.own * (cells.palettes or indices.size)
    found = _cut(indices, cells)
    assert max(map(len, found)) <= cells.own + cells.shared
    if cells.groups:
        assert all(any(colors <= set(group) for group in cells.groups) for colors in found)
    if cells.shared:
        full = [colors for colors in found if len(colors) == cells.own + cells.shared]
        assert not full or set.intersection(*full)


@pytest.mark.parametrize("device", DEVICES, ids=NAMES)
def test_the_table_is_sound(device: Device) -> None:
    """A device has as many colors to look at as to write, whole cells, and a source."""
    count = len(device.nominal_colors)
    assert len(set(device.nominal_colors)) == count == len(device.measured_colors)
    assert not device.codes or len(set(device.codes)) == count
    assert not device.planes or len(device.planes) == count - 1
    assert device.source
    if device.cells and device.cells.width:
        assert device.width % device.cells.width == device.height % device.cells.height == 0


def test_names_are_all_different() -> None:
    """Also without their signs, and beside titles."""
    keys = [
        "".join(filter(str.isalnum, text.lower()))
        for device in DEVICES
        for text in {device.name, device.title.replace("ZX Spectrum", "zx-spectrum")}
    ]
    aliases = [alias for device in DEVICES for alias in device.aliases]
    assert len(set(aliases)) == len(aliases)
    assert not set(aliases) & set(NAMES)
    names = {"".join(filter(str.isalnum, name)) for name in NAMES}
    assert len(names) == len(NAMES)
    assert names <= set(keys)


def test_a_name_is_found_however_it_is_written() -> None:
    """Case, signs and blanks do not count, and a title is a name too."""
    for name in ("zx-spectrum", "ZX Spectrum", "zxspectrum"):
        assert find_device(name).name == "zx-spectrum"
    assert find_device("Pimoroni Inky wHAT, red").name == "inky-what-red"


@pytest.mark.parametrize(
    ("alias", "name"), [("inky-5.7", "inky-5"), ("Inky 7.3", "inky-7"), ("led-wall-64x32", "led-wall")]
)
def test_the_name_on_the_box_is_a_name_too(alias: str, name: str) -> None:
    """Makers name panels by their inches."""
    assert find_device(alias).name == name


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("inkyy-7", "did you mean 'inky-7'?"),
        ("spectrum", "did you mean 'zx-spectrum'?"),
        ("list", "there are 'inky-phat' (250 x 122), "),
        ("", "there are 'inky-phat' (250 x 122), "),
    ],
)
def test_a_wrong_name_is_an_error_with_a_guess(wrong: str, hint: str) -> None:
    """What is near to no name gets all of them."""
    with pytest.raises(SettingsError) as raised:
        find_device(wrong)
    assert f"there is no device '{wrong}'; {hint}" in str(raised.value)


def test_white_and_black_are_those_of_the_device() -> None:
    """White paper is white on a panel, and not dotted because the panel's white is gray."""
    device = _shrunk("waveshare-7.3e")
    for level, color in ((0, "black"), (255, "white")):
        flat = take_pixels(np.full((48, 64, 3), level, np.uint8))
        indices = draw_for(device, flat, dither="floyd-steinberg", strength=1.0)
        assert np.unique(indices).tolist() == [["black", "white"].index(color)]


def test_shades_of_one_ink_show_brightness_alone() -> None:
    """On the green of the Game Boy, red and a gray that is as bright are the same."""
    colors = np.array([[0.01, 0.04, 0.01], [0.3, 0.5, 0.02]], np.float32)
    red, gray = np.array([[[1, 0, 0]]], np.float32), np.full((1, 1, 3), 0.2126, np.float32)
    assert fit_range(red, colors) == pytest.approx(fit_range(gray, colors), abs=1e-5)
    assert fit_range(np.ones((1, 1, 3), np.float32), colors)[0, 0] == pytest.approx(colors[1])


def test_wide_pixels_are_shown_wide() -> None:
    """A pixel of the C64's multicolor mode is two square pixels wide, and one in raw bytes."""
    device = find_device("c64-multicolor")
    indices = np.arange(4, dtype=np.uint8).reshape(2, 2)
    assert make_picture(device, indices).indices.tolist() == [[0, 0, 1, 1], [2, 2, 3, 3]]
    assert make_raw_picture(device, indices).indices.tolist() == [[0, 1], [2, 3]]


def test_raw_bytes_of_spectra_leave_a_number_out() -> None:
    """The driver of Waveshare's 7.3 E counts black, white, yellow, red, then 5 for blue and 6 for green."""
    picture = make_raw_picture(find_device("waveshare-7.3e"), np.arange(6, dtype=np.uint8)[None])
    assert encode(picture, "bin") == bytes([0x01, 0x23, 0x56])


def test_raw_bytes_of_three_inks_are_two_planes() -> None:
    """In each of both, an ink is 0: black in the first, and red in the second."""
    picture = make_raw_picture(find_device("waveshare-7.5b"), np.array([[0, 1, 2, 1, 1, 1, 1, 1]], np.uint8))
    assert encode(picture, "bin") == bytes([0b01111111, 0b11011111])
    header = encode(picture, "h", layout=find_layout(find_device("waveshare-7.5b"))).decode()
    for line in (
        "#define PICTURE_HEIGHT 1",
        "#define PICTURE_PLANES 2",
        "#define PICTURE_PLANE_BYTES 1",
        "#define PICTURE_COLORS 3",
        " * plane 0: 0 is #000000 ink",
        " * plane 1: 0 is #ff0000 ink",
        " * Where all planes are 1, it is #ffffff.",
    ):
        assert line in header.splitlines()


def test_raw_bytes_of_the_game_boy_are_tiles() -> None:
    """By Pan Docs: 16 bytes for 8 x 8 pixels, low bits before high bits; 0 is the lightest shade."""
    device = find_device("gameboy")
    indices = np.zeros((8, 16), np.uint8)
    indices[:, :8] = 3
    indices[0, :4] = [3, 2, 1, 0]
    picture = make_raw_picture(device, indices)
    contents = encode(picture, "bin", layout=find_layout(device))
    assert contents == bytes([0b01010000, 0b00110000]) + bytes(14) + bytes([255] * 16)
    header = encode(picture, "h", layout=find_layout(device)).decode()
    assert "16 x 8 pixels of 2 bits in tiles of 8 x 8, of 16 bytes each," in header
    assert "   0: #9bbc0f" in header
    assert device.width % 8 == device.height % 8 == 0


@pytest.mark.parametrize(
    ("name", "black", "white"),
    [("waveshare-4.2", 0, 0xFF), ("waveshare-7.5", 0, 0xFF), ("trmnl", 0, 0xFF), ("m5paper", 0, 0xFF)],
)
def test_white_is_one_in_raw_bytes(name: str, black: int, white: int) -> None:
    """As Waveshare's functions in C and the chip IT8951 take it; a negative would be the other way round."""
    device = find_device(name)
    last = len(device.nominal_colors) - 1
    pixels = np.repeat(np.array([[0, last]], np.uint8), 8, axis=1)
    contents = encode(make_raw_picture(device, pixels), "bin")
    assert set(contents[: len(contents) // 2]) == {black}
    assert set(contents[len(contents) // 2 :]) == {white}


def test_a_bmp_for_trmnl_has_the_header_that_its_firmware_wants() -> None:
    """It refuses another size, another depth, an unknown length of the pixels, and two other colors."""
    device = find_device("trmnl")
    picture = make_picture(device, np.ones((device.height, device.width), np.uint8))
    contents = encode(picture, "bmp")
    assert struct.unpack_from("<ii", contents, 18) == (800, 480)
    assert struct.unpack_from("<H", contents, 28) == (1,)
    assert struct.unpack_from("<I", contents, 34) == (48000,)
    assert struct.unpack_from("<I", contents, 46) == (2,)
    assert contents[54:62] == bytes([0, 0, 0, 0, 255, 255, 255, 0])


@pytest.mark.parametrize(
    ("name", "bits"),
    [("waveshare-7.5", 1), ("gameboy", 2), ("m5paper", 4), ("inky-7", 4), ("led-wall", 8), ("trmnl", 1)],
)
def test_a_pixel_takes_as_many_bits_as_the_driver_wants(name: str, bits: int) -> None:
    """The packed bytes are as many as the screen's memory has."""
    device = find_device(name)
    picture = make_raw_picture(device, np.zeros((device.height, device.width), np.uint8))
    assert fewest_bits(len(picture.entries)) == bits
    assert len(encode(picture, "bin")) == device.width * device.height * bits // 8


def test_pimoroni_counts_white_first() -> None:
    """Its driver takes the numbers of an indexed picture as they are: white 0, black 1, red 2."""
    entries = make_picture(find_device("inky-what-red"), np.zeros((1, 1), np.uint8)).entries
    assert entries[:, :3].tolist() == [[255, 255, 255], [0, 0, 0], [255, 0, 0]]


def test_the_led_wall_is_written_as_time_and_mixed_as_light() -> None:
    """Half of the light is half of the time, though it looks much brighter than half."""
    device = _shrunk("led-wall")
    flat = take_pixels(np.full((48, 64, 3), 188, np.uint8))
    indices = draw_for(device, flat, dither="floyd-steinberg", strength=1.0)
    levels = make_picture(device, indices).entries[indices][..., 0]
    assert levels.mean() / 255 == pytest.approx(0.5, abs=0.04)
