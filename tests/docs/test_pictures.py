"""The pictures of the docs: each is there, small, told in words, and shown by a page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

DOCS = Path(__file__).parents[2] / "docs"
PICTURES = DOCS / "pictures"
LARGEST = 60_000
MARKDOWN = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<path>[^)\s]+)\)")
HTML = re.compile(r"<img\b[^>]*>")
SOURCE = re.compile(r'<source\b[^>]*srcset="([^"]+)"')
FENCE = re.compile(r"^(```+).*?^\1", re.MULTILINE | re.DOTALL)


def list_pictures() -> Iterator[tuple[str, str, str]]:
    """Give the page, the path as it is written, and the alternative text of each picture in the docs."""
    for page in sorted(DOCS.rglob("*.md")):
        name = page.relative_to(DOCS).as_posix()
        text = FENCE.sub("", page.read_text(encoding="utf-8"))
        for found in MARKDOWN.finditer(text):
            yield name, found["path"], found["alt"]
        for tag in HTML.findall(text):
            path, alt = (re.search(rf'{key}="([^"]*)"', tag) for key in ("src", "alt"))
            yield name, path[1] if path else "", alt[1] if alt else ""
        # The picture for dark screens: the <img> beside it has the words.
        for path in SOURCE.findall(text):
            yield name, path, "as the picture beside it"


NAMED = list(list_pictures())


def test_pages_show_pictures() -> None:
    """The search for pictures finds some, so that the tests below look at something."""
    assert len(NAMED) > 5


@pytest.mark.parametrize(("page", "path", "alt"), NAMED, ids=[f"{page}-{path}" for page, path, _ in NAMED])
def test_a_picture_that_a_page_names_is_there_and_is_told_in_words(page: str, path: str, alt: str) -> None:
    """A path that leads nowhere and a picture without words are mistakes."""
    if not path.startswith("https://"):
        assert (DOCS / page).parent.joinpath(path).is_file()
    assert len(alt.split()) >= 4, "the alternative text says what is to be seen"


def test_a_picture_is_shown_by_a_page_and_is_small() -> None:
    """No picture is left over from a page that is gone, and none slows a page down."""
    shown = {(DOCS / page).parent.joinpath(path).resolve() for page, path, _ in NAMED}
    for picture in sorted(PICTURES.iterdir()):
        if picture.suffix != ".webp":
            continue
        assert picture.resolve() in shown, f"no page shows {picture.name!r}"
        assert picture.stat().st_size < LARGEST, picture.name
        with Image.open(picture) as image:
            assert image.format == "WEBP"
            image.load()
