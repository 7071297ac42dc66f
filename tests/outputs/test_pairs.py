"""From every format to every other: colors stay, what both hold stays, and what is lost is told."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given, note, settings
from hypothesis import strategies as st

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch, Values
from cvpalette.plugins.contract import PaletteReader
from cvpalette.plugins.registry import ConfiguredOutput
from cvpalette.rendering.adobe import color_of
from cvpalette.rendering.names import given_name, plain_name
from cvpalette.result import Result

# More than this, some formats refuse in words.
_MOST = 6


def _find_formats() -> dict[str, ConfiguredOutput]:
    """Return the formats that hold a palette and are read too."""
    found = {}
    for name, claims in cvpalette.find_outputs().items():
        loaded = claims[0].load()
        kind: Any = loaded.output
        if (
            claims[0].distribution == "cvpalette"
            and isinstance(kind, PaletteReader)
            and hasattr(kind, "holds")
        ):
            try:
                found[name] = loaded.configure()
            except cvpalette.OptionError:
                continue  # it needs an extra that is not installed
    return found


FORMATS = _find_formats()

#: What a palette has of each thing that files may hold, as formats round it; nothing where it has none of it.
HELD: dict[str, Callable[[Palette], list[Any]]] = {
    "names": lambda palette: [swatch.name for swatch in palette],
    "groups": lambda palette: [swatch.group for swatch in palette],
    "kinds": lambda palette: [swatch.kind for swatch in palette],
    "spots": lambda palette: [swatch.kind == "spot" for swatch in palette],
    "alpha": lambda palette: [swatch.alpha < 1 and round(swatch.alpha, 2) for swatch in palette],
    "values": lambda palette: [_round(swatch.values) for swatch in palette],
    "shares": lambda palette: [round(swatch.share, 4) for swatch in palette if palette.has_shares],
    "comment": lambda palette: [palette.comment],
}


def _round(values: Values | None) -> list[float]:
    return [round(part, 2) for part in values.components] if values else []


_LEVEL = st.integers(0, 255)
# Tenths of ink keep their levels, however a format rounds them.
_INK = st.integers(0, 5).map(lambda fifths: fifths / 5)
_NAME = st.text("abcXYZ 059-é漢", max_size=12).map(plain_name)
# A lone group would be the palette itself.
_GROUPS = st.sampled_from(
    [
        *([""], ["Reds", "Warm greys"], ["", "Reds", "Ünder"], ["A", "B", "C"]),
        *(
            ["$a", "untitled", "{b}"],
            ["global", "", "color"],
            ['"<&/b>;', "a/b", "a/b/c"],
            ["#1", "=2", "漢"],
        ),
    ]
)


@st.composite
def _palettes(draw: st.DrawFn) -> Palette:
    """Draw a palette with everything that a file may hold.

    Groups may alternate, names may repeat, and so may colors, also the last one.
    """
    groups = draw(_GROUPS)
    count = draw(st.integers(len(groups), _MOST))
    order = sorted(number * len(groups) // count for number in range(count))
    order = draw(st.sampled_from([order, order, draw(st.permutations(order))]))
    swatches = []
    for number in range(count):
        values = Values("cmyk", draw(st.tuples(_INK, _INK, _INK, st.just(0.0))))
        is_ink = draw(st.booleans())
        plain = Color(*draw(st.tuples(_LEVEL, _LEVEL, _LEVEL)))
        swatches.append(
            Swatch(
                color_of("CMYK", values.components) if is_ink else plain,
                1 / count,
                given_name(draw(_NAME), number + 1),
                group=groups[order[number]],
                kind=draw(st.sampled_from(["", "global", "spot"])),
                alpha=draw(st.sampled_from([1.0, 1.0, 0.6, 0.2])),
                values=values if is_ink else None,
            )
        )
    if draw(st.integers(0, 3)) == 0:
        swatches.append(replace(swatches[-1], name=draw(st.sampled_from([swatches[-1].name, ""]))))
    swatches = [replace(swatch, share=1 / len(swatches)) for swatch in swatches]
    palette = Palette(tuple(swatches), "Mine", comment=draw(st.sampled_from(["", "By Ada, CC0"])))
    return replace(palette, has_shares=draw(st.booleans()))


def _convert(output: ConfiguredOutput, palette: Palette) -> Palette:
    contents = output.render(Result.of_palette(palette, "mine.gpl")).contents
    assert isinstance(contents, str | bytes)
    read: Palette = output.output.parse(contents if isinstance(contents, bytes) else contents.encode())
    return read


@settings(deadline=None, max_examples=6)
@given(palette=_palettes())
def test_every_pair_keeps_or_tells(palette: Palette) -> None:
    """What a file of one format gives goes through each other format."""
    tried = set()
    for source, first in FORMATS.items():
        note(source)
        read = _convert(first, palette)
        _require_kept(first, palette, read)
        # Formats that hold the same give the same palette, which goes through the others once.
        if (case := (read, _held(first))) not in tried:
            tried.add(case)
            for second in FORMATS.values():
                _require_kept_or_told(first, second, read)


def _require_kept_or_told(first: ConfiguredOutput, second: ConfiguredOutput, read: Palette) -> None:
    """Require that a palette that was read goes through a second format, but for what is told."""
    again = _convert(second, read)
    held, kept = _held(first), _held(second)
    # What is lost of kinds is told together.
    told = held - {"spots"} | ({"kinds"} if "spots" in held else set())
    lost = {what for what in told - kept if any(HELD[what](read))}
    if lost >= {"kinds"} and "spots" in kept and "global" not in HELD["kinds"](read):
        lost.remove("kinds")
    if getattr(second.output, "family", "") in {"styles", "code"}:
        lost.discard("shares")  # they stand in comments
    own = _tell(second, read)
    # Global colors and spot colors are two losses.
    two = "kinds" in lost and "spots" not in kept and {"global", "spot"} <= set(HELD["kinds"](read))
    assert len(second.find_losses(read)) == len(lost) + two + len(own), (second.found.name, lost, own)
    _require_kept(second, read, again, held & kept)


def _held(output: ConfiguredOutput) -> frozenset[str]:
    held = output.holds or frozenset()
    return held | {"spots"} if "kinds" in held else held


def _tell(output: ConfiguredOutput, palette: Palette) -> list[str]:
    """Return what an output says that it does not hold of this palette."""
    tell = getattr(output.output, "tell_losses", None)
    return tell(palette) if tell else []


def _require_kept(
    output: ConfiguredOutput, was: Palette, now: Palette, held: frozenset[str] | None = None
) -> None:
    """Require that a palette is as it was, but for what the output tells."""
    name, told = output.found.name, _tell(output, was)
    kept = _held(output) if held is None else held
    if not told:
        assert now.colors == was.colors, name
        for what in kept:
            assert HELD[what](now) == HELD[what](was), (name, what)
    elif "order" in told[0]:
        assert sorted(color.hex for color in now.colors) == sorted(color.hex for color in was.colors), name
