"""The output `swiftui`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.color.color import Color
from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.members import SWIFT, list_members, require_type_name, unit
from cvpalette.rendering.names import comment_lines
from cvpalette.result import Result

__all__ = ["SwiftUiColors"]


@dataclass(frozen=True)
class SwiftUiColors:
    """SwiftUI colors in an extension of Color, used as Color.Palette.navy.

    Names become identifiers. Roles are functions of the color scheme: Color.Palette.background(scheme). The
    facts are those of Apple's documentation of SwiftUI's Color, whose components are 0 to 1 in sRGB.
    """

    suffix: ClassVar[str] = ".swift"
    family: ClassVar[str] = "code"
    holds: ClassVar[frozenset[str]] = frozenset({"alpha", "comment", "names"})
    name: Annotated[str, "Name of the type in Color that has the colors."] = "Palette"
    roles: Annotated[bool, "Add the roles of the light and the dark scheme, as functions."] = False

    def __post_init__(self) -> None:
        """Refuse a name that Swift cannot read."""
        require_type_name("name", self.name, SWIFT)

    def render(self, result: Result, /) -> str:
        """Write one constant for each swatch, with its name and share in a comment, and all in a list."""
        swatches, roles = list_members(result, SWIFT, roles=self.roles)
        values = [(each, _write(each.color, each.alpha)) for each in swatches]
        lines = [
            f"static let {each.name} = {value} {line_comment('//', each.note)}".rstrip()
            for each, value in values
        ]
        lines += ["", "static let all: [Color] = [", *(f"    {each.name}," for each in swatches), "]"]
        for role in roles:
            lines += [
                "",
                f"static func {role.name}(_ scheme: ColorScheme) -> Color {{",
                f"    scheme == .dark ? {_write(role.dark)} : {_write(role.light)}",
                "}",
            ]
        inside = [f"        {line}".rstrip() for line in lines]
        comments = [line_comment("//", line) for line in comment_lines(result)]
        head = [*comments, "import SwiftUI", "", "extension Color {"]
        return "\n".join([*head, f"    enum {self.name} {{", *inside, "    }", "}"]) + "\n"


def _write(color: Color, alpha: float = 1.0) -> str:
    red, green, blue, opacity = unit(color, alpha)
    return f"Color(.sRGB, red: {red}, green: {green}, blue: {blue}, opacity: {opacity})"
