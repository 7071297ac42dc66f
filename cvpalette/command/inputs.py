"""Inputs: what a run reads, so that it is never written over."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from cvpalette.errors import ImageError
from cvpalette.sources.finding import STDIN, find_sources
from cvpalette.sources.store import covers, is_store

__all__ = ["Inputs"]

_STDIN_DESCRIPTOR: Final = 0


@dataclass(frozen=True)
class Inputs:
    """What was named as a source, files, folders of images or stdin; and `others`, a mask or a palette."""

    arguments: Sequence[str]
    recursive: bool = False
    others: Sequence[Any] = ()

    def hold(self, path: str | os.PathLike[str]) -> bool:
        """Tell whether a path names something that is read, by whatever links; or an address in a store."""
        if is_store(str(path)):
            read = [str(each) for each in (*self.others, *self.arguments) if is_store(str(each))]
            return any(covers(each, str(path), recursive=self.recursive) for each in read)
        identity = _identify(path)
        return identity is not None and identity in self._identities

    @cached_property
    def _identities(self) -> set[tuple[int, int] | None]:
        """The device and number of each file: asked for only where something that exists would go."""
        return {_identify(_STDIN_DESCRIPTOR if path == STDIN else path) for path in self._find()}

    def _find(self) -> Iterator[Any]:
        yield from filter(None, self.others)
        for argument in self.arguments:
            if is_store(argument):
                continue
            try:
                yield from find_sources(argument, recursive=self.recursive)
            except ImageError:
                continue  # it is told where it is read


def _identify(path: str | os.PathLike[str] | int) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 -- a path of any text, or a descriptor
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino
