"""Connections to addresses that were checked, none of whose waits outlasts a deadline."""

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

# RFC 6052: networks without IPv4 reach it through these, and so does whoever wants to pass our check.
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Address:
    """What a name resolved to: a socket's family, and what it connects to."""

    family: socket.AddressFamily
    location: tuple[Any, ...]

    @property
    def ip(self) -> str:
        """The IP address as text."""
        return str(self.location[0])

    @property
    def is_public(self) -> bool:
        """Whether it is on the public internet."""
        return is_public(self.ip)


def is_public(ip: str) -> bool:
    """Tell whether an IP address is one of the public internet, seen through all that may wrap it."""
    address = ipaddress.ip_address(ip)
    inner = _unwrap(address)
    if inner is not None:
        return is_public(str(inner))
    # Python calls these global too; what is reserved holds ::127.0.0.1.
    others = (address.is_multicast, address.is_reserved, getattr(address, "is_site_local", False))
    return address.is_global and not any(others)


def _unwrap(address: IP) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for, if any."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def resolve(host: str, port: int, seconds: float) -> list[Address]:
    """Ask once what a host's name stands for, whatever it is written as: `2130706433` is 127.0.0.1.

    Raises OSError, and TimeoutError after so many seconds.
    """
    answers: queue.SimpleQueue[list[Address] | Exception] = queue.SimpleQueue()
    # getaddrinfo has no time limit of its own; a thread that outlives ours does not keep the process.
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
    """How long all may take from now on, and how long a single wait may, in seconds."""

    total: float
    stall: float
    start: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """How many seconds are left, below 0 where it is over."""
        return self.start + self.total - time.monotonic()

    def wait(self) -> float:
        """Return how long the next wait may take; raises TimeoutError where no time is left."""
        left = self.left
        if left <= 0:
            raise TimeoutError
        return min(left, self.stall)


class Wire:
    """What http.client takes for a socket; it is connected already, so no name is resolved again."""

    def __init__(self, address: Address, deadline: Deadline, tls_host: str | None = None) -> None:
        """Connect, and with a host's name for TLS check its certificate; raises OSError."""
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
        """Send bytes, all of them."""
        self._socket.settimeout(self._deadline.wait())
        self._socket.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return what http.client reads the answer from, which it does in mode 'rb'."""
        return io.BufferedReader(_Reader(self._socket, self._deadline))

    def close(self) -> None:
        """Do nothing: http.client closes as soon as it has a file, and the file reads from here."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()


class _Reader(io.RawIOBase):
    """A socket's bytes, each wait of which is cut off at the deadline."""

    def __init__(self, source: socket.socket, deadline: Deadline) -> None:
        """Read from a socket that somebody else closes."""
        self._source = source
        self._deadline = deadline

    def readable(self) -> bool:
        """Say that it is."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Wait for bytes no longer than is left."""
        self._source.settimeout(self._deadline.wait())
        return self._source.recv_into(buffer)
