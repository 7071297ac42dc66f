"""The variables of style sheets and token files: swatches, with ramps and colors of text, and roles."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Final, Literal, NamedTuple, TypeAlias

from cvpalette.color.alpha import alpha_level
from cvpalette.color.color import Color
from cvpalette.rendering.escaping import css_string
from cvpalette.rendering.held_roles import roles_of
from cvpalette.rendering.names import identifiers, plain_name, swatch_notes
from cvpalette.result import Result
from cvpalette.roles.role import FILLS, MODES

__all__ = [
    "GROUP",
    "ROLES",
    "RoleVariable",
    "Roles",
    "Text",
    "Variable",
    "Variables",
    "flatten",
    "list_lines",
    "list_variables",
    "write_dark",
]

#: The option of outputs that can add roles, and the one of those that can add colors of text.
Roles: TypeAlias = Annotated[bool, "Add the roles of the light and the dark scheme: PREFIX-background."]
Text: TypeAlias = Annotated[bool, "Add black or white text for each color, whichever is easier to read."]

#: The comment before the roles in a style sheet; readers of ours stop there.
ROLES: Final = "/* roles */"
#: The word in the comments before the swatches of a group: `group "Reds"`, or `no group`.
GROUP: Final = "group"
_TEXT: Final = "-text"
# Selectors of the root, whose properties all other elements inherit.
_WHOLE_PAGE: Final = (":root", ":root, :host")
# Selectors of what is dark.
_DARK: Final = {"class": ".dark", "data-theme": '[data-theme="dark"]'}


class Variable(NamedTuple):
    """A color by the name that it has in a file, with a comment, which may be empty.

    `steps` are the steps of its ramp by their numbers, each a variable too. Without ramps it is empty. `text`
    is the color of text on it, or None if nobody asked for it.
    """

    name: str
    color: Color
    note: str = ""
    steps: Mapping[int, "Variable"] = MappingProxyType({})
    text: "Variable | None" = None
    alpha: float = 1.0
    group: str = ""

    @property
    def hex(self) -> str:
        """The color as `#rrggbb`, or as `#rrggbbaa` if it is translucent."""
        return self.color.hex if self.alpha == 1 else f"{self.color.hex}{self.alpha_digits.lower()}"

    @property
    def argb(self) -> str:
        """The color as eight digits, the alpha first: `FF264653`."""
        return f"{self.alpha_digits}{self.color.digits.upper()}"

    @property
    def alpha_digits(self) -> str:
        """The alpha as two digits; it is never wholly transparent."""
        return f"{alpha_level(self.alpha):02X}"


class RoleVariable(NamedTuple):
    """A role by the name that it has in a file, its colors in both modes, and the ramp of the light one."""

    role: str
    name: str
    light: Color
    dark: Color
    steps: Mapping[int, Variable] = MappingProxyType({})


class Variables(NamedTuple):
    """The variables of a file: one for each swatch, and one for each role if roles were asked for."""

    swatches: list[Variable]
    roles: list[RoleVariable]


def list_variables(  # noqa: PLR0913 -- the options of the outputs, by name
    result: Result,
    prefix: str,
    *,
    ramps: bool = False,
    text: bool = False,
    roles: bool = False,
    joint: str = "-",
    taken: Iterable[str] = (),
    write: Callable[[str], str] = str,
) -> Variables:
    """Return a variable for each swatch, with its name and share in the comment, and the roles.

    With `ramps`, each has the steps of its ramp: `color-1-50` to `color-1-950` for `color-1`. With `text`, it
    has the color of text on it: `color-1-text`. With `roles`, there are those of the palette's file, or else
    of the result's scheme: `color-background`. No two names are the same, and none is `taken`. `joint` joins
    the words of names, and `write` turns a swatch's name into the form for the comment.
    """
    palette = result.palette
    named = _list_roles(result, prefix, joint, ramps=ramps) if roles else []
    steps = _list_steps(ramps)
    endings = [*(f"-{step}" for step in steps), *([_TEXT] if text else [])]
    roles_names = [name.replace(joint, "-") for each in named for name in (each.name, *_names(each.steps))]
    names = identifiers(palette, prefix, joint, endings=endings, taken=[*taken, *roles_names])
    notes = swatch_notes(palette, write)
    swatches = [
        Variable(name, swatch.color, note, alpha=swatch.alpha, group=swatch.group)
        for name, swatch, note in zip(names, palette, notes, strict=True)
    ]
    if ramps:
        swatches = [each._replace(steps=_make_steps(each.name, each.color, joint)) for each in swatches]
    if text:
        swatches = [each._replace(text=_make_text(each, joint)) for each in swatches]
    return Variables(swatches, named)


def list_lines(
    variables: Iterable[Variable],
    write: Callable[[Variable], str],
    comment: Callable[[str], str],
    *,
    is_nested: bool = False,
) -> Iterator[str]:
    """Give the line that `write` makes of each variable, of the steps of its ramp and of its color of text.

    Before the swatches of a group are an empty line and a comment with its name, which `comment` makes. The
    file keeps the order of the swatches, so that a group may have several such comments. If `is_nested`, the
    lines are those of a block, in which linters of style sheets want no empty line first.
    """
    shown = ""
    for variable in variables:
        if variable.group != shown:
            shown = variable.group
            if not is_nested:
                yield ""
            yield comment(f"{GROUP} {css_string(_plain_path(shown))}" if shown else f"no {GROUP}")
        is_nested = False
        yield from map(write, flatten([variable]))


def flatten(variables: Iterable[Variable]) -> Iterator[Variable]:
    """Give each variable, and then the steps of its ramp and the color of text on it."""
    for variable in variables:
        yield variable
        yield from variable.steps.values()
        if variable.text:
            yield variable.text


def _plain_path(group: str) -> str:
    return "/".join(map(plain_name, group.split("/")))


def write_dark(
    modes: Literal["media", "class", "data-theme"], selector: str, lines: Sequence[str]
) -> list[str]:
    """Return the rule of a style sheet that gives properties their dark values.

    It holds where the user prefers dark pages ('media'), or inside elements of the class `dark` ('class') or
    with the attribute `data-theme="dark"` ('data-theme'). `selector` is that of the elements that get the
    properties.
    """
    if modes != "media":
        dark = _DARK[modes]
        if selector in _WHOLE_PAGE:
            return [f"{dark} {{", *lines, "}"]
        # Elements inside one that is dark set the light values again.
        return [f":is({selector}) {dark},", f":is({selector}):is({dark}, {dark} *) {{", *lines, "}"]
    return [
        "@media (prefers-color-scheme: dark) {",
        f"  {selector} {{",
        *(f"  {line}".rstrip() for line in lines),
        "  }",
        "}",
    ]


def _list_roles(result: Result, prefix: str, joint: str, *, ramps: bool) -> list[RoleVariable]:
    light, dark = (roles_of(result, mode).named() for mode in MODES)
    found = []
    for role in light:
        name = f"{prefix}-{role}".replace("-", joint)
        steps = _make_steps(name, light[role].color, joint) if ramps and role in FILLS else {}
        found.append(RoleVariable(role, name, light[role].color, dark[role].color, steps))
    return found


def _list_steps(ramps: bool) -> Sequence[int]:
    if not ramps:
        return ()
    from cvpalette.roles.ramp import STEPS  # noqa: PLC0415 -- only who wants ramps waits for it

    return STEPS


def _make_steps(name: str, color: Color, joint: str) -> dict[int, Variable]:
    from cvpalette.roles.ramp import make_ramp  # noqa: PLC0415

    return {step: Variable(f"{name}{joint}{step}", one) for step, one in make_ramp(color).items()}


def _make_text(variable: Variable, joint: str) -> Variable:
    name = f"{variable.name}{_TEXT}".replace("-", joint)
    return Variable(name, variable.color.ink, f"text on {variable.name}")


def _names(steps: Mapping[int, Variable]) -> Iterator[str]:
    return (step.name for step in steps.values())
