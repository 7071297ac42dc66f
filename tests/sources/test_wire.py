"""Wire and Deadline: waits that end."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from cvpalette.sources.network import Address, Deadline, Wire


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give a clock that stands still until it is set."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_a_wait_is_what_a_stall_may_take_or_what_is_left(clock: list[float]) -> None:
    """Whichever is shorter."""
    deadline = Deadline(total=10, stall=3, start=100)
    assert (deadline.wait(), deadline.left) == (3, 10)
    clock[0] = 108.5
    assert deadline.wait() == 1.5


@pytest.mark.parametrize("now", [110.0, 200.0])
def test_after_the_end_there_is_no_wait(clock: list[float], now: float) -> None:
    """A socket would take 0 for 'do not wait' and less than that for an error."""
    deadline = Deadline(total=10, stall=3, start=100)
    clock[0] = now
    with pytest.raises(TimeoutError):
        deadline.wait()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Listen on this machine."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener


def _address(listener: socket.socket) -> Address:
    return Address(socket.AF_INET, listener.getsockname())


def test_bytes_go_both_ways(listener: socket.socket) -> None:
    """And reading goes on after http.client has closed what it took for its socket."""
    with Wire(_address(listener), Deadline(20, 20)) as wire:
        other, _ = listener.accept()
        with other:
            wire.sendall(b"question")
            assert other.recv(100) == b"question"
            file = wire.makefile("rb")
            wire.close()
            other.sendall(b"answer")
            assert file.read(6) == b"answer"
        assert file.read() == b""


def test_reading_ends_with_the_time_that_is_left(listener: socket.socket) -> None:
    """Though every byte comes in time."""
    with Wire(_address(listener), Deadline(0.2, 20)) as wire:
        other, _ = listener.accept()
        over = threading.Event()

        def drip() -> None:
            while not over.wait(0.01):
                other.send(b"a")

        thread = threading.Thread(target=drip)
        thread.start()
        with pytest.raises(TimeoutError):
            wire.makefile("rb").read()
        over.set()
        thread.join()
        other.close()


def test_a_wire_that_fails_to_connect_leaves_no_socket(listener: socket.socket) -> None:
    """One that is not closed is a ResourceWarning, which is an error here."""
    address = _address(listener)
    listener.close()
    with pytest.raises(ConnectionRefusedError):
        Wire(address, Deadline(20, 20))


def test_after_the_end_nothing_is_connected_to(listener: socket.socket) -> None:
    """The time may be over before the first byte."""
    with pytest.raises(TimeoutError):
        Wire(_address(listener), Deadline(-1, 20))
