"""Scheme: the colors of an interface and of a terminal, light and dark, derived from a palette."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from cvpalette.color.color import Color, require_color
from cvpalette.color.palette import Palette
from cvpalette.errors import SettingsError
from cvpalette.messages import listed, quote
from cvpalette.roles.interface import derive_roles
from cvpalette.roles.role import MODES, Ansi, Mode, Roles
from cvpalette.roles.selection import Selection
from cvpalette.roles.terminal import derive_ansi

__all__ = ["MODES", "Ansi", "Mode", "Roles", "Scheme", "make_scheme"]


@dataclass(frozen=True)
class Scheme:
    """Light and dark colors for the roles of an interface and of a terminal.

    `palette` is the palette that it is derived from, and roles name its swatches. The primary color is one
    of the `preferred` colors, if the palette has one that is colorful. `backdrop` is the swatch's color that
    lies behind what the picture shows, if it is known: another color is rather primary.

    Example:
        >>> scheme = cvpalette.make_scheme(cvpalette.read_palette("brand.gpl").palette)
        >>> print(scheme.light.background.hex, scheme.dark.background.hex)
        #fff9f7 #18110e
    """

    palette: Palette
    preferred: tuple[Color, ...] = ()
    backdrop: Color | None = None

    def __reduce__(self) -> tuple[type[Self], tuple[Palette, tuple[Color, ...], Color | None]]:
        """Pickle what the scheme is derived from; the rest takes milliseconds."""
        return type(self), (self.palette, self.preferred, self.backdrop)

    @cached_property
    def light(self) -> Roles:
        """The roles on a light background."""
        return derive_roles(self._selection, "light")

    @cached_property
    def dark(self) -> Roles:
        """The roles on a dark background."""
        return derive_roles(self._selection, "dark")

    def mode(self, mode: Mode) -> Roles:
        """Return the roles of a mode; raises SettingsError for anything but 'light' and 'dark'.

        Example:
            >>> scheme = cvpalette.make_scheme(cvpalette.read_palette("brand.gpl").palette)
            >>> print(scheme.mode("dark").primary.hex)
            #e76f51
        """
        return self.light if _require_mode(mode) == "light" else self.dark

    def ansi(self, mode: Mode) -> Ansi:
        """Return the colors of a terminal in a mode; raises SettingsError as `mode` does.

        Example:
            >>> scheme = cvpalette.make_scheme(cvpalette.read_palette("brand.gpl").palette)
            >>> print(scheme.ansi("light").foreground)
            #2a1e1b
        """
        return self._terminals[_require_mode(mode)]

    @cached_property
    def _terminals(self) -> dict[Mode, Ansi]:
        return {mode: derive_ansi(self._selection, self.mode(mode), mode) for mode in MODES}

    @cached_property
    def _selection(self) -> Selection:
        return Selection.of(self.palette, self.preferred, self.backdrop)


def _require_mode(mode: Mode) -> Mode:
    if mode not in MODES:
        message = f"a mode is {listed([*MODES])}, not {quote(str(mode)[:60])}"
        raise SettingsError(message)
    return mode


def make_scheme(palette: Palette, preferred: Collection[Color] = (), backdrop: Color | None = None) -> Scheme:
    """Return the scheme of a palette of any colors; no role of it is ever missing.

    The primary color is one of the `preferred` colors, if the palette has one that is colorful. `backdrop`
    is the color of the palette that lies behind what the picture shows, if it is known. Raises SettingsError
    for what is no palette, and ColorError for what is no color.

    Example:
        >>> palette = cvpalette.read_palette("brand.gpl").palette
        >>> scheme = cvpalette.make_scheme(palette, preferred=[cvpalette.Color(42, 157, 143)])
        >>> print(scheme.light.primary.hex, scheme.light.background.hex, scheme.light.text.hex)
        #008275 #fff9f7 #2a1e1b
    """
    given: object = palette  # without a type checker, it may be anything
    if not isinstance(given, Palette):
        kind = quote(type(given).__name__)
        message = f"a scheme is made of a palette, such as the 'palette' of a result, not of {kind}"
        raise SettingsError(message)
    wanted: object = preferred
    if not isinstance(wanted, Iterable):
        message = f"the preferred colors are a list of colors, not {quote(type(wanted).__name__)}"
        raise SettingsError(message)
    for color in (*preferred, *([] if backdrop is None else [backdrop])):
        require_color(color)
    return Scheme(palette, tuple(preferred), backdrop)
