"""What readers of palette files share."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest

from cvpalette.color.color import Color
from cvpalette.outputs.css import CssVariables
from cvpalette.outputs.csv import CsvTable
from cvpalette.outputs.dtcg import DesignTokens
from cvpalette.outputs.gpl import GimpPalette
from cvpalette.outputs.hex import HexLines
from cvpalette.outputs.json import JsonObject
from cvpalette.parsing.entries import Entry, decode_json, decode_text, make_palette, read_color
from cvpalette.plugins.contract import PaletteReader
from cvpalette.plugins.readers import find_readers
from cvpalette.plugins.registry import find_outputs

BLACK, WHITE = Color(0, 0, 0), Color(255, 255, 255)
READERS: list[type[PaletteReader]] = [CssVariables, CsvTable, DesignTokens, GimpPalette, HexLines, JsonObject]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é\n".encode(), "é\n"),
        ("\ufeffé".encode(), "é"),
        ("é".encode("utf-16"), "é"),
        ("\ufeffé".encode("utf-16-be"), "é"),
        ("Crème €".encode("cp1252"), "Crème €"),
        (b"\x81\xff", "\ufffdÿ"),
        (b"", ""),
    ],
    ids=["utf-8", "mark", "utf-16", "big end first", "Windows", "neither", "nothing"],
)
def test_text_is_read_in_the_encodings_that_files_have(data: bytes, text: str) -> None:
    """Old palettes are older than UTF-8."""
    assert decode_text(data) == text


def test_what_is_no_text_is_refused() -> None:
    """By its noughts, or its size."""
    with pytest.raises(ValueError, match="it is not text"):
        decode_text(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert decode_text(b"a" * (1 << 20))
    with pytest.raises(ValueError, match="it is larger than 1 MiB"):
        decode_text(b"a" * ((1 << 20) + 1))


def test_json_is_refused_by_line() -> None:
    """In the middle of our own sentence."""
    with pytest.raises(ValueError, match="line 2: it is not JSON: expecting value"):
        decode_json(b'{\n"a": }')
    with pytest.raises(ValueError, match="line 2: it is not JSON: extra data"):
        decode_json(b"{}\n{}")


@pytest.mark.parametrize("text", ["264653", "#264653", " #264653\t", "#264653ff", "rgb(38 70 83)"])
def test_a_color_needs_no_hash(text: str) -> None:
    """But for those of eight digits, whose alpha may come first or last."""
    assert read_color(text) == Color(38, 70, 83)
    with pytest.raises(ValueError, match="'ff264653' is no color"):
        read_color("ff264653")


def test_transparent_colors_are_left_out() -> None:
    """And the numbers that unnamed colors go by are those of what is left."""
    found = [Entry(None, "none"), Entry(BLACK, "color-1"), Entry(WHITE, " paper\n")]
    assert [swatch.name for swatch in make_palette(found)] == ["", "paper"]
    with pytest.raises(ValueError, match="it holds no color: 1 transparent color is left out"):
        make_palette([Entry(None)])


def test_a_palette_says_what_was_left_out() -> None:
    """Its notes survive sorting, and do not make it another palette."""
    notes: list[str] = []

    def read() -> Iterator[Entry]:
        yield Entry(None)
        yield Entry(BLACK)
        notes.append("a group is left out")
        yield Entry(None)

    palette = make_palette(read(), left_out=notes)
    assert palette.notes == ("2 transparent colors are left out", "a group is left out")
    assert palette.sorted("hue").notes == palette.notes
    assert palette == make_palette([Entry(BLACK)])
    assert make_palette([Entry(BLACK)]).notes == ()
    assert make_palette([Entry(None), Entry(BLACK, share=2)]).notes == ("1 transparent color is left out",)


def test_shares_count_where_each_color_has_one() -> None:
    """They may be counts, or add to nearly 1; to 1, they are kept to the last bit."""
    third = 1 / 3
    exact = make_palette([Entry(BLACK, share=third), Entry(WHITE, share=1 - third)])
    assert [swatch.share for swatch in exact] == [third, 1 - third]
    assert [swatch.share for swatch in make_palette([Entry(BLACK, share=3), Entry(WHITE, share=1)])] == [
        0.75,
        0.25,
    ]
    assert make_palette([Entry(BLACK, share=1.0000005)])[0].share == 1
    assert not make_palette([Entry(BLACK, share=0.5), Entry(WHITE)]).has_shares


@pytest.mark.parametrize(
    "shares", [(0.5, -0.5), (0, 0), (float("nan"), 1), (float("inf"), 1), (1e308, 1e308)]
)
def test_shares_that_cannot_be_are_refused(shares: tuple[float, float]) -> None:
    """Rather than guessed."""
    with pytest.raises(ValueError, match="its shares are invalid: one is not 0 or more, or all are 0"):
        make_palette([Entry(BLACK, share=shares[0]), Entry(WHITE, share=shares[1])])


#: Characters of junk: so many that a pattern which goes back and forth over them would take days.
#: A table has more than one of its cells may have.
LENGTHS = {"CsvTable": 133_000}
LENGTH = 33_000


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "unit", ["-", "/*", '"', "--a:", "[", '{"a":', "{", "9", " ", "1 2 3 ", "#", "a,", "\\", "\n"]
)
def test_junk_comes_to_an_end(reader: type[PaletteReader], unit: str) -> None:
    """However it begins, and whatever it repeats."""
    begins = {"GimpPalette": "GIMP Palette\n", "CsvTable": "hex\n", "CssVariables": ":root {"}
    for begin in {"", begins.get(reader.__name__, "")}:
        data = (begin + unit * (LENGTHS.get(reader.__name__, LENGTH) // len(unit))).encode()
        with contextlib.suppress(ValueError):
            reader.parse(data)


def _find_all() -> dict[str, Any]:
    """Return all readers of ours by name."""
    outputs = {name: claims[0].load().output for name, claims in find_outputs().items()}
    others = {name: claims[0].load().reader for name, claims in find_readers().items()}
    return {name: kind for name, kind in {**outputs, **others}.items() if isinstance(kind, PaletteReader)}


ALL = _find_all()

#: How files of a format begin that would otherwise be refused at their first bytes.
BEGINNINGS = {
    "alacritty": "[colors.primary]\n",
    "android": "<resources>",
    "aseprite": "\0\0\0\0\xe0\xa5",
    "base16": "scheme: a\nbase00: ",
    "coolors": "/* CSS HEX */\n/*",
    "coreldraw": "<palette guid='a'>",
    "cpt": "# COLOR_MODEL = RGB\n",
    "foot": "[colors]\nregular0=",
    "ggr": "GIMP Gradient\nName: a\n2\n",
    "ghostty": "palette = 0=",
    "gnome-terminal": "[/]\npalette=[",
    "godot-palette": '[gd_resource type="ColorPalette" format=3]\n\n[resource]\ncolors = PackedColorArray(',
    "html": "<!doctype html><style>",
    "iterm": '<?xml version="1.0"?><plist><dict><key>',
    "jasc": "JASC-PAL\n0100\n3\n",
    "kde": "[Colors:View]\n",
    "kitty": "color0 ",
    "konsole": "[Color0]\nColor=",
    "latex": "\\definecolor{a}{rgb}{",
    "less": "@a: red;\n",
    "mplstyle": "axes.prop_cycle: cycler('color', [",
    "paintnet": "; paint.net Palette File\n",
    "painter": "ROWS 1\nCOLS 1\n",
    "ptyxis": "[Palette]\nColor0=",
    "qgis": "<qgis_style>",
    "scribus": "<SCRIBUSCOLORS>",
    "scss": "$a: red;\n",
    "svg": "<svg xmlns='http://www.w3.org/2000/svg'><style>",
    "tailwind": "@theme {",
    "tailwind3": "module.exports = {",
    "unity": "%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n",
    "wezterm": "[colors]\n",
    "x11": "!\n",
    "xresources": "*color0: ",
}
#: More than a pattern that goes back and forth could take in the time that a test has.
LONG = 200_000


@pytest.mark.parametrize("unit", [" ", "\\'", "/* ", "-"])
@pytest.mark.parametrize("name", sorted(ALL))
def test_long_junk_comes_to_an_end(name: str, unit: str) -> None:
    """In every format, after what its files begin with."""
    data = (BEGINNINGS.get(name, "") + unit * (LONG // len(unit))).encode("latin-1")
    with contextlib.suppress(ValueError):
        ALL[name].parse(data)


_RAMP = '<colorramp type="gradient"><prop k="color1" v="1,2,3,a{}&#10;b"/></colorramp>'
#: What would take hours if a reader went through the rest for each of its parts.
MANY = {
    "blanks": ("qgis", f"<qgis_style><colorramps>{_RAMP}</colorramps></qgis_style>", " " * 400_000),
    "signs of importance": ("css", ":root{{--a:red{}}}", "!a" * 60_000),
    "a chain": ("css", ":root{{{}}}", "".join(f"--a{at}:var(--a{at + 1});" for at in range(6_000))),
    "places": ("css", "{}", "".join(f".{'a' * 40}{at}{{--a:#{at:06x}}}" for at in range(6_000))),
    "large variables": (
        "css",
        ":root{{--a0:red red;{}}}",
        "".join(f"--a{at + 1}:var(--a{at}) var(--a{at});" for at in range(10))
        + "".join(f"--b{at}:var(--a10);" for at in range(5_000)),
    ),
    "words of CSS": ("json", "[{}]", ",".join(['"currentColor"'] * 30_000)),
    "a long color": ("hex", "{}", "rgb(1,2,3)" * 100_000),
}


@pytest.mark.parametrize("what", MANY)
def test_many_parts_come_to_an_end(what: str) -> None:
    """Whether they are a palette or not."""
    name, text, many = MANY[what]
    with contextlib.suppress(ValueError):
        ALL[name].parse(text.format(many).encode())


def test_a_palette_has_a_largest_size() -> None:
    """As many colors as fit into a swatch file; rows and signs that are no colors count, too."""
    assert len(make_palette([Entry(BLACK)] * (1 << 16))) == 1 << 16
    with pytest.raises(ValueError, match="it holds more than 65536 colors, too many for a palette"):
        make_palette(Entry(BLACK) for _ in range((1 << 16) + 1))
    with pytest.raises(ValueError, match="it has more than 65536 rows, too many for a palette"):
        ALL["csv"].parse(b"a,b\n" * ((1 << 16) + 1))
    with pytest.raises(ValueError, match="it has more than 200000 words and signs, too many for a palette"):
        ALL["css"].parse(b"*" * 200_001)


def test_a_quote_in_a_program_may_be_alone() -> None:
    """As in a regular expression; but not many of them."""
    config = b"module.exports = {content: [/[\"']/], theme: {colors: {sea: '#2a9d8f'}}}\n"
    reader = ALL["tailwind3"]
    assert reader.parse(config.replace(b"\"']/]", b'"]/,\n]'))[0].color.hex == "#2a9d8f"
    with pytest.raises(ValueError, match="it has too many quotes and comments that are not closed"):
        reader.parse(config + b"/* " * 30)


def test_a_character_has_no_long_number() -> None:
    """A reference to one is a sign that stands for it."""
    page = f"<!doctype html><title>&#{'9' * 5000};</title><p style='color:#264653'>"
    assert [swatch.color.hex for swatch in ALL["html"].parse(page.encode())] == ["#264653"]


@pytest.mark.parametrize("reader", READERS)
def test_ten_megabytes_are_refused_at_once(reader: type[PaletteReader]) -> None:
    """Without being looked at."""
    with pytest.raises(ValueError, match="it is larger than 1 MiB, too large for a palette"):
        reader.parse(b"#264653\n" * 1_250_000)
