"""One group of a palette file: `file.ase#Group`, for read_palette() and on the command line."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.errors import ImageError, PaletteFileError, SettingsError
from cvpalette.plugins.reading import read_palette
from cvpalette.result import Result
from cvpalette.sources.addresses import split_group

Run = Callable[..., subprocess.CompletedProcess[bytes]]

RED, GREEN, BLUE = Color(255, 0, 0), Color(0, 128, 0), Color(0, 0, 255)


@pytest.fixture
def brand(tmp_path: Path) -> Path:
    """Write a palette of two groups, one of them nested, and a color without a group."""
    swatches = [
        Swatch(RED, 0.25, "alarm", group="Signals"),
        Swatch(GREEN, 0.25, "go", group="Signals/Calm"),
        Swatch(BLUE, 0.25, "sea", group="#1 Blues"),
        Swatch(Color(9, 9, 9), 0.25, "ink"),
    ]
    palette = Palette(tuple(swatches), "Brand", has_shares=False)
    contents = cvpalette.render(Result.of_palette(palette, "brand"), "ase")
    assert isinstance(contents, bytes)
    path = tmp_path / "brand.ase"
    path.write_bytes(contents)
    return path


@pytest.mark.parametrize(
    ("group", "names"),
    [("Signals", ["alarm", "go"]), ("signals/calm", ["go"]), ("Signals/Calm", ["go"]), ("#1 Blues", ["sea"])],
)
def test_a_group_is_a_palette(brand: Path, group: str, names: list[str]) -> None:
    """With the groups in it, in any case, called by its name."""
    for source in (f"{brand}#{group}", Path(f"{brand}#{group}")):
        result = read_palette(source)
        assert [swatch.name for swatch in result.palette] == names
        assert (result.palette.name, result.name) == (group, f"brand.ase#{group}")
        assert result.origin == str(brand)
    assert [swatch.name for swatch in read_palette(brand).palette] == ["alarm", "go", "sea", "ink"]


def test_an_outer_group_is_cut_from_the_names_of_inner_ones(brand: Path) -> None:
    """They are groups of the palette itself now."""
    assert read_palette(f"{brand}#Signals").palette.groups == ("Calm",)


@pytest.mark.parametrize(
    ("group", "message"),
    [
        ("Signls", "it has no group 'Signls'; did you mean 'Signals'?"),
        ("Sign", "it has no group 'Sign'; did you mean 'Signals'"),
        ("x", "it has no group 'x'; it has 'Signals', 'Signals/Calm' and '#1 Blues'"),
    ],
)
def test_a_group_that_is_not_there_is_told(brand: Path, group: str, message: str) -> None:
    """With those that are."""
    with pytest.raises(PaletteFileError) as caught:
        read_palette(f"{brand}#{group}")
    assert str(caught.value).startswith(f"'brand.ase#{group}': {message}")


def test_a_file_without_groups_has_none(tmp_path: Path) -> None:
    """Its error says so."""
    (tmp_path / "a.hex").write_text("#264653\n")
    with pytest.raises(PaletteFileError, match="has no group 'x', since it has no groups at all"):
        read_palette(tmp_path / "a.hex#x")


def test_an_image_has_no_group(stripes: Path) -> None:
    """Whether it would be a palette or not."""
    for read in (read_palette, cvpalette.extract):
        with pytest.raises((PaletteFileError, ImageError), match="is an image, and has no group 'x'"):
            read(f"{stripes}#x")


def test_a_file_whose_own_name_has_the_sign_is_that_file(brand: Path) -> None:
    """And it may have groups."""
    other = brand.with_name("brand #2.ase")
    other.write_bytes(brand.read_bytes())
    assert len(read_palette(other).palette) == 4
    assert len(read_palette(f"{other}#Signals").palette) == 2
    assert split_group(str(brand.with_name("none.ase#Signals"))) == (
        f"{brand.with_name('none.ase#Signals')}",
        "",
    )
    assert split_group("-#x") == ("-#x", "")
    assert split_group("s3://bucket/a.ase#x") == ("s3://bucket/a.ase#x", "")


def test_a_url_may_name_a_group(brand: Path, web: Any, stripes: Path) -> None:
    """Escaped as in any URL; that of an image may have any fragment."""
    url = web.serve("/brand.ase", brand.read_bytes())
    assert len(read_palette(f"{url}#Signals/Calm", allow_private=True).palette) == 1
    assert len(read_palette(f"{url}#%231%20Blues", allow_private=True).palette) == 1
    image = web.serve("/a.png", stripes.read_bytes())
    assert cvpalette.extract(f"{image}#top", allow_private=True).palette


def test_the_command_takes_groups_wherever_it_takes_palettes(
    run_cli: Run, brand: Path, stripes: Path
) -> None:
    """As sources, with files named after them; as --palette, and as --names."""
    result = run_cli("brand.ase#Signals", "brand.ase##1 Blues", "-f", "json", "-o", "out/")
    assert (result.returncode, result.stderr) == (0, b"")
    assert sorted(path.name for path in (brand.parent / "out").iterdir()) == [
        "brand-#1 Blues.json",
        "brand-Signals.json",
    ]
    for flag in ("--palette", "--names"):
        given = run_cli(stripes.name, flag, "./brand.ase#Signals", "-f", "gpl").stdout.decode()
        assert "alarm" in given or "go" in given
        assert "sea" not in given
    wrong = run_cli("brand.ase#Nothing", "-f", "hex")
    assert wrong.returncode == 1
    assert b"'brand.ase#Nothing': it has no group 'Nothing'; it has 'Signals'" in wrong.stderr


def test_a_source_is_not_overwritten_through_its_group(run_cli: Run, brand: Path) -> None:
    """It is the same file."""
    before = brand.read_bytes()
    result = run_cli("brand.ase#Signals", "-o", "brand.ase", "--force")
    assert result.returncode != 0
    assert b"never overwritten" in result.stderr
    assert brand.read_bytes() == before


def test_what_a_swatch_holds_is_in_its_range() -> None:
    """Its kind and its alpha."""
    with pytest.raises(SettingsError, match="kind is '', 'global' or 'spot', not 'neon'"):
        Swatch(RED, 1, kind="neon")
    for alpha in (0, -1, 1.5, float("nan")):
        with pytest.raises(SettingsError, match="alpha of a swatch is above 0 to 1, not"):
            Swatch(RED, 1, alpha=alpha)


def test_a_group_has_shares_of_its_own() -> None:
    """They add up to 1 again; a group that was not found has none."""
    swatches = (
        Swatch(RED, 0.6, group="a"),
        Swatch(GREEN, 0.2, group="a"),
        Swatch(BLUE, 0.2),
        Swatch(BLUE, 0, group="b"),
    )
    palette = Palette(swatches)
    assert [round(swatch.share, 3) for swatch in palette.of_group("a")] == [0.75, 0.25]
    assert palette.of_group("a").has_shares
    assert not palette.of_group("b").has_shares


def test_a_name_loses_the_group_behind_it() -> None:
    """The second of two equal names is told by its group, which says nothing within it."""
    swatches = (
        Swatch(RED, 0.5, "sea"),
        Swatch(BLUE, 0.25, "sea (dark)", group=".dark"),
        Swatch(GREEN, 0.25, "x"),
    )
    assert [swatch.name for swatch in Palette(swatches).of_group(".dark")] == ["sea"]


def test_a_place_of_a_style_sheet_is_a_group_for_the_command(run_cli: Run, tmp_path: Path) -> None:
    """A class, an id or words; one that is not there is told with those that are."""
    (tmp_path / "theme.css").write_text(":root{--sea:#264653;--sun:#e9c46a}.dark{--sea:#111111}")
    assert run_cli("theme.css#.dark").stdout == b"#111111\n"
    assert run_cli("theme.css#:root").stdout == b"#264653\n#e9c46a\n"
    assert run_cli("theme.css").stdout == b"#264653\n#e9c46a\n#111111\n"
    refused = run_cli("theme.css#.drk")
    assert refused.returncode == 1
    assert b"it has no group '.drk'; did you mean '.dark'" in refused.stderr


def test_a_group_may_be_longer_in_another_case() -> None:
    """An eszett is two letters in upper case."""
    palette = Palette((Swatch(RED, 1, "red", group="Stra\u00dfe/Rot"),))
    assert palette.of_group("STRASSE").groups == ("Rot",)
