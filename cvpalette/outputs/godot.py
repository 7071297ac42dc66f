"""The output `godot`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.names import identifiers, require_identifier, summary, swatch_notes
from cvpalette.result import Result

__all__ = ["GodotConstants"]


@dataclass(frozen=True)
class GodotConstants:
    """Godot 4 constants in GDScript; preload the file, and write Palette.COLOR_NAVY.

    Names become identifiers. The facts are those of Godot's reference of GDScript and Color.
    """

    suffix: ClassVar[str] = ".gd"
    family: ClassVar[str] = "code"
    holds: ClassVar[frozenset[str]] = frozenset()
    prefix: Annotated[str, "What the names begin with: PREFIX_1."] = "color"

    def __post_init__(self) -> None:
        """Refuse a prefix that GDScript cannot read."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write one constant for each swatch, with its name and share in a comment, and all in a list."""
        # The prefix keeps names apart from those of the engine, such as OS and PI.
        names = [name.upper() for name in identifiers(result.palette, self.prefix, "_")]
        notes = swatch_notes(result.palette)
        lines = [
            f'const {name} := Color("#{color.digits}") {line_comment("#", note)}'.rstrip()
            for name, color, note in zip(names, result.palette.colors, notes, strict=True)
        ]
        every = f"const ALL_{self.prefix.replace('-', '_').upper()}: Array[Color] = ["
        lines += ["", every, *(f"\t{name}," for name in names), "]"]
        return "\n".join([line_comment("#", summary(result)), "extends RefCounted", "", *lines]) + "\n"
