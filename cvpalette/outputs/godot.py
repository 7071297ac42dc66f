"""The output `godot`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.names import comment_lines, require_identifier
from cvpalette.rendering.variables import list_variables
from cvpalette.result import Result

__all__ = ["GodotConstants"]


@dataclass(frozen=True)
class GodotConstants:
    """Godot 4 constants in GDScript; preload the file, and write Palette.COLOR_NAVY.

    Names become identifiers. The facts are those of Godot's reference of GDScript and Color.
    """

    suffix: ClassVar[str] = ".gd"
    family: ClassVar[str] = "code"
    holds: ClassVar[frozenset[str]] = frozenset({"alpha", "comment", "names"})
    prefix: Annotated[str, "What the names begin with: PREFIX_1."] = "color"

    def __post_init__(self) -> None:
        """Refuse a prefix that GDScript cannot read."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write one constant for each swatch, with its name and share in a comment, and all in a list."""
        # The prefix keeps names apart from those of the engine, such as OS and PI.
        swatches, _ = list_variables(result, self.prefix, joint="_", taken=[f"all-{self.prefix}"])
        lines = [
            f'const {each.name.upper()} := Color("{each.hex}") {line_comment("#", each.note)}'.rstrip()
            for each in swatches
        ]
        every = f"const ALL_{self.prefix.replace('-', '_').upper()}: Array[Color] = ["
        lines += ["", every, *(f"\t{each.name.upper()}," for each in swatches), "]"]
        comments = [line_comment("#", line) for line in comment_lines(result)]
        return "\n".join([*comments, "extends RefCounted", "", *lines]) + "\n"
