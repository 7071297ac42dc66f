"""Wire: a connection to one address, none of whose waits outlasts a deadline."""

import io
import socket
import ssl
import time
from dataclasses import dataclass, field
from typing import Any, Self

from cvpalette.sources.address import Address

__all__ = ["Deadline", "Wire"]


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
