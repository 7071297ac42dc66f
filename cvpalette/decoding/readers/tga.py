"""Reads TGA with Pillow, and corrects its alpha."""

from typing import Any, Final

from PIL.TgaImagePlugin import TgaImageFile

__all__ = ["TgaFile"]

_DESCRIPTOR: Final = 17
_ALPHA_BITS: Final = 0x0F


class TgaFile(TgaImageFile):
    """A TGA; its fourth channel is alpha only if the header says that there are bits of alpha."""

    def _open(self) -> None:
        super()._open()
        assert self.fp is not None  # noqa: S101 -- for mypy; _open() has read it
        at = self.fp.tell()
        self.fp.seek(_DESCRIPTOR)
        self._has_alpha = bool(self.fp.read(1)[0] & _ALPHA_BITS)
        self.fp.seek(at)

    def load_end(self) -> None:
        """Make a picture opaque if its alpha is padding; this includes an alpha that is 0 everywhere."""
        super().load_end()
        if self.mode == "RGBA" and not (self._has_alpha and self.im.getband(3).getextrema()[1]):
            self.im.fillband(3, 255)

    def load(self) -> Any:
        """Load the pixels; a TGA without pixels of a kind that Pillow knows is not supported."""
        if not self.tile and self._im is None:
            raise NotImplementedError("a TGA of an unusual depth")
        return super().load()
