"""The ramp: base00 to base07, from background to foreground."""

from typing import Final

from cvpalette import Color
from cvpalette_base16.mood import Mood
from cvpalette_base16.oklch import from_oklch
from cvpalette_base16.variant import Variant

__all__ = ["make_ramp"]

# A background has a slight tint, like a wall: visible, but too weak to name.
_TINT: Final = 0.35


def make_ramp(variant: Variant, mood: Mood) -> list[Color]:
    """Return eight colors of the photo's most common hue; a gray photo gives grays."""
    tint = min(variant.tint, _TINT * mood.chroma)
    return [from_oklch(lightness, tint, mood.hue) for lightness in variant.ramp]
