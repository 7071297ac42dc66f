"""What the tests of the consumers share: the programs, and palettes that are hard to read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import cvpalette
from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction
from cvpalette.testing import make_extraction

from .chromium import Page, open_chromium
from .hostile import COLORS, NAMES, PALETTE_NAME
from .painter import Painter
from .programs import Programs

Write = Callable[..., Path]
Read = Callable[[str, Path], Palette]
Open = Callable[..., Page]


@pytest.fixture
def programs(tmp_path: Path) -> Programs:
    """Give the programs that are installed, to work in a folder of their own."""
    return Programs.of_environment(tmp_path)


@pytest.fixture
def read() -> Read:
    """Read a file in a format."""

    def read(name: str, path: Path) -> Palette:
        palette = cvpalette.find_output(name).load().output.parse(path.read_bytes())
        assert isinstance(palette, Palette)
        return palette

    return read


@pytest.fixture(scope="session")
def painter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Painter]:
    """Give a page in Chromium; all tests have the same."""
    programs = Programs.of_environment(tmp_path_factory.mktemp("chromium"))
    with open_chromium(programs.find("chromium"), programs.work) as page:
        yield Painter(page)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Start Chromium once for all tests of a page."""
    programs = Programs.of_environment(tmp_path_factory.mktemp("chromium"))
    with open_chromium(programs.find("chromium"), programs.work / "profile") as page:
        page.call("Emulation.setTouchEmulationEnabled", enabled=True)
        page.call("Page.bringToFront")
        yield page


@pytest.fixture
def open_html(browser: Page, tmp_path: Path) -> Open:
    """Open a page, as wide as a desk's screen, whose copies are kept in `copied`."""

    def open_html(contents: str, width: int = 1280, scheme: str = "light") -> Page:
        path = tmp_path / "page.html"
        path.write_text(contents, encoding="utf-8")
        browser.size(width, 900)
        # What fades has no contrast for a while.
        browser.open(path, prefers_color_scheme=scheme, prefers_reduced_motion="reduce")
        browser.run("copied = []; navigator.clipboard.writeText = async (text) => { copied.push(text); }")
        return browser

    return open_html


@pytest.fixture
def named() -> Extraction:
    """Give a palette of names that break careless formats."""
    return _name(make_extraction(COLORS, "a photo */ <b>.png"), NAMES, PALETTE_NAME)


@pytest.fixture
def many() -> Extraction:
    """Give 256 unnamed colors from all of sRGB, its corners among them."""
    corners = [(red, green, blue) for red in (0, 255) for green in (0, 255) for blue in (0, 255)]
    drawn = np.random.default_rng(5).choice(1 << 24, 256 - len(corners), replace=False)
    colors = ["#{:02x}{:02x}{:02x}".format(*corner) for corner in corners]
    return make_extraction(list(dict.fromkeys([*colors, *(f"#{color:06x}" for color in drawn)])))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write an extraction in a format to a file with its suffix; options by their names."""

    def write(name: str, extraction: Extraction, **options: str) -> Path:
        loaded = cvpalette.find_output(name).load()
        contents = loaded.configure(options).render(extraction).contents
        assert isinstance(contents, str | bytes)
        path = tmp_path / f"palette{loaded.suffix}"
        path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
        return path

    return write


def _name(extraction: Extraction, names: Sequence[str], name: str) -> Extraction:
    swatches = zip(extraction.palette, names, strict=True)
    called = tuple(replace(swatch, name=each) for swatch, each in swatches)
    palette = replace(extraction.palette, swatches=called, name=name)
    return replace(extraction, result=replace(extraction.result, palette=palette))
