"""Addresses: which are on the public internet, in whatever form they come."""

import socket
import threading
from typing import Any

import pytest

from cvpalette.sources.network import Address, is_public, resolve


@pytest.mark.parametrize(
    "ip",
    [
        "8.8.8.8",
        "93.184.216.34",
        "1.1.1.1",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
    ],
)
def test_the_public_internet(ip: str) -> None:
    """In both its versions, and one within the other."""
    assert is_public(ip)


@pytest.mark.parametrize(
    "ip",
    [
        pytest.param("127.0.0.1", id="loopback"),
        pytest.param("127.9.9.9", id="loopback, another"),
        pytest.param("0.0.0.0", id="this host"),
        pytest.param("0.1.2.3", id="this network"),
        pytest.param("10.1.2.3", id="private 10"),
        pytest.param("172.16.0.1", id="private 172"),
        pytest.param("192.168.1.1", id="private 192"),
        pytest.param("100.64.0.1", id="a provider's"),
        pytest.param("169.254.169.254", id="a cloud's metadata"),
        pytest.param("192.0.2.1", id="documentation"),
        pytest.param("198.18.0.1", id="benchmarks"),
        pytest.param("224.0.0.1", id="multicast"),
        pytest.param("240.0.0.1", id="reserved"),
        pytest.param("255.255.255.255", id="broadcast"),
        pytest.param("::", id="this host, 6"),
        pytest.param("::1", id="loopback, 6"),
        pytest.param("::127.0.0.1", id="IPv4-compatible"),
        pytest.param("::ffff:127.0.0.1", id="IPv4-mapped"),
        pytest.param("::ffff:169.254.169.254", id="IPv4-mapped metadata"),
        pytest.param("64:ff9b::10.0.0.1", id="IPv4 behind NAT64"),
        pytest.param("64:ff9b:1::1", id="a network's own NAT64"),
        pytest.param("2002:7f00:1::", id="IPv4 in 6to4"),
        pytest.param("fe80::1", id="link-local"),
        pytest.param("fe80::1%1", id="link-local with its zone"),
        pytest.param("fc00::1", id="unique local"),
        pytest.param("fec0::1", id="site-local"),
        pytest.param("fd00:ec2::254", id="a cloud's metadata, 6"),
        pytest.param("ff02::1", id="multicast, 6"),
        pytest.param("2001:db8::1", id="documentation, 6"),
    ],
)
def test_all_else_is_not_public(ip: str) -> None:
    """What a stranger's URL must not reach."""
    assert not is_public(ip)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "0x7f000001", "017700000001", "127.1", "localhost"]
)
def test_every_way_to_write_this_machine_leads_to_it(host: str) -> None:
    """The system reads them all; we judge what it read."""
    found = resolve(host, 80, 5)
    assert found
    assert not any(address.is_public for address in found)
    assert {address.ip for address in found} <= {"127.0.0.1", "::1"}


def test_a_name_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For all its addresses, of both versions; what comes is what is connected to."""
    asked = []

    def answer(*question: Any, **how: Any) -> list[Any]:
        asked.append((question, how))
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("2606:4700::1111", 443, 0, 0)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 443)),
        ]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    found = resolve("example.org", 443, 5)
    assert asked == [(("example.org", 443), {"type": socket.SOCK_STREAM})]
    assert found == [
        Address(socket.AF_INET6, ("2606:4700::1111", 443, 0, 0)),
        Address(socket.AF_INET, ("10.0.0.1", 443)),
    ]
    assert [address.is_public for address in found] == [True, False]


def test_a_name_that_leads_nowhere_is_the_systems_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Raised where it was asked for, not in a thread."""

    def answer(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    with pytest.raises(socket.gaierror, match="Name or service not known"):
        resolve("nowhere.invalid", 80, 5)


def test_a_resolver_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no time limit of its own."""
    over = threading.Event()

    def answer(*_: Any, **__: Any) -> list[Any]:
        over.wait(60)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    try:
        with pytest.raises(TimeoutError):
            resolve("example.org", 80, 0.05)
    finally:
        over.set()
