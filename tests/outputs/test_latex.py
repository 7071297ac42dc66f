"""The output `latex`."""

from collections.abc import Callable

import pytest

from cvpalette.color.palette import Values
from cvpalette.extraction import Extraction
from cvpalette.outputs.latex import LatexColors
from cvpalette.testing import OutputContract, ReaderContract, make_extraction


class TestLatexColors(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = LatexColors()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("latex/default.sty", LatexColors().render(extraction.result))


def test_names_and_prefix_are_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """Names as slugs, and as they are in comments, which they do not end."""
    extraction = make_extraction(
        ["#264653", "#2a9d8f", "#e9c46a"], names=("Crème *", "red", 'Crème --> */ % < & "')
    )
    golden("latex/names.sty", LatexColors(prefix="brand").render(extraction.result))


def test_a_prefix_that_some_tool_refuses_is_an_error() -> None:
    """Before anything is rendered."""
    with pytest.raises(ValueError, match="option 'prefix'"):
        LatexColors(prefix="2nd")


def test_definitions_are_read_as_others_write_them() -> None:
    """In every model with numbers; inks stay as they were given."""
    palette = LatexColors.parse(
        rb"""% By Ada
        \usepackage[dvipsnames]{xcolor}
        \definecolor{hex}{HTML}{264653} % \definecolor{no}{HTML}{000000}
        \definecolor[named]{ink}{cmyk}{0.1, 0.2,0.3,.4}
        \providecolor{full}{RGB}{42,157,143}\DefineNamedColor{named}{part}{rgb}{1,0.5,0}
        \definecolor{cmy}{cmy}{0,1,1}\definecolor{hsb}{hsb}{0,1,1}\definecolor{HSB}{HSB}{120,240,240}
        \definecolor{gray}{gray}{0.5}\definecolor{Gray}{Gray}{15}
        \definecolor{both}{rgb/cmyk}{0,0,1/1,1,0,0}
        \definecolorset{rgb}{my}{!}{a,1,0,0;b,0,1,0}
        \colorlet{mix}{hex!50!ink}
        \definecolor{bad}{HTML}{xyz}\definecolor{short}{rgb}{1,0}\definecolor{light}{wave}{500}
        \definecolor{words}{rgb}{a,b,c}
        """
    )
    assert [(each.name, each.color.hex) for each in palette] == [
        ("hex", "#264653"),
        ("ink", "#8a7a6b"),
        ("full", "#2a9d8f"),
        ("part", "#ff8000"),
        ("cmy", "#ff0000"),
        ("hsb", "#ff0000"),
        ("HSB", "#00ffff"),
        ("gray", "#808080"),
        ("Gray", "#ffffff"),
        ("both", "#0000ff"),
        ("mya!", "#ff0000"),
        ("myb!", "#00ff00"),
    ]
    assert palette[1].values == Values("cmyk", (0.1, 0.2, 0.3, 0.4))
    assert palette.comment == "By Ada"
    (note,) = palette.notes
    assert note == (
        "left out: 'bad' (HTML has six digits), 'short' (rgb is 3 from 0 to 1), 'light' (the model 'wave'"
        " is not read) and 2 more"
    )


def test_colors_of_text_that_we_wrote_are_left_out() -> None:
    """They are no colors of the palette."""
    text = LatexColors(text=True).render(make_extraction(["#264653"], names=("Sea",)).result)
    palette = LatexColors.parse(text.encode())
    assert [(each.name, each.color.hex) for each in palette] == [("Sea", "#264653")]
    assert palette.notes == ("1 color is left out: made for text on another color",)


def test_a_file_without_definitions_is_an_error() -> None:
    """Any LaTeX file may be given."""
    with pytest.raises(ValueError, match="it defines no color, such as"):
        LatexColors.parse(rb"\documentclass{article}")
