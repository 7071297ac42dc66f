"""The output `svg`: what every importer takes, and no more."""

import dataclasses
from collections.abc import Callable
from typing import Any, Literal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.extraction import Extraction
from cvpalette.outputs.svg import SwatchDrawing
from cvpalette.result import Result
from cvpalette.settings.settings import Settings
from cvpalette.testing import OutputContract, ReaderContract, make_result

SVG = "{http://www.w3.org/2000/svg}"


class TestSwatchDrawing(OutputContract, ReaderContract):
    """What every output promises."""

    output = SwatchDrawing()


def _named(result: Result, *names: str, **changes: Any) -> Result:
    swatches = tuple(
        dataclasses.replace(swatch, name=name) for swatch, name in zip(result.palette, names, strict=True)
    )
    return dataclasses.replace(
        result, palette=dataclasses.replace(result.palette, swatches=swatches, **changes)
    )


def _draw(result: Result, **options: Any) -> ET.Element:
    return ET.fromstring(SwatchDrawing(**options).render(result))


def _texts(drawing: ET.Element) -> list[str | None]:
    return [text.text for text in drawing.iter(f"{SVG}text")]


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter; one name has to be escaped."""
    golden(
        "svg/default.svg", SwatchDrawing().render(_named(extraction.result, "night & <sea>", "", "sand", ""))
    )


def test_chips_of_picked_colors_are_even(extraction: Extraction) -> None:
    """Their shares say what is nearest, not how much the picture has of them."""
    swatches = [
        dataclasses.replace(swatch, share=share)
        for swatch, share in zip(extraction.palette, (0.7, 0.1, 0.1, 0.1), strict=True)
    ]
    palette = dataclasses.replace(extraction.palette, swatches=tuple(swatches))
    picked = dataclasses.replace(extraction.result, palette=palette, settings=Settings(pick="colors"))
    assert SwatchDrawing().render(picked) == SwatchDrawing(layout="even").render(picked)
    assert SwatchDrawing(layout="shares").render(picked) != SwatchDrawing().render(picked)


def test_turned_text_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """-O svg.layout=even -O svg.labels=hex -O svg.width=120 -O svg.height=90: text is turned."""
    drawing = SwatchDrawing(layout="even", labels="hex", width=120, height=90).render(extraction.result)
    golden("svg/turned.svg", drawing)


@pytest.mark.parametrize("count", [1, 6, 16, 17, 256])
def test_every_swatch_is_a_titled_rectangle(count: int) -> None:
    """In order; together they are all of the picture."""
    drawing = _draw(make_result([f"#{level:02x}7f{255 - level:02x}" for level in range(count)]))
    chips = list(drawing.iter(f"{SVG}rect"))
    assert [chip.get("fill") for chip in chips] == [
        f"#{level:02x}7f{255 - level:02x}" for level in range(count)
    ]
    assert [chip.findtext(f"{SVG}title", "").split(", ")[0] for chip in chips] == [
        f"color-{number}" for number in range(1, count + 1)
    ]
    area = sum(int(chip.get("width", 0)) * int(chip.get("height", 0)) for chip in chips)
    assert area == int(drawing.get("width", 0)) * int(drawing.get("height", 0))


@pytest.mark.parametrize("count", [1, 6, 16, 64, 256])
def test_text_is_black_or_white_by_contrast(count: int) -> None:
    """At least 4.5 to 1, as WCAG wants it of text, on any color; and no smaller than 11 pixels."""
    drawing = _draw(make_result([f"#{7 * n % 256:02x}{13 * n % 256:02x}60" for n in range(count)]))
    group = drawing.find(f"{SVG}g")
    assert group is not None
    assert int(group.get("font-size", 0)) >= 11
    ground = Color(0, 0, 0)
    for element in group:
        if element.tag == f"{SVG}rect":
            ground = Color.from_hex(element.get("fill", ""))
        else:
            assert Color.from_hex(element.get("fill", "")).contrast(ground) >= 4.5


def test_no_css_and_no_attribute_beyond_svg_1_1(extraction: Extraction) -> None:
    """Slides and plotters know these."""
    found = {(e.tag.removeprefix(SVG), name) for e in _draw(extraction.result).iter() for name in e.keys()}  # noqa: SIM118
    assert found == {
        *(("svg", name) for name in ("version", "width", "height", "viewBox")),
        *(("g", name) for name in ("font-family", "font-size")),
        *(("rect", name) for name in ("x", "y", "width", "height", "fill")),
        *(("text", name) for name in ("x", "y", "fill")),
    }


def test_what_is_known_is_written(extraction: Extraction) -> None:
    """Names only of those that have one, no share where nobody knows it."""
    some = _named(extraction.result, "night", "", "sand", "", name="Brand", has_shares=False)
    assert _texts(_draw(some)) == ["night", "#264653", "#2a9d8f", "sand", "#e9c46a", "#e76f51"]
    assert _draw(some).findtext(f"{SVG}title") == "Brand"
    assert _texts(_draw(some, labels="share")) == []


@pytest.mark.parametrize(
    ("labels", "texts"),
    [
        ("name", ["night", "color-2"]),
        ("hex", ["#264653", "#2a9d8f"]),
        ("share", ["50.0%", "50.0%"]),
        ("none", []),
    ],
)
def test_labels_choose_what_is_written(
    labels: Literal["name", "hex", "share", "none"], texts: list[str]
) -> None:
    """One of them alone, or nothing."""
    result = _named(make_result(["#264653", "#2a9d8f"]), "night", "")
    assert _texts(_draw(result, labels=labels)) == texts


@given(st.text(), st.text())
def test_any_name_is_text(first: str, second: str) -> None:
    """Whatever is in it, the drawing is XML, and two chips."""
    drawing = _draw(_named(make_result(["#264653", "#2a9d8f"]), first, second, name=first))
    assert len(list(drawing.iter(f"{SVG}rect"))) == 2


def test_alpha_is_the_opacity_of_the_chip() -> None:
    """Text on it is for a white page. Somebody may write an opacity that is none."""
    palette = Palette((Swatch(Color(0, 9, 30), 1.0, alpha=0.2),), has_shares=False)
    text = SwatchDrawing().render(Result.of_palette(palette, "x.ase"))
    assert 'fill="#00091e" fill-opacity="0.2"' in text
    assert '<text x="13" y="297" fill="#000000">' in text
    assert SwatchDrawing.parse(text.encode())[0].alpha == 0.2
    for opacity, alpha in (("50%", 1.0), ("nan", 1.0), ("2", 1.0)):
        assert SwatchDrawing.parse(text.replace('"0.2"', f'"{opacity}"').encode())[0].alpha == alpha
