"""Read a folder of odd images, and print which come out right, wrong, refused or crashed; Pylette beside us.

    python benchmarks/odd_images.py FOLDER [--pylette PYTHON]

FOLDER holds a manifest.csv: file, expected (ok, clean-error, either, no-crash), mean_r, mean_g, mean_b (sRGB,
by alpha), tolerance (CIE76), width, height, quad_means (of the four quarters). Each file is read in a process
of its own, under limits; PYTHON is one that has Pylette.
"""

import argparse
import csv
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

MEMORY: Final = 1 << 30
SECONDS: Final = 20
# What runs in the process: the means of a file's whole and quarters, as one line of JSON.
OURS: Final = """
import json, sys
import numpy as np
from cvpalette import ImageError, read_image
try:
    image = read_image(sys.argv[1])
except ImageError as error:
    sys.exit(str(error))
def mean(rows, columns):
    alpha = np.ones(image.pixels.shape[:2]) if image.alpha is None else image.alpha / 255
    weights = alpha[rows, columns]
    if not weights.sum():
        return None
    return ((image.pixels[rows, columns] * weights[..., None]).sum((0, 1)) / weights.sum()).tolist()
half = [image.height // 2, image.width // 2]
first, second = [slice(None, at) for at in half], [slice(at, None) for at in half]
quarters = [(first[0], first[1]), (first[0], second[1]), (second[0], first[1]), (second[0], second[1])]
print(json.dumps({"mean": mean(slice(None), slice(None)), "size": [image.width, image.height],
                  "quarters": [mean(*quarter) for quarter in quarters]}))
"""
# Its command turns exceptions into messages: what it raises counts as refused.
PYLETTE: Final = """
import json, sys
from pylette import extract_colors
try:
    palette = extract_colors(sys.argv[1], palette_size=1, mode="KMeans")
except Exception as error:
    sys.exit(f"{type(error).__name__}: {error}")
print(json.dumps({"mean": [int(level) for level in palette[0].rgb]}))
"""


def main() -> None:
    """Print a line for each file, and the sums."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pylette", metavar="PYTHON", help="a Python that has Pylette, to be read with too")
    arguments = parser.parse_args()
    with (arguments.folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    programs = {"cvpalette": (sys.executable, OURS)}
    if arguments.pylette:
        programs["Pylette"] = (arguments.pylette, PYLETTE)
    for name, (python, code) in programs.items():
        base = measure_start(python, code)
        print(
            f"\n{name}\n{'file':60} {'expected':12} {'result':8} {'dE':>5} {'ms':>6} {'MB':>5}  what it said"
        )
        results = [report(row, python, code, arguments.folder, base) for row in rows]
        print(f"{name}: " + ", ".join(f"{count} {what}" for what, count in Counter(results).most_common()))


def measure_start(python: str, code: str) -> float:
    """Return the milliseconds that a process takes before it reads anything."""
    return min(run(python, code, "no such file")[2] for _ in range(3))


def report(row: dict[str, str], python: str, code: str, folder: Path, base: float) -> str:
    """Print a line for a file, and return its result."""
    status, said, milliseconds, megabytes = run(python, code, str(folder / row["file"]))
    result, difference = judge(row, status, said)
    shown = "" if difference is None else f"{difference:.1f}"
    words = "" if status == 0 else said.strip().rpartition("\n")[2].replace(f"{folder}/", "")
    print(
        f"{row['file'][:60]:60} {row['expected']:12} {result:8} {shown:>5} {max(0, milliseconds - base):6.0f}"
        f" {megabytes:5.0f}  {words[:150]}"
    )
    return result


def run(python: str, code: str, path: str) -> tuple[int, str, float, float]:
    """Read a file in a process; returns its status, what it said, milliseconds and megabytes at its peak."""
    before = time.perf_counter()
    process = subprocess.Popen(
        [python, "-Ic", code, path],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        preexec_fn=limit,  # noqa: PLW1509 -- this program has one thread
    )
    assert process.stdout
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    milliseconds = (time.perf_counter() - before) * 1000
    code_of = -signal.SIGKILL if status & 0x7F else status >> 8
    return code_of, said, milliseconds, usage.ru_maxrss / 1024


def limit() -> None:
    """Hold the process to some seconds, and to a gigabyte beside what libraries reserve and never touch."""
    resource.setrlimit(resource.RLIMIT_AS, (2 * MEMORY, 2 * MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def judge(row: dict[str, str], status: int, said: str) -> tuple[str, float | None]:
    """Return the result, and the difference of the mean if there is one to compare with."""
    if status < 0:
        return "CRASHED", None
    if status:
        is_clean = "Traceback" not in said and row["expected"] != "ok"
        return ("refused" if is_clean else "REFUSED" if "Traceback" not in said else "RAISED"), None
    found: dict[str, Any] = json.loads(said.strip().rpartition("\n")[2])
    if row["expected"] == "clean-error":
        return "WRONG", None
    if not row["mean_r"] or not float(row["tolerance"]):
        return "read", None
    expected = [float(row[f"mean_{channel}"]) for channel in "rgb"]
    differences = [compare(found["mean"], expected)]
    if "quarters" in found:
        quarters = [part.split("/") for part in row["quad_means"].split()]
        pairs = zip(found["quarters"], quarters, strict=True)
        differences += [
            compare(mean, [float(c) for c in part]) for mean, part in pairs if mean and part != ["-"]
        ]
        if found["size"] != [int(row["width"]), int(row["height"])]:
            return "WRONG", differences[0]
    is_right = differences[0] <= float(row["tolerance"]) and max(differences) <= float(row["tolerance"]) + 2
    return ("right" if is_right else "WRONG"), max(differences)


def compare(color: list[float], other: list[float]) -> float:
    """Return the CIE76 difference of two sRGB colors."""
    both = np.array([[color, other]], np.float32) / 255
    lab = cv2.cvtColor(both, cv2.COLOR_RGB2Lab)[0]
    return float(np.linalg.norm(lab[0] - lab[1]))


if __name__ == "__main__":
    main()
