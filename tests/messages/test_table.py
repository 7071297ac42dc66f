"""docs/messages.md has every message of the command, as it is printed, and each place that makes one."""

import ast
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

import cvpalette

from .cases import CASES, PARTS, Case
from .folder import fill, install_plugins
from .unprovoked import TOLD, UNPROVOKED, Told

ROOT = Path(cvpalette.__file__).parent
TABLE = Path(__file__).parents[2] / "docs" / "messages.md"
#: What makes an error that the command prints.
ERRORS = {
    *("ClusterError", "ColorError", "ImageError", "LibraryError", "OptionError", "OutputConfigureError"),
    *("OutputConflictError", "OutputLoadError", "OutputNotFoundError", "OutputRenderError"),
    *("PaletteFileError", "SettingsError", "UsageError", "WorkerError", "WriteError"),
}
HEAD = """# Messages

Every error and every warning of the command, with what to do then. Errors begin with `cvpalette: error:`,
and warnings with `cvpalette: warning:`. All of them go to stderr. What a message quotes is yours: a file, a
word, a number. `--quiet` leaves out all but errors. `--debug` shows where an error comes from.

The exit code is 0 after a warning, 1 if something failed, 2 for a command line that cannot be understood,
and 3 if a palette does not keep a rule of `--require`.
"""

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the words of the system are those of Linux"),
]


@pytest.fixture
def printed(
    command_server: Any, see: Callable[..., tuple[int, str]], web: Any, tmp_path: Path
) -> tuple[list[tuple[Case, str, int]], set[str]]:
    """Run all cases, and give what each printed on stderr, its exit code, and the places that made errors."""
    fill(tmp_path)
    plugins, record = tmp_path / "plugins", tmp_path / "places"
    install_plugins(plugins)
    _answer(web)
    told = []
    for case in CASES:
        recorded = {"RECORD_ERRORS": str(record)}
        environment = {**os.environ, "COLUMNS": "80", **recorded}
        words = [word.replace("WEB", web.url("")) for word in case.words]
        if case.has_plugins:
            environment["PYTHONPATH"] = str(plugins)
        if case.sheet:
            (tmp_path / "style.css").write_text(case.sheet, "utf-8")
        if case.first:
            command_server.run(shlex.split(case.first), tmp_path, environment, None)
        if case.at_terminal:
            code, text = see(*words, env=recorded)
        else:
            done = command_server.run(words, tmp_path, environment, case.data)
            code, text = done.returncode, done.stderr.decode()
        told.append((case, text.replace(web.url(""), "http://localhost:8000"), code))
    return told, set(record.read_text("utf-8").split())


def test_every_message_is_in_the_table(
    printed: tuple[list[tuple[Case, str, int]], set[str]], request: pytest.FixtureRequest
) -> None:
    """As it is printed today; pytest --update-goldens writes the table anew.

    And each place in the code that makes an error is reached by a command of the table, or is in the list of
    those that none reaches, with the reason.
    """
    told, reached = printed
    rows: dict[str, list[str]] = {part: [] for part in PARTS}
    for case, text, code in told:
        assert text.startswith("cvpalette: "), case.line
        assert "Traceback" not in text, case.line
        rows[case.part].append(_row(case, text, code))
    rows["rare"] = [
        f"| {_code(f'error: {each.message}')} | {each.when} | {each.then} | {each.code} |" for each in TOLD
    ]
    table = HEAD + "".join(_write_part(title, rows[part]) for part, title in PARTS.items())
    if request.config.getoption("--update-goldens"):
        TABLE.write_text(table, encoding="utf-8")
    assert TABLE.read_text("utf-8") == table, "run pytest tests/messages --update-goldens, and read the diff"
    missed = {function for place, function in _find_sites().items() if place not in reached}
    assert missed - UNPROVOKED.keys() == set(), "add a case, or the reason why there is none"
    assert UNPROVOKED.keys() - missed == set(), "all errors of these functions are provoked"


def _row(case: Case, told: str, code: int) -> str:
    # What Pillow and Python say changes with their versions.
    told = re.sub(r"(is damaged: |no valid URL: )(?!it |the )[^;\n]*", r"\1…", told)
    lines = [re.sub(r"^cvpalette: ", "", line) for line in told.splitlines()]
    message = "<br>".join(_code(line) for line in lines if line.strip())
    return f"| {message} | {case.when} | {case.then} | {code} |"


def _code(text: str) -> str:
    """Write a text as code in a cell of a table."""
    mark = "``" if "`" in text else "`"
    return f"{mark}{text.strip()}{mark}".replace("|", "\\|")


def _write_part(title: str, rows: list[str]) -> str:
    head = "| message | when | what to do | exit code |\n|---|---|---|---|\n"
    return f"\n## {title}\n\n{head}" + "".join(f"{row}\n" for row in dict.fromkeys(rows))


def _find_sites() -> dict[str, str]:
    """Return each place that makes an error, as file and line, with the file and function that it is in."""
    return {
        f"{path.relative_to(ROOT)}:{line}": f"{path.relative_to(ROOT)}:{function}"
        for path in sorted(ROOT.rglob("*.py"))
        for line, function in _list_sites(ast.parse(path.read_text("utf-8")), "")
    }


def _list_sites(node: ast.AST, function: str) -> Iterator[tuple[int, str]]:
    for child in ast.iter_child_nodes(node):
        inner = function
        if isinstance(child, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            inner = f"{function}.{child.name}".strip(".")
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in ERRORS:
            yield child.lineno, inner
        yield from _list_sites(child, inner)


def _answer(web: Any) -> None:
    """Let the server answer with what goes wrong on the web."""
    web.serve("/private.jpg", b"", status=403)
    web.serve("/page.jpg", b"<!doctype html><title>A page</title>")
    web.serve("/huge.jpg", b"", headers={"Content-Length": str(10**12)})
    web.redirect("/loop.jpg", "/loop.jpg")
    web.redirect("/ftp.jpg", "ftp://localhost/photo.jpg")

    def cut(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b"short")

    web.answer("/short.jpg", cut)


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told.message[:60])
def test_a_message_that_is_told_by_hand_stands_in_the_code(told: Told) -> None:
    """In the function that makes it, and with other values."""
    path, _, function = told.place.partition(":")
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    found = next(node for node, name in _list_functions(tree, "") if name == function)
    words = re.sub(r"^'[^']*': ", "", told.message)
    assert any(re.search(pattern, words) for pattern in _list_texts(found))


def _list_functions(node: ast.AST, name: str) -> Iterator[tuple[ast.AST, str]]:
    for child in ast.iter_child_nodes(node):
        inner = name
        if isinstance(child, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            inner = f"{name}.{child.name}".strip(".")
            yield child, inner
        yield from _list_functions(child, inner)


def _list_texts(node: ast.AST) -> Iterator[str]:
    """Give a pattern for each text of a function that may be a message; its values are anything."""
    for child in ast.walk(node):
        parts = child.values if isinstance(child, ast.JoinedStr) else [child]
        texts = [
            part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
        ]
        if sum(map(len, texts)) > _LONG_ENOUGH:
            yield ".*".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else "" for part in parts
            )


#: So many letters tell a message from a name.
_LONG_ENOUGH = 8
