"""PSD and PSB: every color mode, depth and compression; a saved selection is no transparency."""

import struct
import zlib
from typing import Any, Final

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import ImageCms

from cvpalette import ImageError, Reading, read_image

Bytes = NDArray[np.uint8]

SIDE: Final = 16
INDICES: Final = np.kron(np.array([[0, 1], [2, 3]], np.uint8), np.ones((8, 8), np.uint8))
COLORS: Final = np.array([(220, 30, 40), (40, 160, 70), (30, 70, 200), (250, 240, 210)], np.uint8)
PIXELS: Final = COLORS[INDICES]
PLANES: Final = list(np.moveaxis(PIXELS, 2, 0))
SELECTION: Final = np.where(INDICES < 2, 255, 0).astype(np.uint8)
BITMAP, GRAY, INDEXED, RGB, CMYK, MULTICHANNEL, DUOTONE, LAB = 0, 1, 2, 3, 4, 7, 8, 9
RAW, PACKED, ZIP, PREDICTED = range(4)


def _equal(alpha: Bytes | None, expected: NDArray[Any]) -> bool:
    return alpha is not None and np.array_equal(alpha, expected)


def _deep(planes: list[Any]) -> list[Any]:
    return [plane.astype(np.uint16) * 257 for plane in planes]


def _pack(row: bytes) -> bytes:
    """PackBits: runs, and else pieces as they are."""
    pieces = [row[at : at + 100] for at in range(0, len(row), 100)]
    runs = [bytes([257 - len(piece)]) + piece[:1] for piece in pieces]
    return b"".join(
        run if len(piece) > 1 and piece == piece[:1] * len(piece) else bytes([len(piece) - 1]) + piece
        for piece, run in zip(pieces, runs, strict=True)
    )


def _psd(  # noqa: PLR0913 -- as many as a document has
    mode: int,
    planes: list[Any],
    *,
    bits: int = 8,
    compression: int = RAW,
    is_big: bool = False,
    table: bytes = b"",
    resources: bytes = b"",
    layers: bytes = b"",
) -> bytes:
    header = b"8BPS" + struct.pack(">H6xHIIHH", 2 if is_big else 1, len(planes), SIDE, SIDE, bits, mode)
    sections = b"".join(struct.pack(">I", len(part)) + part for part in (table, resources))
    sections += struct.pack(">Q" if is_big else ">I", len(layers)) + layers + struct.pack(">H", compression)
    kind = {1: "u1", 8: "u1", 16: ">u2"}[bits]
    stored = [np.packbits(plane, axis=1) if bits == 1 else np.asarray(plane) for plane in planes]
    if compression == PREDICTED:
        stored = [np.diff(plane.astype(np.int64), prepend=0) % 2**bits for plane in stored]
    rows = [row.astype(kind).tobytes() for plane in stored for row in plane]
    if compression == PACKED:
        packed = [_pack(row) for row in rows]
        lengths = b"".join(struct.pack(">I" if is_big else ">H", len(row)) for row in packed)
        return header + sections + lengths + b"".join(packed)
    body = b"".join(rows)
    return header + sections + (body if compression == RAW else zlib.compress(body))


def _resource(number: int, content: bytes) -> bytes:
    return b"8BIM" + struct.pack(">HHI", number, 0, len(content)) + content + bytes(len(content) % 2)


def _layers(count: int, *, is_big: bool = False) -> bytes:
    info = struct.pack(">h", count) + bytes(30)
    return struct.pack(">Q" if is_big else ">I", len(info)) + info + bytes(4)


def _block(key: bytes, content: bytes, *, is_big: bool = False) -> bytes:
    """No layers and no mask, and then a block of the kind that documents of 16 bits have."""
    length = struct.pack(">Q" if is_big else ">I", len(content))
    return bytes(8 if is_big else 4) + bytes(4) + b"8BIM" + key + length + content


@pytest.mark.parametrize("compression", [RAW, PACKED, ZIP, PREDICTED])
@pytest.mark.parametrize("is_big", [False, True], ids=["PSD", "PSB"])
@pytest.mark.parametrize("bits", [8, 16])
def test_every_compression_of_8_and_16_bits(bits: int, compression: int, *, is_big: bool) -> None:
    """With a saved selection, which is no transparency."""
    planes = [*PLANES, SELECTION]
    data = _psd(
        RGB, planes if bits == 8 else _deep(planes), bits=bits, compression=compression, is_big=is_big
    )
    image = read_image(data)
    assert image.alpha is None
    assert np.array_equal(image.pixels, PIXELS)


@pytest.mark.parametrize("is_big", [False, True], ids=["PSD", "PSB"])
def test_alpha_is_transparency_if_the_count_of_layers_is_negative(*, is_big: bool) -> None:
    """A positive one says that it is a saved selection."""
    planes = [*PLANES, SELECTION, 255 - SELECTION]
    selected = read_image(_psd(RGB, planes, is_big=is_big, layers=_layers(1, is_big=is_big)))
    assert selected.alpha is None
    image = read_image(_psd(RGB, planes, is_big=is_big, layers=_layers(-1, is_big=is_big)))
    assert _equal(image.alpha, SELECTION)


@pytest.mark.parametrize("is_big", [False, True], ids=["PSD", "PSB"])
@pytest.mark.parametrize(
    ("key", "content", "is_transparent"),
    [
        (b"Lr16", struct.pack(">h", -1) + bytes(6), True),
        (b"Lr16", struct.pack(">h", 1) + bytes(6), False),
        (b"Mt16", b"", True),
        (b"Mtrn", b"", True),
        (b"Patt", struct.pack(">h", -1) + bytes(6), False),
    ],
)
def test_documents_of_16_bits_say_it_in_a_block(
    key: bytes, content: bytes, *, is_transparent: bool, is_big: bool
) -> None:
    """They have no layers in the usual place."""
    # In a PSB, patterns have a short length.
    block = _block(key, content, is_big=is_big and key != b"Patt")
    layers = bytes(4) + block if is_big and key == b"Patt" else block
    image = read_image(_psd(RGB, _deep([*PLANES, SELECTION]), bits=16, is_big=is_big, layers=layers))
    assert (image.alpha is not None) == is_transparent


def test_the_matte_is_removed() -> None:
    """Photoshop mixes a transparent picture with white."""
    alpha = np.full((SIDE, SIDE), 128, np.uint8)
    mixed = [np.rint(plane * (128 / 255) + 127).astype(np.uint8) for plane in PLANES]
    image = read_image(_psd(RGB, [*mixed, alpha], layers=_layers(-1)))
    assert np.abs(image.pixels.astype(int) - PIXELS).max() <= 1


def test_colors_that_are_too_dark_for_a_matte_are_left_alone() -> None:
    """Other programs mix with nothing."""
    alpha = np.full((SIDE, SIDE), 128, np.uint8)
    image = read_image(_psd(RGB, [*PLANES, alpha], layers=_layers(-1)))
    assert np.array_equal(image.pixels, PIXELS)


def test_gray_with_transparency() -> None:
    """Pillow ignores it."""
    image = read_image(_psd(GRAY, [PLANES[0], SELECTION], layers=_layers(-1)))
    assert np.array_equal(image.pixels[:, :, 0], PLANES[0])
    assert _equal(image.alpha, SELECTION)


def test_1_is_black_in_a_bitmap() -> None:
    """Its rows are padded to bytes."""
    image = read_image(_psd(BITMAP, [INDICES == 0], bits=1, compression=PACKED))
    assert np.array_equal(image.pixels[:, :, 1] == 0, INDICES == 0)


def test_indexed_color_may_have_a_transparent_index() -> None:
    """The table is one plane after the other."""
    table = np.zeros((3, 256), np.uint8)
    table[:, :4] = COLORS.T
    resources = _resource(1047, struct.pack(">H", 3))
    image = read_image(_psd(INDEXED, [INDICES], table=table.tobytes(), resources=resources))
    assert np.array_equal(image.pixels, PIXELS)
    assert _equal(image.alpha, np.where(INDICES == 3, 0, 255))


@pytest.mark.parametrize("bits", [8, 16])
def test_inks_are_stored_as_the_light_that_they_leave(bits: int) -> None:
    """Here cyan alone, and paper; with a saved selection."""
    planes: list[Any] = [np.where(INDICES == 0, 0, 255), *[np.full((SIDE, SIDE), 255)] * 3, SELECTION]
    image = read_image(_psd(CMYK, _deep(planes) if bits == 16 else planes, bits=bits))
    assert image.alpha is None
    assert np.array_equal(image.pixels, np.where((INDICES == 0)[:, :, None], (0, 255, 255), 255))


@pytest.mark.parametrize("bits", [8, 16])
def test_lab(bits: int) -> None:
    """128 is neutral; D50's white is white."""
    planes: list[Any] = [np.where(INDICES == 0, 0, 255), *[np.full((SIDE, SIDE), 128)] * 2]
    image = read_image(_psd(LAB, _deep(planes) if bits == 16 else planes, bits=bits))
    expected = np.where((INDICES == 0)[:, :, None], 0, 255)
    assert np.abs(image.pixels.astype(int) - expected).max() <= 2


def test_the_profile_in_the_resources_is_applied() -> None:
    """A profile with a linear curve, whose middle is much brighter in sRGB."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    at = profile.index(b"para")
    profile[at : at + 16] = b"curv" + bytes(12)
    resources = _resource(1000, b"abc") + _resource(1039, bytes(profile))
    image = read_image(_psd(RGB, [np.full((SIDE, SIDE), 128)] * 3, resources=resources))
    assert np.abs(image.pixels[0, 0].astype(int) - 188).max() <= 1


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (_psd(MULTICHANNEL, PLANES), "multichannel"),
        (_psd(DUOTONE, PLANES[:1]), "duotone"),
        (
            _psd(RGB, PLANES)[:22] + b"\0\x20" + _psd(RGB, PLANES)[24:],
            "RGB in 32 bits a channel, whose levels are linear",
        ),
        (_psd(5, PLANES), "color mode 5"),
        (_psd(RGB, PLANES, compression=7), "compression 7"),
        (_psd(RGB, PLANES, resources=_resource(1057, b"\0\0\0\1\0" + bytes(12))), "maximized compatibility"),
    ],
    ids=["multichannel", "duotone", "32 bits", "mode", "compression", "blank"],
)
def test_what_is_not_read_is_named(data: bytes, kind: str) -> None:
    """A wrong color would be worse."""
    with pytest.raises(ImageError, match=kind) as caught:
        read_image(data)
    assert caught.value.problem == "unsupported"


def test_a_document_that_says_that_it_has_a_merged_picture_is_read() -> None:
    """As most do."""
    image = read_image(_psd(RGB, PLANES, resources=_resource(1057, b"\0\0\0\1\1" + bytes(12))))
    assert np.array_equal(image.pixels, PIXELS)


@pytest.mark.parametrize("compression", [RAW, PACKED, ZIP])
def test_the_rows_that_all_channels_have_count_in_a_truncated_document(compression: int) -> None:
    """The last channel is truncated."""
    noise = np.random.default_rng(0).integers(0, 256, (3, SIDE, SIDE), np.uint8)
    data = _psd(RGB, list(noise), compression=compression)[:-80]
    with pytest.raises(ImageError, match="is cut short"):
        read_image(data)
    image = read_image(data, reading=Reading(allow_truncated=True))
    assert image.alpha is not None
    rows = np.flatnonzero(image.alpha[:, 0])
    assert 8 <= len(rows) <= 12
    assert np.array_equal(image.pixels[rows], np.moveaxis(noise, 0, 2)[rows])
