"""The output `json`: the schema of version 1, and what is read of others'."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.extraction import Extraction
from cvpalette.messages import quote, readable
from cvpalette.rendering.names import plain_name
from cvpalette.rendering.parsing import Found as Entry
from cvpalette.rendering.parsing import as_share, as_text, decode_json, make_palette, read_color
from cvpalette.result import Found
from cvpalette.settings.settings import LeftOut

__all__ = ["JsonObject"]

_VERSION: Final = 1


@dataclass(frozen=True)
class JsonObject:
    """JSON: one object on one line, with all that is known of the palette."""

    suffix: ClassVar[str] = ".json"
    many_suffix: ClassVar[str] = ".jsonl"
    indent: Annotated[int, "Blanks to indent by; 0 keeps the object on one line."] = 0

    def __post_init__(self) -> None:
        """Refuse to indent backwards."""
        if self.indent < 0:
            message = f"option 'indent' is 0 or more, not '{self.indent}'"
            raise ValueError(message)

    def render(self, extraction: Extraction, /) -> str:
        """Write the object; fields may be added in later versions, these stay."""
        return self._write(Found.of(extraction))

    def render_many(self, found: Iterable[Found], /) -> Iterator[str]:
        """Write JSON Lines: an object for each source."""
        return map(self._write, found)

    def read_line(self, line: str, /) -> tuple[str, dict[str, Any]]:
        """Take a line's source and settings from it."""
        try:
            document = json.loads(line)
            return str(document["path"]), document["settings"]
        except (KeyError, TypeError) as error:
            message = "is no line of ours"
            raise ValueError(message) from error

    def _write(self, found: Found) -> str:
        path = {"path": readable(found.path)} if found.path else {}
        document = {
            "version": _VERSION,
            "source": found.name,
            **path,
            "name": plain_name(found.palette.name) or None,
            "width": found.width,
            "height": found.height,
            "frames": found.frames,
            "counted": _round(found.counted),
            "left_out": [_explain(left_out) for left_out in found.left_out],
            "settings": found.asked,
            "error": {
                "delta_e_mean": round(found.error.delta_e_mean, 3),
                "delta_e_p95": round(found.error.delta_e_p95, 3),
                "mse": round(found.error.mse, 3),
            },
            "colors": [_describe(swatch, has_share=found.palette.has_shares) for swatch in found.palette],
        }
        return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=self.indent or None) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read "colors" as we and Pylette write them, or nothing but a list of colors, or an object by name.

        A color is a text of CSS, three levels, or an object with "hex" or "rgb". Raises ValueError.
        """
        try:
            document = decode_json(data)
        except ValueError as error:
            if _holds_more(error.__cause__):
                raise ValueError("it holds palettes of several sources; leave the line of one") from error
            raise
        name = ""
        if isinstance(document, dict) and isinstance(document.get("colors"), list | dict):
            name, document = as_text(document.get("name")), document["colors"]
        if isinstance(document, dict):
            return make_palette((_read_entry(key, entry, key) for key, entry in document.items()), name)
        colors = document if isinstance(document, list) else []
        return make_palette((_read_entry(at, entry) for at, entry in enumerate(colors, 1)), name)


def _holds_more(cause: BaseException | None) -> bool:
    """Tell whether what is wrong with JSON is that an object with colors is followed by another."""
    if not isinstance(cause, json.JSONDecodeError) or cause.msg != "Extra data":
        return False
    return cause.doc.startswith("{", cause.pos) and '"colors"' in cause.doc[: cause.pos]


def _read_entry(place: str | int, entry: Any, name: str = "") -> Entry:
    fields = entry if isinstance(entry, dict) else {"hex" if isinstance(entry, str) else "rgb": entry}
    try:
        color = read_color(fields["hex"]) if "hex" in fields else Color(*fields["rgb"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        # What else it holds may be nested deeper than can be shown.
        shown = f", {quote(entry[:60])}," if isinstance(entry, str) else ""
        message = f"color {quote(str(place)[:60])}{shown} is none; write it as '#264653' or [38, 70, 83]"
        raise ValueError(message) from error
    # Pylette calls a share a frequency.
    share = as_share(fields.get("share", fields.get("frequency")))
    return Entry(color, as_text(fields.get("name")) or name, share)


def _explain(left_out: LeftOut) -> dict[str, Any]:
    """Return how many pixels do not count, and why; the colour where it was for one."""
    color = {"color": left_out.color.hex} if left_out.color else {}
    return {"reason": left_out.reason, **color, "pixels": _round(left_out.pixels)}


def _round(pixels: float) -> float:
    # By their alpha, pixels may count in part; most do not, and are written as what they are.
    rounded = round(pixels, 3)
    return int(rounded) if rounded == int(rounded) else rounded


def _describe(swatch: Swatch, *, has_share: bool) -> dict[str, Any]:
    """Return all that is known of a swatch, None for what is not: its name, or its share."""
    lightness, chroma, hue = swatch.color.oklch
    return {
        "hex": swatch.color.hex,
        "rgb": swatch.color.rgb,
        # As CSS writes it: lightness 0 to 1, hue in degrees; 360 would be out of range.
        "oklch": [round(lightness, 4), round(chroma, 4), round(hue, 2) % 360],
        # All digits: a palette that is read again is the same.
        "share": swatch.share if has_share else None,
        "name": plain_name(swatch.name) or None,
    }
