"""The output `c`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.rendering.escaping import css_comment
from cvpalette.rendering.names import comment_lines, identifiers, require_identifier, swatch_notes
from cvpalette.result import Result

__all__ = ["CHeader"]

# So many numbers of 16 bits go into a line.
_IN_A_LINE: Final = 8


@dataclass(frozen=True)
class CHeader:
    """C header of the colors in 24 and 16 bits (RGB565), for displays and microcontrollers; for C++ too.

    Names become macros. 16 bits round each channel: red and blue to 5 bits, green to 6.
    """

    suffix: ClassVar[str] = ".h"
    family: ClassVar[str] = "code"
    holds: ClassVar[frozenset[str]] = frozenset({"comment", "names"})
    prefix: Annotated[str, "What the names begin with: PREFIX_1, PREFIX_rgb888."] = "palette"

    def __post_init__(self) -> None:
        """Refuse a prefix that C cannot read."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write one macro for each swatch, with its name and share in a comment, then arrays of them all."""
        palette, prefix = result.palette, self.prefix.replace("-", "_")
        names = [name.upper() for name in identifiers(palette, self.prefix, "_", taken=self._own_names())]
        notes = swatch_notes(palette)
        macros = [
            f"#define {name} 0x{color.digits.upper()}ul {_comment(note)}".rstrip()
            for name, color, note in zip(names, palette.colors, notes, strict=True)
        ]
        short = [f"0x{_rgb565(color):04X}" for color in palette.colors]
        rows = [f"  {', '.join(short[at : at + _IN_A_LINE])}," for at in range(0, len(short), _IN_A_LINE)]
        upper = prefix.upper()
        lines = [
            *map(_comment, comment_lines(result)),
            f"#ifndef {upper}_H",
            f"#define {upper}_H",
            "",
            "#include <stdint.h>",
            "",
            f"#define {upper}_COUNT {len(palette)}",
            *macros,
            "",
            f"static const uint32_t {prefix}_rgb888[{upper}_COUNT] = {{",
            *(f"  {name}," for name in names),
            "};",
            "",
            f"static const uint16_t {prefix}_rgb565[{upper}_COUNT] = {{",
            *rows,
            "};",
            "",
            "#endif",
        ]
        return "\n".join(lines) + "\n"

    def _own_names(self) -> list[str]:
        return [f"{self.prefix}-{name}" for name in ("h", "count")]


def _comment(text: str) -> str:
    """Return text as a comment that no compiler warns of: neither a second beginning nor a trigraph."""
    return css_comment(text.replace("/*", "/ *").replace("??", "? ?"))


def _rgb565(color: Color) -> int:
    """Return a color in 16 bits, each channel rounded to the nearest of its levels."""
    red, green, blue = (
        round(channel * levels / 255) for channel, levels in zip(color.rgb, (31, 63, 31), strict=True)
    )
    return red << 11 | green << 5 | blue
