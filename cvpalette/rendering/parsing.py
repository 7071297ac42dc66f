"""What readers of palette files share: bytes to text or JSON, and what was found in them to a palette."""

import json
import math
import re
from collections.abc import Iterable
from typing import Any, Final, NamedTuple, NoReturn

from cvpalette.color.color import Color
from cvpalette.color.notation import read_notation
from cvpalette.color.palette import Palette, Swatch
from cvpalette.rendering.names import given_name, plain_name

__all__ = ["Found", "as_share", "as_text", "decode_json", "decode_text", "make_palette", "read_color"]

# The largest palettes that people share have some thousand colours.
_MOST_BYTES: Final = 1 << 20
_BARE: Final = re.compile(r"[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}")
# More than all pixels that there are, and far from where sums overflow.
_LARGEST_SHARE: Final = 1e100


class Found(NamedTuple):
    """A colour of a file, None where it is transparent, with its name and share if the file says them."""

    color: Color | None
    name: str = ""
    share: float | None = None


def decode_text(data: bytes) -> str:
    """Return a file's text without its mark of byte order: UTF-8, UTF-16 if marked, or else Windows-1252."""
    if len(data) > _MOST_BYTES:
        raise ValueError("it is larger than 1 MiB, and no palette")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            # Windows leaves five bytes without a character.
            text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise ValueError("it is no text")
    return text


def decode_json(data: bytes) -> Any:
    """Return what a file of JSON holds; raises ValueError."""

    def refuse(constant: str) -> NoReturn:
        raise ValueError(constant)

    text = decode_text(data)
    try:
        return json.loads(text, parse_constant=refuse)
    except json.JSONDecodeError as error:
        message = f"line {error.lineno}: it is no JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise ValueError(message) from error
    except ValueError as error:
        raise ValueError("it is no JSON: a number is none, or far too long") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def as_text(value: Any) -> str:
    """Return a value of JSON if it is a text, else nothing."""
    return value if isinstance(value, str) else ""


def as_share(value: Any) -> float | None:
    """Return a value of JSON if it is a number, else None."""
    return value if isinstance(value, int | float) else None


def read_color(text: str) -> Color | None:
    """Read a colour in any notation of CSS, its # missing or not, None for a transparent one.

    Eight digits need their #: some programs write the alpha first. Raises ColorError.
    """
    word = text.strip()
    return read_notation(f"#{word}" if _BARE.fullmatch(word) else word)


def make_palette(found: Iterable[Found], name: str = "") -> Palette:
    """Return the palette of what was found; raises ValueError where that is nothing.

    Transparent colours are left out. Shares count if each colour has one; they may add to anything.
    """
    colors, names, shares = [], [], []
    for color, called, share in found:
        if color is not None:
            colors.append(color)
            names.append(given_name(called, len(colors)))
            shares.append(share)
    if not colors:
        raise ValueError("it holds no color")
    known = [share for share in shares if share is not None]
    if len(known) < len(colors):
        return Palette.of_colors(colors, names, plain_name(name))
    total = _add(known)
    swatches = (
        Swatch(color, min(1.0, share / total), called)
        for color, share, called in zip(colors, known, names, strict=True)
    )
    return Palette(tuple(swatches), plain_name(name))


def _add(shares: list[float]) -> float:
    if not all(0 <= share <= _LARGEST_SHARE for share in shares) or not any(shares):
        raise ValueError("its shares are not all 0 or more, or all 0")
    total = math.fsum(shares)
    # What was written as shares comes back to the last bit.
    return 1.0 if math.isclose(total, 1, abs_tol=1e-6) else total
