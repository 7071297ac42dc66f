"""The output `tailwind3`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final

from cvpalette.color.palette import Palette
from cvpalette.errors import ColorError
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, decode_text, join_groups, make_palette, tell_left_out, tell_some
from cvpalette.rendering.escaping import css_string, line_comment
from cvpalette.rendering.names import require_identifier, summary
from cvpalette.rendering.variables import Variable, list_variables
from cvpalette.result import Result

__all__ = ["TailwindConfig"]

# Words that are no color by themselves.
_WORDS: Final = frozenset({"transparent", "currentcolor", "inherit"})


@dataclass(frozen=True)
class TailwindConfig:
    """Tailwind CSS 3 preset in JavaScript: add it to `presets`, and write bg-palette-1.

    Any configuration is read, of theme.colors and theme.extend.colors: only what is written as a literal,
    since nothing is run. Names become identifiers, and stand in comments. The facts are those of Tailwind's
    documentation of customizing colors.
    """

    suffix: ClassVar[str] = ".tailwind.cjs"
    read_suffixes: ClassVar[tuple[str, ...]] = (".config.js", ".config.cjs", ".config.mjs", ".config.ts")
    family: ClassVar[str] = "styles"
    holds: ClassVar[frozenset[str]] = frozenset({"alpha", "names"})
    prefix: Annotated[str, "What the colors' names begin with: bg-PREFIX-1."] = "palette"
    ramps: Annotated[bool, "Add the steps from 50 to 950 of each color: bg-PREFIX-1-50."] = False

    def __post_init__(self) -> None:
        """Refuse a prefix from which Tailwind makes no utilities."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write one color for each swatch, with its name and share in a comment."""
        swatches, _ = list_variables(result, self.prefix, ramps=self.ramps, write=css_string)
        head = [line_comment("//", summary(result)), "module.exports = { theme: { extend: { colors: {"]
        return "\n".join([*head, *(line for each in swatches for line in _write(each)), "} } } };"]) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of a configuration of Tailwind's. Raises ValueError."""
        from cvpalette.parsing.literals import read_exported  # noqa: PLC0415 -- only this reader needs it
        from cvpalette.parsing.own import find_own  # noqa: PLC0415

        text = decode_text(data)
        # Most text has no such word, and need not be read as a program.
        config = read_exported(text) if "export" in text else None
        theme = (config or {}).get("theme")
        if not isinstance(theme, Mapping):
            raise ValueError("it is no configuration of Tailwind's: it exports no object with 'theme'")  # noqa: TRY004
        extend = theme.get("extend")
        found = [theme.get("colors"), extend.get("colors") if isinstance(extend, Mapping) else None]
        skipped: list[str] = []
        own = find_own(text)
        notes = []
        if own:
            ramps = [colors for colors in found if isinstance(colors, Mapping)]
            found = [{name: _drop_steps(value) for name, value in colors.items()} for colors in ramps]
            number = sum(isinstance(value, Mapping) for colors in ramps for value in colors.values())
            if number:
                notes.append(tell_left_out(number, "ramp", "only the color of each is read"))
        entries = [
            entry for colors in found if colors is not None for entry in _read(colors, "", "", skipped)
        ]
        if own:
            entries = [entry._replace(name=own.rename(entry.name)) for entry in entries]
        joined, name = join_groups(entries)
        notes += [tell_some(skipped)] if skipped else []
        return make_palette(joined, name, notes)


def _write(variable: Variable) -> list[str]:
    comment = line_comment("//", variable.note)
    if not variable.steps:
        return [f'  "{variable.name}": "{variable.hex}", {comment}'.rstrip()]
    steps = ", ".join(f'{step}: "{each.color.hex}"' for step, each in variable.steps.items())
    return [f'  "{variable.name}": {{ DEFAULT: "{variable.hex}", {steps} }}, {comment}'.rstrip()]


def _drop_steps(value: Any) -> Any:
    """Return the color alone of a color of ours that has a ramp."""
    return value.get("DEFAULT", value) if isinstance(value, Mapping) else value


def _read(value: Any, group: str, name: str, skipped: list[str]) -> Iterator[Entry]:
    """Give the colors of a value, and name what is none in `skipped`."""
    from cvpalette.color.css_tokens import read_tokens  # noqa: PLC0415 -- as above
    from cvpalette.color.css_values import evaluate  # noqa: PLC0415
    from cvpalette.parsing.literals import Code  # noqa: PLC0415

    inner = "/".join(filter(None, [group, name]))
    if isinstance(value, Mapping):
        for key, each in value.items():
            if key == "DEFAULT" and name:
                yield from _read(each, group, name, skipped)
            else:
                yield from _read(each, inner, key, skipped)
        return
    if isinstance(value, Code) or not isinstance(value, str):
        skipped.append(f"{quote(inner or 'colors')} (it is code, which is not run)")
    elif value.strip().lower() in _WORDS:
        skipped.append(f"{quote(inner)} ({value.strip()})")
    else:
        try:
            color = evaluate(read_tokens(value[:400]))
            yield Entry(color.color, name, group=group, alpha=color.alpha or 0.0)
        except (ColorError, RecursionError):
            skipped.append(f"{quote(inner)} (it is no color)")
