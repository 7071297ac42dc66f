"""The output `css`."""

import re
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Final, Literal

from cvpalette.color.color import Color
from cvpalette.color.notation import write_notation
from cvpalette.color.palette import Palette
from cvpalette.messages import quote
from cvpalette.parsing.entries import ROLES_LEFT_OUT, decode_text, join_groups, make_palette
from cvpalette.rendering.escaping import css_comment, css_string
from cvpalette.rendering.names import comment_lines, require_identifier
from cvpalette.rendering.variables import (
    ROLES,
    Roles,
    RoleVariable,
    Text,
    Variable,
    list_lines,
    list_variables,
    write_dark,
)
from cvpalette.result import Result

__all__ = ["CssVariables"]

# Words, signs, attributes and arguments, but nothing that ends a selector or begins a string or comment.
_PIECE: Final = r"""
    [\w:.\#*>+~,\ -] | \\[^\w\s{};]
    | \[\ *[\w-]+\ *(?:[~|^$*]?=\ *(?:"[^"\\{};\n]*"|'[^'\\{};\n]*'|[\w-]+)\ *(?:[iIsS]\ *)?)?\]"""
_ARGUMENT: Final = rf"\((?:{_PIECE} | \((?:{_PIECE})*\))*\)"
_SELECTOR: Final = re.compile(rf"(?:{_PIECE} | {_ARGUMENT})+", re.VERBOSE)
# Comments and strings. An unclosed comment ends with the file, and an unclosed string with its line.
_ASIDE: Final = re.compile(
    r"""/\*.*?(?:\*/|\Z) | "(?>(?:[^"\\\n]|\\.)*)"? | '(?>(?:[^'\\\n]|\\.)*)'?""", re.DOTALL | re.VERBOSE
)
# A number is not a name, and neither is our prefix or Tailwind's.
_PREFIX: Final = re.compile(r"^(?:color-palette|colou?r)(?:-?[0-9]+$|-)")
# Files written by cvpalette begin with a comment that ends so.
_OURS: Final = ", by cvpalette */"
# A comment that begins with `!` is kept by all tools that make style sheets small. It may stand behind ours.
_KEPT: Final = re.compile(rf"\s*+(?:/\*[^\n]*{re.escape(_OURS)}\s*+)?/\*!(.*?)\*/", re.DOTALL)
# A property, an at-rule or a selector. Prose, markup and programs do not begin like this.
_BEGINNING: Final = re.compile(
    r"""\s*+(?:
        --(?>(?:[\w-]|\\.)+)\s*+:
      | @(?:charset|font-face|import|layer|media|namespace|property|supports|tailwind|theme)\b[^{};]*+[{;]
      | (?>(?:
            ,\s*+ | [\w*>+~\ -] | [.\#](?=[\w-]|\\) | \\. | ::?[\w-]++(?:\([^(){};]*+\))? | \[[^][{};]*+\]
        )+)\s*+\{
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class CssVariables:
    """CSS custom properties, for every style sheet.

    Any style sheet is read: its custom properties, or else all colors of other properties. Names become
    identifiers, and stand in comments, as groups do. The facts are those of the W3C's CSS Syntax Module
    Level 3 and CSS Color Modules Level 4 and 5.
    """

    suffix: ClassVar[str] = ".css"
    family: ClassVar[str] = "styles"
    holds: ClassVar[frozenset[str]] = frozenset(("names", "groups", "alpha", "comment"))
    # GIMP imports only lines with "color" in them, and Tailwind needs names that begin with `--color-`.
    prefix: Annotated[str, "What the names begin with: --PREFIX-1."] = "color"
    notation: Annotated[Literal["hex", "rgb", "hsl", "oklch"], "How the colors are written."] = "hex"
    selector: Annotated[str, "Selector of the elements that get the properties, such as .dark."] = ":root"
    ramps: Annotated[bool, "Add the steps from 50 to 950 of each color: --PREFIX-1-50."] = False
    text: Text = False
    roles: Roles = False
    modes: Annotated[
        Literal["light-dark", "media", "class", "data-theme"],
        "How roles become dark: by light-dark(), the user's preference, or inside .dark or data-theme=dark.",
    ] = "light-dark"

    def __post_init__(self) -> None:
        """Refuse a prefix that some tool cannot read, and text that is not a selector."""
        require_identifier("prefix", self.prefix)
        if not _SELECTOR.fullmatch(self.selector) or not self.selector.strip():
            message = f"option 'selector' is a CSS selector, such as ':root', not {quote(self.selector)}"
            raise ValueError(message)

    @property
    def idle(self) -> dict[str, str]:
        """Without roles, nothing becomes dark."""
        return {} if self.roles else {"modes": "only roles become dark; add css.roles=yes"}

    def render(self, result: Result, /) -> str:
        """Write one custom property for each swatch, with its name and share in a comment, and each role."""
        swatches, roles = list_variables(
            result, self.prefix, ramps=self.ramps, text=self.text, roles=self.roles, write=css_string
        )
        lines = list_lines(swatches, self._write, lambda text: f"  {css_comment(text)}", is_nested=True)
        light, dark = self._write_roles(roles) if roles else ([], [])
        head = _write_head(*comment_lines(result))
        return "\n".join([*head, f"{self.selector} {{", *lines, *light, "}", *dark]) + "\n"

    def _write(self, each: Variable) -> str:
        return f"{self._declare(each.name, each.color, each.alpha)} {css_comment(each.note)}".rstrip()

    def _declare(self, name: str, color: Color, alpha: float = 1.0) -> str:
        return f"  --{name}: {write_notation(color, self.notation, alpha)};"

    def _write_roles(self, roles: list[RoleVariable]) -> tuple[list[str], list[str]]:
        """Return the declarations of the roles, and the rules that make them dark."""
        steps = [self._declare(each.name, each.color) for role in roles for each in role.steps.values()]
        if self.modes == "light-dark":
            both = [
                f"  --{role.name}: light-dark({write_notation(role.light, self.notation)},"
                f" {write_notation(role.dark, self.notation)});"
                for role in roles
            ]
            return ["", f"  {ROLES}", "  color-scheme: light dark;", "", *both, *steps], []
        light = [self._declare(role.name, role.light) for role in roles]
        dark = [self._declare(role.name, role.dark) for role in roles]
        rule = write_dark(self.modes, self.selector, ["  color-scheme: dark;", "", *dark])
        return ["", f"  {ROLES}", "  color-scheme: light;", "", *light, *steps], ["", *rule]

    @staticmethod
    def needs_suffix(data: bytes, /) -> bool:
        """Tell whether the data does not begin like a style sheet.

        Then only the suffix identifies it, since any text may contain something like a property.
        """
        return not _BEGINNING.match(_ASIDE.sub(_blank, decode_text(data)))

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read every variable that is a color, from any style sheet, or else the colors of all properties.

        See docs/formats/styles.md for what of a style sheet is read. Ramps, roles and colors of text that we
        wrote are left out. Raises ValueError.
        """
        # Only this reader needs it.
        from cvpalette.parsing.css_colors import USES, read_style_colors  # noqa: PLC0415
        from cvpalette.parsing.own import add_roles, find_groups, find_own  # noqa: PLC0415

        whole = decode_text(data)
        own = find_own(whole.partition(ROLES)[0])
        has_roles = own is not None and ROLES in whole
        text = own.text if own else whole
        notes = [*(own.notes if own else ()), *([ROLES_LEFT_OUT] if has_roles else ())]

        def rename(name: str) -> str:
            if own and (name in own.names or not own.rename(name)):
                return own.rename(name)
            return _PREFIX.sub("", name)

        found = read_style_colors(text, rename, find_groups(text) if own else {})
        notes = [*([f"left out: {found.left_out}"] if found.left_out else []), *notes]
        if not found.entries:
            reason = f"; {notes[0]}" if notes else ""
            message = f"it sets nothing to a color, such as '--color-1: #264653'{reason}"
            raise ValueError(message)
        if found.are_uses:
            notes.append(USES)
        entries, name = join_groups(found.entries) if own else (found.entries, "")
        palette = replace(make_palette(entries, name, notes, _read_comment(whole)), variables=found.variables)
        return add_roles(palette, whole) if has_roles else palette


def _write_head(ours: str, *theirs: str) -> list[str]:
    """Return our own comment, and then that of the palette's file, as one that no tool removes."""
    # A linter of style sheets wants an empty line between comments.
    lines = [css_comment(line).removeprefix("/* ").removesuffix(" */") for line in theirs]
    return [css_comment(ours), *(["", "/*! {} */".format("\n   ".join(lines))] if theirs else [])]


def _read_comment(text: str) -> str:
    """Return the comment on licence and the like that a style sheet begins with: one that has to be kept."""
    found = _KEPT.match(text)
    return (
        "\n".join(line.strip().removeprefix("*").strip() for line in found[1].splitlines()) if found else ""
    )


def _blank(aside: re.Match[str]) -> str:
    """Return an empty string for a string and a space for a comment, with as many line breaks as it had."""
    begin = aside[0][0]
    return (" " if begin == "/" else begin * 2) + "\n" * aside[0].count("\n")
