"""Reads data URIs: addresses that hold the bytes of a file themselves, as web pages do (RFC 2397)."""

import binascii
from typing import Final
from urllib.parse import unquote_to_bytes

from cvpalette.errors import ImageError
from cvpalette.sources.stream import MOST_BYTES, too_large

__all__ = ["read_data"]

_BASE64: Final = ";base64"
# Four characters of base64 hold three bytes; a percent sign and two digits hold one.
_LONGEST: Final = 3 * MOST_BYTES


def read_data(uri: str, name: str) -> bytes:
    """Return the bytes in a data URI; raises ImageError with the name, which is short, for a broken one."""
    head, _, text = uri.partition(",")
    if len(text) > _LONGEST:
        raise too_large(name, MOST_BYTES)
    data = unquote_to_bytes(text)
    if head.lower().rstrip().endswith(_BASE64):
        data = _decode_base64(data, name)
    if len(data) > MOST_BYTES:
        raise too_large(name, MOST_BYTES)
    return data


def _decode_base64(data: bytes, name: str) -> bytes:
    # Pages wrap long lines, and addresses use - and _ for + and /. The padding is often left out.
    text = b"".join(data.split()).translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
    try:
        return binascii.a2b_base64(text + b"=" * (-len(text) % 4), strict_mode=True)
    except binascii.Error as error:
        reason = "is no valid data URI: what follows its comma is not base64"
        raise ImageError(name, reason, "invalid") from error
