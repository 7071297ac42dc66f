"""Themes of editors, style sheets and desktops: each is read back, and its text is readable."""

import configparser
import io
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from itertools import combinations, product
from typing import Any, Final, NamedTuple, TypeAlias

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.delta import delta_e
from cvpalette.color.notation import read_notation
from cvpalette.plugins.contract import Contents
from cvpalette.plugins.registry import LoadedOutput
from cvpalette.plugins.suffixes import find_by_suffix
from cvpalette.rendering.names import palette_name
from cvpalette.result import Result
from cvpalette.testing import OutputContract, ReaderContract, make_result

Colors: TypeAlias = dict[str, Color]
Pairs: TypeAlias = Iterable[tuple[str, str]]

RESULTS: Final = {
    "photo": make_result(["#264653", "#2a9d8f", "#e9c46a", "#f4a261", "#e76f51"], "photo.png"),
    "pale": make_result(["#fef9ef", "#ffe8d6", "#f1faee", "#ffd6e0"], "pale.png"),
    "gray": make_result(["#808080"], "gray.png"),
    "blue": make_result(["#0000ff"], "blue.png"),
    "yellow": make_result(["#ffff00", "#000000"], "yellow.png"),
    "hostile": make_result(["#7f1d1d", "#fefdfc"], "\"; */ ]] ${x} --> ' \\ {{y}} \n# [z] \t.png"),
}
RESULTS["hostile photo"] = replace(RESULTS["photo"], name=RESULTS["hostile"].name)


class Theme(NamedTuple):
    """How a theme is read: the colors of each mode by name, and which of them are text on which."""

    read: Callable[[Contents], list[Colors]]
    pairs: Callable[[Colors], Pairs]


def _text(contents: Contents) -> str:
    assert isinstance(contents, str)
    assert contents.endswith("\n")
    return contents


def _read_css(contents: Contents, rule: str = r"^[^\n{]+\{\n(.*?)^\}") -> list[Colors]:
    """Read the variables of each rule that has colors; the values are read as CSS has them."""
    style = re.sub(r"/\*.*?\*/", "", _text(contents), flags=re.DOTALL)
    found = []
    for body in re.findall(rule, style, re.DOTALL | re.MULTILINE):
        variables = re.findall(r"^  --([\w-]+): (#[0-9a-f]{6}|oklch\([^)]*\));$", body, re.MULTILINE)
        if variables:
            found.append({name: _color(value) for name, value in variables})
    return found


def _color(text: str) -> Color:
    color = read_notation(text)
    assert color is not None
    return color


def _hexes(values: Mapping[str, Any]) -> dict[str, Color]:
    return {name: Color.from_hex(value) for name, value in values.items() if _is_hex(value)}


def _is_hex(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch("#[0-9a-f]{6}", value) is not None


def _pair_shadcn(colors: Colors) -> Pairs:
    grounds = ("background", "card", "popover", "muted", "accent", "secondary", "sidebar")
    yield from product(("foreground", "muted-foreground"), grounds)
    yield from product(("destructive", "primary"), ("background", "card"))
    for name in colors:
        if name.endswith("-foreground"):
            yield name, name.removesuffix("-foreground")


def _pair_daisyui(colors: Colors) -> Pairs:
    yield from product(("base-content",), ("base-100", "base-200", "base-300"))
    for name in colors:
        if name.endswith("-content") and name != "base-content":
            filled = name.removesuffix("-content")
            yield name, filled
            yield from product((filled,), ("base-100", "base-200"))


_BOOTSTRAP: Final = ("primary", "secondary", "success", "info", "warning", "danger")


def _pair_bootstrap(_: Colors) -> Pairs:
    texts = (
        "body-color",
        "secondary-color",
        "tertiary-color",
        "link-color",
        "link-hover-color",
        "code-color",
    )
    yield from product((*texts, *_BOOTSTRAP), ("body-bg", "secondary-bg", "tertiary-bg"))
    yield "highlight-color", "highlight-bg"
    for name in _BOOTSTRAP:
        yield from product((f"on-{name}",), (f"{name}-fill", f"{name}-hover", f"{name}-pressed"))
        yield f"{name}-text-emphasis", f"{name}-bg-subtle"


def _read_base(contents: Contents) -> list[Colors]:
    text = _text(contents)
    head, _, palette = text.partition("palette:\n")
    assert [line.partition(":")[0] for line in head.splitlines()[1:]] == [
        "system",
        "name",
        "author",
        "variant",
    ]
    assert all(isinstance(json.loads(line.partition(": ")[2]), str) for line in head.splitlines()[1:])
    lines = palette.splitlines()
    assert all(re.fullmatch(r'  base[01][0-9A-F]: "#[0-9a-f]{6}"', line) for line in lines)
    return [{line[2:8]: Color.from_hex(line[11:18]) for line in lines}]


def _pair_base(colors: Colors) -> Pairs:
    yield from product(
        [name for name in colors if "base03" <= name <= "base0F"], ["base00", "base01", "base02"]
    )
    yield from product([name for name in colors if name >= "base12"], ["base00"])


def _read_vscode(contents: Contents) -> list[Colors]:
    assert isinstance(contents, Mapping)
    manifest = json.loads(contents["package.json"])
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", manifest["name"])
    themes = [json.loads(contents[each["path"][2:]]) for each in manifest["contributes"]["themes"]]
    assert [(theme["type"], theme["name"]) for theme in themes] == [
        (each["label"].rpartition(" ")[2], each["label"]) for each in manifest["contributes"]["themes"]
    ]
    return [
        _hexes(theme["colors"])
        | _lay_over(theme["colors"])
        | {
            f"token.{number}": Color.from_hex(rule["settings"]["foreground"])
            for number, rule in enumerate(theme["tokenColors"])
            if "foreground" in rule["settings"]
        }
        | {f"semantic.{word}": Color.from_hex(each) for word, each in theme["semanticTokenColors"].items()}
        for theme in themes
    ]


def _lay_over(values: Mapping[str, str]) -> dict[str, Color]:
    """Return what colors with some opacity look like, over the background and over what is selected."""
    found = {}
    for name, value in values.items():
        if len(value) == 9 and not value.endswith("00"):
            for ground in ("editor.background", "editor.selectionBackground"):
                color = Color.from_hex(value[:7])
                found[f"{name}/{ground}"] = _cover(
                    color, Color.from_hex(values[ground]), int(value[7:], 16) / 255
                )
    return found


_VSCODE_GROUNDS: Final = (
    *("editor.background", "editor.selectionBackground", "editor.lineHighlightBackground"),
    "editor.inactiveSelectionBackground",
)
_VSCODE_LISTS: Final = (
    *("sideBar.background", "list.activeSelectionBackground", "list.hoverBackground"),
    *("editorSuggestWidget.background", "editorSuggestWidget.selectedBackground"),
)


def _pair_vscode(colors: Colors) -> Pairs:
    for name in colors:
        # A text whose ground has the same name: tab.activeForeground, statusBar.foreground.
        ground = name.replace("Foreground", "Background").replace("foreground", "background")
        if ground != name and ground in colors:
            yield name, ground
        if name.startswith("terminal.ansi") and not name.endswith("Black"):
            yield name, "terminal.background"
    written = [name for name in colors if name.startswith(("token.", "semantic.", "editorBracketHighlight"))]
    laid = [name for name in colors if "/" in name]
    assert len(laid) == 2 * 4
    yield from product([*written, "editorLineNumber.foreground"], [*_VSCODE_GROUNDS, *laid])
    decorations = [
        name for name in colors if name.startswith("gitDecoration.") or "ighlightForeground" in name
    ]
    alone = ("foreground", "descriptionForeground", "textLink.foreground", "errorForeground")
    yield from product(
        (*decorations, *alone, "list.errorForeground", "list.warningForeground"), _VSCODE_LISTS
    )
    yield from product(("button.foreground",), ("button.background", "button.hoverBackground"))
    yield "button.secondaryForeground", "button.secondaryHoverBackground"


def _read_zed(contents: Contents) -> list[Colors]:
    family = json.loads(_text(contents))
    assert [theme["appearance"] for theme in family["themes"]] == ["light", "dark"]
    styles = [theme["style"] for theme in family["themes"]]
    return [
        _hexes(style)
        | {f"syntax.{word}": Color.from_hex(each["color"]) for word, each in style["syntax"].items()}
        | {f"selection.{at}": Color.from_hex(each["selection"]) for at, each in enumerate(style["players"])}
        for style in styles
    ]


def _pair_zed(colors: Colors) -> Pairs:
    written = [name for name in colors if name.startswith("syntax.")]
    grounds = ("editor.background", "editor.active_line.background", "search.match_background", "selection.0")
    yield from product([*written, "editor.foreground", "editor.line_number"], grounds)
    panels = ("background", "surface.background", "tab_bar.background", "element.background", "element.hover")
    states = [name.removesuffix(".background") for name in colors if f"{name}.background" in colors]
    texts = [name for name in colors if name.startswith("text")]
    yield from product((*texts, *states, "link_text.hover"), panels)
    for name in colors:
        if f"{name}.background" in colors:
            yield name, f"{name}.background"
        if re.fullmatch(r"terminal\.ansi\.\w+", name) and not name.endswith("black"):
            yield name, "terminal.background"


def _read_sublime(contents: Contents) -> list[Colors]:
    scheme = json.loads(_text(contents))
    rules = {rule["name"]: rule["foreground"] for rule in scheme["rules"] if "foreground" in rule}
    return [
        _hexes(scheme["globals"]) | {f"rule.{name}": Color.from_hex(each) for name, each in rules.items()}
    ]


def _pair_sublime(colors: Colors) -> Pairs:
    texts = ("foreground", "gutter_foreground", "brackets_foreground", "tags_foreground")
    grounds = ("background", "line_highlight", "selection", "inactive_selection", "find_highlight")
    yield from product([*(name for name in colors if name.startswith("rule.")), *texts], grounds)
    yield "gutter_foreground", "gutter"
    yield "find_highlight_foreground", "find_highlight"


#: What is drawn and not written.
_DRAWN: Final = ("ui.virtual", "ui.window", "ui.background.separator", "diagnostic.", "ui.menu.scroll")


def _read_helix(contents: Contents) -> list[Colors]:
    theme = tomllib.loads(_text(contents))
    palette = _hexes(theme.pop("palette"))
    colors: dict[str, Color] = {}
    for scope, look in theme.items():
        if isinstance(look, str):
            colors[f"{scope} fg"] = Color.from_hex(look)
        elif not scope.startswith("diagnostic."):
            assert look.keys() <= {"fg", "bg", "modifiers"}
            colors |= {f"{scope} {part}": palette[look[part]] for part in ("fg", "bg") if part in look}
    return [colors]


def _pair_looks(colors: Colors) -> Pairs:
    """Pair what has both, and texts without a ground with all grounds without a text."""
    texts = [name.removesuffix(" fg") for name in colors if name.endswith(" fg")]
    grounds = [name.removesuffix(" bg") for name in colors if name.endswith(" bg")]
    yield from ((f"{name} fg", f"{name} bg") for name in texts if name in grounds and name not in _DRAWN)
    free = [f"{name} bg" for name in grounds if name not in texts or name in {"ui.background", "Normal"}]
    for name in texts:
        if name not in grounds and not name.startswith(_DRAWN) and name not in _DRAWN_BY_NEOVIM:
            yield from ((f"{name} fg", ground) for ground in free if ground not in _DRAWN_BY_NEOVIM)


_DRAWN_BY_NEOVIM: Final = (
    *("FloatBorder", "EndOfBuffer", "NonText", "Whitespace", "SpecialKey", "WinSeparator", "VertSplit"),
    "PmenuThumb bg",
)


def _read_neovim(contents: Contents) -> list[Colors]:
    """Read the two tables of colors, and the looks that name them; the real program reads it elsewhere."""
    text = _text(contents)
    looks = re.findall(r'^  \["([\w@.]+)"\] = \{ (.*) \},$', text, re.MULTILINE)
    assert len(looks) > 80
    modes = []
    for body in re.findall(r"^  (?:light|dark) = \{\n(.*?)^  \},$", text, re.DOTALL | re.MULTILINE):
        table = dict(re.findall(r'^    (\w+) = "(#[0-9a-f]{6})",$', body, re.MULTILINE))
        modes.append(
            {
                f"{group} {part}": Color.from_hex(table[name])
                for group, look in looks
                if group != "FloatBorder"
                for part, name in re.findall(r"(fg|bg) = c\.(\w+)", look)
            }
        )
    return modes


def _read_gtk(contents: Contents) -> list[Colors]:
    lines = _text(contents).splitlines()[1:]
    found = [re.fullmatch(r"@define-color (\w+) (#[0-9a-f]{6});", line) for line in lines]
    return [{each[1]: Color.from_hex(each[2]) for each in found if each}]


def _pair_gtk(colors: Colors) -> Pairs:
    for name in colors:
        if name.endswith("_fg_color"):
            yield name, name.replace("_fg_", "_bg_")
    texts = [f"{name}_color" for name in ("accent", "destructive", "success", "warning", "error")]
    yield from product(texts, ("window_bg_color", "view_bg_color", "card_bg_color", "popover_bg_color"))


def _read_kde(contents: Contents) -> list[Colors]:
    parser = configparser.RawConfigParser(delimiters="=", comment_prefixes="#", strict=True)
    parser.read_file(io.StringIO(_text(contents)))
    return [
        {
            f"{section} {key}": Color(*map(int, value.split(",")))
            for section in parser.sections()
            for key, value in parser[section].items()
            if re.fullmatch(r"\d+,\d+,\d+", value)
        }
    ]


def _pair_kde(colors: Colors) -> Pairs:
    for name in colors:
        section, _, key = name.partition(" ")
        if section.startswith("Colors:") and key.startswith("foreground"):
            yield from product((name,), (f"{section} backgroundnormal", f"{section} backgroundalternate"))
    yield "WM activeforeground", "WM activebackground"
    yield "WM inactiveforeground", "WM inactivebackground"


def _read_hyprland(contents: Contents) -> list[Colors]:
    lines = _text(contents).splitlines()[1:]
    found = [re.fullmatch(r"\$([a-zA-Z0-9]+) = (?:rgb\()?([0-9a-f]{6})\)?", line) for line in lines]
    assert all(found)
    return [{each[1]: Color.from_hex(each[2]) for each in found if each}]


def _pair_hyprland(colors: Colors) -> Pairs:
    yield from product(("text", "muted", "link"), ("background", "surface"))
    for name in colors:
        if re.match("on[A-Z]", name):
            yield name, name[2].lower() + name[3:]


def _read_obsidian(contents: Contents) -> list[Colors]:
    assert isinstance(contents, Mapping)
    manifest = json.loads(contents["manifest.json"])
    assert manifest.keys() == {"name", "version", "minAppVersion", "author"}
    style = contents["theme.css"]
    assert isinstance(style, str)
    return _read_css(style)


def _pair_obsidian(colors: Colors) -> Pairs:
    texts = [name for name in colors if name.startswith(("text-", "tag-color")) and "-on-" not in name]
    texts = [name for name in texts if name not in {"text-selection", "text-highlight-bg"}]
    marked = ("text-selection", "text-highlight-bg", "background-modifier-hover")
    yield from product(texts, ("background-primary", "background-secondary", *marked))
    code = [name for name in colors if name.startswith("code-") and name != "code-background"]
    yield from product(code, ("code-background", "text-selection"))
    yield from product(("text-on-accent",), ("interactive-accent", "interactive-accent-hover"))


THEMES: Final = {
    "shadcn": Theme(_read_css, _pair_shadcn),
    "daisyui": Theme(lambda made: [_unprefix(each, "color-") for each in _read_css(made)], _pair_daisyui),
    "bootstrap": Theme(
        lambda made: [_unprefix(each, "bs-") for each in _read_css(made)[:2]], _pair_bootstrap
    ),
    "base16": Theme(_read_base, _pair_base),
    "base24": Theme(_read_base, _pair_base),
    "vscode": Theme(_read_vscode, _pair_vscode),
    "zed": Theme(_read_zed, _pair_zed),
    "sublime": Theme(_read_sublime, _pair_sublime),
    "helix": Theme(_read_helix, _pair_looks),
    "neovim": Theme(_read_neovim, _pair_looks),
    "gtk": Theme(_read_gtk, _pair_gtk),
    "kde": Theme(_read_kde, _pair_kde),
    "hyprland": Theme(_read_hyprland, _pair_hyprland),
    "obsidian": Theme(_read_obsidian, _pair_obsidian),
}
#: Those of which a file has one mode.
SINGLE: Final = ("base16", "base24", "sublime", "helix", "gtk", "kde", "hyprland")


def _unprefix(colors: Colors, prefix: str) -> Colors:
    return {name.removeprefix(prefix): color for name, color in colors.items()}


@cache
def _load(name: str) -> LoadedOutput:
    """Find the output once: the search goes through all that is installed."""
    return cvpalette.find_output(name).load()


@cache
def _render(name: str, palette: str) -> tuple[Contents, ...]:
    """Render a file of each mode, or the one file of both."""
    choices = [{"mode": mode} for mode in ("light", "dark")] if name in SINGLE else [{}]
    return tuple(_load(name).configure(each).render(RESULTS[palette]).contents for each in choices)


@cache
def _read_modes(name: str, palette: str) -> list[Colors]:
    """Return the colors of light and dark."""
    modes = [colors for contents in _render(name, palette) for colors in THEMES[name].read(contents)]
    assert len(modes) == 2
    return modes


@pytest.mark.parametrize("palette", RESULTS)
@pytest.mark.parametrize("name", THEMES)
def test_text_is_readable(name: str, palette: str) -> None:
    """4.5:1 for each pair of text and ground, as it is written."""
    for mode, colors in zip(("light", "dark"), _read_modes(name, palette), strict=True):
        pairs = list(THEMES[name].pairs(colors))
        assert len(pairs) > 5
        low = {
            f"{mode}: {text} on {ground}": round(colors[text].contrast(colors[ground]), 2)
            for text, ground in pairs
            if colors[text].contrast(colors[ground]) < 4.5
        }
        assert not low


@pytest.mark.parametrize("name", THEMES)
def test_the_modes_are_light_and_dark(name: str) -> None:
    """In this order, and the background is that of the scheme."""
    scheme = RESULTS["photo"].scheme
    light, dark = _read_modes(name, "photo")
    assert scheme.light.background.color in light.values()
    assert scheme.dark.background.color in dark.values()
    assert scheme.dark.background.color not in light.values()


@pytest.mark.parametrize("name", THEMES)
def test_a_hostile_name_stays_a_name(name: str) -> None:
    """The file has as many lines, and the same ones but for those that have the name."""
    hostile = RESULTS["hostile photo"]
    for one, other in zip(_render(name, "photo"), _render(name, "hostile photo"), strict=True):
        for text, same in zip(_files(one), _files(other), strict=True):
            changed = [
                (before, after)
                for before, after in zip(text.splitlines(), same.splitlines(), strict=True)
                if before != after
            ]
            assert all(_has_name(after, hostile) for _, after in changed)
            assert text.count("\n") == same.count("\n")


def _files(contents: Contents) -> list[str]:
    files = contents.values() if isinstance(contents, Mapping) else [contents]
    return [each for each in files if isinstance(each, str)]


def _has_name(line: str, result: Result) -> bool:
    return any(part in line for part in ("x-y-z", "${x}", palette_name(result)))


def _make_contract(name: str) -> type[OutputContract]:
    output = _load(name).output()
    # Those that read their format read the colors of a theme, and none of the palette.
    contracts = (OutputContract, ReaderContract) if hasattr(output, "parse") else (OutputContract,)
    return type(f"Test{name.capitalize()}", contracts, {"output": output, "holds_palette": False})


TestShadcn = _make_contract("shadcn")
TestDaisyui = _make_contract("daisyui")
TestBootstrap = _make_contract("bootstrap")
TestBase16 = _make_contract("base16")
TestBase24 = _make_contract("base24")
TestVscode = _make_contract("vscode")
TestZed = _make_contract("zed")
TestSublime = _make_contract("sublime")
TestHelix = _make_contract("helix")
TestNeovim = _make_contract("neovim")
TestGtk = _make_contract("gtk")
TestKde = _make_contract("kde")
TestHyprland = _make_contract("hyprland")
TestObsidian = _make_contract("obsidian")


@pytest.mark.parametrize("name", ["base16", "base24"])
def test_neutrals_are_in_steps(name: str) -> None:
    """From the background to the text and beyond, as the styling guide has them; and deeper in base24."""
    for palette, (at, mode) in product(RESULTS, enumerate(("light", "dark"))):
        colors = _read_modes(name, palette)[at]
        steps = [colors[f"base0{number}"].luminance for number in range(8)]
        if name == "base24":
            steps = [colors["base11"].luminance, colors["base10"].luminance, *steps]
        ordered = sorted(set(steps), reverse=mode == "light")
        # Deeper than a background that is nearly white, there is only white.
        assert steps[-8:] == ordered[-8:] if mode == "light" else steps == ordered


def test_soft_buttons_are_readable() -> None:
    """Colors of daisyUI and shadcn/ui are text on a ground that is covered with a tenth or more of them."""
    for palette in RESULTS:
        for colors in _read_modes("daisyui", palette):
            for name in ("primary", "secondary", "accent", "error", "warning", "success", "info"):
                text, ground = colors[name], colors["base-100"]
                assert text.contrast(_cover(text, ground, 0.08)) >= 4.5
                assert text.contrast(colors["base-300"]) >= 3
        for colors in _read_modes("shadcn", palette):
            text = colors["destructive"]
            assert text.contrast(_cover(text, colors["card"], 0.2)) >= 4.5


def _cover(color: Color, ground: Color, part: float) -> Color:
    mixed = (round(part * a + (1 - part) * b) for a, b in zip(color.rgb, ground.rgb, strict=True))
    return Color(*mixed)


def test_accents_of_shadcn_are_quiet() -> None:
    """Its accent is the ground of a menu's item under a pointer."""
    for colors in _read_modes("shadcn", "photo"):
        assert colors["accent"].contrast(colors["background"]) < 1.4


@settings(max_examples=20, deadline=None)
@given(
    st.floats(0, 360),
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.25), st.floats(-180, 180)), min_size=1, max_size=8),
    st.sampled_from([0.0, 0.1, 1.0]),
)
@example(150.0, [(0.5, 0.13, 0.0), (0.5, 0.12, 2.0), (0.6, 0.1, -2.0)], 1.0)
@example(0.0, [(0.5, 0.0, 0.0)], 1.0)
def test_colors_of_charts_can_be_told_apart(
    hue: float, tones: list[tuple[float, float, float]], spread: float
) -> None:
    """In both modes, also if the picture has one hue only, which is that of a message too."""
    found = [Color.from_space("oklch", (light, chroma, hue + spread * turn)) for light, chroma, turn in tones]
    result = make_result([color.hex for color in found])
    for colors in _read_css(cvpalette.render(result, "shadcn")):
        charts = [colors[f"chart-{number}"] for number in range(1, 6)]
        assert min(delta_e(*pair) for pair in combinations(charts, 2)) >= 10
        assert (
            min(color.contrast(colors[ground]) for color in charts for ground in ("background", "card")) >= 3
        )


def test_bootstrap_has_its_channels() -> None:
    """Its utilities take `--bs-primary-rgb` and not `--bs-primary`."""
    (style,) = _render("bootstrap", "photo")
    assert isinstance(style, str)
    triplets = re.findall(r"--bs-([\w-]+)-rgb: (\d+), (\d+), (\d+);", style)
    assert len(triplets) == 2 * 17
    hexes = re.findall(r"--bs-([\w-]+): (#[0-9a-f]{6});", style)
    for name, *levels in triplets:
        assert (name, Color(*map(int, levels)).hex) in hexes


def test_neovim_knows_the_scheme_by_the_file() -> None:
    """Neovim loads it again by this name when the background changes; elsewhere it is the palette's."""
    (script,) = _render("neovim", "photo")
    assert isinstance(script, str)
    assert 'local script = debug.getinfo(1, "S").source:match("([^/\\\\]+)%.lua$")' in script
    assert 'vim.g.colors_name = script or "photo"' in script


@pytest.mark.parametrize("name", THEMES)
def test_the_suffix_finds_the_theme(name: str) -> None:
    """A file's name is enough."""
    assert find_by_suffix(f"x{_load(name).suffix}").name == name


@pytest.mark.parametrize("name", THEMES)
def test_the_theme_is_the_golden_file(name: str, golden: Callable[[str, str | bytes], None]) -> None:
    """To the letter."""
    contents = _load(name).configure({}).render(RESULTS["photo"]).contents
    files = contents if isinstance(contents, Mapping) else {f"photo{_load(name).suffix}": contents}
    for path, each in files.items():
        golden(f"{name}/{path}", each)
