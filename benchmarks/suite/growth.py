"""Growth: time and memory against megapixels and colors, as growth.md and growth.png."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from suite.arguments import parse_arguments
from suite.environment import Environment, clean_environment, installed_environment
from suite.growth_plot import draw_growth
from suite.machine import describe_machine
from suite.made_image import make_image

MEGAPIXELS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 24.0, 50.0, 100.0)
COLORS = (2, 4, 6, 8, 16, 32, 64, 128, 256)
USUAL_COLORS = 6
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
    report = _render(machine, by_size, by_colors)
    (arguments.output / "growth.md").write_text(report, encoding="utf-8")
    times = {what: {size: p.milliseconds for size, p in probes.items()} for what, probes in by_size.items()}
    memory = {size: probe.peak_megabytes for size, probe in by_size["file"].items()}
    by_k = {colors: probe.milliseconds for colors, probe in by_colors.items()}
    draw_growth(times, memory, by_k, arguments.output / "growth.png", machine)
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


if __name__ == "__main__":
    main()
