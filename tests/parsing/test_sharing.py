"""share(): a file is parsed once for all readers that ask about it in turn."""

from collections.abc import Iterator

import pytest

from cvpalette.parsing.entries import decode_json
from cvpalette.parsing.markup import read_xml
from cvpalette.parsing.sharing import forget, share


@pytest.fixture(autouse=True)
def _clean() -> Iterator[None]:
    forget()
    yield
    forget()


def test_the_same_bytes_are_parsed_once() -> None:
    """Another file is parsed anew. Another function keeps a file of its own."""
    calls: list[bytes] = []

    @share
    def parse(data: bytes) -> str:
        calls.append(data)
        return data.decode()

    first, second = b"first", b"second"
    assert [parse(first), parse(first), parse(second), parse(second)] == ["first"] * 2 + ["second"] * 2
    decode_json(b"1")
    assert parse(second) == "second"
    forget()
    assert parse(second) == "second"
    assert calls == [first, second, second]


def test_an_error_is_kept_too() -> None:
    """Each reader gets it."""
    for parse in (decode_json, read_xml):
        data = b"<a>["
        with pytest.raises(ValueError, match="not") as once:
            parse(data)
        with pytest.raises(ValueError, match="not") as again:
            parse(data)
        assert once.value is again.value
