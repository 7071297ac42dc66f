"""Readers without an output: found by their entry points, and asked in the order that a file suggests."""

import json
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cvpalette
from cvpalette.command.listing import describe_outputs
from cvpalette.command.tables import tabulate_formats
from cvpalette.errors import OutputLoadError, PaletteFileError
from cvpalette.plugins.contract import PaletteReader
from cvpalette.plugins.readers import READERS, find_readers, order_readers
from cvpalette.plugins.reading import read_palette
from cvpalette.testing import make_result

Install = Callable[..., None]

PLUGIN = '''
from cvpalette import Color, Palette

class Dots:
    """Dots: a format that is only read."""

    suffix = ".dots"
    read_suffixes = (".dotz",)

    @classmethod
    def parse(cls, data):
        if data == b"crash":
            raise RuntimeError("oh no")
        if data == b"nothing":
            return None
        if not data.startswith(b"dots"):
            raise ValueError("it has no dots")
        return Palette.of_colors([Color(1, 2, 3)])

class Mute:
    """No method."""

    suffix = ".mute"

class Bare:
    """No suffix."""

    @classmethod
    def parse(cls, data):
        raise ValueError

def function(data):
    """Not a class."""
'''


@pytest.mark.parametrize("called", ["a.dots", "a.DOTZ", "a.txt", "a", "a.gpl"])
def test_a_reader_of_a_plugin_is_asked(install: Install, tmp_path: Path, called: str) -> None:
    """By its suffixes, and by the content of a file with any other name."""
    install("dots-plugin", PLUGIN, group=READERS, dots=":Dots")
    (tmp_path / called).write_bytes(b"dots!")
    assert read_palette(tmp_path / called).palette.colors[0].rgb == (1, 2, 3)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"none", "it has no dots"),
        (b"crash", "reader 'dots' of 'dots-plugin' cannot parse it: RuntimeError: oh no"),
        (b"nothing", "reader 'dots' of 'dots-plugin' cannot parse it: it returned 'NoneType', no Palette"),
    ],
)
def test_its_errors_are_told_for_its_own_files(install: Install, data: bytes, message: str) -> None:
    """A file of another suffix is no palette at all."""
    install("dots-plugin", PLUGIN, group=READERS, dots=":Dots")
    with pytest.raises(PaletteFileError, match=f"^'a.dots': {message}"):
        read_palette(data, "a.dots")
    with pytest.raises(PaletteFileError, match="is no palette that cvpalette reads"):
        read_palette(data, "a.txt")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (":Mute", "has no method 'parse'"),
        (":Bare", r"has no 'suffix' such as '\.css'"),
        (":function", "is not a class"),
        (":Missing", "Missing"),
    ],
)
def test_a_broken_reader_is_told_and_passed_over(install: Install, value: str, message: str) -> None:
    """The others go on."""
    install("dots-plugin", PLUGIN, group=READERS, dots=value)
    with pytest.raises(OutputLoadError, match=message):
        find_readers()["dots"][0].load()
    assert read_palette(b"#264653\n", "a.dots").palette.colors[0].hex == "#264653"


def test_a_reader_that_two_distributions_have_is_told(install: Install) -> None:
    """As with outputs; files of other names are no palettes."""
    install("dots-plugin", PLUGIN, group=READERS, dots=":Dots")
    install("more-dots", PLUGIN, group=READERS, dots=":Dots")
    claimed = "reader 'dots' is claimed by 'dots-plugin' and 'more-dots'; uninstall all but one of them"
    (told,) = json.loads(tabulate_formats(["dots"]))["formats"]
    assert told["problem"] == "claimed by several distributions"
    for name in ("a.dots", "a.dotz"):
        with pytest.raises(PaletteFileError, match=f"^'{name}': {claimed}$") as caught:
            read_palette(b"dots!", name)
        assert caught.value.problem == "unsupported"
    with pytest.raises(PaletteFileError, match="is no palette that cvpalette reads"):
        read_palette(b"dots!", "a.txt")


@pytest.mark.parametrize("called", ["a.gpl", "a.txt", "a"])
def test_a_reader_with_the_name_of_one_of_ours_is_told(install: Install, called: str) -> None:
    """Its first bytes or its suffix say whose file it is. Other formats work, and it is still written."""
    install("dots-plugin", PLUGIN, group=READERS, gpl=":Dots")
    data = WRITTEN["gpl"][1]
    claimed = "format 'gpl' is claimed by 'cvpalette' and 'dots-plugin'; uninstall all but one of them"
    with pytest.raises(PaletteFileError, match=f"^'{called}': {claimed}$"):
        read_palette(data, called)
    assert read_palette(WRITTEN["css"][1], "a.css").palette.colors[0].hex == "#264653"
    assert "GIMP Palette" in str(cvpalette.render(make_result(["#264653"]), "gpl"))
    listed = " ".join(describe_outputs().split())
    version = cvpalette.__version__
    assert f"It is not read: claimed by 'cvpalette {version}' and 'dots-plugin 1.0'; uninstall" in listed
    assert "gpl .gpl written: GIMP palette" in listed
    (told,) = json.loads(tabulate_formats(["gpl"]))["formats"]
    assert (told["writes"], told["reads"], told["problem"]) == (True, False, None)
    assert told["from"] == [f"cvpalette {version}", "dots-plugin 1.0"]


def test_a_reader_may_have_the_name_of_an_output_that_does_not_read(install: Install) -> None:
    """Together they are one format."""
    output = """
from dataclasses import dataclass
from typing import ClassVar

@dataclass(frozen=True)
class Dots:
    \"\"\"Dots: a format that is written.\"\"\"

    suffix: ClassVar[str] = ".dots"

    def render(self, result, /):
        return "dots!"
"""
    install("dots-output", output, dots=":Dots")
    install("dots-plugin", PLUGIN, group=READERS, dots=":Dots")
    assert read_palette(b"dots!", "a.dots").palette.colors[0].rgb == (1, 2, 3)
    assert "dots  .dots  written and read (dots-output 1.0): Dots" in describe_outputs()
    (told,) = json.loads(tabulate_formats(["dots"]))["formats"]
    assert (told["writes"], told["reads"], told["problem"]) == (True, True, None)
    assert told["from"] == ["dots-output 1.0", "dots-plugin 1.0"]


@pytest.mark.parametrize("called", ["a.dots", "a.txt"])
def test_a_mistake_in_a_reader_is_the_cause(install: Install, called: str) -> None:
    """So --debug shows its line, whatever the file's name."""
    install("dots-plugin", PLUGIN, group=READERS, dots=":Dots")
    with pytest.raises(PaletteFileError) as caught:
        read_palette(b"crash", called)
    cause: BaseException | None = caught.value
    while cause and not isinstance(cause, RuntimeError):
        cause = cause.__cause__
    frames = traceback.extract_tb(cause.__traceback__) if cause else []
    assert [frame.line for frame in frames][-1:] == ['raise RuntimeError("oh no")']


def _written() -> dict[str, tuple[str, bytes]]:
    files: dict[str, tuple[str, bytes]] = {}
    for name, claims in cvpalette.find_outputs().items():
        loaded = claims[0].load()
        kind: Any = loaded.output
        if isinstance(kind, PaletteReader):
            contents = loaded.configure().render(make_result(["#264653", "#2a9d8f", "#e76f51"])).contents
            assert isinstance(contents, str | bytes)
            files[name] = loaded.suffix, contents if isinstance(contents, bytes) else contents.encode()
    return files


WRITTEN = _written()


@pytest.mark.parametrize("name", WRITTEN)
def test_few_readers_are_asked_about_a_file_without_a_suffix(name: str) -> None:
    """Its first bytes suggest who reads it, so that the others need not be loaded."""
    _, data = WRITTEN[name]
    asked = [reader.name for reader, _ in order_readers("unknown", data)]
    assert name in asked[: 8 if name != "act" else None]


@pytest.mark.parametrize("name", WRITTEN)
def test_a_file_with_its_suffix_goes_to_its_reader(name: str) -> None:
    """Before any that takes other files of this suffix."""
    suffix, data = WRITTEN[name]
    for reader, is_meant in order_readers(f"brand{suffix}", data):
        if reader.name == name:
            assert is_meant
            return
        with pytest.raises(ValueError, match=r"\w"):
            reader.parse(data, is_claimed=reader.claims(f"brand{suffix}") > 0)
    pytest.fail("nobody asked it")


@pytest.mark.parametrize(("name", "claimant"), [("rgb.txt", "x11"), ("tokens.json", "dtcg")])
def test_a_name_may_be_a_suffix_without_its_dot(name: str, claimant: str) -> None:
    """Programs call some files so."""
    data = WRITTEN[claimant][1]
    assert (
        next(reader.name for reader, is_meant in order_readers(name, data) if reader.claims(name)) == claimant
    )


@pytest.mark.parametrize(
    ("called", "data"),
    [
        ("a.yaml", b"name: ci\non: push\n"),
        ("a.yml", b"- [broken"),
        ("a.toml", b"= broken"),
        ("a.ini", b"[a]\nb = 1\n"),
        ("a.conf", b"listen 80;\n"),
        ("a.xml", b"<a/>"),
        ("a.js", b"export const a = 1\n"),
        ("a.zip", b"PK\3\4" + bytes(60)),
        ("a.jar", b"PK\3\4" + bytes(60)),
    ],
)
def test_a_file_of_any_program_is_not_blamed_on_one_reader(called: str, data: bytes) -> None:
    """Its suffix is that of many formats."""
    with pytest.raises(PaletteFileError) as refused:
        read_palette(data, called)
    assert str(refused.value) == f"'{called}': is no palette that cvpalette reads"


@pytest.mark.parametrize(
    ("called", "data", "message"),
    [
        ("a.json", b"[broken", "line 1: it is not JSON"),
        ("a.toml", b"[colors.normal]\n= broken", "it is not TOML"),
        ("a.kpl", b"PK\3\4" + bytes(60), ""),
        ("a.tokens.json", b"{}", ""),
        (
            "v.json",
            (
                b'{"collections": [{"name": "C", "modes": [{"name": "M", "variables": [{"type": "color", '
                b'"name": "a/b", "value": {"r": 900, "g": 0, "b": 0}}]}]}]}'
            ),
            "the value of variable 'C/a/b' is no color",
        ),
        (
            "v.json",
            (
                b'{"elements": [{"name": "Sea", "representations": [{"color#data": {"mode": "RGB", '
                b'"value": {"r": 1, "g": 2, "b": "#264653"}, "hex": "#264653"}}]}]}'
            ),
            "color 'Sea' is not valid",
        ),
        ("v.json", b'{"dataColors": {"hex": "#264653"}}', "it is no theme of Power BI"),
        ("a.txt", b"JASC-PAL\n0100\n#264653\n", ""),
        ("a.csv", b"# COLOR_MODEL = RGB\nhex,#264653\n", "line 2: 'hex,#264653' is no value with its color"),
    ],
)
def test_a_file_with_the_sign_of_a_format_is_told_by_its_reader(
    called: str, data: bytes, message: str
) -> None:
    """And no reader of any text or JSON takes it for something else."""
    with pytest.raises(PaletteFileError) as refused:
        read_palette(data, called)
    assert str(refused.value).startswith(f"'{called}': {message}")
    assert "is no palette that cvpalette reads" not in str(refused.value)


def test_a_word_in_a_comment_is_no_sign() -> None:
    """What many files may say leaves them to their own readers."""
    assert len(read_palette(b"/* https://coolors.co/ */\n:root { --a: #264653; }", "a.css").palette) == 1
    document = b'{"colors": [{"hex": "#264653", "type": "color"}]}'
    assert len(read_palette(document, "a.json").palette) == 1
