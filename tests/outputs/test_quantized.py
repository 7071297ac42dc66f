"""The output `quantized`: the image in its own colors."""

import dataclasses
import io
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import PIL.Image
import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.decoding.reading import read_frames, read_image
from cvpalette.extraction import Extraction, extract
from cvpalette.outputs.quantized import QuantizedImage
from cvpalette.quantizing.devices import find_device
from cvpalette.quantizing.fitting import parse_size
from cvpalette.quantizing.quantize import quantize
from cvpalette.result import Result
from cvpalette.settings.option import list_declared
from cvpalette.settings.settings import Reading, Scope, Settings
from cvpalette.testing import ImageContract, OutputContract, make_extraction


class TestQuantizedImage(OutputContract, ImageContract):
    """What every output promises."""

    output = QuantizedImage()


def _render(extraction: Extraction, **options: Any) -> bytes:
    contents = QuantizedImage(**options).render_image(extraction).contents
    assert isinstance(contents, bytes)
    return contents


def _report(extraction: Extraction, **options: Any) -> str:
    report = QuantizedImage(**options).render_image(extraction).report
    assert callable(report)
    return report()


def _open(contents: bytes) -> PIL.Image.Image:
    picture = PIL.Image.open(io.BytesIO(contents))
    picture.load()
    return picture


def _draw(extraction: Extraction, **options: Any) -> PIL.Image.Image:
    return _open(_render(extraction, **options))


def _noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, shape, np.uint8)


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """As decoded pixels, in a PPM: how a PNG is packed depends on zlib."""
    picture = _draw(extraction).convert("RGB")
    golden("quantized/default.ppm", b"P6\n64 4\n255\n" + picture.tobytes())


@pytest.mark.parametrize("colors", [1, 2, 6, 256])
def test_the_picture_has_the_palettes_colors_and_no_other(colors: int) -> None:
    """An indexed PNG of the image's size."""
    extraction = extract(_noise(30, 40, 3), colors=colors)
    picture = _draw(extraction)
    found = {tuple(pixel) for pixel in np.asarray(picture.convert("RGB")).reshape(-1, 3).tolist()}
    assert (picture.format, picture.mode, picture.size) == ("PNG", "P", (40, 30))
    assert found <= {color.rgb for color in extraction.palette.colors}
    assert len(found) > colors * 0.9


def test_few_colors_are_not_changed(extraction: Extraction) -> None:
    """Flat art comes out as it went in, and the report says so."""
    assert np.array_equal(np.asarray(_draw(extraction).convert("RGB")), extraction.image.pixels)
    assert "no pixel changed" in _report(extraction)


@pytest.mark.parametrize("file_format", ["png", "webp"])
def test_alpha_is_kept(file_format: Any) -> None:
    """None, full, and what is between, as exactly as the entries allow: here, quite."""
    array = np.dstack([_noise(16, 16, 3), np.arange(256, dtype=np.uint8).reshape(16, 16)])
    picture = _draw(extract(array, colors=1), format=file_format)
    assert np.array_equal(np.asarray(picture.convert("RGBA"))[:, :, 3], array[:, :, 3])


def test_255_colors_leave_one_entry_for_transparency() -> None:
    """What is mostly transparent becomes fully so; the rest is opaque."""
    array = _noise(20, 20, 4)
    picture = _draw(extract(array, colors=255)).convert("RGBA")
    assert np.array_equal(np.asarray(picture)[:, :, 3], np.where(array[:, :, 3] < 128, 0, 255))


def test_256_colors_leave_no_entry_for_transparency() -> None:
    """An error that says what would work; never a color less in silence."""
    with pytest.raises(ValueError, match="ask for at most 255 colors"):
        QuantizedImage().render_image(extract(_noise(40, 40, 4), colors=256))


@pytest.mark.parametrize("file_format", ["png", "gif", "webp", "bmp", "tiff", "pcx", "ico", "xpm"])
@pytest.mark.parametrize("dither", ["none", "floyd-steinberg", "ordered"])
def test_every_format_holds_the_same_pixels(file_format: Any, dither: Any) -> None:
    """Without loss: those that quantize() gives."""
    extraction = extract(_noise(30, 40, 3), colors=16)
    picture = _draw(extraction, format=file_format, dither=dither)
    swatches = np.array([color.rgb for color in extraction.palette.colors], np.uint8)
    expected = swatches[quantize(extraction.image, extraction.palette, dither=dither)]
    assert picture.format == file_format.upper()
    assert np.array_equal(np.asarray(picture.convert("RGB")), expected)


def test_a_gif_is_seen_through_where_the_image_is() -> None:
    """It knows but none and full."""
    array = np.dstack([_noise(8, 8, 3), np.repeat([[0, 255]], 8, axis=0).repeat(4, axis=1).astype(np.uint8)])
    picture = _draw(extract(array, colors=4), format="gif").convert("RGBA")
    assert np.array_equal(np.asarray(picture)[:, :, 3], array[:, :, 3])


@pytest.mark.parametrize("file_format", ["png", "gif"])
def test_a_given_palette_keeps_its_order_and_all_its_entries(file_format: Any) -> None:
    """Colors that do not occur, and colors twice, among them."""
    colors = [Color(*rgb) for rgb in [(255, 0, 0), (9, 9, 9), (0, 0, 255), (9, 9, 9), (0, 255, 0)]]
    pixels = np.array([[(0, 0, 255), (255, 0, 0), (9, 9, 9)]], np.uint8)
    extraction = extract(Image(pixels), palette=Palette.of_colors(colors))
    picture = _draw(extraction, format=file_format)
    palette = picture.getpalette() or []
    assert palette[:15] == [channel for color in colors for channel in color.rgb]
    assert np.asarray(picture).tolist() == [[2, 0, 1]]


def test_sixteen_given_colors_are_mixed_as_light() -> None:
    """Though the picture's own palette has shares, as those that were found have."""
    colors = [Color(level, level, level) for level in range(0, 256, 17)]
    extraction = extract(_noise(30, 20, 3), palette=Palette.of_colors(colors))
    drawn, light, levels = (
        np.asarray(_draw(extraction, dither="floyd-steinberg", **options))
        for options in ({}, {"linear": True, "strength": 1}, {"linear": False, "strength": 0.7})
    )
    assert np.array_equal(drawn, light)
    assert not np.array_equal(drawn, levels)


def test_a_given_palette_is_not_replaced() -> None:
    """Options that would find another palette say so."""
    extraction = extract(_noise(9, 9, 3), palette=Palette.of_colors([Color(1, 2, 3)]))
    for output in (QuantizedImage(colors="4"), QuantizedImage(max_size="9kB")):
        with pytest.raises(ValueError, match="the palette is given"):
            output.render_image(extraction)


def test_colors_is_a_palette_of_its_own() -> None:
    """Whatever was asked for; auto finds as few as will do."""
    extraction = extract(_noise(30, 40, 3), colors=2)
    assert len(_draw(extraction, colors="16").getcolors() or ()) == 16
    few = extract(np.repeat(_noise(1, 5, 3), 9, axis=0), colors=2)
    assert 2 < len(_draw(few, colors="auto").getcolors() or ()) <= 5


@pytest.mark.parametrize("size", ["700", "1.2kB", "1KiB", "99999999"])
def test_max_size_is_kept_and_used(size: str) -> None:
    """No larger, and as many colors as that."""
    extraction = extract(_noise(30, 40, 3), colors=2)
    contents = _render(extraction, max_size=size)
    assert len(contents) <= parse_size(size)
    found = len(_open(contents).getcolors() or ())
    assert found == 256 or len(_render(extraction, colors=str(found + 1))) > parse_size(size)


def test_kept_colors_are_in_a_palette_of_its_own() -> None:
    """A size that only a palette without them has is too small, and so is a number of colors."""
    extraction = extract(_noise(30, 40, 3), colors=4, keep=["#e63946", "#fff", "#000"])
    kept = {(230, 57, 70), (255, 255, 255), (0, 0, 0)}
    for options in ({}, {"colors": "16"}, {"colors": "auto"}, {"max_size": "700"}):
        palette = _draw(extraction, **options).getpalette() or []
        assert kept <= set(zip(palette[::3], palette[1::3], palette[2::3], strict=True))
    with pytest.raises(ValueError, match="300 bytes cannot hold the image"):
        _render(extraction, max_size="300")
    with pytest.raises(ValueError, match="3 colors to keep do not fit in a palette of 2 colors"):
        _render(extraction, colors="2")


def test_a_size_that_holds_nothing_is_an_error() -> None:
    """With what one color takes."""
    with pytest.raises(ValueError, match="10 bytes cannot hold the image: the smallest that was tried takes"):
        QuantizedImage(max_size="10").render_image(extract(_noise(9, 9, 3)))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"strength": 1.1}, "option 'strength' is 0 to 1, not '1.1'"),
        ({"colors": "many"}, "'many' is no number of colors"),
        ({"colors": "0"}, "'0' is no number of colors"),
        ({"max_size": "big"}, "a size is a number of bytes"),
        ({"strength": math.nan}, "option 'strength' is 0 to 1, not 'nan'"),
        ({"size": "big"}, "a size is pixels such as '800x480'"),
        ({"size": "99999x99999"}, "a picture of 99,999 x 99,999 pixels is too large"),
        ({"background": "nocolor"}, "'nocolor'"),
        ({"despeckle": -1}, "option 'despeckle' is a number of pixels, not '-1'"),
    ],
)
def test_options_that_cannot_be_are_refused(options: dict[str, Any], message: str) -> None:
    """Before anything is read."""
    with pytest.raises(ValueError, match=message):
        QuantizedImage(**options)


def test_a_side_too_long_for_the_format_is_an_error() -> None:
    """That names one that holds it."""
    extraction = make_extraction(["#000000", "#ffffff"], width=16384)
    with pytest.raises(ValueError, match="a webp has at most 16383 pixels a side, not 16384; ask"):
        QuantizedImage(format="webp").render_image(extraction)


def test_an_opaque_alpha_costs_no_entry() -> None:
    """All of 255: 256 colors are possible."""
    array = np.dstack([_noise(40, 40, 3), np.full((40, 40), 255, np.uint8)])
    picture = _draw(extract(array, colors=256))
    assert "transparency" not in picture.info


def test_the_level_changes_bytes_and_no_pixel() -> None:
    """-O quantized.level=0 is the largest, 9 the smallest."""
    extraction = extract(np.sort(_noise(60, 60), axis=None).reshape(60, 60), colors=4)
    large, small = (_render(extraction, level=level) for level in (0, 9))
    assert len(large) > len(small)
    assert _open(large).tobytes() == _open(small).tobytes()


@pytest.mark.parametrize("level", [-1, 10])
def test_a_level_that_zlib_has_not_is_an_error(level: int) -> None:
    """Before anything is read."""
    with pytest.raises(ValueError, match=f"option 'level' is 0 to 9, not '{level}'"):
        QuantizedImage(level=level)


def test_the_report_says_bytes_colors_and_fidelity() -> None:
    """What was won and what it cost; PSNR and mean dE of one gray for black and white."""
    file = io.BytesIO()
    PIL.Image.fromarray(np.array([[0, 255]], np.uint8)).save(file, "BMP")
    gray = Palette.of_colors([Color(127, 127, 127)])
    extraction = extract(read_image(file.getvalue(), "two.bmp"), palette=gray)
    report = _report(extraction)
    sizes = r"'two\.bmp': 0\.1 kB in place of 1\.1 kB, 2 x 1 pixels, 1 color \(PSNR 6\.0 dB, mean dE [\d.]+\)"
    assert re.fullmatch(sizes, report)


def test_the_report_owns_up_to_a_file_that_grew() -> None:
    """Some are small already."""
    extraction = extract(Image(_noise(9, 9, 3), name="a.webp", source_bytes=50), colors=2)
    assert "LARGER than its source" in _report(extraction)


def test_the_report_of_an_array_compares_no_sizes() -> None:
    """It has no file to compare with."""
    assert "in place of" not in _report(extract(_noise(9, 9, 3), colors=2))


def test_the_report_measures_what_is_visible() -> None:
    """What shows in neither picture is not compared; what a GIF drops or fills is."""
    array = np.full((3, 3, 4), (10, 20, 30, 255), np.uint8)
    array[0] = (200, 10, 90, 20)
    extraction = extract(array, colors=2)
    assert " pixels, 2 colors (no pixel changed)" in _report(extraction)
    assert re.search(r" pixels, 1 color \(PSNR [\d.]+ dB, mean dE [1-9]", _report(extraction, format="gif"))
    # Of a picture that is nowhere to be seen, nothing.
    clear = Image(array[:, :, :3].copy(), np.zeros((3, 3), np.uint8))
    assert ", 0 colors (no pixel changed)" in _report(dataclasses.replace(extraction, image=clear))


def test_a_changed_pixel_counts_by_its_alpha() -> None:
    """PSNR of a pixel as it looks on black and on white; a hidden pixel is not compared."""
    pixels = np.array([[[100, 100, 100], [0, 0, 0], [9, 9, 9]]], np.uint8)
    image = Image(pixels, np.array([[51, 255, 0]], np.uint8))
    extraction = dataclasses.replace(extract(np.zeros((1, 1, 3), np.uint8), colors=1), image=image)
    # One of two visible pixels changes by 100 levels at an alpha of a fifth, so by 20 on any background.
    psnr = 10 * math.log10(255**2 / (20**2 / 2))
    assert f"(PSNR {psnr:.1f} dB," in _report(extraction)


def test_a_change_of_alpha_counts_too() -> None:
    """Black at half: on white, a GIF shows it 127 levels darker, and says how many alphas are left."""
    image = Image(np.zeros((1, 3, 3), np.uint8), np.array([[128, 255, 0]], np.uint8))
    extraction = dataclasses.replace(extract(np.zeros((1, 1, 3), np.uint8), colors=1), image=image)
    report = _report(extraction, format="gif")
    psnr = 10 * math.log10(255**2 / (127**2 / 4))
    assert f"(PSNR {psnr:.1f} dB," in report
    assert ", 2 of 3 levels of alpha (" in report


def test_the_facts_are_the_report_for_programs() -> None:
    """By name; where no pixel changed there is no PSNR, which would be infinite."""
    array = np.array([[0, 255, 255]], np.uint8)
    image = Image(np.repeat(array[:, :, None], 3, axis=2), source_bytes=20)
    listed = QuantizedImage().render_image(extract(image, colors=2)).facts
    facts = dict(listed() if callable(listed) else listed)
    truecolor = facts["truecolor_png_bytes"]
    assert facts == {
        "source_bytes": 20,
        "truecolor_png_bytes": truecolor,
        "is_larger": True,
        "colors": 2,
        "psnr": None,
        "delta_e_mean": 0.0,
        "delta_e_p95": 0.0,
        "alpha_levels": [1, 1],
        "width": 3,
        "height": 1,
    }
    assert 60 < truecolor < 90


def test_a_picture_has_its_size_in_every_format() -> None:
    """The report and the facts say which."""
    extraction = extract(_noise(30, 40, 3), colors=4)
    assert _draw(extraction, size="20x10").size == (20, 10)
    assert _draw(extraction, size="20", format="bmp").size == (20, 15)
    assert ", 15 x 20 pixels, 4 colors (" in _report(extraction, size="x20", rotate="90")


def test_padding_is_as_it_was_asked_for() -> None:
    """Its color is in the palette, and takes the place of another one."""
    extraction = extract(_noise(30, 40, 3), colors=4)
    for options in ({}, {"colors": "5"}, {"max_size": "2kB"}):
        picture = _draw(extraction, size="40x40", fit="pad", background="#123456", **options).convert("RGB")
        assert picture.getpixel((0, 0)) == (0x12, 0x34, 0x56)
        assert len(picture.getcolors() or ()) <= (4 if not options else 256)


def test_padding_is_the_nearest_color_of_a_palette_that_is_given() -> None:
    """Such a palette is never changed."""
    given = Palette.of_colors([Color(0, 0, 0), Color(250, 250, 240)])
    extraction = extract(_noise(30, 40, 3), palette=given)
    picture = _draw(extraction, size="40x40", fit="pad").convert("RGB")
    assert picture.getpixel((0, 0)) == (250, 250, 240)


def test_a_palette_of_one_color_is_that_of_the_picture() -> None:
    """There is no room for the padding's."""
    extraction = extract(np.full((4, 8, 3), (200, 10, 10), np.uint8), colors=1)
    picture = _draw(extraction, size="8x8", fit="pad", background="#fff").convert("RGB")
    assert len(picture.getcolors() or ()) == 1


def test_few_pixels_of_a_swatch_become_those_around_them() -> None:
    """The report and the facts count regions before and after."""
    pixels = np.zeros((9, 9, 3), np.uint8)
    pixels[4, 4], pixels[:3, :3] = 255, 255
    extraction = extract(pixels, colors=2)
    assert _draw(extraction).convert("L").getcolors() == [(71, 0), (10, 255)]
    assert _draw(extraction, despeckle=2).convert("L").getcolors() == [(72, 0), (9, 255)]
    assert ", 2 colors, 2 regions of 3 (" in _report(extraction, despeckle=2)
    listed = QuantizedImage(despeckle=2).render_image(extraction).facts
    assert dict(listed() if callable(listed) else listed)["regions"] == [3, 2]


def _warn(extraction: Extraction, **options: Any) -> str:
    warning = QuantizedImage(**options).render_image(extraction).warning
    return warning() if callable(warning) else warning


@pytest.mark.parametrize("file_format", ["bmp", "tiff", "pcx", "bin", "h", "jpeg"])
def test_what_has_no_transparency_is_laid_on_white(file_format: Any) -> None:
    """A warning says so, unless a background is asked for."""
    array = np.zeros((8, 8, 4), np.uint8)
    array[:, 4:] = (0, 0, 200, 255)
    extraction = extract(array, colors="auto")
    assert f"is laid on white, since '{file_format}' has no transparency" in _warn(
        extraction, format=file_format
    )
    assert _warn(extraction, format=file_format, background="red") == ""
    if file_format in {"bmp", "tiff", "pcx"}:
        shown = [
            _draw(extraction, format=file_format, background=ground).convert("RGB").getpixel((0, 0))
            for ground in ("", "red")
        ]
        assert shown == [(255, 255, 255), (255, 0, 0)]


@pytest.mark.parametrize("file_format", ["gif", "ico", "xpm"])
def test_hard_transparency_is_kept(file_format: Any) -> None:
    """Nothing is laid on anything."""
    array = np.zeros((8, 8, 4), np.uint8)
    array[:, 4:] = (0, 0, 200, 255)
    extraction = extract(array, colors=1)
    assert _warn(extraction, format=file_format) == ""
    read = read_image(_render(extraction, format=file_format))
    assert read.alpha is not None
    assert np.array_equal(read.alpha, array[:, :, 3])


def test_a_jpeg_is_measured_as_it_looks() -> None:
    """Its colors are not those of the palette."""
    extraction = extract(_noise(16, 16, 3), colors=2)
    listed = QuantizedImage(format="jpeg").render_image(extraction).facts
    assert dict(listed() if callable(listed) else listed)["colors"] > 2
    assert _draw(extraction, format="jpeg").format == "JPEG"


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("a b.png", "a_b"),
        ("int.png", "int"),
        ("3d.png", "image_3d"),
        ('x"; evil(*.png', "x_evil"),
        ("猫.png", "mao"),
        ("??.png", "image"),
    ],
)
def test_a_name_becomes_an_identifier(name: str, identifier: str) -> None:
    """Whatever it was; a word of C has an ending."""
    image = Image(np.zeros((1, 1, 3), np.uint8), name=name)
    extraction = dataclasses.replace(extract(np.zeros((1, 1, 3), np.uint8), colors=1), image=image)
    assert f"static char *{identifier}_xpm[]".encode() in _render(extraction, format="xpm")
    header = _render(extraction, format="h").decode()
    assert f"static const unsigned char {identifier}_pixels[] PROGMEM" in header


@pytest.mark.parametrize(
    ("options", "idle"),
    [
        ({}, {"strength", "linear", "serpentine", "fit", "anchor", "scaling", "preview"}),
        ({"size": "8x8", "dither": "burkes"}, {"preview"}),
        ({"device": "m5paper", "preview": True}, {"linear"}),
        ({"device": "m5paper", "format": "h"}, {"linear", "level", "preview"}),
        ({"size": "8", "dither": "burkes", "rotate": "auto"}, {"fit", "anchor", "rotate", "preview"}),
        ({"size": "8x8", "dither": "burkes", "fit": "pad"}, {"anchor", "preview"}),
        ({"size": "8x8", "dither": "ordered", "format": "bmp"}, {"level", "serpentine", "preview"}),
        ({"size": "8x8", "dither": "burkes", "format": "gif"}, {"level", "preview"}),
    ],
)
def test_options_without_effect_are_told(options: dict[str, Any], idle: set[str]) -> None:
    """Each with what it needs."""
    assert QuantizedImage(**options).idle.keys() == idle


def test_a_device_gives_size_colors_and_rules() -> None:
    """The file has the driver's colors in the driver's order, and as many pixels as the screen."""
    picture = _draw(extract(_photo()), device="inky-7")
    assert picture.size == (800, 480)
    assert _palette(picture, 7)[:3] == [(0, 0, 0), (255, 255, 255), (0, 255, 0)]
    assert len(picture.getcolors() or []) > 2


def test_a_device_dithers_by_itself_unless_told_otherwise() -> None:
    """What suits it is the default; none leaves islands."""
    photo = extract(_photo())
    default = _render(photo, device="gameboy")
    assert default == _render(photo, device="gameboy", dither="floyd-steinberg")
    assert default != _render(photo, device="gameboy", dither="none")
    assert "strength" in QuantizedImage(device="teletext").idle
    assert QuantizedImage(device="gameboy").idle == {"linear": "light is mixed for a device"}
    assert "serpentine" in QuantizedImage(device="c64", dither="burkes").idle


def test_a_device_with_wide_pixels_is_written_as_it_looks() -> None:
    """A picture has two equal pixels for each, and raw bytes have one."""
    photo = extract(_photo())
    pixels = np.asarray(_draw(photo, device="c64-multicolor"))
    assert pixels.shape == (200, 320)
    assert (pixels[:, ::2] == pixels[:, 1::2]).all()
    assert len(_render(photo, device="c64-multicolor", format="bin")) == 160 * 200 // 2


def test_raw_bytes_for_a_device_are_those_of_its_driver() -> None:
    """Two planes of one bit for three inks, and a header that says so."""
    photo = extract(_photo())
    assert len(_render(photo, device="waveshare-4.2b", format="bin")) == 2 * 400 * 300 // 8
    header = _render(photo, device="waveshare-4.2b", format="h").decode()
    assert "_HEIGHT 300" in header
    assert "_PLANES 2" in header


_GROUNDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("pico-8", {}),
    ("trmnl", {}),
    ("zx-spectrum", {"background": "white"}),
)


def test_a_device_that_shines_is_black_behind_a_transparent_picture() -> None:
    """Paper is white there. Another color can be named."""
    clear = np.zeros((8, 8, 4), np.uint8)
    clear[4] = 255
    found = {
        name: _draw(extract(clear), device=name, **options).convert("RGB").getpixel((0, 0))
        for name, options in _GROUNDS
    }
    assert found == {"pico-8": (0, 0, 0), "trmnl": (255, 255, 255), "zx-spectrum": (255, 255, 255)}


def test_the_report_is_about_what_a_person_sees() -> None:
    """White is the panel's gray paper, although the file has pure white."""
    rendered = QuantizedImage(device="waveshare-7.3e").render_image(
        extract(np.full((48, 80, 3), 255, np.uint8))
    )
    facts = rendered.facts
    assert callable(facts)
    paper = Color(255, 255, 255).difference(Color(0xA8, 0xB4, 0xB6))
    assert facts()["delta_e_mean"] == pytest.approx(paper, abs=0.01)
    assert callable(rendered.report)
    assert "800 x 480 pixels" in rendered.report()


def test_a_portrait_can_be_turned_for_a_device() -> None:
    """As for any size; what is cut off or padded is chosen as ever."""
    photo = extract(_photo().transpose(1, 0, 2))
    turned = np.asarray(_draw(photo, device="gameboy", rotate="auto"))
    assert (turned != np.asarray(_draw(photo, device="gameboy"))).any()
    padded = _draw(extract(_photo()), device="gameboy", fit="pad", background="black", dither="none")
    assert set(np.asarray(padded)[0].tolist()) == {0}
    told = QuantizedImage(device="gameboy", rotate="auto", fit="pad", scaling="smooth").idle
    assert not told.keys() & {"rotate", "fit", "scaling"}


@pytest.mark.parametrize("option", [{"size": "80x48"}, {"colors": "4"}, {"max_size": "1kB"}])
def test_a_device_has_its_own_size_and_colors(option: dict[str, Any]) -> None:
    """What would change them is refused."""
    with pytest.raises(ValueError, match="the device 'inky-7' has its own size and colors"):
        QuantizedImage(device="inky-7", **option)


def test_regions_are_not_merged_where_cells_have_few_colors() -> None:
    """A merged region could bring a third color into a cell."""
    with pytest.raises(ValueError, match="leave 'despeckle' out"):
        QuantizedImage(device="zx-spectrum", despeckle=4)
    photo = extract(_photo())
    assert "regions of" in _report(photo, device="gameboy", dither="none", despeckle=20)


@pytest.mark.parametrize("options", [{"dither": "burkes"}, {"device": "gameboy"}])
def test_the_dots_of_a_dither_are_not_merged(options: dict[str, Any]) -> None:
    """That would undo the dither, also one that a device brings."""
    with pytest.raises(ValueError, match="which 'despeckle' would merge; add"):
        QuantizedImage(despeckle=4, **options)


def test_a_preview_has_the_colors_that_a_person_sees() -> None:
    """The pixels are the same, and so is the report but for its bytes."""
    photo = extract(_photo())
    written, seen = (_draw(photo, device="inky-7", preview=preview) for preview in (False, True))
    assert np.array_equal(np.asarray(written), np.asarray(seen))
    palette = seen.getpalette()
    assert palette
    assert palette != written.getpalette()
    measured = find_device("inky-7").measured_colors
    assert palette[: 3 * len(measured)] == [level for color in measured for level in color.rgb]


def test_what_a_device_makes_needless_is_told() -> None:
    """Its colors are its own; pixels that do not count are drawn all the same."""
    assert QuantizedImage().idle_settings.keys() == {"region", "mask"}
    told = QuantizedImage(device="gameboy").idle_settings
    assert {"region", "colors", "pick", "sort", "accents"} <= told.keys()
    assert told["sort"] == "draws in the colors of 'gameboy', whatever is found"
    flags = {each.flag for each in list_declared(Settings, Scope)}
    assert {f"--{name}" for name in told} <= flags


def _photo() -> np.ndarray:
    """Return soft shades with an edge, 80 by 48."""
    y, x = np.mgrid[0:48, 0:80]
    shades = np.dstack([3 * x, 255 - 5 * y, 2 * x + y]) * (0.5 + 0.5 * (x > 30))[:, :, None]
    return np.asarray(np.clip(shades, 0, 255), np.uint8)


def _palette(picture: PIL.Image.Image, count: int) -> list[tuple[int, ...]]:
    levels = picture.getpalette() or []
    return [tuple(levels[3 * at : 3 * at + 3]) for at in range(count)]


def _animate(file_format: str = "GIF", count: int = 3) -> bytes:
    """Return an animation of squares that move over a gray ground."""
    frames = []
    for number in range(count):
        pixels = np.full((24, 32, 3), 120, np.uint8)
        pixels[8:16, 4 + 6 * number : 12 + 6 * number] = 230, 40, 60
        frames.append(PIL.Image.fromarray(pixels))
    file = io.BytesIO()
    frames[0].save(file, file_format, save_all=True, append_images=frames[1:], duration=70, loop=0)
    return file.getvalue()


@pytest.mark.parametrize("file_format", ["gif", "png", "webp"])
@pytest.mark.parametrize("dither", ["none", "floyd-steinberg", "ordered"])
def test_an_animation_stays_one(file_format: str, dither: str) -> None:
    """With its frames, its times, its size, and the colors of one palette."""
    extraction = extract(_animate(), colors=2, frames="all")
    contents = _render(extraction, format=file_format, dither=dither, size="16")
    frames = list(read_frames(contents, reading=Reading(frames="all")))
    assert [frame.seconds for frame in frames] == [0.07] * 3
    assert {(frame.width, frame.height, frame.loops) for frame in frames} == {(16, 12, 0)}
    colors = {color.rgb for color in extraction.palette.colors}
    shown = {tuple(pixel) for frame in frames for pixel in frame.pixels.reshape(-1, 3).tolist()}
    assert shown == colors


def test_a_background_keeps_the_frames_and_their_times() -> None:
    """What is transparent is laid on it, frame by frame."""
    frames = [PIL.Image.new("RGBA", (8, 8), (0, 0, 0, 0)) for _ in range(3)]
    for number, frame in enumerate(frames):
        frame.putpixel((number, 0), (230, 40, 60, 255))
    file = io.BytesIO()
    frames[0].save(file, "PNG", save_all=True, append_images=frames[1:], duration=90, loop=2)
    extraction = extract(file.getvalue(), colors=2, frames="all")
    shown = list(read_frames(_render(extraction, background="white"), reading=Reading(frames="all")))
    assert [frame.seconds for frame in shown] == [0.09] * 3
    assert all(frame.pixels[4, 4].tolist() == [255, 255, 255] for frame in shown)


def test_all_frames_have_the_padding_and_the_scaling_of_the_first() -> None:
    """The first frame has a blue edge and few colors; the second has another edge, and noise."""
    noise = np.random.default_rng(3).integers(0, 256, (16, 16, 3), np.uint8)
    frames = [PIL.Image.new("RGB", (16, 16), "blue"), PIL.Image.fromarray(noise)]
    file = io.BytesIO()
    frames[0].save(file, "PNG", save_all=True, append_images=frames[1:], duration=90)
    extraction = extract(file.getvalue(), colors=16, frames="all")
    contents = _render(extraction, size="64x32", fit="pad")
    shown = [frame.pixels for frame in read_frames(contents, reading=Reading(frames="all"))]
    assert len(shown) == 2
    for pixels in shown:
        assert (pixels[:, :16] == (0, 0, 255)).all()
        assert (pixels[::2, 16:48:2] == pixels[1::2, 17:48:2]).all()


def test_the_first_frame_stands_for_all_unless_all_are_asked_for() -> None:
    """A format without animations has it in any case."""
    assert read_image(_render(extract(_animate()), format="gif")).seconds is None
    assert read_image(_render(extract(_animate(), frames="all"), format="bmp")).seconds is None
    assert not QuantizedImage(format="bmp").shows_frames


def test_pages_are_no_animation() -> None:
    """One is drawn, and that is told."""
    pages = [PIL.Image.new("RGB", (8, 8), color) for color in ("red", "blue")]
    file = io.BytesIO()
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:])
    extraction = extract(file.getvalue(), frames="all")
    rendered = QuantizedImage(format="gif").render_image(extraction)
    assert callable(rendered.warning)
    assert rendered.warning() == "'image' has 2 frames, and 'quantized' shows only one of them"


def test_another_palette_is_found_in_all_frames() -> None:
    """In a size, and as many colors as fit in a number of bytes."""
    extraction = extract(_animate(), colors=1, frames="all")
    shown = [
        np.unique(frame.pixels.reshape(-1, 3), axis=0)
        for frame in read_frames(_render(extraction, format="gif", colors="2"), reading=Reading(frames="all"))
    ]
    assert all(np.array_equal(colors, [(120, 120, 120), (230, 40, 60)]) for colors in shown)
    assert len(_render(extraction, format="gif", max_size="300")) <= 300
    with pytest.raises(ValueError, match="given"):
        _render(extract(_animate(), palette=["#fff"], frames="all"), format="gif", colors="2")


def test_the_report_of_an_animation_tells_frames_and_time() -> None:
    """For people and for programs."""
    extraction = extract(_animate(), colors=2, frames="all")
    rendered = QuantizedImage(format="gif").render_image(extraction)
    assert isinstance(rendered.contents, bytes)
    assert callable(rendered.report)
    assert callable(rendered.facts)
    sizes = [f"{size / 1000:.1f} kB" for size in (len(rendered.contents), len(_animate()))]
    told = "3 frames of 32 x 24, 0.21 s, 2 colors (no pixel changed)"
    assert rendered.report() == f"'image': {' in place of '.join(sizes)}, {told}"
    assert rendered.facts() == {
        "source_bytes": len(_animate()),
        "is_larger": len(rendered.contents) > len(_animate()),
        "width": 32,
        "height": 24,
        "colors": 2,
        "frames": 3,
        "seconds": 0.21,
        "psnr": None,
        "delta_e_mean": 0.0,
    }
    one = QuantizedImage(format="gif").render_image(extract(_animate(), colors=1, frames="all")).report
    assert callable(one)
    assert "1 frame of 32 x 24" in one()
    assert "PSNR" in one()


def test_padding_is_flat_beside_a_dither() -> None:
    """It takes the nearest color of a palette that is given, however it would be mixed."""
    palette = [Color(0, 0, 0), Color(90, 90, 90), Color(255, 255, 255)]
    extraction = extract(_photo(), palette=Palette.of_colors(palette))
    drawn = _draw(extraction, size="80x80", fit="pad", background="#707070", dither="floyd-steinberg")
    pixels = np.asarray(drawn.convert("L"))
    assert set(np.unique(pixels[:16])) == set(np.unique(pixels[64:])) == {90}
    assert len(np.unique(pixels[16:64])) == 3


@pytest.mark.parametrize("device", ["inky-4", "teletext", "c64-multicolor", "gameboy"])
def test_the_padding_of_a_device_is_flat(device: str) -> None:
    """Also where cells have few colors: as far as no cell has any of the picture."""
    found = find_device(device)
    extraction = extract(np.ascontiguousarray(_photo()[:, :20]))
    drawn = _draw(extraction, device=device, fit="pad", background="#6a7a8a")
    pixels = np.asarray(drawn.convert("RGB")).astype(int)
    width, height = found.shown_size
    assert pixels.shape == (height, width, 3)
    bar = (width - height * 20 // 48) // 2 - 20
    for part in (pixels[:, :bar], pixels[:, -bar:]):
        assert (part == part[0, 0]).all()
    assert len(np.unique(pixels[:, bar + 40 : -bar - 40].reshape(-1, 3), axis=0)) > 1


def test_a_palette_alone_is_no_picture_for_a_device() -> None:
    """A user gave it, and did not give another palette beside it."""
    alone = Extraction.of_result(Result.of_palette(Palette.of_colors([Color(1, 2, 3)]), "one.gpl"))
    with pytest.raises(ValueError, match="a palette is no picture for the device 'nes'; give an image"):
        QuantizedImage(device="nes").render_image(alone)
