"""Drafts: a large JPEG is decoded at a part of its size, and all else is as of the whole image."""

import io
import json
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

from cvpalette.batch.many import extract_many
from cvpalette.batch.merging import merge
from cvpalette.decoding.reading import read_image
from cvpalette.errors import ImageError, OutputRenderError
from cvpalette.extraction import Extraction, extract
from cvpalette.plugins.rendering import render
from cvpalette.settings.settings import Reading

Run = Callable[..., subprocess.CompletedProcess[bytes]]

DRAFT = Reading(draft=True)
# A photo whose sides are no multiples of 8, with a stripe of each color: where it begins and ends.
WIDTH, HEIGHT = 2403, 1702
STRIPES = {(0, 90, 200): (0, 600), (240, 200, 0): (600, 1202), (0, 120, 60): (1202, WIDTH)}


def _photo(width: int = WIDTH, height: int = HEIGHT) -> PIL.Image.Image:
    pixels = np.empty((height, width, 3), np.uint8)
    for color, (left, right) in STRIPES.items():
        pixels[:, left * width // WIDTH : right * width // WIDTH] = color
    return PIL.Image.fromarray(pixels)


def _encode(photo: PIL.Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    file = io.BytesIO()
    photo.save(file, kind, **how)
    return file.getvalue()


@pytest.fixture(scope="module")
def photo() -> bytes:
    """Give the photo as JPEG."""
    return _encode(_photo(), quality=95)


def _shares(found: Extraction) -> dict[str, float]:
    """Return the share of each color, by the name of the stripe that it is nearest to."""
    names = dict(zip(STRIPES, ("blue", "yellow", "green"), strict=True))

    def name(rgb: tuple[int, int, int]) -> str:
        return names[min(STRIPES, key=lambda color: sum(abs(a - b) for a, b in zip(color, rgb, strict=True)))]

    return {name(swatch.color.rgb): swatch.share for swatch in found.palette}


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1998, 1998), (1998, 1998)),  # half of it has less than a million pixels
        ((2000, 2000), (1000, 1000)),
        ((2001, 1999), (1001, 1000)),  # the last pixels stand for fewer
        ((4000, 4000), (1000, 1000)),
        ((8000, 8000), (1000, 1000)),
    ],
    ids=str,
)
def test_at_least_a_million_pixels_stay(size: tuple[int, int], expected: tuple[int, int]) -> None:
    """With those of 64 million pixels, an eighth of the size is the least that libjpeg decodes."""
    image = read_image(_encode(PIL.Image.new("L", size, 99)), reading=DRAFT)
    assert (image.width, image.height) == expected
    assert image.whole_size == size
    assert (image.draft_of is None) == (expected == size)
    assert image.weight == pytest.approx(size[0] * size[1] / (expected[0] * expected[1]))


def test_each_pixel_is_the_mean_of_those_that_it_stands_for(photo: bytes) -> None:
    """It comes from the same coefficients."""
    whole, draft = read_image(photo), read_image(photo, reading=DRAFT)
    means = whole.pixels[:1700, :2400].reshape(850, 2, 1200, 2, 3).mean(axis=(1, 3))
    assert np.abs(draft.pixels[:850, :1200] - means).mean() < 1


def test_the_numbers_are_of_the_whole_image(photo: bytes) -> None:
    """Its size, the pixels that count, and their shares."""
    found, whole = extract(photo, colors=3, draft=True), extract(photo, colors=3)
    assert (found.result.width, found.result.height) == (WIDTH, HEIGHT)
    assert found.result.counted == pytest.approx(WIDTH * HEIGHT)
    assert (found.result.draft, whole.result.draft) == ((1202, 851), None)
    assert _shares(found) == pytest.approx(_shares(whole), abs=2e-3)


@pytest.mark.parametrize("orientation", [1, 6, 8])
def test_it_is_upright(orientation: int) -> None:
    """The size is that of the upright image, and so are regions."""
    exif = PIL.Image.Exif()
    exif[0x0112] = orientation
    data = _encode(_photo(), exif=exif.tobytes())
    whole, draft = read_image(data), read_image(data, reading=DRAFT)
    assert draft.whole_size == (whole.width, whole.height)
    corners = [(slice(None, 40), slice(None, 40)), (slice(-40, None), slice(-40, None))]
    for corner in corners:
        assert np.allclose(draft.pixels[corner].mean((0, 1)), whole.pixels[corner].mean((0, 1)), atol=2)
    edge = (0, 0, whole.width, 10) if orientation == 8 else (0, 0, 10, whole.height)
    regions = [extract(data, colors=1, region=edge, draft=how).palette.colors for how in (True, False)]
    assert all(abs(a - b) <= 2 for a, b in zip(*(color[0].rgb for color in regions), strict=True))


def test_its_profile_is_applied() -> None:
    """As to the whole image."""
    exif = PIL.Image.Exif()
    exif[0x8769] = {0xA001: 0xFFFF, 0xA005: {1: "R03"}}
    data = _encode(_photo(), exif=exif.tobytes())
    plain = read_image(_encode(_photo()), reading=DRAFT)
    whole, draft = read_image(data), read_image(data, reading=DRAFT)
    assert draft.draft_of == (WIDTH, HEIGHT)
    yellow = draft.pixels[100, 500].astype(int)
    assert np.abs(yellow - whole.pixels[200, 1000]).max() <= 2
    assert np.abs(yellow - plain.pixels[100, 500]).max() > 5


@pytest.mark.parametrize(
    ("region", "color", "pixels"),
    [
        ("0,0,600,1702", "blue", 600 * HEIGHT),
        ("600,0,602,1702", "yellow", 602 * HEIGHT),
        ("1300,800,1,1", "green", 4),  # half a pixel of the draft: a whole one is taken
        ("2402,1701,1,1", "green", 4),
        ("60%,0%,40%,100%", "green", 0.4 * WIDTH * HEIGHT),
    ],
)
def test_a_region_is_the_same_place(photo: bytes, region: str, color: str, pixels: float) -> None:
    """Its edges are those of pixels of the draft."""
    found = extract(photo, colors=1, region=region, draft=True)
    assert list(_shares(found)) == [color]
    assert found.result.counted == pytest.approx(pixels, rel=2e-3)
    assert found.result.counted + found.left_out[0].pixels == pytest.approx(WIDTH * HEIGHT)


def test_regions_that_touch_share_no_pixel(photo: bytes) -> None:
    """Their edges are rounded alike."""
    edges = [0, 333, 1001, 1202, 1999, WIDTH]
    found = [
        extract(photo, colors=1, region=(left, 0, right - left, HEIGHT), draft=True).result.counted
        for left, right in pairwise(edges)
    ]
    assert sum(found) == pytest.approx(WIDTH * HEIGHT)


def test_a_region_outside_is_told_with_the_whole_size(photo: bytes) -> None:
    """A region that starts in the whole image is inside."""
    with pytest.raises(ImageError, match=f"has {WIDTH} x {HEIGHT} pixels, and the region"):
        extract(photo, region="2403,0,5,5", draft=True)


def test_a_mask_has_the_size_of_the_whole_image(photo: bytes) -> None:
    """It is reduced as the image is: each pixel counts by the mean of the mask."""
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[:, 601:1202] = 255  # starts in the middle of a pixel of the draft
    found = extract(photo, colors=1, mask=mask, draft=True)
    assert list(_shares(found)) == ["yellow"]
    assert found.result.counted == pytest.approx(601 * HEIGHT, rel=2e-3)
    assert sum(part.pixels for part in found.left_out) + found.result.counted == pytest.approx(WIDTH * HEIGHT)
    with pytest.raises(ImageError, match=f"has {WIDTH} x {HEIGHT} pixels, but its mask"):
        extract(photo, mask=mask[::2, ::2], draft=True)


def test_the_border_is_left_out() -> None:
    """It is as thick as in the whole image, and told in its pixels."""
    framed = PIL.Image.new("RGB", (2400, 2000), (255, 255, 255))
    framed.paste((200, 0, 0), (600, 500, 1800, 1500))
    found = extract(_encode(framed, quality=95), colors=1, ignore_border=True, draft=True)
    assert found.result.counted == pytest.approx(1200 * 1000, rel=1e-2)
    (border,) = found.left_out
    assert border.reason == "border"
    assert border.pixels == pytest.approx(2400 * 2000 - 1200 * 1000, rel=1e-2)


@pytest.mark.parametrize(
    "data",
    [
        _encode(_photo(), "PNG", compress_level=1),
        _encode(_photo().convert("CMYK")),
        _encode(_photo())[:-300],
    ],
    ids=["PNG", "CMYK", "truncated"],
)
def test_what_cannot_be_scaled_is_read_whole(data: bytes) -> None:
    """Other formats, and JPEGs that are not plain."""
    reading = Reading(draft=True, allow_truncated=True)
    image = read_image(data, reading=reading)
    assert (image.width, image.height, image.draft_of) == (WIDTH, HEIGHT, None)


def test_the_whole_size_is_what_may_be_too_large(photo: bytes) -> None:
    """A limit means the same with a draft."""
    with pytest.raises(ImageError, match="more than max_pixels=4,000,000 allows"):
        extract(photo, draft=True, max_pixels=4_000_000)


def test_an_image_weighs_as_much_as_the_whole_in_a_sum(photo: bytes) -> None:
    """Beside one that is too small for a draft."""
    small = np.full((HEIGHT, WIDTH // 4, 3), (0, 90, 200), np.uint8)
    found, whole = (merge([photo, small], colors=3, draft=how, jobs=1) for how in (True, False))
    assert found.result.counted == pytest.approx(whole.result.counted)
    assert _shares(found) == pytest.approx(_shares(whole), abs=2e-3)


def test_a_batch_takes_drafts(photo: bytes) -> None:
    """Outcomes have the size of the draft too."""
    (outcome,) = extract_many([photo], colors=3, draft=True)
    assert outcome.result is not None
    assert outcome.result.draft == (1202, 851)


def test_json_tells_a_draft(photo: bytes) -> None:
    """And has no such field for a whole image."""
    document = json.loads(str(render(extract(photo, colors=3, draft=True), "json")))
    assert document["draft"] == {"width": 1202, "height": 851}
    assert (document["width"], document["height"], document["counted"]) == (WIDTH, HEIGHT, WIDTH * HEIGHT)
    assert "draft" not in json.loads(str(render(extract(photo, colors=3), "json")))


def test_a_page_tells_the_size_of_the_whole_image(photo: bytes) -> None:
    """The picture in it is smaller than either."""
    page = render(extract(photo, colors=3, draft=True), "html")
    assert f"{WIDTH}\u00a0\u00d7\u00a0{HEIGHT}\u00a0pixels" in page


def test_no_draft_is_drawn(photo: bytes) -> None:
    """An image of another size would look as if it were the whole one."""
    reason = (
        f"only a draft of it was read, 1202 x 851 of {WIDTH} x {HEIGHT} pixels; read the whole image for it"
    )
    with pytest.raises(OutputRenderError, match=reason):
        render(extract(photo, colors=3, draft=True), "quantized")


def test_the_command_takes_drafts(run_cli: Run, tmp_path: Path, photo: bytes) -> None:
    """The option has an effect there. A quantized image is refused, and nothing is written."""
    (tmp_path / "photo.jpg").write_bytes(photo)
    found = run_cli("photo.jpg", "--draft", "-k", "3", "-f", "json")
    assert (found.returncode, found.stderr) == (0, b"")
    assert json.loads(found.stdout)["draft"] == {"width": 1202, "height": 851}
    lines = run_cli("photo.jpg", "photo.jpg", "--draft", "-o", "all.jsonl")
    assert lines.returncode == 0
    assert all(
        "draft" in json.loads(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()
    )
    refused = run_cli("photo.jpg", "--draft", "-f", "quantized")
    assert refused.returncode == 1
    assert b"only a draft of it was read" in refused.stderr
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["all.jsonl", "photo.jpg"]
