"""write_gallery(): a page of many palettes, written as they come; what it does is tested in Chromium."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cvpalette
from cvpalette.extraction import Extraction
from cvpalette.rendering.page.gallery import write_gallery
from cvpalette.result import Result
from cvpalette.testing import make_result


def _read(page: str) -> list[list[Any]]:
    data: list[list[Any]] = json.loads(page.split('id="data">')[1].split("</script>", maxsplit=1)[0])
    return data


def _write(*results: Result, notation: str = "hex") -> str:
    return "".join(write_gallery(results, notation))


def test_a_source_is_a_line(extraction: Extraction) -> None:
    """Its name, size, colors, shares, values to copy, and thumbnail."""
    plain = extraction.result
    photo = replace(plain, path="a/stripes.png", thumbnail=b"\0")
    page = _write(plain, photo)
    colors = "2646532a9d8fe9c46ae76f51"
    assert _read(page) == [
        ["stripes.png", [64, 4], colors, [2500] * 4, [], ""],
        ["a/stripes.png", [64, 4], colors, [2500] * 4, [], "AA=="],
    ]
    assert f'\n["a/stripes.png",[64,4],"{colors}",' in page


def test_a_palette_alone_has_chips_for_a_picture() -> None:
    """A small picture of its colors would be drawn with colors between them. Without pictures it has none."""
    palette = cvpalette.Palette.of_colors([cvpalette.Color(0, 0, 0), cvpalette.Color(255, 255, 255)])
    alone = Result.of_palette(palette, "two.gpl")
    assert _read(_write(replace(alone, thumbnail=b"\0"), alone)) == [
        ["two.gpl", [0, 0], "000000ffffff", [], [], "chips"],
        ["two.gpl", [0, 0], "000000ffffff", [], [], ""],
    ]


def test_other_notations_are_written_out(extraction: Extraction) -> None:
    """As the page of one palette writes them; and what has no shares has none."""
    unknown = replace(extraction.result, palette=replace(extraction.palette, has_shares=False))
    ((_, _, _, shares, values, _),) = _read(_write(unknown, notation="rgb"))
    assert shares == []
    assert values == ["rgb(38 70 83)", "rgb(42 157 143)", "rgb(233 196 106)", "rgb(231 111 81)"]


def test_what_came_is_written_before_more_is_waited_for(extraction: Extraction) -> None:
    """So that any number of sources needs the memory of one."""
    taken = []

    def come() -> Iterator[Result]:
        for number in range(3):
            taken.append(number)
            yield replace(extraction.result, path=f"{number}.png")

    pieces = write_gallery(come(), "hex")
    assert next(pieces).endswith('id="data">[')
    assert taken == []
    for number in range(3):
        assert f'"{number}.png"' in next(pieces)
        assert taken == list(range(number + 1))


def test_no_source_is_an_empty_page() -> None:
    """And a whole one."""
    page = _write()
    assert _read(page) == []
    assert page.endswith("</html>\n")


@given(st.text())
def test_any_name_is_text(name: str) -> None:
    """Nothing in it ends the data."""
    page = _write(replace(make_result(["#264653"]), path=f"</script><b>{name}"))
    assert len(_read(page)) == 1
    assert page.count("</script>") == 2


@pytest.mark.parametrize("path", ["a\udcff.png", "a\nb.png"])
def test_odd_paths_can_be_written(path: str) -> None:
    """Undecodable bytes and line ends are escaped, as in messages."""
    page = _write(replace(make_result(["#264653"]), path=path))
    page.encode()
    assert "\\" in _read(page)[0][0]
