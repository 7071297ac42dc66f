"""The reader `adobe-color`: colors and color themes of Adobe's Creative Cloud Libraries."""

import math
from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar, Final

from cvpalette.color.palette import Palette, Values
from cvpalette.errors import ColorError
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, as_text, decode_json, join_groups, make_palette, tell_left_out
from cvpalette.rendering.adobe import color_of

__all__ = ["AdobeColors"]

_COLOR: Final = "color#data"
_THEME: Final = "colortheme#data"
# The members of a value in each mode, with the numbers that they are of; Lab stays as it is.
_MODES: Final = {
    "RGB": (("r", 255.0), ("g", 255.0), ("b", 255.0)),
    "CMYK": (("c", 100.0), ("m", 100.0), ("y", 100.0), ("k", 100.0)),
    "HSB": (("h", 360.0), ("s", 100.0), ("b", 100.0)),
    "LAB": (("l", 1.0), ("a", 1.0), ("b", 1.0)),
}
_KINDS: Final = {"spot": "spot"}
_OTHER: Final = "element", "it is no color and no color theme"


class AdobeColors:
    """JSON of colors and color themes in Adobe's Creative Cloud Libraries.

    Each theme is a group. Of a color in several spaces, the values of the first one are kept. The form is
    that of the Creative Cloud Libraries API.
    """

    suffix: ClassVar[str] = ".adobe-color.json"
    family: ClassVar[str] = "palettes"
    read_suffixes: ClassVar[tuple[str, ...]] = (".json",)

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the elements of a library, a list of elements, or one. Raises ValueError."""
        document = decode_json(data)
        holder = document if isinstance(document, dict) else {}
        inner = holder.get("elements", document)
        elements = inner if isinstance(inner, list) else [inner]
        left_out: Counter[tuple[str, str]] = Counter()
        found = [entry for element in elements for entry in _read_element(element, left_out)]
        if not found:
            raise ValueError("it is no color of a Creative Cloud Library")
        name = as_text(holder.get("name")) if isinstance(inner, list) else ""
        notes = [tell_left_out(many, what, reason) for (what, reason), many in left_out.items()]
        entries, name = join_groups(found, name)
        return make_palette(entries, name, notes)


def _read_element(element: Any, left_out: Counter[tuple[str, str]]) -> Iterator[Entry]:
    """Give the colors of an element: one for a color, and those of a theme in a group of its name."""
    name = as_text(element.get("name")) if isinstance(element, dict) else ""
    forms = element.get("representations", [element]) if isinstance(element, dict) else []
    forms = [form for form in forms if isinstance(form, dict)] if isinstance(forms, list) else []
    colors = [form[_COLOR] for form in forms if _COLOR in form]
    themes = [form[_THEME] for form in forms if isinstance(form.get(_THEME), dict)]
    swatches = themes[0].get("swatches") if themes else None
    if colors:
        yield _read_color(colors, name)
    elif isinstance(swatches, list):
        for number, swatch in enumerate(swatches, 1):
            each = swatch if isinstance(swatch, list) else [swatch]
            yield _read_color(each, "", f"{name or 'theme'}, {number}")._replace(group=name)
    elif isinstance(element, dict):
        left_out[_OTHER] += 1


def _read_color(forms: list[Any], name: str, called: str = "") -> Entry:
    """Read a color that is given in one space or more, the chief one first; raises ValueError."""
    try:
        spaces = [_read_values(form) for form in forms]
        first = forms[0]
        known = {space: color for space, _, color in reversed(spaces)}
        space, values, color = spaces[0]
        alpha = _number(first.get("alpha", 1))
        if not 0 <= alpha <= 1:
            raise ColorError("an alpha is 0 to 1")
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError) as error:
        message = f"color {quote((called or name)[:60])} is not valid"
        raise ValueError(message) from error
    is_none = first.get("type") == "none" or not alpha
    return Entry(
        None if is_none else known.get("RGB", color),
        name or as_text(first.get("spotColorName")),
        kind=_KINDS.get(as_text(first.get("type")), ""),
        alpha=alpha or 1.0,
        values=Values(space.lower(), values) if space in {"CMYK", "LAB"} else None,
    )


def _read_values(form: dict[str, Any]) -> tuple[str, tuple[float, ...], Any]:
    """Return the space of a color, its values, from 0 to 1 but in Lab, and the nearest sRGB color."""
    space = str(form["mode"]).upper().removesuffix(".TINT")
    value = form["value"]
    if space == "GRAY":
        gray = value if isinstance(value, int | float) else next(iter(value.values()), None)
        # It is an amount of ink.
        values: tuple[float, ...] = (1 - _number(gray) / 100,)
    else:
        values = tuple(
            _number(value[key] if key in value else value[key.upper()]) / full for key, full in _MODES[space]
        )
    if space != "LAB" and not all(0 <= each <= 1 for each in values):
        raise ColorError("a value is out of range")
    return space, values, color_of(space, values)


def _number(value: Any) -> float:
    """Return a number of JSON, which may be text; raises ValueError or TypeError."""
    number = float(value)
    if not math.isfinite(number):
        raise ColorError("a value is out of range")
    return number
