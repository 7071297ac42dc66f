"""The commands, programs and files that pages show, found in their Markdown: see CONTRIBUTING.

`python -m tests.docs.snippets` counts them.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]

#: The languages of fences that are run, and the one that is only written to files is any.
RUN = ("console", "python")

_FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,})(?P<language>[\w+{}-]*) *$")
_NOT_RUN = re.compile(r"<!-- not run: (.+?) -->")
_NEEDS = re.compile(r"<!-- needs: ([\w ]+?) -->")
# A first line that names the file that the block becomes, such as # a.py, /* a.css */ or <!-- a.html -->.
_FILE = re.compile(r"(?:#|//|/\*|<!--) (?P<name>[\w./-]+\.\w+)(?: \*/| -->)?")
_ANYTHING = "…"
_EXIT_CODE = re.compile(r"\[exit code (\d+)\]")


@dataclass(frozen=True)
class Snippet:
    """One fenced block of a page: where it stands, what it says, and whether it can run."""

    page: Path
    line: int
    language: str
    text: str
    not_run: str = ""
    needs: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The file that the block is written to, if its first line names one."""
        found = _FILE.fullmatch(self.text.split("\n", 1)[0].rstrip())
        return found["name"] if found else ""

    @property
    def is_run(self) -> bool:
        """Whether a test runs it, or writes it to the file that it is."""
        return not self.not_run and (self.language in RUN or bool(self.file))

    def __str__(self) -> str:
        """Say where it stands, as editors and compilers do."""
        return f"{self.page.relative_to(CHECKOUT)}:{self.line}"


@dataclass(frozen=True)
class Command:
    """A command of a `console` block, with what it should print and its exit code."""

    line: int
    words: str
    printed: tuple[str, ...]
    code: int = 0


def list_pages() -> list[Path]:
    """Return the pages with snippets: README, those of docs/ and those beside the samples."""
    found = [CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").rglob("*.md"))]
    return [page for page in (*found, CHECKOUT / "samples" / "plugin" / "README.md") if page.is_file()]


def find_snippets(page: Path) -> list[Snippet]:
    """Return the fenced blocks of a page, in their order."""
    lines = page.read_text("utf-8").split("\n")
    found: list[Snippet] = []
    needs: tuple[str, ...] = ()
    number = 0
    while number < len(lines):
        if told := _NEEDS.search(lines[number]):
            needs = tuple(told[1].split())
        opened = _FENCE.match(lines[number])
        if opened:
            start = number
            number += 1
            while lines[number].strip() != opened["ticks"]:
                number += 1
            block = [line.removeprefix(opened["indent"]) for line in lines[start + 1 : number]]
            reason = _NOT_RUN.search(lines[start - 1]) if start else None
            text = "\n".join(block) + "\n"
            why = reason[1] if reason else ""
            found.append(Snippet(page, start + 1, opened["language"], text, why, needs))
        number += 1
    return found


def find_commands(snippet: Snippet) -> list[Command]:
    """Return the commands of a `console` block; raises ValueError if it begins with none."""
    commands: list[Command] = []
    lines = snippet.text.rstrip("\n").split("\n")
    number = 0
    while number < len(lines):
        if not lines[number].startswith("$ "):
            message = f"{snippet.page}:{snippet.line + 1 + number}: a command begins with '$ '"
            raise ValueError(message)
        line, words = snippet.line + 1 + number, lines[number][2:]
        number += 1
        while words.endswith("\\") and number < len(lines):
            words += "\n" + lines[number].removeprefix("> ")
            number += 1
        printed, code = [], 0
        while number < len(lines) and not lines[number].startswith("$ "):
            if told := _EXIT_CODE.fullmatch(lines[number]):
                code = int(told[1])
            else:
                printed.append(lines[number].rstrip())
            number += 1
        commands.append(Command(line, words, tuple(printed), code))
    return commands


def is_like(printed: str, expected: Sequence[str]) -> bool:
    """Tell whether a command printed what a page shows: `…` is any text, and alone in a line any lines."""
    pattern = ""
    for line in expected:
        if line.strip() == _ANYTHING:
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*".join(map(re.escape, line.rstrip().split(_ANYTHING))) + r"[ ]*\n"
    text = "".join(f"{line.rstrip()}\n" for line in printed.rstrip("\n").split("\n"))
    return re.fullmatch(pattern, text) is not None


def count() -> Iterator[str]:
    """Give lines that say how many snippets are run, and why the others are not."""
    found = [each for page in list_pages() for each in find_snippets(page)]
    able = [each for each in found if each.language in RUN or each.file]
    yield f"{sum(each.is_run for each in able)} of {len(able)} snippets of {len(list_pages())} pages are run."
    yield from (f"{each}: not run: {each.not_run}" for each in able if each.not_run)


if __name__ == "__main__":
    sys.stdout.write("\n".join(count()) + "\n")
