"""The output `tailwind`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.rendering.escaping import css_comment
from cvpalette.rendering.names import identifiers, require_identifier, summary, swatch_notes
from cvpalette.result import Result

__all__ = ["TailwindTheme"]


@dataclass(frozen=True)
class TailwindTheme:
    """Tailwind CSS 4 theme for bg-palette-1, text-palette-1 and so on; import it after "tailwindcss"."""

    suffix: ClassVar[str] = ".tailwind.css"
    prefix: Annotated[str, "What the colors' names begin with: bg-PREFIX-1."] = "palette"

    def __post_init__(self) -> None:
        """Refuse a prefix from which Tailwind makes no utilities."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write one color for each swatch, with its name and share in a comment."""
        palette = result.palette
        # Tailwind makes utilities only from names that begin with `--color-`.
        names = identifiers(palette, f"color-{self.prefix}")
        described = zip(names, palette.colors, swatch_notes(palette), strict=True)
        lines = [f"  --{name}: {color.hex}; {css_comment(note)}".rstrip() for name, color, note in described]
        return "\n".join([css_comment(summary(result)), "@theme {", *lines, "}"]) + "\n"
