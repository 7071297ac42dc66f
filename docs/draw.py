"""Draw the pictures of the docs anew: `python docs/draw.py [PAGE …]`, into docs/pictures.

Each module of docs/drawing draws what one page shows. Its `draw(folder)` writes WebP files into that folder.
Pages that are shown as a browser shows them need Chromium. Without it those pictures stay as they are, and
that is told.
"""

import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent


def list_pages() -> list[str]:
    """List the modules of docs/drawing by name."""
    return sorted(path.stem for path in (HERE / "drawing").glob("*.py"))


def main(pages: list[str], folder: Path) -> None:
    """Draw what these pages show, or all of them if none is named."""
    unknown = sorted(set(pages) - set(list_pages()))
    if unknown:
        there = ", ".join(list_pages())
        raise SystemExit(f"no such page: {', '.join(map(repr, unknown))}; there are {there}")
    folder.mkdir(exist_ok=True)
    for page in pages or list_pages():
        import_module(f"drawing.{page}").draw(folder)


if __name__ == "__main__":
    main(sys.argv[1:], HERE / "pictures")
