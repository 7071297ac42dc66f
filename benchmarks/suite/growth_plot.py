"""Growth plot: time and memory by size, time by k, by distinct colors and by images."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter

from suite.plot import STYLE, draw_time_axis

LINES = {
    "file": ("file to palette", "#d1495b", "-"),
    "decode": ("decoding alone (cv2)", "#6b6b6b", "--"),
    "pixels": ("extraction alone", "#2e6f95", "-"),
}
MOST_MEGABYTES = 700


@dataclass(frozen=True)
class Growth:
    """What is drawn: times in milliseconds and memory in MB.

    `times` are by size, for each of LINES; `distinct` are by the number of distinct colors, for each label.
    """

    times: Mapping[str, Mapping[float, float]]
    memory: Mapping[float, float]
    by_colors: Mapping[int, float]
    distinct: Mapping[str, Mapping[int, float]]
    by_images: Mapping[int, float]


def draw_growth(growth: Growth, path: Path, machine: str) -> None:
    """Write the plot."""
    with plt.rc_context(STYLE):
        figure, panels = plt.subplots(2, 3, figsize=(14, 9.2), dpi=150, layout="constrained")
        _draw_times(panels[0, 0], growth.times)
        _draw_memory(panels[0, 1], growth.memory)
        _draw_colors(panels[0, 2], growth.by_colors)
        _draw_distinct(panels[1, 0], growth.distinct)
        _draw_images(panels[1, 1], growth.by_images)
        panels[1, 2].set_axis_off()
        figure.text(0.995, -0.02, machine, ha="right", va="top", fontsize=7.5, color="#888888")
        figure.savefig(path, bbox_inches="tight", facecolor="white", pad_inches=0.2)
        plt.close(figure)


def _draw_times(axes: Axes, times: Mapping[str, Mapping[float, float]]) -> None:
    for what, (label, color, style) in LINES.items():
        sizes = list(times[what])
        axes.plot(
            sizes, list(times[what].values()), style, color=color, marker="o", markersize=4, label=label
        )
    axes.set_yscale("log")
    # Room for the legend, above the lines.
    axes.set_ylim(top=6 * max(max(found.values()) for found in times.values()))
    draw_time_axis(axes.yaxis)
    _finish(axes, "Time by size, k = 6", "megapixels", (0.1, 1, 10, 100))
    axes.legend(frameon=False, labelcolor="#555555", loc="upper left")


def _draw_memory(axes: Axes, memory: Mapping[float, float]) -> None:
    axes.plot(list(memory), list(memory.values()), color="#d1495b", marker="o", markersize=4)
    axes.axhline(MOST_MEGABYTES, color="#888888", linewidth=1, linestyle=":")
    note = f"promised for 100 megapixels: {MOST_MEGABYTES} MB"
    axes.text(0.1, MOST_MEGABYTES * 0.985, note, fontsize=8.5, color="#777777", va="top")
    axes.set_ylim(0, max(MOST_MEGABYTES, *memory.values()) * 1.08)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g} MB"))
    _finish(axes, "Peak memory of the process by size", "megapixels", (0.1, 1, 10, 100))


def _draw_colors(axes: Axes, by_colors: Mapping[int, float]) -> None:
    axes.plot(list(by_colors), list(by_colors.values()), color="#2e6f95", marker="o", markersize=4)
    axes.set_yscale("log")
    draw_time_axis(axes.yaxis)
    _finish(axes, "Time of extraction by k, 2 megapixels", "k, colors asked for", tuple(by_colors))


def _draw_distinct(axes: Axes, distinct: Mapping[str, Mapping[int, float]]) -> None:
    for (label, times), color in zip(distinct.items(), ("#2e6f95", "#d1495b"), strict=True):
        axes.plot(list(times), list(times.values()), color=color, marker="o", markersize=4, label=label)
    axes.set_yscale("log")
    draw_time_axis(axes.yaxis)
    ticks = tuple(next(iter(distinct.values())))
    _finish(axes, "Time of extraction by distinct colors", "distinct colors, 2 megapixels", ticks[::2])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.legend(frameon=False, labelcolor="#555555", loc="upper left")


def _draw_images(axes: Axes, by_images: Mapping[int, float]) -> None:
    axes.plot(list(by_images), list(by_images.values()), color="#d1495b", marker="o", markersize=4)
    axes.set_yscale("log")
    draw_time_axis(axes.yaxis)
    _finish(axes, "Time of the command by images, two jobs", "small photos", tuple(by_images))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))


def _finish(axes: Axes, title: str, label: str, ticks: tuple[float, ...]) -> None:
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.tick_params(which="both", length=0)
    axes.grid(visible=True, which="major", color="#e8e8e8", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xlabel(label)
    axes.set_title(title, loc="left", fontsize=12, fontweight="bold", color="#222222", pad=10)
