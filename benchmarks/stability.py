#!/usr/bin/env python3
"""Measure whether a photo that hardly changes keeps its palette; print and write stability.md.

    python benchmarks/stability.py PHOTOS [--beside COMMIT] [--pick colors] [--held-out NAMES]
        [--output FOLDER] [--misses]

PHOTOS is a folder of photos. Both halves of each photo are cases too. The palette of each case is compared
with that of the case at half its size, without 2 % at each side, turned by 90 degrees, and saved as JPEG of
quality 60. Swatches are paired so that the total of their CIEDE2000 is the least. With --beside, the version
at a commit is measured too. With `--pick colors`, these palettes are measured beside those of the default,
and the table is stability-colors.md. All use this Python and what is installed for it. It takes SciPy.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from suite.environment import clean_environment
from suite.halves import HELD_OUT, find_photos, split_halves
from suite.machine import describe_machine
from suite.matching import match_palettes, mean_and_most
from suite.version import CHECKOUT, copy_checkout, export_commit

COLORS: Final = (6, 16)
PROMISED_COLORS: Final = 6
NEAR: Final = 3
FAR: Final = 10
WORKER: Final = Path(__file__).parent / "suite" / "stability_worker.py"
HEAD: Final = """\
# Whether a photo that hardly changes keeps its palette

{machine}; {photos} photos and their parts, {cases} cases.
The first figure is the percentage of cases whose palette moves by at most {near} CIEDE2000 on average. The
second is the percentage in which no swatch moves by more than {far}. Swatches are paired so that the total of
their CIEDE2000 is the least. A goal is met where the held-out half, which no decision used, meets it.
"""


@dataclass(frozen=True)
class Change:
    """A way in which a photo hardly changes, and the least percentages that are promised."""

    name: str
    words: str
    promised: tuple[int, int]


CHANGES: Final = (
    Change("half", "half the size", (97, 97)),
    Change("crop", "2 % less at each side", (97, 97)),
    Change("turned", "turned by 90 degrees", (97, 97)),
    Change("jpeg", "JPEG of quality 60", (93, 93)),
)


@dataclass(frozen=True)
class Case:
    """How far a palette moved: on average, and its swatch that moved most."""

    photo: str
    part: str
    change: str
    colors: int
    mean: float
    most: float

    def line(self) -> str:
        """Return it as a line for people."""
        where = f"{self.photo} ({self.part}), {self.change}, k = {self.colors}"
        return f"{where}: {self.mean:.2f} on average, {self.most:.2f} at most"


Cases: TypeAlias = Sequence[Case]


def main() -> int:
    """Measure the version here, and another one if there is one, and write the table."""
    arguments = _parse_arguments()
    photos = find_photos(arguments.photos)
    halves = split_halves(photos, arguments.held_out)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        versions: dict[str, Cases] = {}
        if arguments.beside:
            before = export_commit(arguments.beside, folder / "before")
            versions["before"] = list(_measure(before, photos, arguments.pick))
        now = copy_checkout(folder / "now")
        if arguments.pick:
            versions["pixels"] = list(_measure(now, photos))
        found = versions[arguments.pick or "now"] = list(_measure(now, photos, arguments.pick))
    cases = len({(case.photo, case.part) for case in found})
    head = HEAD.format(machine=describe_machine(), photos=len(photos), cases=cases, near=NEAR, far=FAR)
    report = f"{head}\n{_render(versions, halves)}\n"
    print(report)
    if arguments.misses:
        misses = [case for case in found if case.mean > NEAR or case.most > FAR]
        print("\n".join(case.line() for case in misses))
    name = f"stability-{arguments.pick}.md" if arguments.pick else "stability.md"
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / name).write_text(report, encoding="utf-8")
    return 0


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("photos", type=lambda text: Path(text).resolve())
    parser.add_argument("--beside", metavar="COMMIT", help="measure the version at this commit too")
    parser.add_argument(
        "--pick", choices=["colors"], help="measure the palettes that this finds, beside those of the default"
    )
    parser.add_argument(
        "--held-out",
        type=lambda text: text.split(","),
        default=[],
        metavar="NAMES",
        help="the files that no decision used, with commas; by default every second one, sorted by name",
    )
    parser.add_argument(
        "--output", type=lambda text: Path(text).resolve(), default=Path(__file__).parent.resolve()
    )
    parser.add_argument("--misses", action="store_true", help="print each case that moved too far")
    return parser.parse_args()


def _measure(folder: Path, photos: Sequence[Path], pick: str | None = None) -> Iterator[Case]:
    """Give the cases of one version of the package."""
    numbers = ",".join(map(str, COLORS))
    words = [sys.executable, "-P", str(WORKER), str(folder), pick or "", numbers, *map(str, photos)]
    variables = clean_environment(PYTHONPATH=str(folder))
    with subprocess.Popen(
        words, env=variables, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        for photo, line in zip(photos, process.stdout, strict=True):
            print(f"  {folder.name}: {photo.name}", file=sys.stderr)
            for part, changes in json.loads(line).items():
                for change in CHANGES:
                    for colors in COLORS:
                        palettes = (changes[name][str(colors)] for name in ("itself", change.name))
                        moved = mean_and_most(match_palettes(*palettes))
                        yield Case(photo.name, part, change.name, colors, *moved)


def _render(versions: dict[str, Cases], halves: dict[str, frozenset[str]]) -> str:
    """Return a table with a column for each half, of each version; the last version is judged."""
    groups = halves | {"all": frozenset().union(*halves.values())}
    columns = [(half, version) for half in groups for version in versions]
    titles = [f"{half}, {version}" if len(versions) > 1 else half for half, version in columns]
    latest = [*versions][-1]
    lines = [f"| | goal | {' | '.join(titles)} | met |", f"|:--|:--|{':--|' * len(columns)}:--|"]
    for colors in COLORS:
        for change in CHANGES:
            found = {
                (half, version): _percentages(
                    [
                        case
                        for case in versions[version]
                        if case.photo in groups[half] and (case.change, case.colors) == (change.name, colors)
                    ]
                )
                for half, version in columns
            }
            goal, met = "report", ""
            if colors == PROMISED_COLORS:
                goal = " / ".join(map(str, change.promised))
                judged = zip(found[HELD_OUT, latest], change.promised, strict=True)
                met = "yes" if all(each >= least for each, least in judged) else "**no**"
            cells = [f"{near:.1f} / {none_far:.1f}" for near, none_far in found.values()]
            lines.append(f"| {change.words}, k = {colors} | {goal} | {' | '.join(cells)} | {met} |")
    return "\n".join(lines)


def _percentages(cases: Cases) -> tuple[float, float]:
    """Return the percentage of cases that moved little on average, and of those with no swatch far off."""
    near = sum(case.mean <= NEAR for case in cases)
    none_far = sum(case.most <= FAR for case in cases)
    return 100 * near / len(cases), 100 * none_far / len(cases)


if __name__ == "__main__":
    os.chdir(CHECKOUT)
    sys.exit(main())
