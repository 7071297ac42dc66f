"""Tables are of today, and README's program and output work as printed."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import PIL.Image
import pytest

import cvpalette.writing
from cvpalette.plugins.contract import PaletteReader
from cvpalette.plugins.readers import find_readers
from cvpalette.plugins.registry import find_outputs

CHECKOUT = Path(__file__).parents[2]
README = CHECKOUT / "README.md"
DOCS = CHECKOUT / "docs"

#: Families whose pages have a table of the programs that read them. Themes have theirs elsewhere.
TRIED = ("palettes", "styles", "code", "tokens", "tables", "maps", "office", "pictures")


@pytest.fixture(name="make_docs")
def load_make(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load the script that writes the pages."""
    if not DOCS.is_dir():
        pytest.skip("there is no docs/: the tests run away from the checkout")
    monkeypatch.syspath_prepend(str(DOCS))
    spec = importlib.util.spec_from_file_location("make_docs", DOCS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _list_blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def test_pages_are_of_today(make_docs: ModuleType) -> None:
    """Whoever changes an option or an output runs python docs/make.py."""
    stale = [
        str(page) for page in DOCS.rglob("*.md") if (text := page.read_text("utf-8")) != make_docs.make(text)
    ]
    assert stale == [], "run python docs/make.py"


def test_every_family_of_formats_has_a_page(make_docs: ModuleType) -> None:
    """A table that no page shows would be told nowhere."""
    pages = "".join(page.read_text("utf-8") for page in DOCS.rglob("*.md"))
    missing = [name for name in make_docs.TABLES if f"<!-- made by docs/make.py: {name} -->" not in pages]
    assert missing == []


def test_every_name_to_write_with_is_explained() -> None:
    """Releases promise them, so a page says what they do."""
    text = (DOCS / "write-an-output.md").read_text("utf-8")
    assert [name for name in cvpalette.writing.__all__ if f"`{name}" not in text] == []


def test_every_option_is_in_the_table() -> None:
    """And is told in a sentence of its own."""
    text = (DOCS / "command.md").read_text("utf-8")
    shown = subprocess.run(
        [sys.executable, "-Im", "cvpalette", "--help", "all"], check=True, capture_output=True, text=True
    )
    flags = set(re.findall(r"(--[a-z][a-z-]+)", shown.stdout)) - {"--install-completion", "--show-completion"}
    missing = [flag for flag in sorted(flags - {"--help"}) if f"`{flag}" not in text]
    assert missing == []


def test_every_written_format_says_which_program_reads_it(make_docs: ModuleType) -> None:
    """Those of themes do so elsewhere."""
    outputs = make_docs.formats.find_formats(find_outputs())
    for family in TRIED:
        _, _, text = (
            (DOCS / "formats" / f"{family}.md").read_text("utf-8").partition("## Which programs read them")
        )
        told = re.findall(r"^\| `([a-z0-9-]+)` \|", text, re.MULTILINE)
        wanted = {name for name, each in outputs.items() if getattr(each.output, "family", "") == family}
        assert sorted(told) == sorted(wanted)


def test_readmes_output_works_as_printed(tmp_path: Path) -> None:
    """Its two files make a distribution; pip installs it, and the command writes with it."""
    module, project = _list_blocks("python")[-1], _list_blocks("toml")[0]
    source, target = tmp_path / "source", tmp_path / "installed"
    source.mkdir()
    (source / module.split("\n", 1)[0].removeprefix("# ")).write_text(module, encoding="utf-8")
    (source / "pyproject.toml").write_text(project, encoding="utf-8")
    pip = [sys.executable, "-Im", "pip", "--disable-pip-version-check", "install", "--no-index", "--no-deps"]
    subprocess.run(
        [*pip, "--no-build-isolation", "--target", target, source], check=True, capture_output=True
    )
    PIL.Image.new("RGB", (8, 8), "#2a9d8f").save(tmp_path / "photo.png")
    path = "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    run = f"{path}from cvpalette.command.cli import main; sys.exit(main())"
    words = [str(target), str(tmp_path / "photo.png"), "-f", "gnuplot", "-O", "gnuplot.start=8"]
    done = subprocess.run([sys.executable, "-Ic", run, *words], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "set linetype 8 lc rgb '#2a9d8f'\n",
        "",
    )


def test_readmes_first_program_works_as_printed(tmp_path: Path) -> None:
    """It is a script without a main guard, and its workers do not import it."""
    program = _list_blocks("python")[0]
    (tmp_path / "photos").mkdir()
    for number in range(20):
        PIL.Image.new("RGB", (8, 8), (number, 2 * number, 100)).save(tmp_path / "photos" / f"{number:02}.png")
    PIL.Image.new("RGB", (8, 8), "teal").save(tmp_path / "photo.jpg")
    script = tmp_path / "script.py"
    script.write_text(program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script], cwd=tmp_path, check=False, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "--brand-1: " in done.stdout
    assert done.stdout.count("photos") == 20
    assert (tmp_path / "brand.gpl").read_text("utf-8").startswith("GIMP Palette\n")


def test_readme_counts_the_formats_of_palettes_as_they_are() -> None:
    """Those that parse, and those that say what of a palette their files hold."""
    outputs = [claims[0] for claims in find_outputs().values()]
    kinds: list[Any] = [each.load().output for each in outputs if each.distribution == "cvpalette"]
    readers = [claims[0] for claims in find_readers().values() if claims[0].distribution == "cvpalette"]
    read = sum(isinstance(kind, PaletteReader) for kind in kinds) + len(readers)
    written = sum(hasattr(kind, "holds") for kind in kinds)
    assert f"it reads {read}\nformats, and writes {written}." in README.read_text("utf-8")
