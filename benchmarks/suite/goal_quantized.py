"""Goal 4: the photo in its own colours, beside pngquant and Pillow, without dithering."""

import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import mean, median

import numpy as np
from PIL import Image

from suite.environment import clean_environment, find_program
from suite.goal import Bench, Goal, MeasureError, clock, in_turn, megapixels, ratio
from suite.photo import SUFFIXES

TITLE = "4. Quantized image, deflate level 9, no dithering"
COLORS = (16, 64, 256)
ROWS_AT_ONCE = 256
LARGE_ROUNDS = 3


def measure(bench: Bench) -> list[Goal]:
    """Quantize every photo with each tool, then the largest one against the clock."""
    sources = [
        _as_png(bench, path) for path in sorted(bench.folder.iterdir()) if path.suffix.lower() in SUFFIXES
    ]
    goals = []
    for colors in COLORS:
        goals += _photos(bench, sources, colors)
    if bench.large:
        source = _as_png(bench, bench.large[-1])
        goals += _beside(bench, [source], 256, LARGE_ROUNDS, f"{megapixels(source):.0f} megapixels, ")
    return goals


def _photos(bench: Bench, sources: list[Path], colors: int) -> list[Goal]:
    return _beside(bench, sources, colors, 1, f"{len(sources)} photos, ")


def _beside(bench: Bench, sources: list[Path], colors: int, rounds: int, what: str) -> list[Goal]:
    seconds: dict[str, list[float]] = {}
    sizes: dict[str, list[int]] = {}
    errors: dict[str, list[float]] = {}
    for source in sources:
        runs = _runs(bench, source, colors)
        for name, found in in_turn(runs, rounds).items():
            written = bench.scratch / f"{name}.png"
            seconds.setdefault(name, []).extend(found)
            sizes.setdefault(name, []).append(written.stat().st_size)
            errors.setdefault(name, []).append(_error(source, written, colors))
    goals = []
    for name in ("pngquant", "pillow"):
        if name not in errors:
            goals.append(Goal(f"{what}k = {colors}, beside {name}", "", "is not installed"))
            continue
        multiples = [a / b for a, b in zip(errors["ours"], errors[name], strict=True)]
        measured = f"{mean(multiples):.3f}x, worst {max(multiples):.3f}x"
        goals.append(
            Goal(f"{what}k = {colors}: error beside {name}", "< 1x on each", measured, max(multiples) < 1)
        )
        beside = ratio(seconds["ours"], seconds[name])
        times = f"{beside:.2f}x ({median(seconds['ours']):.2f} s, {median(seconds[name]):.2f} s)"
        promised = "< 1x" if name == "pngquant" and len(sources) == 1 else ""
        met = beside < 1 if promised else None
        goals.append(Goal(f"{what}k = {colors}: time beside {name}", promised, times, met))
        total = sum(sizes["ours"]) / sum(sizes[name])
        promised = "<= 1x" if name == "pngquant" else ""
        measured = f"{total:.3f}x ({sum(sizes['ours']):,} bytes, {sum(sizes[name]):,})"
        met = total <= 1 if promised else None
        goals.append(Goal(f"{what}k = {colors}: size beside {name}", promised, measured, met))
    return goals


def _runs(bench: Bench, source: Path, colors: int) -> dict[str, Callable[[], float]]:
    ours = bench.scratch / "ours.png"
    # Error is measured in sRGB, where the peers measure: so that is where we cluster too.
    words = [str(bench.environment.ours / "cvpalette"), str(source), "-k", str(colors), "--space", "rgb"]
    words += ["-f", "quantized", "-O", "quantized.level=9", "-o", str(ours), "--force"]
    runs: dict[str, Callable[[], float]] = {
        "ours": partial(_seconds, words),
        "pillow": lambda: clock(lambda: _pillow(source, bench.scratch / "pillow.png", colors)),
    }
    if pngquant := find_program("pngquant"):
        output = str(bench.scratch / "pngquant.png")
        words = [str(pngquant), "--nofs", str(colors), "--force", "--output", output, str(source)]
        runs["pngquant"] = partial(_seconds, words)
    return runs


def _pillow(source: Path, output: Path, colors: int) -> None:
    with Image.open(source) as image:
        quantized = image.convert("RGB").quantize(colors, dither=Image.Dither.NONE)
    quantized.save(output, compress_level=9)


def _seconds(words: list[str]) -> float:
    try:
        variables = clean_environment()
        return clock(partial(subprocess.run, words, check=True, capture_output=True, env=variables))
    except subprocess.CalledProcessError as error:
        raise MeasureError(error.stderr.decode(errors="replace").strip()[-300:]) from error


def _as_png(bench: Bench, path: Path) -> Path:
    if path.suffix == ".png":
        return path
    copy = bench.scratch / f"{path.stem}.source.png"
    with Image.open(path) as image:
        image.convert("RGB").save(copy, compress_level=1)
    return copy


def _error(source: Path, written: Path, colors: int) -> float:
    with Image.open(source) as image, Image.open(written) as quantized:
        used = quantized.getcolors(256)
        if used is None or len(used) > colors:
            message = f"'{written.name}' has more than {colors} colours"
            raise MeasureError(message)
        before, after = np.asarray(image.convert("RGB")), np.asarray(quantized.convert("RGB"))
    total = 0
    for start in range(0, len(before), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        total += int(((before[rows].astype(np.int32) - after[rows]) ** 2).sum())
    height, width = (int(side) for side in before.shape[:2])
    return total / (height * width)
