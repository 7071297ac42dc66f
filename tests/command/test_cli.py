"""The command as people run it: its options, its files, stdout and stderr."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

import cvpalette
from cvpalette.command import cli
from cvpalette.command.parsing import parse

Run = Callable[..., subprocess.CompletedProcess[bytes]]

#: The colors of the stripes, ordered by share, and equal shares by channels.
BY_SHARE = ["#264653", "#2a9d8f", "#e76f51", "#e9c46a"]
PNG = b"\x89PNG\r\n\x1a\n"
STARTS = {"css": b"/* 4 colors", "gpl": b"GIMP Palette\n", "hex": b"#264653\n", "json": b'{"version": 1'}


@pytest.fixture
def noise(tmp_path: Path) -> Path:
    """Write a PNG with more colors than any palette has."""
    path = tmp_path / "noise.png"
    PIL.Image.fromarray(np.random.default_rng(1).integers(0, 256, (48, 48, 3), np.uint8)).save(path)
    return path


def names(folder: Path) -> set[str]:
    """Return the names of the files in a folder."""
    return {path.name for path in folder.iterdir()}


def test_a_pipe_gets_one_color_a_line(run_cli: Run, stripes: Path) -> None:
    """Without --format, each line is `#rrggbb`, and stderr is empty."""
    result = run_cli(stripes)
    assert (result.returncode, result.stdout.decode().split(), result.stderr) == (0, BY_SHARE, b"")


def test_palettes_of_many_sources_follow_each_other(run_cli: Run, stripes: Path) -> None:
    """They come in the order of the arguments."""
    assert run_cli(stripes, "-", input=stripes.read_bytes()).stdout.decode().split() == BY_SHARE * 2


@pytest.mark.parametrize("name", STARTS)
def test_one_text_format_goes_to_stdout(run_cli: Run, stripes: Path, name: str) -> None:
    """No file is written."""
    result = run_cli(stripes, "--format", name)
    assert (result.returncode, result.stderr, names(stripes.parent)) == (0, b"", {stripes.name})
    assert result.stdout.startswith(STARTS[name])
    assert result.stdout.endswith(b"\n")


@pytest.mark.parametrize(
    ("arguments", "folder"),
    [(["-o", "."], "."), (["-o", "new/deep"], "new/deep"), (["-o", "new/"], "new")],
    ids=["in the current folder", "in a folder that is made", "in a folder told by its slash"],
)
def test_several_formats_go_to_files(run_cli: Run, stripes: Path, arguments: list[str], folder: str) -> None:
    """The files are named after the source; in a pipe, no message is printed."""
    result = run_cli(stripes, "-f", "css", "-f", "swatch", "-f", "css", *arguments)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    written = names(stripes.parent / folder) - {stripes.name}
    assert written == {"stripes.css", "stripes.swatch.png"}


def test_a_picture_goes_into_a_pipe(run_cli: Run, stripes: Path) -> None:
    """So `cvpalette photo.jpg -f swatch > swatch.png` works; no file is made."""
    result = run_cli(stripes, "-f", "swatch")
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.startswith(PNG)
    assert names(stripes.parent) == {stripes.name}


@pytest.mark.parametrize("formats", [("css", "json"), ("css", "swatch")], ids=" ".join)
def test_two_formats_do_not_share_a_pipe(run_cli: Run, stripes: Path, formats: tuple[str, str]) -> None:
    """An empty file would look like success; the message says what would work."""
    result = run_cli(stripes, "-f", formats[0], "-f", formats[1])
    assert (result.returncode, result.stdout) == (2, b"")
    assert f"'{formats[0]}' and '{formats[1]}' cannot share stdout; name a folder" in result.stderr.decode()
    assert names(stripes.parent) == {stripes.name}


@pytest.mark.parametrize(("name", "suffix"), [("quantized", ".tga"), ("css", ".png")], ids="".join)
def test_no_format_is_written_under_the_name_of_another(
    run_cli: Run, stripes: Path, name: str, suffix: str
) -> None:
    """PNG bytes under the name out.tga would be a lie."""
    result = run_cli(stripes, "-f", name, "-o", f"out{suffix}")
    assert (result.returncode, result.stdout) == (2, b"")
    assert f"out{suffix}" in result.stderr.decode()
    assert names(stripes.parent) == {stripes.name}


def test_an_option_does_not_contradict_a_suffix(run_cli: Run, stripes: Path) -> None:
    """A GIF under the name small.png would be a lie too."""
    result = run_cli(stripes, "-f", "quantized", "-O", "quantized.format=gif", "-o", "small.png")
    assert result.returncode == 2
    assert b"choose a '.gif' file; leave them out, or change the suffix" in result.stderr


@pytest.mark.parametrize(
    ("name", "start"),
    [
        *((f"out.{name}", start) for name, start in STARTS.items()),
        ("OUT.GPL", STARTS["gpl"]),
        ("out.swatch.png", PNG),
        ("out.quantized.png", PNG),
        ("out.v2.css", STARTS["css"]),
        ("out.tailwind.css", b"/* 4 colors of stripes.png, by cvpalette */\n@theme"),
        ("out.tokens.json", b'{\n  "$schema"'),
        ("out.colors.xml", b"<?xml"),
    ],
)
def test_a_files_suffix_names_the_format(run_cli: Run, stripes: Path, name: str, start: bytes) -> None:
    """-o alone is enough; an existing file is overwritten, since -o names it."""
    target = stripes.parent / name
    target.write_bytes(b"older")
    assert run_cli(stripes, "-o", name).returncode == 0
    assert target.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("arguments", "name", "kind"),
    [
        (["-o", "small.gif"], "small.gif", "GIF"),
        (["-o", "small.WEBP"], "small.WEBP", "WEBP"),
        (["-f", "quantized", "-o", "small.webp"], "small.webp", "WEBP"),
        (["-f", "quantized", "-o", "small.png"], "small.png", "PNG"),
        (["-f", "quantized", "-O", "quantized.format=gif", "-o", "./"], "stripes.quantized.gif", "GIF"),
        (["-f", "quantized", "-O", "quantized.format=gif", "-o", "small.gif"], "small.gif", "GIF"),
    ],
    ids=" ".join,
)
def test_one_output_writes_several_kinds_of_file(
    run_cli: Run, stripes: Path, arguments: list[str], name: str, kind: str
) -> None:
    """The suffix sets the option, and the option sets the suffix."""
    result = run_cli(stripes, *arguments)
    assert (result.returncode, result.stderr) == (0, b"")
    with PIL.Image.open(stripes.parent / name) as picture:
        assert picture.format == kind


def test_a_report_is_a_line_of_json_for_each_file(run_cli: Run, stripes: Path, noise: Path) -> None:
    """It goes to stdout, and includes the output's facts about the file."""
    result = run_cli(stripes, noise, "-f", "css", "-f", "quantized", "-o", "out/", "--report")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    folder = stripes.parent / "out"
    assert {Path(line["file"]).name for line in lines} == names(folder)
    assert all(line["bytes"] == (folder / Path(line["file"]).name).stat().st_size for line in lines)
    css, quantized = lines[2:]
    assert (css["source"], css["format"]) == ("noise.png", "css")
    assert quantized["source_bytes"] == noise.stat().st_size
    assert quantized["truecolor_png_bytes"] > quantized["bytes"]
    assert quantized["is_larger"] is False
    assert quantized["psnr"] > 10
    assert quantized["delta_e_p95"] > quantized["delta_e_mean"] > 1


def test_with_a_report_text_goes_to_a_file(run_cli: Run, stripes: Path) -> None:
    """The report and the text cannot share stdout."""
    result = run_cli(stripes, "-f", "css", "--report")
    assert json.loads(result.stdout)["file"] == "stripes.css"
    assert (stripes.parent / "stripes.css").read_bytes().startswith(STARTS["css"])


@pytest.mark.parametrize("arguments", [[], ["-o", "-"], ["-f", "css", "-o", "-"]], ids=" ".join)
def test_a_report_of_no_file_is_wrong_usage(run_cli: Run, stripes: Path, arguments: list[str]) -> None:
    """The output itself would go to stdout; the message says what to do."""
    result = run_cli(stripes, *arguments, "--report")
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"'--report' prints to stdout; name a format with --format, a file with" in result.stderr


def test_a_report_of_one_file_for_all_is_wrong_usage(run_cli: Run, stripes: Path, noise: Path) -> None:
    """It is about the file of each; the file's name is not what is wrong."""
    result = run_cli(stripes.name, noise.name, "-o", "all.html", "--report")
    assert result.returncode == 2
    assert result.stderr == (
        b"cvpalette: error: '--report' tells about a file for each source, and 'all.html' is one for all; "
        b"name a folder, or leave --report out\n"
    )
    assert run_cli(stripes.name, noise.name, "-f", "html", "-o", "pages/", "--report").returncode == 0
    assert run_cli(stripes.name, "-o", "one.html", "--report").returncode == 0


def test_a_format_may_go_to_a_file_of_any_name(run_cli: Run, stripes: Path) -> None:
    """With --format, an ambiguous or missing suffix is no problem."""
    assert run_cli(stripes, "-f", "quantized", "-o", "small.png").returncode == 0
    with PIL.Image.open(stripes.parent / "small.png") as small:
        assert small.mode == "P"


@pytest.mark.parametrize(("name", "start"), [("swatch", PNG), ("css", STARTS["css"])])
def test_a_dash_sends_any_format_to_stdout(run_cli: Run, stripes: Path, name: str, start: bytes) -> None:
    """Bytes are written unchanged."""
    result = run_cli(stripes, "-f", name, "-o", "-")
    assert result.stdout.startswith(start)
    assert names(stripes.parent) == {stripes.name}


def test_force_overwrites_what_was_not_named(run_cli: Run, stripes: Path) -> None:
    """Without --force, see test_bad_output.py."""
    target = stripes.parent / "stripes.swatch.png"
    target.write_bytes(b"older")
    assert run_cli(stripes, "-f", "swatch", "-o", "./", "--force").returncode == 0
    assert target.read_bytes().startswith(PNG)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["-f", "css", "-O", "css.prefix=brand"], b"--brand-1: #264653;"),
        (["-f", "css", "-O", "css.prefix=a", "-O", "css.prefix=b"], b"--b-1:"),
        (["-f", "hex", "--option", "hex.hash=no"], b"264653\n2a9d8f\n"),
        (["-f", "json", "-O", "json.indent=2"], b'{\n  "version": 1,'),
    ],
    ids=["text", "the last of two", "yes or no", "number"],
)
def test_options_reach_their_output(
    run_cli: Run, stripes: Path, arguments: list[str], expected: bytes
) -> None:
    """They are written as FORMAT.NAME=VALUE."""
    assert expected in run_cli(stripes, *arguments).stdout


@pytest.mark.parametrize(
    ("arguments", "settings"),
    [
        (["-k", "3"], {"colors": 3}),
        (["--colors", "256"], {"colors": 256}),
        (["-k", "auto", "--tolerance", "20"], {"colors": "auto", "tolerance": 20.0}),
        (["-s", "rgb"], {"space": "rgb"}),
        (["--space", "oklab", "--seed", "7"], {"space": "oklab", "seed": 7}),
        *((["--sort", order], {"sort": order}) for order in ("share", "lightness", "hue", "chroma", "path")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_the_command_finds_what_the_library_finds(
    run_cli: Run, noise: Path, arguments: list[str], settings: dict[str, Any]
) -> None:
    """Each setting has an option, and the result records its value."""
    actual = json.loads(run_cli(noise, "-f", "json", *arguments).stdout)
    expected = cvpalette.extract(noise, **settings).palette.colors
    assert [color["hex"] for color in actual["colors"]] == [color.hex for color in expected]
    assert actual["settings"].items() >= settings.items()


@pytest.fixture
def mask(tmp_path: Path) -> Path:
    """Write a mask of the noise's size whose left half is selected."""
    path = tmp_path / "masks" / "mask.png"
    path.parent.mkdir()
    PIL.Image.fromarray(np.repeat(np.repeat(np.array([[255, 0]], np.uint8), 24, axis=1), 48, axis=0)).save(
        path
    )
    return path


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (["--region", "10%,10%,50%,20"], {"region": "10%,10%,50%,20"}),
        (["--ignore", "red~20", "--ignore", "#0f0"], {"ignore": ["red~20", "#0f0"]}),
        (["--keep", "red", "--keep=#0f0"], {"keep": ["red", "#0f0"]}),
        (["--keep", "red", "--snap", "-k", "3"], {"keep": "red", "snap": True, "colors": 3}),
        (["--mask", "{mask}"], {"mask": "{mask}"}),
        (["--background", "white", "--ignore-border"], {"background": "white", "ignore_border": True}),
    ],
    ids=["region", "ignore", "keep", "keep and snap", "mask", "background and border"],
)
def test_the_command_counts_what_the_library_counts(
    run_cli: Run, noise: Path, mask: Path, arguments: list[str], asked: dict[str, Any]
) -> None:
    """JSON lists the pixels that were left out and the reasons; the sum is all pixels."""
    asked = {name: mask if value == "{mask}" else value for name, value in asked.items()}
    words = [word.format(mask=mask) for word in arguments]
    actual = json.loads(run_cli(noise, "-f", "json", *words).stdout)
    expected = cvpalette.extract(noise, **asked)
    assert [color["hex"] for color in actual["colors"]] == [color.hex for color in expected.palette.colors]
    reasons = [part["reason"] for part in actual["left_out"]]
    assert reasons == [part.reason for part in expected.left_out]
    assert actual["counted"] + sum(part["pixels"] for part in actual["left_out"]) == 48 * 48
    assert actual["settings"].keys() >= asked.keys()


def test_one_mask_serves_all_images(run_cli: Run, noise: Path, mask: Path) -> None:
    """The mask is read once; if an image does not fit it, only that image fails."""
    PIL.Image.new("RGB", (9, 9)).save(noise.parent / "other.png")
    shutil.copy(noise, noise.parent / "again.png")
    result = run_cli(noise, "other.png", "again.png", "-f", "json", "--mask", mask)
    assert result.returncode == 1
    first, failed, last = map(json.loads, result.stdout.splitlines())
    assert (first["counted"], last["counted"]) == (48 * 24, 48 * 24)
    assert (failed["path"], failed["error"]["problem"]) == ("other.png", "invalid")
    assert b"'other.png': has 9 x 9 pixels, but its mask 'mask.png' has 48 x 48" in result.stderr


def test_a_url_is_a_source(run_cli: Run, web: Any, stripes: Path) -> None:
    """The command may read any address; files are named after the last part of its path."""
    url, missing = web.serve("/photos/one%20photo.png?size=9", stripes.read_bytes()), web.url("/missing.png")
    result = run_cli(url, missing, "-f", "css", "-o", "out")
    assert result.returncode == 1
    assert names(stripes.parent / "out") == {"one photo.css"}
    assert f"'{missing}': cannot be fetched: the server answered '404 Not Found'" in result.stderr.decode()


def test_recursive_takes_the_images_in_a_folders_folders(run_cli: Run, stripes: Path) -> None:
    """Without it, only images directly in the folder are read."""
    folder = stripes.parent / "folder"
    (folder / "deep" / "deeper").mkdir(parents=True)
    for name in ("z.png", "deep/b.png", "deep/deeper/a.png"):
        shutil.copy(stripes, folder / name)
    everything = ["z.png", "b.png", "a.png"]
    for options, expected in (([], ["z.png"]), (["-r"], everything), (["--recursive"], everything)):
        lines = run_cli(folder, "-f", "json", *options).stdout.splitlines()
        assert [json.loads(line)["source"] for line in lines] == expected


def test_same_arguments_same_bytes(run_cli: Run, noise: Path) -> None:
    """This also holds for another process."""
    runs = [run_cli(noise, "-f", "quantized", "-o", "-", "--seed", "5").stdout for _ in range(2)]
    assert runs[0].startswith(PNG)
    assert runs[0] == runs[1]


def test_a_dash_reads_stdin(run_cli: Run, stripes: Path) -> None:
    """Its files are named stdin."""
    result = run_cli("-", "-f", "css", "-f", "json", "-o", "./", input=stripes.read_bytes())
    assert (result.returncode, result.stderr) == (0, b"")
    assert json.loads((stripes.parent / "stdin.json").read_text("utf-8"))["source"] == "stdin"
    assert (stripes.parent / "stdin.css").is_file()


def test_a_folder_stands_for_its_images(run_cli: Run, stripes: Path) -> None:
    """They come in order of name, as JSON Lines; other files are ignored."""
    folder = stripes.parent / "folder"
    folder.mkdir()
    (folder / "notes.txt").write_text("no image\n")
    for name in ("b.png", "a.png"):
        shutil.copy(stripes, folder / name)
    result = run_cli(folder, "-f", "json")
    assert [json.loads(line)["source"] for line in result.stdout.splitlines()] == ["a.png", "b.png"]
    assert (result.returncode, result.stderr) == (0, b"")


def test_version(run_cli: Run) -> None:
    """It needs no source."""
    result = run_cli("--version")
    assert (result.returncode, result.stdout.split()) == (0, [b"cvpalette", cvpalette.__version__.encode()])


def test_debug_shows_where_an_error_comes_from(run_cli: Run) -> None:
    """The traceback comes first, the message last."""
    result = run_cli("missing.png", "--debug")
    assert result.returncode == 1
    assert b"Traceback" in result.stderr
    assert b"'missing.png'" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "code"), [(["--version"], 0), (["missing.png"], 1), (["missing.png", "-k", "0"], 2)]
)
def test_script_and_module_end_alike(run_cli: Run, arguments: list[str], code: int) -> None:
    """`cvpalette` and `python -m cvpalette` are one command with one exit code."""
    script = shutil.which("cvpalette", path=str(Path(sys.executable).parent))
    if script is None:
        pytest.skip("there is no script beside this Python")
    assert subprocess.run([script, *arguments], check=False, capture_output=True).returncode == code
    assert run_cli(*arguments).returncode == code


def test_patterns_are_expanded_where_no_shell_does_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of Windows leave it to programs; all others have done it, and what is left is a name."""
    monkeypatch.chdir(tmp_path)
    for name in ("b.png", "a.png"):
        Path(name).touch()
    asked = parse(["*.png", "-o", "*.css"])
    monkeypatch.setattr(sys, "platform", "linux")
    assert cli._make_request(asked).sources == ["*.png"]  # noqa: SLF001
    monkeypatch.setattr(sys, "platform", "win32")
    request = cli._make_request(asked)  # noqa: SLF001
    assert (list(request.sources), request.output) == (["a.png", "b.png"], "*.css")


def test_a_size_that_ruins_an_image_is_told(run_cli: Run, tmp_path: Path) -> None:
    """Also without a terminal; of a size that holds enough colors, nothing is said."""
    pixels = np.random.default_rng(7).integers(0, 256, (64, 64, 3), np.uint8)
    PIL.Image.fromarray(pixels).save(tmp_path / "noise.png")
    small = run_cli("noise.png", "-o", "a.quantized.png", "-O", "quantized.max-size=700")
    said = rb"warning: 'noise.png': no more than \d+ colors? fit in 700, and the mean dE is \d\d"
    assert re.search(said, small.stderr)
    large = run_cli("noise.png", "-o", "b.quantized.png", "-O", "quantized.max-size=1MB")
    assert (large.returncode, large.stderr) == (0, b"")


def test_colors_that_are_asked_for_are_the_most_that_a_size_gets(run_cli: Run, tmp_path: Path) -> None:
    """Without --colors, it gets as many as fit."""
    pixels = np.random.default_rng(7).integers(0, 256, (64, 64, 3), np.uint8)
    PIL.Image.fromarray(pixels).save(tmp_path / "noise.png")
    counts = []
    for words in (["-k", "8"], []):
        run_cli("noise.png", "-o", "a.quantized.png", "-O", "quantized.max-size=1MB", "--force", *words)
        with PIL.Image.open(tmp_path / "a.quantized.png") as image:
            counts.append(len(image.getcolors() or []))
    assert counts == [8, 256]
