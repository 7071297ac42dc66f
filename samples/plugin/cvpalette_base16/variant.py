"""Variant: what a dark and a light scheme do differently."""

from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["VARIANTS", "Variant", "VariantName"]

VariantName = Literal["dark", "light"]


@dataclass(frozen=True, slots=True)
class Variant:
    """The lightness of base00 to base07, the range of the accents' lightness, and the most tint of the ramp.

    All are in Oklch. `away` is the direction from the background's lightness to the text's.
    """

    ramp: tuple[float, ...]
    accents: tuple[float, float]
    tint: float
    away: Literal[-1, 1]


# Base16's styling guide 0.4 gives the roles: 00 background, 01 status bars, 02 selection, 03 comments,
# 04 dark foreground, 05 text, 06 and 07 hardly used. 00 to 02 are close, so that text stays readable on
# each; 03 is as faint as one can still read.
VARIANTS: Final[dict[VariantName, Variant]] = {
    "dark": Variant((0.20, 0.255, 0.335, 0.54, 0.70, 0.86, 0.92, 0.97), (0.64, 0.82), 0.03, 1),
    # The eye sees a tint more easily where it is light.
    "light": Variant((0.975, 0.94, 0.88, 0.64, 0.53, 0.37, 0.29, 0.21), (0.47, 0.61), 0.02, -1),
}
