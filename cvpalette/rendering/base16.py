"""base16_slots(): the 16 slots of Base16, and the 8 more of Base24, from a scheme."""

from typing import Final

from cvpalette.color.color import Color
from cvpalette.roles.role import Mode
from cvpalette.roles.scheme import Scheme
from cvpalette.roles.tone import Tone

__all__ = ["base16_slots"]

# ANSI's colors for the slots, by the styling guides of Base16 and Base24 of tinted-theming.
_NORMAL: Final = {"base08": 1, "base0A": 3, "base0B": 2, "base0C": 6, "base0D": 4, "base0E": 5}
_BRIGHT: Final = {"base12": 9, "base13": 11, "base14": 10, "base15": 14, "base16": 12, "base17": 13}
_TEXT: Final = 4.5
_ORANGE: Final = 55.0
_BROWN: Final = 40.0


def base16_slots(scheme: Scheme, mode: Mode) -> dict[str, Color]:
    """Return the colors of a mode by the names of their slots: base00 to base0F, and base10 to base17."""
    roles, ansi = scheme.mode(mode), scheme.ansi(mode)
    background, text = roles.background.color, roles.text.color
    red, yellow = (Tone.of(ansi.colors[number]) for number in (1, 3))
    orange = Tone((red.lightness + yellow.lightness) / 2, (red.chroma + yellow.chroma) / 2, _ORANGE)
    brown = Tone(red.lightness - 0.05, red.chroma * 0.7, _BROWN)
    ground = Tone.of(background)
    strongest = Color(255, 255, 255) if mode == "dark" else Color(0, 0, 0)
    slots = {
        "base00": background,
        "base01": roles.surface.color,
        "base02": ansi.selection,
        "base03": roles.muted.color,
        "base04": Tone.of(roles.muted.color).reach([roles.surface.color, ansi.selection], _TEXT),
        "base05": text,
        "base06": text,
        "base07": strongest,
        "base09": orange.reach([background], _TEXT),
        "base0F": brown.reach([background], _TEXT),
        "base10": Tone(ground.lightness * 0.85, ground.chroma, ground.hue).color,
        "base11": Tone(ground.lightness * 0.7, ground.chroma, ground.hue).color,
    }
    slots |= {slot: ansi.colors[number] for slot, number in (_NORMAL | _BRIGHT).items()}
    return dict(sorted(slots.items()))
