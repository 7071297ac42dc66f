"""Role, Roles and Ansi: the colors of an interface and of a terminal in one mode, light or dark."""

from dataclasses import dataclass, fields
from typing import Final, Literal, TypeAlias

from cvpalette.color.color import Color

__all__ = ["ANSI_NAMES", "FILLS", "MODES", "ROLE_NAMES", "Ansi", "Mode", "Role", "Roles"]

Mode: TypeAlias = Literal["light", "dark"]
#: The two modes, in the order of files.
MODES: Final[tuple[Mode, ...]] = ("light", "dark")
#: The roles that fill buttons and badges. Each has a text of its own on it, `on_primary` and so on.
FILLS: Final = ("primary", "secondary", "accent", "error", "warning", "success", "info")


@dataclass(frozen=True, slots=True)
class Role:
    """The color of a role, and where it comes from.

    `found` is the index, from 0, of the swatch of the scheme's palette that has its hue. It is None if the
    color was derived. `moved` is how much (CIEDE2000) the color differs from that swatch, 0 if there is none.
    """

    color: Color
    found: int | None = None
    moved: float = 0.0

    @property
    def hex(self) -> str:
        """The color as `#rrggbb`."""
        return self.color.hex


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of an interface in one mode; `on_primary` is the color of text on the primary color.

    The contrasts of WCAG 2.2 hold for the colors as they are written. On `background` and on `surface`,
    `text` has 7:1; `muted`, `link`, `error`, `success` and `info` have 4.5:1; `control`, `primary`,
    `secondary`, `accent` and `warning` have 3:1. Each `on_` color has 4.5:1 on its own. `border` only
    divides: it has no such promise.
    """

    background: Role
    surface: Role
    text: Role
    muted: Role
    border: Role
    control: Role
    link: Role
    primary: Role
    secondary: Role
    accent: Role
    error: Role
    warning: Role
    success: Role
    info: Role
    on_primary: Role
    on_secondary: Role
    on_accent: Role
    on_error: Role
    on_warning: Role
    on_success: Role
    on_info: Role

    def named(self) -> dict[str, Role]:
        """Return the roles by their names, such as 'background' and 'on-primary', in order."""
        return {name: getattr(self, name.replace("-", "_")) for name in ROLE_NAMES}


#: The names of the roles, such as 'background' and 'on-primary', in order.
ROLE_NAMES: Final = tuple(field.name.replace("_", "-") for field in fields(Roles))


#: The names of the first 8 colors of ANSI, in order; the others are their bright ones.
ANSI_NAMES: Final = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")


@dataclass(frozen=True, slots=True)
class Ansi:
    """The colors of a terminal in one mode: the 16 of ANSI, and four more.

    The order is black, red, green, yellow, blue, magenta, cyan, white, and the bright ones. All but black and
    bright black have a contrast of 4.5:1 with `background`, and bright black has 3:1. `selection` is the
    background of selected text, which has `foreground`, with a contrast of 4.5:1.
    """

    colors: tuple[Color, ...]
    foreground: Color
    background: Color
    cursor: Color
    selection: Color

    def named(self) -> dict[str, Color]:
        """Return the colors by their names, in order: 'black', 'red' … 'bright-white', and the four more."""
        names = (*ANSI_NAMES, *(f"bright-{name}" for name in ANSI_NAMES))
        others = {name: getattr(self, name) for name in ("foreground", "background", "cursor", "selection")}
        return {**dict(zip(names, self.colors, strict=True)), **others}
