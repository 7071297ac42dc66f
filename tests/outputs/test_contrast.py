"""The output `contrast`: ratios, levels, and what it shows of few and of many colors."""

import json
from collections.abc import Callable
from typing import Any, Literal

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.contrast import ContrastTable
from cvpalette.result import Result
from cvpalette.testing import OutputContract, make_result


class TestContrastTable(OutputContract):
    """What every output promises."""

    output = ContrastTable()


class TestContrastJson(OutputContract):
    """The same as JSON."""

    output = ContrastTable(format="json")


class TestContrastPage(OutputContract):
    """The same as a page."""

    output = ContrastTable(format="html")


class TestContrastOfScheme(OutputContract):
    """The same of a scheme."""

    output = ContrastTable(of="scheme")


def _many(count: int) -> Result:
    return make_result([f"#{7 * n % 256:02x}{13 * n % 256:02x}{29 * n % 256:02x}" for n in range(count)])


def _text(output: ContrastTable, result: Result) -> str:
    contents = output.render(result).contents
    assert isinstance(contents, str)
    return contents


def _json(result: Result, of: Literal["palette", "scheme"] = "palette") -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_text(ContrastTable(of=of, format="json"), result))
    return document


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("contrast/default.contrast.txt", _text(ContrastTable(), extraction.result))


@pytest.mark.parametrize("count", [1, 2, 8, 9, 16, 17, 256])
def test_text_fits_a_terminal(count: int) -> None:
    """With names too, which are cut."""
    plain = _many(count)
    named = make_result([color.hex for color in plain.palette.colors], names=["a name of many words"] * count)
    for result in (plain, named):
        assert max(map(len, _text(ContrastTable(), result).splitlines())) <= 80
    lines = _text(ContrastTable(), plain).splitlines()
    blocks = -(-count // 8) if count <= 16 else 1
    assert sum(line.lstrip().startswith("1 #") for line in lines) == blocks


def test_known_contrasts_have_their_levels() -> None:
    """#767676 is the lightest gray with AA on white, and a ratio is rounded down."""
    document = _json(make_result(["#ffffff", "#000000", "#767676", "#777777"]))
    found = {tuple(pair["colors"]): (pair["contrast"], pair["level"]) for pair in document["pairs"]}
    assert found[0, 1] == (21.0, "AAA")
    assert found[0, 2] == (4.54, "AA")
    assert found[0, 3] == (4.47, "large")
    assert found[2, 3] == (1.01, None)
    assert len(found) == 6


def test_facts_count_the_pairs(extraction: Extraction) -> None:
    """For --report."""
    facts = ContrastTable().render(extraction.result).facts
    assert callable(facts)
    assert sum(facts()["pairs"].values()) == 6


def test_a_scheme_has_what_it_promises(extraction: Extraction) -> None:
    """Each role with what it stands on, in both modes."""
    document = _json(extraction.result, "scheme")
    for mode in ("light", "dark"):
        roles = getattr(extraction.result.scheme, mode).named()
        assert document[mode]["colors"] == {name: role.hex for name, role in roles.items()}
        levels = {tuple(pair["colors"]): pair["level"] for pair in document[mode]["pairs"]}
        assert levels["text", "background"] == "AAA"
        assert levels["on-primary", "primary"] in {"AA", "AAA"}


@pytest.mark.parametrize("of", ["palette", "scheme"])
def test_a_page_needs_no_script_and_no_network(
    extraction: Extraction, of: Literal["palette", "scheme"]
) -> None:
    """It ends where its body ends."""
    page = _text(ContrastTable(of=of, format="html"), extraction.result)
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org", "").replace(
        "http%3A//www.w3.org", ""
    )
    assert page.endswith("</main>\n</body>\n</html>\n")


@pytest.mark.parametrize(("count", "cells"), [(3, 6), (32, 992), (33, 0)])
def test_a_page_has_all_pairs_of_up_to_32_colors(count: int, cells: int) -> None:
    """And a line for each of more."""
    page = _text(ContrastTable(format="html"), _many(count))
    assert page.count('<span class="sample') == cells
    assert ('class="counts"' in page) == (count > 32)
