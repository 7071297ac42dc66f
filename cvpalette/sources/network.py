"""Resolves and checks addresses, and connects to them; no wait is longer than a deadline allows."""

import io
import ipaddress
import queue
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Final, Self, TypeAlias

__all__ = ["Address", "Deadline", "Wire", "is_public", "resolve"]

IP: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

# RFC 6052: networks without IPv4 reach IPv4 addresses through these. An attacker may hide a private one here.
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Address:
    """An address of a host: the family of its socket, and the location to connect to."""

    family: socket.AddressFamily
    location: tuple[Any, ...]

    @property
    def ip(self) -> str:
        """The IP address as text."""
        return str(self.location[0])

    @property
    def is_public(self) -> bool:
        """Whether the address is on the public internet."""
        return is_public(self.ip)


def is_public(ip: str) -> bool:
    """Tell whether an IP address is on the public internet; an IPv6 address may contain an IPv4 address."""
    address = ipaddress.ip_address(ip)
    inner = _unwrap(address)
    if inner is not None:
        return is_public(str(inner))
    # Python calls these global too. ::127.0.0.1 is among the reserved ones.
    others = (address.is_multicast, address.is_reserved, getattr(address, "is_site_local", False))
    return address.is_global and not any(others)


def _unwrap(address: IP) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address contains, if any."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def resolve(host: str, port: int, seconds: float) -> list[Address]:
    """Return the addresses of a host, however its name is written: `2130706433` is 127.0.0.1.

    Raises OSError, and TimeoutError after `seconds`.
    """
    answers: queue.SimpleQueue[list[Address] | Exception] = queue.SimpleQueue()
    # getaddrinfo has no time limit. It runs in a daemon thread, so it does not keep the process from ending.
    threading.Thread(target=_ask, args=(host, port, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _ask(host: str, port: int, answers: "queue.SimpleQueue[list[Address] | Exception]") -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        answers.put([Address(family, location) for family, _, _, _, location in found])
    except (OSError, UnicodeError) as error:
        answers.put(error)


@dataclass(frozen=True, slots=True)
class Deadline:
    """How long a download may take in total, and how long a single wait may take, in seconds."""

    total: float
    stall: float
    start: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """How many seconds are left; below 0 after the deadline."""
        return self.start + self.total - time.monotonic()

    def wait(self) -> float:
        """Return how long the next wait may take; raises TimeoutError if no time is left."""
        left = self.left
        if left <= 0:
            raise TimeoutError
        return min(left, self.stall)


class Wire:
    """A connected socket for http.client, which so resolves no name again."""

    def __init__(self, address: Address, deadline: Deadline, tls_host: str | None = None) -> None:
        """Connect; with `tls_host`, use TLS and check the certificate of this host; raises OSError."""
        self._deadline = deadline
        self._socket = socket.socket(address.family, socket.SOCK_STREAM)
        try:
            self._socket.settimeout(deadline.wait())
            self._socket.connect(address.location)
            if tls_host is not None:
                self._socket.settimeout(deadline.wait())
                self._socket = ssl.create_default_context().wrap_socket(
                    self._socket, server_hostname=tls_host
                )
        except BaseException:
            self._socket.close()
            raise

    def sendall(self, data: bytes) -> None:
        """Send all bytes."""
        self._socket.settimeout(self._deadline.wait())
        self._socket.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return the file that http.client reads the answer from; it always asks for mode 'rb'."""
        return io.BufferedReader(_Reader(self._socket, self._deadline))

    def close(self) -> None:
        """Do nothing: http.client closes the socket once it has a file, but the file still reads from it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()


class _Reader(io.RawIOBase):
    """The bytes of a socket; no wait is longer than the deadline allows."""

    def __init__(self, source: socket.socket, deadline: Deadline) -> None:
        """Keep the socket, which the caller closes."""
        self._source = source
        self._deadline = deadline

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Read bytes; wait no longer than the deadline allows."""
        self._source.settimeout(self._deadline.wait())
        return self._source.recv_into(buffer)
