"""The reader `colorset-json`."""

import re
from typing import Any, ClassVar, Final

from cvpalette.color.color import clip_color
from cvpalette.color.palette import Palette
from cvpalette.parsing.entries import Entry, as_text, decode_json, make_palette, tell_some

__all__ = ["ColorSetContents"]

# Apple's names of color spaces, and ours.
_SPACES: Final = {
    "srgb": "srgb",
    "extended-srgb": "srgb",
    "display-p3": "display-p3",
    "extended-linear-srgb": "srgb-linear",
}
_GRAYS: Final = frozenset({"gray-gamma-22", "extended-gray"})
_NUMBER: Final = re.compile(r"(?:0x([0-9A-Fa-f]{2})|([0-9]{1,3})|(-?[0-9]{0,3}\.[0-9]{1,20}))")
_BYTE: Final = 255


class ColorSetContents:
    """Contents.json of a color set in Xcode's asset catalogs: the color and its variants.

    Colors of the system are told of. The form is that of Apple's Asset Catalog Format Reference, Named Color
    Type.
    """

    suffix: ClassVar[str] = ".colorset"
    family: ClassVar[str] = "code"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the variants of one color set, each named by its appearance. Raises ValueError."""
        document = decode_json(data)
        colors = document.get("colors") if isinstance(document, dict) else None
        is_set = isinstance(colors, list) and isinstance(document.get("info"), dict)
        if not is_set or not all(isinstance(each, dict) and "idiom" in each for each in colors or ()):
            raise ValueError(
                "it is no color set of Xcode's: it has no list 'colors' of variants with 'idiom'"
            )
        entries, skipped = [], []
        whole = _BYTE if any(_is_above_one(each.get("color")) for each in colors or ()) else 1
        for each in colors or ():
            name = _name(each)
            color = each.get("color")
            if color is None:
                continue
            try:
                entries.append(_read(color, name, whole))
            except ValueError as error:
                skipped.append(f"{name or 'a variant'} ({error})")
        return make_palette(entries, left_out=[tell_some(skipped)] if skipped else [])


def _name(variant: dict[str, Any]) -> str:
    """Return what tells a variant from others, such as 'dark'."""
    appearances = variant.get("appearances")
    words = (
        [as_text(one.get("value")) for one in appearances or () if isinstance(one, dict)]
        if isinstance(appearances, list)
        else []
    )
    idiom = as_text(variant.get("idiom"))
    gamut = as_text(variant.get("display-gamut"))
    others = [idiom if idiom != "universal" else "", gamut if gamut.lower() != "srgb" else ""]
    return " ".join(filter(None, [*words, *others]))


def _is_above_one(color: Any) -> bool:
    """Tell whether a component is a whole number above 1, which can only be of 255."""
    components = color.get("components") if isinstance(color, dict) else None
    if not isinstance(components, dict):
        return False
    values = [str(value).strip() for key, value in components.items() if key != "alpha"]
    return any(re.fullmatch(r"[0-9]{1,3}", value) and int(value) > 1 for value in values)


def _read(color: Any, name: str, whole: int) -> Entry:
    """Read a color, in whose components a whole number is of `whole`: 1 or 255. Raises ValueError."""
    space = as_text(color.get("color-space")) if isinstance(color, dict) else ""
    components = color.get("components") if isinstance(color, dict) else None
    if not isinstance(components, dict):
        raise ValueError("it is a color of the system")  # noqa: TRY004
    # Xcode writes an alpha with its decimals, whatever the components are of.
    alpha = min(1.0, max(0.0, _level(components.get("alpha", "1.0"), 1)))
    if space in _GRAYS:
        white = _level(components.get("white"), whole)
        return Entry(clip_color("srgb", (white, white, white)), name, alpha=alpha)
    if space not in _SPACES:
        raise ValueError("its color space is not read")
    red, green, blue = (_level(components.get(key), whole) for key in ("red", "green", "blue"))
    return Entry(clip_color(_SPACES[space], (red, green, blue)), name, alpha=alpha)


def _level(value: Any, whole: int) -> float:
    """Return a component: a hexadecimal number is of 255, a whole one of `whole`, a decimal one of 1."""
    text = str(value).strip() if isinstance(value, int | float | str) and not isinstance(value, bool) else ""
    found = _NUMBER.fullmatch(text)
    if not found:
        raise ValueError("a component is no number")
    if found[3]:
        return float(found[3])
    level = int(found[1], 16) / _BYTE if found[1] else int(found[2]) / whole
    if level > 1:
        raise ValueError("a component is above 255" if whole > 1 else "an alpha is above 1")
    return level
