"""Tokens of CSS, as CSS Syntax Level 3 splits text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvpalette.color.css_tokens import Token, read_tokens, walk


def _shown(tokens: list[Token]) -> list[object]:
    return [
        (token.kind, token.value + token.unit, *([_shown(token.inside)] if token.inside else []))
        for token in tokens
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\31 st --\1F600 x -\2d a\:b", [("ident", "1st"), "", ("ident", "--😀x"), "", ("ident", "--a:b")]),
        (r"\0 \d800 \110000 \a", [("ident", "\ufffd\ufffd\ufffd\n")]),
        ("é 色 --", [("ident", "é"), "", ("ident", "色"), "", ("ident", "--")]),
        ("a/**/b", [("ident", "a"), ("ident", "b")]),
        ("1e3PX +.5% -5--x", [("number", "1e3px"), "", ("number", "+.5%"), "", ("number", "-5--x")]),
        ("#fff #\\31 # @a", [("hash", "fff"), "", ("hash", "1"), ("delimiter", "#"), "", ("at", "a")]),
        ("url( a;b{ )url('c')", [("url", "a;b{"), ("function", "url", [("string", "c")])]),
        ("URL(a b)c url(d", [("bad", "URL(a b)"), ("ident", "c"), "", ("url", "d")]),
        ("'a\\'b\\\nc' \"d\ne", [("string", "a'bc"), "", ("bad", "d"), "", ("ident", "e")]),
        (
            "f(a[b}c",
            [
                (
                    "function",
                    "f",
                    [("ident", "a"), ("block", "[", [("ident", "b"), ("bad", "}"), ("ident", "c")])],
                )
            ],
        ),
        ("<!-- a --> )", ["", ("ident", "a"), "", "", ("bad", ")")]),
        ("\\", [("ident", "\ufffd")]),
        ("'", [("string", "")]),
    ],
)
def test_text_is_split_as_css_does(text: str, expected: list[object]) -> None:
    """No text is an error. An empty string stands for a space."""
    found = [("" if one.kind == "space" else _shown([one])[0]) for one in read_tokens(text)]
    assert found == expected


@given(st.one_of(st.text(), st.text(st.sampled_from("aU-\\\"'(){}[]/*#@<!>:;,.0e+% \n1rl"))))
def test_every_sign_is_in_a_token(text: str) -> None:
    """Or in a comment; the tokens are in order."""
    tokens = list(walk(read_tokens(text)))
    assert all(0 <= one.start <= one.end <= len(text) for one in tokens)
    assert [one.start for one in tokens] == sorted(one.start for one in tokens)


@pytest.mark.parametrize(
    "piece", ["(", "a(", "{", "\\", "/*", "url(", '"', "'\n", "--", "0.", "<!", "url(\\"]
)
def test_long_texts_of_one_kind_are_split(piece: str) -> None:
    """Blocks may be as deep as the text is long."""
    tokens = read_tokens(piece * 20_000)
    assert sum(1 for _ in walk(tokens)) <= 40_000
