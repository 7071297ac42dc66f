"""write_document(): one self-contained HTML page that needs no network."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Any
from urllib.parse import quote

from cvpalette.color.color import Color

__all__ = ["draw_icon", "fill", "split_document", "write_data", "write_document", "write_still_document"]


def fill(template: str, **texts: str) -> str:
    """Return a template of this folder, filled with texts that are markup already."""
    return Template(_read(template)).substitute(texts)


def write_document(data: Any, **parts: Any) -> str:
    """Return a page whose scripts read this data; `parts` are the arguments of `split_document`."""
    before, after = split_document(**parts)
    return f"{before}{write_data(data)}{after}"


def write_still_document(*, title: str, icon: str, body: str, styles: Iterable[str], rules: str = "") -> str:
    """Return a page without scripts; the arguments are those of `split_document`."""
    opening, _ = split_document(title=title, icon=icon, body=body, styles=styles, rules=rules, scripts=())
    return f"{opening.partition('<script')[0]}</body>\n</html>\n"


def split_document(  # noqa: PLR0913 -- one keyword for each place in the page
    *, title: str, icon: str, body: str, styles: Iterable[str], rules: str = "", scripts: Iterable[str]
) -> tuple[str, str]:
    """Return the parts of a page before and after its data.

    `title` is plain text, `icon` is a URI, and `body` is markup. `styles` and `scripts` name files of this
    folder, and `rules` is CSS that follows the styles. The page says what it may load: embedded images, and
    the styles and scripts whose hashes it gives.
    """
    style = "".join([*map(_read, styles), rules])
    script = "".join(map(_read, scripts))
    policy = {
        "default-src": "'none'",
        "img-src": "data:",
        "style-src": _hash(style),
        "script-src": _hash(script),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    before, _, after = _read("page.html").partition("$data")
    head = {"policy": _join(policy), "title": escape(title), "icon": escape(icon)}
    opening = Template(before).substitute(head, styles=style, body=body)
    return opening, Template(after).substitute(scripts=script)


def write_data(data: Any) -> str:
    """Return data as JSON; no text in it can end the HTML element that contains it."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def draw_icon(colors: Sequence[Color]) -> str:
    """Return the first three colors as an icon, so that a page's tab is easy to find among many."""
    bars = "".join(
        f'<rect x="{6 * number}" width="6" height="18" fill="{color.hex}"/>'
        for number, color in enumerate(colors[:3])
    )
    return "data:image/svg+xml," + quote(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 18 18">{bars}</svg>'
    )


@cache
def _read(name: str) -> str:
    return (files("cvpalette.rendering.page") / name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _join(policy: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())
