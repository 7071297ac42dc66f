"""The tables of what templates can name."""

from collections.abc import Iterator, Mapping

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.rendering.templates.colors import NOTATIONS, TemplateColor
from cvpalette.rendering.templates.model import VARIABLES, make_model
from cvpalette.result import Result


def list_notations() -> Iterator[str]:
    """Give the lines of a table of the notations that templates can write a color in."""
    color = TemplateColor(Color.from_hex("#264653"))
    yield from ("| notation | | `#264653` |", "|---|---|---|")
    for name, (words, _) in NOTATIONS.items():
        yield f"| `{name}` | {words} | `{color[name]}` |"


def list_variables() -> Iterator[str]:
    """Give the lines of a table of every name in a template."""
    values = make_model(Result.of_palette(Palette.of_colors([Color(38, 70, 83)]), "x"), "dark").values
    yield from ("| name | |", "|---|---|")
    for name, words in VARIABLES.items():
        value = values[name]
        if isinstance(value, Mapping) and name not in {"light", "dark"}:
            parts = ", ".join(f"`{each}`" for each in value)
            yield f"| `{name}` | {words}: {parts} |"
        else:
            yield f"| `{name}` | {words} |"
