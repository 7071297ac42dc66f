"""No link within the repository is dead: each leads to a file that is there, and to a heading in it."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

CHECKOUT = Path(__file__).parents[2]
#: Pages that people read where the repository is shown. Sphinx checks only those of docs/, and not as files.
PAGES = [
    *sorted((CHECKOUT / "docs").rglob("*.md")),
    *sorted((CHECKOUT / ".github").glob("*.md")),
    *sorted(CHECKOUT.glob("*.md")),
    *sorted((CHECKOUT / "samples").rglob("README.md")),
    *sorted((CHECKOUT / "benchmarks").glob("*.md")),
]

_FENCE = re.compile(r"^ *(`{3,}).*?^ *\1[ \t]*$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(r"\]\(<?([^()\s>]+)>?(?: \"[^\"]*\")?\)|(?:src|srcset|href)=\"([^\"]+)\"")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|//")


@cache
def list_anchors(page: Path) -> frozenset[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    found: Counter[str] = Counter()
    anchors = set()
    for heading in _HEADING.findall(_FENCE.sub("", page.read_text("utf-8"))):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").replace("*", "")
        anchor = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
        anchors.add(f"{anchor}-{found[anchor]}" if found[anchor] else anchor)
        found[anchor] += 1
    return frozenset(anchors)


def find_dead(page: Path, text: str) -> list[str]:
    """Return the links in a page's text that lead nowhere."""
    # What is code is shown, and no link; but a link may have code for its words.
    prose = _CODE.sub("code", _FENCE.sub("", text))
    dead = []
    for one, other in _LINK.findall(prose):
        link = one or other
        if _ADDRESS.match(link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = page.parent / path if path else page
        is_there = target.exists() and CHECKOUT in (target.resolve(), *target.resolve().parents)
        if not is_there or (anchor and target.suffix == ".md" and anchor not in list_anchors(target)):
            dead.append(link)
    return dead


@pytest.mark.skipif(not (CHECKOUT / ".github").is_dir(), reason="the tests run away from the checkout")
def test_every_link_leads_somewhere() -> None:
    """Files, folders, pictures and headings; addresses of other places are not asked."""
    assert len(PAGES) > 50
    found = {page: find_dead(page, page.read_text("utf-8")) for page in PAGES}
    dead = {str(page.relative_to(CHECKOUT)): links for page, links in found.items() if links}
    assert dead == {}


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("[a](nowhere.md)", ["nowhere.md"]),
        ("[a](#nothing-of-this)", ["#nothing-of-this"]),
        ("[`a`](nowhere.md#b) and `[c](d.md)`", ["nowhere.md#b"]),
        ('<img src="nowhere.png" alt="">', ["nowhere.png"]),
        ("[a](../../../../../../etc)", ["../../../../../../etc"]),
        ("```\n[a](nowhere.md)\n```\n[b](https://example.com)\n", []),
    ],
)
def test_a_dead_link_is_found(text: str, dead: list[str], tmp_path: Path) -> None:
    """Or the test above would prove nothing."""
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    assert find_dead(page, text) == dead


def test_anchors_are_those_of_github(tmp_path: Path) -> None:
    """Blanks become hyphens, other signs go, and a second heading of the same words is numbered."""
    page = tmp_path / "page.md"
    page.write_text(
        "# What's `-k auto`?\n\n## A, b & c\n\n## A, b & c\n\n```\n# none\n```\n", encoding="utf-8"
    )
    assert list_anchors(page) == {"whats--k-auto", "a-b--c", "a-b--c-1"}
