"""The output `quantized`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar, Literal

from cvpalette.color.palette import Palette
from cvpalette.engine.choosing import find_palette
from cvpalette.extraction import Extraction
from cvpalette.messages import quote
from cvpalette.quantizing.encoding import encode
from cvpalette.quantizing.fidelity import Fidelity
from cvpalette.quantizing.fitting import make_fitting, parse_size
from cvpalette.quantizing.indexed import IndexedImage
from cvpalette.quantizing.quantize import DEFAULT_STRENGTH, quantize
from cvpalette.settings.settings import MOST_COLORS, Settings

__all__ = ["QuantizedImage"]


@dataclass(frozen=True)
class QuantizedImage:
    """The image itself in the colors of its palette: an indexed PNG, a GIF, or a lossless WebP."""

    suffix: ClassVar[str] = ".quantized.png"
    shows_image: ClassVar[bool] = True
    suffixes: ClassVar[Mapping[str, Mapping[str, str]]] = {
        ".quantized.gif": {"format": "gif"},
        ".quantized.webp": {"format": "webp"},
    }
    format: Annotated[Literal["png", "gif", "webp"], "What to write; a suffix with -o says it too."] = "png"
    dither: Annotated[
        Literal["none", "floyd-steinberg", "ordered"], "How to mix colors; ordered is by blue noise."
    ] = "none"
    strength: Annotated[float, "How strongly to dither, 0 (not) to 1 (all of the error)."] = DEFAULT_STRENGTH
    colors: Annotated[str, "A palette of its own, of all pixels: auto, or how many colors."] = ""
    max_size: Annotated[str, "The most colors that fit in so many bytes, such as 20000 or 20kB."] = ""
    level: Annotated[int, "Effort of the compression of PNG and WebP, 0 (none) to 9 (smallest)."] = 6

    def __post_init__(self) -> None:
        """Refuse values that cannot be."""
        if not 0 <= self.level <= 9:
            message = f"option 'level' is 0 to 9, not '{self.level}'"
            raise ValueError(message)
        if not 0 <= self.strength <= 1:
            message = f"option 'strength' is 0 to 1, not '{self.strength}'"
            raise ValueError(message)
        if self.colors:
            Settings.from_text(self.colors)
        if self.max_size:
            parse_size(self.max_size)

    def render(self, extraction: Extraction, /) -> bytes:
        """Draw the image in the palette's colors, or in those of a palette of its own, alpha as it was."""
        if not self.colors and not self.max_size:
            return self._draw(extraction, extraction.palette)
        if extraction.is_given:
            message = "the palette is given: options 'colors' and 'max-size' would find another"
            raise ValueError(message)
        # Transparency takes one of the entries.
        most = MOST_COLORS - (extraction.image.alpha is not None)
        settings = Settings.from_text(self.colors or str(most))
        palette = _find_palette(extraction, settings.colors)
        if not self.max_size:
            return self._draw(extraction, palette)

        def draw(colors: int) -> bytes:
            return self._draw(extraction, _find_palette(extraction, colors))

        return make_fitting(draw, len(palette), parse_size(self.max_size))

    def report(self, extraction: Extraction, contents: bytes, /) -> str:
        """Say what was won and what it cost."""
        found = Fidelity.measure(extraction.image, contents)
        sizes = [f"{_kilobytes(found.truecolor_png_bytes)} as truecolor PNG"]
        after = f"{_kilobytes(found.result_bytes)} after"
        if found.source_bytes:
            sizes.insert(0, f"{_kilobytes(found.source_bytes)} before")
            larger = ", LARGER than its source" if found.is_larger else ""
            after += f" ({found.result_bytes / found.source_bytes:.1%}{larger})"
        facts = [*sizes, after, "1 color" if found.colors == 1 else f"{found.colors} colors"]
        psnr = "no pixel changed" if found.psnr is None else f"PSNR {found.psnr:.1f} dB"
        facts += [psnr, f"mean dE {found.delta_e_mean:.2f}", f"95% within {found.delta_e_p95:.2f}"]
        return f"{quote(extraction.image.name)}: {', '.join(facts)}"

    def facts(self, extraction: Extraction, contents: bytes, /) -> Mapping[str, Any]:
        """Return the same as the report says, for programs."""
        found = Fidelity.measure(extraction.image, contents)
        return {
            "source_bytes": found.source_bytes,
            "truecolor_png_bytes": found.truecolor_png_bytes,
            "is_larger": found.is_larger,
            "colors": found.colors,
            "psnr": None if found.psnr is None else round(found.psnr, 3),
            "delta_e_mean": round(found.delta_e_mean, 3),
            "delta_e_p95": round(found.delta_e_p95, 3),
        }

    def _draw(self, extraction: Extraction, palette: Palette) -> bytes:
        image, space = extraction.image, extraction.settings.space
        indices = quantize(image, palette, space=space, dither=self.dither, strength=self.strength)
        indexed = IndexedImage.of(image, indices, palette.colors, binary=self.format == "gif")
        return encode(indexed, self.format, self.level)


def _find_palette(extraction: Extraction, colors: int | str) -> Palette:
    return find_palette(extraction.image, replace(extraction.settings, colors=colors))


def _kilobytes(count: int) -> str:
    return f"{count / 1000:,.1f} kB"
