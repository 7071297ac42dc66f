"""Tells which options had no effect on a source, since nothing that was asked for is left out in silence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from cvpalette.decoding.formats import HEAD_LENGTH, begins_film, find_format
from cvpalette.decoding.image import Image
from cvpalette.decoding.reading import Opened
from cvpalette.extraction import Counted
from cvpalette.messages import quote
from cvpalette.result import LeftOut
from cvpalette.settings.settings import Ignored, Reading

__all__ = ["WATCHED", "Effects", "count_frames", "is_film"]

#: The options that have no effect on some images; on palettes, all options of pixels have none.
WATCHED = (
    "--frames",
    "--every",
    "--draft",
    "--background",
    "--region",
    "--mask",
    "--ignore",
    "--ignore-border",
)
_SCOPE: Mapping[str, tuple[str, str]] = {
    "--region": ("region", "it covers the whole image"),
    "--mask": ("mask", "it is white everywhere"),
    "--ignore": ("ignore", ""),
    "--ignore-border": ("border", "no color covers most of its edges"),
}

# More colors to ignore are not named one by one.
_FEW: Final = 4
# A distance that is tried next is twice as large, and this much more, since it may be 0.
_FURTHER: Final = 5
_MOST: Final = 100


def is_film(opened: Opened) -> bool:
    """Tell whether a source is a film; the bytes of a film in a file are not in memory."""
    return opened.is_image and (not opened.data or begins_film(opened.data[:HEAD_LENGTH]))


def count_frames(opened: Opened) -> int:
    """Return the number of frames, or pages, of an image; 1 if they cannot be counted, or for a film."""
    if not opened.data or is_film(opened):
        return 1
    try:
        found = find_format(opened.data, opened.short)
        if found.name == "TIFF":
            from cvpalette.decoding.tiff.reading import count_pages  # noqa: PLC0415 -- only TIFFs need it

            return count_pages(opened.data)
        return int(found.open(opened.data, opened.short).n_frames) if found.has_frames else 1  # type: ignore[attr-defined]
    except Exception:  # noqa: BLE001 -- a file may be read although Pillow cannot read its header
        return 1


@dataclass(slots=True)
class Effects:
    """Watches a source while it is read.

    `given` are the flags that the user wrote, and `ignored` the colors of --ignore. `shows_frames` tells
    whether an output shows all frames if all are asked for.
    """

    given: frozenset[str]
    opened: Opened
    reading: Reading
    ignored: tuple[Ignored, ...] = ()
    shows_frames: bool = False
    _is_transparent: bool = field(default=False, init=False)
    _is_draft: bool = field(default=False, init=False)

    def watch(self, frames: Iterator[Image]) -> Iterator[Image]:
        """Give the frames, and note whether one is a draft, or has transparent pixels."""
        for frame in frames:
            self._is_draft = self._is_draft or frame.draft_of is not None
            if "--background" in self.given and frame.alpha is not None:
                self._is_transparent = self._is_transparent or bool((frame.alpha < 255).any())
            yield frame

    def find_unused(self, counted: Counted) -> tuple[tuple[str, str], ...]:
        """Return the flags that had no effect, each with the reason."""
        return tuple((flag, why) for flag, why in self._find(counted.left_out) if flag in self.given)

    def _find(self, left_out: tuple[LeftOut, ...]) -> Iterator[tuple[str, str]]:
        if self.given.isdisjoint(WATCHED):
            return
        yield from self._find_about_reading()
        if not self._is_transparent:
            yield "--background", "no pixel is transparent"
        for flag, (reason, why) in _SCOPE.items():
            if not any(record.pixels for record in left_out if record.reason == reason):
                yield flag, why or self._explain_ignored()

    def _explain_ignored(self) -> str:
        """Return which colors no pixel is near to, and what may help; '' if none is ignored."""
        if not self.ignored:
            return ""
        each = [f"{ignored.distance:g} of {quote(ignored.color.hex)}" for ignored in self.ignored[:_FEW]]
        more = f", or near {len(self.ignored) - _FEW:,} more" if len(self.ignored) > _FEW else ""
        first = self.ignored[0]
        distance = min(2 * first.distance + _FURTHER, _MOST)
        return (
            f"no pixel of {quote(self.opened.name)} is within {' or '.join(each)}{more}; "
            f"try a larger distance, such as {quote(f'{first.color.hex}~{distance:g}')}"
        )

    def _find_about_reading(self) -> Iterator[tuple[str, str]]:
        film = is_film(self.opened)
        is_one = isinstance(self.reading.frames, int)
        if film and is_one:
            yield "--every", "one frame is read, by its number"
        elif film:
            if not self.shows_frames:
                yield "--frames", "a film is read in evenly spaced frames"
        elif "--frames" in self.given and count_frames(self.opened) == 1:
            yield "--frames", "it has one frame"
        if not film:
            yield "--every", "it is no film"
        if not self._is_draft:
            yield "--draft", "only a large JPEG in RGB or gray can be read at a part of its size"
