"""Client: asks a worker, with a limit on how long it may take."""

import json
import queue
import shutil
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

from suite.environment import Environment, clean_environment

SECONDS_ALLOWED = 120.0
BENCHMARKS = Path(__file__).parent.parent


@dataclass(frozen=True)
class Answer:
    """What a tool found and how long it took, or why it did not."""

    seconds: float = 0.0
    palette: tuple[tuple[int, int, int], ...] = ()
    error: str = ""


class Client:
    """One worker; started at the first question, and again after it died."""

    def __init__(self, command: list[str]) -> None:
        """Remember how to start the worker."""
        self._command = command
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str] = queue.Queue()

    def ask(self, tool: str, path: Path, colors: int, *, warm: bool = False) -> Answer:
        """Run one tool in the worker."""
        request: dict[str, object] = {"tool": tool, "path": str(path), "colors": colors, "warm": warm}
        try:
            self._send(json.dumps(request))
            line = self._lines.get(timeout=SECONDS_ALLOWED)
        except OSError as error:
            self.close()
            return Answer(error=f"its process cannot run: {error}")
        except queue.Empty:
            self.close()
            return Answer(error=f"no answer in {SECONDS_ALLOWED:.0f} seconds")
        if not line:
            self.close()
            return Answer(error="crashed its process")
        found = json.loads(line)
        if "error" in found:
            words = " ".join(str(found["error"]).split())
            return Answer(error=words[:160])
        palette = tuple((int(r), int(g), int(b)) for r, g, b in found["palette"])
        if not palette:
            return Answer(error="gave no color")
        return Answer(seconds=float(found["seconds"]), palette=palette)

    def close(self) -> None:
        """Stop the worker."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _send(self, line: str) -> None:
        if self._process is None:
            self._lines = queue.Queue()
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                env=clean_environment(PYTHONPATH=str(BENCHMARKS)),
            )
            # A thread reads, because reading a pipe cannot be given a limit of time everywhere.
            threading.Thread(target=_read_lines, args=(self._process, self._lines), daemon=True).start()
        if self._process.stdin is not None:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()


def start_clients(environment: Environment) -> dict[str, Client]:
    """Return a client for each worker, by the name that tools give it."""
    # Node looks for packages beside the file that imports them.
    worker = Path(shutil.copy(Path(__file__).parent / "node_worker.mjs", environment.npm))
    python = ["-m", "suite.worker"]
    return {
        "ours": Client([str(environment.ours / "python"), *python]),
        "peers": Client([str(environment.peers / "python"), *python]),
        "node": Client(["node", str(worker)]),
    }


def _read_lines(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    if process.stdout is not None:
        for line in process.stdout:
            lines.put(line)
    lines.put("")
