"""The output `compose`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.messages import quote
from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.members import KOTLIN, list_members, require_type_name
from cvpalette.rendering.names import comment_lines
from cvpalette.result import Result

__all__ = ["ComposeColors"]

# Words with a capital inside are no keywords of Kotlin's, and so all others get one.
_PACKAGE: Final = re.compile(r"(?:[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*){0,15})?")
_KEYWORDS: Final = frozenset(
    "as break class continue do else false for fun if in interface is null object package return super this"  # noqa: SIM905
    " throw true try typealias typeof val var when while".split()
)
#: Our roles by the names of Material 3's ColorScheme.
_MATERIAL: Final = {
    "primary": "primary",
    "onPrimary": "on-primary",
    "secondary": "secondary",
    "onSecondary": "on-secondary",
    "tertiary": "accent",
    "onTertiary": "on-accent",
    "background": "background",
    "onBackground": "text",
    "surface": "surface",
    "onSurface": "text",
    "surfaceVariant": "surface",
    "onSurfaceVariant": "muted",
    "outline": "control",
    "outlineVariant": "border",
    "error": "error",
    "onError": "on-error",
}


@dataclass(frozen=True)
class ComposeColors:
    """Jetpack Compose colors in Kotlin, used as Palette.Navy.

    Names become identifiers. With roles, the file has a light and a dark color scheme of Material 3. The
    facts are those of Android's reference of androidx.compose.ui.graphics.Color.
    """

    suffix: ClassVar[str] = ".kt"
    family: ClassVar[str] = "code"
    holds: ClassVar[frozenset[str]] = frozenset({"alpha", "comment", "names"})
    name: Annotated[str, "Name of the object that has the colors."] = "Palette"
    package: Annotated[str, "Package of the file, such as com.example.theme."] = ""
    roles: Annotated[bool, "Add the light and the dark color scheme of Material 3."] = False

    def __post_init__(self) -> None:
        """Refuse names that Kotlin cannot read."""
        require_type_name("name", self.name, KOTLIN)
        if not _PACKAGE.fullmatch(self.package) or _KEYWORDS & set(self.package.split(".")):
            message = f"option 'package' is such as 'com.example.theme', not {quote(self.package)}"
            raise ValueError(message)

    def render(self, result: Result, /) -> str:
        """Write one value for each swatch, with its name and share in a comment, and all in a list."""
        # The color schemes are outside of the object, so that no name of a role is taken in it.
        swatches, _ = list_members(result, KOTLIN)
        _, roles = list_members(result, KOTLIN, roles=self.roles)
        lines = [
            f"    val {each.name} = Color(0x{each.argb}) {line_comment('//', each.note)}".rstrip()
            for each in swatches
        ]
        lines += ["", "    val All = listOf(", *(f"        {each.name}," for each in swatches), "    )"]
        head = [line_comment("//", line) for line in comment_lines(result)]
        head += [f"package {self.package}", ""] if self.package else []
        imports = ["import androidx.compose.ui.graphics.Color"]
        schemes: list[str] = []
        if roles:
            modes = ("dark", "light")
            imports = [*(f"import androidx.compose.material3.{mode}ColorScheme" for mode in modes), *imports]
            schemes += _write_scheme(self.name, "light", {role.role: role.light for role in roles})
            schemes += _write_scheme(self.name, "dark", {role.role: role.dark for role in roles})
        return "\n".join([*head, *imports, "", f"object {self.name} {{", *lines, "}", *schemes]) + "\n"


def _write(color: Color) -> str:
    return f"Color(0xFF{color.digits.upper()})"


def _write_scheme(name: str, mode: str, colors: Mapping[str, Color]) -> list[str]:
    members = [f"    {key} = {_write(colors[role])}," for key, role in _MATERIAL.items()]
    return ["", f"val {name}{mode.capitalize()} = {mode}ColorScheme(", *members, ")"]
