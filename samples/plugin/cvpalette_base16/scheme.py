"""The output `base16`."""

import json
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from cvpalette import Color, Extraction, Palette, Result, cluster
from cvpalette.rendering.names import display_name
from cvpalette_base16.accents import make_accents
from cvpalette_base16.mood import Mood
from cvpalette_base16.ramp import make_ramp
from cvpalette_base16.variant import VARIANTS, VariantName

__all__ = ["Base16Scheme"]

# Palettes of six colors show a photo's surfaces. The accents are in details, which need more colors.
_SWATCHES: Final = 48


@dataclass(frozen=True)
class Base16Scheme:
    """Base16 color scheme for editors and terminals, read by every builder of tinted-theming."""

    suffix: ClassVar[str] = ".yaml"
    variant: Annotated[VariantName, "Light text on dark, or dark text on light."] = "dark"
    name: Annotated[str, "The scheme's name; empty takes the image's."] = ""
    author: Annotated[str, "Whom the scheme is credited to."] = "cvpalette"

    def __post_init__(self) -> None:
        """Refuse text that would break the lines of the file."""
        for option, text in (("name", self.name), ("author", self.author)):
            if not text.isprintable():
                message = f"option '{option}' is text on one line, without control characters"
                raise ValueError(message)

    def render(self, result: Result, /) -> str:
        """Write the scheme of a palette that has no image, such as one from a file."""
        return self._write(result, result.palette)

    def render_image(self, extraction: Extraction, /) -> str:
        """Write the scheme of an image: its histogram says more than its palette."""
        seed = extraction.settings.seed
        swatches = cluster(extraction.histogram, _SWATCHES, space="oklab", seed=seed)
        return self._write(extraction.result, swatches)

    def _write(self, result: Result, swatches: Palette) -> str:
        """Write the scheme as YAML, by version 0.11 of the builder specification."""
        # JSON strings are valid YAML. Without quotes, a color such as 000000 would be a number.
        fields = {
            "system": "base16",
            "name": self.name or display_name(result.stem),
            "author": self.author,
            "variant": self.variant,
        }
        head = [f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in fields.items()]
        colors = [f'  base{slot:02X}: "{color}"' for slot, color in enumerate(self._colors(swatches))]
        return "\n".join([*head, "palette:", *colors]) + "\n"

    def _colors(self, swatches: Palette) -> list[Color]:
        variant, mood = VARIANTS[self.variant], Mood.of(swatches)
        ramp = make_ramp(variant, mood)
        return ramp + make_accents(variant, mood, swatches.swatches, ramp[0])
