"""Environment: the folder in which cvpalette and every peer are installed, apart from all else."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

PEERS_ON_PYPI = (
    "Pylette",
    "colorthief",
    "modern_colorthief",
    "fast_colorthief",
    "extcolors",
    "colorgram.py",
    "haishoku",
    "scikit-learn",
    "imagequant",
    "pillow",
)
PEERS_ON_NPM = (
    "colorthief",
    "node-vibrant",
    "extract-colors",
    "sharp",
    "@material/material-color-utilities",
)
# What the benchmark itself needs; it runs in the peers' environment, so that ours holds only us.
OWN_NEEDS = ("matplotlib", "opencv-python", "numpy")


@dataclass(frozen=True)
class Environment:
    """Where the tools are, and which of them could not be installed and why."""

    cache: Path
    failures: dict[str, str] = field(default_factory=dict)

    @property
    def ours(self) -> Path:
        """The folder of programs of the environment that holds only cvpalette."""
        return _programs(self.cache / "ours")

    @property
    def peers(self) -> Path:
        """The folder of programs of the environment that holds the Python peers."""
        return _programs(self.cache / "peers")

    @property
    def npm(self) -> Path:
        """The npm prefix."""
        return self.cache / "npm"

    def install(self, checkout: Path) -> None:
        """Install everything that is not there yet, and cvpalette again each time."""
        self.cache.mkdir(parents=True, exist_ok=True)
        make_python(self.cache / "peers", Path(sys.executable))
        make_python(self.cache / "ours", Path(sys.executable))
        install_checkout(self.ours, checkout)
        pip = (str(self.peers / "python"), "-m", "pip", "install", "-q")
        # One at a time: a peer that cannot be installed must not take the others with it.
        for package in (*OWN_NEEDS, *PEERS_ON_PYPI):
            self._try(package, *pip, package)
        self.npm.mkdir(exist_ok=True)
        for package in PEERS_ON_NPM:
            if not (self.npm / "node_modules" / package).is_dir():
                self._try(f"{package} (npm)", "npm", "install", "--prefix", str(self.npm), package)
        failures = self.cache / "failures.json"
        failures.write_text(json.dumps(self.failures), encoding="utf-8")

    def _try(self, name: str, *command: str) -> None:
        try:
            subprocess.run(command, check=True, capture_output=True, env=clean_environment())
        except FileNotFoundError:
            self.failures[name] = f"'{command[0]}' is not installed"
        except subprocess.CalledProcessError as error:
            words = error.stderr.decode(errors="replace").strip().splitlines()
            self.failures[name] = f"cannot be installed: {words[-1] if words else error}"


def installed_environment(cache: Path) -> Environment:
    """Return the environment that an earlier call of install() left in the cache."""
    failures = json.loads((cache / "failures.json").read_text(encoding="utf-8"))
    return Environment(cache, failures)


def make_python(folder: Path, python: Path) -> Path:
    """Make a virtual environment unless it is there, and return its folder of programs."""
    if not (_programs(folder) / "python").exists():
        subprocess.run([python, "-m", "venv", folder], check=True)
    return _programs(folder)


def install_checkout(programs: Path, checkout: Path) -> None:
    """Install cvpalette as a user would, replacing what an earlier run installed."""
    pip = (str(programs / "python"), "-m", "pip", "install", "-q", str(checkout))
    for options in ((), ("--force-reinstall", "--no-deps")):
        subprocess.run([*pip, *options], check=True, env=clean_environment())


def find_program(*names: str) -> Path | None:
    """Return the first of these programs that is installed."""
    found = (shutil.which(name) for name in names)
    return next((Path(path) for path in found if path), None)


def clean_environment(**extra: str) -> dict[str, str]:
    """Return the environment variables to time with."""
    # Without cached byte code every start-up would compile all modules again: nobody sees that.
    variables = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return variables | extra


def _programs(folder: Path) -> Path:
    return folder / ("Scripts" if os.name == "nt" else "bin")
