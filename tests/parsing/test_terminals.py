"""Themes of terminals, as their programs and other people write them."""

import json
import plistlib
from typing import Any

import pytest

from cvpalette.color.palette import Palette
from cvpalette.outputs.kde import KdeScheme
from cvpalette.parsing.terminals import read_theme, read_x_color

COLORS = [f"#{number:02x}{number:02x}{16 * number:02x}" for number in range(16)]
DIGITS = [color[1:] for color in COLORS]
NAMES = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]


def _read(name: str, text: str) -> Palette:
    return read_theme(text.encode(), name)


def _list(palette: Palette) -> list[tuple[str, str]]:
    return [(swatch.name, swatch.color.hex) for swatch in palette]


def _lines(pattern: str, colors: list[str] = COLORS) -> str:
    return "".join(f"{pattern.format(number, color)}\n" for number, color in enumerate(colors))


NUMBERED = [(f"color{number}", color) for number, color in enumerate(COLORS)]


def test_kitty() -> None:
    """A theme says its name and its author; other settings are no colors."""
    text = (
        "## name: Sea\n## author: me\n## license: MIT\n# x\n\nbackground #264653\nforeground  red\n"
        f"cursor none\nmap ctrl+c copy\nfont_size 12.0\n{_lines('color{} {}')}cursor_text_color background\n"
    )
    palette = _read("kitty", text)
    assert _list(palette) == [("background", "#264653"), ("foreground", "#ff0000"), *NUMBERED]
    assert (palette.name, palette.comment) == ("Sea", "author: me\nlicense: MIT")
    assert palette.notes == ("'cursor' and 'cursor_text_color': no colors of their own, left out",)


def test_ghostty() -> None:
    """Colors may be without a # and in quotes, and keywords are no colors."""
    text = (
        f'{_lines("palette = {}={}", DIGITS)}background = 264653\nforeground = "#ffffff"\n'
        "cursor-color = cell-foreground\n"
    )
    palette = _read("ghostty", text)
    assert _list(palette) == [*NUMBERED, ("background", "#264653"), ("foreground", "#ffffff")]
    assert palette.notes == ("'cursor-color': no colors of their own, left out",)
    with pytest.raises(ValueError, match="it has sections"):
        _read("ghostty", f"[a]\n{text}")


def test_xresources() -> None:
    """Words that are defined are replaced, opacities dropped, and X11's own notations read."""
    text = (
        "! x\n#define night #264653\n*background: night\n*.foreground : [80]rgb:ff/80/0\n"
        f"*cursorColor: \\\ngray50\nURxvt.keysym.M-c: perl:x\n{_lines('*color{}: {}')}"
    )
    palette = _read("xresources", text)
    assert _list(palette)[:3] == [
        ("background", "#264653"),
        ("foreground", "#ff8000"),
        ("cursorColor", "#7f7f7f"),
    ]
    assert _list(palette)[3:] == NUMBERED
    assert {swatch.group for swatch in palette} == {""}
    both = _read("xresources", f"{_lines('URxvt*color{}: {}')}{_lines('XTerm.color{}: {}')}")
    assert [swatch.group for swatch in both] == ["URxvt"] * 16 + ["XTerm"] * 16
    with pytest.raises(ValueError, match="line 1: 'a b' is no resource of X"):
        _read("xresources", "a b")


def test_foot() -> None:
    """Pairs are two colors; sections for modes are groups; comments end lines."""
    regular = "".join(f"regular{number}={DIGITS[number]} # x\n" for number in range(8))
    text = (
        f"# x\nfont=a\n[cursor]\ncolor=264653 ffffff\n[colors]\nalpha=0.9\n{regular}16=ffffff\n"
        "[key-bindings]\nx=y\n"
    )
    palette = _read("foot", text)
    assert _list(palette)[:2] == [("cursor-text", "#264653"), ("cursor", "#ffffff")]
    assert _list(palette)[-1] == ("color16", "#ffffff")
    both = _read("foot", f"[colors-dark]\n{regular}[colors-light]\n{regular}")
    assert [swatch.group for swatch in both] == ["dark"] * 8 + ["light"] * 8
    assert {swatch.group for swatch in _read("foot", f"[colors-dark]\n{regular}")} == {""}


def test_konsole() -> None:
    """A color may also be in hex; a pattern of another program is none."""
    sections = "".join(f"[Color{number}]\nColor={number},0,0\nBold=false\n" for number in range(8))
    text = (
        f"[Background]\nColor=#264653\n[Foreground]\nColor=1,2,3\n{sections}[General]\nDescription=a\\\\b\n"
    )
    palette = _read("konsole", text)
    assert _list(palette)[:3] == [("Background", "#264653"), ("Foreground", "#010203"), ("Color0", "#000000")]
    assert palette.name == "a\\b"
    for color in ("{x}", "256,0,0"):
        with pytest.raises(ValueError, match="is no color"):
            _read("konsole", text.replace("#264653", color))
    with pytest.raises(ValueError, match="line 1: 'x' is neither a section nor a setting"):
        _read("konsole", f"x\n{text}")


def test_ptyxis() -> None:
    """Light and dark are groups; colors of both may be in the first section."""
    colors = f"Background=#264653\nForeground=#ffffff\nPrimary=true\n{_lines('Color{}={}')}"
    palette = _read("ptyxis", f"[Palette]\nName=Sea\n[Light]\n{colors}[Dark]\n{colors}")
    assert [swatch.group for swatch in palette] == ["Light"] * 18 + ["Dark"] * 18
    assert (palette.name, _list(palette)[2:18]) == (
        "Sea",
        [(f"Color{at}", color) for at, color in enumerate(COLORS)],
    )
    assert {swatch.group for swatch in _read("ptyxis", f"[Palette]\n{colors}")} == {""}


def test_gnome_terminal() -> None:
    """Each profile of a dump is a group; colors are hex, of 4 digits a level, or rgb()."""
    palette_line = f"palette=[{', '.join(repr(color) for color in COLORS)}]\n"
    text = f"[:a]\nvisible-name='Sea'\nbackground-color='rgb(38,70,83)'\n{palette_line}bold=true\n"
    assert _list(_read("gnome-terminal", text)) == [("background-color", "#264653"), *NUMBERED]
    both = _read("gnome-terminal", f"{text}[:b]\n{palette_line}foreground-color='#ffff80800000'\n")
    assert [swatch.group for swatch in both] == ["Sea"] * 17 + ["b"] * 17
    assert both[-1].color.hex == "#ff8000"


def _alacritty(sign: str = "#") -> str:
    def table(name: str, start: int) -> str:
        colors = zip(NAMES, DIGITS[start : start + 8], strict=True)
        return f"[colors.{name}]\n" + "".join(f'{key} = "{sign}{color}"\n' for key, color in colors)

    return (
        f'[colors.primary]\nbackground = "{sign}264653"\n{table("normal", 0)}{table("bright", 8)}'
        '[colors.cursor]\ntext = "CellBackground"\n[colors.search.matches]\nforeground = "#ffffff"\n'
        '[[colors.indexed_colors]]\nindex = 16\ncolor = "#123456"\n[[colors.indexed_colors]]\nindex = 17\n'
    )


def test_alacritty() -> None:
    """Tables are groups; numbers may begin with 0x."""
    for text in (_alacritty(), _alacritty("0x")):
        palette = _read("alacritty", text)
        assert _list(palette)[:2] == [("background", "#264653"), ("black", "#000000")]
        assert palette.groups == ("primary", "normal", "bright", "search/matches", "indexed_colors")
        assert _list(palette)[-1] == ("color16", "#123456")
        assert palette.notes == ("'text': no colors of their own, left out",)
    with pytest.raises(
        ValueError, match="it is no theme of Alacritty: it has no color 'black', 'red' or 'green'"
    ):
        _read("alacritty", "colors = 7")
    with pytest.raises(ValueError, match="it is not TOML"):
        _read("alacritty", "colors")
    with pytest.raises(ValueError, match="it is nested too deeply"):
        _read("alacritty", f"a = {'[' * 5000}")
    with pytest.raises(ValueError, match="it is nested too deeply"):
        _read("alacritty", f"[colors.{'.'.join('a' * 2000)}]\nb = 1")
    with pytest.raises(ValueError, match="it is nested too deeply"):
        _read("alacritty", f"[colors.{'.'.join('a' * 100)}]\nb = '#111111'")


def test_alacritty_in_yaml() -> None:
    """As it was before version 0.13."""
    colors = "".join(f"    {name}: '0x{color}'\n" for name, color in zip(NAMES, DIGITS, strict=False))
    palette = _read(
        "alacritty", f"# x\ncolors:\n  primary:\n    background: '0x264653' # night\n  normal:\n{colors}"
    )
    assert [(each.group, each.name) for each in palette][:2] == [
        ("primary", "background"),
        ("normal", "black"),
    ]
    with pytest.raises(ValueError, match="line 2: '&x' is not a key with its text"):
        _read("alacritty", "colors:\n  a: &x\n")


def test_wezterm() -> None:
    """Lists are numbered; tables for tabs are groups."""
    text = (
        f'[colors]\nforeground = "#ffffff"\nansi = {json.dumps(COLORS[:8])}\n'
        f"brights = {json.dumps(COLORS[8:])}\n"
        'indexed = {16 = "#123456"}\nselection_bg = "rgba(38 70 83 / 50%)"\nvisual_bell = 7\n'
        '[colors.tab_bar]\nbackground = "#264653"\n[metadata]\nname = "Sea"\nauthor = "me"\n'
    )
    palette = _read("wezterm", text)
    assert _list(palette) == [
        ("foreground", "#ffffff"),
        *NUMBERED,
        ("color16", "#123456"),
        ("selection_bg", "#264653"),
        ("background", "#264653"),
    ]
    assert (palette.groups, palette.name, palette.comment) == (("tab_bar",), "Sea", "author: me")
    with pytest.raises(ValueError, match="it is no scheme of WezTerm"):
        _read("wezterm", "colors = 7")


def test_pywal() -> None:
    """The special colors come first, as wal writes them."""
    special = {"background": "#264653", "foreground": "#ffffff", "cursor": "#ffffff"}
    document: Any = {"wallpaper": "x", "alpha": "100", "special": special, "colors": dict(NUMBERED)}
    assert _list(_read("pywal", json.dumps(document))) == [*special.items(), *NUMBERED]
    broken: list[Any] = [document | {"special": 7}, [], document | {"colors": {}}]
    for wrong in broken:
        with pytest.raises(ValueError, match="it is no theme of pywal"):
            _read("pywal", json.dumps(wrong))
    document["colors"]["color3"] = 7
    with pytest.raises(ValueError, match="color 'color3', '', is not valid"):
        _read("pywal", json.dumps(document))


def test_windows_terminal() -> None:
    """One scheme alone, or several as groups, with or without names."""
    keys = ["purple" if name == "magenta" else name for name in NAMES]
    keys += [f"bright{key.capitalize()}" for key in keys]
    scheme = dict(zip(keys, COLORS, strict=True)) | {"background": "#264653", "foreground": "#ffffff"}
    palette = _read("windows-terminal", json.dumps({"name": "Sea"} | scheme))
    assert (palette.name, _list(palette)) == ("Sea", list(scheme.items()))
    both = _read("windows-terminal", json.dumps({"schemes": [{"name": "Sea"} | scheme, scheme]}))
    assert both.groups == ("Sea", "scheme-2")
    wrongs: tuple[Any, ...] = ({"schemes": [7]}, {"background": "#111"}, 7)
    for wrong in wrongs:
        with pytest.raises(ValueError, match="it is no scheme of Windows Terminal"):
            _read("windows-terminal", json.dumps(wrong))


def _iterm(**first: Any) -> bytes:
    def describe(**more: Any) -> dict[str, Any]:
        return {"Red Component": 0.5, "Green Component": 0.0, "Blue Component": 1.0} | more

    colors = {f"Ansi {number} Color": describe(**{"Color Space": "sRGB"}) for number in range(16)}
    return plistlib.dumps(colors | {"Ansi 0 Color": describe(**first), "Columns": 80})


@pytest.mark.parametrize(
    ("first", "color"),
    [
        ({"Color Space": "sRGB"}, "#8000ff"),
        # Two of Solarized, whose author gives its colors in both spaces, the second but for 1 of 255.
        (
            {
                "Red Component": 0.27671539783,
                "Green Component": 0.35665956139,
                "Blue Component": 0.38298487663,
            },
            "#586e75",
        ),
        (
            {
                "Color Space": "Calibrated",
                "Red Component": 0.81926977634,
                "Green Component": 0.10840655118,
                "Blue Component": 0.14145691692,
            },
            "#dc332f",
        ),
        (
            {"Color Space": "P3", "Red Component": 0.0, "Green Component": 1.0, "Blue Component": 0.0},
            "#00ff00",
        ),
    ],
    ids=range(4),
)
def test_iterm_in_each_space(first: dict[str, Any], color: str) -> None:
    """Without one, and in the space Calibrated, levels are of Apple's Generic RGB."""
    palette = read_theme(_iterm(**first), "iterm")
    assert palette[0].color.hex == color
    assert [swatch.name for swatch in palette][:2] == ["Ansi 0", "Ansi 1"]


def test_iterm_of_other_forms() -> None:
    """Variants are groups, alpha is kept, and a binary list is read."""
    document = plistlib.loads(_iterm(**{"Alpha Component": 0.5}))
    document |= {f"{key} (Dark)": value for key, value in document.items() if isinstance(value, dict)}
    palette = read_theme(plistlib.dumps(document, fmt=plistlib.FMT_BINARY), "iterm")
    assert (palette.groups, palette[0].alpha) == (("Dark",), 0.5)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (_iterm(**{"Color Space": "Lab"}), "color 'Ansi 0 Color' is of an unknown space, 'Lab'"),
        (_iterm(**{"Red Component": "x"}), "could not convert"),
        (_iterm(**{"Red Component": []}), "color 'Ansi 0 Color' has no red, green and blue of 0 to 1"),
        (_iterm(**{"Alpha Component": 2}), "2"),
        (plistlib.dumps([1]), "it is no preset of iTerm2"),
        (b"<plist><dict><key>a</key></dict></plist>", "it is no property list"),
        (b"bplist00x", "it is no property list"),
        (b"<x", "it is not XML"),
        (b'<!DOCTYPE p [<!ENTITY a "b">]><plist/>', "it declares entities"),
    ],
    ids=range(9),
)
def test_what_is_no_preset_of_iterm_is_refused(data: bytes, message: str) -> None:
    """With the color that is wrong."""
    with pytest.raises(ValueError, match=message):
        read_theme(data, "iterm")


@pytest.mark.parametrize(
    ("text", "color"),
    [
        ("rgb:f/8/0", "#ff8800"),
        ("rgb:ffff/8080/0000", "#ff8000"),
        ("#fff888000", "#ff8800"),
        ("gray50", "#7f7f7f"),
        ("grey30", "#4d4d4d"),
        ("Green", "#00ff00"),
        ("teal", "#008080"),
    ],
)
def test_notations_of_x11(text: str, color: str) -> None:
    """Of any number of digits, and names that CSS has another color for."""
    found = read_x_color(text)
    assert found
    assert found.hex == color


def test_kde() -> None:
    """Sets are groups; effects are none; KDE 3 had one set."""
    text = (
        "[ColorEffects:Disabled]\nColor=1,2,3\n[Colors:View]\nBackgroundNormal=38,70,83\n"
        "[Colors:Header][Inactive]\nX=#ffffff\n[WM]\nfrost=1\nactive=1,2,3,128\n[General]\nName=Sea\n"
    )
    palette = KdeScheme.parse(text.encode())
    assert [(each.group, each.name, each.color.hex) for each in palette] == [
        ("View", "BackgroundNormal", "#264653"),
        ("Header/Inactive", "X", "#ffffff"),
        ("WM", "active", "#010203"),
    ]
    assert (palette.name, round(palette[2].alpha, 2)) == ("Sea", 0.5)
    old = KdeScheme.parse(b"[Color Scheme]\nbackground=1,2,3\ncontrast=7\nclear=1,2,3,0\n")
    assert (_list(old), old.notes) == ([("background", "#010203")], ("1 transparent color is left out",))
    with pytest.raises(ValueError, match="it is no color scheme of KDE"):
        KdeScheme.parse(b"[x]\na=1,2,3\n")
