"""`css` in Chromium, lightningcss and stylelint."""

import json

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.extraction import Extraction
from cvpalette.roles.ramp import make_ramp
from cvpalette.roles.scheme import MODES, Mode, Scheme
from cvpalette.testing import make_extraction

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
    assert "custom-property-pattern" in programs.run_npm(*lint, "--formatter=unix", paths[0], code=2)


MODES_OF_CSS = pytest.mark.parametrize("modes", ["light-dark", "media", "class"])
# Where a page is dark by classes: those of its root, and those of its body.
DARK_PLACES = {
    ":root": [("dark", ""), ("", "dark")],
    ".brand": [("dark", "brand"), ("", "brand dark"), ("brand", "dark")],
}


class Roles:
    """The roles of a scheme, and a style sheet that Chromium paints them with."""

    def __init__(self, painter: Painter, style: str, scheme: Scheme) -> None:
        """Take the colors that are right."""
        self._painter, self._style = painter, style
        self._wanted = {mode: [role.hex for role in scheme.mode(mode).named().values()] for mode in MODES}
        self._properties = [f"--color-{name}" for name in scheme.light.named()]

    def compare(self, mode: Mode, *, prefers: str = "", root: str = "", body: str = "") -> None:
        """Fail unless each role has its color of a mode; `root` and `body` are classes."""
        painted = self._painter.paint_roles(self._style, self._properties, prefers or mode, body, class_=root)
        assert painted == self._wanted[mode]


@MODES_OF_CSS
def test_chromium_paints_the_roles(painter: Painter, write: Write, named: Extraction, modes: str) -> None:
    """In both modes, by each of the three ways; the ramp of a role is that of its light color."""
    options = {"roles": "yes", "ramps": "yes", "text": "yes", "modes": modes}
    style = write("css", named, **options).read_text(encoding="utf-8")
    roles = Roles(painter, style, named.result.scheme)
    ramp = make_ramp(named.result.scheme.light.primary.color)
    others = {f"--color-primary-{step}": color.hex for step, color in ramp.items()}
    for slug, color in zip(SLUGS, named.palette.colors, strict=True):
        others |= {f"--color-{slug}": color.hex, f"--color-{slug}-text": color.ink.hex}
    for mode in MODES:
        roles.compare(mode, root=mode if modes == "class" else "")
        assert painter.paint_roles(style, list(others), mode, class_=mode) == list(others.values())


@pytest.mark.parametrize("selector", [":root", ".brand"])
def test_roles_are_dark_inside_the_class(
    painter: Painter, write: Write, named: Extraction, selector: str
) -> None:
    """Whatever the user prefers, and whichever element has the class."""
    style = write("css", named, roles="yes", modes="class", selector=selector).read_text(encoding="utf-8")
    roles = Roles(painter, style, named.result.scheme)
    for prefers in MODES:
        roles.compare("light", prefers=prefers, body="" if selector == ":root" else "brand")
        for root, body in DARK_PLACES[selector]:
            roles.compare("dark", prefers=prefers, root=root, body=body)


@MODES_OF_CSS
def test_roles_of_a_selector_are_inside_its_elements(
    painter: Painter, write: Write, named: Extraction, modes: str
) -> None:
    """In both modes; outside there are none."""
    style = write("css", named, roles="yes", modes=modes, selector=".brand").read_text(encoding="utf-8")
    roles = Roles(painter, style, named.result.scheme)
    for mode in MODES:
        root = mode if modes == "class" else ""
        roles.compare(mode, root=root, body="brand")
        assert painter.paint_roles(style, ["--color-text"], mode, class_=root) == [None]


def test_light_dark_follows_the_color_scheme(painter: Painter, write: Write, named: Extraction) -> None:
    """That of an element, whatever the user prefers."""
    style = write("css", named, roles="yes").read_text(encoding="utf-8")
    schemes = ".night { color-scheme: dark } .day { color-scheme: light }"
    roles = Roles(painter, f"{style}{schemes}", named.result.scheme)
    roles.compare("dark", prefers="light", body="night")
    roles.compare("light", prefers="dark", body="day")


@pytest.mark.parametrize("notation", ["rgb", "hsl", "oklch"])
def test_chromium_paints_roles_in_every_notation(
    painter: Painter, write: Write, named: Extraction, notation: str
) -> None:
    """Inside light-dark() too."""
    style = write("css", named, roles="yes", notation=notation).read_text(encoding="utf-8")
    for mode in MODES:
        Roles(painter, style, named.result.scheme).compare(mode)


def test_a_color_that_is_called_like_a_role_gets_a_number(painter: Painter, write: Write) -> None:
    """Neither takes the other's place, nor that of a step or of a color of text."""
    names = {
        "primary": "primary-2",
        "Background": "background-2",
        "on primary": "on-primary-2",
        "primary 500": "primary-500-2",
        "text": "text-2",
        "red": "red",
        "red text": "red-text-2",
    }
    extraction = make_extraction(COLORS[: len(names)], names=list(names))
    style = write("css", extraction, roles="yes", ramps="yes", text="yes").read_text(encoding="utf-8")
    for mode in MODES:
        Roles(painter, style, extraction.result.scheme).compare(mode)
    painted = painter.paint_roles(style, [f"--color-{slug}" for slug in names.values()], "light")
    assert painted == list(COLORS[: len(names)])


@MODES_OF_CSS
def test_lightningcss_keeps_the_roles(
    programs: Programs, painter: Painter, write: Write, named: Extraction, modes: str
) -> None:
    """For old browsers too, which have no light-dark()."""
    path = write("css", named, roles="yes", text="yes", modes=modes)
    for targets in ([], ["--targets", "chrome 100"]):
        style = programs.run_npm("lightningcss-cli", "lightningcss", "--minify", *targets, path)
        assert ("light-dark(" in style) == (modes == "light-dark" and not targets)
        for mode in MODES:
            root = mode if modes == "class" else ""
            Roles(painter, style, named.result.scheme).compare(mode, root=root)


def test_stylelint_has_no_complaint_about_roles(programs: Programs, write: Write, named: Extraction) -> None:
    """However they become dark, in every notation, and for any elements."""
    rules = {
        "extends": str(programs.find_npm("stylelint-config-standard")),
        "rules": {"color-hex-length": "long", "number-max-precision": 5},
    }
    (programs.work / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
    paths = []
    for modes in ("light-dark", "media", "class"):
        for notation, selector in zip(NOTATIONS, [":root", ".brand", "#app, .brand", "main"], strict=True):
            options = {"modes": modes, "notation": notation, "selector": selector}
            path = write("css", named, roles="yes", text="yes", ramps="yes", **options)
            paths.append(path.rename(programs.work / f"{modes}-{notation}.css"))
    programs.run_npm("stylelint", "stylelint", "--config", "rules.json", *paths)
