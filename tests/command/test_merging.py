"""--merge: finds one palette for all images."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

import cvpalette

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def flags(tmp_path: Path) -> Path:
    """Write a large red image, a small blue one, and one of both halves."""
    folder = tmp_path / "flags"
    folder.mkdir()
    PIL.Image.new("RGB", (60, 10), "#ff0000").save(folder / "a.png")
    PIL.Image.new("RGB", (10, 10), "#0000ff").save(folder / "b.png")
    both = PIL.Image.new("RGB", (10, 10), "#ff0000")
    both.paste("#0000ff", (0, 0, 5, 10))
    both.save(folder / "c.png")
    return folder


def shares(document: dict[str, list[dict[str, object]]]) -> dict[object, object]:
    """Return the share of each color in a JSON object."""
    return {color["hex"]: color["share"] for color in document["colors"]}


@pytest.mark.parametrize(
    ("arguments", "red"),
    [(["--merge"], 0.8125), (["--merge-by", "equal"], 0.5), (["--merge-by", "pixels"], 0.8125)],
)
def test_images_weigh_by_pixels_or_equally(
    run_cli: Run, flags: Path, arguments: list[str], red: float
) -> None:
    """The common palette comes first, then each image's shares of it."""
    result = run_cli(flags.name, *arguments, "-f", "json")
    assert (result.returncode, result.stderr) == (0, b"")
    common, *each = map(json.loads, result.stdout.splitlines())
    assert (common["source"], common["counted"]) == ("3 images", 800)
    assert shares(common) == {"#ff0000": red, "#0000ff": 1 - red}
    assert [image["source"] for image in each] == ["a.png", "b.png", "c.png"]
    assert [list(shares(image)) for image in each] == [list(shares(common))] * 3
    assert [shares(image)["#ff0000"] for image in each] == [1, 0, 0.5]


def test_each_image_has_positions_of_the_common_colors(run_cli: Run, flags: Path) -> None:
    """The common palette has no place, nor has a color that an image lacks."""
    result = run_cli(flags.name, "--merge", "-f", "json", "-O", "json.positions=true")
    assert (result.returncode, result.stderr) == (0, b"")
    common, *each = (
        [bool(place) for place in json.loads(line)["positions"]] for line in result.stdout.splitlines()
    )
    assert common == [False, False]
    assert each == [[True, False], [False, True], [True, True]]


@pytest.mark.parametrize("formats", [["-f", "css"], ["-f", "css", "-f", "quantized"]], ids=["once", "twice"])
def test_a_source_that_fails_is_reported_once(run_cli: Run, flags: Path, formats: list[str]) -> None:
    """This also holds if images are read a second time."""
    (flags / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    result = run_cli(flags.name, "--merge", *formats, "-o", "out", "--report")
    assert result.returncode == 1
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    (failed,) = (line for line in lines if "error" in line)
    assert (failed["source"], failed["path"]) == ("bad.png", str(Path("flags", "bad.png")))
    assert failed["error"]["problem"] == "truncated"


def test_one_file_holds_the_palette_of_all(run_cli: Run, flags: Path) -> None:
    """The format and name are free; the file has nothing about single images."""
    assert run_cli(flags.name, "--merge", "-o", "all.gpl").returncode == 0
    assert "Name: 3 images" in (flags.parent / "all.gpl").read_text("utf-8")
    assert run_cli(flags.name, "--merge", "-o", "all.json").returncode == 0
    assert json.loads((flags.parent / "all.json").read_bytes())["source"] == "3 images"
    assert run_cli(flags.name, "--merge").stdout.split() == [b"#ff0000", b"#0000ff"]


def test_all_images_in_one_palette(run_cli: Run, flags: Path) -> None:
    """Each has the same entries in the same order, even those without a pixel."""
    result = run_cli(flags.name, "--merge", "-f", "quantized", "-f", "css", "-o", "out")
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    written = {path.name: path for path in (flags.parent / "out").iterdir()}
    assert sorted(written) == ["a.quantized.png", "b.quantized.png", "c.quantized.png", "palette.css"]
    for name in "abc":
        with (
            PIL.Image.open(written[f"{name}.quantized.png"]) as after,
            PIL.Image.open(flags / f"{name}.png") as before,
        ):
            assert after.getpalette() == [255, 0, 0, 0, 0, 255]
            assert np.array_equal(np.asarray(after.convert("RGB")), np.asarray(before))


def test_a_bad_image_is_told_once(run_cli: Run, flags: Path) -> None:
    """This holds although images are read twice; the others are merged."""
    (flags / "bad.png").write_bytes((flags / "a.png").read_bytes()[:-20])
    result = run_cli(flags.name, "--merge", "-f", "json")
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)
    documents = list(map(json.loads, result.stdout.splitlines()))
    assert [document["source"] for document in documents if "colors" in document] == [
        "3 images",
        "a.png",
        "b.png",
        "c.png",
    ]
    (failed,) = (document for document in documents if "colors" not in document)
    assert (failed["path"], failed["error"]["problem"]) == (str(Path("flags", "bad.png")), "truncated")


def test_nothing_to_merge_is_an_error(run_cli: Run, tmp_path: Path) -> None:
    """The errors of the images come first."""
    result = run_cli("missing.png", "--merge", "-o", "out.css")
    assert (result.returncode, result.stdout) == (1, b"")
    assert [line.split(b"'")[1] for line in result.stderr.splitlines()] == [b"missing.png", b"images"]
    assert not list(tmp_path.iterdir())


def test_stdin_is_merged_where_it_is_read_once(run_cli: Run, flags: Path) -> None:
    """It cannot be read a second time."""
    data = (flags / "a.png").read_bytes()
    assert run_cli("-", "flags/b.png", "--merge", input=data).stdout.split() == [b"#ff0000", b"#0000ff"]
    result = run_cli("-", "flags/b.png", "--merge", "-f", "json", input=data)
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"'-' can be read only once" in result.stderr


def test_nothing_else_to_weigh_by(run_cli: Run, flags: Path) -> None:
    """The message lists the choices."""
    result = run_cli(flags, "--merge-by", "size")
    assert result.returncode == 2
    assert b"images cannot be weighed by 'size'; choose 'pixels' or 'equal'" in result.stderr


def test_the_command_merges_what_the_library_merges(run_cli: Run, flags: Path) -> None:
    """This holds for every setting."""
    noise = np.random.default_rng(3).integers(0, 256, (3, 40, 40, 3), np.uint8)
    for name, pixels in zip("abc", noise, strict=True):
        PIL.Image.fromarray(pixels).save(flags / f"{name}.png")
    paths = sorted(flags.iterdir())
    expected = cvpalette.merge(paths, colors=5, space="oklab", region="10%,10%,80%,80%")
    arguments = ["--merge", "-k", "5", "-s", "oklab", "--region", "10%,10%,80%,80%"]
    assert run_cli(flags, *arguments).stdout.decode().split() == [
        color.hex for color in expected.palette.colors
    ]
    assert expected.histogram.total == 3 * 32 * 32


def test_the_scheme_of_all_images_is_that_of_their_colors(run_cli: Run, flags: Path) -> None:
    """In a file for all sources as in one of its own: it is not that of the palette, which has one color."""
    merged = ("--merge", "-k", "1", "-f", "scheme")
    assert run_cli(flags.name, *merged, "-o", "all.scheme.jsonl").returncode == 0
    first = json.loads((flags.parent / "all.scheme.jsonl").read_text("utf-8").splitlines()[0])
    assert [each["hex"] for each in first["palette"]] == ["#ff0000", "#0000ff"]
    assert run_cli(flags.name, *merged, "-f", "css", "-o", "own/").returncode == 0
    (own,) = (flags.parent / "own").glob("*.scheme.json")
    assert json.loads(own.read_text("utf-8"))["light"] == first["light"]


@pytest.mark.parametrize(
    ("output", "name"), [("blurhash", "m.json"), ("thumbhash", "m.json"), ("dominant", "m.json")]
)
def test_what_shows_pictures_has_no_entry_for_all_of_them(
    run_cli: Run, flags: Path, output: str, name: str
) -> None:
    """There is no picture of all pictures."""
    result = run_cli(flags.name, "--merge", "-f", output, "-o", name)
    assert (result.returncode, result.stderr) == (0, b"")
    document = json.loads((flags.parent / name).read_text())
    assert [Path(path).name for path in document] == ["a.png", "b.png", "c.png"]


@pytest.mark.parametrize("option", ["device=nes", "colors=4", "max_size=9000"])
def test_merged_images_have_one_palette(run_cli: Run, flags: Path, option: str) -> None:
    """An option that takes another is refused before any image is read."""
    result = run_cli(flags.name, "--merge", "-f", "quantized", "-O", f"quantized.{option}", "-o", "out/")
    name = option.partition("=")[0].replace("_", "-")
    assert result.returncode == 2
    assert f"'--merge' finds one palette for all images, and option 'quantized.{name}' takes" in (
        result.stderr.decode()
    )
    assert not (flags.parent / "out").exists()
