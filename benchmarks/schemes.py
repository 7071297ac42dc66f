#!/usr/bin/env python3
"""Count what schemes of pictures keep, ours and those of peers; print and write schemes.md.

    python benchmarks/schemes.py PHOTOS [--odd ODD] [--cache CACHE] [--output FOLDER]

PHOTOS and ODD are folders of pictures. To these come palettes that are written here, such as one of black
alone. The peers are installed into --cache. It takes Pillow, and otherwise what cvpalette itself needs; the
peers need `node`, `npm` and Debian's `imagemagick`.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, median
from typing import Any, Final

from suite.scheme_checks import INTERFACE, PROMISED, TERMINAL, WANTED, Check, Colors
from suite.scheme_peers import MATERIAL, PYWAL, PYWAL_16, PYWAL_CONTRAST, THIEF, TOOLS, VIBRANT, Peers
from suite.scheme_pictures import Source, list_sources

from cvpalette.color.color import Color
from cvpalette.color.delta import delta_e
from cvpalette.rendering.page.scheme import list_properties
from cvpalette.roles.scheme import MODES

HERE: Final = Path(__file__).parent.resolve()
OURS: Final = "cvpalette"
# What has roles of an interface, or the colors of a terminal, in two modes.
SCHEMES: Final = (OURS, MATERIAL, PYWAL, PYWAL_16, PYWAL_CONTRAST)
# What has six swatches, each with colors for text on it.
SWATCHES: Final = (VIBRANT, THIEF)
NAMES: Final = {MATERIAL: "Material", THIEF: "color-thief"}
# A main color is in the picture if one of the palette's colors is not farther away (CIEDE2000).
NEAR: Final = 10.0
MAIN: Final = ("primary", "secondary", "accent")

HEAD: Final = """\
# What schemes of pictures keep

{sources}. Each has a light and a dark scheme, so each counts twice: "59 of 214" says
that 59 of 214 schemes kept a promise. Contrasts are those of WCAG 2.2, for the colors as they are written,
with 8 bits.

- *Material* is {material} of npm: its quantizer and score on a picture
  of 128 pixels, and its scheme "tonal spot", which is what matugen and Android start with. PyPI has only
  matugen's version of 2023, in Python; it is a program in Rust since. Its surface is our background, its
  surface container our surface, its tertiary our accent, and its outline our control. It has no warning,
  success and info: these are orange, green and blue, harmonized as it says, with the tones of its error.
- *pywal16* is {pywal} of PyPI, light and dark, by ImageMagick. It has the colors of a terminal and no
  roles of an interface. By default its bright colors are the normal ones, and `--cols16` darkens the normal
  ones. What `--contrast` asks for is asked of the picture's mean color, not of the background.
- *node-vibrant* {vibrant} is Android's Palette for Node, and *color-thief* is {thief} of npm. Both have six
  swatches with colors for text on them, and no modes.
- The peers read odd images as cvpalette decoded them, and palettes as bands of the same width.
- The hues of red, green, yellow, blue, magenta and cyan are those that sRGB's have in OKLCH.
"""
NEARNESS: Final = """\
The CIEDE2000 from a role to the nearest of the colors that a scheme is made of (those that `--pick colors`
finds, or the palette's): the median and the mean over all schemes, and how many have at most {near:g}.
"""
SWATCH: Final = """\
Swatches that no pixel has: null, or made up from another swatch, where Android's Palette itself says null.
Then pictures with any of these, and the swatches whose text has the contrast that it needs.
"""


@dataclass
class Counts:
    """What one tool kept, by promise, and what it could not find."""

    schemes: int = 0
    kept: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    broken: dict[str, list[str]] = field(default_factory=dict)
    missing: int = 0
    near: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in MAIN})


def main() -> int:
    """Count everything and write the tables."""
    arguments = _parse_arguments()
    peers = Peers(arguments.cache.resolve())
    peers.install()
    counts = {tool: Counts() for tool in SCHEMES}
    swatches: dict[str, list[dict[str, Any]]] = {tool: [] for tool in SWATCHES}
    kinds: Counter[str] = Counter()
    for source in list_sources(arguments.photos, arguments.odd, peers.cache / "pictures"):
        print(f"  {source.name}", file=sys.stderr)
        kinds[source.kind] += 1
        for tool in SCHEMES:
            if found := _ask(peers, tool, source):
                _count(counts[tool], source, found)
        for tool in SWATCHES:
            if found := peers.ask(tool, source.path):
                swatches[tool].append(found)
    peers.close()
    report = _render(peers, kinds, counts, swatches)
    print(report)
    for name, names in counts[OURS].broken.items():
        print(f"broken by us: {name}: {', '.join(names)}", file=sys.stderr)
    (arguments.output / "schemes.md").write_text(report, encoding="utf-8")
    return 0


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("photos", type=Path, help="photos")
    parser.add_argument("--odd", type=Path, help="odd images; those that cannot be read are left out")
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "cvpalette-schemes",
        help="where the peers are installed [%(default)s]",
    )
    parser.add_argument("--output", type=Path, default=HERE, help="folder for the tables [%(default)s]")
    return parser.parse_args()


def _ask(peers: Peers, tool: str, source: Source) -> Mapping[str, Mapping[str, str | None]] | None:
    """Return the colors of both modes, by role; None if the tool fails."""
    if tool == OURS:
        return {mode: list_properties(source.scheme, mode) for mode in MODES}
    found: Mapping[str, Mapping[str, str | None]] | None = peers.ask(tool, source.path)
    return found


def _count(counts: Counts, source: Source, found: Mapping[str, Mapping[str, str | None]]) -> None:
    for mode in MODES:
        colors = {name: Color.from_hex(text) for name, text in found[mode].items() if text}
        counts.schemes += 1
        counts.missing += len(found[mode]) - len(colors)
        for check in (*PROMISED, *WANTED):
            if check.applies(found[mode]):
                counts.asked[check.name] += 1
                if _holds(check, colors):
                    counts.kept[check.name] += 1
                else:
                    counts.broken.setdefault(check.name, []).append(f"{source.name} ({mode})")
        for name in MAIN:
            if name in colors:
                counts.near[name].append(_nearest(colors[name], source.scheme.palette.colors))


def _holds(check: Check, colors: Colors) -> bool:
    return all(name in colors for name in check.roles) and check.holds(colors)


def _nearest(color: Color, palette: Sequence[Color]) -> float:
    return min(delta_e(color, other) for other in palette)


def _render(
    peers: Peers,
    kinds: Mapping[str, int],
    counts: Mapping[str, Counts],
    swatches: Mapping[str, Sequence[Mapping[str, Any]]],
) -> str:
    versions = {
        tool: "(not installed)" if package in peers.failures else peers.version(tool)
        for tool, (_, package) in TOOLS.items()
    }
    head = HEAD.format(
        sources=" and ".join(", ".join(f"{count} {kind}" for kind, count in kinds.items()).rsplit(", ", 1)),
        material=f"`{TOOLS[MATERIAL][1]}` {versions[MATERIAL]}",
        pywal=versions[PYWAL],
        vibrant=versions[VIBRANT],
        thief=versions[THIEF],
    )
    parts = [
        head,
        "## What cvpalette promises\n",
        *_table(PROMISED, counts),
        "\n## What nobody promises\n",
        *_table(WANTED, counts),
        "\n## How near the main colors are to the picture\n",
        NEARNESS.format(near=NEAR),
        *_nearness(counts),
        "\n## Swatches\n",
        SWATCH,
        *_swatch_table(swatches),
    ]
    if peers.failures:
        parts += ["\nWhat failed:\n", *(f"- {name}: {why}" for name, why in peers.failures.items())]
    return "\n".join(parts) + "\n"


def _table(checks: Sequence[Check], counts: Mapping[str, Counts]) -> Iterator[str]:
    yield f"| | {' | '.join(NAMES.get(tool, tool) for tool in counts)} |"
    yield "|:--" + "|--:" * len(counts) + "|"
    if checks is PROMISED:
        missing = [f"{each.missing} of {each.schemes * _roles(tool)}" for tool, each in counts.items()]
        yield f"| roles without a color | {' | '.join(missing)} |"
    for check in checks:
        cells = []
        for each in counts.values():
            asked, kept = each.asked[check.name], each.kept[check.name]
            cells.append(f"{'**' if kept == asked else ''}{kept} of {asked}{'**' if kept == asked else ''}")
        yield f"| {check.name} | {' | '.join(cell if ' of 0' not in cell else '—' for cell in cells)} |"


def _roles(tool: str) -> int:
    """Return how many roles a tool has in a mode."""
    if tool == OURS:
        return len(INTERFACE) + len(TERMINAL)
    # pywal16 has no color for what is selected.
    return len(INTERFACE) if tool == MATERIAL else len(TERMINAL) - 1


def _nearness(counts: Mapping[str, Counts]) -> Iterator[str]:
    some = {tool: each for tool, each in counts.items() if any(each.near.values())}
    yield f"| | {' | '.join(NAMES.get(tool, tool) for tool in some)} |"
    yield "|:--" + "|--:" * len(some) + "|"
    for name in MAIN:
        cells = []
        for each in some.values():
            far = each.near[name]
            found = sum(distance <= NEAR for distance in far)
            cells.append(f"{median(far):.1f}, {fmean(far):.1f}, {found} of {len(far)}")
        yield f"| {name} | {' | '.join(cells)} |"


def _swatch_table(swatches: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    yield "| | null | made up | pictures with any | titles 3:1 | texts 4.5:1 |"
    yield "|:--|--:|--:|--:|--:|--:|"
    for tool, answers in swatches.items():
        every = [swatch for answer in answers for swatch in answer.values()]
        there = [swatch for swatch in every if swatch]
        made = sum(not swatch["found"] for swatch in there)
        poor = sum(not all(each and each["found"] for each in answer.values()) for answer in answers)
        colors = [[Color.from_hex(text) for text in swatch["colors"]] for swatch in there]
        titles = sum(color.contrast(title) >= 3 for color, title, _ in colors)
        texts = sum(color.contrast(text) >= 4.5 for color, _, text in colors)
        cells = (
            f"{len(every) - len(there)} of {len(every)}",
            f"{made} of {len(every)}",
            f"{poor} of {len(answers)}",
            f"{titles} of {len(colors)}",
            f"{texts} of {len(colors)}",
        )
        yield f"| {NAMES.get(tool, tool)} | {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
