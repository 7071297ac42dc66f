"""read_slots(): schemes of base16 and base24, in their old and their present form."""

from typing import Any, Final

from cvpalette.color.palette import Palette
from cvpalette.errors import ColorError
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, decode_text, make_palette, read_color
from cvpalette.parsing.mappings import read_mapping

__all__ = ["read_slots"]

_OURS: Final = "cvpalette"
_TOLD: Final = ("author", "description")


def read_slots(data: bytes, system: str, count: int) -> Palette:
    """Return the `count` slots of a scheme, named base00 and so on; raises ValueError for anything else.

    The present form has the slots under `palette`, and the old one at the top. A color is six digits with or
    without a #.
    """
    document = read_mapping(decode_text(data))
    told: dict[str, str] = {key: value for key, value in document.items() if isinstance(value, str)}
    if told.get("system", system) != system:
        message = f"it is a scheme of {quote(told['system'][:60])}, and not of {system}"
        raise ValueError(message)
    # `base0F` and `base0f` are both written.
    slots = (
        {
            key.lower(): value
            for key, value in document.get("palette", document).items()
            if key.lower().startswith("base0") or key.lower().startswith("base1")
        }
        if isinstance(document.get("palette", document), dict)
        else {}
    )
    wanted = [f"base{number:02X}" for number in range(count)]
    missing = next((name for name in wanted if name.lower() not in slots), "")
    if missing:
        message = f"it is no scheme of {system}: it has no color {quote(missing)}"
        raise ValueError(message)
    if len(slots) > count:
        message = f"it is no scheme of {system}: it has more than {count} colors"
        raise ValueError(message)
    entries = [_read_slot(name, slots[name.lower()]) for name in wanted]
    comment = [f"{key}: {told[key]}" for key in _TOLD if told.get(key, _OURS) != _OURS]
    return make_palette(entries, told.get("name") or told.get("scheme", ""), comment="\n".join(comment))


def _read_slot(name: str, text: Any) -> Entry:
    try:
        if not isinstance(text, str) or len(text.removeprefix("#")) != 6:
            raise ColorError(name)
        return Entry(read_color(text), name)
    except ColorError as error:
        shown = quote(text[:60]) if isinstance(text, str) else "without a text"
        message = f"color {quote(name)}, {shown}, is not valid; write it in quotes, as '264653' or '#264653'"
        raise ValueError(message) from error
