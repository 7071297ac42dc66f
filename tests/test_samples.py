"""The samples, and what docs/command.md tells of their sizes, are what the command makes of them today."""

import importlib
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import PIL.Image
import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]

SAMPLES = Path(__file__).parents[1] / "samples"
GALLERY = SAMPLES / "gallery"
TABLE = (SAMPLES.parent / "docs" / "command.md").read_text(encoding="utf-8")
# Another processor's last bits may round a channel the other way.
NEAR = 1
# A color or another number, in any notation that the gallery has.
NUMBER = re.compile(r"#?\b(?:0x)?[0-9a-fA-F]*\d[0-9a-fA-F.]*|#[0-9a-fA-F]{6}\b")


@pytest.fixture(scope="module")
def remade(build_once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """Run the script that writes the samples into a new folder, and give what stands for samples/output."""

    def make(folder: Path) -> None:
        subprocess.run([sys.executable, "-I", SAMPLES / "make.py", folder], check=True, capture_output=True)

    return build_once("samples", make) / "output"


@pytest.fixture(name="gallery")
def load_gallery(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Load the script that says what the gallery has."""
    monkeypatch.syspath_prepend(str(SAMPLES))
    yield importlib.import_module("gallery_page")
    del sys.modules["gallery_page"]


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
    # Fonts differ a little from one Pillow to the next.
    assert _differ(kept, remade / kept.name) < NEAR


def test_gallery_has_twelve_pictures_in_six_outputs(gallery: ModuleType) -> None:
    """A strip, a picture, a scheme and three texts, and nothing is left over."""
    assert len({piece.file for piece in gallery.PIECES}) == 12
    for piece in gallery.PIECES:
        made = {path.name for path in (GALLERY / "output").iterdir() if path.stem.split(".")[0] == piece.name}
        assert made == {f"{piece.name}.{suffix}" for suffix in ("svg", piece.made, *piece.texts)}
        assert (GALLERY / "schemes" / f"{piece.name}.svg").is_file()


def test_gallery_page_is_of_today(gallery: ModuleType) -> None:
    """Whoever changes the gallery runs python samples/make.py."""
    page = SAMPLES.parent / "docs" / "gallery.md"
    assert page.read_text(encoding="utf-8") == gallery.write_page()


@pytest.mark.parametrize("name", ["output", "schemes"])
def test_gallery_is_what_the_command_makes(name: str, remade: Path) -> None:
    """Texts are alike but for the last bits of numbers, and pictures look the same."""
    found = remade.parent / "gallery" / name
    kept = sorted((GALLERY / name).iterdir())
    assert sorted(path.name for path in found.iterdir()) == [path.name for path in kept]
    for path in kept:
        other = found / path.name
        if path.suffix in {".png", ".webp"}:
            assert _differ(path, other) < NEAR, path.name
            continue
        texts = [each.read_text(encoding="utf-8") for each in (path, other)]
        before, after = (NUMBER.sub("", text) for text in texts)
        assert before == after, path.name
        if name == "output" and path.suffix == ".svg":
            assert np.abs(_colors(texts[0]) - _colors(texts[1])).max() <= NEAR, path.name


def test_gallery_is_small() -> None:
    """Nobody waits for the page, nor for the source distribution."""
    files = [path for path in GALLERY.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert max(path.stat().st_size for path in files) < 60_000
    assert sum(path.stat().st_size for path in files) < 600_000


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


def _differ(one: Path, other: Path) -> float:
    before, after = (np.asarray(PIL.Image.open(path).convert("RGB"), np.int16) for path in (one, other))
    return float(np.abs(before - after).mean())


def _colors(text: str) -> np.ndarray:
    return np.array([list(bytes.fromhex(digits)) for digits in re.findall(r"#([0-9a-f]{6})\b", text)])
