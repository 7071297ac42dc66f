"""Goal 1: the error of our palettes, as a multiple of the least known."""

from statistics import mean

from suite.goal import Bench, Goal, MeasureError

TITLE = "1. Error, as a multiple of the least known (mean / worst over the photos)"
PROMISED = {
    ("rgb", 6): (1.003, 1.01),
    ("rgb", 16): (1.008, 1.025),
    ("rgb", 64): (1.015, 1.03),
    ("rgb", 256): (1.03, 1.045),
    ("lab", 6): (1.005, 1.02),
    ("lab", 16): (1.015, 1.04),
    ("lab", 64): None,
}
TOOLS = {"rgb": "cvpalette_rgb", "lab": "cvpalette"}


def measure(bench: Bench) -> list[Goal]:
    """Extract from every photo in both spaces."""
    if not bench.least:
        message = "no best_known.json in the folder of photos or beside it"
        raise MeasureError(message)
    return [_goal(bench, space, colors) for space, colors in PROMISED]


def _goal(bench: Bench, space: str, colors: int) -> Goal:
    multiples = []
    for photo in bench.photos:
        known = bench.least.get(photo.path.name, {}).get(f"{space}{colors}")
        if known:
            answer = bench.clients["ours"].ask(TOOLS[space], photo.path, colors)
            if answer.error:
                message = f"'{photo.path.name}': {answer.error}"
                raise MeasureError(message)
            multiples.append((photo.error(list(answer.palette), space) / known, photo.path.stem))
    average = mean(multiple for multiple, _ in multiples)
    worst, photo_name = max(multiples)
    measured = f"{average:.4f} / {worst:.4f} ({photo_name})"
    promised = PROMISED[space, colors]
    if promised is None:
        return Goal(f"--space {space}, k = {colors}", "report", measured)
    met = average <= promised[0] and worst <= promised[1]
    return Goal(f"--space {space}, k = {colors}", f"{promised[0]} / {promised[1]}", measured, met)
