"""The samples, and what docs/command.md tells of their sizes, are what the command makes of them today."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]

SAMPLES = Path(__file__).parents[1] / "samples"
TABLE = (SAMPLES.parent / "docs" / "command.md").read_text(encoding="utf-8")
# Another processor's last bits may round a channel the other way.
NEAR = 1


@pytest.fixture(scope="module")
def remade(build_once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """Run the script that writes the samples into a new folder."""

    def make(folder: Path) -> None:
        subprocess.run([sys.executable, "-I", SAMPLES / "make.py", folder], check=True, capture_output=True)

    return build_once("samples", make)


def test_same_files(remade: Path) -> None:
    """Nothing is missing from samples/output, and nothing is left over."""
    assert sorted(path.name for path in remade.iterdir()) == sorted(
        path.name for path in (SAMPLES / "output").iterdir()
    )


@pytest.mark.parametrize("photo", ["astronaut.webp", "chelsea.png", "coffee.png", "rocket.jpg"])
def test_no_path_of_a_machine(photo: str) -> None:
    """Where the samples were made is nobody's business."""
    kept = json.loads((SAMPLES / "output" / photo).with_suffix(".json").read_text(encoding="utf-8"))
    assert kept["path"] == photo


@pytest.mark.parametrize("kept", sorted((SAMPLES / "output").glob("*.hex")), ids=lambda path: path.stem)
def test_same_colors(kept: Path, remade: Path) -> None:
    """The colors in samples/output are what the engine finds."""
    found = _colors((remade / kept.name).read_text(encoding="utf-8"))
    assert np.abs(found - _colors(kept.read_text(encoding="utf-8"))).max() <= NEAR


@pytest.mark.parametrize("kept", sorted((SAMPLES / "output").glob("*.hex")), ids=lambda path: path.stem)
def test_formats_agree(kept: Path) -> None:
    """Every format of a sample holds the same colors in the same order."""
    suffixes = (".hex", ".css", ".csv", ".json", ".less", ".scss", ".tailwind.css", ".tokens.json")
    texts = [kept.with_suffix(suffix).read_text(encoding="utf-8") for suffix in suffixes]
    colors = [_colors(text).tolist() for text in texts]
    assert colors[1:] == colors[:1] * (len(suffixes) - 1)


@pytest.mark.parametrize(
    "kept",
    [*sorted((SAMPLES / "output").glob("*.png")), SAMPLES / "output" / "pick.webp"],
    ids=lambda path: path.stem,
)
def test_same_pictures(kept: Path, remade: Path) -> None:
    """Swatches and quantized images in samples/output look as they do today."""
    before, after = (
        np.asarray(PIL.Image.open(path).convert("RGB"), np.int16) for path in (kept, remade / kept.name)
    )
    # Fonts differ a little from one Pillow to the next.
    assert np.abs(before - after).mean() < NEAR


@pytest.mark.parametrize("row", re.findall(r"^\| (\S+\.(?:webp|png|jpg)) \|(.+)\|$", TABLE, re.MULTILINE))
def test_docs_tell_todays_sizes(run_cli: Run, row: tuple[str, str]) -> None:
    """Within two percent: zlib's versions differ a little."""
    name, cells = row
    six = _report(run_cli, name, "-o", "six.png", "-k", "6")
    many = _report(run_cli, name, "-o", "many.png", "-k", "256", "-O", "quantized.dither=floyd-steinberg")
    sizes = [six["source_bytes"], six["truecolor_png_bytes"], six["bytes"]]
    costs = [six["psnr"], six["delta_e_mean"], six["delta_e_p95"]]
    found = [*(size / 1000 for size in sizes), *costs, many["bytes"] / 1000]
    assert [float(number) for number in re.findall(r"[0-9.]+", cells)] == pytest.approx(found, rel=0.02)
    assert ("larger" in cells) is many["is_larger"]


def _report(run_cli: Run, name: str, *options: str) -> dict[str, Any]:
    done = run_cli(SAMPLES / name, "-f", "quantized", *options, "--report")
    assert (done.returncode, done.stderr) == (0, b"")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _colors(text: str) -> np.ndarray:
    return np.array([list(bytes.fromhex(digits)) for digits in re.findall(r"#([0-9a-f]{6})\b", text)])
