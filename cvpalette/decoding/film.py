"""Defines Film: it gives evenly spaced frames of a video, decoded by the FFmpeg in OpenCV."""

import math
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.noise import without_noise
from cvpalette.errors import ImageError
from cvpalette.settings.settings import Reading

__all__ = ["Film"]

Bytes: TypeAlias = NDArray[np.uint8]

# Enough for the colors of a film: twice as many frames change them no more than another seed does.
_USUAL_FRAMES: Final = 300
# Frames a second, if the file does not say.
_USUAL_RATE: Final = 25.0
_KEY_FRAME: Final = ord("I")
# A jump to a frame decodes about two groups of pictures. Without a jump, every frame between is decoded.
_GROUPS_OF_A_JUMP: Final = 2


class Film:
    """An open film; its frames can be read once, in order."""

    def __init__(self, stream: BinaryIO, name: str, reading: Reading) -> None:
        """Read the header of a film; raises ImageError if that fails, or if its frames are too large."""
        self._name = name
        self._reading = reading
        # OpenCV gets a stream and not a path, since some paths crash it.
        source: Any = stream
        with without_noise():
            self._capture = cv2.VideoCapture(source, cv2.CAP_FFMPEG, [])
        if not self._capture.isOpened():
            raise ImageError(
                name,
                "is a film that cannot be read: it is of a rare kind, damaged, or cut short",
                "unsupported",
            )
        size = self._get(cv2.CAP_PROP_FRAME_WIDTH), self._get(cv2.CAP_PROP_FRAME_HEIGHT)
        reading.refuse_too_large(name, *map(int, size))
        rate, length = self._get(cv2.CAP_PROP_FPS), self._get(cv2.CAP_PROP_FRAME_COUNT)
        self._rate = rate if 0 < rate < math.inf else _USUAL_RATE
        self._length = int(length) if 0 < length < math.inf else None
        # So many frames of this size are allowed, if the caller does not ask for more.
        self._most = max(1, min(_USUAL_FRAMES, reading.most_pixels_of_frames // math.prod(map(int, size))))
        self._at = 0
        self._has_ended_early = False
        self._group: int | None = None

    def frames(self) -> Iterator[Bytes]:
        """Give frames (height, width, 3) sRGB, upright: about 300, or one every `reading.every` seconds.

        Raises ImageError if no frame can be decoded.
        """
        try:
            found = 0
            for position in self._positions():
                frame = self._read(position)
                if frame is None:
                    self._has_ended_early = True
                    break
                found += 1
                yield frame
            if not found:
                raise ImageError(self._name, "is a film without a frame that can be decoded", "damaged")
        finally:
            self._capture.release()

    @property
    def missing(self) -> float:
        """The part of the film that is missing, 0 to 1; it is known after the last frame."""
        if not self._has_ended_early or self._length is None:
            return 0.0
        # The length in a file's header is a guess, but it is wrong by a second at most.
        missing = self._length - self._at
        return missing / self._length if missing > self._rate else 0.0

    def _positions(self) -> Iterator[int]:
        """Give the numbers of the frames in the middle of equal parts; endless if the length is unknown."""
        every, length = self._reading.every, self._length or math.inf
        if every:
            step = max(1.0, every * self._rate)
        else:
            step = max(1.0, length / self._most) if self._length else self._rate
        middle = min(step, length) / 2
        while middle < length:
            yield int(middle)
            middle += step

    def _read(self, position: int) -> Bytes | None:
        """Return the frame at a position, which never decreases; None after the end."""
        with without_noise():
            if self._group and position - self._at > _GROUPS_OF_A_JUMP * self._group:
                self._capture.set(cv2.CAP_PROP_POS_FRAMES, position)
                self._at = position
            while self._at < position:
                if not self._grab():
                    return None
            if not self._grab():
                return None
            is_there, frame = self._capture.retrieve()
        return np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB), np.uint8) if is_there else None

    def _grab(self) -> bool:
        """Decode the next frame, and measure the distance of the first two key frames."""
        if not self._capture.grab():
            return False
        if self._group is None and int(self._get(cv2.CAP_PROP_FRAME_TYPE)) == _KEY_FRAME and self._at:
            self._group = self._at
        self._at += 1
        return True

    def _get(self, what: int) -> float:
        return float(self._capture.get(what))
