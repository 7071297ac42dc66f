"""What outputs tell of palettes that their files do not hold."""

import io
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.errors import OutputRenderError
from cvpalette.outputs.act import ColorTable
from cvpalette.outputs.colorset import ColorSets
from cvpalette.outputs.csv import CsvTable
from cvpalette.outputs.godot import GodotConstants
from cvpalette.outputs.kpl import KritaPalette
from cvpalette.outputs.paintnet import PaintNetPalette
from cvpalette.outputs.qgis import QgisStyle
from cvpalette.outputs.scribus import ScribusColors
from cvpalette.outputs.strip import StripPicture
from cvpalette.outputs.tokens_studio import TokensStudio
from cvpalette.outputs.tps import TableauPalettes
from cvpalette.parsing.entries import Entry, make_palette
from cvpalette.plugins.registry import ConfiguredOutput, find_output
from cvpalette.rendering.names import distinct_names, identifiers
from cvpalette.result import Result

RED, GREEN = Color(255, 0, 0), Color(0, 255, 0)


def _palette(*fields: dict[str, Any]) -> Palette:
    given: list[dict[str, Any]] = [
        {"color": Color(number, 0, 0), "share": 1 / len(fields), **each} for number, each in enumerate(fields)
    ]
    swatches = [Swatch(**each) for each in given]
    return Palette(tuple(swatches), has_shares=False)


def _result(palette: Palette) -> Result:
    return Result.of_palette(palette, "a.gpl")


@pytest.mark.parametrize(
    ("output", "palette", "told"),
    [
        (KritaPalette(), _palette(*({"group": g} for g in "ABA")), ["the order of groups that alternate"]),
        (
            KritaPalette(),
            _palette({"group": "A"}, {"group": ""}),
            ["that colors without a group come after groups"],
        ),
        (KritaPalette(), _palette({"group": ""}, {"group": "A"}), []),
        (TableauPalettes(), _palette(*({"group": g} for g in "ABA")), ["the order of groups that alternate"]),
        (
            QgisStyle(),
            _palette({"group": "untitled"}, {"group": "A"}),
            ["a group called 'untitled'"],
        ),
        (ScribusColors(), _palette({"name": "a"}, {"name": "a"}), ["names that repeat"]),
        (ColorTable(), _palette({"color": RED}, {"color": RED}), ["last colors that repeat"]),
        (ColorTable(count=True), _palette({"color": RED}, {"color": RED}), []),
        (ColorTable(), _palette({"color": RED}), []),
        (
            StripPicture(),
            _palette({"color": RED}, {"color": RED}, {"color": GREEN}),
            ["neighbors of the same color"],
        ),
        (StripPicture(), _palette({"color": RED}, {"color": RED, "alpha": 0.5}), []),
    ],
    ids=range(11),
)
def test_each_output_tells_its_own(output: Any, palette: Palette, told: list[str]) -> None:
    """In words that follow 'does not hold'."""
    assert output.tell_losses(palette) == told


@pytest.mark.parametrize(("kind", "is_told"), [("global", True), ("spot", False)])
def test_a_format_of_spot_colors_tells_of_global_ones(kind: str, is_told: bool) -> None:
    """Krita, Scribus and CorelDRAW know the one kind only."""
    for name in ("kpl", "scribus", "coreldraw"):
        losses = find_output(name).load().configure().find_losses(_palette({"kind": kind}))
        assert losses == (["global colors"] if is_told else [])


def test_a_combined_table_and_one_of_roles_tell_what_they_lack() -> None:
    """The columns of a table of many sources stand before the palettes are known."""
    palette = _palette({"group": "A", "kind": "spot", "alpha": 0.5}, {"group": "B", "name": "b"})
    table = find_output("csv").load()
    assert table.configure().find_losses(palette) == []
    assert table.configure().find_losses(palette, combined=True) == [*("groups", "spot colors", "alpha")]
    assert "names" in table.configure({"roles": "yes"}).find_losses(palette)
    assert CsvTable(roles=True).holds == CsvTable(roles=True).combined_holds == frozenset()


def test_an_output_that_says_nothing_of_what_it_holds_may_tell_its_losses() -> None:
    """Both are optional."""

    class Telling:
        suffix = ".x"

        def tell_losses(self, palette: Palette) -> list[str]:
            return [f"the order of {len(palette)} colors"]

    output = ConfiguredOutput(find_output("hex"), Telling())
    assert output.find_losses(_palette({})) == ["the order of 1 colors"]


def test_options_without_effect_are_named_as_users_write_them() -> None:
    """A class may write the names of its fields."""

    class Idle:
        idle: ClassVar[Mapping[str, str]] = {"only_b": "there is no b"}

    assert ConfiguredOutput(find_output("hex"), Idle()).idle == {"only-b": "there is no b"}


def test_a_failure_of_the_words_names_the_output() -> None:
    """The file is written, so nothing says that it cannot be rendered."""

    class Failing:
        suffix = ".x"
        holds = frozenset[str]()

        def tell_losses(self, palette: Palette) -> list[str]:
            raise ZeroDivisionError(len(palette))

    with pytest.raises(OutputRenderError, match="'hex' cannot tell what its files do not hold: ZeroDivision"):
        ConfiguredOutput(find_output("hex"), Failing()).find_losses(_palette({}))


def test_the_columns_of_a_combined_parquet_table_are_always_there() -> None:
    """Also if only the second palette has a group."""
    pq = pytest.importorskip("pyarrow.parquet")
    table = find_output("parquet").load().configure()
    results = map(_result, (_palette({}), _palette({"group": "A", "alpha": 0.5})))
    data = b"".join(piece for piece in table.render_all(results) if isinstance(piece, bytes))
    read = pq.read_table(io.BytesIO(data)).to_pydict()
    assert (read["group"], read["alpha"], read["kind"]) == ([None, "A"], [1.0, 0.5], [None, None])


def test_scribus_numbers_names_and_keeps_all_colors() -> None:
    """A number that another color's own name has is left out."""
    assert distinct_names(["a", "a", "a 2", "a", "b"]) == ["a", "a 3", "a 2", "a 4", "b"]
    data = ScribusColors().render(_result(_palette({"name": "a"}, {"name": "a"}))).encode()
    assert [swatch.name for swatch in ScribusColors.parse(data)] == ["a", "a 2"]


def test_a_group_that_begins_with_a_dollar_sign_comes_back() -> None:
    """Tokens Studio takes such a member for its own."""
    palette = _palette({"group": "$a"}, {"group": "$"}, {"group": "global"})
    read = TokensStudio.parse(TokensStudio().render(_result(palette)).encode())
    assert [swatch.group for swatch in read] == ["$a", "$", "global"]


def test_names_of_other_groups_get_the_group_in_front() -> None:
    """Names that do not repeat, or repeat in one group, stay as they are."""
    fields = [("Gray", "50"), ("Red", "50"), ("Red", "sea"), ("Red", "sea"), ("", "50")]
    palette = _palette(*({"group": group, "name": name} for group, name in fields))
    assert identifiers(palette) == [
        *("color-gray-50", "color-red-50", "color-sea", "color-sea-2", "color-50")
    ]


def test_no_color_becomes_transparent() -> None:
    """The smallest alpha is that of one level, or of the last digit."""
    result = _result(_palette({"alpha": 1e-9}))
    assert "\n01000000\n" in PaintNetPalette().render(result)
    assert any('"alpha": "0.001"' in str(text) for text in ColorSets().render(result).values())


def test_no_constant_of_godot_is_there_twice() -> None:
    """The list of all has a name too."""
    text = GodotConstants(prefix="all").render(_result(_palette({"name": "all"})))
    names = [line.split()[1].rstrip(":") for line in text.splitlines() if line.startswith("const")]
    assert sorted(names) == ["ALL_ALL", "ALL_ALL_2"]


def test_a_name_that_is_cut_is_told() -> None:
    """Those of swatches, groups and the palette."""
    entries = [Entry(RED, "n" * 300), Entry(GREEN, "ok", group="é" * 126)]
    assert make_palette(entries).notes == ("2 names are longer than 250 bytes, and cut there",)
    assert make_palette([Entry(RED, "n" * 250)], "x" * 251).notes == (
        "1 name is longer than 250 bytes, and cut there",
    )
