"""The output `tokens-studio`: as we write it and as the plugin does."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.extraction import Extraction
from cvpalette.outputs.tokens_studio import TokensStudio
from cvpalette.result import Result
from cvpalette.testing import OutputContract, ReaderContract


class TestTokensStudio(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = TokensStudio()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("tokens-studio/default.tokens-studio.json", TokensStudio().render(extraction.result))


def test_groups_are_token_sets(golden: Callable[[str, str | bytes], None]) -> None:
    """A group that comes again after others is a second set, so that the order stays."""
    night, sea = Color.from_hex("#264653"), Color.from_hex("#2a9d8f")
    palette = Palette(
        (
            Swatch(night, 0.25, "{Night}", group="Brand/Dark"),
            Swatch(sea, 0.25),
            Swatch(sea, 0.25, alpha=0.5, group="Brand/Dark"),
            Swatch(night, 0.25, group="Brand"),
        ),
        "Sea",
        has_shares=False,
    )
    text = TokensStudio(prefix="brand").render(Result.of_palette(palette, "x"))
    golden("tokens-studio/groups.tokens-studio.json", text)
    again = TokensStudio.parse(text.encode())
    assert [(each.group, each.name, round(each.alpha, 2)) for each in again] == [
        (each.group, each.name, each.alpha) for each in palette
    ]
    assert again.name == "Sea"


def test_a_prefix_that_some_tool_refuses_is_an_error() -> None:
    """Before anything is rendered."""
    with pytest.raises(ValueError, match="option 'prefix'"):
        TokensStudio(prefix="$color")


def _color(value: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "type": "color", **more}


def _parse(document: Any) -> Palette:
    return TokensStudio.parse(json.dumps(document).encode())


SETS = {
    "core": {
        "blue": {"500": _color("#264653"), "600": _color("{blue.500}")},
        "gap": {"value": "4", "type": "spacing"},
    },
    "theme/dark": {
        "text": _color("{blue.500}"),
        "faded": _color("rgba({blue.500}, 50%)"),
        "old": _color("$core.blue.500"),
        "glass": _color("#00000000"),
    },
}


def test_sets_are_groups_and_references_are_followed() -> None:
    """Into other sets, and within functions."""
    palette = _parse(SETS | {"$themes": [], "$metadata": {"tokenSetOrder": ["core", "theme/dark"]}})
    assert [(each.group, each.name, each.color.hex, each.alpha) for each in palette] == [
        ("core/blue", "blue-500", "#264653", 1.0),
        ("core/blue", "blue-600", "#264653", 1.0),
        ("theme/dark", "text", "#264653", 1.0),
        ("theme/dark", "faded", "#264653", 0.5),
        ("theme/dark", "old", "#264653", 1.0),
    ]
    assert palette.notes == ("1 transparent color is left out",)


def test_a_set_has_its_own_tokens_first() -> None:
    """The last set counts for all others."""
    sets = {name: {"x": _color(color)} for name, color in (("a", "#111111"), ("b", "#222222"))}
    sets["a"]["y"] = sets["c"] = {"y": _color("{x}")}
    sets["a"]["y"] = _color("{x}")
    palette = _parse(sets)
    assert [each.color.hex for each in palette] == ["#111111", "#111111", "#222222", "#222222"]


def test_the_form_of_the_w3c_is_read_if_it_has_sets() -> None:
    """The plugin has a setting for it; without sets, it is a file of design tokens."""
    token = {"core": {"a": {"$value": "#264653", "$type": "color"}}}
    assert _parse(token | {"$themes": []})[0].name == "a"
    with pytest.raises(ValueError, match="it holds no color tokens of Tokens Studio"):
        _parse(token)


def test_what_is_left_out_is_said() -> None:
    """References without an end, gradients, and colors that only the plugin can make."""
    grown = {f"g{at}": _color(f"{{s.g{at + 1}}} {{s.g{at + 1}}}") for at in range(40)}
    odd = {
        "loop": _color("{loop}"),
        "gone": _color("{x.y}"),
        "gradient": _color("linear-gradient(0deg, #111 0%, #222 100%)"),
        "number": {"value": 7, "type": "color"},
        "lighter": _color("#264653", **{"$extensions": {"studio.tokens": {"modify": {"type": "lighten"}}}}),
        "one": _color("#264653"),
    }
    palette = _parse({"s": odd | grown})
    assert len(palette) == 1
    assert palette.notes == (
        "44 tokens are left out: no color, or a reference that leads to none",
        "1 token is left out: changed by a modifier, which only the plugin applies",
    )


@pytest.mark.parametrize("document", [[], {}, {"a": {"value": "4", "type": "spacing"}}, {"$themes": []}])
def test_what_has_no_color_tokens_is_refused(document: Any) -> None:
    """Whatever else it is."""
    with pytest.raises(ValueError, match="it holds no color"):
        _parse(document)


def test_deep_files_are_refused() -> None:
    """As in other formats."""
    deep: Any = _color("#264653")
    for _ in range(80):
        deep = {"x": deep}
    with pytest.raises(ValueError, match="it is nested too deeply"):
        _parse(deep)
