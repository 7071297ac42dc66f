"""read_palette(): reads by suffix or by content, from a path, bytes, an open file or a URL."""

import contextlib
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.errors import PaletteFileError
from cvpalette.extraction import extract
from cvpalette.plugins.contract import PaletteReader
from cvpalette.plugins.reading import read_palette
from cvpalette.testing import make_result

HEXES = ("#264653", "#2a9d8f", "#e76f51")
COLORS = tuple(map(Color.from_hex, HEXES))
_NAMES = """
aco act android arcgis ase aseprite coreldraw cpt css csv dtcg ggr godot-palette gpl hex html jasc json
kpl latex less mplstyle office paintnet powerbi procreate qgis riff scribus scss sketchpalette soc strip
svg tailwind tailwind3 tokens-studio tps unity x11
"""
READERS = _NAMES.split()


@cache
def _render(name: str) -> tuple[str, bytes]:
    """Return an output's suffix, and its file for three colors."""
    loaded = cvpalette.find_output(name).load()
    contents = loaded.configure().render(make_result(HEXES)).contents
    assert isinstance(contents, str | bytes)
    return loaded.suffix, contents if isinstance(contents, bytes) else contents.encode()


def test_the_readers_are_the_outputs_that_parse() -> None:
    """The tests below cover all of them but themes, whose colors are not those of the palette."""
    loaded = {name: claims[0].load().output for name, claims in cvpalette.find_outputs().items()}
    readers = {name: output for name, output in loaded.items() if isinstance(output, PaletteReader)}
    themes = {"terminals", "editors", "desktops"}
    assert sorted(name for name, output in readers.items() if output.family not in themes) == READERS


@pytest.mark.parametrize("called", ["theme", "theme.txt", "theme.ase", "theme.json"])
def test_themes_are_found_by_content(called: str) -> None:
    """Each by its own reader: no other format gives all of the same names."""
    for name, claims in cvpalette.find_outputs().items():
        output = claims[0].load().output
        if name in READERS or not hasattr(output, "parse"):
            continue
        data = _render(name)[1]
        assert read_palette(data, called).palette == output.parse(data), name


@pytest.mark.parametrize("name", READERS)
def test_every_format_is_read_by_its_suffix(tmp_path: Path, name: str) -> None:
    """The suffix may be in upper case."""
    suffix, data = _render(name)
    for path in (tmp_path / f"brand{suffix}", tmp_path / f"BRAND{suffix.upper()}"):
        path.write_bytes(data)
        assert read_palette(path).palette.colors == COLORS


@pytest.mark.parametrize("name", sorted({*READERS} - {"act", "arcgis"}))
@pytest.mark.parametrize("called", ["brand", "brand.txt", "brand.ase", "brand.json", "a.b.gpl"])
def test_every_format_with_a_mark_is_read_by_its_content(tmp_path: Path, name: str, called: str) -> None:
    """The suffix may be unknown or wrong."""
    path = tmp_path / called
    path.write_bytes(_render(name)[1])
    assert read_palette(path).palette.colors == COLORS


def test_a_format_without_a_mark_needs_its_suffix(tmp_path: Path) -> None:
    """Any 768 bytes could be a color table, but most such files are something else."""
    table = _render("act")[1]
    assert read_palette(table, "brand.act").palette.colors == COLORS
    with pytest.raises(PaletteFileError, match=r"'brand\.bin': is no palette that cvpalette reads"):
        read_palette(table, "brand.bin")
    lines = "".join(f"#{level:02x}4653\n" for level in range(96)).encode()
    assert len(lines) == len(table)
    (tmp_path / "many").write_bytes(lines)
    assert len(read_palette(tmp_path / "many").palette) == 96


@pytest.mark.parametrize("text", ["# Theme\n\n    --sea: #2a9d8f;\n", "#!/bin/sh\n# --sea: #2a9d8f;\n"])
def test_a_text_that_mentions_a_property_is_no_palette(text: str) -> None:
    """It is one if its name is that of a style sheet."""
    assert read_palette(text.encode(), "theme.tailwind.css").palette.colors == COLORS[1:2]
    with pytest.raises(PaletteFileError, match=r"'README\.md': is no palette that cvpalette reads"):
        read_palette(text.encode(), "README.md")


@pytest.mark.parametrize("called", ["many.json", "many.jsonl"])
def test_lines_of_several_sources_are_groups(called: str) -> None:
    """A single line is a palette without one. The suffix belongs to the output that writes many lines."""
    line = _render("json")[1]
    assert read_palette(line, called).palette.colors == COLORS
    palette = read_palette(line + line.replace(b'"source": "', b'"source": "other-'), called).palette
    assert (palette.colors, len(palette.groups)) == (COLORS * 2, 2)


def test_two_formats_of_one_suffix_are_told_apart(tmp_path: Path) -> None:
    """Tokens are also JSON, whatever the file's name; the longest suffix chooses the error."""
    tokens, ours = _render("dtcg")[1], _render("json")[1]
    for called, data in (("a.json", tokens), ("a.tokens.json", tokens), ("a.tokens.json", ours)):
        (tmp_path / called).write_bytes(data)
        assert read_palette(tmp_path / called).palette.colors == COLORS
    nothing = b'{"palette": {"$type": "color"}}'
    for called in ("b.json", "b.tokens.json"):
        parser = cvpalette.find_output("dtcg" if "tokens" in called else "json").load()
        with pytest.raises(ValueError, match=r"\w") as expected:
            parser.output.parse(nothing)
        with pytest.raises(PaletteFileError) as caught:
            read_palette(nothing, called)
        assert str(caught.value) == f"'{called}': {expected.value}"


def test_a_palette_that_was_read_is_a_result(tmp_path: Path) -> None:
    """Every output can render it: it is a row of its colors, in order, with its file's name."""
    path = tmp_path / "brand.gpl"
    path.write_bytes(_render("gpl")[1])
    result = read_palette(path)
    assert (result.name, result.given, result.width, result.height) == ("brand.gpl", "brand.gpl", 3, 1)
    assert (result.settings.sort, result.palette.has_shares) == ("given", False)
    assert read_palette(path.read_bytes(), "mine").given == "mine"
    found = extract(np.zeros((2, 2), np.uint8), palette=result)
    assert (found.result.given, found.palette.colors) == ("brand.gpl", COLORS)


def _sources(path: Path) -> list[Any]:
    data = path.read_bytes()
    return [path, str(path), data, bytearray(data), io.BytesIO(data)]


def test_a_palette_is_read_from_whatever_holds_one(tmp_path: Path, web: Any) -> None:
    """A path, bytes, an open file or a URL; by default only a public one."""
    path = tmp_path / "brand.gpl"
    path.write_bytes(_render("gpl")[1])
    for source in _sources(path):
        assert read_palette(source).palette.colors == COLORS
    url = web.serve("/brand.gpl?size=3", path.read_bytes())
    assert read_palette(url, allow_private=True).palette.colors == COLORS
    with pytest.raises(PaletteFileError, match="allow_private=True allows it"):
        read_palette(url)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"", "'image': is empty"),
        (b"no palette at all", "'image': is no palette that cvpalette reads"),
        ("missing.gpl", "'missing.gpl': no such file"),
        (".", "'.': is a folder, not a file"),
        (b"<svg></svg>", "'image': it is an SVG that paints nothing"),
        (np.arange(1024, dtype=np.uint8).reshape(32, 32), "'image': is an image, and no palette: no row or"),
    ],
    ids=["nothing", "prose", "a missing file", "a folder", "a drawing", "an image"],
)
def test_what_is_no_palette_is_one_error(source: Any, message: str) -> None:
    """The error names the source and the reason."""
    with pytest.raises(PaletteFileError, match=f"^{message}"):
        read_palette(source)


def test_what_is_broken_is_told_in_the_words_of_its_format(tmp_path: Path) -> None:
    """The suffix chooses the reason, not the reader that was asked last."""
    path = tmp_path / "brand.ase"
    path.write_bytes(_render("ase")[1][:-1])
    with pytest.raises(PaletteFileError, match=r"^'brand\.ase': it is cut short"):
        read_palette(path)


def test_a_huge_file_that_is_no_palette_is_told_at_once() -> None:
    """No reader searches all of it."""
    with pytest.raises(PaletteFileError, match="is no palette"):
        read_palette(b"\x01\x02" * (1 << 23))


@settings(deadline=None, max_examples=150)
@given(data=st.data(), name=st.sampled_from(READERS))
def test_any_bytes_are_a_palette_or_one_error(data: st.DataObject, name: str) -> None:
    """Files begin like some format, go on with any bytes, and have any name."""
    suffix, whole = _render(name)
    kept = data.draw(st.integers(0, len(whole)))
    damaged = whole[:kept] + data.draw(st.binary(max_size=300))
    called = data.draw(st.sampled_from([f"brand{suffix}", "brand.gpl", "brand", ".", "a\0b.json"]))
    with contextlib.suppress(PaletteFileError):
        assert len(read_palette(damaged, called).palette)


def test_a_picture_has_a_limit_of_pixels(tmp_path: Path) -> None:
    """A file of a few hundred kilobytes may have 250 million."""
    import PIL.Image  # noqa: PLC0415 -- only this test makes a picture

    def make(width: int, height: int) -> Path:
        PIL.Image.new("1", (width, height)).save(tmp_path / "wide.png")
        return tmp_path / "wide.png"

    with pytest.raises(PaletteFileError, match="more than max_pixels=25,000,000 allows") as caught:
        read_palette(make(25_001, 1_000))
    assert caught.value.problem == "too-large"
    assert len(read_palette(make(20, 10), max_pixels=200).palette) == 1
    with pytest.raises(PaletteFileError, match="max_pixels=199"):
        read_palette(tmp_path / "wide.png", max_pixels=199)
    with pytest.raises(cvpalette.SettingsError, match="'0' is no number of pixels"):
        read_palette("gameboy", max_pixels=0)


def test_a_palette_that_was_read_takes_the_place_of_one_that_is_found() -> None:
    """Its order and names stay, the shares are the image's; the settings say so."""
    palette = Palette.of_colors(COLORS, ["night", "sea", "sun"], "Brand")
    pixels = np.array([[COLORS[2].rgb, COLORS[2].rgb, COLORS[0].rgb, (250, 120, 90)]], np.uint8)
    found = extract(pixels, palette=palette)
    assert [(s.name, s.color.hex, s.share) for s in found.palette] == [
        ("night", "#264653", 0.25),
        ("sea", "#2a9d8f", 0),
        ("sun", "#e76f51", 0.75),
    ]
    assert (found.result.given, found.result.asked["colors"]) == ("Brand", 3)
    contents = cvpalette.render(found, "json")
    assert isinstance(contents, str)
    assert json.loads(contents)["settings"]["palette"] == "Brand"


def test_a_palette_may_be_larger_than_any_that_is_found() -> None:
    """An indexed picture cannot have so many colors."""
    palette = Palette.of_colors([Color(n // 256, n % 256, 7) for n in range(300)])
    found = extract(np.zeros((4, 5), np.uint8), palette=palette)
    assert len(found.palette) == found.result.asked["colors"] == 300
    with pytest.raises(cvpalette.SettingsError, match="at most 256 colors, not 300"):
        cvpalette.quantize(found.image, found.palette)


class TestBuiltIn:
    """A word that names no file names a built-in palette."""

    def test_is_read_by_its_name(self) -> None:
        """Its result is called by the name, and comes from no file."""
        read = read_palette("GameBoy")
        assert (read.name, read.origin, read.palette.name) == ("gameboy", "", "Game Boy")
        assert [color.hex for color in read.palette.colors] == ["#0f380f", "#306230", "#8bac0f", "#9bbc0f"]
        assert read_palette("gameboy", "mine").name == "mine"

    def test_is_no_path(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A Path, and a word for which there is a file, are files."""
        monkeypatch.chdir(tmp_path)
        with pytest.raises(PaletteFileError, match=r"^'gameboy': no such file or directory$"):
            read_palette(Path("gameboy"))
        Path("gameboy").write_text("#264653\n", encoding="utf-8")
        assert read_palette("gameboy").palette.colors == COLORS[:1]

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("gamboy", "no built-in palette has this name either; did you mean 'gameboy'?"),
            ("nothing", "no such file or directory; no built-in palette has this name either"),
            ("viridis-300", "no built-in palette has this name either; 'viridis' has 2 to 256 colors"),
            ("nothing.gpl", "'nothing.gpl': no such file or directory"),
        ],
    )
    def test_is_guessed(self, name: str, words: str) -> None:
        """A name with a dot was meant as a file."""
        with pytest.raises(PaletteFileError) as caught:
            read_palette(name)
        assert str(caught.value).endswith(words)
        assert caught.value.problem == "not-found"
