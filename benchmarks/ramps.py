"""Compare the ramps of make_ramp with those of Tailwind CSS 4, and make the curves that it goes by.

    python benchmarks/ramps.py THEME [--write]

THEME is theme.css of the package tailwindcss on npm (MIT). Each of its ramps is made from its 500 alone, by
the curves of the other ramps. `--write` makes cvpalette/roles/tailwind.txt anew, before the comparison. The
comparison goes to ramps.md.
"""

import argparse
import math
import re
import statistics
from collections.abc import Sequence
from pathlib import Path

from cvpalette.color.color import Color
from cvpalette.color.delta import delta_e
from cvpalette.color.gamut import fit_oklch
from cvpalette.roles.ramp import STEPS, Curve, Point, make_ramp, read_curves

_HERE = Path(__file__).parent
_CURVES = _HERE.parent / "cvpalette" / "roles" / "tailwind.txt"
_HEAD = """\
# The ramps of Tailwind CSS {version} that have a hue, from its theme.css: lightness, chroma and hue of OKLCH
# for each step from 50 to 950, fitted into sRGB. Copyright (c) Tailwind Labs, Inc.; MIT License:
# https://github.com/tailwindlabs/tailwindcss/blob/main/LICENSE. Made by benchmarks/ramps.py.
"""
_REPORT = """\
# Ramps beside Tailwind's

Each of the {count} ramps of Tailwind CSS {version} is made from its 500 alone, by the curves of the others.
Its own curve is left out. The distance is the mean CIEDE2000 of the ten other steps. `one curve` goes
by the mean of all other grays, or of all other hues, instead. With its own curve among the others, as users
have it, the mean is {own:.2f}.

| ramp | step of its 500 | mean | farthest step | one curve |
|---|---|---|---|---|"""
_DECLARED = re.compile(r"--color-([a-z]+)-([0-9]+): oklch\(([0-9.]+)% ([0-9.]+) ([0-9.]+|none)\)")
# The rounding to 8 bits moves a color of sRGB by less.
_MOVED = 0.004


def read_theme(text: str) -> dict[str, Curve]:
    """Return the ramps of a theme; a gray among the steps of a hue has the first hue there is."""
    found: dict[str, dict[int, tuple[float, float, float | None]]] = {}
    for name, step, lightness, chroma, hue in _DECLARED.findall(text):
        point = float(lightness) / 100, float(chroma), None if hue == "none" else float(hue)
        found.setdefault(name, {})[int(step)] = point
    ramps: dict[str, Curve] = {}
    for name, steps in found.items():
        usual = next((hue for _, _, hue in steps.values() if hue is not None), 0.0)
        points = [
            (lightness, chroma, usual if hue is None else hue) for lightness, chroma, hue in steps.values()
        ]
        ramps[name] = [fit(Point(*point)) for point in points]
        if tuple(steps) != STEPS:
            message = f"the steps of {name} are {list(steps)}"
            raise SystemExit(message)
    return ramps


def fit(point: Point) -> Point:
    """Return a point as it is, or what sRGB can show of it."""
    shown = Point(*fit_oklch(*point).oklch)
    near, far = (
        (each.lightness, *(each.chroma * turn(math.radians(each.hue)) for turn in (math.cos, math.sin)))
        for each in (point, shown)
    )
    return point if math.dist(near, far) < _MOVED else shown


def average(curves: Sequence[Curve]) -> Curve:
    """Return the mean of curves, with the hues relative to those of their 500s."""
    middle = STEPS.index(500)
    return [
        Point(
            statistics.fmean(curve[at].lightness for curve in curves),
            statistics.fmean(curve[at].chroma for curve in curves),
            statistics.fmean((curve[at].hue - curve[middle].hue + 180) % 360 - 180 for curve in curves),
        )
        for at in range(len(STEPS))
    ]


def measure(ramp: Curve, curves: Sequence[Curve]) -> tuple[float, float, int]:
    """Return the mean and the largest CIEDE2000 of the ramp made from a 500, but for itself, and its step."""
    colors = [fit_oklch(*point) for point in ramp]
    anchor: Color = colors[STEPS.index(500)]
    made = make_ramp(anchor, curves)
    far = [
        delta_e(one, color)
        for step, one, color in zip(STEPS, made.colors, colors, strict=True)
        if step != 500
    ]
    return statistics.fmean(far), max(far), made.anchor


def write_curves(ramps: dict[str, Curve], version: str) -> None:
    """Write the curves that have a hue."""
    lines = [
        "\t".join([name, *(f"{each.lightness:.4f} {each.chroma:.4f} {each.hue:.1f}" for each in curve)])
        for name, curve in ramps.items()
        if has_hue(curve)
    ]
    _CURVES.write_text(_HEAD.format(version=version) + "\n".join(lines) + "\n", encoding="ascii")


def has_hue(curve: Curve) -> bool:
    """Tell whether a ramp is more than pure grays."""
    return any(each.chroma for each in curve)


def is_gray(curve: Curve) -> bool:
    """Tell whether a ramp is one of the grays, with or without a hue."""
    return curve[STEPS.index(500)].chroma < 0.09


def main() -> None:
    """Make the curves if they are asked for, and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("theme", type=Path, metavar="THEME")
    parser.add_argument("--write", action="store_true")
    parser.add_argument(
        "--version", default="4", help="the version of Tailwind CSS, for the head of both files"
    )
    arguments = parser.parse_args()
    ramps = read_theme(arguments.theme.read_text(encoding="utf-8"))
    if arguments.write:
        write_curves(ramps, arguments.version)
        read_curves.cache_clear()
    rows, means = [], []
    for name, ramp in ramps.items():
        others = [curve for each, curve in ramps.items() if each != name and has_hue(curve)]
        alike = [curve for curve in others if is_gray(curve) is is_gray(ramp)]
        ways = [measure(ramp, others), measure(ramp, [average(alike)]), measure(ramp, read_curves())]
        means.append([mean for mean, _, _ in ways])
        rows.append(f"| {name} | {ways[0][2]} | {ways[0][0]:.1f} | {ways[0][1]:.1f} | {ways[1][0]:.1f} |")
    ours, one, own = (statistics.fmean(column) for column in zip(*means, strict=True))
    head = _REPORT.format(count=len(ramps), version=arguments.version, own=own)
    text = "\n".join([head, *rows, f"| **mean** | | **{ours:.2f}** | | **{one:.2f}** |"])
    (_HERE / "ramps.md").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
