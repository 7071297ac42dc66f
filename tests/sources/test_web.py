"""download(): within its limits, whatever the server does; all on this machine."""

import pickle
import shutil
import socket
import ssl
import subprocess
import threading
import tracemalloc
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

import cvpalette
from cvpalette.errors import ImageError
from cvpalette.messages import conceal
from cvpalette.sources import network
from cvpalette.sources.loading import load_image
from cvpalette.sources.network import Address
from cvpalette.sources.web import Limits, download, name_of

#: No test waits long for what never comes.
SHORT = Limits(seconds=20, stall=0.2)
#: What does come may take its time: the machine may be busy.
AMPLE = Limits(seconds=60, stall=60)
PUBLIC = "93.184.216.34"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have one."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def _refused(url: str, limits: Limits = AMPLE, *, allow_private: bool = True) -> str:
    """Download what must fail, and return the reason; the error names the URL, but no password."""
    with pytest.raises(ImageError) as caught:
        download(url, allow_private=allow_private, limits=limits)
    assert caught.value.name == conceal(url)
    assert str(caught.value).startswith(f"'{conceal(url)}': ")
    return caught.value.reason


def _start(request: BaseHTTPRequestHandler, **headers: str) -> None:
    request.send_response(200)
    for name, value in headers.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()


def test_what_a_url_names_is_fetched(web: Any) -> None:
    """The bytes as they are; the server is told who asks, and nothing more."""
    url = web.serve("/a%20b.png?x=1&y=%C3%A9", b"the bytes")
    assert download(f"{url}#part", allow_private=True, limits=AMPLE) == b"the bytes"
    assert dict(web.asked[0].headers) == {
        "User-Agent": "cvpalette",
        "Host": f"127.0.0.1:{web.server_port}",
        "Accept-Encoding": "identity",
        "Accept": "image/*,*/*;q=0.5",
        "Connection": "close",
    }


def test_a_url_may_be_written_as_people_write_it(web: Any) -> None:
    """With blanks, and letters beyond ASCII."""
    web.serve("/caf%C3%A9%20noir.png", b"the bytes")
    assert download(web.url("/café noir.png"), allow_private=True, limits=AMPLE) == b"the bytes"


def test_a_body_may_come_in_chunks_or_until_the_end(web: Any) -> None:
    """A length need not be given."""

    def send_chunks(request: BaseHTTPRequestHandler) -> None:
        request.protocol_version = "HTTP/1.1"
        _start(request, Transfer_Encoding="chunked")
        request.wfile.write(b"3\r\nthe\r\n6\r\n bytes\r\n0\r\n\r\n")

    def send_all(request: BaseHTTPRequestHandler) -> None:
        _start(request)
        request.wfile.write(b"the bytes")

    for answer in (send_chunks, send_all):
        assert download(web.answer("/", answer), allow_private=True, limits=AMPLE) == b"the bytes"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(web: Any, status: int) -> None:
    """To addresses that are written in full, from the root, or from here."""
    web.serve("/deep/end.png", b"the bytes")
    web.redirect("/deep/near", "end.png", status)
    web.redirect("/root", "/deep/near", status)
    url = web.redirect("/start", web.url("/root"), status)
    assert download(url, allow_private=True, limits=AMPLE) == b"the bytes"
    assert [request.path for request in web.asked] == ["/start", "/root", "/deep/near", "/deep/end.png"]


def test_five_redirects_are_followed_and_six_are_not(web: Any) -> None:
    """A circle is no different."""
    web.serve("/0", b"the bytes")
    for number in range(1, 7):
        web.redirect(f"/{number}", f"/{number - 1}")
    web.redirect("/circle", "/circle")
    assert download(web.url("/5"), allow_private=True, limits=AMPLE) == b"the bytes"
    assert _refused(web.url("/6")) == "redirects more than 5 times"
    web.asked.clear()
    assert _refused(web.url("/circle")) == "redirects more than 5 times"
    assert len(web.asked) == 6


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://localhost/a.png", "gopher://localhost/", "data:image/png;base64,AA=="],
)
def test_a_redirect_to_another_scheme_is_refused(web: Any, location: str) -> None:
    """Only http and https, at every hop; the message says where it was to go."""
    reason = _refused(web.redirect("/", location))
    assert reason == f"redirects to '{location}', which is no http or https URL, and only those are fetched"


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://localhost:99999/", "is no valid URL: "),
        ("http://user:secret@localhost/", "is a URL with a user name, and cvpalette sends none"),
    ],
)
def test_a_redirect_to_no_url_is_refused(web: Any, location: str, reason: str) -> None:
    """And so is such a URL when a person names it."""
    reply = _refused(web.redirect("/", location))
    assert reply.startswith(f"redirects to '{location.replace('user:secret', '…')}', which {reason}")
    assert _refused(location).startswith(reason)


def test_a_url_that_cannot_be_taken_apart_is_refused(web: Any) -> None:
    """Without its host, or its bracket."""
    assert _refused("http:///a.png") == "is no valid URL: it names no host"
    assert _refused("http://[::1") == "is no valid URL: Invalid IPv6 URL"
    assert _refused(web.redirect("/", "http://[::1")) == "cannot be fetched: Invalid IPv6 URL"


@pytest.mark.parametrize(("status", "said"), [(404, "404 Not Found"), (500, "500 Internal Server Error")])
def test_an_answer_that_is_none_is_an_error(web: Any, status: int, said: str) -> None:
    """In the server's words; what it sends with them is not taken for an image."""
    reason = _refused(web.serve("/a.png", b"<html>", status))
    assert reason == f"cannot be fetched: the server answered '{said}'"


def test_a_redirect_to_nowhere_is_an_error(web: Any) -> None:
    """Without the header that says where."""
    assert "the server answered '302 Found'" in _refused(web.serve("/", b"", 302))


@pytest.mark.parametrize(
    "text", [b"<!DOCTYPE html><p>", b"\xef\xbb\xbf \n<!doctype HTML>", b"<html lang=en>"]
)
def test_a_page_is_told_from_an_image_by_its_bytes(web: Any, text: bytes) -> None:
    """Whatever it calls itself."""
    url = web.serve("/a.png", text, headers={"Content-Type": "image/png"})
    assert _refused(url) == "is a web page, not an image; name the address of the image itself"


def test_an_image_is_one_by_its_bytes(web: Any, stripes: Path) -> None:
    """Whatever the server calls it; it is named after the last part of its path."""
    url = web.serve(
        "/photos/one%20two.html?size=1", stripes.read_bytes(), headers={"Content-Type": "text/html"}
    )
    image = load_image(url, allow_private=True)
    assert (image.name, image.stem, image.width) == ("one two.html", "one two", 40)


def test_what_is_no_image_names_the_url(web: Any) -> None:
    """Not its last part alone: there may be a list of them."""
    url = web.serve("/a.png", b"plain text")
    with pytest.raises(ImageError) as caught:
        load_image(url, allow_private=True)
    assert str(caught.value).startswith(f"'{url}': is no image that cvpalette reads")


def test_a_length_beyond_the_limit_is_not_fetched(web: Any) -> None:
    """The server said so; nothing of it is read."""
    url = web.serve("/", b"a", headers={"Content-Length": str(3 << 20)})
    assert _refused(url, Limits(stall=5, size=2 << 20)).startswith("has more than 2 MiB")


def test_a_stream_without_end_is_cut_off(web: Any) -> None:
    """At the limit, and not in the memory of this machine."""

    def send(request: BaseHTTPRequestHandler) -> None:
        _start(request)
        while not web.is_over.is_set():
            request.wfile.write(bytes(1 << 16))

    url = web.answer("/", send)
    tracemalloc.start()
    try:
        assert _refused(url, Limits(stall=20, size=4 << 20)).startswith("has more than 4 MiB")
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()


def test_a_length_that_is_a_lie_is_an_error(web: Any) -> None:
    """Too much was promised: what came is not the image."""
    url = web.serve("/", b"half", headers={"Content-Length": "1000"})
    assert _refused(url) == "ends after 4 of 1,000 bytes"


def test_chunks_that_break_off_are_an_error(web: Any) -> None:
    """As a length that is a lie."""

    def send(request: BaseHTTPRequestHandler) -> None:
        request.protocol_version = "HTTP/1.1"
        _start(request, Transfer_Encoding="chunked")
        request.wfile.write(b"ffff\r\nhalf")
        request.close_connection = True

    assert _refused(web.answer("/", send)).startswith("cannot be fetched: ")


def _hang_at_once(request: BaseHTTPRequestHandler, over: threading.Event) -> None:
    over.wait(60)
    request.close_connection = True


def _hang_in_the_headers(request: BaseHTTPRequestHandler, over: threading.Event) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Le")
    over.wait(60)
    request.close_connection = True


def _hang_in_the_body(request: BaseHTTPRequestHandler, over: threading.Event) -> None:
    _start(request, Content_Length="1000")
    request.wfile.write(b"half")
    over.wait(60)
    request.close_connection = True


@pytest.mark.parametrize("hang", [_hang_at_once, _hang_in_the_headers, _hang_in_the_body])
def test_a_server_that_stalls_is_not_waited_for(
    web: Any, hang: Callable[[BaseHTTPRequestHandler, threading.Event], None]
) -> None:
    """Wherever it does."""
    assert (
        _refused(web.answer("/", lambda request: hang(request, web.is_over)), SHORT)
        == "sent nothing for 0.2 seconds"
    )


@pytest.mark.parametrize("where", ["headers", "body"])
def test_a_server_that_drips_is_cut_off(web: Any, where: str) -> None:
    """Each byte comes in time; all of them never would."""

    def drip(request: BaseHTTPRequestHandler) -> None:
        start = b"HTTP/1.1 200 OK\r\nA: " if where == "headers" else b"HTTP/1.1 200 OK\r\n\r\n"
        request.wfile.write(start)
        while not web.is_over.wait(0.02):
            request.wfile.write(b"a")

    assert _refused(web.answer("/", drip), Limits(seconds=0.4, stall=10)) == "took longer than 0.4 seconds"


def test_a_server_that_is_not_there_is_an_error() -> None:
    """In the system's words, small."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        assert _refused(f"http://127.0.0.1:{port}/a.png") == "cannot be fetched: connection refused"


def test_words_that_are_no_http_are_an_error(web: Any) -> None:
    """On one line, and nothing that moves a cursor."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"SSH-2.0\x1b[2J\r\n")
        request.close_connection = True

    assert _refused(web.answer("/", answer)) == r"cannot be fetched: SSH-2.0\x1b[2J"


@pytest.mark.parametrize("name", ["http_proxy", "HTTPS_PROXY", "all_proxy"])
def test_a_proxy_is_not_used_and_that_is_said(web: Any, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """It would resolve names again; whoever needs one has other programs."""
    monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert download(web.serve("/", b"the bytes"), allow_private=True, limits=AMPLE) == b"the bytes"
    hanging = web.answer("/hang", lambda request: _hang_at_once(request, web.is_over))
    assert "proxies are not used" in _refused(hanging, SHORT)


class Net:
    """Names lead where we say, and every address leads to a server on this machine."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Take the place of the system's."""
        self.places: dict[str, list[list[str]]] = {}
        self.connected: list[str] = []
        self.getaddrinfo = self._resolve
        monkeypatch.setattr(network, "socket", self)
        self.SOCK_STREAM = socket.SOCK_STREAM

    def _resolve(self, host: str, port: int, **_: Any) -> list[Any]:
        answers = self.places.get(host, [[host]])
        ips = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ips]

    def socket(self, *kind: Any) -> socket.socket:
        """Make a socket that connects to this machine, and remembers where to it was asked to."""
        net = self

        class Rerouted(socket.socket):
            def connect(self, location: Any, /) -> None:
                net.connected.append(location[0])
                super().connect(("127.0.0.1", location[1]))

        return Rerouted(*kind)


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Net:
    """Give a network where names lead where the test says."""
    return Net(monkeypatch)


def test_a_name_is_resolved_once_and_what_was_checked_is_connected_to(web: Any, net: Net) -> None:
    """A second answer would be the attacker's (DNS rebinding)."""
    web.serve("/", b"the bytes")
    net.places["rebinding.example"] = [[PUBLIC], ["127.0.0.1"]]
    url = f"http://rebinding.example:{web.server_port}/"
    assert download(url, allow_private=False, limits=AMPLE) == b"the bytes"
    assert net.connected == [PUBLIC]
    assert web.asked[0].headers["Host"] == f"rebinding.example:{web.server_port}"


@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "10.0.0.8", "0.0.0.0"])
@pytest.mark.parametrize("allow_private", [True, False])
def test_a_redirect_from_the_public_internet_to_a_private_address_is_refused(
    web: Any, net: Net, host: str, allow_private: bool
) -> None:
    """Always: it is the server that asks for it, not the person."""
    net.places |= {"public.example": [[PUBLIC]], "inside.example": [[host]]}
    for target in (host, "inside.example"):
        net.connected.clear()
        web.redirect("/", f"http://{target}:{web.server_port}/secret")
        reason = _refused(f"http://public.example:{web.server_port}/", allow_private=allow_private)
        assert reason == "redirects to a private network, and is not followed there"
        assert net.connected == [PUBLIC]


def test_the_way_from_public_to_private_may_not_have_a_detour(web: Any, net: Net) -> None:
    """Private, public, private: the last step is the public server's."""
    net.places |= {"inside.example": [["10.0.0.8"]], "public.example": [[PUBLIC]]}
    web.redirect("/1", f"http://public.example:{web.server_port}/2")
    web.redirect("/2", f"http://inside.example:{web.server_port}/3")
    reason = _refused(f"http://inside.example:{web.server_port}/1")
    assert reason.startswith("redirects to a private network")
    assert net.connected == ["10.0.0.8", PUBLIC]


def test_a_person_may_name_any_address_and_be_redirected_within(web: Any, net: Net) -> None:
    """A printer redirects to itself."""
    net.places["inside.example"] = [["10.0.0.8"]]
    web.redirect("/", f"http://10.0.0.9:{web.server_port}/a.png")
    web.serve("/a.png", b"the bytes")
    url = f"http://inside.example:{web.server_port}/"
    assert download(url, allow_private=True, limits=AMPLE) == b"the bytes"
    assert net.connected == ["10.0.0.8", "10.0.0.9"]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[::1]", "localhost"]
)
def test_a_private_address_is_refused_in_the_library(web: Any, host: str) -> None:
    """However it is written, and before it hears from us; the message says how to allow it."""
    url = f"http://{host}:{web.server_port}/"
    assert _refused(url, allow_private=False).endswith(
        "leads to a private network; allow_private=True allows it"
    )
    with pytest.raises(ImageError, match="allow_private=True allows it"):
        load_image(url)
    assert web.asked == []


def test_one_private_address_among_public_ones_is_refused(web: Any, net: Net) -> None:
    """Which of them is connected to would be the attacker's choice."""
    net.places["mixed.example"] = [[PUBLIC, "10.0.0.8"]]
    assert "a private network" in _refused(f"http://mixed.example:{web.server_port}/", allow_private=False)
    assert net.connected == []


def test_the_next_address_is_tried_where_one_is_dead(web: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """IPv6 without a route is common."""
    web.serve("/", b"the bytes")
    dead = Address(socket.AF_INET6, ("::1", web.server_port, 0, 0))
    alive = Address(socket.AF_INET, ("127.0.0.1", web.server_port))
    monkeypatch.setattr("cvpalette.sources.web.resolve", lambda *_: [dead, alive])
    assert download(web.url("/"), allow_private=True, limits=AMPLE) == b"the bytes"


def test_a_name_that_leads_nowhere_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the resolver's words."""

    def fail(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert _refused("http://nowhere.invalid/a.png") == "cannot be fetched: name or service not known"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Make a key and a certificate for localhost, which nobody but us trusts."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs the program openssl, to make a certificate")
    path = tmp_path / "localhost.pem"
    options = (
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    )
    made = subprocess.run(
        [openssl, *options.split(), "-keyout", path, "-out", tmp_path / "only.pem"],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("this openssl makes no such certificate")
    path.write_bytes(path.read_bytes() + (tmp_path / "only.pem").read_bytes())
    return path


def test_https_is_fetched_from_who_can_show_that_he_is_it(
    web: Any, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A certificate that nobody trusts, or of another name, is an error."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    web.socket = context.wrap_socket(web.socket, server_side=True)
    web.serve("/", b"the bytes")
    url = f"https://localhost:{web.server_port}/"
    assert _refused(url).startswith("has a server that cannot be trusted: self")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert download(url, allow_private=True, limits=AMPLE) == b"the bytes"
    other = f"https://127.0.0.1:{web.server_port}/"
    assert _refused(other).startswith("has a server that cannot be trusted: IP address mismatch")


def test_https_that_stalls_before_its_handshake_is_not_waited_for() -> None:
    """A connection is accepted, and then there is silence."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        url = f"https://127.0.0.1:{server.getsockname()[1]}/"
        assert _refused(url, SHORT) == "sent nothing for 0.2 seconds"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.org/photo.jpg", "photo.jpg"),
        ("https://example.org/a/b/photo.jpg?size=large#top", "photo.jpg"),
        ("https://example.org/one%20two.png", "one two.png"),
        ("https://example.org/caf%C3%A9.png", "café.png"),
        ("https://example.org/folder/", "folder"),
        ("https://example.org", "example.org"),
        ("https://example.org/", "example.org"),
        ("https://example.org/..", "example.org"),
        ("https://example.org/a%2F..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("https://example.org/..%5C..%5Cboot.ini", "boot.ini"),
        ("https://example.org/a%00b%0Ac.png", "a_x00b_nc.png"),
        (f"https://example.org/{'n' * 300}.png", "n" * 96 + ".png"),
        ("https://[::1/a.png", "image"),
    ],
)
def test_a_url_is_called_by_the_last_part_of_its_path(url: str, name: str) -> None:
    """Files are named after it: it has no slash, no control character, and is no folder."""
    assert name_of(url) == name


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://user:secret@localhost:1/a.png?key=SECRET#Reds", "http://…@localhost:1/a.png?…88d5f5b3#Reds"),
        ("https://user:sec@ret@host/a@b.png", "https://…@host/a@b.png"),
        ("https://host/a.png", "https://host/a.png"),
        ("https://host/a.png?", "https://host/a.png?…6464c2b0"),
        ("s3://key:secret@bucket/a?.png", "s3://…@bucket/a?.png"),
        ("C://photos/me@home?.png", "C://photos/me@home?.png"),
    ],
)
def test_errors_have_no_passwords_and_no_tokens(url: str, shown: str) -> None:
    """They go to logs. Two addresses that differ have two names; to hide a name again changes nothing."""
    assert conceal(url) == shown
    assert conceal(shown) == shown
    error = ImageError(url, "is broken", "damaged")
    assert (error.name, error.source, error.args[0]) == (shown, shown, shown)
    assert "secret" not in str(error).lower()
    assert pickle.loads(pickle.dumps(error)).name == shown


def test_a_download_tells_no_token(web: Any) -> None:
    """Neither of its own address, nor of the one that a server leads to."""
    web.redirect("/a.png?token=SECRET", f"ftp://user:SECRET@{web.url('')[7:]}/a?SECRET")
    web.serve("/b.png?token=SECRET", b"no image")
    for name in ("/a.png", "/b.png"):
        url = web.url(f"{name}?token=SECRET")
        (outcome,) = cvpalette.extract_many([url], allow_private=True)
        assert outcome.source == url
        assert "SECRET" not in str(outcome.error)
    assert web.asked[-1].path == "/b.png?token=SECRET"
