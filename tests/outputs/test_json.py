"""The output `json`: the schema of version 1."""

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction, extract
from cvpalette.outputs.json import JsonObject
from cvpalette.parsing.entries import ROLES_LEFT_OUT
from cvpalette.result import Result
from cvpalette.testing import CombinedContract, OutputContract, ReaderContract, make_result


class TestJsonObject(OutputContract, CombinedContract, ReaderContract):
    """What every output promises."""

    output = JsonObject()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("json/default.json", JsonObject().render(extraction.result))


def test_indented_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """-O json.indent=2."""
    golden("json/indent.json", JsonObject(indent=2).render(extraction.result))


def test_backwards_is_no_indentation() -> None:
    """An error, worded for the user."""
    with pytest.raises(ValueError, match="option 'indent' is 0 or more, not '-1'"):
        JsonObject(indent=-1)


def _read(result: Result, **options: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(JsonObject(**options).render(result))
    return document


def test_the_fields_of_version_1_are_there(extraction: Extraction) -> None:
    """Fields may be added; these stay."""
    document = _read(extraction.result)
    assert document["version"] == 1
    assert (document["source"], document["width"], document["height"]) == ("stripes.png", 64, 4)
    assert {"colors": 4, "space": "lab", "seed": 0}.items() <= document["settings"].items()
    assert document["error"].keys() >= {"delta_e_mean", "delta_e_p95", "mse"}
    assert {"hex": "#264653", "rgb": [38, 70, 83], "share": 0.25}.items() <= document["colors"][0].items()


def test_positions_are_there_only_if_they_are_asked_for(extraction: Extraction) -> None:
    """One for each color, in their order; in pixels."""
    assert "positions" not in _read(extraction.result)
    found = _read(extraction.result, positions=True)["positions"]
    assert [each["top"] for each in found] == [0, 1, 2, 3]
    position = extraction.positions[1]
    assert position is not None
    assert found[1] == dataclasses.asdict(position) | {"share": 1.0}
    assert found[1].keys() == {"x", "y", "left", "top", "width", "height", "share"}


def test_a_color_without_a_pixel_and_a_palette_without_an_image_have_null_positions() -> None:
    """The list is as long as that of the colors."""
    given = Palette.of_colors([Color(0, 0, 0), Color(255, 0, 0)])
    result = extract(np.zeros((2, 3), np.uint8)[:, :, None], palette=given).result
    assert [each and each["width"] for each in _read(result, positions=True)["positions"]] == [3, None]
    assert _read(Result.of_palette(given, "a.gpl"), positions=True)["positions"] == [None, None]


def test_a_palette_with_positions_is_read_back(extraction: Extraction) -> None:
    """The positions are no colors."""
    data = JsonObject(positions=True).render(extraction.result).encode()
    assert JsonObject.parse(data).colors == extraction.palette.colors


def test_the_scheme_is_there_only_if_it_is_asked_for(extraction: Extraction) -> None:
    """Each role with its color and where it comes from, and the terminal's colors; the reader ignores it."""
    assert "scheme" not in _read(extraction.result)
    assert not JsonObject().scheme
    output = JsonObject(roles=True, text=True)
    assert output.scheme
    document = _read(extraction.result, roles=True, text=True)
    scheme = document["scheme"]
    assert list(scheme["light"]) == list(scheme["dark"]) == list(extraction.scheme.light.named())
    primary = extraction.scheme.dark.primary
    assert scheme["dark"]["primary"] == {
        "hex": primary.hex,
        "found": primary.found,
        "moved": round(primary.moved, 2),
    }
    assert scheme["dark"]["error"]["hex"].startswith("#")
    assert len(scheme["ansi"]["light"]["colors"]) == 16
    assert scheme["ansi"]["dark"]["background"] == scheme["dark"]["background"]["hex"]
    assert [each["hex"] for each in scheme["palette"]] == [
        color.hex for color in extraction.scheme.palette.colors
    ]
    assert [each["text"] for each in document["colors"]] == [
        color.ink.hex for color in extraction.palette.colors
    ]
    assert JsonObject.parse(output.render(extraction.result).encode()).colors == extraction.palette.colors


def test_an_object_is_one_line(extraction: Extraction) -> None:
    """Many sources give one a line (JSON Lines), whatever a file is called."""
    assert JsonObject().render(extraction.result).count("\n") == 1
    name = 'a\nb"\\\x00漢.png'
    rendered = JsonObject().render(make_result(["#264653"], name))
    assert rendered.count("\n") == 1
    assert json.loads(rendered)["source"] == name


def test_the_error_is_that_of_the_palette() -> None:
    """One gray for black and white: both are 255/2 levels off in each channel, nearly."""
    gray = Palette.of_colors([Color(127, 127, 127)])
    document = _read(extract(np.array([[0, 255]], np.uint8), palette=gray).result)
    assert document["error"]["mse"] == pytest.approx(3 * 127.5**2, abs=1)
    assert document["error"]["delta_e_mean"] > 30


def test_what_was_left_out_is_said_with_its_reason() -> None:
    """In the order in which it was decided; parts of pixels by three digits, whole ones as such."""
    pixels = np.zeros((4, 4, 4), np.uint8)
    pixels[:, :, 3] = 255
    pixels[0, :, :3] = 255
    pixels[1, 0] = (9, 9, 9, 85)
    mask = np.full((4, 4), 255, np.uint8)
    mask[1, 1] = 0
    document = _read(extract(pixels, region="0,0,4,3", mask=mask, ignore=["white", "red~0"]).result)
    assert document["counted"] == 6.333
    assert document["left_out"] == [
        {"reason": "region", "pixels": 4},
        {"reason": "transparent", "pixels": 0.667},
        {"reason": "mask", "pixels": 1},
        {"reason": "ignore", "color": "#ffffff", "pixels": 4},
        {"reason": "ignore", "color": "#ff0000", "pixels": 0},
    ]
    asked = {"region": "0,0,4,3", "mask": "image", "ignore": ["#ffffff~5", "#ff0000~0"]}
    assert document["settings"].items() >= asked.items()


def test_a_border_that_was_not_found_is_said_too() -> None:
    """Whoever asked wants to know."""
    document = _read(extract(np.array([[0, 255]], np.uint8), ignore_border=True).result)
    assert document["left_out"] == [{"reason": "border", "pixels": 0}]
    assert document["settings"]["ignore_border"] is True


def test_by_default_all_pixels_count() -> None:
    """As the fields say that are always there; what was not asked for is no setting."""
    document = _read(extract(np.array([[0, 255]], np.uint8)).result)
    assert (document["counted"], document["left_out"]) == (2, [])
    assert document["settings"].keys().isdisjoint({"background", "region", "mask", "ignore", "ignore_border"})


@pytest.mark.parametrize("color", ["#ff0000", "#0000ff", "#808080", "#ff00aa", "#fffffe"])
def test_oklch_is_within_what_css_takes(color: str) -> None:
    """Lightness 0 to 1, chroma not below 0, hue below 360."""
    lightness, chroma, hue = _read(make_result([color]))["colors"][0]["oklch"]
    assert 0 <= lightness <= 1
    assert 0 <= chroma < 0.4
    assert 0 <= hue < 360


def test_names_and_unknown_shares_are_said() -> None:
    """None where nobody knows: the fields stay."""
    palette = Palette.of_colors([Color(38, 70, 83), Color(0, 0, 0)], ["Char\tcoal", ""], "Brand")
    document = _read(dataclasses.replace(make_result(["#264653"]), palette=palette))
    assert document["name"] == "Brand"
    assert [(color["name"], color["share"]) for color in document["colors"]] == [
        ("Char coal", None),
        (None, None),
    ]


PYLETTE = {
    "colors": [
        {"frequency": 0.75, "rgb": [38, 70, 83], "hex": "#264653"},
        {"frequency": 0.25, "rgb": [1, 2, 3]},
    ],
    "palette_size": 2,
}


@pytest.mark.parametrize(
    ("document", "colors", "shares"),
    [
        (PYLETTE, {"": "#010203"}, [0.75, 0.25]),
        (["#264653", "2A9D8F", [1, 2, 3]], {"": "#010203"}, None),
        ({"navy": "#000080", "sea": {"rgb": [42, 157, 143]}}, {"navy": "#000080", "sea": "#2a9d8f"}, None),
        ({"colors": {"color0": "#000", "color7": "#fff"}}, {"color0": "#000000", "color7": "#ffffff"}, None),
        ([{"hex": "#abc", "name": "A"}, {"hex": "#abc0", "name": "B"}], {"A": "#aabbcc"}, None),
    ],
    ids=["Pylette", "list", "object", "pywal", "names"],
)
def test_what_others_write_is_read(document: Any, colors: dict[str, str], shares: list[float] | None) -> None:
    """Each color as it comes; the last of a name is what is compared here."""
    palette = JsonObject.parse(json.dumps(document).encode())
    assert {swatch.name: swatch.color.hex for swatch in palette} == colors
    assert ([swatch.share for swatch in palette] if palette.has_shares else None) == shares


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('["#000", "x"]', "color '2', 'x', is not valid"),
        ('{"a": [1, 2]}', "color 'a' is not valid; write it as '#264653'"),
        ('{"a": [1, 2, 256]}', "color 'a' is not valid; write it as '#264653'"),
        ('{"a": {"hex": 7}}', "color 'a' is not valid; write it as '#264653'"),
        ('{"a": null}', "color 'a' is not valid; write it as '#264653'"),
        ('{"a": ' + "[" * 900 + "]" * 900 + "}", "it is nested too deeply"),
        ('[{"hex": "#000", "share": 1e999}]', "its shares are invalid: one is not 0 or more"),
        ("7", "it holds no color"),
        ("[]", "it holds no color"),
        ("[" * 100_000, "it is nested too deeply"),
        ("{}\n{}", "line 2: it is not JSON: extra data"),
        ("[" + "9" * 5000 + "]", "it is not JSON: a number is not finite, or far too long"),
    ],
    ids=range(12),
)
def test_what_cannot_be_read_is_said(text: str, message: str) -> None:
    """Whatever a file holds, there are words for it."""
    with pytest.raises(ValueError, match=f"^{message}"):
        JsonObject.parse(text.encode())


@pytest.mark.parametrize("indent", [0, 2])
def test_lines_of_several_sources_are_groups(extraction: Extraction, indent: int) -> None:
    """Of one source, there are none; the line of a source that failed has no colors."""
    line = "".join(JsonObject(indent=indent).render_all([extraction.result]))
    assert JsonObject.parse(line.encode()) == extraction.palette
    failed = '{"path": "b.png", "error": "is no image"}'
    other = line.replace('"source"', '"path": "a.png", "source"').replace("#264653", "#264654")
    palette = JsonObject.parse(f"{line}\n{failed}\n{other}".encode())
    count = len(extraction.palette)
    assert [swatch.group for swatch in palette] == [extraction.result.name] * count + ["a.png"] * count
    with pytest.raises(ValueError, match=r"'stripes\.png': color '1', 'x', is not valid"):
        JsonObject.parse(f'{line}{{"source": "stripes.png", "colors": ["x"]}}'.encode())
    with pytest.raises(ValueError, match=r"line \d+: it is not JSON"):
        JsonObject.parse(f"{line}{{".encode())
    with pytest.raises(ValueError, match="it is not JSON: extra data"):
        JsonObject.parse(f"{line}...".encode())


def test_lines_of_many_can_be_told_apart(extraction: Extraction) -> None:
    """Each is an object with the path of its source, and how its palette was asked for."""
    results = [extraction.named(path).result for path in ("a/x.png", "b/x\udce9.png")]
    lines = list(JsonObject().render_all(iter(results)))
    assert [line.count("\n") for line in lines] == [1, 1]
    documents = [json.loads(line) for line in lines]
    assert [document["path"] for document in documents] == ["a/x.png", "b/x\\xe9.png"]
    assert [document["settings"] for document in documents] == [result.asked for result in results]


def test_one_object_names_no_path(extraction: Extraction) -> None:
    """The same image gives the same bytes, wherever it is."""
    assert "path" not in json.loads(JsonObject().render(extraction.result))


def test_the_roles_of_our_own_document_are_kept_beside_its_colors(extraction: Extraction) -> None:
    """A note says so. What is no color by now is missing. Groups of others are colors."""
    document = json.loads(JsonObject(roles=True).render(extraction.result))
    document["scheme"]["light"]["text"]["hex"] = "none"
    document["scheme"]["light"]["muted"] = 5
    palette = JsonObject.parse(json.dumps(document).encode())
    assert palette.colors == extraction.palette.colors
    assert palette.notes == (ROLES_LEFT_OUT,)
    held = dict(palette.roles)
    assert held["text (dark)"] == extraction.scheme.dark.text.color
    assert {"text", "muted"}.isdisjoint(held)
    groups = {mode: {"primary": {"hex": "#264653"}} for mode in ("light", "dark")}
    assert JsonObject.parse(json.dumps(groups).encode()).notes == ()
