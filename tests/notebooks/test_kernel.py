"""Notebooks in a real kernel of Jupyter; skipped where nbclient, ipykernel or what they show are missing."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

SAMPLES = Path(__file__).parents[2] / "samples"
STORY = SAMPLES / "notebook.ipynb"
# Another processor's last bits may round a channel the other way.
NEAR = 1
# Each line is a cell, and shows its value.
CELLS = (
    "import cvpalette; found = cvpalette.extract('coffee.png', colors=2); None",
    "found",
    "found.result",
    "found.palette",
    "found.palette[0]",
    "found.palette[0].color",
    "found.image",
    "found.histogram",
    "[found, found.palette]",
)


def _require(*modules: str) -> None:
    for module in modules:
        pytest.importorskip(module, reason=f"{module} is not installed; .ci/docs.txt has it")


def _run(source: Path, folder: Path) -> list[dict[str, Any]]:
    """Run a notebook with the script of the samples in a process of its own; return its cells."""
    target = folder / "run.ipynb"
    # What this machine's users have set for Jupyter says nothing.
    homes = (
        "HOME",
        "IPYTHONDIR",
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
        "MPLCONFIGDIR",
    )
    environment = os.environ | dict.fromkeys(homes, str(folder))
    command: list[str | Path] = [sys.executable, "-I", SAMPLES / "run_notebook.py", source, target]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=180, env=environment)
    assert done.returncode == 0, done.stderr
    return _cells(target)


def _cells(path: Path) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return cells


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Run the notebook of the samples anew."""
    _require("nbclient", "ipykernel", "pandas", "matplotlib")
    return _run(STORY, tmp_path_factory.mktemp("story"))


def _sources(cells: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(cell["id"], cell["cell_type"], "".join(cell["source"])) for cell in cells]


def _outputs(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [output for cell in cells for output in cell.get("outputs", ())]


def _colors(cells: list[dict[str, Any]]) -> np.ndarray:
    """Return the colors that the cells show as text and HTML, in order, but those of the styles around."""
    texts = ["".join(output.get("text") or output["data"].get("text/html", "")) for output in _outputs(cells)]
    found = re.findall(r"#([0-9a-f]{6})\b", " ".join(texts))
    return np.array([list(bytes.fromhex(digits)) for digits in found], np.int16)


def test_the_kept_outputs_are_what_the_notebook_gives_today(story: list[dict[str, Any]]) -> None:
    """The same cells, the same kinds of outputs, and the same colors in them."""
    kept = _cells(STORY)
    assert _sources(kept) == _sources(story)
    kinds = [
        [(each["output_type"], sorted(each.get("data", ()))) for each in _outputs(c)] for c in (kept, story)
    ]
    assert kinds[0] == kinds[1]
    before, after = _colors(kept), _colors(story)
    assert len(before) > 50
    assert before.shape == after.shape
    assert np.abs(before - after).max() <= NEAR


def test_the_kept_notebook_is_small_and_tells_of_no_machine() -> None:
    """GitHub shows it, and where it was run is nobody's business."""
    text = STORY.read_text(encoding="utf-8")
    assert len(text) < 300_000
    assert re.search(r"/home/|/root/|/tmp/|\b0x[0-9a-f]{8,}|[A-Z]:\\\\|127\.0\.0\.1:[0-9]", text) is None
    assert not any(cell["metadata"] for cell in _cells(STORY))
    assert all(cell["outputs"] for cell in _cells(STORY)[3:] if cell["cell_type"] == "code")


def test_a_kernel_shows_each_thing_in_its_way(tmp_path: Path) -> None:
    """Chips or a picture, with a short text beside; lists and histograms are text."""
    _require("nbclient", "ipykernel")
    cells: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "id": f"c{at}",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": code,
        }
        for at, code in enumerate(CELLS)
    ]
    source = tmp_path / "small.ipynb"
    source.write_text(
        json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), "utf-8"
    )
    shown = [output["data"] for output in _outputs(_run(source, tmp_path))]
    assert [sorted(data) for data in shown] == [
        *([["text/html", "text/plain"]] * 5),
        ["image/jpeg", "text/plain"],
        *([["text/plain"]] * 2),
    ]
    for data in shown[:5]:
        html = "".join(data["text/html"])
        assert html.startswith("<div style=")
        assert re.search(r">#[0-9a-f]{6}<", html)
        assert len("".join(data["text/plain"])) < 80
    assert "".join(shown[0]["text/plain"]).startswith("<Extraction of 'coffee.png', 600 x 400: #")
    assert len("".join(shown[-1]["text/plain"]).splitlines()) == 2
