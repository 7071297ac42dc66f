"""Report: the results as one Markdown table."""

from collections.abc import Mapping
from math import isnan
from statistics import mean, median

from suite.race import COMMAND_COLORS, Results
from suite.tools import ALL, OURS, Tool

HEAD = """\
# cvpalette beside its peers

{machine}. {photos} photos, {rounds} rounds, all tools in turn.

Error: mean squared distance of all pixels to the nearest color of the palette, as a multiple of
{least}; **mean** / worst over the photos. In brackets: colors given, where not those asked for.
Time: from file to palette in a process that stays up, and of the whole command at k = 6, as
multiples of cvpalette's, medians. cvpalette itself takes {ours}.

"""


def render_report(
    results: Results,
    tools: tuple[Tool, ...],
    versions: Mapping[str, str],
    machine: str,
    rounds: int,
) -> str:
    """Return the whole Markdown document."""
    photos = {photo for _, _, photo in results.seconds}
    times = [f"{results.milliseconds(OURS.name, k):.0f} ms at k = {k}" for k in ALL]
    times.append(f"its command {results.milliseconds(OURS.name, 6, command=True):.0f} ms")
    least = "the least known" if results.least else "the least that any tool here reached"
    head = HEAD.format(machine=machine, photos=len(photos), rounds=rounds, least=least, ours=", ".join(times))
    columns = [
        "tool",
        *(f"error, k = {k}" for k in ALL),
        *(f"in Lab, k = {k}" for k in ALL[:-1]),
        *(f"time, k = {k}" for k in ALL),
        "command",
    ]
    lines = ["| " + " | ".join(columns) + " |", "|:--" + "|--:" * (len(columns) - 1) + "|"]
    lines += [_row(results, tool, versions) for tool in sorted(tools, key=lambda t: _rank(results, t))]
    failures = [
        f"- {tool.name}{what}, k = {colors}: {reason}"
        for tool in tools
        for colors in tool.colors
        for what, reasons in (("", results.failures), (", command", results.command_failures))
        if (reason := reasons.get((tool.name, colors)))
    ]
    end = ["", "What failed:", "", *failures] if failures else []
    return head + "\n".join(lines + end) + "\n"


def _row(results: Results, tool: Tool, versions: Mapping[str, str]) -> str:
    version = versions.get(tool.name, "")
    name = f"{tool.name} {version}".strip()
    cells = [f"**{name}**" if tool.family == "cvpalette" else name]
    cells += [_error(results, tool, "rgb", k) for k in ALL]
    cells += [_error(results, tool, "lab", k) for k in ALL[:-1]]
    cells += [_failing(results, tool, k) or _times(results.ratio(tool.name, k)) for k in ALL]
    command_fails = (tool.name, COMMAND_COLORS) in results.command_failures
    cells.append("fails" if command_fails else _times(results.command_ratio(tool.name)))
    return "| " + " | ".join(cells) + " |"


def _rank(results: Results, tool: Tool) -> float:
    # By the error at 16 colors where there is one; the others follow by their error at 6.
    for colors, penalty in ((16, 0.0), (6, 1000.0), (256, 2000.0)):
        found = results.multiples(tool.name, "rgb", colors)
        if found and not _failing(results, tool, colors):
            return penalty + mean(found)
    return float("inf")


def _error(results: Results, tool: Tool, space: str, colors: int) -> str:
    if failing := _failing(results, tool, colors):
        return failing
    found = results.multiples(tool.name, space, colors)
    if not found:
        return ""
    given = median(results.counts[tool.name, colors])
    note = f" ({given:.0f})" if space == "rgb" and given != colors else ""
    if space == "lab":
        return f"{mean(found):.3f}"
    return f"**{mean(found):.3f}** / {max(found):.2f}{note}"


def _failing(results: Results, tool: Tool, colors: int) -> str:
    reasons = results.failures if tool.worker else results.command_failures
    return "fails" if (tool.name, colors) in reasons else ""


def _times(ratio: float) -> str:
    if isnan(ratio):
        return ""
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"
