"""Goal 3: the time of the whole command, start-up included."""

import subprocess
from functools import partial
from pathlib import Path
from statistics import median

from suite.environment import clean_environment
from suite.goal import Bench, Goal, MeasureError, clock, in_turn, megapixels, ratio

TITLE = "3. Time of the command"
START_ROUNDS = 15
PHOTO_ROUNDS = 7
READ = "import cv2; cv2.imread({path!r})"
PEERS = {"colorthief_npm": "color-thief for Node", "imagemagick": "ImageMagick", "pylette": "Pylette"}


def measure(bench: Bench) -> list[Goal]:
    """Time the command on the large photos, and its start."""
    goals = _start(bench)
    for path, share in zip(bench.large, (1.0, 0.5), strict=False):
        goals += _photo(bench, path, share)
    return goals


def _start(bench: Bench) -> list[Goal]:
    program = bench.environment.ours / "cvpalette"
    python = bench.environment.ours / "python"
    runs = {
        "python -c pass": partial(_seconds, [python, "-c", "pass"]),
        "--version": partial(_seconds, [program, "--version"]),
        "--help": partial(_seconds, [program, "--help"]),
    }
    in_turn(runs, 1)
    seconds = in_turn(runs, START_ROUNDS)
    bare = seconds["python -c pass"]
    goals = []
    for option, most in (("--version", 8), ("--help", 40)):
        found = ratio(seconds[option], bare)
        times = f"{1000 * median(seconds[option]):.0f} ms, {1000 * median(bare):.0f} ms"
        what = f"cvpalette {option}, beside bare Python"
        goals.append(Goal(what, f"<= {most}x", f"{found:.1f}x ({times})", found <= most))
    return goals


def _photo(bench: Bench, path: Path, share: float) -> list[Goal]:
    python = bench.environment.ours / "python"
    runs = {
        "ours": partial(_command, bench, "cvpalette", path),
        "imread": partial(_seconds, [python, "-c", READ.format(path=str(path))]),
    }
    for name in PEERS:
        if name in bench.commands:
            runs[name] = partial(_command, bench, name, path)
    in_turn(runs, 1)
    seconds = in_turn(runs, PHOTO_ROUNDS)
    size = f"{megapixels(path):.0f} megapixels"
    mine = f"{1000 * median(seconds['ours']):.0f} ms"
    found = ratio(seconds["ours"], seconds["imread"])
    floor = f"{found:.2f}x ({mine}, {1000 * median(seconds['imread']):.0f} ms)"
    # The promise beside cv2.imread is for the smaller photo; on the larger one it is only told.
    promised, met = ("<= 1.5x", found <= 1.5) if share == 1 else ("report", None)
    goals = [Goal(f"{size}, --format css, beside cv2.imread", promised, floor, met)]
    for name, title in PEERS.items():
        if name not in seconds:
            goals.append(Goal(f"{size}, beside {title}", f"< {share:g}x", "is not installed"))
            continue
        found = ratio(seconds["ours"], seconds[name])
        measured = f"{found:.2f}x ({mine}, {1000 * median(seconds[name]):.0f} ms)"
        goals.append(Goal(f"{size}, beside {title}", f"< {share:g}x", measured, found < share))
    return goals


def _command(bench: Bench, name: str, path: Path) -> float:
    answer = bench.commands[name].run(path, 6)
    if answer.error:
        message = f"{name}: {answer.error}"
        raise MeasureError(message)
    return answer.seconds


def _seconds(words: list[str | Path]) -> float:
    variables = clean_environment()
    return clock(partial(subprocess.run, words, check=True, capture_output=True, env=variables))
