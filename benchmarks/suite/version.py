"""Version: the package as it is at a commit or in the checkout, and a process that calls it."""

import json
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from suite.environment import clean_environment

CHECKOUT: Final = Path(__file__).parents[2]
PARTS: Final = ("cvpalette", "pyproject.toml")


def export_commit(commit: str, folder: Path) -> Path:
    """Write the package as it is at a commit into a new folder."""
    folder.mkdir()
    archive = folder.with_suffix(".tar")
    done = subprocess.run(
        ["git", "archive", "--output", archive, commit, *PARTS],
        cwd=CHECKOUT,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        message = f"'{commit}' cannot be taken out of git: {done.stderr.strip()}"
        raise SystemExit(message)
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return _describe(folder)


def copy_checkout(folder: Path) -> Path:
    """Write the package as it lies in the checkout into a new folder."""
    folder.mkdir()
    package, project = PARTS
    shutil.copytree(CHECKOUT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / project, folder)
    return _describe(folder)


def _describe(folder: Path) -> Path:
    """Write what pip would write, and outputs are found by: the entry points of a distribution."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = folder / "cvpalette-0.0.0.dist-info"
    info.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: 0.0.0\n"
    (info / "METADATA").write_text(metadata, encoding="utf-8")
    lines = []
    for group, points in project["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in points.items())]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


class Version:
    """A folder with the package, and a process that stays up and does what it is asked with that package."""

    def __init__(self, folder: Path, photo: Path) -> None:
        """Start the process; `photo` is what it works on."""
        self.environment = clean_environment(PYTHONPATH=str(folder))
        worker = Path(__file__).with_name("version_worker.py")
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(worker), str(folder), str(photo)],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        """End the process with the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def text_outputs(self) -> list[str]:
        """Return the names of the outputs that write text."""
        return list(self._ask("list"))

    def call(self, times: int, *what: str) -> float:
        """Return the seconds that one of so many calls takes on average."""
        return float(self._ask("call", times, *what))

    def _ask(self, *question: str | int) -> Any:
        if self._process.stdin is None or self._process.stdout is None:
            raise AssertionError
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            message = f"{question}: its process has ended"
            raise SystemExit(message)
        return json.loads(line)
