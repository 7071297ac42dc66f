"""Finds the picture that a drawing program keeps in its document, where the document is a ZIP archive."""

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zipfile import ZipFile

__all__ = ["Archived", "find_archived", "name_archived"]

_START: Final = b"PK\3\4"
_END: Final = b"PK\5\6"
_END_LENGTH: Final = 22
_LONGEST_COMMENT: Final = 65535
# The list of files in an archive. Procreate's longest have some hundred kilobytes.
_LONGEST_LIST: Final = 1 << 22
_LONGEST_TYPE: Final = 64
# The unpacked file of a picture. Its number of pixels has its own limit.
_LARGEST: Final = 1 << 28
_STORED: Final = (0, 8)  # zipfile's numbers of no compression and of Deflate
_IS_ENCRYPTED: Final = 1


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the documents of a program hold: all files that tell it, and where its pictures may be.

    `merged` is the picture in full size. `previews` are smaller.
    """

    mimetype: bytes
    marks: tuple[str, ...]
    merged: str
    previews: tuple[str, ...]


_KINDS: Final = {
    "Krita": _Kind(b"application/x-krita", (), "mergedimage.png", ("preview.png",)),
    "OpenRaster": _Kind(b"image/openraster", (), "mergedimage.png", ("Thumbnails/thumbnail.png",)),
    "Procreate": _Kind(
        b"", ("Document.archive", "QuickLook/Thumbnail.png"), "", ("QuickLook/Thumbnail.png",)
    ),
    "Sketch": _Kind(b"", ("document.json", "meta.json", "user.json"), "", ("previews/preview.png",)),
    "Figma": _Kind(b"", ("canvas.fig",), "", ("thumbnail.png",)),
    "Pixelmator Pro": _Kind(
        b"", ("metadata.info",), "", ("QuickLook/Thumbnail.webp", "QuickLook/Thumbnail.tiff")
    ),
}


@dataclass(frozen=True, slots=True)
class Archived:
    """The file of a picture from a document, and whether it is only a preview."""

    data: bytes
    is_preview: bool


def name_archived(data: bytes) -> str:
    """Return the name of the kind of a document that is an archive; '' for any other file."""
    if not data.startswith(_START):
        return ""
    archive = _open(data)
    if archive is None:
        return ""
    names = set(archive.namelist())
    mimetype = _read(archive, "mimetype", _LONGEST_TYPE) if "mimetype" in names else b""
    for name, kind in _KINDS.items():
        if kind.mimetype and mimetype and mimetype.strip() == kind.mimetype:
            return name
        if kind.marks and names.issuperset(kind.marks):
            return name
    return ""


def find_archived(data: bytes, name: str) -> Archived | None:
    """Return the picture in a document of this kind; None if it holds none.

    Only this one file is unpacked. Raises ValueError if the archive or the file is damaged, or too large.
    """
    archive = _open(data)
    if archive is None:
        raise ValueError("the list of the files in it is missing, or is too long")
    kind, names = _KINDS[name], set(archive.namelist())
    for path in (kind.merged, *kind.previews):
        if path in names:
            found = _read(archive, path, _LARGEST)
            if not found:
                raise ValueError(f"its {path!r} is empty, damaged, encrypted, or too large")
            return Archived(found, path != kind.merged)
    return None


def _open(data: bytes) -> "ZipFile | None":
    """Open an archive whose list of files is of usual length; None for any other."""
    at = data.rfind(_END, max(0, len(data) - _LONGEST_COMMENT - _END_LENGTH))
    if at < 0 or at + _END_LENGTH > len(data):
        return None
    # A longer list may have millions of names, and so have those that need 64 bits for a length.
    (length,) = struct.unpack_from("<I", data, at + 12)
    if length > _LONGEST_LIST or data.startswith(b"PK\6\7", max(0, at - 20)):
        return None
    from zipfile import ZipFile  # noqa: PLC0415 -- few files are archives

    try:
        return ZipFile(io.BytesIO(data))
    except Exception:  # noqa: BLE001 -- errors of zipfile for broken archives have no common base
        return None


def _read(archive: "ZipFile", path: str, most: int) -> bytes:
    """Return a file of an archive; empty if it is damaged, encrypted or larger than `most`."""
    entry = archive.getinfo(path)
    # Other compressions may ask for gigabytes of memory before the first byte.
    if entry.compress_type not in _STORED or entry.flag_bits & _IS_ENCRYPTED or entry.file_size > most:
        return b""
    try:
        with archive.open(entry) as file:
            found = file.read(most + 1)
    except Exception:  # noqa: BLE001 -- errors of zipfile and zlib have no common base
        return b""
    return found if len(found) <= most else b""
