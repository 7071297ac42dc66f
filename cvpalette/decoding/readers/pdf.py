"""Reads the pages of PDF files, also of Illustrator's .ai files that hold one, with the extra `pdf`."""

import math
from time import monotonic
from typing import Any, Final

import numpy as np
import pypdfium2
from pypdfium2 import raw

from cvpalette.decoding.array_file import ArrayFile, Pixels

__all__ = ["PdfFile"]

# Points are 72 to the inch. A page of paper has some 1.4 million pixels then.
_SCALE: Final = 120 / 72
_LONGEST_SIDE: Final = 2400
# Between the objects of a page, PDFium asks whether to stop.
_MOST_SECONDS: Final = 20
_WHITE: Final = 0xFFFFFFFF
_REASONS: Final = {
    raw.FPDF_ERR_PASSWORD: "a PDF with a password",
    raw.FPDF_ERR_SECURITY: "a PDF with an encryption that is unknown",
}
_ASK: Final[Any] = dict(raw.IFSDK_PAUSE._fields_)["NeedToPauseNow"]


class PdfFile(ArrayFile):
    """A PDF file; each page is a frame, drawn on white paper at 120 dots per inch, but at most 2400 wide."""

    format = "PDF"
    format_description = "Portable Document Format"

    def _open(self) -> None:
        try:
            self._document = pypdfium2.PdfDocument(self.fp.read())  # type: ignore[union-attr]
        except pypdfium2.PdfiumError as error:
            reason = _REASONS.get(getattr(error, "err_code", 0))
            if reason:
                raise NotImplementedError(f"{reason}, which is not supported") from error
            raise
        self.n_frames = len(self._document)
        self.is_animated = self.n_frames > 1
        self._mode = "RGB"
        self._go_to(0)

    def _go_to(self, frame: int) -> None:
        if not 0 <= frame < self.n_frames:
            raise EOFError
        self._frame, self._pixels = frame, None
        width, height = self._document.get_page_size(frame)
        if not 0 < min(width, height) <= max(width, height) < math.inf:
            raise ValueError("a page without a size")
        self._factor = min(_SCALE, _LONGEST_SIDE / max(width, height))
        self._size = (max(1, math.ceil(width * self._factor)), max(1, math.ceil(height * self._factor)))

    def seek(self, frame: int) -> None:
        """Go to a page, counted from 0; raises EOFError if there is none."""
        self._go_to(frame)

    def tell(self) -> int:
        """Return the page that it is at."""
        return self._frame

    def decode(self, *, partly: bool) -> Pixels:
        """Draw the page; scripts and forms in it are not run, and nothing is loaded.

        Raises NotImplementedError if that takes too long.
        """
        del partly
        page = self._document[self._frame]
        levels = np.empty((self.height, self.width, 3), np.uint8)
        place, stride = levels.ctypes.data, levels.strides[0]
        bitmap = raw.FPDFBitmap_CreateEx(*self.size, raw.FPDFBitmap_BGR, place, stride)
        try:
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, *self.size, _WHITE)
            end = monotonic() + _MOST_SECONDS
            pause = raw.IFSDK_PAUSE(1, _ASK(lambda _: monotonic() > end), None)
            flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
            status = raw.FPDF_RenderPageBitmap_Start(bitmap, page, 0, 0, *self.size, 0, flags, pause)
            raw.FPDF_RenderPage_Close(page)
        finally:
            raw.FPDFBitmap_Destroy(bitmap)
            page.close()
        if status == raw.FPDF_RENDER_TOBECONTINUED:
            raise NotImplementedError(f"a PDF whose page takes more than {_MOST_SECONDS} seconds to draw")
        if status != raw.FPDF_RENDER_DONE:
            raise ValueError("a page that cannot be drawn")
        return Pixels(levels)
