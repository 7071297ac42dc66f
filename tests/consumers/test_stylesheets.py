"""`tailwind`, `scss` and `less` in the compilers that they are for."""

from pathlib import Path
from typing import Any

import pytest

from cvpalette.extraction import Extraction
from cvpalette.roles.ramp import make_ramp
from cvpalette.roles.scheme import MODES

from .conftest import Write
from .hostile import COLORS, RAMPS, SLUGS
from .painter import Painter
from .programs import Programs

NAMED = [[color, f"color-{slug}"] for color, slug in zip(COLORS, SLUGS, strict=True)]


def _make_utilities(programs: Programs, painter: Painter, theme: Path, classes: list[str]) -> Any:
    """Return the background that Chromium paints each class of Tailwind's in, and the class."""
    theme.rename(programs.work / "theme.css")
    (programs.work / "input.css").write_text(
        '@import "tailwindcss" source(none);\n'
        '@import "./theme.css";\n'
        f'@source inline("{" ".join(classes)}");\n',
        encoding="utf-8",
    )
    programs.link_npm()
    programs.run_npm("@tailwindcss/cli", "tailwindcss", "-i", "input.css", "-o", "output.css")
    style = (programs.work / "output.css").read_text(encoding="utf-8")
    return painter.paint_classes(style, classes)


def test_tailwind_makes_utilities(
    programs: Programs, painter: Painter, write: Write, named: Extraction
) -> None:
    """Each color becomes a class of that name, which Chromium paints in it."""
    classes = [f"bg-brand-{slug}" for slug in SLUGS]
    painted = _make_utilities(programs, painter, write("tailwind", named, prefix="brand"), classes)
    assert painted == [list(pair) for pair in zip(COLORS, classes, strict=True)]


def test_tailwind_makes_utilities_of_ramps(
    programs: Programs, painter: Painter, write: Write, named: Extraction
) -> None:
    """As of its own colors: bg-brand-navy-blue-500."""
    wanted = [
        [color, f"bg-brand-{slug}-{step}"]
        for slug, steps in zip(SLUGS, RAMPS, strict=True)
        for step, color in steps
    ]
    theme = write("tailwind", named, prefix="brand", ramps="yes")
    assert _make_utilities(programs, painter, theme, [name for _, name in wanted]) == wanted


def test_sass_reads_variables_and_map(programs: Programs, write: Write, named: Extraction) -> None:
    """Each variable is a color, and so is each value of the map, under a key that is a string."""
    read = programs.ask_node("sass", "sass.cjs", write("scss", named))
    assert read["variables"] == NAMED
    assert list(read["maps"].values()) == [NAMED]


def test_sass_reads_ramps(programs: Programs, write: Write, named: Extraction) -> None:
    """As variables, and as a map of maps whose keys are numbers."""
    read = programs.ask_node("sass", "sass.cjs", write("scss", named, ramps="yes"))
    ramps = {
        f"color-{slug}": [[color, int(step)] for step, color in steps]
        for slug, steps in zip(SLUGS, RAMPS, strict=True)
    }
    assert read["maps"] == {"palette": NAMED, "ramps": [[steps, name] for name, steps in ramps.items()]}
    assert read["variables"] == [
        [one, name + ending]
        for color, name in NAMED
        for ending, one in [("", color), *((f"-{step}", each) for each, step in ramps[name])]
    ]


def test_less_reads_variables(programs: Programs, write: Write, named: Extraction) -> None:
    """Each variable is a color."""
    read = programs.ask_node("less", "less.cjs", write("less", named))
    assert read == [[color, f"@{name}"] for color, name in NAMED]


@pytest.mark.parametrize("modes", ["media", "class"])
def test_tailwind_makes_utilities_of_roles(
    programs: Programs, painter: Painter, write: Write, named: Extraction, modes: str
) -> None:
    """bg-brand-primary has the color of the mode."""
    names = [f"brand-{name}" for name in named.result.scheme.light.named()]
    theme = write("tailwind", named, prefix="brand", roles="yes", text="yes", modes=modes)
    painted = _make_utilities(programs, painter, theme, [f"bg-{name}" for name in names])
    style = (programs.work / "output.css").read_text(encoding="utf-8")
    assert [color for color, _ in painted] == [
        role.hex for role in named.result.scheme.light.named().values()
    ]
    for mode in MODES:
        attributes = {"class_": mode} if modes == "class" else {}
        roles = named.result.scheme.mode(mode).named()
        found = painter.paint_roles(style, [f"--color-{name}" for name in names], mode, **attributes)
        assert found == [role.hex for role in roles.values()]


def test_sass_reads_roles(programs: Programs, write: Write, named: Extraction) -> None:
    """As two maps, beside those of the ramps and of the colors of text."""
    path = write("scss", named, roles="yes", ramps="yes", text="yes")
    read = programs.ask_node("sass", "sass.cjs", path)["maps"]
    for mode in MODES:
        roles = named.result.scheme.mode(mode).named()
        assert read[mode] == [[role.hex, name] for name, role in roles.items()]
    inks = [color.ink.hex for color in named.palette.colors]
    assert read["text"] == [[ink, name] for ink, (_, name) in zip(inks, NAMED, strict=True)]
    ramps = {name: steps for steps, name in read["ramps"]}
    primary = make_ramp(named.result.scheme.light.primary.color)
    assert ramps["primary"] == [[color.hex, step] for step, color in primary.items()]


def test_less_reads_colors_of_text(programs: Programs, write: Write, named: Extraction) -> None:
    """Behind each color."""
    read = programs.ask_node("less", "less.cjs", write("less", named, text="yes"))
    inks = {
        f"@{name}-text": color.ink.hex for (_, name), color in zip(NAMED, named.palette.colors, strict=True)
    }
    assert {name: color for color, name in read if name.endswith("-text")} == inks
