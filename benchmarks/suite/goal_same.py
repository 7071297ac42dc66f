"""Goal 6: the same answer from every run, process, thread count, Python and order of pixels."""

import subprocess
from pathlib import Path

import numpy as np

from suite.environment import clean_environment, install_checkout, make_python
from suite.goal import Bench, Goal, MeasureError
from suite.photo import rgb_to_lab

TITLE = "6. The same answer"
BENCHMARKS = Path(__file__).parent.parent
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
PHOTOS = 6  # of different sizes and colors; the tests of cvpalette try many more images


def measure(bench: Bench) -> list[Goal]:
    """Compare digests of palettes, then palettes of the same pixels in other orders."""
    photos = [photo.path for photo in bench.photos[:PHOTOS]] + list(bench.large[:1])
    python = bench.environment.ours / "python"
    first = _digest(python, photos, threads=2)
    goals = [
        _same("another process", first, _digest(python, photos, threads=2)),
        _same("1 thread", first, _digest(python, photos, threads=1)),
        _same("in a second thread of the process", first, _digest(python, photos, threads=2, inside=True)),
    ]
    goals += [_other_python(bench, other, photos, first) for other in bench.pythons]
    for order in ("rows upside down", "pixels shuffled"):
        moved = _moved(python, photos, order)
        goals.append(Goal(order, "<= 1 dE", f"{moved:.2f} dE at most", moved <= 1))
    return goals


def _same(what: str, first: str, second: str) -> Goal:
    measured = f"{second[:12]}, {'same' if first == second else 'not ' + first[:12]}"
    return Goal(what, "same bytes", measured, first == second)


def _other_python(bench: Bench, python: Path, photos: list[Path], first: str) -> Goal:
    version = _output([str(python), "-c", "import platform; print(platform.python_version())"]).strip()
    programs = make_python(bench.environment.cache / f"python-{version}", python)
    try:
        install_checkout(programs, BENCHMARKS.parent)
    except subprocess.CalledProcessError:
        return Goal(f"Python {version}", "same bytes", "cvpalette's dependencies cannot be installed there")
    return _same(f"Python {version}", first, _digest(programs / "python", photos, threads=2))


def _digest(python: Path, photos: list[Path], *, threads: int, inside: bool = False) -> str:
    words = [str(python), "-m", "suite.digest", "digest", str(threads), "thread" if inside else "main"]
    return _output([*words, *map(str, photos)], threads).strip()


def _moved(python: Path, photos: list[Path], order: str) -> float:
    words = [str(python), "-m", "suite.digest", order, "2", "main", *map(str, photos)]
    worst = 0.0
    for line in _output(words).splitlines():
        before, after = (_swatches(part) for part in line.split(" "))
        distances = np.linalg.norm(before[:, None] - after[None], axis=2)
        worst = max(worst, float(distances.min(axis=1).max()), float(distances.min(axis=0).max()))
    return worst


def _swatches(text: str) -> np.ndarray:
    return rgb_to_lab(np.array([list(bytes.fromhex(code)) for code in text.split(",")], dtype=np.float64))


def _output(words: list[str], threads: int = 2) -> str:
    limits = dict.fromkeys(THREAD_VARIABLES, str(threads))
    variables = clean_environment(PYTHONPATH=str(BENCHMARKS), **limits)
    done = subprocess.run(words, capture_output=True, text=True, env=variables, check=False)
    if done.returncode:
        raise MeasureError((done.stderr.strip().splitlines() or ["failed"])[-1])
    return done.stdout
