"""The output `css`."""

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal

from cvpalette.color.notation import read_notation, write_notation
from cvpalette.color.palette import Palette
from cvpalette.messages import quote
from cvpalette.rendering.escaping import css_comment, css_string, css_text
from cvpalette.rendering.names import identifiers, require_identifier, summary, swatch_notes
from cvpalette.rendering.parsing import Entry, decode_text, make_palette
from cvpalette.result import Result

__all__ = ["CssVariables"]

# Words, signs, attributes and arguments, but nothing that ends a selector or begins a string or comment.
_SELECTOR: Final = re.compile(
    r"""(?:[\w:.\#*>+~,\ -]|\[[\w-]+(?:[~|^$*]?="[^"\\{};]*")?\]|\([\w:.\#*>+~,\ -]*\))+""", re.VERBOSE
)
# Comments and strings. An unclosed comment ends with the file, and an unclosed string with its line.
_ASIDE: Final = re.compile(
    r"""/\*.*?(?:\*/|\Z) | "(?:[^"\\\n]|\\.)*+"? | '(?:[^'\\\n]|\\.)*+'?""", re.DOTALL | re.VERBOSE
)
_PROPERTY: Final = re.compile(r"(?<![\w-])--((?:[\w-]|\\.)++)\s*+:([^;{}]*+)")
_COLOR: Final = re.compile(r"#[0-9a-f]+|(?:(?:rgb|hsl)a?|hwb|(?:ok)?l(?:ab|ch))\([^()a-z]*\)", re.IGNORECASE)
# A number is not a name, and neither is our prefix or Tailwind's.
_PREFIX: Final = re.compile(r"^(?:color-palette|colou?r)(?:-?[0-9]+$|-)")
# Files written by cvpalette have the names of the swatches in comments.
_OURS: Final = ", by cvpalette */"
_NUMBERED: Final = re.compile(r".*-[0-9]+")
_NAMED: Final = re.compile(r'^ *--([\w-]+):[^;\n]*; /\* "((?:[^"\\\n]|\\.)*+)"', re.MULTILINE)

# A property, an at-rule or a selector. Prose, markup and programs do not begin like this.
_BEGINNING: Final = re.compile(
    r"""\s*+(?:
        --(?:[\w-]|\\.)++\s*+:
      | @(?:charset|font-face|import|layer|media|namespace|property|supports|tailwind|theme)\b[^{};]*+[{;]
      | (?:
            ,\s*+ | [\w*>+~\ -] | [.\#](?=[\w-]|\\) | \\. | ::?[\w-]++(?:\([^(){};]*+\))? | \[[^][{};]*+\]
        )++\s*+\{
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class CssVariables:
    """CSS custom properties, for every style sheet."""

    suffix: ClassVar[str] = ".css"
    # GIMP imports only lines with "color" in them, and Tailwind needs names that begin with `--color-`.
    prefix: Annotated[str, "What the names begin with: --PREFIX-1."] = "color"
    notation: Annotated[Literal["hex", "rgb", "hsl", "oklch"], "How the colors are written."] = "hex"
    selector: Annotated[str, "Selector of the elements that get the properties, such as .dark."] = ":root"

    def __post_init__(self) -> None:
        """Refuse a prefix that some tool cannot read, and text that is not a selector."""
        require_identifier("prefix", self.prefix)
        if not _SELECTOR.fullmatch(self.selector) or not self.selector.strip():
            message = f"option 'selector' is a CSS selector, such as ':root', not {quote(self.selector)}"
            raise ValueError(message)

    def render(self, result: Result, /) -> str:
        """Write one custom property for each swatch, with its name and share in a comment."""
        palette = result.palette
        lines = [
            f"  --{name}: {write_notation(color, self.notation)}; {css_comment(note)}".rstrip()
            for name, color, note in zip(
                identifiers(palette, self.prefix),
                palette.colors,
                swatch_notes(palette, css_string),
                strict=True,
            )
        ]
        return "\n".join([css_comment(summary(result)), f"{self.selector} {{", *lines, "}"]) + "\n"

    @staticmethod
    def needs_suffix(data: bytes, /) -> bool:
        """Tell whether the data does not begin like a style sheet.

        Then only the suffix identifies it, since any text may contain something like a property.
        """
        return not _BEGINNING.match(_ASIDE.sub(_blank, decode_text(data)))

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read every custom property that is a color in any CSS notation, from any style sheet.

        If a property is set again, for example for a dark theme, its first value counts. Raises ValueError.
        """
        text = decode_text(data)
        ours = text.partition("\n")[0].rstrip().endswith(_OURS)
        names = dict(_NAMED.findall(text)) if ours else {}
        code = _ASIDE.sub(_blank, text)
        found: dict[str, Entry] = {}
        for declaration in _PROPERTY.finditer(code):
            name, value = declaration[1], declaration[2].partition("!")[0].strip()
            try:
                color = read_notation(value)
            except ValueError as error:
                if not _COLOR.fullmatch(value):
                    continue
                number = 1 + code.count("\n", 0, declaration.start(2))
                message = f"line {number}: {error}"
                raise ValueError(message) from error
            unquoted = "" if ours and _NUMBERED.fullmatch(name) else _PREFIX.sub("", name)
            found.setdefault(name, Entry(color, css_text(names.get(name, unquoted))))
        if not found:
            raise ValueError("it sets no custom property, such as '--color-1: #264653', to a color")
        return make_palette(found.values())


def _blank(aside: re.Match[str]) -> str:
    """Return an empty string for a string and a space for a comment, with as many line breaks as it had."""
    begin = aside[0][0]
    return (" " if begin == "/" else begin * 2) + "\n" * aside[0].count("\n")
