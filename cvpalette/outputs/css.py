"""The output `css`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.extraction import Extraction
from cvpalette.naming import percent, require_identifier, summary, swatch_names

__all__ = ["CssVariables"]


@dataclass(frozen=True)
class CssVariables:
    """CSS custom properties on :root, for every style sheet."""

    suffix: ClassVar[str] = ".css"
    # GIMP's importer takes only lines with "color" in them; Tailwind wants `--color-` too.
    prefix: Annotated[str, "What the names begin with: --PREFIX-1."] = "color"

    def __post_init__(self) -> None:
        """Refuse a prefix that some tool would not read."""
        require_identifier("prefix", self.prefix)

    def render(self, extraction: Extraction, /) -> str:
        """Write one property a swatch, its share in a comment."""
        properties = "".join(
            f"  --{name}: {swatch.color.hex}; /* {percent(swatch.share)} */\n"
            for name, swatch in zip(
                swatch_names(extraction.palette, self.prefix), extraction.palette, strict=True
            )
        )
        # A name is free to hold the two characters that end a comment.
        comment = summary(extraction).replace("*/", "* /")
        return f"/* {comment} */\n:root {{\n{properties}}}\n"
