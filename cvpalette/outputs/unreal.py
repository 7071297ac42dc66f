"""The output `unreal`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from cvpalette.color.alpha import alpha_part
from cvpalette.color.color import Color
from cvpalette.rendering.names import identifiers, require_identifier
from cvpalette.result import Result

__all__ = ["UnrealTable"]


@dataclass(frozen=True)
class UnrealTable:
    """Unreal Engine data table or color curve in CSV; import it into the project.

    Values are linear light, by the curve of sRGB (IEC 61966-2-1). Names become identifiers. The forms are
    those that Unreal's documentation of data-driven gameplay shows.
    """

    suffix: ClassVar[str] = ".unreal.csv"
    family: ClassVar[str] = "code"
    holds: ClassVar[frozenset[str]] = frozenset({"alpha"})
    prefix: Annotated[str, "What the names of rows begin with: PREFIX_1."] = "color"
    form: Annotated[
        Literal["table", "curve"],
        "A data table, or a curve of colors from 0 to 1 (CurveLinearColor).",
    ] = "table"

    def __post_init__(self) -> None:
        """Refuse a prefix that no row can begin with."""
        require_identifier("prefix", self.prefix)

    @property
    def idle(self) -> dict[str, str]:
        """The points of a curve have no names."""
        return {"prefix": "the points of a curve have no names"} if self.form == "curve" else {}

    def render(self, result: Result, /) -> str:
        """Write one row for each swatch; there is no place for comments."""
        palette = result.palette
        if self.form == "curve":
            last = max(1, len(palette) - 1)
            rows = [
                ",".join([f"{number / last:.6f}", *_linear(each.color), f"{alpha_part(each.alpha, 6):.6f}"])
                for number, each in enumerate(palette)
            ]
            return "\n".join(rows) + "\n"
        rows = ["---,Color"]
        for name, each in zip(identifiers(palette, self.prefix, "_"), palette, strict=True):
            red, green, blue = _linear(each.color)
            rows.append(f'{name},"(R={red},G={green},B={blue},A={alpha_part(each.alpha, 6):.6f})"')
        return "\n".join(rows) + "\n"


def _linear(color: Color) -> tuple[str, str, str]:
    """Return red, green and blue as linear light, 0 to 1; six decimals give the same 8 bits again."""
    red, green, blue = (f"{level:.6f}" for level in color.linear)
    return red, green, blue
