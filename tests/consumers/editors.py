"""The heavy programs, each as a function that returns what it holds of palette files."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from .desktop import open_desktop
from .programs import DRIVERS, Programs

__all__ = [
    "read_gradients_in_gimp",
    "read_in_gimp",
    "read_in_krita",
    "read_in_libreoffice",
    "shows_in_inkscape",
    "write_in_gimp",
]

# All else is left out: other Pythons lack these programs' modules, and OpenCV points to a Qt of its own.
_DEBIAN: Final = {"PATH": "/usr/bin:/bin", "PYTHONHOME": "/usr", "LANG": "C.UTF-8", "NO_AT_BRIDGE": "1"}
_PATIENCE: Final = 60
_LEAST_WIDTH: Final = 4


def read_in_gimp(programs: Programs, path: Path) -> list[list[str]]:
    """Return `["palette", its name]` and each color and name, of all palettes that GIMP has."""
    profile = programs.make_folder("gimp", "palettes")
    path.rename(profile / "palettes" / path.name)
    answer = profile / "answer"
    _run_in_gimp(programs, (DRIVERS / "gimp.scm").read_text(encoding="utf-8").replace("ANSWER", str(answer)))
    return [line.split("\t") for line in answer.read_text(encoding="utf-8").splitlines()]


def read_gradients_in_gimp(programs: Programs, path: Path) -> dict[str, list[str]]:
    """Return the levels at the ends of the segments of all gradients that GIMP has, by their names."""
    profile = programs.make_folder("gimp", "palettes")
    path.rename(profile / "palettes" / path.name)
    answer = profile / "answer"
    script = (DRIVERS / "gimp_gradients.scm").read_text(encoding="utf-8")
    _run_in_gimp(programs, script.replace("ANSWER", str(answer)))
    gradients: dict[str, list[str]] = {}
    ends: list[str] = []
    for line in answer.read_text(encoding="utf-8").splitlines():
        if line.startswith("gradient "):
            ends = gradients[line.removeprefix("gradient ")] = []
        else:
            ends.append(line)
    return gradients


def write_in_gimp(programs: Programs, name: str, swatches: Sequence[Sequence[str]]) -> Path:
    """Return the file of a palette that GIMP made of colors and names; it saves what is new when it ends."""
    palettes = programs.make_folder("gimp", "palettes") / "palettes"
    entries = "".join(
        f"(gimp-palette-add-entry palette {_quote(each)} '({' '.join(map(str, bytes.fromhex(color[1:])))}))"
        for color, each in swatches
    )
    _run_in_gimp(programs, f"(let ((palette (car (gimp-palette-new {_quote(name)})))) {entries})")
    return next(path for path in palettes.iterdir() if path.name != "Color-History.gpl")


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _run_in_gimp(programs: Programs, script: str) -> None:
    """Run a script of Scheme in a GIMP whose palettes are in the folder `gimp`, and in no other."""
    gimp, profile = programs.find("gimp"), programs.work / "gimp"
    palettes = profile / "palettes"
    settings = "".join(
        f'({kind}-path "{palettes}")\n({kind}-path-writable "{palettes}")\n'
        for kind in ("palette", "gradient")
    )
    (profile / "gimprc").write_text(settings, encoding="utf-8")
    (profile / "script.scm").write_text(script, encoding="utf-8")
    # Without --no-data, which would leave palettes out too.
    command = [gimp, "-i", "-f", "-s", "-b", f'(load "{profile / "script.scm"}")', "-b", "(gimp-quit 0)"]
    programs.run(*command, env={**_DEBIAN, "HOME": str(profile), "GIMP2_DIRECTORY": str(profile)})


def shows_in_inkscape(programs: Programs, path: Path, name: str, colors: Sequence[str]) -> bool:
    """Say whether the palette of that name has these colors, in order, below Inkscape's drawing."""
    inkscape, xvfb = programs.find("inkscape"), programs.find("Xvfb")
    profile = programs.make_folder("inkscape", "palettes")
    path.rename(profile / "palettes" / path.name)
    chosen = f'<group id="swatches" palette="{escape(name)}"/>'
    (profile / "preferences.xml").write_text(
        '<inkscape version="1" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape">'
        f'<group id="options"><group id="boot" enabled="0"/></group><group id="embedded">{chosen}</group>'
        f"{chosen}</inkscape>",
        encoding="utf-8",
    )
    drawing = profile / "empty.svg"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', encoding="utf-8")
    with open_desktop(xvfb, profile) as desktop:
        env = {"DISPLAY": desktop.display, "HOME": str(profile), "INKSCAPE_PROFILE_DIR": str(profile)}
        with subprocess.Popen([inkscape, drawing], env=_DEBIAN | env, stderr=subprocess.DEVNULL) as running:
            try:
                until = time.monotonic() + _PATIENCE
                while time.monotonic() < until:
                    if _has_strip(desktop.take_picture(), colors):
                        return True
                return False
            finally:
                running.kill()


def _has_strip(picture: npt.NDArray[np.uint8], colors: Sequence[str]) -> bool:
    """Say whether any row of pixels has all colors in order, each wide enough to be seen."""
    wanted = [int(color[1:], 16) for color in colors]
    numbers = picture.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    for row in np.unique(numbers, axis=0):
        starts = np.flatnonzero(np.diff(row, prepend=-1))
        wide = np.diff(starts, append=len(row)) >= _LEAST_WIDTH
        runs = row[starts][wide].tolist()
        if any(runs[start : start + len(wanted)] == wanted for start in range(len(runs))):
            return True
    return False


def read_in_krita(programs: Programs, *paths: Path) -> Any:
    """Return `name` and `colors`, which are pairs of color and name, of each file that Krita has loaded."""
    krita, xvfb = programs.find("kritarunner"), programs.find("Xvfb")
    home = programs.make_folder("krita", "share/kritarunner/palettes", "share/krita/pykrita")
    for path in paths:
        path.rename(home / "share" / "kritarunner" / "palettes" / path.name)
    scripts = home / "share" / "krita" / "pykrita"
    dump = (DRIVERS / "krita_palettes.py").read_text(encoding="utf-8")
    (scripts / "dump.py").write_text(dump, encoding="utf-8")
    modules = (scripts, "/usr/lib/python3/dist-packages", "/usr/lib/x86_64-linux-gnu/krita-python-libs")
    with open_desktop(xvfb, home) as desktop:
        env = {
            **dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"), str(home)),
            "XDG_DATA_HOME": str(home / "share"),
            "DISPLAY": desktop.display,
            "PYTHONPATH": os.pathsep.join(map(str, modules)),
            "FILES": "/".join(path.name for path in paths),
            "ANSWER": str(home / "answer"),
        }
        programs.run(krita, "-s", "dump", env=_DEBIAN | env)
    return json.loads((home / "answer").read_text(encoding="utf-8"))


def read_in_libreoffice(programs: Programs, path: Path) -> Any:
    """Return `name` and `colors`, pairs of color and name, of a palette that LibreOffice offers."""
    office = programs.find("soffice")
    profile = programs.make_folder("libreoffice", "user/config")
    path.rename(profile / "user" / "config" / path.name)
    pipe = f"cvpalette-{profile.stat().st_ino}"
    command = [office, "--norestore", "--nologo", f"-env:UserInstallation={profile.as_uri()}"]
    command.append(f"--accept=pipe,name={pipe};urp")
    # This draws into memory; --headless would show no dialog.
    env = _DEBIAN | {"HOME": str(profile), "SAL_USE_VCLPLUGIN": "svp"}
    with subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL, start_new_session=True) as running:
        try:
            driver = DRIVERS / "libreoffice_palette.py"
            return json.loads(programs.run("/usr/bin/python3", driver, pipe, env=_DEBIAN))
        finally:
            # What was started is a script, and what it started is LibreOffice.
            os.killpg(running.pid, signal.SIGKILL)
