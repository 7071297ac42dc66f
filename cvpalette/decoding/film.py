"""Defines Film: it gives evenly spaced frames of a video, decoded by the FFmpeg in OpenCV."""

import math
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.film_colors import FilmColors, RawFilm, read_container
from cvpalette.decoding.noise import without_noise
from cvpalette.decoding.stream_view import StreamView
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
        # OpenCV gets a stream and not a path, since some paths crash it. It drops its reference to a view
        # without Python's lock, so it must not be the last one.
        source: Any = StreamView(stream)
        self._views: list[Any] = [source]
        raw = _read_raw(stream, source)
        with without_noise():
            self._capture = cv2.VideoCapture(source, cv2.CAP_FFMPEG, [])
        if not self._capture.isOpened():
            raise ImageError(
                name,
                "is a film that cannot be read: it is of a rare kind, damaged, or cut short; "
                "convert it to H.264 first",
                "unsupported",
            )
        size = int(self._get(cv2.CAP_PROP_FRAME_WIDTH)), int(self._get(cv2.CAP_PROP_FRAME_HEIGHT))
        reading.refuse_too_large(name, *size)
        self._colors = FilmColors.find(raw, size, name)
        self._raw = raw
        self._stream = stream
        self._luma: cv2.VideoCapture | None = None
        self._luma_at = 0
        if self._colors.patches or self._colors.matrix is not None:
            self._capture = self._open_view([])
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

        If `reading.frames` is a number, it is only this one. Raises ImageError if no frame can be decoded.
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
                raise self._explain_nothing()
        finally:
            self._capture.release()
            if self._luma:
                self._luma.release()

    def _explain_nothing(self) -> ImageError:
        number = self._reading.frames
        if isinstance(number, int) and number > 1:
            has = f"has {self._length:,} frames; " if self._length and number > self._length else ""
            return ImageError(self._name, f"{has}there is no frame {number:,}", "invalid")
        if self._raw.codec == "av01":  # the FFmpeg in OpenCV's wheels decodes AV1 only on some GPUs
            reason = "is a film in AV1, which this OpenCV does not decode; convert it to H.264 first"
            return ImageError(self._name, reason, "unsupported")
        return ImageError(self._name, "is a film without a frame that can be decoded", "damaged")

    @property
    def missing(self) -> float:
        """The part of the film that is missing, 0 to 1; it is known after the last frame."""
        if not self._has_ended_early or self._length is None:
            return 0.0
        # The length in a file's header is a guess, but it is wrong by a second at most.
        missing = self._length - self._at
        return missing / self._length if missing > self._rate else 0.0

    @property
    def seconds(self) -> float:
        """How many seconds each frame that is given stands for; all together last as long as the film."""
        return self._step / self._rate

    @property
    def _step(self) -> float:
        """How many frames of the film are from one that is given to the next."""
        if self._reading.every:
            return max(1.0, self._reading.every * self._rate)
        if isinstance(self._reading.frames, int):
            return 1.0
        return max(1.0, self._length / self._most) if self._length else self._rate

    def _positions(self) -> Iterator[int]:
        """Give the numbers of the frames in the middle of equal parts; endless if the length is unknown.

        Or give the number of the frame that was asked for.
        """
        if isinstance(self._reading.frames, int):
            yield self._reading.frames - 1
            return
        step, length = self._step, self._length or math.inf
        middle = min(step, length) / 2
        while middle < length:
            yield int(middle)
            middle += step

    def _read(self, position: int) -> Bytes | None:
        """Return the frame at a position, which never decreases; None after the end."""
        with without_noise():
            if self._is_far(position - self._at):
                self._capture.set(cv2.CAP_PROP_POS_FRAMES, position)
                self._at = position
            while self._at < position:
                if not self._grab():
                    return None
            if not self._grab():
                return None
            is_there, frame = self._capture.retrieve()
        if not is_there:
            return None
        pixels = np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB), np.uint8)
        return self._colors.convert(pixels, self._read_luma)

    def _is_far(self, distance: int) -> bool:
        return bool(self._group and distance > _GROUPS_OF_A_JUMP * self._group)

    def _read_luma(self) -> Bytes | None:
        """Return the luma (height, width) of the last frame; None if OpenCV does not give it."""
        if not self._raw.has_luma:
            return None
        position = self._at - 1
        if self._luma is None:
            self._luma = self._open_view([cv2.CAP_PROP_CONVERT_RGB, 0])
        with without_noise():
            if self._is_far(position - self._luma_at):
                self._luma.set(cv2.CAP_PROP_POS_FRAMES, position)
                self._luma_at = position
            while self._luma_at <= position:
                if not self._luma.grab():
                    return None
                self._luma_at += 1
            is_there, luma = self._luma.retrieve()
        return np.asarray(luma) if is_there and luma.ndim == 2 and luma.dtype == np.uint8 else None

    def _open_view(self, options: list[int]) -> cv2.VideoCapture:
        """Open the film a second time, with the position of its own that this takes."""
        self._views.append(StreamView(self._stream, self._colors.patches))
        with without_noise():
            return cv2.VideoCapture(self._views[-1], cv2.CAP_FFMPEG, options)

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


def _read_raw(stream: BinaryIO, source: Any) -> RawFilm:
    """Read the first packet of a film without decoding it; what cannot be read is empty.

    `source` is the stream as OpenCV reads it; it is at its beginning then.
    """
    with without_noise():
        capture = cv2.VideoCapture(source, cv2.CAP_FFMPEG, [cv2.CAP_PROP_FORMAT, -1])
        at = int(capture.get(cv2.CAP_PROP_CODEC_EXTRADATA_INDEX))
        packet = capture.retrieve()[1] if capture.grab() else None
        header = None if packet is None else capture.retrieve(flag=at)[1]
        pixel_format, codec = (
            int(capture.get(what)).to_bytes(8, "little", signed=True)[:4]
            for what in (cv2.CAP_PROP_CODEC_PIXEL_FORMAT, cv2.CAP_PROP_FOURCC)
        )
        capture.release()
    in_container = read_container(stream)
    source.seek(0)
    name = codec.decode("latin-1").lower()
    return RawFilm(pixel_format, name, _bytes(header), _bytes(packet), in_container)


def _bytes(found: NDArray[Any] | None) -> bytes:
    return b"" if found is None else np.asarray(found).tobytes()
