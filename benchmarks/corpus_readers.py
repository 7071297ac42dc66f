"""Readers of palette files of a few lines each, which share nothing with cvpalette; corpus.py compares.

They are right for files that are well made, and take no care of others.
"""

import colorsys
import configparser
import io
import json
import plistlib
import re
import shutil
import struct
import subprocess
import tempfile
import tomllib
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

#: Colors as '#rrggbb', or as 'cmyk' and four percentages, each with its name or ''.
Colors: TypeAlias = list[tuple[str, str]]


class Kind(NamedTuple):
    """A format: which files are of it, and a reader, which gives None for a file that it cannot judge."""

    suffixes: tuple[str, ...]
    content: bytes
    read: Callable[[bytes], Colors | None]
    #: How to compare: all colors in order, "stops" without those that follow themselves, or "part" of them.
    how: str = "all"


def find_kind(name: str, data: bytes) -> str:
    """Return the name of a palette file's format, or ''."""
    lower = name.lower()
    for name_of, kind in KINDS.items():
        is_named = not kind.suffixes or lower.endswith(kind.suffixes)
        if is_named and re.search(kind.content, data[: 1 << 16], re.DOTALL | re.MULTILINE):
            return name_of
    return ""


def _hex(levels: Any) -> str:
    return "#" + bytes(min(255, max(0, round(each))) for each in levels).hex()


def _share(levels: Any) -> str:
    return _hex(255 * float(each) for each in levels)


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8-sig", "replace").splitlines()


def _none(_data: bytes) -> None:
    """Leave a format to libraries."""


def _gimp(data: bytes) -> Colors:
    """Read the lines that begin with three numbers."""
    found = []
    for line in _lines(data):
        words = line.split(None, 3)
        if len(words) >= 3 and all(word.isdecimal() for word in words[:3]):
            found.append((_hex(map(int, words[:3])), words[3].strip() if len(words) > 3 else ""))
    return [(color, "" if name == "Untitled" else name) for color, name in found]


def _jasc(data: bytes) -> Colors:
    lines = _lines(data)
    return [(_hex(map(int, line.split()[:3])), "") for line in lines[3 : 3 + int(lines[2])]]


def _riff(data: bytes) -> Colors:
    (count,) = struct.unpack_from("<H", data, 22)
    return [(_hex(data[24 + 4 * at : 27 + 4 * at]), "") for at in range(count)]


def _act(data: bytes) -> Colors:
    count = struct.unpack_from(">H", data, 768)[0] if len(data) == 772 else 256
    return [(_hex(data[3 * at : 3 * at + 3]), "") for at in range(count or 256)]


def _paintnet(data: bytes) -> Colors:
    lines = [line.strip() for line in _lines(data)]
    return [(f"#{line[2:8].lower()}", "") for line in lines if re.fullmatch(r"[0-9A-Fa-f]{8}", line)]


def _hex_lines(data: bytes) -> Colors:
    return [(f"#{line.strip().lstrip('#')[:6].lower()}", "") for line in _lines(data) if line.strip()]


def _soc(data: bytes) -> Colors:
    """Read the attributes, whatever their namespaces."""
    found = []
    for each in ET.fromstring(data):
        values = {key.rpartition("}")[2]: value for key, value in each.items()}
        found.append((values["color"].lower(), values["name"]))
    return found


def _kpl(data: bytes) -> Colors | None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ET.fromstring(archive.read("colorset.xml"))
    found = []
    for entry in root.iter("ColorSetEntry"):
        color = next(each for each in entry if each.tag != "Position")
        if color.tag not in {"sRGB", "RGB"}:
            return None
        found.append((_share(color.attrib[key] for key in "rgb"), entry.get("name", "")))
    return found


def _swatches(data: bytes) -> Colors:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = json.loads(archive.read("Swatches.json"))
    slots = (root if isinstance(root, dict) else root[0])["swatches"]
    return [
        (_share(colorsys.hsv_to_rgb(each["hue"], each["saturation"], each["brightness"])), "")
        for each in slots
        if each
    ]


def _scribus(data: bytes) -> Colors | None:
    found = []
    for each in ET.fromstring(data).iter("COLOR"):
        if "RGB" in each.attrib:
            color = each.attrib["RGB"].lower()
        elif each.get("SPACE") == "RGB":
            color = _hex(float(each.attrib[key]) for key in "RGB")
        elif each.get("SPACE") == "CMYK":
            color = "cmyk " + " ".join(str(round(float(each.attrib[key]))) for key in "CMYK")
        elif "CMYK" in each.attrib:
            inks = bytes.fromhex(each.attrib["CMYK"][1:9])
            color = "cmyk " + " ".join(str(round(ink / 2.55)) for ink in inks)
        else:
            return None
        found.append((color, each.get("NAME", "")))
    return found


def _qgis(data: bytes) -> Colors:
    """Read the colors of all ramps and of the layer's classes, in no order."""
    found = []
    for each in ET.fromstring(data).iter():
        key, value = each.get("name") or each.get("k"), each.get("value") or each.get("v") or ""
        if each.tag == "item" and each.get("color") and each.get("label") is not None:
            found.append((each.attrib["color"][:7].lower(), ""))
        elif key in {"color1", "color2"} and re.match(r"\d+,\d+,\d+", value):
            found.append((_hex(map(int, value.split(",")[:3])), ""))
    return found


def _ini(data: bytes) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",), allow_no_value=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(data.decode("utf-8-sig"))
    return parser


def _kde(data: bytes) -> Colors:
    parser = _ini(data)
    return [
        (_hex(map(int, value.split(",")[:3])), key)
        for section in parser.sections()
        if section.startswith("Colors:")
        for key, value in parser.items(section)
        if value and re.fullmatch(r"\s*\d+\s*,\s*\d+\s*,\s*\d+\s*(,\s*\d+)?", value)
    ]


def _konsole(data: bytes) -> Colors:
    parser = _ini(data)
    return [
        (_hex(map(int, parser.get(section, "Color").split(",")[:3])), "")
        for section in parser.sections()
        if parser.has_option(section, "Color")
    ]


def _assigned(pattern: str) -> Callable[[bytes], Colors]:
    """Return a reader of lines that give a hexadecimal color; the pattern has one group."""
    compiled = re.compile(pattern)

    def read(data: bytes) -> Colors:
        found = (compiled.match(line) for line in _lines(data))
        return [(f"#{each[1].lower()}", "") for each in found if each]

    return read


def _values(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for each in data:
            yield from _values(each)
    elif isinstance(data, str) and re.fullmatch(r"(#|0x)[0-9A-Fa-f]{6}", data):
        yield f"#{data[-6:].lower()}"


def _alacritty(data: bytes) -> Colors:
    text = data.decode()
    if re.search(r"^\[", text, re.MULTILINE):
        colors = tomllib.loads(text)["colors"]
    else:
        import yaml  # noqa: PLC0415 -- only these files need it

        colors = yaml.safe_load(text)["colors"]
    return [(each, "") for each in _values({k: colors.get(k) for k in ("normal", "bright")})]


def _base16(data: bytes) -> Colors:
    import yaml  # noqa: PLC0415 -- only these files need it

    root = yaml.safe_load(data)
    slots = root.get("palette", root)
    return [
        (f"#{str(value).lstrip('#').lower():0>6}", key)
        for key, value in slots.items()
        if re.fullmatch(r"base[01][0-9A-F]", key)
    ]


def _iterm(data: bytes) -> Colors:
    root = plistlib.loads(data)
    return [
        (_share(root[key][f"{each} Component"] for each in ("Red", "Green", "Blue")), "")
        for key in (f"Ansi {number} Color" for number in range(16))
        if key in root
    ]


def _x11(data: bytes) -> Colors:
    found = []
    for line in _lines(data):
        words = line.split(None, 3)
        if len(words) == 4 and all(word.isdecimal() for word in words[:3]):
            found.append((_hex(map(int, words[:3])), words[3]))
    return found


def _cpt(data: bytes) -> Colors | None:
    """Read both ends of each slice that is in RGB; gmt is asked for all others, and takes longer."""
    found: list[str] = []
    for line in _lines(data):
        if re.match(r"#\s*COLOR_MODEL\s*=\s*\+?[^\sRr+]", line):
            return _ask_gmt(data)
        words = re.split(r"[\s/]+", line.partition(";")[0].strip())
        if not words[0] or words[0][0] in "#BFN":
            continue
        try:
            numbers = [float(word) for word in words[:8]]
            _ = numbers[7]
            found += [_hex(numbers[1:4]), _hex(numbers[5:8])]
        except (ValueError, IndexError):
            return _ask_gmt(data)
    return [(each, "") for each in found]


def _ask_gmt(data: bytes) -> Colors | None:
    """Read what the program gmt makes of a table: both ends of each slice, or a color for each category."""
    if not shutil.which("gmt"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.cpt")
        path.write_bytes(data)
        command = ["gmt", "makecpt", f"-C{path}", "-Fr"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    if done.returncode:
        return None
    words = [each.split() for each in done.stdout.splitlines() if each and each[0] not in "#BFN"]
    colors = [word for each in words for word in each if re.fullmatch(r"[\d.]+/[\d.]+/[\d.]+", word)]
    return [(_hex(map(float, each.split("/"))), "") for each in colors]


def _ggr(data: bytes) -> Colors | None:
    """Read both ends of each segment; one whose ends are the image's colors is left to others."""
    found = []
    lines = _lines(data)
    start = 2 if lines[1].startswith("Name:") else 1
    for line in lines[start + 1 : start + 1 + int(lines[start])]:
        words = line.split()
        if len(words) > 13 and words[13:15] != ["0", "0"]:
            return None
        found += [_share(words[at : at + 3]) for at in (3, 7) if float(words[at + 3])]
    return [(each, "") for each in found]


def _tokens(data: bytes) -> Colors:
    """Read the values that are hexadecimal, in no order."""
    found = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            value = node.get("$value", node.get("value"))
            if isinstance(value, str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
                if node.get("$type", node.get("type")) == "color":
                    found.append((value.lower(), ""))
                return
            for each in node.values():
                walk(each)

    walk(json.loads(data))
    return found


def _variables(sigil: str) -> Callable[[bytes], Colors]:
    """Return a reader of variables whose value is written as a hexadecimal color, in no order."""
    pattern = re.compile(sigil + r"[\w-]+\s*:\s*#([0-9A-Fa-f]{6})\s*(?:!default\s*)?;")

    def read(data: bytes) -> Colors:
        text = re.sub(r"/\*.*?\*/", "", data.decode("utf-8", "replace"), flags=re.DOTALL)
        text = re.sub(r"(?m)^\s*//.*$", "", text)
        return [(f"#{value.lower()}", "") for value in pattern.findall(text)]

    return read


def _latex(data: bytes) -> Colors:
    """Read the definitions with RGB of 8 bits, HTML or rgb, in no order."""
    found = []
    text = re.sub(r"(?m)(?<!\\)%.*$", "", data.decode("utf-8", "replace"))
    for model, value in re.findall(r"\\definecolor\{[\w -]+\}\{(\w+)\}\{([^{}#\\]+)\}", text):
        if model == "HTML":
            found.append(f"#{value.lower()}")
        elif model in {"RGB", "rgb"}:
            numbers = [float(each) for each in value.split(",")]
            found.append(_hex(numbers) if model == "RGB" else _share(numbers))
    return [(each, "") for each in found]


#: The formats, the stricter first.
KINDS: Final[dict[str, Kind]] = {
    "GIMP palette": Kind((), rb"\A(\xef\xbb\xbf)?GIMP Palette", _gimp),
    "GIMP gradient": Kind((), rb"\AGIMP Gradient", _ggr, "stops"),
    "Adobe Swatch Exchange": Kind((), rb"\AASEF", _none),
    "Adobe color book": Kind((), rb"\A8BCB", _none),
    "Adobe color swatch": Kind((".aco",), rb"\A\0[\x01\x02]", _none),
    "Adobe color table": Kind((".act",), rb"\A.{768}(.{4})?\Z", _act),
    "JASC": Kind((), rb"\AJASC-PAL", _jasc),
    "RIFF palette": Kind((), rb"\ARIFF....PAL ", _riff),
    "Paint.NET": Kind((".txt",), rb"(?i)\A;\s*paint\.net palette", _paintnet),
    "Aseprite": Kind((), rb"\A.{4}\xe0\xa5.{122}", _none),
    "LibreOffice": Kind((".soc",), rb"color-table", _soc),
    "Krita": Kind((".kpl",), rb"\APK", _kpl),
    "Procreate": Kind((".swatches",), rb"\APK", _swatches),
    "Scribus": Kind((), rb"<SCRIBUSCOLORS", _scribus),
    "CorelDRAW": Kind((".xml",), rb"<palette\s", _none),
    "QGIS": Kind((".xml", ".qml"), rb"<qgis(_style)?\b.*(colorramp|color_ramp)", _qgis, how="part"),
    "Tableau": Kind((".tps",), rb"<color-palette", _none),
    "Sketch": Kind((".sketchpalette",), rb"compatibleVersion", _none),
    "KDE": Kind((".colors",), rb"^\[Colors:", _kde, how="part"),
    "Konsole": Kind((".colorscheme",), rb"^\[Color0\]", _konsole, how="part"),
    "iTerm": Kind((".itermcolors",), rb"Ansi 0 Color", _iterm, how="part"),
    "foot": Kind(
        (), rb"^regular0\s*=", _assigned(r"\s*(?:regular|bright)\d\s*=\s*([0-9A-Fa-f]{6})"), how="part"
    ),
    "kitty": Kind((".conf",), rb"^color0\s+#", _assigned(r"color\d+\s+#([0-9A-Fa-f]{6})"), how="part"),
    "X resources": Kind(
        (), rb"^\*?\.?color0:", _assigned(r"\*?\.?color\d+:\s*#([0-9A-Fa-f]{6})"), how="part"
    ),
    "Alacritty": Kind((".toml", ".yml", ".yaml"), rb"^colors:|^\[colors\.", _alacritty, how="part"),
    "base16": Kind((".yaml", ".yml"), rb"base0F\s*:", _base16),
    "GMT": Kind((".cpt",), rb".", _cpt, "stops"),
    "X11 names": Kind(("rgb.txt",), rb"^\s*\d+\s+\d+\s+\d+\s+\w", _x11),
    "matplotlib style": Kind((".mplstyle",), rb"prop_cycle\s*:", _none),
    "hex": Kind((".hex",), rb"\A(#?[0-9A-Fa-f]{6}\s+)+\Z", _hex_lines),
    "design tokens": Kind((".json",), rb'"\$?type"\s*:\s*"color"', _tokens, how="part"),
    "CSS": Kind((".css",), rb"--[\w-]+\s*:\s*#[0-9A-Fa-f]{6}\s*[;}]", _variables("--"), how="part"),
    "SCSS": Kind((".scss",), rb"^\$[\w-]+\s*:\s*#[0-9A-Fa-f]{6}", _variables(r"\$"), how="part"),
    "Less": Kind((".less",), rb"^@[\w-]+\s*:\s*#[0-9A-Fa-f]{6}", _variables("@"), how="part"),
    "LaTeX": Kind((".sty", ".def", ".tex"), rb"^\s*\\definecolor\{", _latex, how="part"),
    "Windows Terminal": Kind(
        (".json",),
        rb'"brightPurple"\s*:',
        lambda data: [(c, "") for c in _values(json.loads(data))],
        how="part",
    ),
    "Other palette": Kind((".pal", ".palette", ".clr", ".afpalette", ".cpl", ".hpl"), rb".", _none),
}
