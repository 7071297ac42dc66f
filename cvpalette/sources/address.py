"""Where a host's name leads to, and whether that is on the public internet."""

import ipaddress
import queue
import socket
import threading
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

__all__ = ["Address", "is_public", "resolve"]

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
