"""make_model(): everything that a template can name, made from a result."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.messages import printable
from cvpalette.rendering.base16 import base16_slots
from cvpalette.rendering.names import identifiers, palette_name, plain_name
from cvpalette.rendering.templates.colors import TemplateColor
from cvpalette.rendering.templates.material import material_colors
from cvpalette.rendering.themes import ANSI_NAMES, theme_slug
from cvpalette.result import Result
from cvpalette.roles.ramp import make_ramp, read_curves
from cvpalette.roles.role import FILLS, MODES, Mode, Role

__all__ = ["VARIABLES", "Model", "harmless", "make_model"]

#: Each name of the top level, and what it is. docs/templates.md lists them.
VARIABLES: Final = {
    "name": "the palette's name, or the image's without its suffix",
    "slug": "the same in lower-case letters, digits and hyphens",
    "source": "the path of the image, or its name",
    "mode": "`dark` or `light`, by the option",
    "is_dark": "true or false",
    "colors": "a list of the palette's colors; each has an `id`, `name`, `share` (0 to 1) and `index`",
    "light": "`roles`, `ramps`, `ansi`, `material` and `base16` in the light mode",
    "dark": "the same in the dark mode",
    "roles": (
        "the roles; each has `found`, the color of the picture that it was made of, or none, "
        "and `moved`, how far it is from that"
    ),
    "ramps": "a ramp from `50` to `950` of each of these roles",
    "ansi": "a terminal's colors; `colors` is a list of the 16",
    "material": "the colors of Material Design 3, by its names",
    "base16": "the slots of Base16 and Base24",
}
_ANSI: Final = (*ANSI_NAMES, *(f"bright_{name}" for name in ANSI_NAMES))
# What ends or expands in no string, comment or command of any format.
_HARMFUL: Final = re.compile(r"[^\w ./@+,:-]")


@dataclass(frozen=True)
class Model:
    """What templates can name in one mode, of one result; each part is made when it is asked for."""

    result: Result
    mode: Mode

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """The names of the top level and their values, for templates of our own kind."""
        other = {each: _Parts(self.result, each) for each in MODES}
        top = {
            "name": palette_name(self.result),
            "slug": theme_slug(self.result),
            "source": printable(self.result.path or self.result.name),
            "mode": self.mode,
            "is_dark": self.mode == "dark",
            "colors": self._swatches,
        }
        return _Parts(self.result, self.mode, top | other)

    @cached_property
    def checksum(self) -> str:
        """32 digits that differ between palettes: the pixels are gone when a template is rendered."""
        colors = str(self.result.palette).encode()
        return hashlib.sha256(colors).hexdigest()[:32]

    @property
    def _swatches(self) -> list[TemplateColor]:
        palette = self.result.palette
        return [
            TemplateColor(
                swatch.color,
                name=plain_name(swatch.name),
                id=name,
                share=swatch.share if palette.has_shares else "",
                index=number,
            )
            for number, (swatch, name) in enumerate(zip(palette, identifiers(palette), strict=True), 1)
        ]


def make_model(result: Result, mode: Mode) -> Model:
    """Return what templates can name: nothing is computed before a template asks for it."""
    return Model(result, mode)


class _Parts(Mapping[str, Any]):
    """The parts of a mode by name, made when they are asked for, after names that are there already."""

    def __init__(self, result: Result, mode: Mode, top: Mapping[str, Any] | None = None) -> None:
        self._result = result
        self._mode = mode
        self._made: dict[str, Any] = dict(top or {})
        self._names = (*self._made, "roles", "ramps", "ansi", "material", "base16")

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = getattr(self, f"_make_{name}")()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def _make_roles(self) -> dict[str, TemplateColor]:
        scheme = self._result.scheme
        roles = scheme.mode(self._mode).named()
        return {name.replace("-", "_"): _of_role(role, scheme.palette) for name, role in roles.items()}

    def _make_ramps(self) -> dict[str, dict[str, TemplateColor]]:
        roles = self._result.scheme.mode(self._mode)
        curves = read_curves()
        ramps = {name: make_ramp(getattr(roles, name).color, curves) for name in FILLS}
        return {
            name: {str(step): TemplateColor(color) for step, color in ramp.items()}
            for name, ramp in ramps.items()
        }

    def _make_ansi(self) -> dict[str, Any]:
        ansi = self._result.scheme.ansi(self._mode)
        colors = [TemplateColor(color) for color in ansi.colors]
        more = ("foreground", "background", "cursor", "selection")
        named = dict(zip(_ANSI, colors, strict=True))
        return {"colors": colors, **named, **{name: TemplateColor(getattr(ansi, name)) for name in more}}

    def _make_material(self) -> dict[str, TemplateColor]:
        return _wrap(material_colors(self._result.scheme, self._mode))

    def _make_base16(self) -> dict[str, TemplateColor]:
        return _wrap(base16_slots(self._result.scheme, self._mode))


def _wrap(colors: Mapping[str, Color]) -> dict[str, TemplateColor]:
    return {name: TemplateColor(color) for name, color in colors.items()}


def _of_role(role: Role, palette: Palette) -> TemplateColor:
    found = None if role.found is None else TemplateColor(palette[role.found].color)
    return TemplateColor(role.color, found=found, moved=f"{role.moved:.1f}")


def harmless(text: str) -> str:
    """Return a name or path without what would end a string or run a command where a template puts it.

    The templates of other programs put paths between quotes of shell scripts, and cannot escape them.
    """
    return _HARMFUL.sub("_", text)
