"""Goal 4: the photo in its own colors, beside pngquant and Pillow, without dithering and with it."""

import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import mean, median

import numpy as np
from PIL import Image, ImageFilter

from suite.environment import clean_environment, find_program
from suite.goal import Bench, Goal, MeasureError, clock, in_turn, megapixels, ratio
from suite.halves import find_photos

TITLE = "4. Quantized image, deflate level 9"
COLORS = (16, 64, 256)
ROWS_AT_ONCE = 256
LARGE_ROUNDS = 3
# Standard deviation, in pixels, of the blur that stands for looking from afar.
BLUR = 2
# What a dither is not for is not promised of it.
PEERS = {False: ("pngquant", "pillow"), True: ("pngquant",)}


def measure(bench: Bench) -> list[Goal]:
    """Quantize every photo with each tool, then the largest one against the clock."""
    sources = [_as_png(bench, path) for path in find_photos(bench.folder)]
    goals = []
    for dithered in (False, True):
        for colors in COLORS:
            goals += _beside(bench, sources, (colors, dithered), 1, f"{len(sources)} photos, ")
        if bench.large:
            source = _as_png(bench, bench.large[-1])
            what = f"{megapixels(source):.0f} megapixels, "
            goals += _beside(bench, [source], (256, dithered), LARGE_ROUNDS, what)
    return goals


def _beside(bench: Bench, sources: list[Path], how: tuple[int, bool], rounds: int, what: str) -> list[Goal]:
    colors, dithered = how
    seconds: dict[str, list[float]] = {}
    sizes: dict[str, list[int]] = {}
    errors: dict[str, list[tuple[float, float]]] = {}
    for source in sources:
        runs = _runs(bench, source, colors, dithered=dithered)
        for name, found in in_turn(runs, rounds).items():
            written = bench.scratch / f"{name}.png"
            seconds.setdefault(name, []).extend(found)
            sizes.setdefault(name, []).append(written.stat().st_size)
            errors.setdefault(name, []).append(_errors(source, written, colors))
    what = f"{what}k = {colors}{', dithered' if dithered else ''}"
    goals = []
    for name in PEERS[dithered]:
        if name not in errors:
            goals.append(Goal(f"{what}, beside {name}", "", "is not installed"))
            continue
        goals += _compare_errors(what, name, errors, dithered=dithered)
        beside = ratio(seconds["ours"], seconds[name])
        times = f"{beside:.2f}x ({median(seconds['ours']):.2f} s, {median(seconds[name]):.2f} s)"
        promised = "< 1x" if name == "pngquant" and len(sources) == 1 else ""
        goals.append(Goal(f"{what}: time beside {name}", promised, times, beside < 1 if promised else None))
        total = sum(sizes["ours"]) / sum(sizes[name])
        promised = "<= 1x" if name == "pngquant" and not dithered else ""
        measured = f"{total:.3f}x ({sum(sizes['ours']):,} bytes, {sum(sizes[name]):,})"
        goals.append(
            Goal(f"{what}: size beside {name}", promised, measured, total <= 1 if promised else None)
        )
    return goals


def _compare_errors(
    what: str, name: str, errors: dict[str, list[tuple[float, float]]], *, dithered: bool
) -> list[Goal]:
    goals = []
    kinds = ("error", "error after a blur") if dithered else ("error",)
    for place, kind in enumerate(kinds):
        pairs = zip(errors["ours"], errors[name], strict=True)
        multiples = [mine[place] / theirs[place] for mine, theirs in pairs]
        measured = f"{mean(multiples):.3f}x, worst {max(multiples):.3f}x"
        met = mean(multiples) < 1 if dithered else max(multiples) < 1
        promised = "< 1x on average" if dithered else "< 1x on each"
        goals.append(Goal(f"{what}: {kind} beside {name}", promised, measured, met))
    return goals


def _runs(bench: Bench, source: Path, colors: int, *, dithered: bool) -> dict[str, Callable[[], float]]:
    ours = bench.scratch / "ours.png"
    # Error is measured in sRGB, where the peers measure: so that is where we cluster too.
    words = [str(bench.environment.ours / "cvpalette"), str(source), "-k", str(colors), "--space", "rgb"]
    words += ["-f", "quantized", "-O", "quantized.level=9", "-o", str(ours), "--force"]
    words += ["-O", "quantized.dither=floyd-steinberg"] * dithered
    runs: dict[str, Callable[[], float]] = {"ours": partial(_seconds, words)}
    if not dithered:
        runs["pillow"] = lambda: clock(lambda: _pillow(source, bench.scratch / "pillow.png", colors))
    if pngquant := find_program("pngquant"):
        output = str(bench.scratch / "pngquant.png")
        words = [str(pngquant), *["--nofs"] * (not dithered), str(colors), "--force"]
        words += ["--output", output, str(source)]
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


def _errors(source: Path, written: Path, colors: int) -> tuple[float, float]:
    """Return the mean squared error in sRGB, as it is and after a blur of both."""
    with Image.open(source) as image, Image.open(written) as quantized:
        used = quantized.getcolors(256)
        if used is None or len(used) > colors:
            message = f"'{written.name}' has more than {colors} colors"
            raise MeasureError(message)
        before, after = image.convert("RGB"), quantized.convert("RGB")
    blur = ImageFilter.GaussianBlur(BLUR)
    return _error(before, after), _error(before.filter(blur), after.filter(blur))


def _error(first: Image.Image, second: Image.Image) -> float:
    before, after = np.asarray(first), np.asarray(second)
    total = 0
    for start in range(0, len(before), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        total += int(((before[rows].astype(np.int32) - after[rows]) ** 2).sum())
    height, width = (int(side) for side in before.shape[:2])
    return total / (height * width)
