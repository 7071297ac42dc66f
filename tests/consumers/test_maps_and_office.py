"""Color maps, gradients, color sets and themes in the programs that read them, and as they write them."""

import json
import re
from itertools import pairwise
from typing import Final

import numpy as np
import PIL.Image

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch, Values
from cvpalette.extraction import Extraction
from cvpalette.outputs.office import OfficeTheme
from cvpalette.outputs.scribus import ScribusColors
from cvpalette.result import Result

from .conftest import Read, Write
from .editors import read_gradients_in_gimp
from .hostile import COLORS, NAMED, PALETTE_NAME
from .programs import DRIVERS, Programs

_PLAIN: Final = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
# Netpbm reads these as notations of colors, or folds them into a name before them.
_NOT_NETPBM: Final = ("#1 red", "50% grey, or so; yes", "Navy Blue")
_SLA: Final = (
    '<SCRIBUSUTF8NEW Version="1.5.8"><DOCUMENT ANZPAGES="1" PAGEWIDTH="99" PAGEHEIGHT="99" UNITS="0">{}'
    '<MASTERPAGE PAGEWIDTH="99" PAGEHEIGHT="99" NUM="0" NAM="Normal" Size="A4"/>'
    '<PAGE PAGEWIDTH="99" PAGEHEIGHT="99" NUM="0" NAM="" MNAM="Normal" Size="A4"/>'
    "</DOCUMENT></SCRIBUSUTF8NEW>"
)


def _list_swatches(palette: Palette) -> list[list[str]]:
    return [[swatch.color.hex, swatch.name] for swatch in palette]


def test_gmt_reads_a_color_table_and_writes_it_anew(
    programs: Programs, write: Write, read: Read, named: Extraction
) -> None:
    """Each color comes back with its label, some of them by a name of X11's."""
    made = programs.run(programs.find("gmt"), "makecpt", f"-C{write('cpt', named)}", warns=False)
    lines = [line.split("\t") for line in made.splitlines() if line[0].isdigit()]
    assert [line[-1] for line in lines] == [f";{name}" for _, name in NAMED]
    theirs = programs.work / "their.cpt"
    theirs.write_text(made, encoding="utf-8")
    assert _list_swatches(read("cpt", theirs)) == NAMED


def test_gmt_reads_bands_and_runs(programs: Programs, write: Write, named: Extraction) -> None:
    """A band for each color, or a run from each to the next: GMT writes the levels with slashes."""
    levels = ["/".join(map(str, color.rgb)) for color in named.palette.colors]
    bands, runs = list(zip(levels, levels, strict=True)), list(pairwise(levels))
    for kind, ends in (("discrete", bands), ("continuous", runs)):
        # Without the names of X11's colors.
        command = ("makecpt", f"-C{write('cpt', named, kind=kind)}", "-Fr")
        made = programs.run(programs.find("gmt"), *command, warns=False)
        lines = [line.split("\t") for line in made.splitlines() if line[0].isdigit()]
        assert [(_slashes(line[1]), _slashes(line[3])) for line in lines] == ends


def _slashes(fill: str) -> str:
    """GMT writes a gray as one level."""
    return "/".join([fill] * 3) if fill.isdigit() else fill


def test_cpt2js_reads_color_maps(programs: Programs, write: Write, named: Extraction) -> None:
    """Of ArcGIS and of GMT: each whole value has the color that stands for it."""
    for name, options in (("arcgis", {}), ("cpt", {"kind": "continuous"})):
        read = programs.ask_node("cpt2js", "cpt2js.mjs", write(name, named, **options), str(len(COLORS)))
        assert read == list(COLORS)


def test_gdal_colors_a_raster(programs: Programs, write: Write, named: Extraction) -> None:
    """A raster of the values from 0 is drawn in the colors of ArcGIS's map."""
    gdaldem, raster = programs.find("gdaldem"), programs.work / "values.asc"
    values = " ".join(map(str, range(len(COLORS))))
    raster.write_text(
        f"ncols {len(COLORS)}\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 1\n{values}\n", encoding="ascii"
    )
    drawn = programs.work / "drawn.png"
    programs.run(gdaldem, "color-relief", raster, write("arcgis", named), drawn, "-of", "PNG")
    with PIL.Image.open(drawn) as picture:
        pixels = np.asarray(picture.convert("RGB"))[0]
    assert ["#" + bytes(pixel).hex() for pixel in pixels] == list(COLORS)


def test_tab_pal_reads_tableaus_preferences(programs: Programs, write: Write, named: Extraction) -> None:
    """One palette, by its name; Tableau has no names of colors."""
    read = programs.ask_python("python", "tableau_palettes.py", write("tps", named))
    assert read == [[PALETTE_NAME, "regular", list(COLORS)]]


def test_a_report_of_power_bi_takes_the_theme(programs: Programs, write: Write, named: Extraction) -> None:
    """Microsoft's own models find nothing wrong in it; they do not look at the colors."""
    read = programs.ask_node("powerbi-models", "power_bi_theme.cjs", write("powerbi", named))
    assert read == {"errors": [], "name": PALETTE_NAME, "colors": list(COLORS)}


def test_netpbm_finds_colors_by_name(programs: Programs, write: Write, named: Extraction) -> None:
    """In the file that is given to it as X11's."""
    ppmmake = programs.find("ppmmake")
    env = {"RGBDEF": str(write("x11", named))}
    for color, name in NAMED:
        if name not in _NOT_NETPBM:
            target = programs.work / "one.ppm"
            programs.run("/bin/sh", "-c", '"$0" "$1" 1 1 > "$2"', ppmmake, name, target, env=env)
            assert tuple(target.read_bytes()[-3:]) == Color.from_hex(color).rgb


def test_gimp_reads_gradients(programs: Programs, write: Write, named: Extraction) -> None:
    """Each stop, or each band, by the levels that were written."""
    levels = [f"{color.red} {color.green} {color.blue} " for color in named.palette.colors]
    smooth = read_gradients_in_gimp(programs, write("ggr", named))
    assert smooth[PALETTE_NAME] == [end for ends in pairwise(levels) for end in ends]


def test_libreoffice_shows_the_colors_of_a_theme(programs: Programs, write: Write, named: Extraction) -> None:
    """In a presentation that python-pptx gave our theme, the 12 colors are those that we wrote."""
    path = write("office", named)
    roles = [color for _, color in OfficeTheme.parse(path.read_bytes()).roles]
    soffice = programs.find("soffice")
    assert programs.ask_python("python", "office_theme.py", path, "themed.pptx") == len(roles)
    profile = programs.make_folder("libreoffice")
    command = (
        "--headless",
        f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to",
        "png",
        "themed.pptx",
    )
    programs.run(soffice, *command, env=_PLAIN | {"HOME": str(profile)})
    with PIL.Image.open(programs.work / "themed.png") as picture:
        pixels = np.asarray(picture.convert("RGB"))
    height, width = pixels.shape[:2]
    row = pixels[int(height * 1.4 / 7.5)]
    shown = [tuple(row[int(width * (0.875 + 0.75 * index) / 10)].tolist()) for index in range(len(roles))]
    assert shown == [color.rgb for color in roles]


def test_scribus_reads_colors_inks_and_spot_colors(programs: Programs) -> None:
    """It reads our elements where a document has its own: it has no command to import a color set."""
    inks, lab = (0.1, 0.2, 0.333, 0.4), (54.29, 80.81, 69.89)
    given = [Swatch(Color.from_hex(color), 0, name) for color, name in NAMED]
    given += [
        Swatch(Color(0, 0, 0), 0, "ink", kind="spot", values=Values("cmyk", inks)),
        Swatch(Color(0, 0, 0), 1, "lab", values=Values("lab", lab)),
    ]
    text = ScribusColors().render(Result.of_palette(Palette(tuple(given), has_shares=False), "x.ase"))
    document, answer = programs.work / "ours.sla", programs.work / "answer"
    document.write_text(_SLA.format("".join(re.findall("<COLOR .*/>", text))), encoding="utf-8")
    home = programs.make_folder("scribus")
    env = _PLAIN | {"HOME": str(home), "PYTHONHOME": "/usr", "DOCUMENT": str(document), "ANSWER": str(answer)}
    programs.run(programs.find("scribus"), "-g", "-ns", "-py", DRIVERS / "scribus_colors.py", env=env)
    read = {name: (rgb, cmyk, spot) for name, rgb, cmyk, spot in json.loads(answer.read_text("utf-8"))}
    assert {name: read[name][0] for _, name in NAMED} == {
        name: list(Color.from_hex(color).rgb) for color, name in NAMED
    }
    assert read["ink"][1:] == ([26, 51, 85, 102], True)
    # sRGB's red in CIELAB of D50.
    assert (read["lab"][0], read["lab"][2]) == ([255, 0, 0], False)


def test_qgis_imports_ramps_and_exports_them(
    programs: Programs, write: Write, read: Read, named: Extraction
) -> None:
    """A preset with its names, and a gradient's colors in order."""
    preset = programs.ask_qgis("qgis_ramps.py", write("qgis", named), programs.work / "their.xml")
    assert preset == {PALETTE_NAME: [[color, 255, name] for color, name in NAMED]}
    theirs = read("qgis", programs.work / "their.xml")
    assert (theirs.name, _list_swatches(theirs)) == (PALETTE_NAME, NAMED)
    style = write("qgis", named, ramp="gradient")
    gradient = programs.ask_qgis("qgis_ramps.py", style, programs.work / "their.xml")
    assert [color for color, *_ in gradient[PALETTE_NAME]] == list(COLORS)
    theirs = read("qgis", programs.work / "their.xml")
    assert [color.hex for color in theirs.colors] == list(COLORS)
