"""render() and save(): run anything that has a palette through an output, chosen by name or suffix."""

import base64
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.errors import (
    CvpaletteError,
    OptionError,
    OutputConflictError,
    OutputNotFoundError,
    OutputRenderError,
    SettingsError,
    WriteError,
)
from cvpalette.extraction import Extraction
from cvpalette.plugins.registry import find_outputs
from cvpalette.plugins.rendering import Renderable, render, save
from cvpalette.result import Result
from cvpalette.testing import make_extraction, make_result

Install = Callable[..., None]

RED, GREEN = "#ff0000", "#00ff00"
PIXELS = np.array([[(255, 0, 0), (0, 255, 0), (255, 0, 0)]], np.uint8)

ICONS = '''
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from cvpalette import Rendered

@dataclass(frozen=True)
class Icons:
    """A set of files."""

    suffix: ClassVar[str] = ".icons"
    sizes: Annotated[int, "How many."] = 2
    scale: Annotated[float, "How large."] = 1.0
    labels: Annotated[bool, "Whether to write on them."] = True
    style: Annotated[Literal["flat", "round"], "How they look."] = "flat"

    def render(self, result, /):
        about = f"{result.name} {self.scale} {self.labels} {self.style}"
        return Rendered({"about.txt": about, **{f"icons/{n}.bin": bytes([n]) for n in range(self.sizes)}})
'''


@pytest.fixture
def icons(install: Install) -> None:
    """Install an output whose contents are a set of files."""
    install("icons-plugin", ICONS, icons=":Icons")


def _extract_as_one_of_many() -> Result:
    outcome = next(cvpalette.extract_many([PIXELS], colors=2))
    assert outcome.result is not None
    return outcome.result


#: Everything that has a palette; here each has two thirds of red and one third of green.
MADE: dict[str, Callable[[], Renderable]] = {
    "extract": lambda: cvpalette.extract(PIXELS, colors=2),
    "result": lambda: cvpalette.extract(PIXELS, colors=2).result,
    "extract_many": _extract_as_one_of_many,
    "merge": lambda: cvpalette.merge([PIXELS, PIXELS], colors=2),
    "read_palette": lambda: cvpalette.read_palette(b"#ff0000\n#00ff00\n", "brand.hex"),
    "palette": lambda: Palette.of_colors([Color(255, 0, 0), Color(0, 255, 0)], name="Brand"),
}


@pytest.mark.parametrize("made", MADE)
def test_whatever_has_a_palette_is_rendered(made: str, tmp_path: Path) -> None:
    """save() writes the same contents to a file."""
    what = MADE[made]()
    assert render(what, "hex") == f"{RED}\n{GREEN}\n"
    assert save(what, tmp_path / "brand.hex").read_text("utf-8") == f"{RED}\n{GREEN}\n"
    css = render(what, "css", prefix="brand")
    assert isinstance(css, str)
    assert "--brand-1: #ff0000;" in css


def test_a_palette_is_called_by_its_own_name() -> None:
    """If it has no name, it is called 'palette'."""
    named = Palette.of_colors([Color(255, 0, 0)], name="Brand")
    for palette, name in ((named, "Brand"), (Palette.of_colors(named.colors), "palette")):
        contents = render(palette, "gpl")
        assert isinstance(contents, str)
        assert contents.splitlines()[1] == f"Name: {name}"


@pytest.mark.parametrize("what", ["photo.jpg", None, [RED], PIXELS], ids=["path", "none", "list", "array"])
def test_what_has_no_palette_is_refused(what: Any, tmp_path: Path) -> None:
    """The message says what would work."""
    for act in (lambda: render(what, "css"), lambda: save(what, tmp_path / "a.css")):
        with pytest.raises(SettingsError, match="cannot be rendered; give a result, an extraction or a pal"):
            act()
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_shows_the_image_takes_an_extraction() -> None:
    """A palette alone has no image; the message says to use extract()."""
    extraction = make_extraction([RED, GREEN])
    contents = render(extraction, "quantized", format="gif")
    assert isinstance(contents, bytes)
    assert contents.startswith(b"GIF8")
    with pytest.raises(OutputRenderError, match=r"it shows the image, .* give it what extract\(\) returns"):
        render(extraction.result, "quantized")
    # The HTML page shows a row of the colors instead.
    assert "64\u00a0\u00d7\u00a02" in str(render(extraction, "html"))
    assert "side by side" in str(render(extraction.palette, "html"))


def test_a_wrong_name_is_an_error_that_lists_what_there_is(tmp_path: Path) -> None:
    """The message is the same as the command's."""
    result = make_result([RED])
    with pytest.raises(OutputNotFoundError, match="no output named 'gplx'; did you mean 'gpl'"):
        render(result, "gplx")
    last = list(find_outputs())[-1]
    with pytest.raises(OutputNotFoundError, match=rf"no output named '-'; there are 'aco', .* and '{last}'"):
        render(result, "-")
    with pytest.raises(OutputNotFoundError, match="did you mean 'css' or 'csv'"):
        save(result, tmp_path / "a.css", "cs")
    with pytest.raises(
        SettingsError, match=r"no output writes '\.xyz' files; there are '\.css', .*third argument"
    ):
        save(result, tmp_path / "a.xyz")
    with pytest.raises(
        SettingsError, match=r"'brand' has no suffix that names an output; there are '\.css', "
    ):
        save(result, tmp_path / "brand")
    with pytest.raises(
        SettingsError, match=r"a '\.png' file may come from 'swatch' .*, 'quantized' .* or 'barcode' "
    ):
        save(result, tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sises": 3}, "it has no option 'sises'; did you mean 'sizes'?"),
        ({"xyz": 3}, "it has no option 'xyz'; it has 'sizes', 'scale', 'labels' and 'style'"),
        ({"sizes": "3"}, "option 'sizes' is a whole number"),
        ({"scale": None}, "option 'scale' is a number"),
        ({"labels": "yes"}, "option 'labels' is True or False"),
        ({"style": "square"}, "option 'style' is 'flat' or 'round', not 'square'"),
    ],
    ids=lambda value: str(value)[:20],
)
@pytest.mark.usefixtures("icons")
def test_a_wrong_option_is_an_error_that_lists_what_there_is(
    options: dict[str, Any], message: str, tmp_path: Path
) -> None:
    """This holds for wrong names and wrong values; no file is written."""
    for act in (
        lambda: render(make_result([RED]), "icons", **options),
        lambda: save(make_result([RED]), tmp_path / "a.icons", **options),
    ):
        with pytest.raises(OptionError, match="of 'icons-plugin'") as caught:
            act()
        assert message in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("icons")
def test_options_are_values_of_python() -> None:
    """They are numbers, flags and words; names have underscores instead of hyphens."""
    contents = render(make_result([RED]), "icons", sizes=1, scale=2, labels=False, style="round")
    assert contents == {"about.txt": "stripes.png 2 False round\n", "icons/0.bin": b"\0"}
    with pytest.raises(OutputRenderError, match="10 bytes cannot hold the image"):
        render(make_extraction([RED]), "quantized", max_size="10")


@pytest.mark.usefixtures("icons")
def test_a_set_of_files_is_saved_as_a_folder(tmp_path: Path) -> None:
    """Folders in it are made. If a file exists already, nothing is written."""
    folder = save(make_result([RED]), tmp_path / "brand.icons")
    assert folder == tmp_path / "brand.icons"
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found == {"about.txt", "icons/0.bin", "icons/1.bin"}
    (folder / "icons" / "0.bin").unlink()
    (folder / "about.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WriteError, match=r"about\.txt': exists and is kept; nothing was written to "):
        save(make_result([RED]), folder)
    assert (folder / "about.txt").read_text("utf-8") == "mine"
    assert not (folder / "icons" / "0.bin").exists()


@pytest.mark.usefixtures("icons")
def test_a_set_of_files_is_saved_as_an_archive(tmp_path: Path) -> None:
    """The path ends in .zip, in any case. The bytes are always the same; an old one is replaced."""
    path = tmp_path / "brand.ZIP"
    path.write_bytes(b"old")
    assert save(make_result([RED]), path, "icons") == path
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["about.txt", "icons/0.bin", "icons/1.bin"]
        assert archive.read("icons/1.bin") == b"\1"
        assert archive.testzip() is None
    first = path.read_bytes()
    assert save(make_result([RED]), path, "icons").read_bytes() == first
    assert list(tmp_path.iterdir()) == [path]


def test_the_suffix_stands_for_options(tmp_path: Path) -> None:
    """Options that the caller gives take precedence."""
    extraction = make_extraction([RED, GREEN])
    assert save(extraction, tmp_path / "a.quantized.gif").read_bytes()[:4] == b"GIF8"
    assert save(extraction, tmp_path / "a.gif", "quantized").read_bytes()[:4] == b"GIF8"
    assert save(extraction, tmp_path / "b.gif", "quantized", format="png").read_bytes()[:4] == b"\x89PNG"
    assert save(extraction, tmp_path / "A.WEBP").read_bytes()[:4] == b"RIFF"


def test_a_suffix_of_another_output_is_refused(tmp_path: Path) -> None:
    """The name would mislead; a suffix that no output has is allowed."""
    with pytest.raises(SettingsError, match=r"'a\.css' has the suffix of output 'css', not of 'gpl'"):
        save(make_result([RED]), tmp_path / "a.css", "gpl")
    assert list(tmp_path.iterdir()) == []
    assert save(make_result([RED]), tmp_path / "a.txt", "hex").read_text("utf-8") == f"{RED}\n"
    assert save(make_result([RED]), tmp_path / "a", "hex").read_text("utf-8") == f"{RED}\n"


SUFFIXES: list[tuple[str, str]] = [
    *(("quantized", suffix) for suffix in (".jpeg", ".tga", ".avif", ".icns", ".pdf", ".xyz")),
    *(("swatch", suffix) for suffix in (".jpg", ".gif", ".svg")),
    *(("css", suffix) for suffix in (".jpg", ".pdf", ".docx", ".js", ".xml", ".mp4", ".zip")),
    ("ase", ".gpl"),
    ("gpl", ".pal"),
]


@pytest.mark.parametrize(("name", "suffix"), SUFFIXES, ids="".join)
def test_no_format_is_written_under_the_name_of_another(name: str, suffix: str, tmp_path: Path) -> None:
    """PNG bytes under the name a.jpeg would be a lie."""
    with pytest.raises((SettingsError, WriteError), match=rf"a\{suffix}'"):
        save(make_extraction([RED]), tmp_path / f"a{suffix}", name)
    assert list(tmp_path.iterdir()) == []


def test_a_suffix_that_is_only_asked_for_is_refused_with_the_reason(tmp_path: Path) -> None:
    """An option asks for it; then the file has it."""
    for name in ("a.jpg", "a.JPEG"):
        for output in ("quantized", None):
            with pytest.raises(SettingsError, match=f"'{name}': a JPEG has no table of colors, and changes"):
                save(make_extraction([RED]), tmp_path / name, output)
        made = save(make_extraction([RED]), tmp_path / name, "quantized", format="jpeg")
        assert made.read_bytes()[:2] == b"\xff\xd8"
    # Two suffixes of one file type are both right.
    for name in ("a.tif", "a.tiff"):
        assert save(make_extraction([RED]), tmp_path / name, "quantized", format="tiff").is_file()


def test_an_option_does_not_contradict_the_suffix(tmp_path: Path) -> None:
    """A GIF under the name a.png would be a lie too."""
    with pytest.raises(SettingsError, match=r"choose a '\.gif' file; leave them out, or change the suffix"):
        save(make_extraction([RED]), tmp_path / "a.png", "quantized", format="gif")


@pytest.mark.parametrize("way", ["path", "open file", "palette file"])
def test_a_source_is_never_overwritten(way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This holds for any name of the source, such as a relative one."""
    source = tmp_path / ("a.hex" if way == "palette file" else "a.png")
    if way == "palette file":
        source.write_text(f"{RED}\n", "utf-8")
    else:
        PIL.Image.fromarray(PIXELS).save(source)
    before = source.read_bytes()
    with source.open("rb") as file:
        what: Renderable
        if way == "palette file":
            what = cvpalette.read_palette(source)
        else:
            what = cvpalette.extract(source if way == "path" else file)
    monkeypatch.chdir(tmp_path)
    for path in (source, source.name):
        with pytest.raises(WriteError, match="is the source, and a source is never overwritten"):
            save(what, path, "hex" if way == "palette file" else "quantized")
    assert source.read_bytes() == before
    assert save(what, tmp_path / "other.css").is_file()


def test_a_path_may_be_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The return value is a Path."""
    monkeypatch.chdir(tmp_path)
    assert save(make_result([RED]), "a.hex") == Path("a.hex")
    assert (tmp_path / "a.hex").read_text("utf-8") == f"{RED}\n"


def test_a_file_is_replaced_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader sees the whole old file or the whole new one. A failure leaves the old one alone."""
    path = tmp_path / "a.hex"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    before = path.stat().st_ino
    save(make_result([RED]), path)
    assert path.read_text("utf-8") == f"{RED}\n"
    assert path.stat().st_ino != before
    assert stat.S_IMODE(path.stat().st_mode) == 0o640

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(WriteError, match=r"a\.hex': cannot be written: no space left on device"):
        save(make_result([GREEN]), path)
    assert path.read_text("utf-8") == f"{RED}\n"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_rendered_leaves_no_file(tmp_path: Path) -> None:
    """An existing file is unchanged."""
    path = tmp_path / "a.act"
    path.write_bytes(b"old")
    many = Palette.of_colors([Color(1, 2, 3)] * 257)
    with pytest.raises(OutputRenderError, match="up to 256 colors, not 257"):
        save(many, path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_is_none_is_a_write_error(tmp_path: Path) -> None:
    """Every error of the system becomes a WriteError."""
    (tmp_path / "folder.hex").mkdir()
    with pytest.raises(WriteError, match=r"folder\.hex': is a folder"):
        save(make_result([RED]), tmp_path / "folder.hex")
    with pytest.raises(WriteError, match="cannot be written: "):
        save(make_result([RED]), tmp_path / "missing" / "a.hex")


def test_two_plugins_of_one_name_are_told(install: Install, tmp_path: Path) -> None:
    """Neither is used."""
    install("first-plugin", ICONS, icons=":Icons")
    install("second-plugin", ICONS, icons=":Icons")
    with pytest.raises(OutputConflictError, match="'icons' is claimed by 'first-plugin' and 'second-plugin'"):
        render(make_result([RED]), "icons")
    with pytest.raises(CvpaletteError):
        save(make_result([RED]), tmp_path / "a.icons")


def test_a_saved_palette_is_read_again(tmp_path: Path) -> None:
    """A saved palette can be given to extract() instead of finding colors."""
    path = save(cvpalette.extract(PIXELS, colors=2, names="css"), tmp_path / "brand.gpl")
    brand = cvpalette.read_palette(path)
    assert [swatch.name for swatch in brand.palette] == ["red", "lime"]
    again = cvpalette.extract(PIXELS, palette=brand)
    assert isinstance(again, Extraction)
    assert [swatch.share for swatch in again.palette] == pytest.approx([2 / 3, 1 / 3])
    with PIL.Image.open(save(again, tmp_path / "a.quantized.png")) as picture:
        assert np.array_equal(np.asarray(picture.convert("RGB")), PIXELS)


@pytest.mark.parametrize("word", ["format", "output"])
def test_an_output_that_is_given_as_an_option_is_told(tmp_path: Path, word: str) -> None:
    """The error says how it is named."""
    options: dict[str, Any] = {word: "shadcn"}
    with pytest.raises(OptionError, match="an output is named without a word before it: 'shadcn'"):
        save(make_result([RED]), tmp_path / "my.css", **options)
    with pytest.raises(OptionError, match=f"it has no option '{word}'(?!.*before it)"):
        render(make_result([RED]), "css", **{word: "nothing"})


@pytest.mark.parametrize("value", [None, 5, b"a.css", ["a.css"]])
def test_what_is_neither_a_name_nor_a_path_is_an_error_of_ours(value: Any) -> None:
    """Without a type checker, anything may come."""
    with pytest.raises(SettingsError, match=f"a file is named by its path, not by '{type(value).__name__}'"):
        save(make_result([RED]), value)
    with pytest.raises(OutputNotFoundError, match="no output named '"):
        render(make_result([RED]), value)


def test_a_text_in_place_of_another_value_is_quoted_once(tmp_path: Path) -> None:
    """It is told from the value itself."""
    with pytest.raises(OptionError, match="option 'roles' is True or False, not the text 'yes'"):
        render(make_result([RED]), "css", roles="yes")
    with pytest.raises(
        SettingsError, match=r"no output writes '\.tailwind' files; did you mean 'x\.tailwind\.css'\?$"
    ):
        save(make_result([RED]), tmp_path / "x.tailwind")


def _many() -> list[Extraction]:
    return [make_extraction([RED, GREEN], name="a.png"), make_extraction([GREEN], name="b.png")]


def test_many_results_become_one_file(tmp_path: Path) -> None:
    """Of lists and of what comes one by one; extractions, results, palettes and outcomes alike."""
    rows = str(render(_many(), "csv")).splitlines()
    assert [row.split(",")[:3] for row in rows[1:]] == [
        ["a.png", "1", RED],
        ["a.png", "2", GREEN],
        ["b.png", "1", GREEN],
    ]
    results = (extraction.result for extraction in _many())
    assert save(results, tmp_path / "all.csv").read_text("utf-8").splitlines() == rows
    mixed: list[Renderable] = [make_result([RED]), Palette.of_colors([Color(0, 255, 0)], name="Brand")]
    assert len(str(render(mixed, "json")).splitlines()) == 2
    assert len(str(render(tuple(mixed[:1]), "json")).splitlines()) == 1


def test_outcomes_are_called_by_their_paths(tmp_path: Path) -> None:
    """So that images of one name are told apart, as in files of the command."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        PIL.Image.fromarray(PIXELS).save(tmp_path / folder / "a.png")
    outcomes = cvpalette.extract_many([tmp_path / "one/a.png", str(tmp_path / "two/a.png")], colors=1)
    saved = save(outcomes, tmp_path / "all.csv").read_text("utf-8").splitlines()
    assert [row.split(",")[0] for row in saved[1:]] == [
        str(tmp_path / "one/a.png"),
        str(tmp_path / "two/a.png"),
    ]
    only = next(cvpalette.extract_many([PIXELS], colors=2))
    assert "#ff0000" in str(render(only, "hex"))


def test_an_outcome_with_an_error_raises_it(tmp_path: Path) -> None:
    """And leaves no file."""
    outcomes = cvpalette.extract_many([PIXELS, tmp_path / "missing.png"])
    with pytest.raises(cvpalette.ImageError, match="missing"):
        save(outcomes, tmp_path / "all.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_gallery_of_extractions_has_their_pictures() -> None:
    """They are there, and a result alone has none."""
    extractions = [cvpalette.extract(PIXELS, colors=2), cvpalette.extract(PIXELS, colors=1)]
    begin = base64.b64encode(b"RIFF").decode()[:5]
    assert str(render(extractions, "html")).count(begin) == 2
    assert begin not in str(render([each.result for each in extractions], "html"))


def test_an_output_of_one_palette_refuses_many(tmp_path: Path) -> None:
    """It names the outputs that can."""
    for act in (lambda: render(_many(), "css"), lambda: save(iter(_many()), tmp_path / "a.css")):
        with pytest.raises(
            SettingsError,
            match="output 'css' holds one palette; give one, or choose 'blurhash', 'csv', 'dominant', 'html'",
        ):
            act()
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_many_has_the_suffix_of_such_files(tmp_path: Path) -> None:
    """JSON Lines are no JSON."""
    with pytest.raises(SettingsError, match=r"many palettes of output 'json' are a '\.jsonl' file"):
        save(_many(), tmp_path / "all.json")
    assert len(save(_many(), tmp_path / "all.jsonl").read_text("utf-8").splitlines()) == 2


def test_no_palettes_at_all_are_refused(tmp_path: Path) -> None:
    """An old file stays."""
    (tmp_path / "all.csv").write_text("old", "utf-8")
    with pytest.raises(SettingsError, match="there is no palette to render; the list is empty"):
        save([], tmp_path / "all.csv")
    assert (tmp_path / "all.csv").read_text("utf-8") == "old"


def test_a_source_among_many_is_never_overwritten(tmp_path: Path) -> None:
    """As with one."""
    source = tmp_path / "brand.csv"
    source.write_text("name,hex\nInk,#264653\n", "utf-8")
    read = cvpalette.read_palette(source)
    with pytest.raises(WriteError, match="is the source"):
        save([make_result([RED]), read], source)
    assert source.read_text("utf-8").startswith("name,hex")
