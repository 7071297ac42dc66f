"""`tailwind`, `scss` and `less` in the compilers that they are for."""

from pathlib import Path
from typing import Any

import pytest

from cvpalette.extraction import Extraction
from cvpalette.roles.ramp import STEPS, make_ramp
from cvpalette.roles.scheme import MODES, Mode

from .conftest import Write
from .hostile import COLORS, RAMPS, SLUGS
from .painter import Painter
from .programs import Programs

NAMED = [[color, f"color-{slug}"] for color, slug in zip(COLORS, SLUGS, strict=True)]


def _make_utilities(programs: Programs, painter: Painter, theme: Path, classes: list[str]) -> Any:
    """Return the background that Chromium paints each class of Tailwind's in, and the class."""
    return painter.paint_classes(_compile_utilities(programs, theme, classes), classes)


def _compile_utilities(programs: Programs, theme: Path, classes: list[str], *options: str) -> str:
    """Return the style sheet that Tailwind makes of a theme, with these of its classes."""
    theme.rename(programs.work / "theme.css")
    (programs.work / "input.css").write_text(
        '@import "tailwindcss" source(none);\n'
        '@import "./theme.css";\n'
        f'@source inline("{" ".join(classes)}");\n',
        encoding="utf-8",
    )
    programs.link_npm()
    programs.run_npm("@tailwindcss/cli", "tailwindcss", "-i", "input.css", "-o", "output.css", *options)
    return (programs.work / "output.css").read_text(encoding="utf-8")


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
    """bg-brand-primary and text-brand-on-primary are painted in the colors of the mode."""
    theme = write("tailwind", named, prefix="brand", roles="yes", ramps="yes", text="yes", modes=modes)
    light = named.result.scheme.light.named()
    swatches = [f"bg-brand-{slug} text-brand-{slug}-text" for slug in SLUGS]
    roles = [f"bg-brand-{name} text-brand-{name}" for name in light]
    steps = [f"bg-brand-primary-{step}" for step in STEPS]
    classes = [each for every in (swatches, roles, steps) for each in " ".join(every).split()]
    # What makes it short may also put its rules together.
    style = _compile_utilities(programs, theme, classes, "--minify")
    ramp = make_ramp(named.result.scheme.light.primary.color)
    for mode in MODES:
        wanted = dict(zip(swatches, ([one.hex, one.ink.hex] for one in named.palette.colors), strict=True))
        named_roles = named.result.scheme.mode(mode).named()
        wanted |= {f"bg-brand-{name} text-brand-{name}": [one.hex] * 2 for name, one in named_roles.items()}
        # The page is dark by the class of its root or its body, whatever the user prefers.
        for prefers, root, body in [(mode, "", "")] if modes == "media" else _places(mode):
            painted = painter.paint_in_mode(style, [*swatches, *roles], prefers, body, class_=root)
            assert painted == wanted
            found = painter.paint_in_mode(style, steps, prefers, body, class_=root)
            assert [color for color, _ in found.values()] == [color.hex for color in ramp.values()]


def _places(mode: Mode) -> list[tuple[Mode, str, str]]:
    """Return what the user prefers, and the classes of the root and the body, where a page has a mode."""
    if mode == "light":
        return [("light", "", ""), ("dark", "", "")]
    return [("light", "dark", ""), ("dark", "", "dark")]


def test_sass_reads_roles(programs: Programs, write: Write, named: Extraction) -> None:
    """As two maps, beside those of the palette, of the ramps and of the colors of text."""
    path = write("scss", named, roles="yes", ramps="yes", text="yes")
    read = programs.ask_node("sass", "sass.cjs", path)
    maps, scheme = read["maps"], named.result.scheme
    assert list(maps) == ["palette", "text", "ramps", "light", "dark"]
    assert maps["palette"] == NAMED
    for mode in MODES:
        assert maps[mode] == [[role.hex, name] for name, role in scheme.mode(mode).named().items()]
    inks = [color.ink.hex for color in named.palette.colors]
    assert maps["text"] == [[ink, name] for ink, (_, name) in zip(inks, NAMED, strict=True)]
    bases = dict(zip((name for _, name in NAMED), named.palette.colors, strict=True))
    own = ("primary", "secondary", "accent", "error", "warning", "success", "info")
    bases |= {name: scheme.light.named()[name].color for name in own}
    assert {name: steps for steps, name in maps["ramps"]} == {
        name: [[color.hex, step] for step, color in make_ramp(base).items()] for name, base in bases.items()
    }
    texts = [[color, name] for color, name in read["variables"] if name.endswith("-text")]
    assert texts == [[ink, f"{name}-text"] for ink, (_, name) in zip(inks, NAMED, strict=True)]


def test_less_reads_colors_of_text(programs: Programs, write: Write, named: Extraction) -> None:
    """Behind each color."""
    read = programs.ask_node("less", "less.cjs", write("less", named, text="yes"))
    inks = [color.ink.hex for color in named.palette.colors]
    assert read == [
        pair
        for (color, name), ink in zip(NAMED, inks, strict=True)
        for pair in ([color, f"@{name}"], [ink, f"@{name}-text"])
    ]
