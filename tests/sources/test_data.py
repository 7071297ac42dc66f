"""Data URIs: read as the files that they hold, in both encodings, and short in messages."""

import base64
from pathlib import Path
from urllib.parse import quote

import pytest

from cvpalette.errors import ImageError
from cvpalette.sources import data
from cvpalette.sources.addresses import is_data, names_path, shorten
from cvpalette.sources.data import read_data
from cvpalette.sources.finding import locate_sources
from cvpalette.sources.loading import load_image

HEAD = "data:image/png;base64,"


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("data:,a%20b", b"a b"),
        ("data:text/plain;charset=utf-8,%C3%A9", b"\xc3\xa9"),
        ("DATA:;base64,aGVsbG8=", b"hello"),
        ("data:;base64,aGVsbG8", b"hello"),
        ("data:;base64,aGVs\n bG8=", b"hello"),
        ("data:;base64,aGVsbG8%3D", b"hello"),
        ("data:;base64,-_-_", b"\xfb\xff\xbf"),
        ("data:,a,b", b"a,b"),
        ("data:,", b""),
    ],
    ids=[
        "percent",
        "charset",
        "base64",
        "no padding",
        "wrapped",
        "escaped",
        "of addresses",
        "commas",
        "empty",
    ],
)
def test_a_data_uri_holds_bytes(uri: str, expected: bytes) -> None:
    """As browsers read it."""
    assert is_data(uri)
    assert read_data(uri, "data") == expected


@pytest.mark.parametrize("text", ["aGVsbG8*", "a", "aGV=sbG8"])
def test_broken_base64_is_refused(text: str) -> None:
    """The message has the short name."""
    with pytest.raises(ImageError, match="'short': is no valid data URI: what follows its comma is not bas"):
        read_data(f"data:;base64,{text}", "short")


def test_a_data_uri_may_not_be_endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has the limit of streams."""
    monkeypatch.setattr(data, "MOST_BYTES", 3)
    monkeypatch.setattr(data, "_LONGEST", 9)
    assert read_data("data:,abc", "data") == b"abc"
    for text in ("abcd", "%61" * 4):
        with pytest.raises(ImageError) as caught:
            read_data(f"data:,{text}", "data")
        assert caught.value.problem == "too-large"


@pytest.mark.parametrize("text", ["data:nothing", "data/a,b.png", "data", "./data:,", "metadata:,"])
def test_other_texts_are_no_data_uris(text: str) -> None:
    """A file may have such a name."""
    assert not is_data(text)
    assert names_path(text)


def test_an_image_may_be_a_data_uri(stripes: Path) -> None:
    """Its name is short and tells it from others; its files are named data."""
    uris = [
        HEAD + base64.b64encode(stripes.read_bytes()).decode(),
        "data:image/png," + quote(stripes.read_bytes()),
    ]
    images = [load_image(uri) for uri in uris]
    assert [(image.width, image.height) for image in images] == [(40, 40)] * 2
    assert images[0].name == shorten(uris[0])
    assert images[0].name.startswith(HEAD)
    assert all(len(image.name) < 60 for image in images)
    assert shorten(uris[0]) != shorten(uris[0] + "A")
    (located,) = locate_sources(uris[0])
    assert (located.place, str(located)) == ("data", shorten(uris[0]))


def test_an_error_does_not_show_the_whole_uri() -> None:
    """The text may have a million characters."""
    with pytest.raises(ImageError) as caught:
        load_image(HEAD + "AAAA" * 1000)
    assert len(str(caught.value)) < 250
