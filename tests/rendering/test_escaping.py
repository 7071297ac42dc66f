"""Comments and strings of each syntax: no text within ends them."""

import json
import tomllib
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvpalette.rendering.escaping import (
    css_comment,
    css_string,
    css_text,
    json_text,
    keyfile_string,
    line_comment,
    quoted_string,
    token_description,
    token_string,
    token_text,
    toml_line,
    xml_attribute,
    xml_comment,
    xml_text,
    xresources_comment,
)
from cvpalette.rendering.names import plain_name

_TEXT = st.one_of(st.text(), st.text(st.sampled_from('*/\\"-<>{}~&% a'))).map(plain_name)


@given(st.text(st.one_of(st.characters(), st.sampled_from("\n\r\x00\ufffe\ud800<>&\"'--*/"))))
def test_text_of_programs_is_safe_too(text: str) -> None:
    """What no file may have becomes a blank."""
    blank = "".join(c if c.isprintable() else " " for c in text)
    element = ET.fromstring(f"<a b={xml_attribute(text)}>{xml_text(text)}{xml_comment(text)}</a>")
    assert (element.text or "", element.attrib["b"]) == (blank, blank)
    for written in (css_comment(text), css_string(text), quoted_string(text)):
        assert written.isprintable()
    assert json.loads(quoted_string(text)) == blank


@given(_TEXT)
def test_a_comment_ends_where_we_end_it(text: str) -> None:
    """In CSS, with a string in it or without."""
    for comment in (css_comment(text or "-"), css_comment(css_string(text))):
        assert comment.index("*/") == len(comment) - 2
        assert comment.startswith("/* ")
        assert "</" not in comment
    for written in (line_comment("//", text), token_description(text)):
        assert "</" not in written
        assert "*/" not in written


@given(_TEXT)
def test_a_comment_of_xml_is_well_formed(text: str) -> None:
    """By a parser that is not ours."""
    assert ET.fromstring(f"<a>{xml_comment(text)}b</a>").text == "b"


@given(_TEXT)
def test_strings_are_read_again(text: str) -> None:
    """To the letter; a quote in one does not end it, and none holds what tools take for a reference."""
    assert css_text(css_string(text)[1:-1]) == text
    assert '"' not in css_string(text)[1:-1].replace("\\\\", "").replace('\\"', "")
    assert token_text(token_string(text)) == text
    assert not set("{}") & set(token_string(text) + token_description(text))


def test_no_text_is_no_comment() -> None:
    """Nothing to say leaves no marks."""
    assert (css_comment(""), line_comment("//", ""), xml_comment("")) == ("", "", "")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (css_comment("a */ b"), "/* a * / b */"),
        (css_comment("</style>"), "/* < /style> */"),
        (css_string('a*/"\\'), r'"a*\/\"\\"'),
        (css_string("</a>"), r'"<\/a>"'),
        (line_comment("//", "*/ </script>"), "// * / < /script>"),
        (line_comment("%", "a % b"), "% a % b"),
        (xml_comment("a --- b --"), "<!-- a - - - b - - -->"),
        (token_description("{a.b} */"), "(a.b) * /"),
        (token_string("{a.b} ~"), "~(a.b~) ~~"),
    ],
)
def test_escapes_are_these(written: str, expected: str) -> None:
    """As little as each syntax needs."""
    assert written == expected


@pytest.mark.parametrize(
    "sign", ["\x1b", "\x7f", "\x85", "\u200b", "\u2028", "\u202e", "\u2066", "\ufeff", "\udc80"]
)
def test_json_holds_only_what_can_be_seen(sign: str) -> None:
    """All else is escaped, and read again as it was."""
    for indent in (0, 2):
        text = json_text({f"a{sign}": [f"é😀{sign}"]}, indent)
        assert all(line.isprintable() for line in text.split("\n"))
        assert json.loads(text) == {f"a{sign}": [f"é😀{sign}"]}
        assert "é😀" in text


def test_json_has_no_numbers_that_json_lacks() -> None:
    """Other programs would refuse them."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_text(float("nan"))


@given(_TEXT)
def test_a_string_of_toml_is_the_text(text: str) -> None:
    """By a parser that is not ours."""
    assert tomllib.loads(toml_line("name", text)) == {"name": text}


def test_a_backslash_is_none_of_a_key_files_escapes() -> None:
    """GLib and KDE read two as one."""
    assert keyfile_string(r"a\tb") == r"a\\tb"


@given(_TEXT)
def test_a_comment_of_x_resources_is_none_of_c(text: str) -> None:
    """The preprocessor, which comes first, sees neither a comment nor a string begin."""
    comment = xresources_comment(text)
    assert comment.startswith("! ")
    assert not {"/*", "*/", "'", '"'} & {
        comment[at : at + size] for at in range(len(comment)) for size in (1, 2)
    }
