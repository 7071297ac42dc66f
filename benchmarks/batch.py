"""Measure many images: overhead, the parent, workers, Pylette, memory and the first result.

    python benchmarks/batch.py PHOTOS [--pylette PYTHON] [--count 1000] [--most 10000] [--rounds 3]

It prints, and writes batch.md and batch.png. PHOTOS is a folder of photos. They are saved as JPEG, and linked
by other names to as many as are needed; for memory and the first result, at an eighth of their sides. What is
compared runs in turn, in rounds; figures are medians of the rounds' ratios. The processor time of the parent
is the least of the rounds; an image's share is what it takes beyond a run with one image. PYTHON is one that
has Pylette, which makes images 256x256 first. The plot takes matplotlib.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

from suite.machine import describe_machine
from suite.many_photos import link, save_photos, seconds_of

OUTPUT: Final = Path(__file__).with_name("batch.md")
COMMAND: Final = [sys.executable, "-Im", "cvpalette"]
#: Decode and extract, and nothing else: without the start, which the command is given beside it.
BARE: Final = """
import sys, time
from pathlib import Path
import cv2
import numpy as np
from cvpalette import Image, extract
paths = sorted(Path(sys.argv[1]).iterdir())
start = time.perf_counter()
for path in paths:
    data = np.frombuffer(path.read_bytes(), np.uint8)
    extract(Image(cv2.imdecode(data, cv2.IMREAD_COLOR_RGB)))
print(time.perf_counter() - start)
"""
PYLETTE: Final = """
import sys
from pathlib import Path
from pylette import batch_extract_colors
results = batch_extract_colors([str(path) for path in Path(sys.argv[1]).iterdir()], palette_size=6,
                               mode="KMeans", max_workers=int(sys.argv[2]))
assert all(result.success for result in results)
"""
#: The command in a process that tells its own processor time, without that of its workers.
PARENT: Final = """
import resource, sys
from cvpalette.__main__ import main
sys.argv[0] = "cvpalette"
main()
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, file=sys.stderr)
"""
#: The command in a process that tells its own peak; Linux starts one with its parent's, so not getrusage.
PEAK: Final = """
import re, sys
from pathlib import Path
from cvpalette.__main__ import main
sys.argv[0] = "cvpalette"
main()
print(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1], file=sys.stderr)
"""


def main() -> int:
    """Measure, print and write."""
    from suite.batch_plot import draw_memory  # noqa: PLC0415 -- before a long run; cluster.py, too, takes from here

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--pylette", metavar="PYTHON")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--most", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    head = f"{describe_machine()}; {asked.count:,} photos, {asked.rounds} rounds"
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        photos = save_photos(asked.photos, work / "photos", 1)
        many = link(photos, work / "many", asked.count)
        rows = [
            *measure_overhead(many, asked.rounds),
            *measure_parent(photos, work, asked.rounds),
            *measure_jobs(many, asked.rounds),
            *(measure_pylette(many, asked.pylette, asked.rounds) if asked.pylette else []),
        ]
        small = save_photos(asked.photos, work / "small", 8)
        sizes = sorted({100, 300, 1000, 3000, asked.most})
        folders = [link(small, work / f"small-{size}", size) for size in sizes]
        peaks = measure_memory(folders)
        first_peak = peaks[sizes[0]]
        rows += [
            (
                f"Peak memory of the parent, {size:,} images",
                "at most 1.1 of the first" if size > sizes[0] else "",
                f"{peak:.0f} MiB ({peak / first_peak:.2f})",
            )
            for size, peak in peaks.items()
        ]
        rows.append(measure_first(folders[-1], asked.rounds))
    table = "\n".join(f"| {' | '.join(row)} |" for row in [("What", "Goal", "Measured"), ("---",) * 3, *rows])
    draw_memory(peaks, OUTPUT.with_suffix(".png"), head)
    OUTPUT.write_text(f"# Many images\n\n{head}\n\n{table}\n", encoding="utf-8")
    print(OUTPUT.read_text("utf-8"))
    return 0


def command_on(folder: Path, jobs: int) -> list[str]:
    """Return the command that writes JSON Lines of a folder."""
    return [*COMMAND, str(folder), "-f", "json", "--jobs", str(jobs)]


def race(rounds: int, *runs: Callable[[], float]) -> list[list[float]]:
    """Run all in turn, round after round; returns each round's seconds."""
    return [[run() for run in runs] for _ in range(rounds)]


def measure_overhead(folder: Path, rounds: int) -> list[tuple[str, str, str]]:
    """Compare one job with a bare loop."""
    bare = [sys.executable, "-Ic", BARE, str(folder)]
    times = race(
        rounds,
        lambda: float(subprocess.run(bare, check=True, capture_output=True, text=True).stdout),
        lambda: seconds_of(command_on(folder, 1)),
    )
    count = len(list(folder.iterdir()))
    each = median(time / count for time, _ in times) * 1000
    ratio = median(ours / bare for bare, ours in times)
    return [
        ("A bare loop of decode and extract, an image", "", f"{each:.1f} ms"),
        ("`--jobs 1`, start and JSON included, of a bare loop", "at most 1.15", f"{ratio:.2f}"),
    ]


def measure_parent(photos: list[Path], work: Path, rounds: int) -> list[tuple[str, str, str]]:
    """Measure the parent's processor time for an image, with two workers."""
    one = link(photos, work / "parent-1", 1)
    folders = [link(photos, work / f"parent-{count}", count) for count in (100, 1000)]
    rows = []
    for options in (["-f", "json"], ["--merge", "-f", "hex"]):

        def parent(folder: Path, options: list[str] = options) -> float:
            command = [sys.executable, "-Ic", PARENT, str(folder), *options, "--jobs", "2"]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
            return float(told.split()[-1])

        # What other programs do meanwhile may double a time. Short runs are measured more often.
        short = race(5 * rounds, *(partial(parent, folder) for folder in (one, folders[0])))
        long = race(rounds, partial(parent, folders[1]))
        start, *used = map(min, [*zip(*short, strict=True), *zip(*long, strict=True)])
        for folder, seconds in zip(folders, used, strict=True):
            count = len(list(folder.iterdir()))
            rows.append(
                (
                    f"The parent's processor time for an image, `{' '.join(options)}`, {count:,} images",
                    "at most 0.5 ms",
                    f"{(seconds - start) / (count - 1) * 1000:.2f} ms; {seconds:.2f} s in all",
                )
            )
    return rows


def measure_jobs(folder: Path, rounds: int) -> list[tuple[str, str, str]]:
    """Compare two jobs with one."""
    times = race(rounds, lambda: seconds_of(command_on(folder, 1)), lambda: seconds_of(command_on(folder, 2)))
    rate = median(len(list(folder.iterdir())) / two for _, two in times)
    return [
        ("`--jobs 2`, of the rate of one", "at least 1.85", f"{median(one / two for one, two in times):.2f}"),
        ("`--jobs 2`, images a second", "", f"{rate:.0f}"),
    ]


def measure_pylette(folder: Path, python: str, rounds: int) -> list[tuple[str, str, str]]:
    """Compare with Pylette's batch mode, with as many workers."""
    jobs = os.cpu_count() or 1
    theirs = [python, "-Ic", PYLETTE, str(folder), str(jobs)]
    times = race(rounds, lambda: seconds_of(command_on(folder, jobs)), lambda: seconds_of(theirs))
    ratio = median(pylette / ours for ours, pylette in times)
    return [(f"Pylette's batch mode, {jobs} workers, times ours", "at least 5", f"{ratio:.1f}")]


def measure_memory(folders: list[Path]) -> dict[int, float]:
    """Return the parent's peak in MiB by the number of images in a folder."""
    peaks = {}
    for folder in folders:
        command = [sys.executable, "-Ic", PEAK, str(folder), "-f", "json", "--jobs", "2"]
        result = subprocess.run(command, check=True, capture_output=True, text=True)
        peaks[len(list(folder.iterdir()))] = int(re.findall(r"\d+", result.stderr)[-1]) / 1024
    return peaks


def measure_first(folder: Path, rounds: int) -> tuple[str, str, str]:
    """Compare when the first line of a folder comes with when that of one image does."""
    one = [*COMMAND, str(min(folder.iterdir())), "-f", "json"]

    def first() -> float:
        start = time.perf_counter()
        with subprocess.Popen(command_on(folder, 2), stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()
            taken = time.perf_counter() - start
            process.kill()
        return taken

    late = median(ours - single for single, ours in race(rounds, lambda: seconds_of(one), first))
    size = len(list(folder.iterdir()))
    return (f"First of {size:,} results, later than of one image", "at most 1 s", f"{late * 1000:.0f} ms")


if __name__ == "__main__":
    sys.exit(main())
