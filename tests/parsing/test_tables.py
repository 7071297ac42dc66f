"""read_table(): what is a table of colors, and what is not."""

import pytest

from cvpalette.parsing.tables import is_marked, read_table

HEXES = ["#264653", "#2a9d8f", "#e9c46a"]
RGB = [(38, 70, 83), (42, 157, 143), (233, 196, 106)]


def _rows(*cells: str, head: str = "") -> str:
    """Return a table with three rows; {hex}, {r}, {g}, {b} and {n} stand for what each row has."""
    rows = [
        ",".join(cells).format(hex=text, r=r, g=g, b=b, n=number, fr=r / 255, fg=g / 255, fb=b / 255)
        for number, (text, (r, g, b)) in enumerate(zip(HEXES, RGB, strict=True), 1)
    ]
    return "\n".join([head, *rows] if head else rows)


def _hexes(text: str) -> list[str | None]:
    return [entry.color.hex if entry.color else None for entry in read_table(text)[0]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (_rows("{r}", "{g}", "{b}", "Name {n}"), True),
        (_rows("Name {n}", "{r}", "{g}", "{b}"), True),
        (_rows("{n}", "Name {n}", "{r}", "{g}", "{b}"), True),
        (_rows("{n}", "{r}", "{g}", "{b}"), False),
        (_rows("{r}", "{g}", "{b}", "255"), False),
        (_rows("{r}", "{g}", "{b}", "255", "Name {n}"), True),
        (_rows("Name {n}", "{hex}"), True),
        (_rows("{n}", "{hex}", "Name {n}"), True),
        (_rows("Name {n}", '"rgb({r}, {g}, {b})"'), True),
        (_rows("{r}", "{g}", "{b}", "1", head="R,G,B,A"), False),
        (_rows("{r}", "{g}", "{b}", "0.5", head="Red,Green,Blue,Alpha"), False),
        (_rows("{hex}", "Name {n}", head="Hex Code,Color Name"), True),
        (_rows("{hex}", "Name {n}", head="HEX,NAME"), True),
        (_rows("Name {n}", "{hex}", head="Color,Hex"), True),
        (_rows("Name {n}", "{hex}", head="Name,Colour"), True),
        (_rows("Name {n}", "{r}", "{g}", "{b}", head="Color,R,G,B"), True),
        (_rows("{n}", "{r}", "{g}", "{b}", "Name {n}", head="Id,R Value,G Value,B Value,Title"), True),
        (_rows("{r}", "{g}", "{b}", head="R (0-255),G (0-255),B (0-255)"), False),
        (_rows("Name {n}", '"{r}, {g}, {b}"', head="Name,RGB"), True),
        (_rows("Name {n}", "{hex}", "dark", head="Paint,Shade,Kind"), True),
        (_rows("{fr:.6f}", "{fg:.6f}", "{fb:.6f}", head="r,g,b"), False),
        (_rows("{r}.0", "{g}.0", "{b}.0", head="r,g,b"), False),
        (_rows("{fr:.2%}", "{fg:.2%}", "{fb:.2%}", head="r,g,b"), False),
        ("sep=;\r\n" + _rows("{hex}", "Name {n}", head="Hex Code,Name").replace(",", ";"), True),
        ('"sep=|"\n' + _rows("{hex}", "Name {n}", head="Hex,Name").replace(",", "|"), True),
        (_rows("{fr:.6f}", "{fg:.6f}", "{fb:.6f}").replace(",", ";").replace(".", ","), False),
        (_rows("{hex}", "Name {n}").replace(",", "\t"), True),
    ],
    ids=range(27),
)
def test_tables_are_read_as_people_write_them(text: str, names: bool) -> None:
    """Each color and its name, with or without a header; alpha and numbers of rows are no shares."""
    entries, left_out = read_table(text)
    assert not left_out
    assert [entry.color and entry.color.hex for entry in entries] == HEXES
    assert [entry.name for entry in entries] == (["Name 1", "Name 2", "Name 3"] if names else [""] * 3)
    assert {entry.share for entry in entries} == {None}


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("Name,Color,Percent", "a,#264653,60%\nb,#2a9d8f,40%"),
        ("color;share", "#264653;0,6\n#2a9d8f;0,4"),
        ("hex,pixels,%", "#264653,60,x\n#2a9d8f,40,y"),
        ("", "38,70,83,0.6\n42,157,143,0.4"),
        ("", "38,70,83,300\n42,157,143,200"),
    ],
    ids=["percent", "decimal commas", "pixels", "parts of 1", "counts"],
)
def test_shares_are_read(head: str, rows: str) -> None:
    """Under any name, and without a header if they add to 1 or are no levels."""
    shares = [entry.share or 0 for entry in read_table(f"{head}\n{rows}")[0]]
    assert shares[0] / sum(shares) == pytest.approx(0.6)


def test_a_transparent_color_is_none() -> None:
    """Its alpha is 0."""
    assert _hexes("r,g,b,a\n38,70,83,0\n42,157,143,255\n") == [None, "#2a9d8f"]
    assert _hexes("38,70,83,0\n42,157,143,255\n") == [None, "#2a9d8f"]


def test_columns_of_other_colors_are_told() -> None:
    """Only one column is the palette; a column may also have the same color in another notation."""
    entries, left_out = read_table("Color 1,Color 2,Color 3\n#264653,#2a9d8f,#fff\n#e9c46a,,\n")
    assert [entry.color and entry.color.hex for entry in entries] == ["#264653", "#e9c46a"]
    assert left_out == ["the colors of the columns 'Color 2' and 'Color 3' are left out"]
    assert read_table("hex,css,rgb\n#264653,#264653,#264653\n")[1] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("h,s,l\n0,100,50\n240,100,50\n", ["#ff0000", "#0000ff"]),
        ("Hue;Saturation;Lightness\n0°;100 %;50 %\n240°;100 %;50 %\n", ["#ff0000", "#0000ff"]),
        ("h,s,l\n0,1,0.5\n240,1,0.5\n", ["#ff0000", "#0000ff"]),
        ("H,S,V\n0,100,100\n240,100,100\n", ["#ff0000", "#0000ff"]),
        ("Hue,Saturation,Brightness\n0,100%,100%\n240,100%,100%\n", ["#ff0000", "#0000ff"]),
    ],
    ids=range(5),
)
def test_hue_saturation_and_the_like_are_read(text: str, expected: list[str]) -> None:
    """In degrees, and in percent or parts of 1."""
    assert _hexes(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it holds no color"),
        ("r,g,b\n0.5,0.5,0.5\n255,0,0\n", "its levels are 0 to 1 in one color and 0 to 255 in another"),
        ("r,g,b\n1,0,0\n0,0,1\n", "its levels are all 0 or 1, which may be of 1 or of 255"),
        ("r,g,b\n10%,20%,30%\n1,2,3\n", "its levels are percentages in one place"),
        ("r,g,b\n101%,20%,30%\n", "row 2: '101%,20%,30%' is no color"),
        ("h,s,l\n0.5,1,0.5\n", "its hues may be parts of a turn or degrees"),
        ("h,s,l\n400,100,50\n", "row 2: '400,100,50' is no color"),
        ("h,s,l\nred,100,50\n", "row 2: 'red' is no number"),
        ("1,38,70,83\n2,42,157,143\n", "row 1: '1' may be red or the number of the row"),
        ("1,38,70,83,9\n", "row 1: '1,38,70,83,9' has more numbers than a color"),
        ("hex,share\n#000,0,3\n", "row 2: '3' is one value more than the header has"),
        ("10,20,30\n40,50,600\n", "row 2: '40,50,600' is no color"),
        ("100000,200000\n300000,400000\n", "row 1: '100000' is no color"),
        ("264653,2a9d8f,e9c46a\n", "row 1: '264653' is no color"),
        ("In 2024 we painted 3, 14 or 15 walls; then 92, 65, 35 more.\n", "row 1: 'In 2024"),
        ("We like, #264653, very much.\n", "row 1: 'We like' is no color"),
        ('{"colors": ["#264653", "#2a9d8f"]}\n', "row 1: "),
        ("const colors = [\n  '#264653', // 0\n  '#2a9d8f', // 1\n];\n", "row 1: "),
        ("export default {\n  sea: '#264653',\n};\n", "row 1: "),
        ("name,price\nsea,3\n", "row 1: 'name' is no color"),
        ("c,m,y,k\n1,2,3,4\n", "row 1: "),
    ],
    ids=range(21),
)
def test_what_is_no_table_of_colors_is_refused(text: str, message: str) -> None:
    """Prose, programs, numbers that may be either: no half of them is a palette."""
    with pytest.raises(ValueError, match=f"^{message}"):
        read_table(text)


def test_only_marked_text_is_a_table_without_the_suffix() -> None:
    """A # or a function marks colors, and a header does; numbers may be anything."""
    assert is_marked("a,#264653\n")
    assert is_marked("a;rgb(1, 2, 3)\n")
    assert is_marked("Red,Green,Blue\n1,2,3\n")
    assert not is_marked("1,2,3\n4,5,6\n")
    assert not is_marked("tan,brown\n")


@pytest.mark.parametrize(
    "cell", ["1" * 100_000 + "x", "1" + " " * 100_000 + "x", "1 2 " + "." * 100_000 + "x"], ids=str.__len__
)
def test_a_long_cell_is_refused_like_a_short_one(cell: str) -> None:
    """It once took hours."""
    with pytest.raises(ValueError, match="color"):
        list(read_table(f"color\n{cell}\n"))
