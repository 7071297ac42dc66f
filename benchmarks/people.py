#!/usr/bin/env python3
"""Compare palettes with those that people picked from the same pictures; print and write people.md.

    python benchmarks/people.py FOLDER [--photos PHOTOS] [--cache CACHE] [--output FOLDER]

FOLDER has pictures as SET/NAME.jpg or SET/NAME.png, and people.json: `{SET: {NAME: [hex color, ...]}}`. Each
tool is asked for as many colors as people picked. With --photos, what `--pick colors` costs is measured on a
folder of photos: error and processor time beside `--pick pixels`. It takes SciPy, and otherwise what
cvpalette itself needs. The peers are installed into environments of their own under --cache.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Final

from suite.client import Answer, Client, start_clients
from suite.commands import Command, find_commands
from suite.cost import render_costs
from suite.environment import Environment
from suite.halves import DECIDING, HELD_OUT, split_halves
from suite.machine import describe_machine
from suite.people import FOUND, Nearness, Picture, count_colors, mean_and_deviation, read_pictures
from suite.tools import OURS, OURS_COLORS, PEOPLE_TOOLS, Tool
from suite.versions import find_versions

HERE: Final = Path(__file__).parent.resolve()
PEOPLE: Final = "the people themselves"
HALVED: Final = (OURS_COLORS, OURS)
NOTES: Final = {
    "node-vibrant": "cannot be told how many: at most six roles",
    "Material's QuantizerCelebi and Score": "hues at least 15 degrees apart, and no gray",
}
HEAD: Final = """\
# How near palettes are to those that people picked

{machine}; {pictures} pictures, {colors} colors that people picked.

- *Match*: the mean CIEDE2000 over the pairs of the best one-to-one match of both palettes, and the standard
  deviation of the mean over the pictures. There are as many pairs as the shorter palette has colors. So a
  tool that gives fewer colors only has to match these.
- *To the nearest*: the mean CIEDE2000 from each of the people's colors to the nearest color. A tool that
  gives fewer colors gains nothing here.
- *Found*: the percentage of people's colors that have a color within {found} CIEDE2000.
- *Chroma*: the mean CIELAB chroma of the palette.
- *Pixels*: the mean CIEDE2000 of all pixels to the color that is nearest in CIELAB.
- *Fewer*: the percentage of pictures with fewer colors than people picked.

The form and the first numbers of `--pick colors` are from a study that had all of these pictures in sight.
What was tuned here since was decided on half of them: the first, the third and so on, sorted by name.
[judged.md](judged.md) tells which palettes a judge would use who could not see whose they are.
"""
COLUMNS: Final = ("", "match", "to the nearest", "found", "chroma", "pixels", "fewer")


def main() -> int:
    """Measure everything and write the tables."""
    arguments = _parse_arguments()
    machine = describe_machine()
    environment = Environment(arguments.cache.resolve())
    print("installing cvpalette and its peers in", environment.cache, file=sys.stderr)
    environment.install(HERE.parent)
    pictures = read_pictures(arguments.folder)
    clients = start_clients(environment)
    found, failures = _measure(pictures, clients, find_commands(environment))
    for client in clients.values():
        client.close()
    for tool in PEOPLE_TOOLS:
        package = f"{tool.package} (npm)" if tool.family == "Node" else tool.package
        if tool.name in failures and package in environment.failures:
            failures[tool.name] = environment.failures[package]
    colors = sum(len(picture.people) for picture in pictures)
    head = HEAD.format(machine=machine, pictures=len(pictures), colors=colors, found=FOUND)
    halves = split_halves(picture.path for picture in pictures)
    parts = [head, _render(found, halves, find_versions(environment, PEOPLE_TOOLS))]
    if failures:
        parts.append("\n".join(["What failed:", "", *(f"- {name}: {why}" for name, why in failures.items())]))
    if arguments.photos:
        parts.append(render_costs(arguments.photos))
    report = "\n".join(f"{part.rstrip()}\n" for part in parts)
    print(report)
    (arguments.output / "people.md").write_text(report, encoding="utf-8")
    return 0


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="pictures, and people.json")
    parser.add_argument("--photos", type=Path, help="photos on which to measure what --pick colors costs")
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "cvpalette-benchmarks",
        help="where the peers are installed [%(default)s]",
    )
    parser.add_argument("--output", type=Path, default=HERE, help="folder for the table [%(default)s]")
    return parser.parse_args()


def _measure(
    pictures: Sequence[Picture], clients: Mapping[str, Client], commands: Mapping[str, Command]
) -> tuple[dict[str, dict[str, Nearness]], dict[str, str]]:
    """Return what each tool gave, by picture, and why a tool failed."""
    found: dict[str, dict[str, Nearness]] = {PEOPLE: {}} | {tool.name: {} for tool in PEOPLE_TOOLS}
    failures: dict[str, str] = {}
    for picture, photo in count_colors(pictures):
        print(f"  {picture.name}", file=sys.stderr)
        found[PEOPLE][picture.path.name] = Nearness.of(picture.people, picture, photo)
        for tool in PEOPLE_TOOLS:
            answer = _ask(tool, picture, clients, commands)
            if answer.error:
                failures[tool.name] = f"{picture.name}: {answer.error}"
            else:
                found[tool.name][picture.path.name] = Nearness.of(answer.palette, picture, photo)
    return found, failures


def _ask(
    tool: Tool, picture: Picture, clients: Mapping[str, Client], commands: Mapping[str, Command]
) -> Answer:
    colors = len(picture.people)
    if tool.worker:
        return clients[tool.worker].ask(tool.adapter, picture.path, colors)
    command = commands.get(tool.command)
    return command.run(picture.path, colors) if command else Answer(error="is not installed")


def _render(
    found: Mapping[str, Mapping[str, Nearness]],
    halves: Mapping[str, frozenset[str]],
    versions: Mapping[str, str],
) -> str:
    """Return the table, the nearest tool first, with our rows of both halves below."""
    tools = sorted((tool for tool in PEOPLE_TOOLS if found[tool.name]), key=lambda tool: _rank(found, tool))
    lines = [f"| {' | '.join(COLUMNS)} |", "|:--" + "|--:" * (len(COLUMNS) - 1) + "|"]
    for tool in tools:
        name = tool.name if tool.adapter == "sketch" else f"{tool.name} {versions.get(tool.name, '')}".strip()
        ours = tool in HALVED
        note = f" ({NOTES[tool.name]})" if tool.name in NOTES else ""
        lines.append(_row(f"**{name}**" if ours else name + note, [*found[tool.name].values()]))
    lines.append(_row(PEOPLE, [*found[PEOPLE].values()]))
    for tool in HALVED:
        for half in (DECIDING, HELD_OUT):
            some = [each for name, each in found[tool.name].items() if name in halves[half]]
            lines.append(_row(f"{tool.name}, {half}", some))
    return "\n".join(lines) + "\n"


def _rank(found: Mapping[str, Mapping[str, Nearness]], tool: Tool) -> float:
    return fmean(each.matched for each in found[tool.name].values())


def _row(name: str, some: Sequence[Nearness]) -> str:
    mean, deviation = mean_and_deviation([each.matched for each in some])
    cells = [
        name,
        f"{mean:.2f} ± {deviation:.2f}",
        f"{fmean(each.nearest for each in some):.2f}",
        f"{fmean(each.found for each in some):.0%}",
        f"{fmean(each.chroma for each in some):.0f}",
        f"{fmean(each.fidelity for each in some):.2f}",
        f"{fmean(each.missing > 0 for each in some):.0%}",
    ]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
