"""Source code in compilers, interpreters and, where those are too large, in tree-sitter's grammars."""

import csv
import re
from typing import Any

import pytest

from cvpalette.color.color import Color
from cvpalette.extraction import Extraction
from cvpalette.roles.scheme import MODES

from .conftest import Write
from .hostile import COLORS, NAMED, NAMES, RAMPS, SLUGS
from .programs import Programs

_PROGRAM = """#include "palette.h"
#include <stdio.h>
int main(void) {
  for (int i = 0; i < PALETTE_COUNT; i++)
    printf("#%06lx %u\\n", (unsigned long)palette_rgb888[i], (unsigned)palette_rgb565[i]);
  return 0;
}
"""
_R = """
source("palette.r")
cat(sprintf("%s\\n", palette_colors), sep = "")
cat(sprintf("%s\\n", names(palette_colors)), sep = "")
"""
_GGPLOT = """
source("palette.r")
data <- data.frame(x = seq_along(palette_colors), y = 1, kind = factor(seq_along(palette_colors)))
points <- ggplot2::ggplot(data, ggplot2::aes(x, y, colour = kind)) + ggplot2::geom_point()
plot <- points + scale_color_palette()
cat(sprintf("%s\\n", ggplot2::layer_data(plot)$colour), sep = "")
"""
# The grammar of each, since the compilers are too large or in no package of Debian's.
_LANGUAGES = {
    "swiftui": "swift",
    "compose": "kotlin",
    "flutter": "dart",
    "godot": "gdscript",
    "julia": "julia",
}
_OCTAVE = "[map, names] = palette(); printf('%d %d %d\\n', round(map' * 255)); printf('%s\\n', names{:});"


@pytest.mark.parametrize("options", [{}, {"roles": "yes"}], ids=["plain", "roles"])
@pytest.mark.parametrize("name", ["swiftui", "compose", "flutter", "godot", "julia"])
def test_the_grammar_has_no_error(
    programs: Programs, write: Write, named: Extraction, name: str, options: dict[str, str]
) -> None:
    """And each color is there, in order; with roles, those of both schemes too."""
    if options and name in {"godot", "julia"}:
        pytest.skip("it has no roles")
    path = write(name, named, **options)
    assert not programs.ask_python("python", "syntax_tree.py", _LANGUAGES[name], path)
    text = path.read_text(encoding="utf-8").lower()
    # Names stand in comments, and one of them has a color in it.
    text = "\n".join(line.partition(" // ")[0].partition(" # ")[0] for line in text.splitlines())
    if name == "swiftui":
        floats = re.findall(r"red: ([\d.]+), green: ([\d.]+), blue: ([\d.]+)", text)
        found = [Color(*(round(float(part) * 255) for part in each)).digits for each in floats]
    else:
        found = re.findall(r"(?:0xff|\"#)([0-9a-f]{6})\b", text)
    assert found[: len(COLORS)] == [color[1:] for color in COLORS]
    if options:
        primary = {named.result.scheme.mode(mode).primary.color.digits for mode in MODES}
        assert primary <= set(found)


def test_c_prints_the_colors(programs: Programs, write: Write, named: Extraction) -> None:
    """Compiled without a warning, by the strictest rules."""
    path = write("c", named)
    (path.parent / "main.c").write_text(_PROGRAM, encoding="utf-8")
    strict = ("-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror")
    programs.run(
        programs.find("gcc"), *strict, path.parent / "main.c", "-o", path.parent / "main", warns=False
    )
    lines = [line.split() for line in programs.run(path.parent / "main").splitlines()]
    assert [color for color, _ in lines] == list(COLORS)
    for (_, short), color in zip(lines, map(Color.from_hex, COLORS), strict=True):
        red, green, blue = int(short) >> 11, int(short) >> 5 & 63, int(short) & 31
        assert max(abs(red - color.red * 31 / 255), abs(blue - color.blue * 31 / 255)) <= 0.5
        assert abs(green - color.green * 63 / 255) <= 0.5


def test_python_runs_the_module(programs: Programs, write: Write, named: Extraction) -> None:
    """As a dict of colors and as levels, both in order."""
    read = programs.ask_python("python", "python_module.py", write("python", named))
    assert list(read["named"].values()) == list(COLORS)
    assert read["levels"] == [list(Color.from_hex(color).rgb) for color in COLORS]


def test_a_table_of_unreal_has_a_row_for_each_color(write: Write, named: Extraction) -> None:
    """Read as any CSV: the levels are linear light."""
    with write("unreal", named).open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert len({row["---"] for row in rows}) == len(COLORS)
    for row, color in zip(rows, map(Color.from_hex, COLORS), strict=True):
        levels = dict(part.split("=") for part in row["Color"].strip("()").split(","))
        assert [float(levels[channel]) for channel in "RGB"] == pytest.approx(color.linear, abs=1e-6)
        assert float(levels["A"]) == 1


def test_typescript_compiles_and_node_imports(programs: Programs, write: Write, named: Extraction) -> None:
    """In strict mode; the constants are those of the palette and of both schemes."""
    path = write("typescript", named, roles="yes")
    strict = ("--strict", "--noUncheckedIndexedAccess", "--target", "es2022", "--module", "esnext")
    programs.run_npm("typescript", "tsc", *strict, "--outDir", path.parent / "out", path)
    compiled = (path.parent / "out" / "palette.js").rename(path.parent / "compiled.mjs")
    _check_module(programs.ask_node("node", "module.mjs", compiled), named)


def test_node_imports_javascript(programs: Programs, write: Write, named: Extraction) -> None:
    """Without types, as it is."""
    path = write("typescript", named, roles="yes", language="javascript")
    _check_module(programs.ask_node("node", "module.mjs", path.rename(path.with_suffix(".mjs"))), named)


def _check_module(read: Any, named: Extraction) -> None:
    assert list(read["palette"].values()) == list(COLORS)
    for mode in MODES:
        assert list(read[mode].values()) == [
            role.hex for role in named.result.scheme.mode(mode).named().values()
        ]


def test_stylus_reads_variables(programs: Programs, write: Write, named: Extraction) -> None:
    """Each variable is a color."""
    read = programs.ask_node("stylus", "stylus.cjs", write("stylus", named))
    assert read == [[color, f"color-{slug}"] for color, slug in zip(COLORS, SLUGS, strict=True)]


@pytest.mark.parametrize("ramps", [False, True])
def test_tailwind_3_has_the_colors(programs: Programs, write: Write, named: Extraction, ramps: bool) -> None:
    """With those of its own; a color with a ramp is an object."""
    path = write("tailwind3", named, prefix="brand", ramps="yes" if ramps else "no")
    read = programs.ask_node("tailwindcss3", "tailwind3.cjs", path, "brand-")
    wanted: dict[str, Any] = {f"brand-{slug}": color for slug, color in zip(SLUGS, COLORS, strict=True)}
    if ramps:
        for (name, color), steps in zip(list(wanted.items()), RAMPS, strict=True):
            wanted[name] = {**dict(steps), "DEFAULT": color}
    assert read == wanted


def test_r_reads_colors_and_names(programs: Programs, write: Write, named: Extraction) -> None:
    """Each name is that of its color."""
    write("r", named)
    read = programs.run(programs.find("Rscript"), "--vanilla", "-e", _R).splitlines()
    assert read == [*COLORS, *NAMES]


def test_ggplot_draws_in_the_colors(programs: Programs, write: Write, named: Extraction) -> None:
    """Points are drawn in the palette's colors, in their order."""
    write("r", named)
    read = programs.run(programs.find("Rscript"), "--vanilla", "-e", _GGPLOT).splitlines()
    assert read == list(COLORS)


def test_octave_calls_the_function(programs: Programs, write: Write, named: Extraction) -> None:
    """It returns the colormap, and the names."""
    write("matlab", named)
    read = programs.run(programs.find("octave-cli"), "--norc", "--quiet", "--eval", _OCTAVE).splitlines()
    rows = ["{} {} {}".format(*Color.from_hex(color).rgb) for color in COLORS]
    assert read == [*rows, *(name for _, name in NAMED)]
