"""`mplstyle` in matplotlib, `android` in Android's compiler of resources, `latex` in pdfTeX."""

import re
from collections.abc import Mapping
from pathlib import Path

import cvpalette
from cvpalette.extraction import Extraction
from cvpalette.roles.scheme import MODES

from .conftest import Write
from .hostile import COLORS, SLUGS
from .programs import Programs

_MANIFEST = (
    '<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="org.example.palette"/>'
)


def test_matplotlib_draws_in_the_colors(programs: Programs, write: Write, named: Extraction) -> None:
    """Lines are drawn in the palette's colors, in their order."""
    assert programs.ask_python("python", "matplotlib_style.py", write("mplstyle", named)) == list(COLORS)


def test_android_compiles_the_resources(
    programs: Programs, write: Write, named: Extraction, tmp_path: Path
) -> None:
    """Compiled and linked, each resource is there by its name."""
    aapt2 = programs.find("aapt2")
    values = programs.make_folder("res", "values") / "values"
    write("android", named).rename(values / "colors.xml")
    (tmp_path / "AndroidManifest.xml").write_text(_MANIFEST, encoding="utf-8")
    programs.run(aapt2, "compile", "-o", "compiled.zip", "--dir", "res")
    programs.run(aapt2, "link", "-o", "linked.apk", "--manifest", "AndroidManifest.xml", "compiled.zip")
    dump = programs.run(aapt2, "dump", "resources", "linked.apk")
    read = re.findall(r"resource \S+ color/(\S+)\n\s*\(\) (#\w+)", dump)
    wanted = [
        (f"color_{slug.replace('-', '_')}", f"#ff{color[1:]}")
        for slug, color in zip(SLUGS, COLORS, strict=True)
    ]
    assert sorted(read) == sorted(wanted)


def test_android_compiles_the_day_and_the_night(
    programs: Programs, named: Extraction, tmp_path: Path
) -> None:
    """Each role has a value for both."""
    aapt2 = programs.find("aapt2")
    contents = cvpalette.render(named, "android", roles=True)
    assert isinstance(contents, Mapping)
    for name, text in contents.items():
        folder = programs.make_folder("res", str(Path(name).parent)) / Path(name).parent
        assert isinstance(text, str)
        (folder / Path(name).name).write_text(text, encoding="utf-8")
    (tmp_path / "AndroidManifest.xml").write_text(_MANIFEST, encoding="utf-8")
    programs.run(aapt2, "compile", "-o", "compiled.zip", "--dir", "res")
    programs.run(aapt2, "link", "-o", "linked.apk", "--manifest", "AndroidManifest.xml", "compiled.zip")
    dump = programs.run(aapt2, "dump", "resources", "linked.apk")
    read = dict(re.findall(r"resource \S+ color/(\S+)\n\s*\(\) (#\w+)", dump))
    night = dict(re.findall(r"resource \S+ color/(\S+)\n\s*\(\) #\w+\n\s*\(night-v8\) (#\w+)", dump))
    light, dark = (named.result.scheme.mode(mode).named() for mode in MODES)
    names = {name: f"color_{name.replace('-', '_')}" for name in light}
    assert {name: read[names[name]] for name in light} == {n: f"#ff{r.hex[1:]}" for n, r in light.items()}
    # It drops a value that is the same at night.
    shown = read | night
    assert {name: shown[names[name]] for name in dark} == {n: f"#ff{r.hex[1:]}" for n, r in dark.items()}
    assert len(night) > 15


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
