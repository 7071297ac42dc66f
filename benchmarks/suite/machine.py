"""Machine: what the figures were measured on."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path


def describe_machine() -> str:
    """Return the processor, its cores, the system and the interpreters in one sentence."""
    parts = [
        f"{_processor()}, {os.cpu_count()} cores",
        f"{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}",
    ]
    node = _output(["node", "--version"])
    if node:
        parts.append(f"Node {node.removeprefix('v')}")
    if hasattr(os, "getloadavg"):
        # Other programs that run meanwhile make every figure worse than it need be.
        parts.append(f"load {os.getloadavg()[1]:.1f} before the start")
    return f"{', '.join(parts)}; {datetime.now(UTC):%Y-%m-%d}"


def _processor() -> str:
    details = Path("/proc/cpuinfo")
    if details.exists():
        for line in details.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def _output(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
