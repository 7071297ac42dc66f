"""Text files that we wrote: find_own() finds names and groups of swatches, and drops what was added."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Value
from cvpalette.parsing.entries import tell_left_out
from cvpalette.rendering.escaping import css_text
from cvpalette.rendering.variables import GROUP, ROLES

__all__ = ["Own", "add_roles", "find_groups", "find_own"]

# The first comment of each of our files, in the syntaxes of comments that they have.
_OURS: Final = re.compile(
    r"\s*+(?:<\?xml[^>\n]{0,80}>\s*+)?(?://|/\*|%|<!--)"
    r" [0-9]+ colors? of [^\n]*, by cvpalette(?: \*/| -->)?\r?\n"
)
_DECLARED: Final = r"""^[ \t]*+(?:[$@]|--|\\definecolor\{|<color\ name="|")([\w-]++)"""
# The name of a swatch stands in quotes in the comment behind its variable.
_NAMED: Final = re.compile(
    rf"""{_DECLARED}[^\n]*?(?://|/\*|%|<!--)\ "((?>(?:[^"\\\n]|\\.){{0,300}}))\"""", re.MULTILINE | re.VERBOSE
)
_NUMBERED: Final = re.compile(r".*[-_][0-9]+")
# A variable, and then those of the eleven steps of its ramp.
_RAMP: Final = re.compile(
    r"^([ \t]*+(?:[$@]|--)([\w-]++):[^;\n]*;[^\n]*\n)"
    r"(?:[ \t]*(?:[$@]|--)\2-(?:50|[1-9]00|950):[^;\n]*;[ \t\r]*\n){11}",
    re.MULTILINE,
)
# The color of text on another one. The name of a swatch in such a comment has quotes.
_TEXT: Final = re.compile(
    rf"{_DECLARED}[^\n]*(?://|/\*|%|<!--)\ text\ on\ [^\n]*\n", re.MULTILINE | re.VERBOSE
)
# A variable, or the comment before those of a group.
_GROUPED: Final = re.compile(
    rf"""{_DECLARED}
    | ^[ \t]*+(?://|/\*)\ (?:{GROUP}\ "(?P<group>(?>(?:[^"\\\n]|\\.){{0,900}}))"|no\ {GROUP})""",
    re.MULTILINE | re.VERBOSE,
)
# The first of the roles shows what all of their names begin with.
_BACKGROUND: Final = re.compile(r"(?<![\w-])--([\w-]{1,200}-)background\s*:")


class Own(NamedTuple):
    """What a file of ours says: its text without what was added to the palette, which `notes` tell."""

    text: str
    names: dict[str, str]
    notes: list[str]

    def rename(self, variable: str) -> str:
        """Return the name of a swatch by the name of its variable."""
        return self.names.get(variable, "" if _NUMBERED.fullmatch(variable) else variable)


def find_groups(text: str) -> dict[str, str]:
    """Return the group of each variable of a text of ours, by the comments before them; '' is for none."""
    groups: dict[str, str] = {}
    group = ""
    for found in _GROUPED.finditer(text):
        if found[1] is None:
            group = css_text(found["group"] or "")
        else:
            # Further mentions are those of maps.
            groups.setdefault(found[1], group)
    return groups


def find_own(text: str) -> Own | None:
    """Return what a text of ours says; None for that of others. Ramps and colors of text are left out."""
    if not _OURS.match(text):
        return None
    text = text.replace("\r\n", "\n")
    text, inks = _TEXT.subn("", text)
    text, ramps = _RAMP.subn(r"\1", text)
    notes = []
    if ramps:
        notes.append(tell_left_out(ramps, "ramp", "only the color of each is read"))
    if inks:
        notes.append(tell_left_out(inks, "color", "made for text on another color"))
    return Own(text, {name: css_text(string) for name, string in _NAMED.findall(text)}, notes)


def add_roles(palette: Palette, text: str) -> Palette:
    """Return a palette with the roles of its style sheet, one of ours, whatever they are by now.

    Those of dark are called 'text (dark)' where they differ. `text` is the whole style sheet.
    """
    from cvpalette.parsing.css_colors import read_style_colors  # noqa: PLC0415 -- only CSS has roles
    from cvpalette.roles.role import ROLE_NAMES  # noqa: PLC0415
    from cvpalette.roles.rule_colors import list_views  # noqa: PLC0415

    named = _BACKGROUND.search(text, text.index(ROLES))
    prefix = named[1] if named else ""
    values = read_style_colors(text, str).variables
    roles: dict[str, Color] = {}
    variables: dict[str, Mapping[str, Value]] = {}
    for mode in list_views(values):
        own = {
            role: values[mode][f"{prefix}{role}"] for role in ROLE_NAMES if f"{prefix}{role}" in values[mode]
        }
        for role, value in own.items() if prefix and " " not in mode else ():
            color = value[0] if isinstance(value, tuple) else value
            if isinstance(color, Color) and roles.get(role) != color:
                roles[role if mode == "light" else f"{role} ({mode})"] = color
        variables[mode] = {**own, **palette.variables.get(mode, {}), **values[mode]}
    return replace(palette, roles=tuple(roles.items()), variables={**palette.variables, **variables})
