"""The output `android`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.color.color import Color
from cvpalette.plugins.contract import Contents
from cvpalette.rendering.escaping import xml_comment
from cvpalette.rendering.names import require_identifier, summary
from cvpalette.rendering.variables import Text, flatten, list_variables
from cvpalette.result import Result

__all__ = ["AndroidColors"]


@dataclass(frozen=True)
class AndroidColors:
    """Android color resources for res/values, used as R.color.color_1."""

    suffix: ClassVar[str] = ".colors.xml"
    family: ClassVar[str] = "code"
    holds: ClassVar[frozenset[str]] = frozenset()
    prefix: Annotated[str, "What the names begin with: PREFIX_1."] = "color"
    text: Text = False
    roles: Annotated[
        bool, "Add the roles of the scheme, and write a folder with values and values-night."
    ] = False

    def __post_init__(self) -> None:
        """Refuse a prefix that Java names cannot begin with."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> Contents:
        """Write one resource for each swatch, with its name and share in a comment, and for each role."""
        # The underscore keeps names apart from Java's keywords, which would break R.java.
        swatches, roles = list_variables(result, self.prefix, text=self.text, roles=self.roles, joint="_")
        palette = [(each.name, each.color, each.note) for each in flatten(swatches)]
        if not roles:
            return _write(result, palette)
        light = [(each.name, each.light, "") for each in roles]
        dark = [(each.name, each.dark, "") for each in roles]
        return {
            "values/colors.xml": _write(result, palette + light),
            "values-night/colors.xml": _write(result, dark),
        }


def _write(result: Result, resources: Iterable[tuple[str, Color, str]]) -> str:
    lines = [
        f'  <color name="{name}">#FF{color.digits.upper()}</color> {xml_comment(note)}'.rstrip()
        for name, color, note in resources
    ]
    header = ['<?xml version="1.0" encoding="utf-8"?>', xml_comment(summary(result)), "<resources>"]
    return "\n".join([*header, *lines, "</resources>"]) + "\n"
