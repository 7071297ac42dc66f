"""The output `tailwind`."""

import re
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Final, Literal

from cvpalette.color.palette import Palette
from cvpalette.messages import quote
from cvpalette.parsing.entries import ROLES_LEFT_OUT, decode_text, join_groups, make_palette, tell_left_out
from cvpalette.rendering.escaping import css_comment, css_string
from cvpalette.rendering.names import require_identifier, summary
from cvpalette.rendering.variables import ROLES, Roles, Text, Variable, list_lines, list_variables, write_dark
from cvpalette.result import Result

__all__ = ["TailwindTheme"]

_THEME: Final = re.compile(r"@theme(?:\s+\w+){0,4}\s*\{")
# A variable that is set, and one that a color of the theme refers to. Those of `--color-` are Tailwind's own.
_SET: Final = re.compile(r"(?<![\w-])(--[\w-]++)\s*+:")
_REFERENCE: Final = re.compile(r"(?<![\w-])--color-[\w-]++\s*+:[^;{}]*?\bvar\(\s*+(--(?!color-)[\w-]++)")
_BRACES: Final = re.compile(r"/\*.*?(?:\*/|\Z)|[{}]", re.DOTALL)
_COLOR: Final = "color-"
# No name has this sign.
_OTHER: Final = "\ufdd0"


@dataclass(frozen=True)
class TailwindTheme:
    """Tailwind CSS 4 theme for bg-palette-1, text-palette-1 and so on; import it after "tailwindcss".

    The colors of any style sheet's @theme are read. Names become identifiers, and stand in comments, as
    groups do. The facts are those of Tailwind's documentation of theme variables.
    """

    suffix: ClassVar[str] = ".tailwind.css"
    family: ClassVar[str] = "styles"
    holds: ClassVar[frozenset[str]] = frozenset(("names", "groups", "alpha"))
    prefix: Annotated[str, "What the colors' names begin with: bg-PREFIX-1."] = "palette"
    ramps: Annotated[bool, "Add the steps from 50 to 950 of each color: bg-PREFIX-1-50."] = False
    text: Text = False
    roles: Roles = False
    modes: Annotated[
        Literal["media", "class", "data-theme"],
        "How roles become dark: by the user's preference, or inside .dark or data-theme=dark.",
    ] = "media"

    def __post_init__(self) -> None:
        """Refuse a prefix from which Tailwind makes no utilities."""
        require_identifier("prefix", self.prefix)

    @property
    def idle(self) -> dict[str, str]:
        """Without roles, nothing becomes dark."""
        return {} if self.roles else {"modes": "only roles become dark; add tailwind.roles=yes"}

    def render(self, result: Result, /) -> str:
        """Write one color for each swatch, with its name and share in a comment, and for each role."""
        # Tailwind makes utilities only from names that begin with `--color-`.
        swatches, roles = list_variables(
            result,
            f"color-{self.prefix}",
            ramps=self.ramps,
            text=self.text,
            roles=self.roles,
            write=css_string,
        )
        lines = list(list_lines(swatches, _write, _comment, is_nested=True))
        dark: list[str] = []
        if roles:
            steps = [each for role in roles for each in role.steps.values()]
            lines += ["", f"  {ROLES}", *(f"  --{role.name}: {role.light.hex};" for role in roles)]
            lines += [f"  --{each.name}: {each.color.hex};" for each in steps]
            darker = [f"  --{role.name}: {role.dark.hex};" for role in roles]
            # Tailwind puts the theme into the layer `theme`, which the dark values must not lie before.
            rule = write_dark(self.modes, ":root, :host", ["  color-scheme: dark;", "", *darker])
            dark = ["", "@layer theme {", *(f"  {line}".rstrip() for line in rule), "}"]
        return "\n".join([css_comment(summary(result)), "@theme {", *lines, "}", *dark]) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the variables of a theme that begin with `--color-`. Raises ValueError."""
        from cvpalette.parsing.css_colors import read_style_colors  # noqa: PLC0415 -- only this reader needs it
        from cvpalette.parsing.own import add_roles, find_groups, find_own  # noqa: PLC0415

        text = decode_text(data)
        if not _THEME.search(text):
            raise ValueError("it is no style sheet of Tailwind's: it has no @theme")
        other = _find_outside(text)
        if other:
            # Then the colors are those of a sheet of CSS.
            message = f"its @theme refers to {quote(other)}, and nothing in it sets that to a color"
            raise ValueError(message)
        whole, own = text, find_own(text)
        notes = list(own.notes) if own else []
        if own and ROLES in own.text:
            # Only the rule of the theme is left, up to the roles in it.
            text, notes = f"{own.text.partition(ROLES)[0]}}}", [*notes, ROLES_LEFT_OUT]
        elif own:
            text = own.text

        def rename(name: str) -> str:
            if not name.startswith(_COLOR):
                return _OTHER
            return own.rename(name) if own else name.removeprefix(_COLOR)

        found = read_style_colors(text, rename, find_groups(text) if own else {})
        entries = [entry for entry in found.entries if not entry.name.startswith(_OTHER)]
        if not entries:
            raise ValueError("it holds no color: no variable that begins with --color-")
        others = len(found.entries) - len(entries)
        notes += (
            [tell_left_out(others, "color", "of variables that are no colors of the theme")] if others else []
        )
        notes += [f"left out: {found.left_out}"] if found.left_out else []
        entries, name = join_groups(entries) if own else (entries, "")
        palette = replace(make_palette(entries, name, notes), variables=found.variables)
        return add_roles(palette, whole) if own and ROLES in whole else palette


def _find_outside(text: str) -> str:
    """Return a variable outside of a theme that it takes a color from, as `@theme inline` does; else ''."""
    themes = [text[found.end() : _find_close(text, found.end())] for found in _THEME.finditer(text)]
    own = {name for theme in themes for name in _SET.findall(theme)}
    return next((name for theme in themes for name in _REFERENCE.findall(theme) if name not in own), "")


def _find_close(text: str, start: int) -> int:
    """Return where the block ends that begins here."""
    depth = 1
    for found in _BRACES.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if not depth:
            return found.start()
    return len(text)


def _comment(text: str) -> str:
    return f"  {css_comment(text)}"


def _write(each: Variable) -> str:
    return f"  --{each.name}: {each.hex}; {css_comment(each.note)}".rstrip()
