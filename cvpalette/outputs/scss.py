"""The output `scss`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.names import flatten, list_variables, require_identifier, summary
from cvpalette.result import Result

__all__ = ["ScssVariables"]


@dataclass(frozen=True)
class ScssVariables:
    """Sass variables, and a map of them all."""

    suffix: ClassVar[str] = ".scss"
    prefix: Annotated[str, "What the names begin with: $PREFIX-1."] = "color"
    ramps: Annotated[bool, "Add the steps from 50 to 950 of each color: $PREFIX-1-50, and a map $ramps."] = (
        False
    )

    def __post_init__(self) -> None:
        """Refuse a prefix that Sass cannot read."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write one variable for each swatch, with its name and share in a comment, then maps."""
        variables = list_variables(result.palette, self.prefix, ramps=self.ramps)
        lines = [line_comment("//", summary(result))]
        lines += [
            f"${name}: {color.hex}; {line_comment('//', note)}".rstrip()
            for name, color, note, _ in flatten(variables)
        ]
        # Without quotes, Sass would read names such as `red` as colors.
        lines += ["", "$palette: (", *(f'  "{each.name}": ${each.name},' for each in variables), ");"]
        if self.ramps:
            lines += ["", "$ramps: ("]
            for variable in variables:
                steps = (f"    {step}: ${each.name}," for step, each in variable.steps.items())
                lines += [f'  "{variable.name}": (', *steps, "  ),"]
            lines.append(");")
        return "\n".join(lines) + "\n"
