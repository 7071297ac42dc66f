"""The themes of terminals in the terminals themselves, or in other readers of their formats."""

import ctypes
import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from cvpalette.extraction import Extraction
from cvpalette.roles.role import MODES, Ansi, Mode

from .conftest import Write
from .desktop import Desktop, open_desktop
from .programs import DRIVERS, Programs

# What cscx calls the formats.
_FORMATS = {
    "alacritty": "alacritty",
    "ghostty": "ghostty",
    "iterm": "iterm2",
    "kitty": "kitty",
    "konsole": "konsole",
    "wezterm": "wezterm",
    "xresources": "xresources",
}
_BLOCKS = "".join(rf"\033[{code}m      " for code in (*range(40, 48), *range(100, 108)))


def _list(ansi: Ansi) -> list[str]:
    return [color.hex for color in ansi.colors]


def _answers(ansi: Ansi) -> dict[str, str]:
    """Return what a terminal says that shows all colors."""
    return {
        **{f"color{number}": color.hex for number, color in enumerate(ansi.colors)},
        "foreground": ansi.foreground.hex,
        "background": ansi.background.hex,
        "cursor": ansi.cursor.hex,
        "selection": ansi.selection.hex,
        "selected": ansi.foreground.hex,
    }


@pytest.fixture
def desktop(programs: Programs) -> Iterator[Desktop]:
    """Give a screen."""
    with open_desktop(programs.find("Xvfb"), programs.make_folder("screen", "pixels") / "pixels") as desktop:
        yield desktop


@pytest.mark.parametrize("mode", MODES)
def test_kitty_loads_a_theme(programs: Programs, write: Write, named: Extraction, mode: Mode) -> None:
    """It refuses no line, and has all colors."""
    kitty, theme = programs.find("kitty"), write("kitty", named, mode=mode)
    env = {"PATH": os.environ["PATH"], "HOME": str(programs.work), "LANG": "C.UTF-8"}
    read = json.loads(programs.run(kitty, "+launch", DRIVERS / "kitty_theme.py", theme, env=env))
    ansi, roles = named.scheme.ansi(mode), named.scheme.mode(mode)
    assert [read[f"color{number}"] for number in range(16)] == _list(ansi)
    assert (read["foreground"], read["background"]) == (ansi.foreground.hex, ansi.background.hex)
    assert (read["selection_background"], read["cursor"]) == (ansi.selection.hex, ansi.cursor.hex)
    assert (read["active_tab_foreground"], read["active_tab_background"]) == (
        roles.on_primary.hex,
        roles.primary.hex,
    )


@pytest.mark.parametrize("mode", MODES)
def test_tmux_sets_the_styles(programs: Programs, write: Write, named: Extraction, mode: Mode) -> None:
    """It shows each option as it was written."""
    tmux, theme = programs.find("tmux"), write("tmux", named, mode=mode)
    server: list[str | Path] = [tmux, "-S", programs.work / "tmux"]
    programs.run(*server, "-f", theme, "new-session", "-d", "cat")
    try:
        shown = programs.run(*server, "show-options", "-g") + programs.run(*server, "show-options", "-gw")
    finally:
        programs.run(*server, "kill-server")
    written = dict(re.findall(r'^set -g (\S+) "(.*)"$', theme.read_text(encoding="utf-8"), re.MULTILINE))
    read = dict(re.findall(r'^(\S+) "?([^"\n]*)"?$', shown, re.MULTILINE))
    assert {name: read[name] for name in written} == written


@pytest.mark.parametrize("mode", MODES)
def test_pywal_takes_a_theme(programs: Programs, write: Write, named: Extraction, mode: Mode) -> None:
    """`wal --theme` writes its own templates in these colors."""
    wal, theme = programs.find_python("python", "wal"), write("pywal", named, mode=mode)
    env = {"PATH": os.environ["PATH"], "HOME": str(programs.work), "LANG": "C.UTF-8"}
    programs.run(wal, "--theme", theme, "-n", "-s", "-t", "-e", "-q", env=env)
    cache = programs.work / ".cache" / "wal"
    ansi = named.scheme.ansi(mode)
    first, *others, last = (cache / "colors").read_text(encoding="utf-8").split()
    assert others == _list(ansi)[1:15]
    # Its templates set this pair, for ANSI's black and bright white.
    assert (first, last) == (ansi.background.hex, ansi.foreground.hex)
    styles = (cache / "colors.css").read_text(encoding="utf-8")
    assert f"--background: {ansi.background.hex};" in styles
    assert f"--cursor: {ansi.cursor.hex};" in styles


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", _FORMATS)
def test_another_reader_finds_the_colors(
    programs: Programs, write: Write, named: Extraction, name: str, mode: Mode
) -> None:
    """The program cscx reads the themes of most terminals."""
    path = write(name, named, mode=mode)
    read = programs.ask_python("python", "scheme_reader.py", _FORMATS[name], path)
    ansi = named.scheme.ansi(mode)
    assert read["ansi"] == _list(ansi)
    assert (read["foreground"], read["background"]) == (ansi.foreground.hex, ansi.background.hex)
    assert read.get("cursor") in {ansi.cursor.hex, None}


@pytest.mark.parametrize("mode", MODES)
def test_a_key_file_of_glib_has_the_palette(write: Write, named: Extraction, mode: Mode) -> None:
    """Ptyxis reads its palettes with GLib's parser of key files."""
    try:
        glib = ctypes.CDLL("libglib-2.0.so.0")
    except OSError:
        pytest.skip("there is no GLib")
    glib.g_key_file_new.restype = ctypes.c_void_p
    glib.g_key_file_get_string.restype = ctypes.c_char_p
    file = ctypes.c_void_p(glib.g_key_file_new())
    assert glib.g_key_file_load_from_file(file, bytes(write("ptyxis", named)), 0, None)

    def read(group: str, key: str) -> str:
        value = glib.g_key_file_get_string(file, group.encode(), key.encode(), None)
        return bytes(value).decode()

    ansi = named.scheme.ansi(mode)
    assert [read(mode.capitalize(), f"Color{number}") for number in range(16)] == _list(ansi)
    assert read(mode.capitalize(), "Background") == ansi.background.hex
    assert read("Palette", "Name") == named.palette.name


@pytest.mark.parametrize("mode", MODES)
def test_dconf_has_the_profile(programs: Programs, write: Write, named: Extraction, mode: Mode) -> None:
    """It compiles the settings, and prints them as they were written."""
    dconf, path = programs.find("dconf"), write("gnome-terminal", named, mode=mode)
    path.rename(programs.make_folder("settings", "profile").joinpath("profile", "colors"))
    programs.run(dconf, "compile", "database", "settings/profile")
    (programs.work / "profile").write_text(f"file-db:{programs.work / 'database'}\n", encoding="utf-8")
    env = {"PATH": os.environ["PATH"], "HOME": str(programs.work)}
    shown = programs.run(dconf, "dump", "/", env=env | {"DCONF_PROFILE": str(programs.work / "profile")})
    ansi = named.scheme.ansi(mode)
    palette = ", ".join(f"'{color}'" for color in _list(ansi))
    assert f"palette=[{palette}]\n" in shown
    assert f"background-color='{ansi.background.hex}'\n" in shown
    assert "use-theme-colors=false\n" in shown


@pytest.mark.parametrize("mode", MODES)
def test_xterm_has_the_resources(
    programs: Programs, desktop: Desktop, write: Write, named: Extraction, mode: Mode
) -> None:
    """After xrdb, which gives them to the preprocessor of C first, xterm says all its colors."""
    env = {"PATH": os.environ["PATH"], "HOME": str(programs.work), "DISPLAY": desktop.display}
    programs.run(programs.find("xrdb"), "-load", write("xresources", named, mode=mode), env=env)
    _ask(programs, env, programs.find("xterm"), "-e")
    assert _read(programs) == _answers(named.scheme.ansi(mode))


@pytest.mark.parametrize("mode", MODES)
def test_alacritty_has_the_colors(
    programs: Programs, desktop: Desktop, write: Write, named: Extraction, mode: Mode
) -> None:
    """It says all but the cursor's and those of what is selected. Debian 12 has one that reads no TOML."""
    alacritty = shutil.which("alacritty")
    if not alacritty or re.match(r"alacritty 0\.(\d|1[0-2])\.", programs.run(alacritty, "--version")):
        pytest.skip("there is no Alacritty that reads TOML")
    env = {"PATH": os.environ["PATH"], "HOME": str(programs.work), "DISPLAY": desktop.display}
    _ask(programs, env, alacritty, "--config-file", write("alacritty", named, mode=mode), "-e")
    wanted = {
        name: color
        for name, color in _answers(named.scheme.ansi(mode)).items()
        if name not in {"cursor", "selection", "selected"}
    }
    said = _read(programs)
    assert {name: said[name] for name in wanted} == wanted


@pytest.mark.parametrize("mode", MODES)
def test_konsole_shows_the_colors(
    programs: Programs, desktop: Desktop, write: Write, named: Extraction, mode: Mode
) -> None:
    """Each as wide as six letters. It answers no question about them."""
    konsole, bus = programs.find("konsole"), programs.find("dbus-run-session")
    data = programs.make_folder("konsole", "data/konsole", "run") / "data"
    write("konsole", named, mode=mode).rename(data / "konsole" / "mine.colorscheme")
    profile = "[Appearance]\nColorScheme=mine\n\n[General]\nName=mine\nParent=FALLBACK/\n"
    (data / "konsole" / "mine.profile").write_text(profile, encoding="utf-8")
    env = {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "xcb",
        "DISPLAY": desktop.display,
        "HOME": str(data.parent),
        "XDG_DATA_HOME": str(data),
        "XDG_RUNTIME_DIR": str(data.parent / "run"),
    }
    shell = f"printf '{_BLOCKS}'; cat"
    command = [bus, "--", konsole, "--separate", "--profile", "mine", "-e", "sh", "-c", shell]
    ansi = named.scheme.ansi(mode)
    wanted = {color.hex for color in (*ansi.colors, ansi.background)}
    with subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL, start_new_session=True) as running:
        try:
            missing = wanted
            for _ in range(200):
                missing = wanted - _see(desktop)
                if not missing:
                    break
            assert missing == set()
        finally:
            # The bus would stay, and what it started.
            os.killpg(running.pid, signal.SIGKILL)


@pytest.mark.parametrize("mode", MODES)
def test_foot_shows_the_colors(
    programs: Programs, desktop: Desktop, write: Write, named: Extraction, mode: Mode
) -> None:
    """It says them; earlier versions say another color for what is selected."""
    foot, weston = programs.find("foot"), programs.find("weston")
    version = re.search(r"version: (\d+)\.(\d+)", programs.run(foot, "--version"))
    is_new = version is not None and (int(version[1]), int(version[2])) >= (1, 26)
    path = write("foot", named, mode="both" if is_new else mode)
    if is_new:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"[main]\ninitial-color-theme={mode}\n")
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(programs.work),
        "DISPLAY": desktop.display,
        "LANG": "C.UTF-8",
        "XDG_RUNTIME_DIR": str(programs.work),
        "WAYLAND_DISPLAY": "wayland-9",
    }
    command = [weston, "--backend=x11-backend.so", "--no-config", "--socket=wayland-9", "--idle-time=0"]
    with subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as running:
        try:
            while not (programs.work / "wayland-9").exists():
                assert running.poll() is None
            _ask(programs, env, foot, "--config", path)
        finally:
            running.terminate()
    said, wanted = _read(programs), _answers(named.scheme.ansi(mode))
    told = wanted.keys() if is_new else wanted.keys() - {"selection", "selected"}
    assert {name: said[name] for name in told} == {name: wanted[name] for name in told}


def _ask(programs: Programs, env: dict[str, str], *terminal: str | Path) -> None:
    """Run the driver that asks a terminal for its colors in the terminal."""
    programs.run(*terminal, "/usr/bin/python3", DRIVERS / "ask_terminal.py", programs.work / "said", env=env)


def _read(programs: Programs) -> dict[str, str | None]:
    said: dict[str, str | None] = json.loads((programs.work / "said").read_text(encoding="utf-8"))
    return said


def _see(desktop: Desktop) -> set[str]:
    """Return the colors of at least 80 pixels on the screen."""
    numbers = desktop.take_picture().astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    found, counts = np.unique(numbers, return_counts=True)
    return {f"#{number:06x}" for number in found[counts >= 80].tolist()}
