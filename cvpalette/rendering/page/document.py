"""write_document(): one self-contained page of HTML that asks the network for nothing."""

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

__all__ = ["draw_icon", "fill", "split_document", "write_data", "write_document"]


def fill(template: str, **texts: str) -> str:
    """Return a template of this folder with texts, which are markup already, in their places."""
    return Template(_read(template)).substitute(texts)


def write_document(data: Any, **parts: Any) -> str:
    """Return a page whose scripts read these data; its parts are those of `split_document`."""
    before, after = split_document(**parts)
    return f"{before}{write_data(data)}{after}"


def split_document(  # noqa: PLR0913 -- one keyword for each place in the page
    *, title: str, icon: str, body: str, styles: Iterable[str], rules: str = "", scripts: Iterable[str]
) -> tuple[str, str]:
    """Return what stands before the data of a page, and after.

    Its title is plain text, its icon a URI, its body markup; `styles` and `scripts` name files of this
    folder, `rules` are CSS that follow. What the page may load is said in it: images it has within, and the
    styles and scripts whose hashes it gives.
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
    """Return data as JSON in which no text can end the element that holds it."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def draw_icon(colors: Sequence[Color]) -> str:
    """Return the first three colors as a picture, so that a page's tab is found among many."""
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
