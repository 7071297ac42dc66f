"""Headers of codecs: where each holds its code points, and what is written in their place."""

import struct

import pytest

from cvpalette.decoding.bitstreams import CodePoints, Named, read_av1, read_codec, read_hevc

HDR = CodePoints(9, 16, 9)
SDR = CodePoints(1, 1, 9)


class Writer:
    """Writes numbers bit by bit."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.bits = ""

    def put(self, *pairs: tuple[int, int]) -> "Writer":
        """Append pairs of a width in bits and a number."""
        self.bits += "".join(f"{number:0{width}b}" for width, number in pairs)
        return self

    def golomb(self, *numbers: int) -> "Writer":
        """Append Exp-Golomb numbers."""
        for number in numbers:
            digits = f"{number + 1:b}"
            self.bits += "0" * (len(digits) - 1) + digits
        return self

    def points(self, points: CodePoints | None) -> "Writer":
        """Append a VUI up to its code points: it is there, without shape and overscan."""
        self.put((1, 1), (1, 0), (1, 0))
        if points is None:
            return self.put((1, 0))
        self.put((1, 1), (4, 0b1010), (1, 1))
        return self.put((8, points.primaries), (8, points.transfer), (8, points.matrix))

    def data(self) -> bytes:
        """Return all bytes, with a stop bit at the end."""
        bits = self.bits + "1"
        bits += "0" * (-len(bits) % 8)
        return int(bits, 2).to_bytes(len(bits) // 8, "big")


def _escape(unit: bytes) -> bytes:
    escaped, zeros = bytearray(), 0
    for byte in unit:
        if zeros == 2 and byte <= 3:
            escaped.append(3)
            zeros = 0
        escaped.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(escaped)


def _h264(points: CodePoints | None, profile: int = 100, order: int = 0, scaling: bool = False) -> bytes:
    writer = Writer().put((8, 0x67), (8, profile), (16, 0x0028)).golomb(0)
    if profile == 244:
        writer.golomb(3).put((1, 0)).golomb(0, 0).put((1, 0))
    elif profile == 100:
        writer.golomb(1, 0, 0).put((1, 0))
    if profile in {100, 244}:
        writer.put((1, scaling))
        if scaling:
            tables = 12 if profile == 244 else 8
            writer.put((1, 1)).golomb(*[0] * 16)  # all differences are 0
            writer.put((1, 1)).golomb(16)  # 16 is -8: the table ends at once
            writer.put((tables - 2, 0))
    writer.golomb(0, order)
    if order == 0:
        writer.golomb(4)
    elif order == 1:
        writer.put((1, 0)).golomb(0, 0, 2, 1, 1)
    writer.golomb(4).put((1, 0)).golomb(79, 44).put((1, 0), (1, 0), (1, 1), (1, 1)).golomb(0, 0, 0, 4)
    return _escape(writer.points(points).put((64, 0)).data())


def _hevc(points: CodePoints | None, layers: int = 0, rich: bool = False) -> bytes:
    writer = Writer().put((16, 0x4201), (4, 0), (3, layers), (1, 1), (88, 0x2200000009 << 50), (8, 93))
    if layers:
        writer.put(*[(1, 1), (1, 1)] * layers, (2 * (8 - layers), 0), *[(88, 0), (8, 0)] * layers)
    writer.golomb(0, 1, 320, 180).put((1, 1)).golomb(0, 0, 0, 6, 2, 2, 4).put((1, rich))
    for _ in range(layers + 1 if rich else 1):
        writer.golomb(4, 2, 0)
    writer.golomb(0, 3, 0, 3, 0, 0).put((1, rich))
    if rich:
        _put_lists(writer)
    else:
        writer.put((2, 0), (1, 0)).golomb(0).put((1, 0))
    writer.put((2, 0))
    return _escape(writer.points(points).put((64, 0)).data())


def _put_lists(writer: Writer) -> None:
    """Append scaling lists, PCM, two reference sets, and long-term references."""
    writer.put((1, 1))
    for size in range(4):
        for _ in range(2 if size == 3 else 6):
            writer.put((1, 0)).golomb(0)
    writer.put((2, 0), (1, 1), (8, 0x77)).golomb(0, 0).put((1, 0))
    writer.golomb(2).golomb(1, 1, 0).put((1, 1)).golomb(0).put((1, 1))
    writer.put((1, 1), (1, 0)).golomb(0).put((1, 1), (1, 0), (1, 1), (1, 0), (1, 0))
    writer.put((1, 1)).golomb(1).put((8, 5), (1, 1))


def _avcc(unit: bytes) -> bytes:
    return bytes([1, 100, 0, 40, 0xFF, 0xE1]) + struct.pack(">H", len(unit)) + unit + b"\1\0\2\x68\xee"


def _hvcc(unit: bytes) -> bytes:
    arrays = b"\x20\0\1\0\2\x40\1" + b"\x21\0\1" + struct.pack(">H", len(unit)) + unit
    return bytes([1, *[0] * 21, 2]) + arrays


@pytest.mark.parametrize("profile", [66, 100, 244])
@pytest.mark.parametrize("order", [0, 1, 2])
@pytest.mark.parametrize("scaling", [False, True])
def test_h264(profile: int, order: int, scaling: bool) -> None:
    """In MP4 and in a stream, with all that may come before."""
    unit = _h264(HDR, profile, order, scaling)
    for header in (_avcc(unit), b"\0\0\0\1" + unit + b"\0\0\0\1\x68\xee", b"\0\0\1\x09\xf0\0\0\1" + unit):
        found = read_codec("h264", header, b"")
        assert found is not None
        assert found.points == HDR
        assert found.raw == unit
        assert found.rewrite(SDR) == _h264(SDR, profile, order, scaling)
    assert read_codec("h264", _avcc(_h264(None, profile, order, scaling)), b"") is None


@pytest.mark.parametrize("layers", [0, 2])
@pytest.mark.parametrize("rich", [False, True])
def test_hevc(layers: int, rich: bool) -> None:
    """In MP4 and in a stream, with all that may come before."""
    unit = _hevc(HDR, layers, rich)
    for header in (_hvcc(unit), b"\0\0\0\1\x40\1\0\0\0\1" + unit):
        found = read_codec("hevc", header, b"")
        assert found is not None
        assert found.points == HDR
        assert found.rewrite(SDR) == _hevc(SDR, layers, rich)
    assert read_hevc(_hvcc(_hevc(None, layers, rich))) is None


def test_the_first_frame_counts_where_the_header_is_silent() -> None:
    """A stream repeats its header before each key frame."""
    found = read_codec("h264", b"", b"\0\0\0\1" + _h264(HDR))
    assert found is not None
    assert found.points == HDR


def test_code_points_that_do_not_fit_are_not_written() -> None:
    """Zeros in a row need a byte more, and other bytes would move."""
    named = Named(HDR, b"\x67\0\x09\x10\x09\x80", 16, is_escaped=True)
    assert named.rewrite(CodePoints(1, 1, 1)) == b"\x67\0\1\1\1\x80"
    assert named.rewrite(CodePoints(0, 1, 1)) is None
    assert Named(HDR).rewrite(SDR) is None


def _av1(points: CodePoints | None, reduced: bool = False, rich: bool = False) -> bytes:
    writer = Writer().put((3, 0), (1, reduced), (1, reduced))
    if reduced:
        writer.put((5, 4))
    elif rich:
        writer.put((1, 1), (32, 1), (32, 25), (1, 1)).golomb(0).put((1, 1), (5, 7), (32, 1), (5, 9), (5, 9))
        writer.put((1, 1), (5, 0), (12, 0), (5, 12), (1, 0), (1, 1), (8, 0), (8, 0), (1, 0), (1, 1), (4, 3))
    else:
        writer.put((1, 0), (1, 0), (5, 0), (12, 0), (5, 4))
    writer.put((4, 8), (4, 7), (9, 319), (8, 179))
    if not reduced:
        writer.put((1, rich), *([(7, 0)] if rich else []))
    writer.put((3, 0))
    if not reduced:
        writer.put((4, 0), (1, rich), *([(2, 3)] if rich else []), (1, not rich))
        writer.put(*([(1, 0), (3, 6)] if rich else [(1, 1)]))
    writer.put((3, 0), (1, 1), (1, 0), (1, points is not None))
    if points:
        writer.put((8, points.primaries), (8, points.transfer), (8, points.matrix))
    body = writer.put((1, 0), (2, 0), (2, 0)).data()
    return b"\x12\0" + bytes([0x0A, len(body)]) + body


@pytest.mark.parametrize("how", [{}, {"reduced": True}, {"rich": True}])
def test_av1(how: dict[str, bool]) -> None:
    """In a frame, and in the box of MP4 and AVIF; FFmpeg's own place cannot be changed."""
    frame = _av1(HDR, **how)
    assert read_av1(frame) == HDR
    assert read_av1(b"\x81\4\x0c\0" + frame[2:]) == HDR
    assert read_av1(_av1(None, **how)) is None
    assert read_av1(b"\x81\4\x0c\0") is None
    found = read_codec("av01", frame, b"")
    assert found is not None
    assert found.rewrite(SDR) is None


@pytest.mark.parametrize(("space", "matrix"), [(0, 2), (1, 5), (2, 1), (3, 6), (4, 7), (5, 9), (7, 0)])
def test_vp9(space: int, matrix: int) -> None:
    """A key frame names a color space of VP9's own list."""
    plain = Writer().put((2, 2), (2, 0), (1, 0), (1, 0), (1, 1), (1, 0), (24, 0x498342), (3, space)).data()
    deep = (
        Writer()
        .put((2, 2), (2, 1), (1, 0), (1, 0), (1, 1), (1, 0), (24, 0x498342), (1, 0), (3, space))
        .data()
    )
    for frame in (plain, deep):
        found = read_codec("vp90", b"", frame)
        assert found is not None
        assert found.points == CodePoints(matrix=matrix)
    assert read_codec("vp90", b"", b"\x86\0\0") is None, "no key frame"


def test_mpeg2_mpeg4_and_prores() -> None:
    """Each in a place of its own."""
    sequence = b"\0\0\1\xb3\x14\0\xb4\x33\xff\xff\xe0\x18\0\0\1\xb5\x14\x8a\0\1\0\0"
    mpeg2 = sequence + b"\0\0\1\xb5\x2b\x09\x10\x09\5\2"
    found = read_codec("mpg2", mpeg2, b"")
    assert found is not None
    assert found.points == HDR
    assert found.rewrite(SDR) == b"\0\0\1\xb5\x2b\1\1\x09"
    assert read_codec("mpg2", sequence, b"") is None
    signal = Writer().put((1, 1), (7, 9), (4, 1), (1, 1), (4, 0b1010), (1, 1), (8, 9), (8, 16), (8, 9))
    found = read_codec("fmp4", b"\0\0\1\xb0\1\0\0\1\xb5" + signal.put((16, 0)).data(), b"")
    assert found is not None
    assert found.points == HDR
    changed = found.rewrite(SDR)
    assert changed is not None
    again = read_codec("fmp4", changed, b"")
    assert again is not None
    assert again.points == SDR
    assert read_codec("fmp4", b"\0\0\1\xb5\x09\0\0\1", b"") is None
    prores = struct.pack(">I4sHH4sHHBB3B", 944, b"icpf", 148, 0, b"test", 320, 180, 128, 0, 9, 16, 9)
    found = read_codec("apch", b"", prores + bytes(10))
    assert found is not None
    assert found.points == HDR
    assert found.rewrite(SDR) == prores[4:-3] + bytes([1, 1, 9])


def test_codecs_of_one_matrix() -> None:
    """JPEG, VP8 and Theora are BT.601 at any size; others may name none."""
    for codec in ("mjpg", "vp80", "theo"):
        found = read_codec(codec, b"", b"\0")
        assert found is not None
        assert found.points.matrix == 5
    assert read_codec("ffv1", b"", b"\0") is None


def test_damage_is_no_error() -> None:
    """The decoder says so, if that matters; and reading ends, however long a number claims to be."""
    for codec, header in (
        ("h264", _avcc(_h264(HDR))),
        ("hevc", _hvcc(_hevc(HDR, 2, True))),
        ("av01", _av1(HDR)),
    ):
        for length in range(len(header)):
            read_codec(codec, header[:length], b"")
        for at in range(len(header)):
            read_codec(
                codec, header[:at] + b"\0" + header[at + 1 :], header[:at] + b"\xff" + header[at + 1 :]
            )
    assert read_codec("h264", b"\0\0\1\x67\x64" + bytes(1 << 20), b"") is None
