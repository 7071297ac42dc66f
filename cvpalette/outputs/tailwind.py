"""The output `tailwind`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.rendering.escaping import css_comment
from cvpalette.rendering.names import flatten, list_variables, require_identifier, summary
from cvpalette.result import Result

__all__ = ["TailwindTheme"]


@dataclass(frozen=True)
class TailwindTheme:
    """Tailwind CSS 4 theme for bg-palette-1, text-palette-1 and so on; import it after "tailwindcss"."""

    suffix: ClassVar[str] = ".tailwind.css"
    prefix: Annotated[str, "What the colors' names begin with: bg-PREFIX-1."] = "palette"
    ramps: Annotated[bool, "Add the steps from 50 to 950 of each color: bg-PREFIX-1-50."] = False

    def __post_init__(self) -> None:
        """Refuse a prefix from which Tailwind makes no utilities."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write one color for each swatch, with its name and share in a comment, and its ramp."""
        # Tailwind makes utilities only from names that begin with `--color-`.
        variables = list_variables(result.palette, f"color-{self.prefix}", ramps=self.ramps)
        lines = [
            f"  --{name}: {color.hex}; {css_comment(note)}".rstrip()
            for name, color, note, _ in flatten(variables)
        ]
        return "\n".join([css_comment(summary(result)), "@theme {", *lines, "}"]) + "\n"
