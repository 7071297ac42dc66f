"""How long frames are shown, and how often an animation plays, as each format tells it."""

import io
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import PIL.Image
import pytest

from cvpalette.decoding.reading import read_frames, read_image
from cvpalette.extraction import extract
from cvpalette.settings.settings import Reading

ALL = Reading(frames="all")
TIMES = [100, 250, 40]


def _animate(file_format: str, times: list[int], **how: Any) -> bytes:
    frames = [PIL.Image.new("RGB", (16, 16), (80 * number, 20, 200)) for number in range(len(times))]
    file = io.BytesIO()
    frames[0].save(file, file_format, save_all=True, append_images=frames[1:], duration=times, **how)
    return file.getvalue()


@pytest.mark.parametrize(
    ("file_format", "loops", "expected"),
    [("GIF", 0, 0), ("GIF", 2, 3), ("PNG", 0, 0), ("PNG", 2, 2), ("WEBP", 0, 0), ("WEBP", 2, 2)],
)
def test_times_and_loops_are_read(file_format: str, loops: int, expected: int) -> None:
    """A GIF tells how often it repeats, and the others how often they play."""
    frames = list(read_frames(_animate(file_format, TIMES, loop=loops), reading=ALL))
    assert [frame.seconds for frame in frames] == [0.1, 0.25, 0.04]
    assert {frame.loops for frame in frames} == {expected}


def test_a_gif_that_tells_nothing_plays_once() -> None:
    """As browsers play it."""
    assert read_image(_animate("GIF", TIMES)).loops == 1


def test_an_avif_does_not_tell_how_often_it_plays() -> None:
    """Its times are read, if Pillow can write one here."""
    frames = list(read_frames(_animate("AVIF", TIMES), reading=ALL))
    assert [frame.seconds for frame in frames] == [0.1, 0.25, 0.04]
    assert frames[0].loops is None


@pytest.mark.parametrize("file_format", ["GIF", "PNG", "WEBP"])
@pytest.mark.parametrize("time", [0, 10])
def test_what_is_too_short_lasts_as_long_as_in_browsers(file_format: str, time: int) -> None:
    """They show a frame of 10 ms or less for 100 ms."""
    frames = read_frames(_animate(file_format, [time, 20, time]), reading=ALL)
    assert [frame.seconds for frame in frames] == [0.1, 0.02, 0.1]


@pytest.mark.parametrize("file_format", ["GIF", "PNG", "WEBP", "TIFF", "JPEG"])
def test_a_still_picture_has_no_time(file_format: str) -> None:
    """Nor does one that Pillow gives a time."""
    file = io.BytesIO()
    PIL.Image.new("RGB", (8, 8), "red").save(file, file_format)
    image = read_image(file.getvalue())
    assert (image.seconds, image.loops) == (None, None)


def test_pages_have_no_time() -> None:
    """They are no animation."""
    pages = [PIL.Image.new("RGB", (8, 8), color) for color in ("red", "blue")]
    file = io.BytesIO()
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:])
    assert [page.seconds for page in read_frames(file.getvalue(), reading=ALL)] == [None, None]


def _write_film(path: Path, count: int = 20, rate: float = 10) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), rate, (64, 48))
    for number in range(count):
        writer.write(np.full((48, 64, 3), 12 * number, np.uint8))
    writer.release()
    return path


@pytest.mark.parametrize(
    ("every", "count", "seconds"), [(None, 20, 0.1), (0.25, 8, 0.25), (0.001, 20, 0.1), (1, 2, 1)]
)
def test_the_frames_of_a_film_last_as_long_as_the_film(
    tmp_path: Path, every: float | None, count: int, seconds: float
) -> None:
    """Each stands for the time to the next one that is read."""
    film = _write_film(tmp_path / "film.mp4")
    frames = list(read_frames(film, reading=Reading(frames="all", every=every)))
    assert [frame.seconds for frame in frames] == pytest.approx([seconds] * count)


def test_an_extraction_gives_its_frames_again(tmp_path: Path) -> None:
    """Of a file, of bytes, of an open file and of a film; as often as it is asked."""
    contents = _animate("GIF", TIMES)
    path = tmp_path / "a.gif"
    path.write_bytes(contents)
    with path.open("rb") as file:
        found = [extract(source, frames="all") for source in (path, contents, file)]
    film = extract(_write_film(tmp_path / "film.mp4"), frames="all")
    for extraction in (*found, found[0]):
        assert [frame.seconds for frame in extraction.frames()] == [0.1, 0.25, 0.04]
    assert len(list(film.frames())) == len(list(film.frames())) == 20
    again = extract((tmp_path / "film.mp4").read_bytes(), frames="all")
    assert len(list(again.frames())) == len(list(again.frames())) == 20


def test_an_extraction_of_one_frame_gives_its_image() -> None:
    """Also where only the first was asked for."""
    contents = _animate("GIF", TIMES)
    for extraction in (extract(contents), extract(np.zeros((4, 6, 3), np.uint8), frames="all")):
        assert list(extraction.frames()) == [extraction.image]


def test_frames_are_laid_on_the_background() -> None:
    """As the image is."""
    frames = [PIL.Image.new("RGBA", (8, 8), (255, 0, 0, alpha)) for alpha in (255, 0)]
    file = io.BytesIO()
    frames[0].save(file, "PNG", save_all=True, append_images=frames[1:], duration=50, blend=0)
    extraction = extract(file.getvalue(), frames="all", background="#00ff00")
    assert [frame.pixels[0, 0].tolist() for frame in extraction.frames()] == [[255, 0, 0], [0, 255, 0]]
    assert [frame.alpha is None or frame.alpha.min() == 255 for frame in extraction.frames()] == [True, True]


def test_frames_that_are_missing_are_left_out() -> None:
    """What stands for them in a truncated file is no frame."""
    random = np.random.default_rng(1)
    frames = [PIL.Image.fromarray(random.integers(0, 255, (32, 32, 3)).astype(np.uint8)) for _ in range(4)]
    file = io.BytesIO()
    frames[0].save(file, "PNG", save_all=True, append_images=frames[1:], duration=50)
    contents = file.getvalue()[: len(file.getvalue()) * 6 // 10]
    extraction = extract(contents, frames="all", allow_truncated=True)
    assert all(frame.width == 32 for frame in extraction.frames())
    assert 2 <= len(list(extraction.frames())) <= 3
