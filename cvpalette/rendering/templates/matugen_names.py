"""Scope: the names in a template of matugen: Material's colors by mode, base16's, and a loop's own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from cvpalette.color.color import Color
from cvpalette.messages import quote, readable
from cvpalette.rendering.base16 import base16_slots
from cvpalette.rendering.templates.limits import TemplateError, no_variable, undefined
from cvpalette.rendering.templates.material import material_colors
from cvpalette.rendering.templates.matugen_values import FORMATS, Shade
from cvpalette.rendering.templates.model import Model, harmless
from cvpalette.rendering.themes import ANSI_NAMES
from cvpalette.roles.role import MODES, Mode

__all__ = ["Scope"]

_PATH: Final = re.compile(r"\w+(?:\s*\.\s*\w+)*")


@dataclass(frozen=True)
class Scope:
    """The names that an expression can use, and their values."""

    names: Mapping[str, Any]

    @classmethod
    def of(cls, model: Model) -> Self:
        """Return the names outside of all loops."""
        scheme, mode = model.result.scheme, model.mode
        # Whoever uses matugen adds colors of their own; those that are called as ANSI's colors are these.
        ansi = {each: dict(zip(ANSI_NAMES, scheme.ansi(each).colors, strict=False)) for each in MODES}
        colors = {each: material_colors(scheme, each) | ansi[each] for each in MODES}
        slots = {each: {k.lower(): v for k, v in base16_slots(scheme, each).items()} for each in MODES}
        return cls(
            {
                "colors": _by_color(colors, mode),
                "base16": _by_color(slots, mode),
                "mode": mode,
                "is_dark_mode": mode == "dark",
                "image": harmless(readable(model.result.path or model.result.name)),
            }
        )

    def inside(self, names: Mapping[str, Any]) -> "Scope":
        """Return the scope within a loop that has further names."""
        return Scope({**self.names, **names})

    def find(self, path: str, line: int) -> Any:
        """Return the value of a dotted path; raises TemplateError."""
        if not _PATH.fullmatch(path):
            message = f"{quote(path[:60])} is no name, such as 'colors.primary.default.hex'"
            raise TemplateError(message, line)
        value: Any = self.names
        for name in (each.strip() for each in path.split(".")):
            if isinstance(value, Shade) and not value.form and name in FORMATS:
                value = value.written_as(name)
            elif isinstance(value, Mapping) and name in value:
                value = value[name]
            elif isinstance(value, Mapping) and name.lower() in value:
                value = value[name.lower()]
            elif value is self.names:
                raise no_variable(name, self.names, line, path)
            else:
                known = FORMATS if isinstance(value, Shade) else value if isinstance(value, Mapping) else ()
                raise undefined(name, known, line, path)
        return value


def _by_color(colors: Mapping[Mode, Mapping[str, Color]], mode: Mode) -> dict[str, dict[str, Shade]]:
    """Return the modes of each color, from the colors of each mode; the default is the chosen mode."""
    modes: dict[str, Mode] = {"dark": "dark", "light": "light", "default": mode}
    return {
        name: {each: Shade.of(colors[whose][name]) for each, whose in modes.items()} for name in colors[mode]
    }
