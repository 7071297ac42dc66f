"""Renders all templates of folders and counts them by project.

    python benchmarks/templates.py pywal=FOLDER matugen=FOLDER

Templates are rendered as they are, nothing of them edited. For those that cannot be rendered, it prints what
they lack.
"""

import sys
from collections import Counter
from pathlib import Path

import cvpalette
from cvpalette.errors import OutputError
from cvpalette.testing import make_result

_COLORS = ("#2a2f3a", "#8a5a44", "#c98b5e", "#e8d5b7", "#5f7a61", "#3e5c76")


def render_all(folder: Path) -> tuple[int, int, Counter[str]]:
    """Return how many templates there are, how many were rendered, and what the others lack."""
    result = make_result(_COLORS, name="cliffs.jpg")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    rendered, lacks = 0, Counter[str]()
    for path in files:
        try:
            for mode in ("dark", "light"):
                cvpalette.render(result, "template", file=str(path), mode=mode)
        except OutputError as error:
            reason = error.reason.partition("': ")[2] or error.reason
            lacks[f"`{path.relative_to(folder)}`: {reason}"] += 1
        else:
            rendered += 1
    return len(files), rendered, lacks


def main() -> None:
    """Print a table of the projects, and what is lacking."""
    print("| project | templates | rendered unchanged | lacking |", "|---|---|---|---|", sep="\n")
    notes: list[str] = []
    for argument in sys.argv[1:]:
        project, _, folder = argument.partition("=")
        count, rendered, lacks = render_all(Path(folder))
        print(f"| {project} | {count} | {rendered} | {count - rendered} |")
        notes += [f"- {project}, {lack}" for lack in sorted(lacks)]
    print("", *notes, sep="\n")


if __name__ == "__main__":
    main()
