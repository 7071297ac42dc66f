"""Batch plot: the parent's peak memory by the number of images."""

from collections.abc import Mapping
from pathlib import Path

from matplotlib import pyplot as plt
from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter

from suite.plot import STYLE

PROMISED = 1.1


def draw_memory(peaks: Mapping[int, float], path: Path, machine: str) -> None:
    """Write the plot of MiB by images, beside how much more than at first is promised at most."""
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=(7, 4), dpi=150, layout="constrained")
        first = peaks[min(peaks)]
        axes.plot(list(peaks), list(peaks.values()), color="#d1495b", marker="o", markersize=4)
        axes.axhline(PROMISED * first, color="#888888", linewidth=1, linestyle=":")
        axes.text(
            min(peaks),
            PROMISED * first * 1.02,
            "promised at most",
            fontsize=8.5,
            color="#777777",
            va="bottom",
        )
        axes.set_ylim(0, max(PROMISED * first, *peaks.values()) * 1.3)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g} MiB"))
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(FixedLocator(list(peaks)))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.tick_params(which="both", length=0)
        axes.grid(visible=True, which="major", color="#e8e8e8", linewidth=0.8)
        axes.set_axisbelow(True)
        axes.set_xlabel("images")
        title = "Peak memory of the parent, two jobs"
        axes.set_title(title, loc="left", fontsize=12, fontweight="bold", color="#222222", pad=10)
        figure.text(0.995, -0.02, machine, ha="right", va="top", fontsize=7.5, color="#888888")
        figure.savefig(path, bbox_inches="tight", facecolor="white", pad_inches=0.2)
        plt.close(figure)
