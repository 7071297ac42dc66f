"""The output `lut`."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Final, Literal

from cvpalette.extraction import Extraction
from cvpalette.rendering.names import cut_name, palette_name, summary
from cvpalette.result import Result

if TYPE_CHECKING:
    from cvpalette.quantizing.moving import ColorMove

__all__ = ["ColorLookUp"]

# The most that programs take, and that is still of use.
_SIZES: Final = (2, 65)
_LEVELS: Final = (2, 12)
# FFmpeg reads lines of up to 511 bytes, and the specification allows 250.
_LONGEST_TITLE: Final = 200


@dataclass(frozen=True)
class ColorLookUp:
    """3D look-up table (LUT) that moves colors to those of a palette: .cube for video and photo programs.

    From a palette alone, or from a picture whose own palette was found, it is for any picture. If a palette
    is given for a picture, it fits the contrast of that picture, and moves it as the output `recolored` does.
    As `.hald.png`, it is a Hald CLUT. Colors go in and out as sRGB.
    """

    suffix: ClassVar[str] = ".cube"
    suffixes: ClassVar[Mapping[str, Mapping[str, str]]] = {".hald.png": {"format": "hald"}}
    # A picture is more often meant to be the quantized one.
    whole_suffix: ClassVar[bool] = True
    family: ClassVar[str] = "pictures"
    holds: ClassVar[frozenset[str]] = frozenset()
    format: Annotated[Literal["cube", "hald"], "File type; the suffix of -o selects it too."] = "cube"
    size: Annotated[int, "Colors on each side of a .cube, 2 to 65; programs expect 17, 33 or 65."] = 33
    level: Annotated[int, "Level of a Hald CLUT, 2 to 12; its picture has level^3 pixels a side."] = 8
    amount: Annotated[float, "How far the colors move: 0 is not at all, 1 is to the palette."] = 1.0
    keep_lightness: Annotated[bool, "Change hues and chroma only."] = False

    def __post_init__(self) -> None:
        """Refuse values that are out of range."""
        for name, (least, most) in (("size", _SIZES), ("level", _LEVELS)):
            if not least <= getattr(self, name) <= most:
                message = f"option '{name}' is {least} to {most}, not '{getattr(self, name)}'"
                raise ValueError(message)
        if not 0 <= self.amount <= 1:
            message = f"option 'amount' is 0 to 1, not '{self.amount}'"
            raise ValueError(message)

    @property
    def idle(self) -> dict[str, str]:
        """Each file type has its own size, and what does not move has no lightness to keep."""
        other = {"level": "it is for Hald CLUTs"} if self.format == "cube" else {"size": "it is for .cube"}
        return other | ({"keep-lightness": "no color moves"} if not self.amount else {})

    def render(self, result: Result, /) -> str | bytes:
        """Write the table that moves the colors of any picture to those of the palette."""
        from cvpalette.quantizing.moving import ColorMove  # noqa: PLC0415 -- few runs make a table

        move = ColorMove.toward(result.palette, keep_lightness=self.keep_lightness, amount=self.amount)
        return self._write(move, result)

    def render_image(self, extraction: Extraction, /) -> str | bytes:
        """Write the table for this picture if a palette is given, else the one from its palette."""
        result = extraction.result
        if result.given is None or not result.has_image:
            return self.render(result)
        from cvpalette.quantizing.moving import ColorMove  # noqa: PLC0415 -- as above

        move = ColorMove.toward(
            result.palette, extraction.histogram, keep_lightness=self.keep_lightness, amount=self.amount
        )
        return self._write(move, result)

    def _write(self, move: "ColorMove", result: Result) -> str | bytes:
        return (
            _write_hald(move, self.level) if self.format == "hald" else _write_cube(move, self.size, result)
        )


def _write_cube(move: "ColorMove", size: int, result: Result) -> str:
    """Return a table as Adobe's "Cube LUT Specification 1.0" has it: red varies fastest."""
    title = cut_name(palette_name(result).replace('"', "'").replace("\\", "/"), _LONGEST_TITLE)
    comment = cut_name(summary(result), _LONGEST_TITLE)
    head = [f"# {comment}", f'TITLE "{title}"', f"LUT_3D_SIZE {size}"]
    head += ["DOMAIN_MIN 0.0 0.0 0.0", "DOMAIN_MAX 1.0 1.0 1.0"]
    rows = ["%.6f %.6f %.6f" % tuple(color) for color in move.make_grid(size).tolist()]  # noqa: UP031 -- faster
    return "\n".join([*head, *rows]) + "\n"


def _write_hald(move: "ColorMove", level: int) -> bytes:
    """Return a Hald CLUT as a PNG: the colors of a grid of level^2 a side, row by row, red fastest."""
    import numpy as np  # noqa: PLC0415 -- as above
    import PIL.Image  # noqa: PLC0415 -- as above

    levels = np.rint(255 * move.make_grid(level**2)).astype(np.uint8)
    contents = io.BytesIO()
    PIL.Image.fromarray(levels.reshape(level**3, level**3, 3)).save(contents, "PNG")
    return contents.getvalue()
