"""Completion: the values that a shell offers for an option."""

from collections.abc import Iterable, Iterator

from cvpalette.color.palette import SORTS
from cvpalette.settings.settings import SPACES, VOCABULARIES

__all__ = ["complete_format", "complete_names", "complete_sort", "complete_space"]


def complete_format(incomplete: str) -> Iterator[str]:
    """Give the names of outputs."""
    from cvpalette.plugins.registry import find_outputs  # noqa: PLC0415 -- only when the shell asks

    return _match(find_outputs(), incomplete)


def complete_space(incomplete: str) -> Iterator[str]:
    """Give the spaces where distances are measured."""
    return _match(SPACES, incomplete)


def complete_sort(incomplete: str) -> Iterator[str]:
    """Give the orders."""
    return _match(SORTS, incomplete)


def complete_names(incomplete: str) -> Iterator[str]:
    """Give the vocabularies."""
    return _match(VOCABULARIES, incomplete)


def _match(values: Iterable[str], incomplete: str) -> Iterator[str]:
    return (value for value in values if value.startswith(incomplete))
