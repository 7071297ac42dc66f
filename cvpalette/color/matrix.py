"""Three numbers times a matrix, without numpy."""

from typing import TypeAlias

__all__ = ["Matrix", "Vector", "multiply"]

Vector: TypeAlias = tuple[float, float, float]
Matrix: TypeAlias = tuple[Vector, Vector, Vector]


def multiply(matrix: Matrix, vector: Vector) -> Vector:
    """Return the product of a matrix, given by its rows, and a vector."""
    x, y, z = vector
    first, second, third = [a * x + b * y + c * z for a, b, c in matrix]
    return first, second, third
