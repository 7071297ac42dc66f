"""Reads raw photos: develops them with rawpy, or reads a preview that the camera made, or refuses them.

Most raw files are TIFFs: DNG, NEF, CR2, ARW, PEF, SRW and others. Their sensor's samples are one color a
pixel, or need the camera's matrix: as a picture they would have wrong colors.
"""

import importlib
import io
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any, Final, Self, TypeAlias

from cvpalette.decoding.container import Container, Decoded
from cvpalette.decoding.noise import without_noise
from cvpalette.decoding.tiff.directory import Directory, Tag, directories
from cvpalette.decoding.tiff.embedded import decode_jpeg, find_jpeg, jpeg_at
from cvpalette.errors import ImageError

__all__ = ["RawPhoto", "decode_raw"]

DecodePage: TypeAlias = Callable[[Container, Directory], Decoded]

# The photometric interpretations of a mosaic of colors, and of a linear raw photo (DNG specification).
_RAW_KINDS: Final = {32803, 34892}
# The compressions of Sony, Samsung, Nikon and Pentax, of DNG's lossy JPEG and of its JPEG XL.
_RAW_CODECS: Final = {32767, 32770, 32772, 34713, 65535, 34892, 52546}
_CR2: Final = (b"II*\0\x10\0\0\0CR", b"MM\0*\0\0\0\x10CR")
_FUJIFILM: Final = b"FUJIFILMCCD-RAW "
# Where a file of Fujifilm has the place and length of its preview.
_FUJIFILM_PREVIEW: Final = 84
# Panasonic's tag for a preview that is a JPEG.
_PANASONIC_PREVIEW: Final = 0x2E
# The names of raw files that are no TIFFs, by their first bytes.
_NAMES: Final = {
    _FUJIFILM: "Fujifilm RAF", b"FOVb": "Sigma X3F", b"\0MRM": "Minolta MRW", b"IIU\0": "Panasonic RW2",
    b"IIR": "Olympus ORF", b"MMO": "Olympus ORF", b"II\x1a\0": "Canon CRW",
}  # fmt: skip
_CR3: Final = "Canon CR3"
# A preview with a shorter long side is too small to have the photo's colors: details would be mixed.
_LEAST_SIDE: Final = 256
# This many directories are looked at, to find out whether a TIFF is a raw photo, and this many previews.
_LOOKED_AT: Final = 8
_INSTALL: Final = "pip install 'cvpalette[raw]'"


@dataclass(frozen=True, slots=True)
class RawPhoto:
    """A raw photo: what it is, and where previews may be; `orientation` is that of the photo."""

    what: str
    directories: tuple[Directory, ...]
    orientation: int = 1
    jpeg: bytes | None = None

    @classmethod
    def find(cls, file: Container) -> Self | None:
        """Return the raw photo that a file is; None for a picture."""
        data = file.data
        if file.format.name != "TIFF":
            name = next((name for start, name in _NAMES.items() if data.startswith(start)), _CR3)
            return cls(f"a raw photo ({name})", (), jpeg=_preview_of(data))
        looked_at = tuple(_look(data))
        raws = [one for one in looked_at if _is_raw(one)]
        if not raws and not data.startswith(_CR2):
            return None
        size = ""
        if raws:
            largest = max(raws, key=lambda one: one.number(Tag.WIDTH, 0) * one.number(Tag.HEIGHT, 0))
            size = f" of {largest.number(Tag.WIDTH, 0)} x {largest.number(Tag.HEIGHT, 0)}"
        return cls(
            f"a raw photo{size}",
            tuple(one for one in looked_at if not _is_raw(one)),
            looked_at[0].number(Tag.ORIENTATION, 1),
        )


def _look(data: bytes) -> Iterator[Directory]:
    """Give the first directories that can be read, and those below them."""
    try:
        for directory in islice(directories(data), _LOOKED_AT):
            yield directory
            yield from directory.below()
    except (EOFError, NotImplementedError, ValueError):
        return


def _is_raw(directory: Directory) -> bool:
    try:
        kind, codec = directory.number(Tag.PHOTOMETRIC, -1), directory.number(Tag.COMPRESSION, 1)
    except (EOFError, ValueError):
        return False
    return kind in _RAW_KINDS or codec in _RAW_CODECS


def _preview_of(data: bytes) -> bytes | None:
    """Return the preview of a raw file that is no TIFF, where its place is simple to find."""
    if data.startswith(_FUJIFILM) and len(data) >= _FUJIFILM_PREVIEW + 8:
        return jpeg_at(data, *struct.unpack_from(">II", data, _FUJIFILM_PREVIEW))
    if data.startswith(b"IIU\0"):
        first = next(_look(data), None)
        found = first.content(_PANASONIC_PREVIEW) if first else b""
        return jpeg_at(b"\0" + found, 1, len(found))
    return None


def decode_raw(file: Container, photo: RawPhoto, decode_page: DecodePage) -> Decoded:
    """Develop a raw photo, or decode its largest preview with a warning.

    Raises ImageError if neither is possible, and for a photo or preview that is too large.
    """
    developed = _develop(file)
    if developed is not None:
        return developed
    preview = _decode_largest(file, photo, decode_page)
    if preview is None:
        remedy = "" if _find_rawpy() else f"{_INSTALL}, or "
        reason = f"is {photo.what}, which is not developed: {remedy}export it as TIFF or JPEG first"
        raise ImageError(file.name, reason, "unsupported")
    height, width = preview.pixels.shape[:2]
    remedy = "rawpy cannot develop it" if _find_rawpy() else f"to develop it, {_INSTALL}"
    return replace(preview, warning=f"is {photo.what}: its preview of {width} x {height} was read; {remedy}")


def _decode_largest(file: Container, photo: RawPhoto, decode_page: DecodePage) -> Decoded | None:
    """Return the largest preview that can be decoded and is large enough; None if there is none."""
    largest: Decoded | None = None
    for decode in islice(_previews(file, photo, decode_page), _LOOKED_AT):
        try:
            found = decode()
        except (ImageError, EOFError, ValueError):
            continue
        side = max(found.pixels.shape[:2])
        if side >= _LEAST_SIDE and (largest is None or found.pixels.size > largest.pixels.size):
            largest = found
    return largest


def _previews(file: Container, photo: RawPhoto, decode_page: DecodePage) -> Iterator[Callable[[], Decoded]]:
    if photo.jpeg is not None:
        yield partial(decode_jpeg, file, photo.jpeg, photo.orientation)
    for directory in photo.directories:
        yield partial(_decode_preview, file, photo, directory, decode_page)


def _decode_preview(
    file: Container,
    photo: RawPhoto,
    directory: Directory,
    decode_page: DecodePage,
) -> Decoded:
    jpeg = find_jpeg(directory)
    orientation = directory.number(Tag.ORIENTATION, photo.orientation)
    if jpeg is not None:
        return decode_jpeg(file, jpeg, orientation)
    return decode_page(file, directory)


def _develop(file: Container) -> Decoded | None:
    """Develop a raw photo with rawpy; None if rawpy is not installed, or does not know the camera."""
    rawpy = _find_rawpy()
    if rawpy is None:
        return None
    try:
        with file.explained(), without_noise(), rawpy.imread(io.BytesIO(file.data)) as raw:
            file.reading.refuse_too_large(file.name, raw.sizes.width, raw.sizes.height)
            # The finer ways to find the two colors that a pixel lacks take seconds, and change no palette.
            linear = rawpy.DemosaicAlgorithm.LINEAR
            return Decoded(raw.postprocess(use_camera_wb=True, demosaic_algorithm=linear), None)
    except ImageError as error:
        if error.problem == "too-large":
            raise
        return None


def _find_rawpy() -> Any:
    """Return rawpy, which is an extra, or None if it is not installed."""
    try:
        return importlib.import_module("rawpy")
    except ImportError:
        return None
