"""The output `base16`."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette.color.palette import Palette
from cvpalette.rendering.base16 import write_scheme
from cvpalette.rendering.themes import ThemeMode
from cvpalette.result import Result

__all__ = ["Base16"]


@dataclass(frozen=True)
class Base16:
    """Scheme of base16, for the builders and templates of tinted-theming."""

    suffix: ClassVar[str] = ".base16.yaml"
    family: ClassVar[str] = "terminals"
    read_suffixes: ClassVar[tuple[str, ...]] = (".yaml", ".yml")
    mode: ThemeMode = "dark"

    def render(self, result: Result, /) -> str:
        """Write the colors of one mode."""
        return write_scheme(result, "base16", self.mode, 16)

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the slots of a scheme in the present or the old form. Raises ValueError."""
        from cvpalette.parsing.base16 import read_slots  # noqa: PLC0415 -- only reading needs it

        return read_slots(data, "base16", 16)
