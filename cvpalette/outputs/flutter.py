"""The output `flutter`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.members import DART, list_members, require_type_name
from cvpalette.rendering.names import comment_lines
from cvpalette.rendering.variables import Variable
from cvpalette.result import Result

__all__ = ["FlutterColors"]

#: Our roles by the names of Flutter's ColorScheme.
_MATERIAL: Final = {
    "primary": "primary",
    "onPrimary": "on-primary",
    "secondary": "secondary",
    "onSecondary": "on-secondary",
    "tertiary": "accent",
    "onTertiary": "on-accent",
    "error": "error",
    "onError": "on-error",
    "surface": "surface",
    "onSurface": "text",
    "onSurfaceVariant": "muted",
    "outline": "control",
    "outlineVariant": "border",
}
# MaterialColor has these shades.
_SHADES: Final = (50, 100, 200, 300, 400, 500, 600, 700, 800, 900)


@dataclass(frozen=True)
class FlutterColors:
    """Flutter colors in Dart, used as Palette.navy.

    Names become identifiers. With ramps, each color is a MaterialColor, and with roles there are two color
    schemes. The facts are those of Flutter's reference of Color, MaterialColor and ColorScheme.
    """

    suffix: ClassVar[str] = ".dart"
    family: ClassVar[str] = "code"
    holds: ClassVar[frozenset[str]] = frozenset({"alpha", "comment", "names"})
    name: Annotated[str, "Name of the class that has the colors."] = "Palette"
    ramps: Annotated[bool, "Make each color a MaterialColor with the shades from 50 to 900."] = False
    roles: Annotated[bool, "Add the light and the dark color scheme."] = False

    def __post_init__(self) -> None:
        """Refuse a name that Dart cannot read."""
        require_type_name("name", self.name, DART)

    def render(self, result: Result, /) -> str:
        """Write one constant for each swatch, with its name and share in a comment, and all in a list."""
        # The roles are in the color schemes, so that none of their names is taken.
        swatches, _ = list_members(result, DART)
        _, roles = list_members(result, DART, roles=self.roles)
        lines = [
            line
            for each in swatches
            for line in (self._write_ramp(each) if self.ramps else [_write_one(each)])
        ]
        lines += [
            "",
            "  static const List<Color> all = [",
            *(f"    {each.name}," for each in swatches),
            "  ];",
        ]
        if roles:
            lines += _write_scheme("light", {role.role: role.light for role in roles})
            lines += _write_scheme("dark", {role.role: role.dark for role in roles})
        comments = [line_comment("//", line) for line in comment_lines(result)]
        head = [*comments, "import 'package:flutter/material.dart';", ""]
        return "\n".join([*head, f"abstract final class {self.name} {{", *lines, "}"]) + "\n"

    def _write_ramp(self, variable: Variable) -> list[str]:
        from cvpalette.roles.ramp import make_ramp  # noqa: PLC0415 -- only who wants ramps waits for it

        ramp = make_ramp(variable.color)
        begin = (
            f"  static const MaterialColor {variable.name} = MaterialColor(0x{variable.argb}, <int, Color>{{"
        )
        steps = [f"    {shade}: {_write(ramp[shade])}," for shade in _SHADES]
        return [f"{begin} {line_comment('//', variable.note)}".rstrip(), *steps, "  });"]


def _write(color: Color) -> str:
    return f"Color(0xFF{color.digits.upper()})"


def _write_one(variable: Variable) -> str:
    value = f"  static const Color {variable.name} = Color(0x{variable.argb});"
    return f"{value} {line_comment('//', variable.note)}".rstrip()


def _write_scheme(mode: str, colors: Mapping[str, Color]) -> list[str]:
    members = [f"    {key}: {_write(colors[role])}," for key, role in _MATERIAL.items()]
    begin = f"  static const ColorScheme {mode}Scheme = ColorScheme("
    return ["", begin, f"    brightness: Brightness.{mode},", *members, "  );"]
