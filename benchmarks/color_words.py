"""Make the list of `--names basic` from the answers of the xkcd color survey, and compare both.

    python benchmarks/color_words.py ANSWERS [--write]

ANSWERS is the survey as CSV in gzip: the columns r, g, b and term, a row for each answer. Randall Munroe
published the answers in 2010 (https://blog.xkcd.com/2010/05/03/color-survey-results/). The package pyc3 0.0.3
on PyPI holds 3.25 million of them as `pyc3/data/xkcd/xkcd.csv.gz`. `--write` fits the words anew, and writes
cvpalette/color/basic.txt. The comparison goes to color_words.md. It needs SciPy, and takes some minutes.
"""

import argparse
import csv
import gzip
import itertools
import re
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.spatial import cKDTree

from cvpalette.color.basic import powers, read_basic
from cvpalette.color.color import Color
from cvpalette.color.naming import name_swatches
from cvpalette.color.palette import Palette
from cvpalette.color.spaces import to_space

_HERE = Path(__file__).parent
_LIST = _HERE.parent / "cvpalette" / "color" / "basic.txt"
_XKCD = _HERE.parent / "cvpalette" / "color" / "xkcd.txt"
# Spellings of one word, and a word with the hue that it means anyway.
_SPELLINGS = {
    "navy blue": "navy",
    "lime green": "lime",
    "olive green": "olive",
    "lavendar": "lavender",
    "lavander": "lavender",
    "fuschia": "fuchsia",
    "fuscia": "fuchsia",
    "fushia": "fuchsia",
    "turqoise": "turquoise",
    "turquise": "turquoise",
    "tourquoise": "turquoise",
    "turquois": "turquoise",
    "skyblue": "sky blue",
    "forrest green": "forest green",
    "puple": "purple",
    "pruple": "purple",
    "organge": "orange",
    "beigh": "beige",
    "biege": "beige",
    "marroon": "maroon",
    "yello": "yellow",
    "seafoam green": "seafoam",
    "sea foam green": "seafoam",
    "sea foam": "seafoam",
    "mint green": "mint",
}
# An answer that begins like this tells a shade of another word. So it is no word of its own.
_SHADE = re.compile(
    r"(light|dark|pale|bright|deep|medium|pastel|neon|dull|soft|faded|dusty|muted|vivid|hot|baby|dirty|ugly)\b"
    r"|\w+ish\b|(red|orange|yellow|green|blue|purple|pink|brown|gray|violet|teal) \w+"
)
# So many of the most frequent words are candidates. White is far down: few colors of all are white.
_CANDIDATES = 150
# A candidate leads in this part of coarse steps.
_FIRST_PART, _COARSE = 0.001, 6
# A word must be the most frequent one in this part of all colors, counted in steps of CIELAB.
_LEAST_PART = 0.002
_STEP = 3
_ENOUGH = 150
# Munroe's list has another spelling than ours.
_LISTED = {"gray": "grey"}


def main() -> None:
    """Fit, write and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    rgb, terms, known = _read(given.answers)
    lab = to_space(rgb, "lab")
    if given.write:
        _write(*_choose(lab, terms, known))
    words = list(read_basic())
    lab, answers = _of(words, lab, terms, known)
    (_HERE / "color_words.md").write_text(_compare(words, lab, answers))


def _read(path: Path) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return the colors of all answers, the number of each answer's word, and the words."""
    numbers: dict[str, int] = {}
    known: dict[str, int] = {}
    colors, terms = [], []
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
        rows = csv.reader(file)
        next(rows)
        for r, g, b, term in rows:
            if term not in known:
                known[term] = numbers.setdefault(_plain(term), len(numbers))
            colors.append((int(r), int(g), int(b)))
            terms.append(known[term])
    return np.array(colors), np.array(terms), list(numbers)


def _plain(term: str) -> str:
    letters = re.sub("[^a-z ]", "", term.lower().replace("-", " ").replace("grey", "gray"))
    word = " ".join(letters.split())
    return _SPELLINGS.get(word, word)


def _of(
    words: list[str], lab: np.ndarray, terms: np.ndarray, known: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the answers that are among some words, as their colors and the words' numbers."""
    places = {word: at for at, word in enumerate(words)}
    found = np.array([places.get(word, -1) for word in known])[terms]
    return lab[found >= 0], found[found >= 0]


def _choose(lab: np.ndarray, terms: np.ndarray, known: list[str]) -> tuple[list[str], np.ndarray]:
    """Return the words that are the most frequent answer somewhere, the most frequent first; and weights."""
    common = [known[at] for at in np.argsort(-np.bincount(terms))]
    words = [word for word in common if word and not _SHADE.match(word)][:_CANDIDATES]
    answered, answers = _of(words, lab, terms, known)
    coarse, where = np.unique(np.rint(answered / _COARSE), axis=0, return_inverse=True)
    counts = np.zeros((len(coarse), len(words)))
    np.add.at(counts, (where.ravel(), answers), 1)
    leads = np.bincount(counts.argmax(axis=1), minlength=len(words)) >= _FIRST_PART * len(coarse)
    words = [word for word, does in zip(words, leads, strict=True) if does]
    bins = np.unique(np.rint(lab / _STEP), axis=0) * _STEP
    while True:
        weights = _fit(*_of(words, lab, terms, known))
        parts = np.bincount((powers(bins) @ weights).argmax(axis=1), minlength=len(words)) / len(bins)
        kept = [word for word, part in zip(words, parts, strict=True) if part >= _LEAST_PART]
        print(len(words), {word: f"{part:.2%}" for word, part in zip(words, parts, strict=True)}, flush=True)
        if kept == words:
            return words, weights
        words = kept


def _fit(lab: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """Return the weights (20, words) of a multinomial logistic regression, by the greatest likelihood."""
    bins, where = np.unique(np.rint(lab / _STEP).astype(int), axis=0, return_inverse=True)
    words = answers.max() + 1
    counts = np.zeros((len(bins), words))
    np.add.at(counts, (where.ravel(), answers), 1)
    features, totals = powers(bins * float(_STEP)), counts.sum(axis=1, keepdims=True)
    total = totals.sum()

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(-1, words)
        scores = features @ weights
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        sums = chances.sum(axis=1, keepdims=True)
        likelihood = (counts * (scores - np.log(sums))).sum()
        slope = features.T @ (counts - totals * chances / sums)
        return 1e-6 * (flat**2).sum() - likelihood / total, 2e-6 * flat - slope.ravel() / total

    start = np.zeros(features.shape[1] * words)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return found.x.reshape(-1, words)


def _write(words: list[str], weights: np.ndarray) -> None:
    # What all words have in common does not change which is the greatest.
    centered = weights - weights.mean(axis=1, keepdims=True)
    lines = _XKCD.read_text("ascii").splitlines()
    pairs = (line.split(" ", 1) for line in lines if not line.startswith("# "))
    listed = {name: color for color, name in pairs}
    rows = [
        "\t".join([word, listed[_LISTED.get(word, word)], " ".join(f"{weight:.2f}" for weight in column)])
        for word, column in zip(words, centered.T, strict=True)
    ]
    head = [
        "# The words that are the most frequent answer somewhere in the xkcd color survey (2010), CC0:",
        "# https://blog.xkcd.com/2010/05/03/color-survey-results/. Made by benchmarks/color_words.py.",
        "# Each word has its color in the survey's list, and the 20 weights of a cubic polynomial of CIELAB.",
    ]
    _LIST.write_text("\n".join([*head, *rows]) + "\n", "ascii")


def _name(lab_of: np.ndarray) -> list[str]:
    colors = [Color(*map(int, color)) for color in lab_of]
    named = name_swatches(Palette.of_colors(colors), "basic")
    return [re.sub(r"-\d+$", "", swatch.name) for swatch in named]


class _Survey:
    """The answers, to be asked near a color: within 4 in CIELAB, or more where there are few."""

    def __init__(self, lab: np.ndarray, answers: np.ndarray, words: int) -> None:
        self._tree, self._answers, self._words = cKDTree(lab), answers, words

    def ask(self, point: np.ndarray) -> np.ndarray:
        """Return how often each word was given."""
        reach = 4.0
        while len(found := self._tree.query_ball_point(point, reach)) < _ENOUGH and reach < 12:
            reach *= 1.3
        return np.bincount(self._answers[found], minlength=self._words)


def _compare(words: list[str], lab: np.ndarray, answers: np.ndarray) -> str:
    random = np.random.default_rng(0)
    colors = random.integers(0, 256, (3000, 3))
    points = to_space(colors, "lab")
    survey = _Survey(lab, answers, len(words))
    counts = np.array([survey.ask(point) for point in points])
    ours = np.array([words.index(word) for word in _name(colors)])
    # The survey beside itself: what one half of the answers says of the other.
    first = random.random(len(lab)) < 0.5
    halves = [_Survey(lab[part], answers[part], len(words)) for part in (first, ~first)]
    one, two = (np.array([half.ask(point) for point in points]) for half in halves)
    theirs = counts.argmax(axis=1)
    sorted_counts = np.sort(counts, axis=1)
    best, second = sorted_counts[:, -1], sorted_counts[:, -2]
    sure = best - second > 3 * np.sqrt(best + second)
    same = ours == theirs
    agreed = one.argmax(axis=1) == two.argmax(axis=1)
    fitted = (powers(points) @ _fit(lab[first], answers[first])).argmax(axis=1) == two.argmax(axis=1)
    votes = counts[np.arange(len(ours)), ours].sum() / best.sum()
    lines = [
        "# Color words beside the survey",
        "",
        f"`--names basic` knows {len(words)} words: {', '.join(sorted(words))}.",
        "",
        f"The xkcd color survey has {len(lab):,} answers that are one of these words. For 3,000 random",
        "colors of sRGB, the word is compared with the most frequent answer to the colors nearby: those",
        f"within 4 in CIELAB, or within 12 at most where fewer than {_ENOUGH} answers are so near.",
        "",
        "| colors | the same word |",
        "|---|---|",
        f"| all | {same.mean():.1%} |",
        f"| the {sure.mean():.0%} where it leads by three standard errors | {same[sure].mean():.1%} |",
        f"| all, one half of the survey's answers beside the other half | {agreed.mean():.1%} |",
        f"| all, a list that is fitted to one half beside the other half | {fitted.mean():.1%} |",
        "",
        f"The words have {votes:.1%} of the answers that the most frequent words have.",
        "",
        "## The first 100 of them",
        "",
        "| color | `--names basic` | most frequent answers |",
        "|---|---|---|",
    ]
    for color, word, count in itertools.islice(zip(colors, ours, counts, strict=True), 100):
        order = np.argsort(-count, kind="stable")[:3]
        said = ", ".join(f"{words[at]} {count[at] / count.sum():.0%}" for at in order)
        mark = "" if word == order[0] else " *"
        lines.append(f"| `{Color(*map(int, color)).hex}` | {words[word]}{mark} | {said} |")
    lines += ["", "\\* is another word than the most frequent answer."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
