"""Slow imports wait until they are needed."""

import subprocess
import sys
from pathlib import Path

import PIL.Image
import pytest

#: Modules that only --help, completion and a person at a terminal need.
FOR_PEOPLE = {"typer", "click", "rich"}
HEAVY = {"numpy", "cv2", "PIL"} | FOR_PEOPLE
RUN = """
import sys
from cvpalette.command.cli import main
main()
print(*sys.modules, file=sys.stderr)
"""


def modules_after(code: str, *arguments: str | Path) -> set[str]:
    """Run code in another process, and return the modules that it prints at its end."""
    command = [sys.executable, "-Ic", code, *arguments]
    result = subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    return set(result.stderr.decode().splitlines()[-1].split())


def test_import_costs_next_to_nothing() -> None:
    """Importing the library without using it loads nothing heavy, not even for the command."""
    loaded = modules_after("import sys, cvpalette; print(*sys.modules, file=sys.stderr)")
    assert loaded.isdisjoint(HEAVY)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["--help"],
        ["--help", "all"],
        ["missing.png", "-k", "six"],
        ["missing.png", "--fromat", "css"],
    ],
    ids=["the version", "help", "all help", "a wrong number of colors", "an unknown option"],
)
def test_short_answers_wait_for_nothing_heavy(arguments: list[str]) -> None:
    """Runs without pixels load no image libraries; only completion loads typer."""
    assert modules_after(RUN, *arguments).isdisjoint(HEAVY)


def test_a_wrong_word_for_what_counts_is_told_at_once() -> None:
    """The error comes before numpy is loaded, as for any setting."""
    assert modules_after(RUN, "missing.png", "--ignore", "whit").isdisjoint(HEAVY)


def test_a_file_needs_no_network(stripes: Path) -> None:
    """Loading TLS alone takes a fifth of a second."""
    assert modules_after(RUN, stripes).isdisjoint({"ssl", "http.client"})


def test_a_photo_needs_no_pillow(tmp_path: Path) -> None:
    """OpenCV alone decodes a plain JPEG right, and nearly all photos are plain JPEGs."""
    photo = tmp_path / "photo.jpg"
    PIL.Image.new("RGB", (32, 24), "teal").save(photo)
    assert modules_after(RUN, photo, "--format", "css").isdisjoint({"PIL", "logging"})


def test_a_run_needs_nothing_that_is_for_people(stripes: Path) -> None:
    """Its words are parsed without typer, which takes as long to load as a photo takes."""
    for arguments in ([], ["-f", "json", "-k", "3"], ["--region", "0,0,9,9", "-f", "hex"]):
        assert modules_after(RUN, stripes, *arguments).isdisjoint(FOR_PEOPLE)


def test_one_image_needs_no_workers(stripes: Path) -> None:
    """The coverage tool loads multiprocessing itself, so the test looks for our pool."""
    pool = {"concurrent.futures.process", "cvpalette.batch.many", "cvpalette.batch.processes"}
    assert modules_after(RUN, stripes, "-f", "css").isdisjoint(pool)


@pytest.mark.parametrize(
    ("how", "output"),
    [
        (["--format", "css"], "css"),
        (["-o", "{folder}/out.css"], "css"),
        (["-o", "{folder}/out.tailwind.css"], "tailwind"),
    ],
    ids=["by name", "by suffix", "by compound suffix"],
)
def test_only_the_output_asked_for_is_imported(stripes: Path, how: list[str], output: str) -> None:
    """The library rich is not imported, since only a person at a terminal sees it."""
    loaded = modules_after(RUN, stripes, *(word.format(folder=stripes.parent) for word in how))
    outputs = {name for name in loaded if name.startswith("cvpalette.outputs.")}
    assert outputs == {f"cvpalette.outputs.{output}"}
    # Most of the time to import importlib.metadata goes to the e-mail parser.
    assert loaded.isdisjoint({"rich", "email"})


def test_built_in_palettes_wait_until_one_is_named(stripes: Path) -> None:
    """Also if palette files are read. A list of them needs neither NumPy nor rich."""
    brand = stripes.parent / "brand.hex"
    brand.write_text("264653\n", encoding="utf-8")
    for arguments in ((stripes,), (brand,), (stripes, "--palette", brand), (stripes, "--names", "css")):
        loaded = modules_after(RUN, *arguments, "-f", "css")
        assert not [name for name in loaded if name.startswith("cvpalette.palettes.")]
    assert modules_after(RUN, "--list-palettes").isdisjoint(HEAVY)
    assert "cvpalette.palettes.builtin" in modules_after(RUN, stripes, "--palette", "cga", "-f", "css")
