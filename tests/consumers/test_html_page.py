"""The page of `html` in Chromium: what it shows, copies and lights, by mouse, keys and touch."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from cvpalette.color.notation import NOTATIONS, write_notation
from cvpalette.extraction import Extraction, extract
from cvpalette.outputs.html import HtmlPage
from cvpalette.rendering.names import swatch_names
from cvpalette.result import Result
from cvpalette.roles.scheme import MODES
from cvpalette.settings.settings import Pick
from cvpalette.testing import make_extraction

from .chromium import Page
from .programs import Programs

Open = Callable[..., Page]

SPOKEN = "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"
# How many pixels of the picture are veiled, once the page had time to draw.
VEILED = """(() => {
  const canvas = document.querySelector("#picture canvas");
  if (!canvas.classList.contains("shown")) return 0;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((_, at) => at % 4 === 3).filter((alpha) => alpha > 0).length;
})()"""
LIT = "[...document.querySelectorAll('ol:not([hidden]) .swatch')].findIndex((each) => each.matches('.lit'))"
DRAWN = "document.getElementById('space').toDataURL()"
FOCUSED = "document.activeElement.closest('[id], li > .swatch')?.outerHTML.match(/(s[0-9]+|id=.[a-z-]+)/)[0]"


@pytest.fixture
def open_page(open_html: Open) -> Open:
    """Open the page of an extraction."""

    def open_page(extraction: Extraction, width: int = 1280, scheme: str = "light", **options: Any) -> Page:
        return open_html(HtmlPage(**options).render_image(extraction), width, scheme)

    return open_page


def _swatch(index: int) -> str:
    return f"#swatches li:nth-child({index + 1}) button"


@pytest.mark.parametrize("notation", NOTATIONS)
def test_a_click_copies(open_page: Open, named: Extraction, notation: str) -> None:
    """In the notation that was chosen, and the page says so."""
    page = open_page(named)
    page.click(f"input[value={notation}]")
    for index in (0, 6, 15):
        page.click(_swatch(index))
    expected = [write_notation(named.palette[index].color, notation) for index in (0, 6, 15)]
    assert page.run("copied") == expected
    assert page.run("document.getElementById('toast').textContent") == f"Copied {expected[-1]}"
    shown = [write_notation(color, notation) for color in named.palette.colors]
    assert page.run("[...document.querySelectorAll('.value')].map((value) => value.textContent)") == shown


def test_a_click_reaches_the_clipboard(browser: Page, open_page: Open, extraction: Extraction) -> None:
    """The real one, which only a page that is allowed to may read."""
    page = open_page(extraction)
    page.run("delete navigator.clipboard.writeText")
    browser.call("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
    page.click(_swatch(1))
    assert page.run("navigator.clipboard.readText()") == "#2a9d8f"


def test_without_a_clipboard_the_old_way_copies(open_page: Open, extraction: Extraction) -> None:
    """Over plain HTTP a page has none; the focus stays where it was."""
    page = open_page(extraction)
    page.run("navigator.clipboard.writeText = async () => { throw new Error('not allowed'); }")
    page.run("document.addEventListener('copy', () => copied.push(document.activeElement.value))")
    page.click(_swatch(2))
    assert page.run("copied") == ["#e9c46a"]
    assert page.run(FOCUSED) == "s2"


def test_all_are_copied_a_line_each(open_page: Open, extraction: Extraction) -> None:
    """In the notation that the page began with."""
    page = open_page(extraction, notation="rgb")
    page.click("#copy-all")
    assert page.run("copied") == ["rgb(38 70 83)\nrgb(42 157 143)\nrgb(233 196 106)\nrgb(231 111 81)"]


@pytest.mark.parametrize("count", [1, 6, 256])
def test_pointing_lights_a_swatchs_pixels_alone(open_page: Open, count: int) -> None:
    """Of stripes, all but one are veiled; when the mouse has left, none is."""
    extraction = make_extraction([f"#{level:02x}40{255 - level:02x}" for level in range(count)])
    page = open_page(extraction)
    for index in {0, count // 2, count - 1}:
        page.move(_swatch(index))
        assert (page.run(VEILED), page.run(LIT)) == (64 * (count - 1), index)
    page.move("h1")
    assert (page.run(VEILED), page.run(LIT)) == (0, -1)


def test_pointing_at_the_picture_lights_the_swatch(open_page: Open) -> None:
    """The middle of three stripes is the second; a click copies it."""
    page = open_page(make_extraction(["#264653", "#2a9d8f", "#e9c46a"]))
    page.move("#picture")
    assert (page.run(LIT), page.run(VEILED)) == (1, 64 * 2)
    page.click("#picture")
    assert page.run("copied") == ["#2a9d8f"]


def test_transparent_pixels_are_nobodys(open_page: Open) -> None:
    """Not lit with the color that lies hidden under them."""
    pixels = np.full((8, 8, 4), (10, 200, 30, 255), np.uint8)
    pixels[:, :4] = (240, 20, 20, 255)
    pixels[4:, :, 3] = 0
    page = open_page(extract(pixels, colors=2))
    page.move(_swatch(0))
    assert page.run(VEILED) == 64 - 16


def test_marks_lie_on_their_colors_and_the_lit_one_alone_is_shown(
    open_page: Open, extraction: Extraction
) -> None:
    """Over the middle of each stripe at first; they take no pointer from the picture."""
    page = open_page(extraction)
    middles = page.run(
        "box = document.getElementById('picture').getBoundingClientRect();"
        "owns = [...document.querySelectorAll('.mark')].map((mark) => mark.getBoundingClientRect());"
        "owns.map((own) => (own.y + own.height / 2 - box.y) / box.height)"
    )
    assert [int(4 * middle) for middle in middles] == [0, 1, 2, 3]
    page.move(_swatch(2))
    shown = (
        "Promise.all(document.getAnimations().map((each) => each.finished)).then(() =>"
        "[...document.querySelectorAll('.mark')].map((mark) => getComputedStyle(mark).opacity))"
    )
    assert page.run(shown) == ["0", "0", "1", "0"]
    page.move("h1")
    assert page.run(shown) == ["0.85"] * 4
    page.move(".mark.s1")
    assert page.run(LIT) == 1


def test_a_touch_lights_and_copies(open_page: Open, extraction: Extraction) -> None:
    """What is lit stays so when the finger has gone, until another is touched."""
    page = open_page(extraction, width=390)
    for index, color in ((1, "#2a9d8f"), (3, "#e76f51")):
        page.tap(_swatch(index))
        assert (page.run("copied.at(-1)"), page.run(LIT), page.run(VEILED)) == (color, index, 64 * 3)


def test_keys_do_all_that_the_mouse_does(open_page: Open, extraction: Extraction) -> None:
    """Tab goes to the tools, to one swatch and to the space; arrow keys between swatches; Enter copies."""
    page = open_page(extraction)
    for _ in range(2):
        page.press("Tab")
    page.press("ArrowRight")
    page.press("Tab")
    found = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "End", "ArrowDown", "Home"):
        page.press(key)
        found.append((page.run(FOCUSED), page.run(LIT), page.run(VEILED)))
    assert found == [(f"s{index}", index, 64 * 3) for index in (1, 2, 1, 3, 3, 0)]
    page.press("Enter")
    assert page.run("copied") == ["rgb(38 70 83)"]
    page.press("Escape")
    assert page.run(VEILED) == 0


def test_arrow_keys_go_up_and_down_a_grid(open_page: Open) -> None:
    """Many swatches stand in rows: down is the one below."""
    page = open_page(make_extraction([f"#{level:02x}0000" for level in range(256)]))
    page.run(f"document.querySelector('{_swatch(0)}').focus()")
    page.press("ArrowDown")
    first, second = (f"document.querySelector('{_swatch(0)}')", "document.activeElement")
    assert page.run(f"{first}.offsetLeft === {second}.offsetLeft")
    assert page.run(f"{second}.offsetTop - {first}.offsetTop === {first}.offsetHeight + 3")


def test_the_space_turns(open_page: Open, extraction: Extraction) -> None:
    """By dragging and by arrow keys; Home turns it back; a swatch that is pointed at stands out."""
    page = open_page(extraction)
    # It is drawn anew as soon as its size is known, which is two frames later at most.
    page.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))")
    views = [page.run(DRAWN)]
    page.run("document.getElementById('space').focus()")
    for key in ("ArrowLeft", "ArrowDown"):
        page.press(key)
        views.append(page.run(DRAWN))
    page.press("Home")
    assert page.run(DRAWN) == views[0]
    x, y = page.place("#space")
    for kind, by in (("mousePressed", 0), ("mouseMoved", 40), ("mouseReleased", 40)):
        page.call(
            "Input.dispatchMouseEvent", type=kind, x=x + by, y=y, button="left", buttons=1, clickCount=1
        )
    views.append(page.run(DRAWN))
    page.move(_swatch(0))
    views.append(page.run(DRAWN))
    assert len(set(views)) == len(views)


def test_the_browser_paints_the_palettes_colors(open_page: Open, many: Extraction) -> None:
    """All 256, to the last bit."""
    page = open_page(many)
    painted = page.run(
        "[...document.querySelectorAll('.chip')].map((chip) => getComputedStyle(chip).backgroundColor)"
    )
    assert painted == ["rgb({}, {}, {})".format(*color.rgb) for color in many.palette.colors]


def _wall(pick: Pick, colors: int = 3) -> Extraction:
    """Return the extraction of grays with a small red thing: its two palettes differ."""
    pixels = np.linspace(60, 200, 80).astype(np.uint8)[None, :, None].repeat(60, 0).repeat(3, 2)
    pixels[10:15, 10:15] = (200, 30, 30)
    return extract(pixels, colors=colors, pick=pick)


@pytest.mark.parametrize(("pick", "other"), [("pixels", "colors"), ("colors", "pixels")])
def test_the_switch_exchanges_the_palette(open_page: Open, pick: Pick, other: Pick) -> None:
    """What is shown, copied and lit is that of the palette that is chosen, by mouse or by keys."""
    palettes = {each: _wall(each).palette for each in (pick, other)}
    page = open_page(_wall(pick))
    there, back = ("ArrowRight", "ArrowLeft") if pick == "pixels" else ("ArrowLeft", "ArrowRight")
    page.press("Tab")
    page.press("Tab")
    for chosen, key in ((pick, ""), (other, there), (pick, back), (other, "click")):
        if key == "click":
            page.click(f"input[value={chosen}]")
        elif key:
            page.press(key)
        colors = palettes[chosen].colors
        chips = "[...document.querySelectorAll('.chip')].filter((chip) => chip.checkVisibility())"
        painted = page.run(f"{chips}.map((chip) => getComputedStyle(chip).backgroundColor)")
        assert painted == ["rgb({}, {}, {})".format(*color.rgb) for color in colors]
        page.run("document.getElementById('copy-all').click()")
        assert page.run("copied.at(-1)") == "\n".join(color.hex for color in colors)
        marks = "[...document.querySelectorAll('.mark')].filter((mark) => mark.checkVisibility()).length"
        assert page.run(marks) == 3


def test_after_the_switch_the_map_is_the_other_palettes(open_page: Open) -> None:
    """The pixels that are not veiled are those nearest to its color; nothing stays lit from before."""
    found = _wall("colors")
    red = next(index for index, color in enumerate(found.palette.colors) if color.rgb[0] > 150 > color.rgb[1])
    page = open_page(_wall("pixels"))
    page.tap(_swatch(0))
    page.click("input[value=colors]")
    assert (page.run(LIT), page.run(VEILED)) == (-1, 0)
    views = [page.run(DRAWN)]
    page.move(f"#other-swatches li:nth-child({red + 1}) button")
    assert (page.run(LIT), page.run(VEILED)) == (red, 60 * 80 - 25)
    views.append(page.run(DRAWN))
    page.move(".other .mark:nth-child(2)")
    assert page.run(LIT) == 1
    page.click("input[value=pixels]")
    page.move("h1")
    views.append(page.run(DRAWN))
    assert len(set(views)) == 3


def test_the_notation_is_that_of_both(open_page: Open) -> None:
    """Whichever palette was shown when it was chosen."""
    page = open_page(_wall("pixels"))
    page.click("input[value=rgb]")
    page.click("input[value=colors]")
    page.click("#other-swatches li:first-child button")
    assert page.run("copied") == [write_notation(_wall("colors").palette[0].color, "rgb")]


def _mock_colors(page: Page) -> list[str]:
    parts = (".app", ".mock .primary", ".terminal", ".blocks .a1")
    return [page.run(f"getComputedStyle(document.querySelector('{part}')).backgroundColor") for part in parts]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_scheme_is_switched_by_mouse_and_keys(
    open_page: Open, extraction: Extraction, scheme: str
) -> None:
    """The mock has the colors of the mode that is chosen, whatever the page's own is."""
    page = open_page(extraction, scheme=scheme)
    expected = {}
    for mode in MODES:
        roles, ansi = extraction.scheme.mode(mode), extraction.scheme.ansi(mode)
        colors = (roles.background.color, roles.primary.color, ansi.background, ansi.colors[1])
        expected[mode] = ["rgb({}, {}, {})".format(*color.rgb) for color in colors]
    assert _mock_colors(page) == expected["light"]
    page.click("input[value=dark]")
    assert _mock_colors(page) == expected["dark"]
    page.press("ArrowLeft")
    assert _mock_colors(page) == expected["light"]


def test_names_are_text(open_page: Open, named: Extraction) -> None:
    """Whatever they look like; the tab has one too."""
    page = open_page(named)
    names = page.run("[...document.querySelectorAll('.name')].map((name) => name.textContent)")
    assert names == swatch_names(named.palette)
    assert page.run("document.querySelector('h1').textContent") == named.palette.name
    assert page.run("document.title") == f"{named.palette.name}, 16 colors"


def _nasty(count: int) -> Extraction:
    name = "</script><b onclick=alert(1)>\"'&amp;<!--"
    extraction = make_extraction(
        [f"#{level:02x}80{255 - level:02x}" for level in range(count)], f"{name}.png"
    )
    swatches = tuple(replace(swatch, name=f"{name} ${{x}} \u2028") for swatch in extraction.palette)
    palette = replace(extraction.palette, swatches=swatches)
    return replace(extraction, result=replace(extraction.result, palette=palette))


def _file(count: int) -> Extraction:
    palette = replace(_nasty(count).palette, has_shares=False)
    return Extraction.of_result(Result.of_palette(palette, "brand.ase"))


HARD = [make(count) for make in (_nasty, _file) for count in (1, 6, 256)]
HARD += [_wall("colors", count) for count in (3, 24)]


def _load_axe(page: Page, programs: Programs) -> None:
    page.run(f"{(programs.find_npm('axe-core') / 'axe.min.js').read_text(encoding='utf-8')}; 0")


@pytest.mark.parametrize("extraction", HARD)
def test_nothing_is_logged_and_nothing_asked_for(open_page: Open, extraction: Extraction) -> None:
    """Whatever things are called: the page runs, and is all there is."""
    page = open_page(extraction)
    page.click(_swatch(0))
    page.click("#copy-all")
    asked = [
        event["params"]["request"]["url"]
        for event in page.events
        if event.get("method") == "Network.requestWillBeSent"
    ]
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in asked if url.startswith("file:")]) == 1
    assert [event for event in page.events if event.get("method") in SPOKEN] == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
@pytest.mark.parametrize("extraction", HARD)
def test_axe_finds_nothing(
    open_page: Open, programs: Programs, extraction: Extraction, scheme: str, width: int
) -> None:
    """No rule of accessibility is broken, while a swatch is lit and its copy is told; nothing is cut off."""
    page = open_page(extraction, scheme=scheme, width=width)
    page.click(_swatch(0))
    assert page.run("document.documentElement.scrollWidth <= innerWidth")
    _load_axe(page, programs)
    # Bright black is for what is less than text, and has 3:1.
    found = page.run("axe.run({ exclude: ['.mock .a8'] })")
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]] == []
    assert found["passes"]


def test_axe_would_find_something(open_page: Open, programs: Programs, extraction: Extraction) -> None:
    """A page without what screen readers need: the test above is not blind."""
    page = open_page(extraction)
    _load_axe(page, programs)
    page.run("document.documentElement.lang = ''; document.querySelector('img').alt = ''")
    page.run("document.querySelector('.hint').style.color = '#bbb'")
    found = page.run("axe.run()")
    assert {"html-has-lang", "color-contrast"} <= {each["id"] for each in found["violations"]}


def test_the_policy_holds(open_page: Open, extraction: Extraction) -> None:
    """A script that got into the page would not run, and could fetch nothing."""
    page = open_page(extraction)
    script = (
        "const s = document.createElement('script'); s.textContent = 'hacked = 1'; document.body.append(s)"
    )
    page.run(script)
    assert page.run("typeof hacked") == "undefined"
    assert page.run("fetch('https://example.org/').then(() => 'fetched', () => 'refused')") == "refused"
    assert json.dumps(page.events).count("Content Security Policy") >= 2
