"""COLORS and NAMES: a palette that every format must carry, as it stands or by a name that its tool takes."""

from typing import Final

from cvpalette.color.color import Color
from cvpalette.roles.ramp import make_ramp

__all__ = ["COLORS", "NAMED", "NAMES", "PALETTE_NAME", "RAMPS", "SLUGS"]

PALETTE_NAME: Final = 'Brand "new" <b>\'s & */ é 漢 🍊'

#: Each name, its color, and what identifiers make of it.
_TABLE: Final = (
    ("navy blue", "#000080", "navy-blue"),
    ('the "quoted"', "#000000", "the-quoted"),
    ("it's `mine`", "#ffffff", "it-s-mine"),
    ("a < b & c > d", "#ff0000", "a-b-c-d"),
    ("ends */ here <!-- --> ]]>", "#010203", "ends-here"),
    ("starts // there /* too", "#fefdfc", "starts-there-too"),
    ("crème brûlée", "#f3e5ab", "creme-brulee"),
    ("漢字", "#2a9d8f", "hanzi"),
    ("🍊 orange", "#e76f51", "tangerine-orange"),
    ("$sass #{x} @less", "#7f8081", "sass-x-less"),
    (r"back\slash\n \26", "#808080", "back-slash-n-26"),
    ("{token}.dot", "#e9c46a", "token-dot"),
    ("=1+1", "#264653", "1-1"),
    ("50% grey, or so; yes", "#0a0a0a", "50-grey-or-so-yes"),
    ("#1 red", "#00ff7f", "1-red"),
    ("Navy Blue", "#00007f", "navy-blue-2"),
)
NAMES: Final = tuple(name for name, _, _ in _TABLE)
COLORS: Final = tuple(color for _, color, _ in _TABLE)
SLUGS: Final = tuple(slug for _, _, slug in _TABLE)
#: What a program that keeps colors and names has to give back.
NAMED: Final = [[color, name] for name, color, _ in _TABLE]
#: The steps of each color: their numbers and colors.
RAMPS: Final = tuple(
    [(str(step), one.hex) for step, one in make_ramp(Color.from_hex(color)).items()] for color in COLORS
)
