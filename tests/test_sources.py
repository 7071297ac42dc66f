"""Sources: what an argument stands for, and stdin."""

import io
import sys
from pathlib import Path

import PIL.Image
import pytest

from cvpalette.errors import ImageError
from cvpalette.reading import DEFAULT
from cvpalette.sources import find_sources, read_source

SUFFIXES = ["jpg", "png", "webp", "avif", "gif", "tif", "bmp", "ppm", "pgm", "jp2", "j2k"]


@pytest.mark.parametrize(
    "argument", ["photo.jpg", "missing.png", "-", "-dash.png", "C:/photo.jpg", "a:b.png"]
)
def test_all_but_a_folder_stands_for_itself(argument: str) -> None:
    """Whether it can be read is told when it is read."""
    assert list(find_sources(argument)) == [argument]


@pytest.mark.parametrize(
    "argument", ["http://host/a.png", "HTTPS://host/a.png", "file:///a.png", "s3://b/a.png"]
)
def test_a_url_is_told_to_be_one(argument: str) -> None:
    """'No such file' would be true, and no help."""
    with pytest.raises(ImageError, match="is a URL"):
        list(find_sources(argument))


def test_a_folder_gives_its_images_by_name(stripes: Path) -> None:
    """Those in folders below it are not meant, and a suffix decides nothing."""
    folder = stripes.parent
    for name in ("b.png", "A.png", "picture of no suffix", "below/c.png"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(stripes.read_bytes())
    (folder / "page.png").write_text("<html>", "utf-8")
    (folder / "empty.png").touch()
    actual = [Path(source).name for source in find_sources(str(folder))]
    assert actual == ["A.png", "b.png", "picture of no suffix", "stripes.png"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_folder_knows_every_format_that_is_read(tmp_path: Path, suffix: str) -> None:
    """What is read when named is found when its folder is."""
    path = tmp_path / f"image.{suffix}"
    PIL.Image.new("L" if suffix == "pgm" else "RGB", (16, 16), "white").save(path)
    assert list(find_sources(str(tmp_path))) == [str(path)]
    assert [image.name for image in read_source(str(path), DEFAULT)] == [path.name]


@pytest.mark.parametrize(
    "text", ["BMW, a list of prices", "P.S. I love you", "II*, or three?", "GIF is said jif"]
)
def test_a_text_is_no_image_for_its_first_letters(tmp_path: Path, text: str) -> None:
    """A note beside the photos must not make the run fail."""
    (tmp_path / "note.txt").write_text(text, "utf-8")
    with pytest.raises(ImageError, match="is a folder without images"):
        list(find_sources(str(tmp_path)))


def test_stdin_is_read_as_a_whole(stripes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is called stdin, in messages and in the names of files."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stripes.read_bytes())))
    [image] = read_source("-", DEFAULT)
    assert (image.name, image.stem, image.width) == ("stdin", "stdin", 40)
    assert image.source_bytes == stripes.stat().st_size


def test_a_folder_named_dash_is_found_with_its_path(stripes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash alone is stdin, always."""
    monkeypatch.chdir(stripes.parent)
    Path("-").mkdir()
    stripes.rename(Path("-") / stripes.name)
    assert list(find_sources("-")) == ["-"]
    assert list(find_sources("./-")) == [str(Path("-") / stripes.name)]
