"""The reader `clr`."""

import math
import plistlib
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Final

from cvpalette.color.color import Color, clip_color
from cvpalette.color.palette import Palette, Values
from cvpalette.parsing.entries import Entry, make_palette, tell_left_out
from cvpalette.parsing.profiled import convert_color, convert_generic
from cvpalette.parsing.typedstream import Archived, read_typed_stream
from cvpalette.rendering.adobe import color_of

__all__ = ["AppleColors"]

_BINARY: Final = b"bplist00"
# NSColor's numbers of color spaces, in both kinds of archives.
_CALIBRATED: Final = 1
_DEVICE: Final = 2
_WHITE: Final = (3, 4)
_CMYK: Final = 5
_CATALOG: Final = 6
# NSColorSpace's numbers, and our names of those spaces. Others come with their profile.
_SPACES: Final = {7: "srgb", 8: "a98-rgb"}
_NEWER_SPACES: Final = {12: "display-p3", 14: "srgb", 16: "srgb-linear", 17: "srgb-linear"}
_MOST_PROFILE: Final = 1 << 20
_DEEPEST: Final = 40
# A few bytes can ask for the same long list again and again.
_MOST_ITEMS: Final = 1 << 18


class AppleColors:
    """Color list of macOS, as the color picker of every program there saves it, with names and alpha.

        Calibrated RGB is Apple's Generic RGB with a gamma of 1.8, as in presets of iTerm2: its full red is
    #ff2700 in sRGB. Device RGB is taken as sRGB. Colors of a pattern or of a catalog without levels are left
    out. Facts: Apple's NSColor and NSColorList, the public notes on the typed stream of `.clr` files, and
    NSKeyedArchiver's property lists.
    """

    suffix: ClassVar[str] = ".clr"
    family: ClassVar[str] = "palettes"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the archive of NSArchiver, or of NSKeyedArchiver. Raises ValueError."""
        found = _read_keyed(data) if data.startswith(_BINARY) else _read_typed(data)
        colors = [(name, entry) for name, entry in found if entry]
        lost = len(found) - len(colors)
        note = tell_left_out(
            lost, "color", "it is a pattern, only a name, or in a color space that is unknown"
        )
        entries = [entry._replace(name=name) for name, entry in colors]
        return make_palette(entries, left_out=[note] if lost else ())


def _read_typed(data: bytes) -> list[tuple[str, Entry | None]]:
    """Return names and colors of a typed stream, in which each color is followed by its name."""
    # NSColorList writes its version, its name and number of colors, and a pair for each color.
    values = [value for group in read_typed_stream(data) for value in group]
    if len(values) == 1 and isinstance(values[0], Archived) and "NSColor" not in values[0].classes:
        values = [value for group in values[0].groups for value in group]
    objects = [value for value in values if isinstance(value, Archived)]
    found: list[tuple[str, Entry | None]] = []
    for value, after in zip(objects, [*objects, None][1:], strict=True):
        if "NSColor" in value.classes:
            found.append((_text_of(after), _typed_color(value, 0)))
    if not found:
        raise ValueError("it is an archive of NSArchiver, but no list of colors")
    counts = [value for value in values if isinstance(value, int)]
    if len(counts) == 2 and counts[1] > len(found):
        message = f"it says that it has {counts[1]} colors, but it has {len(found)}"
        raise ValueError(message)
    return found


def _text_of(value: Any) -> str:
    if not isinstance(value, Archived) or not {"NSString", "NSMutableString"} & {*value.classes}:
        return ""
    text = value.groups[0][0] if value.groups else b""
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else ""


def _typed_color(archived: Archived, depth: int) -> Entry | None:
    groups = [*archived.groups, (), ()]
    space = groups[0][0] if groups[0] else 0
    if space == _CATALOG:
        inner = [value for group in groups for value in group if isinstance(value, Archived)]
        colors = [value for value in inner if "NSColor" in value.classes]
        return _typed_color(colors[0], depth + 1) if colors and depth < _DEEPEST else None
    numbers = [value for value in groups[1] if isinstance(value, float)]
    return _convert(space, numbers)


def _convert(space: int, numbers: Sequence[float]) -> Entry | None:
    """Return the color of the levels that NSColor gives for a color space, of which the last is alpha."""
    if not all(map(math.isfinite, numbers)):
        raise ValueError("one of its levels is no number")
    if space == _CALIBRATED and len(numbers) in (3, 4):
        return _with_alpha(convert_generic(numbers[:3]), numbers[3:])
    if space == _DEVICE and len(numbers) in (3, 4):
        return _with_alpha(clip_color("srgb", _three(numbers)), numbers[3:])
    if space in _WHITE and len(numbers) in (1, 2):
        return _with_alpha(color_of("GRAY", _clamp(numbers[:1])), numbers[1:])
    if space == _CMYK and len(numbers) in (4, 5):
        inks = _clamp(numbers[:4])
        return _with_alpha(color_of("CMYK", inks), numbers[4:])._replace(values=Values("cmyk", inks))
    return None


def _three(numbers: Sequence[float]) -> tuple[float, float, float]:
    return numbers[0], numbers[1], numbers[2]


def _clamp(numbers: Sequence[float]) -> tuple[float, ...]:
    return tuple(min(1.0, max(0.0, number)) for number in numbers)


def _with_alpha(color: Color, rest: Sequence[float]) -> Entry:
    alpha = _clamp(rest)[0] if rest else 1.0
    return Entry(color if alpha else None, alpha=alpha or 1.0)


def _read_keyed(data: bytes) -> list[tuple[str, Entry | None]]:
    """Return names and colors of an archive of NSKeyedArchiver."""
    try:
        archive = plistlib.loads(data, fmt=plistlib.FMT_BINARY)
    except Exception as error:  # a broken property list raises errors of many kinds
        raise ValueError("it is a binary property list that is broken") from error
    objects = archive.get("$objects") if isinstance(archive, dict) else None
    if not isinstance(objects, list) or archive.get("$archiver") != "NSKeyedArchiver":
        raise ValueError("it is a property list, but no archive of NSKeyedArchiver")
    reader = _Keyed(objects)
    found = list(reader.list_colors())
    if not found:
        raise ValueError("it is an archive of NSKeyedArchiver, but no list of colors")
    return found


class _Keyed:
    """Reads the objects of a keyed archive, in which a number stands for each object."""

    def __init__(self, objects: list[Any]) -> None:
        self._objects = objects
        self._items = 0

    def list_colors(self) -> Iterator[tuple[str, Entry | None]]:
        """Give the colors that are in a list or a dictionary, with their names."""
        for each in self._objects:
            if not isinstance(each, dict):
                continue
            lists = [self._list(each.get(key)) for key in each if isinstance(key, str)]
            colors = next((found for found in lists if found and all(map(self._is_color, found))), None)
            if colors is None:
                continue
            texts = (found for found in lists if len(found) == len(colors))
            names = next((found for found in texts if all(isinstance(name, str) for name in found)), None)
            yield from zip(names or [""] * len(colors), map(self._color, colors), strict=True)
            return

    def _follow(self, value: Any) -> Any:
        if not isinstance(value, plistlib.UID):
            return value
        number = value.data
        return self._objects[number] if number < len(self._objects) else None

    def _list(self, value: Any) -> list[Any]:
        """Return a list of objects, which may be an object of its own."""
        value = self._follow(value)
        inner = value.get("NS.objects") if isinstance(value, dict) else value
        if not isinstance(inner, list):
            return []
        self._items += len(inner)
        if self._items > _MOST_ITEMS:
            raise ValueError("it has too many lists for a list of colors")
        return [self._follow(each) for each in inner]

    def _class(self, value: Any) -> str:
        described = self._follow(value.get("$class")) if isinstance(value, dict) else None
        name = described.get("$classname") if isinstance(described, dict) else None
        return name if isinstance(name, str) else ""

    def _is_color(self, value: Any) -> bool:
        return self._class(value) in {"NSColor", "UIColor"}

    def _color(self, value: dict[str, Any], depth: int = 0) -> Entry | None:
        if "UIRed" in value:
            levels = [value.get(key, 1.0) for key in ("UIRed", "UIGreen", "UIBlue", "UIAlpha")]
            return _convert(_DEVICE, [float(level) for level in levels if isinstance(level, int | float)])
        space = value.get("NSColorSpace")
        if space == _CATALOG:
            inner = self._follow(value.get("NSColor"))
            return self._color(inner, depth + 1) if self._is_color(inner) and depth < _DEEPEST else None
        custom = self._follow(value.get("NSCustomColorSpace"))
        numbers = _numbers_of(value.get("NSComponents"))
        if isinstance(custom, dict) and numbers:
            found = self._custom(custom, numbers)
            if found:
                return found
        keys = {1: "NSRGB", 2: "NSRGB", 3: "NSWhite", 4: "NSWhite", 5: "NSCMYK"}
        if not isinstance(space, int) or space not in keys:
            return None
        return _convert(space, _numbers_of(value.get(keys[space])))

    def _custom(self, custom: dict[str, Any], numbers: list[float]) -> Entry | None:
        """Return the color of levels in a color space with a number or a profile of its own."""
        if not all(map(math.isfinite, numbers)):
            raise ValueError("one of its levels is no number")
        name = _SPACES.get(custom.get("NSID", 0)) or _NEWER_SPACES.get(custom.get("NSSpaceID", 0))
        if name and len(numbers) in (3, 4):
            return _with_alpha(clip_color(name, _three(numbers)), numbers[3:])
        profile = self._follow(custom.get("NSICC"))
        profile = profile.get("NS.data") if isinstance(profile, dict) else profile
        if not isinstance(profile, bytes) or len(profile) > _MOST_PROFILE:
            return None
        models = {b"RGB ": ("RGB", 3), b"GRAY": ("GRAY", 1), b"CMYK": ("CMYK", 4)}
        model, size = models.get(profile[16:20], ("", 0))
        if not model or len(numbers) not in (size, size + 1):
            return None
        return _with_alpha(convert_color(model, numbers[:size], profile), numbers[size:])


def _numbers_of(value: Any) -> list[float]:
    """Return the numbers that an archive holds as text, such as "0.5 0.25 1"."""
    if not isinstance(value, bytes) or len(value) > 256:
        return []
    try:
        return [float(word) for word in value.rstrip(b"\0").split()]
    except ValueError:
        return []
