"""Workers: scripts of any kind can start them, they may die, and some objects cannot be sent to them."""

import io
import itertools
import math
import os
import pickle
import re
import subprocess
import sys
import threading
import zipapp
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cvpalette
from cvpalette.batch import many, worker
from cvpalette.batch.many import share_out
from cvpalette.batch.processes import Workers
from cvpalette.batch.worker import DiedError
from cvpalette.errors import WorkerError

pytestmark = pytest.mark.usefixtures("eager")

README = Path(__file__).parents[2] / "README.md"
#: More images than this process does before workers start.
MANY = 30
#: A script as people write one, without `if __name__ == "__main__":`.
SCRIPT = """
import cvpalette
print("begin")
for outcome in cvpalette.extract_many([{path!r}] * 30, jobs=2):
    print(len(outcome.result.palette))
"""
EXPECTED = "begin\n" + "4\n" * MANY


#: The item that stands for the sum of another process.
JOINING = -2


#: What it is but for the tests that start processes in any case.
START_SECONDS = many._START_SECONDS  # noqa: SLF001


@pytest.fixture(name="eager")
def start_workers_in_any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start workers for items at hand after the first, as if they always paid."""
    monkeypatch.setattr(many, "_START_SECONDS", -math.inf)


class Bytewise:
    """Tells which process does an item, whatever that is."""

    def __call__(self, _: bytes) -> int:
        """Return the process's id."""
        return os.getpid()


class Recorder:
    """Runs in workers for tests, and keeps a sum."""

    def __init__(self, folder: Path | None = None, deadly: int = -1, times: int = 0) -> None:
        """Take an item, and how many workers it kills."""
        self._how = folder, deadly, times
        self._sum = 0

    def __reduce__(self) -> tuple[type["Recorder"], tuple[Path | None, int, int]]:
        return Recorder, self._how

    def __call__(self, item: int) -> int:
        """Return the process's id, or kill the process if the item asks for it."""
        folder, deadly, times = self._how
        if item == deadly and folder and len(list(folder.iterdir())) < times:
            (folder / f"{os.getpid()}").touch()
            os._exit(3)
        self._sum += item
        return os.getpid()

    def hand_over(self) -> int:
        """Return the sum."""
        return self._sum

    def join(self, other: int) -> None:
        """Add the sum of another process, or kill the process if it shall die then."""
        self(JOINING)
        self._sum += other - JOINING


class Hoarder(Recorder):
    """Keeps its sum to itself."""

    def __reduce__(self) -> Any:
        return Hoarder, ()

    def hand_over(self) -> int:
        """Fail, as for lack of memory."""
        raise MemoryError


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let workers import the functions of this file."""
    monkeypatch.setitem(sys.modules, "test_processes", sys.modules[__name__])
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    for each in (Bytewise, Recorder, Hoarder, print_and_return, tell_setup, raise_zero):
        monkeypatch.setattr(each, "__module__", "test_processes")


def print_and_return(item: int) -> int:
    """Write to the file descriptor where a worker's answers would go."""
    sys.stdout.write("noise\n")
    sys.stdout.flush()
    os.write(1, b"noise\n")
    return item


def tell_setup(item: int) -> tuple[Any, ...]:
    """Return the settings of the worker's process; the first items run in the caller's process."""
    if item < 16:
        return ()
    import cv2  # noqa: PLC0415 -- the worker imports it

    return cv2.getNumThreads(), threading.active_count(), os.environ["OPENBLAS_NUM_THREADS"], sys.stdin.read()


def raise_zero(item: int) -> float:
    """Raise an error for zero."""
    return 1 / (item - 20)


def run_script(*words: str | Path, **how: Any) -> str:
    """Return the output of a Python script that must succeed without errors on stderr."""
    result = subprocess.run([sys.executable, *words], check=False, capture_output=True, text=True, **how)
    assert (result.returncode, result.stderr) == (0, "")
    return str(result.stdout)


class TestScripts:
    """Workers do not import the caller's `__main__`."""

    def test_a_file(self, stripes: Path, tmp_path: Path) -> None:
        """`python script.py` runs the script once."""
        path = tmp_path / "script.py"
        path.write_text(SCRIPT.format(path=str(stripes)), "utf-8")
        assert run_script(path) == EXPECTED

    def test_a_command_and_a_pipe(self, stripes: Path) -> None:
        """`python -c` and `python -` work too."""
        script = SCRIPT.format(path=str(stripes))
        assert run_script("-c", script) == EXPECTED
        assert run_script("-", input=script) == EXPECTED

    def test_a_zip_application(self, stripes: Path, tmp_path: Path) -> None:
        """`python app.pyz` works; workers can import the modules in it."""
        folder = tmp_path / "app"
        folder.mkdir()
        (folder / "inside.py").write_text("class Name(str):\n    pass\n", "utf-8")
        script = "import inside\n" + SCRIPT.replace("{path!r}", "inside.Name({path!r})")
        (folder / "__main__.py").write_text(script.format(path=str(stripes)), "utf-8")
        zipapp.create_archive(folder, tmp_path / "app.pyz")
        assert run_script(tmp_path / "app.pyz") == EXPECTED

    def test_an_interactive_session(self, stripes: Path) -> None:
        """A person types code, does not take all results, and quits."""
        script = SCRIPT.format(path=str(stripes)).replace("    print", " print") + "\n"
        script += f"many = cvpalette.extract_many([{str(stripes)!r}] * 99, jobs=2)\n"
        script += "for _ in range(40): _ = next(many)\n\n"
        command = [sys.executable, "-i", "-q"]
        result = subprocess.run(
            command, check=False, capture_output=True, text=True, input=script, timeout=60
        )
        assert result.returncode == 0
        assert result.stdout == EXPECTED
        assert "Error" not in result.stderr, result.stderr

    def test_results_that_nobody_takes(self, stripes: Path) -> None:
        """The script ends although results are left."""
        script = f"import cvpalette\nmany = cvpalette.extract_many([{str(stripes)!r}] * 99, jobs=2)\n"
        script += "for _ in range(40): next(many)\nprint('end')"
        assert run_script("-c", script, timeout=60) == "end\n"

    def test_the_snippet_of_the_readme(self, stripes: Path, tmp_path: Path) -> None:
        """The code of the README works as it is, without a guard."""
        blocks = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
        (snippet,) = (block for block in blocks if "extract_many(" in block)
        photos = tmp_path / "photos"
        photos.mkdir()
        for path in (tmp_path / "photo.jpg", *(photos / f"{number:02}.jpg" for number in range(MANY))):
            path.write_bytes(stripes.read_bytes())
        (tmp_path / "script.py").write_text(snippet, "utf-8")
        lines = run_script("script.py", cwd=tmp_path).splitlines()
        assert [line for line in lines if line.startswith("  --brand-1:")]
        assert (tmp_path / "brand.gpl").is_file()
        told = [line for line in lines if line.startswith("photos")]
        assert len(told) == MANY
        assert all("#264653" in line for line in told)

    def test_what_only_main_has_is_done_there(self, stripes: Path) -> None:
        """A class of `__main__` is unknown to workers: this process does the item, in order."""
        script = f"""
import cvpalette, os
class Mine(str):
    pass
paths = [Mine({str(stripes)!r}) if at % 3 else {str(stripes)!r} for at in range(40)]
outcomes = list(cvpalette.extract_many(paths, jobs=2))
print(all(a is b.source for a, b in zip(paths, outcomes)), {{len(o.result.palette) for o in outcomes}})
"""
        assert run_script("-c", script) == "True {4}\n"


def test_files_that_are_open_stay_here(stripes: Path) -> None:
    """An open file cannot be pickled, so this process reads it."""

    class Sealed(io.BytesIO):
        def __reduce_ex__(self, _: Any) -> Any:
            raise TypeError

    sources = [Sealed(stripes.read_bytes()) for _ in range(MANY)]
    outcomes = list(cvpalette.extract_many(sources, jobs=2))
    assert [len(outcome.result.palette) for outcome in outcomes if outcome.result] == [4] * MANY


def test_a_function_that_cannot_travel_works_here() -> None:
    """A plugin's output, for example, may not be picklable."""
    results = share_out(lambda item: (item, os.getpid()), range(MANY), jobs=2)
    assert [result for _, result in results] == [(item, os.getpid()) for item in range(MANY)]


def test_prints_do_no_damage(capfd: pytest.CaptureFixture[str]) -> None:
    """Anything that a worker prints goes to stderr."""
    results = list(share_out(print_and_return, range(MANY), jobs=2))
    assert results == [(item, item) for item in range(MANY)]
    out, err = capfd.readouterr()
    assert out.count("noise") == 2 * 16
    assert err.count("noise") == 2 * (MANY - 16)


def test_a_worker_has_one_thread_and_no_stdin() -> None:
    """There is a worker for each core already, and stdin belongs to the caller."""
    *_, (_, last) = share_out(tell_setup, range(MANY), jobs=2)
    assert last == (1, 1, "1", "")


def test_an_error_says_where_it_comes_from() -> None:
    """Its cause is the traceback in the worker. Results before the error were given."""
    results = share_out(raise_zero, range(MANY), jobs=2)
    assert [next(results)[0] for _ in range(20)] == list(range(20))
    with pytest.raises(ZeroDivisionError) as caught:
        next(results)
    assert "in raise_zero" in str(caught.value.__cause__)


@pytest.mark.usefixtures("measured")
class TestDeaths:
    """If a worker dies, no other item is lost."""

    def test_once(self, tmp_path: Path) -> None:
        """The item is done again, and no other worker is disturbed."""
        results = list(share_out(Recorder(tmp_path, 25, 1), range(60), jobs=2))
        assert [item for item, _ in results] == list(range(60))
        assert all(isinstance(result, int) for _, result in results)
        assert len({result for _, result in results} - {os.getpid()}) <= 3

    def test_twice(self, tmp_path: Path) -> None:
        """The item has an error; the others have results."""
        results = list(share_out(Recorder(tmp_path, 25, 2), range(60), jobs=2))
        (error,) = (result for _, result in results if isinstance(result, WorkerError))
        assert str(error).startswith("'25': the process that read it died, and so did another one")
        assert [item for item, _ in results] == list(range(60))

    @pytest.mark.parametrize("times", [0, 1, 2])
    def test_no_sum_is_lost(self, tmp_path: Path, times: int) -> None:
        """Items in a dead worker's sum are done again. An item that killed two workers is in no sum."""
        parts: list[int] = []
        recorder = Recorder(tmp_path, 180, times)
        results = list(share_out(recorder, range(200), jobs=2, collect=parts.append))
        assert [item for item, _ in results] == list(range(200))
        lost = 180 if times == 2 else 0
        assert sum(parts) + recorder.hand_over() == sum(range(200)) - lost

    @pytest.mark.parametrize("times", [0, 1, 2])
    def test_no_sum_of_another_is_lost(self, tmp_path: Path, times: int) -> None:
        """A worker that dies while it adds another's sum leaves both to the others; one sum remains."""
        parts: list[int] = []
        recorder = Recorder(tmp_path, JOINING, times)
        results = share_out(recorder, range(200), jobs=3, collect=parts.append, are_at_hand=True)
        assert [item for item, _ in results] == list(range(200))
        assert sum(parts) + recorder.hand_over() == sum(range(200))
        assert times or len(parts) == 1


class _Fake:
    """A worker whose sum is a name; `gate`, if there is one, opens before it dies."""

    def __init__(self, name: bytes, gate: threading.Event | None = None) -> None:
        self.items: list[int] = []
        self.part: bytes | None = None
        self.joined: list[bytes] = []
        self.is_lost = False
        self.name, self.gate = name, gate

    def hand_over(self) -> None:
        if self.gate:
            self.gate.wait()
            raise DiedError
        self.part = self.name + b"".join(self.joined)
        self.joined.clear()

    def join(self, part: bytes) -> None:
        self.joined.append(part)

    def kill(self) -> None:
        """Do nothing: there is no process."""

    close = kill


def test_two_that_wait_for_one_that_dies_do_not_wait_for_ever() -> None:
    """Its sum is empty, so no item is done again: one of the two gives its sum to the other."""
    workers: Any = Workers(b"", 3, is_summing=True)
    workers._is_finished, workers._sharers = True, 3  # noqa: SLF001
    gate = threading.Event()

    def drive(fake: _Fake) -> None:
        while not workers._is_done(fake) and not fake.is_lost:  # noqa: SLF001
            pass
        with workers._lock:  # noqa: SLF001
            workers._sharers -= 1  # noqa: SLF001
            workers._work.notify_all()  # noqa: SLF001

    def waiting(count: int) -> None:
        while len(workers._takers) != count:  # noqa: SLF001
            pass

    threads = []
    for fake, takers in ((_Fake(b"a"), 1), (_Fake(b"b", gate), 0), (_Fake(b"c"), 1)):
        threads.append(threading.Thread(target=drive, args=(fake,), daemon=True))
        threads[-1].start()
        waiting(takers)
    gate.set()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    assert [bytes(sorted(part)) for part in workers._parts] == [b"ac"]  # noqa: SLF001


@pytest.mark.usefixtures("measured")
class TestItemsAtHand:
    """Where items can be taken without waiting, it is known how many there are."""

    def test_those_that_pay_go_to_workers(self) -> None:
        """This process does only the first, whose time says so."""
        results = dict(share_out(Recorder(), range(MANY), jobs=2, are_at_hand=True))
        assert list(results) == list(range(MANY))
        assert [item for item, process in results.items() if process == os.getpid()] == [0]

    @pytest.mark.parametrize("count", [0, 1, 16, 1100])
    def test_quick_ones_start_no_process(self, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
        """It would not be ready in time, however many there are."""
        monkeypatch.setattr(many, "_START_SECONDS", 60)
        monkeypatch.setattr(worker, "_open_process", None)
        results = list(share_out(Recorder(), range(count), jobs=2, are_at_hand=True))
        assert results == [(item, os.getpid()) for item in range(count)]

    def test_a_sum_that_cannot_be_handed_over_is_an_error(self) -> None:
        """It is told, and no palette is made of the other sums."""
        results = share_out(Hoarder(), range(MANY), jobs=2, collect=print, are_at_hand=True)
        with pytest.raises(WorkerError, match="cannot add up what it counted"):
            list(results)

    @pytest.mark.parametrize(("seconds", "here"), [(0.05, 40), (0.2, 2), (3.0, 1)])
    def test_the_time_of_an_item_decides(
        self, monkeypatch: pytest.MonkeyPatch, seconds: float, here: int
    ) -> None:
        """40 items of 0.05 s take 2 s, and 1 s with two processes, whose start takes 1.5 s.

        The first may load libraries: only if it is far slower than that, it decides alone.
        """
        monkeypatch.setattr(many, "_START_SECONDS", START_SECONDS)
        clock = itertools.count(step=seconds)
        monkeypatch.setattr(many, "perf_counter", lambda: next(clock))
        results = dict(share_out(Recorder(), range(40), jobs=2, are_at_hand=True))
        assert list(results) == list(range(40))
        assert list(results.values()).count(os.getpid()) == here

    @pytest.mark.parametrize(("seconds", "here"), [(0.05, 40), (0.125, 40), (0.25, 2), (5.0, 1)])
    def test_pixels_and_bytes_must_take_longer(
        self, monkeypatch: pytest.MonkeyPatch, seconds: float, here: int
    ) -> None:
        """They travel to the processes: an item must take 50 ms, and processes must save 3 s."""
        monkeypatch.setattr(many, "_START_SECONDS", START_SECONDS)
        clock = itertools.count(step=seconds)
        monkeypatch.setattr(many, "perf_counter", lambda: next(clock))
        items = [bytes([number]) for number in range(40)]
        results = list(share_out(Bytewise(), items, jobs=2, are_at_hand=True))
        assert [item for item, _ in results] == items
        assert [process for _, process in results].count(os.getpid()) == here

    @pytest.mark.parametrize(("seconds", "here"), [(0.03125, 40), (0.125, 16)])
    def test_pixels_and_bytes_of_an_iterator_stay_if_they_are_quick(
        self, monkeypatch: pytest.MonkeyPatch, seconds: float, here: int
    ) -> None:
        """Nobody knows how many there are. What takes long goes to processes after the first sixteen."""
        monkeypatch.setattr(many, "_START_SECONDS", START_SECONDS)
        clock = itertools.count(step=seconds)
        monkeypatch.setattr(many, "perf_counter", lambda: next(clock))
        results = list(share_out(Bytewise(), (bytes([number]) for number in range(40)), jobs=2))
        assert [process for _, process in results].count(os.getpid()) == here


class TestNoWorkers:
    """A pool that cannot start ends at once, with one error."""

    @staticmethod
    def fail() -> str:
        """Return the error that comes after the first items."""
        results = share_out(abs, range(99), jobs=2)
        assert [next(results)[0] for _ in range(16)] == list(range(16))
        with pytest.raises(WorkerError) as caught:
            list(results)
        return str(caught.value)

    def test_no_python(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """sys.executable may be gone, or empty in an embedded Python."""
        monkeypatch.setattr(sys, "executable", "/nowhere/python")
        assert re.fullmatch(r"'/nowhere/python': no worker can be started: .*No such file.*", self.fail())
        monkeypatch.setattr(sys, "executable", "")
        assert "does not know its own program" in self.fail()

    @pytest.mark.skipif(os.name == "nt", reason="scripts with #!")
    @pytest.mark.parametrize(
        ("does", "reason"),
        [("exit 3", "it ended before it was ready"), ("echo hello; cat", "it is no Python")],
    )
    def test_something_else(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, does: str, reason: str
    ) -> None:
        """sys.executable is another program."""
        program = tmp_path / "python"
        program.write_text(f"#!/bin/sh\n{does}\n")
        program.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(program))
        assert self.fail().endswith(reason)

    @pytest.mark.skipif(os.name == "nt", reason="scripts with #!")
    def test_something_that_says_nothing(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """A program with windows, for example, waits for its user."""
        program = tmp_path / "python"
        program.write_text("#!/bin/sh\nexec tail -f /dev/null\n")
        program.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(program))
        monkeypatch.setattr(worker, "_PATIENCE", 0.2)
        assert self.fail().endswith("it gave no answer in 0.2 seconds")

    def test_no_cvpalette(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: Any) -> None:
        """The worker cannot import cvpalette; no traceback is printed."""
        (tmp_path / "cvpalette").mkdir()
        (tmp_path / "cvpalette" / "__init__.py").write_text("raise ImportError('gone')")
        monkeypatch.syspath_prepend(str(tmp_path))
        assert self.fail().endswith("ImportError: gone")
        assert capfd.readouterr() == ("", "")

    def test_no_process(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The system may allow no more processes."""

        def refuse(*_: Any, **__: Any) -> None:
            raise BlockingIOError(11, "Resource temporarily unavailable")

        monkeypatch.setattr(subprocess, "Popen", refuse)
        assert "Resource temporarily unavailable" in self.fail()

    def test_a_frozen_application_starts_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """sys.executable is the application, which would start itself."""
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        monkeypatch.setattr(worker, "_open_process", None)
        assert list(share_out(abs, range(99), jobs=2)) == [(item, item) for item in range(99)]


def test_who_leaves_early_ends_the_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Busy workers end too."""
    processes: list[subprocess.Popen[bytes]] = []
    start: Callable[[], Any] = worker._open_process  # noqa: SLF001

    def open_process() -> Any:
        processes.append(start())
        return processes[-1]

    monkeypatch.setattr(worker, "_open_process", open_process)
    monkeypatch.setattr(many, "_HEAVY_SECONDS", -math.inf)
    outcomes = cvpalette.extract_many((np.zeros((4, 4, 3), np.uint8) for _ in iter(int, 1)), jobs=2)
    for _ in range(20):
        next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert processes
    assert all(process.returncode is not None for process in processes)


def test_an_interruption_that_leaves_a_future_locked() -> None:
    """Ctrl-C may come just when the future is locked. Its worker's thread waits for ever, and only that."""
    held = ExitStack()

    def be_interrupted() -> None:
        with Workers[int, int](pickle.dumps(Recorder()), 1) as workers:
            held.enter_context(workers.submit(1)._condition)  # noqa: SLF001
            raise KeyboardInterrupt

    with held, pytest.raises(KeyboardInterrupt):
        be_interrupted()


def test_the_process_is_left_as_it_was(stripes: Path) -> None:
    """The caller's threads, environment and signal handlers are unchanged."""
    script = f"""
import cv2, os, signal, cvpalette
before = cv2.getNumThreads(), dict(os.environ), signal.getsignal(signal.SIGINT)
list(cvpalette.extract_many([{str(stripes)!r}] * 30, jobs=2))
cvpalette.merge([{str(stripes)!r}] * 30, jobs=2)
assert before == (cv2.getNumThreads(), dict(os.environ), signal.getsignal(signal.SIGINT))
"""
    run_script("-c", script)
