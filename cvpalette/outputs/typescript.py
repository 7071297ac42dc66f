"""The output `typescript`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal

from cvpalette.messages import quote
from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.members import SCRIPT, list_members
from cvpalette.rendering.names import comment_lines
from cvpalette.result import Result

__all__ = ["TypeScriptModule"]

_NAME: Final = re.compile(r"[a-z][A-Za-z0-9]{0,59}")
_KEYWORDS: Final = frozenset(
    "arguments await break case catch class const continue debugger default delete do else enum eval export"  # noqa: SIM905
    " extends false finally for function if implements import in instanceof interface let new null package"
    " private protected public return static super switch this throw true try typeof undefined var void while"
    " with yield".split()
)


@dataclass(frozen=True)
class TypeScriptModule:
    """TypeScript or JavaScript module with the colors as a constant object, `as const`.

    Names become identifiers. The facts are those of the TypeScript handbook and of ECMAScript.
    """

    suffix: ClassVar[str] = ".ts"
    suffixes: ClassVar[Mapping[str, Mapping[str, str]]] = {".mjs": {"language": "javascript"}}
    family: ClassVar[str] = "code"
    holds: ClassVar[frozenset[str]] = frozenset({"alpha", "comment", "names"})
    name: Annotated[str, "Name of the constant."] = "palette"
    language: Annotated[Literal["typescript", "javascript"], "With types, or without them."] = "typescript"
    roles: Annotated[bool, "Add the roles of both schemes, as the constants light and dark."] = False

    def __post_init__(self) -> None:
        """Refuse a name that JavaScript cannot read."""
        is_ours = self.name in {"light", "dark"} and self.roles
        if not _NAME.fullmatch(self.name) or self.name in _KEYWORDS or is_ours:
            message = f"option 'name' is a free name in JavaScript, such as 'palette', not {quote(self.name)}"
            raise ValueError(message)

    def render(self, result: Result, /) -> str:
        """Write one member for each swatch, with its name and share in a comment, and the roles."""
        # The roles have objects of their own, and so their names may be those of swatches.
        swatches, _ = list_members(result, SCRIPT)
        _, roles = list_members(result, SCRIPT, roles=self.roles)
        is_typed = self.language == "typescript"
        members = [
            f'  {each.name}: "{each.hex}", {line_comment("//", each.note)}'.rstrip() for each in swatches
        ]
        lines = [
            *(line_comment("//", line) for line in comment_lines(result)),
            *_write(self.name, members, is_typed),
        ]
        if is_typed:
            kind = self.name[0].upper() + self.name[1:]
            lines += ["", f"export type {kind}Color = keyof typeof {self.name};"]
        if roles:
            light = [f'  {role.name}: "{role.light.hex}",' for role in roles]
            dark = [f'  {role.name}: "{role.dark.hex}",' for role in roles]
            lines += ["", *_write("light", light, is_typed), "", *_write("dark", dark, is_typed)]
        return "\n".join(lines) + "\n"


def _write(name: str, members: list[str], is_typed: bool) -> list[str]:
    return [f"export const {name} = {{", *members, "} as const;" if is_typed else "};"]
