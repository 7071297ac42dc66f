"""The alpha of a swatch in files: rounded, and never 0, since no swatch is wholly transparent."""

__all__ = ["alpha_level", "alpha_part"]


def alpha_level(alpha: float) -> int:
    """Return an alpha above 0 to 1 as 1 to 255."""
    return max(1, round(alpha * 255))


def alpha_part(alpha: float, digits: int) -> float:
    """Return an alpha above 0 to 1 with so many decimals."""
    return max(10.0**-digits, round(alpha, digits))
