"""The output `css`."""

import re
from collections.abc import Callable

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.css import CssVariables
from cvpalette.testing import OutputContract, make_extraction


class TestCssVariables(OutputContract):
    """What every output promises."""

    output = CssVariables()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("css/default.css", CssVariables().render(extraction))


def test_the_prefix_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """-O css.prefix=brand."""
    golden("css/prefix.css", CssVariables(prefix="brand").render(extraction))


@pytest.mark.parametrize("prefix", ["", "2nd", "Color", "a b", "a;", "crème", "-color"])
def test_a_prefix_that_some_tool_refuses_is_an_error(prefix: str) -> None:
    """vnu, stylelint and Tailwind each refuse another kind."""
    with pytest.raises(ValueError, match="option 'prefix'"):
        CssVariables(prefix=prefix)


def test_a_name_ends_no_comment() -> None:
    """Nothing of a file's name is ever read as CSS."""
    text = CssVariables().render(make_extraction(["#264653"], "*/ } body { color: red } /*.png"))
    without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    assert re.sub(r"\s", "", without_comments) == ":root{--color-1:#264653;}"


def test_every_property_is_a_line_with_color_in_it(extraction: Extraction) -> None:
    """GIMP imports these; a value is six digits in lower case, as stylelint wants."""
    lines = CssVariables().render(extraction).splitlines()[2:-1]
    assert len(lines) == 4
    assert all(re.match(r"  --color-\d+: #[0-9a-f]{6};", line) for line in lines)
