"""Documents of drawing programs: the picture in them is read, merged or a preview, within limits."""

import io
import re
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import PIL.Image
import pytest

from cvpalette import ImageError, Reading, read_image
from cvpalette.decoding.formats import begins_image, is_image

PIXELS: Final = np.random.default_rng(0).integers(0, 256, (24, 32, 3), np.uint8)
DOCUMENTS: Final[dict[str, dict[str, bytes]]] = {
    "Procreate": {"Document.archive": b"bplist00"},
    "Sketch": {"document.json": b"{}", "meta.json": b"{}", "user.json": b"{}"},
    "Figma": {"canvas.fig": b"fig-kiwi", "meta.json": b"{}"},
    "Pixelmator Pro": {"metadata.info": b"SQLite format 3\0"},
}
PREVIEWS: Final = {
    "Procreate": ("QuickLook/Thumbnail.png", "PNG"),
    "Sketch": ("previews/preview.png", "PNG"),
    "Figma": ("thumbnail.png", "PNG"),
    "Pixelmator Pro": ("QuickLook/Thumbnail.tiff", "TIFF"),
}
MIMETYPES: Final = {"Krita": b"application/x-krita", "OpenRaster": b"image/openraster"}


def _encode(pixels: np.ndarray = PIXELS, format_name: str = "PNG", **how: Any) -> bytes:
    file = io.BytesIO()
    PIL.Image.fromarray(pixels).save(file, format_name, **how)
    return file.getvalue()


def _zip(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    contents = io.BytesIO()
    with zipfile.ZipFile(contents, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else method)
    return contents.getvalue()


def _refuse(data: bytes, reason: str, problem: str) -> None:
    with pytest.raises(ImageError, match=f"^'a': .*{re.escape(reason)}") as caught:
        read_image(data, "a")
    assert caught.value.problem == problem


@pytest.mark.parametrize("program", MIMETYPES)
def test_the_merged_picture_is_the_document(program: str) -> None:
    """Without a warning; the type of the file comes first in the archive, or in it somewhere."""
    files = {"mergedimage.png": _encode(), "preview.png": _encode(PIXELS[:2, :2])}
    first = _zip({"mimetype": MIMETYPES[program], **files})
    assert begins_image(first[:64])
    later = _zip({**files, "mimetype": MIMETYPES[program]})
    assert is_image(later)
    for data in (first, later):
        image = read_image(data)
        assert np.array_equal(image.pixels, PIXELS)
        assert image.warning is None


@pytest.mark.parametrize(
    ("program", "path"), [("Krita", "preview.png"), ("OpenRaster", "Thumbnails/thumbnail.png")]
)
def test_without_a_merged_picture_the_preview_is_read(program: str, path: str) -> None:
    """And a warning says its size."""
    image = read_image(_zip({"mimetype": MIMETYPES[program], path: _encode()}))
    assert np.array_equal(image.pixels, PIXELS)
    assert image.warning is not None
    assert f"{program} document: its preview of 32 x 24 was read; export it as PNG" in image.warning


@pytest.mark.parametrize("program", DOCUMENTS)
def test_a_preview_is_read_with_a_warning(program: str) -> None:
    """The files in an archive tell what it is, whatever it is called."""
    path, format_name = PREVIEWS[program]
    data = _zip({**DOCUMENTS[program], path: _encode(format_name=format_name)})
    assert is_image(data)
    image = read_image(data)
    assert np.array_equal(image.pixels, PIXELS)
    assert image.warning == (
        f"is a {program} document: its preview of 32 x 24 was read; export it as PNG to read it whole"
    )


@pytest.mark.parametrize("program", [name for name in DOCUMENTS if name != "Procreate"])
def test_a_document_without_a_picture_is_refused_by_its_name(program: str) -> None:
    """With what to do instead."""
    _refuse(
        _zip(DOCUMENTS[program]), f"is a {program} document without a picture of it; export", "unsupported"
    )


@pytest.mark.parametrize(
    "mimetype", [b"application/x-krita-palette", b"krita/x-colorset", b"application/epub+zip", b""]
)
def test_another_archive_is_no_image(mimetype: bytes) -> None:
    """Such as a palette of Krita."""
    data = _zip({"mimetype": mimetype, "mergedimage.png": _encode()})
    assert not is_image(data)
    _refuse(data, "is no image that cvpalette reads", "unsupported")


def test_a_profile_and_transparency_are_those_of_the_picture_inside() -> None:
    """It is read as any other."""
    alpha = np.full((24, 32), 99, np.uint8)
    image = read_image(
        _zip({"mimetype": b"image/openraster", "mergedimage.png": _encode(np.dstack([PIXELS, alpha]))})
    )
    assert image.alpha is not None
    assert (image.alpha == 99).all()
    with pytest.raises(ImageError, match="there is no frame 2"):
        read_image(
            _zip({"mimetype": b"image/openraster", "mergedimage.png": _encode()}), reading=Reading(frames=2)
        )


def _merged(picture: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    return _zip({"mimetype": b"image/openraster", "mergedimage.png": picture}, method)


def test_too_many_pixels_are_refused_by_the_header_inside() -> None:
    """Before they are decoded."""
    picture = bytearray(_encode())
    picture[16:24] = struct.pack(">II", 99999, 99999)
    header = bytes(picture[12:29])
    picture[29:33] = struct.pack(">I", zlib.crc32(header))
    _refuse(_merged(bytes(picture)), "has 9,999,800,001 pixels", "too-large")


def test_a_bomb_is_not_unpacked() -> None:
    """An archive that claims much is believed; one that claims little has no more than that."""
    bomb = _merged(_encode() + bytes(1 << 22))
    at = bomb.rindex(b"PK\1\2") + 24
    claims_much = bomb[:at] + struct.pack("<I", 1 << 31) + bomb[at + 4 :]
    _refuse(claims_much, "its 'mergedimage.png' is empty, damaged, encrypted, or too large", "damaged")
    claims_little = bomb[:at] + struct.pack("<I", 999) + bomb[at + 4 :]
    with pytest.raises(ImageError):
        read_image(claims_little)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_rare_compressions_are_refused(method: int) -> None:
    """They may ask for gigabytes of memory."""
    _refuse(_merged(_encode(), method), "its 'mergedimage.png' is empty, damaged", "damaged")


@pytest.mark.parametrize(
    ("picture", "reason", "problem"),
    [
        (b"no picture", "is damaged: the picture in it is none", "damaged"),
        (
            _merged(_encode()),
            "holds a picture of another kind than its program writes (OpenRaster)",
            "unsupported",
        ),
        (
            _encode(format_name="GIF"),
            "holds a picture of another kind than its program writes (GIF)",
            "unsupported",
        ),
        (_encode()[:-30], "is cut short", "truncated"),
        (b"", "its 'mergedimage.png' is empty, damaged", "damaged"),
    ],
    ids=["none", "document", "gif", "cut", "empty"],
)
def test_what_is_wrong_with_the_picture_is_told(picture: bytes, reason: str, problem: str) -> None:
    """A document in a document is refused, so none is nested."""
    _refuse(_merged(picture), reason, problem)


def test_a_damaged_archive_is_told() -> None:
    """Its list of files is at its end, and may be missing, too long, or wrong."""
    data = _merged(_encode())
    _refuse(data[: len(data) // 2], "the list of the files in it is missing, or is too long", "damaged")
    at = data.rindex(b"PK\5\6") + 12
    long = data[:at] + struct.pack("<I", 1 << 30) + data[at + 4 :]
    _refuse(long, "the list of the files in it is missing, or is too long", "damaged")
    start = data.rindex(b"PK\1\2")
    _refuse(data[:start] + b"PK\7\7" + data[start + 4 :], "the list of the files in it is missing", "damaged")
    flipped = data.replace(b"IDAT", b"IDAX") if b"IDAT" in data else data[:200] + b"\xff\0\xff" + data[203:]
    with pytest.raises(ImageError):
        read_image(flipped)


def test_an_encrypted_picture_is_refused() -> None:
    """As any that cannot be unpacked."""
    data = bytearray(_merged(_encode()))
    at = data.rindex(b"PK\1\2")
    data[at + 8] |= 1
    _refuse(bytes(data), "is empty, damaged, encrypted, or too large", "damaged")


def _affinity(*blocks: bytes) -> bytes:
    return b"\0\xffKA\x0a\0\0\0nsrP#Inf" + bytes(48) + b"Prot" + bytes(4) + b"".join(blocks)


def test_the_preview_of_affinity_is_the_last_whole_png_that_is_not_embedded() -> None:
    """Programs append what they save; what a document embeds follows a mark."""
    other, picture = _encode(PIXELS[::-1]), _encode()
    broken = bytearray(other)
    broken[60] ^= 1
    data = _affinity(
        b"Thmb\0\0\0\0", other, b"Thmb\0\0\0\0", picture, b"#Fil", other, bytes(broken), other[:-9]
    )
    image = read_image(data)
    assert np.array_equal(image.pixels, PIXELS)
    assert image.warning is not None
    assert "is an Affinity document: its preview of 32 x 24 was read" in image.warning


@pytest.mark.parametrize(
    "blocks",
    [b"", b"\x89PNG\r\n\x1a\n" * 999, b"\x89PNG\r\n\x1a\n\0\0\0\0IEND\xae\x42\x60\x82", b"#Fil" + _encode()],
)
def test_an_affinity_document_without_a_preview_is_refused(blocks: bytes) -> None:
    """By its name."""
    _refuse(
        _affinity(blocks), "is an Affinity document without a picture of it; export it as PNG", "unsupported"
    )


def _clip(fill: Callable[[sqlite3.Connection], object], before: bytes = b"") -> bytes:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    fill(connection)
    database = connection.serialize()
    connection.close()
    head = b"CSFCHUNK" + bytes(16) + b"CHNKHead" + struct.pack(">Q", 40) + bytes(40)
    tail = b"CHNKSQLi" + struct.pack(">Q", len(database)) + database + b"CHNKFoot" + bytes(8)
    return head + before + tail


def _with_preview(connection: sqlite3.Connection, picture: bytes) -> None:
    connection.execute("CREATE TABLE CanvasPreview (MainId INTEGER, ImageType, ImageData BLOB)")
    connection.execute("INSERT INTO CanvasPreview VALUES (1, 1, ?)", [picture])


def test_the_preview_of_clip_studio_paint_is_in_its_database() -> None:
    """Behind chunks of other kinds."""
    chunk = b"CHNKExta" + struct.pack(">Q", 5) + b"12345"
    image = read_image(_clip(lambda connection: _with_preview(connection, _encode()), chunk))
    assert np.array_equal(image.pixels, PIXELS)
    assert image.warning is not None
    assert "is a Clip Studio Paint document: its preview of 32 x 24 was read" in image.warning


ENDLESS: Final = (
    "CREATE VIEW CanvasPreview AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) "
    "SELECT count(*) AS ImageData FROM n"
)


COMPUTED: Final = (
    "CREATE TABLE CanvasPreview (a, ImageData GENERATED ALWAYS AS (hex(zeroblob(99999999)))); "
    "INSERT INTO CanvasPreview (a) VALUES (1)"
)


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE Canvas (a)",
        "CREATE TABLE CanvasPreview (ImageData)",
        "CREATE TABLE CanvasPreview (ImageData); INSERT INTO CanvasPreview VALUES ('a text')",
        ENDLESS,
        COMPUTED,
    ],
    ids=["no table", "no row", "no picture", "a view without an end", "a computed column"],
)
def test_a_clip_without_a_preview_is_refused(script: str) -> None:
    """A view and a computed column could run any code of SQLite."""
    data = _clip(lambda connection: connection.executescript(script))
    _refuse(data, "is a Clip Studio Paint document without a picture of it", "unsupported")


def test_a_damaged_database_is_told() -> None:
    """SQLite finds that out."""
    data = bytearray(_clip(lambda connection: _with_preview(connection, bytes(9999))))
    at = data.index(b"SQLite format 3")
    data[at + 100 : at + 4096] = b"\x07" * 3996
    _refuse(bytes(data), "its database cannot be read", "damaged")
    _refuse(bytes(data[:at]), "without a picture of it", "unsupported")
    _refuse(bytes(data[:at]) + b"no database" * 9, "without a picture of it", "unsupported")


def test_a_lookup_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite calls back after some steps."""
    monkeypatch.setattr("cvpalette.decoding.previews._STEPS", 1)
    monkeypatch.setattr("cvpalette.decoding.previews._MOST_CALLS", 2)
    data = _clip(lambda connection: _with_preview(connection, _encode()))
    _refuse(data, "its database cannot be read", "damaged")


def _icns(*entries: tuple[bytes, bytes]) -> bytes:
    body = b"".join(kind + struct.pack(">I", 8 + len(data)) + data for kind, data in entries)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def test_the_largest_picture_of_an_icon_of_macos_counts() -> None:
    """With its alpha, and without a warning."""
    shown = np.dstack([PIXELS[:16, :16], np.full((16, 16), 99, np.uint8)])
    data = _icns(
        (b"TOC ", bytes(8)), (b"icp4", _encode(shown[:8, :8])), (b"ic07", _encode(shown)), (b"ic04", b"ARGB")
    )
    assert begins_image(data[:64])
    image = read_image(data)
    assert np.array_equal(image.pixels, shown[:, :, :3])
    assert image.alpha is not None
    assert (image.alpha == 99).all()
    assert image.warning is None


def test_an_icon_may_hold_jpeg_2000() -> None:
    """As those of some years do."""
    data = _icns(
        (b"ic07", _encode(PIXELS[:4, :4])), (b"ic08", _encode(format_name="JPEG2000", irreversible=False))
    )
    assert np.array_equal(read_image(data).pixels, PIXELS)


def test_an_older_icon_has_runs_and_a_mask() -> None:
    """Pillow reads it."""
    plane = bytes([127, *range(128)]) * 2
    mask = bytes(range(256))
    image = read_image(_icns((b"is32", plane * 3), (b"s8mk", mask)))
    assert image.pixels.shape == (16, 16, 3)
    assert image.alpha is not None
    assert image.alpha.ravel().tolist() == [*range(256)]


def test_a_damaged_icon_is_told() -> None:
    """Lengths that lie, and nothing that is known."""
    for data in (_icns((b"abcd", b"1234")), b"icns\0\0\0\x20ic07\0\0\0\1" + bytes(16), b"icns\0\0\0\x08"):
        with pytest.raises(ImageError) as caught:
            read_image(data)
        assert caught.value.problem in {"damaged", "unsupported", "truncated"}


def test_the_command_warns_of_a_preview(run_cli: Callable[..., Any], tmp_path: Path) -> None:
    """On stderr, and finds documents in folders by their suffixes."""
    picture = _encode(np.full((8, 8, 3), (10, 200, 30), np.uint8))
    (tmp_path / "a.procreate").write_bytes(
        _zip({**DOCUMENTS["Procreate"], "QuickLook/Thumbnail.png": picture})
    )
    (tmp_path / "b").write_bytes(_zip({"mimetype": b"image/openraster", "mergedimage.png": picture}))
    result = run_cli(".", "--format", "hex")
    assert result.stdout.count(b"#0ac81e") == 2
    assert b"'a.procreate' is a Procreate document: its preview of 8 x 8 was read" in result.stderr
