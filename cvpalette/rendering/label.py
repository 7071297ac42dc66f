"""Label: what is known of a swatch, as text; pure Python."""

from typing import NamedTuple

from cvpalette.color.palette import Palette
from cvpalette.rendering.names import share_note, swatch_names

__all__ = ["Label", "label_swatches"]


class Label(NamedTuple):
    """A swatch's name, its own or by its number, its color, and its share, empty where nobody knows it."""

    name: str
    is_named: bool
    color: str
    share: str

    @property
    def title(self) -> str:
        """All that is known, in one line."""
        return ", ".join(filter(None, (self.name, self.color, self.share)))

    def lines(self, what: str, length: int) -> list[str]:
        """Return 'all', or 'name', 'hex', 'share' or 'none' alone, a name in so many letters."""
        every = what == "all"
        name = self.name if what == "name" or (every and self.is_named) else ""
        short = name if len(name) <= length else f"{name[: length - 1].rstrip()}…"
        color = self.color if every or what == "hex" else ""
        share = self.share if every or what == "share" else ""
        return list(filter(None, (short, color, share)))


def label_swatches(palette: Palette) -> list[Label]:
    """Return the label of each swatch, in order."""
    return [
        Label(name, bool(swatch.name), swatch.color.hex, share_note(palette, index))
        for index, (name, swatch) in enumerate(zip(swatch_names(palette), palette, strict=True))
    ]
