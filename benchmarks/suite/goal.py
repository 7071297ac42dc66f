"""Goal: one promise beside what was measured, and the bench that all of them are measured on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median
from time import perf_counter

from PIL import Image

from suite.client import Client
from suite.commands import Command
from suite.environment import Environment
from suite.photo import Photo, read_photos


@dataclass(frozen=True)
class Goal:
    """A line of a section; met is None where nothing was promised."""

    what: str
    promised: str
    measured: str
    met: bool | None = None


@dataclass(frozen=True)
class Bench:
    """What every section measures with."""

    environment: Environment
    clients: Mapping[str, Client]
    commands: Mapping[str, Command]
    folder: Path
    large: tuple[Path, ...]
    least: Mapping[str, Mapping[str, float]]
    halves: Mapping[str, frozenset[str]]
    rounds: int
    pythons: tuple[Path, ...]
    scratch: Path

    @cached_property
    def photos(self) -> list[Photo]:
        """All photos, counted."""
        return list(read_photos(self.folder))

    def seconds(self, worker: str, tool: str, path: Path, colors: int, *, warm: bool = False) -> float:
        """Time a tool once in its process."""
        answer = self.clients[worker].ask(tool, path, colors, warm=warm)
        if answer.error:
            message = f"{tool} on '{path.name}': {answer.error}"
            raise MeasureError(message)
        return answer.seconds


class MeasureError(Exception):
    """Something could not be measured; its section says so, the others go on."""


def render_section(title: str, goals: list[Goal]) -> str:
    """Return a section as Markdown."""
    marks = {True: "yes", False: "**no**", None: ""}
    lines = ["", f"## {title}", "", "| | goal | measured | met |", "|:--|:--|:--|:--|"]
    lines += [f"| {g.what} | {g.promised} | {g.measured} | {marks[g.met]} |" for g in goals]
    return "\n".join(lines)


def in_turn(runs: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Run all of them once a round, so that a machine that slows down slows all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            seconds[name].append(run())
    return seconds


def ratio(mine: list[float], theirs: list[float]) -> float:
    """Return the median of my times over theirs, run by run."""
    return median(a / b for a, b in zip(mine, theirs, strict=True))


def clock(run: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    start = perf_counter()
    run()
    return perf_counter() - start


def megapixels(path: Path) -> float:
    """Return the size of an image without decoding it."""
    with Image.open(path) as image:
        return image.width * image.height / 1e6
