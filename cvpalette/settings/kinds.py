"""Names the kinds of files that are read, for `Reading.only`: parse_kinds()."""

from collections.abc import Iterable
from typing import Any, Final

from cvpalette.errors import SettingsError
from cvpalette.messages import guess, listed, quote

__all__ = ["FILM", "KINDS", "kind_of", "parse_kinds"]

#: All films are one kind.
FILM: Final = "film"
#: The kinds by their names: those of the formats, in small letters. A test checks that they agree.
KINDS: Final = (
    *("jpeg", "png", "webp", "avif", "gif", "tiff", "bmp", "pnm", "jpeg 2000", "heic", "jpeg xl", "openexr"),
    *("radiance hdr", "pdf", "psd", "qoi", "dds", "krita", "openraster", "affinity", "clip studio paint"),
    *(
        "procreate",
        "sketch",
        "figma",
        "pixelmator pro",
        "icns",
        "ico",
        "pam",
        "farbfeld",
        "sgi",
        "pcx",
        "xpm",
    ),
    *("xbm", "tga", "raw photo", "png of iphone apps", FILM),
)
# Names that people give in their place.
_OTHERS: Final = {"jpg": "jpeg", "tif": "tiff", "heif": "heic", "jxl": "jpeg xl", "exr": "openexr"}


def kind_of(format_name: str) -> str:
    """Return the kind of a format."""
    return format_name.lower()


def parse_kinds(given: Any) -> tuple[str, ...] | None:
    """Return the kinds of a text or of several, in small letters; None is all kinds. Raises SettingsError."""
    if given is None:
        return None
    names = (given,) if isinstance(given, str) or not isinstance(given, Iterable) else tuple(given)
    if not names:
        raise SettingsError("no kind of file is left to read; name at least one, such as 'jpeg'")
    return tuple(dict.fromkeys(map(_parse_kind, names)))


def _parse_kind(name: object) -> str:
    word = name.lower().removeprefix(".") if isinstance(name, str) else ""
    kind = _OTHERS.get(word, word)
    if kind in KINDS:
        return kind
    hint = guess(kind, KINDS) if kind else ""
    message = f"{quote(str(name))} is no kind of file" + (hint or f"; choose {listed([*KINDS])}")
    raise SettingsError(message)
