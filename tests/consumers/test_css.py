"""`css` in Chromium, lightningcss and stylelint."""

import json

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.extraction import Extraction
from cvpalette.roles.ramp import make_ramp
from cvpalette.roles.scheme import MODES

from .conftest import Write
from .hostile import COLORS, RAMPS, SLUGS
from .painter import Painter
from .programs import Programs

NOTATIONS = ("hex", "rgb", "hsl", "oklch")
NAMED = [[color, f"--color-{slug}"] for color, slug in zip(COLORS, SLUGS, strict=True)]


@pytest.mark.parametrize(("notation", "tolerance"), [("hex", 0), ("rgb", 0), ("hsl", 0), ("oklch", 1)])
def test_chromium_paints_every_color(
    painter: Painter, write: Write, many: Extraction, notation: str, tolerance: int
) -> None:
    """However it is written, each of 256 colors is the same to the last bit.

    Chromium reckons OKLCH in single precision, which at the edge of sRGB can be a level off, with any digits.
    """
    painted = painter.paint_properties(write("css", many, notation=notation).read_text(encoding="utf-8"))
    assert [name for _, name in painted] == [f"--color-{number}" for number in range(1, 257)]
    read = np.array([Color.from_hex(color).rgb for color, _ in painted])
    off = np.abs(read - np.array([color.rgb for color in many.palette.colors]))
    assert off.max() <= tolerance
    assert np.count_nonzero(off) <= 2 * tolerance


@pytest.mark.parametrize("selector", [":root", ".brand"])
def test_chromium_takes_every_name(painter: Painter, write: Write, named: Extraction, selector: str) -> None:
    """Whatever the names, each property is there with its color, where it shall be."""
    style = write("css", named, selector=selector).read_text(encoding="utf-8")
    assert f"{selector} {{" in style
    assert painter.paint_properties(style) == NAMED


def test_chromium_paints_the_steps(painter: Painter, write: Write, named: Extraction) -> None:
    """Those of each color's ramp stand behind it."""
    style = write("css", named, ramps="yes").read_text(encoding="utf-8")
    assert painter.paint_properties(style) == [
        [one, f"--color-{slug}{ending}"]
        for color, slug, steps in zip(COLORS, SLUGS, RAMPS, strict=True)
        for ending, one in [("", color), *((f"-{step}", one) for step, one in steps)]
    ]


@pytest.mark.parametrize("notation", NOTATIONS)
def test_lightningcss_keeps_the_colors(
    programs: Programs, painter: Painter, write: Write, named: Extraction, notation: str
) -> None:
    """What it makes of the style sheet has the same colors in the browser."""
    path = write("css", named, notation=notation)
    compiled = programs.run_npm("lightningcss-cli", "lightningcss", "--minify", path)
    assert "/*" not in compiled
    assert painter.paint_properties(compiled) == NAMED


def test_stylelint_has_no_complaint(programs: Programs, write: Write, named: Extraction) -> None:
    """The standard's rules are kept, but that #000000 be #000 and digits be four; it would complain else."""
    rules = {
        "extends": str(programs.find_npm("stylelint-config-standard")),
        "rules": {"color-hex-length": "long", "number-max-precision": 5},
    }
    (programs.work / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
    lint = ("stylelint", "stylelint", "--config", "rules.json")
    paths = [
        write("css", named, notation=notation, ramps="yes").rename(programs.work / f"{notation}.css")
        for notation in NOTATIONS
    ]
    programs.run_npm(*lint, *paths)
    style = paths[0].read_text(encoding="utf-8").replace("--color-1", "--Color_1")
    paths[0].write_text(style, encoding="utf-8")
    assert "custom-property-pattern" in programs.run_npm(*lint, "--formatter=unix", *paths, code=2)


@pytest.mark.parametrize("modes", ["light-dark", "media", "class"])
def test_chromium_paints_the_roles(painter: Painter, write: Write, named: Extraction, modes: str) -> None:
    """In both modes, by each of the three ways; the ramp of a role is that of its light color."""
    options = {"roles": "yes", "ramps": "yes", "text": "yes", "modes": modes}
    style = write("css", named, **options).read_text(encoding="utf-8")
    for mode in MODES:
        roles = named.result.scheme.mode(mode).named()
        attributes = {"class_": mode} if modes == "class" else {}
        properties = [f"--color-{name}" for name in roles]
        painted = painter.paint_roles(style, properties, mode, **attributes)
        assert dict(zip(roles, painted, strict=True)) == {name: role.hex for name, role in roles.items()}
    ramp = make_ramp(named.result.scheme.light.primary.color)
    steps = painter.paint_roles(style, [f"--color-primary-{step}" for step in ramp], "dark")
    assert steps == [color.hex for color in ramp.values()]
    texts = painter.paint_roles(style, [f"--color-{slug}-text" for slug in SLUGS], "light")
    assert texts == [color.ink.hex for color in named.palette.colors]


def test_stylelint_has_no_complaint_about_roles(programs: Programs, write: Write, named: Extraction) -> None:
    """However they become dark."""
    rules = {
        "extends": str(programs.find_npm("stylelint-config-standard")),
        "rules": {"color-hex-length": "long", "declaration-empty-line-before": None},
    }
    (programs.work / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
    paths = [
        write("css", named, roles="yes", text="yes", modes=modes).rename(programs.work / f"{modes}.css")
        for modes in ("light-dark", "media", "class")
    ]
    programs.run_npm("stylelint", "stylelint", "--config", "rules.json", *paths)
