"""read_xml(): XML that anyone may have written."""

from pathlib import Path

import pytest

from cvpalette.parsing.markup import local_name, read_comments, read_xml


def test_elements_have_their_namespaces() -> None:
    """As in ElementTree."""
    root = read_xml(b'<?xml version="1.0"?><a:b xmlns:a="urn:x" a:c="1" d="2"><e/></a:b>')
    assert (root.tag, root.attrib) == ("{urn:x}b", {"{urn:x}c": "1", "d": "2"})
    assert [local_name(each.tag) for each in (root, *root)] == ["b", "e"]


def test_text_is_read() -> None:
    """Of each element, with character references and CDATA."""
    root = read_xml(b"<a>x<b>&#65;<![CDATA[<]]></b>y</a>")
    assert (root.text, root[0].text, root[0].tail) == ("x", "A<", "y")


@pytest.mark.parametrize(
    ("data", "comments"),
    [
        (b"<!-- one --><a><!--two--><b/><!-- three --></a>", " one \ntwo"),
        (b"<a/><!-- after -->", " after "),
        (b"<a><!-- broken", ""),
        (b"", ""),
        (b"GIMP Palette", ""),
    ],
    ids=range(5),
)
def test_comments_at_the_head_are_read(data: bytes, comments: str) -> None:
    """Those before the second element; what is no XML has none."""
    assert read_comments(data) == comments


def test_entities_are_refused() -> None:
    """Ten lines of them can stand for gigabytes; those of XML itself are read."""
    declared = '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    with pytest.raises(ValueError, match="it declares entities, which no palette needs"):
        read_xml(f"<!DOCTYPE x [{declared}]><x>&b;</x>".encode())
    assert read_xml(b'<x y="&lt;&#65;&amp;"/>').get("y") == "<A&"


def test_other_files_are_never_read(tmp_path: Path) -> None:
    """Neither an entity nor a document type may name one."""
    secret = tmp_path / "secret"
    secret.write_text("secret")
    with pytest.raises(ValueError, match="entities"):
        read_xml(f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><x>&e;</x>'.encode())
    assert read_xml(f'<!DOCTYPE x SYSTEM "{secret.as_uri()}"><x/>'.encode()).tag == "x"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "line 1: it is not XML: no element found"),
        (b"<a>\n<b></a>", "line 2: it is not XML: mismatched tag"),
        (b'<?xml version="1.0" encoding="UTF-9"?><a/>', "it is not XML: unknown encoding: UTF-9"),
        (b"<a>" * 100, "it is nested too deeply"),
        (b" " * ((1 << 20) + 1), "it is larger than 1 MiB, too large for a palette"),
    ],
    ids=["nothing", "a wrong end", "an unknown encoding", "deep", "large"],
)
def test_what_is_no_xml_is_said(data: bytes, message: str) -> None:
    """With the line."""
    with pytest.raises(ValueError, match=f"^{message}"):
        read_xml(data)
