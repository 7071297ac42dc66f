"""The reference of the library is of today, and has every public name."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import cvpalette
import cvpalette.testing
import cvpalette.writing

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(name="library", scope="module")
def load_library() -> Iterator[ModuleType]:
    """Load what writes the reference."""
    if not DOCS.is_dir():
        pytest.skip("there is no docs/: the tests run away from the checkout")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(DOCS))
        yield importlib.import_module("making.library")


@pytest.fixture(name="pages", scope="module")
def make_pages(library: ModuleType) -> dict[str, str]:
    """Give the pages as they are today."""
    pages: dict[str, str] = library.make_pages()
    return pages


def test_pages_are_of_today(pages: dict[str, str]) -> None:
    """Whoever changes a docstring or a signature runs python docs/make.py."""
    written = {f"library/{page.name}": page.read_text("utf-8") for page in (DOCS / "library").glob("*.md")}
    assert sorted(written) == sorted(pages)
    stale = [name for name, text in pages.items() if written[name] != text]
    assert stale == [], "run python docs/make.py"


def test_every_public_name_is_explained_once(pages: dict[str, str]) -> None:
    """A name that no page has would be found by nobody."""
    explained = re.findall(r"^## `(\w+)`$", "\n".join(pages.values()), re.MULTILINE)
    assert len(explained) == len(set(explained))
    public = {*cvpalette.__all__, *cvpalette.testing.__all__, *cvpalette.writing.__all__} - {"ThemeMode"}
    assert sorted(public - set(explained)) == []


def test_every_heading_has_an_anchor_of_its_own(library: ModuleType, pages: dict[str, str]) -> None:
    """Links name headings, and the second of two alike has another anchor."""
    for name, text in pages.items():
        anchors = [library.slug(each) for each in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
        assert len(anchors) == len(set(anchors)), name


def test_every_link_between_pages_leads_to_a_heading(library: ModuleType, pages: dict[str, str]) -> None:
    """The site checks them too, where it is built."""
    anchors = {
        name: {library.slug(each) for each in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
        for name, text in pages.items()
    }
    broken = [
        (name, file, anchor)
        for name, text in pages.items()
        for file, anchor in re.findall(r"\]\(([\w./-]*)#([\w-]+)\)", text)
        if not file.startswith("../")
        if anchor not in anchors.get(f"library/{file}" if file else name, set())
    ]
    assert broken == []


def test_a_signature_shows_types_as_people_know_them(pages: dict[str, str]) -> None:
    """Aliases of ours stand for what they mean, and what is long is told below."""
    arguments = ("source: Source", "*", "reading: Reading = Reading()", "allow_private: bool = False")
    lines = "".join(f"    {argument},\n" for argument in arguments)
    text = pages["library/images.md"]
    assert f"```py\nload_image(\n{lines}) -> Image\n```\n" in text
    assert "- `Source` is `str | os.PathLike[str] | bytes" in text
    space = '- **`space`** (`Literal["lab", "oklab", "rgb"]`, default `"lab"`): Where distances'
    assert space in pages["library/extract.md"]


def test_examples_are_in_the_pages(pages: dict[str, str]) -> None:
    """As fences with prompts, and not as text."""
    text = pages["library/colors.md"]
    assert '```python\n>>> print(cvpalette.Color.from_hex("#fa0"))\n#ffaa00\n' in text
    assert "Example:" not in "\n".join(pages.values())
