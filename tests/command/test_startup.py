"""What is slow to import waits until it is needed."""

import subprocess
import sys
from pathlib import Path

import PIL.Image
import pytest

#: What only --help, completion and a person at a terminal need.
FOR_PEOPLE = {"typer", "click", "rich"}
HEAVY = {"numpy", "cv2", "PIL"} | FOR_PEOPLE
RUN = """
import sys
from cvpalette.command.cli import main
main()
print(*sys.modules, file=sys.stderr)
"""


def modules_after(code: str, *arguments: str | Path) -> set[str]:
    """Run code in a process of its own that ends by printing what it has imported; returns that."""
    command = [sys.executable, "-Ic", code, *arguments]
    result = subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    return set(result.stderr.decode().splitlines()[-1].split())


def test_import_costs_next_to_nothing() -> None:
    """A library that is imported and not used loads nothing, the command's own needs included."""
    loaded = modules_after("import sys, cvpalette; print(*sys.modules, file=sys.stderr)")
    assert loaded.isdisjoint(HEAVY)


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["missing.png", "-k", "six"], ["missing.png", "--fromat", "css"]],
    ids=["the version", "a wrong number of colors", "an unknown option"],
)
def test_short_answers_wait_for_nothing_heavy(arguments: list[str]) -> None:
    """What needs no pixels loads nothing that reads them, and what is no help none of its libraries."""
    assert modules_after(RUN, *arguments).isdisjoint(HEAVY)


def test_a_wrong_word_for_what_counts_is_told_at_once() -> None:
    """Before numpy is loaded, as any setting."""
    assert modules_after(RUN, "missing.png", "--ignore", "whit").isdisjoint(HEAVY)


def test_a_file_needs_no_network(stripes: Path) -> None:
    """TLS alone is a fifth of a second."""
    assert modules_after(RUN, stripes).isdisjoint({"ssl", "http.client"})


def test_a_photo_needs_no_pillow(tmp_path: Path) -> None:
    """Nearly every photo is a plain JPEG, which OpenCV alone is right about; nor does its output need it."""
    photo = tmp_path / "photo.jpg"
    PIL.Image.new("RGB", (32, 24), "teal").save(photo)
    assert modules_after(RUN, photo, "--format", "css").isdisjoint({"PIL", "logging"})


def test_a_run_needs_nothing_that_is_for_people(stripes: Path) -> None:
    """Its words are read without typer, which takes as long to start as a photo takes."""
    for arguments in ([], ["-f", "json", "-k", "3"], ["--region", "0,0,9,9", "-f", "hex"]):
        assert modules_after(RUN, stripes, *arguments).isdisjoint(FOR_PEOPLE)


def test_one_image_needs_no_workers(stripes: Path) -> None:
    """What measures coverage loads multiprocessing itself, so the pool that would need it is looked for."""
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
    """And rich, which only a person at a terminal sees, is not."""
    loaded = modules_after(RUN, stripes, *(word.format(folder=stripes.parent) for word in how))
    outputs = {name for name in loaded if name.startswith("cvpalette.outputs.")}
    assert outputs == {f"cvpalette.outputs.{output}"}
    # The e-mail parser is most of what importlib.metadata costs.
    assert loaded.isdisjoint({"rich", "email"})
