"""What readers of palette files share: decoding text and JSON, and making a palette of the colors found."""

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple, NoReturn

from cvpalette.color.color import Color
from cvpalette.color.notation import read_notation
from cvpalette.color.palette import Palette, Swatch
from cvpalette.rendering.names import given_name, plain_name

__all__ = ["Entry", "as_share", "as_text", "decode_json", "decode_text", "make_palette", "read_color"]

# The largest palettes that people share have a few thousand colors.
_MOST_BYTES: Final = 1 << 20
_BARE: Final = re.compile(r"[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}")
# More than any number of pixels, but small enough that sums do not overflow.
_LARGEST_SHARE: Final = 1e100


class Entry(NamedTuple):
    """A color of a file, None if it is transparent, with its name and share if the file has them."""

    color: Color | None
    name: str = ""
    share: float | None = None


def decode_text(data: bytes) -> str:
    """Return a file's text without its byte order mark. Raises ValueError for what is not text, or too long.

    The text is UTF-16 if it is marked as such, else UTF-8 if that is valid, else Windows-1252.
    """
    if len(data) > _MOST_BYTES:
        raise ValueError("it is larger than 1 MiB, too large for a palette")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            # Five bytes have no character in Windows-1252; they are replaced.
            text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise ValueError("it is not text")
    return text


def decode_json(data: bytes) -> Any:
    """Return the contents of a JSON file. Raises ValueError."""

    def refuse(constant: str) -> NoReturn:
        raise ValueError(constant)

    text = decode_text(data)
    try:
        return json.loads(text, parse_constant=refuse)
    except json.JSONDecodeError as error:
        message = f"line {error.lineno}: it is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise ValueError(message) from error
    except ValueError as error:
        raise ValueError("it is not JSON: a number is not finite, or far too long") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def as_text(value: Any) -> str:
    """Return a JSON value if it is a string, else an empty string."""
    return value if isinstance(value, str) else ""


def as_share(value: Any) -> float | None:
    """Return a JSON value if it is a number, else None."""
    return value if isinstance(value, int | float) else None


def read_color(text: str) -> Color | None:
    """Read a color in any CSS notation, or as bare hex digits; a transparent one is None.

    Eight digits need the #, since some programs write the alpha first. Raises ColorError.
    """
    word = text.strip()
    return read_notation(f"#{word}" if _BARE.fullmatch(word) else word)


def make_palette(found: Iterable[Entry], name: str = "", left_out: Sequence[str] = ()) -> Palette:
    """Return the palette of the entries found. Raises ValueError if there is no color.

    Transparent colors are left out, and a note of the palette says so. `left_out` is further notes: each says
    in words what else the reader left out. The list may grow while the entries are read. Shares count only if
    each color has one; their sum may be any number.
    """
    colors, names, shares, transparent = [], [], [], 0
    for color, called, share in found:
        if color is None:
            transparent += 1
            continue
        colors.append(color)
        names.append(given_name(called, len(colors)))
        shares.append(share)
    notes = (*_count_transparent(transparent), *left_out)
    if not colors:
        reason = f": {'; '.join(notes)}" if notes else ""
        message = f"it holds no color{reason}"
        raise ValueError(message)
    known = [share for share in shares if share is not None]
    if len(known) < len(colors):
        return replace(Palette.of_colors(colors, names, plain_name(name)), notes=notes)
    total = _add(known)
    swatches = (
        Swatch(color, min(1.0, share / total), called)
        for color, share, called in zip(colors, known, names, strict=True)
    )
    return Palette(tuple(swatches), plain_name(name), notes=notes)


def _count_transparent(number: int) -> list[str]:
    if not number:
        return []
    return [f"{number} transparent color{'s are' if number > 1 else ' is'} left out"]


def _add(shares: list[float]) -> float:
    if not all(0 <= share <= _LARGEST_SHARE for share in shares) or not any(shares):
        raise ValueError("its shares are invalid: one is not 0 or more, or all are 0")
    total = math.fsum(shares)
    # Shares that already add up to 1 stay the same to the last bit.
    return 1.0 if math.isclose(total, 1, abs_tol=1e-6) else total
