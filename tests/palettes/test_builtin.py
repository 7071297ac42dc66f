"""Built-in palettes: each has its facts, and is found by its name."""

import re
from importlib.resources import files

import pytest

from cvpalette.errors import PaletteFileError
from cvpalette.palettes.builtin import Builtin, find_builtin, guess_builtin, list_builtin

BUILTIN = {each.name: each for each in list_builtin()}
#: The number of colors of each palette; those of Brewer's schemes are beside them.
COUNTS = {
    "css": 148,
    "web216": 216,
    "1bit": 2,
    "gameboy": 4,
    "gameboy-pocket": 4,
    "cga": 16,
    "cga-0-low": 4,
    "cga-0-high": 4,
    "cga-1-low": 4,
    "cga-1-high": 4,
    "vga16": 16,
    "c64": 16,
    "c64-colodore": 16,
    "zx-spectrum": 15,
    "msx": 15,
    "msx2": 15,
    "apple2": 16,
    "teletext": 8,
    "amstrad-cpc": 27,
    "pico8": 16,
    "macintosh-16": 16,
    "windows-16": 16,
    "windows-20": 20,
    "ansi-vga": 16,
    "ansi-xterm": 16,
    "ansi-windows": 16,
    "ega": 64,
    "xterm256": 256,
    "nes": 54,
    "sms": 64,
    "led-332": 256,
    "led-332-light": 256,
    "epaper-bw": 2,
    "epaper-bw-measured": 2,
    "epaper-gray4": 4,
    "epaper-gray16": 16,
    "epaper-bwr": 3,
    "epaper-bwr-measured": 3,
    "epaper-bwy": 3,
    "epaper-bwy-measured": 3,
    "epaper-bwry": 4,
    "epaper-bwry-measured": 4,
    "epaper-7": 7,
    "epaper-7-measured": 7,
    "epaper-6": 6,
    "epaper-6-measured": 6,
    "okabe-ito": 8,
    "tab10": 10,
    "tab20": 20,
    "tab20b": 20,
    "tab20c": 20,
    "tol-bright": 7,
    "tol-vibrant": 7,
    "tol-muted": 10,
    "tol-high-contrast": 5,
    "tol-medium-contrast": 8,
    "tol-pale": 6,
    "tol-dark": 6,
    "tol-light": 9,
    "viridis": 10,
    "magma": 10,
    "inferno": 10,
    "plasma": 10,
    "cividis": 10,
}
SCHEMES = {
    "accent dark2 pastel2 set2": 8,
    "blues bugn bupu gnbu greens greys oranges orrd pastel1 pubu pubugn purd purples rdpu reds set1": 9,
    "ylgn ylgnbu ylorbr ylorrd": 9,
    "brbg piyg prgn puor rdbu rdgy rdylbu rdylgn spectral": 11,
    "paired set3": 12,
}
#: How many colors repeat one that came before, in the palettes whose source has them so.
REPEATED = {"css": 9, "xterm256": 7}


def test_all_are_there() -> None:
    """And no others."""
    brewer = {f"brewer-{scheme}": count for schemes, count in SCHEMES.items() for scheme in schemes.split()}
    assert len(brewer) == 35
    assert {name: len(each.entries) for name, each in BUILTIN.items()} == COUNTS | brewer


@pytest.mark.parametrize("builtin", BUILTIN.values(), ids=BUILTIN)
def test_each_has_its_facts(builtin: Builtin) -> None:
    """Its colors are hex digits, its names are its own, and it says where it comes from."""
    digits, names = zip(*builtin.entries, strict=True)
    assert all(re.fullmatch("[0-9a-f]{6}", each) for each in digits)
    assert len(digits) - len(set(digits)) == REPEATED.get(builtin.name, 0)
    assert len(set(names)) == (len(names) if builtin.is_named else 1)
    assert all(names) == builtin.is_named
    for text in (builtin.title, builtin.about, builtin.source, builtin.license):
        assert text
        assert text == text.strip()
        assert "|" not in text
    assert builtin.about.endswith(".")
    assert find_builtin(builtin.name.upper()) == builtin.palette


def test_a_palette_has_names_and_no_shares() -> None:
    """It is called by its title."""
    palette = find_builtin("gameboy")
    assert (palette.name, palette.has_shares, palette.comment) == ("Game Boy", False, "")
    assert [(swatch.color.hex, swatch.name) for swatch in palette] == [
        ("#0f380f", "darkest"),
        ("#306230", "dark"),
        ("#8bac0f", "light"),
        ("#9bbc0f", "lightest"),
    ]


def test_the_comment_says_whose_it_is() -> None:
    """Plain facts need none."""
    comment = find_builtin("brewer-set1").comment
    source, terms = comment.splitlines()
    assert source == "Source: Cynthia Brewer, https://colorbrewer2.org"
    assert terms.startswith("License: Apache 2.0, Copyright 2002 Cynthia Brewer, Mark Harrower, and The")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # As matplotlib's colormaps["viridis"].resampled(5) has them.
        ("viridis-5", "440154 3b528b 21918c 5ec962 fde725"),
        ("magma-2", "000004 fcfdbf"),
        ("cividis-3", "00224e 7d7c78 fee838"),
        ("brewer-blues-3", "deebf7 9ecae1 3182bd"),
        ("Brewer-Set1-4", "e41a1c 377eb8 4daf4a 984ea3"),
        ("brewer-rdbu-5", "ca0020 f4a582 f7f7f7 92c5de 0571b0"),
        ("epaper-6-measured", "1f1829 a8b4b6 b4ad00 711813 24468b 32543c"),
        ("vga16", " ".join(digits for digits, _ in BUILTIN["cga"].entries)),
    ],
)
def test_colors_are_right(name: str, expected: str) -> None:
    """A color map and a scheme come in several sizes."""
    assert [color.hex.removeprefix("#") for color in find_builtin(name).colors] == expected.split()


def test_every_size_has_so_many_colors() -> None:
    """The title says so."""
    for builtin in BUILTIN.values():
        for size in builtin.sizes:
            palette = find_builtin(f"{builtin.name}-{size}")
            assert len(palette.colors) == size
            assert palette.name == f"{builtin.title}, {size} colors"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("gamboy", "is no built-in palette; did you mean 'gameboy'?"),
        ("nothing", "is no built-in palette"),
        ("", "is no built-in palette"),
        ("gameboy-4", "is no built-in palette; did you mean 'gameboy'?"),
        ("viridis-1", "is no built-in palette; 'viridis' has 2 to 256 colors"),
        ("brewer-blues-10", "is no built-in palette; 'brewer-blues' has 3 to 9 colors"),
        ("viridis-²", "is no built-in palette; did you mean 'viridis'?"),
        ("viridis-99999", "is no built-in palette"),
    ],
)
def test_an_unknown_name_is_refused(name: str, reason: str) -> None:
    """The error guesses, or says which sizes there are."""
    with pytest.raises(PaletteFileError) as caught:
        find_builtin(name)
    assert (caught.value.name, caught.value.reason, caught.value.problem) == (name, reason, "not-found")


def test_the_guess_is_a_palette() -> None:
    """Of several that are as near, three are told."""
    assert guess_builtin("brewer-set") == "; did you mean 'brewer-set1', 'brewer-set2' or 'brewer-set3'?"
    assert guess_builtin("zzz") == ""


def test_licenses_come_along() -> None:
    """Whoever gets the colors gets the terms of their owners."""
    folder = files("cvpalette.palettes")
    terms = (folder / "licenses.txt").read_text("utf-8")
    for words in ("Pimoroni", "OpenDisplay", "Lior Halphon", "Paul Tol", "Matplotlib Development Team"):
        assert words in terms
    assert "developed by Cynthia Brewer" in (folder / "brewer.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "found"), [("Game Boy", "Game Boy"), ("game_boy", "Game Boy"), ("GAMEBOY", "Game Boy")]
)
def test_a_name_is_found_however_it_is_written(name: str, found: str) -> None:
    """Also by the palette's title."""
    assert find_builtin(name) == find_builtin("gameboy")
    assert found == next(each.title for each in list_builtin() if each.name == "gameboy")


@pytest.mark.parametrize(
    ("name", "guessed"),
    [
        ("set1", "'brewer-set1'"),
        ("RdBu", "'brewer-rdbu'"),
        ("commodore64", "'c64' or 'c64-colodore'"),
        ("spectra6", "'epaper-6' or 'epaper-6-measured'"),
        ("gamboy", "'gameboy'"),
    ],
)
def test_a_part_of_a_name_or_title_is_guessed(name: str, guessed: str) -> None:
    """As other programs call them."""
    with pytest.raises(PaletteFileError, match=f"did you mean {guessed}"):
        find_builtin(name)
