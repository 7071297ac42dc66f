"""read_document(): colors in JSON of any program."""

import json
from typing import Any

import pytest

from cvpalette.outputs.json import JsonObject

HEXES = ["#264653", "#2a9d8f", "#e9c46a"]
BARE = [text[1:].upper() for text in HEXES]
RGB = [[38, 70, 83], [42, 157, 143], [233, 196, 106]]
NAMES = ["Night", "Sea", "Sun"]


def _parse(document: Any) -> Any:
    return JsonObject.parse(json.dumps(document).encode())


def _objects(key: str, values: list[Any], **more: Any) -> list[dict[str, Any]]:
    return [{"name": name, key: value, **more} for name, value in zip(NAMES, values, strict=True)]


@pytest.mark.parametrize(
    "document",
    [
        HEXES,
        BARE,
        RGB,
        [[level / 255 for level in color] for color in RGB],
        [[*color, 255] for color in RGB],
        [f"rgb({red}, {green}, {blue})" for red, green, blue in RGB],
        {"name": "Brand", "author": "x", "colors": BARE},
        {"colors": {"list": HEXES}},
        {"palette": [{"rgb": color} for color in RGB]},
        [dict(zip("rgb", color, strict=True)) for color in RGB],
        [dict(zip(("red", "green", "blue"), color, strict=True)) for color in RGB],
        [dict(zip("rgba", (*(level / 255 for level in color), 1), strict=True)) for color in RGB],
        [{"rgb": dict(zip("rgb", color, strict=True))} for color in RGB],
        [{"hex": {"value": text, "clean": text[1:]}} for text in HEXES],
        [{"colors": HEXES, "id": 7}],
        [HEXES],
        {"data": {"theme": {"swatches": [{"hex": text} for text in HEXES]}}},
    ],
    ids=range(17),
)
def test_colors_are_read_as_programs_write_them(document: Any) -> None:
    """In lists and objects, as text and as levels of 0 to 255 or 0 to 1."""
    palette = _parse(document)
    assert [color.hex for color in palette.colors] == HEXES
    assert (palette.has_shares, palette.notes) == (False, ())


@pytest.mark.parametrize(
    ("document", "names"),
    [
        (dict(zip(NAMES, BARE, strict=True)), NAMES),
        (dict(zip(NAMES, RGB, strict=True)), NAMES),
        (_objects("hex", BARE, rgb=[1, 2, 3], cmyk=[4, 5, 6, 7], lab=[8, 9, -9]), NAMES),
        (_objects("color", HEXES), NAMES),
        ({"colors": _objects("value", HEXES)}, NAMES),
        (
            [
                {"label": name, "color": {"r": r, "g": g, "b": b}}
                for name, (r, g, b) in zip(NAMES, RGB, strict=True)
            ],
            NAMES,
        ),
        ([{"name": {"value": "Night"}, "hex": HEXES[0]}, *HEXES[1:]], ["Night", "", ""]),
        (
            {"primary": HEXES[0], "brand": {"500": HEXES[1], "600": HEXES[2]}},
            ["primary", "brand-500", "brand-600"],
        ),
        ({"500": HEXES[0], "list": HEXES[1:]}, ["500", "list-1", "list-2"]),
        (
            {
                "theme": {
                    "extend": {"colors": {"night": {"DEFAULT": HEXES[0], "sea": HEXES[1]}, "sun": HEXES[2]}}
                },
                "plugins": [],
            },
            ["night", "night-sea", "sun"],
        ),
        (
            {"name": "Brand", "color": HEXES[0], "background": HEXES[1], "text": HEXES[2]},
            ["color", "background", "text"],
        ),
        (
            {
                "color": {
                    name: {"value": text, "type": "color"} for name, text in zip(NAMES, HEXES, strict=True)
                }
            },
            [f"color-{name}" for name in NAMES],
        ),
    ],
    ids=range(12),
)
def test_names_are_those_of_the_colors_or_the_keys(document: Any, names: list[str]) -> None:
    """The keys of groups are joined by hyphens."""
    palette = _parse(document)
    assert [color.hex for color in palette.colors] == HEXES
    assert [swatch.name for swatch in palette] == names


def test_shares_are_read() -> None:
    """Under any of their names, as numbers or percentages."""
    for key, values in (("population", [3, 1]), ("percentage", ["75%", "25%"]), ("share", [0.75, 0.25])):
        palette = _parse([{"hex": text, key: value} for text, value in zip(HEXES[:2], values, strict=True)])
        assert [swatch.share for swatch in palette] == [0.75, 0.25]


def test_what_is_left_out_is_said() -> None:
    """Colors in other parts of the document, words that depend on their use, and transparent colors."""
    palette = _parse({"colors": HEXES, "special": {"cursor": "#fff"}, "alpha": "100"})
    assert palette.notes == ("colors in 'special' are left out",)
    palette = _parse({"colors": {"a": "#000", "b": "currentColor", "c": "transparent", "d": "inherit"}})
    assert [swatch.name for swatch in palette] == ["a"]
    assert palette.notes == (
        "1 transparent color is left out",
        "'currentColor' and 'inherit', which depend on their use, are left out",
    )
    palette = _parse([{"r": 1, "g": 2, "b": 3, "a": 0}, [4, 5, 6, 0], [7, 8, 9]])
    assert (len(palette), palette.notes) == (1, ("2 transparent colors are left out",))


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"primary": "#264653", "radius": 4}, "color 'radius' is not valid"),
        ({"primary": "#264653", "font": "Inter"}, "color 'font', 'Inter', is not valid"),
        ({"colors": [*HEXES, None]}, "color '4' is not valid"),
        ({"colors": [*HEXES, True]}, "color '4' is not valid"),
        ([[True, False, True]], "color '1-1' is not valid"),
        ({"colors": [1, 2, 3, 4, 5]}, "it is not valid; write it as"),
        (
            {"features": [{"type": "Point", "coordinates": [10, 20, 30]}]},
            "color 'features-1-coordinates' is not",
        ),
        ([[0.5, 0.5, 0.5], [255, 0, 0]], "its levels are 0 to 1 in one color and 0 to 255 in another"),
        ([[1, 0, 0], [0, 1, 0]], "its levels are all 0 or 1"),
        ([[1, 2, 10**400]], "color '1' is not valid"),
        ([[1, 2, -1]], "color '1' is not valid"),
        (["red", "plum"], "its words may be colors or anything else"),
        ({"a": {"$type": "color", "$value": "#264653"}}, "it holds design tokens"),
        ({"name": "x", "version": "1", "private": True}, "color 'private' is not valid"),
        ({"name": "x"}, "it holds no color"),
    ],
    ids=range(15),
)
def test_what_is_no_palette_is_refused(document: Any, message: str) -> None:
    """Other people's JSON is read as a whole or not at all."""
    with pytest.raises(ValueError, match=f"^{message}"):
        _parse(document)


@pytest.mark.parametrize(
    ("document", "groups"),
    [
        ([HEXES[:1], HEXES[:2]], ["palette-1", "palette-2", "palette-2"]),
        ([{"colors": HEXES[:1]}, {"name": "B", "colors": HEXES[:1]}], ["palette-1", "B"]),
        ({"colors": HEXES[:1], "swatches": HEXES[:1]}, ["colors", "swatches"]),
        ({"themes": {"a": {"colors": HEXES[:1]}, "b": {"colors": HEXES[:1]}}}, ["a", "b"]),
        ({"palettes": [{"title": "A", "palette": HEXES[:1]}, {"colors": HEXES[:1]}]}, ["A", "palette-2"]),
        ([{"name": "A", "colors": HEXES[:1], "swatches": HEXES[1:2]}, {"colors": HEXES[:1]}], None),
        ({"x": "#111111", "brand": {"a": "#222222", "deep": {"b": "#333333"}}}, ["", "brand", "brand/deep"]),
        ({"brand": {"a": "#222222", "b": "#333333"}}, ["", ""]),
        ({"colors": [{"hex": "#222222", "group": "G"}, {"hex": "#333333"}]}, ["G", ""]),
    ],
    ids=range(9),
)
def test_several_palettes_are_groups(document: Any, groups: list[str] | None) -> None:
    """They are called by their names, by the keys that lead to them, or by their numbers."""
    palette = _parse(document)
    assert [swatch.group for swatch in palette] == (groups or ["A/colors", "A/swatches", "palette-2"])


def test_one_group_alone_is_the_palette() -> None:
    """Its name is the palette's."""
    palette = _parse({"brand": {"a": "#222222", "b": "#333333"}})
    assert (palette.name, [swatch.name for swatch in palette]) == ("brand", ["brand-a", "brand-b"])


def test_alphas_are_kept() -> None:
    """Of colors with a member for it, or in their notation; one above 1 is of an unknown number."""
    document = ["#26465380", {"hex": "#264653", "alpha": 0.25}, {"hex": "#264653", "a": 255}]
    assert [swatch.alpha for swatch in _parse(document)] == [128 / 255, 0.25, 1.0]


def test_a_key_that_occurs_twice_is_refused() -> None:
    """One of the two colors would be lost."""
    with pytest.raises(ValueError, match="the key 'Sea' occurs twice in one object"):
        JsonObject.parse(b'{"Sea": "#264653", "Sea": "#2a9d8f"}')


def test_half_a_pair_of_surrogates_becomes_a_replacement() -> None:
    """JSON can hold one, and no file can; a whole pair is a character."""
    palette = JsonObject.parse(
        b'{"name": "\\ud83d\\ude00", "colors": [{"hex": "#264653", "name": "a\\ud800b"}]}'
    )
    assert palette.name == "\U0001f600"
    assert palette[0].name == "a\ufffdb"
    with pytest.raises(ValueError, match="color '\ufffd', 'x', is not valid"):
        JsonObject.parse(b'{"\\udfff": "x", "a": "#264653"}')


def test_trailing_commas_and_comments_are_refused() -> None:
    """They are not JSON."""
    for text in ('["#264653",]', '// sea\n["#264653"]'):
        with pytest.raises(ValueError, match="it is not JSON"):
            JsonObject.parse(text.encode())


@pytest.mark.parametrize("document", [[1, 2, 3], [1, 2, 3, 4], [0.1, 0.2, 0.3], [5]])
def test_a_list_of_numbers_alone_is_no_color(document: list[float]) -> None:
    """It may be anything."""
    with pytest.raises(ValueError, match=r"^its numbers may be a color or anything else"):
        _parse(document)
