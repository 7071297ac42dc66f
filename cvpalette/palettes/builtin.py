"""find_builtin(): finds a palette that comes with cvpalette by its name, and list_builtin() lists all."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from importlib.resources import files
from itertools import chain
from typing import Final, TypeAlias

from cvpalette.color.color import Color
from cvpalette.color.names import CSS_COLORS
from cvpalette.color.palette import Palette
from cvpalette.errors import PaletteFileError
from cvpalette.messages import guess, listed, quote
from cvpalette.palettes.computed import (
    compute_ega,
    compute_led332,
    compute_led332_light,
    compute_nes,
    compute_sms,
    compute_web216,
    compute_xterm256,
)

__all__ = ["Builtin", "find_builtin", "guess_builtin", "is_builtin", "list_builtin"]

# A part of a name or a title with fewer letters is in too many of them.
_SHORTEST_PART: Final = 3
_MOST_GUESSES: Final = 16
_SIZE: Final = re.compile(r"[1-9][0-9]{0,3}")
_FACTS: Final = "facts"
# A color map without a number gives so many colors.
_FEW: Final = 10
_FEWEST_CLASSES: Final = 3
_KINDS: Final = {
    "sequential": "from light to dark, for values that go up",
    "diverging": "two hues that part from a light middle",
    "qualitative": "for classes without an order",
}


# The hex digits and the name of each color.
_Entries: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Builtin:
    """A palette that comes with cvpalette.

    `entries` are the hex digits and the name of each color; either all have a name or none has. `sizes` are
    the numbers of colors that the palette also comes in, such as `viridis-7`, and `pick` gives those colors.
    """

    name: str
    title: str
    about: str
    source: str
    license: str
    entries: _Entries
    sizes: range = range(0)
    pick: Callable[[int], _Entries] | None = field(default=None, repr=False, compare=False)

    @property
    def is_named(self) -> bool:
        """Whether its colors have names."""
        return bool(self.entries[0][1])

    @property
    def palette(self) -> Palette:
        """The colors in order, with their names, but no shares.

        The comment says whose the colors are, unless they are plain facts.
        """
        colors = [Color.from_hex(digits) for digits, _ in self.entries]
        names = [name for _, name in self.entries]
        palette = Palette.of_colors(colors, names, self.title)
        if self.license == _FACTS:
            return palette
        return replace(palette, comment=f"Source: {self.source}\nLicense: {self.license}")


def find_builtin(name: str) -> Palette:
    """Return the palette of a name, such as 'gameboy', 'viridis-7' or 'brewer-blues-5'.

    Case, blanks, hyphens and underscores do not count, and a palette's title is a name too: 'Game Boy'.
    Raises PaletteFileError, which may guess the name that was meant.
    """
    found, size = _find(name)
    if found is None or size is None:
        raise PaletteFileError(name, f"is no built-in palette{guess_builtin(name)}", "not-found")
    if found.pick is None or not size:
        return found.palette
    return replace(found, title=f"{found.title}, {size} colors", entries=found.pick(size)).palette


def is_builtin(name: str) -> bool:
    """Tell whether a palette of this name is built in."""
    return None not in _find(name)


def guess_builtin(name: str) -> str:
    """Return `; did you mean 'gameboy'?` for the palettes that a mistyped name is near to, or ''.

    For a palette that does not come in the size that is asked for, it is which sizes there are.
    """
    found, _ = _find(name)
    if found is not None and found.sizes:
        return f"; {quote(found.name)} has {found.sizes[0]} to {found.sizes[-1]} colors"
    wanted = _squeeze(name)
    inside = [known for known, each in _load().items() if wanted in _squeeze(f"{known} {each.title}")]
    if len(wanted) < _SHORTEST_PART or not 0 < len(inside) <= _MOST_GUESSES:
        return guess(name, _load())
    return f"; did you mean {listed(inside)}?"


def _find(name: str) -> tuple[Builtin | None, int | None]:
    """Return the palette of a name, and the size that the name asks for.

    0 is the palette as it is, and None a size that there is not.
    """
    wanted = name.lower()
    known = wanted if wanted in _load() else _find_titles().get(_squeeze(wanted), "")
    if known:
        return _load()[known], 0
    stem, _, size = wanted.rpartition("-")
    found = _load().get(stem)
    if found is None or not found.sizes or not _SIZE.fullmatch(size):
        return None, None
    return found, int(size) if int(size) in found.sizes else None


@cache
def _find_titles() -> Mapping[str, str]:
    """Return the names of palettes by their names and titles, as they are compared."""
    titles = {_squeeze(each.title): name for name, each in _load().items()}
    return titles | {_squeeze(name): name for name in _load()}


def _squeeze(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def list_builtin() -> tuple[Builtin, ...]:
    """Return all palettes, those of a kind side by side."""
    return tuple(_load().values())


@cache
def _load() -> Mapping[str, Builtin]:
    found = chain(
        _list_general(),
        _read_blocks("machines.txt"),
        _list_computed(),
        _read_blocks("paper.txt"),
        _read_blocks("charts.txt"),
        _read_ramps(),
        _read_brewer(),
    )
    return {each.name: each for each in found}


def _list_general() -> Iterator[Builtin]:
    css = tuple((color.removeprefix("#"), name) for name, color in CSS_COLORS.items())
    source = "W3C, CSS Color Module Level 4, named colors"
    yield Builtin("css", "CSS", "The 148 colors that CSS names.", source, _FACTS, css)
    about = "The 216 colors with levels in steps of 51, which screens of 256 colors could all show."
    yield Builtin(
        "web216", "Web-safe colors", about, "Wikipedia, Web colors", _FACTS, tuple(compute_web216())
    )


def _list_computed() -> Iterator[Builtin]:
    about = "The 64 colors of the Enhanced Graphics Adapter: two bits for each channel, by their numbers."
    source = "IBM, Enhanced Graphics Adapter technical reference"
    yield Builtin("ega", "IBM EGA", about, source, _FACTS, tuple(compute_ega()))
    about = "The 256 colors of a terminal as xterm has them: 16, a cube of 6 levels, and 24 grays."
    source = "xterm, 256colres.h and the resources color0 to color15"
    yield Builtin("xterm256", "xterm, 256 colors", about, source, _FACTS, tuple(compute_xterm256()))
    about = (
        "The 54 colors of the video chip 2C02 (NTSC), nominal: the voltages of its signal, decoded as NTSC. "
        "Televisions showed them all differently."
    )
    source = "NESdev Wiki, NTSC video (the voltages)"
    yield Builtin(
        "nes", "Nintendo Entertainment System", about, source, "facts; calculated here", tuple(compute_nes())
    )
    about = "The 64 colors of Sega's Master System: two bits for each channel, by their numbers."
    source = "Sega, Mark III and Master System software reference"
    yield Builtin("sms", "Sega Master System", about, source, _FACTS, tuple(compute_sms()))
    about = "Red and green in 8 and blue in 4 levels of a LED that is on for a part of the time, in one byte."
    yield Builtin("led-332", "LED wall", about, "by definition", _FACTS, tuple(compute_led332()))
    about = "The 256 colors of the LED wall as they look: twice the time is twice the light."
    source = "by definition, with the curve of sRGB (IEC 61966-2-1)"
    colors = tuple(compute_led332_light())
    yield Builtin("led-332-light", "LED wall, as it looks", about, source, _FACTS, colors)


def _read(file: str) -> Iterator[list[str]]:
    """Give the blocks of lines of a file of this package; comments are left out."""
    block: list[str] = []
    for line in (files("cvpalette.palettes") / file).read_text("utf-8").splitlines():
        if line.startswith("["):
            yield from [block] if block else []
            block = []
        if line and not line.startswith("#"):
            block.append(line)
    yield block


def _read_blocks(file: str) -> Iterator[Builtin]:
    """Give the palettes of a file whose blocks have facts, and a line for each color."""
    seen: dict[str, Builtin] = {}
    for heading, *lines in _read(file):
        name = heading.strip("[]")
        facts = dict(line.split(": ", 1) for line in lines if ": " in line)
        entries = tuple((line[:6], line[7:]) for line in lines if ": " not in line)
        if "colors of" in facts:
            entries = seen[facts["colors of"]].entries
        seen[name] = Builtin(name, facts["title"], facts["about"], facts["source"], facts["license"], entries)
        yield seen[name]


def _read_ramps() -> Iterator[Builtin]:
    for heading, *lines in _read("ramps.txt"):
        name = heading.strip("[]")
        facts = dict(line.split(": ", 1) for line in lines if ": " in line)
        colors = " ".join(line for line in lines if ": " not in line).split()
        yield Builtin(
            name,
            name.capitalize(),
            "Samples of a color map from dark to light that is even to the eye.",
            f"matplotlib; made by {facts['made by']}",
            facts["license"],
            _sample(colors, _FEW),
            range(2, len(colors) + 1),
            partial(_sample, colors),
        )


def _sample(colors: Sequence[str], size: int) -> _Entries:
    """Return so many colors at equal distances, the first and the last among them, as matplotlib does."""
    places = (min(len(colors) - 1, at * len(colors) // (size - 1)) for at in range(size))
    return tuple((colors[place], "") for place in places)


def _read_brewer() -> Iterator[Builtin]:
    for heading, *lines in _read("brewer.txt"):
        scheme, kind = heading.removeprefix("[").split("] ")
        rows = [line.split() for line in lines]
        yield Builtin(
            f"brewer-{scheme.lower()}",
            f"Brewer, {scheme}",
            f"{kind.capitalize()}: {_KINDS[kind]}.",
            "Cynthia Brewer, https://colorbrewer2.org",
            "Apache 2.0, Copyright 2002 Cynthia Brewer, Mark Harrower, and The Pennsylvania State University",
            tuple((digits, "") for digits in rows[-1]),
            range(_FEWEST_CLASSES, len(rows[-1]) + 1),
            partial(_find_row, rows),
        )


def _find_row(rows: Sequence[Sequence[str]], size: int) -> _Entries:
    """Return the colors of a scheme with so many classes; a single row has those of fewer classes first."""
    row = rows[size - _FEWEST_CLASSES] if len(rows) > 1 else rows[0][:size]
    return tuple((digits, "") for digits in row)
