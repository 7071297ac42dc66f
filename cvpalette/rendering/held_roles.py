"""The roles that outputs write: those that a palette's file holds, and otherwise those of its scheme."""

from dataclasses import replace

from cvpalette.result import Result
from cvpalette.roles.role import FILLS, MODES, ROLE_NAMES, Mode, Role, Roles

__all__ = ["MODES", "holds_roles", "roles_of"]


def holds_roles(result: Result) -> bool:
    """Tell whether the palette was read from a file that has roles besides."""
    return bool(result.given is not None and result.palette.roles)


def roles_of(result: Result, mode: Mode) -> Roles:
    """Return the roles of a mode: as the palette's file has them, and the others as they are derived.

    What the file has keeps no promise by itself. The text on a color of the file is chosen for that color.
    """
    derived = result.scheme.mode(mode)
    if not holds_roles(result):
        return derived
    from cvpalette.roles.interface import text_on  # noqa: PLC0415 -- few files hold roles

    held = dict(result.palette.roles)
    has_dark = any(name.endswith(f"({MODES[1]})") for name in held)
    found = {}
    for name in ROLE_NAMES:
        # What has no dark value in a file that has some is the same in both modes.
        color = held.get(f"{name} ({mode})") or (held.get(name) if mode == MODES[0] or has_dark else None)
        if color:
            found[name] = color
    texts = {f"on-{name}": text_on(found[name]) for name in FILLS if name in found}
    roles = {name.replace("-", "_"): Role(color) for name, color in {**texts, **found}.items()}
    return replace(derived, **roles)
