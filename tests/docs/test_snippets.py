"""Every command and program of the documentation works as printed, page by page."""

import doctest
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import types
from collections.abc import Callable
from pathlib import Path

import pytest

from . import fixtures
from .snippets import CHECKOUT, Command, Snippet, find_commands, find_snippets, is_like, list_pages

Run = Callable[..., subprocess.CompletedProcess[bytes]]

# What only a shell expands. All else runs without one, unless it has an operator.
_EXPANDED = re.compile(r"[$`*?\n]")
_OPERATORS = frozenset("();<>|&")
_COMMENT = re.compile(r"\s# .*")
# Programs that not every machine has. A command that needs one is left out where it is missing.
_MAY_MISS = ("jq", "duckdb", "git", "node", "make")

# The reference shows the examples of docstrings, which are run where they stand.
PAGES = [
    page
    for page in list_pages()
    if page.parent.name != "library" and any(each.is_run for each in find_snippets(page))
]


@pytest.fixture(scope="session")
def documented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the files that pages name, once for all processes."""
    base = tmp_path_factory.getbasetemp()
    return fixtures.make_once(base.parent if base.name.startswith("popen-") else base)


@pytest.mark.skipif(not (CHECKOUT / "docs").is_dir(), reason="there is no docs/ here")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_snippets_work_as_printed(
    page: Path, documented: Path, tmp_path: Path, run_cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They run in order, in a folder with the files that they name."""
    if not shutil.which("bash"):
        pytest.skip("the commands are written for a POSIX shell")
    fixtures.copy(documented, tmp_path)
    monkeypatch.chdir(tmp_path)
    # The commands of this environment come first, as in one that is active.
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    monkeypatch.setenv("PATH", path)
    _keep_installed(tmp_path, monkeypatch)
    program = types.ModuleType("documented")
    monkeypatch.setitem(sys.modules, "documented", program)  # dataclasses look their module up
    for snippet in find_snippets(page):
        if not snippet.is_run or any(importlib.util.find_spec(name) is None for name in snippet.needs):
            continue
        if snippet.file:
            target = tmp_path / snippet.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(snippet.text, encoding="utf-8")
        elif snippet.language == "python":
            _run_program(snippet, program)
        else:
            for command in find_commands(snippet):
                if all(shutil.which(name) for name in _MAY_MISS if re.search(rf"\b{name}\b", command.words)):
                    _run_command(snippet, command, tmp_path, run_cli)


def _keep_installed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pip install a page's own distribution below its folder, offline, and let Python find it there."""
    prefix = str(folder / ".installed")
    roots = {"base": prefix, "platbase": prefix}
    packages = sysconfig.get_path("purelib", sysconfig.get_preferred_scheme("prefix"), roots)
    variables = {
        "PIP_PREFIX": prefix,
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip takes it for the value of build-isolation
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_QUIET": "0",
        # Python reads no .pth files there, so the folder that one would name is told.
        "PYTHONPATH": os.pathsep.join((str(folder), packages)),
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def _run_command(snippet: Snippet, command: Command, folder: Path, run_cli: Run) -> None:
    code, printed = _start(command.words, folder, run_cli)
    where = f"{snippet.page.relative_to(CHECKOUT)}:{command.line}"
    assert code == command.code, f"{where}: exit code {code}\n{printed}"
    if command.printed:
        expected = "\n".join(command.printed)
        assert is_like(printed, command.printed), f"{where} printed\n{printed}\nand not\n{expected}"


def _start(words: str, folder: Path, run_cli: Run) -> tuple[int, str]:
    """Run a command; give its exit code, and what it wrote on stdout and then on stderr."""
    plain = _split(words)
    if plain[:1] == ["cvpalette"]:
        done = run_cli(*plain[1:], cwd=folder)
    else:
        done = subprocess.run(
            ["bash", "-c", words], cwd=folder, check=False, capture_output=True, timeout=120
        )
    return done.returncode, (done.stdout + done.stderr).decode()


def _split(words: str) -> list[str]:
    """Return the words of a command without its comment, or nothing if only a shell can run it."""
    reader = shlex.shlex(_COMMENT.sub("", words), posix=True, punctuation_chars=True)
    reader.whitespace_split = True
    # shlex would begin a comment within a word too, as in brand.ase#Signals.
    reader.commenters = ""
    found = list(reader)
    needs_shell = _EXPANDED.search(" ".join(found)) or any(set(word) <= _OPERATORS for word in found if word)
    return [] if needs_shell else found


def _run_program(snippet: Snippet, program: types.ModuleType) -> None:
    if ">>>" in snippet.text:
        text = snippet.text.replace("…", "...")
        test = doctest.DocTestParser().get_doctest(
            text, program.__dict__, str(snippet), str(snippet.page), snippet.line
        )
        told: list[str] = []
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        runner.run(test, out=told.append, clear_globs=False)
        program.__dict__.update(test.globs)
        assert not told, "".join(told)
    else:
        # Lines of the page are those of tracebacks.
        code = compile("\n" * snippet.line + snippet.text, str(snippet.page), "exec")
        exec(code, program.__dict__)


def test_each_command_has_what_it_prints_below_it() -> None:
    """A block that begins with no command would not be run."""
    for page in list_pages():
        for snippet in find_snippets(page):
            if snippet.language == "console":
                assert find_commands(snippet)


@pytest.mark.parametrize(
    ("expected", "is_right"),
    [
        (["a", "b"], True),
        (["…"], True),
        (["a", "…"], True),
        (["…", "b"], True),
        (["a…"], False),
        (["a", "c"], False),
    ],
    ids=["whole", "any lines", "any end", "any start", "too short", "other"],
)
def test_what_a_page_shows_is_compared(expected: list[str], *, is_right: bool) -> None:
    """`…` stands for what may differ, and nothing else does."""
    assert is_like("a\nb\n", expected) is is_right
