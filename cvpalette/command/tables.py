"""The lists of formats, options and palettes as JSON, for programs: `--list-formats --format json`."""

from collections.abc import Sequence
from typing import Any, Final, get_args, get_origin

from cvpalette.command.listing import Claims, find_formats, is_unusable, owner_of
from cvpalette.command.request import list_parameters
from cvpalette.errors import OutputError
from cvpalette.palettes.builtin import list_builtin
from cvpalette.plugins.contract import PaletteReader
from cvpalette.plugins.options import Option
from cvpalette.plugins.readers import LoadedReader, find_contested, group_suffixes
from cvpalette.plugins.registry import LoadedOutput
from cvpalette.rendering.escaping import json_text

__all__ = ["tabulate_formats", "tabulate_palettes"]

# Later versions may add fields. Those of a version stay, and mean the same.
_VERSION: Final = 1
_INDENT: Final = 2
_KINDS: Final = {bool: "flag", int: "whole", float: "number", str: "text"}


def tabulate_formats(names: Sequence[str] = ()) -> str:
    """Return the JSON of some formats, or of all, and of the options of the command.

    Raises OutputNotFoundError.
    """
    formats = [_tabulate_format(name, claims) for name, claims in find_formats(names).items()]
    options = [
        {
            "flags": list(each.option.flags),
            "panel": each.option.panel,
            "kind": each.kind,
            "metavar": "" if each.kind == "flag" else each.metavar,
            "choices": list(each.choices) or None,
            "default": _plain(each.default),
            "repeated": each.option.repeated,
            "help": each.option.help,
        }
        for each in list_parameters()
    ]
    return json_text({"version": _VERSION, "formats": formats, "options": options}, _INDENT) + "\n"


def tabulate_palettes() -> str:
    """Return the JSON of the built-in palettes."""
    palettes = [
        {
            "name": each.name,
            "title": each.title,
            "about": each.about,
            "source": each.source,
            "license": each.license,
            # The numbers of colors that it also comes in, as in `viridis-7`: the fewest and the most.
            "sizes": [each.sizes[0], each.sizes[-1]] if each.sizes else None,
            "colors": [{"hex": swatch.color.hex, "name": swatch.name or None} for swatch in each.palette],
        }
        for each in list_builtin()
    ]
    return json_text({"version": _VERSION, "palettes": palettes}, _INDENT) + "\n"


def _tabulate_format(name: str, claims: Claims) -> dict[str, Any]:
    owners = [owner_of(each) for each in claims]
    contested = find_contested(claims)
    if is_unusable(claims):
        return {"name": name, "from": owners, "problem": "claimed by several distributions"}
    try:
        loaded = claims[0].load()
    except OutputError as error:
        return {"name": name, "from": owners, "problem": error.reason}
    kind = loaded.reader if isinstance(loaded, LoadedReader) else loaded.output
    suffixes, read = group_suffixes(loaded)
    written = loaded if isinstance(loaded, LoadedOutput) else None
    held = _find_held(loaded)
    return {
        "name": name,
        "from": owners,
        "problem": None,
        "family": getattr(kind, "family", "") or None,
        "description": loaded.description,
        "suffixes": suffixes,
        "read_suffixes": read,
        "writes": written is not None,
        # A reader of another distribution may have the name of an output that does not read.
        "reads": not contested and (isinstance(kind, PaletteReader) or not written or len(claims) > 1),
        "needs_image": written is not None and not hasattr(kind, "render"),
        "holds": None if held is None else sorted(held),
        "options": [_tabulate_option(each) for each in written.options] if written else [],
    }


def _find_held(loaded: LoadedOutput | LoadedReader) -> frozenset[str] | None:
    """Return what files of a format hold besides colors; of an output, with its options at their defaults."""
    if isinstance(loaded, LoadedReader):
        return getattr(loaded.reader, "holds", None)
    try:
        return loaded.configure().holds
    except OutputError:
        return None


def _tabulate_option(option: Option) -> dict[str, Any]:
    choices = list(get_args(option.kind)) if get_origin(option.kind) else None
    return {
        "name": option.name,
        "kind": "text" if choices else _KINDS.get(option.kind, "text"),
        "choices": choices,
        "default": _plain(option.default),
        "help": option.help,
    }


def _plain(value: Any) -> Any:
    """Return a value of Python as one of JSON."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return list(map(_plain, value))
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
