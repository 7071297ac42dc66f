"""load_image(): all that a caller may have for an image."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

from cvpalette.batch.many import Outcome
from cvpalette.decoding.image import Image
from cvpalette.decoding.reading import read_image
from cvpalette.errors import ImageError
from cvpalette.extraction import extract
from cvpalette.sources.addresses import is_url
from cvpalette.sources.loading import load_image


def _sources(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    with PIL.Image.open(path) as picture:
        picture.load()
    return {
        "path": path,
        "text": str(path),
        "bytes": data,
        "bytearray": bytearray(data),
        "memoryview": memoryview(data),
        "file in memory": io.BytesIO(data),
        "array": np.asarray(picture),
        "floats": np.asarray(picture) / 255,
        "image": read_image(path),
        "picture": picture,
    }


@pytest.mark.parametrize(
    "kind",
    [
        "path",
        "text",
        "bytes",
        "bytearray",
        "memoryview",
        "file in memory",
        "array",
        "floats",
        "image",
        "picture",
    ],
)
def test_every_source_gives_the_same_palette(stripes: Path, kind: str) -> None:
    """To the share."""
    expected = extract(stripes, colors=3).palette
    assert extract(_sources(stripes)[kind], colors=3).palette == expected


def test_an_open_file_is_read_and_left_open(stripes: Path) -> None:
    """It has the file's name; closing it is its owner's."""
    with stripes.open("rb") as file:
        assert load_image(file).name == "stripes.png"
        assert not file.closed
        assert file.read() == b""


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (b"", "image"),
        (io.BytesIO(b"text"), "image"),
        (np.zeros(3), "image"),
        (42, "int"),
        (None, "NoneType"),
        ([[0, 1]], "list"),
    ],
    ids=["no bytes", "no image", "no picture", "number", "nothing", "list"],
)
def test_what_is_no_source_is_an_error(source: Any, name: str) -> None:
    """It names what there is to name."""
    with pytest.raises(ImageError, match=f"^'{name}': "):
        load_image(source)


def test_an_image_is_taken_as_it_is() -> None:
    """It is a value."""
    image = Image(np.zeros((1, 1, 3), np.uint8))
    assert load_image(image) is image


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://host/a.png", True),
        ("HTTPS://host/a.png", True),
        ("http:/host/a.png", False),
        ("httpx://host/a.png", False),
        ("folder/http://a.png", False),
        ("photo.jpg", False),
    ],
)
def test_a_url_is_told_from_a_path(text: str, *, expected: bool) -> None:
    """By how it begins."""
    assert is_url(text) is expected


def test_a_url_is_fetched_once_private_addresses_are_allowed(web: Any, stripes: Path) -> None:
    """Through extract, for the mask too."""
    url = web.serve("/stripes.png", stripes.read_bytes())
    white = io.BytesIO()
    PIL.Image.new("L", (40, 40), "white").save(white, "PNG")
    mask = web.serve("/mask.png", white.getvalue())
    with pytest.raises(ImageError, match="allow_private=True allows it"):
        extract(url)
    with pytest.raises(ImageError, match="allow_private=True allows it"):
        extract(stripes, mask=mask)
    found = extract(url, mask=mask, allow_private=True)
    assert found.palette == extract(stripes).palette
    assert found.image.name == "stripes.png"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "gopher://host/a", "zz://host/a.png"])
def test_an_address_of_another_kind_is_told_what_is_read(address: str) -> None:
    """Not that it may be allowed."""
    with pytest.raises(ImageError, match="is no http or https URL; besides these, only stores") as caught:
        load_image(address)
    assert caught.value.problem == "refused"


def test_a_name_that_is_too_long_is_cut() -> None:
    """No file can have it."""
    with pytest.raises(ImageError, match="file name too long") as caught:
        load_image("a" * 5_000)
    assert caught.value.problem == "invalid"
    assert len(str(caught.value)) < 200


def test_what_others_take_is_told() -> None:
    """A list is for extract_many, and colors that were found are for a histogram."""
    result = extract(np.zeros((2, 3, 3), np.uint8)).result
    palette = result.palette
    of_palette = r"; for found colors: cluster\(ColorHistogram\.of_colors\(palette\.colors\), 8\)$"
    for source, told in (
        (["a.jpg", "b.jpg"], r"; extract_many\(\) takes many$"),
        (palette, of_palette),
        (result, of_palette),
        (Outcome("a.jpg", result), "; for the colors of many outcomes: cluster"),
    ):
        with pytest.raises(ImageError, match=told):
            load_image(source)  # type: ignore[arg-type]
