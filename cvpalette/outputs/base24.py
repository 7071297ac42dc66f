"""The output `base24`."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette.color.palette import Palette
from cvpalette.rendering.base16 import write_scheme
from cvpalette.rendering.themes import ThemeMode
from cvpalette.result import Result

__all__ = ["Base24"]


@dataclass(frozen=True)
class Base24:
    """Scheme of base24, for the builders and templates of tinted-theming."""

    suffix: ClassVar[str] = ".base24.yaml"
    family: ClassVar[str] = "terminals"
    read_suffixes: ClassVar[tuple[str, ...]] = (".yaml", ".yml")
    mode: ThemeMode = "dark"

    def render(self, result: Result, /) -> str:
        """Write the colors of one mode."""
        return write_scheme(result, "base24", self.mode, 24)

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the slots of a scheme in the present or the old form. Raises ValueError."""
        from cvpalette.parsing.base16 import read_slots  # noqa: PLC0415 -- only reading needs it

        return read_slots(data, "base24", 24)
