"""Growth: time and memory by megapixels, colors and images, as growth.md and growth.png."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from suite.arguments import parse_arguments
from suite.environment import Environment, clean_environment, installed_environment
from suite.growth_plot import Growth, draw_growth
from suite.machine import describe_machine
from suite.made_colors import make_colors
from suite.made_image import make_image
from suite.many_photos import link, save_photos, seconds_of

MEGAPIXELS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 24.0, 50.0, 100.0)
COLORS = (2, 4, 6, 8, 16, 32, 64, 128, 256)
USUAL_COLORS = 6
MORE_COLORS = 16
DISTINCT = tuple(1 << power for power in range(4, 21, 2))
IMAGES = (100, 300, 1000, 3000)
JOBS = 2
#: Many images are photos with their sides divided by this.
PART = 8
USUAL_MEGAPIXELS = 2.0
BENCHMARKS = Path(__file__).parent.parent


@dataclass(frozen=True)
class Probe:
    """Medians of some processes."""

    milliseconds: float
    peak_megabytes: float
    before_megabytes: float


def main() -> None:
    """Measure, then write the table and the plot."""
    arguments = parse_arguments(__doc__ or "")
    environment = installed_environment(arguments.cache.resolve())
    machine = describe_machine()
    folder = environment.cache / "made"
    folder.mkdir(exist_ok=True)
    images = {size: make_image(size, folder / f"{size:g}.jpg") for size in MEGAPIXELS}
    by_size: dict[str, dict[float, Probe]] = {"file": {}, "pixels": {}, "decode": {}}
    for size, image in images.items():
        print(f"  {size:g} megapixels", file=sys.stderr)
        for what, probes in by_size.items():
            probes[size] = _probe(environment, what, image, USUAL_COLORS, arguments.rounds)
    by_colors = {
        colors: _probe(environment, "pixels", images[USUAL_MEGAPIXELS], colors, arguments.rounds)
        for colors in COLORS
    }
    print("  distinct colors", file=sys.stderr)
    by_distinct = {colors: _probe_distinct(environment, colors, arguments.rounds) for colors in DISTINCT}
    print("  images", file=sys.stderr)
    by_images = _time_images(environment, arguments.photos, arguments.rounds)
    report = _render(machine, by_size, by_colors) + _render_more(by_distinct, by_images)
    (arguments.output / "growth.md").write_text(report, encoding="utf-8")
    times = {what: {size: p.milliseconds for size, p in probes.items()} for what, probes in by_size.items()}
    memory = {size: probe.peak_megabytes for size, probe in by_size["file"].items()}
    by_k = {colors: probe.milliseconds for colors, probe in by_colors.items()}
    lines = {f"k = {k}": {n: by_k[k] for n, by_k in by_distinct.items()} for k in (USUAL_COLORS, MORE_COLORS)}
    growth = Growth(times, memory, by_k, lines, by_images)
    draw_growth(growth, arguments.output / "growth.png", machine)
    print(report)


def _probe(environment: Environment, what: str, image: Path, colors: int, rounds: int) -> Probe:
    words = [str(environment.ours / "python"), "-m", "suite.growth_probe", what, str(image), str(colors)]
    variables = clean_environment(PYTHONPATH=str(BENCHMARKS))
    found = []
    for _ in range(rounds):
        done = subprocess.run(words, capture_output=True, text=True, check=False, env=variables)
        if done.returncode:
            message = f"'{image.name}' with {colors} colors failed:\n{done.stderr}"
            raise SystemExit(message)
        found.append(json.loads(done.stdout))
    return Probe(
        1000 * median(one["seconds"] for one in found),
        median(one["peak"] for one in found) / 1e6,
        median(one["before"] for one in found) / 1e6,
    )


def _probe_distinct(environment: Environment, colors: int, rounds: int) -> dict[int, float]:
    """Return the milliseconds of an extraction from an image of so many colors, by the number of swatches."""
    image = make_colors(colors, environment.cache / "made" / f"{colors}-colors.png")
    return {
        k: _probe(environment, "pixels", image, k, rounds).milliseconds for k in (USUAL_COLORS, MORE_COLORS)
    }


def _time_images(environment: Environment, photos: Path, rounds: int) -> dict[int, float]:
    """Return the milliseconds of the command on folders of small photos, by the number of photos."""
    found = {}
    with tempfile.TemporaryDirectory() as scratch:
        small = save_photos(photos, Path(scratch, "small"), PART)
        for count in IMAGES:
            folder = link(small, Path(scratch, f"{count}"), count)
            command = [environment.ours / "cvpalette", folder, "-f", "json", "--jobs", JOBS]
            words = [str(word) for word in command]
            seconds_of(words, clean_environment())
            found[count] = 1000 * median(seconds_of(words, clean_environment()) for _ in range(rounds))
    return found


def _render(machine: str, by_size: dict[str, dict[float, Probe]], by_colors: dict[int, Probe]) -> str:
    lines = [
        "# How time and memory grow",
        "",
        f"{machine}. Made JPEGs, each measurement in a fresh process, medians.",
        "",
        f"| megapixels | decoding (cv2) | extraction, k = {USUAL_COLORS} | file to palette | peak memory |",
        "|--:|--:|--:|--:|--:|",
    ]
    for size, probe in by_size["file"].items():
        decoding, extraction = (by_size[what][size].milliseconds for what in ("decode", "pixels"))
        lines.append(
            f"| {size:g} | {decoding:.1f} ms | {extraction:.1f} ms | {probe.milliseconds:.1f} ms "
            f"| {probe.peak_megabytes:.0f} MB |"
        )
    start = by_size["file"][min(by_size["file"])].before_megabytes
    lines += [
        "",
        f"Of the peak, {start:.0f} MB are Python and the imported libraries.",
        "",
        f"| k | extraction, {USUAL_MEGAPIXELS:g} megapixels |",
        "|--:|--:|",
        *(f"| {colors} | {probe.milliseconds:.1f} ms |" for colors, probe in by_colors.items()),
    ]
    return "\n".join(lines) + "\n"


def _render_more(by_distinct: dict[int, dict[int, float]], by_images: dict[int, float]) -> str:
    size = f"{USUAL_MEGAPIXELS:g} megapixels"
    lines = [
        "",
        f"| distinct colors, {size} | extraction, k = {USUAL_COLORS} | k = {MORE_COLORS} |",
        "|--:|--:|--:|",
        *(
            f"| {colors:,} | {times[USUAL_COLORS]:.1f} ms | {times[MORE_COLORS]:.1f} ms |"
            for colors, times in by_distinct.items()
        ),
        "",
        f"| images | the command with `--jobs {JOBS}` | an image |",
        "|--:|--:|--:|",
        *(f"| {n:,} | {time / 1000:.2f} s | {time / n:.2f} ms |" for n, time in by_images.items()),
        "",
        f"The images are photos with an eighth of their sides, saved as JPEG; k = {USUAL_COLORS}.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
