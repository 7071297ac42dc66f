"""Goal 1: the error of our palettes, as a multiple of the least known."""

from statistics import mean

from suite.goal import Bench, Goal, MeasureError
from suite.photo import Photo

TITLE = "1. Error, as a multiple of the least known (mean / worst over the photos)"
TOOLS = {"rgb": "cvpalette_rgb", "lab": "cvpalette", "oklab": "cvpalette_oklab"}
#: The most that the mean and the worst of the photos may be, by the number of colors.
PROMISED = {6: (1.001, 1.005), 16: (1.004, 1.012), 64: (1.007, 1.018), 256: (1.012, 1.03)}
PROMISED_SPACES = ("rgb", "lab")


def measure(bench: Bench) -> list[Goal]:
    """Extract from every photo in each space; each half of the photos is judged alone."""
    goals = []
    for space in TOOLS:
        for colors in PROMISED:
            errors = {photo.path.name: _error(bench, photo, space, colors) for photo in bench.photos}
            for half, names in bench.halves.items():
                chosen = {name: error for name, error in errors.items() if name in names}
                if chosen:
                    goals.append(_judge(bench, chosen, (space, colors), half))
    return goals


def _error(bench: Bench, photo: Photo, space: str, colors: int) -> float:
    answer = bench.clients["ours"].ask(TOOLS[space], photo.path, colors)
    if answer.error:
        message = f"'{photo.path.name}': {answer.error}"
        raise MeasureError(message)
    return photo.error(list(answer.palette), space)


def _judge(bench: Bench, errors: dict[str, float], what: tuple[str, int], half: str) -> Goal:
    """Compare the errors of one half with the least known; if none is known, tell the mean error itself."""
    space, colors = what
    title = f"--space {space}, k = {colors}, {half}"
    known = {name: bench.least.get(name, {}).get(f"{space}{colors}") for name in errors}
    multiples = [(errors[name] / least, name) for name, least in known.items() if least]
    is_promised = space in PROMISED_SPACES
    most_mean, most_worst = PROMISED[colors]
    promised = f"{most_mean:g} / {most_worst:g}" if is_promised else "report"
    if not multiples:
        return Goal(title, promised, f"no least known; a mean squared error of {mean(errors.values()):.3f}")
    average = mean(multiple for multiple, _ in multiples)
    worst, photo = max(multiples)
    part = "" if len(multiples) == len(errors) else f", {len(multiples)} of {len(errors)} photos"
    measured = f"{average:.4f} / {worst:.4f} ({photo.rpartition('.')[0]}){part}"
    met = average <= most_mean and worst <= most_worst
    return Goal(title, promised, measured, met if is_promised else None)
