"""encode(): an indexed image as PNG, GIF or WebP, all without loss."""

import io
from typing import Final

import PIL.Image

from cvpalette.quantizing.indexed import IndexedImage
from cvpalette.quantizing.png import encode_png

__all__ = ["encode"]

_MOST_PIXELS: Final = {"png": 2**31 - 1, "gif": 65535, "webp": 16383}
# What libwebp takes its own levels 0 to 9 of lossless compression for: method and quality.
_WEBP_EFFORTS: Final = (
    (0, 0),
    (1, 20),
    (2, 25),
    (3, 30),
    (3, 50),
    (4, 50),
    (4, 75),
    (4, 90),
    (5, 90),
    (6, 100),
)


def encode(picture: IndexedImage, file_format: str, level: int) -> bytes:
    """Write a 'png', 'gif' or 'webp', with effort 0 to 9; raises ValueError where it is too large for one."""
    longest, most = max(picture.indices.shape), _MOST_PIXELS[file_format]
    if longest > most:
        message = f"a {file_format} has at most {most} pixels a side, not {longest}; choose 'png'"
        raise ValueError(message)
    if file_format == "png":
        return encode_png(picture, level)
    contents = io.BytesIO()
    if file_format == "gif":
        _save_gif(picture, contents)
    else:
        method, quality = _WEBP_EFFORTS[level]
        is_opaque = picture.entries[:, 3].min() == 255
        pixels = picture.entries[:, : 3 if is_opaque else 4][picture.indices]
        # Exact: under full transparency too, or libwebp makes up colours of its own.
        PIL.Image.fromarray(pixels).save(
            contents, "WEBP", lossless=True, exact=True, method=method, quality=quality
        )
    return contents.getvalue()


def _save_gif(picture: IndexedImage, contents: io.BytesIO) -> None:
    transparent = (picture.entries[:, 3] == 0).nonzero()[0]
    file = PIL.Image.fromarray(picture.indices)
    file.putpalette(picture.entries[:, :3].tobytes())
    options = {"transparency": int(transparent[0])} if len(transparent) else {}
    # Optimized, the palette would lose its order.
    file.save(contents, "GIF", optimize=False, **options)
