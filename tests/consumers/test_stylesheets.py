"""`tailwind`, `scss` and `less` in the compilers that they are for."""

from pathlib import Path

from cvpalette.extraction import Extraction

from .conftest import Write
from .hostile import COLORS, SLUGS
from .painter import Painter
from .programs import Programs

NAMED = [[color, f"color-{slug}"] for color, slug in zip(COLORS, SLUGS, strict=True)]


def test_tailwind_makes_utilities(
    programs: Programs, painter: Painter, write: Write, named: Extraction, tmp_path: Path
) -> None:
    """Each color becomes a class of that name, which Chromium paints in it."""
    write("tailwind", named, prefix="brand").rename(tmp_path / "theme.css")
    classes = [f"bg-brand-{slug}" for slug in SLUGS]
    (tmp_path / "input.css").write_text(
        '@import "tailwindcss" source(none);\n'
        '@import "./theme.css";\n'
        f'@source inline("{" ".join(classes)}");\n',
        encoding="utf-8",
    )
    programs.link_npm()
    programs.run_npm("@tailwindcss/cli", "tailwindcss", "-i", "input.css", "-o", "output.css")
    style = (tmp_path / "output.css").read_text(encoding="utf-8")
    assert painter.paint_classes(style, classes) == [list(pair) for pair in zip(COLORS, classes, strict=True)]


def test_sass_reads_variables_and_map(programs: Programs, write: Write, named: Extraction) -> None:
    """Each variable is a color, and so is each value of the map, under a key that is a string."""
    read = programs.ask_node("sass", "sass.cjs", write("scss", named))
    assert read["variables"] == NAMED
    assert list(read["maps"].values()) == [NAMED]


def test_less_reads_variables(programs: Programs, write: Write, named: Extraction) -> None:
    """Each variable is a color."""
    read = programs.ask_node("less", "less.cjs", write("less", named))
    assert read == [[color, f"@{name}"] for color, name in NAMED]
