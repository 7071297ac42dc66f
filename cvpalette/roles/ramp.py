"""make_ramp(): eleven steps of one color, from 50 (light) to 950 (dark), in pure Python."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple, TypeAlias

from cvpalette.color.color import Color, require_color
from cvpalette.color.gamut import fit_oklch
from cvpalette.errors import SettingsError
from cvpalette.messages import printable
from cvpalette.roles.role import Role
from cvpalette.roles.tone import turn_between

__all__ = ["STEPS", "Curve", "Point", "Ramp", "make_ramp", "read_curves"]

#: The names of the steps, from the lightest to the darkest.
STEPS: Final = (50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 950)
_MIDDLE: Final = STEPS.index(500)
# The 500s of Tailwind's grays have a chroma of at most 0.046, and those of its other hues of at least 0.13.
_DULL: Final = 0.09
# A color with this part of the chroma of the vivid curves goes by them alone.
_VIVID: Final = 0.7
# How much a step nearer to 500 is worth where several curves fit, in lightness.
_LEANING: Final = 0.01
# The power by which the bend of a curve fades with the distance from the anchor.
_FADING: Final = 3
# How far a step's lightness moves at a time until its luminance differs from that of its neighbor.
_NUDGE: Final = 0.002


class _NoStepError(SettingsError, KeyError):
    """A ramp has no such step."""

    __str__ = Exception.__str__  # that of KeyError adds quotes


class Point(NamedTuple):
    """A step of a curve: lightness (0 to 1), chroma, and hue in degrees, all of OKLCH."""

    lightness: float
    chroma: float
    hue: float


#: A ramp that others are made after: a point for each of STEPS.
Curve: TypeAlias = Sequence[Point]


@dataclass(frozen=True)
class Ramp(Mapping[int, Color]):
    """The steps of a color from light to dark: a mapping from 50, 100, 200 … 900, 950 to their colors.

    `anchor` is the step that is the color itself, unchanged. A step that there is not is a SettingsError,
    which is a KeyError here.

    Example:
        >>> ramp = cvpalette.make_ramp(cvpalette.Color.from_hex("#2a9d8f"))
        >>> print(ramp.anchor, ramp[ramp.anchor])
        600 #2a9d8f
        >>> list(ramp)
        [50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 950]
    """

    colors: tuple[Color, ...]
    anchor: int

    def __getitem__(self, step: int) -> Color:
        """Return the color of a step; raises SettingsError, which is a KeyError here, for what is none."""
        if step not in STEPS:
            # Without a type checker, the step may be a text.
            message = f"a ramp has the steps {', '.join(map(str, STEPS))}, not {printable(repr(step)[:60])}"
            raise _NoStepError(message)
        return self.colors[STEPS.index(step)]

    def __iter__(self) -> Iterator[int]:
        """Go through the steps from the lightest to the darkest."""
        return iter(STEPS)

    def __len__(self) -> int:
        """Return how many steps there are."""
        return len(STEPS)


def make_ramp(color: Color | Role, curves: Sequence[Curve] = ()) -> Ramp:
    """Return the steps of a color or of a role's, which itself is the step that its lightness asks for.

    From step to step, the relative luminance falls: strictly, whatever the color. The chroma rises to a peak
    and falls to both ends, but for the rounding to 8 bits. Lightness, chroma and hue go as in the ramps of
    Tailwind CSS 4 with the nearest hues: two of its vivid ones, two of its grays, and between both by chroma.
    `curves` replaces these ramps; the benchmark leaves some out. Raises ColorError for what is no color.

    Example:
        >>> ramp = cvpalette.make_ramp(cvpalette.Color.from_hex("#2a9d8f"))
        >>> for step in (50, 500, 950):
        ...     print(step, ramp[step])
        50 #f1fdfa
        500 #2cbda8
        950 #062f2d
    """
    color = require_color(color.color if isinstance(color, Role) else color)
    lightness, chroma, hue = color.oklch
    known = curves or read_curves()
    blends = [_blend(known, at, chroma, hue) for at in range(len(STEPS))]
    # Each step has a curve of its own, since the hues are compared at that step.
    errors = [abs(blend[at].lightness - lightness) for at, blend in enumerate(blends)]
    curve = blends[min(range(len(STEPS)), key=lambda at: errors[at] + _LEANING * abs(at - _MIDDLE))]
    # Beside the nearest step of one curve, there is room for the others on both sides.
    at = min(range(len(STEPS)), key=lambda each: abs(curve[each].lightness - lightness))
    points = _flatten(_through(curve, at, Point(lightness, chroma, hue)), at)
    return Ramp(_round(points, at, color), STEPS[at])


@cache
def read_curves() -> tuple[Curve, ...]:
    """Return the ramps of Tailwind CSS 4 that have a hue."""
    lines = (files("cvpalette.roles") / "tailwind.txt").read_text("ascii").splitlines()
    rows = [line.split("\t")[1:] for line in lines if not line.startswith("#")]
    return tuple(tuple(Point(*map(float, step.split())) for step in row) for row in rows)


def _blend(curves: Sequence[Curve], at: int, chroma: float, hue: float) -> Curve:
    """Return the curve for a color if it is the step number `at`; its hues are relative to that of this step.

    Between the grays and the vivid curves, it goes by chroma.
    """
    kinds = [[one for one in curves if (one[_MIDDLE].chroma < _DULL) is dull] for dull in (True, False)]
    dull, vivid = (_between(kind or curves, at, hue) for kind in kinds)
    span = _VIVID * vivid[at].chroma - dull[at].chroma
    part = min(1.0, max(0.0, (chroma - dull[at].chroma) / span)) if span > 0 else 1.0
    return [_mix(one, other, part) for one, other in zip(dull, vivid, strict=True)]


def _mix(one: Point, other: Point, part: float) -> Point:
    first, second = (1 - part) * one.chroma, part * other.chroma
    # The hue of a gray says little.
    turn = (first * one.hue + second * other.hue) / (first + second) if first + second else 0.0
    return Point((1 - part) * one.lightness + part * other.lightness, first + second, turn)


def _between(curves: Sequence[Curve], at: int, hue: float) -> Curve:
    """Return the mean of the two curves whose hues at a step are nearest on both sides, by their distances.

    The hues of the mean are relative to that of this step.
    """
    below = min(curves, key=lambda curve: (hue - curve[at].hue) % 360)
    above = min(curves, key=lambda curve: (curve[at].hue - hue) % 360)
    before, after = (hue - below[at].hue) % 360, (above[at].hue - hue) % 360
    part = before / (before + after) if before + after else 0.0
    return [
        Point(
            (1 - part) * one.lightness + part * other.lightness,
            (1 - part) * one.chroma + part * other.chroma,
            (1 - part) * turn_between(below[at].hue, one.hue) + part * turn_between(above[at].hue, other.hue),
        )
        for one, other in zip(below, above, strict=True)
    ]


def _through(curve: Curve, at: int, anchor: Point) -> list[Point]:
    """Bend a curve so that it goes through the anchor at a step; to both ends, the bend fades."""
    scale = anchor.chroma / curve[at].chroma if curve[at].chroma else 0.0
    moved = anchor.lightness - curve[at].lightness
    points = []
    for number, (lightness, chroma, turn) in enumerate(curve):
        span = abs(curve[0 if number < at else -1].lightness - curve[at].lightness)
        left = 1 - abs(lightness - curve[at].lightness) / span if number != at else 1.0
        # A bend that fades sooner would turn the order of the steps round.
        fading = min(_FADING, 0.9 * span / abs(moved)) if moved else 1.0
        hue = (anchor.hue + turn - curve[at].hue) % 360
        points.append(Point(lightness + moved * left**fading, scale * chroma, hue))
    points[at] = anchor
    return points


def _flatten(points: list[Point], at: int) -> list[Point]:
    """Lower chromas to what sRGB has, and so that they rise to a peak and fall after it."""
    chromas = [min(point.chroma, fit_oklch(*point).oklch[1]) for point in points]
    chromas[at] = points[at].chroma
    peak = max(range(len(chromas)), key=lambda each: (chromas[each], each == at))
    low, high = sorted((at, peak))
    # The anchor stays as it is. If a step on the way to the peak is duller, the anchor is the peak.
    if min(chromas[low : high + 1]) < chromas[at]:
        peak = at
        chromas = [min(chroma, chromas[at]) for chroma in chromas]
    for side in (range(peak - 1, -1, -1), range(peak + 1, len(chromas))):
        most = chromas[peak]
        for each in side:
            most = chromas[each] = min(most, chromas[each])
    return [
        Point(lightness, chroma, hue) for (lightness, _, hue), chroma in zip(points, chromas, strict=True)
    ]


def _round(points: list[Point], at: int, anchor: Color) -> tuple[Color, ...]:
    """Return the colors of points; each differs in luminance from the one nearer to the anchor."""
    colors = [anchor] * len(points)
    for each in [*range(at - 1, -1, -1), *range(at + 1, len(points))]:
        sign = 1 if each < at else -1
        near = colors[each + sign].luminance
        lightness, chroma, hue = points[each]
        found = fit_oklch(lightness, chroma, hue)
        while sign * (found.luminance - near) <= 0 and 0 < lightness < 1:
            lightness += sign * _NUDGE
            found = fit_oklch(lightness, chroma, hue)
        colors[each] = found
    return tuple(colors)
