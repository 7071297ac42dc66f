"""read_theme(): the themes of terminals, each by its entry in a table of their formats."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from cvpalette.color.color import Color, clip_color
from cvpalette.color.palette import Palette
from cvpalette.errors import ColorError
from cvpalette.messages import listed, quote
from cvpalette.parsing.entries import (
    Entry,
    as_text,
    decode_json,
    decode_text,
    join_groups,
    make_palette,
    read_color,
)
from cvpalette.parsing.keyfiles import read_levels, read_settings, unescape
from cvpalette.parsing.mappings import read_mapping
from cvpalette.parsing.profiled import convert_generic
from cvpalette.rendering.themes import ANSI_NAMES

__all__ = ["read_theme", "read_x_color"]

# Words that stand for another color of the theme, or for none.
_WORDS: Final = frozenset(
    (
        "none",
        "background",
        "foreground",
        "cellbackground",
        "cellforeground",
        "cell-background",
        "cell-foreground",
    )
)
_DEEPEST: Final = 16
# In a line of TOML.
_MOST_DOTS: Final = 200
_X_LEVELS: Final = re.compile(r"rgb:([0-9a-f]{1,4})/([0-9a-f]{1,4})/([0-9a-f]{1,4})", re.IGNORECASE)
_X_DIGITS: Final = re.compile(r"#([0-9a-f]{9}|[0-9a-f]{12})", re.IGNORECASE)
_X_GRAY: Final = re.compile(r"gr[ae]y(\d{1,2}|100)", re.IGNORECASE)
# The colors that X11 and CSS have another value for.
_X_NAMES: Final = {
    "gray": "#bebebe",
    "grey": "#bebebe",
    "green": "#00ff00",
    "maroon": "#b03060",
    "purple": "#a020f0",
}
_X_OPACITY: Final = re.compile(r"\[\d{1,3}\]\s*")

_COLORS: Final = tuple(f"color{number}" for number in range(16))
_PAIR: Final = re.compile(r"(\S+)\s+(\S+)")

_KITTY: Final = re.compile(
    r"color\d{1,3}|(?:.+_)?(?:fore|back)ground|cursor|cursor_text_color|cursor_trail_color|.+_color"
    r"|(?:mark\d_)(?:fore|back)ground"
)
_KITTY_LINE: Final = re.compile(r"([a-z][a-z0-9_]*+(?:\.[\w.-]++)?)\s++(\S.*)")
_GHOSTTY: Final = re.compile(
    r"(?:.+-)?(?:fore|back)ground|cursor-color|cursor-text|bold-color|split-divider-color|unfocused-split-fill"
)
_GHOSTTY_PALETTE: Final = re.compile(r"\s*(\d{1,3})\s*=\s*(\S+)")
_FOOT: Final = re.compile(
    r"(?:selection-)?(?:fore|back)ground|(?:regular|bright|dim)[0-7]|\d{1,3}|urls|flash|sixel\d{1,2}|cursor|color"
    r"|jump-labels|scrollback-indicator|search-box(?:-no)?-match"
)
_FOOT_SECTIONS: Final = {
    "": "",
    "cursor": "",
    "colors": "",
    "colors2": "colors2",
    "colors-dark": "dark",
    "colors-light": "light",
}
_XRESOURCE: Final = re.compile(r"[\w.*?-]++")
_XCOLOR: Final = re.compile(
    r"color(?:\d{1,3}|BD|IT|UL|RV|2?)|(?:fore|back)ground|cursorColor2?|highlightColor|highlightTextColor"
    r"|pointerColor2?|pointerColorBackground|borderColor|underlineColor|fading?Color|scrollColor|tintColor"
)
_DEFINE: Final = re.compile(r"#\s*define\s+(\w+)\s+(\S.*)")
_KONSOLE: Final = re.compile(r"(?:Background|Foreground|Color[0-7])(?:Intense|Faint)?")
_PTYXIS: Final = re.compile(
    r"Color(?:\d|1[0-5])|(?:Titlebar|Superuser|Remote|Visual)?(?:Back|Fore)ground|Cursor"
)
_DCONF: Final = re.compile(r"[a-z-]+-color")
_DCONF_TEXT: Final = re.compile(r"'([^']*+)'")
_WINDOWS_NAMES: Final = tuple("purple" if name == "magenta" else name for name in ANSI_NAMES)
_WINDOWS_COLORS: Final = (*_WINDOWS_NAMES, *(f"bright{name.capitalize()}" for name in _WINDOWS_NAMES))
_WINDOWS_GROUNDS: Final = ("background", "foreground", "cursorColor", "selectionBackground")
_ITERM: Final = re.compile(r"(.+) Color( \((?:Light|Dark)\))?")
_CHANNELS: Final = ("Red Component", "Green Component", "Blue Component")


class _Named(NamedTuple):
    """A color of a theme by its name, as text or as it is read already."""

    name: str
    value: str | Color | None
    group: str = ""
    alpha: float = 1.0


class _Theme(NamedTuple):
    """What a file says: its colors in order, its name, and who made it."""

    colors: list[_Named]
    name: str = ""
    comment: str = ""


class _Format(NamedTuple):
    """A format of themes: what it is called, how it is read, and the colors that each theme of it has."""

    called: str
    read: Callable[[bytes], _Theme]
    needed: Iterable[str]


def read_theme(data: bytes, name: str) -> Palette:
    """Return the colors of a theme in the format of the output `name`, in order, with the file's own names.

    Colors that the file only numbers are called color0 to color15. Variants, such as light and dark, are
    groups. A setting that stands for another color, such as `none`, is left out, and a note says so. Raises
    ValueError for a file of another format.
    """
    called, read, needed = _FORMATS[name]
    theme = read(data)
    names = {each.name for each in theme.colors}
    missing = [each for each in needed if each not in names]
    if missing:
        message = f"it is no {called}: it has no color {listed(missing[:3])}"
        raise ValueError(message)
    own = [each for each in theme.colors if not _is_word(each.value)]
    words = sorted({each.name for each in theme.colors} - {each.name for each in own})
    left_out = [f"{listed(words, 'and')}: no colors of their own, left out"] if words else []
    entries, title = join_groups(map(_read_entry, own), theme.name)
    return make_palette(entries, title, left_out, theme.comment)


def _is_word(value: str | Color | None) -> bool:
    return isinstance(value, str) and value.lower() in _WORDS


def _read_entry(named: _Named) -> Entry:
    color = named.value
    if isinstance(color, str):
        text = color[:60]
        try:
            color = read_x_color(color)
        except ColorError as error:
            message = f"color {quote(named.name[:60])}, {quote(text)}, is not valid; write it as '#264653'"
            raise ValueError(message) from error
    return Entry(color, named.name, group=named.group, alpha=named.alpha)


def read_x_color(text: str) -> Color | None:
    """Read a color in a notation of X11: rgb:26/46/53, more digits, and its own names. Raises ColorError.

    Everything that `read_color` reads is read, too. A level of fewer or more than two digits is scaled.
    """
    levels = _X_LEVELS.fullmatch(text)
    if levels:
        return Color(
            *(int(int(digits, 16) / (16 ** len(digits) - 1) * 255 + 0.5) for digits in levels.groups())
        )
    digits = _X_DIGITS.fullmatch(text)
    if digits:
        text = digits[1]
        size = len(text) // 3
        return read_x_color(f"rgb:{text[:size]}/{text[size : 2 * size]}/{text[2 * size :]}")
    gray = _X_GRAY.fullmatch(text)
    if gray:
        # X11 rounds 50% and 90% down, as this product does.
        level = int(int(gray[1]) * 2.55 + 0.5)
        return Color(level, level, level)
    return read_color(_X_NAMES.get(text.lower(), text))


def _read_kitty(data: bytes) -> _Theme:
    colors: list[_Named] = []
    about: dict[str, str] = {}
    for number, line in enumerate(decode_text(data).splitlines(), 1):
        bare = line.strip()
        if bare.startswith("##"):
            key, _, value = bare[2:].partition(":")
            about.setdefault(key.strip(), value.strip())
        if not bare or bare[0] == "#":
            continue
        found = _KITTY_LINE.fullmatch(bare)
        if not found:
            message = f"line {number}: {quote(bare[:60])} is no setting of kitty"
            raise ValueError(message)
        # A value of several words, such as one of `map`, is no color.
        if _KITTY.fullmatch(found[1]) and " " not in found[2]:
            colors.append(_Named(found[1], found[2]))
    told = [f"{key}: {about[key]}" for key in ("author", "license") if about.get(key)]
    return _Theme(colors, about.get("name", ""), "\n".join(told))


def _read_ghostty(data: bytes) -> _Theme:
    colors = []
    for section, key, value in read_settings(decode_text(data).splitlines(), marks="#"):
        if section:
            raise ValueError("it is no theme of Ghostty: it has sections")
        text = value.strip('"')
        found = _GHOSTTY_PALETTE.fullmatch(text)
        if key == "palette" and found:
            colors.append(_Named(f"color{int(found[1])}", found[2]))
        elif _GHOSTTY.fullmatch(key):
            colors.append(_Named(key, text))
    return _Theme(colors)


def _read_xresources(data: bytes) -> _Theme:
    lines = decode_text(data).replace("\\\n", "").splitlines()
    defined: dict[str, str] = {}
    found: list[tuple[str, str, str]] = []
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        define = _DEFINE.match(bare)
        if define:
            defined[define[1]] = define[2].strip()
        if not bare or bare[0] in "!#":
            continue
        resource, sign, value = bare.partition(":")
        resource = resource.rstrip()
        if not sign or not _XRESOURCE.fullmatch(resource):
            message = f"line {number}: {quote(bare[:60])} is no resource of X"
            raise ValueError(message)
        key = resource[max(resource.rfind("."), resource.rfind("*")) + 1 :]
        if _XCOLOR.fullmatch(key):
            text = _X_OPACITY.sub("", value.strip(), count=1)
            found.append((resource.removesuffix(key).strip(".*?"), key, defined.get(text, text)))
    # The programs are groups only if the file has colors of several.
    programs = {program for program, _, _ in found}
    return _Theme([_Named(key, value, program if len(programs) > 1 else "") for program, key, value in found])


def _read_foot(data: bytes) -> _Theme:
    colors = []
    for section, key, value in read_settings(decode_text(data).splitlines(), trailing="#"):
        if section not in _FOOT_SECTIONS or not _FOOT.fullmatch(key) or (not section and key == "cursor"):
            continue
        group = _FOOT_SECTIONS[section]
        name = "cursor" if key == "color" else f"color{key}" if key.isdigit() else key
        pair = _PAIR.fullmatch(value)
        if pair:
            colors += [_Named(f"{name}-text", pair[1], group), _Named(name, pair[2], group)]
        elif value:
            colors.append(_Named(name, value, group))
    return _Theme(colors)


def _read_konsole(data: bytes) -> _Theme:
    colors: list[_Named] = []
    about: dict[str, str] = {}
    for section, key, value in read_settings(decode_text(data).splitlines()):
        if section == "General":
            about[key] = unescape(value)
        elif key == "Color" and _KONSOLE.fullmatch(section):
            color, _ = read_levels(value)
            colors.append(_Named(section, color))
    return _Theme(colors, about.get("Description", ""))


def _read_ptyxis(data: bytes) -> _Theme:
    colors, name = [], ""
    for section, key, value in read_settings(decode_text(data).splitlines()):
        if section == "Palette" and key == "Name":
            name = unescape(value)
        if section in {"Palette", "Light", "Dark"} and _PTYXIS.fullmatch(key):
            colors.append(_Named(key, value, "" if section == "Palette" else section))
    return _Theme(colors, name)


def _read_gnome_terminal(data: bytes) -> _Theme:
    colors: list[_Named] = []
    names: dict[str, str] = {}
    for section, key, value in read_settings(decode_text(data).splitlines()):
        texts = _DCONF_TEXT.findall(value)
        if key == "visible-name":
            names[section] = "".join(texts)
        elif key == "palette":
            colors += [_Named(f"color{number}", text, section) for number, text in enumerate(texts)]
        elif _DCONF.fullmatch(key):
            colors += [_Named(key, text, section) for text in texts[:1]]
    shown = {section: names.get(section) or section.strip("/:") for _, _, section, _ in colors}
    return _Theme([each._replace(group=shown[each.group]) for each in colors])


def _read_toml(data: bytes) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 -- few palettes are TOML

    text = decode_text(data)
    # The time of Python's reader grows with the square of the parts of a key.
    if any(line.count(".") > _MOST_DOTS for line in text.splitlines()):
        raise ValueError("it is nested too deeply")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    except tomllib.TOMLDecodeError as error:
        message = f"it is not TOML: {error}"
        raise ValueError(message) from error


def _read_alacritty(data: bytes) -> _Theme:
    text = decode_text(data)
    # Before version 0.13, its settings were YAML.
    is_yaml = re.search(r"^colors:\s*(?:#.*)?$", text, re.MULTILINE)
    document = read_mapping(text) if is_yaml else _read_toml(data)
    colors = document.get("colors")
    return _Theme(list(_walk(colors, ()))) if isinstance(colors, dict) else _Theme([])


def _walk(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[_Named]:
    """Give the colors of a table and those in it; the tables are groups."""
    if len(path) > _DEEPEST:
        raise ValueError("it is nested too deeply")
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _walk(value, (*path, key))
        elif isinstance(value, str):
            yield _Named(key, value, "/".join(path))
        elif key == "indexed_colors" and isinstance(value, list):
            for each in value:
                if isinstance(each, dict) and isinstance(each.get("color"), str):
                    yield _Named(f"color{each.get('index')}"[:60], each["color"], key)


def _read_wezterm(data: bytes) -> _Theme:
    document = _read_toml(data)
    table, about = document.get("colors"), document.get("metadata", {})
    if not isinstance(table, dict) or not isinstance(about, dict):
        return _Theme([])
    colors: list[_Named] = []
    for key, value in table.items():
        if key in {"ansi", "brights"} and isinstance(value, list):
            start = 0 if key == "ansi" else 8
            colors += [_Named(f"color{start + at}", as_text(text)) for at, text in enumerate(value[:8])]
        elif key == "indexed" and isinstance(value, dict):
            colors += [_Named(f"color{number}", as_text(text)) for number, text in value.items()]
        elif isinstance(value, str):
            colors.append(_Named(key, value))
        elif isinstance(value, dict):
            colors += _walk(value, (key,))
    author = as_text(about.get("author"))
    return _Theme(colors, as_text(about.get("name")), f"author: {author}" if author else "")


def _read_pywal(data: bytes) -> _Theme:
    document = decode_json(data)
    parts = [document.get(key) for key in ("special", "colors")] if isinstance(document, dict) else []
    if not all(isinstance(part, dict) for part in parts):
        return _Theme([])
    return _Theme([_Named(key, as_text(text)) for part in parts for key, text in (part or {}).items()])


def _read_windows_terminal(data: bytes) -> _Theme:
    document = decode_json(data)
    schemes = document.get("schemes", [document]) if isinstance(document, dict) else document
    colors = []
    for number, scheme in enumerate(schemes if isinstance(schemes, list) else [], 1):
        if not isinstance(scheme, dict) or not scheme.keys() >= {
            *_WINDOWS_COLORS,
            "background",
            "foreground",
        }:
            raise ValueError("it is no scheme of Windows Terminal: a color is missing")
        group = as_text(scheme.get("name")) or f"scheme-{number}"
        kept = {*_WINDOWS_COLORS, *_WINDOWS_GROUNDS}
        colors += [_Named(key, as_text(text), group) for key, text in scheme.items() if key in kept]
    return _Theme(colors)


def _read_iterm(data: bytes) -> _Theme:
    import plistlib  # noqa: PLC0415 -- it loads a parser of XML

    from cvpalette.parsing.markup import read_xml  # noqa: PLC0415 -- as above

    if not data.startswith(b"bplist"):
        # It refuses entities, and what is too deep or too large.
        read_xml(data)
    try:
        document = plistlib.loads(data)
    except Exception as error:  # a damaged list may raise anything
        message = "it is no property list, or one that is damaged"
        raise ValueError(message) from error
    colors = []
    for key, value in document.items() if isinstance(document, dict) else ():
        found = _ITERM.fullmatch(key) if isinstance(key, str) else None
        if found and isinstance(value, dict):
            color, alpha = _read_components(value, key)
            colors.append(_Named(found[1], color, (found[2] or "").strip(" ()"), alpha))
    return _Theme(colors)


def _read_components(value: dict[str, Any], key: str) -> tuple[Color | None, float]:
    """Read a color of iTerm2; without a space, its numbers are those of Apple's Generic RGB."""
    try:
        red, green, blue = (min(1.0, max(0.0, float(value[channel]))) for channel in _CHANNELS)
        alpha = float(value.get("Alpha Component", 1))
        if not 0 <= alpha <= 1:
            raise ValueError(alpha)
        match value.get("Color Space", "Calibrated"):
            case "sRGB":
                color = clip_color("srgb", (red, green, blue))
            case "P3":
                color = clip_color("display-p3", (red, green, blue))
            case "Calibrated":
                color = convert_generic((red, green, blue))
            case other:
                message = f"color {quote(key[:60])} is of an unknown space, {quote(str(other)[:60])}"
                raise ValueError(message)
    except (KeyError, TypeError, ColorError, OverflowError) as error:
        message = f"color {quote(key[:60])} has no red, green and blue of 0 to 1"
        raise ValueError(message) from error
    return (color if alpha else None), alpha or 1.0


_FORMATS: Final[dict[str, _Format]] = {
    "alacritty": _Format("theme of Alacritty", _read_alacritty, ANSI_NAMES),
    "foot": _Format("theme of foot", _read_foot, [f"regular{number}" for number in range(8)]),
    "ghostty": _Format("theme of Ghostty", _read_ghostty, _COLORS),
    "gnome-terminal": _Format("profile of GNOME Terminal", _read_gnome_terminal, _COLORS),
    "iterm": _Format("preset of iTerm2", _read_iterm, [f"Ansi {number}" for number in range(16)]),
    "kitty": _Format("theme of kitty", _read_kitty, _COLORS),
    "konsole": _Format(
        "scheme of Konsole", _read_konsole, ["Background", "Foreground", *(f"Color{at}" for at in range(8))]
    ),
    "ptyxis": _Format(
        "palette of Ptyxis", _read_ptyxis, ["Background", "Foreground", *(f"Color{at}" for at in range(16))]
    ),
    "pywal": _Format("theme of pywal", _read_pywal, ["background", "foreground", *_COLORS]),
    "wezterm": _Format("scheme of WezTerm", _read_wezterm, _COLORS),
    "windows-terminal": _Format("scheme of Windows Terminal", _read_windows_terminal, _WINDOWS_COLORS),
    "xresources": _Format("theme in X resources", _read_xresources, _COLORS[:8]),
}
