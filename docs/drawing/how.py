"""Draw the pictures of docs/how-it-works.md from the samples, and the bars from benchmarks/people.md."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import PIL.Image
from matplotlib.figure import Figure
from numpy.typing import NDArray

import cvpalette
from cvpalette.color.delta import delta_e
from cvpalette.color.spaces import from_space, to_space

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
PHOTOS = ("coffee.png", "rocket.jpg", "chelsea.png", "astronaut.webp")
INK, PALE, OURS = "#222222", "#9a9a9a", "#b25e2e"
# From the start with this seed, k-means stops with an error of 114 in place of 100.
UNLUCKY = 7
DPI = 150
# The largest file, in bytes.
LARGEST = 58_000
STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.titlesize": 8.5,
    "axes.edgecolor": PALE,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
Floats = NDArray[np.float64]


def draw(folder: Path) -> None:
    """Write each picture as WebP into the folder."""
    with mpl.rc_context(STYLE):
        for name, figure in (
            ("how-points", draw_points()),
            ("how-histogram", draw_histogram()),
            ("how-steps", draw_steps()),
            ("how-error", draw_error()),
            ("how-pick", draw_picks()),
            ("how-stable", draw_stability()),
            ("how-people", draw_people()),
        ):
            _write(figure, folder / f"{name}.webp")


def draw_points() -> Figure:
    """Draw a photo, its pixels as points in CIELAB, and the same points in the color of their cluster."""
    extraction = cvpalette.extract(SAMPLES / "coffee.png", colors=6)
    pixels = extraction.image.pixels.reshape(-1, 3)
    chosen = pixels[np.random.default_rng(0).choice(len(pixels), 2600, replace=False)]
    points = to_space(chosen, "lab")
    swatches = np.array([swatch.color.rgb for swatch in extraction.palette])
    places = to_space(swatches, "lab")
    nearest = _nearest(points, places)
    figure = plt.figure(figsize=(8, 2.7), layout="constrained")
    photo = figure.add_subplot(1, 3, 1)
    photo.imshow(extraction.image.pixels)
    photo.set(title="a photo …", xticks=[], yticks=[])
    for column, title, colors in (
        (2, "… its pixels as points, …", chosen),
        (3, "… and the six groups that they fall into", swatches[nearest]),
    ):
        axes: Any = figure.add_subplot(1, 3, column, projection="3d")
        axes.scatter(*points[:, [1, 2, 0]].T, c=colors / 255, s=3 if column == 2 else 1.5, linewidths=0)
        if column == 3:
            sizes = [40 + 900 * (swatch.share or 0) for swatch in extraction.palette]
            faces = swatches / 255
            axes.scatter(*places[:, [1, 2, 0]].T, c=faces, s=sizes, edgecolors=INK, linewidths=0.8, alpha=1)
        axes.set_title(title)
        axes.set(xlabel="green to red", ylabel="blue to yellow", zlabel="dark to light")
        axes.set(xticklabels=[], yticklabels=[], zticklabels=[])
        axes.xaxis.labelpad = axes.yaxis.labelpad = axes.zaxis.labelpad = -12
        axes.set_box_aspect(None, zoom=0.95)
        axes.view_init(18, -50)
    return figure


def draw_histogram() -> Figure:
    """Draw the rows of a histogram as circles, in which an area stands for pixels."""
    image = cvpalette.read_image(SAMPLES / "coffee.png")
    coarse, fine = (cvpalette.ColorHistogram.of_image(image, bits=bits) for bits in (5, 7))
    figure, panels = plt.subplots(1, 2, figsize=(8, 3), layout="constrained", sharex=True, sharey=True)
    pixels = image.pixels.shape[0] * image.pixels.shape[1]
    for axes, histogram, words in (
        (panels[0], coarse, "in large cells"),
        (panels[1], fine, "in small cells"),
    ):
        lab = to_space(histogram.colors, "lab")
        order = np.argsort(-histogram.counts)
        sizes = 9000 * histogram.counts / histogram.counts.sum()
        colors = np.clip(histogram.colors / 255, 0, 1)
        axes.scatter(lab[order, 2], lab[order, 0], s=sizes[order], c=colors[order], linewidths=0)
        axes.set_title(f"{pixels:,} pixels {words}: {len(histogram):,} rows")
        axes.set(xlabel="blue to yellow", xticks=[], yticks=[])
    panels[0].set(ylabel="dark to light")
    return figure


@dataclass(frozen=True)
class Steps:
    """The centers (k, 3) after each step of k-means, and the error of each, the mean squared distance."""

    centers: list[Floats]
    errors: list[float]


def run_steps(points: Floats, weights: Floats, centers: Floats, count: int) -> Steps:
    """Take so many steps: points join the nearest center, and each center moves to the mean of its points."""
    steps = Steps([centers], [_error(points, weights, centers)])
    for _ in range(count):
        nearest = _nearest(points, centers)
        means = [
            np.average(points[nearest == index], axis=0, weights=weights[nearest == index])
            if np.any(nearest == index)
            else center
            for index, center in enumerate(centers)
        ]
        centers = np.array(means)
        steps.centers.append(centers)
        steps.errors.append(_error(points, weights, centers))
    return steps


def draw_steps() -> Figure:
    """Draw k-means step by step from an unlucky start, and where cvpalette ends."""
    extraction = cvpalette.extract(SAMPLES / "coffee.png", colors=6)
    histogram = extraction.histogram
    points = np.asarray(to_space(histogram.colors, "lab"), dtype=np.float64)
    weights = histogram.counts
    ours = np.asarray(to_space([swatch.color.rgb for swatch in extraction.palette], "lab"), dtype=np.float64)
    start = points[np.random.default_rng(UNLUCKY).choice(len(points), 6, replace=False)]
    steps = run_steps(points, weights, start, 100)
    names = {
        0: "a random start",
        1: "after 1 step",
        3: "after 3 steps",
        10: "after 10 steps",
        100: "here it stops",
    }
    panels = [(steps.centers[step], steps.errors[step], words) for step, words in names.items()]
    panels.append((ours, _error(points, weights, ours), "the best of many starts"))
    figure, grid = plt.subplots(2, 3, figsize=(8, 4.6), layout="constrained", sharex=True, sharey=True)
    sizes = 2500 * weights / weights.sum()
    seen = np.argsort(-weights)[:450]  # the others are too small to be seen
    for axes, (centers, error, words) in zip(grid.flat, panels, strict=True):
        colors = np.clip(from_space(centers, "lab"), 0, 255) / 255
        groups = colors[_nearest(points, centers)]
        axes.scatter(points[seen, 2], points[seen, 0], s=sizes[seen], c=groups[seen], linewidths=0)
        axes.scatter(centers[:, 2], centers[:, 0], s=90, c=colors, edgecolors="white", linewidths=1.6)
        axes.scatter(centers[:, 2], centers[:, 0], s=120, facecolors="none", edgecolors=INK, linewidths=0.8)
        axes.set_title(f"{words}: error {error:,.0f}")
        axes.set(xticks=[], yticks=[])
    return figure


def draw_error() -> Figure:
    """Draw the difference that is left with more and more colors, and a photo in some of them."""
    counts = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 128, 256)
    figure = plt.figure(figsize=(8, 3.9), layout="constrained")
    grid = figure.add_gridspec(2, 5, height_ratios=(2.1, 1))
    axes = figure.add_subplot(grid[0, :])
    for name, marker in zip(PHOTOS, "os^D", strict=True):
        image = cvpalette.read_image(SAMPLES / name)
        errors = [cvpalette.extract(image, colors=count).error.delta_e_mean for count in counts]
        axes.plot(counts, errors, marker=marker, markersize=3.5, linewidth=1.2, label=Path(name).stem)
    axes.set_xscale("log", base=2)
    axes.set_xticks(counts, [str(count) for count in counts])
    axes.minorticks_off()
    axes.axhline(6, color=PALE, linewidth=0.8, linestyle="--")
    axes.text(256, 6.4, "where -k auto stops", ha="right", color=INK)
    axes.set(xlabel="colors", ylabel="mean difference, CIEDE2000", ylim=(0, None))
    axes.legend(frameon=False, ncols=4, loc="upper right")
    for column, count in enumerate((2, 4, 8, 16, 64)):
        extraction = cvpalette.extract(SAMPLES / "coffee.png", colors=count)
        data = cvpalette.render(extraction, "quantized")
        part = figure.add_subplot(grid[1, column])
        part.imshow(PIL.Image.open(io.BytesIO(data)).convert("RGB").crop((0, 20, 600, 380)))
        part.set_title(f"{count} colors")
        part.set(xticks=[], yticks=[])
    return figure


def draw_picks() -> Figure:
    """Draw photos with their palettes by pixels and by colors, with the share of each color."""
    figure, grid = plt.subplots(
        3, 3, figsize=(8, 4.4), layout="constrained", width_ratios=(1, 1.7, 1.7), gridspec_kw={"hspace": 0.05}
    )
    for row, name in zip(grid, ("rocket.jpg", "coffee.png", "astronaut.webp"), strict=True):
        image = cvpalette.read_image(SAMPLES / name)
        row[0].imshow(image.pixels)
        for axes, pick in zip(row[1:], ("pixels", "colors"), strict=True):
            extraction = cvpalette.extract(image, colors=6, pick=pick)
            _draw_chips(axes, extraction.palette)
            error = extraction.error.delta_e_mean
            axes.set_xlabel(f"the pixels differ by {error:.1f} on average", labelpad=3)
        for axes in row:
            axes.set(xticks=[], yticks=[])
            axes.spines[:].set_visible(False)
    grid[0][1].set_title("--pick pixels")
    grid[0][2].set_title("--pick colors")
    return figure


def draw_stability() -> Figure:
    """Draw the palettes of a photo and of copies of it that hardly differ, and how far the colors moved."""
    rows = [(name, *copy) for name in ("chelsea.png", "rocket.jpg") for copy in _copies(name)]
    figure, panels = plt.subplots(len(rows), 1, figsize=(8, 3.6), layout="constrained")
    for axes, (name, words, palette, base) in zip(panels, rows, strict=True):
        colors = base if palette is base else _paired(base, palette)
        moved = "" if palette is base else f"moved by {_moved(base, colors):.1f}"
        for index, color in enumerate(colors):
            axes.barh(0, 1, left=index, color=color.hex, height=0.92)
        axes.set(xlim=(-2.6, len(colors) + 1.6), ylim=(-0.5, 0.5))
        label = f"{Path(name).stem}, {words}" if palette is base else words
        axes.text(-0.15, 0, label, ha="right", va="center")
        axes.text(len(colors) + 0.15, 0, moved, ha="left", va="center")
        axes.axis("off")
    return figure


def draw_people() -> Figure:
    """Draw how far the palettes of tools are from those that people picked, from benchmarks/people.md."""
    text = (ROOT / "benchmarks" / "people.md").read_text(encoding="utf-8")
    row = r"^\| ([^|]+) \| ([\d.]+) ± [\d.]+ \| [\d.]+ \| (\d+)% "
    rows = re.findall(row, text, re.MULTILINE)
    tools = [(name.strip(" *"), float(match), int(found)) for name, match, found in rows]
    tools = [tool for tool in tools if tool[1] and not re.search("half|sketch", tool[0])]
    tools.sort(key=lambda tool: -tool[1])
    figure, axes = plt.subplots(figsize=(8, 3), layout="constrained")
    names = [re.sub(r" \(.*\)$", "", name) for name, _, _ in tools]
    colors = [OURS if name.startswith("cvpalette") else "#c4c4c4" for name in names]
    axes.barh(names, [match for _, match, _ in tools], color=colors)
    for index, (_, match, found) in enumerate(tools):
        axes.text(match + 0.2, index, f"{match:.1f}; finds {found} %", va="center")
    axes.set(
        xlim=(0, 25), xlabel="mean difference from the colors that people picked, CIEDE2000; less is nearer"
    )
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return figure


def _draw_chips(axes: Any, palette: cvpalette.Palette) -> None:
    """Draw a palette as chips of equal width, with the share of each on it."""
    for index, swatch in enumerate(palette):
        axes.barh(0, 1, left=index, color=swatch.color.hex, height=1)
        share, ink = f"{swatch.share or 0:.0%}", swatch.color.ink.hex
        axes.text(index + 0.5, 0, share, color=ink, ha="center", va="center")
    axes.set(xlim=(0, len(palette)), ylim=(-0.5, 0.5))


def _copies(name: str) -> list[tuple[str, Sequence[cvpalette.Color], Sequence[cvpalette.Color]]]:
    """Give the palette of a photo, and those of four copies of it, each with the photo's."""
    with PIL.Image.open(SAMPLES / name) as opened:
        photo = opened.convert("RGB")
    width, height = photo.size
    jpeg = io.BytesIO()
    photo.save(jpeg, "JPEG", quality=60)
    edge = (width * 2 // 100, height * 2 // 100, width * 98 // 100, height * 98 // 100)
    copies = {
        "whole": photo,
        "half the size": photo.resize((width // 2, height // 2), PIL.Image.Resampling.LANCZOS),
        "2 % less at each side": photo.crop(edge),
        "turned": photo.transpose(PIL.Image.Transpose.ROTATE_90),
        "JPEG of quality 60": jpeg.getvalue(),
    }
    palettes = {
        words: cvpalette.extract(copy, colors=6, sort="path").palette.colors for words, copy in copies.items()
    }
    return [(words, palette, palettes["whole"]) for words, palette in palettes.items()]


def _paired(base: Sequence[cvpalette.Color], palette: Sequence[cvpalette.Color]) -> list[cvpalette.Color]:
    """Return a palette in the order in which it differs least from another one."""
    return list(min(map(list, permutations(palette)), key=lambda colors: _moved(base, colors)))


def _moved(base: Sequence[cvpalette.Color], colors: Sequence[cvpalette.Color]) -> float:
    """Return the mean CIEDE2000 of two palettes, color by color."""
    return sum(map(delta_e, base, colors)) / len(base)


def _write(figure: Figure, path: Path) -> None:
    """Write a figure as WebP, and close it."""
    buffer = io.BytesIO()
    figure.savefig(buffer, dpi=DPI, facecolor="white")
    plt.close(figure)
    with PIL.Image.open(buffer) as image:
        for quality in (82, 74, 66, 58):
            image.convert("RGB").save(path, "WEBP", quality=quality, method=6)
            if path.stat().st_size < LARGEST:
                break


def _nearest(points: Floats, centers: Floats) -> NDArray[np.intp]:
    """Return the index (n,) of the center (k, 3) that is nearest to each point (n, 3)."""
    nearest: NDArray[np.intp] = np.argmin(((points[:, None] - centers) ** 2).sum(axis=2), axis=1)
    return nearest


def _error(points: Floats, weights: Floats, centers: Floats) -> float:
    """Return the mean squared distance of the points to the nearest center."""
    squares = ((points[:, None] - centers) ** 2).sum(axis=2).min(axis=1)
    return float(np.average(squares, weights=weights))
