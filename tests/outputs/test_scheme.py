"""The output `scheme`: version 1 of its schema."""

import dataclasses
import json
from collections.abc import Callable

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.scheme import SchemeObject
from cvpalette.testing import CombinedContract, OutputContract, make_result


class TestSchemeObject(OutputContract, CombinedContract):
    """What every output promises."""

    output = SchemeObject()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("scheme/default.scheme.json", SchemeObject(indent=2).render(extraction.result))


def test_backwards_is_no_indentation() -> None:
    """An error, worded for the user."""
    with pytest.raises(ValueError, match="option 'indent' is 0 or more, not '-1'"):
        SchemeObject(indent=-1)


def test_it_says_where_each_role_comes_from() -> None:
    """A role is found in the palette that is beside it, or derived."""
    result = make_result(["#264653", "#e76f51"])
    document = json.loads(SchemeObject().render(result))
    assert [swatch["hex"] for swatch in document["palette"]] == ["#264653", "#e76f51"]
    for mode in ("light", "dark"):
        for name, role in document[mode].items():
            is_found = role["found"] is not None
            assert is_found or role["moved"] == 0, name
            assert not is_found or 0 <= role["found"] < 2, name
        assert document[mode]["primary"]["found"] is not None
        assert len(document["ansi"][mode]["colors"]) == 16


def test_many_are_lines_that_a_run_can_go_on_with() -> None:
    """Each has its path and its settings, as the lines of `json` have."""
    results = [dataclasses.replace(make_result(["#264653"]), path=path) for path in ("a/1.png", "b/1.png")]
    lines = [json.loads(line) for line in SchemeObject().render_all(results)]
    assert [line["path"] for line in lines] == ["a/1.png", "b/1.png"]
    assert [line["settings"] for line in lines] == [result.asked for result in results]
    # The command gives it results whose scheme is that of the picture.
    assert SchemeObject.scheme
