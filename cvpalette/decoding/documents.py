"""Decodes the picture that a document holds: merged by its program, or a preview with a warning."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from cvpalette.decoding.archive import Archived, find_archived
from cvpalette.decoding.container import Container, Decoded
from cvpalette.decoding.formats import ARCHIVED
from cvpalette.decoding.pillow import decode_opened
from cvpalette.decoding.previews import find_in_affinity, find_in_clip, find_in_icns
from cvpalette.errors import ImageError

__all__ = ["decode_document"]

# What a picture in a document may be. So a document in a document is refused.
_PICTURES: Final = {"PNG", "WebP", "TIFF", "JPEG 2000"}
_WHAT: Final = {
    "Krita": "a Krita document",
    "OpenRaster": "an OpenRaster document",
    "Procreate": "a Procreate document",
    "Sketch": "a Sketch document",
    "Figma": "a Figma document",
    "Pixelmator Pro": "a Pixelmator Pro document",
    "Affinity": "an Affinity document",
    "Clip Studio Paint": "a Clip Studio Paint document",
}


def decode_document(file: Container) -> Iterator[Decoded]:
    """Give the one frame of a document; raises ImageError if it holds no picture, or a damaged one."""
    found = _find(file)
    if file.format.name == "ICNS":
        # Older icons have only bitmaps of up to 128 pixels, which Pillow reads.
        yield from decode_opened(file) if found is None else _decode(file, found.data)
        return
    what = _WHAT[file.format.name]
    if found is None:
        reason = f"is {what} without a picture of it; export it as PNG first"
        raise ImageError(file.name, reason, "unsupported")
    for frame in _decode(file, found.data):
        height, width = frame.pixels.shape[:2]
        warning = frame.warning
        if found.is_preview:
            warning = (
                f"is {what}: its preview of {width} x {height} was read; export it as PNG to read it whole"
            )
        yield replace(frame, warning=warning)


def _find(file: Container) -> Archived | None:
    name = file.format.name
    with file.explained():
        if name in ARCHIVED:
            return find_archived(file.data, name)
        find = {"Affinity": find_in_affinity, "Clip Studio Paint": find_in_clip, "ICNS": find_in_icns}[name]
        picture = find(file.data)
        return None if picture is None else Archived(picture, is_preview=True)


def _decode(file: Container, picture: bytes) -> Iterator[Decoded]:
    try:
        inner = Container.of(picture, file.name, file.reading)
    except ImageError as error:
        raise ImageError(file.name, "is damaged: the picture in it is none", "damaged") from error
    if inner.format.name not in _PICTURES:
        reason = f"holds a picture of another kind than its program writes ({inner.format.name})"
        raise ImageError(file.name, reason, "unsupported")
    if inner.format.name == "TIFF":
        from cvpalette.decoding.tiff.reading import decode_tiff  # noqa: PLC0415 -- few documents hold one

        yield from decode_tiff(inner)
    else:
        yield from decode_opened(inner)
