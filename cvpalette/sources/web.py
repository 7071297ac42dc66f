"""Downloads the bytes of a URL, within limits of time and size, from servers that it may trust."""

import os
import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Final
from urllib.parse import quote as escape
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from cvpalette.errors import ImageError, Problem
from cvpalette.messages import conceal, printable, quote, reason_of
from cvpalette.sources.network import Address, Deadline, Wire, resolve
from cvpalette.sources.stream import FETCH, MOST_BYTES, gather, too_large

__all__ = ["Limits", "download", "has_proxies", "name_of"]

_PORTS: Final = {"http": 80, "https": 443}
_ANSWERS: Final[dict[int, Problem]] = {
    401: "not-permitted",
    403: "not-permitted",
    404: "not-found",
    410: "not-found",
}
_REDIRECTS: Final = {301, 302, 303, 307, 308}
# Characters that stay unchanged in a path or query. Others are escaped: a blank becomes %20.
_PLAIN: Final = "%/:;=@!$&'()*+,~?[]"
_HEADERS: Final = {"User-Agent": "cvpalette", "Accept": "image/*,*/*;q=0.5", "Connection": "close"}
_LONGEST_NAME: Final = 100
_LONGEST_CAUSE: Final = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a download: its seconds in total and for one wait, its bytes, and its redirects."""

    seconds: float = 60.0
    stall: float = 15.0
    size: int = MOST_BYTES
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class _Hop:
    """One request of a download: the path to ask for, the host, and the addresses of the host."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: list[Address]

    @property
    def is_public(self) -> bool:
        """Whether all addresses are public: an attacker may put a private one among public ones."""
        return all(address.is_public for address in self.addresses)


def name_of(url: str) -> str:
    """Return the name for the image of a URL: the last part of its path, else its host."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or "image"
    except ValueError:
        return "image"
    last = unquote(parts.path).replace("\\", "/").rstrip("/").rpartition("/")[2]
    name = printable(last).replace("\\", "_")[-_LONGEST_NAME:]
    return name if name.strip(".") else host


def download(url: str, *, allow_private: bool, limits: Limits | None = None) -> bytes:
    """Return the bytes of an http or https URL; every failure is an ImageError with the URL.

    A redirect from the public internet to a private address is always refused. A URL with a private address
    is refused unless `allow_private`. The download connects to the very addresses that were checked. So it
    does not use proxies: they would resolve the names again.
    """
    limits = limits or Limits()
    deadline = Deadline(limits.seconds, limits.stall)
    try:
        return _follow(url, allow_private, limits, deadline)
    except ImageError:
        raise
    except TimeoutError as error:
        took = f"took longer than {limits.seconds:g} seconds"
        reason = took if deadline.left <= 0 else f"sent nothing for {limits.stall:g} seconds"
        raise ImageError(url, reason + _explain_proxies(), "unreachable") from error
    except ssl.SSLCertVerificationError as error:
        reason = f"has a server that cannot be trusted: {error.verify_message}"
        raise ImageError(url, reason, "unreachable") from error
    except (OSError, HTTPException, ValueError) as error:
        reason = f"cannot be fetched: {_cause(error)}{_explain_proxies()}"
        raise ImageError(url, reason, "unreachable") from error


def _cause(error: Exception) -> str:
    if getattr(error, "strerror", None):
        return reason_of(error)
    # The text may come from the server: it is shortened, and its control characters are escaped.
    return printable(str(error).strip()[:_LONGEST_CAUSE]) or type(error).__name__


def _follow(url: str, allow_private: bool, limits: Limits, deadline: Deadline) -> bytes:
    """Follow redirects until a server answers with bytes."""
    target, may_be_private = url, allow_private
    for number in range(limits.redirects + 1):
        hop = _look_up(url, target, deadline)
        if not hop.is_public and not may_be_private:
            raise ImageError(url, _refusal(is_first=number == 0), "refused")
        may_be_private = may_be_private and not hop.is_public
        answer = _ask(url, hop, limits, deadline)
        if isinstance(answer, bytes):
            return answer
        target = urljoin(target, answer)
    raise ImageError(url, f"redirects more than {limits.redirects} times", "unreachable")


def _refusal(*, is_first: bool) -> str:
    # Who may not ask for an address need not learn which address a name of the inner network has.
    if is_first:
        return "leads to a private network; allow_private=True allows it"
    return "redirects to a private network, and is not followed there"


def _look_up(url: str, target: str, deadline: Deadline) -> _Hop:
    """Take a URL apart, and resolve the name of its host once."""
    verb = "is" if target == url else f"redirects to {quote(conceal(target.partition('?')[0]))}, which is"
    try:
        parts = urlsplit(target)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        # What is wrong with the host may quote a password before it.
        said = "" if "@" in target else f": {error}"
        raise ImageError(url, f"{verb} no valid URL{said}", "invalid") from error
    if not port:
        raise ImageError(url, f"{verb} no http or https URL, and only those are fetched", "refused")
    if not parts.hostname:
        raise ImageError(url, f"{verb} no valid URL: it names no host", "invalid")
    if parts.username is not None:
        raise ImageError(url, f"{verb} a URL with a user name, and cvpalette sends none", "refused")
    path = escape(urlunsplit(("", "", parts.path or "/", parts.query, "")), safe=_PLAIN)
    host = parts.hostname if parts.hostname.isascii() else parts.hostname.encode("idna").decode()
    return _Hop(parts.scheme, host, port, path, resolve(host, port, deadline.wait()))


def _ask(url: str, hop: _Hop, limits: Limits, deadline: Deadline) -> bytes | str:
    """Return the bytes that a server answers with, or the URL that it redirects to."""
    with _connect(hop, deadline) as wire:
        connection = HTTPConnection(hop.host, hop.port)
        # Without this, the header Host would contain the port of https.
        connection.default_port = _PORTS[hop.scheme]
        connection.sock = wire  # it has every method of a socket that http.client uses
        connection.request("GET", hop.path, headers=_HEADERS)
        with connection.getresponse() as response:
            location = response.headers.get("Location")
            if response.status in _REDIRECTS and location:
                return location
            if response.status != 200:
                said = printable(f"{response.status} {response.reason}".strip())
                reason = f"cannot be fetched: the server answered {quote(said)}"
                raise ImageError(url, reason, _ANSWERS.get(response.status, "unreachable"))
            return _read(url, response, limits.size)


def _connect(hop: _Hop, deadline: Deadline) -> Wire:
    """Connect to the first address of a host that accepts a connection."""
    for address in hop.addresses[:-1]:
        try:
            return Wire(address, deadline, hop.host if hop.scheme == "https" else None)
        except ssl.SSLError:
            raise
        except OSError:
            continue
    return Wire(hop.addresses[-1], deadline, hop.host if hop.scheme == "https" else None)


def _read(url: str, response: HTTPResponse, most: int) -> bytes:
    """Read the bytes of an answer; raises ImageError for fewer than it promised, or more than the limit."""
    promised = response.length
    if promised is not None and promised > most:
        raise too_large(url, most, FETCH)
    data = gather(response, url, most, FETCH)
    if promised is not None and len(data) < promised:
        # Not "truncated", since `allow_truncated` does not use the bytes of a broken download.
        raise ImageError(url, f"ends after {len(data):,} of {promised:,} bytes", "unreachable")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower().startswith((b"<!doctype html", b"<html")):
        reason = "is a web page, not an image; name the address of the image itself"
        raise ImageError(url, reason, "unsupported")
    return data


def has_proxies() -> bool:
    """Tell whether the environment names proxies, which cvpalette does not use."""
    proxies = {"http_proxy", "https_proxy", "all_proxy"}
    return not proxies.isdisjoint(name.lower() for name, value in os.environ.items() if value)


def _explain_proxies() -> str:
    return "; proxies are not used" if has_proxies() else ""
