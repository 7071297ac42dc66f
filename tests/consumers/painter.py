"""Painter: the colors that Chromium paints style sheets and pictures in."""

import base64
import json
from typing import Any

import numpy as np
import numpy.typing as npt

from .chromium import Page
from .programs import DRIVERS

__all__ = ["Painter"]


class Painter:
    """A page that paints what it is given, and looks at it."""

    def __init__(self, page: Page) -> None:
        """Open the page."""
        self._page = page.open(DRIVERS / "painting.html")

    def paint_properties(self, style: str) -> Any:
        """Return the color and the name of each custom property of a style sheet, in order."""
        return self._call("paintProperties", style)

    def paint_classes(self, style: str, classes: list[str]) -> Any:
        """Return the color of the background and the name of each class, in order."""
        return self._call("paintClasses", style, classes)

    def read_background(self, style: str, name: str) -> Any:
        """Return the layers of the background of a class, as the browser writes them."""
        return self._call("readBackground", style, name)

    def paint_texts(
        self, style: str, classes: list[str], body: str = "", **attributes: str
    ) -> dict[str, list[str | None]]:
        """Return the background and the text of each list of classes.

        `body` are the classes of the body, and the root has the attributes. An underscore in an attribute's
        name stands for a hyphen.
        """
        named = {name.strip("_").replace("_", "-"): value for name, value in attributes.items()}
        return dict(zip(classes, self._call("paintTexts", style, classes, named, body), strict=True))

    def paint_roles(
        self, style: str, properties: list[str], mode: str, body: str = "", **attributes: str
    ) -> list[str | None]:
        """Return the color of each property in a browser that prefers a mode.

        `body` are the classes of the body, and the root has the attributes.
        """
        classes = [f"p{number}" for number in range(len(properties))]
        rules = (
            f".{name} {{ background: var({one}) }}" for name, one in zip(classes, properties, strict=True)
        )
        painted = self.paint_in_mode("\n".join([style, *rules]), classes, mode, body, **attributes)
        return [painted[name][0] for name in classes]

    def paint_in_mode(
        self, style: str, classes: list[str], mode: str, body: str = "", **attributes: str
    ) -> dict[str, list[str | None]]:
        """Return what `paint_texts` does, in a browser that prefers a mode."""
        self._page.call(
            "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": mode}]
        )
        try:
            return self.paint_texts(style, classes, body, **attributes)
        finally:
            self._page.call("Emulation.setEmulatedMedia", features=[])

    def read_pixels(self, picture: bytes, media_type: str) -> npt.NDArray[np.uint8]:
        """Return the pixels that a picture is shown in, height x width x RGBA."""
        url = f"data:{media_type};base64,{base64.b64encode(picture).decode()}"
        shown = self._call("readPixels", url)
        return np.array(shown["levels"], np.uint8).reshape(shown["height"], shown["width"], 4)

    def read_frames(self, animation: bytes, media_type: str) -> dict[str, Any]:
        """Return `repetitions`, None for ever, and the `seconds` and `pixels` of each of the `frames`."""
        shown: dict[str, Any] = self._call("readFrames", list(animation), media_type)
        for frame in shown["frames"]:
            levels = np.array(frame.pop("levels"), np.uint8)
            frame["pixels"] = levels.reshape(frame.pop("height"), frame.pop("width"), 4)
        return shown

    def read_titles(self, drawing: str) -> Any:
        """Return the titles of the rectangles of an SVG."""
        return self._call("readTitles", drawing)

    def _call(self, function: str, *arguments: object) -> Any:
        return self._page.run(f"{function}({', '.join(map(json.dumps, arguments))})")
