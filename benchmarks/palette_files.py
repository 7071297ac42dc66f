"""Compare how cvpalette reads the palette files in a folder with readers that are not ours.

    python benchmarks/palette_files.py FOLDER

GIMP palettes are read again with Pillow and by their lines, LibreOffice's color tables with ElementTree, and
Krita's palettes with both. Krita's bundles are opened. Other tables of colors are counted. The table shows
for each kind how many files were tried, how many have the same colors and names in both readers, how many
cvpalette refuses, and how many differ. The folder may be a whole system: of what Debian has, gimp-data,
inkscape, krita-data, libreoffice-common, scribus-data, mypaint-data and gpick hold palettes.
"""

import io
import re
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeAlias

from PIL.GimpPaletteFile import GimpPaletteFile

import cvpalette

Colors: TypeAlias = list[tuple[str, str]]

OTHERS: Final = {
    "Scribus": re.compile(rb"<SCRIBUSCOLORS"),
    "KDE color scheme": re.compile(rb"\[ColorEffects"),
}


def main() -> int:
    """Print the table, and each file that differs."""
    counts: dict[str, Counter[str]] = {}
    for name, data in list_files(Path(sys.argv[1])):
        kind, expected = read_otherwise(name, data)
        if not kind:
            continue
        try:
            palette = cvpalette.read_palette(data, Path(name).name).palette
        except cvpalette.CvpaletteError as error:
            outcome, told = "refused", str(error)
        else:
            found = [(swatch.color.hex, swatch.name) for swatch in palette]
            outcome, told = compare(found, expected)
        tally = counts.setdefault(kind, Counter())
        tally.update(("tried", outcome))
        if outcome != "right" and expected is not None:
            print(f"{outcome}: {name}: {told}")
    print("\n| kind | tried | right | refused | wrong |\n|---|---|---|---|---|")
    for kind, tally in sorted(counts.items()):
        print(
            f"| {kind} | "
            + " | ".join(str(tally[each]) for each in ("tried", "right", "refused", "wrong"))
            + " |"
        )
    return any(tally["wrong"] for tally in counts.values())


def list_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give the files of a folder and of the bundles in it."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink() or path.stat().st_size > 1 << 28:
            continue
        if path.suffix == ".bundle":
            with zipfile.ZipFile(path) as bundle:
                for each in bundle.namelist():
                    if each.startswith("palettes/") and not each.endswith("/"):
                        yield f"{path.name}/{each}", bundle.read(each)
        elif path.suffix in {
            ".gpl",
            ".soc",
            ".kpl",
            ".xml",
            ".colors",
            ".txt",
            ".ase",
            ".aco",
            ".act",
            ".pal",
        }:
            yield str(path), path.read_bytes()


def read_otherwise(name: str, data: bytes) -> tuple[str, Colors | None]:
    """Return the kind of a palette file, and its colors by another reader, or None."""
    if data.startswith(b"GIMP Palette"):
        return "GIMP", read_gimp(name, data)
    if name.endswith(".soc"):
        return "LibreOffice", read_office(data)
    if name.endswith(".kpl"):
        return "Krita", read_krita(data)
    return next((kind for kind, mark in OTHERS.items() if mark.search(data[:4096])), ""), None


def read_gimp(name: str, data: bytes) -> Colors:
    """Read the lines that begin with three numbers; Pillow must see the same colors."""
    found = []
    for line in data.decode("utf-8", "replace").splitlines():
        words = line.split(None, 3)
        if len(words) >= 3 and all(word.isdecimal() for word in words[:3]):
            red, green, blue = map(int, words[:3])
            found.append((f"#{red:02x}{green:02x}{blue:02x}", words[3].strip() if len(words) > 3 else ""))
    try:
        palette, _ = GimpPaletteFile(io.BytesIO(data)).getpalette()
    except (SyntaxError, ValueError):
        return found  # Pillow refuses blank lines and long ones
    levels = palette.hex()
    pillows = [f"#{levels[at : at + 6]}" for at in range(0, len(levels), 6)]
    # Pillow counts comments among the 256 lines that it reads.
    if pillows[: len(found)] != [color for color, _ in found][: len(pillows)]:
        print(f"Pillow reads {len(pillows)} colors, and there are {len(found)} lines: {name}")
    return found


def read_office(data: bytes) -> Colors:
    """Read the attributes of the elements, whatever their namespaces."""
    return [
        (next(value for key, value in each.items() if key.endswith("}color")).lower(), name)
        for each in ET.fromstring(data)
        for name in [next(value for key, value in each.items() if key.endswith("}name"))]
    ]


def read_krita(data: bytes) -> Colors:
    """Read the sRGB swatches in the order of the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ET.fromstring(archive.read("colorset.xml"))
    found = []
    for entry in root.iter("ColorSetEntry"):
        color = next(each for each in entry if each.tag in {"sRGB", "RGB"})
        levels = [round(255 * float(color.attrib[key])) for key in "rgb"]
        found.append((f"#{bytes(levels).hex()}", entry.get("name", "")))
    return found


def compare(found: Colors, expected: Colors | None) -> tuple[str, str]:
    """Return "right" or "wrong", and the first difference. Blanks in names do not count."""
    if expected is None:
        return "read", ""
    if len(found) != len(expected):
        return "wrong", f"{len(found)} colors and not {len(expected)}"
    for number, (ours, theirs) in enumerate(zip(found, expected, strict=True), 1):
        name = "" if theirs[1] in {"Untitled", f"color-{number}"} else " ".join(theirs[1].split())
        # Long names are cut at 60 bytes.
        if ours[0] != theirs[0] or not (name.startswith(ours[1]) and (ours[1] or not name)):
            return "wrong", f"color {number} is {ours} and not {theirs}"
    return "right", ""


if __name__ == "__main__":
    sys.exit(main())
