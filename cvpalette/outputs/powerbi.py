"""The output `powerbi`."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final

from cvpalette.color.palette import Palette
from cvpalette.messages import listed, quote
from cvpalette.parsing.entries import Entry, as_text, decode_json, make_palette
from cvpalette.parsing.tokens import read_translucent
from cvpalette.rendering.escaping import json_text
from cvpalette.rendering.names import palette_name
from cvpalette.result import Result

__all__ = ["PowerBiTheme"]

_COLORS: Final = "dataColors"
# The colors of a theme beside those of its data, each with the role of a scheme that it has.
_ROLES: Final = {
    "foreground": "text",
    "foregroundNeutralSecondary": "muted",
    "foregroundNeutralTertiary": "muted",
    "background": "background",
    "backgroundLight": "surface",
    "backgroundNeutral": "border",
    "tableAccent": "primary",
    "hyperlink": "link",
    "good": "success",
    "neutral": "warning",
    "bad": "error",
}


@dataclass(frozen=True)
class PowerBiTheme:
    """Report theme of Power BI, whose data has the colors of the palette in order.

    A theme has no names of colors. The colors beside those of data are left out with a note when it is read.
    The format is that of Microsoft's reportThemeSchema.
    """

    suffix: ClassVar[str] = ".powerbi.json"
    family: ClassVar[str] = "office"
    holds: ClassVar[frozenset[str]] = frozenset()
    roles: Annotated[bool, "Write the colors of text, background and states too, those of light."] = False

    def render(self, result: Result, /) -> str:
        """Write the theme's name and the colors of its data."""
        document: dict[str, Any] = {
            "name": palette_name(result),
            _COLORS: [color.hex for color in result.palette.colors],
        }
        if self.roles:
            named = result.scheme.light.named()
            document |= {key: named[role].hex for key, role in _ROLES.items()}
        return json_text(document, 2) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of a theme's data. Raises ValueError."""
        document = decode_json(data)
        colors = document.get(_COLORS) if isinstance(document, dict) else None
        if not isinstance(colors, list):
            message = f"it is no theme of Power BI, which has a list {quote(_COLORS)}"
            raise ValueError(message)  # noqa: TRY004 -- it is the file that is wrong
        others = [key for key in _ROLES if key in document]
        notes = [f"the colors of {listed(others, 'and')} are left out"] if others else []
        found = [_read(number, color) for number, color in enumerate(colors, 1)]
        return make_palette(found, as_text(document.get("name")), notes)


def _read(number: int, color: Any) -> Entry:
    text = as_text(color)
    try:
        color, alpha = read_translucent(text)
        return Entry(color, alpha=alpha)
    except ValueError as error:
        message = f"color {number}, {quote(text[:60])}, is no '#rrggbb'"
        raise ValueError(message) from error
