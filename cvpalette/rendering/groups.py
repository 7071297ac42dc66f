"""Groups of swatches in files that hold each group as a palette of its own, with a name that only it has."""

from typing import Final

from cvpalette.color.palette import Palette, Swatch
from cvpalette.rendering.names import palette_name
from cvpalette.result import Result

__all__ = ["gather_groups", "read_group", "tell_lost_order", "tell_lost_ungrouped"]

# What the colors beside those of groups are called; they are read as being in no group.
_UNGROUPED: Final = "untitled"


def gather_groups(result: Result) -> dict[str, list[Swatch]]:
    """Return the swatches of each group by its name; without groups, all by the name of the palette."""
    palette = result.palette
    found: dict[str, list[Swatch]] = {}
    for swatch in palette:
        name = swatch.group or (_UNGROUPED if palette.groups else palette_name(result))
        found.setdefault(name, []).append(swatch)
    return found


def read_group(name: str) -> str:
    """Return the group of a name that `gather_groups` gave, or ''."""
    return "" if name == _UNGROUPED else name


def tell_lost_order(palette: Palette) -> list[str]:
    """Say whether groups alternate, which are put together."""
    groups = [swatch.group for swatch in palette]
    runs = [group for group, before in zip(groups, [None, *groups], strict=False) if group != before]
    return ["the order of groups that alternate"] if len(set(runs)) < len(runs) else []


def tell_lost_ungrouped(palette: Palette) -> list[str]:
    """Say whether a group is called as the colors without one are."""
    return [f"a group called '{_UNGROUPED}'"] if _UNGROUPED in palette.groups else []
