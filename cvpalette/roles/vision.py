"""see(): how people with protan, deutan or tritan vision see a color, in pure Python."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal, TypeAlias

from cvpalette.color.color import Color, clip_color
from cvpalette.color.css_spaces import LINEAR_TO_XYZ, Matrix, Vector, multiply
from cvpalette.color.delta import delta_e_lab

__all__ = ["SIMULATIONS", "VISIONS", "Alike", "Simulation", "Vision", "find_alike", "see"]

#: The kinds of color vision without the cones for long, for middle, or for short waves of light.
Vision: TypeAlias = Literal["protan", "deutan", "tritan"]
#: The kinds, in the order of their cones.
VISIONS: Final[tuple[Vision, ...]] = ("protan", "deutan", "tritan")


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a kind of vision makes of linear sRGB: one matrix on each side of a plane through black.

    `ahead` is for light whose product with `normal` is 0 or more, and `behind` is for all other light.
    """

    ahead: Matrix
    behind: Matrix
    normal: Vector = (0.0, 0.0, 0.0)


# G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color
# Vision Deficiency" (2009): the matrices of severity 1 for linear sRGB, as the authors published them.
_PROTAN: Final[Matrix] = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
_DEUTAN: Final[Matrix] = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
# H. Brettel, F. Vienot and J. D. Mollon, "Computerized simulation of color appearance for dichromats" (1997):
# white, and light of 485 nm and of 660 nm, look the same without the cones for short waves. These are X, Y
# and Z of the two lights (CIE 1931, 2 degrees).
_NM_485: Final[Vector] = (0.05795, 0.1693, 0.6162)
_NM_660: Final[Vector] = (0.1649, 0.0610, 0.0)
# What the cones for long and for middle waves take from X, Y and Z: V. C. Smith and J. Pokorny, "Spectral
# sensitivity of the foveal cone photopigments between 400 and 500 nm" (1975). Brettel's paper has them too.
_LONG: Final[Vector] = (0.15514, 0.54312, -0.03286)
_MIDDLE: Final[Vector] = (-0.15514, 0.45684, 0.03286)


def _simulate_tritan() -> Simulation:
    """Return the simulation of Brettel, worked out in linear sRGB.

    Two lights look the same if only the cones for short waves tell them apart. So a light is moved in that
    direction until it lies in a plane with black, white and 485 nm, or in one with black, white and 660 nm.
    White is that of sRGB, and not the light of equal energy of the paper: so grays stay as they are.
    """
    white, short = multiply(LINEAR_TO_XYZ, (1.0, 1.0, 1.0)), _cross(_LONG, _MIDDLE)
    normal = _cross(white, short)
    if _dot(normal, _NM_485) < 0:
        normal = _cross(short, white)
    direction = _cross(_pull(_LONG), _pull(_MIDDLE))
    ahead, behind = (_project(direction, _pull(_cross(white, light))) for light in (_NM_485, _NM_660))
    return Simulation(ahead, behind, _pull(normal))


def _project(direction: Vector, normal: Vector) -> Matrix:
    """Return the matrix that moves a point in a direction until it lies in the plane of a normal."""
    scale = _dot(direction, normal)
    rows: list[Vector] = []
    for row, along in enumerate(direction):
        x, y, z = (float(row == column) - along * part / scale for column, part in enumerate(normal))
        rows.append((x, y, z))
    first, second, third = rows
    return first, second, third


def _pull(normal: Vector) -> Vector:
    """Return the normal of the same plane in linear sRGB, from that in XYZ."""
    red, green, blue = (_dot(normal, column) for column in zip(*LINEAR_TO_XYZ, strict=True))
    return red, green, blue


def _cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


#: The simulation of each kind.
SIMULATIONS: Final[dict[Vision, Simulation]] = {
    "protan": Simulation(_PROTAN, _PROTAN),
    "deutan": Simulation(_DEUTAN, _DEUTAN),
    "tritan": _simulate_tritan(),
}


def see(color: Color, vision: Vision) -> Color:
    """Return the color that looks to everyone as `color` looks to people with that vision.

    The vision wholly lacks one kind of cones. The simulation is in linear light, and is clipped to sRGB.
    Protan and deutan are after Machado, Oliveira and Fernandes (2009): over all of sRGB, their matrices are
    nearer to Brettel, Vienot and Mollon (1997) than those of Vienot, Brettel and Mollon (1999), by a mean of
    2.6 instead of 5.9, and 1.8 instead of 6.5 (CIEDE2000). Tritan is after Brettel, Vienot and Mollon (1997).
    """
    simulation, light = SIMULATIONS[vision], color.linear
    matrix = simulation.ahead if _dot(simulation.normal, light) >= 0 else simulation.behind
    return clip_color("srgb-linear", multiply(matrix, light))


@dataclass(frozen=True, slots=True)
class Alike:
    """Two colors, by their places, that a kind of vision makes alike.

    `difference` is theirs in full vision, and `seen` is what that vision leaves of it (CIEDE2000).
    """

    first: int
    second: int
    difference: float
    seen: float


def find_alike(colors: Sequence[Color], vision: Vision, threshold: float) -> Iterator[Alike]:
    """Give the pairs that differ by `threshold` (CIEDE2000) or more, and by less as seen with a vision."""
    seen, full = [see(color, vision).lab for color in colors], [color.lab for color in colors]
    for first, second in combinations(range(len(colors)), 2):
        left = delta_e_lab(seen[first], seen[second])
        if left < threshold and (whole := delta_e_lab(full[first], full[second])) >= threshold:
            yield Alike(first, second, whole, left)
