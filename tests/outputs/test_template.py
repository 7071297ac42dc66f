"""The output `template`: finds, reads and fills in a file of the user's own."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import cvpalette
from cvpalette.errors import OptionError, OutputRenderError, SettingsError, WriteError
from cvpalette.plugins.registry import find_output
from cvpalette.testing import make_result

Run = Callable[..., subprocess.CompletedProcess[bytes]]
RESULT = make_result(["#264653", "#e9c46a"], name="sea.png")


def _write(folder: Path, text: str = "{background}", name: str = "colors.css") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_template_is_filled_in(tmp_path: Path) -> None:
    """With the colors of the mode."""
    file = _write(tmp_path)
    assert cvpalette.render(RESULT, "template", file=file) == f"{RESULT.scheme.dark.background.hex}\n"
    light = cvpalette.render(RESULT, "template", file=file, mode="light")
    assert light == f"{RESULT.scheme.light.background.hex}\n"


def test_what_is_wrong_is_told_with_its_file_and_line(tmp_path: Path) -> None:
    """And with a guess."""
    file = _write(tmp_path, "\n{backgrund}")
    with pytest.raises(OutputRenderError, match="line 2': 'backgrund' is not defined; did you mean 'back"):
        cvpalette.render(RESULT, "template", file=file, syntax="pywal")


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "is the path of a template"), ("none.css", "no such file"), (".", "is not a file")],
)
def test_a_template_that_cannot_be_read_is_refused_at_once(tmp_path: Path, name: str, said: str) -> None:
    """Before anything is read."""
    with pytest.raises(OptionError, match=said):
        cvpalette.render(RESULT, "template", file=str(tmp_path / name) if name else "")


def test_a_template_is_text_of_a_bounded_size(tmp_path: Path) -> None:
    """UTF-8, with any line ends, of at most 1 MiB."""
    path = tmp_path / "a.css"
    path.write_bytes(b"\n\xff")
    with pytest.raises(OptionError, match="is not UTF-8 in line 2"):
        cvpalette.render(RESULT, "template", file=str(path))
    path.write_bytes(b" " * ((1 << 20) + 1))
    with pytest.raises(OptionError, match="more than"):
        cvpalette.render(RESULT, "template", file=str(path))
    path.write_bytes(b"\xef\xbb\xbfa\r\nb")
    assert cvpalette.render(RESULT, "template", file=str(path)) == "a\nb\n"


def test_any_suffix_may_be_written_but_the_template_is_kept(tmp_path: Path) -> None:
    """What a template makes, only its author knows."""
    file = _write(tmp_path)
    for name in ("theme.toml", "theme.png.py", "x.css", "config"):
        assert cvpalette.save(RESULT, tmp_path / name, "template", file=file).read_text().startswith("#")
    with pytest.raises(WriteError, match="is what the output reads"):
        cvpalette.save(RESULT, file, "template", file=file)


def test_the_command_names_files_by_the_template(tmp_path: Path, stripes: Path, run_cli: Run) -> None:
    """Several sources have files with its suffix; the template itself is never overwritten."""
    file = _write(tmp_path, "{color1}", "waybar.css.tmpl")
    options = ("-f", "template", "-O", f"template.file={file}")
    made = run_cli(stripes, *options, "-o", f"{tmp_path}/out/")
    assert made.returncode == 0, made.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"{stripes.stem}.css"]
    refused = run_cli(stripes, *options, "-o", file, "--force")
    assert refused.returncode == 1
    assert b"is read in this run, and is never overwritten" in refused.stderr
    assert Path(file).read_text() == "{color1}"


@pytest.mark.parametrize("name", ["x.png", "x.JPG", "x.css.webp", "x.mp4", "x.pdf", "x.ase", "x.xlsx"])
def test_text_is_not_written_into_a_picture(tmp_path: Path, name: str) -> None:
    """The suffix would mislead, also where the template's own name has it."""
    with pytest.raises(SettingsError, match="output 'template' writes text, and a"):
        cvpalette.save(RESULT, tmp_path / name, "template", file=_write(tmp_path))
    made = find_output("template").load().configure_with({"file": _write(tmp_path, name=f"{name}.tpl")})
    assert made.suffix == ".template"


def test_a_picture_that_is_text_is_written(tmp_path: Path) -> None:
    """A template may draw."""
    file = _write(tmp_path, "<svg fill='{background}'/>", "a.svg.in")
    assert cvpalette.save(RESULT, tmp_path / "x.svg", "template", file=file).read_text().startswith("<svg")


def test_without_jinja_an_error_says_what_to_install(tmp_path: Path) -> None:
    """The other syntaxes do not need it, and no other output loads it."""
    _write(tmp_path, "{{ roles.text }}", "a.css.j2")
    _write(tmp_path, "{color1}", "b.css")
    code = (
        "import sys; sys.modules['jinja2'] = None\n"
        "import cvpalette\n"
        "from cvpalette.testing import make_result\n"
        "result = make_result(['#264653'])\n"
        "cvpalette.render(result, 'template', file='b.css')\n"
        "try:\n    cvpalette.render(result, 'template', file='a.css.j2')\n"
        "except cvpalette.OptionError as error:\n    print(error)\n"
    )
    made = subprocess.run(
        [sys.executable, "-Ic", code], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
    )
    assert "needs an extra: pip install 'cvpalette[templates]'" in made.stdout
