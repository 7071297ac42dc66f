"""A script for kritarunner: write the palettes of our files, colors and names, to the file ANSWER."""

import json
import os
from pathlib import Path

from krita import Krita, Palette


def __main__(*_: object) -> None:  # noqa: N807 -- what kritarunner calls
    """Write what Krita has."""
    found = {}
    for resource in Krita.instance().resources("palette").values():
        file = Path(resource.filename()).name
        if file in os.environ["FILES"].split("/"):
            found[file] = {"name": resource.name(), "colors": read_colors(Palette(resource))}
    Path(os.environ["ANSWER"]).write_text(json.dumps(found), encoding="utf-8")


def read_colors(palette: Palette) -> list[list[str]]:
    """Return `#rrggbb` and the name of each entry; there are gaps where a row is not full."""
    colors: list[list[str]] = []
    for index in range(palette.numberOfEntries() + palette.columnCount()):
        entry = palette.colorSetEntryByIndex(index)
        if entry and len(colors) < palette.numberOfEntries():
            # components() would be blue, green, red.
            levels = entry.color().componentsOrdered()[:3]
            colors.append(["#" + "".join(f"{round(255 * level):02x}" for level in levels), entry.name()])
    return colors
