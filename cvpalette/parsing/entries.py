"""What readers of palette files share: decoding text and JSON, and making a palette of the colors found."""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from cvpalette.color.color import Color
from cvpalette.color.notation import read_notation
from cvpalette.color.palette import Palette, Swatch, Values
from cvpalette.messages import quote
from cvpalette.parsing.sharing import share
from cvpalette.rendering.names import given_name, is_cut, plain_name, theirs

if TYPE_CHECKING:
    from cvpalette.roles.role import Mode

__all__ = [
    "ROLES_LEFT_OUT",
    "Entry",
    "as_share",
    "as_text",
    "decode_json",
    "decode_objects",
    "decode_text",
    "join_groups",
    "make_palette",
    "read_color",
    "tell_cut",
    "tell_left_out",
    "tell_some",
    "with_roles",
]

# The largest palettes that people share have a few thousand colors.
_MOST_BYTES: Final = 1 << 20
#: The note of a palette file of ours that has roles besides.
ROLES_LEFT_OUT: Final = (
    "left out: the roles, since they are no colors of the palette; "
    "rules and the option 'roles' take them, and schemes are derived anew"
)
_BARE: Final = re.compile(r"(?:0[xX])?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")
# Between two documents of one file.
_MOST_BLANKS: Final = 64
_HALF_PAIR: Final = re.compile(r"\\u[dD][89a-fA-F]")
_PERCENTAGE: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?\s*%")
# As many as the largest palette of Photoshop has. More of them would take seconds to tell apart.
_MOST_COLORS: Final = 1 << 16
# More than any number of pixels, but small enough that sums do not overflow.
_LARGEST_SHARE: Final = 1e100
# What a note names before it counts the rest.
_SHOWN: Final = 3


class Entry(NamedTuple):
    """A color of a file, None if it is wholly transparent, with what the file says about it, as in Swatch."""

    color: Color | None
    name: str = ""
    share: float | None = None
    group: str = ""
    kind: str = ""
    alpha: float = 1.0
    values: Values | None = None


def decode_text(data: bytes, *, most: int = _MOST_BYTES) -> str:
    """Return a file's text without its byte order mark. Raises ValueError for what is not text, or too long.

    The text is UTF-16 if it is marked as such, else UTF-8 if that is valid, else Windows-1252.
    """
    if len(data) > most:
        message = f"it is larger than {most >> 20} MiB, too large for a palette"
        raise ValueError(message)
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


@share
def decode_json(data: bytes) -> Any:
    """Return the contents of a JSON file. Raises ValueError, also if a key occurs twice in one object.

    Half of a surrogate pair becomes a replacement character.
    """
    text = decode_text(data)
    with _told_problems():
        return _make_whole(json.loads(text, parse_constant=_refuse, object_pairs_hook=_unite), text)


def decode_objects(data: bytes) -> list[Any]:
    """Return the documents of a file in which one follows another, as in JSON Lines; raises ValueError."""
    text = decode_text(data).rstrip()
    decoder = json.JSONDecoder(parse_constant=_refuse, object_pairs_hook=_unite)
    documents: list[Any] = []
    at = 0
    with _told_problems():
        while at < len(text):
            document, at = decoder.raw_decode(text, at)
            documents.append(document)
            at += len(text[at : at + _MOST_BLANKS]) - len(text[at : at + _MOST_BLANKS].lstrip())
        return list(_make_whole(documents, text))


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _make_whole(document: Any, text: str) -> Any:
    # Only an escape can stand for half a pair, since the text itself is valid.
    if not _HALF_PAIR.search(text):
        return document
    whole = json.dumps(document, ensure_ascii=False).encode("utf-16", "surrogatepass")
    return json.loads(whole.decode("utf-16", "replace"))


@contextmanager
def _told_problems() -> Iterator[None]:
    """Word the errors of JSON for the user."""
    try:
        yield
    except json.JSONDecodeError as error:
        message = f"line {error.lineno}: it is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise ValueError(message) from error
    except _RepeatedError:
        raise
    except ValueError as error:
        raise ValueError("it is not JSON: a number is not finite, or far too long") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


class _RepeatedError(ValueError):
    """Raised for a key that occurs twice in a JSON object: JSON has no rule which value counts."""


def _unite(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        repeated = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        message = (
            f"the key {quote(repeated[:60])} occurs twice in one object; give each color a name of its own"
        )
        raise _RepeatedError(message)
    return members


def as_text(value: Any) -> str:
    """Return a JSON value if it is a string, else an empty string."""
    return value if isinstance(value, str) else ""


def as_share(value: Any) -> float | None:
    """Return a JSON value if it is a number, or a percentage as text, else None."""
    if isinstance(value, str) and _PERCENTAGE.fullmatch(value.strip()):
        return float(value.strip()[:-1]) / 100
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def read_color(text: str) -> Color | None:
    """Read a color in any CSS notation, or as hex digits, bare or after 0x; a transparent one is None.

    Eight digits need the #, since some programs write the alpha first. Raises ColorError.
    """
    word = text.strip()
    bare = _BARE.fullmatch(word)
    return read_notation(f"#{bare[1]}" if bare else word)


def make_palette(
    found: Iterable[Entry], name: str = "", left_out: Sequence[str] = (), comment: str = ""
) -> Palette:
    """Return the palette of the entries found. Raises ValueError if there is no color, or more than 65536.

    Transparent colors are left out, and a note of the palette says so. `left_out` is further notes: each says
    in words what else the reader left out. The list may grow while the entries are read. Shares count only if
    each color has one; their sum may be any number. Our own line is no part of the file's `comment`.
    """
    entries, transparent = [], 0
    for entry in found:
        if entry.color is None or entry.alpha <= 0:
            transparent += 1
        else:
            entries.append(entry)
            if len(entries) > _MOST_COLORS:
                message = f"it holds more than {_MOST_COLORS} colors, too many for a palette"
                raise ValueError(message)
    notes = (*([tell_left_out(transparent, "transparent color")] if transparent else []), *left_out)
    cut = sum(is_cut(text) for each in (*entries, Entry(None, name)) for text in (each.name, each.group))
    notes += (tell_cut(cut),) if cut else ()
    if not entries:
        reason = f": {'; '.join(notes)}" if notes else ""
        message = f"it holds no color{reason}"
        raise ValueError(message)
    known = [entry.share for entry in entries if entry.share is not None]
    has_shares = len(known) == len(entries)
    total = _add(known) if has_shares else len(entries)
    swatches = (_make_swatch(entry, number, total, has_shares) for number, entry in enumerate(entries, 1))
    return Palette(tuple(swatches), plain_name(name), has_shares, notes=notes, comment=theirs(comment))


def _make_swatch(entry: Entry, number: int, total: float, has_shares: bool) -> Swatch:
    share = min(1.0, (entry.share or 0) / total) if has_shares else 1 / total
    alpha = min(1.0, entry.alpha)
    group = "/".join(filter(None, map(plain_name, entry.group.split("/"))))
    name = given_name(entry.name, number)
    if entry.color is None or (not group and not entry.kind and alpha == 1 and not entry.values):
        return Swatch(entry.color or Color(0, 0, 0), share, name)
    return Swatch(entry.color, share, name, None, group, entry.kind, alpha, entry.values)


def join_groups(entries: Iterable[Entry], name: str = "") -> tuple[list[Entry], str]:
    """Return entries and the palette's name; if all are in one group, its name is that of the palette.

    A palette that has a name already keeps it, and then the group stays.
    """
    found = list(entries)
    groups = {entry.group for entry in found}
    only = groups.pop() if len(groups) == 1 else ""
    if not only or (name and plain_name(name) != plain_name(only)):
        return found, name
    return [entry._replace(group="") for entry in found], only


def tell_left_out(number: int, what: str, reason: str = "") -> str:
    """Return a note for a palette, such as "2 colors are left out: …"."""
    return f"{number} {what}{'s are' if number > 1 else ' is'} left out{reason and f': {reason}'}"


def tell_cut(number: int) -> str:
    """Return a note for a palette that names are longer than a swatch's may be."""
    return f"{number} name{'s are' if number > 1 else ' is'} longer than 250 bytes, and cut there"


def tell_some(what: list[str]) -> str:
    """Return a note that names the first few of what is left out: "left out: a, b, c and 3 more"."""
    *others, last = what if len(what) <= _SHOWN else [*what[:_SHOWN], f"{len(what) - _SHOWN} more"]
    return f"left out: {' and '.join(filter(None, [', '.join(others), last]))}"


def with_roles(palette: Palette, modes: "Mapping[Mode, Mapping[str, Color]]") -> Palette:
    """Return a palette with the roles that its file holds besides: those of dark are called 'text (dark)'."""
    roles = [
        (role if mode == "light" else f"{role} ({mode})", color)
        for mode, colors in modes.items()
        for role, color in colors.items()
    ]
    return replace(palette, roles=tuple(roles))


def _add(shares: list[float]) -> float:
    if not all(0 <= share <= _LARGEST_SHARE for share in shares) or not any(shares):
        raise ValueError("its shares are invalid: one is not 0 or more, or all are 0")
    total = math.fsum(shares)
    # Shares that already add up to 1 stay the same to the last bit.
    return 1.0 if math.isclose(total, 1, abs_tol=1e-6) else total
