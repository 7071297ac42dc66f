"""Options without effect: for each kind of source and each option, the user is told, or has no need to be."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import PIL.Image
import pytest

from cvpalette.command.request import list_parameters
from cvpalette.settings.option import list_declared
from cvpalette.settings.settings import Reading, Scope, Settings

Run = Callable[..., subprocess.CompletedProcess[bytes]]

#: A value of each option that a photo takes without a word.
VALUES: dict[str, list[str]] = {
    "--colors": ["2"],
    "--space": ["rgb"],
    "--pick": ["colors"],
    "--seed": ["3"],
    "--sort": ["hue"],
    "--tolerance": ["9", "-k", "auto"],
    "--accents": [],
    "--keep": ["#e63946"],
    "--snap": [],
    "--names": ["css"],
    "--palette": ["two.hex"],
    "--like": ["moving.gif"],
    "--require": ["contrast>=1"],
    "--background": ["white"],
    "--region": ["0,0,4,4"],
    "--mask": ["mask.png"],
    "--ignore": ["red"],
    "--ignore-border": [],
    "--frames": ["all"],
    "--every": ["1"],
    "--max-pixels": ["99999"],
    "--allow-truncated": [],
    "--draft": [],
    "--recursive": [],
    "--jobs": ["2"],
    "--force": [],
}
NEVER = {"--recursive", "--jobs", "--force"}
#: The options that have no effect on each kind of source; all others have one, or are limits and permissions.
WITHOUT: dict[str, set[str]] = {
    "still.png": {"--frames", "--every", "--background", "--ignore", "--ignore-border", "--draft", *NEVER},
    "moving.gif": {"--every", "--background", "--ignore", "--ignore-border", "--draft", *NEVER},
    "glass.png": {"--frames", "--every", "--ignore-border", "--ignore", "--draft", *NEVER},
    "framed.png": {"--frames", "--every", "--background", "--draft", *NEVER},
    "film.avi": {"--frames", "--background", "--ignore", "--ignore-border", "--draft", *NEVER},
    "two.hex": set(VALUES) - {"--sort", "--names", "--require"},
}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Write one source of each kind: three colors in stripes, without a border color."""
    colors = np.array([(0, 90, 200), (240, 200, 0), (0, 120, 60), (90, 90, 90)], np.uint8)
    pixels = np.repeat(np.repeat(colors[:, None], 16, axis=1), 4, axis=0)
    still = PIL.Image.fromarray(pixels)
    still.save(tmp_path / "still.png")
    still.save(tmp_path / "moving.gif", save_all=True, append_images=[still.rotate(180)], duration=100)
    glass = still.copy()
    glass.putalpha(PIL.Image.fromarray(np.tile(np.linspace(0, 255, 16).astype(np.uint8), (16, 1))))
    glass.save(tmp_path / "glass.png")
    framed = still.copy()
    framed.paste((255, 0, 0), (0, 0, 16, 2))
    framed.paste((255, 0, 0), (0, 14, 16, 16))
    framed.paste((255, 0, 0), (0, 0, 2, 16))
    framed.save(tmp_path / "framed.png")
    mask = np.zeros((16, 16), np.uint8)
    mask[:, 8:] = 255
    PIL.Image.fromarray(mask).save(tmp_path / "mask.png")
    (tmp_path / "two.hex").write_text("#005ac8\n#f0c800\n", "utf-8")
    writer = cv2.VideoWriter(str(tmp_path / "film.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 10, (16, 16))
    for _ in range(30):
        writer.write(pixels[:, :, ::-1])
    writer.release()
    return tmp_path


def test_the_table_has_every_option_of_reading() -> None:
    """A new option of extract() gets a line here."""
    reading = {each.flag for each in list_declared(Settings, Scope, Reading)}
    assert reading <= set(VALUES)
    assert set(VALUES) <= {each.flag for each in list_parameters()}


@pytest.mark.parametrize("name", WITHOUT)
def test_an_option_without_effect_is_told(run_cli: Run, sources: Path, name: str) -> None:
    """All that have none are told in one run, and no other is named. The palette is written all the same."""
    assert sources.is_dir()
    told = WITHOUT[name]
    # These contradict each other, or a palette's flags.
    alone = {"--palette", "--like", "--tolerance"}
    others = set(VALUES) - told - alone - {"--colors", "--region", "--ignore-border"}
    for flags in (told - alone, others, {"--ignore-border"} - told):
        words = [word for flag in sorted(flags) for word in (flag, *VALUES[flag])]
        result = run_cli(name, "-f", "json", *words)
        assert result.returncode == 0
        assert json.loads(result.stdout)["colors"]
        said = result.stderr.decode()
        assert {flag for flag in VALUES if f"{flag} " in said or f"'{flag}'" in said} == flags & told


def test_a_frame_of_a_film_needs_no_time(run_cli: Run, sources: Path) -> None:
    """A number names one frame, and then `--every` has no effect."""
    assert sources.is_dir()
    told = run_cli("film.avi", "-f", "hex", "--frames", "2", "--every", "1").stderr.decode()
    assert "--every" in told
    assert "--frames" not in told


def test_in_a_batch_an_option_is_told_if_no_source_takes_it(run_cli: Run, sources: Path) -> None:
    """It is meant for those that it fits."""
    assert sources.is_dir()
    fits = run_cli("still.png", "moving.gif", "-f", "hex", "--frames", "all")
    assert (fits.returncode, fits.stderr) == (0, b"")
    merged = run_cli("still.png", "glass.png", "-f", "hex", "--frames", "all", "--merge")
    for result in (run_cli("still.png", "glass.png", "-f", "hex", "--frames", "all"), merged):
        assert result.returncode == 0
        assert result.stderr == b"cvpalette: warning: --frames had no effect on any source\n"


def test_fewer_colors_than_asked_for_are_told(run_cli: Run, sources: Path) -> None:
    """The default number is no request."""
    assert sources.is_dir()
    result = run_cli("still.png", "-f", "hex", "-k", "9")
    assert result.stderr == b"cvpalette: warning: 'still.png' has 4 colors, fewer than --colors 9 asks for\n"
    assert run_cli("still.png", "-f", "hex").stderr == b""


@pytest.mark.parametrize(
    ("name", "frames", "hint"),
    [
        ("q.gif", [], b"; read all with --frames all\n"),
        ("q.bmp", [], b"\n"),
        ("q.bmp", ["--frames", "all"], b"\n"),
    ],
)
def test_frames_that_are_not_written_are_told(
    run_cli: Run, sources: Path, name: str, frames: list[str], hint: bytes
) -> None:
    """The quantized image of an animation is one if all frames are read and the format holds them."""
    result = run_cli("moving.gif", "-f", "quantized", "-o", name, *frames)
    assert result.returncode == 0
    assert b"'moving.gif' has 2 frames, and 'quantized' shows only one of them" + hint in result.stderr
    with PIL.Image.open(sources / name) as picture:
        assert getattr(picture, "n_frames", 1) == 1
    assert run_cli("moving.gif", "-f", "quantized", "-o", "all.gif", "--frames", "all").stderr == b""
    with PIL.Image.open(sources / "all.gif") as picture:
        assert getattr(picture, "n_frames", 1) == 2
    assert run_cli("moving.gif", "-f", "barcode", "--frames", "all").stderr == b""
    assert run_cli("still.png", "-f", "quantized").stderr == b""


def test_a_strip_of_one_frame_of_many_is_told(run_cli: Run, sources: Path) -> None:
    """A barcode of an animation looks like one color in each row, and nothing says why."""
    assert sources.is_dir()
    said = (
        "cvpalette: warning: 'moving.gif' has 2 frames, and 'barcode' shows only one of them; read all with "
        "--frames all\n"
    )
    assert run_cli("moving.gif", "-f", "barcode", "-o", "b.barcode.png").stderr.decode() == said
    both = run_cli("moving.gif", "-f", "quantized", "-f", "barcode", "-o", "both/").stderr.decode()
    assert both == said.replace("'barcode' shows", "'quantized' and 'barcode' show")
    assert run_cli("still.png", "-f", "barcode").stderr == b""


@pytest.mark.parametrize(
    ("words", "idle"),
    [
        (["csv", "roles=yes", "text=yes"], ["text"]),
        (["csv", "text=yes"], []),
        (["css", "modes=class"], ["modes"]),
        (["css", "modes=class", "roles=yes"], []),
        (["tailwind", "modes=class"], ["modes"]),
        (["vision", "format=text", "picture=9"], ["picture"]),
        (["quantized", "strength=1", "level=3"], ["strength"]),
        (["quantized", "linear=yes", "serpentine=yes"], ["linear", "serpentine"]),
        (["quantized", "dither=bayer-4", "linear=yes", "serpentine=yes"], ["serpentine"]),
        (["quantized", "format=gif", "level=3", "dither=ordered", "strength=1"], ["level"]),
    ],
    ids=" ".join,
)
def test_an_option_of_an_output_that_has_no_effect_is_told(
    run_cli: Run, sources: Path, words: list[str], idle: list[str]
) -> None:
    """Beside the other options of the output."""
    assert sources.is_dir()
    name, *options = words
    result = run_cli("still.png", "-f", name, "-o", "out/", *(f"-O{name}.{option}" for option in options))
    assert result.returncode == 0, result.stderr
    told = [f"--option {name}.{option} had no effect: ".encode() for option in idle]
    warnings = [line for line in result.stderr.splitlines() if b"warning" in line]
    assert [
        line.partition(b"warning: ")[2][: len(one)] for line, one in zip(warnings, told, strict=True)
    ] == told


@pytest.mark.parametrize(
    ("ignored", "said"),
    [
        (["red"], "is within 5 of '#ff0000'; try a larger distance, such as '#ff0000~15'"),
        (
            ["red~0", "#fff~2"],
            "is within 0 of '#ff0000' or 2 of '#ffffff'; try a larger distance, such as '#ff0000~5'",
        ),
        (
            ["red", "#f00", "#f01", "#f02", "#f03", "#f04~2"],
            "is within 5 of '#ff0000' or 5 of '#ff0000' or 5 of '#ff0011' or 5 of '#ff0022', or near 2 more;",
        ),
    ],
)
def test_a_color_that_no_pixel_is_near_to_is_named(
    run_cli: Run, sources: Path, ignored: list[str], said: str
) -> None:
    """With its distance, the source, and a distance to try."""
    assert sources.is_dir()
    result = run_cli("still.png", *(word for color in ignored for word in ("--ignore", color)))
    assert f"--ignore had no effect: no pixel of 'still.png' {said}" in result.stderr.decode()
