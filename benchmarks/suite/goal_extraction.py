"""Goal 2: the time of extraction on decoded pixels, and from file to palette."""

from collections import defaultdict
from functools import partial
from pathlib import Path
from statistics import mean, median

from suite.goal import Bench, Goal, in_turn, megapixels, ratio

TITLE = "2. Time of extraction"
#: The most of libimagequant's time, by the number of colors.
PROMISED = {6: 0.3, 16: 0.3, 64: 0.5, 256: 0.8}
RUNNERS = {
    "rgb": ("ours", "pixels:cvpalette_rgb"),
    "lab": ("ours", "pixels:cvpalette"),
    "imagequant": ("peers", "pixels:imagequant"),
    "kmeans": ("peers", "pixels:kmeans"),
}
LARGE_ROUNDS = 7


def measure(bench: Bench) -> list[Goal]:
    """Time ours beside libimagequant, scikit-learn, OpenCV's decoder and fast_colorthief."""
    goals = [goal for colors in PROMISED for goal in _beside_quantizers(bench, colors)]
    promised = zip(bench.large, (1.0, 0.1), strict=False)
    goals += [_beside_decoder(bench, path, most) for path, most in promised]
    return goals + [_beside_fastest(bench, path) for path in (bench.photos[0].path, *bench.large)]


def _beside_quantizers(bench: Bench, colors: int) -> list[Goal]:
    seconds: dict[str, list[float]] = defaultdict(list)
    errors: dict[str, list[float]] = defaultdict(list)
    for photo in bench.photos:
        runs = {
            name: partial(bench.seconds, worker, tool, photo.path, colors, warm=photo is bench.photos[0])
            for name, (worker, tool) in RUNNERS.items()
        }
        for name, found in in_turn(runs, bench.rounds).items():
            seconds[name] += found
        for name, (worker, tool) in RUNNERS.items():
            palette = list(bench.clients[worker].ask(tool, photo.path, colors).palette)
            errors[name].append(photo.error(palette, "rgb"))
    times = {name: f"{1000 * median(found):.0f} ms" for name, found in seconds.items()}
    # Each photo counts alike, however hard it is: errors as multiples of our own.
    relative = {
        name: mean(a / b for a, b in zip(found, errors["rgb"], strict=True)) for name, found in errors.items()
    }
    goals = []
    for space in ("rgb", "lab"):
        beside_imagequant = ratio(seconds[space], seconds["imagequant"])
        promised = PROMISED[colors]
        goals.append(
            Goal(
                f"k = {colors}, {space}: time beside libimagequant",
                f"<= {promised:g}x",
                f"{beside_imagequant:.2f}x ({times[space]}, {times['imagequant']})",
                beside_imagequant <= promised,
            )
        )
        beside_kmeans = ratio(seconds[space], seconds["kmeans"])
        goals.append(
            Goal(
                f"k = {colors}, {space}: time beside scikit-learn's KMeans on 65,536 pixels",
                "report",
                f"{beside_kmeans:.2f}x ({times[space]}, {times['kmeans']})",
            )
        )
    nearest = min(relative["imagequant"], relative["kmeans"])
    goals.append(
        Goal(
            f"k = {colors}, rgb: error of libimagequant and of KMeans, as multiples of ours",
            "> 1",
            f"{relative['imagequant']:.3f}, {relative['kmeans']:.3f}",
            nearest > 1,
        )
    )
    return goals


def _beside_decoder(bench: Bench, path: Path, most: float) -> Goal:
    bench.seconds("ours", "pixels:cvpalette", path, 6)
    runs = {
        "ours": partial(bench.seconds, "ours", "pixels:cvpalette", path, 6),
        "decoder": partial(bench.seconds, "ours", "decode", path, 6),
    }
    seconds = in_turn(runs, LARGE_ROUNDS)
    found = ratio(seconds["ours"], seconds["decoder"])
    times = ", ".join(f"{1000 * median(all_s):.0f} ms" for all_s in seconds.values())
    what = f"{megapixels(path):.0f} megapixels, k = 6: beside cv2's decoding of the JPEG"
    return Goal(what, f"<= {most:g}x", f"{found:.2f}x ({times})", found <= most)


def _beside_fastest(bench: Bench, path: Path) -> Goal:
    runs = {
        "ours": partial(bench.seconds, "ours", "cvpalette", path, 6),
        "theirs": partial(bench.seconds, "peers", "fast_colorthief", path, 6),
    }
    in_turn(runs, 1)
    seconds = in_turn(runs, LARGE_ROUNDS)
    found = ratio(seconds["ours"], seconds["theirs"])
    times = ", ".join(f"{1000 * median(all_s):.1f} ms" for all_s in seconds.values())
    size = f"{megapixels(path):.1f} megapixels ({path.suffix[1:]})"
    what = f"{size}, file to palette, k = 6: beside fast_colorthief"
    return Goal(what, "<= 1x", f"{found:.2f}x ({times})", found <= 1)
