"""The themes of terminals: each is read back, and holds the colors and contrasts of the scheme."""

import json
import plistlib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from configparser import ConfigParser
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from cvpalette.color.color import Color
from cvpalette.outputs.alacritty import AlacrittyTheme
from cvpalette.outputs.foot import FootTheme
from cvpalette.outputs.ghostty import GhosttyTheme
from cvpalette.outputs.gnome_terminal import GnomeTerminalProfile
from cvpalette.outputs.iterm import ITermColors
from cvpalette.outputs.kitty import KittyTheme
from cvpalette.outputs.konsole import KonsoleScheme
from cvpalette.outputs.ptyxis import PtyxisPalette
from cvpalette.outputs.pywal import PywalColors
from cvpalette.outputs.tmux import TmuxTheme
from cvpalette.outputs.wezterm import WezTermScheme
from cvpalette.outputs.windows_terminal import WindowsTerminalSchemes
from cvpalette.outputs.xresources import XResources
from cvpalette.plugins.suffixes import find_by_suffix
from cvpalette.rendering.themes import ANSI_NAMES
from cvpalette.result import Result
from cvpalette.roles.role import MODES, Mode
from cvpalette.testing import OutputContract, ReaderContract, make_result

_NASTY = 'a*/ --> "x" \'y /* ]] ${z} \\ # ; %(a)s é漢🍊\\.png'
_CASES = {
    "photo": (("#1d3a5f", "#c9b79c", "#e76f51", "#2a9d8f", "#0b1320", "#f3efe6"), "photo.jpg"),
    "grays": (("#202020", "#777777", "#dddddd"), "grays.png"),
    "one color": (("#ffe800",), "yellow.png"),
    "nasty names": (("#264653", "#e76f51"), _NASTY),
}


@cache
def _result(case: str) -> Result:
    colors, name = _CASES[case]
    return make_result(colors, name)


@dataclass(frozen=True)
class _Theme:
    """What a reader of a format finds in a file: the 16 colors, and each pair of a text and its ground."""

    colors: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def of(
        cls,
        settings: Mapping[str, str],
        colors: Iterable[str] = (),
        *,
        pairs: Iterable[tuple[str, str]],
    ) -> "_Theme":
        return cls(
            tuple(colors) or tuple(settings[f"color{number}"] for number in range(16)),
            tuple((settings[text], settings[ground]) for text, ground in pairs),
        )


def _lines(text: str, mark: str, between: str) -> dict[str, str]:
    settings = (line.split(between, 1) for line in text.splitlines() if not line.startswith(mark))
    return {key.strip(): value.strip() for key, value in settings}


def _sections(text: str) -> ConfigParser:
    parser = ConfigParser(interpolation=None, delimiters="=", comment_prefixes="#")
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(text)
    return parser


def _read_kitty(text: str, _: Mode) -> _Theme:
    settings = _lines(text, "#", " ")
    tabs = [(f"{tab}_tab_foreground", f"{tab}_tab_background") for tab in ("active", "inactive")]
    pairs = [
        ("foreground", "background"),
        ("cursor_text_color", "cursor"),
        ("selection_foreground", "selection_background"),
        ("url_color", "background"),
    ]
    return _Theme.of(settings, pairs=pairs + tabs)


def _read_alacritty(text: str, _: Mode) -> _Theme:
    colors = tomllib.loads(text)["colors"]
    grounds = [
        *(colors[name] for name in ("primary", "footer_bar")),
        *colors["hints"].values(),
        *colors["search"].values(),
    ]
    return _Theme(
        tuple(colors[half][name] for half in ("normal", "bright") for name in ANSI_NAMES),
        (
            *((each["foreground"], each["background"]) for each in grounds),
            (colors["cursor"]["text"], colors["cursor"]["cursor"]),
            (colors["selection"]["text"], colors["selection"]["background"]),
        ),
    )


def _read_ghostty(text: str, _: Mode) -> _Theme:
    palette = re.findall(r"^palette = (\d+)=(#\w+)$", text, re.MULTILINE)
    assert [int(number) for number, _ in palette] == list(range(16))
    pairs = [
        ("foreground", "background"),
        ("cursor-text", "cursor-color"),
        ("selection-foreground", "selection-background"),
    ]
    return _Theme.of(_lines(text, "#", "="), [color for _, color in palette], pairs=pairs)


def _read_wezterm(text: str, _: Mode) -> _Theme:
    colors = tomllib.loads(text)["colors"]
    tabs = [tab for tab in colors["tab_bar"].values() if isinstance(tab, dict)]
    return _Theme(
        (*colors["ansi"], *colors["brights"]),
        (
            (colors["foreground"], colors["background"]),
            (colors["cursor_fg"], colors["cursor_bg"]),
            (colors["selection_fg"], colors["selection_bg"]),
            *((tab["fg_color"], tab["bg_color"]) for tab in tabs),
        ),
    )


def _read_foot(text: str, mode: Mode) -> _Theme:
    document = _sections(text)
    is_new = "colors-dark" in document
    section = {key: f"#{value}" for key, value in document[f"colors-{mode}" if is_new else "colors"].items()}
    cursor = section.pop("cursor")[1:] if is_new else document["cursor"]["color"]
    text_under, under = (f"#{color}" for color in cursor.split())
    boxes = {key: section.pop(key)[1:].split() for key in _FOOT_BOXES}
    shown = {
        **{key: f"#{text}" for key, (text, _) in boxes.items()},
        **{f"{key}-ground": f"#{ground}" for key, (_, ground) in boxes.items()},
    }
    theme = _Theme.of(
        section | shown | {"cursor": under, "cursor-text": text_under},
        [section[f"{half}{number}"] for half in ("regular", "bright") for number in range(8)],
        pairs=[
            ("foreground", "background"),
            ("cursor-text", "cursor"),
            ("selection-foreground", "selection-background"),
            ("urls", "background"),
            *((key, f"{key}-ground") for key in boxes),
        ],
    )
    assert len(section) == 16 + 5
    return theme


def _read_windows_terminal(text: str, mode: Mode) -> _Theme:
    (scheme,) = [each for each in json.loads(text)["schemes"] if each["name"].endswith(f" {mode}")]
    names = ["purple" if name == "magenta" else name for name in ANSI_NAMES]
    keys = [*names, *(f"bright{name.capitalize()}" for name in names)]
    # It chooses the text under the cursor by itself.
    pairs = [("foreground", "background"), ("foreground", "selectionBackground")]
    return _Theme.of(scheme, [scheme[key] for key in keys], pairs=pairs)


def _read_iterm(text: str, _: Mode) -> _Theme:
    document = plistlib.loads(text.encode())
    assert {entry["Color Space"] for entry in document.values()} == {"sRGB"}
    colors = {
        name.removesuffix(" Color"): Color(
            *(round(255 * entry[f"{channel} Component"]) for channel in ("Red", "Green", "Blue"))
        ).hex
        for name, entry in document.items()
    }
    pairs = [
        ("Foreground", "Background"),
        ("Bold", "Background"),
        ("Link", "Background"),
        ("Cursor Text", "Cursor"),
        ("Selected Text", "Selection"),
    ]
    return _Theme.of(colors, [colors[f"Ansi {number}"] for number in range(16)], pairs=pairs)


def _read_konsole(text: str, _: Mode) -> _Theme:
    document = _sections(text)
    colors = {
        name: Color(*map(int, section["Color"].split(","))).hex
        for name, section in document.items()
        if "Color" in section
    }
    # Konsole has colors of its own for what is missing.
    assert len(colors) == 3 * 10
    names = [f"Color{number}{kind}" for kind in ("", "Intense") for number in range(8)]
    pairs = [(f"Foreground{kind}", f"Background{kind}") for kind in ("", "Intense", "Faint")]
    pairs += [(f"Color{number}Faint", "BackgroundFaint") for number in range(1, 8)]
    return _Theme.of(colors, [colors[name] for name in names], pairs=pairs)


def _read_xresources(text: str, _: Mode) -> _Theme:
    settings = {key.removeprefix("*."): value for key, value in _lines(text, "!", ":").items()}
    pairs = [
        ("foreground", "background"),
        ("cursorColor2", "cursorColor"),
        ("highlightTextColor", "highlightColor"),
    ]
    return _Theme.of(settings, pairs=pairs)


def _read_ptyxis(text: str, mode: Mode) -> _Theme:
    section = _sections(text)[mode.capitalize()]
    pairs = [("Foreground", "Background"), ("TitlebarForeground", "TitlebarBackground")]
    return _Theme.of(section, [section[f"Color{number}"] for number in range(16)], pairs=pairs)


def _read_gnome_terminal(text: str, _: Mode) -> _Theme:
    section = _sections(text)["/"]
    settings = {key: value.strip("'") for key, value in section.items()}
    pairs = [(f"{each}foreground-color", f"{each}background-color") for each in ("", "cursor-", "highlight-")]
    return _Theme.of(settings, re.findall(r"'(#\w{6})'", section["palette"]), pairs=pairs)


def _read_pywal(text: str, _: Mode) -> _Theme:
    document = json.loads(text)
    assert document.keys() == {"wallpaper", "alpha", "special", "colors"}
    assert document["special"].keys() == {"background", "foreground", "cursor"}
    colors = document["colors"]
    # Templates have either pair of names for the text and its ground.
    assert colors["color0"] == document["special"]["background"]
    assert colors["color15"] == document["special"]["foreground"]
    return _Theme.of(document["special"], colors.values(), pairs=[("foreground", "background")])


# What foot shows over the terminal: without settings, black on other colors of ANSI.
_FOOT_BOXES = ("jump-labels", "scrollback-indicator", "search-box-match", "search-box-no-match")

_READERS: dict[str, tuple[Callable[[Mode], Any], Callable[[str, Mode], _Theme]]] = {
    "alacritty": (AlacrittyTheme, _read_alacritty),
    "foot": (lambda _: FootTheme(), _read_foot),
    "foot before 1.26": (FootTheme, _read_foot),
    "ghostty": (GhosttyTheme, _read_ghostty),
    "gnome-terminal": (GnomeTerminalProfile, _read_gnome_terminal),
    "iterm": (ITermColors, _read_iterm),
    "kitty": (KittyTheme, _read_kitty),
    "konsole": (KonsoleScheme, _read_konsole),
    "ptyxis": (lambda _: PtyxisPalette(), _read_ptyxis),
    "pywal": (PywalColors, _read_pywal),
    "wezterm": (WezTermScheme, _read_wezterm),
    "windows-terminal": (lambda _: WindowsTerminalSchemes(), _read_windows_terminal),
    "xresources": (XResources, _read_xresources),
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("case", _CASES)
@pytest.mark.parametrize("name", _READERS)
def test_a_theme_has_the_colors_of_the_scheme(name: str, case: str, mode: Mode) -> None:
    """All 16, in order, and each text is readable on its ground."""
    output, read = _READERS[name]
    result = _result(case)
    theme = read(output(mode).render(result), mode)
    ansi = result.scheme.ansi(mode)
    expected = [color.hex for color in ansi.colors]
    if name == "pywal":
        expected[0], expected[15] = ansi.background.hex, ansi.foreground.hex
    assert list(theme.colors) == expected
    assert theme.pairs[0] == (ansi.foreground.hex, ansi.background.hex)
    too_little = [
        (text, ground)
        for text, ground in theme.pairs
        if Color.from_hex(text).contrast(Color.from_hex(ground)) < 4.5
    ]
    assert too_little == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("case", _CASES)
def test_colored_text_is_seen_where_it_is_selected(case: str, mode: Mode) -> None:
    """Windows Terminal, for one, keeps its color; black and bright black are no text."""
    ansi = _result(case).scheme.ansi(mode)
    low = [color.hex for color in (*ansi.colors[1:8], *ansi.colors[9:]) if color.contrast(ansi.selection) < 3]
    assert low == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("case", _CASES)
def test_tmux_sets_styles_that_are_readable(case: str, mode: Mode) -> None:
    """It has no colors of a terminal: each of its texts stands on a ground."""
    result = _result(case)
    comment, *lines = TmuxTheme(mode=mode).render(result).splitlines()
    assert comment.startswith("# ")
    assert comment.endswith(", by cvpalette")
    options = [re.fullmatch(r'set -g ([\w-]+) "([^"]+)"', line) for line in lines]
    assert all(options)
    styles = [re.findall(r"#\w{6}", option[2]) for option in options if option and "bg=" in option[2]]
    assert len(styles) == 11
    # A pane's title stands on its border.
    titles = [option[2] for option in options if option and "border" in option[1]]
    assert len(titles) == 2
    background = result.scheme.mode(mode).background.hex
    styles += [[title.removeprefix("fg="), background] for title in titles]
    for text, ground in styles:
        assert Color.from_hex(text).contrast(Color.from_hex(ground)) >= 4.5


def test_names_are_kept_where_a_format_has_one() -> None:
    """Whatever is in them, and whole."""
    result = _result("nasty names")
    name = f"{result.stem} dark"
    assert tomllib.loads(WezTermScheme().render(result))["metadata"]["name"] == name
    assert json.loads(WindowsTerminalSchemes().render(result))["schemes"][1]["name"] == name
    assert KittyTheme().render(result).splitlines()[0] == f"## name: {name}"
    # KDE and GLib read a backslash as the beginning of an escape.
    escaped = name.replace("\\", "\\\\")
    assert _sections(KonsoleScheme().render(result))["General"]["Description"] == escaped
    assert _sections(PtyxisPalette().render(result))["Palette"]["Name"] == escaped.removesuffix(" dark")


def test_a_comment_of_xresources_is_none_of_c() -> None:
    """The preprocessor reads the file first; the resources after an open comment would be gone."""
    comment = XResources().render(_result("nasty names")).splitlines()[0]
    assert comment.startswith("! ")
    assert not re.search(r"/\*|\*/|['\"]", comment)


@pytest.mark.parametrize("name", sorted({name.split()[0] for name in _READERS} | {"tmux"}))
def test_a_theme_is_the_golden_file(name: str, golden: Callable[[str, str | bytes], None]) -> None:
    """To the letter, in each mode."""
    output = find_by_suffix(f"x{_SUFFIXES[name]}").load()
    assert output.suffix == _SUFFIXES[name]
    for mode in MODES if output.options else ("",):
        made = output.configure({"mode": mode} if mode else {}).render(_result("photo"))
        assert isinstance(made.contents, str)
        golden(f"{name}/{mode or 'both'}{output.suffix}", made.contents)


def test_foot_has_both_modes_at_once(golden: Callable[[str, str | bytes], None]) -> None:
    """That is its default."""
    golden("foot/both.foot.ini", FootTheme().render(_result("photo")))


_SUFFIXES = {
    "alacritty": ".alacritty.toml",
    "foot": ".foot.ini",
    "ghostty": ".ghostty",
    "gnome-terminal": ".gnome-terminal.dconf",
    "iterm": ".itermcolors",
    "kitty": ".kitty.conf",
    "konsole": ".colorscheme",
    "ptyxis": ".palette",
    "pywal": ".pywal.json",
    "tmux": ".tmux.conf",
    "wezterm": ".wezterm.toml",
    "windows-terminal": ".windows-terminal.json",
    "xresources": ".xresources",
}


class TestAlacrittyTheme(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = AlacrittyTheme()
    holds_palette = False


class TestFootTheme(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = FootTheme()
    holds_palette = False


class TestGhosttyTheme(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = GhosttyTheme()
    holds_palette = False


class TestGnomeTerminalProfile(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = GnomeTerminalProfile()
    holds_palette = False


class TestITermColors(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = ITermColors()
    holds_palette = False


class TestKittyTheme(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = KittyTheme()
    holds_palette = False


class TestKonsoleScheme(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = KonsoleScheme()
    holds_palette = False


class TestPtyxisPalette(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = PtyxisPalette()
    holds_palette = False


class TestPywalColors(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = PywalColors()
    holds_palette = False


class TestTmuxTheme(OutputContract):
    """What every output promises."""

    output = TmuxTheme()


class TestWezTermScheme(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = WezTermScheme()
    holds_palette = False


class TestWindowsTerminalSchemes(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = WindowsTerminalSchemes()
    holds_palette = False


class TestXResources(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = XResources()
    holds_palette = False
