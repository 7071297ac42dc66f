"""The output `sketchpalette`."""

import json
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal

from cvpalette.color.alpha import alpha_part
from cvpalette.color.color import Color, clip_color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, as_text, decode_json, make_palette, tell_left_out
from cvpalette.rendering.names import plain_name
from cvpalette.result import Result

__all__ = ["SketchPalette"]

# The version of the plugin that first wrote each form of the file.
_PLUGINS: Final = {"1.4": "1.5", "2.0": "2.0"}
_CHANNELS: Final = ("red", "green", "blue")
_OTHERS: Final = ("gradient", "image")


@dataclass(frozen=True)
class SketchPalette:
    """Palette of the plugin Sketch Palettes, for Sketch.

    Files of the plugin before 1.4 have colors as hex, which is read. The form is that of the plugin's own
    sketchPalettes.js.
    """

    suffix: ClassVar[str] = ".sketchpalette"
    family: ClassVar[str] = "palettes"
    version: Annotated[
        Literal["1.4", "2.0"], "The form of the file: 1.4 is read most widely, and 2.0 holds names."
    ] = "1.4"

    @property
    def holds(self) -> frozenset[str]:
        """What version 2.0 holds; 1.4 has no names."""
        return frozenset(("names", "alpha") if self.version == "2.0" else ("alpha",))

    def render(self, result: Result, /) -> str:
        """Write one JSON object, with each color as levels of 0 to 1."""
        has_names = self.version == "2.0"
        document: dict[str, Any] = {
            "compatibleVersion": self.version,
            "pluginVersion": _PLUGINS[self.version],
            "colors": [_describe(swatch, has_name=has_names) for swatch in result.palette],
        }
        if self.version == "2.0":
            document |= {"gradients": [], "images": []}
        return json.dumps(document, ensure_ascii=False) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of any form; notes tell of gradients and images. Raises ValueError."""
        document = decode_json(data)
        if not isinstance(document, dict) or "compatibleVersion" not in document:
            raise ValueError("it is no palette of Sketch, which has a 'compatibleVersion'")
        colors = document.get("colors")
        found = [_read(color, number) for number, color in enumerate(_list(colors), 1)]
        others = {kind: len(_list(document.get(f"{kind}s"))) for kind in _OTHERS}
        left_out = [tell_left_out(many, kind) for kind, many in others.items() if many]
        return make_palette(found, as_text(document.get("name")), left_out)


def _describe(swatch: Swatch, *, has_name: bool) -> dict[str, Any]:
    name = plain_name(swatch.name) if has_name else ""
    levels = {key: level / 255 for key, level in zip(_CHANNELS, swatch.color.rgb, strict=True)}
    return {
        **({"name": name} if name else {}),
        **levels,
        "alpha": 1 if swatch.alpha == 1 else alpha_part(swatch.alpha, 4),
    }


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _read(color: Any, number: int) -> Entry:
    try:
        if isinstance(color, str):
            return Entry(Color.from_hex(color))
        red, green, blue = (float(color[channel]) for channel in _CHANNELS)
        if not all(0 <= level <= 1 for level in (red, green, blue)):
            raise ValueError(number)
        found = clip_color("srgb", (red, green, blue))
        return Entry(found, as_text(color.get("name")), alpha=float(color.get("alpha", 1)))
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        shown = f", {quote(color[:60])}," if isinstance(color, str) else ""
        message = f"color {number}{shown} is neither hex digits nor red, green and blue, 0 to 1"
        raise ValueError(message) from error
