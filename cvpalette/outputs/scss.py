"""The output `scss`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.names import require_identifier, summary
from cvpalette.rendering.variables import Text, Variable, flatten, list_variables
from cvpalette.result import Result

__all__ = ["ScssVariables"]


@dataclass(frozen=True)
class ScssVariables:
    """Sass variables, and a map of them all."""

    suffix: ClassVar[str] = ".scss"
    family: ClassVar[str] = "styles"
    holds: ClassVar[frozenset[str]] = frozenset()
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
            result, self.prefix, ramps=self.ramps, text=self.text, roles=self.roles
        )
        lines = [line_comment("//", summary(result))]
        lines += [
            f"${each.name}: {each.color.hex}; {line_comment('//', each.note)}".rstrip()
            for each in flatten(swatches)
        ]
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


def _write_map(name: str, entries: Iterable[str]) -> list[str]:
    return ["", f"${name}: (", *(f"  {entry}," for entry in entries), ");"]


def _nest(name: str, steps: Mapping[int, Variable]) -> str:
    """Write the ramp of a color as an entry that is a map."""
    lines = (f"    {step}: {each.color.hex}," for step, each in steps.items())
    return "\n".join([f'"{name}": (', *lines, "  )"])
