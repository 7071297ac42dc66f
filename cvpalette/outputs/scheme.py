"""The output `scheme`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final

from cvpalette.messages import readable
from cvpalette.rendering.escaping import json_text
from cvpalette.rendering.names import plain_name
from cvpalette.rendering.schemes import describe_scheme
from cvpalette.result import Result

__all__ = ["SchemeObject"]

_VERSION: Final = 1


@dataclass(frozen=True)
class SchemeObject:
    """JSON of the light and the dark scheme: each role, where it comes from, and a terminal's colors."""

    suffix: ClassVar[str] = ".scheme.json"
    family: ClassVar[str] = "tokens"
    combined_suffix: ClassVar[str] = ".scheme.jsonl"
    #: Combined, too, it has the scheme of each picture.
    scheme: ClassVar[bool] = True
    indent: Annotated[int, "Spaces to indent by; 0 keeps the object on one line."] = 0

    def __post_init__(self) -> None:
        """Refuse a negative indent."""
        if self.indent < 0:
            message = f"option 'indent' is 0 or more, not '{self.indent}'"
            raise ValueError(message)

    def render(self, result: Result, /) -> str:
        """Write the object; later versions may add fields, but these stay."""
        return self._write(result)

    def render_all(self, results: Iterable[Result], /) -> Iterator[str]:
        """Write JSON Lines: an object for each source."""
        return map(self._write, results)

    def _write(self, result: Result) -> str:
        path = {"path": readable(result.path)} if result.path else {}
        document: dict[str, Any] = {
            "version": _VERSION,
            "source": result.name,
            **path,
            "name": plain_name(result.palette.name) or None,
            "settings": result.asked,
            **describe_scheme(result.scheme),
        }
        return json_text(document, self.indent) + "\n"
