"""The tools for agents: what they answer, and that they stay below their folder."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import cvpalette
from cvpalette.mcp_server import Tools, make_server


@pytest.fixture(name="tools")
def make_tools(stripes: Path) -> Tools:
    """Serve the folder with the stripes."""
    return Tools(stripes.parent)


def test_extract_answers_as_json_does(tools: Tools) -> None:
    """Agents get what programs get."""
    document = tools.extract("stripes.png", colors=4, names="css")
    assert document["version"] == 1
    assert [color["name"] for color in document["colors"]][:2] == ["darkslategray", "lightseagreen"]


def test_a_palette_is_a_source_too(tools: Tools) -> None:
    """A file of one, or the name of a built-in one."""
    cvpalette.save(cvpalette.extract(tools.root / "stripes.png", colors=2), tools.root / "two.gpl")
    assert len(tools.extract("two.gpl")["colors"]) == 2
    assert tools.convert("gameboy", "hex").startswith("#0f380f\n")


def test_convert_returns_text(tools: Tools) -> None:
    """With options, as a user writes them."""
    assert "--brand-1: #264653" in tools.convert("stripes.png", "css", 4, options={"prefix": "brand"})


def test_convert_writes_files(tools: Tools) -> None:
    """A picture has to be written, and replaces nothing."""
    with pytest.raises(cvpalette.SettingsError, match="no short text; name an output"):
        tools.convert("stripes.png", "swatch")
    assert tools.convert("stripes.png", "swatch", output="out.png") == "wrote out.png"
    assert (tools.root / "out.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(cvpalette.SettingsError, match=r"'out\.png' exists already"):
        tools.convert("stripes.png", "swatch", output="out.png")
    with pytest.raises(cvpalette.SettingsError, match="'colorset' is a set of files; name an output"):
        tools.convert("stripes.png", "colorset")


def test_check_tells_what_breaks_a_rule(tools: Tools) -> None:
    """With the colors, and of each rule."""
    answer = tools.check("stripes.png", ["distinct>=5", "contrast:1/2>=21"], colors=4)
    assert [each["kept"] for each in answer["rules"]] == [True, False]
    assert answer["kept"] is False
    assert answer["rules"][1]["violations"][0]["colors"] == ["#264653", "#2a9d8f"]


@pytest.mark.parametrize("path", ["../x.png", "/etc/hostname", "s3://bucket/x.png", "link/x.png"])
def test_paths_stay_below_the_root(tools: Tools, path: str) -> None:
    """Whether they go up, are absolute, are in a store or follow a link."""
    outside = tools.root.parent / "outside"
    outside.mkdir(exist_ok=True)
    try:
        (tools.root / "link").symlink_to(outside, target_is_directory=True)
    except OSError:
        pytest.skip("links need a right here")
    with pytest.raises(cvpalette.SettingsError, match="is not below"):
        tools.extract(path)
    with pytest.raises(cvpalette.SettingsError, match="is not below"):
        tools.convert("stripes.png", "swatch", output=path)


def test_a_link_leads_nowhere_with_a_group_either(tools: Tools) -> None:
    """The file of a group is the one that is looked at, also if its own name has a number sign."""
    secret = tools.root.parent / "secret.css"
    secret.write_text(":root { --a: #123456 } .dark { --a: #654321 }", encoding="utf-8")
    for name in ("link.css", "li#nk.css"):
        try:
            (tools.root / name).symlink_to(secret)
        except OSError:
            pytest.skip("links need a right here")
        for source in (name, f"{name}#.dark"):
            with pytest.raises(cvpalette.SettingsError, match="is not below"):
                tools.extract(source)
    (tools.root / "own.css").write_bytes(secret.read_bytes())
    assert [each["hex"] for each in tools.extract("own.css#.dark")["colors"]] == ["#654321"]


@pytest.mark.parametrize("source", ["a\0b", "a" * 300, "\ud800", "\\\\host\\share\\x.png", "con.png", ""])
def test_no_name_is_an_error_of_another_kind(tools: Tools, source: str) -> None:
    """An agent may write anything."""
    with pytest.raises(cvpalette.CvpaletteError):
        tools.extract(source)


def test_answers_are_short(tools: Tools) -> None:
    """A palette of thousands of colors would fill an agent's memory."""
    (tools.root / "many.hex").write_text("".join(f"{n:06x}\n" for n in range(300)), encoding="utf-8")
    with pytest.raises(cvpalette.SettingsError, match="has 300 colors; 256 are the most here"):
        tools.extract("many.hex")
    (tools.root / "some.hex").write_text("".join(f"{n:06x}\n" for n in range(40)), encoding="utf-8")
    (rule,) = tools.check("some.hex", ["contrast:*/*>=21"])["rules"]
    assert (rule["broken"], len(rule["violations"])) == (780, 20)


def test_one_of_many_writes_a_file(tools: Tools) -> None:
    """Tools run side by side."""
    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(tools.convert, "stripes.png", "gpl", output="one.gpl") for _ in range(4)]
    assert sorted(type(run.exception()).__name__ for run in runs) == ["NoneType", *["SettingsError"] * 3]


def test_files_that_rules_and_formats_name_are_below_the_root_too(tools: Tools) -> None:
    """A rule names a palette file, and a template is one."""
    with pytest.raises(cvpalette.SettingsError, match="is not below"):
        tools.check("stripes.png", ["difference<=3:../brand.gpl"])
    with pytest.raises(cvpalette.SettingsError, match="'template' reads further files"):
        tools.convert("stripes.png", "template", options={"file": "/etc/hostname"})


def test_an_error_is_that_of_an_image(tools: Tools) -> None:
    """What is neither an image nor a palette is told as the first."""
    (tools.root / "notes.txt").write_text("Buy milk.\n", encoding="utf-8")
    with pytest.raises(cvpalette.ImageError, match=r"notes\.txt"):
        tools.extract("notes.txt")


def test_an_error_names_the_source_as_the_agent_does(tools: Tools) -> None:
    """Where the root is on the disk is not the agent's business."""
    with pytest.raises(cvpalette.NamedError) as caught:
        tools.extract("missing.png")
    assert str(tools.root) not in str(caught.value)
    assert "'missing.png'" in str(caught.value)


def test_an_image_has_a_limit_and_the_root_is_a_folder(stripes: Path) -> None:
    """An agent waits for its answer."""
    with pytest.raises(cvpalette.SettingsError, match="is no number of pixels"):
        Tools(stripes.parent, max_pixels=0)
    with pytest.raises(cvpalette.ImageError, match="more than"):
        Tools(stripes.parent, max_pixels=100).extract("stripes.png")
    with pytest.raises(cvpalette.SettingsError, match="is no folder"):
        Tools(stripes.parent / "missing")


def test_without_its_library_the_server_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An extra that is missing is an error of ours."""
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    with pytest.raises(cvpalette.LibraryError, match=r"install 'cvpalette\[mcp\]'"):
        make_server(tmp_path)
