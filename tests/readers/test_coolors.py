"""The reader `coolors`: what the site exports."""

from collections.abc import Mapping
from typing import ClassVar

import pytest

from cvpalette.color.palette import Palette
from cvpalette.readers.coolors import Coolors
from cvpalette.testing import ReadingContract

CODE = """\
/* CSV */
292f36,2dc880

/* With # */
#292f36, #2dc880

/* Array */
["292f36","2dc880"]

/* Object */
{"Gunmetal":"292f36","Emerald":"2dc880"}

/* Extended Array */
[{"name":"Gunmetal","hex":"292f36","rgb":[41,47,54]},{"name":"Emerald","hex":"2dc880"}]

/* XML */
<palette>
  <color name="Gunmetal" hex="292f36" r="41" g="47" b="54" />
  <color name="Emerald" hex="2dc880" r="45" g="200" b="128" />
</palette>
"""
CSS = """\
/* CSS HEX */
--gun-metal: #292f36ff;
--emerald: #2dc880ff;

/* CSS HSL */
--gun-metal: hsla(212, 14%, 19%, 1);
--emerald: hsla(152, 63%, 48%, 1);

/* SCSS HEX */
$gun-metal: #292f36ff;
$emerald: #2dc880ff;

/* SCSS Gradient */
$gradient-top: linear-gradient(0deg, #292f36ff, #2dc880ff);
"""
NAMED = ["Gunmetal", "Emerald"]
XML = CODE[CODE.index("<palette>") :]


class TestCoolors(ReadingContract):
    """What every reader promises."""

    reader = Coolors
    examples: ClassVar[Mapping[str, bytes]] = {
        "code": CODE.encode(),
        "CSS": CSS.encode(),
        "an address": b"https://coolors.co/292f36-2dc880\n",
    }


def _parse(text: str) -> Palette:
    return Coolors.parse(text.encode())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (CODE, NAMED),
        ("".join(f"// {line}\n" for line in CODE.splitlines()), NAMED),
        (CODE[: CODE.index("/* Extended")], NAMED),
        (XML, NAMED),
        (CODE[: CODE.index("/* Object")], ["", ""]),
        (CODE[: CODE.index("/* Array")], ["", ""]),
        (CSS, ["gun-metal", "emerald"]),
        (CSS[CSS.index("/* SCSS") :], ["gun-metal", "emerald"]),
        ("292F36,2DC880\n", ["", ""]),
        ("292f36-2dc880", ["", ""]),
        ("coolors.co/palette/292f36-2dc880/", ["", ""]),
        ("#292F36,#2DC880\n", ["", ""]),
        ("[InternetShortcut]\nURL=https://coolors.co/292f36-2dc880\n", ["", ""]),
    ],
    ids=range(13),
)
def test_each_export_is_read_once(text: str, names: list[str]) -> None:
    """From the part of it that has the best names."""
    palette = _parse(text)
    assert [(each.name, each.color.hex) for each in palette] == list(
        zip(names, ["#292f36", "#2dc880"], strict=True)
    )
    assert palette.groups == ()


def test_decimal_digits_are_colors_where_the_file_says_so() -> None:
    """In an address, and after the heading of an export."""
    for text in ("https://coolors.co/123456-654321", "/* CSV */\n123456,654321\n"):
        assert [each.hex for each in _parse(text).colors] == ["#123456", "#654321"]


def test_several_addresses_are_groups() -> None:
    """By their numbers."""
    palette = _parse("https://coolors.co/292f36-2dc880\n\nhttps://coolors.co/ffffff\n")
    assert [each.group for each in palette] == ["palette-1", "palette-1", "palette-2"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("https://coolors.co/generate", "line 1: 'https://coolors.co/generate' is no address of coolors"),
        ("292f36", "line 1: '292f36' is no address of coolors, and no list of hex digits"),
        ("123456,654321", "line 1: '123456,654321' is no address of coolors"),
        ("292f36-2dc880\n123456-654321", "line 2: '123456-654321' is no address of coolors"),
        ("/* Array */\n7", "its part 'array' is no list of colors"),
        ('/* Object */\n{"a": "x"}', "its part 'object' is no list of colors"),
        ("/* Array */\n[]", "its part 'array' holds no color"),
        ("/* CSS HEX */\n--a: red;", "its part 'css hex' holds no color"),
        ("<palette></palette>", "it is no palette of coolors"),
        ('<palette><x hex="292f36"/></palette>', "it is no palette of coolors"),
        ('<palette><color hex="x"/></palette>', "'x' is no color; write it as '264653'"),
        (f"/* Array */\n{'[' * 100_000}", "its part 'array' is no list of colors"),
    ],
    ids=range(12),
)
def test_what_is_no_export_is_said(text: str, message: str) -> None:
    """With the line or the part that is wrong."""
    with pytest.raises(ValueError, match=f"^{message}"):
        _parse(text)
