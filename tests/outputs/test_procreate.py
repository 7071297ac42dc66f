"""The output `procreate`: swatches in a ZIP, of all of Procreate's versions."""

import base64
import io
import json
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.procreate import ProcreateSwatches
from cvpalette.testing import OutputContract, ReaderContract, make_result


class TestProcreateSwatches(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = ProcreateSwatches()
    most_colors = 30
    holds_names = False


RED = {"hue": 0, "saturation": 1, "brightness": 1, "alpha": 1, "colorSpace": 0}


def _zip(text: str, name: str = "Swatches.json", compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    contents = io.BytesIO()
    with zipfile.ZipFile(contents, "w", compression) as archive:
        archive.writestr(name, text)
    return contents.getvalue()


def _file(*swatches: Any, **fields: Any) -> bytes:
    return _zip(json.dumps({"name": "Brand", "swatches": swatches, **fields}))


def _hexes(data: bytes) -> list[str]:
    return [color.hex for color in ProcreateSwatches.parse(data).colors]


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter, on any day and with any zlib."""
    golden("procreate/default.swatches", ProcreateSwatches().render(extraction.result))


def test_too_many_colors_are_an_error_that_says_what_works() -> None:
    """Never a color less in silence."""
    colors = [f"#{level:06x}" for level in range(31)]
    with pytest.raises(ValueError, match="holds up to 30 colors, not 31; ask for fewer, such as -k 30"):
        ProcreateSwatches().render(make_result(colors))


@pytest.mark.parametrize("level", range(0, 256, 5))
def test_every_level_comes_back(level: int) -> None:
    """From hue, saturation and brightness."""
    hexes = [f"#{level:02x}{255 - level:02x}07", f"#07{level:02x}{level:02x}"]
    assert _hexes(ProcreateSwatches().render(make_result(hexes))) == hexes


@pytest.mark.parametrize(
    "data",
    [
        _file(RED, None, None),
        _file(None, RED),
        _zip(json.dumps([{"name": "Brand", "swatches": [RED]}])),
        _file({**RED, "version": "5.0", "colorModel": 0, "components": [0, 1, 1], "origin": 1}),
        _zip(json.dumps({"name": "Brand", "swatches": [RED]}), compression=zipfile.ZIP_STORED),
    ],
    ids=["empty places", "an empty place first", "a list of one", "version 5", "not compressed"],
)
def test_files_are_read_as_procreate_writes_them(data: bytes) -> None:
    """Of any version, the same color."""
    palette = ProcreateSwatches.parse(data)
    assert ([color.hex for color in palette.colors], palette.name) == (["#ff0000"], "Brand")


def test_display_p3_is_converted() -> None:
    """In it, sRGB's own red is paler; before version 5 a number says so, then a profile's name."""
    # By CSS Color 4: color(display-p3 0.9175 0.2003 0.1386) is #ff0000.
    wide = {"hue": 0.01322, "saturation": 0.84894, "brightness": 0.91749}
    assert _hexes(_file({**wide, "colorSpace": 1})) == ["#ff0000"]
    profiles = [{"hash": "a", "iccName": "sRGB IEC61966-2.1"}, {"hash": "b", "iccName": "Display P3"}]
    swatches = [{**wide, "colorSpace": 0, "colorProfile": "b"}, {**RED, "colorSpace": 1, "colorProfile": "a"}]
    assert _hexes(_file(*swatches, colorProfiles=profiles)) == ["#ff0000", "#ff0000"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is not a Procreate file, which is a ZIP archive with 'Swatches.json' in it"),
        (b"PK\3\4 and nothing", "it is not a Procreate file"),
        (_zip("{}", "other.json"), "it is not a Procreate file"),
        (_zip("{}", compression=zipfile.ZIP_LZMA), "it is not a Procreate file"),
        (_file(RED)[:-30], "it is not a Procreate file"),
        (_zip("{"), "it is not JSON"),
        (_zip("[" * 100_000), "nested too deeply"),
        (_zip("[]"), "it holds no color"),
        (_zip('{"swatches": 7}'), "it holds no color"),
        (_file(None, None), "it holds no color"),
        (_file(RED, {"hue": 0}), "swatch 2 has no hue, saturation and brightness"),
        (_file("red"), "swatch 1 has no hue"),
        (_file({**RED, "hue": 1e999}), "is not JSON"),
        (_file({**RED, "saturation": 1e300}), "swatch 1 has no hue"),
    ],
    ids=[
        "nothing",
        "no archive",
        "another file",
        "another compression",
        "cut short",
        "not JSON",
        "deep JSON",
        "an empty list",
        "no list",
        "empty places",
        "a swatch without colors",
        "a text",
        "infinity",
        "a huge number",
    ],
)
def test_what_is_broken_is_one_clear_error(data: bytes, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=message):
        ProcreateSwatches.parse(data)


def test_a_bomb_is_not_unpacked() -> None:
    """Some kilobytes that would be 32 megabytes in memory; a false size in its head helps nobody."""
    bomb = _zip(" " * (1 << 25))
    assert len(bomb) < 1 << 16
    for data in (bomb, bomb.replace((1 << 25).to_bytes(4, "little"), (9).to_bytes(4, "little"))):
        with pytest.raises(ValueError, match=r"larger than 1 MiB unpacked|not a Procreate file|not JSON"):
            ProcreateSwatches.parse(data)


def _profiled(name: str, data: bytes) -> bytes:
    profile = {"hash": "x", "iccName": name, "iccData": base64.b64encode(data).decode()}
    swatch = {**RED, "colorProfile": "x", "colorModel": 0}
    return _file(swatch, {**RED, "hue": 0.5}, colorProfiles=[{"iccName": "no hash"}, profile])


def test_the_profile_in_the_file_counts() -> None:
    """Procreate puts the profile of each color into the file, whatever it is called."""
    assert _hexes(_profiled("Mine", make_profile(swapped=True))) == ["#00ff00", "#00ffff"]
    assert _hexes(_profiled("sRGB IEC61966-2.1", b"")) == ["#ff0000", "#00ffff"]


def test_a_color_whose_profile_cannot_be_used_is_left_out() -> None:
    """A note tells of it, and of transparent colors."""
    palette = ProcreateSwatches.parse(_profiled("Mine", b"no profile"))
    assert [color.hex for color in palette.colors] == ["#00ffff"]
    assert palette.notes == ("1 color is left out: the color profile cannot be used",)
    assert ProcreateSwatches.parse(_file(RED, {**RED, "alpha": 0})).notes == (
        "1 transparent color is left out",
    )


def make_profile(*, swapped: bool) -> bytes:
    """Return an ICC profile of sRGB's colorants and linear levels, with red and green swapped or not."""
    colorants = {
        "r": (0.43607, 0.22249, 0.01392),
        "g": (0.38515, 0.71687, 0.09708),
        "b": (0.14307, 0.06061, 0.7141),
    }
    if swapped:
        colorants["r"], colorants["g"] = colorants["g"], colorants["r"]
    tags = {b"wtpt": (0.9642, 1.0, 0.8249)} | {
        f"{key}XYZ".encode(): value for key, value in colorants.items()
    }
    blocks = {
        tag: b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(v * 65536) for v in value))
        for tag, value in tags.items()
    }
    blocks |= {f"{key}TRC".encode(): b"curv\0\0\0\0\0\0\0\0" for key in "rgb"}
    table, body = struct.pack(">I", len(blocks)), b""
    start = 128 + 4 + 12 * len(blocks)
    for tag, block in blocks.items():
        table += struct.pack(">4sII", tag, start + len(body), len(block))
        body += block
    head = bytearray(128)
    head[8:12], head[12:24], head[36:40] = b"\2\x40\0\0", b"mntrRGB XYZ ", b"acsp"
    head[68:80] = struct.pack(">3i", 63190, 65536, 54061)
    whole = bytes(head) + table + body
    return struct.pack(">I", len(whole)) + whole[4:]
