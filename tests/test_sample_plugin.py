"""Plugins, as their users have them: installed by pip, next to one that is broken and one that is a rival."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
Build = Callable[[str, Callable[[Path], object]], Path]

TESTS = Path(__file__).parent
PLUGINS = (TESTS.parent / "samples" / "plugin", TESTS / "broken_plugin", TESTS / "rival_plugin")

#: Where each broken output fails, in the words that users are told.
BROKEN = {
    "broken-import": "cannot be loaded: RuntimeError: broken on import",
    "broken-missing": "cannot be loaded: ModuleNotFoundError: No module named 'cvpalette_broken.nowhere'",
    "broken-shape": "cannot be loaded: 'cvpalette_broken.outputs:Shapeless' is not a dataclass",
    "broken-configure": "does not take its options: RuntimeError: broken on configure",
    "broken-render": "cannot render: ZeroDivisionError: broken on render of stripes.png",
    "broken-type": "cannot render: it returned 'int', neither str nor bytes",
}


@pytest.fixture(scope="module")
def plugins(build_once: Build) -> list[Path]:
    """Copy the plugins' folders: building them leaves nothing in the checkout."""
    ignored = shutil.ignore_patterns("__pycache__", "dist", "build", ".*_cache")

    def copy(folder: Path) -> None:
        for plugin in PLUGINS:
            shutil.copytree(plugin, folder / plugin.name, ignore=ignored)

    folder = build_once("plugins", copy)
    return [folder / plugin.name for plugin in PLUGINS]


@pytest.fixture(scope="module")
def python(plugins: list[Path], build_once: Build) -> Path:
    """Make a virtual environment that sees what is installed here, and install the plugins by pip."""
    home = build_once("home", partial(_install, plugins))
    return Path(venv.EnvBuilder().ensure_directories(home).env_exe)


def _install(plugins: list[Path], home: Path) -> None:
    context = venv.EnvBuilder().ensure_directories(home)
    venv.create(home, symlinks=os.name != "nt")
    python = Path(context.env_exe)
    # addsitedir also reads the .pth files of an editable install; a path alone would not.
    seen = dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib"))
    lines = [f"import site; site.addsitedir({path!r})" for path in seen]
    own = Path(sysconfig.get_path("purelib", "venv", {"base": str(home)}))
    (own / "here.pth").write_text("\n".join(lines) + "\n", encoding="utf-8")
    # No isolation, no index, no dependencies: hatchling is here, and the network is not needed.
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check", "install"]
    result = subprocess.run(
        [*pip, "--no-index", "--no-deps", "--no-build-isolation", *plugins],
        check=False,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture
def run(python: Path, tmp_path: Path) -> Run:
    """Run the command of that environment in the test's folder."""

    def run(*arguments: str, module: str = "cvpalette") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, "-Im", module, *arguments],
            cwd=tmp_path,
            env={**os.environ, "COLUMNS": "200"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            encoding="utf-8",
            timeout=120,
        )

    return run


def test_every_output_is_listed_with_its_distribution(run: Run) -> None:
    """The sample plugin's output like our own; a broken one says so in its place, and stops nothing."""
    result = run("--list-formats")
    assert (result.returncode, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    about = "Color theme of Emacs: save it as NAME-theme.el in ~/.emacs.d, then M-x load-theme."
    at = lines.index(f"emacs  .el  written (cvpalette-emacs 1.0.0): {about}")
    assert [line.strip() for line in lines[at + 1 : at + 3]] == [
        "-O emacs.mode=light|dark  A light or a dark background. [dark]",
        "-O emacs.name=text  The theme's name; empty takes the image's. [empty]",
    ]
    for name in ("broken-import", "broken-missing", "broken-shape"):
        problem = BROKEN[name].replace("cannot be loaded", "broken")
        assert f"{name}  (cvpalette-broken 0.0.1)  {problem}" in lines
    claims = next(line for line in lines if line.startswith("gpl  claimed by "))
    assert "'cvpalette-rival 0.0.1'" in claims
    assert "'cvpalette 1" in claims
    assert any(line.startswith("css  .css  written and read") for line in lines)


def test_the_sample_plugin_writes_its_file(run: Run, stripes: Path) -> None:
    """One text format and no --output: to stdout, options and all."""
    result = run(stripes.name, "-f", "emacs", "-O", "emacs.mode=light")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(";;; stripes-light-theme.el --- 4 colors of stripes.png, by cvpalette  ")
    assert result.stdout.endswith("(provide-theme 'stripes-light)\n")


@pytest.mark.usefixtures("stripes")
def test_a_suffix_names_the_sample_plugin(run: Run, tmp_path: Path) -> None:
    """--output sea-theme.el finds it, past all that is broken."""
    result = run("stripes.png", "--output", "sea-theme.el")
    assert (result.returncode, result.stderr) == (0, "")
    assert (tmp_path / "sea-theme.el").read_bytes().startswith(b";;; ")


def test_the_sample_plugin_passes_its_own_tests(run: Run, plugins: list[Path]) -> None:
    """Its author runs the contracts, and what else it promises."""
    tests = plugins[0] / "tests"
    result = run(
        "-q", "-W", "error", "-p", "no:cacheprovider", "--rootdir", str(tests), str(tests), module="pytest"
    )
    assert result.returncode == 0, result.stdout
    assert "passed" in result.stdout


def test_a_wrong_option_of_the_plugin_is_told_as_our_own(run: Run, stripes: Path) -> None:
    """What the user got wrong is wrong usage, whoever wrote the output."""
    result = run(stripes.name, "-f", "emacs", "-O", "emacs.mode=dim")
    assert result.returncode == 2
    assert result.stderr == (
        "cvpalette: error: output 'emacs' of 'cvpalette-emacs': "
        "option 'mode' is 'light' or 'dark', not 'dim'\n"
    )


def test_broken_outputs_stop_no_other(run: Run, stripes: Path, tmp_path: Path) -> None:
    """Each is told in one line that names it and its distribution; css beside them is written."""
    formats = [part for name in [*BROKEN, "css"] for part in ("-f", name)]
    result = run(stripes.name, *formats, "-o", "out/")
    assert result.returncode == 1
    told = [
        line.removesuffix("; a newer version of 'cvpalette-broken' may do it, or its authors want to know")
        for line in result.stderr.splitlines()
    ]
    assert told == [
        f"cvpalette: error: output '{name}' of 'cvpalette-broken' {reason}" for name, reason in BROKEN.items()
    ]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["stripes.css"]


@pytest.mark.parametrize("name", ["broken-missing", "broken-render"])
def test_a_broken_output_alone_writes_nothing(run: Run, stripes: Path, tmp_path: Path, name: str) -> None:
    """Whether it fails before the image is read or after."""
    result = run(stripes.name, "-f", name)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"cvpalette: error: output '{name}' of 'cvpalette-broken' ")
    assert list(tmp_path.iterdir()) == [stripes]


def test_a_name_claimed_twice_is_refused(run: Run, stripes: Path, tmp_path: Path) -> None:
    """Both distributions are named, and nothing is written: which one was meant, nobody knows."""
    result = run(stripes.name, "-f", "gpl", "-f", "css", "-o", "out/")
    assert result.returncode == 2
    assert result.stderr == (
        "cvpalette: error: output 'gpl' is claimed by 'cvpalette' and 'cvpalette-rival'; "
        "uninstall all but one of them\n"
    )
    assert list(tmp_path.iterdir()) == [stripes]


@pytest.mark.usefixtures("stripes")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_set_of_files_is_a_folder_for_each_image(run: Run, tmp_path: Path, jobs: str) -> None:
    """Whoever renders them; and a report counts the bytes of all."""
    shutil.copy(tmp_path / "stripes.png", tmp_path / "other.png")
    sources = ["stripes.png", "other.png"]
    result = run(*sources, "-f", "rival-set", "-o", "out/", "--report", "--jobs", jobs)
    assert (result.returncode, result.stderr) == (0, "")
    reports = list(map(json.loads, result.stdout.splitlines()))
    assert [(each["source"], each["files"]) for each in reports] == [(name, 5) for name in sources]
    for report in reports:
        folder = tmp_path / report["file"]
        written = [path for path in folder.rglob("*") if path.is_file()]
        assert (folder / "about.txt").read_text("utf-8") == f"4 colors of {report['source']}\n"
        assert sum(path.stat().st_size for path in written) == report["bytes"]
    again = run(*sources, "-f", "rival-set", "-o", "out/")
    assert (again.returncode, again.stderr.count("exists and is kept")) == (1, 2)


@pytest.mark.usefixtures("stripes")
def test_a_set_of_files_is_an_archive_where_the_name_says_so(run: Run, tmp_path: Path) -> None:
    """And nothing for stdout."""
    assert run("stripes.png", "-f", "rival-set", "-o", "set.zip").returncode == 0
    with zipfile.ZipFile(tmp_path / "set.zip") as archive:
        assert archive.namelist() == ["about.txt", *(f"raw/{number}.bin" for number in range(1, 5))]
    result = run("stripes.png", "-f", "rival-set", "-o", "-")
    assert (result.returncode, result.stdout) == (2, "")
    assert "name a folder with --output" in result.stderr


def test_our_own_outputs_work_next_to_them(run: Run, stripes: Path) -> None:
    """Whatever else is installed."""
    result = run(stripes.name, "-f", "css")
    assert (result.returncode, result.stderr) == (0, "")
    assert "--color-4: " in result.stdout
