"""The output `base16`."""

import json
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from cvpalette import Color, Extraction, cluster
from cvpalette.rendering.names import display_name
from cvpalette_base16.accents import make_accents
from cvpalette_base16.mood import Mood
from cvpalette_base16.ramp import make_ramp
from cvpalette_base16.variant import VARIANTS, VariantName

__all__ = ["Base16Scheme"]

# The six colors that people ask for are its surfaces; details, where the accents are, need more.
_SWATCHES: Final = 48


@dataclass(frozen=True)
class Base16Scheme:
    """Base16 color scheme for editors and terminals, read by every builder of tinted-theming."""

    suffix: ClassVar[str] = ".yaml"
    variant: Annotated[VariantName, "Light text on dark, or dark text on light."] = "dark"
    name: Annotated[str, "The scheme's name; empty takes the image's."] = ""
    author: Annotated[str, "Whom the scheme is credited to."] = "cvpalette"

    def __post_init__(self) -> None:
        """Refuse what would break the file's lines."""
        for option, text in (("name", self.name), ("author", self.author)):
            if not text.isprintable():
                message = f"option '{option}' is text on one line, without control characters"
                raise ValueError(message)

    def render(self, extraction: Extraction, /) -> str:
        """Write the scheme as YAML, as version 0.11 of the builder specification has it."""
        # JSON's strings are YAML's; without quotes a color such as 000000 would be a number.
        fields = {
            "system": "base16",
            "name": self.name or display_name(extraction.image.stem),
            "author": self.author,
            "variant": self.variant,
        }
        head = [f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in fields.items()]
        colors = [f'  base{slot:02X}: "{color}"' for slot, color in enumerate(self._colors(extraction))]
        return "\n".join([*head, "palette:", *colors]) + "\n"

    def _colors(self, extraction: Extraction) -> list[Color]:
        swatches = cluster(extraction.histogram, _SWATCHES, space="oklab", seed=extraction.settings.seed)
        variant, mood = VARIANTS[self.variant], Mood.of(swatches)
        ramp = make_ramp(variant, mood)
        return ramp + make_accents(variant, mood, swatches.swatches, ramp[0])
