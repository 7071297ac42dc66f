"""A scheme as plain data: the form that JSON outputs and templates share."""

from typing import Any

from cvpalette.roles.role import MODES, Ansi, Role
from cvpalette.roles.scheme import Scheme

__all__ = ["describe_scheme"]


def describe_scheme(scheme: Scheme) -> dict[str, Any]:
    """Return a scheme as JSON contains it: the roles of each mode by name, and the terminal's colors.

    A role has its color as `hex`; as `found` the index of its swatch in `palette`, or None; and as `moved`
    how much (CIEDE2000) it differs from that swatch.
    """
    return {
        **{
            mode: {name: _describe_role(role) for name, role in scheme.mode(mode).named().items()}
            for mode in MODES
        },
        "ansi": {mode: _describe_ansi(scheme.ansi(mode)) for mode in MODES},
        "palette": [
            {"hex": swatch.color.hex, "share": swatch.share if scheme.palette.has_shares else None}
            for swatch in scheme.palette
        ],
    }


def _describe_role(role: Role) -> dict[str, Any]:
    return {"hex": role.hex, "found": role.found, "moved": round(role.moved, 2)}


def _describe_ansi(ansi: Ansi) -> dict[str, Any]:
    return {
        "colors": [color.hex for color in ansi.colors],
        "foreground": ansi.foreground.hex,
        "background": ansi.background.hex,
        "cursor": ansi.cursor.hex,
        "selection": ansi.selection.hex,
    }
