"""The output `html`: one page, with all that it needs within; what it does is tested in Chromium."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction, extract
from cvpalette.outputs.html import HtmlPage
from cvpalette.result import Result
from cvpalette.testing import CombinedContract, ImageContract, OutputContract, ReaderContract, make_extraction


class TestHtmlPage(OutputContract, ReaderContract, ImageContract, CombinedContract):
    """What every output promises."""

    output = HtmlPage()


class _Reader(HTMLParser):
    """What a browser sees: the elements, and the text in each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data: str) -> None:
        self.texts[self._open] = self.texts.get(self._open, "") + data


def _render(extraction: Extraction, **options: Any) -> _Reader:
    return _Reader(HtmlPage(**options).render_image(extraction))


def _named(extraction: Extraction, *names: str, **changes: Any) -> Extraction:
    swatches = tuple(
        replace(swatch, name=name) for swatch, name in zip(extraction.palette, names, strict=True)
    )
    palette = replace(extraction.palette, swatches=swatches, **changes)
    return replace(extraction, result=replace(extraction.result, palette=palette))


def _require_own_policy(page: str) -> None:
    found = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert found
    policy = dict(rule.split(" ", 1) for rule in found[1].split("; "))
    assert policy["default-src"] == "'none'"
    for name, opening in (("style-src", "<style>"), ("script-src", "<script>")):
        text = page.split(opening)[1].split("</", maxsplit=1)[0]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert policy[name] == f"'sha256-{digest}'"


def test_everything_is_within(extraction: Extraction) -> None:
    """No address but those of data, no attribute that is style or script."""
    for tag, attributes in _render(extraction).elements:
        for name in ("src", "href"):
            assert (attributes.get(name) or "data:").startswith("data:"), tag
        assert not [name for name in attributes if name == "style" or name.startswith("on")], tag


def test_the_policy_names_its_own_style_and_script(extraction: Extraction) -> None:
    """By their hashes: no other may run."""
    _require_own_policy(HtmlPage().render_image(extraction))


@pytest.fixture(scope="module")
def plain_tags() -> list[str]:
    """Give the elements of a page whose names are plain."""
    plain = _named(make_extraction(["#264653"], "a.png"), "sea", name="Brand")
    return [tag for tag, _ in _render(plain).elements]


@settings(max_examples=40)
@given(st.text(), st.text())
def test_any_name_is_text(plain_tags: list[str], name: str, file: str) -> None:
    """The page has the same elements, whatever things are called."""
    odd = _named(make_extraction(["#264653"], f"{file}.png"), f"sea {name}", name=f"Brand {name}")
    assert [tag for tag, _ in _render(odd).elements] == plain_tags


def test_shares_are_shown_where_they_are_known(extraction: Extraction) -> None:
    """A palette from a file has none, and no bars; nor has it a size, being a row of its colors."""
    known = HtmlPage().render_image(extraction)
    assert known.count('class="bar"') == known.count(">25.0%<") == 4
    assert "64\u00a0\u00d7\u00a04\u00a0pixels" in known
    given = Result.of_palette(replace(extraction.palette, has_shares=False), "brand.ase")
    unknown = HtmlPage().render(given)
    assert 'class="bar"' not in unknown
    assert "25.0%" not in unknown
    assert "pixels</p>" not in unknown
    assert 'alt="The colors of brand.ase, side by side"' in unknown


def test_names_are_shown_where_there_are_any(extraction: Extraction) -> None:
    """The others have their notation alone."""
    page = HtmlPage().render_image(_named(extraction, "sea", "", "", "fire"))
    assert re.findall(r'class="name">([^<]*)<', page) == ["sea", "fire"]


@pytest.mark.parametrize(
    ("notation", "value"),
    [("hex", "#264653"), ("rgb", "rgb(38 70 83)"), ("hsl", "hsl(197.33deg 37.19% 23.73%)")],
)
def test_the_notation_is_that_of_the_option(extraction: Extraction, notation: Any, value: str) -> None:
    """Also before any script runs."""
    page = HtmlPage(notation=notation).render_image(extraction)
    assert f'class="value">{value}<' in page
    assert re.findall(r'name="notation" value="(\w+)" checked', page) == [notation]


def test_a_photo_is_a_page_of_moderate_size() -> None:
    """Noise is the worst that there is: a picture of 800 pixels, and its map."""
    pixels = np.random.default_rng(0).integers(0, 256, (60, 80, 3), np.uint8).repeat(10, 0).repeat(10, 1)
    extraction = extract(pixels, colors=6)
    small, large = (len(HtmlPage(picture=side).render_image(extraction)) for side in (80, 800))
    plain = len(HtmlPage(picture=80, both=False).render_image(extraction))
    least = len(HtmlPage(picture=80, both=False, roles=False).render_image(extraction))
    assert least < 60_000
    assert least < plain < least + 9_000
    assert plain < small < plain + 8_000
    assert 60_000 < large < 400_000


def test_the_data_are_json(extraction: Extraction) -> None:
    """With each swatch in all notations, and points that are shares of the whole."""
    page = HtmlPage().render_image(extraction)
    data = json.loads(page.split('id="data">')[1].split("</script>")[0])
    assert [swatch["hex"] for swatch in data["palettes"][0]["swatches"]] == [
        color.hex for color in extraction.palette.colors
    ]
    assert {"hex", "rgb", "hsl", "oklch", "dark", "lab"} == data["palettes"][0]["swatches"][0].keys()
    assert sum(point[4] for point in data["points"]) == pytest.approx(1)


@pytest.mark.parametrize("picture", [0, 4097])
def test_a_picture_of_no_size_is_an_error(picture: int) -> None:
    """Before anything is read."""
    with pytest.raises(ValueError, match=f"option 'picture' is 1 to 4096, not '{picture}'"):
        HtmlPage(picture=picture)


@pytest.mark.parametrize("thumbnail", [-1, 513])
def test_a_thumbnail_is_small_or_none(thumbnail: int) -> None:
    """There may be thousands in a page."""
    with pytest.raises(ValueError, match=f"option 'thumbnail' is 0 to 512, not '{thumbnail}'"):
        HtmlPage(thumbnail=thumbnail)


def test_a_gallery_keeps_its_own_policy(extraction: Extraction) -> None:
    """The same as a page of one palette: its own style and script, and no address but those of data."""
    page = "".join(HtmlPage().render_all([extraction.with_thumbnail(HtmlPage().thumbnail).result]))
    _require_own_policy(page)
    for tag, attributes in _Reader(page).elements:
        assert not {"src", "style"} & attributes.keys(), tag
        assert (attributes.get("href") or "data:").startswith("data:"), tag


def test_each_swatch_is_marked_on_the_picture() -> None:
    """By its point; a color without a pixel has no mark, and a row of colors has none."""
    pixels = np.zeros((10, 20, 3), np.uint8)
    pixels[:, :9] = (255, 0, 0)
    given = Palette.of_colors([Color(0, 255, 0), Color(255, 0, 0), Color(0, 0, 0)])
    extraction = extract(pixels, palette=given)
    page = HtmlPage().render_image(extraction)
    reader = _Reader(page)
    marks = [
        attributes["class"] for _, attributes in reader.elements if "mark" in (attributes.get("class") or "")
    ]
    assert marks == ["marks rows", "mark s1", "mark s2"]
    position = extraction.positions[1]
    assert position is not None
    assert (position.x, position.y) == (4, 4)
    assert ".mark.s1{left:22.50%;top:45.00%}" in page
    assert 'class="mark ' not in HtmlPage().render(extraction.result)
    assert 'class="mark ' not in HtmlPage().render(extraction.result.compact())


def _extract_wall(**options: Any) -> Extraction:
    """Return the extraction of grays with a small red thing: its palettes of four colors differ."""
    pixels = np.linspace(60, 200, 80).astype(np.uint8)[None, :, None].repeat(60, 0).repeat(3, 2)
    pixels[10:15, 10:15] = (200, 30, 30)
    return extract(pixels, colors=4, **options)


@pytest.mark.parametrize(("pick", "other"), [("pixels", "colors"), ("colors", "pixels")])
def test_both_palettes_are_there_and_the_one_asked_for_is_shown(pick: Any, other: Any) -> None:
    """The other is hidden, with its own colors, places and map."""
    first, second = _extract_wall(pick=pick), _extract_wall(pick=other)
    page = HtmlPage().render_image(first)
    reader = _Reader(page)
    lists = [attributes for tag, attributes in reader.elements if tag == "ol"]
    assert ["hidden" in attributes for attributes in lists] == [False, True]
    assert f'value="{pick}" checked' in page
    assert f'value="{other}" checked' not in page
    data = json.loads(page.split('id="data">')[1].split("</script>")[0])
    assert [each["pick"] for each in data["palettes"]] == [pick, other]
    assert data["palettes"][0]["map"] != data["palettes"][1]["map"]
    shown = re.findall(r'class="value">([^<]*)<', page)
    assert shown == [color.hex for each in (first, second) for color in each.palette.colors]
    for within, each in (("", first), (".other ", second)):
        for index, (swatch, position) in enumerate(zip(each.palette, each.positions, strict=True)):
            assert f"\n{within}.s{index}{{--color:{swatch.color.hex};--share:{swatch.share:.4%}}}\n" in page
            assert position is not None
            assert f"\n{within}.mark.s{index}{{left:{(position.x + 0.5) / 80:.2%};" in page


def test_a_plain_page_has_one_palette_and_no_switch() -> None:
    """If it is asked for, and for an image that has the same colors either way."""
    both, plain = (HtmlPage(both=both).render_image(_extract_wall()) for both in (True, False))
    same = HtmlPage().render_image(make_extraction(["#264653", "#2a9d8f"]))
    assert [page.count('name="pick"') for page in (both, plain, same)] == [2, 0, 0]
    assert [page.count("<ol ") for page in (both, plain, same)] == [2, 1, 1]
    assert len(plain) < len(both)


def test_the_scheme_is_that_of_the_result(extraction: Extraction) -> None:
    """In use, in both modes; without it there is neither the section nor its style."""
    shown = HtmlPage().render_image(extraction)
    roles = extraction.scheme.light.primary, extraction.scheme.dark.primary
    assert f"--primary:light-dark({roles[0].hex},{roles[1].hex})" in shown
    assert 'id="scheme-title"' in shown
    hidden = HtmlPage(roles=False).render_image(extraction)
    assert "scheme-title" not in hidden
    assert ".mock" not in hidden
