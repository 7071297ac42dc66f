"""Outputs that are imported, and then fail."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette import Result


class Shapeless:
    """No dataclass."""

    suffix: ClassVar[str] = ".shapeless"


@dataclass(frozen=True)
class Unwilling:
    """Fails when it is made."""

    suffix: ClassVar[str] = ".unwilling"

    def __post_init__(self) -> None:
        """Fail with what no output should raise."""
        raise RuntimeError("broken on configure")

    def render(self, result: Result, /) -> str:
        """Never come here."""
        raise NotImplementedError


@dataclass(frozen=True)
class Failing:
    """Fails when it renders."""

    suffix: ClassVar[str] = ".failing"

    def render(self, result: Result, /) -> str:
        """Fail."""
        raise ZeroDivisionError(f"broken on render of {result.name}")


@dataclass(frozen=True)
class Counting:
    """Renders what is no contents."""

    suffix: ClassVar[str] = ".counting"

    def render(self, result: Result, /) -> int:
        """Return a number."""
        return len(result.palette)
