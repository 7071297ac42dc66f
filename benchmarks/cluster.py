"""Compare a Dask cluster of two workers on this machine with `--jobs 2`; print and write cluster.md.

    python benchmarks/cluster.py PHOTOS [--count 2000] [--rounds 3]

PHOTOS is a folder of photos. They are saved as JPEG, and linked by other names to as many as are needed. Both
run in turn, round after round; the ratio is the median of the rounds' ratios. The cluster is started once.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Final

from batch import COMMAND, race
from suite.machine import describe_machine
from suite.many_photos import link, save_photos, seconds_of

OUTPUT: Final = Path(__file__).with_name("cluster.md")
WORKERS: Final = 2


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, start_cluster() as address:
        work = Path(folder)
        many = link(save_photos(asked.photos, work / "photos", 1), work / "many", asked.count)
        here, there = ["--jobs", str(WORKERS)], ["--scheduler", address]
        rows = [
            measure(asked.rounds, [*COMMAND, str(many), *options], here, there)
            for options in (["-f", "json"], ["--merge", "-f", "hex"])
        ]
    table = "\n".join(
        f"| `{' '.join(options)}` | {one:.1f} s | {other:.1f} s | {ratio:.2f} |"
        for options, (one, other, ratio) in zip((["-f", "json"], ["--merge", "-f", "hex"]), rows, strict=True)
    )
    head = f"{describe_machine()}; {asked.count:,} photos, {asked.rounds} rounds; the goal is at most 1.25"
    titles = "| Run | `--jobs 2` | Dask, two workers | Ratio |\n| --- | --- | --- | --- |"
    OUTPUT.write_text(f"# A cluster on one machine\n\n{head}\n\n{titles}\n{table}\n", encoding="utf-8")
    print(OUTPUT.read_text("utf-8"))
    return 0


def measure(rounds: int, command: list[str], here: list[str], there: list[str]) -> tuple[float, float, float]:
    """Run in turn here and there; returns the medians of the seconds, and of their ratios."""
    times = race(rounds, lambda: seconds_of([*command, *here]), lambda: seconds_of([*command, *there]))
    ratio = median(other / one for one, other in times)
    return median(one for one, _ in times), median(other for _, other in times), ratio


@contextmanager
def start_cluster() -> Iterator[str]:
    """Start a scheduler and its workers, as the README does, and give the scheduler's address."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:

        def start(kind: str, sign: str, *options: str) -> str:
            command = [sys.executable, "-Im", "dask", kind, *options, "--host", "127.0.0.1", "--no-dashboard"]
            log = stack.enter_context(Path(folder, f"{kind}.log").open("wb"))
            process = subprocess.Popen(command, stderr=log, cwd=folder)
            stack.callback(process.wait)
            stack.callback(process.terminate)
            while not (found := re.search(sign, Path(log.name).read_text("utf-8"))):
                assert process.poll() is None, Path(log.name).read_text("utf-8")
            return found[1]

        address = start("scheduler", r"Scheduler at: +(\S+)", "--port", "0")
        options = ("--nworkers", str(WORKERS), "--nthreads", "1")
        start("worker", r"(?s)Registered to:(.*)Registered to:", address, *options)
        yield address


if __name__ == "__main__":
    sys.exit(main())
