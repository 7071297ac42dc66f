"""read_typed_stream(): archives of NSArchiver, built here by the public notes on them."""

import struct

import pytest

from cvpalette.parsing.typedstream import Archived, read_typed_stream

_HEAD = b"\x04\x0bstreamtyped\x81\xe8\x03"
_OBJECT = b"\x84\x84\x84\x01A\x00\x85"


def _group(types: bytes, values: bytes) -> bytes:
    return _HEAD + b"\x84" + bytes([len(types)]) + types + values


def test_numbers_have_the_size_that_they_need() -> None:
    """One byte, or two or four behind a mark; bytes have no mark."""
    values = b"\x7f\x81\xe8\x03\x82" + struct.pack("<i", -70000) + b"\x84"
    assert read_typed_stream(_group(b"iiic", values)) == [(127, 1000, -70000, -124)]


def test_floats_are_whole_numbers_or_four_or_eight_bytes() -> None:
    """A whole number is written as an integer."""
    values = b"\x01\x83" + struct.pack("<f", 0.5) + b"\x83" + struct.pack("<d", 0.1)
    assert read_typed_stream(_group(b"ffd", values)) == [(1.0, 0.5, 0.1)]


def test_big_endian_streams_are_read() -> None:
    """Those of NeXTSTEP, and of Macs with PowerPC."""
    data = b"\x04\x0btypedstream\x81\x03\xe8\x84\x01f\x83" + struct.pack(">f", 0.5)
    assert read_typed_stream(data) == [(0.5,)]


def test_objects_have_classes_and_groups_of_values() -> None:
    """The name of a class and of the one above it, both of which are written once."""
    first = b"\x84\x84\x84\x05Color\x00\x84\x84\x06Object\x00\x85\x84\x01c\x07\x86"
    # Types are the text 0, and the class is the object 1: a reference counts from -110.
    second = b"\x92\x84\x93\x95\x08\x86"
    found = read_typed_stream(_group(b"@", first) + second)
    objects = [group[0] for group in found]
    assert all(isinstance(each, Archived) for each in objects)
    assert [each.classes for each in objects] == [("Color", "Object")] * 2
    assert [each.groups for each in objects] == [[(7,)], [(8,)]]


def test_what_lists_of_colors_seldom_have_is_read_too() -> None:
    """Texts, classes and selectors; what is nil is None or empty."""
    values = b"\x84\x84\x01x" + b"\x85" + b"\x92" + b"\x85" + b"\x84\x02go" + b"\x02no"
    assert read_typed_stream(_group(b"***@:+", values)) == [(b"x", None, b"x", None, b"go", b"no")]
    assert read_typed_stream(_group(b"#", b"\x84\x84\x01A\x00\x85")) == [(("A",),)]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"bplist00", "it is no archive of NSArchiver"),
        (_HEAD + b"\x84\x7f", "it is cut short, or damaged"),
        (_HEAD + b"\x84\x82\xff\xff\xff\xff", "it is cut short, or damaged"),
        (_group(b"i", b"\x90"), "a mark where a number should be"),
        (_HEAD + b"\x92", "it refers to something that is not in it"),
        (_HEAD + b"\x85", "a group of values has no types"),
        (_group(b"i" * 65, bytes(65)), "a group of values has no types"),
        (_group(b"{", b"\x01"), "a value of the type '{', which no list of colors has"),
        (_group(b"@", b"\x84" * 300), "it is cut short|is damaged|nested too deeply"),
        (_group(b"@", b"\x84\x85" + b"\x84\x01@\x84\x85" + b"\x92\x84\x85" * 50), "it is nested too deeply"),
        (_group(b"#", b"\x84\x84\x01A\x00" + b"\x84\x93\x00" * 50 + b"\x85"), "below too many others"),
    ],
)
def test_what_is_broken_is_one_clear_error(data: bytes, message: str) -> None:
    """A length that lies and a deep nest end at once."""
    with pytest.raises(ValueError, match=message):
        read_typed_stream(data)
