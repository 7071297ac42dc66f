"""Computes the palettes whose colors follow from a rule: EGA, SMS, NES, LEDs, web-safe, xterm's 256."""

import math
from collections.abc import Iterator
from itertools import product
from typing import Final

__all__ = [
    "compute_ega",
    "compute_led332",
    "compute_led332_light",
    "compute_nes",
    "compute_sms",
    "compute_web216",
    "compute_xterm256",
]


def compute_ega() -> Iterator[tuple[str, str]]:
    """Give EGA's 64 colors by their numbers, of bits r g b R G B: r is a third of red, R two thirds."""
    for number in range(64):
        rgb = ((number >> at & 1) * 170 + (number >> at + 3 & 1) * 85 for at in (2, 1, 0))
        yield _write_hex(*rgb), str(number)


def compute_sms() -> Iterator[tuple[str, str]]:
    """Give the Master System's 64 colors by their numbers, whose bits are B B G G R R."""
    for number in range(64):
        yield _write_hex(*((number >> at & 3) * 85 for at in (0, 2, 4))), str(number)


# The steps of red, green and blue in a byte of bits R R R G G G B B.
_LED_STEPS: Final = (7, 7, 3)


def compute_led332() -> Iterator[tuple[str, str]]:
    """Give 256 colors by their byte R R R G G G B B: levels are the part of the time that a LED is on."""
    for number, parts in enumerate(_list_led_parts()):
        yield _write_hex(*(round(255 * part) for part in parts)), str(number)


def compute_led332_light() -> Iterator[tuple[str, str]]:
    """Give the same colors as they look: twice the time is twice the light (sRGB, IEC 61966-2-1)."""
    for number, parts in enumerate(_list_led_parts()):
        yield _write_hex(*(round(255 * _encode(part)) for part in parts)), str(number)


def _list_led_parts() -> Iterator[tuple[float, ...]]:
    for levels in product(*(range(steps + 1) for steps in _LED_STEPS)):
        yield tuple(level / steps for level, steps in zip(levels, _LED_STEPS, strict=True))


def _encode(light: float) -> float:
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def compute_web216() -> Iterator[tuple[str, str]]:
    """Give the 216 colors with six levels in each channel; the name is the short hex notation."""
    for levels in product(range(0, 256, 51), repeat=3):
        yield _write_hex(*levels), "".join(f"{level:02x}"[0] for level in levels)


# What xterm gives the numbers 0 to 15, and the levels of its cube.
_XTERM: Final = (
    *("000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5"),
    *("7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff"),
)
_CUBE: Final = (0, 95, 135, 175, 215, 255)


def compute_xterm256() -> Iterator[tuple[str, str]]:
    """Give xterm's 256 colors by their numbers: 16, a cube of six levels, and 24 grays in steps of 10."""
    grays = ((8 + 10 * step,) * 3 for step in range(24))
    colors = (*_XTERM, *(_write_hex(*levels) for levels in (*product(_CUBE, repeat=3), *grays)))
    for number, digits in enumerate(colors):
        yield digits, str(number)


# Volts above sync of the 2C02's signal (NESdev Wiki, "NTSC video"), for each of the four rows of colors: the
# lower and the upper level of its square wave. Black is the lower level of the second row, white the highest.
_LOW: Final = (0.228, 0.312, 0.552, 0.880)
_HIGH: Final = (0.616, 0.840, 1.100, 1.100)
_BLACK, _WHITE = 0.312, 1.100
# The hues 1 to 12 are 30 degrees apart. 8 has the phase of the burst, 180 degrees from blue in U and V.
_HUES: Final = 12
_BLUE_HUE: Final = 2


def compute_nes() -> Iterator[tuple[str, str]]:
    """Give the NES's 54 different colors by their numbers in hex: rows of a brightness, columns of a hue.

    The signal is a square wave. Its mean is Y, and its fundamental has U and V, decoded as in BT.470:
    R = Y + 1.140 V, G = Y - 0.395 U - 0.581 V, B = Y + 2.032 U. What is out of range is clipped.
    """
    yield "000000", "0f"
    for row in range(4):
        # Hue 0 has the upper level alone, and 13 the lower: grays. Those of other rows repeat one of these.
        for hue in range(14):
            is_repeated = (row == 3 and hue == 0) or (row < 2 and hue == 13)
            if is_repeated:
                continue
            low = _HIGH[row] if hue == 0 else _LOW[row]
            high = _LOW[row] if hue == 13 else _HIGH[row]
            yield _decode(low, high, hue), f"{row:x}{hue:x}"


def _decode(low: float, high: float, hue: int) -> str:
    """Return the color of a square wave as hex digits."""
    span = _WHITE - _BLACK
    y = ((low + high) / 2 - _BLACK) / span
    # The fundamental of a square wave from 0 to 1 has the amplitude 2 / pi.
    chroma = 2 / math.pi * (high - low) / span
    angle = math.tau * (hue - _BLUE_HUE) / _HUES
    u, v = chroma * math.cos(angle), chroma * math.sin(angle)
    channels = (y + 1.140 * v, y - 0.395 * u - 0.581 * v, y + 2.032 * u)
    return _write_hex(*(round(255 * min(1.0, max(0.0, channel))) for channel in channels))


def _write_hex(*levels: int) -> str:
    return bytes(levels).hex()
