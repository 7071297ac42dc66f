"""`mplstyle` in matplotlib, `android` in Android's compiler of resources, `latex` in pdfTeX."""

import re
from collections.abc import Mapping
from pathlib import Path

import cvpalette
from cvpalette.color.color import Color
from cvpalette.extraction import Extraction
from cvpalette.roles.scheme import MODES

from .conftest import Write
from .hostile import COLORS, SLUGS
from .programs import Programs

_MANIFEST = (
    '<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="org.example.palette"/>'
)
# The colors by the names that they have in resources, with their opacity before them.
RESOURCES = {
    f"color_{slug.replace('-', '_')}": f"#ff{color[1:]}" for slug, color in zip(SLUGS, COLORS, strict=True)
}


def test_matplotlib_draws_in_the_colors(programs: Programs, write: Write, named: Extraction) -> None:
    """Lines are drawn in the palette's colors, in their order."""
    assert programs.ask_python("python", "matplotlib_style.py", write("mplstyle", named)) == list(COLORS)


def test_android_compiles_the_resources(programs: Programs, write: Write, named: Extraction) -> None:
    """Compiled and linked, each resource is there by its name."""
    values = programs.make_folder("res", "values") / "values"
    write("android", named).rename(values / "colors.xml")
    assert _read_resources(programs) == {name: [("", color)] for name, color in RESOURCES.items()}


def test_android_compiles_the_day_and_the_night(programs: Programs, named: Extraction) -> None:
    """Each role has a value for both, and the palette and its colors of text have one."""
    contents = cvpalette.render(named, "android", roles=True, text=True)
    assert isinstance(contents, Mapping)
    assert list(contents) == ["values/colors.xml", "values-night/colors.xml"]
    for name, text in contents.items():
        folder = programs.make_folder("res", str(Path(name).parent)) / Path(name).parent
        assert isinstance(text, str)
        (folder / Path(name).name).write_text(text, encoding="utf-8")
    inks = [color.ink for color in named.palette.colors]
    wanted = {name: [("", color)] for name, color in RESOURCES.items()}
    wanted |= {f"{name}_text": [("", _argb(ink))] for name, ink in zip(RESOURCES, inks, strict=True)}
    light, dark = (named.result.scheme.mode(mode).named() for mode in MODES)
    for role in light:
        values = [("", _argb(light[role].color)), ("night-v8", _argb(dark[role].color))]
        # The linker drops a value that is the same at night.
        same = values[0][1] == values[1][1]
        wanted[f"color_{role.replace('-', '_')}"] = values[:1] if same else values
    assert _read_resources(programs) == wanted


def _argb(color: Color) -> str:
    return f"#ff{color.digits}"


def _read_resources(programs: Programs) -> dict[str, list[tuple[str, str]]]:
    """Compile and link the folder res, and return the values of each color with their configurations."""
    aapt2 = programs.find("aapt2")
    (programs.work / "AndroidManifest.xml").write_text(_MANIFEST, encoding="utf-8")
    programs.run(aapt2, "compile", "-o", "compiled.zip", "--dir", "res")
    programs.run(aapt2, "link", "-o", "linked.apk", "--manifest", "AndroidManifest.xml", "compiled.zip")
    dump = programs.run(aapt2, "dump", "resources", "linked.apk")
    found = re.findall(r"resource \S+ color/(\S+)\n((?:\s*\([\w-]*\) #\w+\n)+)", dump)
    return {name: re.findall(r"\(([\w-]*)\) (#\w+)", values) for name, values in found}


def test_latex_defines_the_colors(
    programs: Programs, write: Write, named: Extraction, tmp_path: Path
) -> None:
    """Each name is a color of xcolor's, and text is set in it."""
    pdflatex = programs.find("pdflatex")
    path = write("latex", named)
    names = [f"color-{slug}" for slug in SLUGS]
    uses = "".join(
        rf"\convertcolorspec{{named}}{{{name}}}{{HTML}}\found\typeout{{FOUND \found}}"
        rf"\textcolor{{{name}}}{{x}}"
        for name in names
    )
    text = rf"\documentclass{{article}}\usepackage{{{path.stem}}}\begin{{document}}{uses}\end{{document}}"
    (tmp_path / "text.tex").write_text(text, encoding="utf-8")
    log = programs.run(pdflatex, "-interaction=nonstopmode", "-halt-on-error", "text.tex")
    assert re.findall(r"^FOUND (\w+)$", log, re.MULTILINE) == [color[1:].upper() for color in COLORS]
