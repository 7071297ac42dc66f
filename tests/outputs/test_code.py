"""The outputs of the family `code` that only write: source of programming languages and toolkits."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.c import CHeader
from cvpalette.outputs.colorset import ColorSets
from cvpalette.outputs.compose import ComposeColors
from cvpalette.outputs.flutter import FlutterColors
from cvpalette.outputs.godot import GodotConstants
from cvpalette.outputs.julia import JuliaColors
from cvpalette.outputs.matlab import MatlabColormap
from cvpalette.outputs.python import PythonModule
from cvpalette.outputs.r import RColors
from cvpalette.outputs.stylus import StylusVariables
from cvpalette.outputs.swiftui import SwiftUiColors
from cvpalette.outputs.typescript import TypeScriptModule
from cvpalette.outputs.unreal import UnrealTable
from cvpalette.result import Result
from cvpalette.testing import OutputContract, make_extraction

# Names that end comments and strings, repeat, begin with a digit, and are words of some language.
HOSTILE = (
    "Crème *",
    "class",
    "Class",
    "2nd",
    "Crème */ --> ' % $x \\ < & \"",
    "",
    "color",
    "all",
    "hash code",
)
COLORS = ("#264653", "#2a9d8f", "#e9c46a", "#f4a261", "#e76f51", "#000000", "#ffffff", "#010203", "#fefdfc")


class TestC(OutputContract):
    """What every output promises."""

    output = CHeader()


class TestColorSet(OutputContract):
    """What every output promises."""

    output = ColorSets()


class TestCompose(OutputContract):
    """What every output promises."""

    output = ComposeColors()


class TestFlutter(OutputContract):
    """What every output promises."""

    output = FlutterColors()


class TestGodot(OutputContract):
    """What every output promises."""

    output = GodotConstants()


class TestJulia(OutputContract):
    """What every output promises."""

    output = JuliaColors()


class TestMatlab(OutputContract):
    """What every output promises."""

    output = MatlabColormap()


class TestPython(OutputContract):
    """What every output promises."""

    output = PythonModule()


class TestR(OutputContract):
    """What every output promises."""

    output = RColors()


class TestStylus(OutputContract):
    """What every output promises."""

    output = StylusVariables()


class TestSwiftUi(OutputContract):
    """What every output promises."""

    output = SwiftUiColors()


class TestTypeScript(OutputContract):
    """What every output promises."""

    output = TypeScriptModule()


class TestUnreal(OutputContract):
    """What every output promises."""

    output = UnrealTable()


ALL: dict[str, Any] = {
    "c": CHeader(),
    "compose": ComposeColors(),
    "flutter": FlutterColors(),
    "godot": GodotConstants(),
    "julia": JuliaColors(),
    "matlab": MatlabColormap(),
    "python": PythonModule(),
    "r": RColors(),
    "stylus": StylusVariables(),
    "swiftui": SwiftUiColors(),
    "typescript": TypeScriptModule(),
    "unreal": UnrealTable(),
}
WITH_OPTIONS: dict[str, Any] = {
    "compose": ComposeColors(name="Brand", package="com.example.theme", roles=True),
    "flutter": FlutterColors(ramps=True, roles=True),
    "stylus": StylusVariables(text=True),
    "swiftui": SwiftUiColors(roles=True),
    "typescript": TypeScriptModule(language="javascript", roles=True),
    "unreal": UnrealTable(form="curve"),
}


def _translucent(extraction: Extraction) -> Result:
    """Return a result whose first swatch is translucent, with a comment of its file."""
    first, *others = extraction.palette
    palette = replace(
        extraction.palette, swatches=(replace(first, alpha=0.5), *others), comment="By Ada\nCC0 */ -->"
    )
    return replace(extraction.result, palette=palette)


@pytest.mark.parametrize("name", ALL)
def test_the_default_is_the_golden_file(
    name: str, extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden(f"{name}/default{ALL[name].suffix}", ALL[name].render(extraction.result))


@pytest.mark.parametrize("name", ALL)
def test_hostile_names_are_the_golden_file(name: str, golden: Callable[[str, str | bytes], None]) -> None:
    """Names repeat, and are words of the languages; one color is translucent, and the file has a comment."""
    result = _translucent(make_extraction(COLORS, names=HOSTILE))
    golden(f"{name}/names{ALL[name].suffix}", ALL[name].render(result))


@pytest.mark.parametrize("name", WITH_OPTIONS)
def test_options_are_the_golden_file(name: str, golden: Callable[[str, str | bytes], None]) -> None:
    """Roles, ramps and the like."""
    extraction = make_extraction(["#264653", "#e9c46a"], names=("light scheme", "Primary"))
    output = WITH_OPTIONS[name]
    golden(f"{name}/options{output.suffix}", output.render(extraction.result))


def test_each_color_set_is_a_folder_of_the_catalog(golden: Callable[[str, str | bytes], None]) -> None:
    """With the catalog's own file; a role has a dark variant."""
    extraction = make_extraction(["#264653"], names=("Sea */",))
    files = ColorSets(prefix="brand", roles=True).render(_translucent(extraction))
    assert isinstance(files, Mapping)
    assert list(files)[:3] == [
        "Contents.json",
        "brand-sea.colorset/Contents.json",
        "brand-background.colorset/Contents.json",
    ]
    for place in (
        "Contents.json",
        "brand-sea.colorset/Contents.json",
        "brand-primary.colorset/Contents.json",
    ):
        golden(f"colorset/{place.replace('/', '.')}", files[place])


def test_the_points_of_a_curve_go_from_0_to_1() -> None:
    """Also if there is only one; values are linear light."""
    assert UnrealTable(form="curve").render(make_extraction(["#ff8000"]).result) == (
        "0.000000,1.000000,0.215861,0.000000,1.000000\n"
    )
    assert UnrealTable(form="curve").idle == {"prefix": "the points of a curve have no names"}
    assert UnrealTable().idle == {}


def test_16_bits_are_rounded_to_the_nearest_level() -> None:
    """Not cut off: 0x848484 is nearer to 16 of 31 than to 17."""
    text = CHeader().render(make_extraction(["#ffffff", "#848484", "#070307"]).result)
    assert "  0xFFFF, 0x8430, 0x0821,\n" in text


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SwiftUiColors(name="palette"), "a capital letter first"),
        (lambda: SwiftUiColors(name="Type"), "'Type', which has a meaning of its own"),
        (lambda: ComposeColors(name="Color"), "'Color', which has a meaning"),
        (lambda: ComposeColors(package="com.Example"), "option 'package'"),
        (lambda: ComposeColors(package="com.in"), "option 'package'"),
        (lambda: FlutterColors(name="a b"), "a capital letter first"),
        (lambda: GodotConstants(prefix="2nd"), "option 'prefix'"),
        (lambda: UnrealTable(prefix="2nd"), "option 'prefix'"),
        (lambda: CHeader(prefix="2nd"), "option 'prefix'"),
        (lambda: StylusVariables(prefix="2nd"), "option 'prefix'"),
        (lambda: ColorSets(prefix="2nd"), "option 'prefix'"),
        (lambda: RColors(name="2nd"), "option 'name'"),
        (lambda: JuliaColors(name="end"), "option 'name'"),
        (lambda: MatlabColormap(name="end"), "option 'name'"),
        (lambda: TypeScriptModule(name="class"), "option 'name'"),
        (lambda: TypeScriptModule(name="light", roles=True), "option 'name'"),
    ],
    ids=range(16),
)
def test_a_name_that_the_language_refuses_is_an_error(make: Callable[[], object], message: str) -> None:
    """Before anything is rendered."""
    with pytest.raises(ValueError, match=message):
        make()
