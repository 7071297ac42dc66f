"""The output `tailwind`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from cvpalette.rendering.escaping import css_comment
from cvpalette.rendering.names import require_identifier, summary
from cvpalette.rendering.variables import ROLES, Roles, Text, flatten, list_variables, write_dark
from cvpalette.result import Result

__all__ = ["TailwindTheme"]


@dataclass(frozen=True)
class TailwindTheme:
    """Tailwind CSS 4 theme for bg-palette-1, text-palette-1 and so on; import it after "tailwindcss"."""

    suffix: ClassVar[str] = ".tailwind.css"
    family: ClassVar[str] = "styles"
    holds: ClassVar[frozenset[str]] = frozenset()
    prefix: Annotated[str, "What the colors' names begin with: bg-PREFIX-1."] = "palette"
    ramps: Annotated[bool, "Add the steps from 50 to 950 of each color: bg-PREFIX-1-50."] = False
    text: Text = False
    roles: Roles = False
    modes: Annotated[
        Literal["media", "class"],
        "How roles become dark: by the user's preference, or inside the class 'dark'.",
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
            result, f"color-{self.prefix}", ramps=self.ramps, text=self.text, roles=self.roles
        )
        lines = [
            f"  --{each.name}: {each.color.hex}; {css_comment(each.note)}".rstrip()
            for each in flatten(swatches)
        ]
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
