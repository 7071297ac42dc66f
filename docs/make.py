"""Writes the tables and the pages of docs/ anew, from the package itself: python docs/make.py."""

import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from making import devices, formats, library, options, palettes, schema, templates  # noqa: E402 -- the folder of this script was missing

SECTION = re.compile(r"(<!-- made by docs/make\.py: ([\w ]+?) -->\n).*?(<!-- end -->)", re.DOTALL)

TABLES: dict[str, Callable[[], Iterator[str]]] = {
    "devices": devices.list_devices,
    "families": formats.list_families,
    "json": schema.list_objects,
    "notations": templates.list_notations,
    "options": options.list_options,
    "palettes": palettes.list_palettes,
    "schemes": palettes.list_schemes,
    "variables": templates.list_variables,
    **{f"family {name}": partial(formats.list_family, name) for name in formats.FAMILIES if name},
}


def make(text: str) -> str:
    """Return a page with its tables as they are today."""

    def fill(found: re.Match[str]) -> str:
        table = "\n".join(TABLES[found[2]]()).strip()
        return f"{found[1]}{table}\n{found[3]}"

    return SECTION.sub(fill, text)


if __name__ == "__main__":
    for name, text in library.make_pages().items():
        (HERE / name).write_text(text, encoding="utf-8")
    for page in sorted(HERE.rglob("*.md")):
        page.write_text(make(page.read_text(encoding="utf-8")), encoding="utf-8")
