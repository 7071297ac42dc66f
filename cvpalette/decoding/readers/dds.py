"""Reads DDS with Pillow, but for the compression whose levels are no colors of a screen."""

import struct
from typing import Final

from PIL.DdsImagePlugin import DdsImageFile

__all__ = ["DdsFile"]

_CODE, _FORMAT = 84, 128
# DXGI_FORMAT_BC6H_TYPELESS, _UF16 and _SF16.
_LINEAR: Final = (94, 95, 96)


class DdsFile(DdsImageFile):
    """A DDS; Pillow shows the linear light of BC6H as if it were sRGB."""

    def _open(self) -> None:
        assert self.fp is not None  # noqa: S101 -- for mypy; Pillow has set it
        head = self.fp.read(_FORMAT + 4)
        self.fp.seek(0)
        if head[_CODE : _CODE + 4] == b"DX10" and struct.unpack_from("<I", head, _FORMAT)[0] in _LINEAR:
            raise NotImplementedError("a DDS of BC6H, whose levels are linear light")
        super()._open()
