"""Silence: libraries' noise is kept from stderr, everyone else's words are not."""

import os
import threading
import warnings

import PIL.Image
import pytest

from cvpalette.decoding.noise import without_noise, without_warnings


def test_noise_is_kept_and_told(capfd: pytest.CaptureFixture[str]) -> None:
    """C writes to the file descriptor, behind Python's back."""
    with without_noise() as said:
        assert said() == b""
        os.write(2, b"Premature end of JPEG file\n")
        assert said() == b"Premature end of JPEG file\n"
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "line",
    [
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
    ],
)
def test_the_words_of_libraries_are_noise(line: str, capfd: pytest.CaptureFixture[str]) -> None:
    """As they were met; also where other threads have words of their own."""
    leave = threading.Event()
    thread = threading.Thread(target=leave.wait, args=(10,))
    thread.start()
    with without_noise():
        os.write(2, f"{line}\n".encode())
    leave.set()
    thread.join()
    assert capfd.readouterr().err == ""


def test_alone_all_is_noise(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else is there to say anything."""
    # The clock that ends tests that hang is a thread too.
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    with without_noise():
        os.write(2, b"a complaint that nobody has met yet\n")
    assert capfd.readouterr().err == ""


def test_other_threads_words_are_written_afterwards(capfd: pytest.CaptureFixture[str]) -> None:
    """A server may log meanwhile."""
    leave = threading.Event()
    thread = threading.Thread(target=leave.wait, args=(10,))
    thread.start()
    with without_noise():
        os.write(2, b"libpng error: x\nserver: 3 requests\n")
        assert capfd.readouterr().err == ""
    leave.set()
    thread.join()
    assert capfd.readouterr().err == "server: 3 requests\n"


def test_threads_share_one_silence(capfd: pytest.CaptureFixture[str]) -> None:
    """Who leaves first does not end it for the others."""
    inside, leave = threading.Event(), threading.Event()

    def stay() -> None:
        with without_noise(), without_warnings():
            inside.set()
            leave.wait(10)
            os.write(2, b"libpng error: late\n")

    thread = threading.Thread(target=stay)
    with without_noise(), without_warnings():
        thread.start()
        assert inside.wait(10)
    leave.set()
    thread.join()
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "after\n"


def test_warnings_and_pillows_limit_are_as_before() -> None:
    """Both are the whole process's."""
    limit, filters = PIL.Image.MAX_IMAGE_PIXELS, list(warnings.filters)
    with without_warnings():
        warnings.warn("of Pillow's", UserWarning, stacklevel=1)
        assert PIL.Image.MAX_IMAGE_PIXELS is None
    assert limit == PIL.Image.MAX_IMAGE_PIXELS
    assert filters == list(warnings.filters)


def test_a_closed_stderr_is_no_failure() -> None:
    """Services have none."""
    kept = os.dup(2)
    os.close(2)
    try:
        with without_noise() as said:
            assert said() == b""
    finally:
        os.dup2(kept, 2)
        os.close(kept)
