"""What the tests share: small images, the command as a process, golden files."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

from cvpalette.extraction import Extraction
from cvpalette.testing import make_extraction

#: Four colors that anyone can tell apart, as they stand in the stripes.
STRIPES = ("#264653", "#2a9d8f", "#e9c46a", "#e76f51")

Run = Callable[..., subprocess.CompletedProcess[bytes]]


def pytest_configure() -> None:
    """Take interrupts as a terminal's processes do, also where the tests run in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let golden files be rewritten."""
    parser.addoption("--update-goldens", action="store_true", help="rewrite tests/golden; then read the diff")


@pytest.fixture
def extraction() -> Extraction:
    """Give four stripes, each a quarter of the image."""
    return make_extraction(STRIPES)


@pytest.fixture
def stripes(tmp_path: Path) -> Path:
    """Write a PNG of four stripes, 40 x 40 pixels, in a folder of its own."""
    rows = np.array([tuple(bytes.fromhex(color[1:])) for color in STRIPES], np.uint8)
    path = tmp_path / "stripes.png"
    PIL.Image.fromarray(np.repeat(np.repeat(rows[:, None], 40, axis=1), 10, axis=0)).save(path)
    return path


@pytest.fixture
def run_cli(tmp_path: Path) -> Run:
    """Run the installed command in the test's folder, and return what it printed and its exit code."""

    def run(*arguments: str | bytes | Path, **how: Any) -> subprocess.CompletedProcess[bytes]:
        # The folder of the checkout must not be importable: the installed package is what is tested.
        environment = {**os.environ, "COLUMNS": "80", **how.pop("env", {})}
        command = [sys.executable, "-Im", "cvpalette", *arguments]
        how = {"cwd": tmp_path, "capture_output": True, "stdin": subprocess.DEVNULL, "timeout": 120} | how
        if "input" in how:
            del how["stdin"]
        return subprocess.run(command, env=environment, check=False, **how)  # type: ignore[call-overload,no-any-return]

    return run


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str | bytes], None]:
    """Compare contents with a file under tests/golden, to the letter."""

    def compare(name: str, contents: str | bytes) -> None:
        path = Path(__file__).parent / "golden" / name
        data = contents if isinstance(contents, bytes) else contents.encode()
        if request.config.getoption("--update-goldens"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        assert data == path.read_bytes(), f"{name} differs; if it should, run pytest --update-goldens"

    return compare
