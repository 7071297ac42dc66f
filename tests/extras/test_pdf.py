"""Pages of PDF files, with the extra: drawn on white, within limits of pixels and time."""

import hashlib
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from typing import Final

import pytest

from cvpalette import ImageError, Reading, extract, read_image

pytest.importorskip("pypdfium2")
RED: Final = b"1 0 0 rg 0 0 200 100 re f"
BLUE: Final = b"0 0 1 rg 0 0 100 100 re f"
Run = Callable[..., subprocess.CompletedProcess[bytes]]


def _pdf(
    pages: Sequence[bytes], box: str = "0 0 200 100", more: str = "", start: str = "%PDF-1.4\n"
) -> bytes:
    """Write a PDF whose pages have these contents; `more` goes into its trailer."""
    kids = " ".join(f"{3 + 2 * at} 0 R" for at in range(len(pages)))
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode()]
    for at, content in enumerate(pages):
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents {4 + 2 * at} 0 R/Resources<<>>>>"
        bodies += [page.encode(), b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)]
    objects = [b"%d 0 obj%s endobj\n" % (number, body) for number, body in enumerate(bodies, 1)]
    places = list(accumulate(map(len, objects), initial=len(start)))
    table = "".join(f"{place:010} 00000 n \n" for place in places[:-1])
    size = len(objects) + 1
    end = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {size}/Root 1 0 R{more}>>startxref\n{places[-1]}\n%%EOF"
    )
    return start.encode() + b"".join(objects) + end.encode()


def _encrypt() -> str:
    """Return the entries of a trailer that ask for a password (ISO 32000, 7.6)."""
    owner, user = (hashlib.sha256(word).hexdigest() for word in (b"owner", b"user"))
    return f"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{owner}>/U<{user}>>>"


def test_a_page_is_a_frame() -> None:
    """The first is read by default, at 120 dots per inch; what nothing is drawn on is white."""
    data = _pdf([RED, BLUE])
    image = read_image(data)
    assert (image.width, image.height, image.alpha) == (334, 167, None)
    assert image.pixels[80, 100].tolist() == [255, 0, 0]
    second = read_image(data, reading=Reading(frames=2)).pixels
    assert (second[80, 10].tolist(), second[80, 300].tolist()) == ([0, 0, 255], [255, 255, 255])
    palette = extract(data, colors=3, frames="all").palette
    assert {color.hex for color in palette.colors} == {"#ff0000", "#0000ff", "#ffffff"}


def test_an_ai_file_that_holds_a_pdf_is_read(run_cli: Run, tmp_path: Path) -> None:
    """Illustrator writes one into its files."""
    (tmp_path / "brand.ai").write_bytes(_pdf([RED], start="%PDF-1.5\n%Illustrator\n"))
    assert run_cli("-k", "1", "brand.ai").stdout == b"#ff0000\n"


@pytest.mark.parametrize(
    ("box", "size"), [("0 0 100000 200000", (1200, 2400)), ("0 0 100000 1", (2400, 1)), ("9 9 10 10", (2, 2))]
)
def test_a_page_has_at_most_2400_pixels_on_a_side(box: str, size: tuple[int, int]) -> None:
    """However large the paper is."""
    image = read_image(_pdf([b"1 0 0 rg 0 0 999999 999999 re f"], box))
    assert (image.width, image.height) == size
    assert (image.pixels == (255, 0, 0)).all()


def test_limits_hold_before_anything_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of one page, and of all pages together."""
    monkeypatch.setattr("cvpalette.decoding.readers.pdf.PdfFile.decode", None)
    with pytest.raises(ImageError, match=r"\(334 x 167\), more than max_pixels=1,000 ") as caught:
        read_image(_pdf([RED]), reading=Reading(max_pixels=1000))
    assert caught.value.problem == "too-large"


def test_all_pages_have_a_limit() -> None:
    """Ten times that of one."""
    data = _pdf([RED] * 12)
    with pytest.raises(ImageError, match="in 11 frames, more than 10 x max_pixels=60,000") as caught:
        extract(data, frames="all", max_pixels=60_000)
    assert caught.value.problem == "too-large"


def test_a_page_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFium stops between the objects of a page."""
    monkeypatch.setattr("cvpalette.decoding.readers.pdf._MOST_SECONDS", -1)
    with pytest.raises(ImageError, match="a PDF whose page takes more than -1 seconds to draw"):
        read_image(_pdf([RED * 2000]))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_pdf([RED], more=_encrypt()), "a PDF with a password, which is not supported"),
        (_pdf([RED])[:60], "damaged"),
        (b"%PDF-1.7\n" + bytes(40), "damaged"),
        (_pdf([]), "damaged"),
    ],
    ids=["password", "cut", "empty", "no page"],
)
def test_what_cannot_be_read_is_told(data: bytes, reason: str, capfd: pytest.CaptureFixture[str]) -> None:
    """In one line, and nothing else is printed."""
    with pytest.raises(ImageError, match=reason):
        read_image(data)
    assert capfd.readouterr() == ("", "")


def test_no_cut_is_a_crash() -> None:
    """A file may end anywhere: it is a page or an error."""
    data = _pdf([RED, BLUE])
    for end in range(10, len(data), 23):
        with suppress(ImageError):
            assert read_image(data[:end]).width == 334
