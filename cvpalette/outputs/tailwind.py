"""The output `tailwind`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.extraction import Extraction
from cvpalette.rendering.escaping import css_comment
from cvpalette.rendering.names import identifiers, require_identifier, summary, swatch_notes

__all__ = ["TailwindTheme"]


@dataclass(frozen=True)
class TailwindTheme:
    """Tailwind CSS theme (version 4): bg-palette-1, text-palette-1; import it behind "tailwindcss"."""

    suffix: ClassVar[str] = ".tailwind.css"
    prefix: Annotated[str, "What the colors' names begin with: bg-PREFIX-1."] = "palette"

    def __post_init__(self) -> None:
        """Refuse a prefix that makes no utilities."""
        require_identifier("prefix", self.prefix)

    def render(self, extraction: Extraction, /) -> str:
        """Write a color a swatch, its name and share in a comment."""
        palette = extraction.palette
        # Tailwind makes utilities only of what begins with `--color-`.
        names = identifiers(palette, f"color-{self.prefix}")
        described = zip(names, palette.colors, swatch_notes(palette), strict=True)
        lines = [f"  --{name}: {color.hex}; {css_comment(note)}".rstrip() for name, color, note in described]
        return "\n".join([css_comment(summary(extraction)), "@theme {", *lines, "}"]) + "\n"
