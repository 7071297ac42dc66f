"""The output `procreate`."""

import colorsys
import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.rendering.names import palette_name
from cvpalette.rendering.parsing import Entry, decode_json, make_palette
from cvpalette.result import Result

__all__ = ["ProcreateSwatches"]

_MOST_COLORS: Final = 30
_ENTRY: Final = "Swatches.json"
# Real files have a few kilobytes, with one or two color profiles.
_MOST_BYTES: Final = 1 << 20
_COMPONENTS: Final = ("hue", "saturation", "brightness")
_UNIX: Final = 3


@dataclass(frozen=True)
class ProcreateSwatches:
    """Procreate swatches: up to 30 colors, without names."""

    suffix: ClassVar[str] = ".swatches"

    def render(self, result: Result, /) -> bytes:
        """Write a ZIP archive with one JSON file.

        It has no date and no compression, since versions of zlib differ: equal palettes give equal bytes.
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
        entry = zipfile.ZipInfo(_ENTRY)
        entry.create_system = _UNIX
        contents = io.BytesIO()
        with zipfile.ZipFile(contents, "w") as archive:
            archive.writestr(entry, json.dumps(document, ensure_ascii=False))
        return contents.getvalue()

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the swatches of any Procreate version; empty places are skipped. Raises ValueError."""
        document = decode_json(_unpack(data))
        # Versions before 5 write a list of one palette.
        if isinstance(document, list) and document:
            document = document[0]
        fields = document if isinstance(document, dict) else {}
        wide = _wide_profiles(_list(fields.get("colorProfiles")))
        found = [
            Entry(_read_swatch(swatch, number, wide))
            for number, swatch in enumerate(_list(fields.get("swatches")), 1)
            if swatch is not None
        ]
        name = fields.get("name")
        return make_palette(found, name if isinstance(name, str) else "")


def _describe(color: Color) -> dict[str, float]:
    hsv = colorsys.rgb_to_hsv(*(channel / 255 for channel in color.rgb))
    return {**dict(zip(_COMPONENTS, hsv, strict=True)), "alpha": 1, "colorSpace": 0}


def _unpack(data: bytes) -> bytes:
    """Return the JSON file in the archive; a limit holds, whatever size the archive claims."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entry = archive.getinfo(_ENTRY)
            # Other compression methods may ask for gigabytes of memory before the first byte.
            if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise NotImplementedError
            with archive.open(entry) as file:
                unpacked = file.read(_MOST_BYTES + 1)
    except Exception as error:  # errors of zipfile and zlib for broken archives have no common base
        message = f"it is not a Procreate file, which is a ZIP archive with '{_ENTRY}' in it"
        raise ValueError(message) from error
    if len(unpacked) > _MOST_BYTES:
        message = f"its '{_ENTRY}' is larger than {_MOST_BYTES >> 20} MiB unpacked, too large for a palette"
        raise ValueError(message)
    return unpacked


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _wide_profiles(profiles: list[Any]) -> list[Any]:
    """Return the hashes of the profiles that are Display P3."""
    known = [profile for profile in profiles if isinstance(profile, dict)]
    return [profile.get("hash") for profile in known if "P3" in str(profile.get("iccName"))]


def _read_swatch(swatch: Any, number: int, wide: list[Any]) -> Color:
    try:
        hue, saturation, brightness = (float(swatch[name]) for name in _COMPONENTS)
        channels = colorsys.hsv_to_rgb(hue, saturation, brightness)
        # Version 5 names a profile. In earlier versions, color space 1 is Display P3.
        is_wide = (
            swatch["colorProfile"] in wide if "colorProfile" in swatch else swatch.get("colorSpace") == 1
        )
        return Color.from_space("display-p3" if is_wide else "srgb", channels)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        message = f"swatch {number} has no hue, saturation and brightness"
        raise ValueError(message) from error
