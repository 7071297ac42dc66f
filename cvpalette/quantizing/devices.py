"""The devices that a picture can be drawn for: sizes, colors and rules, each from a public source."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from cvpalette.color.color import Color
from cvpalette.errors import SettingsError
from cvpalette.messages import guess, listed, quote
from cvpalette.palettes.builtin import find_builtin

__all__ = ["DEVICES", "Cells", "Device", "find_device"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A rule: the picture is cut into cells of pixels, and each cell has few colors.

    `width` and `height` are the pixels of a cell, or 0 for the whole picture. A cell has `own` colors and
    `shared` ones, which are the same in all cells. If `palettes` is not 0, there are only so many sets of own
    colors, and each cell takes one of them. If there are `groups`, all colors of a cell are of one group.
    """

    width: int
    height: int
    own: int = 2
    shared: int = 0
    palettes: int = 0
    groups: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A screen, a panel or a machine, and what its pictures are made of.

    `width` and `height` are in its own pixels, and `stretch` is how many square pixels of a picture one of
    these takes, across and down. `colors` are the built-in palette that its drivers and programs name its
    colors by, and `measured` is the one that a person sees; they are the same where no measurement is public.
    `order` are the numbers of these colors in the order of the driver; empty is all as they come. `codes` are
    what stands for each color in raw bytes, or its number if there are none. If there are `planes`, raw bytes
    have one bit a pixel and one plane after the other; each names the color whose pixels are 0. If it
    `is_tiled`, they lie in tiles of 8 x 8. `dither` is what suits it, and `is_lit` tells that it shines, so
    that nothing is black there. `source` is where all this is from. `aliases` are further names, such as
    those on its box.
    """

    name: str
    title: str
    width: int
    height: int
    colors: str
    source: str
    measured: str = ""
    order: tuple[int, ...] = ()
    codes: tuple[int, ...] = ()
    planes: tuple[int, ...] = ()
    is_tiled: bool = False
    dither: str = "floyd-steinberg"
    cells: Cells | None = None
    stretch: tuple[int, int] = (1, 1)
    is_lit: bool = False
    note: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def nominal_colors(self) -> tuple[Color, ...]:
        """The colors as drivers name them: these are written."""
        return self._pick(self.colors)

    @property
    def measured_colors(self) -> tuple[Color, ...]:
        """The colors as a person sees them: a picture is mixed of these."""
        return self._pick(self.measured or self.colors)

    @property
    def shown_size(self) -> tuple[int, int]:
        """The width and height in square pixels, as the device shows the picture."""
        across, down = self.stretch
        return self.width * across, self.height * down

    def _pick(self, name: str) -> tuple[Color, ...]:
        found = find_builtin(name).colors
        return tuple(found[at] for at in self.order) if self.order else tuple(found)


_WAVESHARE: Final = "Waveshare, e-Paper on GitHub"
_INKY: Final = "Pimoroni, inky on GitHub"
# The driver's numbers of the colors of Spectra 6: there is no 4.
_SPECTRA: Final = (0, 1, 2, 3, 5, 6)
# Pimoroni counts white first on panels with three inks: WHITE = 0, BLACK = 1, RED = YELLOW = 2.
_WHITE_FIRST: Final = (1, 0)
_INK_LAST: Final = (1, 0, 2)
# The usual palette of the Game Boy (BGP = 0xE4) shows 0 as its lightest shade.
_LIGHTEST_FIRST: Final = (3, 2, 1, 0)
# The planes of two buffers, with 0 for the ink of each: those of black, then those of the color.
_TWO_PLANES: Final = (0, 2)
_NOT_MEASURED: Final = "No measurement of this panel is public."
_SIMILAR: Final = "The colors are those of another panel of this kind."
# Waveshare's functions in C and in Python take different bytes for these panels.
_FOR_C: Final = "Raw bytes are for the driver in C; display() of the one in Python takes their opposite."

_PAPERS: Final = (
    Device(
        name="inky-phat",
        title="Pimoroni Inky pHAT, black and white",
        width=250,
        height=122,
        colors="epaper-bw",
        measured="epaper-bw-measured",
        order=_WHITE_FIRST,
        source=f"{_INKY}, inky_ssd1608.py",
        note=_SIMILAR,
    ),
    Device(
        name="inky-phat-red",
        title="Pimoroni Inky pHAT, red",
        width=250,
        height=122,
        colors="epaper-bwr",
        measured="epaper-bwr-measured",
        order=_INK_LAST,
        source=f"{_INKY}, inky_ssd1608.py",
        note=_SIMILAR,
    ),
    Device(
        name="inky-phat-yellow",
        title="Pimoroni Inky pHAT, yellow",
        width=250,
        height=122,
        colors="epaper-bwy",
        measured="epaper-bwy-measured",
        order=_INK_LAST,
        source=f"{_INKY}, inky_ssd1608.py",
        note=_SIMILAR,
    ),
    Device(
        name="inky-what",
        title="Pimoroni Inky wHAT, black and white",
        width=400,
        height=300,
        colors="epaper-bw",
        measured="epaper-bw-measured",
        order=_WHITE_FIRST,
        source=f"{_INKY}, inky_ssd1683.py",
        note=_SIMILAR,
    ),
    Device(
        name="inky-what-red",
        title="Pimoroni Inky wHAT, red",
        width=400,
        height=300,
        colors="epaper-bwr",
        measured="epaper-bwr-measured",
        order=_INK_LAST,
        source=f"{_INKY}, inky_ssd1683.py",
        note=_SIMILAR,
    ),
    Device(
        name="inky-what-yellow",
        title="Pimoroni Inky wHAT, yellow",
        width=400,
        height=300,
        colors="epaper-bwy",
        measured="epaper-bwy-measured",
        order=_INK_LAST,
        source=f"{_INKY}, inky_ssd1683.py",
        note=_SIMILAR,
    ),
    Device(
        name="inky-4",
        title="Pimoroni Inky Impression 4, 7 colors",
        width=640,
        height=400,
        colors="epaper-7",
        measured="epaper-7-measured",
        source=f"{_INKY}, inky_uc8159.py",
    ),
    Device(
        name="inky-5",
        aliases=("inky-5.7",),
        title="Pimoroni Inky Impression 5.7, 7 colors",
        width=600,
        height=448,
        colors="epaper-7",
        measured="epaper-7-measured",
        source=f"{_INKY}, inky_uc8159.py",
    ),
    Device(
        name="inky-7",
        aliases=("inky-7.3",),
        title="Pimoroni Inky Impression 7.3, 7 colors",
        width=800,
        height=480,
        colors="epaper-7",
        measured="epaper-7-measured",
        source=f"{_INKY}, inky_ac073tc1a.py",
        note=_SIMILAR,
    ),
    Device(
        name="inky-4-spectra",
        title="Pimoroni Inky Impression 4, Spectra 6",
        width=600,
        height=400,
        colors="epaper-6",
        measured="epaper-6-measured",
        codes=_SPECTRA,
        source=f"{_INKY}, inky_e640.py",
        note=_SIMILAR,
    ),
    Device(
        name="inky-7-spectra",
        aliases=("inky-7.3-spectra",),
        title="Pimoroni Inky Impression 7.3, Spectra 6",
        width=800,
        height=480,
        colors="epaper-6",
        measured="epaper-6-measured",
        codes=_SPECTRA,
        source=f"{_INKY}, inky_e673.py",
        note=_SIMILAR,
    ),
    Device(
        name="inky-13",
        aliases=("inky-13.3",),
        title="Pimoroni Inky Impression 13.3, Spectra 6",
        width=1600,
        height=1200,
        colors="epaper-6",
        measured="epaper-6-measured",
        codes=_SPECTRA,
        source=f"{_INKY}, inky_el133uf1.py",
        note=f"{_SIMILAR} Raw bytes are upright; the driver turns and halves them.",
    ),
    Device(
        name="waveshare-4.2",
        title="Waveshare 4.2, black and white",
        width=400,
        height=300,
        colors="epaper-bw",
        measured="epaper-bw-measured",
        source=f"{_WAVESHARE}, EPD_4in2_V2.c and epd4in2_V2.py",
        note=_SIMILAR,
    ),
    Device(
        name="waveshare-4.2b",
        title="Waveshare 4.2 (B), red",
        width=400,
        height=300,
        colors="epaper-bwr",
        measured="epaper-bwr-measured",
        planes=_TWO_PLANES,
        source=f"{_WAVESHARE}, EPD_4in2b_V2.c and epd4in2b_V2.py",
        note=_SIMILAR,
    ),
    Device(
        name="waveshare-7.5",
        title="Waveshare 7.5 V2, black and white",
        width=800,
        height=480,
        colors="epaper-bw",
        measured="epaper-bw-measured",
        source=f"{_WAVESHARE}, EPD_7in5_V2.c",
        note=f"{_SIMILAR} {_FOR_C}",
    ),
    Device(
        name="waveshare-7.5b",
        title="Waveshare 7.5 (B) V2, red",
        width=800,
        height=480,
        colors="epaper-bwr",
        measured="epaper-bwr-measured",
        planes=_TWO_PLANES,
        source=f"{_WAVESHARE}, EPD_7in5b_V2.c",
        note=f"{_SIMILAR} {_FOR_C}",
    ),
    Device(
        name="waveshare-5.65f",
        title="Waveshare 5.65 (F), 7 colors",
        width=600,
        height=448,
        colors="epaper-7",
        measured="epaper-7-measured",
        source=f"{_WAVESHARE}, EPD_5in65f.h",
        note=_SIMILAR,
    ),
    Device(
        name="waveshare-7.3f",
        title="Waveshare 7.3 (F), 7 colors",
        width=800,
        height=480,
        colors="epaper-7",
        measured="epaper-7-measured",
        source=f"{_WAVESHARE}, EPD_7in3f.h",
        note=_SIMILAR,
    ),
    Device(
        name="waveshare-7.3e",
        title="Waveshare 7.3 (E), Spectra 6",
        width=800,
        height=480,
        colors="epaper-6",
        measured="epaper-6-measured",
        codes=_SPECTRA,
        source=f"{_WAVESHARE}, epd7in3e.py",
        note=_SIMILAR,
    ),
    Device(
        name="trmnl",
        title="TRMNL, black and white",
        width=800,
        height=480,
        colors="epaper-bw",
        measured="epaper-bw-measured",
        source="TRMNL, firmware on GitHub, bmp.cpp",
        note=_SIMILAR,
    ),
    Device(
        name="m5paper",
        title="M5Stack M5Paper, 16 grays",
        width=960,
        height=540,
        colors="epaper-gray16",
        source="M5Stack, M5EPD on GitHub, M5EPD_Driver.cpp; ESPHome, IT8951",
        note=f"{_NOT_MEASURED} In raw bytes, 15 is white; M5EPD takes them after SetColorReverse(true).",
    ),
    Device(
        name="kindle",
        title="Amazon Kindle of 6 inches until 2019, 16 grays",
        width=600,
        height=800,
        colors="epaper-gray16",
        source="Kindle Comic Converter on GitHub, image.py",
        note=_NOT_MEASURED,
    ),
    Device(
        name="kindle-paperwhite",
        title="Amazon Kindle Paperwhite of 2015 and 2018, 16 grays",
        width=1072,
        height=1448,
        colors="epaper-gray16",
        source="Kindle Comic Converter on GitHub, image.py",
        note=_NOT_MEASURED,
    ),
)

_MACHINES: Final = (
    Device(
        name="gameboy",
        title="Game Boy",
        width=160,
        height=144,
        colors="gameboy",
        codes=_LIGHTEST_FIRST,
        is_tiled=True,
        source="Pan Docs, Specifications and Tile Data",
        note="The four greens are those that are commonly given; the contrast wheel changed them.",
    ),
    Device(
        name="gameboy-pocket",
        title="Game Boy Pocket",
        width=160,
        height=144,
        colors="gameboy-pocket",
        codes=_LIGHTEST_FIRST,
        is_tiled=True,
        source="Pan Docs, Specifications and Tile Data; SameBoy on GitHub, display.c",
        note="The four shades are those of the emulator SameBoy; Pan Docs calls them grays.",
    ),
    Device(
        name="nes",
        title="Nintendo Entertainment System",
        dither="blue-noise",
        is_lit=True,
        width=256,
        height=240,
        colors="nes",
        cells=Cells(width=16, height=16, own=3, shared=1, palettes=4),
        source="NESdev Wiki, PPU palettes and PPU attribute tables",
        note="A background without sprites; the 256 tiles of a page are not counted.",
    ),
    Device(
        name="c64",
        title="Commodore 64, hires bitmap",
        dither="blue-noise",
        is_lit=True,
        width=320,
        height=200,
        colors="c64",
        cells=Cells(width=8, height=8),
        source="Commodore 64 Programmer's Reference Guide; pepto.de, colorvic 2001",
    ),
    Device(
        name="c64-multicolor",
        title="Commodore 64, multicolor bitmap",
        dither="blue-noise",
        is_lit=True,
        width=160,
        height=200,
        colors="c64",
        cells=Cells(width=4, height=8, own=3, shared=1),
        stretch=(2, 1),
        source="Commodore 64 Programmer's Reference Guide; pepto.de, colorvic 2001",
    ),
    Device(
        name="zx-spectrum",
        title="ZX Spectrum",
        dither="blue-noise",
        is_lit=True,
        width=256,
        height=192,
        colors="zx-spectrum",
        # Black is the same in both: eight colors, and eight bright ones.
        cells=Cells(width=8, height=8, groups=((0, 1, 2, 3, 4, 5, 6, 7), (0, 8, 9, 10, 11, 12, 13, 14))),
        source="Wikipedia, ZX Spectrum graphic modes",
    ),
    Device(
        name="msx",
        title="MSX, screen 2",
        dither="blue-noise",
        is_lit=True,
        width=256,
        height=192,
        colors="msx",
        cells=Cells(width=8, height=1),
        source="Wikipedia, TMS9918, screen mode 2",
    ),
    Device(
        name="cpc-0",
        title="Amstrad CPC, mode 0",
        is_lit=True,
        width=160,
        height=200,
        colors="amstrad-cpc",
        cells=Cells(width=0, height=0, own=16, palettes=1),
        stretch=(2, 1),
        source="CPCWiki, Video modes",
    ),
    Device(
        name="cpc-1",
        title="Amstrad CPC, mode 1",
        is_lit=True,
        width=320,
        height=200,
        colors="amstrad-cpc",
        cells=Cells(width=0, height=0, own=4, palettes=1),
        source="CPCWiki, Video modes",
    ),
    Device(
        name="cga",
        title="IBM CGA, 320 x 200, palette 1",
        is_lit=True,
        width=320,
        height=200,
        colors="cga-1-high",
        source="TechHelp, Video Modes; VGADOC, CGA.TXT",
    ),
    Device(
        name="ega",
        title="IBM EGA, 320 x 200",
        is_lit=True,
        width=320,
        height=200,
        colors="cga",
        source="TechHelp, Video Modes; Wikipedia, Enhanced Graphics Adapter",
    ),
    Device(
        name="pico-8",
        title="PICO-8",
        is_lit=True,
        width=128,
        height=128,
        colors="pico8",
        source="Lexaloffle, PICO-8 manual",
    ),
    Device(
        name="teletext",
        title="Teletext",
        is_lit=True,
        width=80,
        height=75,
        colors="teletext",
        dither="none",
        cells=Cells(width=2, height=3),
        stretch=(5, 4),
        source="Wikipedia, List of 8-bit computer hardware palettes, World System Teletext",
        note=(
            "Any two colors in each cell of all 25 lines: on the air, the first line is a header, and "
            "control codes take cells of their own."
        ),
    ),
    Device(
        name="led-wall",
        aliases=("led-wall-64x32",),
        title="LED wall of 64 x 32, with 8, 8 and 4 levels of light",
        is_lit=True,
        width=64,
        height=32,
        colors="led-332",
        measured="led-332-light",
        source="Adafruit, Protomatter on GitHub, README",
        note="The levels are parts of the time that an LED is on, and no driver may change them.",
    ),
    Device(
        name="led-wall-8",
        title="LED wall of 64 x 32, each LED on or off",
        is_lit=True,
        width=64,
        height=32,
        colors="teletext",
        source="Adafruit, Protomatter on GitHub, README",
    ),
)

#: All devices: e-paper first, then machines and screens.
DEVICES: Final = (*_PAPERS, *_MACHINES)


def find_device(name: str) -> Device:
    """Return the device of a name, such as 'inky-7', or of a title, such as 'ZX Spectrum'.

    Case, blanks and signs do not count. Raises SettingsError, which guesses the name that was meant, or lists
    all names.
    """
    found = _find_squeezed().get(_squeeze(name))
    if found is not None:
        return found
    names = [device.name for device in DEVICES]
    inside = [each for each in names if len(_squeeze(name)) > 1 and _squeeze(name) in _squeeze(each)]
    hint = f"; did you mean {listed(inside)}?" if inside else guess(name, names)
    sizes = ", ".join(f"{quote(each.name)} ({each.width} x {each.height})" for each in DEVICES)
    message = f"there is no device {quote(name)}{hint or f'; there are {sizes}'}"
    raise SettingsError(message)


@cache
def _find_squeezed() -> dict[str, Device]:
    titles = {_squeeze(device.title): device for device in DEVICES}
    aliases = {_squeeze(alias): device for device in DEVICES for alias in device.aliases}
    return titles | aliases | {_squeeze(device.name): device for device in DEVICES}


def _squeeze(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))
