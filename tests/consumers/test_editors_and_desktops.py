"""Themes in the programs that they are for, or in the parsers of these: the colors are read back."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

import cvpalette
from cvpalette.color.color import Color
from cvpalette.extraction import Extraction
from cvpalette.rendering.syntax import make_editor
from cvpalette.rendering.themes import theme_slug
from cvpalette.roles.scheme import MODES, Mode, Roles

from .conftest import Write
from .painter import Painter
from .programs import DRIVERS, Programs

#: A program in JavaScript, and the parts of a program that its words are.
CODE = "// note\nexport const total = 42;\nfunction add(first) { return 'text'; }\nclass Shape {}"
WORDS = {"// note": "comment", "const": "keyword", "42": "number", "add": "function", "return": "keyword"}
WORDS |= {"'text'": "string", "Shape": "type"}


def _write_set(name: str, extraction: Extraction, folder: Path) -> Path:
    contents = cvpalette.render(extraction, name)
    assert isinstance(contents, Mapping)
    for path, text in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        assert isinstance(text, str)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("mode", MODES)
def test_shiki_colors_a_program_as_the_theme_says(
    programs: Programs, named: Extraction, tmp_path: Path, mode: Mode
) -> None:
    """It reads a theme of Visual Studio Code, and has the grammars of it."""
    folder = _write_set("vscode", named, tmp_path / "extension")
    (theme,) = (folder / "themes").glob(f"*-{mode}.json")
    read = programs.ask_node("shiki", "shiki.mjs", theme, CODE)
    editor = make_editor(named.result.scheme, mode)
    tokens = {text: color.lower() for text, color in read["tokens"]}
    assert {word: tokens[word] for word in WORDS} == {w: editor.syntax[part].hex for w, part in WORDS.items()}
    assert [read["background"], read["foreground"]] == [editor.background.hex, editor.text.hex]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["base16", "base24"])
def test_a_parser_of_yaml_reads_the_scheme(
    programs: Programs, write: Write, named: Extraction, name: str, mode: Mode
) -> None:
    """All values are text, also those that YAML could take for numbers."""
    read = programs.ask_node("js-yaml", "yaml.mjs", write(name, named, mode=mode))
    assert [*read] == ["system", "name", "author", "variant", "palette"]
    assert [read["system"], read["variant"]] == [name, mode]
    assert read["name"] == f"{named.palette.name} {mode}"
    assert [*read["palette"]] == [f"base{number:02X}" for number in range(int(name[-2:]))]
    roles, editor = named.result.scheme.mode(mode), make_editor(named.result.scheme, mode)
    assert read["palette"]["base00"] == roles.background.hex
    assert read["palette"]["base05"] == roles.text.hex
    assert read["palette"]["base0B"] == editor.syntax["string"].hex


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("before", MODES)
def test_neovim_sets_the_groups(
    programs: Programs, named: Extraction, before: Mode, mode: Mode, tmp_path: Path
) -> None:
    """By `:colorscheme` in either background, and when the background changes after it; without a warning."""
    program = programs.find("nvim")
    (tmp_path / "colors").mkdir()
    contents = cvpalette.render(named, "neovim")
    assert isinstance(contents, str)
    (tmp_path / "colors" / "brand.nvim.lua").write_text(contents, encoding="utf-8")
    env = {**os.environ, "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    read = programs.run_json(
        *(program, "--headless", "-u", "NONE", "-i", "NONE"),
        *("--cmd", f"set rtp^={tmp_path}", "--cmd", f"set background={before}"),
        *("-c", "colorscheme brand.nvim", "-c", f"set background={mode}"),
        *("-c", f"luafile {DRIVERS / 'neovim.lua'}", "-c", "qa!"),
        env=env,
        warns=False,
    )
    assert read["name"] == "brand.nvim"
    editor = make_editor(named.result.scheme, mode)
    groups = read["groups"]
    assert groups["Normal"] == {"fg": editor.text.hex, "bg": editor.background.hex}
    assert groups["Visual"] == {"bg": editor.selection.hex}
    assert groups["Search"] == {"fg": editor.text.hex, "bg": editor.match.hex}
    for group in ("Comment", "String", "Function", "Keyword"):
        assert groups[group] == {"fg": editor.syntax[group.lower()].hex}
    assert read["terminal"] == [color.hex for color in editor.ansi.colors]


@pytest.mark.parametrize("mode", MODES)
def test_kde_reads_the_sets(programs: Programs, write: Write, named: Extraction, mode: Mode) -> None:
    """KConfig, which Plasma reads a scheme with, has each color, and the name as it is."""
    program, path = programs.find("kreadconfig5"), write("kde", named, mode=mode)

    def read(group: str, key: str) -> str:
        groups = [part for each in group.split("/") for part in ("--group", each)]
        return programs.run(program, "--file", path, *groups, "--key", key).strip()

    def color(group: str, key: str) -> str:
        return Color(*map(int, read(group, key).split(","))).hex

    roles = named.result.scheme.mode(mode)
    assert read("General", "Name") == f"{named.palette.name} {mode}"
    assert color("Colors:View", "BackgroundNormal") == roles.background.hex
    assert color("Colors:View", "ForegroundNormal") == roles.text.hex
    assert color("Colors:Window", "BackgroundNormal") == roles.surface.hex
    assert color("Colors:Header/Inactive", "BackgroundNormal") == roles.surface.hex
    assert color("Colors:Selection", "BackgroundNormal") == roles.primary.hex
    assert color("Colors:Selection", "ForegroundNormal") == roles.on_primary.hex


@pytest.mark.parametrize("mode", MODES)
def test_gtk_knows_the_colors(programs: Programs, write: Write, named: Extraction, mode: Mode) -> None:
    """GTK 4 parses the sheet without a word, and gives back each color."""
    read = programs.ask_gtk("gtk_colors.py", write("gtk", named, mode=mode))
    assert read["said"] == []
    colors = {name: _from_rgb(value) for name, value in read["colors"].items()}
    roles = named.result.scheme.mode(mode)
    assert len(colors) > 45
    assert colors["view_bg_color"] == roles.background.hex
    assert colors["view_fg_color"] == roles.text.hex
    assert colors["accent_bg_color"] == roles.primary.hex
    assert colors["accent_fg_color"] == roles.on_primary.hex
    assert colors["card_bg_color"] == roles.surface.hex


def _from_rgb(text: str) -> str:
    levels = text.removeprefix("rgb(").removesuffix(")").split(",")
    return Color(*map(int, levels)).hex


_SHADCN = """
@import "tailwindcss" source(none);
@import "./theme.css";
@custom-variant dark (&:is(.dark *));
@theme inline {
  --color-background: var(--background);
  --color-foreground: var(--foreground);
  --color-primary: var(--primary);
  --color-primary-foreground: var(--primary-foreground);
  --color-muted: var(--muted);
  --color-muted-foreground: var(--muted-foreground);
  --color-destructive: var(--destructive);
}
@source inline("bg-background text-foreground bg-primary text-primary-foreground bg-muted bg-destructive");
@source inline("text-muted-foreground text-white dark:bg-destructive/60");
"""


def test_shadcn_paints_its_classes(
    programs: Programs, painter: Painter, write: Write, named: Extraction, tmp_path: Path
) -> None:
    """As its components have them, in light and in dark."""
    style = _build(programs, write("shadcn", named), _SHADCN, tmp_path)
    page, button, muted = (
        "bg-background text-foreground",
        "bg-primary text-primary-foreground",
        "bg-muted text-muted-foreground",
    )
    for mode, attributes in (("light", {}), ("dark", {"class_": "dark"})):
        roles = named.result.scheme.mode("light" if mode == "light" else "dark")
        painted = painter.paint_texts(style, [page, button, muted], **attributes)
        assert painted[page] == [roles.background.hex, roles.text.hex]
        _require_readable(painted)


def test_daisyui_paints_its_components(
    programs: Programs, painter: Painter, write: Write, named: Extraction, tmp_path: Path
) -> None:
    """Buttons, soft buttons and links on each ground; by `data-theme`."""
    names = ("primary", "secondary", "accent", "info", "success", "warning", "error", "neutral")
    kinds = [f"btn btn-{name}{soft}" for name in names for soft in ("", " btn-soft") if name != "neutral"]
    grounds = [f"bg-base-{level} text-base-content" for level in (100, 200, 300)]
    source = (
        '@import "tailwindcss" source(none);\n@plugin "daisyui";\n@import "./theme.css";\n'
        f'@source inline("{" ".join([*kinds, *grounds])}");\n'
    )
    programs.find_npm("daisyui")
    style = _build(programs, write("daisyui", named), source, tmp_path)
    names_of = {mode: f"{_slug(named)}-{mode}" for mode in MODES}
    for mode in MODES:
        roles = named.result.scheme.mode(mode)
        painted = painter.paint_texts(style, [*kinds, *grounds], data_theme=names_of[mode])
        assert painted[grounds[0]] == [roles.background.hex, roles.text.hex]
        _require_readable(painted)


def test_bootstrap_paints_its_components(
    programs: Programs, painter: Painter, write: Write, named: Extraction
) -> None:
    """Buttons, badges and subtle grounds; by `data-bs-theme`."""
    bootstrap = programs.find_npm("bootstrap") / "dist" / "css" / "bootstrap.css"
    style = bootstrap.read_text(encoding="utf-8") + write("bootstrap", named).read_text(encoding="utf-8")
    names = ("primary", "secondary", "success", "info", "warning", "danger")
    classes = ["bg-body text-body", "bg-body-tertiary text-body-secondary"]
    classes += [f"{kind}{name}" for name in names for kind in ("btn btn-", "badge text-bg-")]
    classes += [f"bg-{name}-subtle text-{name}-emphasis" for name in names]
    classes += [f"bg-body text-{name}" for name in names]
    for mode in MODES:
        roles = named.result.scheme.mode(mode)
        painted = painter.paint_texts(style, classes, data_bs_theme=mode)
        assert painted["btn btn-primary"] == [roles.primary.hex, roles.on_primary.hex]
        assert painted[classes[0]] == [roles.background.hex, roles.text.hex]
        _require_readable(painted)


def test_obsidian_has_its_variables(painter: Painter, named: Extraction, tmp_path: Path) -> None:
    """Chromium, which Obsidian is made with, paints them."""
    style = (_write_set("obsidian", named, tmp_path) / "theme.css").read_text(encoding="utf-8")
    style += ".page { background: var(--background-primary); color: var(--text-normal); }"
    style += ".button { background: var(--interactive-accent); color: var(--text-on-accent); }"
    for mode in MODES:
        roles: Roles = named.result.scheme.mode(mode)
        painted = painter.paint_texts(style, ["page", "button"], class_=f"theme-{mode}")
        assert painted["page"] == [roles.background.hex, roles.text.hex]
        _require_readable(painted)


def _slug(extraction: Extraction) -> str:
    return theme_slug(extraction.result)


def _build(programs: Programs, theme: Path, source: str, folder: Path) -> str:
    """Compile a style sheet with Tailwind; it imports the theme."""
    theme.rename(folder / "theme.css")
    (folder / "input.css").write_text(source, encoding="utf-8")
    programs.link_npm()
    programs.run_npm("@tailwindcss/cli", "tailwindcss", "-i", "input.css", "-o", "output.css")
    return (folder / "output.css").read_text(encoding="utf-8")


def _require_readable(painted: Mapping[str, list[str | None]]) -> None:
    for classes, (ground, text) in painted.items():
        assert ground is not None, classes
        assert text is not None, classes
        contrast = Color.from_hex(text).contrast(Color.from_hex(ground))
        assert contrast >= 4.5, f"{classes}: {text} on {ground} has {contrast:.2f}"
