"""Found: what was found in an image, without its pixels: small enough for millions of them."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.engine.error import PaletteError
from cvpalette.extraction import Extraction
from cvpalette.settings.settings import LeftOut, Scope, Settings

__all__ = ["Found", "describe"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """An image's palette, and all that is known of it without the image: a few kilobytes.

    `name`, `width` and `height` are the image's, `counted` is how many of its pixels count, and `path` what
    tells it from others of that name, where there are many. `thumbnail` is the image as a small WebP, if it
    was asked for.
    """

    palette: Palette
    name: str
    width: int
    height: int
    frames: int = 1
    counted: float
    error: PaletteError
    settings: Settings
    left_out: tuple[LeftOut, ...] = ()
    asked: dict[str, Any]
    path: str = ""
    thumbnail: bytes = b""

    @classmethod
    def of(cls, extraction: Extraction, *, thumbnail: int = 0) -> Self:
        """Take what is small of an extraction, and measure its error.

        The longer side of its thumbnail has at most so many pixels; 0 for none.
        """
        image = extraction.image
        return cls(
            palette=extraction.palette,
            name=image.name,
            width=image.width,
            height=image.height,
            frames=1 if extraction.columns is None else len(extraction.columns),
            counted=extraction.histogram.total,
            error=extraction.error,
            settings=extraction.settings,
            left_out=extraction.left_out,
            asked=describe(extraction.settings, extraction.scope),
            path=extraction.path,
            thumbnail=_draw(extraction.image, thumbnail) if thumbnail else b"",
        )


def _draw(image: Image, side: int) -> bytes:
    from cvpalette.decoding.thumbnail import THUMBNAIL_QUALITY, encode_webp  # noqa: PLC0415 -- few outputs show it

    return encode_webp(image, side, THUMBNAIL_QUALITY)


def describe(settings: Settings, scope: Scope) -> dict[str, Any]:
    """Return by name how a palette was asked for, and which pixels were to count."""
    return asdict(settings) | scope.describe()
