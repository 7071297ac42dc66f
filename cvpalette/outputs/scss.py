"""The output `scss`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Final

from cvpalette.color.palette import Palette
from cvpalette.parsing.entries import decode_text
from cvpalette.rendering.escaping import css_string, line_comment
from cvpalette.rendering.names import comment_lines, require_identifier
from cvpalette.rendering.variables import Text, Variable, list_lines, list_variables
from cvpalette.result import Result

if TYPE_CHECKING:
    from cvpalette.parsing.own import Own

__all__ = ["ScssVariables"]

_ROLES_LEFT_OUT: Final = (
    "left out: the maps of roles, since they are no colors of the palette; "
    "rules do not take them, and schemes are derived anew"
)
# The maps that we write behind the variables.
_MAP: Final = re.compile(r"^\$(palette|text|ramps|light|dark): \(\n(?:  [^\n]*\n)*\);\n?", re.MULTILINE)


@dataclass(frozen=True)
class ScssVariables:
    """Sass variables, and a map of them all.

    Any style sheet in SCSS is read: variables, maps and lists of colors, and references to other variables.
    Nothing is computed. Names become identifiers, and stand in comments, as groups do. The facts are those
    of Sass's documentation.
    """

    suffix: ClassVar[str] = ".scss"
    family: ClassVar[str] = "styles"
    holds: ClassVar[frozenset[str]] = frozenset({"alpha", "comment", "groups", "names"})
    prefix: Annotated[str, "What the names begin with: $PREFIX-1."] = "color"
    ramps: Annotated[bool, "Add the steps from 50 to 950 of each color: $PREFIX-1-50, and a map $ramps."] = (
        False
    )
    text: Text = False
    roles: Annotated[bool, "Add the roles of the scheme, as the maps $light and $dark."] = False

    def __post_init__(self) -> None:
        """Refuse a prefix that Sass cannot read."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write one variable for each swatch, with its name and share in a comment, then maps."""
        swatches, roles = list_variables(
            result, self.prefix, ramps=self.ramps, text=self.text, roles=self.roles, write=css_string
        )
        lines = [line_comment("//", line) for line in comment_lines(result)]
        lines += list_lines(swatches, _write, lambda text: line_comment("//", text))
        # Without quotes, Sass would read names such as `red` as colors.
        lines += _write_map("palette", (f'"{each.name}": ${each.name}' for each in swatches))
        if self.text:
            inks = (f'"{each.name}": ${each.text.name}' for each in swatches if each.text)
            lines += _write_map("text", inks)
        if self.ramps:
            ramps = [_nest(each.name, each.steps) for each in swatches]
            ramps += [_nest(each.role, each.steps) for each in roles if each.steps]
            lines += _write_map("ramps", ramps)
        if roles:
            lines += _write_map("light", (f'"{each.role}": {each.light.hex}' for each in roles))
            lines += _write_map("dark", (f'"{each.role}": {each.dark.hex}' for each in roles))
        return "\n".join(lines) + "\n"

    @staticmethod
    def needs_suffix(data: bytes, /) -> bool:
        """Tell whether the data does not begin like a style sheet in SCSS."""
        from cvpalette.parsing.preprocessed import begins_like  # noqa: PLC0415 -- only readers need it

        return not begins_like(decode_text(data), "$")

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of variables, maps and lists. Raises ValueError."""
        from cvpalette.parsing.own import find_own  # noqa: PLC0415 -- as above
        from cvpalette.parsing.preprocessed import read_sheet  # noqa: PLC0415

        text = decode_text(data)
        own = find_own(text)
        return read_sheet(text, "$", own, _drop_maps(own) if own else text)


def _write(each: Variable) -> str:
    return f"${each.name}: {each.hex}; {line_comment('//', each.note)}".rstrip()


def _write_map(name: str, entries: Iterable[str]) -> list[str]:
    return ["", f"${name}: (", *(f"  {entry}," for entry in entries), ");"]


def _nest(name: str, steps: Mapping[int, Variable]) -> str:
    """Write the ramp of a color as an entry that is a map."""
    lines = (f"    {step}: {each.color.hex}," for step, each in steps.items())
    return "\n".join([f'"{name}": (', *lines, "  )"])


def _drop_maps(own: "Own") -> str:
    """Return a text of ours without its maps, and note what is left out with them."""
    if {"light", "dark"} & {found[1] for found in _MAP.finditer(own.text)}:
        own.notes.append(_ROLES_LEFT_OUT)
    return _MAP.sub("", own.text)
