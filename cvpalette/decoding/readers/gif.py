"""Reads GIFs, and composes their frames as browsers do: a pixel that no frame painted is transparent."""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL.GifImagePlugin import GifImageFile

from cvpalette.decoding.array_file import ArrayFile, Pixels, look_up
from cvpalette.decoding.truncation import load_present

__all__ = ["GifFile"]

Bytes: TypeAlias = NDArray[np.uint8]
Bools: TypeAlias = NDArray[np.bool_]

_SCREEN_LENGTH: Final = 13
_IMAGE, _EXTENSION, _TRAILER = b",!;"
_CONTROL: Final = b"\xf9"
_HAS_PALETTE, _INTERLACED, _HAS_TRANSPARENT = 0x80, 0x40, 1
_TO_BACKGROUND, _TO_PREVIOUS = 2, 3
# The extension that tells how often to play, up to its number.
_LOOPS: Final = b"!\xff\x0bNETSCAPE2.0\x03\x01"
_ANIMEXTS: Final = b"!\xff\x0bANIMEXTS1.0\x03\x01"
# A file without a palette shows its indices as gray.
_GRAYS: Final = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)


@dataclass(frozen=True, eq=False, slots=True)
class _Frame:
    """One frame as it is stored: its box, its palette (256, 3), and its compressed indices."""

    left: int
    top: int
    width: int
    height: int
    palette: Bytes
    interlaced: bool
    transparent: int | None
    disposal: int
    indices: bytes
    milliseconds: int = 0

    @property
    def box(self) -> tuple[slice, slice]:
        return slice(self.top, self.top + self.height), slice(self.left, self.left + self.width)

    def decode(self, *, partly: bool) -> tuple[Bytes, Bools | None]:
        """Return the indices (height, width), and which of them are there; None if all are."""
        if not self.width * self.height:
            return np.zeros((self.height, self.width), np.uint8), None
        size = struct.pack("<HH", self.width, self.height)
        flags = bytes([_INTERLACED if self.interlaced else 0])
        # A GIF of this frame alone, without a palette: Pillow gives its indices as levels of gray.
        data = b"GIF89a" + size + b"\0\0\0," + bytes(4) + size + flags + self.indices
        if partly:
            header, present = load_present(lambda: GifImageFile(io.BytesIO(data), ""))
            return np.asarray(header), present
        return np.asarray(GifImageFile(io.BytesIO(data), "")), None


@dataclass(eq=False, slots=True)
class _Canvas:
    """The colors (height, width, 3) and the alpha (height, width) that are shown, and how to dispose."""

    colors: Bytes
    alpha: Bytes
    disposal: int = 0
    box: tuple[slice, slice] = (slice(0), slice(0))
    saved: tuple[Bytes, Bytes] | None = field(default=None)

    @classmethod
    def of(cls, width: int, height: int) -> Self:
        """Return a canvas that nothing has painted."""
        return cls(np.zeros((height, width, 3), np.uint8), np.zeros((height, width), np.uint8))

    def grow(self, width: int, height: int) -> None:
        rows, columns = height - self.alpha.shape[0], width - self.alpha.shape[1]
        if rows or columns:
            self.colors = np.pad(self.colors, ((0, rows), (0, columns), (0, 0)))
            self.alpha = np.pad(self.alpha, ((0, rows), (0, columns)))

    def paint(self, frame: _Frame, *, partly: bool) -> Bools | None:
        """Dispose of the frame before, and paint this one; return which of its pixels are there."""
        if self.disposal == _TO_BACKGROUND:
            # The background of the file is not painted: no browser does that.
            self.alpha[self.box] = 0
        elif self.disposal == _TO_PREVIOUS and self.saved:
            self.colors[self.box], self.alpha[self.box] = self.saved
        indices, present = frame.decode(partly=partly)
        self.disposal, self.box, self.saved = frame.disposal, frame.box, None
        if frame.disposal == _TO_PREVIOUS:
            self.saved = self.colors[self.box].copy(), self.alpha[self.box].copy()
        painted = look_up(indices, frame.palette)
        if present is None and frame.transparent is None:
            self.colors[self.box], self.alpha[self.box] = painted, 255
            return None
        shown = np.ones(indices.shape, np.bool_) if present is None else present
        if frame.transparent is not None:
            shown = shown & (indices != frame.transparent)
        np.copyto(self.colors[self.box], painted, where=shown[:, :, None])
        self.alpha[self.box][shown] = 255
        return present


class GifFile(ArrayFile):
    """A GIF; Pillow only expands the indices of its frames."""

    format = "GIF"
    format_description = "Compuserve GIF"

    def _open(self) -> None:
        self._data = self.fp.read()  # type: ignore[union-attr]
        width, height = struct.unpack_from("<HH", self._data, 6)
        self._mode, self._screen = "RGB", (width, height)
        self._frames: list[_Frame] = []
        self._sizes: list[tuple[int, int]] = []
        self._stored = _read_frames(self._data)
        self._index = 0
        self._painted = -1
        self._is_cut = False
        self._canvas = _Canvas.of(0, 0)
        if not self._has(0):
            raise SyntaxError("image not found in GIF frame")
        self._size = self._sizes[0]
        self.info["loop"] = _count_loops(self._data)
        self.info["duration"] = self._frames[0].milliseconds

    def _has(self, index: int) -> bool:
        """Read the headers of frames up to this one, and tell whether it exists."""
        while len(self._frames) <= index:
            try:
                frame = next(self._stored, None)
            except EOFError:
                self._is_cut, frame = True, None
            if frame is None:
                return False
            # The canvas grows if a frame is outside.
            width, height = self._sizes[-1] if self._sizes else self._screen
            right, bottom = frame.left + frame.width, frame.top + frame.height
            self._sizes.append((max(width, right), max(height, bottom)))
            self._frames.append(frame)
        return True

    @property
    def n_frames(self) -> int:
        """The number of frames."""
        while self._has(len(self._frames)):
            pass
        return len(self._frames)

    @property
    def is_animated(self) -> bool:
        """Whether there is more than one frame."""
        return self._has(1)

    def seek(self, frame: int) -> None:
        """Go to a frame, whose first is 0; raises EOFError if there is none, and OSError if it is cut off."""
        if not self._has(frame):
            if self._is_cut:
                raise OSError("image file is truncated")
            raise EOFError("no more images in GIF file")
        if frame != self._index:
            self._index, self._pixels = frame, None
        self._size = self._sizes[frame]
        self.info["duration"] = self._frames[frame].milliseconds

    def tell(self) -> int:
        """Return which frame this is."""
        return self._index

    def decode(self, *, partly: bool) -> Pixels:
        """Compose the frame; if it is truncated, raises EOFError, or has missing pixels if `partly`."""
        if self._index < self._painted:
            self._painted = -1
        if self._painted < 0:
            self._canvas = _Canvas.of(*self._sizes[0])
        present = None
        while self._painted < self._index:
            index = self._painted + 1
            self._canvas.grow(*self._sizes[index])
            present = self._canvas.paint(self._frames[index], partly=partly and index == self._index)
            self._painted = index
        colors, alpha = self._canvas.colors, self._canvas.alpha
        here = None
        if present is not None and not present.all():
            here = np.ones(alpha.shape, np.bool_)
            here[self._frames[self._index].box] = present
        is_opaque = bool(alpha.all())
        return Pixels(colors.copy(), None if is_opaque else alpha.copy(), here)


def _read_frames(data: bytes) -> Iterator[_Frame]:
    """Give the frames of a GIF as they are stored; the last may be truncated.

    Raises EOFError if the file ends between the pixels of a frame and those of the next one. A file that ends
    after a whole frame lacks only the mark of its end, which some programs never write.
    """
    shared, at = _read_palette(data, data[10], _SCREEN_LENGTH)
    control = bytes(4)
    is_begun = False
    while at < len(data) and data[at] != _TRAILER:
        kind, at = data[at], at + 1
        if kind == _EXTENSION:
            label, start = data[at : at + 1], at + 1
            at = _skip_blocks(data, start)
            if at > len(data):
                raise EOFError
            if label == _CONTROL and data[start] >= 4:
                control, is_begun = data[start + 1 : start + 5].ljust(4, b"\0"), True
        elif kind == _IMAGE:
            frame, at = _read_frame(data, at, shared, control)
            yield frame
            control, is_begun = bytes(4), False
        # Any other byte is skipped, as other programs do.
    if is_begun and at >= len(data):
        raise EOFError


def _read_frame(data: bytes, at: int, shared: Bytes | None, control: bytes) -> tuple[_Frame, int]:
    """Return the frame whose box begins at `at`, and where it ends; raises EOFError if its head is cut."""
    if at + 9 >= len(data):
        raise EOFError
    left, top, width, height, flags = struct.unpack_from("<HHHHB", data, at)
    own, start = _read_palette(data, flags, at + 9)
    if start >= len(data):
        raise EOFError
    at = _skip_blocks(data, start + 1)
    palette = own if own is not None else shared
    frame = _Frame(
        *(left, top, width, height),
        _GRAYS if palette is None else palette,
        interlaced=bool(flags & _INTERLACED),
        transparent=control[3] if control[0] & _HAS_TRANSPARENT else None,
        disposal=control[0] >> 2 & 7,
        indices=data[start:at],
        milliseconds=10 * int.from_bytes(control[1:3], "little"),
    )
    return frame, at


def _count_loops(data: bytes) -> int:
    """Return how often a GIF plays: once if it does not tell, and 0 for ever.

    Netscape's extension counts the repetitions after the first time. Some programs name it ANIMEXTS1.0.
    """
    at = max(data.find(_LOOPS), data.find(_ANIMEXTS))
    if at < 0 or at + len(_LOOPS) + 2 > len(data):
        return 1
    repetitions = int.from_bytes(data[at + len(_LOOPS) : at + len(_LOOPS) + 2], "little")
    return repetitions + 1 if repetitions else 0


def _read_palette(data: bytes, flags: int, at: int) -> tuple[Bytes | None, int]:
    """Return a palette (256, 3), if the flags say that there is one, and where it ends."""
    if not flags & _HAS_PALETTE:
        return None, at
    end = at + (6 << (flags & 7))
    colors = np.frombuffer(data[at:end].ljust(end - at, b"\0"), np.uint8).reshape(-1, 3)
    palette = np.zeros((256, 3), np.uint8)
    palette[: len(colors)] = colors
    return palette, end


def _skip_blocks(data: bytes, at: int) -> int:
    """Return where the blocks that begin at `at` end; each begins with its length, and the last is empty.

    That is beyond the data if it lacks some of them.
    """
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1
