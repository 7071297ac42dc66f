"""What was written parses to the same palette: whatever it holds, and with every option."""

import contextlib
import dataclasses
import math
from typing import Protocol

from hypothesis import given, note, settings
from hypothesis import strategies as st

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.outputs.aco import PhotoshopSwatches
from cvpalette.outputs.act import ColorTable
from cvpalette.outputs.ase import SwatchExchange
from cvpalette.outputs.css import CssVariables
from cvpalette.outputs.csv import CsvTable
from cvpalette.outputs.dtcg import DesignTokens
from cvpalette.outputs.gpl import GimpPalette
from cvpalette.outputs.hex import HexLines
from cvpalette.outputs.jasc import JascPalette
from cvpalette.outputs.json import JsonObject
from cvpalette.outputs.kpl import KritaPalette
from cvpalette.outputs.paintnet import PaintNetPalette
from cvpalette.outputs.procreate import ProcreateSwatches
from cvpalette.outputs.riff import RiffPalette
from cvpalette.outputs.sketchpalette import SketchPalette
from cvpalette.outputs.soc import OfficeColors
from cvpalette.plugins.contract import Output, PaletteReader
from cvpalette.rendering.names import cut_name, given_name, palette_name, plain_name, swatch_names
from cvpalette.result import Result
from cvpalette.testing import make_result


class Format(Output, PaletteReader, Protocol):
    """An output that reads what it writes."""


#: Outputs of which everything is read that a palette has, or everything but what is named.
ALL: list[tuple[Format, tuple[str, ...]]] = [
    (CssVariables(), ("shares", "name")),
    (CssVariables(prefix="brand-2", notation="rgb", selector=".dark"), ("shares", "name")),
    (CssVariables(notation="hsl"), ("shares", "name")),
    (CssVariables(notation="oklch", selector='[data-theme="dark"]'), ("shares", "name")),
    (CsvTable(), ("name",)),
    (CsvTable(separator="semicolon", bom=True), ("name",)),
    (CsvTable(separator="tab"), ("name",)),
    (GimpPalette(), ("shares", "long names")),
    (GimpPalette(columns=256), ("shares", "long names")),
    (HexLines(), ("shares", "name", "names")),
    (HexLines(hash=False), ("shares", "name", "names")),
    (DesignTokens(), ()),
    (DesignTokens(value="hex", prefix="brand-2"), ()),
    (JsonObject(), ()),
    (JsonObject(indent=2), ()),
    (PhotoshopSwatches(), ("shares", "name")),
    # Without its count, a color that is repeated at the end is one.
    (ColorTable(count=True), ("shares", "name", "names")),
    (ProcreateSwatches(), ("shares", "names")),
    (SwatchExchange(), ("shares",)),
    (JascPalette(), ("shares", "name", "names")),
    (KritaPalette(), ("shares",)),
    (OfficeColors(), ("shares", "name")),
    (PaintNetPalette(), ("shares", "names")),
    (RiffPalette(), ("shares", "name", "names")),
    (SketchPalette(), ("shares", "name", "names")),
    (SketchPalette(version="2.0"), ("shares", "name")),
]

#: The same with ramps, roles and colors of text, which take a while to derive and are left out in reading.
MORE: list[tuple[Format, tuple[str, ...]]] = [
    (CssVariables(notation="oklch", ramps=True), ("shares", "name")),
    (CssVariables(ramps=True, text=True, roles=True), ("shares", "name")),
    (CssVariables(text=True, roles=True, modes="class"), ("shares", "name")),
    (DesignTokens(ramps=True), ()),
    (DesignTokens(ramps=True, text=True, roles=True), ()),
    (DesignTokens(text=True, roles=True, value="hex"), ()),
]

_ONE = make_result(["#264653"])
_LEVEL = st.integers(0, 255)
_NAME = st.one_of(
    st.text(max_size=80),
    st.text(st.sampled_from("*/\\\"'<>-=#,;:{}%\r\n\t 1aé漢😀\u05d0\u202e\ufeff\x00"), max_size=20),
    st.sampled_from(
        ["", "color-1", "1", "-1", "Untitled 2", "31.2%", '"navy", 31.2%', "null", "=1+1", "'=1"]
    ),
)


def _write(output: Format, result: Result) -> bytes:
    contents = output.render(result)
    assert isinstance(contents, str | bytes)
    return contents.encode() if isinstance(contents, str) else contents


#: What a file of each output begins with.
STARTS = [(output, _write(output, make_result(["#264653", "#2a9d8f", "#e9c46a"]))) for output, _ in ALL]


@st.composite
def _palettes(draw: st.DrawFn) -> Palette:
    """Draw a palette: found with its shares, or given without."""
    entries = draw(
        st.lists(st.tuples(_LEVEL, _LEVEL, _LEVEL, _NAME, st.integers(0, 10**9)), min_size=1, max_size=9)
    )
    colors = [Color(*entry[:3]) for entry in entries]
    names, counts = [entry[3] for entry in entries], [entry[4] for entry in entries]
    name = draw(_NAME)
    if not any(counts):
        return Palette.of_colors(colors, names, name)
    shares = [count / sum(counts) for count in counts]
    swatches = (Swatch(color, share, name) for color, share, name in zip(colors, shares, names, strict=True))
    return Palette(tuple(swatches), name)


# Drawing a palette takes longer than writing and reading it, so each is drawn once for all outputs.
@settings(deadline=None, max_examples=80)
@given(palette=_palettes())
def test_what_was_written_is_read(palette: Palette) -> None:
    """Colors and their order always; names as any line can hold them; shares to the last bit."""
    for output, lost in ALL:
        note(str(output))
        _require_same(output, lost, palette)


@settings(deadline=None, max_examples=8)
@given(palette=_palettes())
def test_the_palette_is_read_from_beside_what_was_added(palette: Palette) -> None:
    """Ramps, roles and colors of text are no colors of it."""
    for output, lost in MORE:
        note(str(output))
        _require_same(output, lost, palette)


def _require_same(output: Format, lost: tuple[str, ...], palette: Palette) -> None:
    result = dataclasses.replace(_ONE, palette=palette)
    read = output.parse(_write(output, result))
    assert read.colors == palette.colors
    names = [given_name(name, number) for number, name in enumerate(swatch_names(palette), 1)]
    if "long names" in lost:
        names = [cut_name(name, 60) for name in names]
    assert [swatch.name for swatch in read] == ([""] * len(palette) if "names" in lost else names)
    known = {"" if "name" in lost else palette_name(result)}
    assert read.name in known | ({""} if not plain_name(palette.name) else set())
    assert read.has_shares is (palette.has_shares and "shares" not in lost)
    if read.has_shares:
        assert [swatch.share for swatch in read] == [swatch.share for swatch in palette]
        assert math.isclose(math.fsum(swatch.share for swatch in read), 1)


@settings(deadline=None, max_examples=100)
@given(part=st.floats(0, 1), end=st.binary(max_size=200))
def test_any_bytes_are_a_palette_or_a_value_error(part: float, end: bytes) -> None:
    """What begins as a file of the format goes on as anything."""
    for output, start in STARTS:
        note(str(output))
        with contextlib.suppress(ValueError):
            assert len(output.parse(start[: round(part * len(start))] + end))
