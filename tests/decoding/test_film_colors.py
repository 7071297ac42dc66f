"""Films: colors are those of the matrix, primaries and transfer that the file names, or else of its size."""

import io
import struct
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

import cvpalette
from cvpalette.decoding.bitstreams import CodePoints, Named
from cvpalette.decoding.film_colors import FilmColors, RawFilm, read_container
from cvpalette.decoding.stream_view import StreamView
from cvpalette.errors import ImageError
from cvpalette.settings.settings import Reading

Shoot = Callable[..., Path]
HD, SD = (1280, 720), (320, 240)


def _matrix(red: float, blue: float) -> np.ndarray:
    green = 1 - red - blue
    return np.array(
        [
            [red, green, blue],
            [-red / (2 - 2 * blue), -green / (2 - 2 * blue), 0.5],
            [0.5, -green / (2 - 2 * red), -blue / (2 - 2 * red)],
        ]
    )


BT601, BT709 = _matrix(0.299, 0.114), _matrix(0.2126, 0.0722)


def _stored_for(shown: tuple[int, int, int]) -> tuple[int, int, int]:
    """Return the color that a program has to encode with BT.601 for BT.709 to show another."""
    red, green, blue = np.linalg.inv(BT601) @ BT709 @ np.array(shown)
    return round(red), round(green), round(blue)


@pytest.fixture(scope="module")
def shoot(tmp_path_factory: pytest.TempPathFactory) -> Shoot:
    """Make a film of one color, which OpenCV encodes with BT.601 and without a word about it."""

    def make(
        color: tuple[int, int, int],
        size: tuple[int, int] = SD,
        name: str = "film.mp4",
        codec: str = "mp4v",
        frames: int = 3,
    ) -> Path:
        path = tmp_path_factory.mktemp("film") / name
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), 10, size)
        assert writer.isOpened()
        for _ in range(frames):
            writer.write(np.full((size[1], size[0], 3), color[::-1], np.uint8))
        writer.release()
        return path

    return make


def _name(path: Path, primaries: int, transfer: int, matrix: int, kind: bytes = b"nclx") -> bytes:
    """Return an MP4 of OpenCV's with a `colr` box: its description of the film follows the film."""
    data = path.read_bytes()
    colr = kind + struct.pack(">3H", primaries, transfer, matrix) + (b"\0" if kind == b"nclx" else b"")
    box = struct.pack(">I", 8 + len(colr)) + b"colr" + colr
    at = data.index(b"mp4v", data.index(b"stsd")) - 4
    (length,) = struct.unpack_from(">I", data, at)
    grown = bytearray(data[: at + length] + box + data[at + length :])
    for parent in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd", b"mp4v"):
        start = data.rindex(parent, 0, at + 8) - 4
        struct.pack_into(">I", grown, start, struct.unpack_from(">I", data, start)[0] + len(box))
    return bytes(grown)


def _color(source: Path | bytes) -> np.ndarray:
    pixels = next(iter(cvpalette.read_frames(source))).pixels
    return np.asarray(np.median(pixels.reshape(-1, 3), axis=0))


def _is_near(found: np.ndarray, expected: tuple[int, ...], limit: int = 4) -> bool:
    return int(np.abs(found - expected).max()) <= limit


COLOR = (200, 90, 60)


def test_a_large_film_without_a_word_is_bt709(shoot: Shoot) -> None:
    """As players show it; a small one is BT.601."""
    stored = _stored_for(COLOR)
    assert _is_near(_color(shoot(stored, HD)), COLOR)
    assert _is_near(_color(shoot(stored, HD, "film.avi")), COLOR)
    assert _is_near(_color(shoot(COLOR, HD, "film.mkv", "FFV1")), COLOR), "OpenCV writes FFV1 as RGB"
    assert _is_near(_color(shoot(stored, (640, 592))), COLOR)
    assert _is_near(_color(shoot(COLOR, (768, 576))), COLOR)
    assert _is_near(_color(shoot(COLOR, SD)), COLOR)


def test_motion_jpeg_is_bt601_at_any_size(shoot: Shoot) -> None:
    """As every JPEG."""
    assert _is_near(_color(shoot(COLOR, HD, "film.avi", "MJPG")), COLOR)


def test_the_container_names_the_matrix(shoot: Shoot) -> None:
    """Whatever the size."""
    stored = _stored_for(COLOR)
    assert _is_near(_color(_name(shoot(stored), 1, 1, 1)), COLOR)
    assert _is_near(_color(_name(shoot(stored), 1, 1, 1, b"nclc")), COLOR)
    assert _is_near(_color(_name(shoot(COLOR, HD), 1, 1, 6)), COLOR)
    assert _is_near(_color(_name(shoot(stored, HD), 2, 2, 2)), COLOR)


@pytest.mark.parametrize(
    ("matrix", "said"), [(8, "YCgCo"), (14, "ICtCp"), (10, "constant luminance"), (99, "99")]
)
def test_a_matrix_that_ffmpeg_lacks_is_refused(shoot: Shoot, matrix: int, said: str) -> None:
    """OpenCV would show whatever is in memory."""
    with pytest.raises(ImageError, match=f"a matrix that cvpalette does not read: .*{said}") as found:
        _color(_name(shoot(COLOR), 1, 1, matrix))
    assert found.value.problem == "unsupported"


def test_primaries_and_transfers_are_converted(shoot: Shoot) -> None:
    """By our own curves, as those of stills: FFmpeg's would move colors inside sRGB."""
    assert _is_near(_color(_name(shoot((148, 148, 148)), 9, 16, 6)), (255, 255, 255), 20)
    assert _is_near(_color(_name(shoot((191, 191, 191)), 9, 18, 6)), (255, 255, 255), 20)
    assert _is_near(_color(_name(shoot((204, 76, 51)), 12, 13, 6)), (221, 63, 37))
    assert _is_near(_color(_name(shoot((153, 102, 76)), 9, 1, 6)), (178, 93, 71))
    assert _is_near(_color(_name(shoot((55, 55, 55)), 1, 8, 6)), (128, 128, 128))
    with pytest.raises(ImageError, match="names colors that cvpalette does not know: primaries 40"):
        _color(_name(shoot(COLOR), 40, 1, 6))


@pytest.mark.parametrize("shown", [(255, 0, 0), (0, 255, 0), (0, 0, 255), (220, 10, 60), (20, 200, 10)])
def test_colors_that_the_wrong_matrix_clips_are_found(shown: tuple[int, int, int]) -> None:
    """From luma exactly, and from red and blue nearly."""
    decoded = np.linalg.inv(BT601) @ BT709 @ np.array(shown)
    frame = np.full((8, 8, 3), decoded.round().clip(0, 255), np.uint8)
    luma = np.full((8, 8), round(16 + 219 / 255 * float(BT709[0] @ shown)), np.uint8)
    colors = FilmColors(1, None)
    assert _is_near(colors.convert(frame, lambda: luma)[0, 0], shown, 3)
    assert _is_near(colors.convert(frame, lambda: None)[0, 0], shown, 25)
    frame[:4] = round(float(BT709[0] @ shown))
    full = np.full((8, 8), round(float(BT709[0] @ shown)), np.uint8)
    assert _is_near(colors.convert(frame, lambda: full)[7, 7], shown, 3)


def test_luma_is_of_the_same_frame(tmp_path: Path) -> None:
    """Frames are read in order, and far ones are gone to; a film of many columns is BT.709."""
    path = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 10, (1280, 16))
    colors = [(30 + 20 * second, 0, 20) for second in range(6)]
    for red, green, blue in colors:
        for _ in range(10):
            writer.write(np.full((16, 1280, 3), (blue, green, red), np.uint8))
    writer.release()

    def read(reading: Reading) -> list[np.ndarray]:
        return [frame.pixels[8, 300].astype(int) for frame in cvpalette.read_frames(path, reading=reading)]

    rare = read(Reading(every=1))
    assert len(rare) == len(colors)
    assert np.abs(np.subtract(read(Reading())[5::10], rare)).max() <= 2
    assert all(np.diff([color[0] for color in rare]) > 10)


def _raw(**parts: object) -> RawFilm:
    defaults: dict[str, object] = {
        "pixel_format": b"I420",
        "codec": "h264",
        "header": b"",
        "packet": b"",
        "in_container": None,
    }
    return RawFilm(**{**defaults, **parts})  # type: ignore[arg-type]


def test_films_of_rgb_have_no_matrix() -> None:
    """Nor have films whose codec FFmpeg asks."""
    assert FilmColors.find(_raw(), HD, "a").matrix == 1
    assert FilmColors.find(_raw(pixel_format=b"G3\0\x08"), HD, "a").matrix is None
    assert FilmColors.find(_raw(codec="avdn"), HD, "a").matrix is None


def test_prores_that_names_nothing_is_what_its_container_says() -> None:
    """FFmpeg would forget the container: the header of each frame is read with the container's matrix."""
    packet = struct.pack(">I4sHH4sHHBB3B", 944, b"icpf", 148, 0, b"test", 320, 180, 128, 0, 2, 2, 2)
    container = Named(CodePoints(1, 1, 1))
    found = FilmColors.find(_raw(codec="apch", packet=packet, in_container=container), SD, "a")
    assert found.matrix is None
    assert found.patches == ((packet[4:], packet[4:-3] + b"\1\1\1"),)


def test_hlg_that_a_message_announces() -> None:
    """Its header names an older transfer, for displays that do not know HLG."""
    message = b"\x4e\x01\x93\x01\x12\x80"
    colr = Named(CodePoints(9, 14, 9), b"nclx\0\x09\0\x0e\0\x09", 0)
    found = FilmColors.find(_raw(codec="hevc", packet=message, in_container=colr), SD, "a")
    assert found.encoding is not None
    assert (message, b"\x4e\x01\x93\x01\x01\x80") in found.patches


def _element(number: int, body: bytes) -> bytes:
    width = (number.bit_length() + 7) // 8
    return number.to_bytes(width, "big") + (0x4000 | len(body)).to_bytes(2, "big") + body


def _matroska(color: bytes) -> bytes:
    audio = _element(0xAE, _element(0x83, b"\2"))
    film = _element(0xAE, _element(0x83, b"\1") + _element(0xE0, _element(0x55B0, color)))
    tracks = _element(0x1654AE6B, audio + film)
    rest = _element(0xEC, bytes(20)) + tracks + b"\x1f\x43\xb6\x75\x01\xff\xff\xff\xff\xff\xff\xff"
    return _element(0x1A45DFA3, b"") + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" + rest


def test_matroska_names_the_colors() -> None:
    """In the Colour of its first video track, which is rewritten in place."""
    color = (
        _element(0x55BA, b"\x10")
        + _element(0x55B1, b"\x09")
        + _element(0x55B9, b"\1")
        + _element(0x55BB, b"\0\x09")
    )
    found = read_container(io.BytesIO(_matroska(color)))
    assert found is not None
    assert found.points == CodePoints(9, 16, 9)
    assert found.raw == color
    changed = found.rewrite(CodePoints(1, 1, 9))
    assert changed is not None
    again = read_container(io.BytesIO(_matroska(changed)))
    assert again is not None
    assert again.points == CodePoints(1, 1, 9)
    assert read_container(io.BytesIO(_matroska(b""))) is None


def test_damaged_containers_name_nothing(shoot: Shoot) -> None:
    """And are no error here: FFmpeg says what is wrong."""
    mp4 = _name(shoot(COLOR), 9, 16, 9)
    description = mp4[mp4.index(b"moov") - 4 :]
    for whole in (_matroska(_element(0x55B1, b"\x09")), b"\0\0\0\x08ftyp" + description):
        for length in range(0, len(whole), 7):
            read_container(io.BytesIO(whole[:length]))
            read_container(io.BytesIO(whole[:length] + b"\0" * 20))
            read_container(io.BytesIO(whole[:length] + b"\xff" * 20))


def test_a_view_reads_other_bytes_at_any_position() -> None:
    """Also where what is there begins in one read and ends in another; the stream's own position is free."""
    stream = io.BytesIO(b"ab12cd12ef")
    view = StreamView(stream, ((b"12", b"xy"),))
    for size in range(1, 11):
        view.seek(0)
        parts = []
        while part := view.read(size):
            parts.append(part)
            stream.seek(0)
        assert b"".join(parts) == b"abxycdxyef"
    assert view.seek(-3, io.SEEK_END) == 7
    assert view.read() == b"yef"
    assert view.seek(3) == view.tell() == 3
    assert view.seek(1, io.SEEK_CUR) == 4
    assert view.read(2) == b"cd"
    assert view.readable()
    assert view.seekable()
