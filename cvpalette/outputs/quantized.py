"""The output `quantized`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.engine.choosing import find_image_palette
from cvpalette.extraction import Extraction, Recipe
from cvpalette.messages import quote
from cvpalette.plugins.contract import Rendered
from cvpalette.quantizing.devices import Device, find_device
from cvpalette.quantizing.dithers import KERNELS, SYNONYMS
from cvpalette.quantizing.encoding import FORMATS, decode_jpeg, encode
from cvpalette.quantizing.fidelity import Fidelity
from cvpalette.quantizing.fitting import make_fitting, parse_size
from cvpalette.quantizing.indexed import IndexedImage
from cvpalette.quantizing.quantize import quantize
from cvpalette.quantizing.shaping import WHITE, Shape, parse_shape
from cvpalette.quantizing.showing import draw_for, make_picture, make_raw_picture
from cvpalette.quantizing.speckles import count_regions, despeckle
from cvpalette.rendering.names import slug
from cvpalette.scope.exclusion import lay_upon
from cvpalette.settings.settings import MOST_COLORS, Scope, Settings, parse_colors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cvpalette.quantizing.animation import Animation

__all__ = ["QuantizedImage"]

_BLACK: Final = Color(0, 0, 0)
# The formats that hold animations.
_ANIMATED = ("gif", "png", "webp")
# Full transparency takes one entry of the color table, and six others make a shadow soft.
_TRANSPARENT_ENTRIES = 7
# A mean difference (CIEDE2000) at which every part of a picture has a wrong color.
_RUINED = 10


@dataclass(frozen=True, eq=False)
class _Made:
    """An indexed image and its file; `regions` is how many regions it had before despeckling, and has now."""

    picture: IndexedImage
    contents: bytes
    regions: tuple[int, int] | None = None
    is_jpeg: bool = False

    def __len__(self) -> int:
        return len(self.contents)

    def measure(self, image: Image) -> Fidelity:
        """Compare the file with the image that it was made from."""
        if self.is_jpeg:
            return Fidelity.measure_pixels(image, decode_jpeg(self.contents), len(self.contents))
        return Fidelity.measure(image, self.picture, len(self.contents))


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

    def _require_no_rivals(self, device: Device) -> None:
        """Refuse options that would change what a device gives."""
        for name in ("size", "colors", "max_size"):
            if getattr(self, name):
                option = name.replace("_", "-")
                message = (
                    f"the device {quote(device.name)} has its own size and colors; leave {quote(option)} out"
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
        return self._idle_dither() | self._idle_shape() | level

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
        if self.device:
            return {}
        if not self.size:
            idle = dict.fromkeys(("fit", "scaling"), "nothing is scaled; add quantized.size")
        elif 0 in parse_shape(self.size):
            idle = {"fit": "the other side follows; give both sides, as in 800x480"}
        else:
            return {}
        if self.rotate == "auto":
            idle["rotate"] = "it turns a picture for a size; give both sides, as in quantized.size=800x480"
        return idle

    @property
    def shows_frames(self) -> bool:
        """Whether the format holds animations, and no device shows only one of its frames."""
        return self.format in _ANIMATED and not self.device

    def render_image(self, extraction: Extraction, /) -> Rendered:
        """Draw the image, or all frames of an animation, in a palette; or the image for a device."""
        if self.device:
            return self._render_for(find_device(self.device), extraction)
        if self.shows_frames and extraction.replay is not None and extraction.image.seconds is not None:
            return self._render_frames(extraction)
        shape = self._read_shape()
        shaped, ground = shape.apply(extraction.image), shape.find_ground(extraction.image)
        loss = self._find_loss(shaped)
        if loss:
            shaped, ground = lay_upon(shaped, WHITE), WHITE
        made = self._make(extraction, shaped, ground)
        report = partial(_report, shaped, made)
        facts = partial(_list_facts, shaped, made)
        told = "\n".join(filter(None, (loss, self._tell_frames(extraction))))
        return Rendered(made.contents, report, facts, partial(_warn, shaped, made, self.max_size, told))

    def _tell_frames(self, extraction: Extraction) -> str:
        """Return that one page, or one frame of a film, stands for all, as it is no animation; or ''."""
        count, seconds = extraction.result.frames, extraction.image.seconds
        if count == 1 or not self.shows_frames:  # the command tells the latter
            return ""
        of = f"{quote(extraction.image.name)} has {count:,} frames, and 'quantized' shows only one of them"
        return of if seconds is None else f"{of}; read all with --frames all"

    def _render_frames(self, extraction: Extraction) -> Rendered:
        shape, image = self._read_shape(), extraction.image

        def list_frames() -> Iterator[Image]:
            return map(shape.apply, extraction.frames())

        settings = self._choose_settings(extraction, image, shape.find_ground(image))
        if settings is None:
            made = self._draw_frames(list_frames, extraction.palette, extraction.settings.space)
        else:
            if self.max_size and not self.colors:
                settings = replace(settings, colors=MOST_COLORS - 1)
            counted = Recipe(settings=settings).count_frames(list_frames())

            def draw(colors: Any) -> "Animation":
                palette = Recipe(settings=replace(settings, colors=colors)).complete(counted).palette
                return self._draw_frames(list_frames, palette, settings.space)

            made = draw(settings.colors)
            if self.max_size:
                most = len(Recipe(settings=settings).complete(counted).palette)
                made = make_fitting(draw, max(1, len(settings.kept)), most, parse_size(self.max_size))
        return Rendered(
            made.contents, partial(_report_frames, image, made), partial(_list_facts_of_frames, image, made)
        )

    def _draw_frames(
        self, frames: Callable[[], Iterator[Image]], palette: Palette, space: str
    ) -> "Animation":
        """Draw the frames of an animation, or a film, in one palette."""
        from cvpalette.quantizing.animation import Drawing, Nearest  # noqa: PLC0415 -- few have frames
        from cvpalette.quantizing.writers import WRITERS  # noqa: PLC0415

        nearest = Nearest(palette.colors, space)

        def paint(image: Image) -> "NDArray[np.uint8]":
            is_plain = self._dither == "none"
            indices = nearest(image) if is_plain else self._quantize(image, palette, space)
            if not self.despeckle:
                return indices
            return despeckle(indices, self.despeckle, None if image.alpha is None else image.alpha == 0)

        drawing = Drawing(
            colors=palette.colors,
            painter=paint,
            writer=WRITERS[self.format],
            dithered=self._dither != "none",
            binary=FORMATS[self.format].alpha == "binary",
            level=self.level,
        )
        return drawing.draw(frames)

    def _find_loss(self, image: Image) -> str:
        """Return that the format cannot keep the image's transparency, so that it is laid on white; or ''."""
        kept = FORMATS[self.format].alpha != "none"
        if kept or image.alpha is None or image.alpha.min() == 255:
            return ""
        return (
            f"{quote(image.name)}: is laid on white, since {quote(self.format)} has no transparency; "
            "quantized.background takes another color"
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
        )

    def _make(self, extraction: Extraction, image: Image, ground: Color | None) -> _Made:
        """Draw the image, where a new color, `ground`, is behind it, in the palette of the right colors."""
        settings = self._choose_settings(extraction, image, ground)
        if settings is None:
            return self._draw(image, extraction.palette, extraction.settings)
        palette = find_image_palette(image, settings)
        if not self.max_size:
            return self._draw(image, palette, settings)

        def draw(colors: int) -> _Made:
            fewer = replace(settings, colors=colors)
            return self._draw(image, find_image_palette(image, fewer), fewer)

        return make_fitting(draw, max(1, len(settings.kept)), len(palette), parse_size(self.max_size))

    def _choose_settings(self, extraction: Extraction, image: Image, ground: Color | None) -> Settings | None:
        """Return the settings that find another palette for this output; None if it takes the image's own."""
        settings = extraction.settings
        is_given = extraction.result.given is not None
        if is_given and (self.colors or self.max_size):
            message = "the palette is given, but options 'colors' and 'max-size' would find another one"
            raise ValueError(message)
        if self.colors:
            settings = replace(settings, colors=parse_colors(self.colors))
        elif self.max_size:
            entries = 0 if image.alpha is None else _TRANSPARENT_ENTRIES
            settings = replace(settings, colors=MOST_COLORS - entries)
        elif is_given or ground is None or ground in extraction.palette.colors:
            return None
        return _keep(settings, ground)

    def _quantize(self, image: Image, palette: Palette, space: str) -> "NDArray[np.uint8]":
        return quantize(
            image,
            palette,
            space=space,
            dither=self._dither,
            strength=self.strength,
            linear=self.linear,
            serpentine=self.serpentine,
        )

    def _draw(self, image: Image, palette: Palette, settings: Settings) -> _Made:
        indices = self._quantize(image, palette, settings.space)
        regions = None
        if self.despeckle:
            hidden = None if image.alpha is None else image.alpha == 0
            before = count_regions(indices, hidden)
            indices = despeckle(indices, self.despeckle, hidden)
            regions = before, count_regions(indices, hidden)
        binary = FORMATS[self.format].alpha == "binary"
        picture = IndexedImage.of(image, indices, palette.colors, binary=binary)
        contents = encode(picture, self.format, self.level, name=_identifier(image))
        return _Made(picture, contents, regions, is_jpeg=self.format == "jpeg")

    def _render_for(self, device: Device, extraction: Extraction) -> Rendered:
        """Draw the image for a device; the report is about it as a person sees it there."""
        if extraction.result.given is not None:
            message = f"the palette is given, but the device {quote(device.name)} has its own"
            raise ValueError(message)
        shape = self._read_shape()
        # A screen that shines is black where nothing is.
        ground = shape.background or (_BLACK if device.is_lit else WHITE)
        shaped = shape.apply(lay_upon(extraction.image, ground))
        strength = 1.0 if self.strength is None else self.strength
        indices = draw_for(device, shaped, dither=self._dither, strength=strength, serpentine=self.serpentine)
        regions = None
        if self.despeckle:
            before = count_regions(indices, None)
            indices = despeckle(indices, self.despeckle, None)
            regions = before, count_regions(indices, None)
        is_raw = self.format in {"bin", "h"}
        picture = make_raw_picture(device, indices) if is_raw else make_picture(device, indices)
        planes = max(1, len(device.planes)) if is_raw else 1
        contents = encode(picture, self.format, self.level, name=_identifier(shaped), planes=planes)
        made = _Made(make_picture(device, indices, measured=True), contents, regions)
        return Rendered(contents, partial(_report, shaped, made), partial(_list_facts, shaped, made))


def _identifier(image: Image) -> str:
    """Return the image's name as one of C, with 'image' in front if it would begin with a digit."""
    name = slug(image.stem).replace("-", "_")
    return name if name[:1].isalpha() else f"image_{name}".rstrip("_")


def _keep(settings: Settings, ground: Color | None) -> Settings:
    """Return settings that keep a color too, if there is room for another one besides."""
    has_room = not isinstance(settings.colors, int) or settings.colors > len(settings.kept) + 1
    return replace(settings, keep=(*settings.kept, ground)) if ground and has_room else settings


def _report(image: Image, made: _Made) -> str:
    """Return a line that says how large the file is, how many colors it has, and how much they changed."""
    found = made.measure(image)
    size = _kilobytes(found.result_bytes)
    if found.source_bytes:
        size += f" in place of {_kilobytes(found.source_bytes)}"
    facts = [f"{size}, LARGER than its source" if found.is_larger else size]
    facts += [f"{image.width} x {image.height} pixels", _count(found.colors)]
    if made.regions:
        facts.append(f"{_count(made.regions[1], 'region')} of {made.regions[0]:,}")
    levels, left = found.alpha_levels
    if left < levels:
        facts.append(f"{left} of {levels} levels of alpha")
    changed = "no pixel changed"
    if found.psnr is not None:
        changed = f"PSNR {found.psnr:.1f} dB, mean dE {found.delta_e_mean:.2f}"
    return f"{quote(image.name)}: {', '.join(facts)} ({changed})"


def _warn(image: Image, made: _Made, size: str, told: str) -> str:
    """Return what is told already, and that so few colors fit that anyone sees how much is lost."""
    found = made.measure(image) if size else None
    if found is None or found.delta_e_mean <= _RUINED:
        return told
    return f"{told}\n".lstrip() + (
        f"{quote(image.name)}: no more than {_count(found.colors)} fit in {size}, and the mean dE is "
        f"{found.delta_e_mean:.1f}; a photo of this size is better a JPEG or an AVIF"
    )


def _count(number: int, unit: str = "color") -> str:
    return f"1 {unit}" if number == 1 else f"{number:,} {unit}s"


def _list_facts(image: Image, made: _Made) -> dict[str, Any]:
    """Return the facts of the report, for programs."""
    found = made.measure(image)
    return {
        "source_bytes": found.source_bytes,
        "truecolor_png_bytes": found.truecolor_png_bytes,
        "is_larger": found.is_larger,
        "colors": found.colors,
        "psnr": None if found.psnr is None else round(found.psnr, 3),
        "delta_e_mean": round(found.delta_e_mean, 3),
        "delta_e_p95": round(found.delta_e_p95, 3),
        "alpha_levels": list(found.alpha_levels),
        "width": image.width,
        "height": image.height,
    } | ({"regions": list(made.regions)} if made.regions else {})


def _report_frames(image: Image, made: "Animation") -> str:
    """Return a line: how large an animation is, how long it plays, and how much its colors changed."""
    size = _kilobytes(len(made))
    if image.source_bytes:
        size += f" in place of {_kilobytes(image.source_bytes)}"
    frames = "1 frame" if made.frames == 1 else f"{made.frames:,} frames"
    facts = f"{size}, {frames} of {made.width} x {made.height}, {made.seconds:,.2f} s, {_count(made.colors)}"
    changed = "no pixel changed"
    if made.psnr is not None:
        changed = f"PSNR {made.psnr:.1f} dB, mean dE {made.delta_e_mean:.2f}"
    return f"{quote(image.name)}: {facts} ({changed})"


def _list_facts_of_frames(image: Image, made: "Animation") -> dict[str, Any]:
    """Return the facts of an animation's report, for programs."""
    return {
        "source_bytes": image.source_bytes,
        "is_larger": image.source_bytes is not None and len(made) > image.source_bytes,
        "colors": made.colors,
        "frames": made.frames,
        "seconds": round(made.seconds, 3),
        "psnr": None if made.psnr is None else round(made.psnr, 3),
        "delta_e_mean": round(made.delta_e_mean, 3),
    }


def _kilobytes(count: int) -> str:
    return f"{count / 1000:,.1f} kB"
