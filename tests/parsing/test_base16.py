"""Schemes of base16 and base24, and the part of YAML that they are in."""

import pytest

from cvpalette.outputs.base16 import Base16
from cvpalette.outputs.base24 import Base24
from cvpalette.parsing.mappings import read_mapping


def _slots(count: int, pattern: str = '{}: "{:06x}" # x', indent: str = "") -> str:
    return "".join(f"{indent}{pattern.format(f'base{at:02X}', at)}\n" for at in range(count))


def test_the_old_form() -> None:
    """All keys at the top; digits with or without quotes are text."""
    for pattern in ('{}: "{:06x}" # x', "{}: '{:06x}'", "{}: {:06x}", '"{}" : "#{:06x}"'):
        palette = Base16.parse(f'---\nscheme: "It\'s #1"\nauthor: me (x)\n{_slots(16, pattern)}'.encode())
        assert [(each.name, each.color.hex) for each in palette][9:11] == [
            ("base09", "#000009"),
            ("base0A", "#00000a"),
        ]
        assert (palette.name, palette.comment) == ("It's #1", "author: me (x)")


def test_the_present_form() -> None:
    """The slots under a key of their own, in either case; one system is not the other."""
    head = 'system: "{}"\nname: "Sea"\nvariant: "dark"\npalette:\n'
    text = head.format("base16") + _slots(16, indent="  ").replace("base0A", "base0a")
    assert len(Base16.parse(text.encode())) == 16
    with pytest.raises(ValueError, match="it is a scheme of 'base16', and not of base24"):
        Base24.parse(text.encode())
    text = head.format("base24") + _slots(24, indent="  ")
    assert Base24.parse(text.encode())[-1].name == "base17"
    with pytest.raises(ValueError, match="it is no scheme of base16: it has more than 16 colors"):
        Base16.parse(_slots(24).encode())
    with pytest.raises(ValueError, match="it is no scheme of base24: it has no color 'base10'"):
        Base24.parse(_slots(16).encode())
    with pytest.raises(ValueError, match="it is no scheme of base16: it has no color 'base00'"):
        Base16.parse(b"palette: x\n")


@pytest.mark.parametrize(
    ("slot", "message"),
    [
        ("base00: #264653", "color 'base00', without a text, is not valid; write it in quotes"),
        ('base00: "12"', "color 'base00', '12', is not valid"),
        ('base00: "xyzxyz"', "color 'base00', 'xyzxyz', is not valid"),
    ],
)
def test_a_slot_that_is_no_color_is_named(slot: str, message: str) -> None:
    """Without quotes, a # begins a comment."""
    text = _slots(16).replace('base00: "000000" # x', slot)
    with pytest.raises(ValueError, match=f"^{message}"):
        Base16.parse(text.encode())


def test_mappings_are_read() -> None:
    """By their indentation."""
    text = "a: x y # z\n'b c':\n  d: \"\\u00e9\"\n  e:\n    f: 'it''s'\n  g: 1\nh:\n# x\ni: a#b\n"
    assert read_mapping(text) == {
        "a": "x y",
        "b c": {"d": "é", "e": {"f": "it's"}, "g": "1"},
        "h": {},
        "i": "a#b",
    }


@pytest.mark.parametrize(
    "text",
    [
        "a: [1]",
        "- a",
        "a: &x",
        "a: |",
        "a: 'b",
        'a: "\\x"',
        "a",
        "\ta: 1",
        "a: 1\n  b: 2",
        "a:\n    b: 1\n  c: 2",
        "".join(f"{' ' * at}a:\n" for at in range(20)),
        "a: 1\n---\nb: 2",
    ],
    ids=range(12),
)
def test_all_else_of_yaml_is_refused(text: str) -> None:
    """With the number of its line."""
    with pytest.raises(ValueError, match=r"line \d+: .* is not a key with its text"):
        read_mapping(text)


def test_a_key_that_occurs_twice_is_refused() -> None:
    """As in JSON."""
    with pytest.raises(ValueError, match="line 2: the key 'a' occurs twice"):
        read_mapping("a: 1\na: 2")
