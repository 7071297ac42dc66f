"""Peers that give roles: installed into a cache, and asked for what they find in a picture."""

import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from suite.environment import clean_environment, make_python

HERE: Final = Path(__file__).parent
ON_NPM: Final = ("@material/material-color-utilities", "node-vibrant", "colorthief", "sharp")
ON_PYPI: Final = ("pywal16",)

MATERIAL: Final = "material"
PYWAL: Final = "pywal16"
PYWAL_16: Final = "pywal16 --cols16"
PYWAL_CONTRAST: Final = "pywal16 --cols16 --contrast 4.5"
VIBRANT: Final = "node-vibrant"
THIEF: Final = "colorthief"
#: Which worker has a tool, and which package its version is that of.
TOOLS: Final = {
    MATERIAL: ("node", "@material/material-color-utilities"),
    PYWAL: ("python", "pywal16"),
    PYWAL_16: ("python", "pywal16"),
    PYWAL_CONTRAST: ("python", "pywal16"),
    VIBRANT: ("node", "node-vibrant"),
    THIEF: ("node", "colorthief"),
}


@dataclass
class Peers:
    """The peers in a cache; what a tool answered about a picture is kept there too."""

    cache: Path
    failures: dict[str, str] = field(default_factory=dict)
    _workers: dict[str, "subprocess.Popen[str]"] = field(default_factory=dict)
    _versions: dict[str, str] = field(default_factory=dict)

    def install(self) -> None:
        """Install what is not there yet; a peer that cannot be installed is remembered with its reason."""
        self.cache.mkdir(parents=True, exist_ok=True)
        python = make_python(self.cache / "python", Path(sys.executable)) / "python"
        for package in ON_PYPI:
            self._try(package, str(python), "-m", "pip", "install", "-q", package)
        for package in ON_NPM:
            if not (self.cache / "node_modules" / package).is_dir():
                self._try(package, "npm", "install", "--silent", "--prefix", str(self.cache), package)

    def ask(self, tool: str, picture: Path) -> Any:
        """Return what a tool finds in a picture; None if it fails, and then `failures` says why."""
        if TOOLS[tool][1] in self.failures:
            return None
        if tool not in self._versions:
            self._versions[tool] = self.version(tool)
        digest = hashlib.sha256(picture.read_bytes()).hexdigest()[:16]
        kept = self.cache / "answers" / f"{tool} {self._versions[tool]}" / f"{digest}.json"
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(self._ask(tool, picture)), encoding="utf-8")
        answer = json.loads(kept.read_text(encoding="utf-8"))
        if "error" in answer:
            self.failures[f"{tool}, {picture.name}"] = str(answer["error"])
        return answer.get("found")

    def _ask(self, tool: str, picture: Path) -> dict[str, Any]:
        """Return what the worker of a tool answers: what it found, or an error."""
        worker, _ = TOOLS[tool]
        process = self._start(worker)
        try:
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps({"tool": tool, "path": str(picture)}) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = ""
        if not line:
            del self._workers[worker]
            return {"error": "its process ended"}
        answer: dict[str, Any] = json.loads(line)
        return answer

    def version(self, tool: str) -> str:
        """Return the version of a tool that is installed."""
        worker, package = TOOLS[tool]
        if worker == "node":
            manifest = self.cache / "node_modules" / package / "package.json"
            return str(json.loads(manifest.read_text(encoding="utf-8"))["version"])
        code = f"from importlib.metadata import version; print(version({package!r}))"
        python = make_python(self.cache / "python", Path(sys.executable)) / "python"
        return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()

    def close(self) -> None:
        """Stop the workers."""
        for process in self._workers.values():
            process.kill()
            process.wait()
        self._workers.clear()

    def _start(self, worker: str) -> "subprocess.Popen[str]":
        if worker not in self._workers:
            self._workers[worker] = subprocess.Popen(
                self._command(worker),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=self.cache,
                text=True,
                encoding="utf-8",
                # ImageMagick with many threads spends most of its time waiting.
                env=clean_environment(MAGICK_THREAD_LIMIT="1"),
            )
        return self._workers[worker]

    def _command(self, worker: str) -> list[str]:
        if worker == "node":
            return ["node", shutil.copy(HERE / "scheme_worker.mjs", self.cache)]
        python = make_python(self.cache / "python", Path(sys.executable)) / "python"
        return [str(python), str(HERE / "scheme_worker.py")]

    def _try(self, name: str, *command: str) -> None:
        try:
            subprocess.run(command, check=True, capture_output=True, env=clean_environment())
        except FileNotFoundError:
            self.failures[name] = f"'{command[0]}' is not installed"
        except subprocess.CalledProcessError as error:
            words = error.stderr.decode(errors="replace").strip().splitlines()
            self.failures[name] = f"cannot be installed: {words[-1] if words else error}"
