"""`dtcg` in Style Dictionary and Terrazzo, and beside the rules of the specification."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from cvpalette.extraction import Extraction
from cvpalette.roles.ramp import make_ramp
from cvpalette.roles.scheme import MODES

from .conftest import Write
from .hostile import COLORS, NAMES, RAMPS, SLUGS
from .painter import Painter
from .programs import Programs

TOKENS = [f"color-{slug}" for slug in SLUGS]
PROPERTIES = [[color, f"--palette-{token}"] for color, token in zip(COLORS, TOKENS, strict=True)]
STEPS = [
    [color, f"--palette-{token}-{step}"]
    for token, steps in zip(TOKENS, RAMPS, strict=True)
    for step, color in steps
]
VALUES = pytest.mark.parametrize("value", ["object", "hex"])


@VALUES
def test_style_dictionary_reads_the_tokens(
    programs: Programs, painter: Painter, write: Write, named: Extraction, value: str
) -> None:
    """Each token has its color and its name, and so has each property of the CSS that it writes."""
    path = write("dtcg", named, value=value)
    read = programs.ask_node("style-dictionary", "style_dictionary.mjs", path)
    assert [[color, token] for color, token, _ in read["tokens"]] == [
        [color, ["palette", token]] for color, token in zip(COLORS, TOKENS, strict=True)
    ]
    # What ends a comment of CSS, and what looks like a reference, ends Style Dictionary.
    names = [name.replace("*/", "* /").replace("{", "(").replace("}", ")") for name in NAMES]
    assert [note.rsplit(", ", 1)[0] for _, _, note in read["tokens"]] == names
    assert painter.paint_properties(read["css"]) == PROPERTIES


@VALUES
def test_style_dictionary_reads_ramps(
    programs: Programs, painter: Painter, write: Write, named: Extraction, value: str
) -> None:
    """It knows no token for a group itself: $root becomes a token called root."""
    read = programs.ask_node(
        "style-dictionary", "style_dictionary.mjs", write("dtcg", named, value=value, ramps="yes")
    )
    roots = [[color, f"{name}-root"] for color, name in PROPERTIES]
    assert sorted(painter.paint_properties(read["css"])) == sorted([*roots, *STEPS])


def test_style_dictionary_reads_token_sets(
    programs: Programs, painter: Painter, write: Write, named: Extraction
) -> None:
    """Those of Tokens Studio have older keys, and a set is a group to it."""
    read = programs.ask_node("style-dictionary", "style_dictionary.mjs", write("tokens-studio", named))
    assert [[color, path] for color, path, _ in read["tokens"]] == [
        [color, ["global", token]] for color, token in zip(COLORS, TOKENS, strict=True)
    ]
    properties = [[color, name.replace("palette", "global")] for color, name in PROPERTIES]
    assert painter.paint_properties(read["css"]) == properties


def _build_with_terrazzo(programs: Programs, painter: Painter, tokens: Path) -> Any:
    """Return the color and the name of each property of the CSS that Terrazzo makes; it sorts them."""
    programs.find_npm("@terrazzo/plugin-css")
    programs.link_npm()
    (programs.work / "terrazzo.config.mjs").write_text(
        "import {defineConfig} from '@terrazzo/cli';\n"
        "import css from '@terrazzo/plugin-css';\n"
        f"export default defineConfig({{tokens: ['./{tokens.name}'], outDir: './built/',\n"
        "  plugins: [css({filename: 'tokens.css'})],\n"
        "  lint: {rules: {'core/valid-color': ['error', {legacyFormat: true}]}}});\n",
        encoding="utf-8",
    )
    programs.run_npm("@terrazzo/cli", "terrazzo", "build")
    style = (programs.work / "built" / "tokens.css").read_text(encoding="utf-8")
    return sorted(painter.paint_properties(style))


@VALUES
def test_terrazzo_builds_the_tokens(
    programs: Programs, painter: Painter, write: Write, named: Extraction, value: str
) -> None:
    """The CSS that it writes has each token's color."""
    tokens = write("dtcg", named, value=value)
    assert _build_with_terrazzo(programs, painter, tokens) == sorted(PROPERTIES)


@VALUES
def test_terrazzo_builds_ramps(
    programs: Programs, painter: Painter, write: Write, named: Extraction, value: str
) -> None:
    """The token $root of a group has the group's name."""
    tokens = write("dtcg", named, value=value, ramps="yes")
    assert _build_with_terrazzo(programs, painter, tokens) == sorted([*PROPERTIES, *STEPS])


def test_tokens_keep_the_rules(write: Write, named: Extraction) -> None:
    """Neither tool looks whether names and values are as the specification has them."""
    document = json.loads(write("dtcg", named).read_text(encoding="utf-8"))
    group = document["palette"]
    assert group["$type"] == "color"
    tokens = {name: token for name, token in group.items() if not name.startswith("$")}
    assert list(tokens) == TOKENS
    for (name, token), color in zip(tokens.items(), COLORS, strict=True):
        assert not set(name) & set("{}.")
        assert set(token) <= {"$value", "$description", "$extensions"}
        value = token["$value"]
        assert set(value) == {"colorSpace", "components", "alpha", "hex"}
        assert value["colorSpace"] == "srgb"
        assert len(value["components"]) == 3
        assert all(0 <= component <= 1 for component in value["components"])
        assert value["alpha"] == 1
        assert value["hex"] == color
        # A reverse domain is what keeps the extensions of two tools apart.
        assert all(re.fullmatch(r"[a-z]+(\.[a-z]+)+", key) for key in token["$extensions"])


@VALUES
def test_roles_are_read_by_both(
    programs: Programs, painter: Painter, write: Write, named: Extraction, value: str
) -> None:
    """As tokens of the groups light and dark, and colors of text beside their colors."""
    tokens = write("dtcg", named, value=value, roles="yes", text="yes")
    read = programs.ask_node("style-dictionary", "style_dictionary.mjs", tokens)
    roles = [
        [role.hex, mode, name]
        for mode in MODES
        for name, role in named.result.scheme.mode(mode).named().items()
    ]
    inks = [
        [color.ink.hex, "palette", f"{token}-text"]
        for color, token in zip(named.palette.colors, TOKENS, strict=True)
    ]
    palette = [[color, "palette", token] for color, token in zip(COLORS, TOKENS, strict=True)]
    wanted = [*palette, *inks, *roles]
    assert sorted([color, *path] for color, path, _ in read["tokens"]) == sorted(wanted)
    properties = sorted([color, f"--{group}-{name}"] for color, group, name in wanted)
    assert sorted(painter.paint_properties(read["css"])) == properties
    assert _build_with_terrazzo(programs, painter, tokens) == properties


def test_roles_with_ramps_are_read_by_both(
    programs: Programs, painter: Painter, write: Write, named: Extraction
) -> None:
    """Both modes have the ramp of the light color, in which the dark color need not be a step."""
    tokens = write("dtcg", named, roles="yes", ramps="yes")
    read = programs.ask_node("style-dictionary", "style_dictionary.mjs", tokens)
    wanted = [*PROPERTIES, *STEPS]
    rooted = {name for _, name in PROPERTIES}
    scheme = named.result.scheme
    for mode in MODES:
        roles = scheme.mode(mode).named()
        wanted += [[role.hex, f"--{mode}-{name}"] for name, role in roles.items()]
        for name in ("primary", "secondary", "accent", "error", "warning", "success", "info"):
            steps = make_ramp(scheme.light.named()[name].color)
            wanted += [[color.hex, f"--{mode}-{name}-{step}"] for step, color in steps.items()]
            rooted.add(f"--{mode}-{name}")
    assert _build_with_terrazzo(programs, painter, tokens) == sorted(wanted)
    roots = [[color, f"{name}-root" if name in rooted else name] for color, name in wanted]
    assert sorted(painter.paint_properties(read["css"])) == sorted(roots)
