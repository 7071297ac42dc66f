"""Race: every tool on every photo, in turn, so that a machine that slows down slows all alike."""

import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import TypeAlias

from suite.client import Answer, Client
from suite.commands import Command
from suite.photo import Photo
from suite.tools import OURS, Tool

COMMAND_COLORS = 6
# Threads of the last tool may still spin for a while, waiting for more work.
PAUSE_SECONDS = 0.01
SLOW_SECONDS = 1.0  # whoever takes longer runs once a photo, or the slowest would take most of the day

Times: TypeAlias = dict[tuple[str, int, str], list[float]]


@dataclass
class Results:
    """What all runs gave, by tool, number of colors and photo."""

    least: dict[str, dict[str, float]]
    seconds: Times = field(default_factory=lambda: defaultdict(list))
    command_seconds: Times = field(default_factory=lambda: defaultdict(list))
    errors: dict[tuple[str, str, int, str], float] = field(default_factory=dict)
    counts: dict[tuple[str, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    failures: dict[tuple[str, int], str] = field(default_factory=dict)
    command_failures: dict[tuple[str, int], str] = field(default_factory=dict)

    def multiples(self, tool: str, space: str, colors: int) -> list[float]:
        """Return the errors of a tool as multiples of the least known, one a photo."""
        mine = {
            photo: error
            for (name, where, k, photo), error in self.errors.items()
            if (name, where, k) == (tool, space, colors)
        }
        return [error / self._least(space, colors, photo) for photo, error in mine.items()]

    def _least(self, space: str, colors: int, photo: str) -> float:
        known = self.least.get(photo, {}).get(f"{space}{colors}")
        if known:
            return known
        key = (space, colors, photo)
        found = [error for (_, *rest), error in self.errors.items() if tuple(rest) == key]
        return max(min(found), 1e-9)

    def ratio(self, tool: str, colors: int) -> float:
        """Return a tool's time as a multiple of ours: the median over photos and rounds."""
        return _ratio(self.seconds, tool, colors)

    def command_ratio(self, tool: str, colors: int = COMMAND_COLORS) -> float:
        """Return the time of a tool's command as a multiple of our command's."""
        return _ratio(self.command_seconds, tool, colors)

    def milliseconds(self, tool: str, colors: int, *, command: bool = False) -> float:
        """Return the median time over photos and rounds."""
        table = self.command_seconds if command else self.seconds
        found = [s for (name, k, _), all_s in table.items() if (name, k) == (tool, colors) for s in all_s]
        return 1000 * median(found) if found else float("nan")

    def note_palette(self, tool: Tool, colors: int, photo: Photo, answer: Answer) -> None:
        """Keep the errors of a palette; a tool's first on a photo counts."""
        name = photo.path.name
        if answer.palette and (tool.name, "rgb", colors, name) not in self.errors:
            palette = list(answer.palette)
            for space in ("rgb", "lab"):
                self.errors[tool.name, space, colors, name] = photo.error(palette, space)
            self.counts[tool.name, colors].append(len(set(palette)))


@dataclass
class Race:
    """The runners, and who has run already."""

    results: Results
    tools: tuple[Tool, ...]
    clients: Mapping[str, Client]
    commands: Mapping[str, Command]
    rounds: int
    warmed: set[str] = field(default_factory=set)

    def run(self, photo: Photo) -> None:
        """Run everything; a tool that failed at a number of colors is not asked for it again."""
        print(f"  {photo.path.name}", file=sys.stderr)
        for round_ in range(self.rounds):
            for colors in sorted({k for tool in self.tools for k in tool.colors}):
                for tool in self.tools:
                    if colors in tool.colors:
                        self._ask_worker(tool, colors, photo, round_)
                        self._run_command(tool, colors, photo, round_)

    def _ask_worker(self, tool: Tool, colors: int, photo: Photo, round_: int) -> None:
        key = (tool.name, colors)
        if not tool.worker or key in self.results.failures:
            return
        if self._is_slow(self.results.seconds, (*key, photo.path.name), round_):
            return
        time.sleep(PAUSE_SECONDS)
        client = self.clients[tool.worker]
        answer = client.ask(tool.adapter, photo.path, colors, warm=tool.name not in self.warmed)
        self.warmed.add(tool.name)
        if answer.error:
            self.results.failures[key] = answer.error
        else:
            self.results.seconds[*key, photo.path.name].append(answer.seconds)
            self.results.note_palette(tool, colors, photo, answer)

    def _run_command(self, tool: Tool, colors: int, photo: Photo, round_: int) -> None:
        key = (tool.name, colors)
        if not tool.command or key in self.results.command_failures:
            return
        if tool.worker and colors != COMMAND_COLORS:
            return
        if self._is_slow(self.results.command_seconds, (*key, photo.path.name), round_):
            return
        command = self.commands.get(tool.command)
        answer = command.run(photo.path, colors) if command else Answer(error="is not installed")
        if answer.error:
            self.results.command_failures[key] = answer.error
        else:
            self.results.command_seconds[*key, photo.path.name].append(answer.seconds)
            self.results.note_palette(tool, colors, photo, answer)

    @staticmethod
    def _is_slow(table: Times, key: tuple[str, int, str], round_: int) -> bool:
        return round_ > 0 and max(table[key], default=0.0) > SLOW_SECONDS


def _ratio(table: Times, tool: str, colors: int) -> float:
    ratios = [
        theirs / ours
        for (name, k, photo), all_theirs in table.items()
        if (name, k) == (tool, colors)
        for theirs, ours in zip(all_theirs, table.get((OURS.name, k, photo), []), strict=False)
    ]
    return median(ratios) if ratios else float("nan")
