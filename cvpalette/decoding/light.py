"""Shows light without a limit, as OpenEXR and Radiance HDR store it, as sRGB."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.encoding import Encoding

__all__ = ["show_light"]

# Pixels that are shown at once: the arrays that this takes stay below 50 MB.
_FEW: Final = 1 << 20
# Light beyond this is no number that a sum or a product stays finite with.
_BRIGHTEST: Final = 1e30


def show_light(light: NDArray[np.floating], encoding: Encoding) -> tuple[NDArray[np.uint8], str | None]:
    """Return light (height, width, 3) as sRGB pixels, and a warning if most of it is brighter than white.

    Light of 1 is white, as viewers show it. Brighter light is reduced until its brightest primary is that of
    white. NaN is black.
    """
    height, width = light.shape[:2]
    levels = np.empty((height, width, 3), np.uint8)
    bright = 0
    step = max(1, _FEW // max(1, width))
    for top in range(0, height, step):
        rows = np.nan_to_num(light[top : top + step].astype(np.float32), nan=0, posinf=_BRIGHTEST, neginf=0)
        rows = rows.clip(-_BRIGHTEST, _BRIGHTEST)
        bright += int(np.count_nonzero(rows.max(axis=2) > 1))
        levels[top : top + step] = encoding.show(rows)
    share = bright / (height * width)
    if share <= 0.5:
        return levels, None
    return levels, f"is brighter than white in {share:.0%} of its pixels, which are shown as bright as white"
