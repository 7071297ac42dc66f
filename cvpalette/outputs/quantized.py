"""The output `quantized`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from cvpalette.decoding.image import Image
from cvpalette.extraction import Extraction
from cvpalette.messages import quote
from cvpalette.plugins.contract import Rendered
from cvpalette.quantizing.devices import Device, find_device
from cvpalette.quantizing.dithers import KERNELS, SYNONYMS
from cvpalette.quantizing.drawing import ANIMATED, Style, draw_animation, draw_for_device, draw_picture
from cvpalette.quantizing.fitting import parse_size
from cvpalette.quantizing.shaping import Shape, parse_anchor, parse_shape
from cvpalette.rendering.names import slug
from cvpalette.settings.settings import Scope, Settings, parse_colors

__all__ = ["QuantizedImage"]


@dataclass(frozen=True)
class QuantizedImage:
    """The image itself in the colors of its palette, in any size: as PNG, GIF, WebP, BMP, TIFF and others.

    The others are PCX, ICO, XPM, pixels packed into bytes for panels, and a C header of these bytes. A JPEG
    is truecolor, so only the option writes it.
    """

    suffix: ClassVar[str] = ".quantized.png"
    family: ClassVar[str] = "pictures"
    suffixes: ClassVar[Mapping[str, Mapping[str, str]]] = {
        ".quantized.gif": {"format": "gif"},
        ".quantized.webp": {"format": "webp"},
        ".quantized.bmp": {"format": "bmp"},
        ".quantized.tiff": {"format": "tiff"},
        ".quantized.tif": {"format": "tiff"},
        ".quantized.pcx": {"format": "pcx"},
        ".quantized.ico": {"format": "ico"},
        ".quantized.xpm": {"format": "xpm"},
        ".quantized.bin": {"format": "bin"},
        ".quantized.h": {"format": "h"},
        ".quantized.jpg": {"format": "jpeg"},
        ".quantized.jpeg": {"format": "jpeg"},
    }
    asked_suffixes: ClassVar[Mapping[str, str]] = dict.fromkeys(
        (".quantized.jpg", ".quantized.jpeg"),
        "a JPEG has no table of colors, and changes each of them; take another suffix, such as '.png', or "
        "write truecolor with quantized.format=jpeg",
    )
    format: Annotated[
        Literal["png", "gif", "webp", "bmp", "tiff", "pcx", "ico", "xpm", "bin", "h", "jpeg"],
        "File type; the suffix of -o selects it too.",
    ] = "png"
    dither: Annotated[
        Literal[
            "auto",
            "none",
            "floyd-steinberg",
            "atkinson",
            "jarvis-judice-ninke",
            "stucki",
            "burkes",
            "sierra",
            "sierra-2",
            "sierra-lite",
            "bayer-2",
            "bayer-4",
            "bayer-8",
            "bayer-16",
            "blue-noise",
            "ordered",
        ],
        "How to mix colors; ordered is blue-noise, and auto mixes for a device only.",
    ] = "auto"
    strength: Annotated[
        float | None, "How much of the error to dither: 0 is none, 1 is all; 1 for few colors, else 0.7."
    ] = None
    linear: Annotated[bool | None, "Mix amounts of light, not levels; yes for few colors, else no."] = None
    serpentine: Annotated[bool, "Let every second row of an error diffusion go left; slower."] = False
    colors: Annotated[str, "Find a palette for this output, from all pixels: auto or a number."] = ""
    max_size: Annotated[str, "Use as many colors as fit in this size, such as 20000 or 20kB."] = ""
    level: Annotated[int, "Effort of the compression of PNG, TIFF and WebP, 0 (none) to 9 (smallest)."] = 6
    size: Annotated[str, "Scale to so many pixels: 800x480, or one side, as 800 or x480."] = ""
    fit: Annotated[
        Literal["fill", "pad", "stretch", "inside"],
        "How other proportions go into the size: cut off, with background, distorted, or smaller.",
    ] = "fill"
    anchor: Annotated[
        str, "What stays if fill cuts off: center, top, bottom, left, right, or a point, as 50%,20%."
    ] = "center"
    background: Annotated[str, "Color behind the picture: of padding, and of what is transparent."] = ""
    rotate: Annotated[
        Literal["0", "90", "180", "270", "auto"],
        "Degrees clockwise; auto turns a portrait to fit into a landscape, and the other way round.",
    ] = "0"
    scaling: Annotated[
        Literal["auto", "smooth", "nearest"], "How to scale; auto takes nearest to enlarge pixel art."
    ] = "auto"
    despeckle: Annotated[int, "Merge regions of fewer pixels into their neighbors."] = 0
    device: Annotated[
        str, "Draw for a device, in its size, colors and rules, such as inky-7; device=list lists all."
    ] = ""
    preview: Annotated[
        bool, "Write the colors as they look on the device, for people; drivers want others."
    ] = False

    def __post_init__(self) -> None:
        """Refuse values that are out of range or cannot be read."""
        if not 0 <= self.level <= 9:
            message = f"option 'level' is 0 to 9, not '{self.level}'"
            raise ValueError(message)
        if self.strength is not None and not 0 <= self.strength <= 1:
            message = f"option 'strength' is 0 to 1, not '{self.strength}'"
            raise ValueError(message)
        if self.despeckle < 0:
            message = f"option 'despeckle' is a number of pixels, not '{self.despeckle}'"
            raise ValueError(message)
        if self.colors:
            Settings(colors=parse_colors(self.colors))
        if self.max_size:
            parse_size(self.max_size)
        self._read_shape()
        if self.device:
            self._require_no_rivals(find_device(self.device))
        if self.despeckle and self._dither != "none":
            message = (
                f"a dither, such as {quote(self._dither)}, is made of dots, which 'despeckle' would merge; "
                "add quantized.dither=none"
            )
            raise ValueError(message)

    def _require_no_rivals(self, device: Device) -> None:
        """Refuse options that would change what a device gives."""
        for name in ("size", "colors", "max_size"):
            if getattr(self, name):
                option = name.replace("_", "-")
                palette = device.measured or device.colors
                message = (
                    f"the device {quote(device.name)} has its own size and colors; leave {quote(option)} "
                    f"out, or leave the device out and give the palette {quote(palette)}"
                )
                raise ValueError(message)
        if self.despeckle and device.cells:
            message = (
                f"{quote(device.name)} has few colors in each cell, and merged regions could have others; "
                "leave 'despeckle' out"
            )
            raise ValueError(message)

    @property
    def _known_device(self) -> Device | None:
        return find_device(self.device) if self.device else None

    @property
    def _dither(self) -> str:
        """The dither by its own name."""
        if self.dither != "auto":
            return self.dither
        return "none" if self._known_device is None else self._known_device.dither

    @property
    def idle(self) -> dict[str, str]:
        """Options without effect: what is not dithered has no strength, and few formats are compressed."""
        level = {} if self.format in {"png", "tiff", "webp"} else {"level": "it is for PNG, TIFF and WebP"}
        return self._idle_dither() | self._idle_shape() | self._idle_preview() | level

    def _idle_preview(self) -> dict[str, str]:
        if not self.device:
            return {"preview": "it is for a device; add quantized.device"}
        return {"preview": "raw bytes have no colors"} if self.format in {"bin", "h"} else {}

    @property
    def idle_settings(self) -> dict[str, str]:
        """Settings of the extraction that this picture does not show: what chooses pixels, or a palette."""
        whole = dict.fromkeys(("region", "mask"), "writes the whole picture, and counts only a part")
        if not self.device:
            return whole
        names = ("colors", "space", "pick", "seed", "sort", "tolerance", "accents", "keep", "snap", "ignore")
        reason = f"draws in the colors of {quote(find_device(self.device).name)}, whatever is found"
        return whole | dict.fromkeys(names, reason)

    def _idle_dither(self) -> dict[str, str]:
        idle: dict[str, str] = {}
        dither, device = self._dither, self._known_device
        if device is not None:
            idle["linear"] = "light is mixed for a device"
            if device.cells is not None and device.cells.width:
                idle["serpentine"] = "cells of few colors are drawn from left to right"
        if SYNONYMS.get(dither, dither) not in KERNELS:
            idle["serpentine"] = f"{dither} passes no errors on"
        if dither == "none":
            reason = "nothing is dithered; add quantized.dither"
            idle = dict.fromkeys(("strength", "linear", "serpentine"), reason)
        return idle

    def _idle_shape(self) -> dict[str, str]:
        uncut = {} if self.fit == "fill" else {"anchor": f"{self.fit} cuts nothing off"}
        if self.device:
            return uncut
        if not self.size:
            idle = dict.fromkeys(("fit", "scaling", "anchor"), "nothing is scaled; add quantized.size")
        elif 0 in parse_shape(self.size):
            reason = "the other side follows; give both sides, as in 800x480"
            idle = dict.fromkeys(("fit", "anchor"), reason)
        else:
            return uncut
        if self.rotate == "auto":
            idle["rotate"] = "it turns a picture for a size; give both sides, as in quantized.size=800x480"
        return idle

    @property
    def shows_frames(self) -> bool:
        """Whether the format holds animations, and no device shows only one of its frames."""
        return self.format in ANIMATED and not self.device

    def render_image(self, extraction: Extraction, /) -> Rendered:
        """Draw the image, or all frames of an animation, in a palette; or the image for a device."""
        style, device = self._read_style(extraction.image), self._known_device
        if device is not None:
            drawn = draw_for_device(style, device, extraction)
        elif self.shows_frames and extraction.replay is not None and extraction.image.seconds is not None:
            drawn = draw_animation(style, extraction)
        else:
            drawn = draw_picture(style, extraction)
        return Rendered(drawn.contents, drawn.report, drawn.list_facts, drawn.warn)

    def _read_style(self, image: Image) -> Style:
        return Style(
            name=_identifier(image),
            format=self.format,
            level=self.level,
            shape=self._read_shape(),
            dither=self._dither,
            strength=self.strength,
            linear=self.linear,
            serpentine=self.serpentine,
            despeckle=self.despeckle,
            preview=self.preview,
            colors=self.colors,
            max_size=self.max_size,
        )

    def _read_shape(self) -> Shape:
        size = parse_shape(self.size) if self.size else None
        device = self._known_device
        return Shape(
            size=size if device is None else device.shown_size,
            fit=self.fit,
            background=Scope(background=self.background or None).ground,
            rotate=self.rotate,
            scaling=self.scaling,
            anchor=parse_anchor(self.anchor),
        )


def _identifier(image: Image) -> str:
    """Return the image's name as one of C, with 'image' in front if it would begin with a digit."""
    name = slug(image.stem).replace("-", "_")
    return name if name[:1].isalpha() else f"image_{name}".rstrip("_")
