#!/usr/bin/env python3
"""Tell in a minute whether something became slower than it was at a commit before.

    python benchmarks/quick.py [COMMIT] [--threshold 1.15] [--seconds 45]

COMMIT is HEAD~1 unless another is given. It is compared with the files as they lie here, committed or not.
Both run in turn, with this Python and what is installed for it. Times are the least that were measured.
One ratio is that of the least times, the other that of the medians. Something is slower where both ratios
are over the threshold. The exit code is 1 then.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from suite.machine import describe_machine
from suite.made_photo import make_photo
from suite.version import CHECKOUT, Version, copy_checkout, export_commit

CALLS: Final = ("extract 6", "extract 16", "extract 256", "read a palette file", "render text outputs")
#: What is shorter is run more often, or chance would decide.
LEAST_SECONDS: Final = 0.05

Run = Callable[[], float]


@dataclass
class Case:
    """One thing that is timed, how it is run before and after, and the seconds that it took each time.

    `spent` is how long it was measured so far.
    """

    name: str
    before: Run
    after: Run
    seconds: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))
    spent: float = 0

    def measure(self) -> None:
        """Run both once; who was second is first the next time."""
        start = perf_counter()
        order = [(0, self.before), (1, self.after)]
        for side, run in reversed(order) if len(self.seconds[0]) % 2 else order:
            self.seconds[side].append(run())
        self.spent += perf_counter() - start

    def ratios(self) -> tuple[float, float]:
        """Return after by before, of the least times and of the medians."""
        before, after = self.seconds
        return min(after) / min(before), median(after) / median(before)

    def is_slower(self, threshold: float) -> bool:
        """Tell whether it became slower, by either measure."""
        return min(self.ratios()) > threshold

    def line(self, threshold: float) -> str:
        """Return its line of the table."""
        before, after = (min(each) * 1000 for each in self.seconds)
        least, middle = self.ratios()
        times = f"{before:>9.3g} ms{after:>9.3g} ms"
        told = f"{self.name:<22}{times}{least:>9.2f}{middle:>9.2f}{len(self.seconds[0]):>7}"
        return f"{told}  slower" if self.is_slower(threshold) else told


def main() -> int:
    """Measure all cases in turn until the time is over, and print the table."""
    arguments = _parse_arguments()
    print(f"{describe_machine()}.\n{arguments.commit} and what lies here, in turn:", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        photo = make_photo(CHECKOUT / "samples", folder)
        with (
            Version(export_commit(arguments.commit, folder / "before"), photo) as before,
            Version(copy_checkout(folder / "after"), photo) as after,
        ):
            cases = _plan(before, after, photo)
            _measure(cases, arguments.seconds, arguments.threshold)
    print(f"\n{'':<22}{'before':>12}{'after':>12}{'ratio':>9}{'medians':>9}{'times':>7}")
    for case in cases:
        print(case.line(arguments.threshold))
    slower = [case.name for case in cases if case.is_slower(arguments.threshold)]
    print("\nThe least times, their ratio, the ratio of the medians, and how often each was measured.")
    print(f"Over {arguments.threshold}: {', '.join(slower) or 'none'}.")
    return 1 if slower else 0


def _parse_arguments() -> argparse.Namespace:
    usage = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=usage)
    parser.add_argument("commit", nargs="?", default="HEAD~1", metavar="COMMIT")
    parser.add_argument("--threshold", type=float, default=1.15, help="the least ratio that is slower")
    parser.add_argument("--seconds", type=float, default=45, help="how long to measure")
    return parser.parse_args()


def _plan(before: Version, after: Version, photo: Path) -> list[Case]:
    """Return the cases; each has run once, so that byte code is written and caches are full."""
    cases = [
        Case(name, _command(before, *arguments), _command(after, *arguments))
        for name, arguments in (("--version", ["--version"]), ("photo to CSS", [str(photo), "-f", "css"]))
    ]
    outputs = sorted({*before.text_outputs()} & {*after.text_outputs()})
    if not outputs:
        message = "the two versions have no text output in common"
        raise SystemExit(message)
    for name in CALLS:
        what = [name, *outputs] if name.startswith("render") else [name]
        seconds = max(min(before.call(1, *what) for _ in range(3)), 1e-6)
        after.call(1, *what)
        times = max(1, round(LEAST_SECONDS / seconds))
        cases.append(Case(name, _call(before, times, what), _call(after, times, what)))
    for case in cases[:2]:
        case.before()
        case.after()
    return cases


def _command(version: Version, *arguments: str) -> Run:
    command = [sys.executable, "-Pm", "cvpalette", *arguments]

    def run() -> float:
        start = perf_counter()
        subprocess.run(command, env=version.environment, check=True, stdout=subprocess.DEVNULL)
        return perf_counter() - start

    return run


def _call(version: Version, times: int, what: list[str]) -> Run:
    return lambda: version.call(times, *what)


def _measure(cases: list[Case], seconds: float, threshold: float) -> None:
    """Measure until the time is over, three times at least; all cases get as much of it."""
    start = perf_counter()
    for case in cases * 3:
        case.measure()
    while (gone := perf_counter() - start) < seconds:
        # A busy machine may be to blame: in the second half, those that are suspected come before all others.
        suspects = [case for case in cases if case.is_slower(threshold)] if gone > seconds / 2 else []
        min(suspects or cases, key=lambda case: case.spent).measure()


if __name__ == "__main__":
    os.chdir(CHECKOUT)
    sys.exit(main())
