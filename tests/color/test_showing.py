"""How colors and palettes show themselves: a line of text at a prompt, chips in a notebook."""

import re
from html.parser import HTMLParser

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch

SEA, PAPER, INK = Color.from_hex("#264653"), Color(255, 255, 255), Color(0, 0, 0)
HOSTILE = "\"><script>alert('1')</script>\u202e\n&amp;"
# What JupyterLab leaves of the styles in a notebook that nobody trusts yet: see its sanitizer.
LENGTH = r"(?:0|[0-9.]+(?:px|em|%))"
HEX = r"#[0-9a-f]{3}(?:[0-9a-f]{3})?"
STYLES = {
    "background": HEX,
    "border": r"1px solid rgba\(128,128,128,0\.5\)",
    "border-radius": LENGTH,
    "color": HEX,
    "display": "flex|inline-block",
    "font": r"11px/1\.9 monospace",
    "font-family": "monospace",
    "font-size": LENGTH,
    "height": LENGTH,
    "line-height": r"[0-9.]+",
    "margin": rf"{LENGTH}(?: {LENGTH}){{0,3}}",
    "margin-top": LENGTH,
    "max-height": LENGTH,
    "max-width": LENGTH,
    "min-width": LENGTH,
    "opacity": r"0\.[0-9]+",
    "overflow": "hidden",
    "overflow-wrap": "break-word",
    "padding": rf"{LENGTH}(?: {LENGTH}){{0,3}}",
    "vertical-align": "top",
    "width": LENGTH,
}


class Page(HTMLParser):
    """The elements of some HTML with their attributes, its text, and what is open at its end."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in {"img", "br"}:
            self.open.append(tag)
        self.text += " "

    def handle_endtag(self, tag: str) -> None:
        """Close an element: the last that is open."""
        assert self.open.pop() == tag
        self.text += " "

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.text += data

    @property
    def words(self) -> str:
        """The text, with one blank between words."""
        return " ".join(self.text.split())


def _page(thing: Color | Swatch | Palette) -> Page:
    page = Page(thing._repr_html_())
    assert page.open == []
    return page


def _brand() -> Palette:
    swatches = (
        Swatch(SEA, 0.6, "Deep sea", group="Brand"),
        Swatch(PAPER, 0.25, "Paper", group="Brand", kind="spot"),
        Swatch(INK, 0.15, HOSTILE, group=HOSTILE, alpha=0.5),
    )
    return Palette(swatches, HOSTILE)


def _many(count: int, *, has_shares: bool = True) -> Palette:
    colors = [Color(level % 256, level // 256, 255 - level % 256) for level in range(count)]
    swatches = tuple(Swatch(color, 1 / count, "a name of a color") for color in colors)
    return Palette(swatches, has_shares=has_shares)


SHOWN = [SEA, PAPER, Swatch(SEA, 0.3, HOSTILE), _brand(), _many(32), _many(256), _many(256, has_shares=False)]


@pytest.mark.parametrize("thing", SHOWN, ids=lambda thing: f"{type(thing).__name__}")
def test_html_has_only_what_notebooks_leave_in_it(thing: Color | Swatch | Palette) -> None:
    """No script, no address, no class, and no style that JupyterLab takes away."""
    page = _page(thing)
    assert {tag for tag, _ in page.elements} <= {"div", "span", "strong", "br"}
    for _, attributes in page.elements:
        assert attributes.keys() <= {"style", "title"}
        for style in filter(None, attributes.get("style", "").split(";")):
            name, value = style.split(":")
            assert re.fullmatch(STYLES[name], value), style


@pytest.mark.parametrize("thing", SHOWN, ids=lambda thing: f"{type(thing).__name__}")
def test_text_is_readable_on_each_chip_and_has_the_pages_color_elsewhere(
    thing: Color | Swatch | Palette,
) -> None:
    """A page may be light or dark."""
    for _, attributes in _page(thing).elements:
        styles = dict(each.split(":") for each in attributes.get("style", "").split(";") if each)
        if "color" in styles:
            chip = Color.from_hex(styles["background"])
            assert Color.from_hex(styles["color"]) == chip.ink
            assert chip.contrast(chip.ink) >= 4.5


def test_a_color_shows_its_notations() -> None:
    """As CSS reads them; without noise behind a gray."""
    assert _page(SEA).words == "#264653 rgb(38 70 83) oklch(37.5% 0.044 226.2)"
    assert _page(PAPER).words == "#ffffff rgb(255 255 255) oklch(100% 0 0)"


def test_a_swatch_shows_all_that_it_has() -> None:
    """Its share, name, group, kind and alpha."""
    swatch = Swatch(SEA, 0.123, "Deep sea", group="Brand", kind="spot", alpha=0.5)
    assert _page(swatch).words == "#264653 12.3% Deep sea in Brand spot alpha 0.5"
    assert repr(swatch) == "<Swatch #264653 12.3% 'Deep sea' in 'Brand' spot alpha 0.5>"


def test_a_palette_shows_its_colors_by_group() -> None:
    """With shares; text from files stays text, and hidden characters are seen."""
    shown = "\"><script>alert('1')</script>\\u202e\\n&amp;"
    assert _page(_brand()).words == (
        f"{shown} 3 colors Brand #264653 60.0% Deep sea #ffffff 25.0% Paper spot "
        f"{shown} #000000 15.0% {shown} alpha 0.5"
    )


def test_a_bar_is_as_wide_as_the_shares() -> None:
    """A color without a pixel has no part of it."""
    palette = Palette((Swatch(SEA, 0.75), Swatch(INK, 0.25), Swatch(PAPER, 0)))
    parts = re.findall(r"width:([0-9.]+)%;background:(#\w+)\"", palette._repr_html_())
    assert parts == [("75.00", "#264653"), ("25.00", "#000000")]
    assert _page(palette).words.endswith("#ffffff 0.0%")


def test_shares_that_nobody_knows_are_not_shown() -> None:
    """Neither as numbers nor as a bar."""
    html = Palette.of_colors([SEA, PAPER])._repr_html_()
    assert "%" not in html
    assert Page(html).words == "2 colors #264653 #ffffff"


def test_many_colors_are_small_chips_that_say_the_rest_when_pointed_at() -> None:
    """The page with 256 colors stays small."""
    html = _many(256)._repr_html_()
    assert len(html.encode()) < 30_000
    assert len(re.findall(r">#\w{6}</span>", html)) == 256
    assert 'title="0.39%, a name of a color"' in html
    assert "title" not in Palette.of_colors([SEA] * 40)._repr_html_()


def test_the_text_of_a_color_makes_it_again() -> None:
    """As the text of a value should."""
    assert repr(SEA) == "Color.from_hex('#264653')"
    assert eval(repr(SEA)) == SEA


@pytest.mark.parametrize(
    ("palette", "text"),
    [
        (Palette.of_colors([SEA]), "<Palette of 1 color: #264653>"),
        (Palette.of_colors([SEA] * 8, name="A"), f"<Palette 'A' of 8 colors: {' '.join(['#264653'] * 8)}>"),
        (Palette.of_colors([SEA] * 9), f"<Palette of 9 colors: {' '.join(['#264653'] * 7)} …>"),
    ],
    ids=["one", "eight", "nine"],
)
def test_the_text_of_a_palette_is_its_first_colors(palette: Palette, text: str) -> None:
    """It fits on a line."""
    assert repr(palette) == text


def test_the_text_of_a_palette_is_short_whatever_it_is_called() -> None:
    """A name may be a book, and have line breaks."""
    palette = Palette.of_colors([SEA] * 256, ["b\n" * 9000] * 256, "a\n" * 9000)
    assert len(repr(palette)) < 160
    assert len(repr(palette[0])) < 100
    assert "\n" not in repr(palette) + repr(palette[0])
    assert len(palette._repr_html_()) < 60_000
