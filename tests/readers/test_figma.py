"""The reader `figma`: variables as Figma's interface and its plugins write them."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from cvpalette.color.palette import Palette
from cvpalette.readers.figma import FigmaVariables
from cvpalette.testing import ReadingContract

SEA = {"r": 42 / 255, "g": 157 / 255, "b": 143 / 255, "a": 1}
NIGHT = {"r": 38 / 255, "g": 70 / 255, "b": 83 / 255, "a": 0.5}


def _alias(number: str) -> dict[str, str]:
    return {"type": "VARIABLE_ALIAS", "id": number}


def _variable(name: str, collection: str, values: Any, kind: str = "COLOR") -> dict[str, Any]:
    return {
        "name": name,
        "variableCollectionId": collection,
        "resolvedType": kind,
        "valuesByMode": values,
    }


def _rest(**more: Any) -> dict[str, Any]:
    modes = [{"modeId": "1:0", "name": "Light"}, {"modeId": "1:1", "name": "Dark"}]
    return {
        "status": 200,
        "error": False,
        "meta": {
            "variables": {
                "V:1": _variable("brand/text", "C:1", {"1:0": _alias("V:2"), "1:1": SEA}),
                "V:2": _variable("sea/500", "C:2", {"2:0": NIGHT}),
                "V:3": _variable("gap", "C:2", {"2:0": 4}, "FLOAT"),
                **more,
            },
            "variableCollections": {
                "C:1": {"name": "Themes", "modes": modes, "defaultModeId": "1:0"},
                "C:2": {
                    "name": "Base",
                    "modes": [{"modeId": "2:0", "name": "Value"}],
                    "defaultModeId": "2:0",
                },
            },
        },
    }


RESOLVED = {
    "version": "1.0.2",
    "collections": [
        {
            "name": "Theme",
            "modes": [
                {
                    "name": "Light",
                    "variables": [
                        {"name": "a/x", "type": "color", "value": {"r": 255, "g": 128, "b": 0, "a": 0.5}},
                        {"name": "n", "type": "number", "value": 54},
                        {
                            "name": "b",
                            "type": "color",
                            "isAlias": True,
                            "value": {"collection": "Theme", "name": "a/x"},
                        },
                    ],
                },
                {"name": "Dark", "variables": [{"name": "a/x", "type": "color", "value": "#26465380"}]},
            ],
        }
    ],
}
PLUGIN = {
    "id": "VariableCollectionId:1",
    "name": "Theme",
    "modes": {"1:0": "Light"},
    "variableIds": ["V:1"],
    "variables": [
        {
            "id": "V:1",
            "name": "a",
            "type": "COLOR",
            "valuesByMode": {"1:0": _alias("V:9")},
            "resolvedValuesByMode": {"1:0": {"resolvedValue": SEA, "alias": "V:9"}},
        },
        {"id": "V:2", "name": "b", "type": "COLOR", "valuesByMode": {"1:0": _alias("V:1")}},
    ],
}


class TestFigmaVariables(ReadingContract):
    """What every reader promises."""

    reader = FigmaVariables
    examples: ClassVar[Mapping[str, bytes]] = {
        "the REST interface": json.dumps(_rest()).encode(),
        "variables2json": json.dumps(RESOLVED).encode(),
        "a plugin": json.dumps([PLUGIN]).encode(),
    }


def _parse(document: Any) -> Palette:
    return FigmaVariables.parse(json.dumps(document).encode())


def _list(palette: Palette) -> list[tuple[str, str, str, float]]:
    return [(each.group, each.name, each.color.hex, each.alpha) for each in palette]


def test_collections_and_modes_are_groups() -> None:
    """A mode that is the only one is none; references are followed into other collections."""
    palette = _parse(_rest())
    assert _list(palette) == [
        ("Themes/Light/brand", "Light-brand-text", "#264653", 0.5),
        ("Themes/Dark/brand", "Dark-brand-text", "#2a9d8f", 1.0),
        ("Base/sea", "sea-500", "#264653", 0.5),
    ]
    assert palette.notes == ()


def test_references_that_lead_nowhere_are_told() -> None:
    """Or in a circle, or to one of another kind of value."""
    lost = {
        "V:4": _variable("x", "C:2", {"2:0": _alias("V:9")}),
        "V:5": _variable("y", "C:2", {"2:0": _alias("V:5")}),
        "V:6": _variable("z", "C:2", {"2:0": _alias("V:7")}),
        "V:7": _variable("gap", "C:2", 7, "FLOAT"),
    }
    palette = _parse(_rest(**lost))
    assert len(palette) == 3
    assert palette.notes == ("3 variables are left out: a reference to one that the file does not have",)


def test_a_file_with_modes_in_lists() -> None:
    """Its levels are of 255, and an alias names its collection."""
    assert _list(_parse(RESOLVED)) == [
        ("Light/a", "Light-a-x", "#ff8000", 0.5),
        ("Light", "b", "#ff8000", 0.5),
        ("Dark/a", "Dark-a-x", "#264653", 128 / 255),
    ]
    wrong = json.loads(json.dumps(RESOLVED).replace('"name": "a/x"}', '"name": "q"}'))
    assert _parse(wrong).notes == ("1 variable is left out: a reference to one that the file does not have",)


def _chain(length: int, last: str) -> dict[str, Any]:
    """Return variables of which each refers to the next one, and the last one to a name."""
    names = [*(f"c{number}" for number in range(1, length)), last]
    variables = [
        {
            "name": f"c{number}",
            "type": "color",
            "isAlias": True,
            "value": {"collection": "A", "name": name},
        }
        for number, name in enumerate(names)
    ]
    end = {"name": "end", "type": "color", "value": {"r": 255, "g": 0, "b": 0, "a": 1}}
    return {"collections": [{"name": "A", "modes": [{"name": "M", "variables": [*variables, end]}]}]}


def test_long_chains_of_references_are_followed_once() -> None:
    """Whether they end, or go round."""
    assert {color.hex for color in _parse(_chain(3000, "end")).colors} == {"#ff0000"}
    palette = _parse(_chain(3000, "c0"))
    assert (len(palette), palette.notes) == (
        1,
        ("3000 variables are left out: a reference to one that the file does not have",),
    )


def test_a_reference_keeps_the_mode_of_the_first_one() -> None:
    """Through a collection that has another one."""
    red, blue = ({"r": level, "g": 0, "b": 255 - level, "a": 1} for level in (255, 0))
    through = {"type": "color", "isAlias": True}
    document = {
        "collections": [
            {
                "name": "A",
                "modes": [
                    {
                        "name": mode,
                        "variables": [{"name": "a", **through, "value": {"collection": "B", "name": "b"}}],
                    }
                    for mode in ("Light", "Dark")
                ],
            },
            {
                "name": "B",
                "modes": [
                    {
                        "name": "One",
                        "variables": [{"name": "b", **through, "value": {"collection": "C", "name": "c"}}],
                    }
                ],
            },
            {
                "name": "C",
                "modes": [
                    {"name": mode, "variables": [{"name": "c", "type": "color", "value": value}]}
                    for mode, value in (("Light", red), ("Dark", blue))
                ],
            },
        ]
    }
    assert [color.hex for color in _parse(document).colors][:3] == ["#ff0000", "#0000ff", "#ff0000"]


def test_a_plugin_that_writes_a_collection() -> None:
    """It resolves references to libraries itself."""
    palette = _parse(PLUGIN)
    assert _list(palette) == [("", "a", "#2a9d8f", 1.0), ("", "b", "#2a9d8f", 1.0)]
    assert palette.name == "Theme"


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({}, "it holds no variables of Figma that are colors"),
        (7, "it holds no variables of Figma that are colors"),
        ({"collections": [{"modes": 7}]}, "it holds no variables"),
        (
            _rest(V=_variable("a/b", "C:2", {"2:0": {"r": 2, "g": 0, "b": 0}})),
            "the value of variable 'Base/a/b' is no color",
        ),
        (_rest(V=_variable("a/b", "C:2", {"2:0": 7})), "the value of variable 'Base/a/b' is no color"),
        (_rest(V=_variable("a", "C:2", {"2:0": "x"})), "the value of variable 'Base/a' is no color"),
    ],
    ids=range(6),
)
def test_what_is_no_color_is_said(document: Any, message: str) -> None:
    """With the name of the variable."""
    with pytest.raises(ValueError, match=f"^{message}"):
        _parse(document)
