"""The output `lqip`: a low-quality image placeholder."""

import base64
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Annotated, ClassVar, Final, Literal
from urllib.parse import quote

import numpy as np
import PIL.Image

from cvpalette.color.color import Color
from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image
from cvpalette.extraction import Extraction
from cvpalette.messages import readable
from cvpalette.rendering.escaping import css_comment, css_string
from cvpalette.rendering.names import require_identifier, slug
from cvpalette.rendering.placeholders import Reduced, reduce_image, require_digest
from cvpalette.result import Result

__all__ = ["ImagePlaceholder"]

_LARGEST: Final = 64
# A picture that is blurred by its size alone shows no more at a higher quality.
_QUALITY: Final = 40
_STOPS: Final = 4
_OPAQUE: Final = 255


@dataclass(frozen=True)
class ImagePlaceholder:
    """A CSS class with a tiny blurred picture and a gradient behind it, for photos that load late.

    Of many pictures, it is one style sheet. The picture is a WebP in a data URI. The gradient shows where a
    page's security policy forbids those, and it stands alone with `size=0`, in half the bytes. A picture with
    transparent parts has no gradient behind it.
    """

    suffix: ClassVar[str] = ".lqip.css"
    family: ClassVar[str] = "pictures"
    combined_suffix: ClassVar[str] = ".css"
    takes_drafts: ClassVar[bool] = True
    size: Annotated[int, "Pixels of the tiny picture's longer side; 0 leaves only the gradient."] = 16
    match: Annotated[
        Literal["class", "src"], "Rules for classes (.lqip-photos-sky), or for images by their src."
    ] = "class"
    prefix: Annotated[str, "What the classes begin with: .PREFIX-photos-sky."] = "lqip"

    def __post_init__(self) -> None:
        """Refuse a picture that is not tiny, and a prefix that is no identifier."""
        if not 0 <= self.size <= _LARGEST:
            message = f"option 'size' is 0 to {_LARGEST}, not '{self.size}'"
            raise ValueError(message)
        require_identifier("prefix", self.prefix)

    @property
    def idle(self) -> dict[str, str]:
        """Rules for the addresses of images have no classes."""
        return {"prefix": "images are matched by their src"} if self.match == "src" else {}

    def render_image(self, extraction: Extraction, /) -> str:
        """Write the rule of a picture."""
        return self._write_rule(extraction.result, self.digest_image(extraction), set())

    def digest_image(self, extraction: Extraction, /) -> str:
        """Return the declarations of a picture."""
        image = extraction.image
        layers = []
        if self.size:
            layers.append(f'url("{_embed(_reduce(image, self.size))}") center / cover no-repeat')
        if not self.size or image.alpha is None or image.alpha.min() == _OPAQUE:
            layers.append(_draw_gradient(image))
        width, height = image.whole_size
        background = ",\n    ".join(layers)
        return f"  aspect-ratio: {width} / {height};\n  background:\n    {background};\n"

    def render_all(self, results: Iterable[Result], /) -> Iterator[str]:
        """Write the rule of each picture, with a blank line between them."""
        taken: set[str] = set()
        for result in results:
            gap = "\n" if taken else ""
            yield f"{gap}{self._write_rule(result, require_digest(result, self), taken)}"

    def _write_rule(self, result: Result, declarations: str, taken: set[str]) -> str:
        path = readable(result.path or result.name)
        size = f"{result.width} x {result.height}"
        selector = self._select(path, taken)
        return f"{css_comment(f'{path}, {size}')}\n{selector} {{\n{declarations}}}\n"

    def _select(self, path: str, taken: set[str]) -> str:
        """Return the selector of a picture; a class that is taken gets the file's suffix, or a number."""
        if self.match == "src":
            taken.add(path)
            return _match_address(path.removeprefix("./"))
        words = slug(str(PurePath(path).with_suffix("")))
        name = wanted = f"{self.prefix}-{words or 'picture'}"
        if name in taken:
            name = wanted = f"{wanted}-{slug(PurePath(path).suffix)}".rstrip("-")
        number = 1
        while name in taken:
            number += 1
            name = f"{wanted}-{number}"
        taken.add(name)
        return f".{name}"


def _match_address(path: str) -> str:
    """Return the selector of images at an address that is a path, or ends in it after a slash.

    A page may write letters outside ASCII, and spaces, as they are or percent-encoded.
    """
    paths = dict.fromkeys((path, quote(path, safe="/!$&'()*+,;=:@~")))
    return ",\n".join(
        selector
        for each in paths
        for selector in (
            f"img[src={css_string(each)}]",
            *([] if each.startswith("/") else [f"img[src$={css_string('/' + each)}]"]),
        )
    )


def _reduce(image: Image, side: int) -> Reduced:
    scale = min(1.0, side / max(image.width, image.height))
    return reduce_image(image, max(1, round(image.width * scale)), max(1, round(image.height * scale)))


def _embed(reduced: Reduced) -> str:
    """Return a data URI of the smaller of two WebP: flat art of so few pixels may be smaller lossless."""
    pixels = reduced.pixels if reduced.alpha is None else np.dstack([reduced.pixels, reduced.alpha])
    picture = PIL.Image.fromarray(np.ascontiguousarray(pixels))
    files = []
    for is_lossless in (False, True):
        contents = io.BytesIO()
        picture.save(contents, "WEBP", quality=_QUALITY, method=6, lossless=is_lossless)
        files.append(contents.getvalue())
    return f"data:image/webp;base64,{base64.b64encode(min(files, key=len)).decode()}"


def _draw_gradient(image: Image) -> str:
    """Return a gradient of four colors in the direction in which the picture changes more."""
    ways = {"right": (_STOPS, 1), "bottom": (1, _STOPS)}
    reduced = {
        way: reduce_image(image, min(width, image.width), min(height, image.height))
        for way, (width, height) in ways.items()
    }
    way = max(reduced, key=lambda each: _measure_change(reduced[each]))
    pixels, alpha = reduced[way]
    colors = [Color(*rgb) for rgb in pixels.reshape(-1, 3).tolist()]
    alphas = [_OPAQUE] * len(colors) if alpha is None else alpha.reshape(-1).tolist()
    if len(colors) == 1:
        # A gradient of one color is not valid in most browsers.
        colors, alphas = colors * 2, alphas * 2
    places = [f"{(number + 0.5) / len(colors):.1%}".replace(".0%", "%") for number in range(len(colors))]
    stops = [
        f"{color.hex}{'' if level == _OPAQUE else f'{level:02x}'} {place}"
        for color, level, place in zip(colors, alphas, places, strict=True)
    ]
    return f"linear-gradient(to {way}, {', '.join(stops)})"


def _measure_change(reduced: Reduced) -> float:
    """Return how much the colors of a few pixels differ from their mean (variance in CIELAB)."""
    lab = to_space(reduced.pixels.reshape(-1, 3), "lab")
    return float(lab.var(axis=0).sum())
