"""write_document(): a page that is whole."""

import json
from typing import Any

from cvpalette.rendering.page.document import fill, write_document


def _write(**changes: object) -> str:
    parts: dict[str, Any] = {
        "title": "A",
        "icon": "data:,",
        "body": "<p>b</p>",
        "styles": ["page.css"],
        "rules": "p{top:0}",
    }
    return write_document(**{**parts, "scripts": ["page.js"], "data": [1], **changes})


def test_parts_are_in_their_places() -> None:
    """In the order in which a browser wants them."""
    page = _write()
    places = [
        page.index(part) for part in ("<title>A<", "p{top:0}</style>", "<p>b</p>", ">[1]<", "</script>")
    ]
    assert places == sorted(places)
    assert page.endswith("</html>\n")


def test_data_end_no_element() -> None:
    """The text in them comes back, and nothing of it is markup."""
    texts = ["</script><b>", "<!--", "\u2028 é 漢"]
    page = _write(data=texts)
    inside = page.split('id="data">')[1].split("</script>")[0]
    assert "<" not in inside
    assert json.loads(inside) == texts


def test_titles_are_text() -> None:
    """Whatever is in them."""
    assert "<title>&lt;/title&gt;&amp;</title>" in _write(title="</title>&")


def test_dollars_in_texts_stay() -> None:
    """Only the template's own are places."""
    filled = fill(
        "page.html",
        **dict.fromkeys(("policy", "title", "icon", "styles", "body", "data"), "$x"),
        scripts="${y}",
    )
    assert filled.count("$x") == 6
    assert "${y}" in filled
