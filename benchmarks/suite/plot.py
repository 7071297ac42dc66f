"""Plot: error against time, one dot a tool."""

from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter

from suite.labels import place_labels
from suite.race import COMMAND_COLORS, Results
from suite.tools import OURS, Tool

COLORS = {
    "cvpalette": "#d1495b",
    "Python": "#2e6f95",
    "Node": "#5b8c5a",
    "program": "#6b6b6b",
}
NAMES = {
    "cvpalette": "cvpalette",
    "Python": "Python packages",
    "Node": "npm packages",
    "program": "programs",
}
TIMES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)
LEAST_SHOWN = 0.1  # per cent above the least known; an axis of logarithms has no 0
# Any key: matplotlib lists all that there are in the type, nobody can write them out here.
STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#888888",
    "axes.labelcolor": "#333333",
    "xtick.color": "#555555",
    "ytick.color": "#555555",
}


@dataclass(frozen=True)
class Dot:
    """One tool: where it stands, and whether its time is that of a whole command."""

    label: str
    family: str
    milliseconds: float
    excess: float
    is_command: bool


def draw_errors(results: Results, tools: tuple[Tool, ...], path: Path, machine: str) -> None:
    """Write the plot."""
    dots = [dot for tool in tools if (dot := _dot(results, tool))]
    if not dots:
        return
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=(11, 7), dpi=150, layout="constrained")
        _draw_axes(axes, dots)
        _draw_dots(figure, axes, dots)
        axes.set_title(
            f"Colors of a photo, k = {COMMAND_COLORS}: nearer the corner is better",
            loc="left",
            fontsize=14,
            fontweight="bold",
            color="#222222",
            pad=14,
        )
        figure.text(0.995, -0.02, machine, ha="right", va="top", fontsize=7.5, color="#888888")
        figure.savefig(path, bbox_inches="tight", facecolor="white", pad_inches=0.2)
        plt.close(figure)


def draw_time_axis(axis: Axis) -> None:
    """Label an axis of logarithms with times."""
    axis.set_major_locator(FixedLocator(TIMES))
    axis.set_major_formatter(FuncFormatter(_milliseconds))
    axis.set_minor_formatter(NullFormatter())


def _dot(results: Results, tool: Tool) -> Dot | None:
    # sharp can be held to no number below 16.
    colors = next((k for k in (COMMAND_COLORS, 16) if k in tool.colors), None)
    if colors is None:
        return None
    # Each is held to the space that it measures in, and no peer measures in Lab.
    multiples = results.multiples(tool.name, "lab" if tool is OURS else "rgb", colors)
    if not multiples:
        return None
    label = tool.name if colors == COMMAND_COLORS else f"{tool.name} (k = {colors})"
    label = f"{label} (error in Lab)" if tool is OURS else label
    milliseconds = results.milliseconds(tool.name, colors, command=not tool.worker)
    excess = max(100 * (mean(multiples) - 1), LEAST_SHOWN)
    return Dot(label, tool.family, milliseconds, excess, is_command=not tool.worker)


def _draw_axes(axes: Axes, dots: list[Dot]) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(min(d.milliseconds for d in dots) / 1.6, max(d.milliseconds for d in dots) * 1.9)
    axes.set_ylim(LEAST_SHOWN / 1.5, max(d.excess for d in dots) * 1.7)
    draw_time_axis(axes.xaxis)
    axes.yaxis.set_major_locator(FixedLocator((0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"+{value:g} %"))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_minor_formatter(NullFormatter())
    axes.tick_params(which="both", length=0)
    axes.grid(visible=True, which="major", color="#e8e8e8", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xlabel("time from file to palette (filled) or of the whole command (hollow), median")
    axes.set_ylabel("error above the least known, mean over the photos")


def _draw_dots(figure: Figure, axes: Axes, dots: list[Dot]) -> None:
    labels = []
    for dot in dots:
        color = COLORS[dot.family]
        is_ours = dot.family == "cvpalette"
        axes.scatter(
            dot.milliseconds,
            dot.excess,
            s=110 if is_ours else 62,
            facecolor="white" if dot.is_command else color,
            edgecolor=color,
            linewidth=1.8,
            zorder=3,
        )
        labels.append(
            axes.annotate(
                dot.label,
                (dot.milliseconds, dot.excess),
                xytext=(9, 0),
                textcoords="offset points",
                verticalalignment="center",
                color=color,
                fontsize=10.5 if is_ours else 9,
                fontweight="bold" if is_ours else "normal",
                zorder=4,
                path_effects=[withStroke(linewidth=3, foreground="white")],
                # Seen only where the label ends up far from its dot.
                arrowprops={"arrowstyle": "-", "color": "#aaaaaa", "linewidth": 0.7, "alpha": 0},
            )
        )
    for family, name in NAMES.items():
        axes.scatter([], [], s=62, color=COLORS[family], label=name)
    axes.legend(loc="lower right", frameon=True, framealpha=1, edgecolor="white", labelcolor="#555555")
    place_labels(figure, axes, labels)


def _milliseconds(value: float, _: int | None = None) -> str:
    return f"{value / 1000:g} s" if value >= 1000 else f"{value:g} ms"
