"""Programs: the programs that read what we write, run here, or the reason why a test goes without one."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

import pytest

__all__ = ["DRIVERS", "Programs"]

DRIVERS: Final = Path(__file__).parent / "drivers"
_GTK: Final = "GTK 4 of Debian's Python"
_QGIS: Final = "QGIS of Debian's Python"
_HAS_GTK: Final = "import gi; gi.require_version('Gtk', '4.0'); from gi.repository import Gtk"
_HEAVY: Final = frozenset(
    {
        "Rscript",
        "Xvfb",
        "ffmpeg",
        "foot",
        "gdaldem",
        "gimp",
        "gmt",
        "inkscape",
        "konsole",
        "kritarunner",
        "octave-cli",
        "pdflatex",
        "scribus",
        "soffice",
        "weston",
        "xrdb",
        "xterm",
    }
)
_HOW: Final = "CONSUMERS=FOLDER tests/consumers/install.sh"


@dataclass(frozen=True)
class Programs:
    """What `install.sh` installed into a folder, and Debian's packages.

    A test skips where its program is missing, and fails if that is `required`: with "light", which .ci/run
    asks for, heavy programs are left alone, installed or not; with "all" they must be there too.
    """

    folder: Path | None
    required: str
    work: Path

    @classmethod
    def of_environment(cls, work: Path) -> "Programs":
        """Return what CONSUMERS and CONSUMERS_REQUIRED say, to be run in the folder `work`."""
        folder = os.environ.get("CONSUMERS")
        return cls(Path(folder) if folder else None, os.environ.get("CONSUMERS_REQUIRED", ""), work)

    def find(self, program: str) -> str:
        """Return the path of one of the system's programs."""
        self._folder()
        if program in _HEAVY and self.required == "light":
            pytest.skip(f"{program} is heavy, and only the light programs were asked for")
        return shutil.which(program) or self._miss(program)

    def make_folder(self, name: str, *inner: str) -> Path:
        """Make a folder for a program's settings, with others in it."""
        folder = self.work / name
        for each in inner:
            (folder / each).mkdir(parents=True)
        return folder

    def find_npm(self, package: str) -> Path:
        """Return the folder of a package of npm's."""
        path = self._folder() / "npm" / "node_modules" / package
        return path if path.exists() else self._miss(package)

    def run(
        self, *command: str | Path, code: int = 0, env: dict[str, str] | None = None, warns: bool = True
    ) -> str:
        """Run a program in the work folder and return what it printed; another exit code fails the test.

        Of a program that shall succeed, that is its stdout alone; `env` is all of its environment. Unless it
        `warns`, any word on stderr fails the test too.
        """
        done = subprocess.run(
            command,
            cwd=self.work,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        said = f"{done.stdout}\n{done.stderr}"
        assert done.returncode == code, f"{command[0]}: exit code {done.returncode}\n{said}"
        assert warns or not done.stderr, f"{command[0]} warns:\n{done.stderr}"
        return said if code else done.stdout

    def run_npm(self, package: str, program: str, *arguments: str | Path, code: int = 0) -> str:
        """Run a program of an npm package, as `run` does."""
        self.find_npm(package)
        binaries = self._folder() / "npm" / "node_modules" / ".bin"
        path = f"{binaries}{os.pathsep}{os.environ['PATH']}"
        return self.run(binaries / program, *arguments, code=code, env={**os.environ, "PATH": path})

    def link_npm(self) -> None:
        """Make npm's packages found from the work folder."""
        modules = self.work / "node_modules"
        if not modules.exists():
            modules.symlink_to(self._folder() / "npm" / "node_modules", target_is_directory=True)

    def ask_node(self, package: str, driver: str, *arguments: str | Path) -> Any:
        """Run one of our drivers in Node, and return the JSON that it prints."""
        self.find_npm(package)
        self.link_npm()
        # A driver finds packages from where it stands.
        beside = Path(shutil.copy(DRIVERS / driver, self.work))
        return json.loads(self.run_npm("node", "node", "--preserve-symlinks-main", beside, *arguments))

    def find_python(self, environment: str, program: str) -> Path:
        """Return the path of a program in one of the Python environments."""
        path = self._folder() / environment / "bin" / program
        return path if path.exists() else self._miss(f"{program} of {environment}")

    def ask_python(self, environment: str, driver: str, *arguments: str | Path) -> Any:
        """Run one of our drivers in one of the Python environments, and return the JSON that it prints."""
        python = self.find_python(environment, "python")
        return json.loads(self.run(python, "-I", DRIVERS / driver, *arguments))

    def run_json(self, *command: str | Path, env: dict[str, str] | None = None, warns: bool = True) -> Any:
        """Run a program that prints JSON, and return it."""
        return json.loads(self.run(*command, env=env, warns=warns))

    def ask_gtk(self, driver: str, *arguments: str | Path) -> Any:
        """Run one of our drivers in Debian's Python, which has GTK, and return the JSON that it prints."""
        self._folder()
        python = shutil.which("python3", path="/usr/bin") or self._miss(_GTK)
        if subprocess.run([python, "-c", _HAS_GTK], capture_output=True, check=False).returncode:
            self._miss(_GTK)
        return self.run_json(python, "-I", DRIVERS / driver, *arguments)

    def ask_qgis(self, driver: str, *arguments: str | Path) -> Any:
        """Run one of our drivers in Debian's Python, which has QGIS, and return the JSON that it prints."""
        self._folder()
        python = shutil.which("python3", path="/usr/bin") or self._miss(_QGIS)
        if self.required == "light":
            pytest.skip("QGIS is heavy, and only the light programs were asked for")
        if subprocess.run([python, "-Ic", "import qgis.core"], capture_output=True, check=False).returncode:
            self._miss(_QGIS)
        env = {"PATH": "/usr/bin:/bin", "HOME": str(self.work), "QT_QPA_PLATFORM": "offscreen"}
        return self.run_json(python, "-I", DRIVERS / driver, *arguments, env=env)

    def _folder(self) -> Path:
        if self.folder is None:
            pytest.skip(f"CONSUMERS names no folder with the programs; {_HOW} installs them")
        return self.folder

    def _miss(self, what: str) -> NoReturn:
        message = f"{what} is missing; {_HOW} {'all' if what in {*_HEAVY, _QGIS} else 'light'} installs it"
        if self.required:
            pytest.fail(message)
        pytest.skip(message)
