"""Draw a file in few colors from an extraction: a still picture, an animation, or a picture for a device."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.engine.choosing import find_image_palette
from cvpalette.extraction import Extraction, Recipe
from cvpalette.messages import quote
from cvpalette.quantizing.devices import Device
from cvpalette.quantizing.encoding import FORMATS, decode_jpeg, encode
from cvpalette.quantizing.fidelity import Fidelity
from cvpalette.quantizing.fitting import make_fitting, parse_size
from cvpalette.quantizing.indexed import IndexedImage
from cvpalette.quantizing.mapping import Bytes
from cvpalette.quantizing.quantize import quantize
from cvpalette.quantizing.reports import Drawn, Facts
from cvpalette.quantizing.shaping import WHITE, Shape
from cvpalette.quantizing.showing import draw_for, find_layout, make_picture, make_raw_picture
from cvpalette.quantizing.speckles import count_regions, despeckle
from cvpalette.scope.exclusion import lay_upon
from cvpalette.settings.settings import MOST_COLORS, Settings, parse_colors

if TYPE_CHECKING:
    from cvpalette.quantizing.animation import Animation

__all__ = ["ANIMATED", "Style", "draw_animation", "draw_for_device", "draw_picture"]

Place: TypeAlias = tuple[slice, slice]
Frames: TypeAlias = Callable[[], Iterator[Image]]

#: The formats that hold animations.
ANIMATED: Final = ("gif", "png", "webp")
_BLACK: Final = Color(0, 0, 0)
# Full transparency takes one entry of the color table, and six others make a shadow soft.
_TRANSPARENT_ENTRIES: Final = 7


@dataclass(frozen=True, kw_only=True)
class Style:
    """How files are drawn.

    `name` is the identifier in lower case that formats of source code contain. `format` is a name of FORMATS,
    and `level` the effort of the compression, 0 to 9. `dither`, `strength`, `linear` and `serpentine` are
    those of `quantize`. Regions of fewer than `despeckle` pixels are merged into their neighbors. `colors`, a
    number or 'auto', finds a palette of the shaped image. So does `max_size`, such as '20kB': as many colors
    as fit. An empty text asks for neither. `preview` writes a device's colors as a person sees them.
    """

    name: str
    format: str
    level: int
    shape: Shape
    dither: str
    strength: float | None = None
    linear: bool | None = None
    serpentine: bool = False
    despeckle: int = 0
    colors: str = ""
    max_size: str = ""
    preview: bool = False

    def quantize(self, image: Image, palette: Palette, space: str) -> Bytes:
        """Return the number of each pixel's swatch (height, width), dithered."""
        return quantize(
            image,
            palette,
            space=space,
            dither=self.dither,
            strength=self.strength,
            linear=self.linear,
            serpentine=self.serpentine,
        )

    def merge(self, indices: Bytes, image: Image) -> Bytes:
        """Return the numbers of swatches with small regions merged."""
        return despeckle(indices, self.despeckle, _find_hidden(image)) if self.despeckle else indices

    def count_regions(self, image: Image, before: Bytes, after: Bytes) -> tuple[int, int] | None:
        """Return how many regions there were before `merge`, and are after it; None if nothing is merged."""
        if not self.despeckle:
            return None
        hidden = _find_hidden(image)
        return count_regions(before, hidden), count_regions(after, hidden)

    def choose_settings(self, extraction: Extraction, image: Image, ground: Color | None) -> Settings | None:
        """Return the settings that find another palette for a file; None if it takes the extraction's own.

        A color that the shape brings in, `ground`, is kept. Raises ValueError if the palette is given.
        """
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


def draw_picture(style: Style, extraction: Extraction) -> Drawn:
    """Draw a still picture of the image. Raises ValueError for what the format or a palette cannot hold."""
    shape = style.shape
    image, ground = shape.apply(extraction.image), shape.find_ground(extraction.image)
    loss = _find_loss(style.format, image)
    if loss:
        image, ground = lay_upon(image, WHITE), WHITE
    place = None if image.alpha is not None else shape.find_place(extraction.image)
    draw = partial(
        _draw, style, image, place, "\n".join(filter(None, (loss, _tell_frames(style, extraction))))
    )
    settings = style.choose_settings(extraction, image, ground)
    if settings is None:
        return draw(_own_palette(extraction), extraction.settings.space)
    palette = find_image_palette(image, settings)
    if not style.max_size:
        return draw(palette, settings.space)

    def draw_with(colors: int) -> Drawn:
        return draw(find_image_palette(image, replace(settings, colors=colors)), settings.space)

    return make_fitting(draw_with, max(1, len(settings.kept)), len(palette), parse_size(style.max_size))


def _draw(  # noqa: PLR0913, PLR0917 -- what all files of one picture share comes first
    style: Style, image: Image, place: Place | None, told: str, palette: Palette, space: str
) -> Drawn:
    drawn = style.quantize(image, palette, space)
    if place is not None:
        # Padding is flat: it has no dots, and none of the errors of the picture.
        corner = replace(image, pixels=image.pixels[:1, :1], alpha=None)
        drawn = _fill_around(drawn, place, int(quantize(corner, palette, space=space)[0, 0]))
    indices = style.merge(drawn, image)
    binary = FORMATS[style.format].alpha == "binary"
    picture = IndexedImage.of(image, indices, palette.colors, binary=binary)
    contents = encode(picture, style.format, style.level, name=style.name)

    def measure() -> Facts:
        if style.format == "jpeg":
            found = Fidelity.measure_pixels(image, decode_jpeg(contents), len(contents))
        else:
            found = Fidelity.measure(image, picture, len(contents))
        return Facts.of_picture(image, found, style.count_regions(image, drawn, indices))

    return Drawn(contents, measure, told, style.max_size)


def _fill_around(indices: Bytes, place: Place, padding: int) -> Bytes:
    """Return the numbers of swatches with one of them all around a place."""
    filled = np.full_like(indices, padding)
    filled[place] = indices[place]
    return filled


def _find_loss(file_format: str, image: Image) -> str:
    """Return that the format cannot keep the image's transparency, so that it is laid on white; or ''."""
    kept = FORMATS[file_format].alpha != "none"
    if kept or image.alpha is None or image.alpha.min() == 255:
        return ""
    return (
        f"{quote(image.name)}: is laid on white, since {quote(file_format)} has no transparency; "
        "quantized.background takes another color"
    )


def _tell_frames(style: Style, extraction: Extraction) -> str:
    """Return that one page, or one frame of a film, stands for all, as it is no animation; or ''."""
    count, seconds = extraction.result.frames, extraction.image.seconds
    if count == 1 or style.format not in ANIMATED:  # the command tells the latter
        return ""
    of = f"{quote(extraction.image.name)} has {count:,} frames, and 'quantized' shows only one of them"
    return of if seconds is None else f"{of}; read all with --frames all"


def _keep(settings: Settings, ground: Color | None) -> Settings:
    """Return settings that keep a color too, if there is room for another one besides."""
    has_room = not isinstance(settings.colors, int) or settings.colors > len(settings.kept) + 1
    return replace(settings, keep=(*settings.kept, ground)) if ground and has_room else settings


def _find_hidden(image: Image) -> NDArray[np.bool_] | None:
    return None if image.alpha is None else image.alpha == 0


def draw_animation(style: Style, extraction: Extraction) -> Drawn:
    """Draw all frames of an animation, or a film, in one palette; the format must be one of ANIMATED."""
    image = extraction.image
    shape = style.shape.settled(image)

    def list_frames() -> Iterator[Image]:
        return map(shape.apply, extraction.frames())

    settings = style.choose_settings(extraction, image, shape.find_ground(image))
    if settings is None:
        made = _draw_frames(style, list_frames, _own_palette(extraction), extraction.settings.space)
    else:
        made = _find_and_draw(style, list_frames, settings)
    return Drawn(made.contents, partial(Facts.of_animation, image, made))


def _find_and_draw(style: Style, frames: Frames, settings: Settings) -> "Animation":
    """Draw frames in a palette that is found in all of them."""
    if style.max_size and not style.colors:
        settings = replace(settings, colors=MOST_COLORS - 1)
    counted = Recipe(settings=settings).count_frames(frames())

    def draw_with(colors: Any) -> "Animation":
        palette = Recipe(settings=replace(settings, colors=colors)).complete(counted).palette
        return _draw_frames(style, frames, palette, settings.space)

    if not style.max_size:
        return draw_with(settings.colors)
    most = len(Recipe(settings=settings).complete(counted).palette)
    return make_fitting(draw_with, max(1, len(settings.kept)), most, parse_size(style.max_size))


def _draw_frames(style: Style, frames: Frames, palette: Palette, space: str) -> "Animation":
    from cvpalette.quantizing.animation import Drawing, Nearest  # noqa: PLC0415 -- few have frames
    from cvpalette.quantizing.writers import WRITERS  # noqa: PLC0415

    is_plain = style.dither == "none"
    nearest = Nearest(palette.colors, space)

    def paint(image: Image) -> Bytes:
        indices = nearest(image) if is_plain else style.quantize(image, palette, space)
        return style.merge(indices, image)

    drawing = Drawing(
        colors=palette.colors,
        painter=paint,
        writer=WRITERS[style.format],
        dithered=not is_plain,
        binary=FORMATS[style.format].alpha == "binary",
        level=style.level,
    )
    return drawing.draw(frames)


def draw_for_device(style: Style, device: Device, extraction: Extraction) -> Drawn:
    """Draw the image for a device; the facts are about it as a person sees it there.

    The shape has the size that the device shows. Raises ValueError if the palette is given.
    """
    if extraction.result.given is not None:
        message = f"the palette is given, but the device {quote(device.name)} has its own"
        if not extraction.result.has_image:
            message = f"a palette is no picture for the device {quote(device.name)}; give an image"
        raise ValueError(message)
    # A screen that shines is black where nothing is.
    ground = style.shape.background or (_BLACK if device.is_lit else WHITE)
    laid = lay_upon(extraction.image, ground)
    image, place = style.shape.apply(laid), style.shape.find_place(laid)
    strength = 1.0 if style.strength is None else style.strength
    drawn = draw_for(
        device, image, dither=style.dither, strength=strength, serpentine=style.serpentine, place=place
    )
    indices = style.merge(drawn, image)
    is_raw = style.format in {"bin", "h"}
    picture = (
        make_raw_picture(device, indices) if is_raw else make_picture(device, indices, measured=style.preview)
    )
    layout = find_layout(device)
    contents = encode(picture, style.format, style.level, name=style.name, layout=layout)

    def measure() -> Facts:
        seen = make_picture(device, indices, measured=True)
        found = Fidelity.measure(image, seen, len(contents))
        return Facts.of_picture(image, found, style.count_regions(image, drawn, indices))

    return Drawn(contents, measure)


def _own_palette(extraction: Extraction) -> Palette:
    """Return the image's palette; one that was given is without shares, by which quantize() tells it."""
    own = extraction.palette
    return own if extraction.result.given is None else Palette.of_colors(own.colors)
