"""The gallery of `html` in Chromium: what it draws, finds and copies, by mouse, keys and touch."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.extraction import extract
from cvpalette.outputs.html import HtmlPage
from cvpalette.result import Result
from cvpalette.testing import make_extraction

from .chromium import Page
from .programs import Programs

Open = Callable[..., Page]

SPOKEN = "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"
# The names of the cards that are there, in the order of the document.
NAMES = "[...document.querySelectorAll('.called')].map((name) => name.textContent)"
SAID = "document.getElementById('found').textContent"
# Which color of which card has the focus.
FOCUSED = """(() => {
  const card = document.activeElement.closest(".card");
  const bands = [...(card?.querySelectorAll(".band") ?? [])];
  return card && [card.querySelector(".called").textContent, bands.indexOf(document.activeElement)];
})()"""
FRAME = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
NASTY = "</script><b onclick=alert(1)>\"'&amp;<!-- \u2028.png"


@pytest.fixture
def open_page(open_html: Open) -> Open:
    """Open the gallery of what was found."""

    def open_page(found: list[Result], width: int = 1280, scheme: str = "light", **options: Any) -> Page:
        return open_html("".join(HtmlPage(**options).render_all(found)), width, scheme)

    return open_page


def _find(name: str, *colors: str) -> Result:
    return make_extraction(colors).named(f"photos/{name}").with_thumbnail(32).result


def _many(count: int) -> list[Result]:
    found = _find("0.png", "#264653", "#2a9d8f", "#e9c46a")
    return [replace(found, path=f"photos/{number}.png") for number in range(count)]


SCENES = [
    _find("forest.jpg", "#146e28", "#785a3c"),
    _find("sea.jpg", "#1e5aa0", "#e6dcbe"),
    _find("sunset.jpg", "#dc4628", "#281e5a"),
    _find("fog.jpg", "#909498", "#b8bcc0"),
]


def _search(page: Page, field: str, text: str) -> None:
    """Type into an emptied field."""
    page.run(f"document.getElementById('{field}').value = ''; document.getElementById('{field}').focus()")
    for character in text:
        page.press(character)


def test_a_few_of_thousands_are_drawn(open_page: Open) -> None:
    """Those in view, and others when they come into it: the last one too."""
    page = open_page(_many(2000))
    count = "document.querySelectorAll('.card').length"
    first = page.run(count)
    assert 12 <= first <= 60
    assert page.run(NAMES)[:2] == ["0.png", "1.png"]
    page.run(f"scrollTo(0, document.documentElement.scrollHeight); {FRAME}")
    assert page.run(NAMES)[-1] == "1999.png"
    assert page.run(count) <= 60
    box = page.run("document.querySelector('.card:last-child').getBoundingClientRect().toJSON()")
    assert 0 < box["bottom"] <= 900
    assert page.run("document.querySelector('.card:last-child').ariaPosInSet") == "2000"


def test_sources_are_found_by_color(open_page: Open) -> None:
    """The one with the nearest color first, marked; a name of CSS, hex digits and functions will do."""
    page = open_page(SCENES)
    for text, name, color in (
        ("forestgreen", "forest.jpg", "#146e28, 50.0%, nearest"),
        ("tomato", "sunset.jpg", "#dc4628, 50.0%, nearest"),
        ("1e5aa0", "sea.jpg", "#1e5aa0, 50.0%, nearest"),
        ("rgb(40 30 90)", "sunset.jpg", "#281e5a, 50.0%, nearest"),
        ("#999", "fog.jpg", "#909498, 50.0%, nearest"),
    ):
        _search(page, "color", text)
        assert page.run(NAMES)[0] == name
        assert page.run("document.querySelector('.near').ariaLabel") == color
        assert page.run(SAID) == f"4 images, nearest to {text} first"
    _search(page, "color", "")
    page.run("document.getElementById('color').dispatchEvent(new Event('input'))")
    assert page.run(NAMES) == ["forest.jpg", "sea.jpg", "sunset.jpg", "fog.jpg"]


def test_of_equals_the_larger_share_comes_first(open_page: Open) -> None:
    """A photo that is all red before one that has a red dot."""
    pixels = np.full((40, 40, 3), 240, np.uint8)
    pixels[:4, :4] = (200, 30, 30)
    dot = extract(pixels, colors=2).named("dot.png").result
    page = open_page([dot, _find("wall.png", "#c81e1e")])
    _search(page, "color", "c81e1e")
    assert page.run(NAMES) == ["wall.png", "dot.png"]


@pytest.mark.parametrize("text", ["nocolor", "inherit", "transparent", "#12"])
def test_what_is_no_color_is_said(open_page: Open, text: str) -> None:
    """And nothing is lost of what was there."""
    page = open_page(SCENES)
    _search(page, "color", text)
    assert page.run(SAID) == f"4 images; \u201c{text}\u201d is no color"
    assert page.run("document.getElementById('color').ariaInvalid") == "true"
    assert len(page.run(NAMES)) == 4


def test_a_color_can_be_picked(open_page: Open) -> None:
    """From the browser's own dialog."""
    page = open_page(SCENES)
    page.run("pick = document.getElementById('pick'); pick.value = '#1e5aa0'")
    page.run("pick.dispatchEvent(new Event('input'))")
    assert page.run("document.getElementById('color').value") == "#1e5aa0"
    assert page.run(NAMES)[0] == "sea.jpg"


def test_sources_are_found_by_name(open_page: Open) -> None:
    """By all words of it, folders too, in any case; together with a color."""
    page = open_page([*SCENES, _find("forest-2.jpg", "#dc4628")])
    _search(page, "name", "PHOTOS for")
    assert page.run(NAMES) == ["forest.jpg", "forest-2.jpg"]
    assert page.run(SAID) == "2 of 5 images"
    _search(page, "color", "red")
    assert page.run(NAMES) == ["forest-2.jpg", "forest.jpg"]
    _search(page, "name", "nothing")
    assert (page.run(NAMES), page.run(SAID)) == ([], "0 of 5 images, nearest to red first")


def test_a_click_and_a_touch_copy(open_page: Open) -> None:
    """In the notation that was asked for; the page says so, and what is pointed at is told."""
    page = open_page(SCENES, notation="rgb")
    page.click(".card:nth-child(2) .band:nth-child(2)")
    page.tap(".card:nth-child(3) .band:nth-child(1)")
    assert page.run("copied") == ["rgb(230 220 190)", "rgb(220 70 40)"]
    assert page.run("document.getElementById('toast').textContent") == "Copied rgb(220 70 40)"
    page.move(".card:nth-child(1) .band:nth-child(1)")
    value = "document.querySelector('.card .value').textContent"
    assert page.run(value) == "rgb(20 110 40), 50.0%"
    page.move("h1")
    assert page.run(value) == "64 \u00d7 2 \u00b7 2 colors"


def test_keys_go_everywhere(open_page: Open) -> None:
    """Tab to the fields and to one color; arrow keys from there, over all cards; Enter copies."""
    page = open_page(_many(2000))
    page.run("document.getElementById('name').focus()")
    page.press("Tab")
    found = [page.run(FOCUSED)]
    for key in (
        "ArrowRight",
        "ArrowRight",
        "ArrowRight",
        "ArrowLeft",
        "End",
        "ArrowRight",
        "Home",
        "ArrowLeft",
    ):
        page.press(key)
        found.append(page.run(FOCUSED))
    first = [["0.png", 0], ["0.png", 1], ["0.png", 2], ["1.png", 0], ["0.png", 2]]
    assert found == [*first, *[["1999.png", 2]] * 2, *[["0.png", 0]] * 2]
    columns = page.run(
        "[...document.querySelectorAll('.card')].map((card) => card.getBoundingClientRect().top)"
        ".filter((top, _, tops) => top === tops[0]).length"
    )
    for _ in range(20):
        page.press("ArrowDown")
    assert page.run(FOCUSED) == [f"{20 * columns}.png", 0]
    box = page.run("document.activeElement.getBoundingClientRect().toJSON()")
    assert page.run("document.getElementById('search').getBoundingClientRect().bottom") <= box["top"]
    assert box["bottom"] <= 900
    page.press("Enter")
    assert page.run("copied") == ["#264653"]


def test_the_focus_stays_where_it_was(open_page: Open) -> None:
    """Scrolled away, its card is kept; and Tab still leads to one color, of what is in view."""
    page = open_page(_many(2000))
    page.run("document.querySelector('.band').focus()")
    page.run(f"scrollTo(0, 20000); {FRAME}")
    assert page.run(FOCUSED) == ["0.png", 0]
    page.run("document.activeElement.blur()")
    page.run(f"scrollTo(0, 30000); {FRAME}")
    assert page.run("document.querySelectorAll('.band[tabindex=\"0\"]').length") == 1
    assert "0.png" not in page.run(NAMES)


def test_cards_are_laid_anew(open_page: Open) -> None:
    """When the window gets narrow; nothing sticks out, down to a phone's width."""
    page = open_page(_many(50))
    for width in (1280, 700, 390, 320):
        page.size(width, 900)
        page.run(FRAME)
        assert page.run("document.documentElement.scrollWidth <= innerWidth")
        rights = page.run(
            "[...document.querySelectorAll('.card')].map((c) => c.getBoundingClientRect().right)"
        )
        assert max(rights) <= width


def test_pictures_are_shown_where_there_are_any(open_page: Open) -> None:
    """Others are colors alone, as tall; and of 256 colors the first that can be told apart."""
    bare = replace(_find("bare.png", *(f"#{level:02x}8040" for level in range(256))), thumbnail=b"")
    page = open_page([SCENES[0], bare])
    loaded = "[...document.images].map((image) => image.decode().then(() => image.naturalWidth))"
    assert page.run(f"Promise.all({loaded})") == [32]
    heights = page.run("[...document.querySelectorAll('.card')].map((card) => card.offsetHeight)")
    assert heights[0] == heights[1]
    assert page.run("document.querySelectorAll('.card:last-child .band').length") == 32
    assert page.run("document.querySelector('.card:last-child .value').textContent").endswith("256 colors")


def test_nothing_is_logged_and_nothing_asked_for(open_page: Open) -> None:
    """Whatever things are called: the page runs, and is all there is."""
    page = open_page([_find(NASTY, "#264653", "#2a9d8f"), *SCENES])
    page.click(".band")
    _search(page, "color", "teal")
    assert NASTY.rpartition("/")[2].replace("\u2028", "\\u2028") in page.run(NAMES)
    asked = [
        event["params"]["request"]["url"]
        for event in page.events
        if event.get("method") == "Network.requestWillBeSent"
    ]
    assert [url for url in asked if not url.startswith("data:image/webp")] == asked[:1]
    assert asked[0].startswith("file:")
    assert [event for event in page.events if event.get("method") in SPOKEN] == []


def test_the_policy_holds(open_page: Open) -> None:
    """A script that got into the page would not run, and could fetch nothing."""
    page = open_page(SCENES)
    page.run("s = document.createElement('script'); s.textContent = 'hacked = 1'; document.body.append(s)")
    assert page.run("typeof hacked") == "undefined"
    assert page.run("fetch('https://example.org/').then(() => 'fetched', () => 'refused')") == "refused"
    assert json.dumps(page.events).count("Content Security Policy") >= 2


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
@pytest.mark.parametrize("found", [[], [_find(NASTY, "#264653")], _many(2000)], ids=["none", "one", "many"])
def test_axe_finds_nothing(
    open_page: Open, programs: Programs, found: list[Result], scheme: str, width: int
) -> None:
    """No rule of accessibility is broken, while a search is told, a color is marked, and a copy is told."""
    page = open_page(found, scheme=scheme, width=width)
    _search(page, "color", "teal")
    if found:
        page.click(".band")
    page.run(f"{(programs.find_npm('axe-core') / 'axe.min.js').read_text(encoding='utf-8')}; 0")
    result = page.run("axe.run()")
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in result["violations"]] == []
    assert result["passes"]


def test_a_palette_alone_is_drawn_in_its_own_colors(open_page: Open) -> None:
    """As hard chips, each as wide as its share; and the page counts it as no image."""
    palette = Palette.of_colors([Color(38, 70, 83), Color(231, 111, 81)])
    alone = replace(Result.of_palette(palette, "two.gpl"), path="two.gpl", thumbnail=b"\0")
    page = open_page([alone])
    chips = (
        "[...document.querySelectorAll('.photo .chip')].map((chip) => "
        "[getComputedStyle(chip).backgroundColor, chip.getBoundingClientRect().width])"
    )
    (first, left), (second, right) = page.run(chips)
    assert (first, second) == ("rgb(38, 70, 83)", "rgb(231, 111, 81)")
    assert left == right > 50
    assert page.run("document.querySelector('.chips').getBoundingClientRect().height") > 50
    assert (page.run(SAID), page.run("document.querySelector('.value').textContent")) == (
        "1 palette",
        "2 colors",
    )
    assert page.run("document.title") == "1 palette"
    assert open_page([alone, SCENES[0]]).run(SAID) == "2 sources"
