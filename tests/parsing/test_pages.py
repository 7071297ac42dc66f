"""An HTML page as the colors that it names."""

import pytest

from cvpalette.outputs.html import HtmlPage
from cvpalette.testing import make_result


def _read(page: str) -> list[tuple[str, str, float]]:
    palette = HtmlPage.parse(page.encode())
    return [(swatch.color.hex, swatch.name, round(swatch.share, 2)) for swatch in palette]


def test_every_color_counts() -> None:
    """Of styles, of attributes, of drawings and of the browser's frame; scripts and comments have none."""
    page = (
        "<!doctype html><title>A</title><style>a{color:red}b{color:red}</style>"
        "<!-- <p style='color:lime'> -->"
        '<meta name="theme-color" content="#00f"><body bgcolor=ff0000 text=x><svg fill="red"></svg>'
        "<script>'<p style=\"color:lime\">'</script><p style='color:blue'>"
    )
    assert [(color, share) for color, _, share in _read(page)] == [("#ff0000", 0.67), ("#0000ff", 0.33)]
    palette = HtmlPage.parse(page.encode())
    assert (palette.name, palette.notes[0][:28]) == ("A", "it sets no variable to a col")


def test_custom_properties_win() -> None:
    """What else has a color is told."""
    page = "<html><style>:root{--sea:#264653}a{color:red}</style>"
    assert _read(page) == [("#264653", "sea", 1.0)]
    assert "'#ff0000' in 'color'" in HtmlPage.parse(page.encode()).notes[0]


def test_a_gallery_of_ours_has_a_group_for_each_palette() -> None:
    """In their order, with shares."""
    results = [make_result(["#264653", "#2a9d8f"]), make_result(["#e76f51"])]
    palette = HtmlPage.parse("".join(HtmlPage().render_all(results)).encode())
    assert [color.hex for color in palette.colors] == ["#264653", "#2a9d8f", "#e76f51"]


@pytest.mark.parametrize(
    "page",
    [
        "<html>" + "<" * 99999,
        "<html>" + "<!--" * 99999,
        "<html><a " + 'a="' * 99999,
        "<style>" * 9999,
        "<html><!" * 9999,
    ],
)
def test_what_is_not_closed_ends_soon(page: str) -> None:
    """Without a color it is refused."""
    with pytest.raises(ValueError, match="it is a page that names no color"):
        HtmlPage.parse(page.encode())
