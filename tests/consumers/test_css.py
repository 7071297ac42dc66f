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
    assert "custom-property-pattern" in programs.run_npm(*lint, "--formatter=unix", *paths, code=2)


MODES_OF_CSS = pytest.mark.parametrize("modes", ["light-dark", "media", "class"])
# Where a page is dark by classes: those of its root, and those of its body.
DARK_PLACES = {
    ":root": [("dark", ""), ("", "dark")],
    ".brand": [("dark", "brand"), ("", "brand dark"), ("brand", "dark")],
}


def _paint_roles(  # noqa: PLR0913 -- a style sheet, and what a page and a browser make of it
    painter: Painter, style: str, mode: Mode, scheme: Scheme, root: str = "", body: str = ""
) -> None:
    """Compare what Chromium paints with each role of a mode."""
    roles = scheme.mode(mode).named()
    painted = painter.paint_roles(style, [f"--color-{name}" for name in roles], mode, body, class_=root)
    assert dict(zip(roles, painted, strict=True)) == {name: role.hex for name, role in roles.items()}


@MODES_OF_CSS
def test_chromium_paints_the_roles(painter: Painter, write: Write, named: Extraction, modes: str) -> None:
    """In both modes, by each of the three ways; the ramp of a role is that of its light color."""
    options = {"roles": "yes", "ramps": "yes", "text": "yes", "modes": modes}
    style = write("css", named, **options).read_text(encoding="utf-8")
    scheme = named.result.scheme
    for mode in MODES:
        _paint_roles(painter, style, mode, scheme, root=mode if modes == "class" else "")
        ramp = make_ramp(scheme.light.primary.color)
        steps = painter.paint_roles(style, [f"--color-primary-{step}" for step in ramp], mode, class_=mode)
        assert steps == [color.hex for color in ramp.values()]
        for ending, wanted in [("", COLORS), ("-text", [each.ink.hex for each in named.palette.colors])]:
            names = [f"--color-{slug}{ending}" for slug in SLUGS]
            assert painter.paint_roles(style, names, mode, class_=mode) == list(wanted)


@pytest.mark.parametrize("selector", [":root", ".brand"])
def test_chromium_paints_roles_inside_the_class(
    painter: Painter, write: Write, named: Extraction, selector: str
) -> None:
    """Whatever the user prefers, and whichever element has the class."""
    style = write("css", named, roles="yes", modes="class", selector=selector).read_text(encoding="utf-8")
    scheme, inner = named.result.scheme, selector.strip(".:").replace("root", "")
    light = scheme.light.named()
    names = [f"--color-{name}" for name in light]
    shown = painter.paint_roles(style, names, "dark", inner)
    assert shown == [role.hex for role in light.values()]
    for root, body in DARK_PLACES[selector]:
        _paint_roles(painter, style, "dark", scheme, root, body)
        dark = painter.paint_roles(style, names, "light", body, class_=root)
        assert dark == [role.hex for role in scheme.dark.named().values()]


@MODES_OF_CSS
def test_chromium_paints_roles_of_an_element(
    painter: Painter, write: Write, named: Extraction, modes: str
) -> None:
    """Those of a selector are not there outside of it."""
    style = write("css", named, roles="yes", modes=modes, selector=".brand").read_text(encoding="utf-8")
    for mode in MODES:
        root = mode if modes == "class" else ""
        _paint_roles(painter, style, mode, named.result.scheme, root, body="brand")
        assert painter.paint_roles(style, ["--color-text"], mode, class_=root) == [None]


def test_a_page_is_dark_by_its_color_scheme(painter: Painter, write: Write, named: Extraction) -> None:
    """light-dark() follows the color-scheme of an element, whatever the user prefers."""
    style = write("css", named, roles="yes").read_text(encoding="utf-8") + ".night { color-scheme: dark }"
    _paint_roles(painter, style, "dark", named.result.scheme, body="night")
    roles = named.result.scheme.dark.named()
    painted = painter.paint_roles(style, [f"--color-{name}" for name in roles], "light", "night")
    assert painted == [role.hex for role in roles.values()]


@pytest.mark.parametrize("notation", ["rgb", "hsl", "oklch"])
def test_chromium_paints_roles_in_every_notation(
    painter: Painter, write: Write, named: Extraction, notation: str
) -> None:
    """Inside light-dark() too."""
    style = write("css", named, roles="yes", notation=notation).read_text(encoding="utf-8")
    for mode in MODES:
        _paint_roles(painter, style, mode, named.result.scheme)


def test_a_color_that_is_called_like_a_role_gets_a_number(painter: Painter, write: Write) -> None:
    """Neither takes the other's place, nor that of a step or of a color of text."""
    names = ["primary", "Background", "on primary", "primary 500", "text", "primary-2", "red", "red text"]
    extraction = make_extraction(COLORS[: len(names)], names=names)
    style = write("css", extraction, roles="yes", ramps="yes", text="yes").read_text(encoding="utf-8")
    for mode in MODES:
        _paint_roles(painter, style, mode, extraction.result.scheme)
    slugs = ["primary-2", "background-2", "on-primary-2", "primary-500-2", "text-2", "primary-2-2", "red"]
    properties = [f"--color-{slug}" for slug in [*slugs, "red-text-2"]]
    assert painter.paint_roles(style, properties, "light") == list(COLORS[: len(names)])


@MODES_OF_CSS
@pytest.mark.parametrize("targets", ["", "chrome 100"])
def test_lightningcss_keeps_the_roles(
    programs: Programs, painter: Painter, write: Write, named: Extraction, modes: str, targets: str
) -> None:
    """For old browsers too, which have no light-dark()."""
    path = write("css", named, roles="yes", text="yes", modes=modes)
    options = ["--targets", targets] if targets else []
    style = programs.run_npm("lightningcss-cli", "lightningcss", "--minify", *options, path)
    assert ("light-dark(" in style) == (modes == "light-dark" and not targets)
    for mode in MODES:
        _paint_roles(painter, style, mode, named.result.scheme, root=mode if modes == "class" else "")


def test_stylelint_has_no_complaint_about_roles(programs: Programs, write: Write, named: Extraction) -> None:
    """However they become dark, in every notation, and for any elements."""
    rules = {
        "extends": str(programs.find_npm("stylelint-config-standard")),
        "rules": {
            "color-hex-length": "long",
            "number-max-precision": 5,
            "declaration-empty-line-before": None,
        },
    }
    (programs.work / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
    paths = []
    for modes in ("light-dark", "media", "class"):
        for notation, selector in zip(NOTATIONS, [":root", ".brand", "#app, .brand", "main"], strict=True):
            options = {"modes": modes, "notation": notation, "selector": selector}
            path = write("css", named, roles="yes", text="yes", ramps="yes", **options)
            paths.append(path.rename(programs.work / f"{modes}-{notation}.css"))
    programs.run_npm("stylelint", "stylelint", "--config", "rules.json", *paths)
