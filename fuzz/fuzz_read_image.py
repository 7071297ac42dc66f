"""Feed damaged images and palette files to the readers; they must read them or raise our errors.

    python fuzz/fuzz_read_image.py FOLDER [--minutes 10] [--seed 0] [--findings FOLDER]

FOLDER contains the files to start from. What begins as an image or a film goes to read_frames(), and all
else to read_palette(), under the names of several formats in turn. If atheris is installed, it steers the
damage by the code that is reached. Otherwise the damage is random, from the seed. A separate process reads
the files, with a gigabyte of memory. A file is a finding if reading it raises any other error, kills the
process, or takes over five seconds. Findings are kept as files. If the process died, a new one takes its
place.
"""

import argparse
import faulthandler
import importlib
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

MEMORY: Final = 1 << 30
SECONDS: Final = 5
# Each of these takes another way through the code. The length of the input chooses one of them.
READINGS: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"frames": "all"},
    {"allow_truncated": True},
    {"draft": True},
    {"frames": "all", "allow_truncated": True, "max_pixels": 1_000_000},
)
# The length of a palette file chooses its name: the suffix says which reader is asked first.
NAMES: Final = (
    *("a.css", "a.gpl", "a.hex", "a.csv", "a.json", "a.tokens.json"),
    *("a.ase", "a.aco", "a.act", "a.swatches", "a.unknown"),
)
# Results that are no findings.
EXPECTED: Final = {"read", "ImageError", "PaletteFileError"}
# Small enough that a run tests decoding and not memory bandwidth.
MAX_LENGTH: Final = 1 << 20


def main() -> int:
    """Run readers, one after another, until the time is over; print the counts of their results."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--findings", type=Path, default=Path("findings"))
    parser.add_argument("--reader", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    end = time.monotonic() + 60 * arguments.minutes
    if arguments.reader:
        Reader(Path(arguments.reader), arguments.seed).run(arguments.folder, 60 * arguments.minutes)
        return 0
    counts: Counter[str] = Counter()
    slowest, number = 0.0, 0
    while end - time.monotonic() > 1:
        with tempfile.TemporaryDirectory() as scratch:
            found = watch(arguments, Path(scratch), arguments.seed + number, (end - time.monotonic()) / 60)
            counts += found["counts"]
            slowest = max(slowest, found["slowest"])
        number += 1
    print(json.dumps({**counts, "slowest seconds": round(slowest, 2), "readers": number}))
    return 1 if any(what not in EXPECTED for what in counts) else 0


def watch(arguments: argparse.Namespace, scratch: Path, seed: int, minutes: float) -> dict[str, Any]:
    """Run one reader until its time is over, it dies, or it hangs; return its counts and slowest time."""
    command = [sys.executable, __file__, str(arguments.folder), "--reader", str(scratch)]
    command += ["--minutes", str(minutes), "--seed", str(seed)]
    with (scratch / "said").open("wb") as said:
        reader = subprocess.Popen(
            command, stdout=said, stderr=said, env={**os.environ, "OMP_NUM_THREADS": "1"}
        )
        hung = False
        while reader.poll() is None:
            time.sleep(1)
            with suppress(OSError):
                hung = time.time() - (scratch / "input").stat().st_mtime > 4 * SECONDS
            if hung:
                reader.send_signal(signal.SIGKILL)
    found: dict[str, Any] = {"counts": {}, "slowest": 0.0}
    with suppress(OSError, ValueError):
        found = json.loads((scratch / "counts").read_text())
    found["counts"] = Counter(found["counts"])
    if reader.returncode:
        what = "hang" if hung else f"exit {reader.returncode}"
        found["counts"][what] += 1
        keep(arguments.findings, scratch, what)
    for path in scratch.glob("finding-*"):
        keep(arguments.findings, path, path.name)
    return found


def keep(findings: Path, found: Path, what: str) -> None:
    """Keep an input that is a finding, and what the reader printed."""
    findings.mkdir(parents=True, exist_ok=True)
    name = findings / f"{what.replace(' ', '-')}-{time.time_ns()}"
    source = found / "input" if found.is_dir() else found
    name.write_bytes(source.read_bytes() if source.exists() else b"")
    if found.is_dir():
        fault = found / "fault"
        said = fault.read_bytes() if fault.exists() else b""
        name.with_suffix(".txt").write_bytes(said + (found / "said").read_bytes()[-20_000:])


class Reader:
    """Reads inputs in its own process, and writes the counts of the results to a file."""

    def __init__(self, scratch: Path, seed: int) -> None:
        """Take the folder to write into, and the seed of the random damage."""
        self.scratch = scratch
        self.random = random.Random(seed)
        self.counts: Counter[str] = Counter()
        self.slowest = 0.0
        self.written = 0.0

    def run(self, folder: Path, seconds: float) -> None:
        """Read damaged images for a number of seconds."""
        images = [data for path in sorted(folder.iterdir()) if len(data := path.read_bytes()) <= MAX_LENGTH]
        try:
            import atheris  # type: ignore[import-untyped] # noqa: PLC0415 -- may be missing
        except ImportError:
            self.prepare()
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                self.read(self.damage(self.random.choice(images)))
            self.write_counts()
            return
        with atheris.instrument_imports(include=["cvpalette", "PIL"]):
            self.prepare()
        corpus = self.scratch / "corpus"
        corpus.mkdir()
        for number, data in enumerate(images):
            (corpus / str(number)).write_bytes(data)
        options = [
            f"-max_total_time={int(seconds)}",
            "-rss_limit_mb=0",
            f"-timeout={8 * SECONDS}",
            f"-max_len={MAX_LENGTH}",
            *(f"-handle_{signal_name}=0" for signal_name in ("segv", "abrt", "bus", "ill", "fpe")),
        ]
        atheris.Setup([sys.argv[0], str(corpus), *options], self.read, custom_mutator=self.mutate)
        atheris.Fuzz()

    def prepare(self) -> None:
        """Prepare for reading: if the process crashes, a file says where."""
        # Atheris watches only the modules that are imported here.
        readers = ("film", "pillow", "reading", "tiff.colors", "tiff.reading", "tiff.samples")
        for name in (*(f"decoding.{reader}" for reader in readers), "plugins.reading"):
            importlib.import_module(f"cvpalette.{name}")

        faulthandler.enable((self.scratch / "fault").open("wb"), all_threads=False)

    def read(self, data: bytes) -> None:
        """Read an input, and count the result."""
        from cvpalette import CvpaletteError  # noqa: PLC0415 -- loaded by prepare()

        (self.scratch / "input").write_bytes(data)
        start = time.process_time()
        # The limit holds only during reading: atheris itself dies or hangs if it is short of memory.
        held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY, resource.RLIM_INFINITY))
        try:
            read_all(data, start)
            result = "read"
        except CvpaletteError as error:
            result = type(error).__name__
        except Exception as error:  # noqa: BLE001 -- any other error is a finding
            result = type(error).__name__
            (self.scratch / f"finding-{result}").write_bytes(data)
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        taken = time.process_time() - start
        if taken > SECONDS:
            result = "slow"
            (self.scratch / f"finding-slow-{taken:.0f}").write_bytes(data)
        self.counts[result] += 1
        self.slowest = max(self.slowest, taken)
        if time.monotonic() - self.written > 1:
            self.write_counts()

    def write_counts(self) -> None:
        """Write the counts so far: nobody says when the run is over."""
        self.written = time.monotonic()
        (self.scratch / "counts").write_text(json.dumps({"counts": self.counts, "slowest": self.slowest}))

    def mutate(self, data: bytes, max_size: int, seed: int) -> bytes:
        """Damage an input when atheris asks for it, in its own way or in ours."""
        import atheris  # noqa: PLC0415 -- only atheris calls this

        self.random.seed(seed)
        if self.random.random() < 0.5:
            return bytes(atheris.Mutate(data, max_size))
        return self.damage(data)[:max_size]

    def damage(self, data: bytes) -> bytes:
        """Change, cut, repeat or drop some bytes, more often near the start, where headers are."""
        changed = bytearray(data)
        for _ in range(self.random.choice((1, 1, 2, 4, 16))):
            reach = self.random.choice((32, 256, len(changed)))
            at = self.random.randrange(max(1, min(reach, len(changed))))
            kind = self.random.randrange(5)
            if kind == 0:
                changed[at : at + 1] = self.random.randbytes(1)
            elif kind == 1:
                changed[at : at + 4] = self.random.choice(
                    (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff")
                )
            elif kind == 2:
                del changed[at : at + self.random.randrange(64)]
            elif kind == 3:
                changed[at:at] = changed[at : at + self.random.randrange(64)]
            else:
                del changed[self.random.randrange(len(changed) + 1) :]
        return bytes(changed)


def read_all(data: bytes, start: float) -> None:
    """Read a file as what it begins as; `start` is the process time at which that began."""
    from cvpalette import Reading, read_frames, read_palette  # noqa: PLC0415 -- loaded by prepare()
    from cvpalette.decoding.formats import HEAD_LENGTH, begins_film, begins_image  # noqa: PLC0415

    head = data[:HEAD_LENGTH]
    if not begins_image(head) and not begins_film(head):
        read_palette(data, NAMES[len(data) % len(NAMES)])
        return
    for _ in read_frames(data, reading=Reading(**READINGS[len(data) % len(READINGS)])):
        # The time limit is for one image, and an animation may have any number of them.
        if time.process_time() - start > SECONDS / 2:
            break


if __name__ == "__main__":
    sys.exit(main())
