"""The wheel holds what it should, and nothing else."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import cvpalette

CHECKOUT = Path(__file__).parents[1]
NOT_SHIPPED = ("tests", "samples", "benchmarks", ".ci", ".github")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel from a copy of the checkout, without the network."""
    if not (CHECKOUT / "cvpalette").is_dir():
        pytest.skip("there is no source to build: the tests run away from the checkout")
    folder = tmp_path_factory.mktemp("packaging")
    source = shutil.copytree(CHECKOUT, folder / "source", ignore=shutil.ignore_patterns(".*_cache", ".git"))
    build = ["-Im", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([sys.executable, *build, "-w", folder, source], check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_every_module_is_in_it(wheel: zipfile.ZipFile) -> None:
    """And the mark that it is typed."""
    modules = {path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "cvpalette").rglob("*.py")}
    assert {"cvpalette/py.typed", *modules} <= set(wheel.namelist())


def test_what_pages_are_made_of_is_in_it(wheel: zipfile.ZipFile) -> None:
    """Markup, styles and scripts are read from the package."""
    folder = CHECKOUT / "cvpalette" / "rendering" / "page"
    pieces = [path for path in folder.iterdir() if path.suffix in {".html", ".css", ".js"}]
    assert {path.suffix for path in pieces} == {".html", ".css", ".js"}
    assert {f"cvpalette/rendering/page/{path.name}" for path in pieces} <= set(wheel.namelist())


def test_built_in_palettes_are_in_it(wheel: zipfile.ZipFile) -> None:
    """With the licenses of their owners."""
    names = [path.name for path in (CHECKOUT / "cvpalette" / "palettes").glob("*.txt")]
    assert "licenses.txt" in names
    assert {f"cvpalette/palettes/{name}" for name in names} <= set(wheel.namelist())


def test_nothing_else_is_in_it(wheel: zipfile.ZipFile) -> None:
    """Tests, samples and benchmarks stay in the repository."""
    assert {name.split("/")[0] for name in wheel.namelist()}.isdisjoint(NOT_SHIPPED)


def test_every_built_in_output_is_an_entry_point(wheel: zipfile.ZipFile) -> None:
    """Built-ins come through the door that plugins come through."""
    points = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    text = wheel.read(points).decode()
    for path in (CHECKOUT / "cvpalette" / "outputs").glob("[!_]*.py"):
        assert f"cvpalette.outputs.{path.stem}:" in text


# ---- What releases are made of ----

WORKFLOWS = sorted((CHECKOUT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((CHECKOUT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
needs_repository = pytest.mark.skipif(
    not (CHECKOUT / ".github").is_dir(), reason="the tests run away from the repository"
)


@needs_repository
def test_actions_are_pinned_to_a_commit() -> None:
    """A tag can be moved to other code. The comment says which version the commit is."""
    uses = [
        line.strip() for path in WORKFLOWS for line in path.read_text("utf-8").splitlines() if "uses:" in line
    ]
    assert uses
    for line in uses:
        assert re.fullmatch(r"(?:- )?uses: [\w-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


@needs_repository
def test_workflows_have_no_rights_but_those_of_their_jobs() -> None:
    """What builds the package cannot publish it, and what publishes runs no code of the repository."""
    for path in WORKFLOWS:
        assert "\npermissions: {}\n" in path.read_text("utf-8")
    release = (CHECKOUT / ".github" / "workflows" / "release.yml").read_text("utf-8")
    build, publish = release.split("\n  publish:\n")
    publish = publish.split("\n  release:\n")[0]
    assert "write" not in build.partition("\njobs:\n")[2]
    assert "id-token: write" in publish
    assert "checkout" not in publish
    assert "run:" not in publish
    assert "name: pypi" in publish


@needs_repository
def test_yaml_can_be_read() -> None:
    """GitHub ignores a form or a workflow that it cannot read, without a word."""
    yaml = pytest.importorskip("yaml")
    for path in (*WORKFLOWS, *FORMS, CHECKOUT / "CITATION.cff"):
        assert isinstance(yaml.safe_load(path.read_text("utf-8")), dict), path
    for path in FORMS:
        form = yaml.safe_load(path.read_text("utf-8"))
        assert path.name == "config.yml" or {"name", "description", "body"} <= set(form), path


@needs_repository
def test_the_citation_has_the_version() -> None:
    """Whoever cites the package names what was used."""
    text = (CHECKOUT / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: {cvpalette.__version__}\n" in text


def _release(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(CHECKOUT / ".ci" / "release.py"), *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")


@needs_repository
def test_a_tag_that_is_not_the_version_releases_nothing() -> None:
    """The version stands in one place."""
    result = _release("v0.0.0")
    assert (result.returncode, result.stdout) == (1, "")
    assert f"the tag is 'v0.0.0', and the version of the package '{cvpalette.__version__}'" in result.stderr


@needs_repository
def test_the_changelog_has_the_version() -> None:
    """Its section is the text of the release."""
    result = _release(f"v{cvpalette.__version__}")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.strip()
    assert "\n## " not in result.stdout


@needs_repository
def test_the_container_is_built_with_the_tools_of_the_checks() -> None:
    """One version of uv, and no user with rights."""
    text = (CHECKOUT / "Dockerfile").read_text("utf-8")
    tools = (CHECKOUT / ".ci" / "tools.txt").read_text("utf-8")
    assert re.findall(r"uv==[\d.]+", text) == re.findall(r"^uv==[\d.]+$", tools, re.MULTILINE)
    assert "\nUSER 1000:1000\n" in text
    copied = {
        name for line in re.findall(r"^COPY (?!--)(.*) \S+$", text, re.MULTILINE) for name in line.split()
    }
    kept = set(re.findall(r"^!(.+)$", (CHECKOUT / ".dockerignore").read_text("utf-8"), re.MULTILINE))
    assert copied == kept
