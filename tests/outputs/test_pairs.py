"""From every format to every other: colors stay, what both hold stays, and what is lost is told."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
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
    "kinds": lambda palette: [swatch.kind == "spot" for swatch in palette],
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
_GROUPS = st.sampled_from([[""], ["Reds", "Warm greys"], ["", "Reds", "Ünder"], ["A", "B", "C"]])


@st.composite
def _palettes(draw: st.DrawFn) -> Palette:
    """Draw a palette with everything that a file may hold. The swatches of a group lie together."""
    groups = draw(_GROUPS)
    count = draw(st.integers(len(groups), _MOST))
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
                group=groups[number * len(groups) // count],
                kind=draw(st.sampled_from(["", "spot"])),
                alpha=draw(st.sampled_from([1.0, 1.0, 0.6, 0.2])),
                values=values if is_ink else None,
            )
        )
    # A color table without its count ends with the color that fills it.
    assume(len({swatch.color for swatch in swatches}) == count)
    palette = Palette(tuple(swatches), "Mine", comment=draw(st.sampled_from(["", "By Ada, CC0"])))
    return replace(palette, has_shares=draw(st.booleans()))


def _convert(output: ConfiguredOutput, palette: Palette) -> Palette:
    contents = output.render(Result.of_palette(palette, "mine.gpl")).contents
    assert isinstance(contents, str | bytes)
    read: Palette = output.output.parse(contents if isinstance(contents, bytes) else contents.encode())
    return read


@pytest.mark.parametrize("source", FORMATS)
@settings(deadline=None, max_examples=6)
@given(palette=_palettes())
def test_every_pair_keeps_or_tells(source: str, palette: Palette) -> None:
    """What a file of one format gives goes through each other format."""
    first = FORMATS[source]
    read = _convert(first, palette)
    assert read.colors == palette.colors
    for name, second in FORMATS.items():
        again = _convert(second, read)
        assert again.colors == palette.colors, name
        held, kept = first.holds or frozenset(), second.holds or frozenset()
        for what in held & kept:
            assert HELD[what](again) == HELD[what](read) == HELD[what](palette), (name, what)
        lost = [what for what in held - kept if any(HELD[what](read))]
        assert len(second.find_losses(read)) == len(lost), (name, lost)
