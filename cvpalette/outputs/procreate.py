"""The output `procreate`."""

import base64
import colorsys
import json
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Self

from cvpalette.color.color import Color, clip_color
from cvpalette.color.palette import Palette
from cvpalette.parsing.entries import Entry, decode_json, make_palette, tell_left_out
from cvpalette.parsing.profiled import convert_color
from cvpalette.rendering.archives import Archive, write_archive
from cvpalette.rendering.names import palette_name
from cvpalette.result import Result

__all__ = ["ProcreateSwatches"]

_MOST_COLORS: Final = 30
_ENTRY: Final = "Swatches.json"
_COMPONENTS: Final = ("hue", "saturation", "brightness")
# Color profiles by words in their names. The colors of others are converted by the profile in the file.
_SPACES: Final = {"P3": "display-p3", "sRGB": "srgb"}


@dataclass(frozen=True)
class ProcreateSwatches:
    """Procreate swatches: up to 30 colors, without names.

    Send it to the iPad, such as by AirDrop or with Files, and tap it: Procreate adds it to its palettes.
    """

    suffix: ClassVar[str] = ".swatches"
    family: ClassVar[str] = "palettes"
    holds: ClassVar[frozenset[str]] = frozenset()

    def render(self, result: Result, /) -> bytes:
        """Write a ZIP archive with one JSON file.

        Equal palettes give equal bytes.
        """
        palette = result.palette
        if len(palette) > _MOST_COLORS:
            message = (
                f"a Procreate palette holds up to {_MOST_COLORS} colors, not {len(palette)}; "
                f"ask for fewer, such as -k {_MOST_COLORS}"
            )
            raise ValueError(message)
        document = {
            "name": palette_name(result),
            "swatches": [_describe(color) for color in palette.colors],
        }
        return write_archive({_ENTRY: json.dumps(document, ensure_ascii=False)})

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the swatches of any Procreate version; empty places are skipped. Raises ValueError."""
        whole = f"it is not a Procreate file, which is a ZIP archive with '{_ENTRY}' in it"
        document = decode_json(Archive(data, whole).read(_ENTRY))
        # Versions before 5 write a list of one palette.
        if isinstance(document, list) and document:
            document = document[0]
        fields = document if isinstance(document, dict) else {}
        profiles = _Profiles.of(_list(fields.get("colorProfiles")))
        found = [
            profiles.read(swatch, number)
            for number, swatch in enumerate(_list(fields.get("swatches")), 1)
            if swatch is not None
        ]
        many = profiles.missing
        note = tell_left_out(many, "color", "the color profile cannot be used")
        name = fields.get("name")
        named = name if isinstance(name, str) else ""
        return make_palette(filter(None, found), named, [note] if many else [])


def _describe(color: Color) -> dict[str, float]:
    hsv = colorsys.rgb_to_hsv(*(channel / 255 for channel in color.rgb))
    return {**dict(zip(_COMPONENTS, hsv, strict=True)), "alpha": 1, "colorSpace": 0}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


@dataclass
class _Profiles:
    """The color profiles of a file by their hashes, and how many colors have a profile that is not known."""

    by_hash: dict[Any, dict[str, Any]]
    missing: int = 0

    @classmethod
    def of(cls, profiles: list[Any]) -> Self:
        """Take the profiles of a file; what is no profile is skipped."""
        known = [profile for profile in profiles if isinstance(profile, dict)]
        return cls({profile["hash"]: profile for profile in known if isinstance(profile.get("hash"), str)})

    def read(self, swatch: Any, number: int) -> Entry | None:
        """Read a swatch; None if its profile is not known. Raises ValueError."""
        try:
            hue, saturation, brightness = (float(swatch[name]) for name in _COMPONENTS)
            channels = colorsys.hsv_to_rgb(hue, saturation, brightness)
            color = self._convert(swatch, channels)
            is_clear = float(swatch.get("alpha", 1)) <= 0
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
            message = f"swatch {number} has no hue, saturation and brightness"
            raise ValueError(message) from error
        if color is None:
            self.missing += 1
            return None
        return Entry(None if is_clear else color)

    def _convert(self, swatch: Any, channels: tuple[float, float, float]) -> Color | None:
        if swatch.get("colorProfile") is None:
            # In versions before 5, color space 1 is Display P3.
            return clip_color("display-p3" if swatch.get("colorSpace") == 1 else "srgb", channels)
        profile = self.by_hash.get(swatch["colorProfile"])
        if profile is None:
            return clip_color("srgb", channels)
        name = str(profile.get("iccName"))
        space = next((space for word, space in _SPACES.items() if word in name), "")
        if space:
            return clip_color(space, channels)
        try:
            data = base64.b64decode(str(profile.get("iccData")))
            return convert_color("RGB", channels, data)
        except ValueError:
            return None
