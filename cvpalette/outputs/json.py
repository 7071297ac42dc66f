"""The output `json`: writes schema version 1, and reads JSON of other programs too."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.errors import ColorError
from cvpalette.messages import quote, readable
from cvpalette.parsing.documents import read_document
from cvpalette.parsing.entries import (
    ROLES_LEFT_OUT,
    Entry,
    as_text,
    decode_json,
    decode_objects,
    make_palette,
    with_roles,
)
from cvpalette.rendering.escaping import json_text
from cvpalette.rendering.names import plain_name, theirs
from cvpalette.result import LeftOut, PaletteError, Position, Result

if TYPE_CHECKING:
    from cvpalette.roles.role import Mode

__all__ = ["JsonObject"]

_VERSION: Final = 1


@dataclass(frozen=True)
class JsonObject:
    """JSON: one object on one line, with everything known about the palette."""

    suffix: ClassVar[str] = ".json"
    family: ClassVar[str] = "tokens"
    holds: ClassVar[frozenset[str]] = frozenset(
        ("names", "groups", "kinds", "alpha", "values", "shares", "comment")
    )
    combined_suffix: ClassVar[str] = ".jsonl"
    indent: Annotated[int, "Spaces to indent by; 0 keeps the object on one line."] = 0
    positions: Annotated[bool, "Say where each color is in the image."] = False
    roles: Annotated[bool, "Add the light and the dark scheme, as 'scheme'."] = False
    text: Annotated[bool, "Say whether black or white text is easier to read on each color."] = False

    def __post_init__(self) -> None:
        """Refuse a negative indent."""
        if self.indent < 0:
            message = f"option 'indent' is 0 or more, not '{self.indent}'"
            raise ValueError(message)

    @property
    def scheme(self) -> bool:
        """Whether results need the scheme of their picture."""
        return self.roles

    def render(self, result: Result, /) -> str:
        """Write the object; later versions may add fields, but these stay."""
        return self._write(result)

    def render_all(self, results: Iterable[Result], /) -> Iterator[str]:
        """Write JSON Lines: an object for each source."""
        return map(self._write, results)

    def _write(self, result: Result) -> str:
        path = {"path": readable(result.path)} if result.path else {}
        # Only where a draft was read: `width` and `height` are those of the whole image.
        draft = {"draft": {"width": result.draft[0], "height": result.draft[1]}} if result.draft else {}
        document: dict[str, Any] = {
            "version": _VERSION,
            "source": result.name,
            **path,
            "name": plain_name(result.palette.name) or None,
            **({"comment": comment} if (comment := theirs(result.palette.comment)) else {}),
            "width": result.width,
            "height": result.height,
            **draft,
            "frames": result.frames,
            "counted": _round(result.counted),
            "left_out": [_explain(left_out) for left_out in result.left_out],
            "settings": result.asked,
            "error": _describe_error(result.error)
            # Only where colors were chosen from a given palette: the error of as many of any.
            | ({"best": _describe_error(result.best_error)} if result.best_error else {}),
            "colors": [
                _describe(swatch, has_share=result.palette.has_shares)
                | ({"text": swatch.color.ink.hex} if self.text else {})
                for swatch in result.palette
            ],
        }
        if self.roles:
            from cvpalette.rendering.schemes import describe_scheme  # noqa: PLC0415 -- few want a scheme

            document["scheme"] = describe_scheme(result.scheme)
        if self.positions:
            # A palette of many images, or of a file, has no positions; the list is as long as the colors.
            found = result.positions or (None,) * len(result.palette)
            document["positions"] = [_locate(position) for position in found]
        return json_text(document, self.indent) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of a document, as cvpalette, Pylette, Lospec, coolors and others write them.

        The colors are under "colors", "palette" or "swatches", or they are the whole document: a list, or an
        object by name, with groups in it. Several palettes are groups, and so are
        the lines of a file of JSON Lines. A color is CSS text, three levels,
        or an object with "hex", "rgb",
        "r", "g" and "b" or the like. Anything else among the colors is refused. Raises ValueError.
        """
        try:
            document = decode_json(data)
        except ValueError as error:
            if _holds_more(error.__cause__):
                return _read_several(data)
            raise
        palette, modes = read_document(document), _find_roles(document)
        if _is_ours(document):
            palette = replace(palette, comment=theirs(as_text(document.get("comment"))))
        if not modes:
            return palette
        notes = (
            *palette.notes,
            ROLES_LEFT_OUT,
        )
        return with_roles(replace(palette, notes=notes), modes)


def _read_several(data: bytes) -> Palette:
    """Read JSON Lines of ours: the palette of each source is a group. Raises ValueError."""
    entries: list[Entry] = []
    for number, document in enumerate(decode_objects(data), 1):
        # The line of a source that failed has no colors.
        if not isinstance(document, dict) or "colors" not in document:
            continue
        source = as_text(document.get("path")) or as_text(document.get("source")) or f"palette-{number}"
        try:
            palette = read_document(document)
        except ValueError as error:
            message = f"{quote(source[:60])}: {error}"
            raise ValueError(message) from error
        for each in palette:
            group = "/".join(filter(None, (source, each.group)))
            share = each.share if palette.has_shares else None
            entries.append(Entry(each.color, each.name, share, group, each.kind, each.alpha, each.values))
    return make_palette(entries)


def _is_ours(document: Any) -> bool:
    return isinstance(document, dict) and {"version", "source", "settings"} <= document.keys()


def _find_roles(document: Any) -> "dict[Mode, dict[str, Color]]":
    """Return the roles of both modes in a document of ours, or nothing."""
    from cvpalette.roles.role import MODES, ROLE_NAMES  # noqa: PLC0415 -- only this reader needs it

    # Others may have groups of colors with these names, which are read as colors.
    scheme = document.get("scheme", document) if _is_ours(document) else {}
    modes: dict[Mode, Any] = {mode: scheme.get(mode) for mode in MODES} if isinstance(scheme, dict) else {}
    if not all(isinstance(roles, dict) and set(ROLE_NAMES) & roles.keys() for roles in modes.values()):
        return {}
    return {
        mode: {
            name: color for name, role in roles.items() if name in ROLE_NAMES and (color := _read_role(role))
        }
        for mode, roles in modes.items()
    }


def _read_role(role: Any) -> Color | None:
    try:
        return Color.from_hex(role["hex"])
    except (ColorError, LookupError, TypeError):
        return None


def _holds_more(cause: BaseException | None) -> bool:
    """Tell whether JSON failed because another object follows an object with colors."""
    if not isinstance(cause, json.JSONDecodeError) or cause.msg != "Extra data":
        return False
    return cause.doc.startswith("{", cause.pos) and '"colors"' in cause.doc[: cause.pos]


def _describe_error(error: PaletteError) -> dict[str, Any]:
    return {name: round(value, 3) for name, value in asdict(error).items()}


def _locate(position: Position | None) -> dict[str, Any] | None:
    return None if position is None else asdict(position) | {"share": round(position.share, 4)}


def _explain(left_out: LeftOut) -> dict[str, Any]:
    """Return how many pixels do not count, and why; also the color, if they were left out for a color."""
    color = {"color": left_out.color.hex} if left_out.color else {}
    return {"reason": left_out.reason, **color, "pixels": _round(left_out.pixels)}


def _round(pixels: float) -> float:
    # Translucent pixels count in part. Most numbers are whole, and are written as integers.
    rounded = round(pixels, 3)
    return int(rounded) if rounded == int(rounded) else rounded


def _describe(swatch: Swatch, *, has_share: bool) -> dict[str, Any]:
    """Return everything known about a swatch; an unknown share or name is None."""
    lightness, chroma, hue = swatch.color.oklch
    # Only where the name is that of another color.
    distance = swatch.name_distance
    return {
        "hex": swatch.color.hex,
        "rgb": swatch.color.rgb,
        # As in CSS: lightness is 0 to 1, and hue is in degrees. A hue rounded to 360 would be out of range.
        "oklch": [round(lightness, 4), round(chroma, 4), round(hue, 2) % 360],
        # The share keeps all digits, so that a palette that is read back is the same.
        "share": swatch.share if has_share else None,
        "name": plain_name(swatch.name) or None,
        **({} if distance is None else {"name_distance": round(distance, 3)}),
        **_describe_more(swatch),
    }


def _describe_more(swatch: Swatch) -> dict[str, Any]:
    """Return what only palette files say of a swatch, as far as this one's file said it."""
    more = {
        "group": swatch.group,
        "kind": swatch.kind,
        "alpha": None if swatch.alpha == 1 else swatch.alpha,
        "values": swatch.values and swatch.values._asdict(),
    }
    return {key: value for key, value in more.items() if value}
