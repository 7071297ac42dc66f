"""The output `dtcg`."""

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch, Values
from cvpalette.extraction import Extraction
from cvpalette.outputs.dtcg import DesignTokens
from cvpalette.result import Result
from cvpalette.testing import OutputContract, ReaderContract, make_extraction, make_result


class TestDesignTokens(OutputContract, ReaderContract):
    """What every output promises."""

    output = DesignTokens()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("dtcg/default.tokens.json", DesignTokens().render(extraction.result))


def test_texts_and_names_are_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """-O dtcg.value=hex -O dtcg.prefix=brand; a name ends no comment of a tool's, and is no reference."""
    extraction = make_extraction(["#264653", "#2a9d8f"], names=("Crème */ {brûlée}", "$value"))
    golden("dtcg/hex.tokens.json", DesignTokens(value="hex", prefix="brand").render(extraction.result))


def test_a_prefix_that_some_tool_refuses_is_an_error() -> None:
    """Before anything is rendered."""
    with pytest.raises(ValueError, match="option 'prefix'"):
        DesignTokens(prefix="$color")


@pytest.mark.parametrize("level", range(256))
def test_components_give_the_same_level(level: int) -> None:
    """Within 0 and 1, with the digits that suffice."""
    rendered = DesignTokens().render(make_result([f"#{level:02x}0000"]))
    value = json.loads(rendered)["palette"]["color-1"]["$value"]
    assert value.keys() == {"colorSpace", "components", "alpha", "hex"}
    assert 0 <= value["components"][0] <= 1
    assert round(value["components"][0] * 255) == level


def _parse(document: Any) -> list[tuple[str, str]]:
    return [(swatch.name, swatch.color.hex) for swatch in DesignTokens.parse(json.dumps(document).encode())]


def test_groups_are_read_in_order() -> None:
    """Names are paths, without what all have; a type holds for a group; what is no color is left out."""
    tokens = {
        "brand": {
            "$type": "color",
            "sea": {"500": {"$value": "#2a9d8f"}, "700": {"$value": "#264653ff"}},
            "alias": {"$value": "{brand.sea.500}"},
            "reference": {"$value": {"$ref": "#/brand/sea/500/$value"}},
            "glass": {"$value": {"colorSpace": "srgb", "components": [1, 1, 1], "alpha": 0}},
            "gap": {"$type": "dimension", "$value": {"value": 8, "unit": "px"}},
        }
    }
    assert _parse(tokens) == [("sea-500", "#2a9d8f"), ("sea-700", "#264653")]
    assert _parse({"navy": {"$type": "color", "$value": "#000080"}}) == [("navy", "#000080")]


@pytest.mark.parametrize(
    "value",
    [
        "inherit",
        "none",
        "currentColor",
        "95.1 60.5% 92.2%",
        "light-dark(var(--light, #0066cc), var(--dark, #92c5f9))",
        "rgb(var(--red) 0 0)",
        "rgba({sea}, 0.5)",
    ],
)
def test_a_text_that_is_no_color_is_left_out(value: str) -> None:
    """Tokens that are made of style sheets have such values; the others of the file are read."""
    tokens = {"sea": {"$type": "color", "$value": "#2a9d8f"}, "icon": {"$type": "color", "$value": value}}
    assert _parse(tokens) == [("sea", "#2a9d8f")]


@pytest.mark.parametrize(
    ("space", "components", "color"),
    [
        ("srgb", [0.14902, 0.27451, 0.32549], "#264653"),
        ("hsl", [197.33, 37.19, 23.73], "#264653"),
        ("oklch", [0.5, 0.1, 200], "#00747a"),
        ("oklch", [1, 0, "none"], "#ffffff"),
        ("display-p3", [0, 1, 0], "#00ff00"),
    ],
)
def test_every_color_space_is_read(space: str, components: list[Any], color: str) -> None:
    """What is outside of sRGB is clipped."""
    value = {"colorSpace": space, "components": components}
    assert _parse({"a": {"$type": "color", "$value": value}}) == [("a", color)]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("#12", "token 'a': '#12' is no color"),
        ({"colorSpace": "cmyk", "components": [0, 0, 0]}, "token 'a': there is no color space 'cmyk'"),
        ({"colorSpace": "srgb", "components": [0, 0]}, "token 'a' has neither"),
        ({"colorSpace": "srgb", "components": [0, 0, "x"]}, "token 'a' has neither"),
        ({"colorSpace": "lab", "components": [1e300, 0, 0]}, "token 'a': its components are out of range"),
        ({"colorSpace": [], "components": [0, 0, 0]}, "token 'a' has neither"),
        (7, "token 'a' has neither a color space with three components nor a color as text"),
    ],
)
def test_a_token_that_is_no_color_is_named(value: Any, message: str) -> None:
    """By its path."""
    with pytest.raises(ValueError, match=message):
        _parse({"a": {"$type": "color", "$value": value}})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "it holds no color"),
        ("{}", "it holds no color"),
        ('{"a": {"$value": "#000"}}', "it holds no color"),
        ("{", "line 1: it is not JSON: expecting property name"),
        ('{"a": NaN}', "it is not JSON"),
        ("[" * 100_000, "it is nested too deeply"),
        ('{"a":' * 500 + "1" + "}" * 500, "it is nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}", "it is not JSON"),
    ],
    ids=range(8),
)
def test_what_is_no_tokens_is_said(text: str, message: str) -> None:
    """Whatever a file holds, there are words for it."""
    with pytest.raises(ValueError, match=message):
        DesignTokens.parse(text.encode())


def test_what_is_left_out_is_said() -> None:
    """References, colors without a type, and what a group inherits."""
    tokens = {
        "a": {"$type": "color", "sea": {"$value": "#2a9d8f"}, "alias": {"$value": "{a.sea}"}},
        "b": {"$extends": "{a}", "x": {"$value": "#264653"}},
        "c": {"$value": {"colorSpace": "srgb", "components": [1, 1, 1]}},
        "d": {"$value": 7},
    }
    palette = DesignTokens.parse(json.dumps(tokens).encode())
    assert [swatch.name for swatch in palette] == ["sea"]
    assert palette.notes == (
        "1 token is left out: only a reference to another one",
        "1 inheritance is left out: tokens that a group only inherits are not read",
        "2 tokens are left out: no type is given",
    )


def test_the_token_of_a_group_itself_is_read() -> None:
    """It is called $root, goes by the group's name, and is in the group."""
    group = {"$root": {"$value": "#2a9d8f"}, "dark": {"$value": "#264653"}}
    assert _parse({"$type": "color", "sea": group, "sun": {"$value": "#e9c46a"}}) == [
        ("sea", "#2a9d8f"),
        ("dark", "#264653"),
        ("sun", "#e9c46a"),
    ]
    palette = DesignTokens.parse(
        json.dumps({"$type": "color", "sea": group, "sun": {"$value": "#e9c46a"}}).encode()
    )
    assert [swatch.group for swatch in palette] == ["sea", "sea", ""]


@pytest.mark.parametrize(
    ("paths", "places", "name"),
    [
        (("brand.primary", "brand.secondary"), (("", "primary"), ("", "secondary")), "brand"),
        (("color.primary",), (("", "primary"),), ""),
        (
            ("color.sea.500", "color.sea.700", "color.night"),
            (("sea", "sea-500"), ("sea", "sea-700"), ("", "night")),
            "",
        ),
        (
            ("light.text", "light.back", "dark.text"),
            (("light", "light-text"), ("light", "back"), ("dark", "dark-text")),
            "",
        ),
        (
            ("a.x.default", "b.y.default", "b.y.hover"),
            (("a/x", "x-default"), ("b/y", "y-default"), ("b/y", "hover")),
            "",
        ),
        (("500", "x"), (("", "500"), ("", "x")), ""),
    ],
    ids=range(6),
)
def test_a_name_is_as_much_of_the_path_as_makes_it_clear(
    paths: tuple[str, ...], places: tuple[tuple[str, str], ...], name: str
) -> None:
    """The rest of the path is the group; where all are in one group, that is the palette's name."""
    document: dict[str, Any] = {}
    for path in paths:
        group = document
        for key in path.split("."):
            group = group.setdefault(key, {})
        group |= {"$type": "color", "$value": "#264653"}
    palette = DesignTokens.parse(json.dumps(document).encode())
    assert tuple((swatch.group, swatch.name) for swatch in palette) == places
    assert palette.name == name


def _swatch(color: str, name: str, group: str, **more: Any) -> Swatch:
    return Swatch(Color.from_hex(color), 0.25, name, group=group, **more)


GROUPED = Palette(
    (
        _swatch(
            "#264653", "Night", "Brand/Dark Tones", kind="spot", values=Values("cmyk", (1, 0.5, 0, 0.25))
        ),
        _swatch("#2a9d8f", "", "Brand", alpha=0.5),
        _swatch("#e9c46a", "Sun", ""),
        _swatch("#264653", "Night", "Brand", kind="global", values=Values("lab", (28.0, -8.0, -11.0))),
    ),
    "Sea",
    comment="Author: {me}",
)


@pytest.mark.parametrize("value", ["object", "hex"])
def test_groups_kinds_alpha_and_values_come_back(
    value: Any, golden: Callable[[str, str | bytes], None]
) -> None:
    """Other tools see groups in the palette's group; a group that comes again is a second one."""
    text = DesignTokens(value=value).render(Result.of_palette(GROUPED, "sea"))
    palette = DesignTokens.parse(text.encode())
    assert [dataclasses.replace(swatch, alpha=round(swatch.alpha, 2)) for swatch in palette] == list(GROUPED)
    assert (palette.name, palette.comment) == ("Sea", "Author: {me}")
    if value == "object":
        golden("dtcg/groups.tokens.json", text)


def test_ramps_and_texts_in_groups_are_left_out() -> None:
    """As they are outside of groups."""
    text = DesignTokens(ramps=True, text=True).render(Result.of_palette(GROUPED, "sea"))
    palette = DesignTokens.parse(text.encode())
    assert [(swatch.group, swatch.name) for swatch in palette] == [
        (each.group, each.name) for each in GROUPED
    ]
    deep: Any = {"$type": "color"}
    for _ in range(80):
        deep = {"x": deep}
    ours = {"$extensions": {"org.cvpalette": {"name": "x"}}}
    with pytest.raises(ValueError, match="it is nested too deeply"):
        DesignTokens.parse(json.dumps({"palette": ours | {"a": deep}}).encode())


@pytest.mark.parametrize(
    "values",
    [
        7,
        {"space": "rgb", "components": [1, 1, 1]},
        {"space": "lab", "components": [1]},
        {"space": "lab", "components": ["x"] * 3},
    ],
    ids=range(4),
)
def test_damaged_values_of_ours_are_none(values: Any) -> None:
    """The color itself counts."""
    known = {"$extensions": {"org.cvpalette": {"values": values, "kind": "odd"}}}
    token = {"$type": "color", "$value": "#264653"} | known
    palette = DesignTokens.parse(json.dumps({"a": token}).encode())
    assert (palette[0].values, palette[0].kind) == (None, "")


def test_a_huge_number_is_no_color() -> None:
    """JSON's integers have no end."""
    value = {"colorSpace": "srgb", "components": [0, 0, 10**400]}
    with pytest.raises(ValueError, match="token 'a' has neither"):
        _parse({"a": {"$type": "color", "$value": value}})


def test_ramps_are_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """-O dtcg.ramps=true: each color is a group, in which $root is the color itself."""
    extraction = make_extraction(["#264653", "#e9c46a"], names=("", "Sun"))
    golden("dtcg/ramps.tokens.json", DesignTokens(ramps=True).render(extraction.result))


def test_a_ramp_of_ours_is_left_out() -> None:
    """The palette comes back, and a note says so. One that others wrote is read as a whole."""
    result = make_result(["#264653", "#2a9d8f"], names=("", "navy"))
    text = DesignTokens(ramps=True).render(result)
    palette = DesignTokens.parse(text.encode())
    assert palette == result.palette.__class__(result.palette.swatches, "stripes")
    assert palette.notes == ("2 ramps are left out: only the color of each is read",)
    assert len(DesignTokens.parse(text.replace("org.cvpalette", "com.example").encode())) == 24


@pytest.mark.parametrize("root", [{}, 1, "#264653"])
def test_a_damaged_ramp_is_no_palette(root: Any) -> None:
    """Whatever stands where its color should be."""
    document = json.loads(DesignTokens(ramps=True).render(make_result(["#264653"])))
    document["palette"]["color-1"]["$root"] = root
    with pytest.raises(ValueError, match="it holds no color"):
        DesignTokens.parse(json.dumps(document).encode())


def test_roles_are_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """-O dtcg.roles=true: the groups light and dark beside the palette."""
    extraction = make_extraction(["#264653", "#e9c46a"], names=("", "Sun"))
    golden("dtcg/roles.tokens.json", DesignTokens(roles=True, text=True).render(extraction.result))


def test_roles_and_colors_of_text_of_ours_are_left_out() -> None:
    """The palette comes back, and notes say what is missing."""
    result = make_result(["#264653", "#2a9d8f"], names=("", "primary"))
    palette = DesignTokens.parse(DesignTokens(roles=True, text=True, ramps=True).render(result).encode())
    assert palette.colors == result.palette.colors
    assert palette.notes == (
        "2 ramps are left out: only the color of each is read",
        "2 colors are left out: made for text on another color",
        (
            "2 role groups are left out: no colors of the palette; rules and the option 'roles' take them, "
            "and schemes are derived anew"
        ),
    )
