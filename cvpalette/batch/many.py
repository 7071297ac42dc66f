"""extract_many(): finds the palettes of any number of images, in order, with several processes."""

import os
import pickle
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from time import perf_counter
from typing import Any, Final, Generic, NoReturn, TypeAlias, TypeVar

from cvpalette.batch.jobs import count_jobs
from cvpalette.batch.processes import Workers
from cvpalette.batch.worker import StartError, spares
from cvpalette.decoding.image import Image
from cvpalette.errors import CvpaletteError, ImageError, NamedError, SettingsError, WorkerError
from cvpalette.extraction import Recipe, explain_pattern, taking_options
from cvpalette.messages import printable, quote
from cvpalette.result import Result, show_result
from cvpalette.settings.settings import Options
from cvpalette.sources.addresses import is_many, shorten
from cvpalette.sources.finding import find_sources
from cvpalette.sources.loading import Source

__all__ = [
    "Failed",
    "ManyOptions",
    "Outcome",
    "Sources",
    "are_at_hand",
    "do_source",
    "each_source",
    "extract_many",
    "flow",
    "run_here",
    "share_out",
    "share_with",
]

#: A folder, one source, or any iterable of sources; it may be endless.
Sources: TypeAlias = str | os.PathLike[str] | Iterable[Source]

Item = TypeVar("Item")
Returned = TypeVar("Returned")


def flow(
    items: Iterable[Item],
    submit: Callable[[Item], Future[Returned]],
    rescue: Callable[[Item], Returned],
    window: int,
) -> Iterator[tuple[Item, Returned | CvpaletteError]]:
    """Submit items, and give each, in order, with its result or error.

    At most `window` items are in flight. An item is taken only when there is room for it, so `items` may be
    endless. If an executor breaks, the items in flight go to `rescue`, one by one.
    """
    pending: deque[_InFlight[Item, Returned]] = deque()
    try:
        for item in items:
            try:
                pending.append(_InFlight(item, submit(item)))
            except BrokenExecutor:
                yield from (each.settle(rescue) for each in pending)
                raise
            while pending and (len(pending) >= window or pending[0].future.done()):
                yield pending.popleft().settle(rescue)
        while pending:
            yield pending.popleft().settle(rescue)
    finally:
        for each in pending:
            each.future.cancel()


@dataclass(frozen=True, slots=True)
class _InFlight(Generic[Item, Returned]):
    item: Item
    future: Future[Returned]

    def settle(self, rescue: Callable[[Item], Returned]) -> tuple[Item, Returned | CvpaletteError]:
        """Wait for the item, and return it with its result or CvpaletteError; raises any other error."""
        # The error is returned, not raised: raised, it would hold this frame, and so the future that holds
        # the error.
        match self.future.exception():
            case None:
                return self.item, self.future.result()
            case CvpaletteError() as error:
                return self.item, error
            case BrokenExecutor():
                return _InFlight(self.item, run_here(rescue, self.item)).settle(_give_up)
            case error:
                raise error


def run_here(function: Callable[[Item], Returned], item: Item) -> Future[Returned]:
    """Run a function at once, in this thread, and return a future as an executor would."""
    future: Future[Returned] = Future()
    try:
        future.set_result(function(item))
    except Exception as error:  # noqa: BLE001 -- the future raises it where the result is asked for
        future.set_exception(error)
    try:
        return future
    finally:
        # The error holds this frame. If the frame held the future, both would stay alive, and the file too.
        del future


# How many items this process does alone if nobody knows how many there are: starting processes takes as long
# as 16 photos.
_FEW: Final = 16
# Of items that are at hand, so many are counted, to know whether processes pay.
_COUNTED: Final = 1024
# If there are as many as that, nobody knows how many follow; so many are assumed.
_MANY: Final = 100_000
# The seconds that processes must save: their start takes so long on two cores.
_START_SECONDS: Final = 1.5
# Pixels and bytes travel to a process, and that costs time too. An item must take so many seconds at least,
# and processes must save so many, to pay.
_HEAVY_SECONDS: Final = 0.05
_HEAVY_START_SECONDS: Final = 3.0
# The first item may take so many seconds longer than the others, since it loads libraries.
_WARM_UP_SECONDS: Final = 1.0
# Items in flight for each worker: one at work, and more to go on with while an earlier item takes long.
_IN_FLIGHT: Final = 4


def share_out(  # noqa: PLR0913 -- what is done, with what, and how
    function: Callable[[Item], Returned],
    items: Iterable[Item],
    *,
    jobs: int,
    must_stay: Callable[[Item], bool] = lambda _: False,
    collect: Callable[[Any], None] | None = None,
    are_at_hand: bool = False,
) -> Generator[tuple[Item, Returned | CvpaletteError], None, None]:
    """Give each item, in order, with the function's result or the CvpaletteError that it raises.

    This process does the first few items; `jobs` processes do the others. With `are_at_hand`, items can be
    taken without waiting: then processes start as soon as the time that the items take says that they pay,
    which may be after the first item or never. This process also does an item for which `must_stay` is true,
    or which cannot be pickled. If a worker dies, its item is done once more.

    With `collect`, the function keeps a sum in each process: its `hand_over()` returns the sum, and its
    `join()` adds the sum of another process. `collect` is called with each sum that remains. Raises
    WorkerError if no process can be started.
    """
    rest = iter(items)
    here = partial(run_here, function)
    # In a frozen application, sys.executable is the application itself, not Python: it would start again.
    if jobs == 1 or getattr(sys, "frozen", False):
        yield from flow(rest, here, function, 1)
        return
    # Processes that have started already cost nothing more.
    has_spares = are_at_hand and bool(spares)
    rest, is_heavy = _look_ahead(rest) if has_spares else (rest, False)
    has_spares = has_spares and not is_heavy
    begin = _do_few if has_spares or not are_at_hand else _do_quick
    rest, left = yield from begin(function, rest, jobs, are_at_hand)
    for item in rest:
        rest = chain([item], rest)
        try:
            pickled = pickle.dumps(function, pickle.HIGHEST_PROTOCOL)
        except Exception:  # noqa: BLE001 -- the caller's code may raise anything when it is pickled
            yield from flow(rest, here, function, 1)
            break
        try:
            with Workers[Item, Returned](pickled, jobs, is_summing=bool(collect)) as workers:
                workers.start(left)
                # The first result comes before any process is ready. Nobody waits for that of a sum.
                yield from flow(islice(rest, int(has_spares and not collect)), here, function, 1)
                submit = partial(_choose, must_stay, here, workers.submit)
                yield from flow(rest, submit, function, _IN_FLIGHT * jobs)
                for part in workers.collect():
                    if collect:
                        collect(part)
        except StartError as error:
            raise WorkerError(sys.executable or "Python", f"no worker can be started: {error}") from error


_Begun: TypeAlias = Generator[tuple[Item, Returned | CvpaletteError], None, tuple[Iterator[Item], int]]


def _do_few(
    function: Callable[[Item], Returned], items: Iterator[Item], _: int, are_at_hand: bool
) -> _Begun[Item, Returned]:
    """Do the first few items here, or none if there are more at hand; then all that are heavy and quick.

    Returns the other items, and how many are known to be left for processes to start with.
    """
    known = list(islice(items, _FEW + 1)) if are_at_hand else []
    if len(known) > _FEW:
        return chain(known, items), len(known) - 1
    pace = _Pace(function)
    yield from flow(chain(known, islice(items, _FEW)), pace.do, function, 1)
    for item in items:
        if not _is_heavy(item) or pace.each > _HEAVY_SECONDS:
            return chain([item], items), 0
        yield from flow([item], pace.do, function, 1)
    return items, 0


def _do_quick(
    function: Callable[[Item], Returned], items: Iterator[Item], jobs: int, _: bool
) -> _Begun[Item, Returned]:
    """Do items that are at hand here until processes would save time; returns the others, as `_do_few`."""
    pace = _Pace(function)
    while known := deque(islice(items, _COUNTED)):
        more = _MANY if len(known) == _COUNTED else 0
        while known:
            if pace.is_slow(len(known) + more, jobs, is_heavy=_is_heavy(known[0])):
                return chain(known, items), len(known)
            yield from flow([known.popleft()], pace.do, function, 1)
    return items, 0


def _look_ahead(items: Iterator[Item]) -> tuple[Iterator[Item], bool]:
    """Return all items again, and whether the first is heavy."""
    first = list(islice(items, 1))
    return chain(first, items), any(map(_is_heavy, first))


def _is_heavy(item: object) -> bool:
    """Tell whether an item is pixels or bytes, which travel to a process, and not the path of a file."""
    is_bytes = isinstance(item, bytes | bytearray | memoryview | Image)
    return is_bytes or hasattr(item, "__array_interface__")


class _Pace(Generic[Item, Returned]):
    """Does items in this process, and tells when other processes would pay."""

    def __init__(self, function: Callable[[Item], Returned]) -> None:
        self._function = function
        self._first, self._later, self._count = 0.0, 0.0, 0

    def do(self, item: Item) -> Future[Returned]:
        """Do an item at once, and remember how long it takes."""
        start = perf_counter()
        future = run_here(self._function, item)
        seconds = perf_counter() - start
        if self._count:
            self._later += seconds
        else:
            self._first = seconds
        self._count += 1
        return future

    @property
    def each(self) -> float:
        """The seconds that an item takes, without the libraries that the first may load."""
        return self._later / (self._count - 1) if self._count > 1 else self._first - _WARM_UP_SECONDS

    def is_slow(self, left: int, jobs: int, *, is_heavy: bool) -> bool:
        """Tell whether `jobs` processes would save more time with the items left than their start takes."""
        if not self._count or (is_heavy and self.each <= _HEAVY_SECONDS):
            return False
        saved = self.each * left * (1 - 1 / min(jobs, left))
        return saved > (_HEAVY_START_SECONDS if is_heavy else _START_SECONDS)


def share_with(
    executor: Executor, function: Callable[[Item], Returned], items: Iterable[Item], *, jobs: int
) -> Generator[tuple[Item, Returned | CvpaletteError], None, None]:
    """Give each item as `share_out` does, but done by an executor that has `jobs` workers."""
    yield from flow(items, lambda item: executor.submit(function, item), _give_up, _IN_FLIGHT * jobs)


def _choose(
    must_stay: Callable[[Item], bool],
    here: Callable[[Item], Future[Returned]],
    there: Callable[[Item], Future[Returned]],
    item: Item,
) -> Future[Returned]:
    return here(item) if must_stay(item) else there(item)


def _give_up(item: object) -> NoReturn:
    raise WorkerError(str(item), "was at work when the executor broke")


@dataclass(frozen=True, slots=True)
class Failed:
    """A folder that was named as a source but gives none: it holds no image, or cannot be listed."""

    source: Any
    error: CvpaletteError


def is_one_source(sources: object) -> bool:
    """Tell whether an argument for many sources is a single one: an array and an open file iterate too.

    Raises SettingsError if it is neither a source nor an iterable of sources.
    """
    if isinstance(sources, str | bytes | bytearray | memoryview | os.PathLike | Image):
        return True
    if hasattr(sources, "__array_interface__") or callable(getattr(sources, "read", None)):
        return True
    if not isinstance(sources, Iterable):
        kind = quote(type(sources).__name__)
        message = f"{kind} names no sources; give a folder, a source, or an iterable of sources"
        raise SettingsError(message)
    return False


def are_at_hand(sources: Sources) -> bool:
    """Tell whether sources can be taken without waiting: a folder, one source, or a list or tuple."""
    return isinstance(sources, list | tuple) or is_one_source(sources)


def each_source(sources: Sources) -> Iterator[Source | Failed]:
    """Give the sources one by one; a folder gives the images in it, in order of name.

    `sources` may also be a single path, of a file or a folder.
    """
    several: Any = [sources] if is_one_source(sources) else sources
    for source in several:
        if not isinstance(source, str | os.PathLike) or not is_many(name := os.fspath(source)):
            yield source
            continue
        kind = str if isinstance(source, str) else Path
        try:
            yield from map(kind, find_sources(name))
        except CvpaletteError as error:
            yield Failed(source, error)


def do_source(function: Callable[[Source], Returned], source: Source | Failed) -> Returned:
    """Call a function with a source of `each_source`; raises the error of a source that is Failed."""
    if isinstance(source, Failed):
        raise source.error
    return function(source)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Outcome:
    """A source with its result, or with the error that says why there is none; the other is None.

    The error has the `problem` as a word for programs, and the `reason` in words for people.

    Example:
        >>> for outcome in cvpalette.extract_many(["photo.jpg", "notes.txt"]):
        ...     print(outcome.source, outcome.error.problem if outcome.error else "is read")
        photo.jpg is read
        notes.txt unsupported
    """

    source: Source
    result: Result | None = None
    error: NamedError | None = None

    def __repr__(self) -> str:
        """Return one short line: the result, or the error."""
        return f"<Outcome: {self.result if self.result is not None else self.error}>"

    def _repr_html_(self) -> str:
        """Show the outcome in a notebook: as its result, or the words of its error."""
        if self.result is not None:
            return show_result(self.result)
        from html import escape  # noqa: PLC0415 -- only notebooks ask

        return f"<div>{escape(printable(str(self.error)))}</div>"


@dataclass(frozen=True, kw_only=True, eq=False)
class ManyOptions(Options):
    """The keywords that `extract_many` and `merge` share: those of `extract`, `executor` and `jobs`."""

    #: An executor that does all the work; any with the interface of `concurrent.futures`.
    executor: Executor | None = None
    #: How many processes work at a time, or how many workers the executor has; by default one for each core.
    jobs: int | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class EachOptions(ManyOptions):
    """All keywords of `extract_many`."""

    #: Find the positions too, while the pixels are there.
    positions: bool = False
    #: Pick the colors of the scheme too, while the pixels are there.
    scheme: bool = False


@taking_options(EachOptions)
def extract_many(sources: Sources, options: EachOptions) -> Iterator[Outcome]:
    """Find the colors of many images; give an outcome for each, in the order of the sources.

    A folder stands for the images in it. The keywords are those of `extract`, and four more: `jobs`
    processes, by default one for each core, share the work where that saves time. Of a folder or a list, the
    first images tell how long the others will take. From an iterator, this process takes the first sixteen.
    Arrays and bytes must travel to the processes: they stay here unless each takes more than 50 ms. If an
    `executor` with the interface of `concurrent.futures` is given, it does all the work, and `jobs` says how
    many workers it has. With `positions`, the results have their positions, which are found before the
    pixels are gone. With `scheme`, the scheme of each is that of the picture, and not only of its palette.

    A source is taken from `sources` only when there is room for it, four for each job. So `sources` may be
    endless. Raises SettingsError at once, TypeError for an unknown keyword, ImageError for a mask that cannot
    be read, and WorkerError if no process can be started. The error of a source is not raised: it is in the
    outcome.

    Example:
        >>> for outcome in cvpalette.extract_many("photos", colors=3):
        ...     if outcome.result:
        ...         print(outcome.result.name, outcome.result.palette)
        astronaut.jpg #beb1ab 44.7%, #221819 30.0%, #bc5336 25.4%
        chelsea.jpg #9a704e 42.3%, #a98c7e 35.2%, #68442d 22.5%
        coffee.jpg #ab4d24 54.1%, #daa378 26.4%, #311108 19.5%
        rocket.jpg #232a3f 54.5%, #3f4c69 39.6%, #9c8362 5.9%
        shoe.jpg #ffffff 78.7%, #b1132a 16.9%, #15181f 4.3%
    """
    is_one_source(sources)
    find = partial(Recipe.of(options).find, positions=options.positions, scheme=options.scheme)
    return _outcomes(find, sources, options.executor, count_jobs(options.jobs))


def _name_of(source: object) -> str:
    return shorten(os.fspath(source)) if isinstance(source, str | os.PathLike) else "image"


def _outcomes(
    find_one: Callable[[Source], Result], sources: Sources, executor: Executor | None, jobs: int
) -> Iterator[Outcome]:
    find = partial(do_source, find_one)
    if executor is not None:
        results = share_with(executor, find, each_source(sources), jobs=jobs)
    else:
        results = share_out(find, each_source(sources), jobs=jobs, are_at_hand=are_at_hand(sources))
    with closing(results):
        for item, result in results:
            source = item.source if isinstance(item, Failed) else item
            if isinstance(result, NamedError):
                if isinstance(result, ImageError) and isinstance(source, str | os.PathLike):
                    pattern = explain_pattern(os.fspath(source)) if result.problem == "not-found" else ""
                    result.advise(pattern)
                yield Outcome(source, error=result)
            elif isinstance(result, CvpaletteError):  # such as a library that is missing in a worker
                yield Outcome(source, error=NamedError(_name_of(source), str(result)))
            else:
                yield Outcome(source, result)
