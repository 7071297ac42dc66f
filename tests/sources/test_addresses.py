"""Addresses and paths: what a text names, on systems with drives and backslashes too."""

import os
from pathlib import Path

import pytest

from cvpalette.sources.addresses import ends_as_folder, expand_patterns, is_store, names_path, split_group
from cvpalette.sources.finding import locate_sources, make_portable


@pytest.mark.parametrize(
    "path",
    ["C:\\photos\\a.jpg", "C:/photos", "c://photos/a.jpg", "\\\\server\\share\\a.jpg", "\\\\?\\C:\\a.jpg"],
)
def test_a_drive_is_no_store(path: str) -> None:
    """A scheme has two letters at least."""
    assert names_path(path)
    assert not is_store(path)


def test_a_group_of_a_file_on_a_drive(tmp_path: Path) -> None:
    """Neither the colon nor the backslash belongs to the group."""
    (tmp_path / "brand.ase").touch()
    assert split_group(f"{tmp_path / 'brand.ase'}#Signals") == (str(tmp_path / "brand.ase"), "Signals")


@pytest.mark.skipif(os.name == "nt", reason="no file has such a name there")
def test_a_group_of_a_file_that_is_named_like_one_on_a_drive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here it is a file of this folder, and its name is read the same."""
    monkeypatch.chdir(tmp_path)
    Path("C:\\x\\brand.ase").touch()
    assert split_group("C:\\x\\brand.ase#Signals") == ("C:\\x\\brand.ase", "Signals")


def test_a_backslash_ends_a_folder_where_it_separates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere it is a letter. A slash ends one everywhere."""
    assert ends_as_folder("out/")
    monkeypatch.setattr(os, "sep", "/")
    assert not ends_as_folder("out\\")
    monkeypatch.setattr(os, "sep", "\\")
    assert ends_as_folder("out\\")
    assert not ends_as_folder("out.css")


def test_patterns_are_names_where_the_shell_leaves_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What matches nothing stays, so that the message quotes it. Brackets and addresses stay, too."""
    monkeypatch.chdir(tmp_path)
    for name in ("b.png", "a.png", "[c].png", "d.jpg"):
        Path(name).touch()
    assert expand_patterns(["*.png", "?.jpg"]) == ["[c].png", "a.png", "b.png", "d.jpg"]
    assert expand_patterns(["[*.png", "[c].png", "*.gif"]) == ["[c].png", "[c].png", "*.gif"]
    untouched = ["-", "", "https://host/*.png?size=9", "s3://bucket/*.png", "data:image/png,*"]
    assert expand_patterns(untouched) == untouched


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Signals: hot", "Signals- hot"),
        ('a<b>c"d|e?f*g\\h/i', "a-b-c-d-e-f-g-h-i"),
        ("aux", "aux_"),
        ("AUX.tar", "AUX_.tar"),
        ("com1", "com1_"),
        ("auxiliary", "auxiliary"),
        ("con-text", "con-text"),
        ("end. .", "end"),
        ("...", "_"),
        ("a\nb", "a-nb"),
        ("Größe", "Größe"),
    ],
)
def test_a_name_that_every_system_takes(name: str, expected: str) -> None:
    """On Windows, a colon would hide the contents in a part of another file, and AUX is a device."""
    assert make_portable(name) == expected


def test_what_is_no_file_has_a_portable_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A group, and what a server calls its image. A file of this machine keeps its name."""
    monkeypatch.chdir(tmp_path)
    Path("brand.ase").touch()
    arguments = ("brand.ase#UI/Signals: hot", "https://host/a%3Ab.png", "https://host/nul.png", "a b.png")
    places = [located.place for each in arguments for located in locate_sources(each)]
    assert places == ["brand-UI-Signals- hot", "a-b", "nul_", "a b"]
