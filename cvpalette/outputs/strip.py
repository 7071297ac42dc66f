"""The output `strip`."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, ClassVar, Final, Literal

from cvpalette.color.alpha import alpha_level
from cvpalette.color.palette import Palette
from cvpalette.errors import ImageError
from cvpalette.result import Result

if TYPE_CHECKING:
    import PIL.Image

__all__ = ["StripPicture"]

_MOST_INDEXED: Final = 256
# A longer row is no palette to read_palette() either.
_MOST_COLORS: Final = 4096
_LARGEST_SCALE: Final = 64


@dataclass(frozen=True)
class StripPicture:
    """Picture of one row, a pixel for each color, as Lospec, MagicaVoxel, pngquant and ImageMagick read it.

    It keeps alpha in PNG, and no names. Any row, column or grid of colors is read, and the table of any
    indexed picture.
    """

    suffix: ClassVar[str] = ".strip.png"
    suffixes: ClassVar[Mapping[str, Mapping[str, str]]] = {
        ".strip.gif": {"format": "gif"},
        ".strip.bmp": {"format": "bmp"},
    }
    # A picture is more often meant to be the quantized one.
    whole_suffix: ClassVar[bool] = True
    family: ClassVar[str] = "pictures"
    format: Annotated[Literal["png", "gif", "bmp"], "File type; the suffix of -o selects it too."] = "png"
    scale: Annotated[int, "Side of the square of each color in pixels, up to 64."] = 1

    def __post_init__(self) -> None:
        """Refuse a scale that no one reads."""
        if not 1 <= self.scale <= _LARGEST_SCALE:
            message = f"option 'scale' is 1 to {_LARGEST_SCALE}, not '{self.scale}'"
            raise ValueError(message)

    @property
    def holds(self) -> frozenset[str]:
        """Only PNG has alpha here; a BMP with it is read by few programs."""
        return frozenset({"alpha"}) if self.format == "png" else frozenset()

    def render(self, result: Result, /) -> bytes:
        """Draw one square for each color, from left to right."""
        palette = result.palette
        most = _MOST_INDEXED if self.format == "gif" else _MOST_COLORS
        if len(palette) > most:
            message = f"a strip as {self.format} holds up to {most} colors, not {len(palette)}; ask for fewer"
            raise ValueError(message)
        if self.format == "png" and len(palette) <= _MOST_INDEXED:
            return self._encode_png(palette)
        contents = io.BytesIO()
        options = {"optimize": False} if self.format == "gif" else {}
        self._draw(palette).save(contents, self.format.upper(), **options)
        return contents.getvalue()

    def tell_losses(self, palette: Palette, /) -> list[str]:
        """Say whether neighbors are of one color, which look like one square."""
        levels = [_level_of(swatch.color.rgb, swatch.alpha) for swatch in palette]
        repeats = any(before == after for before, after in pairwise(levels))
        return ["neighbors of the same color"] if repeats else []

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read any picture that is a palette, or has a color table. Raises ValueError."""
        from cvpalette.decoding.reading import read_image  # noqa: PLC0415 -- as below
        from cvpalette.parsing.pictures import read_picture  # noqa: PLC0415 -- as below

        try:
            palette = read_picture(read_image(data), data)
        except ImageError as error:
            raise ValueError("it is no picture that can be read") from error
        if palette is None:
            raise ValueError("it is a picture, but no palette")
        return palette

    def _encode_png(self, palette: Palette) -> bytes:
        import numpy as np  # noqa: PLC0415 -- nothing else in the outputs' list needs it

        from cvpalette.quantizing.indexed import IndexedImage  # noqa: PLC0415 -- as above
        from cvpalette.quantizing.png import encode_png  # noqa: PLC0415 -- as above

        table = np.array([_level_of(swatch.color.rgb, swatch.alpha) for swatch in palette], np.uint8)
        row = np.arange(len(palette), dtype=np.uint8).repeat(self.scale)
        return encode_png(IndexedImage(row[None].repeat(self.scale, axis=0), table), 9)

    def _draw(self, palette: Palette) -> "PIL.Image.Image":
        import numpy as np  # noqa: PLC0415 -- as above
        import PIL.Image  # noqa: PLC0415 -- as above

        table = np.array([_level_of(swatch.color.rgb, swatch.alpha) for swatch in palette], np.uint8)
        colors = table if self.format == "png" else table[:, :3]
        if len(palette) <= _MOST_INDEXED:
            row = np.arange(len(palette), dtype=np.uint8).repeat(self.scale)
            picture = PIL.Image.fromarray(row[None].repeat(self.scale, axis=0))
            picture.putpalette(colors.tobytes())
            return picture
        return PIL.Image.fromarray(colors.repeat(self.scale, axis=0)[None].repeat(self.scale, axis=0))


def _level_of(rgb: tuple[int, int, int], alpha: float) -> tuple[int, int, int, int]:
    return (*rgb, alpha_level(alpha))
