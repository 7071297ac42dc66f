"""The tables of the built-in palettes."""

from collections.abc import Iterator

from cvpalette.palettes.builtin import list_builtin

_BREWER = "brewer-"


def list_palettes() -> Iterator[str]:
    """Give the lines of a table of the built-in palettes, but for Brewer's schemes, which have their own."""
    yield from ("| name | colors | what it is | source | license |", "|---|---|---|---|---|")
    for each in list_builtin():
        if not each.name.startswith(_BREWER):
            count = len(each.entries)
            yield f"| `{each.name}` | {count} | {each.about} | {each.source} | {each.license} |"


def list_schemes() -> Iterator[str]:
    """Give the lines of a table of Brewer's schemes."""
    yield from ("| name | colors | what it is |", "|---|---|---|")
    for each in list_builtin():
        if each.name.startswith(_BREWER):
            yield f"| `{each.name}` | {each.sizes[0]} to {each.sizes[-1]} | {each.about} |"
