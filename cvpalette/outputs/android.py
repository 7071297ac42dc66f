"""The output `android`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, decode_text, make_palette, tell_some
from cvpalette.parsing.markup import read_xml
from cvpalette.plugins.contract import Contents
from cvpalette.rendering.escaping import css_string, xml_comment
from cvpalette.rendering.names import require_identifier, summary
from cvpalette.rendering.variables import Text, flatten, list_variables
from cvpalette.result import Result

__all__ = ["AndroidColors"]

_HEX: Final = re.compile(r"#([0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})")
_REFERENCE: Final = re.compile(r"@\+?color/([\w.]{1,200})")
_LONGEST_CHAIN: Final = 20


@dataclass(frozen=True)
class AndroidColors:
    """Android color resources for res/values, used as R.color.color_1.

    References to other resources of the file are followed, and those to others are told of. Names become
    identifiers, and stand in comments. The facts are those of Android's guide to color resources.
    """

    suffix: ClassVar[str] = ".colors.xml"
    family: ClassVar[str] = "code"
    prefix: Annotated[str, "What the names begin with: PREFIX_1."] = "color"
    text: Text = False
    roles: Annotated[
        bool, "Add the roles of the scheme, and write a folder with values and values-night."
    ] = False

    @property
    def holds(self) -> frozenset[str]:
        """A folder of two files is not read back as one."""
        return frozenset({"alpha"} if self.roles else {"alpha", "names"})

    def __post_init__(self) -> None:
        """Refuse a prefix that Java names cannot begin with."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> Contents:
        """Write one resource for each swatch, with its name and share in a comment, and for each role."""
        # The underscore keeps names apart from Java's keywords, which would break R.java.
        swatches, roles = list_variables(
            result, self.prefix, text=self.text, roles=self.roles, joint="_", write=_quote
        )
        palette = [(each.name, each.argb, each.note) for each in flatten(swatches)]
        if not roles:
            return _write(result, palette)
        light = [(each.name, f"FF{each.light.digits.upper()}", "") for each in roles]
        dark = [(each.name, f"FF{each.dark.digits.upper()}", "") for each in roles]
        return {
            "values/colors.xml": _write(result, palette + light),
            "values-night/colors.xml": _write(result, dark),
        }

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the color resources of a file. Raises ValueError."""
        from cvpalette.parsing.own import find_own  # noqa: PLC0415 -- only this reader needs it

        text = decode_text(data)
        own = find_own(text)
        root = read_xml(own.text.encode() if own else data)
        if root.tag != "resources":
            message = f"it is no file of Android's resources: it begins with {quote(root.tag[:60])}"
            raise ValueError(message)
        values = {
            each.get("name", ""): (each.text or "").strip()
            for each in root
            if each.tag == "color" or (each.tag == "item" and each.get("type") == "color")
        }
        if not values:
            raise ValueError('it holds no color, such as <color name="sea">#264653</color>')
        entries, skipped = [], []
        for name, value in values.items():
            found = _follow(value, values)
            if found is None:
                skipped.append(f"{quote(name)} ({value[:60]})")
                continue
            color, alpha = _read(found)
            entries.append(Entry(color, own.rename(name) if own else name, alpha=alpha))
        notes = [*(own.notes if own else []), *([tell_some(skipped)] if skipped else [])]
        return make_palette(entries, left_out=notes)


def _follow(text: str, values: dict[str, str]) -> str | None:
    """Return the digits of a color, also by references to others of the file; None if there are none."""
    for _ in range(_LONGEST_CHAIN):
        digits = _HEX.fullmatch(text)
        if digits:
            return digits[1]
        reference = _REFERENCE.fullmatch(text)
        if not reference or reference[1] not in values:
            return None
        text = values[reference[1]]
    return None


def _read(digits: str) -> tuple[Color, float]:
    """Return the color of digits, whose alpha comes first if there is one, and the alpha."""
    if len(digits) <= len("argb"):
        digits = "".join(2 * digit for digit in digits)
    alpha, digits = (digits[:2], digits[2:]) if len(digits) == len("aarrggbb") else ("FF", digits)
    return Color.from_hex(f"#{digits}"), int(alpha, 16) / 255


def _quote(name: str) -> str:
    """Return a name in quotes, in which no two hyphens meet: they would end a comment."""
    return css_string(name).replace("-", "\\-")


def _write(result: Result, resources: Iterable[tuple[str, str, str]]) -> str:
    lines = [
        f'  <color name="{name}">#{digits}</color> {xml_comment(note)}'.rstrip()
        for name, digits, note in resources
    ]
    header = ['<?xml version="1.0" encoding="utf-8"?>', xml_comment(summary(result)), "<resources>"]
    return "\n".join([*header, *lines, "</resources>"]) + "\n"
