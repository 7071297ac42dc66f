"""Films: frames evenly spaced, of the right colors, and clear errors for what is no whole film."""

import io
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np
import pytest

import cvpalette
from cvpalette.decoding.film import Film
from cvpalette.decoding.formats import begins_film
from cvpalette.decoding.stream_view import StreamView
from cvpalette.errors import ImageError, SettingsError
from cvpalette.settings.settings import Reading

_RATE = 10
_SECONDS = 12
# One color a second; far enough apart that no codec takes one for another.
_LEVELS = [20 * second + 10 for second in range(_SECONDS)]

Shoot = Callable[..., Path]


@pytest.fixture(scope="module")
def shoot(tmp_path_factory: pytest.TempPathFactory) -> Shoot:
    """Make a film: each second is of another gray."""

    def make(name: str = "film.avi", codec: str = "MJPG", seconds: int = _SECONDS) -> Path:
        path = tmp_path_factory.mktemp("film") / name
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), _RATE, (64, 48))
        assert writer.isOpened()
        for second in range(seconds):
            for _ in range(_RATE):
                writer.write(np.full((48, 64, 3), _LEVELS[second % _SECONDS], np.uint8))
        writer.release()
        return path

    return make


def _levels(path: Path, reading: Reading) -> list[int]:
    frames = list(cvpalette.read_frames(path, reading=reading))
    assert all(frame.pixels.shape == (48, 64, 3) for frame in frames)
    # Codecs are off by a level or two.
    return [round((float(frame.pixels.mean()) - 10) / 20) for frame in frames]


@pytest.mark.parametrize(("name", "codec"), [("a.avi", "MJPG"), ("a.mp4", "mp4v"), ("a.mkv", "MJPG")])
def test_one_frame_for_every_so_many_seconds(shoot: Shoot, name: str, codec: str) -> None:
    """From the middle of each part, in every container."""
    film = shoot(name, codec)
    assert _levels(film, Reading(every=1)) == list(range(_SECONDS))
    assert _levels(film, Reading(every=3)) == [1, 4, 7, 10]
    assert _levels(film, Reading(every=100)) == [6]


@pytest.mark.parametrize(("name", "codec"), [("a.avi", "MJPG"), ("a.mp4", "mp4v")])
def test_a_number_names_one_frame(shoot: Shoot, name: str, codec: str) -> None:
    """The first is 1; `every` changes nothing."""
    film = shoot(name, codec)
    assert _levels(film, Reading(frames=1)) == [0]
    assert _levels(film, Reading(frames=35, every=1)) == [3]
    assert _levels(film, Reading(frames=120)) == [11]
    with pytest.raises(ImageError, match="has 120 frames; there is no frame 121") as caught:
        _levels(film, Reading(frames=121, allow_truncated=True))
    assert caught.value.problem == "invalid"


def test_a_short_film_is_read_whole(shoot: Shoot) -> None:
    """About 300 frames are enough; a film of fewer has only those."""
    assert len(_levels(shoot(), Reading())) == _RATE * _SECONDS
    long = shoot(seconds=60)
    assert len(_levels(long, Reading())) == 300


def test_going_and_walking_give_the_same_frames(shoot: Shoot) -> None:
    """Which is faster depends on the film; what is read does not."""
    film = shoot("a.mp4", "mp4v", seconds=60)

    def read(walk: bool) -> list[bytes]:
        with film.open("rb") as stream:
            opened = Film(stream, "film", Reading(every=4))
            if walk:
                opened._group = 10_000  # noqa: SLF001 -- as if it had no key frames
            return [frame.tobytes() for frame in opened.frames()]

    assert read(walk=False) == read(walk=True)
    assert len(read(walk=False)) == 15


def test_a_film_from_memory(shoot: Shoot) -> None:
    """As bytes, from stdin or from a URL."""
    data = shoot().read_bytes()
    found = cvpalette.extract(data, colors=3)
    assert len(found.palette) == 3
    assert found.image.source_bytes == len(data)


def test_a_films_palette_is_of_all_its_frames(shoot: Shoot) -> None:
    """And its columns say what each frame was."""
    found = cvpalette.extract(shoot(), colors=_SECONDS, every=1)
    levels = sorted(swatch.color.red for swatch in found.palette)
    assert np.abs(np.array(levels) - _LEVELS).max() <= 2
    assert found.columns is not None
    assert found.columns.shape == (_SECONDS, 64, 3)
    assert np.abs(found.columns.mean(axis=(1, 2)) - _LEVELS).max() <= 2


def test_a_film_that_is_cut_short_is_refused(shoot: Shoot) -> None:
    """Half a film has other colors; who wants it anyway is told what is missing."""
    film = shoot("a.avi")
    film.write_bytes(film.read_bytes()[: film.stat().st_size // 2])
    with pytest.raises(ImageError, match=r"'a.avi': is cut short: \d\d% of the film is missing$"):
        cvpalette.extract(film)
    found = list(cvpalette.read_frames(film, reading=Reading(allow_truncated=True)))
    assert 40 <= len(found) - 1 <= 80
    assert found[-1].warning is not None
    assert found[-1].alpha is not None
    assert not found[-1].alpha.any()


def test_a_header_without_a_film_is_refused(shoot: Shoot) -> None:
    """OpenCV does not tell why."""
    data = shoot("a.mp4", "mp4v").read_bytes()
    with pytest.raises(ImageError, match="is a film that cannot be read"):
        cvpalette.read_image(data[:2000])


def test_frames_that_are_too_large_are_refused(shoot: Shoot) -> None:
    """Before one is decoded."""
    with pytest.raises(ImageError, match=r"3,072 pixels \(64 x 48\), more than max_pixels=1,000"):
        cvpalette.read_image(shoot(), reading=Reading(max_pixels=1000))


def test_a_play_list_is_no_film() -> None:
    """FFmpeg would fetch what it names."""
    with pytest.raises(ImageError, match="is no image"):
        cvpalette.read_image(b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/secret\n", "list.mp4")
    assert not begins_film(b"ffconcat version 1.0\nfile /etc/passwd\n")


@pytest.mark.parametrize("every", [0, -1, float("nan"), float("inf")])
def test_a_time_that_is_none_is_refused(every: float) -> None:
    """Before anything is read."""
    with pytest.raises(SettingsError, match="is no time between frames"):
        Reading(every=every)


def test_any_bytes_are_a_film_or_an_error(shoot: Shoot) -> None:
    """Damage ends in an ImageError or in frames, never in a crash."""
    data = shoot("a.mp4", "mp4v", 3).read_bytes()
    random = np.random.default_rng(0)
    for _ in range(30):
        broken = np.frombuffer(data, np.uint8).copy()
        at = random.integers(8, len(broken), 40)
        broken[at] = random.integers(0, 256, 40)
        try:
            with io.BytesIO(broken.tobytes()) as stream:
                assert list(Film(stream, "film", Reading(max_pixels=10**6)).frames())
        except ImageError:
            continue


def test_a_length_that_lies_does_not_crash_opencv(shoot: Shoot) -> None:
    """It asks for positions beyond 2 GiB as negative ones, and an exception at its seek kills the process."""
    data = bytearray(shoot("a.mp4", "mp4v").read_bytes())
    data[data.rindex(b"udta") - 4] = 0x9C
    with suppress(ImageError):
        assert len(list(cvpalette.read_frames(bytes(data)))) <= _RATE * _SECONDS
    assert len(list(cvpalette.read_frames(shoot("a.mp4", "mp4v")))) == _RATE * _SECONDS


def test_a_view_goes_where_opencv_means() -> None:
    """Also beyond 2 GiB; where no position is, it says so and stays."""
    view = StreamView(io.BytesIO(b"abcdef"))
    assert view.seek(-0x80000000) == 0x80000000
    assert view.seek(2) == 2
    assert view.seek(-99, io.SEEK_END) in {-1, 0}
    assert view.seek(1) == 1
    assert view.seek(-2, io.SEEK_CUR) == -1
    assert view.read() == b"bcdef"
