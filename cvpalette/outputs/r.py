"""The output `r`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.rendering.escaping import line_comment, quoted_string
from cvpalette.rendering.members import write_hex
from cvpalette.rendering.names import comment_lines, require_variable, share_note, swatch_names
from cvpalette.result import Result

__all__ = ["RColors"]


@dataclass(frozen=True)
class RColors:
    """R vector of named colors, with scales for ggplot2: source() it, then add scale_color_palette().

    The scales take the colors in order, whatever their names. The form is that of R's documentation of
    quotes, and of ggplot2's scale_colour_manual().
    """

    suffix: ClassVar[str] = ".r"
    family: ClassVar[str] = "code"
    holds: ClassVar[frozenset[str]] = frozenset({"alpha", "comment", "names"})
    name: Annotated[str, "What the vector is called: NAME_colors; and the scales: scale_color_NAME."] = (
        "palette"
    )

    def __post_init__(self) -> None:
        """Refuse a name that R cannot read."""
        require_variable("name", self.name)

    def render(self, result: Result, /) -> str:
        """Write a vector with an element for each swatch, its share in a comment, and the scales."""
        palette, vector = result.palette, f"{self.name}_colors"
        last = len(palette) - 1
        lines = [
            f'  {quoted_string(name)} = "{write_hex(swatch)}"{"," if at < last else ""}'
            f" {line_comment('#', share_note(palette, at))}".rstrip()
            for at, (name, swatch) in enumerate(zip(swatch_names(palette), palette, strict=True))
        ]
        scales = [
            line
            for aesthetic in ("colour", "fill")
            for line in (
                "",
                f"scale_{aesthetic}_{self.name} <- function(...) {{",
                f"  ggplot2::scale_{aesthetic}_manual(..., values = unname({vector}))",
                "}",
            )
        ]
        alias = ["", f"scale_color_{self.name} <- scale_colour_{self.name}"]
        head = [*(line_comment("#", line) for line in comment_lines(result)), f"{vector} <- c("]
        return "\n".join([*head, *lines, ")", *scales, *alias]) + "\n"
