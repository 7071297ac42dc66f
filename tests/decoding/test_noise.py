"""Noise: the command keeps it from its user, and everyone else's words are not noise."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import PIL.Image
import pytest

from cvpalette.decoding import noise

RUN = "import os, sys; from cvpalette.decoding.noise import *; keep_from_user(); "


def _run(code: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process that owns its stderr."""
    command = [sys.executable, *options, "-Ic", RUN + code]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


LINES = [
    "Corrupt JPEG data: 299 extraneous bytes before marker 0xd9",
    "libpng warning: iCCP: known incorrect sRGB profile",
    "[ WARN:0@0.140] global grfmt_png.cpp:793 readFromStreamOrBuffer PNG input buffer is incomplete",
    "tempfile.tif: Using code not yet in table.",
    "LZWDecode: Not enough data at scanline 0 (short 12288 bytes).",
    "TIFFFillStrip: Read error on strip 0; got 10 bytes, expected 20.",
    "Fax3Decode2D: Bad code word at line 3 of strip 0 (x 12).",
    'MissingRequired: TIFF directory is missing required "StripOffsets" field.',
    "Warning: unknown JFIF revision number 27.01",
    "OpenCV(5.0.0) Error: Insufficient memory",
    "[mov,mp4,m4a @ 0x5581] moov atom not found",
]


def test_the_words_of_libraries_are_noise() -> None:
    """As they were met, whenever they are said; and nothing else is."""
    said = "\n".join([*LINES, "server: 3 requests", ""])
    assert _run(f"os.write(2, {said.encode()!r})").stderr == "server: 3 requests\n"


def test_all_that_is_said_while_decoding_is_noise() -> None:
    """A complaint may be one that nobody has met yet; what was said before is not of it."""
    code = (
        "os.write(2, b'before\\n')\n"
        "with without_noise(): os.write(2, b'a complaint\\n')\n"
        "os.write(2, b'after\\n')"
    )
    assert _run(code).stderr == "before\nafter\n"


def test_other_threads_words_are_written_afterwards() -> None:
    """Only noise is thrown away where somebody else may have spoken."""
    code = (
        "import threading; leave = threading.Event()\n"
        "threading.Thread(target=leave.wait, args=(9,)).start()\n"
        "with without_noise(): os.write(2, b'libpng error: x\\nserver: 3 requests\\n')\n"
        "leave.set()"
    )
    assert _run(code).stderr == "server: 3 requests\n"


def test_much_noise_takes_no_more_room() -> None:
    """A run over a million photos says something of each; no word between is lost."""
    code = (
        "from cvpalette.decoding import noise\n"
        "for number in range(40):\n"
        "    with without_noise(): os.write(2, b'libpng error\\n' * 9000)\n"
        "    os.write(2, b'word %d\\n' % number)\n"
        "print(os.fstat(2).st_size)"
    )
    done = _run(code)
    assert done.stderr == "".join(f"word {number}\n" for number in range(40))
    assert int(done.stdout) < 2 << 20


@pytest.mark.parametrize(
    ("code", "options", "words"),
    [
        ("1 / 0", [], "ZeroDivisionError: division by zero"),
        ("import ctypes; ctypes.string_at(0)", ["-X", "faulthandler"], "Segmentation fault"),
        ("print('a word', file=sys.__stderr__)", [], "a word"),
        ("import warnings; warnings.warn('of a plugin')", [], "UserWarning: of a plugin"),
    ],
    ids=["traceback", "crash", "stderr", "warning"],
)
def test_what_python_says_reaches_the_user(code: str, options: list[str], words: str) -> None:
    """At once: a crash waits for nobody."""
    assert words in _run(code, *options).stderr


def test_what_a_child_says_reaches_the_user() -> None:
    """With stderr lent at once, and else, by way of the sink, in the end."""
    child = "subprocess.run([sys.executable, '-Ic', 'import os; os.write(2, b\"child\\\\n\")'])"
    assert _run(f"import subprocess\nwith lend_stderr(): {child}\nos._exit(0)").stderr == "child\n"
    assert _run(f"import subprocess\n{child}").stderr == "child\n"


def test_a_closed_stderr_is_no_failure() -> None:
    """Services have none."""
    code = "import os; os.close(2); " + RUN + "\nwith without_noise(): print('done')"
    done = subprocess.run([sys.executable, "-Ic", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "done\n")


def test_a_library_keeps_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """Stderr is somebody else's."""
    assert not noise.is_kept()
    with noise.without_noise(), noise.lend_stderr():
        os.write(2, b"libpng error: x\n")
        assert capfd.readouterr().err == "libpng error: x\n"


def test_workers_keep_noise_from_the_user_too(run_cli: Callable[..., Any], tmp_path: Path) -> None:
    """Their stderr is the command's."""
    for number in range(24):
        path = tmp_path / f"{number:02}.jpg"
        PIL.Image.effect_noise((64, 64), 50).save(path)
        data = bytearray(path.read_bytes())
        data[len(data) // 2 :: 7] = bytes(len(data[len(data) // 2 :: 7]))
        path.write_bytes(bytes(data[:-2]) + b"\xff\xd9")
    done = run_cli(tmp_path, "-f", "css", "-o", "out/", "--jobs", "2")
    assert all(line.startswith(b"cvpalette: ") for line in done.stderr.splitlines())


def test_a_file_that_is_emptied_begins_anew() -> None:
    """Where nothing appends, as on Windows, the next message would follow a megabyte of zeros."""
    with tempfile.TemporaryFile(buffering=0) as file:
        sink = noise._Sink(file, None)  # noqa: SLF001
        file.write(bytes((1 << 20) + 1))
        sink.take()
        file.write(b"a message\n")
        assert sink.take() == b"a message\n"
