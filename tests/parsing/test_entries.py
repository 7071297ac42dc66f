"""What readers of palette files share."""

import contextlib
from collections.abc import Iterator

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


@pytest.mark.parametrize("reader", READERS)
def test_ten_megabytes_are_refused_at_once(reader: type[PaletteReader]) -> None:
    """Without being looked at."""
    with pytest.raises(ValueError, match="it is larger than 1 MiB, too large for a palette"):
        reader.parse(b"#264653\n" * 1_250_000)
