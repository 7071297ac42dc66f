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

    Example:
        >>> scheme = cvpalette.make_scheme(cvpalette.read_palette("brand.gpl").palette)
        >>> link = scheme.light.link
        >>> link.hex, link.found, round(link.moved, 1)
        ('#b03d20', 3, 18.4)
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

    Example:
        >>> roles = cvpalette.make_scheme(cvpalette.read_palette("brand.gpl").palette).light
        >>> print(roles.text.hex, roles.background.hex)
        #2a1e1b #fff9f7
        >>> roles.text.color.contrast(roles.background.color) >= 7
        True
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
        """Return the roles by their names, such as 'background' and 'on-primary', in order.

        Example:
            >>> roles = cvpalette.make_scheme(cvpalette.read_palette("brand.gpl").palette).light
            >>> for name, role in list(roles.named().items())[:3]:
            ...     print(name, role.hex)
            background #fff9f7
            surface #f8edeb
            text #2a1e1b
        """
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

    Example:
        >>> palette = cvpalette.read_palette("brand.gpl").palette
        >>> ansi = cvpalette.make_scheme(palette).ansi("dark")
        >>> print(ansi.background, ansi.foreground, *ansi.colors[:8])
        #18110e #f5e4df #33211c #f2795b #82b173 #d1b061 #66a9db #ca87bf #6bb0a9 #d6beb7
    """

    colors: tuple[Color, ...]
    foreground: Color
    background: Color
    cursor: Color
    selection: Color

    def named(self) -> dict[str, Color]:
        """Return the colors by their names, in order: 'black', 'red' … 'bright-white', and the four more.

        Example:
            >>> palette = cvpalette.read_palette("brand.gpl").palette
            >>> print(cvpalette.make_scheme(palette).ansi("dark").named()["bright-red"])
            #ff9b7e
        """
        names = (*ANSI_NAMES, *(f"bright-{name}" for name in ANSI_NAMES))
        others = {name: getattr(self, name) for name in ("foreground", "background", "cursor", "selection")}
        return {**dict(zip(names, self.colors, strict=True)), **others}
