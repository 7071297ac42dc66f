"""Sources: what an argument stands for, URLs, and stdin."""

import errno
import io
import os
import sys
from pathlib import Path
from typing import Any

import PIL.Image
import pytest

from cvpalette.decoding.formats import begins_image
from cvpalette.errors import ImageError
from cvpalette.settings.settings import DEFAULT
from cvpalette.sources import finding
from cvpalette.sources.addresses import count_pictures
from cvpalette.sources.finding import find_sources, locate_sources, open_named

SUFFIXES = ["jpg", "png", "webp", "avif", "gif", "tif", "bmp", "ppm", "pgm", "jp2", "j2k"]


@pytest.mark.parametrize(
    "argument",
    [
        *("photo.jpg", "missing.png", "-", "-dash.png", "C:/photo.jpg", "a:b.png"),
        *("http://host/a.png", "HTTPS://host/"),
    ],
)
def test_all_but_a_folder_stands_for_itself(argument: str) -> None:
    """Whether it can be read is told when it is read."""
    assert list(find_sources(argument)) == [argument]


@pytest.mark.parametrize(
    ("argument", "reason"),
    [
        ("file:///a.png", "is a file of this machine, and no store; name it by its path"),
        ("LOCAL://a.png", "is a file of this machine, and no store; name it by its path"),
        ("zip://a.png::/b.zip", "chains stores with '::', which is not read"),
    ],
)
def test_a_url_of_a_file_is_told_to_be_one(argument: str, reason: str) -> None:
    """'No such file' would be true, and no help."""
    with pytest.raises(ImageError, match=reason):
        list(find_sources(argument))


def test_a_url_is_read(web: Any, stripes: Path) -> None:
    """Whoever types one may reach what is private: it is his own machine."""
    (image,) = open_named(web.serve("/photos/stripes.png", stripes.read_bytes())).frames()
    assert (image.name, image.width) == ("stripes.png", 40)


def test_a_folder_gives_its_images_by_name(stripes: Path) -> None:
    """Those in folders below it are not meant. A file needs no suffix if its first bytes are an image's."""
    folder = stripes.parent
    for name in ("b.png", "A.png", "picture of no suffix", "below/c.png"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(stripes.read_bytes())
    actual = [Path(source).name for source in find_sources(str(folder))]
    assert actual == ["A.png", "b.png", "picture of no suffix", "stripes.png"]


def test_a_file_that_is_meant_to_be_an_image_is_found(stripes: Path) -> None:
    """Its suffix or its first bytes say so, whether it can be read or not; nothing is left out in silence."""
    folder = stripes.parent
    for name in ("page.jpg", "drawing.svg", "photo.jxl", "camera.NEF", "notes.txt", ".DS_Store", "Thumbs.db"):
        (folder / name).write_text("<html>", "utf-8")
    (folder / "empty.webp").touch()
    (folder / "half").write_bytes(stripes.read_bytes()[:40])
    (folder / "exr without suffix").write_bytes(b"\x76\x2f\x31\x01")
    (folder / "._stripes.png").write_bytes(b"\0\5\x16\7")
    (folder / "brand.gpl").write_text("GIMP Palette\n", "utf-8")
    expected = [
        "camera.NEF",
        "drawing.svg",
        "empty.webp",
        "exr without suffix",
        "half",
        "page.jpg",
        "photo.jxl",
    ]
    if os.name != "nt":
        (folder / "link.png").symlink_to("nowhere")
        (folder / "circle.png").symlink_to("circle.png")
        (folder / "link").symlink_to("nowhere")
        expected += ["link.png", "circle.png"]
    actual = [Path(source).name for source in find_sources(str(folder))]
    assert actual == sorted([*expected, "stripes.png"])


def test_palette_files_of_a_folder_are_found_on_request(stripes: Path) -> None:
    """One that lies beside an image of its name was made of it, and is no source."""
    folder = stripes.parent
    for name in ("brand.gpl", "other.ase", "stripes.gpl", "theme.css", "twice.aco", "twice.act"):
        (folder / name).write_text("GIMP Palette\n", "utf-8")
    found = list(locate_sources(str(folder), palettes=True))
    assert [Path(each.path).name for each in found] == [
        *("brand.gpl", "other.ase", "stripes.png", "twice.aco", "twice.act")
    ]
    assert [each.place for each in found] == ["brand", "other", "stripes", "twice.aco", "twice.act"]
    assert [Path(source).name for source in find_sources(str(folder))] == ["stripes.png"]


def _copy(stripes: Path, *names: str) -> Path:
    """Put copies of the stripes into a folder of their own, and return it."""
    folder = stripes.parent / "folder"
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(stripes.read_bytes())
    return folder


def _names(folder: Path) -> list[str]:
    sources = find_sources(str(folder), recursive=True)
    return [Path(source).relative_to(folder).as_posix() for source in sources]


def test_recursive_goes_into_the_folders_of_a_folder(stripes: Path) -> None:
    """First a folder's own images by name, then those of each folder in it by name."""
    folder = _copy(stripes, "z.png", "a.png", "b/y.png", "b/c/x.png", "a folder/w.png", "b/A.png")
    (folder / "b" / "notes.txt").write_text("no image", "utf-8")
    (folder / "empty").mkdir()
    assert _names(folder) == ["a.png", "z.png", "a folder/w.png", "b/A.png", "b/y.png", "b/c/x.png"]


def test_images_may_all_be_further_down(stripes: Path) -> None:
    """The error tells that they were not looked for."""
    folder = _copy(stripes, "b/c/x.png")
    assert _names(folder) == ["b/c/x.png"]
    with pytest.raises(ImageError, match=r"is a folder without images$") as caught:
        list(find_sources(str(folder)))
    assert (caught.value.problem, caught.value.is_shallow) == ("empty", True)


def test_links_to_folders_are_not_followed(stripes: Path) -> None:
    """A loop of them has no end; a link to an image is an image."""
    folder = _copy(stripes, "b/x.png")
    try:
        (folder / "b" / "up").symlink_to(folder)
        (folder / "again").symlink_to(folder / "b")
        (folder / "link.png").symlink_to(stripes)
    except OSError:
        pytest.skip("there are no links here")
    assert _names(folder) == ["link.png", "b/x.png"]
    assert [Path(source).name for source in find_sources(str(folder / "again"))] == ["x.png"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs folders that are closed to us"
)
def test_a_folder_that_cannot_be_listed_is_an_error_after_the_others(stripes: Path) -> None:
    """Those are taken."""
    folder = _copy(stripes, "a.png", "b/x.png", "c/y.png")
    (folder / "b").chmod(0)
    sources = find_sources(str(folder), recursive=True)
    try:
        assert [Path(next(sources)).name for _ in range(2)] == ["a.png", "y.png"]
        with pytest.raises(ImageError, match=r"b': cannot be listed: "):
            next(sources)
    finally:
        (folder / "b").chmod(0o700)


def test_a_folder_that_vanishes_is_an_error(stripes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the folder that could not be listed."""
    folder = _copy(stripes, "a.png", "b/x.png")
    scan = os.scandir

    def fail(path: str) -> Any:
        if Path(path).name == "b":
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", fail)
    sources = find_sources(str(folder), recursive=True)
    assert Path(next(sources)).name == "a.png"
    with pytest.raises(ImageError, match=r"b': cannot be listed: permission denied"):
        next(sources)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_folder_knows_every_format_that_is_read(tmp_path: Path, suffix: str) -> None:
    """What is read when named is found when its folder is."""
    path = tmp_path / f"image.{suffix}"
    PIL.Image.new("L" if suffix == "pgm" else "RGB", (16, 16), "white").save(path)
    assert list(find_sources(str(tmp_path))) == [str(path)]
    assert [image.name for image in open_named(str(path), DEFAULT).frames()] == [path.name]


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
    [image] = open_named("-", DEFAULT).frames()
    assert (image.name, image.stem, image.width) == ("stdin", "stdin", 40)
    assert image.source_bytes == stripes.stat().st_size


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a stream without end")
def test_a_stdin_without_end_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read up to a limit."""
    with Path("/dev/zero").open("rb") as zeros:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(zeros))
        with pytest.raises(ImageError, match="'stdin': has more than 256 MiB; save it"):
            open_named("-")


def test_a_stdin_that_is_closed_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python has none then."""
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(ImageError, match="'stdin': is closed"):
        open_named("-")


def test_a_folder_named_dash_is_found_with_its_path(stripes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash alone is stdin, always."""
    monkeypatch.chdir(stripes.parent)
    Path("-").mkdir()
    stripes.rename(Path("-") / stripes.name)
    assert list(find_sources("-")) == ["-"]
    assert list(find_sources("./-")) == [str(Path("-") / stripes.name)]


def test_many_images_of_one_stem_are_each_looked_into_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To find them, and to know that they are namesakes; not once for each of the others."""
    for number in range(40):
        (tmp_path / f"a.{number}").write_bytes(b"P6 1 1 255\n123")
    (tmp_path / "b.ppm").write_bytes(b"P6 1 1 255\n123")
    (tmp_path / "b.txt").write_bytes(b"no image")
    looked: list[bytes] = []

    def look(head: bytes) -> bool:
        looked.append(head)
        return begins_image(head)

    monkeypatch.setattr(finding, "begins_image", look)
    places = {located.place for located in finding.locate_sources(str(tmp_path))}
    assert places == {*(f"a.{number}" for number in range(40)), "b"}
    assert len(looked) <= 2 * 42


def test_pictures_are_counted_by_their_names(tmp_path: Path) -> None:
    """It is a quick look: no file is opened, and no more are counted than asked for."""
    for name in ("a.jpg", "b.PNG", "c.txt", "d.webp"):
        (tmp_path / name).touch()
    assert count_pictures([str(tmp_path)], 9) == 3
    assert count_pictures([str(tmp_path)], 2) == 2
    assert count_pictures(["a.jpg", "missing", str(tmp_path), "-", "https://localhost/a.png"], 99) == 7
    assert count_pictures(["s3://bucket/photos"], 9) == 0
