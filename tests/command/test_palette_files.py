"""Palette files on the command line: as sources, or with --palette."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

import cvpalette
from cvpalette.color.names import parse_color
from cvpalette.color.palette import Palette

Run = Callable[..., subprocess.CompletedProcess[bytes]]

NAMES = ["night", 'deep "sea"', "sun"]
HEXES = ["#264653", "#2a9d8f", "#e76f51"]
GPL = b'GIMP Palette\nName: Brand\nColumns: 0\n38 70 83\tnight\n42 157 143\tdeep "sea"\n231 111 81\tsun\n'
IMPORTS = """
import sys
from cvpalette.command.cli import main
main()
print(*sys.modules, file=sys.stderr)
"""


@pytest.fixture
def brand(tmp_path: Path) -> Path:
    """Write a palette with three named colors."""
    path = tmp_path / "brand.gpl"
    path.write_bytes(GPL)
    return path


def _text(result: subprocess.CompletedProcess[bytes]) -> str:
    assert (result.returncode, result.stderr) == (0, b"")
    return result.stdout.decode()


def _swatches(palette: Palette) -> list[tuple[str, str]]:
    return [(swatch.name, swatch.color.hex) for swatch in palette]


@pytest.mark.parametrize("suffix", [".ase", ".aco", ".tokens.json", ".csv", ".json", ".gpl"])
def test_a_palette_is_converted(run_cli: Run, brand: Path, suffix: str) -> None:
    """It goes from one program's format to another's and back, and keeps its names."""
    target = brand.parent / f"other{suffix}"
    _text(run_cli("brand.gpl", "-o", target.name))
    assert _swatches(cvpalette.read_palette(target).palette) == list(zip(NAMES, HEXES, strict=True))
    assert _text(run_cli(target.name)).split() == HEXES


def test_a_palette_may_come_through_a_pipe(run_cli: Run) -> None:
    """So may our own lines of one color each."""
    assert "--color-night: #264653;" in _text(run_cli("-", "-f", "css", input=GPL))
    assert _text(run_cli("-", "-f", "hex", input="\n".join(HEXES).encode())).split() == HEXES


def test_a_style_sheet_may_come_through_a_pipe(run_cli: Run) -> None:
    """Its beginning identifies it; a text that mentions a property is not a style sheet."""
    sheet = b":root { --sea: #2a9d8f }"
    assert "42 157 143\tsea" in _text(run_cli("-", "-f", "gpl", input=sheet)).replace(" 42", "42")
    result = run_cli("-", "-f", "gpl", input=b"# Theme\n\n" + sheet)
    assert (result.returncode, result.stdout) == (1, b"")
    assert b"is a text, and neither an image nor a palette" in result.stderr


def test_a_palette_may_come_from_the_web(run_cli: Run, brand: Path, web: Any) -> None:
    """Files are named after the last part of its address."""
    url = web.serve("/palettes/brand.gpl?v=2", GPL)
    _text(run_cli(url, "-f", "css", "-o", "out/"))
    assert (brand.parent / "out" / "brand.css").is_file()


def test_palettes_and_images_stand_side_by_side(run_cli: Run, brand: Path, stripes: Path) -> None:
    """The content decides, not the name; a file that is neither gives an error."""
    stripes.rename(brand.parent / "image.gpl")
    (brand.parent / "notes.txt").write_text("neither\n")
    result = run_cli("brand.gpl", "image.gpl", "notes.txt", "-k", "2", "-f", "json")
    first, second, third = map(json.loads, result.stdout.splitlines())
    assert [color["hex"] for color in first["colors"]] == HEXES
    assert (first["settings"]["palette"], first["settings"]["colors"]) == ("brand.gpl", 3)
    assert (second["source"], len(second["colors"])) == ("image.gpl", 2)
    assert (third["path"], third["error"]["problem"]) == ("notes.txt", "unsupported")
    warning, error = result.stderr.decode().splitlines()
    assert warning.endswith(
        "warning: 'brand.gpl' is a palette and taken as it is; '--colors' had no effect on it"
    )
    assert "'notes.txt': is a text, and neither an image nor a palette that cvpalette reads; " in error
    assert error.endswith("a list of colors has one such as '#264653' in each line")
    assert result.returncode == 1


def test_options_for_images_say_nothing_to_a_palette(run_cli: Run, brand: Path) -> None:
    """A warning names those that the user gave, even with default values; --quiet hides it."""
    arguments = (brand.name, "--region", "0,0,1,1", "--ignore", "#264653", "-k", "2")
    result = run_cli(*arguments)
    assert (result.returncode, result.stdout.decode().split()) == (0, HEXES)
    assert b"'--colors', '--region' and '--ignore' had no effect on it" in result.stderr
    assert run_cli(*arguments, "--quiet").stderr == b""


def test_a_palette_is_sorted_and_named_if_asked(run_cli: Run, brand: Path) -> None:
    """Otherwise its order and names stay."""
    text = _text(run_cli(brand.name, "--sort", "hue", "--names", "css", "-f", "gpl"))
    assert [line.split("\t")[1] for line in text.splitlines() if "\t" in line] != NAMES
    assert sorted(_text(run_cli(brand.name, "--sort", "hue")).split()) == sorted(HEXES)


def test_colors_get_the_names_of_a_palette_file(run_cli: Run, brand: Path, stripes: Path) -> None:
    """JSON tells the file's name, and how far each color is from that of its name."""
    brand.rename(brand.parent / "css")
    result = run_cli(stripes.name, "--names", "./css", "-f", "json")
    document = json.loads(_text(result))
    assert document["settings"]["names"] == "css"
    found = {color["hex"]: (color["name"], color["name_distance"]) for color in document["colors"]}
    assert [found[color] for color in HEXES] == [(name, 0) for name in NAMES]
    name, distance = found["#e9c46a"]
    assert (name, distance) == ("sun-2", 32.431)
    css = json.loads(_text(run_cli("stripes.png", "--names", "css", "-f", "json")))
    assert css["colors"][0]["name"] == "darkslategray"
    plain = json.loads(_text(run_cli("stripes.png", "-f", "json")))
    assert "name_distance" not in plain["colors"][0]


def test_many_sources_get_names_of_one_file(run_cli: Run, brand: Path, stripes: Path) -> None:
    """It is read once, for images, palettes and what is merged: what it leaves out is told once."""
    brand.write_bytes(GPL.replace(b"Columns: 0", b"Channels: RGBA").replace(b"\t", b" 255\t") + b"1 2 3 0\n")
    (brand.parent / "one.hex").write_text("#e76f52")
    for extra in ((), ("--merge",), ("--jobs", "2")):
        sources = (stripes.name, stripes.name if extra == ("--merge",) else "one.hex")
        result = run_cli(*sources, "--names", "brand.gpl", "-f", "json", *extra)
        assert result.stderr == b"cvpalette: warning: 'brand.gpl': 1 transparent color is left out\n"
        for line in result.stdout.decode().splitlines():
            document = json.loads(line)
            assert document["settings"]["names"] == "brand.gpl"
            assert {color["name"].removesuffix("-2") for color in document["colors"]} <= set(NAMES)


@pytest.mark.parametrize(
    ("names", "code", "message"),
    [
        ("bran", 2, "'bran' names no colors; choose 'css', 'xkcd' or 'basic', or give a palette with names"),
        ("none.gpl", 1, "'none.gpl': no such file or directory"),
        ("one.hex", 2, "the colors of 'one.hex' have no names; give a palette whose colors have names"),
        ("stripes.png", 2, "the colors of 'stripes.png' have no names"),
    ],
)
def test_what_gives_no_names_is_an_error(
    run_cli: Run, stripes: Path, names: str, code: int, message: str
) -> None:
    """It comes before any source is read."""
    (stripes.parent / "one.hex").write_text("#e76f52")
    result = run_cli("missing.jpg", "--names", names)
    assert (result.returncode, result.stdout) == (code, b"")
    assert message in result.stderr.decode()
    assert b"missing.jpg" not in result.stderr


def test_the_file_with_the_names_is_not_overwritten(run_cli: Run, brand: Path, stripes: Path) -> None:
    """It is an input, as the file of --palette is."""
    result = run_cli(stripes.name, "--names", brand.name, "-o", brand.name, "--force")
    assert result.returncode != 0
    assert brand.read_bytes() == GPL


@pytest.mark.parametrize("order", ["path", "lightness"])
def test_sources_of_all_kinds_are_sorted_alike(run_cli: Run, brand: Path, stripes: Path, order: str) -> None:
    """An image, a palette file, a given palette, and merged images."""
    stripes.rename(brand.parent / "a.png")
    three = ("--palette", brand.name)
    palette = cvpalette.read_palette(brand).palette.sorted(order)
    expected = [color.hex for color in palette.colors]
    for arguments in ((brand.name,), ("a.png", *three), ("a.png", "a.png", "--merge", *three)):
        assert _text(run_cli(*arguments, "--sort", order)).split() == expected
    if order == "path":
        found = _text(run_cli("a.png", "-k", "4", "--sort", "path")).split()
        assert found == ["#e76f51", "#e9c46a", "#2a9d8f", "#264653"]


def test_what_a_palette_leaves_out_is_told(run_cli: Run, brand: Path, stripes: Path) -> None:
    """The warning is the same for a source and for the file of --palette; --quiet hides it."""
    brand.write_bytes(GPL.replace(b"Columns: 0", b"Channels: RGBA").replace(b"\t", b" 255\t") + b"1 2 3 0\n")
    for arguments in ((brand.name,), (stripes.name, "--palette", brand.name)):
        result = run_cli(*arguments)
        assert result.returncode == 0
        assert result.stderr == b"cvpalette: warning: 'brand.gpl': 1 transparent color is left out\n"
        assert run_cli(*arguments, "--quiet").stderr == b""


def test_a_picture_of_a_palette_is_one(run_cli: Run, stripes: Path) -> None:
    """For --palette its colors count in their order; as a source, it keeps it with --sort given."""
    strip = PIL.Image.new("RGB", (3, 1))
    strip.putdata([(231, 111, 81), (38, 70, 83), (42, 157, 143)])
    strip.save(stripes.parent / "strip.png")
    expected = [HEXES[2], HEXES[0], HEXES[1]]
    assert _text(run_cli(stripes.name, "--palette", "strip.png")).split() == expected
    assert _text(run_cli("strip.png", "-k", "3", "--sort", "given")).split() == expected
    assert cvpalette.read_palette(stripes.parent / "strip.png").palette.colors == tuple(
        map(cvpalette.Color.from_hex, expected)
    )


def test_a_broken_palette_is_told_in_one_line(run_cli: Run, brand: Path) -> None:
    """The error comes from the reader of its format; the other files are written."""
    (brand.parent / "sprite.ase").write_bytes(b"\x80\0\0\0\xe0\xa5\1\0" + bytes(120))
    result = run_cli("sprite.ase", brand.name)
    assert (result.returncode, result.stdout.decode().split()) == (1, HEXES)
    assert (
        b"'sprite.ase': it is not an Adobe Swatch Exchange file: Aseprite's sprites end in .ase"
        in result.stderr
    )


def test_a_source_that_is_a_palette_is_never_overwritten(run_cli: Run, brand: Path, stripes: Path) -> None:
    """This holds for a source and for the file of --palette."""
    for arguments in ((brand.name,), (stripes.name, "--palette", brand.name)):
        result = run_cli(*arguments, "-o", brand.name, "--force")
        assert result.returncode == 1
        assert b"never overwritten; name another file" in result.stderr
        assert brand.read_bytes() == GPL


def test_a_palette_takes_the_place_of_the_images_colors(run_cli: Run, brand: Path, stripes: Path) -> None:
    """Order and names are the palette's, shares the image's, as in the library."""
    document = json.loads(_text(run_cli(stripes.name, "--palette", brand.name, "-f", "json")))
    expected = cvpalette.extract(stripes, palette=cvpalette.read_palette(brand)).palette
    colors = [(color["name"], color["hex"], color["share"]) for color in document["colors"]]
    assert colors == [(swatch.name, swatch.color.hex, swatch.share) for swatch in expected]
    assert (document["source"], document["settings"]["palette"]) == ("stripes.png", "brand.gpl")
    assert document["settings"]["colors"] == 3


def test_the_best_colors_of_a_palette_are_chosen(run_cli: Run, brand: Path, stripes: Path) -> None:
    """As in the library: in the palette's order, with the error of as many colors of any beside their own."""
    document = json.loads(_text(run_cli(stripes.name, "--palette", brand.name, "-k", "2", "-f", "json")))
    expected = cvpalette.extract(stripes, palette=cvpalette.read_palette(brand), colors=2)
    colors = [(color["name"], color["hex"], color["share"]) for color in document["colors"]]
    assert colors == [(swatch.name, swatch.color.hex, swatch.share) for swatch in expected.palette]
    assert [color["name"] for color in document["colors"]] == [
        name for name in NAMES if name in {swatch.name for swatch in expected.palette}
    ]
    assert (document["settings"]["palette"], document["settings"]["colors"]) == ("brand.gpl", 2)
    error, best = document["error"], document["error"]["best"]
    assert error["mse"] >= best["mse"] >= 0
    assert best.keys() == error.keys() - {"best"}


def test_the_colors_that_are_left_of_a_palette_are_what_is_drawn(
    run_cli: Run, brand: Path, stripes: Path
) -> None:
    """So is a page of several images, and one palette for all of them."""
    arguments = ("--palette", brand.name, "-k", "1", "--keep", "#e76f51")
    _text(run_cli(stripes.name, *arguments, "-f", "quantized", "-o", "small.png"))
    assert [color.hex for color in cvpalette.extract(brand.parent / "small.png").palette.colors] == [
        "#e76f51"
    ]
    assert _text(run_cli(stripes.name, stripes.name, *arguments, "--merge")).split() == ["#e76f51"]


@pytest.mark.parametrize("arguments", [(), ("--palette", "brand.gpl")], ids=["found", "given"])
@pytest.mark.usefixtures("brand")
def test_each_merged_image_has_all_colors_of_all(
    run_cli: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Those that it lacks have the share 0: they are not chosen anew for it."""
    for name, color in (("ink.png", "#264653"), ("sun.png", "#e76f51")):
        PIL.Image.new("RGB", (4, 4), color).save(tmp_path / name)
    printed = _text(run_cli("ink.png", "sun.png", *arguments, "-k", "2", "--merge", "-f", "json"))
    every, *found = map(json.loads, printed.splitlines())
    assert [color["share"] for color in every["colors"]] == [0.5, 0.5]
    assert [[color["share"] for color in each["colors"]] for each in found] == [[1, 0], [0, 1]]
    assert ("best" in every["error"]) == bool(arguments)
    assert ["best" in each["error"] for each in found] == [False, False]


def test_fewer_colors_of_a_palette_than_asked_for_are_told(run_cli: Run, brand: Path) -> None:
    """The palette has no more, or no more are of use."""
    PIL.Image.new("RGB", (4, 4), "#264653").save(brand.parent / "plain.png")
    pixels = np.random.default_rng(1).integers(0, 256, (64, 64, 3), np.uint8)
    PIL.Image.fromarray(pixels).save(brand.parent / "noise.png")
    one = run_cli("plain.png", "--palette", brand.name, "-k", "2")
    assert (one.returncode, one.stdout.split()) == (0, [b"#264653"])
    assert "1 color of 'brand.gpl' is of use to 'plain.png', fewer than --colors 2" in one.stderr.decode()
    all_three = run_cli("noise.png", "--palette", brand.name, "-k", "9")
    assert all_three.stdout.decode().split() == HEXES
    assert "'brand.gpl' has 3 colors, fewer than --colors 9 asks for" in all_three.stderr.decode()


def test_a_photo_is_drawn_in_the_colors_of_a_screen(run_cli: Run, brand: Path, stripes: Path) -> None:
    """`--palette eink.gpl -f quantized` does that."""
    _text(run_cli(stripes.name, "--palette", brand.name, "-f", "quantized", "-o", "small.png"))
    found = {color.hex for color in cvpalette.extract(brand.parent / "small.png").palette.colors}
    assert found == set(HEXES)


def test_the_colors_of_another_picture_are_a_palette(run_cli: Run, stripes: Path) -> None:
    """They are found with the same settings, but in the whole of that picture, and as in the library."""
    noise = np.random.default_rng(0).integers(0, 256, (24, 24, 3), np.uint8)
    PIL.Image.fromarray(noise).save(stripes.parent / "other.png")
    line = "--like other.png -k 4 --space oklab --region 0,0,2,2 -f json"
    document = json.loads(_text(run_cli(stripes.name, *line.split())))
    other = cvpalette.extract(stripes.parent / "other.png", colors=4, space="oklab")
    assert [color["hex"] for color in document["colors"]] == [color.hex for color in other.palette.colors]
    assert (document["source"], document["settings"]["palette"]) == ("stripes.png", "other.png")
    assert document["counted"] == 4


def test_the_picture_to_be_like_is_never_overwritten(run_cli: Run, stripes: Path) -> None:
    """Not even if it is named as the file to write."""
    picture = stripes.parent / "other.png"
    PIL.Image.effect_noise((32, 32), 64).save(picture)
    before = picture.read_bytes()
    result = run_cli(stripes.name, "--like", "other.png", "-f", "recolored", "-o", "other.png")
    assert result.returncode != 0
    assert "is read in this run" in result.stderr.decode()
    assert picture.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ("--palette brand.gpl -k 2 --pick colors", 2, "leave out '--pick'"),
        (
            "--palette brand.gpl -k 2 --keep #264654",
            2,
            "cannot be kept: it is not in the palette 'brand.gpl'; the nearest of its colors is #264653",
        ),
        ("--palette brand.gpl --accents", 2, "leave out '--accents'"),
        ("--palette missing.gpl", 1, "'missing.gpl': no such file"),
        ("--palette notes.txt", 1, "'notes.txt': is no palette that cvpalette reads"),
        ("--palette photo.png", 1, "'photo.png': is an image, and no palette: no row or column of colors"),
        ("--palette photo.png", 1, "; --like takes the colors of a picture"),
        ("--like brand.gpl", 1, "'brand.gpl': is no image that cvpalette reads"),
        ("--like missing.png", 1, "'missing.png': no such file"),
        ("--palette many.hex -f quantized", 1, "output 'quantized': an indexed"),
        ("--palette many.hex -f html", 1, "a page shows at most 256 colors, not 300"),
        ("--palette many.hex -f procreate", 1, "holds up to 30 colors, not 300"),
        ("--palette many.hex -f act", 1, "holds up to 256 colors, not 300"),
    ],
)
@pytest.mark.usefixtures("brand")
def test_a_wrong_palette_is_told_at_once(
    run_cli: Run, stripes: Path, arguments: str, code: int, message: str
) -> None:
    """No file is written."""
    (stripes.parent / "notes.txt").write_text("neither\n")
    PIL.Image.effect_noise((32, 32), 64).save(stripes.parent / "photo.png")
    (stripes.parent / "many.hex").write_text("".join(f"{number:06x}\n" for number in range(300)))
    before = sorted(stripes.parent.iterdir())
    result = run_cli(stripes.name, *arguments.split())
    assert (result.returncode, result.stdout) == (code, b"")
    assert message in result.stderr.decode()
    assert len(result.stderr.splitlines()) == 1
    assert sorted(stripes.parent.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "outputs"),
    [
        (["stripes.png", "-f", "css"], {"css"}),
        (["brand.gpl", "-f", "css"], {"css", "gpl"}),
        (["stripes.png", "--palette", "brand.gpl", "-f", "css"], {"css", "gpl"}),
    ],
    ids=["an image", "a palette", "both"],
)
@pytest.mark.usefixtures("brand")
def test_only_what_reads_the_suffix_is_imported(
    stripes: Path, arguments: list[str], outputs: set[str]
) -> None:
    """For an image, no code that reads palettes is imported."""
    command = [sys.executable, "-Ic", IMPORTS, *arguments]
    result = subprocess.run(command, cwd=stripes.parent, check=True, capture_output=True)
    loaded = set(result.stderr.decode().split())
    start = "cvpalette.outputs."
    assert {name.removeprefix(start) for name in loaded if name.startswith(start)} == outputs


def test_what_is_neither_is_told_as_far_as_it_is_known(run_cli: Run) -> None:
    """A text might be meant as a list of colors; other bytes may be anything."""
    for data, message in (
        (b"hello world\n", b"is a text, and neither an image nor a palette"),
        (b"\x01\x02\x03" * 99, b"is no image that cvpalette reads (JPEG, "),
        (b"PK\3\4" + bytes(90), b"is no image that cvpalette reads (JPEG, "),
    ):
        result = run_cli("-", input=data)
        assert (result.returncode, result.stdout) == (1, b"")
        assert message in result.stderr


def test_what_is_lost_of_many_is_told_once(run_cli: Run, brand: Path) -> None:
    """With the first source, and how many others there are."""
    for number in range(3):
        (brand.parent / f"{number}.gpl").write_bytes(GPL)
    result = run_cli("0.gpl", "1.gpl", "2.gpl", "-f", "hex", "-o", "out/")
    assert result.returncode == 0
    told = b"warning: '0.gpl' (and 2 more): format 'hex' does not hold names"
    assert [line for line in result.stderr.splitlines() if b"hold" in line] == [b"cvpalette: " + told]


@pytest.mark.parametrize("colors", ["#1b1464,#ffd166", " #1B1464, #ffd166,", "#8a6d3b", "navy,gold,#fff"])
def test_colors_may_be_written_instead_of_a_palette(run_cli: Run, stripes: Path, colors: str) -> None:
    """Two of them make a duotone, and no file has to be written first."""
    document = json.loads(_text(run_cli(stripes.name, "--palette", colors, "-f", "json", "--sort", "given")))
    expected = [parse_color(word).hex for word in colors.split(",") if word]
    assert [color["hex"] for color in document["colors"]] == expected
    assert document["settings"]["palette"] == colors


def test_a_file_with_commas_in_its_name_comes_first(run_cli: Run, stripes: Path, brand: Path) -> None:
    """It is what the user has."""
    brand.rename(brand.parent / "red,blue")
    result = run_cli(stripes.name, "--palette", "red,blue", "-f", "hex", "--sort", "given")
    assert _text(result).split() == HEXES
