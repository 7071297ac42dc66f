"""The output `css`."""

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal

from cvpalette.color.notation import read_notation, write_notation
from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction
from cvpalette.messages import quote
from cvpalette.rendering.escaping import css_comment, css_string, css_text
from cvpalette.rendering.names import identifiers, require_identifier, summary, swatch_notes
from cvpalette.rendering.parsing import Found, decode_text, make_palette

__all__ = ["CssVariables"]

# Words and signs, attributes and arguments: nothing that ends it, or begins a string or comment.
_SELECTOR: Final = re.compile(
    r"""(?:[\w:.\#*>+~,\ -]|\[[\w-]+(?:[~|^$*]?="[^"\\{};]*")?\]|\([\w:.\#*>+~,\ -]*\))+""", re.VERBOSE
)
# Comments and strings, which end where the file does if nothing else ends them.
_ASIDE: Final = re.compile(
    r"""/\*.*?(?:\*/|\Z) | "(?:[^"\\\n]|\\.)*+"? | '(?:[^'\\\n]|\\.)*+'?""", re.DOTALL | re.VERBOSE
)
_PROPERTY: Final = re.compile(r"(?<![\w-])--((?:[\w-]|\\.)++)\s*+:([^;{}]*+)")
_COLOR: Final = re.compile(r"#[0-9a-f]+|(?:(?:rgb|hsl)a?|hwb|(?:ok)?l(?:ab|ch))\([^()a-z]*\)", re.IGNORECASE)
# A number is no name, and the prefix of ours or of Tailwind's is none of it.
_PREFIX: Final = re.compile(r"^(?:color-palette|colou?r)(?:-?[0-9]+$|-)")
# What we wrote has the names of its swatches in comments.
_OURS: Final = ", by cvpalette */"
_NUMBERED: Final = re.compile(r".*-[0-9]+")
_NAMED: Final = re.compile(r'^ *--([\w-]+):[^;\n]*; /\* "((?:[^"\\\n]|\\.)*+)"', re.MULTILINE)

# A property, a rule with @, or a selector: no prose, markup or program begins so.
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
    # GIMP's importer takes only lines with "color" in them; Tailwind wants `--color-` too.
    prefix: Annotated[str, "What the names begin with: --PREFIX-1."] = "color"
    notation: Annotated[Literal["hex", "rgb", "hsl", "oklch"], "How the colors are written."] = "hex"
    selector: Annotated[str, "Which elements have the properties, such as .dark."] = ":root"

    def __post_init__(self) -> None:
        """Refuse a prefix that some tool would not read, and a selector that is none."""
        require_identifier("prefix", self.prefix)
        if not _SELECTOR.fullmatch(self.selector) or not self.selector.strip():
            message = f"option 'selector' is one of CSS, such as ':root', not {quote(self.selector)}"
            raise ValueError(message)

    def render(self, extraction: Extraction, /) -> str:
        """Write one property a swatch, its name and share in a comment."""
        palette = extraction.palette
        lines = [
            f"  --{name}: {write_notation(color, self.notation)}; {css_comment(note)}".rstrip()
            for name, color, note in zip(
                identifiers(palette, self.prefix),
                palette.colors,
                swatch_notes(palette, css_string),
                strict=True,
            )
        ]
        return "\n".join([css_comment(summary(extraction)), f"{self.selector} {{", *lines, "}"]) + "\n"

    @staticmethod
    def needs_suffix(data: bytes, /) -> bool:
        """Tell whether these bytes do not begin as a style sheet does: any text may have a property in it."""
        return not _BEGINNING.match(_ASIDE.sub(_blank, decode_text(data)))

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read every custom property that is a color in any notation of CSS, whoever wrote it.

        What is set again, for a dark theme perhaps, counts as it was set first. Raises ValueError.
        """
        text = decode_text(data)
        ours = text.partition("\n")[0].rstrip().endswith(_OURS)
        names = dict(_NAMED.findall(text)) if ours else {}
        code = _ASIDE.sub(_blank, text)
        found: dict[str, Found] = {}
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
            found.setdefault(name, Found(color, css_text(names.get(name, unquoted))))
        if not found:
            raise ValueError("it sets no custom property, such as '--color-1: #264653', to a color")
        return make_palette(found.values())


def _blank(aside: re.Match[str]) -> str:
    """Return an empty string for a string, a blank for a comment, and as many lines as it had."""
    begin = aside[0][0]
    return (" " if begin == "/" else begin * 2) + "\n" * aside[0].count("\n")
