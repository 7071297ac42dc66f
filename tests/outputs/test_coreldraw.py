"""The output `coreldraw`: as we write it, and as CorelDRAW does."""

import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch, Values
from cvpalette.extraction import Extraction
from cvpalette.outputs.coreldraw import CorelPalette
from cvpalette.rendering.adobe import color_of
from cvpalette.result import Result
from cvpalette.testing import OutputContract, ReaderContract

INKS, LAB = (0.1, 0.2, 0.333, 0.4), (54.29, 80.81, 69.89)


class TestCorelPalette(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = CorelPalette()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("coreldraw/default.corel.xml", CorelPalette().render(extraction.result))


def _render(*swatches: Swatch) -> str:
    return CorelPalette().render(Result.of_palette(Palette(swatches, has_shares=False), "x.ase"))


def test_inks_lab_and_spot_colors_are_written_as_they_were_given() -> None:
    """A spot color has a color space of its own, with a name that no other has."""
    text = _render(
        Swatch(color_of("CMYK", INKS), 0.25, "ink", values=Values("cmyk", INKS)),
        Swatch(color_of("LAB", LAB), 0.25, "same", kind="spot", group="a", values=Values("lab", LAB)),
        Swatch(Color(255, 0, 0), 0.5, "same", kind="spot", group="a"),
    )
    root = ET.fromstring(text)
    assert [
        [(color.get("cs"), color.get("tints")) for color in page] for page in root.findall("colors/page")
    ] == [[("CMYK", "0.1,0.2,0.333,0.4"), ("same 2", "1"), ("same 3", "1")]]
    assert [
        (space.get("name"), [(color.get("cs"), color.get("tints")) for color in space])
        for space in root.findall("colorspaces/cs")
    ] == [
        ("same 2", [("LAB", "0.5429,0.818862745,0.776039216"), ("RGB", "1,0,0")]),
        ("same 3", [("RGB", "1,0,0")]),
    ]
    palette = CorelPalette.parse(text.encode())
    assert [(swatch.name, swatch.kind) for swatch in palette] == [
        ("ink", ""),
        ("same", "spot"),
        ("same", "spot"),
    ]
    assert palette[0].values == Values("cmyk", INKS)
    assert palette[1].values is not None
    assert palette[1].values.components == pytest.approx(LAB, abs=1e-6)


def test_the_number_of_a_palette_is_its_own() -> None:
    """The same palette has the same, and another one has another."""
    one, other = (Swatch(Color(level, 0, 0), 1) for level in (1, 2))
    numbers = [ET.fromstring(_render(swatch)).get("guid") for swatch in (one, one, other)]
    assert numbers[0] == numbers[1] != numbers[2]


def _file(*colors: str, spaces: str = "", pages: int = 1) -> bytes:
    page = f"<page>{''.join(colors)}</page>"
    return f'<palette guid="x" name="Mine">{spaces}<colors>{page * pages}</colors></palette>'.encode()


@pytest.mark.parametrize(
    ("model", "tints", "expected"),
    [
        ("RGB", "1,0.5,0", "#ff8000"),
        ("CMYK", "0,1,1,0", "#ff0000"),
        ("CMY", "0,1,1", "#ff0000"),
        ("GRAY", "0.5", "#808080"),
        # A spot color of CorelDRAW's manual, whose RGB is #f7eb7d.
        ("LAB", "0.9227,0.480039215686275,0.714196078431373", "#f7eb7d"),
        ("ink", "1", "#f7eb7d"),
        ("ink", "0.5", "#fbf5be"),
        ("bare", "1", "#ff0000"),
    ],
)
def test_every_model_is_read(model: str, tints: str, expected: str) -> None:
    """Also the color spaces of spot colors, whole or as a tint."""
    spaces = (
        '<colorspaces><cs name="ink" fixedID="1"><color cs="CMYK" tints="0,0,0.58,0"/>'
        '<color cs="RGB" tints="0.968627450980392,0.92156862745098,0.490196078431373"/></cs>'
        '<cs name="bare" fixedID="2"><color cs="CMYK" tints="0,1,1,0"/></cs></colorspaces>'
    )
    palette = CorelPalette.parse(_file(f'<color cs="{model}" tints="{tints}" name="a"/>', spaces=spaces))
    (swatch,) = palette
    (seen,) = (Color.from_hex(expected),)
    assert max(abs(was - now) for was, now in zip(seen.rgb, swatch.color.rgb, strict=True)) <= 1
    assert (palette.name, swatch.name, swatch.kind) == (
        "Mine",
        "a",
        "spot" if model in {"ink", "bare"} else "",
    )


def test_all_pages_count_and_other_models_are_told() -> None:
    """Pages have no names, so they are no groups."""
    red = '<color cs="RGB" tints="1,0,0"/>'
    palette = CorelPalette.parse(_file(red, '<color cs="HSB" tints="0,1,1" name="b"/>', pages=2))
    assert (len(palette), palette.groups) == (2, ())
    assert palette.notes == ("2 colors are left out: the color model 'HSB' is not known",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<palette/>", "it is no palette of CorelDRAW, which has <palette> with <colors> and a <page>"),
        (b"<x><colors><page/></colors></x>", "it is no palette of CorelDRAW"),
        (_file(), "it holds no color"),
        (_file('<color cs="RGB" tints="1,0" name="a"/>'), "color 1, 'a', has values that are not of its"),
        (_file('<color cs="RGB" tints="1,0,2" name="a"/>'), "color 1, 'a', has values"),
        (_file('<color cs="RGB" tints="1,0,nan" name="a"/>'), "color 1, 'a', has values"),
        (_file('<color cs="RGB" name="a"/>'), "color 1, 'a', has values"),
        (
            _file(
                '<color cs="i" tints="1,2" name="a"/>',
                spaces='<colorspaces><cs name="i"><color cs="GRAY" tints="1"/></cs></colorspaces>',
            ),
            "color 1, 'a', has values",
        ),
        (
            _file(
                '<color cs="i" tints="1" name="a"/>',
                spaces='<colorspaces><cs name="i"><color cs="i" tints="1"/></cs></colorspaces>',
            ),
            "it holds no color: 1 color is left out: the color model 'i' is not known",
        ),
    ],
    ids=range(9),
)
def test_what_cannot_be_read_is_said(data: bytes, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=f"^{message}"):
        CorelPalette.parse(data)
