"""What formats of design tokens share: groups and names by the paths of tokens, and text with an alpha."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from cvpalette.color.color import Color
from cvpalette.color.palette import Values
from cvpalette.parsing.entries import read_color

__all__ = ["Path", "Place", "find_places", "read_translucent", "read_values"]

#: The keys that lead to a token; its own comes last.
Path: TypeAlias = Sequence[str]

# The spaces of values, with the number of their components.
_SPACES: Final = {"cmyk": 4, "lab": 3}
_LETTER: Final = re.compile(r"[^\W\d_]")
# The last keys of tokens that say nothing without the group's.
_VAGUE: Final = frozenset(("base", "default", "main", "value"))
# Groups that contain all tokens and say nothing about them.
_GENERIC: Final = frozenset(("color", "colors", "colour", "colours", "global", "palette", "tokens"))
_HEX_ALPHA: Final = re.compile(r"#(?:[0-9a-f]{3}([0-9a-f])|[0-9a-f]{6}([0-9a-f]{2}))", re.IGNORECASE)
_FUNCTION_ALPHA: Final = re.compile(
    r"(?:rgba?|hsla?)\((?:[^(),]*+,){3}\s*+([0-9.]++)(%?)\s*+\)|[\w-]++\([^()/]*+/\s*+([0-9.]++)(%?)\s*+\)"
)


class Place(NamedTuple):
    """Where a token is: its group, '' for none, and its name."""

    group: str
    name: str


def find_places(paths: Sequence[Path]) -> tuple[list[Place], str]:
    """Return the group and the name of each token, and a name for all of them, which may be empty.

    A group is the path without its last key, and without the keys that all paths begin with, joined by '/'.
    A name is the last key. If that occurs twice, or says nothing, such as '500' or 'default', as many keys
    before it as it needs are joined to it by hyphens. The name for all is that of the one group that all
    tokens are in.
    """
    longest = min((len(path) for path in paths), default=1) - 1
    common = next((at for at in range(longest) if len({path[at] for path in paths}) > 1), max(0, longest))
    counts = [1 if _is_clear(path[-1]) else min(2, len(path)) for path in paths]
    while True:
        names = ["-".join(path[-count:]) for path, count in zip(paths, counts, strict=True)]
        often = Counter(names)
        more = [
            at for at, path in enumerate(paths) if often[names[at]] > 1 and counts[at] < len(path) - common
        ]
        if not more:
            break
        for at in more:
            counts[at] += 1
    places = [Place("/".join(path[common:-1]), name) for path, name in zip(paths, names, strict=True)]
    only = paths[0][common - 1] if common and not any(place.group for place in places) else ""
    return places, "" if only.lower() in _GENERIC else only


def _is_clear(key: str) -> bool:
    return _LETTER.search(key) is not None and key.lower() not in _VAGUE


def read_translucent(text: str) -> tuple[Color | None, float]:
    """Return a color in any notation of CSS, None if it is transparent, and its alpha; raises ColorError."""
    word = text.strip()
    color = read_color(word)
    digits = _HEX_ALPHA.fullmatch(word)
    if digits:
        alpha = int(digits[1] or digits[2], 16) / (15 if digits[1] else 255)
        return color, alpha or 1.0
    found = _FUNCTION_ALPHA.fullmatch(word.lower())
    if not found or color is None:
        return color, 1.0
    number, percent = (found[1], found[2]) if found[1] else (found[3], found[4])
    try:
        alpha = float(number) / (100 if percent else 1)
    except ValueError:
        return color, 1.0
    return color, min(1.0, alpha) or 1.0


def read_values(given: Any) -> Values | None:
    """Return how another format gave a color, as our own files keep it, or None for anything else."""
    if not isinstance(given, dict) or given.get("space") not in _SPACES:
        return None
    components = given.get("components")
    is_right = isinstance(components, list) and len(components) == _SPACES[given["space"]]
    if not is_right or not all(isinstance(each, int | float) for each in components or ()):
        return None
    return Values(given["space"], tuple(map(float, components or ())))
