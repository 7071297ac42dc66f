"""TemplateColor: a color as templates see it, in every notation by its name."""

from collections.abc import Callable
from typing import Any, Final

from cvpalette.color.color import Color
from cvpalette.color.notation import write_notation

__all__ = ["NOTATIONS", "TemplateColor"]


def _write_hsl_part(index: int, scale: float) -> Callable[[Color], str]:
    return lambda color: f"{round(color.hsl[index] * scale, 2):g}"


#: Each notation: what it is in words, and what writes it. docs/templates.md lists them.
NOTATIONS: Final[dict[str, tuple[str, Callable[[Color], Any]]]] = {
    "hex": ("`#rrggbb`", lambda color: color.hex),
    "hex_stripped": ("`rrggbb`", lambda color: color.digits),
    "rgb": ("CSS, 0 to 255", lambda color: write_notation(color, "rgb")),
    "hsl": ("CSS", lambda color: write_notation(color, "hsl")),
    "oklch": ("CSS", lambda color: write_notation(color, "oklch")),
    "numbers": ("red, green and blue, 0 to 255", lambda color: "{}, {}, {}".format(*color.rgb)),
    "red": ("0 to 255", lambda color: color.red),
    "green": ("0 to 255", lambda color: color.green),
    "blue": ("0 to 255", lambda color: color.blue),
    "red_hex": ("two digits", lambda color: color.hex[1:3]),
    "green_hex": ("two digits", lambda color: color.hex[3:5]),
    "blue_hex": ("two digits", lambda color: color.hex[5:]),
    "red_part": ("0 to 1", lambda color: f"{color.red / 255:.4f}"),
    "green_part": ("0 to 1", lambda color: f"{color.green / 255:.4f}"),
    "blue_part": ("0 to 1", lambda color: f"{color.blue / 255:.4f}"),
    "decimal": ("one number, 0 to 16777215", lambda color: int(color.digits, 16)),
    "hue": ("of HSL, in degrees", _write_hsl_part(0, 1)),
    "saturation": ("of HSL, in percent", _write_hsl_part(1, 100)),
    "lightness": ("of HSL, in percent", _write_hsl_part(2, 100)),
    "luminance": ("of WCAG 2.2, 0 to 1", lambda color: f"{color.luminance:.4f}"),
    "ink": ("black or white, whichever is easier to read on the color", lambda color: color.ink.hex),
}


class TemplateColor:
    """A color in a template: as text it is `#rrggbb`, and each notation is a part of it, as in `red.hsl`."""

    __slots__ = ("_color", "_facts")

    def __init__(self, color: Color, **facts: Any) -> None:
        """Take a color and further facts that can be named, such as its share."""
        self._color = color
        self._facts = facts

    @property
    def color(self) -> Color:
        """The color itself, which no template can reach."""
        return self._color

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its notations and facts."""
        return *NOTATIONS, *self._facts

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a notation, or a fact, of this name."""
        return name in NOTATIONS or name in self._facts

    def __getitem__(self, name: str) -> Any:
        """Return a notation, or a fact, by its name; raises KeyError."""
        return self._facts[name] if name in self._facts else NOTATIONS[name][1](self._color)

    def __eq__(self, other: object) -> bool:
        """Tell whether it is the same color, as a color or as `#rrggbb`; facts do not count."""
        return isinstance(other, str | TemplateColor) and str(self) == str(other)

    def __hash__(self) -> int:
        """Return the hash of `#rrggbb`, which is equal to the color."""
        return hash(self._color.hex)

    def __str__(self) -> str:
        """Return `#rrggbb`."""
        return self._color.hex
