"""--require: rules that end a run with exit code 3, and the workflow of the documentation."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]

DOCS = Path(__file__).parents[2] / "docs" / "checking.md"
BROKEN = b"'stripes.png' does not keep 'distinct>=33': #e76f51 and #e9c46a differ by 32.43\n"


def test_a_palette_that_keeps_its_rules_ends_well(run_cli: Run, stripes: Path) -> None:
    """And nothing is said."""
    result = run_cli(stripes.name, "-f", "hex", "--require", "distinct>=20", "--require", "contrast>=3")
    assert (result.returncode, result.stderr) == (0, b"")


def test_a_rule_that_is_broken_is_told_and_all_is_written(run_cli: Run, stripes: Path) -> None:
    """Also with --quiet: it is what the run is for."""
    for quiet in ([], ["-q"]):
        result = run_cli(stripes.name, "-f", "hex", "--require", "distinct>=33", *quiet)
        assert result.returncode == 3
        assert result.stdout.count(b"#") == 4
        assert result.stderr == b"cvpalette: error: " + BROKEN


def test_a_text_that_is_no_rule_is_wrong_usage(run_cli: Run, stripes: Path) -> None:
    """Before the source is read. A rule without its sign was written without quotes."""
    result = run_cli(stripes.name, "--require", "distinct")
    assert result.returncode == 2
    assert result.stderr == (
        b"cvpalette: error: 'distinct' is no rule: write it as 'distinct>=10'; "
        b"in a shell, a rule is in quotes\n"
    )
    assert run_cli("missing.png", "--require", "contrast>=99").returncode == 2
    lines = run_cli(stripes.name, "-o", "a.jsonl", "--resume", "--require", "distinct>=3")
    assert (lines.returncode, b"give one of them" in lines.stderr) == (2, True)


def test_a_check_prints_no_colors(run_cli: Run, stripes: Path) -> None:
    """Neither of one source nor of many, nor with --merge; an output that is asked for is written."""
    shutil.copy(stripes, stripes.parent / "other.png")
    before = sorted(stripes.parent.iterdir())
    for words in (["stripes.png"], ["stripes.png", "other.png"], ["stripes.png", "other.png", "--merge"]):
        kept, broken = (run_cli(*words, "--require", rule) for rule in ("distinct>=20", "distinct>=99"))
        assert (kept.returncode, kept.stdout, kept.stderr) == (0, b"", b"")
        assert (broken.returncode, broken.stdout) == (3, b"")
    assert run_cli("stripes.png", "-o", "-", "--require", "distinct>=20").stdout.count(b"#") == 4
    assert sorted(stripes.parent.iterdir()) == before


def test_a_report_of_a_check_is_about_its_rules(run_cli: Run, stripes: Path) -> None:
    """And no file is written."""
    before = sorted(stripes.parent.iterdir())
    result = run_cli("stripes.png", "--report", "--require", "distinct>=20", "--require", "contrast>=99")
    assert result.returncode == 2
    result = run_cli("stripes.png", "--report", "--require", "distinct>=20", "--require", "distinct>=99")
    assert [json.loads(line)["kept"] for line in result.stdout.splitlines()] == [True, False]
    assert (result.returncode, sorted(stripes.parent.iterdir())) == (3, before)


@pytest.mark.parametrize(
    ("rule", "margin"),
    [
        ("distinct>=20", "#e76f51 and #e9c46a differ by 32.43"),
        ("contrast:*/black>=2", "#264653 and black #000000 have a contrast of 2.08"),
        ("difference<=50:cga", "nearest color of 'cga'"),
        ("contrast>=1.5", "with #"),
    ],
)
def test_a_person_sees_how_well_a_rule_is_kept(
    see: Callable[..., tuple[int, str]], stripes: Path, rule: str, margin: str
) -> None:
    """What is nearest to the limit, beside the palette; unless --quiet."""
    code, seen = see(stripes.name, "--require", rule, columns=200)
    assert (code, f"cvpalette: 'stripes.png' keeps '{rule}'; the closest: " in seen) == (0, True)
    assert margin in seen
    assert "#264653" in seen
    code, seen = see(stripes.name, "--require", rule, "-q", columns=200)
    assert (code, "keeps" in seen) == (0, False)


@pytest.mark.skipif(sys.platform == "win32", reason="a script for sh")
def test_a_rule_that_a_shell_cut_is_told(tmp_path: Path) -> None:
    """It makes a file of what follows '>', which stdout goes to."""
    script = f'"{sys.executable}" -Im cvpalette ega --require distinct:deutan>=8'
    result = subprocess.run(["sh", "-c", script], cwd=tmp_path, check=False, capture_output=True)
    assert result.returncode == 2
    assert result.stderr.decode() == (
        "cvpalette: error: 'distinct:deutan' is no rule: the shell took '>=8' for a redirect, and made the "
        "file '=8', which can be deleted; write the rule in quotes, 'distinct:deutan>=8'\n"
    )


def test_a_missing_file_of_a_rule_is_told_before_anything_is_written(run_cli: Run, stripes: Path) -> None:
    """As that of --palette is."""
    result = run_cli(stripes.name, "-o", "a.css", "--require", "difference<=3:missing.gpl")
    assert (result.returncode, (stripes.parent / "a.css").exists()) == (1, False)


@pytest.mark.parametrize("format_", ["json", "css"])
def test_each_source_of_a_batch_is_checked_and_named(run_cli: Run, stripes: Path, format_: str) -> None:
    """A source that cannot be read counts more."""
    shutil.copy(stripes, stripes.parent / "other.png")
    rule = ["-f", format_, "--require", "distinct>=99"]
    result = run_cli("stripes.png", "other.png", *rule)
    assert result.returncode == 3
    assert re.findall(rb"'(\w+\.png)' does not keep", result.stderr) == [b"stripes.png", b"other.png"]
    assert b"; and 3 more\n" in result.stderr
    assert run_cli("stripes.png", "missing.png", *rule).returncode == 1
    merged = run_cli("stripes.png", "other.png", "--merge", *rule)
    assert (merged.returncode, merged.stderr.count(b"does not keep")) == (3, 1)


def test_a_report_has_each_rule(run_cli: Run, stripes: Path) -> None:
    """Kept or not."""
    rules = ["--require", "distinct>=20", "--require", "contrast:1/white>=2"]
    result = run_cli(stripes.name, "-o", "a.css", "--report", *rules)
    kept, broken, file = map(json.loads, result.stdout.splitlines())
    assert result.returncode == 0
    assert (kept["rule"], kept["kept"], kept["violations"]) == ("distinct>=20", True, [])
    assert (broken["source"], broken["kept"], file["format"]) == ("stripes.png", True, "css")
    result = run_cli(stripes.name, "-o", "a.css", "--report", "--require", "contrast:1/white>=20")
    (violation,) = json.loads(result.stdout.splitlines()[0])["violations"]
    assert violation["colors"][1] == "#ffffff"
    assert violation["value"] < 20


@pytest.mark.parametrize("name", ["theme.css", "theme.tailwind.css", "theme.tokens.json", "theme.json"])
def test_the_roles_of_a_file_are_checked_as_they_are_in_it(run_cli: Run, stripes: Path, name: str) -> None:
    """One that someone made unreadable breaks the rule, which derived roles would keep."""
    path = stripes.parent / name
    format_ = {"css": "css", "tailwind.css": "tailwind", "tokens.json": "dtcg", "json": "json"}
    roles = f"{format_[name.partition('.')[2]]}.roles=yes"
    assert run_cli(stripes.name, "-o", name, "-O", roles).returncode == 0
    rules = [f"--require=contrast:{mode}text/{mode}background>=7" for mode in ("", "dark.", "light.")]
    kept = run_cli(name, "-f", "hex", *rules)
    assert (kept.returncode, kept.stdout.count(b"#")) == (0, 4)
    assert b"left out" in kept.stderr
    text, places = re.subn(r'(text"?: .*?)#[0-9a-f]{6}', r"\1#fefefe", path.read_text("utf-8"))
    text = re.sub(r'"text": \{"\$value": \{.*?\}\}', '"text": {"$value": "#fefefe"}', text)
    text = re.sub(r'"text":\{"hex":"#......"', '"text":{"hex":"#fefefe"', text)
    assert "#fefefe" in text, places
    path.write_text(text, "utf-8")
    broken = run_cli(name, "-f", "hex", *rules)
    assert broken.returncode == 3
    assert b"text #fefefe and background #" in broken.stderr


def test_a_palette_has_no_roles_that_its_file_does_not_have(run_cli: Run, stripes: Path) -> None:
    """Also if it is given for an image."""
    (stripes.parent / "brand.gpl").write_text("GIMP Palette\n0 0 0 ink\n255 255 255 paper\n", "utf-8")
    rule = "--require=contrast:text/background>=7"
    for words in (["brand.gpl"], [stripes.name, "--palette", "brand.gpl"]):
        result = run_cli(*words, "-f", "hex", rule)
        assert (result.returncode, b"named 'text', and roles that are only derived" in result.stderr) == (
            3,
            True,
        )
    assert run_cli(stripes.name, "-f", "hex", rule).returncode == 0


def _list_steps() -> list[str]:
    """Return the scripts of the documentation's workflow that run the command."""
    if not DOCS.is_file():
        pytest.skip("there is no docs/: the tests run away from the checkout")
    (workflow,) = re.findall(r"^```yaml\n(.*?)^```$", DOCS.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    steps = re.split(r"^      - ", workflow, flags=re.MULTILINE)[1:]
    scripts = [step.removeprefix("run:").strip("| \n") for step in steps if step.startswith("run:")]
    return [script for script in scripts if "cvpalette" in script.split("\n")[0].split()[0]]


@pytest.mark.skipif(sys.platform == "win32", reason="a script for sh")
@pytest.mark.parametrize(
    ("text", "theme", "codes"),
    [("26 26 46", "#1a1a2e", [0, 0]), ("160 160 160", "#1a1a2e", [3, 3])],
    ids=["passing", "failing"],
)
def test_the_workflow_of_the_docs_does_what_it_says(
    tmp_path: Path, text: str, theme: str, codes: list[int]
) -> None:
    """A text that cannot be read on its paper fails, and so does a theme with another color."""
    (tmp_path / "brand.gpl").write_text(
        f"GIMP Palette\n{text} text\n250 250 245 paper\n200 60 30 rust\n", "utf-8"
    )
    (tmp_path / "theme.css").write_text(f":root {{ --text: {theme}; }}\n", "utf-8")
    command = f'cvpalette() {{ "{sys.executable}" -Im cvpalette "$@"; }}\n'
    steps = _list_steps()
    done = [
        subprocess.run(["sh", "-ec", command + step], cwd=tmp_path, check=False, capture_output=True)
        for step in steps
    ]
    assert [each.returncode for each in done] == codes, [each.stderr for each in done]


def test_a_role_that_there_cannot_be_is_wrong_usage(run_cli: Run, stripes: Path) -> None:
    """Before anything is read; of a palette file, the name may be that of a color."""
    rule = "--require=contrast:dark.texet/1>=3"
    result = run_cli("missing.png", "-f", "hex", rule)
    assert result.returncode == 2
    assert b"no role is named 'dark.texet'; did you mean 'dark.text'?" in result.stderr
    style = ":root { --texet: #000; } .dark { --texet: #fff; }"
    (stripes.parent / "theme.css").write_text(style, "utf-8")
    assert run_cli("theme.css", "-f", "hex", rule).returncode == 0
