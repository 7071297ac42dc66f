"""material_colors(): a scheme's colors by the names that Material Design 3 has for roles.

Material has names that a scheme has no role for, such as the containers. They are mixed from the roles in
OKLCH, and text on them keeps its contrast.
"""

from typing import Final

from cvpalette.color.color import Color
from cvpalette.rendering.shades import mix, readable
from cvpalette.roles.role import Mode, Roles
from cvpalette.roles.scheme import Scheme
from cvpalette.roles.tone import Tone

__all__ = ["material_colors"]

# The roles of a scheme for Material's main colors.
_MAIN: Final = {"primary": "primary", "secondary": "secondary", "tertiary": "accent", "error": "error"}
# How much of the text's color is in a surface. Material's surfaces go from lowest to highest.
_SURFACES: Final = {
    "surface_container_lowest": 0.0,
    "surface_container_low": 0.03,
    "surface_container": 0.06,
    "surface_container_high": 0.09,
    "surface_container_highest": 0.12,
    "surface_variant": 0.12,
}
# How much of a main color is in its container, and in the lighter color that is the same in both modes.
_CONTAINER: Final = 0.3
_FIXED: Final = (0.90, 0.80)


def material_colors(scheme: Scheme, mode: Mode) -> dict[str, Color]:
    """Return the colors of a mode by Material's names, such as `on_primary_container`, in its order."""
    roles = scheme.mode(mode)
    other = scheme.mode("light" if mode == "dark" else "dark")
    background, text = roles.background.color, roles.text.color
    colors: dict[str, Color] = {
        "background": background,
        "on_background": text,
        "surface": background,
        "on_surface": text,
        "on_surface_variant": readable(roles.muted.color, [mix(background, text, 0.12)]),
        "surface_dim": mix(background, Color(0, 0, 0), 0.06),
        "surface_bright": mix(background, text if mode == "dark" else Color(255, 255, 255), 0.15),
        "surface_tint": roles.primary.color,
        "inverse_surface": other.background.color,
        "inverse_on_surface": other.text.color,
        "inverse_primary": other.primary.color,
        "outline": roles.control.color,
        "outline_variant": roles.border.color,
        "shadow": Color(0, 0, 0),
        "scrim": Color(0, 0, 0),
        "source_color": scheme.palette[roles.primary.found or 0].color,
    }
    colors |= {name: mix(background, text, part) for name, part in _SURFACES.items()}
    for name, role in _MAIN.items():
        colors |= _make_family(name, role, roles)
    return colors


def _make_family(name: str, role: str, roles: Roles) -> dict[str, Color]:
    main: Color = getattr(roles, role).color
    container = mix(roles.background.color, main, _CONTAINER)
    family = {
        name: main,
        f"on_{name}": getattr(roles, f"on_{role}").color,
        f"{name}_container": container,
        f"on_{name}_container": readable(mix(main, roles.text.color, 0.5), [container]),
    }
    if name == "error":
        return family
    tone = Tone.of(main)
    fixed, dim = (Tone(lightness, min(tone.chroma, 0.08), tone.hue).color for lightness in _FIXED)
    return family | {
        f"{name}_fixed": fixed,
        f"{name}_fixed_dim": dim,
        f"on_{name}_fixed": readable(Tone(0.25, min(tone.chroma, 0.06), tone.hue).color, [dim]),
        f"on_{name}_fixed_variant": readable(Tone(0.40, min(tone.chroma, 0.08), tone.hue).color, [dim]),
    }
