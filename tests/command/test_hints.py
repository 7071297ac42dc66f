"""explain(): chooses the flag that helps from an error's facts; the error itself names no flag."""

import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import cvpalette
from cvpalette.command.hints import explain
from cvpalette.errors import (
    CvpaletteError,
    ImageError,
    OutputLoadError,
    OutputNotFoundError,
    PaletteFileError,
    SettingsError,
)


@pytest.mark.parametrize(
    ("error", "hint"),
    [
        (ImageError("a", "has 9 pixels", "too-large", pixels=9), "; allow them with --max-pixels 9"),
        (ImageError("stdin", "has more than 256 MiB", "too-large"), ""),
        (ImageError("a", "is cut short", "truncated"), "; take what is there with --allow-truncated"),
        (ImageError("a", "is cut short before its first pixel", "empty"), ""),
        (
            ImageError("a", "is a folder without images", "empty", is_shallow=True),
            (
                "; those in folders below it are found with --recursive, "
                "and palette files of any suffix if you name them"
            ),
        ),
        (ImageError("a", "is a folder without images", "empty"), ""),
        (ImageError("a", "is a named pipe", "not-a-file"), "; pipe its content to 'cvpalette -'"),
        (ImageError(str(Path(__file__).parent), "is a folder", "not-a-file"), ""),
        (ImageError("http://host/a", "took longer", "unreachable"), "; check the address, or try again"),
        (ImageError("http://host/a", "the server answered '404'", "not-found"), "; check the address"),
        (
            ImageError("http://host/a", "the server answered '403'", "not-permitted"),
            "; fetch it with a browser, and name the file",
        ),
        (
            ImageError("a", "is damaged", "damaged"),
            "; copy or download it again, or save it anew with another program",
        ),
        (
            ImageError("a", "has nothing left to count", "nothing-counts"),
            "; 'cvpalette --help counting' tells what leaves pixels out",
        ),
        (ImageError(__file__, "is empty", "empty"), "; copy or download it again"),
        (ImageError("stdin", "is empty", "empty"), ""),
        (ImageError("a", "no such file or directory", "not-found"), ""),
        (ImageError("no/such/a.png", "no such file or directory", "not-found"), ""),
        (
            PaletteFileError("a", "is no palette that cvpalette reads", "unsupported"),
            "; --list-formats shows the formats that are read",
        ),
        (OutputLoadError("css", "cvpalette", "no"), ""),
        (
            OutputLoadError("ase", "plug", "no"),
            "; a newer version of 'plug' may do it, or its authors want to know",
        ),
        (OutputNotFoundError("css,gpl", "", "no output"), "; for several, repeat --format"),
        (OutputNotFoundError("cs", "", "no output"), ""),
        (SettingsError("'0' is no number of colors"), ""),
    ],
    ids=str,
)
def test_a_hint_goes_by_the_facts(error: CvpaletteError, hint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of the message do not matter."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    assert explain(error) == f"{error}{hint}"


@pytest.mark.parametrize(
    ("name", "meant"),
    [("foto.jpg", "photo.jpg"), ("photos/A.JPG", "photos/a.jpg"), ("film.mp4", "")],
)
def test_a_file_that_is_nearly_so_named_is_guessed(
    name: str, meant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lies in the same folder."""
    (tmp_path / "photos").mkdir()
    for each in ("photo.jpg", "photos/a.jpg", "brand.gpl"):
        (tmp_path / each).touch()
    monkeypatch.chdir(tmp_path)
    hint = f"; did you mean '{meant}'?" if meant else ""
    for kind in (ImageError, PaletteFileError):
        error = kind(name, "no such file or directory", "not-found")
        assert explain(error) == f"{error}{hint}"


def test_a_proxy_is_passed_by_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hint comes only if there is a proxy, and only for web addresses."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    error = ImageError("http://host/a", "took longer", "unreachable")
    assert explain(error) == f"{error}; fetch it with another program, and pipe its content to 'cvpalette -'"
    stored = ImageError("s3://bucket/a", "cannot be reached", "unreachable")
    assert explain(stored) == str(stored)


#: A flag of the command in a text; a CSS variable such as --color-1 is none.
FLAG = re.compile(
    r"--(?!color)(?:max-pixels|allow-truncated|recursive|output|force|format|debug|colors|resume)\b"
    r"|'cvpalette -'| -k\b"
)


def test_no_message_of_the_library_names_a_flag() -> None:
    """Users of the library have no flags; only the settings name the flags that set them."""
    root = Path(cvpalette.__file__).parent
    parts = ("decoding", "sources", "scope", "engine", "color", "quantizing")
    texts = {path: path.read_text("utf-8") for part in parts for path in (root / part).rglob("*.py")}
    texts[root / "settings" / "region.py"] = (root / "settings" / "region.py").read_text("utf-8")
    assert [path.name for path, text in texts.items() if FLAG.search(text)] == []


Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ega --vivid", "there is no option '--vivid'; '--pick colors' finds vivid ones"),
        ("ega --deutan", "there is no option '--deutan'; '-f vision' shows what others see"),
        ("ega --scss", "there is no option '--scss'; '-f scss' writes it"),
        ("ega --pick vivid", "'vivid' is no way to pick colors; did you mean 'colors'?"),
        ("ega --sort brightness", "'brightness' is no order; did you mean 'lightness'?"),
        ("ega -f quantized -O dither=ordered", "such as 'quantized.dither=ordered'"),
        ("ega -o a.ase -o a.aco", "repeat --format and name a folder: -f ase -f aco -o colors/"),
        ("ega --ignore", "'--ignore' needs a value: COLOR[~DE]; in a shell, quote a color such as '#ffffff'"),
        ("ega -f swatch -o a.svg", "take output 'svg', or name a '.png' file"),
        ("ega -f ase -o mood", "'mood' has no suffix; programs know the format by one, as in 'mood.ase'"),
        ("ega -o tailwind.config.ts", "its formats are 'tailwind', and 'tailwind3' for version 3"),
        ("ega -f gallery", "did you mean 'html'?"),
        (
            "diff a.gpl",
            "'diff': no such file or directory; there are no subcommands; --require",
        ),
        (
            "ega --ignore red black",
            "'black': no such file or directory; for several colors, repeat the option",
        ),
        ("ega --keep=red black", "'black': no such file or directory; for several colors, repeat the option"),
        ("red", "'red': no such file or directory; to take colors as a source, write them into a text file"),
        (
            "ega --ignore 'black,white~3'",
            "takes one color, not 'black,white~3'; repeat the option: --ignore black --ignore 'white~3'",
        ),
        ("ega --ignore-background", "no option '--ignore-background'; did you mean '--ignore-border'?"),
        ("--help ase", "there is no help on 'ase'; '--list-formats ase' describes the format"),
        ("--help=acb", "there is no help on 'acb'; '--list-formats acb' describes the format"),
        ("--help formats", "there is no help on 'formats'; --list-formats shows the formats"),
        (
            "ega pico8 -o board.png",
            "choose one with --format; --merge makes one palette of all sources, and -o board.html one page",
        ),
        (
            "ega pico8 -f swatch -o all.png",
            "such as 'all/'; --merge makes one palette of all sources, and -o all.html one page",
        ),
        ("ega -f blurhash -f lqip -o a.json", "such as 'a/', or run it once for each format"),
        ("ega -f blurhash -o a.json -f lqip -o b.json", "not 'a.json' and 'b.json'; run it once for each"),
        ("ega pico8 -f blurhash -o b.txt", "such as 'b/'; -o b.json is one file of all sources"),
        (
            "ega --palette nes -o a.png",
            "or 'barcode' (a film as stripes); '-f recolored' moves the picture's",
        ),
        ("ega --palette nes -o a.jpg", "quantized.format=jpeg; '-f recolored' moves the picture's colors"),
        ("ega --palette '#123,golden'", "'golden' is no color; write a CSS color name or '#rrggbb'; did you"),
        ("ega --palette gruvbox-dark", "Gruvbox is a theme: write its colors into a file, one in each line"),
        ("ega --like -", "'--like' takes a file or an address, and no pipe; save the picture as a file"),
        ("ega --like a.gpl", "--palette takes the colors of a palette file"),
        ("ega -f placeholder", "did you mean 'lqip', 'blurhash', 'thumbhash' or 'dominant'?"),
        ("ega -f cube", "did you mean 'lut'?"),
        ("ega -f duotone", "did you mean 'recolored'?"),
        ("ega -o a.apng", "format 'quantized' writes animated PNGs as '.png'"),
        ("'#d83b68'", "to take colors as a source, write them into a text file, one in each line"),
    ],
)
def test_what_is_meant_is_told(run_cli: Run, tmp_path: Path, line: str, said: str) -> None:
    """By words that other programs have, or that people look for."""
    (tmp_path / "a.gpl").write_text("GIMP Palette\n0 0 0\n")
    assert said in run_cli(*shlex.split(line)).stderr.decode()


@pytest.mark.parametrize(
    "line", ["ega -f swatch -f svg -o all.png", "ega pico8 -f swatch -f svg -o all.png", "ega -o board.png"]
)
def test_one_file_for_all_is_told_where_it_would_do(run_cli: Run, line: str) -> None:
    """Not of one source, nor of several formats."""
    said = run_cli(*shlex.split(line)).stderr.decode()
    assert "error" in said
    assert "--merge" not in said


def test_a_file_with_the_name_of_a_format_may_follow_help(run_cli: Run, tmp_path: Path) -> None:
    """As any other file: the short help is shown."""
    (tmp_path / "ase").touch()
    result = run_cli("--help", "ase")
    assert (result.returncode, result.stderr) == (0, b"")
