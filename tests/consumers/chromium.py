"""Chromium, driven through two pipes by the protocol of its own developer tools."""

import base64
import itertools
import json
import os
import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

__all__ = ["Page", "open_chromium"]

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--force-color-profile=srgb",
    "--no-first-run",
    "--remote-debugging-pipe",
)
_PATIENCE = 60


class Page:
    """A page in a browser: what is done to it, and what it did."""

    def __init__(self, to: int, back: int) -> None:
        """Attach to a new page, and watch what it logs, throws and asks the network for."""
        self._to, self._back = to, back
        self._rest = b""
        self._numbers = itertools.count(1)
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the browser for something, and wait for its answer."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            assert select.select([self._back], [], [], _PATIENCE)[0], f"no word from it in {_PATIENCE} s"
            data = os.read(self._back, 1 << 16)
            assert data, "the browser has hung up"
            self._rest += data
        message, _, self._rest = self._rest.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        return answer

    def wait_for(self, method: str) -> dict[str, Any]:
        """Return the next event of a kind."""
        while True:
            event = self._read()
            self.events.append(event)
            if event.get("method") == method:
                return event

    def open(self, path: Path, **features: str) -> Self:
        """Load a file, as for someone who prefers these, such as `prefers_color_scheme="dark"`."""
        media = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.call("Emulation.setEmulatedMedia", features=media)
        self.events.clear()
        self.call("Page.navigate", url=path.as_uri())
        self.wait_for("Page.loadEventFired")
        return self

    def run(self, script: str) -> Any:
        """Return what an expression gives in the page, waiting where it is a promise."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def size(self, width: int, height: int) -> None:
        """Make the window so large, in CSS pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def move(self, selector: str, kind: str = "mouseMoved", **more: Any) -> None:
        """Send the mouse to the middle of an element."""
        x, y = self.place(selector)
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def place(self, selector: str) -> tuple[float, float]:
        """Scroll to an element, and return where its middle is in the window."""
        x, y = self.run(
            f"found = document.querySelector({json.dumps(selector)});"
            "found.scrollIntoView({block: 'nearest'});"
            "box = found.getBoundingClientRect(); [box.x + box.width / 2, box.y + box.height / 2]"
        )
        return x, y

    def tap(self, selector: str) -> None:
        """Touch the middle of an element, and let go."""
        x, y = self.place(selector)
        self.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def click(self, selector: str) -> None:
        """Click in the middle of an element."""
        self.move(selector)
        for kind in ("mousePressed", "mouseReleased"):
            self.move(selector, kind, button="left", clickCount=1)

    def press(self, key: str) -> None:
        """Press and release a key, by its name or as the character that it types."""
        text = {"text": "\r" if key == "Enter" else key} if key == "Enter" or len(key) == 1 else {}
        code = {"Tab": 9, "Enter": 13, "Escape": 27, "End": 35, "Home": 36, " ": 32}
        code |= {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}
        for kind in ("keyDown", "keyUp"):
            more = text if kind == "keyDown" else {}
            self.call(
                "Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code.get(key, 0), **more
            )

    def screenshot(self) -> bytes:
        """Return what the window shows, as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot")["data"])


@contextmanager
def open_chromium(command: str, profile: Path) -> Iterator[Page]:
    """Start a browser with a profile of its own; it ends with the block."""
    their_in, our_out = os.pipe()
    our_in, their_out = os.pipe()

    import fcntl  # noqa: PLC0415 -- Windows has none, and reads this file too

    # The browser reads at 3 and writes at 4; out of their way, no end is lost when they are set.
    ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (their_in, their_out)]
    flags = [command, *_FLAGS, f"--user-data-dir={profile}"]
    process = subprocess.Popen(
        ["/bin/bash", "-c", f'exec "$@" 3<&{ends[0]} 4>&{ends[1]}', "bash", *flags],
        pass_fds=ends,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for end in ends:
        os.close(end)
    os.close(their_in)
    os.close(their_out)
    try:
        yield Page(our_out, our_in)
    finally:
        process.terminate()
        process.wait(20)
        os.close(our_out)
        os.close(our_in)
