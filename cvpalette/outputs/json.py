"""The output `json`: the schema of version 1."""

import json
from dataclasses import asdict, dataclass
from typing import Annotated, Any, ClassVar, Final

from cvpalette.extraction import Extraction
from cvpalette.palette import Swatch
from cvpalette.scope import LeftOut

__all__ = ["JsonObject"]

_VERSION: Final = 1


@dataclass(frozen=True)
class JsonObject:
    """JSON: one object on one line, with all that is known of the palette."""

    suffix: ClassVar[str] = ".json"
    indent: Annotated[int, "Blanks to indent by; 0 keeps the object on one line."] = 0

    def __post_init__(self) -> None:
        """Refuse to indent backwards."""
        if self.indent < 0:
            message = f"option 'indent' is 0 or more, not '{self.indent}'"
            raise ValueError(message)

    def render(self, extraction: Extraction, /) -> str:
        """Write the object; fields may be added in later versions, these stay."""
        image, error = extraction.image, extraction.error
        document = {
            "version": _VERSION,
            "source": image.name,
            "width": image.width,
            "height": image.height,
            "counted": _round(extraction.histogram.total),
            "left_out": [_explain(left_out) for left_out in extraction.left_out],
            "settings": asdict(extraction.settings) | extraction.scope.describe(),
            "error": {
                "delta_e_mean": round(error.delta_e_mean, 3),
                "delta_e_p95": round(error.delta_e_p95, 3),
                "mse": round(error.mse, 3),
            },
            "colors": [_describe(swatch) for swatch in extraction.palette],
        }
        return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=self.indent or None) + "\n"


def _explain(left_out: LeftOut) -> dict[str, Any]:
    """Return how many pixels do not count, and why; the colour where it was for one."""
    color = {"color": left_out.color.hex} if left_out.color else {}
    return {"reason": left_out.reason, **color, "pixels": _round(left_out.pixels)}


def _round(pixels: float) -> float:
    # By their alpha, pixels may count in part; most do not, and are written as what they are.
    rounded = round(pixels, 3)
    return int(rounded) if rounded == int(rounded) else rounded


def _describe(swatch: Swatch) -> dict[str, Any]:
    lightness, chroma, hue = swatch.color.oklch
    return {
        "hex": swatch.color.hex,
        "rgb": swatch.color.rgb,
        # As CSS writes it: lightness 0 to 1, hue in degrees; 360 would be out of range.
        "oklch": [round(lightness, 4), round(chroma, 4), round(hue, 2) % 360],
        "share": round(swatch.share, 6),
    }
