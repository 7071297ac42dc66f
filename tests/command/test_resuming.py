"""--resume: continues a run that was cut off."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from cvpalette.command import combined

Run = Callable[..., subprocess.CompletedProcess[bytes]]

MANY = 24


@pytest.fixture
def run_cli(run_cli: Run) -> Run:
    """Run the command in one process, unless a test asks for more: to start others takes longer."""
    return partial(run_cli, "--jobs", "1")


@pytest.fixture
def album(stripes: Path) -> Path:
    """Fill two folders with images of the same names."""
    folder = stripes.parent / "album"
    for number in range(MANY):
        path = folder / "ab"[number % 2] / f"{number // 2:03}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(stripes, path)
    return folder


@pytest.fixture
def whole(run_cli: Run, album: Path) -> bytes:
    """Return the output of a run that is not cut off."""
    assert run_cli("album", "-r", "-o", "whole.jsonl").returncode == 0
    contents = (album.parent / "whole.jsonl").read_bytes()
    paths = [json.loads(line)["path"] for line in contents.splitlines()]
    assert paths == sorted(str(path.relative_to(album.parent)) for path in album.rglob("*.png"))
    return contents


@pytest.mark.parametrize(
    "cut", [None, 0, 0.5, -1, -2], ids=["no file", "empty", "half", "no end", "a line less"]
)
def test_a_run_goes_on(run_cli: Run, album: Path, whole: bytes, cut: float | None) -> None:
    """Complete lines are kept, half a line is dropped; no line is missing, and none comes twice."""
    target = album.parent / "cut.jsonl"
    if cut == -2:
        target.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    elif cut is not None:
        target.write_bytes(whole[: cut if isinstance(cut, int) else int(len(whole) * cut)])
    jobs = ("--jobs", "2") if cut in {None, 0.5} else ()
    result = run_cli("album", "-r", "-o", "cut.jsonl", "--resume", *jobs)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    assert target.read_bytes() == whole


def test_lines_of_schemes_go_on_too(run_cli: Run, album: Path) -> None:
    """Their suffix only ends in that of JSON Lines, and each line has the scheme of its picture."""
    (album / "a" / "broken.png").write_bytes(b"broken")
    arguments = ("album", "-r", "-k", "1", "-o", "all.scheme.jsonl")
    assert run_cli(*arguments).returncode == 1
    target = album.parent / "all.scheme.jsonl"
    *lines, failure = sorted(
        map(json.loads, target.read_text("utf-8").splitlines()), key=lambda line: "error" in line
    )
    assert len(lines) == MANY
    assert failure["path"] == "album/a/broken.png"
    # One color was asked for, and the scheme has more.
    assert {len(line["palette"]) for line in lines} == {4}
    shutil.copy(album / "b" / "000.png", album / "a" / "broken.png")
    assert run_cli(*arguments, "--resume").returncode == 0
    *before, last = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert before == lines
    assert last["path"] == failure["path"]
    assert last["light"] == lines[0]["light"]


def test_what_is_done_is_not_read_again(run_cli: Run, album: Path, whole: bytes) -> None:
    """A deleted image keeps its line; new images are added."""
    (album / "a" / "000.png").unlink()
    shutil.copy(album / "b" / "000.png", album / "b" / "new.png")
    assert run_cli("album", "-r", "-o", "whole.jsonl", "--resume").returncode == 0
    contents = (album.parent / "whole.jsonl").read_bytes()
    assert contents.startswith(whole)
    (added,) = contents[len(whole) :].splitlines()
    assert json.loads(added)["path"] == str(Path("album", "b", "new.png"))


def test_what_failed_is_tried_again(run_cli: Run, album: Path) -> None:
    """It may work now: its error line is removed, and its palette is appended."""
    target, broken = album.parent / "out.jsonl", album / "b" / "005.png"
    data = broken.read_bytes()
    broken.write_bytes(data[:-30])
    assert run_cli("album", "-r", "-o", "out.jsonl").returncode == 1
    before = target.read_bytes().splitlines()
    assert [number for number, line in enumerate(before) if b"problem" in line] == [MANY // 2 + 5]
    broken.write_bytes(data)
    assert run_cli("album", "-r", "-o", "out.jsonl", "--resume").returncode == 0
    *kept, last = target.read_bytes().splitlines()
    assert kept == [line for line in before if b"problem" not in line]
    assert json.loads(last)["path"] == str(Path("album", "b", "005.png"))
    assert "colors" in json.loads(last)


def test_what_fails_again_has_one_line(run_cli: Run, album: Path) -> None:
    """This holds for any number of tries, and for runs that were cut off in between."""
    target, broken = album.parent / "out.jsonl", album / "a" / "003.png"
    broken.write_bytes(broken.read_bytes()[:-30])
    assert run_cli("album", "-r", "-o", "out.jsonl").returncode == 1
    lines = sorted(target.read_bytes().splitlines())
    for cut in (0, 1, 99):
        whole = target.read_bytes()
        target.write_bytes(whole[: len(whole) - cut])
        result = run_cli("album", "-r", "-o", "out.jsonl", "--resume")
        assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)
        assert sorted(target.read_bytes().splitlines()) == lines
    assert not list(album.parent.glob(".cvpalette*"))


def test_what_failed_may_have_been_asked_for_otherwise(run_cli: Run, stripes: Path) -> None:
    """An error line has no settings, so it allows other settings."""
    (stripes.parent / "bad.png").write_bytes(b"no image")
    assert run_cli("bad.png", "-k", "3", "-o", "out.jsonl").returncode == 1
    assert run_cli("stripes.png", "-k", "4", "-o", "out.jsonl", "--resume").returncode == 0
    (line,) = (stripes.parent / "out.jsonl").read_bytes().splitlines()
    assert json.loads(line)["path"] == "stripes.png"


@pytest.mark.usefixtures("whole")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            [],
            1,
            "'whole.jsonl': exists and is kept; overwrite it with --force, or go on with it with --resume",
        ),
        (["--resume", "-k", "5"], 2, "'whole.jsonl': line 1 was made with colors 6, not 5"),
        (["--resume", "--region", "0,0,9,9"], 2, "'whole.jsonl': line 1 was made with region None"),
        (["--resume", "--merge"], 2, "'--resume' cannot be used with '--merge'"),
    ],
    ids=["without --resume", "other settings", "another scope", "merged"],
)
def test_what_is_there_is_not_touched(
    run_cli: Run, album: Path, arguments: list[str], code: int, said: str
) -> None:
    """The message says what would work."""
    before = (album.parent / "whole.jsonl").read_bytes()
    result = run_cli("album", "-r", "-o", "whole.jsonl", *arguments)
    assert (result.returncode, result.stdout) == (code, b"")
    assert said in result.stderr.decode()
    assert (album.parent / "whole.jsonl").read_bytes() == before


@pytest.mark.parametrize("line", ["I am a diary.", "{}", "[1]", "\N{SNOWMAN}"])
def test_a_file_of_others_is_not_touched(run_cli: Run, album: Path, line: str) -> None:
    """This holds for any content."""
    target = album.parent / "notes.jsonl"
    target.write_bytes(line.encode("utf-16" if line == "\N{SNOWMAN}" else "utf-8") + b"\n")
    before = target.read_bytes()
    result = run_cli("album", "-r", "-o", "notes.jsonl", "--resume")
    assert (result.returncode, target.read_bytes()) == (2, before)
    assert b"'notes.jsonl': line 1 is not from a run of cvpalette" in result.stderr


@pytest.mark.usefixtures("whole")
def test_force_starts_anew(run_cli: Run, album: Path) -> None:
    """The old lines are gone."""
    assert run_cli("album/a", "-o", "whole.jsonl", "--force").returncode == 0
    assert len((album.parent / "whole.jsonl").read_bytes().splitlines()) == MANY // 2


@pytest.mark.parametrize("output", [[], ["-f", "json"], ["-o", "out.css"], ["-f", "json", "-o", "out/"]])
def test_only_a_file_of_lines_can_be_gone_on_with(run_cli: Run, stripes: Path, output: list[str]) -> None:
    """The message gives an example."""
    result = run_cli(stripes, *output, "--resume")
    assert result.returncode == 2
    assert b"'results.jsonl'" in result.stderr


@pytest.mark.usefixtures("album")
def test_a_name_of_one_object_is_no_name_for_lines(run_cli: Run) -> None:
    """A '.json' file holds one object."""
    result = run_cli("album", "-r", "-o", "out.json")
    assert result.returncode == 2
    assert b"'out.json' is a name for the output of one source" in result.stderr


def test_one_source_may_have_a_file_of_lines(run_cli: Run, stripes: Path) -> None:
    """More sources can be added to it."""
    shutil.copy(stripes, stripes.parent / "other.png")
    for source in ("stripes.png", "other.png", "stripes.png"):
        assert run_cli(source, "-o", "out.jsonl", "--resume").returncode == 0
    lines = (stripes.parent / "out.jsonl").read_bytes().splitlines()
    assert [json.loads(line)["path"] for line in lines] == ["stripes.png", "other.png"]


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that sets limits")
def test_a_disk_that_gets_full(run_cli: Run, album: Path, whole: bytes) -> None:
    """The last line is complete; with more space, the run goes on."""
    limited = ["sh", "-c", 'ulimit -f 5; exec "$@"', "sh", sys.executable, "-Im", "cvpalette"]
    # The coverage tool would write to the full disk too.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    command = [*limited, "album", "-r", "-o", "out.jsonl"]
    result = subprocess.run(command, check=False, capture_output=True, cwd=album.parent, env=environment)
    assert result.returncode == 1
    assert result.stderr.startswith(b"cvpalette: error: 'out.jsonl': cannot be written")
    written = (album.parent / "out.jsonl").read_bytes()
    assert written.endswith(b"\n")
    assert whole.startswith(written)
    assert 0 < len(written) < len(whole)
    assert run_cli("album", "-r", "-o", "out.jsonl", "--resume").returncode == 0
    assert (album.parent / "out.jsonl").read_bytes() == whole


def test_a_line_from_before_an_option_was_made_with_its_default(
    run_cli: Run, album: Path, whole: bytes
) -> None:
    """An option that is new does not make the lines of older versions useless."""
    lines = whole.replace(b', "snap": false', b"").splitlines(keepends=True)
    assert b"snap" not in lines[0]
    (album.parent / "older.jsonl").write_bytes(b"".join(lines[:-1]))
    done = run_cli("album", "-r", "-o", "older.jsonl", "--resume")
    assert (done.returncode, done.stderr.count(b"error")) == (0, 0)
    assert (album.parent / "older.jsonl").read_bytes() == b"".join(lines[:-1]) + whole.splitlines(True)[-1]
    refused = run_cli("album", "-r", "-o", "older.jsonl", "--resume", "--snap")
    assert refused.returncode == 2
    assert b"made with snap False, not True" in refused.stderr


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ([], ["-O", "json.roles=yes"], b"line 1 lacks 'scheme', which this run writes"),
        (["-O", "json.text=yes"], [], b"line 1 has 'colors.text', which this run does not write"),
        (["-f", "scheme"], ["-f", "json"], b"line 1 lacks 'colors', which this run writes"),
    ],
)
def test_lines_of_other_options_are_not_mixed(
    run_cli: Run, album: Path, before: list[str], after: list[str], reason: bytes
) -> None:
    """Programs would find a field in some lines and not in others."""
    place = ["album/a", "-o", "all.scheme.jsonl" if "-f" in before else "all.jsonl"]
    if "-f" in before:
        assert run_cli("album/a", *before, "-o", "all.scheme.jsonl").returncode == 0
        (album.parent / "all.scheme.jsonl").rename(album.parent / "all.jsonl")
    else:
        assert run_cli(*place, *before).returncode == 0
    whole = (album.parent / "all.jsonl").read_bytes()
    result = run_cli("album", "-r", "-o", "all.jsonl", *after, "--resume")
    assert (result.returncode, reason in result.stderr) == (2, True)
    assert (album.parent / "all.jsonl").read_bytes() == whole
    if "-f" not in before:
        assert run_cli("album", "-r", "-o", "all.jsonl", *before, "--resume").returncode == 0


PALETTES = ("a.hex", "b.css", "b.css#.one", "gameboy", "okabe-ito", "stripes.png")


@pytest.mark.usefixtures("stripes")
def test_a_run_over_palettes_goes_on(run_cli: Run, tmp_path: Path) -> None:
    """Each has its own number of colors and order, and some have groups, alpha and a comment."""
    (tmp_path / "a.hex").write_text("#264653\n#2a9d8f\n", encoding="utf-8")
    (tmp_path / "b.css").write_text(".one{--a:#f00}.two{--a:#0f08;--b:#00f}", encoding="utf-8")
    target = tmp_path / "n.jsonl"
    output = ("-f", "json", "-o", target.name)
    assert run_cli(*PALETTES, *output).returncode == 0
    whole = target.read_bytes()
    assert whole.count(b"\n") == len(PALETTES)
    for kept in (len(PALETTES), 5, 1):
        target.write_bytes(b"".join(whole.splitlines(keepends=True)[:kept]))
        assert run_cli(*PALETTES, *output, "--resume").returncode == 0
        assert target.read_bytes() == whole
    for flag, message in (
        (("--sort", "hue"), b"sort given, not hue"),
        (("--names", "css"), b"names None, not css"),
    ):
        result = run_cli(*PALETTES, *output, "--resume", *flag)
        assert result.returncode == 2
        assert b"line 1 was made with " + message in result.stderr


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="reads which files are open from /proc")
def test_a_file_that_is_open_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace one, where Linux does not mind."""
    failed = b'{"path": "a", "error": {"problem": "invalid"}}\n'
    done = b'{"path": "b", "colors": [], "settings": {}}\n'
    path = tmp_path / "lines.jsonl"
    path.write_bytes(failed + done)
    rename = Path.replace

    def refuse_open(self: Path, target: Path) -> Path:
        opened = {os.path.realpath(each) for each in Path("/proc/self/fd").iterdir()}
        assert opened.isdisjoint({str(self), str(target)})
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", refuse_open)
    written = combined.Written(size=len(failed + done), failures=1)
    assert combined._drop_failures(path, written) == len(done)  # noqa: SLF001
    assert path.read_bytes() == done


def test_lines_of_another_palette_of_the_same_name_are_not_mixed(run_cli: Run, album: Path) -> None:
    """A palette file may have been changed since, or lie in another folder."""
    for folder, color in (("one", "#ff0000"), ("two", "#0000ff")):
        (album.parent / folder).mkdir()
        (album.parent / folder / "brand.hex").write_text(f"#000000\n{color}\n")
    line = ["-r", "-o", "all.jsonl", "--palette"]
    assert run_cli("album/a", *line, "one/brand.hex").returncode == 0
    result = run_cli("album", *line, "two/brand.hex", "--resume")
    assert result.returncode == 2
    assert b"line 1 has '#ff0000', which 'brand.hex' does not have now" in result.stderr
    assert run_cli("album", *line, "one/brand.hex", "--resume").returncode == 0


@pytest.mark.usefixtures("album")
def test_all_colors_and_chosen_ones_are_not_mixed(run_cli: Run) -> None:
    """Their lines have other fields."""
    line = ["-r", "-o", "all.jsonl", "--palette", "gameboy"]
    assert run_cli("album/a", *line).returncode == 0
    result = run_cli("album", *line, "-k", "4", "--resume")
    assert (result.returncode, b"line 1 has all colors of 'gameboy', not chosen" in result.stderr) == (
        2,
        True,
    )
    chosen = ["album", *line, "-k", "4"]
    assert run_cli(*chosen, "--force").returncode == 0
    assert run_cli(*chosen, "--resume").returncode == 0
