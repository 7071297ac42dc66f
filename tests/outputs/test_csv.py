"""The output `csv`."""

import csv
import dataclasses
import io
import itertools
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.extraction import Extraction
from cvpalette.outputs.csv import CsvTable
from cvpalette.result import Result
from cvpalette.testing import CombinedContract, OutputContract, ReaderContract, make_extraction, make_result


class TestCsvTable(OutputContract, CombinedContract, ReaderContract):
    """What every output promises."""

    output = CsvTable()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("csv/default.csv", CsvTable().render(extraction.result))


def test_names_are_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """-O csv.separator=semicolon -O csv.bom=yes, and names that a spreadsheet would take for formulas."""
    extraction = make_extraction(["#264653", "#2a9d8f", "#e9c46a"], names=('=1+1; "x"', "-navy", "'+a, b"))
    golden("csv/names.csv", CsvTable(separator="semicolon", bom=True).render(extraction.result))


def test_many_sources_are_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """One header, marked once; the first column says where a row is from, and is no formula either."""
    first = replace(make_result(["#264653", "#2a9d8f"]), path="photos/stripes.png")
    second = make_result(["#e9c46a"], "=1+1.png")
    golden("csv/many.csv", "".join(CsvTable(bom=True).render_all([first, second])))


def test_a_table_of_several_sources_has_groups() -> None:
    """Of one source, it has none; shares are those of all together."""
    found = make_result(["#264653", "#2a9d8f"])
    table = "".join(CsvTable().render_all([found])).encode()
    assert CsvTable.parse(table) == found.palette
    both = "".join(CsvTable().render_all([found, replace(found, path="other.png")])).encode()
    palette = CsvTable.parse(both)
    assert [swatch.group for swatch in palette] == ["stripes.png"] * 2 + ["other.png"] * 2
    assert [swatch.share for swatch in palette] == [0.25] * 4


def test_groups_alphas_and_kinds_are_columns_where_a_swatch_has_one() -> None:
    """In that order, behind all others; a table of many sources has none of them."""
    sea = Swatch(Color.from_hex("#264653"), 0.5, "Sea", group="=Brand", kind="spot", alpha=0.25)
    palette = Palette((sea, Swatch(Color.from_hex("#2a9d8f"), 0.5)))
    table = CsvTable(text=True).render(Result.of_palette(palette, "x"))
    assert table.splitlines() == [
        "index,hex,r,g,b,share,name,text,group,alpha,kind",
        "1,#264653,38,70,83,0.5,Sea,#ffffff,'=Brand,0.25,spot",
        "2,#2a9d8f,42,157,143,0.5,,#000000,,1.0,",
    ]
    assert CsvTable.parse(table.encode()) == palette
    plain = "".join(CsvTable().render_all([Result.of_palette(palette, "x")]))
    assert plain.splitlines()[0] == "source,index,hex,r,g,b,share,name"
    only = Palette((dataclasses.replace(sea, share=1.0, kind="", alpha=1.0),))
    assert CsvTable().render(Result.of_palette(only, "x")).splitlines()[0].endswith(",name,group")


@pytest.mark.parametrize(
    ("alphas", "read"),
    [
        (("0.5", "1"), (0.5, 1.0)),
        (("128", "255"), (128 / 255, 1.0)),
        (("50", "100"), (0.5, 1.0)),
        (("51", "101"), (0.2, 101 / 255)),
        (("50%", ""), (0.5, 1.0)),
        (("50%", "51"), (0.5, 0.51)),
        (("100%", "0.5"), (1.0, 0.5)),
        (("1", ""), (1.0, 1.0)),
    ],
    ids=range(8),
)
def test_alphas_are_of_1_of_100_or_of_255(alphas: tuple[str, str], read: tuple[float, float]) -> None:
    """Or percentages; the highest tells."""
    rows = "".join(f"#264653,{alpha},g\n" for alpha in alphas)
    palette = CsvTable.parse(f"hex,alpha,Group\n{rows}".encode())
    assert tuple(swatch.alpha for swatch in palette) == read
    assert {swatch.group for swatch in palette} == {"g"}


def test_parts_of_1_among_other_alphas_are_told() -> None:
    """All of a column are of one scale."""
    palette = CsvTable.parse(b"hex,alpha\n#264653,0.5\n#2a9d8f,50\n")
    assert [swatch.alpha for swatch in palette] == [0.005, 0.5]
    assert palette.notes == ("its alphas are read as 0 to 100, '0.5' too",)
    assert not CsvTable.parse(b"hex,alpha\n#264653,0\n#2a9d8f,50\n#e9c46a,20%\n").notes[1:]


def test_the_a_of_lab_is_no_alpha() -> None:
    """Beside L and b."""
    palette = CsvTable.parse(b"name,hex,L,a,b\nSea,#264653,28,-9,-10\nSun,#2a9d8f,50,0.5,4\n")
    assert [swatch.alpha for swatch in palette] == [1.0, 1.0]


def test_kinds_that_are_not_known_are_told() -> None:
    """Those of cvpalette are read in any case of letters."""
    palette = CsvTable.parse(b"hex,kind\n#000,Spot\n#111,Process\n#222,tint\n#333,Tint\n#444,\n")
    assert [swatch.kind for swatch in palette] == ["spot", "", "", "", ""]
    assert palette.notes == ("left out: the kind 'tint'",)


@pytest.mark.parametrize("text", ["a;b;" * 150_001, "a,\n" * 150_001, "\n" * 65_537, "\r" * 65_537])
def test_a_table_of_too_many_values_is_refused(text: str) -> None:
    """Before it takes long."""
    with pytest.raises(
        ValueError, match=r"^it has more than (65536 rows|300000 values), too many for a palette$"
    ):
        CsvTable.parse(text.encode())


def test_a_color_has_the_alpha_of_its_notation() -> None:
    """With or without a header."""
    assert CsvTable.parse(b"#26465380,Sea\n#264653,x\n")[0].alpha == 128 / 255
    table = b"name,color\nSea,rgba(38 70 83 / 50%)\nx,#264653\n"
    assert [swatch.alpha for swatch in CsvTable.parse(table)] == [0.5, 1.0]


def test_rows_are_written_as_palettes_come() -> None:
    """A piece for each: nothing is kept."""
    found = make_result(["#264653", "#2a9d8f"])
    pieces = CsvTable().render_all(replace(found, path=f"{number}.png") for number in itertools.count())
    assert next(pieces).startswith("source,index,hex,")
    assert [next(pieces).count("\n") for _ in range(100)] == [2] * 100


def test_python_reads_the_same_table() -> None:
    """By a reader that is not ours: numbers as numbers, names as text that is no formula."""
    rendered = CsvTable().render(make_result(["#264653"], names=['=HYPERLINK("x"), y']))
    assert list(csv.DictReader(io.StringIO(rendered))) == [
        {
            "index": "1",
            "hex": "#264653",
            "r": "38",
            "g": "70",
            "b": "83",
            "share": "1.0",
            "name": '\'=HYPERLINK("x"), y',
        }
    ]


@pytest.mark.parametrize(
    ("text", "colors", "names"),
    [
        ("B,G,R\n83,70,38\n", ["#264653"], [""]),
        ("name;Color\r\nSea; #2A9D8F\r\n\r\nDay;e9c46a\r\n", ["#2a9d8f", "#e9c46a"], ["Sea", "Day"]),
        ("\ufeffhex\tnote\n#abc\tx\n", ["#aabbcc"], [""]),
        ("38,70,83,0.75\n42,157,143,0.25", ["#264653", "#2a9d8f"], ["", ""]),
        ("#264653,Charcoal\nrebeccapurple,\n", ["#264653", "#663399"], ["Charcoal", ""]),
        ('hex,name\n#264653,"two\nlines"\n', ["#264653"], ["two lines"]),
        ("hex,name\n#26465300,none\n#264653ff,all\n", ["#264653"], ["all"]),
        ("index,hex,name\n1,rgb(38 70 83),\n", ["#264653"], [""]),
        (
            "red,#c8102e\n#264653,\n3,#2A9D8F,Deep sea\n",
            ["#c8102e", "#264653", "#2a9d8f"],
            ["red", "", "Deep sea"],
        ),
        ("e9c46a,Sand\n264653,Charcoal\n", ["#e9c46a", "#264653"], ["Sand", "Charcoal"]),
    ],
    ids=["order", "semicolons", "tabs", "Pylette", "bare", "lines", "alpha", "notation", "named", "digits"],
)
def test_what_others_write_is_read(text: str, colors: list[str], names: list[str]) -> None:
    """Columns by what they are called, in any order; without a header by what is in them."""
    palette = CsvTable.parse(text.encode())
    assert [color.hex for color in palette.colors] == colors
    assert [swatch.name for swatch in palette] == names


def test_shares_may_add_to_anything() -> None:
    """They are counts, or frequencies; a palette's add to 1."""
    palette = CsvTable.parse(b"hex,Frequency\n#000,30\n#fff,10\n")
    assert [swatch.share for swatch in palette] == [0.75, 0.25]
    assert not CsvTable.parse(b"hex,share\n#000,0.5\n#fff,\n").has_shares


@pytest.mark.parametrize(
    "text",
    [
        "hex,share\n#000,30%\n#fff,0.7\n",
        "hex;share\n#000;0,3\n#fff;0.7\n",
        "hex\tshare\n#000\t30,0 %\n#fff\t70%\n",
        "0;0;0;0,3\n255;255;255;70,0%\n",
    ],
    ids=["percentages", "decimal commas", "both", "without a header"],
)
def test_shares_are_read_as_people_write_them(text: str) -> None:
    """A percentage is a hundredth; a comma is decimal where it does not stand between the values."""
    assert [swatch.share for swatch in CsvTable.parse(text.encode())] == pytest.approx([0.3, 0.7])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"hex,name\n#000,a\n#12345,b\n", "row 3: '#12345' is no color"),
        (b"r,g,b\n1,2,256\n", "row 2: '1,2,256' is no color; write red, green and blue, 0 to 255"),
        (b"r,g,b\n1,2\n", "row 2: '1,2,' is no color; write red, green and blue, 0 to 255"),
        (b"what,ever\n1,2\n", "row 1: 'what' is no color"),
        (b"hex,share\n#000,much\n", "row 2: 'much' is no share"),
        (b"hex,share\n#000,%\n", "row 2: '%' is no share"),
        (b'hex,share\n#000,"0,3"\n', "row 2: '0,3' is no share"),
        (b"hex,share\n#000,nan\n", "its shares are invalid: one is not 0 or more, or all are 0"),
        (b"hex,name\n", "it holds no color"),
        (b"hex,name\n#000," + b"x" * 200_000, "line 2: field larger than field limit"),
        (b"hex\0\n", "it is not text"),
        (b"#000\n" * 300_000, "it is larger than 1 MiB, too large for a palette"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, message: str) -> None:
    """Where, and in which words."""
    with pytest.raises(ValueError, match="^" + message.replace("(", r"\(")):
        CsvTable.parse(data)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_name_is_a_formula(sign: str) -> None:
    """Also with the signs of East Asian width; the name comes back without the apostrophe."""
    text = CsvTable().render(make_extraction(["#264653"], names=(f"{sign}1+1",)).result)
    assert text.endswith(f",'{sign}1+1\n")
    assert [swatch.name for swatch in CsvTable.parse(text.encode())] == [f"{sign}1+1"]


def test_a_source_is_no_formula_either() -> None:
    """After a tab or a carriage return, which are escaped, as all that cannot be seen."""
    for name, shown in (
        ("\t=1.png", "\\t=1.png"),
        ("\r=1.png", "\\r=1.png"),
        ("\x1b[2J.png", "\\x1b[2J.png"),
    ):
        _, row, *_ = "".join(CsvTable().render_all([make_result(["#264653"], name)])).split("\n")
        assert row.startswith(f"{shown},")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("h,s,v\n10,-50,50\n", "row 2: '10,-50,50' is no color"),
        ("hue,saturation,lightness\n-10,50,50\n", "row 2: '-10,50,50' is no color"),
        ("h,s,v\n10,-inf,50\n", "row 2: '10,-inf,50' is no color"),
        ("hex,alpha\n#000,-5\n", "row 2: '-5' is no alpha"),
        ("hex,alpha\n#000,inf\n", "row 2: 'inf' is no alpha"),
        ("hex,alpha\n#000,120%\n", "row 2: '120%' is no alpha"),
        ("hex,alpha\n#000,300\n", "row 2: '300' is no alpha; write 0 to 1, 0% to 100% or 0 to 255"),
    ],
)
def test_what_no_color_can_have_is_an_error(table: str, message: str) -> None:
    """Nothing is taken for the nearest value that is possible."""
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        CsvTable.parse(table.encode())


def test_roles_take_the_place_of_the_palette(extraction: Extraction) -> None:
    """A row for each role of each mode; what is derived has neither a swatch nor a distance."""
    output = CsvTable(roles=True)
    assert (output.scheme, CsvTable().scheme) == (True, False)
    rows = list(csv.DictReader(io.StringIO(output.render(extraction.result))))
    scheme = extraction.scheme
    for mode in ("light", "dark"):
        own = [row for row in rows if row["mode"] == mode]
        assert {row["name"]: row["hex"] for row in own} == {
            name: role.hex for name, role in scheme.mode(mode).named().items()
        }
        assert {row["name"] for row in own if row["found"] == ""} >= {"background", "text", "on-primary"}
        primary = next(row for row in own if row["name"] == "primary")
        assert primary["found"] == scheme.palette[scheme.mode(mode).primary.found or 0].color.hex
        assert float(primary["moved"]) == pytest.approx(scheme.mode(mode).primary.moved, abs=0.01)


@pytest.mark.parametrize("separator", ["comma", "semicolon", "tab"])
@pytest.mark.parametrize("bom", [False, True])
def test_a_table_of_roles_is_no_palette(extraction: Extraction, separator: str, bom: bool) -> None:
    """Its rows are two schemes. A table that only has a column of that name is one."""
    output = CsvTable(separator=separator, bom=bom, roles=True)  # type: ignore[arg-type]
    for text in (output.render(extraction.result), "".join(output.render_all([extraction.result]))):
        with pytest.raises(ValueError, match="it holds the roles of a scheme, and no palette"):
            CsvTable.parse(text.encode())
    assert len(CsvTable.parse(b"mode,hex\nlight,#264653\n")) == 1


def test_roles_of_many_sources_name_their_source() -> None:
    """As the rows of palettes do."""
    first = replace(make_result(["#264653", "#2a9d8f"]), path="photos/stripes.png")
    rows = list(csv.DictReader(io.StringIO("".join(CsvTable(roles=True).render_all([first, first])))))
    assert len(rows) == 2 * 2 * 21
    assert {row["source"] for row in rows} == {"photos/stripes.png"}


def test_the_color_of_text_is_a_column_at_the_end() -> None:
    """Black on light colors and white on dark ones; it is no color of the palette."""
    table = CsvTable(text=True).render(make_result(["#264653", "#e9c46a"]))
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["text"] for row in rows] == ["#ffffff", "#000000"]
    assert [color.hex for color in CsvTable.parse(table.encode()).colors] == ["#264653", "#e9c46a"]
