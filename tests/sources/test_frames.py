"""read_frames(): one frame, another, or all, as they are shown."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

from cvpalette import ImageError, Reading, extract, read_frames, read_image

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
LOSSLESS: dict[str, dict[str, Any]] = {
    "GIF": {"disposal": 2},
    "PNG": {},
    "WEBP": {"lossless": True},
    "AVIF": {"quality": 100, "subsampling": "4:4:4"},
    "TIFF": {},
}
ALL = Reading(frames="all")


def _flat(color: tuple[int, ...], size: tuple[int, int] = (16, 16)) -> PIL.Image.Image:
    return PIL.Image.new("RGBA" if len(color) == 4 else "RGB", size, color)


def _moving(format_name: str, *colors: tuple[int, ...], **how: Any) -> bytes:
    frames = [_flat(color) for color in colors]
    file = io.BytesIO()
    how = {"save_all": True, "append_images": frames[1:]} | LOSSLESS[format_name] | how
    frames[0].save(file, format_name, **how)
    return file.getvalue()


def _near(pixels: np.ndarray, color: tuple[int, ...]) -> bool:
    return int(np.abs(pixels.astype(int) - color).max()) <= 3


@pytest.mark.parametrize("format_name", LOSSLESS)
def test_all_frames_are_read_in_order(format_name: str) -> None:
    """Each as an image of its own, with the source's name."""
    images = list(read_frames(_moving(format_name, RED, GREEN, BLUE), "a", ALL))
    assert [_near(image.pixels, color) for image, color in zip(images, (RED, GREEN, BLUE), strict=True)] == [
        True
    ] * 3
    assert {image.name for image in images} == {"a"}


@pytest.mark.parametrize("format_name", LOSSLESS)
@pytest.mark.parametrize(("frames", "color"), [("first", RED), (1, RED), (3, BLUE), ("all", RED)])
def test_one_frame_is_the_one_asked_for(format_name: str, frames: Any, color: tuple[int, ...]) -> None:
    """Counted from 1; read_image() of all is the first."""
    image = read_image(_moving(format_name, RED, GREEN, BLUE), reading=Reading(frames=frames))
    assert _near(image.pixels, color)


@pytest.mark.parametrize("format_name", LOSSLESS)
def test_a_frame_that_is_not_there_is_an_image_error(format_name: str) -> None:
    """The message says how many there are."""
    with pytest.raises(ImageError, match="'a': has 2 frames; there is no frame 3"):
        read_image(_moving(format_name, RED, BLUE), "a", Reading(frames=3))


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "BMP", "GIF", "WEBP", "TIFF"])
def test_a_still_picture_has_one_frame(format_name: str) -> None:
    """All of its frames are this one."""
    file = io.BytesIO()
    _flat(RED).save(file, format_name)
    assert len(list(read_frames(file.getvalue(), reading=ALL))) == 1
    with pytest.raises(ImageError, match="has 1 frame; there is no frame 2"):
        read_image(file.getvalue(), reading=Reading(frames=2))


def test_frames_are_composed_as_they_are_shown() -> None:
    """A GIF's second frame of one corner stands on the first."""
    red = PIL.Image.new("RGB", (16, 16), RED)
    corner = red.copy()
    corner.paste(BLUE, (0, 0, 4, 4))
    file = io.BytesIO()
    red.save(file, "GIF", save_all=True, append_images=[corner], disposal=1)
    second = list(read_frames(file.getvalue(), reading=ALL))[1]
    assert _near(second.pixels[:4, :4], BLUE)
    assert _near(second.pixels[8:], RED)
    assert second.alpha is None or second.alpha.all()


def test_pages_may_differ_in_size_and_kind() -> None:
    """A TIFF is a pile of images."""
    file = io.BytesIO()
    pages = [
        PIL.Image.new("L", (4, 2), 128),
        PIL.Image.new("RGB", (7, 5), GREEN),
        PIL.Image.new("1", (3, 3), 1),
    ]
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:])
    images = list(read_frames(file.getvalue(), reading=ALL))
    assert [(image.width, image.height) for image in images] == [(4, 2), (7, 5), (3, 3)]
    assert [image.pixels[0, 0].tolist() for image in images] == [[128] * 3, list(GREEN), [255] * 3]


def test_a_tiffs_thumbnail_is_no_page() -> None:
    """It says so: its colors would count twice."""
    file = io.BytesIO()
    _flat(RED).save(file, "TIFF", save_all=True, append_images=[_thumbnail()])
    assert len(list(read_frames(file.getvalue(), reading=ALL))) == 1


def _thumbnail() -> PIL.Image.Image:
    small = _flat(BLUE, (4, 4))
    small.encoderinfo = {"tiffinfo": {254: 1}}
    return small


def test_a_picture_in_place_of_an_animation_is_none_of_its_frames() -> None:
    """PNG may have one for those who show no animations: it is the first, and of all it is none."""
    data = _moving("PNG", RED, GREEN, BLUE, default_image=True)
    assert _near(read_image(data).pixels, RED)
    images = list(read_frames(data, reading=ALL))
    assert [_near(image.pixels, color) for image, color in zip(images, (GREEN, BLUE), strict=True)] == [
        True
    ] * 2


def test_all_frames_make_one_palette(tmp_path: Path) -> None:
    """Half the pixels of the film are red; what an output draws on is the first frame."""
    path = tmp_path / "film.gif"
    path.write_bytes(_moving("GIF", RED, GREEN, RED, BLUE))
    found = extract(path, frames="all")
    assert {swatch.color.hex: swatch.share for swatch in found.palette} == {
        "#ff0000": 0.5,
        "#00ff00": 0.25,
        "#0000ff": 0.25,
    }
    assert _near(found.image.pixels, RED)


def test_a_frame_with_nothing_visible_counts_nothing() -> None:
    """As long as another has."""
    data = _moving("PNG", (0, 0, 0, 0), (*GREEN, 255))
    assert [swatch.color.hex for swatch in extract(data, frames="all").palette] == ["#00ff00"]


def test_the_command_reads_the_frames_asked_for(run_cli: Any, tmp_path: Path) -> None:
    """One palette of all, or of one."""
    (tmp_path / "a.gif").write_bytes(_moving("GIF", RED, GREEN))
    assert run_cli("a.gif").stdout == b"#ff0000\n"
    assert run_cli("a.gif", "--frames", "2").stdout == b"#00ff00\n"
    assert sorted(run_cli("a.gif", "--frames", "all").stdout.split()) == [b"#00ff00", b"#ff0000"]
    wrong = run_cli("a.gif", "--frames", "last")
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    missing = run_cli("a.gif", "--frames", "3")
    assert (missing.returncode, missing.stdout) == (1, b"")
    assert missing.stderr == b"cvpalette: error: 'a.gif': has 2 frames; there is no frame 3\n"
