"""Many palettes in one file, such as a table or a gallery; or, in a folder, one file for each."""

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]

FORMATS = pytest.mark.parametrize("name", ["csv", "html"])


@pytest.fixture
def album(stripes: Path) -> Path:
    """Fill a folder, and a folder in it, with images of the same names."""
    folder = stripes.parent / "album"
    (folder / "more").mkdir(parents=True)
    for path in ("a.png", "b.png", "more/a.png"):
        shutil.copy(stripes, folder / path)
    return folder


PATHS = [str(Path("album", name)) for name in ("a.png", "b.png", "more/a.png")]


def _list_sources(page: str) -> list[str]:
    data = json.loads(page.split('id="data">')[1].split("</script>", maxsplit=1)[0])
    return [source for source, *_ in data]


@pytest.mark.usefixtures("album")
def test_a_table_holds_all(run_cli: Run, tmp_path: Path) -> None:
    """It has one header and a row for each swatch; paths tell images of the same name apart."""
    result = run_cli("-r", "album", "-o", "all.csv")
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "all.csv").read_text(encoding="utf-8"))))
    assert [row["source"] for row in rows] == [path for path in PATHS for _ in range(4)]
    assert {row["hex"] for row in rows} == {"#264653", "#2a9d8f", "#e9c46a", "#e76f51"}


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.usefixtures("album")
def test_a_gallery_holds_all(run_cli: Run, tmp_path: Path, jobs: str) -> None:
    """Each has a thumbnail, which the workers make."""
    result = run_cli("-r", "album", "-f", "html", "-o", "gallery.html", "--jobs", jobs)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    page = (tmp_path / "gallery.html").read_text(encoding="utf-8")
    assert _list_sources(page) == PATHS
    assert page.count('"UklGR') == 3  # the beginning of a WebP file in base64


@FORMATS
@pytest.mark.usefixtures("album")
def test_on_stdout_they_are_one_file_too(run_cli: Run, tmp_path: Path, name: str) -> None:
    """The bytes are the same as in a file."""
    run_cli("-r", "album", "-f", name, "-o", f"all.{name}")
    assert run_cli("-r", "album", "-f", name).stdout == (tmp_path / f"all.{name}").read_bytes()


@FORMATS
@pytest.mark.usefixtures("album")
def test_a_folder_takes_a_file_for_each(run_cli: Run, tmp_path: Path, name: str) -> None:
    """The files lie as the images do; each has one palette."""
    assert run_cli("-r", "album", "-f", name, "-o", "out/").returncode == 0
    out = tmp_path / "out"
    files = sorted(path.relative_to(out).as_posix() for path in out.rglob("*.*"))
    assert files == [f"a.{name}", f"b.{name}", f"more/a.{name}"]
    contents = (out / files[0]).read_bytes()
    assert b"source,index" not in contents
    assert b'id="cards"' not in contents


def test_thumbnails_are_asked_for_by_an_option(run_cli: Run, album: Path) -> None:
    """Without thumbnails, the line of a source is some hundred bytes."""
    page = run_cli(album, "-f", "html", "-O", "html.thumbnail=0").stdout.decode()
    assert '"UklGR' not in page
    assert len(_list_sources(page)) == 2


@pytest.mark.parametrize("name", ["dominant", "blurhash", "thumbhash"])
@pytest.mark.usefixtures("album")
def test_placeholders_are_an_object_by_path(run_cli: Run, tmp_path: Path, name: str) -> None:
    """Each is made of the pixels, by whichever process reads them, and the same as alone."""
    result = run_cli("-r", "album", "-f", name, "-o", "all.json", "--jobs", "2")
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    document = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert list(document) == PATHS
    entry = document[PATHS[0]]
    assert entry == {"width": 40, "height": 40, name: run_cli(PATHS[0], "-f", name).stdout.decode().strip()}


@pytest.mark.usefixtures("album")
def test_placeholders_are_one_style_sheet(run_cli: Run, tmp_path: Path) -> None:
    """With a rule for each picture; a draft of one is as good."""
    run_cli("-r", "album", "-f", "lqip", "-o", "all.css", "--draft")
    style = (tmp_path / "all.css").read_text(encoding="utf-8")
    assert [line for line in style.splitlines() if line.startswith(".")] == [
        ".lqip-album-a {",
        ".lqip-album-b {",
        ".lqip-album-more-a {",
    ]


LINES = pytest.mark.parametrize("output", [["-f", "json"], ["-o", "all.jsonl"]], ids=["stdout", "file"])


def _read_lines(result: subprocess.CompletedProcess[bytes], folder: Path) -> list[dict[str, Any]]:
    written = folder / "all.jsonl"
    lines = written.read_bytes() if written.exists() else result.stdout
    assert lines.endswith(b"\n")
    return [json.loads(line) for line in lines.splitlines()]


@LINES
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_json_lines_have_a_line_for_what_fails(
    run_cli: Run, album: Path, tmp_path: Path, output: list[str], jobs: str
) -> None:
    """It stands at the source's place, and has the error for programs and for people."""
    (album / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    result = run_cli("-r", "album", *output, "--jobs", jobs)
    documents = _read_lines(result, tmp_path)
    assert result.returncode == 1
    assert [document["path"] for document in documents] == PATHS
    assert ["colors" in document for document in documents] == [True, False, True]
    failed = documents[1]
    assert failed.keys() == {"version", "source", "path", "error"}
    assert (failed["version"], failed["error"].keys()) == (1, {"problem", "message"})
    assert failed["error"]["problem"] == "truncated"
    # The message is the same as on stderr.
    assert result.stderr.decode().startswith(f"cvpalette: error: {failed['error']['message']}")


@LINES
def test_json_lines_of_nothing_but_failures(run_cli: Run, tmp_path: Path, output: list[str]) -> None:
    """Each source has one line, even if it is named twice."""
    result = run_cli("missing.png", "http://localhost:1/a.png", "missing.png", *output)
    documents = _read_lines(result, tmp_path)
    assert result.returncode == 1
    assert [(document["path"], document["error"]["problem"]) for document in documents] == [
        ("missing.png", "not-found"),
        ("http://localhost:1/a.png", "unreachable"),
    ]


def test_one_source_that_fails_has_a_line_in_its_file(run_cli: Run, tmp_path: Path) -> None:
    """A file of lines has a line for each source, even for a single one."""
    result = run_cli("missing.png", "-o", "all.jsonl")
    (document,) = _read_lines(result, tmp_path)
    assert (result.returncode, document["path"]) == (1, "missing.png")


@pytest.mark.usefixtures("album")
def test_a_report_has_a_line_for_what_fails(run_cli: Run, album: Path, tmp_path: Path) -> None:
    """The line is the same as in JSON Lines; the other lines name the written files."""
    (album / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    result = run_cli("-r", "album", "-f", "css", "-o", "out", "--report")
    first, failed, last = map(json.loads, result.stdout.splitlines())
    assert result.returncode == 1
    assert [Path(each["file"]).relative_to("out").as_posix() for each in (first, last)] == [
        "a.css",
        "more/a.css",
    ]
    assert (failed["path"], failed["error"]["problem"]) == (PATHS[1], "truncated")
    (line,) = (
        line for line in run_cli("-r", "album", "-f", "json").stdout.splitlines() if b"message" in line
    )
    assert json.loads(line) == failed
    assert (tmp_path / "out" / "a.css").is_file()


@FORMATS
def test_what_fails_is_left_out(run_cli: Run, album: Path, tmp_path: Path, name: str) -> None:
    """Tables and galleries have only the other sources; the error goes to stderr."""
    (album / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    result = run_cli("-r", "album", "-o", f"all.{name}")
    assert result.returncode == 1
    assert result.stderr.count(b"\n") == 1
    written = (tmp_path / f"all.{name}").read_bytes()
    assert b"more/a.png" in written
    assert b"b.png" not in written


@FORMATS
@pytest.mark.parametrize("before", [None, b"before"])
def test_where_nothing_is_found_nothing_is_written(
    run_cli: Run, album: Path, tmp_path: Path, name: str, before: bytes | None
) -> None:
    """The old file stays: if an album's disk is gone, its gallery is not emptied."""
    target = tmp_path / f"all.{name}"
    if before:
        target.write_bytes(before)
    for path in album.glob("*.png"):
        path.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert run_cli(album, "-o", target).returncode == 1
    assert (target.read_bytes() if target.exists() else None) == before
    assert not list(tmp_path.glob(".cvpalette*"))


@pytest.mark.usefixtures("album")
def test_of_all_merged_the_whole_comes_first(run_cli: Run) -> None:
    """It has no picture, since it does not belong to one image."""
    page = run_cli("-r", "album", "--merge", "-f", "html").stdout.decode()
    assert _list_sources(page) == ["3 images", *PATHS]
