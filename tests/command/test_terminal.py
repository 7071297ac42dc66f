"""What a person sees at a terminal: the table and the reports, fitted to the terminal."""

import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest
from rich.console import Console

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.command import terminal
from cvpalette.result import Result

termios = pytest.importorskip("termios", reason="needs terminals of POSIX")

See = Callable[..., tuple[int, str]]
COLORS = re.compile(r"\x1b\[[0-9;]*[34]8;")
STYLES = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def noise(tmp_path: Path) -> Path:
    """Write a PNG with more colors than a palette has."""
    path = tmp_path / "noise.png"
    PIL.Image.fromarray(np.random.default_rng(1).integers(0, 256, (48, 48, 3), np.uint8)).save(path)
    return path


@pytest.mark.usefixtures("stripes")
class TestTable:
    """Without --format, a terminal gets a table."""

    def test_shows_chip_hex_rgb_share_and_bar(self, see: See) -> None:
        """There is one line for each color, below a line about the image."""
        code, seen = see("stripes.png")
        title, _, first, *others = seen.rstrip().splitlines()
        assert (code, len(others)) == (0, 3)
        assert "\x1b[48;2;38;70;83m" in first
        assert re.search(r" #264653 +38 +70 +83 +25\.0% +\u2501+$", first)
        assert STYLES.sub("", title).startswith("stripes.png  40 \u00d7 40, 4 colors in lab")

    def test_has_no_color_where_none_is_wanted(self, see: See) -> None:
        """With NO_COLOR, the table is the same without chips."""
        code, seen = see("stripes.png", env={"NO_COLOR": "1"})
        assert code == 0
        assert not COLORS.search(seen)
        assert "#264653" in seen

    def test_has_no_escapes_where_they_are_not_understood(self, see: See) -> None:
        """Some editors set TERM=dumb."""
        assert "\x1b" not in see("stripes.png", env={"TERM": "dumb"})[1]

    @pytest.mark.parametrize("how", [{"columns": 40}, {"env": {"COLUMNS": "40"}}], ids=["its own", "COLUMNS"])
    def test_fits_the_width(self, see: See, how: dict[str, Any]) -> None:
        """The bar is cut, the numbers are not."""
        lines = STYLES.sub("", see("stripes.png", **how)[1]).splitlines()
        assert max(len(line) for line in lines) <= 40
        assert any(re.search(r"#264653 +38 +70 +83 +25\.0%", line) for line in lines)

    @pytest.mark.parametrize("encoding", ["latin-1", "ascii", "cp437"])
    @pytest.mark.parametrize("name", ["stripes.png", "\u6f22\u5b57.png"], ids=["plain", "beyond"])
    def test_speaks_the_terminals_encoding(self, see: See, stripes: Path, encoding: str, name: str) -> None:
        """Characters that it lacks are replaced, and no error comes."""
        if name != stripes.name:
            shutil.copy(stripes, stripes.parent / name)
        code, seen = see(name, env={"PYTHONIOENCODING": encoding})
        assert code == 0
        assert "25.0%" in seen


def test_a_palette_file_has_names_and_no_shares(see: See, tmp_path: Path) -> None:
    """Columns that would be empty are left out."""
    (tmp_path / "brand.gpl").write_text("GIMP Palette\n38 70 83\tnight \u6f22\n42 157 143\n", "utf-8")
    code, seen = see("brand.gpl")
    lines = [line.rstrip() for line in STYLES.sub("", seen).rstrip().splitlines()]
    assert (code, lines[0]) == (0, "brand.gpl  2 colors")
    assert lines[1].split() == ["hex", "rgb", "name"]
    assert re.search(r" #264653 +38 +70 +83 +night \u6f22$", lines[2])
    assert "%" not in seen


def test_a_palette_file_with_shares_shows_them(see: See, stripes: Path) -> None:
    """JSON has shares in it; the palette still has no size."""
    assert see(stripes.name, "-f", "json", "-o", "stripes.json")[0] == 0
    lines = STYLES.sub("", see("stripes.json")[1]).splitlines()
    assert lines[0] == "stripes.json  4 colors"
    assert re.search(r" #264653 +38 +70 +83 +25\.0% +\u2501+$", lines[2])


def test_a_color_that_no_pixel_has_gets_no_bar(see: See, stripes: Path) -> None:
    """A palette that the user gives may have such colors."""
    (stripes.parent / "two.hex").write_text("#264653\n#00ff00\n#ffffff\n")
    lines = STYLES.sub("", see(stripes.name, "--palette", "two.hex")[1]).splitlines()
    assert re.search(r"#00ff00 .* 0\.0% *$", next(line for line in lines if "#00ff00" in line))
    assert "\u2501" in next(line for line in lines if "#264653" in line)


def test_colors_that_are_chosen_from_a_palette_are_compared_with_any(see: See, stripes: Path) -> None:
    """The table says what the palette costs."""
    (stripes.parent / "two.hex").write_text("#264653\n#00ff00\n#ffffff\n")
    chosen = see(stripes.name, "--palette", "two.hex", "-k", "2", columns=120)[1]
    facts = r"2 colors in lab, mean dE \d+\.\d \(\d+\.\d with any colors\)"
    assert re.search(facts, STYLES.sub("", chosen))
    assert "with any colors" not in see(stripes.name, "--palette", "two.hex", columns=120)[1]


@pytest.mark.parametrize("columns", [40, 60])
def test_names_leave_the_table_within_its_width(see: See, tmp_path: Path, columns: int) -> None:
    """First the bar is cut, then the end of a name."""
    (tmp_path / "brand.gpl").write_text(f"GIMP Palette\n38 70 83\t{'long ' * 12}\n", "utf-8")
    lines = STYLES.sub("", see("brand.gpl", columns=columns)[1]).splitlines()
    assert max(len(line) for line in lines) <= columns
    assert any(re.search(r"#264653 +38 +70 +83 +long", line) for line in lines)


def test_the_table_tells_how_much_was_left_out(see: See, stripes: Path) -> None:
    """If all pixels count, it says nothing."""
    assert "left out" not in see(stripes.name)[1]
    assert "25.0% left out" in see(stripes.name, "--ignore", "#264653", columns=120)[1]


def test_a_report_tells_what_quantizing_cost(see: See, noise: Path) -> None:
    """It has the sizes, colors, PSNR, mean difference, and the file."""
    code, seen = see(noise.name, "-f", "quantized", "-o", "small.png")
    assert (code, seen.splitlines()[0]) == (0, "cvpalette: wrote 'small.png'")
    told = r"[\d.]+ kB in place of [\d.]+ kB, 48 x 48 pixels, 6 colors \(PSNR [\d.]+ dB, mean dE [\d.]+\)"
    assert re.search(told, seen)


def test_quiet_says_nothing_but_errors(see: See, noise: Path) -> None:
    """No report is printed; errors are."""
    assert see(noise.name, "-f", "quantized", "--quiet") == (0, "")
    code, seen = see(noise.name, "-f", "quantized", "--quiet")
    assert code == 1
    assert "--force" in seen


def test_data_and_words_part(see: See, noise: Path) -> None:
    """Reports go to the terminal on stderr, and data goes to stdout."""
    with (noise.parent / "piped.png").open("wb") as piped:
        code, seen = see(noise.name, "-f", "quantized", "-o", "-", stdout=piped)
    assert code == 0
    assert "PSNR" in seen
    assert (noise.parent / "piped.png").read_bytes().startswith(b"\x89PNG")


def test_a_picture_is_not_written_to_a_terminal(see: See, noise: Path) -> None:
    """It would look like noise; the message says what to do."""
    code, seen = see(noise.name, "-f", "swatch", "-o", "-")
    assert code == 1
    assert "--output" in seen
    assert "PNG" not in seen


def test_text_is_written_in_the_terminals_encoding(see: See, stripes: Path) -> None:
    """Question marks replace other characters."""
    stripes.rename(stripes.parent / "\u6f22caf\u00e9.png")
    code, seen = see("\u6f22caf\u00e9.png", "-f", "css", env={"PYTHONIOENCODING": "latin-1"})
    assert code == 0
    assert "?caf\u00e9.png" in seen


def test_list_formats_fits_the_width(see: See) -> None:
    """Lines of descriptions and options break between words."""
    code, seen = see("--list-formats", columns=50)
    assert code == 0
    assert max(len(line) for line in seen.splitlines()) <= 50


def test_list_palettes_shows_colors(see: See) -> None:
    """Of many colors, at most 16 are shown; a terminal without colors gets names, numbers and titles."""
    code, seen = see("--list-palettes", columns=100)
    lines = {STYLES.sub("", line).split(" ")[0]: line for line in seen.splitlines()}
    assert code == 0
    assert "\x1b[48;2;15;56;15m" in lines["gameboy"]
    assert re.search(r"gameboy +4 {7,}Game Boy", STYLES.sub("", lines["gameboy"]))
    assert 8 < len(COLORS.findall(lines["web216"])) <= 16
    assert max(len(STYLES.sub("", line)) for line in seen.splitlines()) <= 100
    code, seen = see("--list-palettes", columns=100, env={"NO_COLOR": "1"})
    assert code == 0
    assert not COLORS.search(seen)
    assert re.search(r"gameboy +4 +Game Boy", STYLES.sub("", seen))


def test_an_old_console_gets_plain_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fonts of consoles before Windows 10 lack others, though the encoding has them."""
    screen = io.StringIO()
    old = Console(file=screen, force_terminal=True, legacy_windows=True, width=80, highlight=False)
    monkeypatch.setattr(terminal, "_open_console", lambda: old)
    terminal.show_palette(Result.of_palette(Palette.of_colors([Color(38, 70, 83)]), "brand.gpl"))
    assert "#264653" in screen.getvalue()
    assert STYLES.sub("", screen.getvalue()).isascii()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-f", "swatch", "-o", "sw/"], "wrote 2 files to 'sw/'"),
        (["-o", "gallery.html"], "wrote 'gallery.html'"),
        (["--merge", "-o", "both.css"], "wrote 'both.css'"),
    ],
)
def test_a_person_sees_what_many_images_became(
    see: See, stripes: Path, noise: Path, words: list[str], said: str
) -> None:
    """After the summary; unless --quiet."""
    code, seen = see(stripes.name, noise.name, *words, columns=200)
    assert (code, seen.splitlines()[-1]) == (0, f"cvpalette: {said}")
    assert "wrote" not in see(stripes.name, noise.name, *words, "-q", "--force", columns=200)[1]
