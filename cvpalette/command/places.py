"""place_sources(): every source of a run, once, each with a place that no other has."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePath

from cvpalette.errors import CvpaletteError
from cvpalette.messages import readable
from cvpalette.sources.finding import Located, is_many, locate_sources

__all__ = ["place_sources"]


def place_sources(
    arguments: Sequence[str], *, recursive: bool, fail: Callable[[CvpaletteError], None]
) -> Iterator[Located]:
    """Give the sources of all arguments, in order, as they are found; what is wrong with one goes to `fail`.

    Of several folders, each has its name before the places in it. Where places are the same still, the later
    ones are numbered: the same arguments give the same places, whatever can be read of them.
    """
    if len(arguments) == 1:
        yield from _locate(arguments[0], recursive=recursive, fail=fail)
        return
    seen: set[str] = set()
    taken: set[str] = set()
    for located in _arrange(arguments, recursive=recursive, fail=fail):
        if located.path in seen:
            continue
        place = located.place
        again = 2
        while place in taken:
            place = f"{located.place}-{again}"
            again += 1
        seen.add(located.path)
        taken.add(place)
        yield Located(located.path, place)


def _arrange(
    arguments: Sequence[str], *, recursive: bool, fail: Callable[[CvpaletteError], None]
) -> Iterator[Located]:
    folders = [argument for argument in arguments if is_many(argument)]
    names = {PurePath(argument).name for argument in arguments if argument not in folders}
    namesakes = Counter(PurePath(name).stem for name in names)
    for argument in arguments:
        base, path = "", PurePath(argument)
        if len(folders) > 1 and argument in folders:
            base = readable(Path(argument).resolve().name)
        for located in _locate(argument, recursive=recursive, fail=fail):
            is_shared = argument not in folders and namesakes[path.stem] > 1
            place = readable(path.name) if is_shared else located.place
            yield Located(located.path, str(PurePath(base, place)))


def _locate(argument: str, *, recursive: bool, fail: Callable[[CvpaletteError], None]) -> Iterator[Located]:
    try:
        yield from locate_sources(argument, recursive=recursive)
    except CvpaletteError as error:
        fail(error)
