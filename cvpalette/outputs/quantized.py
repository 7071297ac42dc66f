"""The output `quantized`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any, ClassVar, Literal

from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.engine.choosing import find_image_palette
from cvpalette.extraction import Extraction
from cvpalette.messages import quote
from cvpalette.plugins.contract import Rendered
from cvpalette.quantizing.encoding import FORMATS, encode
from cvpalette.quantizing.fidelity import Fidelity
from cvpalette.quantizing.fitting import make_fitting, parse_size
from cvpalette.quantizing.indexed import IndexedImage
from cvpalette.quantizing.quantize import DEFAULT_STRENGTH, quantize
from cvpalette.quantizing.shaping import WHITE, Shape, parse_shape
from cvpalette.quantizing.speckles import despeckle
from cvpalette.rendering.names import slug
from cvpalette.scope.exclusion import lay_upon
from cvpalette.settings.settings import MOST_COLORS, Scope, Settings, parse_colors

__all__ = ["QuantizedImage"]

# Full transparency takes one entry of the color table, and six others make a shadow soft.
_TRANSPARENT_ENTRIES = 7
# A mean difference (CIEDE2000) at which every part of a picture has a wrong color.
_RUINED = 10


@dataclass(frozen=True, eq=False)
class _Made:
    """An indexed image and its file."""

    picture: IndexedImage
    contents: bytes

    def __len__(self) -> int:
        return len(self.contents)


@dataclass(frozen=True)
class QuantizedImage:
    """The image itself in the colors of its palette, as an indexed PNG, a GIF or a lossless WebP.

    Other file types are BMP, TIFF, PCX, ICO, XPM, packed pixels without a header, and a C header of these.
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
    }
    format: Annotated[
        Literal["png", "gif", "webp", "bmp", "tiff", "pcx", "ico", "xpm", "bin", "h", "jpeg"],
        "File type; the suffix of -o selects it too.",
    ] = "png"
    dither: Annotated[
        Literal["none", "floyd-steinberg", "ordered"], "How to mix colors; ordered uses blue noise."
    ] = "none"
    strength: Annotated[float, "How much of the error to dither: 0 is none, 1 is all."] = DEFAULT_STRENGTH
    colors: Annotated[str, "Find a palette for this output, from all pixels: auto or a number."] = ""
    max_size: Annotated[str, "Use as many colors as fit in this size, such as 20000 or 20kB."] = ""
    level: Annotated[int, "Effort of the compression of PNG and WebP, 0 (none) to 9 (smallest)."] = 6
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

    def __post_init__(self) -> None:
        """Refuse values that are out of range or cannot be read."""
        if not 0 <= self.level <= 9:
            message = f"option 'level' is 0 to 9, not '{self.level}'"
            raise ValueError(message)
        if not 0 <= self.strength <= 1:
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

    @property
    def idle(self) -> dict[str, str]:
        """Options without effect: what is not dithered has no strength, and few formats are compressed."""
        idle = {}
        if self.dither == "none":
            idle["strength"] = "nothing is dithered; add quantized.dither"
        if self.format not in {"png", "webp"}:
            idle["level"] = "it is for PNG and WebP"
        if not self.size:
            idle |= dict.fromkeys(("fit", "scaling"), "nothing is scaled; add quantized.size")
        elif 0 in parse_shape(self.size):
            idle["fit"] = "the other side follows; give both sides as in 800x480"
        return idle

    def render_image(self, extraction: Extraction, /) -> Rendered:
        """Draw the image in its palette, or in one for this output."""
        shaped = self._shape(extraction.image)
        made = self._make(replace(extraction, image=shaped))
        report = partial(_report, shaped, made)
        facts = partial(_list_facts, shaped, made)
        warning = partial(_warn, shaped, made, self.max_size) if self.max_size else ""
        return Rendered(made.contents, report, facts, warning)

    def _shape(self, image: Image) -> Image:
        """Return the image in its size and shape, and opaque for a format that cannot have transparency."""
        shaped = self._read_shape().apply(image)
        return lay_upon(shaped, WHITE) if FORMATS[self.format].alpha == "none" else shaped

    def _read_shape(self) -> Shape:
        return Shape(
            size=parse_shape(self.size) if self.size else None,
            fit=self.fit,
            background=Scope(background=self.background or None).ground,
            rotate=self.rotate,
            scaling=self.scaling,
        )

    def _make(self, extraction: Extraction) -> _Made:
        if not self.colors and not self.max_size:
            return self._draw(extraction, extraction.palette)
        if extraction.result.given is not None:
            message = "the palette is given, but options 'colors' and 'max-size' would find another one"
            raise ValueError(message)
        most = MOST_COLORS - (0 if extraction.image.alpha is None else _TRANSPARENT_ENTRIES)
        palette = _find_palette(extraction, parse_colors(self.colors) if self.colors else most)
        if not self.max_size:
            return self._draw(extraction, palette)

        def draw(colors: int) -> _Made:
            return self._draw(extraction, _find_palette(extraction, colors))

        fewest = max(1, len(extraction.settings.kept))
        return make_fitting(draw, fewest, len(palette), parse_size(self.max_size))

    def _draw(self, extraction: Extraction, palette: Palette) -> _Made:
        image, space = extraction.image, extraction.settings.space
        indices = quantize(image, palette, space=space, dither=self.dither, strength=self.strength)
        if self.despeckle:
            indices = despeckle(indices, self.despeckle, None if image.alpha is None else image.alpha == 0)
        binary = FORMATS[self.format].alpha == "binary"
        picture = IndexedImage.of(image, indices, palette.colors, binary=binary)
        return _Made(picture, encode(picture, self.format, self.level, name=_identifier(image)))


def _identifier(image: Image) -> str:
    """Return the image's name as one of C, with 'image' in front if it would begin with a digit."""
    name = slug(image.stem).replace("-", "_")
    return name if name[:1].isalpha() else f"image_{name}".rstrip("_")


def _find_palette(extraction: Extraction, colors: Any) -> Palette:
    return find_image_palette(extraction.image, replace(extraction.settings, colors=colors))


def _report(image: Image, made: _Made) -> str:
    """Return a line that says how large the file is, how many colors it has, and how much they changed."""
    found = Fidelity.measure(image, made.picture, len(made.contents))
    size = _kilobytes(found.result_bytes)
    if found.source_bytes:
        size += f" in place of {_kilobytes(found.source_bytes)}"
    facts = [f"{size}, LARGER than its source" if found.is_larger else size, _count(found.colors)]
    levels, left = found.alpha_levels
    if left < levels:
        facts.append(f"{left} of {levels} levels of alpha")
    changed = "no pixel changed"
    if found.psnr is not None:
        changed = f"PSNR {found.psnr:.1f} dB, mean dE {found.delta_e_mean:.2f}"
    return f"{quote(image.name)}: {', '.join(facts)} ({changed})"


def _warn(image: Image, made: _Made, size: str) -> str:
    """Return a warning if so few colors fit that anyone sees how much is lost; else ''."""
    found = Fidelity.measure(image, made.picture, len(made.contents))
    if found.delta_e_mean <= _RUINED:
        return ""
    return (
        f"{quote(image.name)}: no more than {_count(found.colors)} fit in {size}, and the mean dE is "
        f"{found.delta_e_mean:.1f}; a photo of this size is better a JPEG or an AVIF"
    )


def _count(colors: int) -> str:
    return "1 color" if colors == 1 else f"{colors} colors"


def _list_facts(image: Image, made: _Made) -> dict[str, Any]:
    """Return the facts of the report, for programs."""
    found = Fidelity.measure(image, made.picture, len(made.contents))
    return {
        "source_bytes": found.source_bytes,
        "truecolor_png_bytes": found.truecolor_png_bytes,
        "is_larger": found.is_larger,
        "colors": found.colors,
        "psnr": None if found.psnr is None else round(found.psnr, 3),
        "delta_e_mean": round(found.delta_e_mean, 3),
        "delta_e_p95": round(found.delta_e_p95, 3),
        "alpha_levels": list(found.alpha_levels),
    }


def _kilobytes(count: int) -> str:
    return f"{count / 1000:,.1f} kB"
